/**
 * The step that guest.shutdown and guest.reboot share: ask the guest to power itself off, within the time that the request gave it,
 * counted from the operation's first attempt. When the time is over: with `force` the power is cut, without it `operation_timed_out`
 * and the guest runs on. A guest that is off already needs no asking; a suspended one cannot hear, so only `force` gets here.
 */
import { GuesthouseError } from '../domain/errors.js';
import { toEpochMs } from '../domain/timestamp.js';
import type { StoredParams } from '../domain/operation.js';
import type { GuestWork } from './guest-subject.js';

export const TIMEOUT_DEFAULT_S = 90;

export interface SoftPowerParams {
  /** How long the guest may take, in seconds. */
  readonly timeoutS: number;
  /** Cut the power when it takes longer. */
  readonly force: boolean;
}

export function readSoftPowerParams({ timeoutS, force }: StoredParams): SoftPowerParams {
  return { timeoutS: typeof timeoutS === 'number' ? timeoutS : TIMEOUT_DEFAULT_S, force: force === true };
}

export async function softShutdown(work: GuestWork<SoftPowerParams>): Promise<void> {
  const { backend, subject, params, startedAt, signal } = work;
  const guestId = subject.id;
  const { timeoutS } = params;
  const seen = await backend.observeGuests([guestId], { signal });
  const state = seen.get(guestId)?.state;
  if (state === 'stopped' || state === 'crashed') return;
  if (state === 'suspended' && params.force) return backend.poweroffGuest(guestId, { signal });
  const endsAt = toEpochMs(startedAt) + timeoutS * 1000;
  const isOver = AbortSignal.timeout(Math.max(0, endsAt - Date.now()));
  try {
    await backend.shutdownGuest(guestId, { signal: AbortSignal.any([signal, isOver]) });
  } catch (error) {
    if (!isOver.aborted || signal.aborted) throw error;
    if (!params.force) {
      throw new GuesthouseError('operation_timed_out', `The guest did not power itself off within ${timeoutS} s.`, {
        cause: error,
      });
    }
    await backend.poweroffGuest(guestId, { signal });
  }
}
