/**
 * The caller's signal together with others, for every driver: it aborts as soon as one of them does.
 *
 * The caller's may be more than a flag: a service that was stopped learns from a clock, each time a driver asks, that its host is
 * another's by now (src/hosts/fence.ts). `AbortSignal.any` alone hears what is told and never asks, so it would go on.
 * Invariant: whoever asks this signal asks the caller's. (test/wire/qmp-guest.test.ts)
 */
export function anySignal(callers: AbortSignal, ...others: readonly AbortSignal[]): AbortSignal {
  const told = AbortSignal.any([callers, ...others]);
  const isOver = (): boolean => told.aborted || callers.aborted;
  // Whatever came first stays the reason.
  const reason = (): unknown => (told.aborted ? told.reason : callers.reason);
  return Object.defineProperties(AbortSignal.any([told]), {
    aborted: { get: isOver },
    reason: { get: reason },
    throwIfAborted: {
      value: () => {
        if (isOver()) throw reason();
      },
    },
  });
}
