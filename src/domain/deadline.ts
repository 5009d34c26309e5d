/**
 * Time limits as signals: they abort after a time, in place of `AbortSignal.timeout`. In Node 20, the garbage collector
 * can remove a signal of `AbortSignal.timeout` that is used only through `AbortSignal.any`; it then never aborts, and
 * what waits for it waits for ever.
 * Invariant: the service and the drivers do not use `AbortSignal.timeout` (test/unit/deadline.test.ts).
 */

/** Aborts after this time with a `TimeoutError`, like `AbortSignal.timeout`. Does not keep the process running. */
export function deadlineSignal(ms: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(timeLimitPassed()), ms).unref();
  return controller.signal;
}

/**
 * Runs `work` with a signal that aborts with `signal`, or after this time with a `TimeoutError`. No timer and no
 * listener outlasts the work, so this is cheaper than a signal for work that is usually short.
 */
export async function withDeadline<T>(
  ms: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => controller.abort(timeLimitPassed()), ms);
  try {
    if (signal.aborted) onAbort();
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

function timeLimitPassed(): DOMException {
  return new DOMException('The time limit has passed.', 'TimeoutError');
}
