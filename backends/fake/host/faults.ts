/**
 * Faults that tests have planned for the next calls of a kind, for one machine (or image) or for all. The host checks
 * the planned faults at every call. Each fault affects as many calls as planned.
 */
import type { HostCall, Refusal } from '../wire/protocol.js';

interface Target {
  /** Default: any call. */
  readonly call?: HostCall;
  /** Default: any machine. A call on several machines is affected if it names this machine. Can also be an image. */
  readonly machine?: string;
  /** The number of calls that the fault affects; null: every call until the faults are cleared. Default 1. */
  readonly times?: number | null;
}

export type Fault = Target &
  (
    | { readonly kind: 'refuse'; readonly refusal: Refusal }
    /** The host carries out the call, but closes the connection before the reply. */
    | { readonly kind: 'lose-reply' }
    /**
     * The host carries out the call, but sends no reply; the call ends when it is cancelled or its connection is lost.
     */
    | { readonly kind: 'withhold-reply' }
    /**
     * The host carries out the call after this much real time, or when the test releases it; null: only when the test
     * releases it.
     */
    | { readonly kind: 'slow'; readonly delayMs: number | null }
    /** The host replies as if it had carried out the call, and does nothing. Only for calls whose reply is empty. */
    | { readonly kind: 'pretend' }
    /** The host reports this progress before any delay. */
    | { readonly kind: 'progress'; readonly percents: readonly number[] }
  );

export interface Mishap {
  readonly refusal: Refusal | null;
  readonly isPretended: boolean;
  readonly isReplyLost: boolean;
  readonly isReplyWithheld: boolean;
  /** 0: no delay; null: until the test releases the call. */
  readonly delayMs: number | null;
  /** Progress to report instead of the default; null: the default. */
  readonly percents: readonly number[] | null;
}

export class PlannedFaults {
  #planned: { fault: Fault; left: number }[] = [];
  readonly #mute = new Set<string>();
  /** For each machine, the number of calls that are currently delayed, or whose reply is currently withheld. */
  readonly #held = new Map<string, number>();
  #putOff = new AbortController();

  plan(fault: Fault): void {
    this.#planned.push({ fault, left: fault.times === undefined ? 1 : (fault.times ?? Infinity) });
  }

  clear(): void {
    this.#planned = [];
    this.#mute.clear();
  }

  /** Aborts when the test releases the delayed calls. */
  get releasing(): AbortSignal {
    return this.#putOff.signal;
  }

  /**
   * Lets delayed calls continue, and drops delays that are only planned. So a call of the test continues whether it has
   * already reached its delay or not, and the test need not check this.
   */
  release(): void {
    this.#planned = this.#planned.filter(({ fault }) => fault.kind !== 'slow');
    const before = this.#putOff;
    this.#putOff = new AbortController();
    before.abort();
  }

  /** A mute machine does not report its state or its counters; calls on it work. */
  setMute(machine: string, isMute: boolean): void {
    if (isMute) this.#mute.add(machine);
    else this.#mute.delete(machine);
  }

  isMute(machine: string): boolean {
    return this.#mute.has(machine);
  }

  /** Counts the call as held until `held` settles. */
  async hold(machines: readonly string[], held: Promise<void>): Promise<void> {
    for (const machine of machines) this.#held.set(machine, this.countHeld(machine) + 1);
    await held;
    for (const machine of machines) this.#held.set(machine, this.countHeld(machine) - 1);
  }

  countHeld(machine: string): number {
    return this.#held.get(machine) ?? 0;
  }

  /** The faults that affect this call. Faults of different kinds add up. */
  take(call: HostCall, machines: readonly string[]): Mishap {
    const hits = new Map<Fault['kind'], Fault>();
    for (const planned of this.#planned) {
      const { kind, call: onlyCall, machine } = planned.fault;
      if (hits.has(kind) || (onlyCall !== undefined && onlyCall !== call)) continue;
      if (machine !== undefined && !machines.includes(machine)) continue;
      hits.set(kind, planned.fault);
      planned.left--;
    }
    if (hits.size > 0) this.#planned = this.#planned.filter(({ left }) => left > 0);
    const [refuse, slow, progress] = [hits.get('refuse'), hits.get('slow'), hits.get('progress')];
    return {
      refusal: refuse?.kind === 'refuse' ? refuse.refusal : null,
      isPretended: hits.has('pretend'),
      isReplyLost: hits.has('lose-reply'),
      isReplyWithheld: hits.has('withhold-reply'),
      delayMs: slow?.kind === 'slow' ? slow.delayMs : 0,
      percents: progress?.kind === 'progress' ? progress.percents : null,
    };
  }
}
