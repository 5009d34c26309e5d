/**
 * How drivers keep B5: stop immediately when a call is aborted, and change nothing more after the call is over.
 */
import type { CallOptions } from '../backend.js';

/** The context of a call that a driver passes to every step. */
export type CallScope = Pick<CallOptions, 'signal' | 'requireOwnership'>;

/**
 * Throws if the call was aborted or its caller no longer owns the host. A driver calls this immediately before each
 * step that changes something, with no `await` in between.
 *
 * The signal is not enough. A process that was paused (SIGSTOP, a suspended machine) resumes in the middle of a call,
 * before any timer or message can abort the signal, although another service may own the host by then.
 * `requireOwnership` reads the clock (src/hosts/fence.ts).
 * Invariant: once the caller has lost the host, no step that changes something begins. (test/wire/qmp-guest.test.ts)
 */
export function throwIfOver({ signal, requireOwnership }: CallScope): void {
  try {
    requireOwnership?.();
  } finally {
    // The reason of the abort takes precedence over the error of `requireOwnership`: the loss of the host aborts the
    // signal too.
    signal.throwIfAborted();
  }
}

/**
 * The outcome of `promise`, or the signal's reason as soon as the signal aborts (B5). After an abort, the work behind
 * `promise` ends by itself, and its failure is ignored.
 */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  promise.catch(() => undefined);
  signal.throwIfAborted();
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
