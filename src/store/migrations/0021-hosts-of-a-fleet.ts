/**
 * Zones, and what administrators set for a host: its zone and description, whether new guests can be placed on it, and
 * how much of it guests can claim.
 */
import type { Migration } from '../migrate.js';

/** The columns of a host that clients see, except those that never change. */
const SHOWN = [
  ...['name', 'backend', 'uri', 'state', 'state_since', 'hypervisor_version', 'vcpus', 'memory_mib', 'capabilities'],
  ...['metadata', 'zone_id', 'description', 'is_schedulable', 'disk_mib', 'vcpu_ratio', 'memory_ratio', 'disk_ratio'],
  ...['reserved_vcpus', 'reserved_memory_mib', 'reserved_disk_mib'],
];

const rowOf = (which: string): string => `(${SHOWN.map((column) => `${which}.${column}`).join(', ')})`;

const STATEMENTS = [
  `create table zones (
     id                 uuid primary key,
     name               text not null,
     name_folded        text collate "C" not null constraint zones_name_unique unique,
     description        text not null default '',
     description_folded text collate "C" not null default '',
     created_at         timestamptz(3) not null default clock_timestamp(),
     version            bigint not null default draw_mark()
   )`,
  `create index zones_created on zones (created_at, id)`,
  `insert into zones (id, name, name_folded) values (gen_random_uuid(), 'default', 'default')`,
  `alter table initial_rows add column zone_id uuid references zones on delete restrict`,
  `update initial_rows set zone_id = (select id from zones)`,

  // disk_mib: the size of the host's storage; null if the host does not report it. origin: whether the configuration of
  // a service names the host, or a request created it. hypervisor_id: the identity that the hypervisor reports; null if
  // it has not been reached yet, or reports none.
  `alter table hosts
     add column zone_id uuid references zones,
     add column description text not null default '',
     add column description_folded text collate "C" not null default '',
     add column is_schedulable boolean not null default true,
     add column disk_mib bigint,
     add column vcpu_ratio double precision not null default 4,
     add column memory_ratio double precision not null default 1,
     add column disk_ratio double precision not null default 1,
     add column reserved_vcpus integer not null default 0,
     add column reserved_memory_mib integer not null default 1024,
     add column reserved_disk_mib bigint not null default 0,
     add column origin text not null default 'environment' check (origin in ('environment', 'request')),
     add column hypervisor_id text constraint hosts_hypervisor_unique unique`,
  `update hosts set zone_id = (select id from zones)`,
  `alter table hosts alter column zone_id set not null`,
  `create index hosts_zone on hosts (zone_id)`,

  `create or replace function hosts_changed() returns trigger language plpgsql as $$
   begin
     if ${rowOf('new')} is distinct from ${rowOf('old')} then new.version := draw_mark(); end if;
     return new;
   end $$`,

  // Workers draw their numbers at random (src/store/session.ts).
  `drop sequence if exists worker_numbers`,
];

export const migration0021: Migration = {
  name: '0021-hosts-of-a-fleet',
  async up(trx) {
    for (const statement of STATEMENTS) await trx.raw(statement);
  },
};
