/**
 * Permissions in PostgreSQL: one function per statement. principals.ts reads them for authentication.
 * A permission is inserted and deleted, never updated; its version changes with the names that it shows
 * (migrations/0007).
 */
import type { Knex } from 'knex';
import { PERMISSIONS } from '../domain/collections.js';
import { isIdForm } from '../domain/ids.js';
import type { PermissionId, ProjectId } from '../domain/ids.js';
import type { Permission, Place } from '../domain/permission.js';
import { referenceThrough, USER_COLUMN } from './named-columns.js';
import { selectPage } from './paging.js';
import type { Branches, Page, PagedCollection, PageRequest } from './paging.js';
import { permissionFromRow } from './rows.js';
import type { PermissionRow } from './rows.js';
import { sql as sqlOf } from './search.js';
import { namedRows, rows } from './statement.js';

const COLUMNS = `t.id, t.user_id, holder.name as user_name, t.group_id, team.name as group_name, t.role, t.guest_id,
  guest.name as guest_name, t.project_id, project.name as project_name, coalesce(t.project_id, guest.project_id) as place_project_id,
  t.created_at, t.version`;
const FROM = `from permissions t
  left join users holder on holder.id = t.user_id
  left join groups team on team.id = t.group_id
  left join guests guest on guest.id = t.guest_id
  left join projects project on project.id = t.project_id`;
const SELECT = `select ${COLUMNS} ${FROM}`;

const PAGED_PERMISSIONS: PagedCollection<typeof PERMISSIONS> = {
  of: PERMISSIONS,
  columns: COLUMNS,
  from: FROM,
  sort: { created_at: { value: 't.created_at', type: 'timestamptz' } },
  search: {
    id: { type: 'id', value: 't.id' },
    user: USER_COLUMN,
    group: referenceThrough(sqlOf('groups named where named.id = t.group_id')),
    role: { type: 'word', value: 't.role' },
    created_at: { type: 'time', value: 't.created_at' },
  },
};

/**
 * A permission's tombstone stores the permission's guest among the sort keys, so the `dead` condition reads it from
 * there.
 */
function branchesOf({ kind, id }: Place): Branches {
  return kind === 'project'
    ? { name: '-of-project', of: [{ live: sqlOf('t.project_id = ?', id), dead: sqlOf('t.project_id = ?', id) }] }
    : {
        name: '-of-guest',
        of: [{ live: sqlOf('t.guest_id = ?', id), dead: sqlOf(`t.sort_keys ->> 'guest_id' = ?`, id) }],
      };
}

export function listPermissions(sql: Knex, place: Place, page: PageRequest): Promise<Page<Permission>> {
  return selectPage<PermissionRow, Permission>(sql, PAGED_PERMISSIONS, branchesOf(place), page, permissionFromRow);
}

/** The permission of that id, if it is for that project or guest. */
export async function findPermission(sql: Knex, { kind, id: placeId }: Place, id: string): Promise<Permission | null> {
  if (!isIdForm(id)) return null;
  const [row] = await namedRows<PermissionRow>(
    sql,
    `permission-of-${kind}`,
    `${SELECT} where t.${kind}_id = ? and t.id = ?`,
    [placeId, id],
  );
  return row ? permissionFromRow(row) : null;
}

/** Like `findPermission`, but with the row locked until the transaction ends. */
export async function lockPermission(trx: Knex.Transaction, place: Place, id: string): Promise<Permission | null> {
  if (!isIdForm(id)) return null;
  // Lock first, then read: in a single statement, the join would return names from before the wait for the lock.
  await rows(trx, `select 1 from permissions where id = ? for update`, [id]);
  return findPermission(trx, place, id);
}

/** Whether the project or guest still exists. If so, it cannot be deleted until the transaction ends. */
export async function holdPlace(trx: Knex.Transaction, { kind, id }: Place): Promise<boolean> {
  return (await rows(trx, `select 1 from ${kind}s where id = ? for key share`, [id])).length > 0;
}

/** Fails on `permissions_unique`. */
export async function insertPermission(
  trx: Knex.Transaction,
  { id, subject, role, place }: Pick<Permission, 'id' | 'subject' | 'role' | 'place'>,
): Promise<void> {
  await trx('permissions').insert({ id, role, [`${subject.kind}_id`]: subject.id, [`${place.kind}_id`]: place.id });
}

/** Whether a permission in this project makes anyone an administrator. */
export async function makesAdministrators(sql: Knex, project: ProjectId): Promise<boolean> {
  return (
    (await rows(sql, `select 1 from permissions where project_id = ? and role = 'admin' limit 1`, [project])).length > 0
  );
}

/** A trigger leaves a tombstone (migrations/0007). */
export async function deletePermission(trx: Knex.Transaction, id: PermissionId): Promise<void> {
  await trx('permissions').where({ id }).delete();
}
