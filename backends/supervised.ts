/**
 * What every driver needs and none writes: a backend around a backend.
 *
 *   - The driver is opened by the first call that needs it. Callers share the attempt; one that failed is forgotten, so the next
 *     call tries again.
 *   - Every call has a deadline (shutdownGuest and listenToEvents have none: their callers bound them). One that passes before the
 *     driver was open is `host_unreachable`: nothing was sent. Afterwards it is `outcome_unknown`.
 *   - B5 is enforced: a driver that goes on for 5 s after an abort is left behind, and the call is `outcome_unknown`. One that got
 *     there in spite of the abort has succeeded.
 *   - What a driver throws that is no GuesthouseError is a defect: `internal`, with its cause.
 *   - Calls are logged (debug) with guest, duration and what they were made for, told to a hook for metrics, and are spans where
 *     traces are kept.
 *
 * It never repeats a call and knows nothing of any hypervisor. Held by test/contract/supervised.test.ts.
 */
import { asGuesthouseError, GuesthouseError, type ErrorKind } from '../src/domain/errors.js';
import type { GuestId } from '../src/domain/ids.js';
import type { Log } from '../src/domain/log.js';
import type { Tracer } from '../src/domain/trace.js';
import type { BackendName } from '../src/domain/words.js';
import type { Backend, BackendEvent, CallOptions, Capabilities, GuestDefinition } from './backend.js';

/** How to get at a driver; made of a factory and its configuration by whoever supervises. */
export interface Opener {
  readonly name: BackendName;
  /** What is taken for true until the driver has been open once: what the host could when it was last reached. */
  readonly assumedCapabilities?: Capabilities;
  open(options: CallOptions): Promise<Backend>;
}

/** The calls of a backend that are bounded and told about; `open` is the attempt to reach the host. */
export type SupervisedCall =
  | 'open'
  | {
      [M in keyof Backend]: Backend[M] extends (...args: never[]) => Promise<unknown> ? M : never;
    }[Exclude<keyof Backend, 'close'>];

export interface CallReport {
  readonly call: SupervisedCall;
  readonly guest: GuestId | null;
  readonly durationMs: number;
  /** `aborted`: by the caller. */
  readonly outcome: 'succeeded' | 'aborted' | ErrorKind;
}

export interface SuperviseOptions {
  readonly log: Log;
  /** Real milliseconds; null: none. Overrides `DEADLINES_MS`. */
  readonly deadlinesMs?: Partial<Record<SupervisedCall, number | null>>;
  /** How long a driver may go on after an abort; default 5,000. */
  readonly abortGraceMs?: number;
  readonly onCall?: (report: CallReport) => void;
  readonly tracer?: Tracer | null;
}

/** Long where disks are made and copied or a hypervisor process is started; short where only something is asked. */
export const DEADLINES_MS: Readonly<Record<SupervisedCall, number | null>> = {
  open: 30_000,
  describe: 10_000,
  listNetworks: 10_000,
  defineGuest: 300_000,
  removeGuest: 60_000,
  startGuest: 60_000,
  shutdownGuest: null,
  restartGuest: 10_000,
  poweroffGuest: 10_000,
  suspendGuest: 10_000,
  observeGuests: 10_000,
  measureGuests: 10_000,
  readConsoleLog: 10_000,
};
const ABORT_GRACE_MS = 5_000;

export function supervise(opener: Opener, options: SuperviseOptions): Backend {
  return new SupervisedBackend(opener, options);
}

class SupervisedBackend implements Backend {
  readonly name: BackendName;
  readonly #opener: Opener;
  readonly #options: SuperviseOptions;
  readonly #log: Log;
  readonly #closing = new AbortController();
  #attempt: Promise<Backend> | null = null;
  #capabilities: Capabilities | null;

  constructor(opener: Opener, options: SuperviseOptions) {
    this.name = opener.name;
    this.#opener = opener;
    this.#options = options;
    this.#log = options.log.child({ backend: opener.name });
    this.#capabilities = opener.assumedCapabilities ?? null;
  }

  get capabilities(): Capabilities {
    if (this.#capabilities === null)
      throw new GuesthouseError('host_unreachable', 'The hypervisor has not been reached yet.');
    return this.#capabilities;
  }

  describe(options: CallOptions) {
    return this.#call('describe', null, options, (driver, bounded) => driver.describe(bounded));
  }

  listNetworks(options: CallOptions) {
    return this.#call('listNetworks', null, options, (driver, bounded) => driver.listNetworks(bounded));
  }

  defineGuest(guest: GuestDefinition, options: CallOptions & { disks: 'make' | 'keep' }) {
    const { disks } = options;
    return this.#call('defineGuest', guest.id, options, (driver, bounded) =>
      driver.defineGuest(guest, { ...bounded, disks }),
    );
  }

  removeGuest(guest: GuestId, options: CallOptions) {
    return this.#call('removeGuest', guest, options, (driver, bounded) => driver.removeGuest(guest, bounded));
  }

  startGuest(guest: GuestId, options: CallOptions) {
    return this.#call('startGuest', guest, options, (driver, bounded) => driver.startGuest(guest, bounded));
  }

  shutdownGuest(guest: GuestId, options: CallOptions) {
    return this.#call('shutdownGuest', guest, options, (driver, bounded) => driver.shutdownGuest(guest, bounded));
  }

  restartGuest(guest: GuestId, options: CallOptions) {
    return this.#call('restartGuest', guest, options, (driver, bounded) => driver.restartGuest(guest, bounded));
  }

  poweroffGuest(guest: GuestId, options: CallOptions) {
    return this.#call('poweroffGuest', guest, options, (driver, bounded) => driver.poweroffGuest(guest, bounded));
  }

  suspendGuest(guest: GuestId, options: CallOptions) {
    return this.#call('suspendGuest', guest, options, (driver, bounded) => driver.suspendGuest(guest, bounded));
  }

  observeGuests(which: readonly GuestId[] | 'all', options: CallOptions) {
    return this.#call('observeGuests', onlyOf(which), options, (driver, bounded) =>
      driver.observeGuests(which, bounded),
    );
  }

  measureGuests(which: readonly GuestId[] | 'all', options: CallOptions) {
    return this.#call('measureGuests', onlyOf(which), options, (driver, bounded) =>
      driver.measureGuests(which, bounded),
    );
  }

  readConsoleLog(guest: GuestId, options: CallOptions & { bytes: number }) {
    const { bytes } = options;
    return this.#call('readConsoleLog', guest, options, (driver, bounded) =>
      driver.readConsoleLog(guest, { ...bounded, bytes }),
    );
  }

  /** Throws where the driver cannot be opened: there is no stream yet that could be lost. Whoever listens begins again. */
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
    const driver = await this.#attempt?.catch(() => null);
    await driver?.close();
  }

  #call<T>(
    call: SupervisedCall,
    guest: GuestId | null,
    options: CallOptions,
    run: (driver: Backend, options: CallOptions) => Promise<T>,
  ): Promise<T> {
    const { tracer } = this.#options;
    if (!tracer) return this.#callOnce(call, guest, options, run);
    const attributes = { 'guesthouse.backend': this.name, ...(guest === null ? {} : { 'guesthouse.guest.id': guest }) };
    return tracer.span(`driver ${call}`, { kind: 'client', attributes }, () =>
      this.#callOnce(call, guest, options, run),
    );
  }

  async #callOnce<T>(
    call: SupervisedCall,
    guest: GuestId | null,
    options: CallOptions,
    run: (driver: Backend, options: CallOptions) => Promise<T>,
  ): Promise<T> {
    const { about } = options;
    const startedMs = performance.now();
    let outcome: CallReport['outcome'] = 'succeeded';
    try {
      options.signal.throwIfAborted();
      const driver = await this.#open(options.signal);
      return await this.#bounded(call, options.signal, (signal) =>
        run(driver, about === undefined ? { signal } : { signal, about }),
      );
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

  /** Waits for the shared attempt no longer than the caller's signal allows; the attempt itself goes on for the others. */
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

  /** Runs `work` until its deadline or the caller's abort, and no longer than the grace after either. */
  async #bounded<T>(
    call: SupervisedCall,
    callersSignal: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { deadlinesMs, abortGraceMs = ABORT_GRACE_MS } = this.#options;
    const deadlineMs = deadlinesMs?.[call] === undefined ? DEADLINES_MS[call] : deadlinesMs[call];
    const tooLate = new GuesthouseError(
      // Opening changes nothing on the host: what was not opened was not asked for anything.
      call === 'open' ? 'host_unreachable' : 'outcome_unknown',
      'The hypervisor did not respond in time.',
      { logDetail: `${call} took longer than ${deadlineMs} ms` },
    );
    const inner = new AbortController();
    const onAbort = () => inner.abort(callersSignal.reason);
    callersSignal.addEventListener('abort', onAbort, { once: true });
    const deadline = deadlineMs === null ? undefined : setTimeout(() => inner.abort(tooLate), deadlineMs);
    let grace: NodeJS.Timeout | undefined;
    let isLeftBehind = false;
    const ignored = new Promise<never>((_, reject) => {
      inner.signal.addEventListener('abort', () => {
        grace = setTimeout(() => {
          isLeftBehind = true;
          const logDetail = `${call} ignored its abort for ${abortGraceMs} ms`;
          this.#log.warn({ call }, 'driver ignored an abort; abandoning its call');
          const kind = call === 'open' ? 'host_unreachable' : 'outcome_unknown';
          reject(
            new GuesthouseError(kind, 'The hypervisor did not respond.', { logDetail, cause: inner.signal.reason }),
          );
        }, abortGraceMs);
      });
    });
    try {
      if (callersSignal.aborted) onAbort();
      const working = work(inner.signal);
      working.then(
        (late) => {
          if (!isLeftBehind) return;
          this.#log.warn({ call }, 'abandoned driver call succeeded');
          // Nobody knows this driver: it would hold its connection for ever.
          if (call === 'open') void (late as Backend).close().catch(() => undefined);
        },
        (error: unknown) => {
          if (isLeftBehind) this.#log.warn({ call, err: error }, 'abandoned driver call failed');
        },
      );
      return await Promise.race([working, ignored]);
    } catch (error) {
      // Some of Node's own calls reject with an AbortError around the reason.
      if (inner.signal.aborted && !(error instanceof GuesthouseError)) throw inner.signal.reason;
      throw error;
    } finally {
      clearTimeout(deadline);
      clearTimeout(grace);
      callersSignal.removeEventListener('abort', onAbort);
    }
  }
}

/** The guest that a call on several is about, where it is only one. */
function onlyOf(which: readonly GuestId[] | 'all'): GuestId | null {
  return which !== 'all' && which.length === 1 ? (which[0] ?? null) : null;
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
