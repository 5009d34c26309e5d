/**
 * Zones in PostgreSQL: one function per statement. Hosts, guests and projects show the name of their zone, so a new
 * name changes their versions (by a trigger).
 */
import type { Knex } from 'knex';
import { ZONES } from '../domain/collections.js';
import { fold } from '../domain/fold.js';
import type { ZoneId } from '../domain/ids.js';
import type { Zone } from '../domain/zone.js';
import { findByIdOrName } from './named.js';
import { ALL_ROWS, buryRow, selectPage } from './paging.js';
import type { Page, PagedCollection, PageRequest } from './paging.js';
import { zoneFromRow } from './rows.js';
import type { ZoneRow } from './rows.js';
import { namedRows, rows } from './statement.js';

const COLUMNS = 't.id, t.name, t.description, t.created_at, t.version';
const SELECT = `select ${COLUMNS} from zones t`;

const PAGED_ZONES: PagedCollection<typeof ZONES> = {
  of: ZONES,
  columns: COLUMNS,
  from: 'from zones t',
  sort: {
    created_at: { value: 't.created_at', type: 'timestamptz' },
    name: { value: 't.name_folded', type: 'text' },
  },
  search: {
    id: { type: 'id', value: 't.id' },
    name: { type: 'text', exact: 't.name', folded: 't.name_folded', isIndexed: true },
    description: { type: 'text', exact: 't.description', folded: 't.description_folded' },
    created_at: { type: 'time', value: 't.created_at' },
  },
};

export function listZones(sql: Knex, page: PageRequest): Promise<Page<Zone>> {
  return selectPage<ZoneRow, Zone>(sql, PAGED_ZONES, ALL_ROWS, page, zoneFromRow);
}

/** Finds a zone by id or name. */
export async function findZone(sql: Knex, idOrName: string): Promise<Zone | null> {
  const row = await findByIdOrName<ZoneRow>(sql, 'zone', SELECT, idOrName);
  return row ? zoneFromRow(row) : null;
}

/** The zone, with its row locked until the transaction ends, so that no host or project can be added to it. */
export async function lockZone(trx: Knex.Transaction, id: ZoneId): Promise<Zone | null> {
  const [row] = await namedRows<ZoneRow>(trx, 'lock-zone', `${SELECT} where t.id = ? for update`, [id]);
  return row ? zoneFromRow(row) : null;
}

type ZoneTexts = Pick<Zone, 'name' | 'description'>;

function textColumns({ name, description }: ZoneTexts): Record<string, string> {
  return { name, name_folded: fold(name), description, description_folded: fold(description) };
}

/** Fails on `zones_name_unique`. */
export async function insertZone(trx: Knex.Transaction, zone: ZoneTexts & Pick<Zone, 'id'>): Promise<void> {
  await trx('zones').insert({ id: zone.id, ...textColumns(zone) });
}

/** Fails on `zones_name_unique`. */
export async function writeZone(trx: Knex.Transaction, id: ZoneId, zone: ZoneTexts): Promise<void> {
  await trx('zones').where({ id }).update(textColumns(zone));
}

/**
 * Removes the row. Fails on `hosts_zone_id_fkey`, `projects_zone_id_fkey` or `initial_rows_zone_id_fkey` while
 * something refers to the zone.
 */
export async function deleteZone(trx: Knex.Transaction, id: ZoneId): Promise<void> {
  await rows(trx, `${buryRow(PAGED_ZONES, 'null::uuid')} select id from gone`, [id]);
}
