/**
 * Subjects: what an operation is done to, and what an event is about, is of any kind and not only a guest. Operations beside the lifecycle.
 *
 * `subject_id` needs no `subject_kind` beside it in an index: ids are random, so no two things of different kinds share one.
 * Events that are here already get the subject that their kind and `detail` name; where these name none, or one that is gone, it stays null.
 */
import type { Knex } from 'knex';
import { fold } from '../../domain/fold.js';
import type { Migration } from '../migrate.js';

/** Where events of each kind say what they are about, besides those about guests: by the first part of the kind. */
const SUBJECT_IN_DETAIL = {
  image: ['image_id', 'name'],
  host: ['host_id', 'host'],
  project: ['project_id', 'name'],
  user: ['user_id', 'name'],
  group: ['group_id', 'name'],
  token: ['token_id', 'name'],
} as const;

/** What a guest shows while an operation of each kind is open, as it was when this was written. */
const STATE_WHILE_OPEN = {
  'guest.create': 'creating',
  'guest.update': 'updating',
  'guest.start': 'starting',
  'guest.shutdown': 'stopping',
  'guest.reboot': 'rebooting',
  'guest.restart': 'rebooting',
  'guest.poweroff': 'stopping',
  'guest.suspend': 'suspending',
  'guest.delete': 'deleting',
} as const;

const subjectsOf = (table: 'operations' | 'events'): string[] => [
  `alter table ${table} rename column guest_id to subject_id`,
  `alter table ${table} rename column guest_name to subject_name`,
  `alter table ${table} rename column guest_name_folded to subject_name_folded`,
  `alter table ${table} add column subject_kind text`,
  `update ${table} set subject_kind = 'guest' where subject_id is not null`,
  `alter index ${table}_of_guest rename to ${table}_of_subject`,
];

const STATEMENTS = [
  ...subjectsOf('operations'),
  // is_beside: it waits for no other operation of its subject, and none waits for it. traceparent: the request that asked, as W3C Trace
  // Context names it; null where no traces are kept.
  `alter table operations
     alter column subject_kind set not null,
     add column is_beside boolean not null default false,
     add column traceparent text`,
  `update operations set traceparent = params ->> 'traceparent', params = params - 'traceparent' where params -> 'traceparent' is not null`,
  `drop index operations_one_running`,
  `create unique index operations_one_running on operations (subject_id) where state = 'running' and not is_beside`,
  // From now on a success is 100, whether or not its steps could tell how far they were.
  `update operations set progress = 100 where state = 'succeeded'`,

  ...subjectsOf('events'),
  // A permission for a guest has the guest already; all others are for a project.
  `update events e set subject_kind = 'project', subject_id = p.id, subject_name = p.name, subject_name_folded = p.name_folded
   from projects p where p.id = e.project_id and e.kind like 'permission.%' and e.subject_id is null`,
  `update events e set subject_kind = 'host', subject_id = h.id, subject_name = h.name, subject_name_folded = h.name_folded
   from hosts h where h.name = e.detail ->> 'host' and e.kind = 'metadata.updated' and e.subject_id is null`,

  // What the guest shows while its newest operation is open: stated by the kind of operation (src/operations), and kept beside it.
  `alter table guests add column open_state text`,
  `update guests set open_state = case open_kind ${Object.entries(STATE_WHILE_OPEN)
    .map(([kind, state]) => `when '${kind}' then '${state}'`)
    .join(' ')} end where open_kind is not null`,

  // Responses kept for idempotency keys hold operations as they were shown then.
  `update idempotency_keys set result = (result - 'guestId' - 'guestName') || jsonb_build_object('subject',
     jsonb_build_object('kind', 'guest', 'id', result -> 'guestId', 'name', result -> 'guestName'))
   where result -> 'guestId' is not null and result -> 'guestName' is not null and result -> 'requestId' is not null`,
];

export const migration0009: Migration = {
  name: '0009-subjects',
  async up(trx) {
    for (const statement of STATEMENTS) await trx.raw(statement);
    await nameSubjectsOfEvents(trx);
  },
};

const BATCH_ROWS = 1_000;

/** Names are folded in Node (src/domain/fold.ts), so the rows come here. */
async function nameSubjectsOfEvents(trx: Knex.Transaction): Promise<void> {
  for (const [kind, [id, name]] of Object.entries(SUBJECT_IN_DETAIL)) {
    let after = 0;
    for (;;) {
      const batch = (await trx('events')
        .select('seq', trx.raw('detail ->> ? as id', [id]), trx.raw('detail ->> ? as name', [name]))
        .where('seq', '>', after)
        .whereNull('subject_id')
        .whereRaw('kind like ?', [`${kind}.%`])
        .orderBy('seq')
        .limit(BATCH_ROWS)) as { seq: number; id: string | null; name: string | null }[];
      for (const row of batch) {
        if (row.id === null || row.name === null) continue;
        await trx('events')
          .where({ seq: row.seq })
          .update({
            subject_kind: kind,
            subject_id: row.id,
            subject_name: row.name,
            subject_name_folded: fold(row.name),
          });
      }
      const last = batch.at(-1);
      if (last === undefined) break;
      after = last.seq;
    }
  }
}
