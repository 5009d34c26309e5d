/**
 * Turns requests into durable operations. The lifecycle (src/domain/lifecycle.ts) decides about each verb that a
 * request sends to a guest. One transaction locks the guest's row, decides, and writes the result. So concurrent
 * requests for a guest are decided one after the other.
 *
 * A pre-emption requests the end of every open operation of the guest's lifecycle and queues the new operation after
 * them. A worker claims the new operation only when the last of them has ended (src/store/operations.ts). This file
 * also decides about cancellation.
 *
 * `enqueueOperation` queues operations outside the lifecycle: those on other subjects, and those that run beside the
 * lifecycle.
 */
import type { Knex } from 'knex';
import { GuesthouseError } from '../domain/errors.js';
import type { ErrorKind } from '../domain/errors.js';
import { hasSavedState } from '../domain/drift.js';
import { requirePrecondition } from '../domain/etag.js';
import type { Precondition } from '../domain/etag.js';
import type { Guest } from '../domain/guest.js';
import { eventOfGuest } from '../domain/event.js';
import type { NewEvent } from '../domain/event.js';
import { newId } from '../domain/ids.js';
import type { GuestId, HostId, OperationId, ProjectId } from '../domain/ids.js';
import type { Image } from '../domain/image.js';
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
import { settleClaim } from '../store/placements.js';
import { getKind } from './kind.js';
import type { AnyKind, Kinds, OpenOperation, OperationKindDefinition } from './kind.js';
import { CREATION, KIND_OF_VERB, KINDS } from './kinds.js';
import type { RequestParams } from './kinds.js';
import { openOperationOf, stateChange } from './settle-guest.js';

/** The caller and the request, as recorded in the operation's row, and the precondition on the guest. */
export interface Requester {
  readonly userId: string | null;
  readonly requestId: string;
  readonly clientAddress: string;
  /** The request's place in its trace (W3C Trace Context); absent if traces are off. */
  readonly traceparent?: string;
  readonly precondition: Precondition | null;
}

export type GuestToInsert = Omit<NewGuest, 'openOperation'>;

export interface Enqueued {
  readonly guest: Guest;
  /** The operation that fulfils the request; null if the guest was already in the requested state. */
  readonly operationId: OperationId | null;
  /** The kinds of the operations that the new operation pre-empted while they were still queued. */
  readonly preempted: readonly OperationKind[];
}

/** Maximum number of open operations of a project. Kinds with `isAlwaysAdmitted` are exempt. */
const OPEN_OPERATIONS_MAX = 1000;

const REFUSALS: Partial<Record<ErrorKind, string>> = {
  guest_not_running: 'The guest is not running.',
  guest_not_stopped: 'The guest must be stopped for this.',
  guest_suspended: 'The guest is suspended. It cannot react until it is started.',
  guest_in_error: 'The guest is in error; see its fault. It can be deleted, and started unless its creation failed.',
  host_unreachable: 'The host of the guest is away. Try again when it is up.',
};

/** The parameters that a request can give for a verb's operation. */
export type VerbParams<V extends Verb> = RequestParams<(typeof KIND_OF_VERB)[V]>;

/** Sends `verb` to the guest. Throws the lifecycle's refusal, `guest_not_found`, or `too_many_requests`. */
export async function enqueueVerb<V extends Verb>(
  trx: Knex.Transaction,
  id: GuestId,
  verb: V,
  params: VerbParams<V>,
  requester: Requester,
): Promise<Enqueued> {
  const guest = await lockGuest(trx, id);
  if (guest === null) throw new GuesthouseError('guest_not_found', 'The guest does not exist.');
  // Must come before the decision: a guest that is already in the requested state can still have a different version
  // than the client expects.
  requirePrecondition(requester.precondition, guest.version);
  const { force } = params as { readonly force?: boolean };
  const openVerb = guest.openOperation === null ? null : getKind(KINDS, guest.openOperation.kind).verb;
  const decision = decide({ state: guest.state, observed: guest.observed, openVerb }, verb, force);
  const definition: AnyKind = KIND_OF_VERB[verb];
  let preempted: readonly OperationKind[] = [];
  const hasWork = verb === 'poweroff' && hasSavedState(guest.drift);
  switch (decision.kind) {
    case 'already':
      // A stopped guest can have a saved state, which a power-off drops.
      if (hasWork) break;
      return { guest, operationId: null, preempted: [] };
    case 'join':
      return { guest, operationId: guest.openOperation?.id ?? null, preempted: [] };
    case 'refuse':
      throw refusal(decision.error, guest);
    case 'begin':
      break;
    case 'pre-empt':
      preempted = await requestCancelOfOpen(trx, guest);
      // An operation that ended in the queue can have claimed room for a larger size.
      await settleClaim(trx, id);
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

/** Inserts the guest together with the operation that creates it. Throws the violation of `guests_name_unique`. */
export async function enqueueCreation(
  trx: Knex.Transaction,
  guest: GuestToInsert,
  params: RequestParams<typeof CREATION>,
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
    eventOfGuest(
      'guest.placed',
      created,
      requester,
      { host_id: created.hostId, host: created.hostName, zone: created.zone.name },
      operationId,
    ),
    queuedEvent(CREATION, created, requester, operationId),
  ]);
  return { guest: created, operationId, preempted: [] };
}

/** The subject that an operation is queued for. */
export interface SubjectToQueue {
  readonly id: string;
  readonly name: string;
  readonly projectId: ProjectId;
}

/**
 * Queues an operation outside the lifecycle: on a subject other than a guest, or beside the lifecycle of a guest. The
 * calling function must hold the lock of the subject's row, and must check whether the subject's state allows the
 * operation. The worker of the host `on` runs the operation. Throws `too_many_requests`.
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

/** Queues the operation that copies the image to the host ahead of any guest. The image's row must be locked. */
export function enqueueImageCopy(
  trx: Knex.Transaction,
  image: Image,
  host: HostId,
  requester: Requester,
): Promise<OperationId> {
  return enqueueOperation(trx, KINDS['image.copy'], image, host, {}, requester);
}

/**
 * The result of a request to cancel an operation:
 *   cancelled         the operation was queued, and has ended
 *   requested         the operation is running, and its worker aborts it: it ends `cancelled`, or `succeeded` if it
 *                     completes first
 *   not cancellable   the operation is running, and operations of its kind cannot be cancelled while they run
 *   ended             the operation had already ended
 */
export type Cancellation = 'cancelled' | 'requested' | 'not cancellable' | 'ended';

/** Requests the end of an operation. Idempotent. */
export async function cancelOperation(
  trx: Knex.Transaction,
  operation: Pick<Operation, 'id' | 'kind' | 'subject' | 'projectId' | 'params'>,
  requester: Requester,
  kinds: Kinds = KINDS,
): Promise<Cancellation> {
  const { id, kind, params } = operation;
  const definition = getKind(kinds, kind);
  // As in every transaction of this kind, the lock of the subject's row must come first: it prevents other transactions
  // from queuing or ending operations of the subject's lifecycle.
  const subject = await definition.subject.lock(trx, operation.subject.id);
  const isOpen = ({ state }: OperationToCancel): boolean => state === 'queued' || state === 'running';
  const isCancellable = ({ state }: OperationToCancel): boolean => state === 'queued' || definition.isCancellable;
  const before = await requestCancel(trx, id, (found) => {
    requirePrecondition(requester.precondition, found.version);
    return isOpen(found) && isCancellable(found);
  });
  if (before === null || !isOpen(before)) return 'ended';
  if (!isCancellable(before)) return 'not cancellable';
  if (before.state === 'running') return 'requested';
  if (subject === null) return 'cancelled';
  await definition.commit(trx, {
    id,
    kind,
    params: definition.readParams(params),
    state: 'cancelled',
    fault: null,
    notes: {},
    actor: requester,
    subject,
    observation: { kind: 'none' },
    next: await findNext(trx, operation, kinds),
    isAbsenceExpected: definition.isAbsenceExpected,
  });
  return 'cancelled';
}

/** The newest open operation of the lifecycle of the operation's subject, with its kind's verb and `stateMeanwhile`. */
export async function findNext(
  trx: Knex.Transaction,
  { subject: { id }, projectId }: Pick<Operation, 'subject' | 'projectId'>,
  kinds: Kinds,
): Promise<OpenOperation | null> {
  const open = await findNewestOpenOperation(trx, { id, projectId });
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
