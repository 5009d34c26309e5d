/**
 * The registry of operation kinds: the definition of each kind, and the kind of operation that each verb of a guest
 * queues.
 */
import type { OperationKind, Verb } from '../domain/words.js';
import { acceptDrift } from './accept-drift.js';
import { copyImage } from './copy-image.js';
import { createGuest } from './create-guest.js';
import { deleteGuest } from './delete-guest.js';
import { discardDrift } from './discard-drift.js';
import type { AnyKind, OperationKindDefinition } from './kind.js';
import { poweroffGuest } from './poweroff-guest.js';
import { rebootGuest } from './reboot-guest.js';
import { restartGuest } from './restart-guest.js';
import { shutdownGuest } from './shutdown-guest.js';
import { startGuest } from './start-guest.js';
import { suspendGuest } from './suspend-guest.js';
import { updateGuest } from './update-guest.js';

export const KINDS = {
  'guest.create': createGuest,
  'guest.update': updateGuest,
  'guest.start': startGuest,
  'guest.shutdown': shutdownGuest,
  'guest.reboot': rebootGuest,
  'guest.restart': restartGuest,
  'guest.poweroff': poweroffGuest,
  'guest.suspend': suspendGuest,
  'guest.delete': deleteGuest,
  'guest.accept_drift': acceptDrift,
  'guest.discard_drift': discardDrift,
  'image.copy': copyImage,
} as const satisfies Record<OperationKind, AnyKind>;

export const KIND_OF_VERB = {
  start: startGuest,
  shutdown: shutdownGuest,
  reboot: rebootGuest,
  restart: restartGuest,
  poweroff: poweroffGuest,
  suspend: suspendGuest,
  update: updateGuest,
  delete: deleteGuest,
  accept_drift: acceptDrift,
  discard_drift: discardDrift,
} as const satisfies Record<Verb, AnyKind>;

/** The kind of the operation that is queued in the transaction that inserts a new guest. */
export const CREATION = createGuest;

/**
 * The parameters that a request can give for an operation of a kind. Defaults are filled in when the operation runs.
 */
export type RequestParams<Kind> =
  Kind extends OperationKindDefinition<infer Params, infer _, infer _> ? Partial<Params> : never;
