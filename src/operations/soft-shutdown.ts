/**
 * The step shared by guest.shutdown and guest.reboot. It requests that the guest power itself off within the timeout of
 * the request, counted from the operation's first attempt. After the timeout, `force` cuts the power; without `force`,
 * the step throws `operation_timed_out` and the guest keeps running. A guest that is already off gets no request. A
 * suspended guest cannot react, so the lifecycle admits its shutdown only with `force`.
 */
import { GuesthouseError } from '../domain/errors.js';
import type { StoredParams } from '../domain/operation.js';
import type { GuestWork } from './guest-subject.js';

export const TIMEOUT_DEFAULT_S = 90;

export interface SoftPowerParams {
  /** Timeout for the guest to power itself off, in seconds. */
  readonly timeoutS: number;
  /** Whether to cut the power after the timeout. */
  readonly force: boolean;
}

export function readSoftPowerParams({ timeoutS, force }: StoredParams): SoftPowerParams {
  return { timeoutS: typeof timeoutS === 'number' ? timeoutS : TIMEOUT_DEFAULT_S, force: force === true };
}

export async function softShutdown(work: GuestWork<SoftPowerParams>): Promise<void> {
  const { backend, subject, params, begunAtMs, signal } = work;
  const guestId = subject.id;
  const { timeoutS } = params;
  const seen = await backend.observeGuests([guestId], { signal });
  const state = seen.get(guestId)?.state;
  if (state === 'stopped' || state === 'crashed') return;
  if (state === 'suspended' && params.force) return backend.poweroffGuest(guestId, { signal });
  const leftMs = begunAtMs + timeoutS * 1000 - performance.now();
  const isOver = AbortSignal.timeout(Math.max(0, Math.ceil(leftMs)));
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
