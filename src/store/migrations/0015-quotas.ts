/**
 * Quotas of projects: the limits that an administrator has set. The total size of a guest's disks gets a column, so
 * that a sum over many guests need not read each disk.
 */
import type { Migration } from '../migrate.js';

const STATEMENTS = [
  // Only the members that an administrator has set; -1: no limit. The keys are those of src/domain/quota.ts.
  `alter table projects add column quota jsonb not null default '{}'`,
  `create or replace function projects_changed() returns trigger language plpgsql as $$
   begin
     if (new.name, new.description, new.quota) is distinct from (old.name, old.description, old.quota) then
       new.version := nextval('versions');
     end if;
     return new;
   end $$`,

  // A generated column, so that no statement that writes disks can forget it. CD-ROMs use no space of their own.
  `create function disk_mib_of(disks jsonb) returns bigint language sql immutable strict parallel safe as $$
     select coalesce(sum((disk ->> 'sizeMib')::bigint), 0)::bigint
     from jsonb_path_query(disks, '$[*]') disk where disk ->> 'media' = 'disk'
   $$`,
  `alter table guests add column disk_mib bigint not null generated always as (disk_mib_of(disks)) stored`,

  // Counts the tokens that are bound to a project; also used when a project is deleted.
  `create index tokens_project on tokens (project_id) where project_id is not null`,

  // Responses stored for idempotency keys hold projects in the earlier shape.
  `update idempotency_keys set result = result || (
     select jsonb_build_object(
       'quota', jsonb_object_agg(resource, null),
       'usage', jsonb_object_agg(resource, '{"used": 0, "limit": null}'::jsonb))
     from unnest(array['guests', 'vcpus', 'memory_mib', 'disk_mib', 'images', 'image_bytes', 'tokens']) resource)
   where method = 'POST' and path = '/v1/projects' and result is not null`,
];

export const migration0015: Migration = {
  name: '0015-quotas',
  async up(trx) {
    for (const statement of STATEMENTS) await trx.raw(statement);
  },
};
