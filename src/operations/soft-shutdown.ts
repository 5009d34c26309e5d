/**
 * The step that guest.shutdown and guest.reboot share: ask the guest to power itself off, within the time that the request gave it,
 * counted from the operation's first attempt. When the time is over: with `force` the power is cut, without it `operation_timed_out`
 * and the guest runs on. A guest that is off already needs no asking; a suspended one cannot hear, so only `force` gets here.
 */
import { GuesthouseError } from '../domain/errors.js';
import { toEpochMs } from '../domain/timestamp.js';
import type { Work } from './handler.js';

export const TIMEOUT_DEFAULT_S = 90;

export async function softShutdown({ backend, guestId, params, startedAt, signal }: Work): Promise<void> {
  const seen = await backend.observeGuests([guestId], { signal });
  const state = seen.get(guestId)?.state;
  if (state === 'stopped' || state === 'crashed') return;
  if (state === 'suspended' && params.force === true) return backend.poweroffGuest(guestId, { signal });
  const timeoutS = params.timeoutS ?? TIMEOUT_DEFAULT_S;
  const endsAt = toEpochMs(startedAt) + timeoutS * 1000;
  const isOver = AbortSignal.timeout(Math.max(0, endsAt - Date.now()));
  try {
    await backend.shutdownGuest(guestId, { signal: AbortSignal.any([signal, isOver]) });
  } catch (error) {
    if (!isOver.aborted || signal.aborted) throw error;
    if (params.force !== true) {
      throw new GuesthouseError('operation_timed_out', `The guest did not power itself off within ${timeoutS} s.`, {
        cause: error,
      });
    }
    await backend.poweroffGuest(guestId, { signal });
  }
}
