/**
 * External names: each group can name the group of the OpenID provider that it represents.
 *
 * Until now, a token could claim every group by its name. So existing groups get their names as external names, and
 * users keep their rights. If no token may claim a group, administrators can remove its external name.
 */
import type { Migration } from '../migrate.js';

const STATEMENTS = [
  `alter table groups add column external_name text`,
  `create index groups_external on groups (external_name)`,
  // Must come before the update, so that the update gives the groups new versions.
  `create or replace function groups_changed() returns trigger language plpgsql as $$
   begin
     if row(new.name, new.external_name) is distinct from row(old.name, old.external_name) then
       new.version := nextval('versions');
     end if;
     return new;
   end $$`,
  `update groups set external_name = name`,
  // Rights depend on the external name of a group, and no longer on its name.
  `drop trigger groups_access on groups`,
  `create trigger groups_access after update of external_name or delete on groups
     for each row execute function access_changed()`,
  // Users now show where they come from.
  `alter table users add column source text not null generated always as (coalesce(split_part(external_id, ':', 1), 'local')) stored`,
  `update users set version = nextval('versions')`,
  // Responses stored for idempotency keys lack the new members.
  `update idempotency_keys set result = result || jsonb_build_object('externalName', result -> 'name')
   where path = '/v1/groups' and result -> 'members' is not null`,
  `update idempotency_keys set result = result || '{"source": "local", "externalId": null}'
   where path = '/v1/users' and result -> 'groups' is not null`,
];

export const migration0012: Migration = {
  name: '0012-external-names',
  async up(trx) {
    for (const statement of STATEMENTS) await trx.raw(statement);
  },
};
