/**
 * Guests in PostgreSQL: one function per statement. Whoever changes a guest locks its row first (`lockGuest`), so that what was
 * decided about it is still true when it is written.
 * Invariant: `state` is written only through `guestState` (src/domain/lifecycle.ts): here in `writeFacts` and `insertGuest`, and
 * in observations.ts.
 */
import type { Knex } from 'knex';
import { fold } from '../domain/fold.js';
import { imagesOfGuest } from '../domain/guest.js';
import type { Fault, Guest } from '../domain/guest.js';
import { isIdForm } from '../domain/ids.js';
import type { GuestId, OperationId, ProjectId } from '../domain/ids.js';
import { guestState, powerTarget } from '../domain/lifecycle.js';
import type { Metadata } from '../domain/metadata.js';
import type { ObservedState, OperationKind } from '../domain/words.js';
import { selectPage } from './paging.js';
import type { Page, PagedCollection, PageRequest } from './paging.js';
import { faultToColumn, guestFromRow } from './rows.js';
import type { GuestRow } from './rows.js';
import { namedRows, rows } from './statement.js';

const SELECT = `select t.id, t.project_id, t.user_id, t.host_id, h.name as host_name, t.name, t.description, t.vcpus, t.memory_mib,
  t.firmware, t.boot, t.disks, t.nics, t.metadata, t.state, t.observed, t.target_power_state, t.open_operation_id, t.open_kind,
  t.fault, t.created_at, t.updated_at, t.launched_at
  from guests t join hosts h on h.id = t.host_id`;

const GUESTS: PagedCollection = {
  name: 'guests',
  select: SELECT,
  table: 'guests',
  scope: 't.project_id = ?',
  leavesTombstones: true,
};

export function listGuests(sql: Knex, project: ProjectId, page: PageRequest): Promise<Page<Guest>> {
  return selectPage<GuestRow, Guest>(sql, GUESTS, [project], page, guestFromRow);
}

/** By id or by name, within one project. */
export async function findGuest(sql: Knex, project: ProjectId, idOrName: string): Promise<Guest | null> {
  const [row] = isIdForm(idOrName)
    ? await namedRows<GuestRow>(sql, 'guest-by-id', `${SELECT} where t.project_id = ? and t.id = ?`, [
        project,
        idOrName,
      ])
    : await namedRows<GuestRow>(sql, 'guest-by-name', `${SELECT} where t.project_id = ? and t.name_folded = ?`, [
        project,
        fold(idOrName),
      ]);
  return row ? guestFromRow(row) : null;
}

/** By id alone, for a worker, who may see every project. */
export async function findGuestById(sql: Knex, id: GuestId): Promise<Guest | null> {
  const [row] = await namedRows<GuestRow>(sql, 'guest-of-worker', `${SELECT} where t.id = ?`, [id]);
  return row ? guestFromRow(row) : null;
}

/** The guest with its row locked until the transaction ends. */
export async function lockGuest(trx: Knex.Transaction, id: GuestId): Promise<Guest | null> {
  const [row] = await namedRows<GuestRow>(trx, 'guest-lock', `${SELECT} where t.id = ? for update of t`, [id]);
  return row ? guestFromRow(row) : null;
}

export interface NewGuest extends Omit<
  Guest,
  'hostName' | 'state' | 'observed' | 'targetPowerState' | 'fault' | 'createdAt' | 'updatedAt' | 'launchedAt'
> {
  readonly openOperation: { readonly id: OperationId; readonly kind: OperationKind };
}

/** Inserts the guest as it is while its first operation is open, and what it uses. Fails on `guests_name_unique`. */
export async function insertGuest(trx: Knex.Transaction, guest: NewGuest): Promise<void> {
  const { openOperation } = guest;
  await trx('guests').insert({
    id: guest.id,
    project_id: guest.projectId,
    user_id: guest.userId,
    host_id: guest.hostId,
    name: guest.name,
    name_folded: fold(guest.name),
    description: guest.description,
    vcpus: guest.vcpus,
    memory_mib: guest.memoryMib,
    firmware: guest.firmware,
    boot: guest.boot === null ? null : JSON.stringify(guest.boot),
    disks: JSON.stringify(guest.disks),
    nics: JSON.stringify(guest.nics),
    metadata: JSON.stringify(guest.metadata),
    state: guestState({ observed: null, openKind: openOperation.kind, isHostAway: false }),
    target_power_state: powerTarget(openOperation.kind),
    open_operation_id: openOperation.id,
    open_kind: openOperation.kind,
  });
  const images = imagesOfGuest(guest);
  if (images.length > 0) {
    await trx('guest_images').insert(images.map((image) => ({ guest_id: guest.id, image_id: image })));
  }
}

export interface GuestFactsToWrite {
  readonly observed: ObservedState | null;
  readonly openOperation: { readonly id: OperationId; readonly kind: OperationKind } | null;
  readonly isHostAway: boolean;
  readonly fault: Fault | null;
  /** Whether it was powered on just now. */
  readonly isLaunched?: boolean;
}

/** Writes what is so of a guest whose row is locked; `state` follows from it. */
export async function writeFacts(trx: Knex.Transaction, id: GuestId, facts: GuestFactsToWrite): Promise<void> {
  const openKind = facts.openOperation?.kind ?? null;
  await namedRows(
    trx,
    'guest-facts',
    `update guests set observed = ?, observed_seq = observed_seq + 1, state = ?, target_power_state = ?, open_operation_id = ?,
       open_kind = ?, fault = ?::jsonb, launched_at = case when ?::boolean then clock_timestamp() else launched_at end,
       updated_at = clock_timestamp(), version = version + 1
     where id = ?`,
    [
      facts.observed,
      guestState({ observed: facts.observed, openKind, isHostAway: facts.isHostAway }),
      openKind === null ? null : powerTarget(openKind),
      facts.openOperation?.id ?? null,
      openKind,
      faultToColumn(facts.fault),
      facts.isLaunched ?? false,
      id,
    ],
  );
}

export async function writeGuestMetadata(trx: Knex.Transaction, id: GuestId, metadata: Metadata): Promise<void> {
  await trx('guests')
    .where({ id })
    .update({
      metadata: JSON.stringify(metadata),
      updated_at: trx.raw('clock_timestamp()'),
      version: trx.raw('version + 1'),
    });
}

/** Removes the row; its id stays good as a marker for a while. */
export async function deleteGuest(trx: Knex.Transaction, id: GuestId): Promise<void> {
  await rows(
    trx,
    `with gone as (delete from guests where id = ? returning id, project_id, created_at)
     insert into tombstones (collection, id, project_id, created_at) select 'guests', id, project_id, created_at from gone`,
    [id],
  );
}

export async function countGuestsOfHost(sql: Knex, host: string): Promise<number> {
  const [row] = await rows<{ count: number }>(sql, 'select count(*)::int as count from guests where host_id = ?', [
    host,
  ]);
  return row?.count ?? 0;
}
