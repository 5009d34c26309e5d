/**
 * Versions that change with everything that clients see, stored outcomes of idempotency keys, and the users of tokens.
 *
 * All rows draw their versions from one sequence, so a version is never reused, not even by another row of the same
 * name. Triggers draw the versions: a statement that changes a column that clients see also changes the version (and
 * `updated_at`, if clients see it); no other statement changes the version.
 * Invariant: the version changes exactly when a value that clients see changes (test/store/versions.test.ts).
 */
import type { Migration } from '../migrate.js';

/** For each table, the columns that clients see, except those that never change. */
const SHOWN = {
  guests: [
    ...[
      'name',
      'description',
      'vcpus',
      'memory_mib',
      'firmware',
      'boot',
      'disks',
      'nics',
      'metadata',
      'state',
      'observed',
    ],
    ...['target_power_state', 'fault', 'launched_at', 'host_id', 'user_id'],
  ],
  images: ['name', 'description', 'size_bytes', 'virtual_size_mib', 'sha256', 'state', 'is_shared'],
  hosts: [
    ...['name', 'backend', 'uri', 'state', 'state_since', 'hypervisor_version', 'vcpus', 'memory_mib', 'capabilities'],
    'metadata',
  ],
  operations: ['state', 'progress', 'attempts', 'fault', 'started_at', 'finished_at'],
} as const;

const TOUCHED = ['guests', 'images'];

/** Clients see only the power state of an observed state. */
function shown(row: string, column: string): string {
  if (column !== 'observed') return `${row}.${column}`;
  const value = `${row}.observed`;
  return `case when ${value} is null or ${value} in ('running', 'suspended') then ${value} else 'off' end`;
}

function triggerOn(table: keyof typeof SHOWN): string[] {
  const row = (which: string): string => `(${SHOWN[table].map((column) => shown(which, column)).join(', ')})`;
  const [touch, untouch] = TOUCHED.includes(table)
    ? ['new.updated_at := clock_timestamp();', 'new.updated_at := old.updated_at;']
    : ['', ''];
  return [
    `create function ${table}_changed() returns trigger language plpgsql as $$
     begin
       if row${row('new')} is distinct from row${row('old')} then
         new.version := nextval('versions');
         ${touch}
       ${untouch === '' ? '' : `else ${untouch}`}
       end if;
       return new;
     end $$`,
    `create trigger ${table}_changed before update on ${table} for each row execute function ${table}_changed()`,
  ];
}

const STATEMENTS = [
  `create sequence versions as bigint start 1000`,
  `alter table operations add column version bigint not null default nextval('versions')`,
  ...['guests', 'images', 'hosts'].flatMap((table) => [
    `alter table ${table} alter column version set default nextval('versions')`,
    `update ${table} set version = nextval('versions')`,
  ]),
  ...(['guests', 'images', 'hosts', 'operations'] as const).flatMap(triggerOn),

  // A guest shows the name of its host.
  `create function hosts_renamed() returns trigger language plpgsql as $$
   begin
     update guests set version = nextval('versions') where host_id = new.id;
     return null;
   end $$`,
  `create trigger hosts_renamed after update of name on hosts for each row when (new.name <> old.name)
     execute function hosts_renamed()`,

  // is_definition_stale: an operation may have changed the host's definition of the guest but not the row, so the next
  // start defines the guest again.
  `alter table guests add column is_definition_stale boolean not null default false`,

  `alter table users add constraint users_name_unique unique (name_folded)`,
  `alter table tokens add column user_id uuid references users`,

  // result or fault is the stored outcome; request_sha256 is a hash of body and query; later requests with the key must
  // have the same hash.
  `create table idempotency_keys (
     project_id     uuid not null references projects on delete cascade,
     user_id        uuid not null,
     method         text not null,
     path           text not null,
     key            text not null,
     request_sha256 bytea not null,
     result         jsonb,
     fault          jsonb,
     created_at     timestamptz(3) not null default clock_timestamp(),
     primary key (project_id, user_id, method, path, key)
   )`,
  `create index idempotency_keys_created on idempotency_keys (created_at)`,
];

export const migration0003: Migration = {
  name: '0003-native-api',
  async up(trx) {
    for (const statement of STATEMENTS) await trx.raw(statement);
  },
};
