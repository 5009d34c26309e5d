/**
 * The owners of credentials with all their permissions: the queries of authentication, one statement each.
 * Triggers send a notification on `ACCESS_CHANNEL` whenever data that these queries read changes
 * (migrations/0006-access.ts).
 */
import type { Knex } from 'knex';
import type { Grant } from '../domain/access.js';
import { fold } from '../domain/fold.js';
import { isIdForm, newId } from '../domain/ids.js';
import type { GuestId, ProjectId, TokenId, UserId } from '../domain/ids.js';
import type { Role, TokenScope } from '../domain/rights.js';
import { namedRows } from './statement.js';

/**
 * Channel that announces changes of users, groups, permissions and tokens, so that caches can be dropped. It carries no
 * payload.
 */
export const ACCESS_CHANNEL = 'guesthouse_access';

export interface UserWithGrants {
  readonly userId: UserId;
  readonly userName: string;
  readonly grants: readonly Grant[];
}

export interface TokenWithGrants extends UserWithGrants {
  readonly id: TokenId;
  readonly boundTo: ProjectId | null;
  readonly ceiling: Role | null;
  readonly scopes: readonly TokenScope[];
  readonly expiresAtMs: number | null;
  /**
   * A time of this process's monotonic clock. Derived from how long the token is still valid by the clock of the
   * database.
   */
  readonly validUntilMs: number;
  /** Whether `last_used_at` is old enough to be updated. */
  readonly isUseStale: boolean;
}

interface GrantRow {
  readonly role: Role;
  readonly project_id: ProjectId;
  readonly project_name: string;
  readonly project_external_id: string | null;
  readonly guest_id: GuestId | null;
}

/**
 * The permissions of the user `u`, of the groups that it is a member of, and of the groups whose external names are
 * bound to `?`. External names are compared exactly: at an identity service, names that fold alike can belong to
 * different groups.
 */
const GRANTS = `coalesce((
  select jsonb_agg(jsonb_build_object('role', p.role, 'project_id', o.id, 'project_name', o.name,
    'project_external_id', o.external_id, 'guest_id', p.guest_id))
  from permissions p
    left join guests w on w.id = p.guest_id
    join projects o on o.id = coalesce(p.project_id, w.project_id)
  where p.user_id = u.id
    or p.group_id in (select m.group_id from group_members m where m.user_id = u.id)
    or p.group_id in (select g.id from groups g where g.external_name = any(?::text[]))), '[]'::jsonb) as grants`;

/** Projects come only from Keystone. `external_id` is this prefix, and the project's id there. */
const KEYSTONE = 'keystone:';

function grantFromRow(row: GrantRow): Grant {
  const { project_external_id: externalId } = row;
  const projectKeystoneId = externalId?.startsWith(KEYSTONE) === true ? externalId.slice(KEYSTONE.length) : null;
  return {
    role: row.role,
    projectId: row.project_id,
    projectName: row.project_name,
    projectKeystoneId,
    guestId: row.guest_id,
  };
}

/** Finds a token by the hash of its secret; null if there is no such token, or it has expired. */
export async function findToken(sql: Knex, secretSha256: Buffer): Promise<TokenWithGrants | null> {
  // Must come before the query: the token must not be valid for longer here than in the database.
  const askedAtMs = performance.now();
  const [row] = await namedRows<{
    id: TokenId;
    user_id: UserId;
    user_name: string;
    project_id: ProjectId | null;
    role: Role | null;
    scopes: TokenScope[];
    expires_at_ms: number | null;
    left_ms: number | null;
    is_use_stale: boolean;
    grants: GrantRow[];
  }>(
    sql,
    'token-by-hash',
    `select t.id, t.user_id, u.name as user_name, t.project_id, t.role, t.scopes,
       (extract(epoch from t.expires_at) * 1000)::float8 as expires_at_ms,
       (extract(epoch from t.expires_at - clock_timestamp()) * 1000)::float8 as left_ms,
       t.last_used_at is null or t.last_used_at < clock_timestamp() - interval '1 minute' as is_use_stale, ${GRANTS}
     from tokens t join users u on u.id = t.user_id
     where t.secret_sha256 = ? and (t.expires_at is null or t.expires_at > clock_timestamp())`,
    [[], secretSha256],
  );
  if (row === undefined) return null;
  return {
    id: row.id,
    userId: row.user_id,
    userName: row.user_name,
    boundTo: row.project_id,
    ceiling: row.role,
    scopes: row.scopes,
    expiresAtMs: row.expires_at_ms,
    validUntilMs: row.left_ms === null ? Infinity : askedAtMs + row.left_ms,
    isUseStale: row.is_use_stale,
    grants: row.grants.map(grantFromRow),
  };
}

/** Returns the hashes that belong to a token, even to an expired one. */
export async function findExistingTokens(sql: Knex, hashes: readonly Buffer[]): Promise<readonly Buffer[]> {
  const found = await namedRows<{ secret_sha256: Buffer }>(
    sql,
    'tokens-by-hashes',
    'select secret_sha256 from tokens where secret_sha256 = any(?::bytea[])',
    [[...hashes]],
  );
  return found.map((row) => row.secret_sha256);
}

/** Updates `last_used_at`, at most once a minute. */
export async function touchToken(sql: Knex, id: TokenId): Promise<void> {
  await namedRows(
    sql,
    'token-used',
    `update tokens set last_used_at = clock_timestamp()
     where id = ? and (last_used_at is null or last_used_at < clock_timestamp() - interval '1 minute')`,
    [id],
  );
}

/** Includes the permissions of the groups that represent `groups`, the group names from an identity service. */
export async function findUser(sql: Knex, id: UserId, groups: readonly string[]): Promise<UserWithGrants | null> {
  const [row] = await namedRows<{ id: UserId; name: string; grants: GrantRow[] }>(
    sql,
    'user-with-grants',
    `select u.id, u.name, ${GRANTS} from users u where u.id = ?`,
    [[...groups], id],
  );
  return row === undefined ? null : { userId: row.id, userName: row.name, grants: row.grants.map(grantFromRow) };
}

/**
 * Finds a project by the id or name in a request, or by its id in Keystone. A name takes precedence over an id in
 * Keystone, so `isFinal` is false for the latter: a project of that name can be created later.
 */
export async function findProjectId(
  sql: Knex,
  idOrName: string,
): Promise<{ readonly id: ProjectId; readonly isFinal: boolean } | null> {
  const [row] = isIdForm(idOrName)
    ? await namedRows<{ id: ProjectId; isFinal: boolean }>(
        sql,
        'project-id-by-id',
        'select id, true as "isFinal" from projects where id = ?',
        [idOrName],
      )
    : await namedRows<{ id: ProjectId; isFinal: boolean }>(
        sql,
        'project-id-by-name',
        `select id, "isFinal" from (
           select true as "isFinal", id from projects where name_folded = ?
           union all select false, id from projects where external_id = ?) found
         order by "isFinal" desc limit 1`,
        [fold(idOrName), KEYSTONE + idOrName],
      );
  return row ?? null;
}

/**
 * The project of administrators whose request names no project: the first project, or, if that was deleted, the project
 * named `default`, which the next start makes the first project.
 */
export async function findFirstProjectId(
  sql: Knex,
): Promise<{ readonly id: ProjectId; readonly isFinal: true } | null> {
  const [row] = await namedRows<{ id: ProjectId | null }>(
    sql,
    'first-project-id',
    `select coalesce(project_id, (select id from projects where name_folded = 'default')) as id from initial_rows`,
    [],
  );
  return row === undefined || row.id === null ? null : { id: row.id, isFinal: true };
}

/** Finds a project by the exact name that an identity service uses. */
export async function findProjectNamed(sql: Knex, name: string): Promise<ProjectId | null> {
  const [row] = await namedRows<{ id: ProjectId }>(
    sql,
    'project-id-by-exact-name',
    'select id from projects where name_folded = ? and name = ?',
    [fold(name), name],
  );
  return row?.id ?? null;
}

/**
 * The row of an external user or project (`externalId`), created on its first appearance. If its name is taken, the new
 * row gets a longer name.
 */
export async function ensureExternal<T extends UserId | ProjectId>(
  sql: Knex,
  table: 'users' | 'projects',
  externalId: string,
  name: string,
): Promise<{ readonly id: T; readonly name: string; readonly isNew: boolean }> {
  const find = (): Promise<{ id: T; name: string }[]> =>
    namedRows(sql, `external-${table}`, `select id, name from ${table} where external_id = ?`, [externalId]);
  for (let nth = 1; ; nth++) {
    const [known] = await find();
    if (known !== undefined) return { ...known, isNew: false };
    // Cut by code points, so that no surrogate pair is split.
    const free = nth === 1 ? name : `${[...name].slice(0, 240).join('')} (${nth})`;
    const [made] = await namedRows<{ id: T }>(
      sql,
      `insert-external-${table}`,
      `insert into ${table} (id, name, name_folded, external_id) values (?, ?, ?, ?) on conflict do nothing returning id`,
      [newId<T & GuestId>(), free, fold(free), externalId],
    );
    if (made !== undefined) return { id: made.id, name: free, isNew: true };
  }
}
