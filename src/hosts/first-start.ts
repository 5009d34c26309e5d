/**
 * The row of the host that the configuration of this service names: found or created when the service starts. Hosts
 * that requests create have their rows already.
 *
 * A host keeps its backend as long as it has guests. The row of the configured host is the row with the origin
 * `environment` at the place that the configuration names: the same backend and URI and, if only this machine can drive
 * the host, the same machine. The URI of a host that keeps its guests in a data folder names the folder. If the
 * database is in the data folder of this service, the oldest such row is its row wherever the folder is now.
 *
 *   at this place ─► this row                       the same hypervisor under another URI ─► this row, with the new URI
 *   otherwise, a row without guests that no service owns ─► this row, with the new place      otherwise ─► a new row
 *
 * The third case keeps a changed configuration from leaving an empty host behind. An owner would create guests in a
 * place that the row no longer names, so a host that is owned keeps its place.
 *
 * If a host was reached before, a service can start while the host is away: the row has the host's capabilities, and is
 * refreshed when the host comes back (src/hosts/observer.ts). A host that was never reached must be up.
 */
import type { Knex } from 'knex';
import type { HostLocation } from '../../backends/backend.js';
import { deadlineSignal } from '../domain/deadline.js';
import { asGuesthouseError, GuesthouseError } from '../domain/errors.js';
import { hostDescription, isSamePlace } from '../domain/host.js';
import type { HostDescription, HostPlace, PlacedHost } from '../domain/host.js';
import { newId } from '../domain/ids.js';
import type { HostId } from '../domain/ids.js';
import type { Log } from '../domain/log.js';
import type { BackendName } from '../domain/words.js';
import type { Database } from '../store/database.js';
import { countGuestsOfHost, hasObservedGuest } from '../store/guests.js';
import {
  findHostOfHypervisor,
  findPlacedHost,
  holdHostPlaces,
  listPlacedHosts,
  writeHostPlace,
} from '../store/host-places.js';
import { insertHost, writeHostDescription } from '../store/hosts.js';
import { holdUnowned } from '../store/leases.js';
import { inTransaction, query } from '../store/transaction.js';
import type { HostDriver, ServicePlace } from './driver.js';
import type { OpenedHost } from './follow-rows.js';
import { writeFirstNetworks } from './network-watch.js';

/**
 * How long a start waits for a host that was reached before. A libvirt that has just been started takes 8 s on an idle
 * machine. After this time, it is better for clients that the service starts without the host.
 */
const REACH_WITHIN_MS = 10_000;

export interface ConfiguredHostSearch {
  readonly here: ServicePlace;
  /** The place that the configuration of this service names for a backend. */
  readonly placeOf: (backend: BackendName) => Promise<HostPlace>;
  /** The backend that the configuration names. If several hosts fit, one with this backend is preferred. */
  readonly wanted: BackendName | 'auto';
}

/** The row of the configured host, from an earlier start; null if there is none. */
export async function findConfiguredHost(db: Database, search: ConfiguredHostSearch): Promise<PlacedHost | null> {
  return await query(db, (sql) => findConfigured(sql, search));
}

async function findConfigured(sql: Knex, { here, placeOf, wanted }: ConfiguredHostSearch): Promise<PlacedHost | null> {
  const configured = (await listPlacedHosts(sql)).filter(({ origin }) => origin === 'environment');
  const fitting: PlacedHost[] = [];
  for (const host of configured) if (isSamePlace(host, await placeOf(host.backend))) fitting.push(host);
  const [oldest] = fitting;
  const preferred = fitting.find(({ backend }) => backend === wanted) ?? oldest;
  return preferred ?? (here.isDatabaseOurs ? (configured[0] ?? null) : null);
}

/** The backend that the host must keep; null if there is no host, or it has no guests. */
export async function findSettledBackend(db: Database, host: PlacedHost | null): Promise<BackendName | null> {
  if (host === null) return null;
  return (await query(db, (sql) => countGuestsOfHost(sql, host.id))) > 0 ? host.backend : null;
}

/** Whether the configured host has guests that were observed on it. */
export async function hasGuestsOn(db: Database, search: ConfiguredHostSearch): Promise<boolean> {
  const host = await findConfiguredHost(db, search);
  return host !== null && (await query(db, (sql) => hasObservedGuest(sql, host.id)));
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

export interface HostStart extends ConfiguredHostSearch {
  readonly db: Database;
  readonly driver: HostDriver;
  /** The result of `findConfiguredHost`. */
  readonly known: PlacedHost | null;
  /** Aborts when the service must stop. */
  readonly signal: AbortSignal;
  readonly log: Log;
}

/**
 * Connects to the configured host, and creates or updates its row. Returns the driver for this row, or closes it and
 * returns null if the driver reaches another place than the row names.
 */
export async function ensureConfiguredHost(start: HostStart): Promise<OpenedHost | null> {
  const { driver, log } = start;
  let isHandedOver = false;
  try {
    const description = await reachHost(start);
    const { host, isDescribed } = await ensureHost(start, description);
    isHandedOver = isSamePlace(host, driver.place);
    if (isHandedOver && description !== null) await writeFirstNetworks(start.db, driver.backend, host.id);
    if (isHandedOver) return { id: host.id, driver, isDescribed };
    log.warn({ host: host.uri }, 'the configured host is another host of the database, or on another machine');
    return null;
  } finally {
    if (!isHandedOver) await driver.backend.close();
  }
}

/**
 * The description that the host reports. If the host does not respond, returns null if an earlier start has reached the
 * host, and throws otherwise.
 */
async function reachHost({ driver, known, signal, log }: HostStart): Promise<HostDescription | null> {
  const { backend, location } = driver;
  const isKnown = known?.backend === driver.name;
  const within = isKnown ? [deadlineSignal(REACH_WITHIN_MS)] : [];
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

/** `isDescribed`: whether the row has the description. */
async function ensureHost(
  { db, driver, ...search }: HostStart,
  description: HostDescription | null,
): Promise<{ host: PlacedHost; isDescribed: boolean }> {
  const { place } = driver;
  return await inTransaction(db, async (trx) => {
    // Two first starts at the same place must create only one host.
    await holdHostPlaces(trx);
    const found = await findRow(trx, search, description, place);
    const id = found?.id ?? newId<HostId>();
    let isDescribed = false;
    if (found === null) {
      if (description === null) throw new GuesthouseError('internal', 'The host could not be created.');
      await insertHost(trx, { ...place, ...description, id, state: 'up' });
      isDescribed = true;
    } else if (found.origin === 'environment') {
      await writeHostPlace(trx, id, place);
      // If the hypervisor is already another host, the observer reports it (src/hosts/observer.ts).
      if (description !== null) isDescribed = (await writeHostDescription(trx, id, description)).isWritten;
    }
    const host = await findPlacedHost(trx, id);
    if (host === null) throw new GuesthouseError('internal', 'The host could not be created.');
    return { host, isDescribed };
  });
}

async function findRow(
  trx: Knex.Transaction,
  search: ConfiguredHostSearch,
  description: HostDescription | null,
  place: HostPlace,
): Promise<PlacedHost | null> {
  const { here } = search;
  const configured = (await listPlacedHosts(trx)).filter(({ origin }) => origin === 'environment');
  const atPlace = configured.find((host) => isSamePlace(host, place));
  if (atPlace !== undefined) return atPlace;
  const same = description?.hypervisorId ?? null;
  const sameHypervisor = same === null ? null : await findHostOfHypervisor(trx, same);
  if (sameHypervisor !== null) return sameHypervisor;
  const [oldest] = configured;
  const isOfMachine = oldest !== undefined && (oldest.machineId ?? here.machineId) === here.machineId;
  if (here.isDatabaseOurs && isOfMachine) return oldest;
  for (const host of configured) {
    const isEmpty = (await countGuestsOfHost(trx, host.id)) === 0;
    if (isEmpty && (await holdUnowned(trx, host.id))) return host;
  }
  return null;
}
