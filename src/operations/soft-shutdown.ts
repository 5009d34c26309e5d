/**
 * The step shared by guest.shutdown and guest.reboot. It requests that the guest power itself off within the timeout of
 * the request, counted from the operation's first attempt. After the timeout, `force` cuts the power; without `force`,
 * the step throws `operation_timed_out` and the guest keeps running. A guest that is already off gets no request. A
 * suspended guest cannot react, so the lifecycle admits its shutdown only with `force`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { deadlineSignal } from '../domain/deadline.js';
import { GuesthouseError, isGuesthouseError } from '../domain/errors.js';
import type { StoredParams } from '../domain/operation.js';
import type { GuestWork } from './guest-subject.js';

export const TIMEOUT_DEFAULT_S = 90;
const TRY_AGAIN_MS = 1_000;

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
  const isOver = deadlineSignal(Math.max(0, Math.ceil(leftMs)));
  const bounded = AbortSignal.any([signal, isOver]);
  try {
    await untilResponsive(bounded, () => backend.shutdownGuest(guestId, { signal: bounded }));
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

/** A guest whose machine does not respond cannot shut down either, so the timeout is not extended. */
async function untilResponsive(signal: AbortSignal, shutDown: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await shutDown();
    } catch (error) {
      const cause = isGuesthouseError(error, 'outcome_unknown') ? error.cause : error;
      if (!isGuesthouseError(cause, 'guest_unresponsive') || signal.aborted) throw error;
      await sleep(TRY_AGAIN_MS, undefined, { signal });
    }
  }
}
