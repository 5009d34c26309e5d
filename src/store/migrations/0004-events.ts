/**
 * Events, as rows written in the transaction of the change that they record.
 *
 * They are committed without a number (`id` null). A single sequencer numbers committed events, so that no event
 * appears before one that a client has already seen. `event_numbers` has the last number; the lock on its row ensures
 * that only one sequencer is active.
 */
import type { Migration } from '../migrate.js';

const STATEMENTS = [
  `create table events (
     seq               bigint generated always as identity primary key,
     id                bigint constraint events_id_unique unique,
     kind              text not null,
     severity          text not null check (severity in ('normal', 'warning', 'error')),
     at                timestamptz(3) not null default clock_timestamp(),
     project_id        uuid,
     guest_id          uuid,
     guest_name        text,
     guest_name_folded text collate "C",
     operation_id      uuid,
     user_id           uuid,
     request_id        text,
     detail            jsonb not null default '{}'
   )`,
  `create index events_unnumbered on events (seq) where id is null`,
  `create index events_of_project on events (project_id, id) where id is not null`,
  `create index events_of_guest on events (guest_id, id) where id is not null`,
  `create index events_at on events (at)`,

  `create table event_numbers (only_one boolean primary key default true check (only_one), last_id bigint not null)`,
  `insert into event_numbers (last_id) values (0)`,
];

export const migration0004: Migration = {
  name: '0004-events',
  async up(trx) {
    for (const statement of STATEMENTS) await trx.raw(statement);
  },
};
