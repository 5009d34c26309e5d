/**
 * Translates the host's events into ours (B7), over a separate connection.
 *
 *   connecting ─► observe_everything ─► guest_changed… ─► stream_lost ─► connecting…        until the signal ends it
 *
 * A reader that lags uses bounded memory: many changes of one guest become one event, and changes of too many guests
 * become one `observe_everything`.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { GuestId } from '../../src/domain/ids.js';
import type { BackendEvent } from '../backend.js';
import { guestOf, toGuesthouseError } from './dialect.js';
import type { ConnectionOptions, HostConnection } from './wire/host-connection.js';
import type { HostCalls } from './wire/protocol.js';

/**
 * Maximum number of guests whose change the reader has not read yet. If there are more, one `observe_everything`
 * replaces them.
 */
const MAX_WAITING_GUESTS = 10_000;
/** The first and the longest pause between attempts to reach the host, in milliseconds. The pause doubles each time. */
const RECONNECT_MS = [50, 2_000] as const;

export async function* listenToHost(
  connect: (options: ConnectionOptions) => Promise<HostConnection<HostCalls>>,
  signal: AbortSignal,
): AsyncGenerator<BackendEvent> {
  let [pauseMs] = RECONNECT_MS as readonly [number, number];
  while (!signal.aborted) {
    const inbox = new Inbox(signal);
    const connection = await subscribe(connect, inbox, signal).catch(() => null);
    if (connection === null) {
      // The stream was not open, so `stream_lost` is not sent. Calls on the driver report the problem.
      await wait(pauseMs, undefined, { signal }).catch(() => undefined);
      pauseMs = Math.min(2 * pauseMs, RECONNECT_MS[1]);
      continue;
    }
    pauseMs = RECONNECT_MS[0];
    try {
      yield { kind: 'observe_everything' };
      yield* inbox.events();
    } finally {
      connection.close();
    }
  }
}

async function subscribe(
  connect: (options: ConnectionOptions) => Promise<HostConnection<HostCalls>>,
  inbox: Inbox,
  signal: AbortSignal,
): Promise<HostConnection<HostCalls>> {
  const connection = await connect({
    signal,
    onEvent: (event) => {
      if (event.event === 'missed') inbox.addEverything();
      else inbox.add(guestOf(event.machine));
    },
    onLost: (cause) => inbox.lose(cause),
  });
  try {
    await connection.call('subscribe', {}, { signal });
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Events of one connection that were not read yet. */
class Inbox {
  readonly #signal: AbortSignal;
  readonly #guests = new Set<GuestId>();
  #hasMissed = false;
  #loss: { cause: unknown } | null = null;
  #wake: () => void = () => undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  add(guest: GuestId | null): void {
    if (guest === null) return;
    if (this.#guests.size >= MAX_WAITING_GUESTS) return this.addEverything();
    this.#guests.add(guest);
    this.#wake();
  }

  addEverything(): void {
    this.#guests.clear();
    this.#hasMissed = true;
    this.#wake();
  }

  lose(cause: unknown): void {
    this.#loss = { cause };
    this.#wake();
  }

  /** The events of the connection. The last one is `stream_lost`, unless the signal ended the stream. */
  async *events(): AsyncGenerator<BackendEvent> {
    while (!this.#signal.aborted) {
      if (this.#hasMissed) {
        this.#hasMissed = false;
        yield { kind: 'observe_everything' };
        continue;
      }
      const [guest] = this.#guests;
      if (guest !== undefined) {
        // Must come before the yield: a change that arrives while the reader observes the guest needs a new event.
        this.#guests.delete(guest);
        yield { kind: 'guest_changed', guest };
        continue;
      }
      if (this.#loss !== null) {
        yield { kind: 'stream_lost', cause: toGuesthouseError(this.#loss.cause) };
        return;
      }
      await this.#waitForChange();
    }
  }

  async #waitForChange(): Promise<void> {
    const onAbort = () => this.#wake();
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#signal.addEventListener('abort', onAbort, { once: true });
    });
    this.#signal.removeEventListener('abort', onAbort);
  }
}
