/**
 * Calls of several messages, for every driver: after one message was carried out, "nothing was sent" is no longer true
 * (B3).
 *
 * `work` calls `onChange` after each message that has changed something (a refused message has changed nothing). If the
 * host is then lost before the next message can be sent, that message is `host_unreachable` (`guest_unresponsive` if
 * only the guest's machine was lost), but the call as a whole is `outcome_unknown` and must not be repeated blindly.
 * The error of the message becomes the cause of the `outcome_unknown`. Operations that can repeat the call (B1) check
 * the cause, and repeat the call when the host is back (src/operations/steps.ts).
 *
 * Invariant: no driver reports `host_unreachable` or `guest_unresponsive` for a call that has changed something.
 * (test/wire/fake-driver.test.ts, test/wire/libvirt-partial-effects.test.ts, test/wire/qmp-partial-effects.test.ts)
 */
import { GuesthouseError, isGuesthouseError } from '../../src/domain/errors.js';

export async function trackingPartialEffects<T>(work: (onChange: () => void) => Promise<T>): Promise<T> {
  let hasChanged = false;
  try {
    return await work(() => (hasChanged = true));
  } catch (error) {
    if (!hasChanged || !isGuesthouseError(error, 'host_unreachable', 'guest_unresponsive')) throw error;
    throw new GuesthouseError('outcome_unknown', 'The connection to the hypervisor was lost during the change.', {
      logDetail: error.logDetail ?? error.message,
      cause: error,
    });
  }
}
