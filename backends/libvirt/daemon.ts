/**
 * The libvirt daemon as long as the driver lives: connections that come back by themselves.
 *
 *   up ──lost──► away: an attempt ─failed─► pause, longer each time ─► an attempt … ─► up again
 *
 * - The *watch* is the connection for questions and events. When it stands (again) its callbacks are registered before anybody is told.
 * - A daemon works on four calls of one client at a time, and starting a guest or asking its agent takes seconds. So what changes
 *   something is done on connections of its own, the *hands*: one for each piece of work, kept for the next. A guest that hangs
 *   holds up one of them, and neither looks nor other guests (B6).
 * - While it is away, a call joins the attempt under way; between two attempts it is `host_unreachable` at once. Nothing is repeated.
 *
 * Invariant: after every reconnect the callbacks are registered before `onUp`. (test/live/libvirt-daemon.test.ts)
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { GuesthouseError } from '../../src/domain/errors.js';
import type { Log } from '../../src/domain/log.js';
import { trackingPartialEffects } from '../shared/partial-effects.js';
import { untilAborted } from '../shared/turn.js';
import { isQuestion, LIFECYCLE_EVENT, toGuesthouseError } from './dialect.js';
import { LibvirtError } from './rpc/errors.js';
import { LibvirtConnection } from './rpc/connection.js';
import type { ArgsOf, CallName, DownloadName, EventArgsOf, ProcedureName, ResultOf } from './rpc/procedures.js';
import type { LibvirtUri } from './rpc/uri.js';

/** Pauses between attempts: the first, and the longest. */
const PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2000;
/** More work than this at a time waits; a daemon has twenty workers for all of its clients. */
const MAX_HANDS = 16;
/** Idle ones are kept up to this number. */
const MAX_IDLE_HANDS = 4;

export type LifecycleEvent = EventArgsOf<'DomainEventCallbackLifecycle'>['msg'];

export interface DaemonListener {
  onUp(): void;
  onLoss(why: unknown): void;
  onEvent(event: LifecycleEvent): void;
}

export class Daemon {
  readonly #uri: LibvirtUri;
  readonly #log: Log;
  readonly #listener: DaemonListener;
  readonly #closing = new AbortController();
  #watch: LibvirtConnection | null = null;
  #attempt: Promise<LibvirtConnection> | null = null;
  #whyAway: unknown = null;
  readonly #idleHands: LibvirtConnection[] = [];
  #handsCount = 0;
  #waitingForHands: (() => void)[] = [];

  private constructor(uri: LibvirtUri, log: Log, listener: DaemonListener) {
    this.#uri = uri;
    this.#log = log;
    this.#listener = listener;
  }

  /** Resolves when the first connection stands. */
  static async open(uri: LibvirtUri, log: Log, listener: DaemonListener, signal: AbortSignal): Promise<Daemon> {
    const daemon = new Daemon(uri, log, listener);
    try {
      await untilAborted(daemon.#connect(), signal);
    } catch (error) {
      await daemon.close();
      signal.throwIfAborted();
      throw toGuesthouseError(error);
    }
    return daemon;
  }

  /** Aborts when the driver is closed: work that must not be broken off by its caller goes by this. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Asks on the watch. Throws LibvirtError as it came; a loss as a GuesthouseError. */
  async ask<P extends CallName>(procedure: P, args: ArgsOf<P>, signal: AbortSignal): Promise<ResultOf<P>> {
    const watch = await this.#up(signal);
    return await call(watch, procedure, args, signal);
  }

  /** The watch itself, for whoever asks several things at once. */
  async watch(signal: AbortSignal): Promise<LibvirtConnection> {
    return await this.#up(signal);
  }

  /**
   * Does `work` with a pair of hands of its own. A loss after they have changed something is `outcome_unknown` (B3). `begun` is called
   * each time that they have: for verbs that go on when this work is done.
   */
  async work<T>(signal: AbortSignal, work: (hands: Hands) => Promise<T>, begun = (): void => undefined): Promise<T> {
    await this.#up(signal);
    const connection = await this.#takeHands(signal);
    try {
      return await trackingPartialEffects(async (workBegun) => {
        const onChange = (): void => {
          workBegun();
          begun();
        };
        return await work(new Hands(connection, onChange));
      });
    } finally {
      this.#putBack(connection);
    }
  }

  /** Ends all connections; what is in flight on them is lost. */
  async close(): Promise<void> {
    this.#closing.abort(new GuesthouseError('host_unreachable', 'The driver of this host is closed.'));
    const open = this.#idleHands.splice(0);
    if (this.#watch !== null) open.push(this.#watch);
    this.#watch = null;
    await Promise.all(open.map((connection) => connection.close()));
  }

  async #up(signal: AbortSignal): Promise<LibvirtConnection> {
    signal.throwIfAborted();
    this.#closing.signal.throwIfAborted();
    if (this.#watch?.isOpen === true) return this.#watch;
    if (this.#attempt === null) throw toGuesthouseError(this.#whyAway) as Error;
    try {
      return await untilAborted(this.#attempt, signal);
    } catch (error) {
      throw toGuesthouseError(error);
    }
  }

  #connect(): Promise<LibvirtConnection> {
    const attempt = this.#openWatch();
    this.#attempt = attempt;
    attempt
      .finally(() => (this.#attempt = null))
      .then(
        (watch) => void this.#whenLost(watch),
        (error: unknown) => (this.#whyAway = error),
      );
    return attempt;
  }

  async #openWatch(): Promise<LibvirtConnection> {
    const { signal } = this.#closing;
    const watch = await LibvirtConnection.open(this.#uri, { signal, log: this.#log });
    try {
      watch.onEvent('DomainEventCallbackLifecycle', ({ msg }) => this.#listener.onEvent(msg));
      const everyDomain = { eventID: LIFECYCLE_EVENT, dom: null };
      await watch.call('ConnectDomainEventCallbackRegisterAny', everyDomain, { signal });
    } catch (error) {
      await watch.close();
      throw error;
    }
    this.#watch = watch;
    this.#listener.onUp();
    return watch;
  }

  async #whenLost(watch: LibvirtConnection): Promise<void> {
    const why = await watch.closed;
    if (this.#closing.signal.aborted) return;
    this.#watch = null;
    this.#whyAway = new GuesthouseError('host_unreachable', 'The connection to libvirt is lost.', { cause: why });
    this.#log.warn({ err: why }, 'connection to libvirt lost; reconnecting');
    this.#listener.onLoss(this.#whyAway);
    // Their daemon is the same one.
    for (const hands of this.#idleHands.splice(0)) await hands.close();
    await this.#comeBack();
  }

  async #comeBack(): Promise<void> {
    for (let pauseMs = PAUSE_MS; !this.#closing.signal.aborted; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      try {
        await this.#connect();
        this.#log.info({}, 'connection to libvirt restored');
        return;
      } catch (error) {
        this.#log.debug({ err: error }, 'libvirt is still unreachable');
      }
      await sleep(pauseMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
    }
  }

  async #takeHands(signal: AbortSignal): Promise<LibvirtConnection> {
    while (this.#handsCount >= MAX_HANDS) {
      await untilAborted(new Promise<void>((resolve) => this.#waitingForHands.push(resolve)), signal);
    }
    this.#handsCount += 1;
    try {
      for (let idle = this.#idleHands.pop(); idle !== undefined; idle = this.#idleHands.pop()) {
        if (idle.isOpen) return idle;
      }
      return await LibvirtConnection.open(this.#uri, { signal, log: this.#log });
    } catch (error) {
      this.#freeHands();
      signal.throwIfAborted();
      throw toGuesthouseError(error);
    }
  }

  #putBack(connection: LibvirtConnection): void {
    const isWanted = connection.isOpen && !this.#closing.signal.aborted && this.#idleHands.length < MAX_IDLE_HANDS;
    if (isWanted) this.#idleHands.push(connection);
    else void connection.close();
    this.#freeHands();
  }

  #freeHands(): void {
    this.#handsCount -= 1;
    // All of them: one may have been aborted, and would keep its turn from the others.
    const waiting = this.#waitingForHands;
    this.#waitingForHands = [];
    for (const wake of waiting) wake();
  }
}

/** A connection that somebody has for himself. `onChange` is called after whatever it was asked to change and has not refused. */
export class Hands {
  readonly #connection: LibvirtConnection;
  readonly #onChange: () => void;

  constructor(connection: LibvirtConnection, onChange: () => void) {
    this.#connection = connection;
    this.#onChange = onChange;
  }

  /** Throws LibvirtError as it came; a loss as a GuesthouseError. */
  async call<P extends CallName>(procedure: P, args: ArgsOf<P>, signal: AbortSignal): Promise<ResultOf<P>> {
    const result = await call(this.#connection, procedure, args, signal);
    this.#answered(procedure);
    return result;
  }

  async upload(
    args: ArgsOf<'StorageVolUpload'>,
    source: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await this.#connection.upload('StorageVolUpload', args, source, { signal });
    } catch (error) {
      signal.throwIfAborted();
      throw lossOf(error, 'StorageVolUpload');
    }
    this.#answered('StorageVolUpload');
  }

  /** All of what the stream brings. */
  async download<P extends DownloadName>(procedure: P, args: ArgsOf<P>, signal: AbortSignal): Promise<Buffer> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of this.#connection.download(procedure, args, { signal })) chunks.push(chunk);
    } catch (error) {
      signal.throwIfAborted();
      throw lossOf(error, procedure);
    }
    return Buffer.concat(chunks);
  }

  #answered(procedure: ProcedureName): void {
    if (!isQuestion(procedure)) this.#onChange();
  }
}

async function call<P extends CallName>(
  connection: LibvirtConnection,
  procedure: P,
  args: ArgsOf<P>,
  signal: AbortSignal,
): Promise<ResultOf<P>> {
  try {
    return await connection.call(procedure, args, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw lossOf(error, procedure);
  }
}

/** What the server said stays what it is: callers tell refusals apart. */
function lossOf(error: unknown, procedure: Parameters<typeof toGuesthouseError>[1]): unknown {
  return error instanceof LibvirtError ? error : toGuesthouseError(error, procedure);
}
