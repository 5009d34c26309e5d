/**
 * Signals that abort after a time, in place of `AbortSignal.timeout`. In Node 20, the garbage collector can remove a
 * signal of `AbortSignal.timeout` that is used only through `AbortSignal.any`; it then never aborts, and what waits for
 * it waits for ever.
 * Invariant: the service and the drivers do not use `AbortSignal.timeout` (test/unit/deadline.test.ts).
 */

/** Aborts after this time with a `TimeoutError`, like `AbortSignal.timeout`. Does not keep the process running. */
export function deadlineSignal(ms: number): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => controller.abort(new DOMException('The time limit has passed.', 'TimeoutError'));
  setTimeout(abort, ms).unref();
  return controller.signal;
}
