/**
 * The calls that were sent to the daemon, and the calls that wait to be sent.
 *
 * While a daemon has five requests of a client, it reads no further packet of that client, not even a ping. Five is the
 * default of max_client_requests, and includes the request that the daemon is about to read. So at most three *slow*
 * calls, which can take a long time, are in flight at a time. This limit leaves room for pings, and for *quick* calls,
 * to which the daemon replies from memory (`isQuick`). If a caller gives up a call that was sent, the call counts as in
 * flight until its late reply has arrived, because the daemon is still working on it. A call that is given up before it
 * is sent is never sent.
 */
import type { PendingCall } from './pending-call.js';

/** Two less than a daemon's default max_client_requests. */
export const MAX_SLOW_CALLS = 3;
/** This many quick calls keep a daemon busy. More calls would only fill its socket. */
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

  /** Whether any call waits for its reply. */
  get isAwaited(): boolean {
    return this.#inFlight.size > 0; // calls wait only while others are in flight
  }

  /** The call with this serial, if it was sent and its reply has not arrived. */
  inFlight(serial: number): PendingCall | undefined {
    return this.#inFlight.get(serial);
  }

  /** Sends the call, as soon as the limit of its lane allows. */
  add(call: PendingCall): void {
    const lane = this.#laneOf(call);
    if (lane.inFlight < lane.max) this.#send(call, lane);
    else lane.waiting.add(call);
  }

  /** The caller gave up: a call that was not sent yet is never sent. */
  givenUp(call: PendingCall): void {
    this.#laneOf(call).waiting.delete(call);
  }

  /** The reply has arrived: the next call can be sent. */
  completed(call: PendingCall): void {
    const lane = this.#laneOf(call);
    this.#inFlight.delete(call.serial);
    lane.inFlight--;
    const [next] = lane.waiting;
    if (next === undefined) return;
    lane.waiting.delete(next);
    this.#send(next, lane);
  }

  /** Ends all calls. `reasonFor` receives each call and can check whether it was sent. */
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
