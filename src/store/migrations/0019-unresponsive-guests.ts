/**
 * Since when a guest's machine has not responded, although its host does. Clients see it as the fault of the guest.
 *
 * A trigger of its own gives the guest a new version when the column becomes null or not null. It runs after
 * `guests_changed`, because triggers run in the order of their names, so no other migration has to know the column.
 */
import type { Migration } from '../migrate.js';

const STATEMENTS = [
  `alter table guests add column unresponsive_since timestamptz(3)`,
  `create function guests_responsiveness_changed() returns trigger language plpgsql as $$
   begin
     new.version := draw_mark();
     new.updated_at := clock_timestamp();
     return new;
   end $$`,
  `create trigger guests_responsiveness_changed before update on guests for each row
   when (new.unresponsive_since is distinct from old.unresponsive_since)
   execute function guests_responsiveness_changed()`,
  // Responses stored for idempotency keys hold guests in the earlier shape.
  `update idempotency_keys set result = jsonb_set(result, '{guest,unresponsiveSince}', 'null')
   where jsonb_typeof(result -> 'guest') = 'object'`,
];

export const migration0019: Migration = {
  name: '0019-unresponsive-guests',
  async up(trx) {
    for (const statement of STATEMENTS) await trx.raw(statement);
  },
};
