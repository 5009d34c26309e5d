/**
 * What a start finds or makes: the project `default`, and the row of the one host.
 *
 * A host keeps its backend for as long as it has guests. A host whose guests live on one machine belongs to that machine and to the
 * data folder that its URI names: a service elsewhere leaves its row alone and only stands by.
 */
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { Capabilities, HostInfo } from '../../backends/backend.js';
import { GuesthouseError } from '../domain/errors.js';
import type { Host } from '../domain/host.js';
import { newId } from '../domain/ids.js';
import type { HostId, ProjectId } from '../domain/ids.js';
import type { BackendName } from '../domain/words.js';
import type { Database } from '../store/database.js';
import { countGuestsOfHost } from '../store/guests.js';
import { findOnlyHost, insertHost, lockHost, updateHostDescription } from '../store/hosts.js';
import { ensureProject } from '../store/projects.js';
import { inTransaction, query } from '../store/transaction.js';

export function ensureDefaultProject(db: Database): Promise<ProjectId> {
  return query(db, (sql) => ensureProject(sql, 'default'));
}

/** The backend that the host of this database is driven by; null while there is no host, or one without guests. */
export async function findSettledBackend(db: Database): Promise<BackendName | null> {
  const host = await query(db, findOnlyHost);
  if (host === null) return null;
  return (await query(db, (sql) => countGuestsOfHost(sql, host.id))) > 0 ? host.backend : null;
}

/** Throws in plain words when the configuration names another backend than the one that has the guests. */
export function requireSameBackend(settled: BackendName | null, wanted: BackendName | 'auto'): void {
  if (settled === null || wanted === 'auto' || wanted === settled) return;
  throw new GuesthouseError(
    'internal',
    `This database has guests on the backend ${settled}, but the backend ${wanted} is asked for. Delete them first, start with ` +
      `GUESTHOUSE_BACKEND=${settled}, or give ${wanted} a database of its own.`,
  );
}

export interface LocalHost {
  readonly backend: BackendName;
  readonly capabilities: Capabilities;
  readonly info: HostInfo;
  /** Whether the database lies in this service's own data folder, and so can have no other. */
  readonly isDatabaseOurs: boolean;
}

/** The row of the host, made or brought up to date. */
export async function ensureHost(db: Database, local: LocalHost): Promise<Host> {
  const machineId = local.capabilities.isMachineLocal ? await readMachineId() : null;
  const { isMachineLocal: _, ...capabilities } = local.capabilities;
  const described = {
    name: local.info.name,
    backend: local.backend,
    uri: local.info.uri,
    machineId,
    hypervisorVersion: local.info.hypervisorVersion,
    vcpus: local.info.vcpus,
    memoryMib: local.info.memoryMib,
    capabilities: { ...capabilities },
  };
  await inTransaction(db, async (trx) => {
    // Two first starts at once must not make two hosts.
    await trx.raw('lock table hosts in share row exclusive mode');
    const found = await findOnlyHost(trx);
    if (found === null) {
      await insertHost(trx, { ...described, id: newId<HostId>(), state: 'up' });
      return;
    }
    const host = await lockHost(trx, found.id);
    const isEmpty = (await countGuestsOfHost(trx, found.id)) === 0;
    const isOurs =
      host !== null && host.machineId === machineId && (host.uri === described.uri || local.isDatabaseOurs);
    if (isOurs || isEmpty) await updateHostDescription(trx, { ...described, id: found.id });
  });
  const host = await query(db, findOnlyHost);
  if (host === null) throw new GuesthouseError('internal', 'The host could not be made.');
  return host;
}

/** Whether this service may drive the host: it is bound to no machine, or to this one and this data folder. */
export async function mayDrive(host: Host, local: LocalHost): Promise<boolean> {
  return host.machineId === null || (host.machineId === (await readMachineId()) && host.uri === local.info.uri);
}

async function readMachineId(): Promise<string> {
  const text = await readFile('/etc/machine-id', 'utf8').catch(() => '');
  return text.trim() || hostname();
}
