/**
 * Hosts that requests create, rename, move and delete.
 *
 * A trigger notifies every service when a host appears, disappears, or changes what its driver is opened from. A lease
 * outlives its host, so that the deletion of one host does not end the database session of its owner, which owns other
 * hosts too.
 */
import type { Migration } from '../migrate.js';

/** The columns that a service reads before it opens the driver of a host, and the name, which its metrics show. */
const PLACED = ['name', 'backend', 'uri', 'machine_id', 'data_folder'];

const rowOf = (which: string): string => `(${PLACED.map((column) => `${which}.${column}`).join(', ')})`;

const STATEMENTS = [
  // data_folder: the data folder of the service whose request created the host, if the host keeps its guests there.
  // is_name_given: whether a request chose the name; otherwise the name follows the hypervisor.
  // fault: why the host stays away although its hypervisor responds.
  `alter table hosts
     add column data_folder text,
     add column is_name_given boolean not null default false,
     add column fault jsonb`,
  `create function hosts_fault_changed() returns trigger language plpgsql as $$
   begin
     new.version := draw_mark();
     return new;
   end $$`,
  `create trigger hosts_fault_changed before update on hosts for each row
   when (new.fault is distinct from old.fault)
   execute function hosts_fault_changed()`,

  `alter table host_leases drop constraint host_leases_host_id_fkey`,

  `create function hosts_placed() returns trigger language plpgsql as $$
   begin
     perform pg_notify('guesthouse_hosts', '');
     return null;
   end $$`,
  `create trigger hosts_placed after insert or delete on hosts for each row execute function hosts_placed()`,
  `create trigger hosts_moved after update on hosts for each row
   when (${rowOf('new')} is distinct from ${rowOf('old')})
   execute function hosts_placed()`,
];

export const migration0023: Migration = {
  name: '0023-hosts-by-request',
  async up(trx) {
    for (const statement of STATEMENTS) await trx.raw(statement);
  },
};
