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

  // A guest shows the zone of its host, by id and name.
  `create function hosts_rezoned() returns trigger language plpgsql as $$
   begin
     update guests set version = draw_mark() where host_id = new.id;
     return null;
   end $$`,
  `create trigger hosts_rezoned after update of zone_id on hosts for each row when (new.zone_id <> old.zone_id)
     execute function hosts_rezoned()`,
  `create function zones_renamed() returns trigger language plpgsql as $$
   begin
     update guests g set version = draw_mark() from hosts h where h.id = g.host_id and h.zone_id = new.id;
     return null;
   end $$`,
  `create trigger zones_renamed after update of name on zones for each row when (new.name <> old.name)
     execute function zones_renamed()`,

  // Responses stored for idempotency keys hold guests in the earlier shape.
  `update idempotency_keys set result = jsonb_set(result, '{guest,zone}',
     (select jsonb_build_object('id', z.id, 'name', z.name) from zones z))
   where jsonb_typeof(result -> 'guest') = 'object'`,
];

export const migration0022: Migration = {
  name: '0022-placements',
  async up(trx) {
    for (const statement of STATEMENTS) await trx.raw(statement);
  },
};
