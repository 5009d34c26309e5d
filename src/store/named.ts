/**
 * Groups, projects and zones, looked up by the id or name in a request. If a request grants something to a user, the
 * user must not be looked up here, because a name is not enough (`holdUser` in users.ts).
 */
import type { Knex } from 'knex';
import { fold } from '../domain/fold.js';
import { isIdForm } from '../domain/ids.js';
import type { GroupId, ProjectId, ZoneId } from '../domain/ids.js';
import { namedRows, rows } from './statement.js';

/** The row of `select … from … t` with this id or name. `thing` is the prefix of the names of the two statements. */
export async function findByIdOrName<Row>(
  sql: Knex,
  thing: string,
  select: string,
  idOrName: string,
): Promise<Row | null> {
  const [row] = isIdForm(idOrName)
    ? await namedRows<Row>(sql, `${thing}-by-id`, `${select} where t.id = ?`, [idOrName])
    : await namedRows<Row>(sql, `${thing}-by-name`, `${select} where t.name_folded = ?`, [fold(idOrName)]);
  return row ?? null;
}

interface Ids {
  readonly groups: GroupId;
  readonly projects: ProjectId;
  readonly zones: ZoneId;
}

export interface NamedRow<Id> {
  readonly id: Id;
  readonly name: string;
}

export async function findNamed<Table extends keyof Ids>(
  sql: Knex,
  table: Table,
  idOrName: string,
): Promise<NamedRow<Ids[Table]> | null> {
  return find(sql, table, idOrName, '');
}

/** Like `findNamed`, but with a lock that prevents the row's deletion until the transaction ends. */
export async function holdNamed<Table extends keyof Ids>(
  trx: Knex.Transaction,
  table: Table,
  idOrName: string,
): Promise<NamedRow<Ids[Table]> | null> {
  return find(trx, table, idOrName, 'for key share');
}

async function find<Table extends keyof Ids>(
  sql: Knex,
  table: Table,
  idOrName: string,
  lock: '' | 'for key share',
): Promise<NamedRow<Ids[Table]> | null> {
  const [column, value] = isIdForm(idOrName) ? ['id', idOrName] : ['name_folded', fold(idOrName)];
  const text = `select id, name from ${table} where ${column} = ? ${lock}`;
  const [row] = await rows<NamedRow<Ids[Table]>>(sql, text, [value]);
  return row ?? null;
}
