/**
 * What drivers last wrote to a host, and how guests differ from it. Baselines have a table of their own: they contain
 * the whole definition of a guest, and would make each row of `guests`, which lists and searches read, several times
 * larger.
 */
import type { Migration } from '../migrate.js';

const STATEMENTS = [
  // No row: an older version made the guest. Its first comparison adopts what is on the host, if nothing differs.
  `create table guest_baselines (
     guest_id uuid primary key references guests on delete cascade,
     baseline jsonb not null
   )`,
  `alter table guests add column drift jsonb`,
];

export const migration0018: Migration = {
  name: '0018-baselines',
  async up(trx) {
    for (const statement of STATEMENTS) await trx.raw(statement);
  },
};
