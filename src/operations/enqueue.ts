/**
 * From a request's wish to a durable operation: the lifecycle decides, and what it decided is written in the same transaction, with
 * the guest's row locked, so that two requests at once are decided one after the other.
 *
 * Pre-emption: every open operation of the guest is asked to end, and the new one is queued behind them; it is claimed only when the
 * last of them has ended (src/store/operations.ts).
 */
import type { Knex } from 'knex';
import { GuesthouseError } from '../domain/errors.js';
import type { ErrorKind } from '../domain/errors.js';
import type { Guest } from '../domain/guest.js';
import { newId } from '../domain/ids.js';
import type { GuestId, OperationId, ProjectId } from '../domain/ids.js';
import { decide, KIND_OF_VERB } from '../domain/lifecycle.js';
import type { OperationParams } from '../domain/operation.js';
import type { OperationKind, Verb } from '../domain/words.js';
import { insertGuest, lockGuest, writeFacts } from '../store/guests.js';
import type { NewGuest } from '../store/guests.js';
import { countOpenOperations, insertOperation, requestCancelOfOpen } from '../store/operations.js';

/** Who asks, for the operation's row. */
export interface Requester {
  readonly projectId: ProjectId;
  readonly userId: string | null;
  readonly requestId: string;
}

export interface Enqueued {
  readonly guest: Guest;
  /** The operation that does it; null when the guest was there already. */
  readonly operationId: OperationId | null;
}

/** Most operations of a project that may be open at once. Poweroff and delete are never held up by it. */
const OPEN_OPERATIONS_MAX = 1000;

const REFUSALS: Partial<Record<ErrorKind, string>> = {
  guest_not_running: 'The guest is not running.',
  guest_suspended: 'The guest is suspended: it hears nothing until it is started.',
  guest_in_error: 'The guest is in error: see its fault. It can be started, unless its creation failed, or deleted.',
  host_unreachable: 'The host of the guest is away.',
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
  if (guest === null) throw new GuesthouseError('guest_not_found', 'There is no such guest.');
  const facts = { state: guest.state, observed: guest.observed, openKind: guest.openOperation?.kind ?? null };
  const decision = decide(facts, verb, params.force);
  switch (decision.kind) {
    case 'already':
      return { guest, operationId: null };
    case 'join':
      return { guest, operationId: guest.openOperation?.id ?? null };
    case 'refuse':
      throw refusal(decision.error, guest);
    case 'begin':
      if (verb !== 'delete' && verb !== 'poweroff') await requireRoom(trx, requester.projectId);
      break;
    case 'pre-empt':
      await requestCancelOfOpen(trx, id);
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
  const after = await lockGuest(trx, id);
  return { guest: after ?? guest, operationId: operation.id };
}

/** Inserts the guest together with the operation that makes it. Fails on `guests_name_unique`. */
export async function enqueueCreation(
  trx: Knex.Transaction,
  guest: Omit<NewGuest, 'openOperation'>,
  params: OperationParams,
  requester: Requester,
): Promise<Enqueued & { readonly operationId: OperationId }> {
  await requireRoom(trx, requester.projectId);
  const operation = { id: newId<OperationId>(), kind: 'guest.create' as const };
  await insertGuest(trx, { ...guest, openOperation: operation });
  await insertFor(trx, guest, operation, params, requester);
  const created = await lockGuest(trx, guest.id);
  if (created === null) throw new GuesthouseError('internal', 'The guest could not be made.');
  return { guest: created, operationId: operation.id };
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
    guestId: guest.id,
    guestName: guest.name,
    projectId: guest.projectId,
    userId: requester.userId,
    requestId: requester.requestId,
    params,
  });
}

async function requireRoom(trx: Knex.Transaction, project: ProjectId): Promise<void> {
  if ((await countOpenOperations(trx, project)) < OPEN_OPERATIONS_MAX) return;
  throw new GuesthouseError(
    'too_many_requests',
    `The project has ${OPEN_OPERATIONS_MAX} operations under way already. Try again when some have ended.`,
  );
}

function refusal(kind: ErrorKind, guest: Guest): GuesthouseError {
  if (kind === 'operation_in_progress' && guest.openOperation !== null) {
    const { id, kind: openKind } = guest.openOperation;
    return new GuesthouseError(kind, `Operation ${id} (${openKind}) of the guest is under way.`);
  }
  return new GuesthouseError(kind, REFUSALS[kind] ?? 'The state of the guest does not allow this.');
}
