/**
 * Networks as rows with lasting ids, the hosts that have them, the projects that can use them, and the guests on them.
 *
 * Every network that a guest uses gets a row. Until a host has reported its networks, it counts as having those of its
 * guests.
 */
import { fold } from '../../domain/fold.js';
import type { Migration } from '../migrate.js';

/** The columns of a network that clients see, except those that never change. */
const SHOWN = ['name', 'kind', 'description', 'access', 'mac_choice', 'host_count'];

const rowOf = (which: string): string => `(${SHOWN.map((column) => `${which}.${column}`).join(', ')})`;

/** A trigger per statement, so that a change of many rows changes each network only once. */
function onStatement(table: string, event: 'insert' | 'delete', body: string): string[] {
  const name = `${table}_${event === 'insert' ? 'added' : 'removed'}`;
  return [
    `create function ${name}() returns trigger language plpgsql as $$
     begin
       -- In one order, so that concurrent statements do not block each other.
       perform from networks where id in (select network_id from changed) order by id for no key update;
       ${body}
       return null;
     end $$`,
    `create trigger ${name} after ${event} on ${table}
       referencing ${event === 'insert' ? 'new' : 'old'} table as changed for each statement execute function ${name}()`,
  ];
}

/** Keeps the number of hosts in the row of the network, so that no list counts them. */
function countHosts(sign: '+' | '-'): string {
  return `update networks n set host_count = n.host_count ${sign} c.hosts
    from (select network_id, count(*)::int as hosts from changed group by network_id) c where n.id = c.network_id;`;
}

const CHANGED = 'update networks set version = draw_mark() where id in (select network_id from changed);';

const TABLES = [
  // Names are compared exactly: on a host, upper and lower case of a network's name differ. The network `user` exists
  // on every host, and so also while there is no host.
  `create table networks (
     id                 uuid primary key,
     name               text collate "C" not null constraint networks_name_unique unique,
     name_folded        text collate "C" not null,
     kind               text not null check (kind in ('user', 'bridge')),
     description        text not null default '',
     description_folded text collate "C" not null default '',
     access             text not null default 'all' check (access in ('all', 'listed')),
     mac_choice         text not null default 'members' check (mac_choice in ('members', 'administrators')),
     host_count         integer not null default 0,
     is_present         boolean not null generated always as (host_count > 0 or kind = 'user') stored,
     created_at         timestamptz(3) not null default clock_timestamp(),
     version            bigint not null default draw_mark()
   )`,
  `create index networks_created on networks (created_at, id)`,
  `create index networks_by_name on networks (name_folded, id)`,
  `create table network_hosts (
     network_id uuid not null references networks on delete cascade,
     host_id    uuid not null references hosts on delete cascade,
     primary key (network_id, host_id)
   )`,
  `create index network_hosts_host on network_hosts (host_id)`,
  `create table network_projects (
     network_id uuid not null references networks on delete cascade,
     project_id uuid not null references projects on delete cascade,
     primary key (network_id, project_id)
   )`,
  `create index network_projects_project on network_projects (project_id)`,
  `create table guest_networks (
     guest_id   uuid not null references guests on delete cascade,
     network_id uuid not null constraint guest_networks_in_use references networks,
     primary key (guest_id, network_id)
   )`,
  `create index guest_networks_network on guest_networks (network_id)`,
];

const TRIGGERS = [
  `create function networks_changed() returns trigger language plpgsql as $$
   begin
     if ${rowOf('new')} is distinct from ${rowOf('old')} then new.version := draw_mark(); end if;
     return new;
   end $$`,
  `create trigger networks_changed before update on networks for each row execute function networks_changed()`,
  ...onStatement('network_hosts', 'insert', countHosts('+')),
  ...onStatement('network_hosts', 'delete', countHosts('-')),
  ...onStatement('network_projects', 'insert', CHANGED),
  ...onStatement('network_projects', 'delete', CHANGED),
  `create function projects_renamed_in_networks() returns trigger language plpgsql as $$
   begin
     update networks set version = draw_mark()
       where id in (select network_id from network_projects where project_id = new.id);
     return null;
   end $$`,
  `create trigger projects_renamed_in_networks after update of name on projects for each row when (new.name <> old.name)
     execute function projects_renamed_in_networks()`,
  // Every host has the network `user`, always.
  `create function hosts_have_user() returns trigger language plpgsql as $$
   begin
     insert into network_hosts (network_id, host_id) select id, new.id from networks where kind = 'user';
     return null;
   end $$`,
  `create trigger hosts_have_user after insert on hosts for each row execute function hosts_have_user()`,
];

const PRESENCE = [
  `insert into guest_networks (guest_id, network_id)
     select distinct g.id, n.id
     from guests g cross join jsonb_array_elements(g.nics) nic join networks n on n.name = nic.value ->> 'network'`,
  `insert into network_hosts (network_id, host_id)
     select n.id, h.id from networks n cross join hosts h where n.kind = 'user'
     union select u.network_id, g.host_id from guest_networks u join guests g on g.id = u.guest_id`,
];

export const migration0025: Migration = {
  name: '0025-networks',
  async up(trx) {
    for (const statement of [...TABLES, ...TRIGGERS]) await trx.raw(statement);
    const { rows: used } = await trx.raw<{ rows: { name: string }[] }>(
      `select distinct nic.value ->> 'network' as name from guests cross join jsonb_array_elements(nics) nic`,
    );
    for (const name of new Set(['user', ...used.map((each) => each.name)])) {
      await trx.raw('insert into networks (id, name, name_folded, kind) values (gen_random_uuid(), ?, ?, ?)', [
        ...[name, fold(name), name === 'user' ? 'user' : 'bridge'],
      ]);
    }
    for (const statement of PRESENCE) await trx.raw(statement);
  },
};
