/**
 * From a request's wish to a durable operation: the lifecycle decides, and what it decided is written in the same transaction, with
 * the guest's row locked, so that two requests at once are decided one after the other.
 *
 * Pre-emption: every open operation of the guest's lifecycle is asked to end, and the new one is queued behind them; it is claimed only when the
 * last of them has ended (src/store/operations.ts). Cancelling one is decided here too.
 * Operations that no lifecycle decides about (on other subjects, or beside the lifecycle) are queued by `enqueueOperation`.
 */
import type { Knex } from 'knex';
import { GuesthouseError } from '../domain/errors.js';
import type { ErrorKind } from '../domain/errors.js';
import { requirePrecondition } from '../domain/etag.js';
import type { Precondition } from '../domain/etag.js';
import type { Guest } from '../domain/guest.js';
import { eventOfGuest } from '../domain/event.js';
import type { NewEvent } from '../domain/event.js';
import { newId } from '../domain/ids.js';
import type { GuestId, HostId, OperationId, ProjectId } from '../domain/ids.js';
import { decide } from '../domain/lifecycle.js';
import type { Operation, StoredParams } from '../domain/operation.js';
import { subjectOf } from '../domain/subject.js';
import type { OperationKind, Verb } from '../domain/words.js';
import { recordEvents } from '../store/events.js';
import { insertGuest, lockGuest, writeFacts } from '../store/guests.js';
import type { NewGuest } from '../store/guests.js';
import {
  countOpenOperations,
  findNewestOpenOperation,
  insertOperation,
  requestCancel,
  requestCancelOfOpen,
} from '../store/operations.js';
import type { OperationToCancel } from '../store/operations.js';
import { getKind } from './kind.js';
import type { AnyKind, Kinds, OpenOperation, OperationKindDefinition } from './kind.js';
import { CREATION, KIND_OF_VERB, KINDS } from './kinds.js';
import type { Asked } from './kinds.js';
import { openOperationOf, stateChange } from './settle-guest.js';

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

/** Most operations of a project that may be open at once. Kinds that are always admitted are never held up by it. */
const OPEN_OPERATIONS_MAX = 1000;

const REFUSALS: Partial<Record<ErrorKind, string>> = {
  guest_not_running: 'The guest is not running.',
  guest_not_stopped: 'The guest must be stopped for this.',
  guest_suspended: 'The guest is suspended. It cannot react until it is started.',
  guest_in_error: 'The guest is in error; see its fault. It can be deleted, and started unless its creation failed.',
  host_unreachable: 'The host of the guest is away. Try again when it is up.',
};

/** What a request can say about the operation that a verb asks for. */
export type AskedOfVerb<V extends Verb> = Asked<(typeof KIND_OF_VERB)[V]>;

/** Sends `verb` to the guest. Throws the refusal of the lifecycle, `guest_not_found`, or `too_many_requests`. */
export async function enqueueVerb<V extends Verb>(
  trx: Knex.Transaction,
  id: GuestId,
  verb: V,
  params: AskedOfVerb<V>,
  requester: Requester,
): Promise<Enqueued> {
  const guest = await lockGuest(trx, id);
  if (guest === null) throw new GuesthouseError('guest_not_found', 'The guest does not exist.');
  // Must come before the decision: a guest that is there already may be another than the client thinks.
  requirePrecondition(requester.precondition, guest.version);
  const { force } = params as { readonly force?: boolean };
  const openVerb = guest.openOperation === null ? null : getKind(KINDS, guest.openOperation.kind).verb;
  const decision = decide({ state: guest.state, observed: guest.observed, openVerb }, verb, force);
  const definition: AnyKind = KIND_OF_VERB[verb];
  let preempted: readonly OperationKind[] = [];
  switch (decision.kind) {
    case 'already':
      return { guest, operationId: null, preempted: [] };
    case 'join':
      return { guest, operationId: guest.openOperation?.id ?? null, preempted: [] };
    case 'refuse':
      throw refusal(decision.error, guest);
    case 'begin':
      break;
    case 'pre-empt':
      preempted = await requestCancelOfOpen(trx, id);
      break;
    default:
      decision satisfies never;
  }
  const operationId = await queue(trx, definition, guest, params, requester);
  await writeFacts(trx, id, {
    observed: guest.observed,
    openOperation: openOperationOf({ ...definition, id: operationId }),
    isHostAway: guest.state === 'unknown',
    fault: guest.fault,
  });
  await definition.onQueued(trx, guest);
  const after = (await lockGuest(trx, id)) ?? guest;
  await recordEvents(trx, [
    queuedEvent(definition, guest, requester, operationId),
    ...stateChange(guest, after, requester, operationId),
  ]);
  return { guest: after, operationId, preempted };
}

/** Inserts the guest together with the operation that makes it. Fails on `guests_name_unique`. */
export async function enqueueCreation(
  trx: Knex.Transaction,
  guest: GuestToInsert,
  params: Asked<typeof CREATION>,
  requester: Requester,
): Promise<Enqueued & { readonly operationId: OperationId }> {
  await requireRoom(trx, CREATION, guest.projectId);
  const operationId = newId<OperationId>();
  await insertGuest(trx, { ...guest, openOperation: openOperationOf({ ...CREATION, id: operationId }) });
  await insertFor(trx, operationId, CREATION, guest, params, requester);
  const created = await lockGuest(trx, guest.id);
  if (created === null) throw new GuesthouseError('internal', 'The guest could not be created.');
  await recordEvents(trx, [
    eventOfGuest('guest.created', created, requester, { state: created.state }, operationId),
    queuedEvent(CREATION, created, requester, operationId),
  ]);
  return { guest: created, operationId, preempted: [] };
}

/** What an operation is queued for. */
export interface SubjectToQueue {
  readonly id: string;
  readonly name: string;
  readonly projectId: ProjectId;
}

/**
 * Queues an operation that no lifecycle decides about: on a subject other than a guest, or beside the lifecycle of a guest. Whether the
 * subject is in a state for it is the caller's decision, who holds the lock of its row. The worker of the host `on` does it. Throws
 * `too_many_requests`.
 */
export async function enqueueOperation<Params, Subject extends SubjectToQueue, Seen>(
  trx: Knex.Transaction,
  definition: OperationKindDefinition<Params, Subject, Seen>,
  subject: Subject,
  on: HostId,
  params: Partial<Params>,
  requester: Requester,
): Promise<OperationId> {
  const operationId = await queue(
    trx,
    definition,
    { id: subject.id, name: subject.name, projectId: subject.projectId, hostId: on },
    params,
    requester,
  );
  await definition.onQueued(trx, subject);
  await recordEvents(trx, [queuedEvent(definition, subject, requester, operationId)]);
  return operationId;
}

/**
 * What becomes of the wish to cancel an operation:
 *   cancelled         it was queued, and has ended
 *   asked             it runs, and is told to end: it will be `cancelled`, or `succeeded` where it got there first
 *   not cancellable   it runs, and its kind goes on to its end once it runs
 *   ended             it had ended before
 */
export type Cancellation = 'cancelled' | 'asked' | 'not cancellable' | 'ended';

/** Asks an operation to end. Asking again is fine. */
export async function cancelOperation(
  trx: Knex.Transaction,
  { id, kind, subject: { id: subjectId }, params }: Pick<Operation, 'id' | 'kind' | 'subject' | 'params'>,
  requester: Requester,
  kinds: Kinds = KINDS,
): Promise<Cancellation> {
  const definition = getKind(kinds, kind);
  // The subject's row must come first, as everywhere; then nobody queues or ends anything of its lifecycle meanwhile.
  const subject = await definition.subject.lock(trx, subjectId);
  const isOpen = ({ state }: OperationToCancel): boolean => state === 'queued' || state === 'running';
  const isCancellable = ({ state }: OperationToCancel): boolean => state === 'queued' || definition.isCancellable;
  const before = await requestCancel(trx, id, (found) => {
    requirePrecondition(requester.precondition, found.version);
    return isOpen(found) && isCancellable(found);
  });
  if (before === null || !isOpen(before)) return 'ended';
  if (!isCancellable(before)) return 'not cancellable';
  if (before.state === 'running') return 'asked';
  if (subject === null) return 'cancelled';
  await definition.commit(trx, {
    id,
    kind,
    params: definition.readParams(params),
    state: 'cancelled',
    fault: null,
    actor: requester,
    subject,
    look: { kind: 'none' },
    next: await findNext(trx, subjectId, kinds),
    isAbsenceExpected: definition.isAbsenceExpected,
  });
  return 'cancelled';
}

/** The newest operation of the subject's lifecycle that is still open, and what its kind says of it. */
export async function findNext(trx: Knex.Transaction, subject: string, kinds: Kinds): Promise<OpenOperation | null> {
  const open = await findNewestOpenOperation(trx, subject);
  if (open === null) return null;
  const { verb, stateMeanwhile } = getKind(kinds, open.kind);
  return { ...open, verb, stateMeanwhile };
}

interface QueuedFor extends SubjectToQueue {
  readonly hostId: HostId;
}

type Queued = Pick<AnyKind, 'kind' | 'isBeside' | 'isAlwaysAdmitted'> & {
  readonly subject: Pick<AnyKind['subject'], 'kind'>;
};

async function queue(
  trx: Knex.Transaction,
  definition: Queued,
  subject: QueuedFor,
  params: StoredParams,
  requester: Requester,
): Promise<OperationId> {
  await requireRoom(trx, definition, subject.projectId);
  const id = newId<OperationId>();
  await insertFor(trx, id, definition, subject, params, requester);
  return id;
}

async function insertFor(
  trx: Knex.Transaction,
  id: OperationId,
  definition: Queued,
  subject: QueuedFor,
  params: StoredParams,
  requester: Requester,
): Promise<void> {
  await insertOperation(trx, {
    id,
    kind: definition.kind,
    hostId: subject.hostId,
    subject: subjectOf(definition.subject.kind, subject),
    projectId: subject.projectId,
    userId: requester.userId,
    requestId: requester.requestId,
    params,
    isBeside: definition.isBeside,
    traceparent: requester.traceparent ?? null,
  });
}

function queuedEvent(
  { kind, subject: { kind: subjectKind } }: Queued,
  subject: SubjectToQueue,
  { userId, requestId, clientAddress }: Requester,
  operationId: OperationId,
): NewEvent {
  return {
    kind: 'operation.queued',
    projectId: subject.projectId,
    subject: subjectOf(subjectKind, subject),
    operationId,
    userId,
    requestId,
    clientAddress,
    detail: { kind },
  };
}

async function requireRoom(
  trx: Knex.Transaction,
  { isAlwaysAdmitted }: Pick<Queued, 'isAlwaysAdmitted'>,
  project: ProjectId,
): Promise<void> {
  if (isAlwaysAdmitted) return;
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
