/**
 * Which calls were sent to the daemon, and which wait here for a place.
 *
 * A daemon reads no further packet, not even a ping, while it has five of one client (max_client_requests by default,
 * including the one that it is about to read). So at most three calls that can take long are sent at a time. Calls that
 * are answered from memory (`isQuick`) always have a place, and so have pings. A call that its caller gave up keeps its
 * place until its late response has arrived: the daemon is still working on it. A call that was still waiting is never
 * sent.
 */
import type { PendingCall } from './pending-call.js';

/** Two less than a daemon's max_client_requests. */
export const MAX_SLOW_CALLS = 3;
/** This many quick calls keep a daemon busy; more would only fill its socket. */
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

  /** Whether a response is due. */
  get isAwaited(): boolean {
    return this.#inFlight.size > 0; // calls wait for a place only while others are in flight
  }

  /** The call with this serial, if it was sent and is unanswered. */
  inFlight(serial: number): PendingCall | undefined {
    return this.#inFlight.get(serial);
  }

  /** Sends the call now, or when it has a place. */
  add(call: PendingCall): void {
    const lane = this.#laneOf(call);
    if (lane.inFlight < lane.max) this.#send(call, lane);
    else lane.waiting.add(call);
  }

  /** No caller wants its response: if the call was not sent yet, it never is. */
  givenUp(call: PendingCall): void {
    this.#laneOf(call).waiting.delete(call);
  }

  /** Its response has arrived: the next call gets its place. */
  completed(call: PendingCall): void {
    const lane = this.#laneOf(call);
    this.#inFlight.delete(call.serial);
    lane.inFlight--;
    const [next] = lane.waiting;
    if (next === undefined) return;
    lane.waiting.delete(next);
    this.#send(next, lane);
  }

  /** Ends all calls; `reasonFor` gets each call and can see whether it was sent. */
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
