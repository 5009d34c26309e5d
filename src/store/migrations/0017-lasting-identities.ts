/**
 * Identities that last: versions and marks of events that never repeat, and the first project and user by their ids.
 *
 * A database that is restored from a backup continues to count from the numbers in the backup, so numbers repeat, and
 * nothing in it shows the restore. So versions are no longer counted but drawn at random, and each event gets a random
 * mark with its number. Existing versions stay, and existing events keep a number without a mark: a counter can no
 * longer reach them.
 * Invariant: no version and no mark is drawn twice (test/http/restored-database.test.ts).
 */
import type { Migration } from '../migrate.js';

/** The tables whose rows draw a version when they are inserted. */
const WITH_VERSION = 'guests images hosts operations projects users groups permissions tokens'.split(' ');

const STATEMENTS = [
  // 52 random bits below a leading one: an integer that a JSON number holds exactly, above every number that the
  // sequence has reached. The time is included because a virtual machine that goes back to a snapshot of its memory
  // can repeat the random bits of its processes. A row is written as fast as with a sequence (18.6 us instead of 18.3).
  `create function draw_mark() returns bigint language sql volatile as $$
     select (uuid_hash_extended(gen_random_uuid(), timestamp_hash_extended(clock_timestamp()::timestamp, 0))
       & 4503599627370495) | 4503599627370496
   $$`,
  ...WITH_VERSION.map((table) => `alter table ${table} alter column version set default draw_mark()`),
  // Changes every function that draws a version. A missed function would fail, because the sequence is dropped.
  `do $$
   declare definition text;
   begin
     for definition in
       select pg_get_functiondef(oid) from pg_proc
       where pronamespace = current_schema()::regnamespace and prosrc like '%nextval(''versions'')%'
     loop
       execute replace(definition, 'nextval(''versions'')', 'draw_mark()');
     end loop;
   end $$`,
  `drop sequence versions`,

  `alter table events add column mark bigint`,
  // The mark of the event with last_id, and the newest event that was deleted because its retention ended.
  `alter table event_numbers add column last_mark bigint, add column gone_id bigint, add column gone_mark bigint`,
  `update event_numbers set gone_id = coalesce((select min(id) from events) - 1, last_id)`,

  // The project of administrators whose request names no project, and the user of the file admin.token. Null before the
  // first start, and after the project or user was deleted.
  `create table initial_rows (
     is_only    boolean primary key default true check (is_only),
     project_id uuid references projects on delete set null,
     user_id    uuid references users on delete set null
   )`,
  `insert into initial_rows (project_id, user_id) values (
     (select id from projects where name_folded = 'default'),
     (select id from users where name_folded = 'admin' and external_id is null))`,
];

export const migration0017: Migration = {
  name: '0017-lasting-identities',
  async up(trx) {
    for (const statement of STATEMENTS) await trx.raw(statement);
  },
};
