/**
 * Placements: what each guest claims of a host. A row goes with its guest.
 *
 * Every existing guest gets its claim, even if the claims of a host then exceed its capacity: until enough guests are
 * deleted, that host gets no new ones. An open operation that changes the size of a guest claims the larger size.
 */
import type { Migration } from '../migrate.js';

const STATEMENTS = [
  // role: `target` while the guest moves to the host. People read the rows of a host by the index.
  `create table placements (
     guest_id   uuid not null references guests on delete cascade,
     role       text not null default 'home' check (role in ('home', 'target')),
     host_id    uuid not null references hosts,
     vcpus      integer not null,
     memory_mib integer not null,
     disk_mib   bigint not null,
     primary key (guest_id, role)
   )`,
  `create index placements_host on placements (host_id) include (vcpus, memory_mib, disk_mib)`,
  `insert into placements (guest_id, host_id, vcpus, memory_mib, disk_mib)
   select g.id, g.host_id, greatest(g.vcpus, change.vcpus), greatest(g.memory_mib, change.memory_mib), g.disk_mib
   from guests g left join (
     select o.subject_id, max((o.params #>> '{changes,vcpus}')::int) as vcpus,
       max((o.params #>> '{changes,memoryMib}')::int) as memory_mib
     from operations o where o.finished_at is null and o.kind = 'guest.update' group by o.subject_id
   ) change on change.subject_id = g.id`,
];

export const migration0022: Migration = {
  name: '0022-placements',
  async up(trx) {
    for (const statement of STATEMENTS) await trx.raw(statement);
  },
};
