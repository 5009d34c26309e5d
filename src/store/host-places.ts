/**
 * Where hosts are: the columns of a host from which a service decides whether it can drive the host, and opens the
 * driver. hosts.ts has everything else about hosts.
 */
import type { Knex } from 'knex';
import { fold } from '../domain/fold.js';
import type { HostOrigin, HostPlace, PlacedHost } from '../domain/host.js';
import type { HostId } from '../domain/ids.js';
import type { BackendName, HostState } from '../domain/words.js';
import { namedRows, rows } from './statement.js';

/** Notifies of hosts that were added, removed, renamed or moved; the payload is empty (migration 0023). */
export const HOSTS_CHANNEL = 'guesthouse_hosts';

const SELECT = `select t.id, t.name, t.backend, t.uri, t.machine_id, t.data_folder, t.origin, t.state from hosts t`;

interface PlacedRow {
  readonly id: HostId;
  readonly name: string;
  readonly backend: BackendName;
  readonly uri: string;
  readonly machine_id: string | null;
  readonly data_folder: string | null;
  readonly origin: HostOrigin;
  readonly state: HostState;
}

function placedFromRow({ machine_id: machineId, data_folder: dataFolder, ...row }: PlacedRow): PlacedHost {
  return { ...row, machineId, dataFolder };
}

/** Every host, the oldest first. */
export async function listPlacedHosts(sql: Knex): Promise<PlacedHost[]> {
  const found = await namedRows<PlacedRow>(sql, 'placed-hosts', `${SELECT} order by t.created_at, t.id`, []);
  return found.map(placedFromRow);
}

export async function findPlacedHost(sql: Knex, id: HostId): Promise<PlacedHost | null> {
  const [row] = await namedRows<PlacedRow>(sql, 'placed-host', `${SELECT} where t.id = ?`, [id]);
  return row ? placedFromRow(row) : null;
}

/** The host at this place; null if there is none. */
export async function findHostAt(
  sql: Knex,
  { backend, uri, machineId, dataFolder }: HostPlace,
): Promise<PlacedHost | null> {
  const [row] = await rows<PlacedRow>(
    sql,
    `${SELECT} where t.backend = ? and t.uri = ? and t.machine_id is not distinct from ?
     and t.data_folder is not distinct from ? order by t.created_at limit 1`,
    [backend, uri, machineId, dataFolder],
  );
  return row ? placedFromRow(row) : null;
}

/** The host whose hypervisor reported this identity; null if there is none. */
export async function findHostOfHypervisor(sql: Knex, hypervisorId: string): Promise<PlacedHost | null> {
  const [row] = await rows<PlacedRow>(sql, `${SELECT} where t.hypervisor_id = ?`, [hypervisorId]);
  return row ? placedFromRow(row) : null;
}

export async function findHypervisorId(sql: Knex, id: HostId): Promise<string | null> {
  const [row] = await rows<{ hypervisor_id: string | null }>(sql, 'select hypervisor_id from hosts where id = ?', [id]);
  return row?.hypervisor_id ?? null;
}

/**
 * Makes other transactions that add or move a host wait until this one ends, so that two of them do not use the same
 * place.
 */
export async function holdHostPlaces(trx: Knex.Transaction): Promise<void> {
  await trx.raw('lock table hosts in share row exclusive mode');
}

export async function writeHostPlace(trx: Knex.Transaction, id: HostId, place: HostPlace): Promise<void> {
  await trx('hosts').where({ id }).update(placeColumns(place));
}

export function placeColumns({ backend, uri, machineId, dataFolder }: HostPlace): Record<string, unknown> {
  return { backend, uri, uri_folded: fold(uri), machine_id: machineId, data_folder: dataFolder };
}
