/**
 * The connections of the driver to its libvirt daemon, for the lifetime of the driver. They reconnect automatically.
 *
 *   up ──lost──► away: an attempt ─failed─► pause, longer each time ─► an attempt … ─► up again
 *
 * - The *main connection* carries queries and events. After each (re)connect its callbacks are registered before
 *   listeners are notified.
 * - A daemon handles four calls of one client at a time, and starting a guest or querying its agent takes seconds. So
 *   work that changes something runs in *sessions* (session.ts): connections that serve one piece of work at a time,
 *   pooled and reused. A guest that hangs blocks one session, but neither queries nor other guests (B6).
 * - While the daemon is away, a call joins the attempt that is running; between two attempts it fails immediately with
 *   `host_unreachable`. No call is repeated.
 *
 * Invariant: after every reconnect the callbacks are registered before `onUp`. (test/live/libvirt-daemon.test.ts)
 */
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { GuesthouseError } from '../../src/domain/errors.js';
import type { Log } from '../../src/domain/log.js';
import { untilAborted } from '../shared/abort.js';
import type { CallScope } from '../shared/abort.js';
import { trackingPartialEffects } from '../shared/partial-effects.js';
import { LIFECYCLE_EVENT, toGuesthouseError } from './dialect.js';
import { LibvirtConnection } from './rpc/connection.js';
import type { ArgsOf, CallName, EventArgsOf, ResultOf } from './rpc/procedures.js';
import type { LibvirtUri } from './rpc/uri.js';
import { callDaemon, Session } from './session.js';

/** The first and the longest pause between attempts to connect. */
const PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2000;
/** When all sessions are in use, further work waits. A daemon has twenty workers for all of its clients. */
const MAX_SESSIONS = 16;
/** Maximum number of idle connections that are kept. */
const MAX_IDLE = 4;

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
  #main: LibvirtConnection | null = null;
  #attempt: Promise<LibvirtConnection> | null = null;
  #lastFailure: unknown = null;
  /** Connections of sessions that have ended. */
  readonly #idle: LibvirtConnection[] = [];
  #sessionCount = 0;
  #waitingForSession: (() => void)[] = [];

  private constructor(uri: LibvirtUri, log: Log, listener: DaemonListener) {
    this.#uri = uri;
    this.#log = log;
    this.#listener = listener;
    // Each connection of a session has a listener on this signal (rpc/abort-listeners.ts).
    setMaxListeners(0, this.#closing.signal);
  }

  /** Resolves when the main connection is open. */
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

  /** Aborts when the driver is closed. This signal bounds work that its caller must not interrupt. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** One call on the main connection. Throws LibvirtError unchanged, and a lost connection as a GuesthouseError. */
  async query<P extends CallName>(procedure: P, args: ArgsOf<P>, signal: AbortSignal): Promise<ResultOf<P>> {
    return await callDaemon(await this.#up(signal), procedure, args, signal);
  }

  /**
   * Like `query`, but on a connection that carries no other call, because the daemon may not reply for a long time. The
   * connection is closed if the signal aborts. `onConnected` is called before the call is sent: over ssh, connecting
   * takes longer than most calls.
   */
  async queryApart<P extends CallName>(
    procedure: P,
    args: ArgsOf<P>,
    signal: AbortSignal,
    onConnected = (): void => undefined,
  ): Promise<ResultOf<P>> {
    await this.#up(signal);
    const connection = await this.#acquire(signal);
    try {
      onConnected();
      return await callDaemon(connection, procedure, args, signal);
    } finally {
      if (signal.aborted) void connection.close();
      this.#release(connection);
    }
  }

  /** The main connection, for callers that make several queries. */
  async mainConnection(signal: AbortSignal): Promise<LibvirtConnection> {
    return await this.#up(signal);
  }

  /**
   * Runs `work` in a separate session. If the connection is lost after the session has changed something, the failure
   * is `outcome_unknown` (B3). Each change also calls `onChange`. A driver call that does more after `work` needs this:
   * it must know whether the session has changed something.
   */
  async withSession<T>(
    call: CallScope,
    work: (session: Session) => Promise<T>,
    onChange = (): void => undefined,
  ): Promise<T> {
    await this.#up(call.signal);
    const connection = await this.#acquire(call.signal);
    try {
      return await trackingPartialEffects(async (workChanged) => {
        const changed = (): void => {
          workChanged();
          onChange();
        };
        return await work(new Session(connection, call, changed));
      });
    } finally {
      this.#release(connection);
    }
  }

  /** Ends all connections; calls in flight on them are lost. */
  async close(): Promise<void> {
    this.#closing.abort(new GuesthouseError('host_unreachable', 'The driver of this host is closed.'));
    const open = this.#idle.splice(0);
    if (this.#main !== null) open.push(this.#main);
    this.#main = null;
    await Promise.all(open.map((connection) => connection.close()));
  }

  async #up(signal: AbortSignal): Promise<LibvirtConnection> {
    signal.throwIfAborted();
    this.#closing.signal.throwIfAborted();
    if (this.#main?.isOpen === true) return this.#main;
    if (this.#attempt === null) throw toGuesthouseError(this.#lastFailure) as Error;
    try {
      return await untilAborted(this.#attempt, signal);
    } catch (error) {
      throw toGuesthouseError(error);
    }
  }

  #connect(): Promise<LibvirtConnection> {
    const attempt = this.#openMain();
    this.#attempt = attempt;
    attempt
      .finally(() => (this.#attempt = null))
      .then(
        (main) => void this.#whenLost(main),
        (error: unknown) => (this.#lastFailure = error),
      );
    return attempt;
  }

  async #openMain(): Promise<LibvirtConnection> {
    const { signal } = this.#closing;
    const main = await LibvirtConnection.open(this.#uri, { signal, log: this.#log });
    try {
      main.onEvent('DomainEventCallbackLifecycle', ({ msg }) => this.#listener.onEvent(msg));
      const everyDomain = { eventID: LIFECYCLE_EVENT, dom: null };
      await main.call('ConnectDomainEventCallbackRegisterAny', everyDomain, { signal });
    } catch (error) {
      await main.close();
      throw error;
    }
    this.#main = main;
    this.#listener.onUp();
    return main;
  }

  async #whenLost(main: LibvirtConnection): Promise<void> {
    const why = await main.closed;
    if (this.#closing.signal.aborted) return;
    this.#main = null;
    this.#lastFailure = new GuesthouseError('host_unreachable', 'The connection to libvirt is lost.', { cause: why });
    this.#log.warn({ err: why }, 'connection to libvirt lost; reconnecting');
    this.#listener.onLoss(this.#lastFailure);
    // Idle connections go to the same daemon, so they are lost too.
    for (const connection of this.#idle.splice(0)) await connection.close();
    await this.#reconnect();
  }

  async #reconnect(): Promise<void> {
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

  async #acquire(signal: AbortSignal): Promise<LibvirtConnection> {
    while (this.#sessionCount >= MAX_SESSIONS) {
      await untilAborted(new Promise<void>((resolve) => this.#waitingForSession.push(resolve)), signal);
    }
    this.#sessionCount += 1;
    try {
      for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
        if (idle.isOpen) return idle;
      }
      return await LibvirtConnection.open(this.#uri, { signal, log: this.#log });
    } catch (error) {
      this.#freeSlot();
      signal.throwIfAborted();
      throw toGuesthouseError(error);
    }
  }

  #release(connection: LibvirtConnection): void {
    const isWanted = connection.isOpen && !this.#closing.signal.aborted && this.#idle.length < MAX_IDLE;
    if (isWanted) this.#idle.push(connection);
    else void connection.close();
    this.#freeSlot();
  }

  #freeSlot(): void {
    this.#sessionCount -= 1;
    // Wakes all waiters: the first one may have been aborted, and would not pass the free session on.
    const waiting = this.#waitingForSession;
    this.#waitingForSession = [];
    for (const wake of waiting) wake();
  }
}
