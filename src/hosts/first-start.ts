/**
 * What a start finds or makes: the project `default`, and the row of the one host.
 *
 * A host keeps its backend for as long as it has guests. A host whose guests live on one machine belongs to that machine and to the
 * data folder that its URI names: a service elsewhere leaves its row alone and only stands by. A host without guests goes to whoever
 * starts, unless a service owns it: that one would make guests where nobody looks for them.
 *
 * A host that is away keeps nobody from starting, once it has been met: its row says what it can do, and it is described anew when it
 * comes (src/hosts/observer.ts). Only a host that was never met has to be there.
 */
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { Backend, HostLocation } from '../../backends/backend.js';
import { asGuesthouseError, GuesthouseError } from '../domain/errors.js';
import { hostDescription } from '../domain/host.js';
import type { Host, HostDescription } from '../domain/host.js';
import { newId } from '../domain/ids.js';
import type { HostId, ProjectId } from '../domain/ids.js';
import type { Log } from '../domain/log.js';
import type { BackendName } from '../domain/words.js';
import type { Database } from '../store/database.js';
import { countGuestsOfHost } from '../store/guests.js';
import { findOnlyHost, insertHost, lockHost, writeHostDescription, writeHostPlace } from '../store/hosts.js';
import { holdUnowned } from '../store/leases.js';
import { ensureProject } from '../store/projects.js';
import { inTransaction, query } from '../store/transaction.js';

/**
 * How long a start waits for a host that it knows. A libvirt that has itself just started takes 8 s on an idle machine; later than
 * that, clients are better served without it.
 */
const MEET_WITHIN_MS = 10_000;

export function ensureDefaultProject(db: Database): Promise<ProjectId> {
  return query(db, (sql) => ensureProject(sql, 'default'));
}

/** The backend that the host of this database is driven by; null while there is no host, or one without guests. */
export async function findSettledBackend(db: Database, host: Host | null): Promise<BackendName | null> {
  if (host === null) return null;
  return (await query(db, (sql) => countGuestsOfHost(sql, host.id))) > 0 ? host.backend : null;
}

/** Throws in plain words when the configuration names another backend than the one that has the guests. */
export function requireSameBackend(settled: BackendName | null, wanted: BackendName | 'auto'): void {
  if (settled === null || wanted === 'auto' || wanted === settled) return;
  throw new GuesthouseError(
    'internal',
    `This database has guests on the backend ${settled}, but the backend ${wanted} is configured. Delete them first, start with ` +
      `GUESTHOUSE_BACKEND=${settled}, or use a separate database for ${wanted}.`,
  );
}

export interface LocalHost {
  readonly backend: BackendName;
  readonly location: HostLocation;
  /** Null where it is away, and was met before. */
  readonly description: HostDescription | null;
  /** Whether the database lies in this service's own data folder, and so can have no other. */
  readonly isDatabaseOurs: boolean;
}

export interface Meeting {
  readonly backend: Backend;
  readonly uri: string;
  /** Whether the host was met before. */
  readonly isKnown: boolean;
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** What the host says of itself. Null where it cannot be asked and was met before; else that is told in plain words. */
export async function meetHost({ backend, uri, isKnown, signal, log }: Meeting): Promise<HostDescription | null> {
  const within = isKnown ? [AbortSignal.timeout(MEET_WITHIN_MS)] : [];
  try {
    const info = await backend.describe({ signal: AbortSignal.any([signal, ...within]) });
    return hostDescription(info, backend.capabilities);
  } catch (error) {
    signal.throwIfAborted();
    if (isKnown) {
      log.error({ err: error, host: uri }, 'host is away; serving without it until it responds');
      return null;
    }
    const { kind, message, logDetail } = asGuesthouseError(error);
    throw new GuesthouseError(kind, `This is the first start on this host, and ${uri} cannot be used: ${message}`, {
      ...(logDetail === undefined ? {} : { logDetail }),
      cause: error,
    });
  }
}

/** The row of the host, made or brought up to date. */
export async function ensureHost(db: Database, local: LocalHost): Promise<Host> {
  const { backend, location, description } = local;
  const machineId = location.isMachineLocal ? await readMachineId() : null;
  const place = { backend, uri: location.uri, machineId };
  await inTransaction(db, async (trx) => {
    // Two first starts at once must not make two hosts.
    await trx.raw('lock table hosts in share row exclusive mode');
    const found = await findOnlyHost(trx);
    if (found === null) {
      if (description !== null) await insertHost(trx, { ...place, ...description, id: newId<HostId>(), state: 'up' });
      return;
    }
    const host = await lockHost(trx, found.id);
    const isEmpty = (await countGuestsOfHost(trx, found.id)) === 0;
    const isOurs = host !== null && host.machineId === machineId && (host.uri === place.uri || local.isDatabaseOurs);
    if (!isOurs && !(isEmpty && (await holdUnowned(trx, found.id)))) return;
    await writeHostPlace(trx, found.id, place);
    if (description !== null) await writeHostDescription(trx, found.id, description);
  });
  const host = await query(db, findOnlyHost);
  if (host === null) throw new GuesthouseError('internal', 'The host could not be created.');
  return host;
}

/** Whether this service may drive the host: it is bound to no machine, or to this one and this data folder. */
export async function mayDrive(host: Host, local: LocalHost): Promise<boolean> {
  return host.machineId === null || (host.machineId === (await readMachineId()) && host.uri === local.location.uri);
}

async function readMachineId(): Promise<string> {
  const text = await readFile('/etc/machine-id', 'utf8').catch(() => '');
  return text.trim() || hostname();
}
