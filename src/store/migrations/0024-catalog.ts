/**
 * The catalog of the fleet: what administrators and projects name when they create guests. Zones become a resource, and
 * a project can have a zone of its own.
 */
import type { Migration } from '../migrate.js';

/** Gives a row a new version when one of these columns changes. */
function versionOf(table: string, shown: readonly string[]): string[] {
  const row = (which: string): string => `(${shown.map((column) => `${which}.${column}`).join(', ')})`;
  return [
    `create function ${table}_changed() returns trigger language plpgsql as $$
     begin
       if row${row('new')} is distinct from row${row('old')} then new.version := draw_mark(); end if;
       return new;
     end $$`,
    `create trigger ${table}_changed before update on ${table} for each row execute function ${table}_changed()`,
  ];
}

const ZONES = [
  ...versionOf('zones', ['name', 'description']),
  `create index zones_by_name on zones (name_folded, id)`,
  `alter table projects add column zone_id uuid references zones`,
  `create index projects_zone on projects (zone_id) where zone_id is not null`,
  `create function projects_zone_changed() returns trigger language plpgsql as $$
   begin
     new.version := draw_mark();
     return new;
   end $$`,
  `create trigger projects_zone_changed before update on projects for each row
     when (new.zone_id is distinct from old.zone_id) execute function projects_zone_changed()`,

  // Hosts, guests and projects show the name of their zone.
  `create function zones_renamed() returns trigger language plpgsql as $$
   begin
     update hosts set version = draw_mark() where zone_id = new.id;
     update guests set version = draw_mark() where host_id in (select id from hosts where zone_id = new.id);
     update projects set version = draw_mark() where zone_id = new.id;
     return null;
   end $$`,
  `create trigger zones_renamed after update of name on zones for each row when (new.name <> old.name)
     execute function zones_renamed()`,
  // Responses stored for idempotency keys hold projects in the earlier shape.
  `update idempotency_keys set result = result || '{"zone": null}'
   where method = 'POST' and path = '/v1/projects' and result is not null`,
];

const STATEMENTS = [...ZONES];

export const migration0024: Migration = {
  name: '0024-catalog',
  async up(trx) {
    for (const statement of STATEMENTS) await trx.raw(statement);
  },
};
