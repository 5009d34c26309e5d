/**
 * The catalog of the fleet: what administrators and projects name when they create guests. Zones become a resource, and
 * a project can have a zone of its own.
 */
import type { Migration } from '../migrate.js';

/** Gives a row a new version when one of these columns changes. `also`: a further statement. */
function versionOf(table: string, shown: readonly string[], also = ''): string[] {
  const row = (which: string): string => `(${shown.map((column) => `${which}.${column}`).join(', ')})`;
  return [
    `create function ${table}_changed() returns trigger language plpgsql as $$
     begin
       if row${row('new')} is distinct from row${row('old')} then
         new.version := draw_mark();
         ${also}
       end if;
       return new;
     end $$`,
    `create trigger ${table}_changed before update on ${table} for each row execute function ${table}_changed()`,
  ];
}

/** Rows that the deletion of their project also deletes get their tombstones from a trigger. */
function buryOnDelete(table: string): string[] {
  return [
    `create function ${table}_gone() returns trigger language plpgsql as $$
     begin
       insert into tombstones (collection, id, project_id, sort_keys)
         values ('${table}', old.id, old.project_id, jsonb_build_object('created_at', old.created_at, 'name', old.name_folded));
       return null;
     end $$`,
    `create trigger ${table}_gone after delete on ${table} for each row execute function ${table}_gone()`,
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

  // Hosts and projects show the name of their zone, as guests do (0022-placements.ts).
  `create function zones_renamed_in_catalog() returns trigger language plpgsql as $$
   begin
     update hosts set version = draw_mark() where zone_id = new.id;
     update projects set version = draw_mark() where zone_id = new.id;
     return null;
   end $$`,
  `create trigger zones_renamed_in_catalog after update of name on zones for each row when (new.name <> old.name)
     execute function zones_renamed_in_catalog()`,
  // Responses stored for idempotency keys hold projects in the earlier shape.
  `update idempotency_keys set result = result || '{"zone": null}'
   where method = 'POST' and path = '/v1/projects' and result is not null`,
];

const INSTANCE_TYPES = [
  // project_id: the only project that can use the type; null: all projects can.
  `create table instance_types (
     id                 uuid primary key,
     project_id         uuid constraint instance_types_project references projects on delete cascade,
     name               text not null,
     name_folded        text collate "C" not null constraint instance_types_name_unique unique,
     description        text not null,
     description_folded text collate "C" not null,
     vcpus              integer not null,
     memory_mib         integer not null,
     root_disk_mib      integer,
     metadata           jsonb not null,
     metadata_folded    jsonb not null,
     created_at         timestamptz(3) not null default clock_timestamp(),
     updated_at         timestamptz(3) not null default clock_timestamp(),
     version            bigint not null default draw_mark()
   )`,
  `create index instance_types_created on instance_types (project_id, created_at, id)`,
  `create index instance_types_by_name on instance_types (project_id, name_folded, id)`,
  `create index instance_types_of_all on instance_types (created_at, id)`,
  `create index instance_types_of_all_by_name on instance_types (name_folded, id)`,
  ...versionOf(
    'instance_types',
    ['name', 'description', 'vcpus', 'memory_mib', 'root_disk_mib', 'metadata', 'project_id'],
    'new.updated_at := clock_timestamp();',
  ),
  ...buryOnDelete('instance_types'),

  // A guest keeps the id and the name that its type had. Must run after guests_changed, which resets updated_at.
  `alter table guests
     add column instance_type_id uuid,
     add column instance_type_name text,
     add column instance_type_name_folded text collate "C"`,
  `create function guests_instance_type_changed() returns trigger language plpgsql as $$
   begin
     new.version := draw_mark();
     new.updated_at := clock_timestamp();
     return new;
   end $$`,
  `create trigger guests_instance_type_changed before update on guests for each row
   when ((new.instance_type_id, new.instance_type_name) is distinct from (old.instance_type_id, old.instance_type_name))
   execute function guests_instance_type_changed()`,
  // Responses stored for idempotency keys hold guests in the earlier shape.
  `update idempotency_keys set result = jsonb_set(result, '{guest,instanceType}', 'null')
   where jsonb_typeof(result -> 'guest') = 'object'`,
];

const PLACEMENT_GROUPS = [
  `create table placement_groups (
     id                 uuid primary key,
     project_id         uuid not null constraint placement_groups_project references projects on delete cascade,
     name               text not null,
     name_folded        text collate "C" not null,
     description        text not null,
     description_folded text collate "C" not null,
     policy             text not null check (policy in ('spread', 'together')),
     is_strict          boolean not null,
     created_at         timestamptz(3) not null default clock_timestamp(),
     version            bigint not null default draw_mark(),
     constraint placement_groups_name_unique unique (project_id, name_folded)
   )`,
  `create index placement_groups_created on placement_groups (project_id, created_at, id)`,
  `create index placement_groups_by_name on placement_groups (project_id, name_folded, id)`,
  `create index placement_groups_of_all on placement_groups (created_at, id)`,
  `create index placement_groups_of_all_by_name on placement_groups (name_folded, id)`,
  ...versionOf('placement_groups', ['name', 'description', 'policy', 'is_strict']),
  ...buryOnDelete('placement_groups'),

  `alter table guests add column placement_group_id uuid constraint guests_placement_group references placement_groups`,
  `create index guests_placement_group on guests (placement_group_id, host_id) where placement_group_id is not null`,
  // Must run after guests_changed, which resets updated_at.
  `create trigger guests_placement_group_changed before update on guests for each row
   when (new.placement_group_id is distinct from old.placement_group_id)
   execute function guests_instance_type_changed()`,
  // A guest shows the name of its group.
  `create function placement_groups_renamed() returns trigger language plpgsql as $$
   begin
     update guests set version = draw_mark() where placement_group_id = new.id;
     return null;
   end $$`,
  `create trigger placement_groups_renamed after update of name on placement_groups for each row
     when (new.name <> old.name) execute function placement_groups_renamed()`,
  `update idempotency_keys set result = jsonb_set(result, '{guest,placementGroup}', 'null')
   where jsonb_typeof(result -> 'guest') = 'object'`,
];

/** Types for one project show the name of the project. */
const PROJECTS = [
  `create function projects_renamed_in_catalog() returns trigger language plpgsql as $$
   begin
     update instance_types set version = draw_mark() where project_id = new.id;
     return null;
   end $$`,
  `create trigger projects_renamed_in_catalog after update of name on projects for each row when (new.name <> old.name)
     execute function projects_renamed_in_catalog()`,
];

const STATEMENTS = [...ZONES, ...INSTANCE_TYPES, ...PLACEMENT_GROUPS, ...PROJECTS];

export const migration0024: Migration = {
  name: '0024-catalog',
  async up(trx) {
    for (const statement of STATEMENTS) await trx.raw(statement);
  },
};
