/**
 * Groups in PostgreSQL: one function per statement.
 *
 * A group shows its members, and a user shows its groups. So a change of a membership changes the versions of both (by
 * triggers). Code that changes several rows must lock them in this order: groups before users, each in the order of
 * their ids.
 */
import type { Knex } from 'knex';
import { GROUPS } from '../domain/collections.js';
import { fold } from '../domain/fold.js';
import type { Group } from '../domain/group.js';
import type { GroupId, UserId } from '../domain/ids.js';
import { findByIdOrName } from './named.js';
import { referenceThrough } from './named-columns.js';
import { ALL_ROWS, buryRow, selectPage } from './paging.js';
import type { Branches, Page, PagedCollection, PageRequest } from './paging.js';
import { groupFromRow } from './rows.js';
import type { GroupRow } from './rows.js';
import { sql as sqlOf } from './search.js';
import { rows } from './statement.js';

const COLUMNS = `t.id, t.name, t.external_name, t.created_at, t.version,
  (select coalesce(json_agg(json_build_object('id', u.id, 'name', u.name) order by u.name_folded, u.id), '[]')
   from group_members m join users u on u.id = m.user_id where m.group_id = t.id) as members`;
const SELECT = `select ${COLUMNS} from groups t`;

const PAGED_GROUPS: PagedCollection<typeof GROUPS> = {
  of: GROUPS,
  columns: COLUMNS,
  from: 'from groups t',
  sort: {
    created_at: { value: 't.created_at', type: 'timestamptz' },
    name: { value: 't.name_folded', type: 'text' },
  },
  search: {
    id: { type: 'id', value: 't.id' },
    name: { type: 'text', exact: 't.name', folded: 't.name_folded', isIndexed: true },
    member: referenceThrough(sqlOf('group_members m join users named on named.id = m.user_id where m.group_id = t.id')),
    created_at: { type: 'time', value: 't.created_at' },
  },
};

/** Null: all groups; otherwise only those of this user. */
export type VisibleGroups = UserId | null;

const HAS_MEMBER = 'exists (select 1 from group_members m where m.group_id = t.id and m.user_id = ?)';

export function listGroups(sql: Knex, visibility: VisibleGroups, page: PageRequest): Promise<Page<Group>> {
  const branches: Branches =
    visibility === null ? ALL_ROWS : { name: '-own', of: [{ live: sqlOf(HAS_MEMBER, visibility), dead: null }] };
  return selectPage<GroupRow, Group>(sql, PAGED_GROUPS, branches, page, groupFromRow);
}

/** Finds a group by id or name. */
export async function findGroup(sql: Knex, idOrName: string): Promise<Group | null> {
  const row = await findByIdOrName<GroupRow>(sql, 'group', SELECT, idOrName);
  return row ? groupFromRow(row) : null;
}

/**
 * The group, with its row locked until the transaction ends. A second statement reads the group: the statement that
 * waited for the lock would still return the members from before the wait.
 */
export async function lockGroup(trx: Knex.Transaction, id: GroupId): Promise<Group | null> {
  await rows(trx, 'select id from groups where id = ? for update', [id]);
  return findGroup(trx, id);
}

/** Fails on `groups_name_unique`. */
export async function insertGroup(
  trx: Knex.Transaction,
  { id, name, externalName }: Pick<Group, 'id' | 'name' | 'externalName'>,
): Promise<void> {
  await trx('groups').insert({ id, name, name_folded: fold(name), external_name: externalName });
}

/** Fails on `groups_name_unique`. */
export async function updateGroup(
  trx: Knex.Transaction,
  { id, name, externalName }: Pick<Group, 'id' | 'name' | 'externalName'>,
): Promise<void> {
  await trx('groups')
    .where({ id })
    .update({ name, name_folded: fold(name), external_name: externalName });
}

/** The users must exist and be locked. */
export async function addMembers(trx: Knex.Transaction, id: GroupId, users: readonly UserId[]): Promise<void> {
  if (users.length === 0) return;
  await rows(trx, 'insert into group_members (group_id, user_id) select ?::uuid, unnest(?::uuid[])', [id, [...users]]);
}

export async function removeMembers(trx: Knex.Transaction, id: GroupId, users: readonly UserId[]): Promise<void> {
  if (users.length === 0) return;
  await rows(trx, 'delete from group_members where group_id = ? and user_id = any(?::uuid[])', [id, [...users]]);
}

/** Removes the row. Foreign keys remove the group's memberships and permissions. */
export async function deleteGroup(trx: Knex.Transaction, id: GroupId): Promise<void> {
  await rows(trx, `${buryRow(PAGED_GROUPS, 'null::uuid')} select id from gone`, [id]);
}
