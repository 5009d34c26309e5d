/**
 * What a start finds or makes: the project `default`, and the row of the host that the configuration names.
 *
 * A host keeps its backend for as long as it has guests. A host whose guests live on one machine belongs to that machine and to the
 * data folder that its URI names: a service elsewhere leaves its row alone and only stands by. A host without guests goes to the next service
 * that starts, unless a service owns it: that one would make guests where nobody looks for them.
 *
 * A host that is away keeps no service from starting, once it has been met: its row says what it can do, and it is described anew when it
 * comes (src/hosts/observer.ts). Only a host that was never met has to be there.
 *
 * The configuration names one host, and the oldest row is taken for it. Hosts that are made by request come later; they are never looked for
 * here.
 */
import type { HostLocation } from '../../backends/backend.js';
import { asGuesthouseError, GuesthouseError } from '../domain/errors.js';
import { hostDescription } from '../domain/host.js';
import type { Host, HostDescription } from '../domain/host.js';
import { newId } from '../domain/ids.js';
import type { HostId, ProjectId } from '../domain/ids.js';
import type { Log } from '../domain/log.js';
import type { BackendName } from '../domain/words.js';
import type { Database } from '../store/database.js';
import { countGuestsOfHost } from '../store/guests.js';
import { insertHost, listEveryHost, lockHost, writeHostDescription, writeHostPlace } from '../store/hosts.js';
import { holdUnowned } from '../store/leases.js';
import { ensureProject } from '../store/projects.js';
import { inTransaction, query } from '../store/transaction.js';
import { mayDrive, placeOf } from './driver.js';
import type { HostDriver } from './driver.js';
import type { Hosts } from './registry.js';

/**
 * How long a start waits for a host that it knows. A libvirt that has itself just started takes 8 s on an idle machine; later than
 * that, clients are better served without it.
 */
const MEET_WITHIN_MS = 10_000;

export function ensureDefaultProject(db: Database): Promise<ProjectId> {
  return query(db, (sql) => ensureProject(sql, 'default'));
}

/** The host that the configuration means, as an earlier start has left it; null at the first start on the database. */
export async function findConfiguredHost(db: Database): Promise<Host | null> {
  const [oldest] = await query(db, listEveryHost);
  return oldest ?? null;
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

export interface HostStart {
  readonly db: Database;
  /** Becomes the registry's, or is closed. */
  readonly driver: HostDriver;
  /** As `findConfiguredHost` has it. */
  readonly known: Host | null;
  /** Whether the database lies in this service's own data folder, and so can have no other. */
  readonly isDatabaseOurs: boolean;
  /** Aborts when the service is to stop. */
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** Meets the host of the configuration, makes its row or brings it up to date, and adds it. This service stands by for all other hosts. */
export async function addConfiguredHost(hosts: Hosts, start: HostStart): Promise<void> {
  const { db, driver, log } = start;
  let isDriverKept = false;
  try {
    const description = await meetHost(start);
    const host = await ensureHost(start, description);
    isDriverKept = await mayDrive(host, driver.location);
    if (!isDriverKept)
      log.warn(
        { host: host.uri },
        'a service on another machine, or with another data folder, drives the host; standing by',
      );
    hosts.add(host, isDriverKept ? driver : null, description !== null);
    for (const other of await query(db, listEveryHost)) if (other.id !== host.id) hosts.add(other, null, false);
  } finally {
    // What it could say of a hypervisor of its own would be false of the host.
    if (!isDriverKept) await driver.backend.close();
  }
}

/** What the host says of itself. Null where it cannot be asked and was met before; otherwise the error says so in plain words. */
async function meetHost({ driver, known, signal, log }: HostStart): Promise<HostDescription | null> {
  const { backend, location } = driver;
  const isKnown = known?.backend === driver.name;
  const within = isKnown ? [AbortSignal.timeout(MEET_WITHIN_MS)] : [];
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
    // Two first starts at once must not make two hosts.
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
