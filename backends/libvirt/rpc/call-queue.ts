/**
 * Which calls are with the daemon, and which wait here for a place.
 *
 * A daemon reads no further packet, not even a ping, while five of one client are with it (max_client_requests, as it comes, counting
 * the one that it is ready to read). So of calls that may take long at most three are sent at a time. What is answered from memory
 * (`isQuick`) always has a place, and so have pings. A call that its caller gave up keeps its place until its late answer came: the
 * daemon is still at work on it. One that still waited is never sent.
 */
import type { PendingCall } from './pending-call.js';

/** Two less than a daemon's max_client_requests. */
export const MAX_SLOW_CALLS = 3;
/** So many quick ones keep a daemon busy; more would only lie in its socket. */
const MAX_QUICK_CALLS = 32;

interface Lane {
  readonly waiting: Set<PendingCall>;
  readonly max: number;
  inFlight: number;
}

export class CallQueue {
  readonly #inFlight = new Map<number, PendingCall>();
  readonly #slow: Lane;
  readonly #quick: Lane = { waiting: new Set(), max: MAX_QUICK_CALLS, inFlight: 0 };
  readonly #write: (bytes: Buffer) => void;

  constructor(maxSlowCalls: number, write: (bytes: Buffer) => void) {
    this.#slow = { waiting: new Set(), max: maxSlowCalls, inFlight: 0 };
    this.#write = write;
  }

  /** Whether an answer is due. */
  get isAwaited(): boolean {
    return this.#inFlight.size > 0; // nothing waits for a place unless others are in flight
  }

  /** The call of this serial, if it was sent and not answered. */
  inFlight(serial: number): PendingCall | undefined {
    return this.#inFlight.get(serial);
  }

  /** Sends the call now, or in its turn. */
  add(call: PendingCall): void {
    const lane = this.#laneOf(call);
    if (lane.inFlight < lane.max) this.#send(call, lane);
    else lane.waiting.add(call);
  }

  /** Nobody wants its answer: if it was not sent yet, it never is. */
  givenUp(call: PendingCall): void {
    this.#laneOf(call).waiting.delete(call);
  }

  /** Its answer came: the next one has its place. */
  answered(call: PendingCall): void {
    const lane = this.#laneOf(call);
    this.#inFlight.delete(call.serial);
    lane.inFlight--;
    const [next] = lane.waiting;
    if (next === undefined) return;
    lane.waiting.delete(next);
    this.#send(next, lane);
  }

  /** Ends all that there are; `reasonFor` is asked whether each was sent. */
  rejectAll(reasonFor: (call: PendingCall) => Error): void {
    for (const call of this.#inFlight.values()) call.reject(reasonFor(call));
    this.#inFlight.clear();
    for (const { waiting } of [this.#slow, this.#quick]) {
      for (const call of waiting) call.reject(reasonFor(call));
      waiting.clear();
    }
  }

  #laneOf({ procedure }: PendingCall): Lane {
    return procedure.isQuick ? this.#quick : this.#slow;
  }

  #send(call: PendingCall, lane: Lane): void {
    call.isSent = true;
    lane.inFlight++;
    this.#inFlight.set(call.serial, call);
    this.#write(call.bytes);
  }
}
