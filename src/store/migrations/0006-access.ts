/**
 * Access control: users, groups, permissions, and limits of tokens. Also the client's address in events.
 *
 * Cached principals (src/app/access/authenticate.ts) are dropped whenever the data behind them changes: triggers notify
 * `guesthouse_access` after every such change. An update of a token's last use does not count.
 */
import type { Migration } from '../migrate.js';

/** For each table, the columns that clients see, except those that never change. */
const SHOWN = {
  projects: ['name', 'description'],
  users: ['name'],
  groups: ['name'],
  tokens: ['last_used_at'],
} as const;

function versionOf(table: keyof typeof SHOWN): string[] {
  const row = (which: string): string => `(${SHOWN[table].map((column) => `${which}.${column}`).join(', ')})`;
  return [
    `create function ${table}_changed() returns trigger language plpgsql as $$
     begin
       if row${row('new')} is distinct from row${row('old')} then new.version := nextval('versions'); end if;
       return new;
     end $$`,
    `create trigger ${table}_changed before update on ${table} for each row execute function ${table}_changed()`,
  ];
}

/** The trigger fires for each row, so that the deletion of a guest without permissions sends no notification. */
function notifyOn(table: string, events: string): string {
  return `create trigger ${table}_access after ${events} on ${table} for each row execute function access_changed()`;
}

const STATEMENTS = [
  // Every existing description is empty, so its twin is too. A statement that omits the description also omits the
  // twin, so both get their defaults.
  `alter table projects
     add column description_folded text collate "C" not null default '',
     add column external_id text constraint projects_external_unique unique,
     add column version bigint not null default nextval('versions')`,
  `create index projects_created on projects (created_at, id)`,
  `create index projects_by_name on projects (name_folded, id)`,

  // external_id: the identity service and the user's id there, for users that an identity service authenticates.
  `alter table users
     add column external_id text constraint users_external_unique unique,
     alter column version set default nextval('versions')`,
  `create index users_created on users (created_at, id)`,
  `create index users_by_name on users (name_folded, id)`,

  `create table groups (
     id          uuid primary key,
     name        text not null,
     name_folded text collate "C" not null constraint groups_name_unique unique,
     created_at  timestamptz(3) not null default clock_timestamp(),
     version     bigint not null default nextval('versions')
   )`,
  `create index groups_created on groups (created_at, id)`,
  `create index groups_by_name on groups (name_folded, id)`,
  `create table group_members (
     group_id uuid not null references groups on delete cascade,
     user_id  uuid not null references users on delete cascade,
     primary key (group_id, user_id)
   )`,
  `create index group_members_user on group_members (user_id)`,

  // The role of a user or a group, in a project or for one guest.
  `create table permissions (
     id         uuid primary key,
     user_id    uuid references users on delete cascade,
     group_id   uuid references groups on delete cascade,
     role       text not null check (role in ('admin', 'owner', 'member', 'operator', 'viewer')),
     project_id uuid references projects on delete cascade,
     guest_id   uuid references guests on delete cascade,
     created_at timestamptz(3) not null default clock_timestamp(),
     version    bigint not null default nextval('versions'),
     check (num_nonnulls(user_id, group_id) = 1),
     check (num_nonnulls(project_id, guest_id) = 1),
     check (guest_id is null or role in ('member', 'operator', 'viewer')),
     constraint permissions_unique unique nulls not distinct (user_id, group_id, project_id, guest_id, role)
   )`,
  `create index permissions_user on permissions (user_id)`,
  `create index permissions_group on permissions (group_id)`,
  `create index permissions_project on permissions (project_id, created_at, id)`,
  `create index permissions_guest on permissions (guest_id, created_at, id)`,

  // project_id: the only project that a token is valid for; null: every project of its user. role: the highest role
  // that the token gives its user.
  `insert into users (id, name, name_folded) select gen_random_uuid(), 'admin', 'admin'
     where exists (select 1 from tokens) on conflict do nothing`,
  `update tokens set user_id = (select id from users where name_folded = 'admin') where user_id is null`,
  `alter table tokens
     alter column project_id drop not null,
     alter column user_id set not null,
     drop constraint tokens_user_id_fkey,
     add constraint tokens_of_user foreign key (user_id) references users on delete cascade,
     drop constraint tokens_project_id_fkey,
     add constraint tokens_of_project foreign key (project_id) references projects on delete cascade,
     add column role text check (role in ('admin', 'owner', 'member', 'operator', 'viewer')),
     add column scopes text[] not null default '{}',
     add column expires_at timestamptz(3),
     add column last_used_at timestamptz(3),
     add column name_folded text collate "C",
     add column version bigint not null default nextval('versions')`,
  // All existing tokens belong to administrators, so they are now valid for every project. Their names are ASCII, so
  // lower() equals our folding.
  `update tokens set name_folded = lower(name collate "C"), project_id = null`,
  `alter table tokens alter column name_folded set not null`,
  `insert into permissions (id, user_id, role, project_id)
     select gen_random_uuid(), u.id, 'admin', p.id from users u, projects p
     where u.name_folded = 'admin' and p.name_folded = 'default'`,
  `create index tokens_user on tokens (user_id, created_at, id)`,
  `create index tokens_created on tokens (created_at, id)`,
  // A revoked secret stays revoked, even if a file still contains it.
  `create table revoked_tokens (
     secret_sha256 bytea primary key,
     revoked_at    timestamptz(3) not null default clock_timestamp()
   )`,

  ...(['projects', 'users', 'groups', 'tokens'] as const).flatMap(versionOf),
  // A user shows its groups by name, and a group its members. These are statement triggers, so that adding many members
  // changes the group only once.
  `create function group_members_changed() returns trigger language plpgsql as $$
   begin
     update groups set version = nextval('versions') where id in (select group_id from changed);
     update users set version = nextval('versions') where id in (select user_id from changed);
     return null;
   end $$`,
  `create trigger group_members_added after insert on group_members referencing new table as changed
     for each statement execute function group_members_changed()`,
  `create trigger group_members_removed after delete on group_members referencing old table as changed
     for each statement execute function group_members_changed()`,
  `create function users_renamed() returns trigger language plpgsql as $$
   begin
     update groups set version = nextval('versions') where id in (select group_id from group_members where user_id = new.id);
     return null;
   end $$`,
  `create trigger users_renamed after update of name on users for each row when (new.name <> old.name)
     execute function users_renamed()`,
  `create function groups_renamed() returns trigger language plpgsql as $$
   begin
     update users set version = nextval('versions') where id in (select user_id from group_members where group_id = new.id);
     return null;
   end $$`,
  `create trigger groups_renamed after update of name on groups for each row when (new.name <> old.name)
     execute function groups_renamed()`,
  `create function access_changed() returns trigger language plpgsql as $$
   begin
     perform pg_notify('guesthouse_access', '');
     return null;
   end $$`,
  notifyOn('tokens', 'update of project_id, role, scopes, expires_at or delete'),
  notifyOn('permissions', 'insert or update or delete'),
  notifyOn('group_members', 'insert or delete'),
  notifyOn('groups', 'update of name or delete'),
  notifyOn('users', 'update of name or delete'),
  notifyOn('projects', 'update of name or delete'),

  `alter table tombstones alter column project_id drop not null`,

  // The key of a request without a project belongs only to its user.
  `alter table idempotency_keys
     drop constraint idempotency_keys_pkey,
     alter column project_id drop not null,
     add constraint idempotency_keys_unique unique nulls not distinct (user_id, method, path, key, project_id)`,

  `alter table events add column client_address text`,

  // For the lists that administrators see, which contain the rows of all projects.
  `create index guests_of_all on guests (created_at, id)`,
  `create index guests_of_all_by_name on guests (name_folded, id)`,
  `create index operations_of_all on operations (created_at, id)`,
  `create index images_of_all on images (created_at, id)`,
  `create index images_shared on images (created_at, id) where is_shared`,
];

export const migration0006: Migration = {
  name: '0006-access',
  async up(trx) {
    for (const statement of STATEMENTS) await trx.raw(statement);
  },
};
