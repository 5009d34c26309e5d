/**
 * Leases of hosts, and the steps of operations.
 *
 * A lease stores the owner of a host and the time of its last renewal, which shows whether the owner hangs; a session
 * lock cannot show that. `worker` 0: no owner. steps_done and step_begun pass the progress of an attempt to the next
 * one (src/operations/steps.ts); clients do not see them.
 */
import type { Migration } from '../migrate.js';

const STATEMENTS = [
  `create table host_leases (
     host_id    uuid primary key references hosts on delete cascade,
     worker     integer not null default 0,
     renewed_at timestamptz(3) not null default clock_timestamp()
   )`,
  `alter table operations
     add column steps_done text[] not null default '{}',
     add column step_begun text`,
];

export const migration0005: Migration = {
  name: '0005-leases',
  async up(trx) {
    for (const statement of STATEMENTS) await trx.raw(statement);
  },
};
