/**
 * The names that tokens and permissions show, and the tombstones of deleted tokens and permissions.
 *
 * Both show names of users, projects, groups or guests, so a rename changes their versions. Both can be deleted by a
 * cascade, so triggers, not our statements, write their tombstones and the hashes of revoked tokens.
 * Invariant: however a token is removed, its secret is never valid again (test/http/tokens.test.ts).
 */
import type { Migration } from '../migrate.js';

/** For each kind of name, the tables that show it, each with the column that refers to the named row. */
const SHOWN_IN = {
  users: { tokens: 'user_id', permissions: 'user_id' },
  groups: { permissions: 'group_id' },
  projects: { tokens: 'project_id', permissions: 'project_id' },
  guests: { permissions: 'guest_id' },
} as const;

const RENAMED = Object.entries(SHOWN_IN).flatMap(([table, places]) => [
  `create function ${table}_renamed_where_shown() returns trigger language plpgsql as $$
   begin
     ${Object.entries(places)
       .map(([shown, column]) => `update ${shown} set version = nextval('versions') where ${column} = new.id;`)
       .join('\n     ')}
     return null;
   end $$`,
  `create trigger ${table}_renamed_where_shown after update of name on ${table} for each row when (new.name <> old.name)
     execute function ${table}_renamed_where_shown()`,
]);

/** `kept`: the sort keys, and the columns that determine in which lists the tombstone is a valid marker. */
function buryOnDelete(table: 'tokens' | 'permissions', kept: string, also = ''): string[] {
  return [
    `create function ${table}_gone() returns trigger language plpgsql as $$
     begin
       insert into tombstones (collection, id, project_id, sort_keys)
         values ('${table}', old.id, old.project_id, jsonb_build_object(${kept}));
       ${also}
       return null;
     end $$`,
    `create trigger ${table}_gone after delete on ${table} for each row execute function ${table}_gone()`,
  ];
}

const STATEMENTS = [
  ...RENAMED,
  ...buryOnDelete(
    'tokens',
    `'created_at', old.created_at, 'name', old.name_folded, 'user_id', old.user_id`,
    `insert into revoked_tokens (secret_sha256) values (old.secret_sha256) on conflict do nothing;`,
  ),
  ...buryOnDelete('permissions', `'created_at', old.created_at, 'guest_id', old.guest_id`),
];

export const migration0007: Migration = {
  name: '0007-names-and-markers',
  async up(trx) {
    for (const statement of STATEMENTS) await trx.raw(statement);
  },
};
