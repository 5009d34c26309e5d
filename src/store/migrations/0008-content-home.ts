/**
 * The folder that holds the content of images (src/store/content/image-content-store.ts).
 *
 * The table has at most one row; store_id is the id in the data folder. Without a row, no service has claimed the
 * content yet.
 */
import type { Migration } from '../migrate.js';

const STATEMENTS = [
  `create table content_home (
     is_only    boolean primary key default true check (is_only),
     store_id   uuid not null,
     claimed_at timestamptz(3) not null default clock_timestamp()
   )`,
];

export const migration0008: Migration = {
  name: '0008-content-home',
  async up(trx) {
    for (const statement of STATEMENTS) await trx.raw(statement);
  },
};
