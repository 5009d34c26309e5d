/**
 * From a request's wish to a durable operation: the lifecycle decides, and what it decided is written in the same transaction, with
 * the guest's row locked, so that two requests at once are decided one after the other.
 *
 * Pre-emption: every open operation of the guest is asked to end, and the new one is queued behind them; it is claimed only when the
 * last of them has ended (src/store/operations.ts). Cancelling one is decided here too.
 */
import type { Knex } from 'knex';
import { GuesthouseError } from '../domain/errors.js';
import type { ErrorKind } from '../domain/errors.js';
import { requirePrecondition } from '../domain/etag.js';
import type { Precondition } from '../domain/etag.js';
import type { Guest } from '../domain/guest.js';
import { eventOfGuest } from '../domain/event.js';
import type { Actor, NewEvent } from '../domain/event.js';
import { newId } from '../domain/ids.js';
import type { GuestId, OperationId, ProjectId } from '../domain/ids.js';
import { decide, KIND_OF_VERB } from '../domain/lifecycle.js';
import type { Operation, OperationParams } from '../domain/operation.js';
import { subjectOf } from '../domain/subject.js';
import { timestampOf } from '../domain/timestamp.js';
import type { OperationKind, Verb } from '../domain/words.js';
import { recordEvents } from '../store/events.js';
import { insertGuest, lockGuest, markDefinitionStale, writeFacts } from '../store/guests.js';
import type { NewGuest } from '../store/guests.js';
import {
  countOpenOperations,
  findNewestOpenOperation,
  insertOperation,
  requestCancel,
  requestCancelOfOpen,
} from '../store/operations.js';
import type { OperationToCancel } from '../store/operations.js';
import { creationCancelled } from './observe.js';

/** Who asks, for the operation's row; and how the guest must be for it. */
export interface Requester {
  readonly userId: string | null;
  readonly requestId: string;
  readonly clientAddress: string;
  /** The request as a part of a trace; absent where none is kept. */
  readonly traceparent?: string;
  readonly precondition: Precondition | null;
}

export type GuestToInsert = Omit<NewGuest, 'openOperation'>;

export interface Enqueued {
  readonly guest: Guest;
  /** The operation that does it; null when the guest was there already. */
  readonly operationId: OperationId | null;
  /** The kinds of the operations that it ended, which had not begun. */
  readonly preempted: readonly OperationKind[];
}

/** Most operations of a project that may be open at once. Poweroff and delete are never held up by it. */
const OPEN_OPERATIONS_MAX = 1000;

const REFUSALS: Partial<Record<ErrorKind, string>> = {
  guest_not_running: 'The guest is not running.',
  guest_not_stopped: 'The guest must be stopped for this.',
  guest_suspended: 'The guest is suspended. It cannot react until it is started.',
  guest_in_error: 'The guest is in error; see its fault. It can be deleted, and started unless its creation failed.',
  host_unreachable: 'The host of the guest is away. Try again when it is up.',
};

/** Sends `verb` to the guest. Throws the refusal of the lifecycle, `guest_not_found`, or `too_many_requests`. */
export async function enqueueVerb(
  trx: Knex.Transaction,
  id: GuestId,
  verb: Verb,
  params: OperationParams,
  requester: Requester,
): Promise<Enqueued> {
  const guest = await lockGuest(trx, id);
  if (guest === null) throw new GuesthouseError('guest_not_found', 'The guest does not exist.');
  // Must come before the decision: a guest that is there already may be another than the client thinks.
  requirePrecondition(requester.precondition, guest.version);
  const facts = { state: guest.state, observed: guest.observed, openKind: guest.openOperation?.kind ?? null };
  const decision = decide(facts, verb, params.force);
  let preempted: readonly OperationKind[] = [];
  switch (decision.kind) {
    case 'already':
      return { guest, operationId: null, preempted: [] };
    case 'join':
      return { guest, operationId: guest.openOperation?.id ?? null, preempted: [] };
    case 'refuse':
      throw refusal(decision.error, guest);
    case 'begin':
      if (verb !== 'delete' && verb !== 'poweroff') await requireRoom(trx, guest.projectId);
      break;
    case 'pre-empt':
      preempted = await requestCancelOfOpen(trx, id);
      break;
    default:
      decision satisfies never;
  }
  const operation = { id: newId<OperationId>(), kind: KIND_OF_VERB[verb] };
  await insertFor(trx, guest, operation, params, requester);
  await writeFacts(trx, id, {
    observed: guest.observed,
    openOperation: operation,
    isHostAway: guest.state === 'unknown',
    fault: guest.fault,
  });
  if (operation.kind === 'guest.update') await markDefinitionStale(trx, id);
  const after = (await lockGuest(trx, id)) ?? guest;
  await recordEvents(trx, [
    eventOfGuest('operation.queued', guest, requester, { kind: operation.kind }, operation.id),
    ...stateChange(guest, after, requester, operation.id),
  ]);
  return { guest: after, operationId: operation.id, preempted };
}

/** Inserts the guest together with the operation that makes it. Fails on `guests_name_unique`. */
export async function enqueueCreation(
  trx: Knex.Transaction,
  guest: GuestToInsert,
  params: OperationParams,
  requester: Requester,
): Promise<Enqueued & { readonly operationId: OperationId }> {
  await requireRoom(trx, guest.projectId);
  const operation = { id: newId<OperationId>(), kind: 'guest.create' as const };
  await insertGuest(trx, { ...guest, openOperation: operation });
  await insertFor(trx, guest, operation, params, requester);
  const created = await lockGuest(trx, guest.id);
  if (created === null) throw new GuesthouseError('internal', 'The guest could not be created.');
  await recordEvents(trx, [
    eventOfGuest('guest.created', created, requester, { state: created.state }, operation.id),
    eventOfGuest('operation.queued', created, requester, { kind: operation.kind }, operation.id),
  ]);
  return { guest: created, operationId: operation.id, preempted: [] };
}

/** The event of a state that is another now, or of a machine that was found dead or gone; none where it is all the same. */
export function stateChange(before: Guest, after: Guest, by: Actor, operationId: OperationId | null): NewEvent[] {
  if (after.observed !== before.observed && (after.observed === 'crashed' || after.observed === 'absent')) {
    const kind = after.observed === 'crashed' ? 'guest.crashed' : 'guest.vanished';
    return [eventOfGuest(kind, after, by, { state: after.state, before: before.state }, operationId)];
  }
  if (before.state === after.state) return [];
  const detail = { state: after.state, before: before.state };
  return [eventOfGuest('guest.state_changed', after, by, detail, operationId)];
}

/**
 * What becomes of the wish to cancel an operation:
 *   cancelled         it was queued, and has ended
 *   asked             it runs, and is told to end: it will be `cancelled`, or `succeeded` where it got there first
 *   not cancellable   a delete that runs: its disks may be gone already, and half a guest is of no use to anybody
 *   ended             it had ended before
 */
export type Cancellation = 'cancelled' | 'asked' | 'not cancellable' | 'ended';

/** Asks an operation to end. Asking again is fine. */
export async function cancelOperation(
  trx: Knex.Transaction,
  { id, subject }: Pick<Operation, 'id' | 'subject'>,
  requester: Requester,
): Promise<Cancellation> {
  // The guest's row must come first, as everywhere; then nobody queues or ends anything of it meanwhile.
  const guestId = subject.id as GuestId;
  const guest = await lockGuest(trx, guestId);
  const isOpen = ({ state }: OperationToCancel): boolean => state === 'queued' || state === 'running';
  const isCancellable = ({ kind, state }: OperationToCancel): boolean => state === 'queued' || kind !== 'guest.delete';
  const before = await requestCancel(trx, id, (found) => {
    requirePrecondition(requester.precondition, found.version);
    return isOpen(found) && isCancellable(found);
  });
  if (before === null || !isOpen(before)) return 'ended';
  if (!isCancellable(before)) return 'not cancellable';
  if (before.state === 'running') return 'asked';
  if (guest !== null) {
    const isUnmade = before.kind === 'guest.create' && guest.observed === null;
    await writeFacts(trx, guestId, {
      observed: guest.observed,
      openOperation: await findNewestOpenOperation(trx, guestId),
      isHostAway: guest.state === 'unknown',
      fault: isUnmade ? creationCancelled(timestampOf(new Date())) : guest.fault,
    });
    const after = (await lockGuest(trx, guestId)) ?? guest;
    await recordEvents(trx, stateChange(guest, after, requester, id));
  }
  return 'cancelled';
}

async function insertFor(
  trx: Knex.Transaction,
  guest: Pick<Guest, 'id' | 'hostId' | 'name' | 'projectId'>,
  operation: { id: OperationId; kind: OperationKind },
  params: OperationParams,
  requester: Requester,
): Promise<void> {
  await insertOperation(trx, {
    ...operation,
    hostId: guest.hostId,
    subject: subjectOf('guest', guest),
    projectId: guest.projectId,
    userId: requester.userId,
    requestId: requester.requestId,
    params: requester.traceparent === undefined ? params : { ...params, traceparent: requester.traceparent },
  });
}

async function requireRoom(trx: Knex.Transaction, project: ProjectId): Promise<void> {
  if ((await countOpenOperations(trx, project)) < OPEN_OPERATIONS_MAX) return;
  throw new GuesthouseError(
    'too_many_requests',
    `The project already has ${OPEN_OPERATIONS_MAX} open operations. Try again when some of them have ended.`,
  );
}

function refusal(kind: ErrorKind, guest: Guest): GuesthouseError {
  if (kind === 'operation_in_progress' && guest.openOperation !== null) {
    const { id, kind: openKind } = guest.openOperation;
    return new GuesthouseError(kind, `Operation ${id} (${openKind}) of the guest is in progress.`);
  }
  return new GuesthouseError(kind, REFUSALS[kind] ?? 'The state of the guest does not allow this.');
}
