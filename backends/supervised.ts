/**
 * The supervisor: a backend that wraps a driver, opens it when it is first needed, and implements the common behaviour
 * of all drivers.
 *
 *   - The first call that needs the driver opens it. Concurrent callers share the attempt; a failed attempt is
 *     forgotten, so the next call tries again.
 *   - Opening has a deadline. Every call has one too (calls.ts), except shutdownGuest and listenToEvents, whose callers
 *     limit their duration. If the deadline of opening passes, the call is `host_unreachable`, because nothing was
 *     sent. If the call's own deadline passes, the call is `outcome_unknown`.
 *   - B5 is enforced: if a driver keeps working for 5 s after an abort, the supervisor abandons the call, which is then
 *     `outcome_unknown` (`host_unreachable` if the driver was being opened). A call that completes in spite of the
 *     abort has succeeded.
 *   - An error that is no GuesthouseError is a defect of the driver: `internal`, with its cause.
 *   - The supervisor logs calls (debug) with guest, duration and purpose, reports them to a hook for metrics, and
 *     records them as spans if tracing is on.
 *
 * The supervisor never repeats a call and is independent of any hypervisor. Tested by test/contract/supervised.test.ts.
 */
import { asGuesthouseError, GuesthouseError, type ErrorKind } from '../src/domain/errors.js';
import type { GuestId } from '../src/domain/ids.js';
import type { Log } from '../src/domain/log.js';
import type { Tracer } from '../src/domain/trace.js';
import type { BackendName } from '../src/domain/words.js';
import type { Backend, BackendEvent, CallOptions, Capabilities } from './backend.js';
import { CALLS } from './calls.js';
import type { CallInfo, CallName } from './calls.js';
import { backendOf } from './decorate.js';
import type { CallRunner } from './decorate.js';

/** How to open a driver. */
export interface Opener {
  readonly name: BackendName;
  open(options: CallOptions): Promise<Backend>;
}

/** The calls that the supervisor bounds and reports; `open` is the attempt to reach the host. */
export type SupervisedCall = 'open' | CallName;

export interface CallReport {
  readonly call: SupervisedCall;
  readonly guest: GuestId | null;
  readonly durationMs: number;
  /** `aborted`: the caller aborted the call. */
  readonly outcome: 'succeeded' | 'aborted' | ErrorKind;
}

export interface SuperviseOptions {
  readonly log: Log;
  /** Real milliseconds; null: no deadline. Overrides the defaults of calls.ts. */
  readonly deadlinesMs?: Partial<Record<SupervisedCall, number | null>>;
  /** How long a driver can keep working after an abort before its call is abandoned; default 5,000. */
  readonly abortGraceMs?: number;
  readonly onCall?: (report: CallReport) => void;
  readonly tracer?: Tracer | null;
}

const OPEN_DEADLINE_MS = 30_000;
const ABORT_GRACE_MS = 5_000;

export function supervise(opener: Opener, options: SuperviseOptions): Backend {
  return backendOf(new Supervisor(opener, options));
}

class Supervisor implements CallRunner {
  readonly name: BackendName;
  readonly #opener: Opener;
  readonly #options: SuperviseOptions;
  readonly #log: Log;
  readonly #closing = new AbortController();
  #attempt: Promise<Backend> | null = null;
  /** The opened driver, so that a call need not wait for the attempt. */
  #driver: Backend | null = null;
  #capabilities: Capabilities | null = null;

  constructor(opener: Opener, options: SuperviseOptions) {
    this.name = opener.name;
    this.#opener = opener;
    this.#options = options;
    this.#log = options.log.child({ backend: opener.name });
  }

  get capabilities(): Capabilities {
    if (this.#capabilities === null)
      throw new GuesthouseError('host_unreachable', 'The hypervisor has not been reached yet.');
    return this.#capabilities;
  }

  /**
   * Throws if the driver cannot be opened, because no stream exists yet whose loss could be reported. The caller must
   * then listen again.
   */
  async *listenToEvents(options: CallOptions): AsyncIterable<BackendEvent> {
    const { signal } = options;
    if (signal.aborted) return;
    let driver: Backend;
    try {
      driver = await this.#open(signal);
    } catch (error) {
      if (signal.aborted) return;
      throw asGuesthouseError(error);
    }
    yield* driver.listenToEvents(options);
  }

  async close(): Promise<void> {
    this.#closing.abort(new GuesthouseError('host_unreachable', 'The driver is closed.'));
    this.#driver = null;
    const driver = await this.#attempt?.catch(() => null);
    await driver?.close();
  }

  call<T>(
    call: CallInfo,
    options: CallOptions,
    run: (driver: Backend, options: CallOptions) => Promise<T>,
  ): Promise<T> {
    const { tracer } = this.#options;
    if (!tracer) return this.#callOnce(call, options, run);
    const { name, guest } = call;
    const attributes = { 'guesthouse.backend': this.name, ...(guest === null ? {} : { 'guesthouse.guest.id': guest }) };
    return tracer.span(`driver ${name}`, { kind: 'client', attributes }, () => this.#callOnce(call, options, run));
  }

  async #callOnce<T>(
    { name: call, guest }: CallInfo,
    options: CallOptions,
    run: (driver: Backend, options: CallOptions) => Promise<T>,
  ): Promise<T> {
    const { about } = options;
    const startedMs = performance.now();
    let outcome: CallReport['outcome'] = 'succeeded';
    try {
      options.signal.throwIfAborted();
      const driver = this.#driver ?? (await this.#open(options.signal));
      return await this.#bounded(call, options.signal, (signal) => run(driver, { ...options, signal }));
    } catch (error) {
      if (options.signal.aborted && error === options.signal.reason) {
        outcome = 'aborted';
        throw error;
      }
      const ours = asGuesthouseError(error);
      outcome = ours.kind;
      if (ours.kind === 'internal')
        this.#log.error({ ...about, call, guest, err: error }, 'driver threw an unexpected error');
      throw ours;
    } finally {
      this.#report({ call, guest, outcome, durationMs: performance.now() - startedMs }, about);
    }
  }

  #report(report: CallReport, about?: CallOptions['about']): void {
    this.#log.debug({ ...about, ...report }, 'driver call');
    try {
      this.#options.onCall?.(report);
    } catch (error) {
      this.#log.error({ err: error }, 'hook for driver calls failed');
    }
  }

  /**
   * Waits for the shared attempt until the caller's signal aborts; the attempt itself continues for the other callers.
   */
  async #open(signal: AbortSignal): Promise<Backend> {
    this.#closing.signal.throwIfAborted();
    this.#attempt ??= this.#begin();
    const attempt = this.#attempt;
    const aborted = whenAborted(signal);
    try {
      return await Promise.race([attempt, aborted.promise]);
    } finally {
      aborted.forget();
    }
  }

  #begin(): Promise<Backend> {
    const startedMs = performance.now();
    const attempt = this.#bounded('open', this.#closing.signal, (signal) => this.#opener.open({ signal })).then(
      (driver) => {
        this.#capabilities = driver.capabilities;
        if (!this.#closing.signal.aborted) this.#driver = driver;
        this.#report({ call: 'open', guest: null, outcome: 'succeeded', durationMs: performance.now() - startedMs });
        return driver;
      },
      (error: unknown) => {
        this.#attempt = null;
        const ours = asGuesthouseError(error);
        this.#report({ call: 'open', guest: null, outcome: ours.kind, durationMs: performance.now() - startedMs });
        throw ours;
      },
    );
    return attempt;
  }

  /** Runs `work` until its deadline or the caller's abort, and at most `abortGraceMs` after either. */
  async #bounded<T>(
    call: SupervisedCall,
    callersSignal: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { deadlinesMs, abortGraceMs = ABORT_GRACE_MS } = this.#options;
    const deadlineMs = deadlinesMs?.[call] === undefined ? defaultDeadlineMs(call) : deadlinesMs[call];
    // Made only when needed, because an error costs more than the rest of a short call.
    const tooLate = (): GuesthouseError =>
      new GuesthouseError(
        // Opening changes nothing on the host, so its outcome is not in doubt.
        call === 'open' ? 'host_unreachable' : 'outcome_unknown',
        'The hypervisor did not respond in time.',
        { logDetail: `${call} took longer than ${deadlineMs} ms` },
      );
    const inner = new AbortController();
    let grace: NodeJS.Timeout | undefined;
    let isAbandoned = false;
    let abandon: (error: GuesthouseError) => void = () => undefined;
    const abandoned = new Promise<never>((_, reject) => (abandon = reject));
    const abort = (reason: unknown): void => {
      if (inner.signal.aborted) return;
      inner.abort(reason);
      grace = setTimeout(() => {
        isAbandoned = true;
        const logDetail = `${call} ignored its abort for ${abortGraceMs} ms`;
        this.#log.warn({ call }, 'driver ignored an abort; abandoning its call');
        const kind = call === 'open' ? 'host_unreachable' : 'outcome_unknown';
        abandon(new GuesthouseError(kind, 'The hypervisor did not respond.', { logDetail, cause: reason }));
      }, abortGraceMs);
    };
    const onAbort = (): void => abort(callersSignal.reason);
    callersSignal.addEventListener('abort', onAbort, { once: true });
    const deadline = deadlineMs === null ? undefined : setTimeout(() => abort(tooLate()), deadlineMs);
    try {
      if (callersSignal.aborted) onAbort();
      const working = work(inner.signal);
      working.then(
        (late) => {
          if (!isAbandoned) return;
          this.#log.warn({ call }, 'abandoned driver call succeeded');
          // Nothing else refers to this driver, so only this code can close its connection.
          if (call === 'open') void (late as Backend).close().catch(() => undefined);
        },
        (error: unknown) => {
          if (isAbandoned) this.#log.warn({ call, err: error }, 'abandoned driver call failed');
        },
      );
      return await Promise.race([working, abandoned]);
    } catch (error) {
      // Some of Node's own functions reject with an AbortError that wraps the reason.
      if (inner.signal.aborted && !(error instanceof GuesthouseError)) throw inner.signal.reason;
      throw error;
    } finally {
      clearTimeout(deadline);
      clearTimeout(grace);
      callersSignal.removeEventListener('abort', onAbort);
    }
  }
}

function defaultDeadlineMs(call: SupervisedCall): number | null {
  return call === 'open' ? OPEN_DEADLINE_MS : CALLS[call].deadlineMs;
}

function whenAborted(signal: AbortSignal): { promise: Promise<never>; forget: () => void } {
  let onAbort: () => void = () => undefined;
  const promise = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  return { promise, forget: () => signal.removeEventListener('abort', onAbort) };
}
