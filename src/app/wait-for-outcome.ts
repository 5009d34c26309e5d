/**
 * The outcome for a client that waits for an operation: the guest after the end of the operation, or the operation's
 * failure as the failure of the request.
 */
import { GuesthouseError, isGuesthouseError } from '../domain/errors.js';
import type { Guest } from '../domain/guest.js';
import type { OperationId } from '../domain/ids.js';
import type { App } from './app.js';
import type { ProjectCaller } from './access/caller.js';
import { awaitOperation } from './events/await-operation.js';
import { getGuest } from './guests.js';
import type { ActedOnGuest } from './guests.js';

export interface Wait {
  readonly waitMs: number;
  /** Aborts when the client has disconnected. */
  readonly signal: AbortSignal;
}

export type Outcome =
  /** There was nothing to do: the guest is already in the requested state. */
  | { readonly kind: 'there'; readonly guest: Guest; readonly isReplayed: boolean }
  /** An operation is in progress. */
  | { readonly kind: 'open'; readonly guest: Guest; readonly operationId: OperationId; readonly isReplayed: boolean }
  /** The operation has succeeded within the wait. The guest is null if this or a later operation has deleted it. */
  | {
      readonly kind: 'ended';
      readonly guest: Guest | null;
      readonly operationId: OperationId;
      readonly isReplayed: boolean;
    };

/**
 * The fault of an operation that the request has waited for. It contains the id of the operation, so that the client
 * can query the operation.
 */
export class OperationFailed extends GuesthouseError {
  readonly operationId: OperationId;

  constructor(operationId: OperationId, ...rest: ConstructorParameters<typeof GuesthouseError>) {
    super(...rest);
    this.operationId = operationId;
  }
}

export async function waitForOutcome(
  app: App,
  caller: ProjectCaller,
  acted: ActedOnGuest,
  wait: Wait | null,
): Promise<Outcome> {
  const { guest, operationId, isReplayed } = acted;
  if (operationId === null) return { kind: 'there', guest, isReplayed };
  const ended = wait === null ? null : await awaitOperation(app, caller, operationId, wait);
  if (ended === null) return { kind: 'open', guest, operationId, isReplayed };
  if (ended.state === 'cancelled') {
    throw new OperationFailed(operationId, 'operation_cancelled', `The operation ${ended.kind} was cancelled.`);
  }
  if (ended.fault !== null) throw new OperationFailed(operationId, ended.fault.kind, ended.fault.detail);
  const after = await findIfExists(app, caller, guest);
  return { kind: 'ended', guest: after, operationId, isReplayed };
}

/** Null if the guest no longer exists, because the ended operation or a later one has deleted it. */
async function findIfExists(app: App, caller: ProjectCaller, guest: Guest): Promise<Guest | null> {
  try {
    return await getGuest(app, caller, guest.id);
  } catch (error) {
    if (isGuesthouseError(error, 'guest_not_found')) return null;
    throw error;
  }
}
