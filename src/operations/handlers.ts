/** Every kind of operation and what does it. */
import type { OperationKind } from '../domain/words.js';
import { createGuest } from './create-guest.js';
import { deleteGuest } from './delete-guest.js';
import type { OperationHandler } from './handler.js';
import { poweroffGuest } from './poweroff-guest.js';
import { rebootGuest } from './reboot-guest.js';
import { restartGuest } from './restart-guest.js';
import { shutdownGuest } from './shutdown-guest.js';
import { startGuest } from './start-guest.js';
import { suspendGuest } from './suspend-guest.js';
import { updateGuest } from './update-guest.js';

export const HANDLERS = {
  'guest.create': createGuest,
  'guest.update': updateGuest,
  'guest.start': startGuest,
  'guest.shutdown': shutdownGuest,
  'guest.reboot': rebootGuest,
  'guest.restart': restartGuest,
  'guest.poweroff': poweroffGuest,
  'guest.suspend': suspendGuest,
  'guest.delete': deleteGuest,
} as const satisfies Record<OperationKind, OperationHandler>;
