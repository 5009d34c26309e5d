/**
 * One call from its packet to its end. A reply, a failure, an abort or its deadline settles the call; only the first of
 * them counts. The connection keeps the call until its reply has arrived, even if no caller waits any more.
 */
import type { AbortListeners } from './abort-listeners.js';
import { DeadlinePassed } from './errors.js';
import type { Procedure, ProcedureName } from './procedures.js';

export interface CallOptions {
  readonly signal: AbortSignal;
  /** Default: only the signal bounds the call. */
  readonly deadlineMs?: number;
}

export class PendingCall {
  readonly name: ProcedureName;
  readonly procedure: Procedure;
  readonly serial: number;
  readonly bytes: Buffer;
  readonly outcome: Promise<unknown>;
  isSent = false;
  readonly #signal: AbortSignal;
  readonly #aborts: AbortListeners;
  readonly #onGivenUp: (call: PendingCall) => void;
  readonly #deadline: NodeJS.Timeout | undefined;
  #resolve: ((value: unknown) => void) | null = null;
  #reject: ((error: unknown) => void) | null = null;

  constructor(
    packet: { name: ProcedureName; procedure: Procedure; serial: number; bytes: Buffer },
    { signal, deadlineMs }: CallOptions,
    owner: { aborts: AbortListeners; onGivenUp: (call: PendingCall) => void },
  ) {
    this.name = packet.name;
    this.procedure = packet.procedure;
    this.serial = packet.serial;
    this.bytes = packet.bytes;
    this.#signal = signal;
    this.#aborts = owner.aborts;
    this.#onGivenUp = owner.onGivenUp;
    this.outcome = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#aborts.add(signal, this);
    if (deadlineMs === undefined) return;
    this.#deadline = setTimeout(() => this.#giveUp(new DeadlinePassed(this.name, deadlineMs, this.isSent)), deadlineMs);
  }

  /** For `AbortListeners`. */
  aborted(reason: unknown): void {
    this.#giveUp(reason);
  }

  resolve(value: unknown): void {
    const resolve = this.#resolve;
    if (this.#settled()) resolve?.(value);
  }

  reject(error: unknown): void {
    const reject = this.#reject;
    if (this.#settled()) reject?.(error);
  }

  #giveUp(error: unknown): void {
    this.reject(error);
    this.#onGivenUp(this);
  }

  /** Marks the call as settled. False if it was already settled. */
  #settled(): boolean {
    if (this.#resolve === null) return false;
    this.#resolve = null;
    this.#reject = null;
    clearTimeout(this.#deadline);
    this.#aborts.remove(this.#signal, this);
    return true;
  }
}
