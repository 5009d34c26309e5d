/** Hosts in PostgreSQL. Today there is one, made at the first start from the configuration; every statement already names it. */
import type { Knex } from 'knex';
import { fold } from '../domain/fold.js';
import type { Host } from '../domain/host.js';
import { isIdForm } from '../domain/ids.js';
import type { HostId } from '../domain/ids.js';
import type { Metadata } from '../domain/metadata.js';
import type { HostState } from '../domain/words.js';
import { selectPage } from './paging.js';
import type { Page, PagedCollection, PageRequest } from './paging.js';
import { hostFromRow } from './rows.js';
import type { HostRow } from './rows.js';
import { namedRows, rows } from './statement.js';

const SELECT = `select t.id, t.name, t.backend, t.uri, t.machine_id, t.state, t.state_since, t.hypervisor_version, t.vcpus, t.memory_mib,
  t.capabilities, t.metadata, t.created_at from hosts t`;

const HOSTS: PagedCollection = {
  name: 'hosts',
  select: SELECT,
  table: 'hosts',
  scope: 'true',
  leavesTombstones: false,
};

export function listHosts(sql: Knex, page: PageRequest): Promise<Page<Host>> {
  return selectPage<HostRow, Host>(sql, HOSTS, [], page, hostFromRow);
}

export async function findHost(sql: Knex, idOrName: string): Promise<Host | null> {
  const [row] = isIdForm(idOrName)
    ? await namedRows<HostRow>(sql, 'host-by-id', `${SELECT} where t.id = ?`, [idOrName])
    : await namedRows<HostRow>(sql, 'host-by-name', `${SELECT} where t.name_folded = ?`, [fold(idOrName)]);
  return row ? hostFromRow(row) : null;
}

/** The oldest host: the only one there is today. */
export async function findOnlyHost(sql: Knex): Promise<Host | null> {
  const [row] = await namedRows<HostRow>(sql, 'only-host', `${SELECT} order by t.created_at, t.id limit 1`, []);
  return row ? hostFromRow(row) : null;
}

export async function lockHost(trx: Knex.Transaction, id: HostId): Promise<Host | null> {
  const [row] = await rows<HostRow>(trx, `${SELECT} where t.id = ? for update`, [id]);
  return row ? hostFromRow(row) : null;
}

export async function insertHost(trx: Knex.Transaction, host: Omit<Host, 'stateSince' | 'metadata'>): Promise<void> {
  await trx('hosts').insert({ ...describedColumns(host), id: host.id, state: host.state });
}

/** What the host says of itself, which may change from start to start (a new QEMU, more memory). */
export async function updateHostDescription(
  trx: Knex.Transaction,
  host: Omit<Host, 'stateSince' | 'metadata' | 'state'>,
): Promise<void> {
  await trx('hosts').where({ id: host.id }).update(describedColumns(host));
}

function describedColumns(host: Omit<Host, 'stateSince' | 'metadata' | 'state'>): Record<string, unknown> {
  return {
    name: host.name,
    name_folded: fold(host.name),
    backend: host.backend,
    uri: host.uri,
    machine_id: host.machineId,
    hypervisor_version: host.hypervisorVersion,
    vcpus: host.vcpus,
    memory_mib: host.memoryMib,
    capabilities: JSON.stringify(host.capabilities),
  };
}

/** Answers whether this changed it. */
export async function writeHostState(trx: Knex.Transaction, id: HostId, state: HostState): Promise<boolean> {
  const changed = await rows(
    trx,
    `update hosts set state = ?, state_since = clock_timestamp(), version = version + 1 where id = ? and state <> ? returning id`,
    [state, id, state],
  );
  return changed.length > 0;
}

export async function writeHostMetadata(trx: Knex.Transaction, id: HostId, metadata: Metadata): Promise<void> {
  await trx('hosts')
    .where({ id })
    .update({ metadata: JSON.stringify(metadata), version: trx.raw('version + 1') });
}
