/**
 * A session of a service's own beside the pool: it hears notifications, and its life is what the service's claims live by.
 *
 * A worker number is held by an advisory lock of this session, and so is the ownership of a host. When the process dies, or the
 * connection does, the server frees the locks: whatever was done under them may be taken over. No clocks, no heartbeats.
 * Who loses the session must stop at once what it does under it (`signal` says so); it joins again with a new session and number.
 */
import type pg from 'pg';
import { GuesthouseError } from '../domain/errors.js';
import type { HostId } from '../domain/ids.js';
import type { Database } from './database.js';
import { openSession } from './database.js';
import { asDatabaseFailure } from './transaction.js';

/** Classes of advisory locks, ours by choice. */
export const WORKER_LOCK_CLASS = 0x67680001;
const HOST_LOCK_CLASS = 0x67680002;

export interface WorkerSession {
  /** Never used by another session, before or after. */
  readonly worker: number;
  /** Aborts when the session is lost or closed. */
  readonly signal: AbortSignal;
  /** Whether this session owns the host, after trying to. Cheap to repeat. */
  tryToOwn(host: HostId): Promise<boolean>;
  close(): Promise<void>;
}

/** Opens a session that calls `onNotified` for every notification on `channels`. */
export async function openWorkerSession(
  db: Database,
  channels: readonly string[],
  onNotified: (channel: string) => void,
): Promise<WorkerSession> {
  let client: pg.Client;
  try {
    client = await openSession(db.sessionConfig);
  } catch (error) {
    throw asDatabaseFailure(error);
  }
  const lost = new AbortController();
  const lose = (): void => lost.abort(new GuesthouseError('database_unreachable', 'The database session was lost.'));
  client.once('end', lose);
  client.once('error', lose);
  client.on('notification', ({ channel }) => onNotified(channel));
  try {
    const drawn = await client.query<{ worker: number }>(`select nextval('worker_numbers')::int as worker`);
    const worker = drawn.rows[0]?.worker ?? 0;
    await client.query('select pg_advisory_lock($1, $2)', [WORKER_LOCK_CLASS, worker]);
    for (const channel of channels) await client.query(`listen ${channel}`);
    let owned: HostId | null = null;
    return {
      worker,
      signal: lost.signal,
      async tryToOwn(host) {
        if (owned === host) return !lost.signal.aborted;
        const { rows } = await client.query<{ isOwned: boolean }>(
          `select pg_try_advisory_lock($1, hashtext($2)) as "isOwned"`,
          [HOST_LOCK_CLASS, host],
        );
        if (rows[0]?.isOwned === true) owned = host;
        return owned === host;
      },
      async close() {
        await client.end();
      },
    };
  } catch (error) {
    await client.end().catch(() => undefined);
    throw asDatabaseFailure(error);
  }
}
