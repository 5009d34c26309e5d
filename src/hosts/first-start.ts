/**
 * The rows that a service finds or creates when it starts: the first project, and the configured host.
 *
 * A host keeps its backend as long as it has guests. A host whose guests are bound to a machine belongs to that machine
 * and to the data folder in its URI: a service on another machine, or with another data folder, leaves the row
 * unchanged and only stands by. A host without guests goes to the next service that starts, unless another service owns
 * the host: otherwise that owner would create guests in a place that the row no longer names.
 *
 * If a host was reached before, a service can start while the host is away: the row has the host's capabilities, and is
 * refreshed when the host comes back (src/hosts/observer.ts). A host that was never reached must be up.
 *
 * The configuration names one host, and the oldest row is the row of that host. Hosts that requests create are planned;
 * this file must not search for them.
 */
import type { HostLocation } from '../../backends/backend.js';
import { asGuesthouseError, GuesthouseError } from '../domain/errors.js';
import { hostDescription } from '../domain/host.js';
import type { Host, HostDescription } from '../domain/host.js';
import { newId } from '../domain/ids.js';
import type { HostId } from '../domain/ids.js';
import type { Log } from '../domain/log.js';
import type { BackendName } from '../domain/words.js';
import type { Database } from '../store/database.js';
import { countGuestsOfHost, hasObservedGuest } from '../store/guests.js';
import { insertHost, listEveryHost, lockHost, writeHostDescription, writeHostPlace } from '../store/hosts.js';
import { holdUnowned } from '../store/leases.js';
import { inTransaction, query } from '../store/transaction.js';
import { canDrive, placeOf } from './driver.js';
import type { HostDriver } from './driver.js';
import type { Hosts } from './registry.js';

/**
 * How long a start waits for a host that was reached before. A libvirt that has just been started takes 8 s on an idle
 * machine. After this time, it is better for clients that the service starts without the host.
 */
const REACH_WITHIN_MS = 10_000;

/** The row of the configured host, from an earlier start; null at the first start on the database. */
export async function findConfiguredHost(db: Database): Promise<Host | null> {
  const [oldest] = await query(db, listEveryHost);
  return oldest ?? null;
}

/** The backend that the host of this database must keep; null if there is no host, or it has no guests. */
export async function findSettledBackend(db: Database, host: Host | null): Promise<BackendName | null> {
  if (host === null) return null;
  return (await query(db, (sql) => countGuestsOfHost(sql, host.id))) > 0 ? host.backend : null;
}

/**
 * Whether this host is the host of the database, and the database has guests that were observed on it. False for a host
 * that this service only stands by for.
 */
export async function hasGuestsOn(
  location: HostLocation,
  { db, isDatabaseOurs }: Pick<HostStart, 'db' | 'isDatabaseOurs'>,
): Promise<boolean> {
  const host = await findConfiguredHost(db);
  if (host === null || !(isDatabaseOurs || (await canDrive(host, location)))) return false;
  return await query(db, (sql) => hasObservedGuest(sql, host.id));
}

/** Throws if the configured backend is not the backend that has the guests. */
export function requireSameBackend(settled: BackendName | null, wanted: BackendName | 'auto'): void {
  if (settled === null || wanted === 'auto' || wanted === settled) return;
  throw new GuesthouseError(
    'internal',
    `This database has guests on the backend ${settled}, but the backend ${wanted} is configured. Either set ` +
      `GUESTHOUSE_BACKEND=${settled}, or delete these guests before you change the backend, or use a separate database for ${wanted}.`,
  );
}

export interface HostStart {
  readonly db: Database;
  /** `addConfiguredHost` passes the driver to the registry, or closes it. */
  readonly driver: HostDriver;
  /** The result of `findConfiguredHost`. */
  readonly known: Host | null;
  /** Whether the database is in the data folder of this service, so that no other data folder can use it. */
  readonly isDatabaseOurs: boolean;
  /** Aborts when the service must stop. */
  readonly signal: AbortSignal;
  readonly log: Log;
}

/**
 * Connects to the configured host, creates or updates its row, and adds the host to the registry. Adds all other hosts
 * too, but this service only stands by for them.
 */
export async function addConfiguredHost(hosts: Hosts, start: HostStart): Promise<void> {
  const { db, driver, log } = start;
  let isDriverHandedOver = false;
  try {
    const description = await reachHost(start);
    const host = await ensureHost(start, description);
    isDriverHandedOver = await canDrive(host, driver.location);
    if (!isDriverHandedOver)
      log.warn(
        { host: host.uri },
        'a service on another machine, or with another data folder, drives the host; standing by',
      );
    hosts.add(host, isDriverHandedOver ? driver : null, description !== null);
    for (const other of await query(db, listEveryHost)) if (other.id !== host.id) hosts.add(other, null, false);
  } finally {
    // The driver reaches the hypervisor of this machine, not the host, so its reports would be wrong for the host.
    if (!isDriverHandedOver) await driver.backend.close();
  }
}

/**
 * The description that the host reports. If the host does not respond, returns null if an earlier start has reached the
 * host, and throws otherwise.
 */
async function reachHost({ driver, known, signal, log }: HostStart): Promise<HostDescription | null> {
  const { backend, location } = driver;
  const isKnown = known?.backend === driver.name;
  const within = isKnown ? [AbortSignal.timeout(REACH_WITHIN_MS)] : [];
  try {
    const info = await backend.describe({ signal: AbortSignal.any([signal, ...within]) });
    return hostDescription(info, backend.capabilities);
  } catch (error) {
    signal.throwIfAborted();
    if (isKnown) {
      log.error({ err: error, host: location.uri }, 'host is away; serving without it until it responds');
      return null;
    }
    throw notUsable(location, error);
  }
}

function notUsable({ uri }: HostLocation, error: unknown): GuesthouseError {
  const { kind, message, logDetail } = asGuesthouseError(error);
  return new GuesthouseError(kind, `This is the first start on this host, and ${uri} cannot be used: ${message}`, {
    ...(logDetail === undefined ? {} : { logDetail }),
    cause: error,
  });
}

async function ensureHost(
  { db, driver, isDatabaseOurs }: HostStart,
  description: HostDescription | null,
): Promise<Host> {
  const place = await placeOf(driver);
  await inTransaction(db, async (trx) => {
    // Two first starts at the same time must create only one host.
    await trx.raw('lock table hosts in share row exclusive mode');
    const [found] = await listEveryHost(trx);
    if (found === undefined) {
      if (description !== null) await insertHost(trx, { ...place, ...description, id: newId<HostId>(), state: 'up' });
      return;
    }
    const host = await lockHost(trx, found.id);
    const isEmpty = (await countGuestsOfHost(trx, found.id)) === 0;
    const isOurs = host !== null && host.machineId === place.machineId && (host.uri === place.uri || isDatabaseOurs);
    if (!isOurs && !(isEmpty && (await holdUnowned(trx, found.id)))) return;
    await writeHostPlace(trx, found.id, place);
    if (description !== null) await writeHostDescription(trx, found.id, description);
  });
  const host = await findConfiguredHost(db);
  if (host === null) throw new GuesthouseError('internal', 'The host could not be created.');
  return host;
}
