/**
 * Subjects: an operation can act on, and an event can be about, any kind of resource, not only a guest. Also adds
 * operations beside the lifecycle.
 *
 * Indexes on `subject_id` need no `subject_kind`: ids are random, so two resources of different kinds never share one.
 * Existing events get the subject that their kind and `detail` name, or null if they name none. Events of permissions
 * on a project, and of a host's metadata, get that project or host, or null if it no longer exists.
 */
import type { Knex } from 'knex';
import { fold } from '../../domain/fold.js';
import type { Migration } from '../migrate.js';

/**
 * For events that are not about guests, by the first part of the event kind: the keys in `detail` that hold the id and
 * the name of the subject.
 */
const SUBJECT_IN_DETAIL = {
  image: ['image_id', 'name'],
  host: ['host_id', 'host'],
  project: ['project_id', 'name'],
  user: ['user_id', 'name'],
  group: ['group_id', 'name'],
  token: ['token_id', 'name'],
} as const;

/** For each kind of operation, the state that a guest shows while the operation is open, as of this migration. */
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
  // is_beside: the operation waits for no other operation of its subject, and none waits for it. traceparent: the
  // request's place in its trace (W3C Trace Context); null if traces are off.
  `alter table operations
     alter column subject_kind set not null,
     add column is_beside boolean not null default false,
     add column traceparent text`,
  `update operations set traceparent = params ->> 'traceparent', params = params - 'traceparent' where params -> 'traceparent' is not null`,
  `drop index operations_one_running`,
  `create unique index operations_one_running on operations (subject_id) where state = 'running' and not is_beside`,
  // From this version on, a success has progress 100, even if its steps reported no progress.
  `update operations set progress = 100 where state = 'succeeded'`,

  ...subjectsOf('events'),
  // Events of a permission on a guest already have the guest as their subject; all others are about a project.
  `update events e set subject_kind = 'project', subject_id = p.id, subject_name = p.name, subject_name_folded = p.name_folded
   from projects p where p.id = e.project_id and e.kind like 'permission.%' and e.subject_id is null`,
  `update events e set subject_kind = 'host', subject_id = h.id, subject_name = h.name, subject_name_folded = h.name_folded
   from hosts h where h.name = e.detail ->> 'host' and e.kind = 'metadata.updated' and e.subject_id is null`,

  // The state that a guest shows while its newest operation is open. The kind of the operation defines the state
  // (src/operations); the guest's row stores the state next to the id of the operation.
  `alter table guests add column open_state text`,
  `update guests set open_state = case open_kind ${Object.entries(STATE_WHILE_OPEN)
    .map(([kind, state]) => `when '${kind}' then '${state}'`)
    .join(' ')} end where open_kind is not null`,

  // Responses stored for idempotency keys hold operations in the earlier shape.
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

/** Reads the rows into Node, because names are folded there (src/domain/fold.ts). */
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
