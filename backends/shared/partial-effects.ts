/**
 * Verbs of several messages, for every driver: once one of them was carried out, "nothing was sent" is no longer true (B3).
 *
 * `work` calls `begun` after each message that has changed something. If the host is then lost before the next one can be sent, that
 * message alone is `host_unreachable`; the verb is `outcome_unknown`, and is not repeated blindly. A message that was refused has
 * changed nothing. The `host_unreachable` is the cause: whoever knows that the verb can be repeated (B1) goes by it, and does so when
 * the host is back (src/operations/steps.ts).
 *
 * Invariant: no driver says `host_unreachable` of a verb that has changed something. (test/wire/fake-driver.test.ts,
 * test/wire/libvirt-partial-effects.test.ts, test/wire/qmp-partial-effects.test.ts)
 */
import { GuesthouseError, isGuesthouseError } from '../../src/domain/errors.js';

export async function trackingPartialEffects<T>(work: (begun: () => void) => Promise<T>): Promise<T> {
  let isBegun = false;
  try {
    return await work(() => (isBegun = true));
  } catch (error) {
    if (!isBegun || !isGuesthouseError(error, 'host_unreachable')) throw error;
    throw new GuesthouseError('outcome_unknown', 'The connection to the hypervisor was lost during the change.', {
      logDetail: error.logDetail ?? error.message,
      cause: error,
    });
  }
}
