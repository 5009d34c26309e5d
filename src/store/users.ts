/**
 * Users in PostgreSQL: one function per statement. Functions that lock several rows keep the lock order of groups.ts.
 */
import type { Knex } from 'knex';
import { USERS } from '../domain/collections.js';
import { fold } from '../domain/fold.js';
import { newId } from '../domain/ids.js';
import type { PermissionId, ProjectId, UserId } from '../domain/ids.js';
import type { User, UserReference } from '../domain/user.js';
import { findByIdOrName } from './named.js';
import type { NamedRow } from './named.js';
import { referenceThrough } from './named-columns.js';
import { ALL_ROWS, buryRow, selectPage } from './paging.js';
import type { Branches, Page, PagedCollection, PageRequest } from './paging.js';
import { userFromRow } from './rows.js';
import type { UserRow } from './rows.js';
import { sql as sqlOf } from './search.js';
import { rows } from './statement.js';

const COLUMNS = `t.id, t.name, t.source, t.external_id, t.created_at, t.version,
  (select coalesce(json_agg(json_build_object('id', g.id, 'name', g.name) order by g.name_folded, g.id), '[]')
   from group_members m join groups g on g.id = m.group_id where m.user_id = t.id) as groups`;
const SELECT = `select ${COLUMNS} from users t`;

const PAGED_USERS: PagedCollection<typeof USERS> = {
  of: USERS,
  columns: COLUMNS,
  from: 'from users t',
  sort: {
    created_at: { value: 't.created_at', type: 'timestamptz' },
    name: { value: 't.name_folded', type: 'text' },
  },
  search: {
    id: { type: 'id', value: 't.id' },
    name: { type: 'text', exact: 't.name', folded: 't.name_folded', isIndexed: true },
    source: { type: 'word', value: 't.source' },
    group: referenceThrough(sqlOf('group_members m join groups named on named.id = m.group_id where m.user_id = t.id')),
    created_at: { type: 'time', value: 't.created_at' },
  },
};

/** Null: all users; otherwise only this one. */
export type VisibleUsers = UserId | null;

export function listUsers(sql: Knex, visibility: VisibleUsers, page: PageRequest): Promise<Page<User>> {
  const branches: Branches =
    visibility === null ? ALL_ROWS : { name: '-self', of: [{ live: sqlOf('t.id = ?', visibility), dead: null }] };
  return selectPage<UserRow, User>(sql, PAGED_USERS, branches, page, userFromRow);
}

/** Finds a user by id or name. */
export async function findUser(sql: Knex, idOrName: string): Promise<User | null> {
  const row = await findByIdOrName<UserRow>(sql, 'user', SELECT, idOrName);
  return row ? userFromRow(row) : null;
}

/**
 * The user, with its row locked until the transaction ends. Locks the user's groups first, because they show the user's
 * name.
 */
export async function lockUser(trx: Knex.Transaction, id: UserId): Promise<User | null> {
  await rows(
    trx,
    'select id from groups where id in (select group_id from group_members where user_id = ?) order by id for no key update',
    [id],
  );
  await rows(trx, 'select id from users where id = ? for update', [id]);
  return findUser(trx, id);
}

const CONDITION_OF = {
  id: 'id = any(?::uuid[])',
  'local name': 'external_id is null and name_folded = any(?::text[])',
  'external id': 'external_id = any(?::text[])',
} as const satisfies Record<UserReference['by'], string>;

/** The user, with a lock that prevents its deletion until the transaction ends. */
export async function holdUser(trx: Knex.Transaction, { by, value }: UserReference): Promise<NamedRow<UserId> | null> {
  const text = `select id, name from users where ${CONDITION_OF[by]} for key share`;
  const [row] = await rows<NamedRow<UserId>>(trx, text, [[value]]);
  return row ?? null;
}

/** The id of each of these users, or null if it does not exist. Locks the users in the order of their ids. */
export async function lockUsers(
  trx: Knex.Transaction,
  references: readonly UserReference[],
): Promise<(UserId | null)[]> {
  const valuesOf = (wanted: UserReference['by']): string[] =>
    references.filter(({ by }) => by === wanted).map(({ value }) => value);
  const found = await rows<{ id: UserId; name_folded: string; external_id: string | null }>(
    trx,
    `select id, name_folded, external_id from users
     where ${CONDITION_OF.id} or (${CONDITION_OF['local name']}) or ${CONDITION_OF['external id']}
     order by id for no key update`,
    [valuesOf('id'), valuesOf('local name'), valuesOf('external id')],
  );
  const ids: Readonly<Record<UserReference['by'], Map<string, UserId>>> = {
    id: new Map(found.map(({ id }) => [id, id])),
    'local name': new Map(found.flatMap((row) => (row.external_id === null ? [[row.name_folded, row.id]] : []))),
    'external id': new Map(found.flatMap((row) => (row.external_id === null ? [] : [[row.external_id, row.id]]))),
  };
  return references.map(({ by, value }) => ids[by].get(value) ?? null);
}

/** Fails on `users_name_unique`. */
export async function insertUser(trx: Knex.Transaction, { id, name }: Pick<User, 'id' | 'name'>): Promise<void> {
  await trx('users').insert({ id, name, name_folded: fold(name) });
}

/** Fails on `users_name_unique`. */
export async function renameUser(trx: Knex.Transaction, id: UserId, name: string): Promise<void> {
  await trx('users')
    .where({ id })
    .update({ name, name_folded: fold(name) });
}

/** Removes the row. Foreign keys remove the user's memberships, permissions and tokens, which revokes the tokens. */
export async function deleteUser(trx: Knex.Transaction, id: UserId): Promise<void> {
  await rows(trx, `${buryRow(PAGED_USERS, 'null::uuid')} select id from gone`, [id]);
}

/**
 * The first user: the user of the token in `admin.token`. The database stores its id, so that it can be renamed. If the
 * first user does not exist, the local user `admin` becomes the first user. If there is no local user `admin` either,
 * it is created with the role `admin`. An existing user gets no role, because its role may have been revoked on
 * purpose; `restoreAdmin` grants the role again. An external user with this name gets another name.
 */
export async function ensureFirstUser(trx: Knex.Transaction, projectId: ProjectId): Promise<NamedRow<UserId>> {
  const [known] = await rows<NamedRow<UserId | null>>(
    trx,
    'select u.id, u.name from initial_rows i left join users u on u.id = i.user_id for update of i',
  );
  if (known?.id) return { ...known, id: known.id };
  await rows(
    trx,
    `update users set name = name || ' ' || id, name_folded = name_folded || ' ' || id
     where name_folded = 'admin' and external_id is not null`,
  );
  await rows(
    trx,
    `with made as (insert into users (id, name, name_folded) values (?, 'admin', 'admin') on conflict (name_folded) do nothing returning id)
     insert into permissions (id, user_id, role, project_id) select ?, id, 'admin', ? from made`,
    [newId<UserId>(), newId<PermissionId>(), projectId],
  );
  const [row] = await rows<NamedRow<UserId>>(
    trx,
    `update initial_rows set user_id = u.id from users u where u.name_folded = 'admin' and u.external_id is null returning u.id, u.name`,
  );
  if (!row) throw new Error('the user admin does not exist and could not be created');
  return row;
}

/** Makes the user an administrator. Returns the new permission, or null if the user already was one. */
export async function restoreAdmin(
  trx: Knex.Transaction,
  user: UserId,
  projectId: ProjectId,
): Promise<PermissionId | null> {
  const [granted] = await rows<{ id: PermissionId }>(
    trx,
    `insert into permissions (id, user_id, role, project_id)
     select ?, ?, 'admin', ? where not exists (select 1 from permissions where user_id = ? and role = 'admin')
     on conflict do nothing returning id`,
    [newId<PermissionId>(), user, projectId, user],
  );
  return granted?.id ?? null;
}
