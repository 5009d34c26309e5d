/**
 * A queue in front of a fixed number of slots, such as the connections of a pool. Each key (a user) holds at most its
 * share of the slots. A free slot goes to the key that has waited longest for its turn, not to the key with the most
 * work, so that a key with much work mainly delays its own work.
 *
 *   work ─► key below its share, not throttled, and a slot free ─► runs ─► its slot goes to the next key
 *              └─ otherwise: waits in the line of its key ─► refused if the line is full, or after `waitMs`
 *
 * While several keys are active, tighter limits can apply (`contended`): a smaller share, and a budget for the time for
 * which the work of a key runs. They exist because keys often compete for the processors rather than for the slots. A
 * key that has used up its budget is throttled, even if slots are free, until enough of the budget is available again.
 *
 * The queue must not depend on what the slots are, and must not decide how a refusal is reported: `refusal` does.
 * Invariant: no key begins work above its share. After each begin and end of work, a slot is free only if every waiting
 * key has reached its share or is throttled (test/unit/fair-queue.test.ts).
 */
import { RateLimiter } from '../domain/rate-limiter.js';
import type { ActiveKeys } from './active-keys.js';

/** The number of keys whose used time is remembered. */
const KEYS_MAX = 10_000;
/** How often throttled keys are checked, because throttling also ends when the key is the only active one. */
const THROTTLE_CHECK_MS = 1_000;

export interface FairQueueOptions {
  readonly slots: number;
  /** The share of one key. */
  readonly slotsPerKey: number;
  /** Default: no tighter limits. */
  readonly contended?: ContendedLimits;
  /** The maximum amount of work of one key that waits. */
  readonly waitingPerKey: number;
  /** The maximum time that work waits. */
  readonly waitMs: number;
  /** The error for work that is refused. */
  readonly refusal: (reason: 'full' | 'overdue' | 'closed') => Error;
}

/** The limits of a key while other keys are active too. */
export interface ContendedLimits {
  /** Can be shared by several queues, so that a key counts as active in all of them. */
  readonly active: ActiveKeys;
  readonly slotsPerKey: number;
  /** Null: the work of a key can run at any time. */
  readonly budget: WorkBudget | null;
}

/** The time for which the work of one key can run: `burstMs` in a burst, and then `msPerSecond` in each second. */
export interface WorkBudget {
  readonly burstMs: number;
  readonly msPerSecond: number;
  /** How much of one piece of work counts. Work that takes longer waits for something, such as a lock. */
  readonly chargeMaxMs: number;
}

interface Turn {
  /** Patient work waits until its signal aborts, and does not count towards `waitingPerKey`. */
  readonly isPatient: boolean;
  begin(): void;
  refuse(error: Error): void;
}

export class FairQueue {
  readonly #options: FairQueueOptions;
  #free: number;
  readonly #held = new Map<string, number>();
  /** The waiting work of each key, in the order of the keys' next turns. */
  readonly #lines = new Map<string, Turn[]>();
  /** Its tokens are ms of work. */
  readonly #budgets: RateLimiter | null;
  #throttleCheck: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: FairQueueOptions) {
    this.#options = options;
    this.#free = options.slots;
    const budget = options.contended?.budget ?? null;
    this.#budgets =
      budget && new RateLimiter({ perSecond: budget.msPerSecond, burst: budget.burstMs, keysMax: KEYS_MAX });
  }

  /** The amount of work that waits. */
  get waiting(): number {
    let count = 0;
    for (const line of this.#lines.values()) count += line.length;
    return count;
  }

  /**
   * Runs `work` when the key has a slot. With `signal`, the work is patient: it waits until the signal aborts, and then
   * rejects with the reason of the signal.
   */
  async run<T>(key: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.#isClosed) throw this.#options.refusal('closed');
    const nowMs = performance.now();
    this.#options.contended?.active.note(key, nowMs);
    // Must come first: shares can have grown, and work that waits comes before new work.
    this.#beginWaiting();
    if (this.#free > 0 && this.#canBegin(key, nowMs)) this.#take(key);
    else await this.#wait(key, signal, nowMs);
    const begunMs = performance.now();
    try {
      return await work();
    } finally {
      this.#charge(key, begunMs);
      this.#release(key);
    }
  }

  /** Refuses all waiting work, and all further work. */
  close(): void {
    this.#isClosed = true;
    for (const turn of [...this.#lines.values()].flat()) turn.refuse(this.#options.refusal('closed'));
    clearTimeout(this.#throttleCheck);
  }

  #canBegin(key: string, nowMs: number): boolean {
    const { slotsPerKey, contended } = this.#options;
    const held = this.#held.get(key) ?? 0;
    if (contended === undefined || contended.active.isAlone(key, nowMs)) return held < slotsPerKey;
    return held < contended.slotsPerKey && (this.#budgets?.waitMs(key, nowMs) ?? 0) === 0;
  }

  #charge(key: string, begunMs: number): void {
    const nowMs = performance.now();
    const { active, budget } = this.#options.contended ?? {};
    if (this.#budgets === null || !budget || active?.isAlone(key, nowMs)) return;
    this.#budgets.charge(key, nowMs, Math.min(nowMs - begunMs, budget.chargeMaxMs));
  }

  #take(key: string): void {
    this.#free -= 1;
    this.#held.set(key, (this.#held.get(key) ?? 0) + 1);
  }

  #release(key: string): void {
    this.#free += 1;
    const held = (this.#held.get(key) ?? 0) - 1;
    if (held > 0) this.#held.set(key, held);
    else this.#held.delete(key);
    this.#beginWaiting();
  }

  /** Gives the free slots to the keys that can begin, in turn. */
  #beginWaiting(): void {
    const nowMs = performance.now();
    // The loop also reaches the keys that it puts at the end.
    for (const [key, line] of this.#lines) {
      if (this.#free === 0) return;
      const [turn] = line;
      if (turn === undefined || !this.#canBegin(key, nowMs)) continue;
      this.#take(key);
      // The key goes to the end: its next turn comes after those of the other keys.
      this.#lines.delete(key);
      if (line.length > 1) this.#lines.set(key, line.slice(1));
      turn.begin();
    }
    this.#checkThrottledLater(nowMs);
  }

  /**
   * `nowMs` must be the time at which the waiting keys were found throttled. A later time could find a key no longer
   * throttled: the key would then get no check, although it still waits.
   */
  #checkThrottledLater(nowMs: number): void {
    if (this.#budgets === null || this.#isClosed || this.#throttleCheck !== undefined) return;
    const waits = [...this.#lines.keys()].map((key) => this.#budgets?.waitMs(key, nowMs) ?? 0).filter((ms) => ms > 0);
    if (waits.length === 0) return;
    const check = (): void => {
      this.#throttleCheck = undefined;
      this.#beginWaiting();
    };
    this.#throttleCheck = setTimeout(check, Math.ceil(Math.min(...waits, THROTTLE_CHECK_MS))).unref();
  }

  #wait(key: string, signal: AbortSignal | undefined, nowMs: number): Promise<void> {
    const { waitingPerKey, waitMs, refusal } = this.#options;
    const isPatient = signal !== undefined;
    const line = this.#lines.get(key) ?? [];
    if (!isPatient && line.filter((turn) => !turn.isPatient).length >= waitingPerKey) throw refusal('full');
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const leave = (error: Error): void => {
        stop();
        this.#leave(key, turn);
        reject(error);
      };
      const onAbort = (): void => leave(signal?.reason as Error);
      const timer = isPatient ? undefined : setTimeout(() => leave(refusal('overdue')), waitMs);
      const stop = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      const turn: Turn = {
        isPatient,
        begin() {
          stop();
          resolve();
        },
        refuse: leave,
      };
      signal?.addEventListener('abort', onAbort);
      this.#lines.set(key, [...line, turn]);
      this.#checkThrottledLater(nowMs);
    });
  }

  #leave(key: string, turn: Turn): void {
    const line = (this.#lines.get(key) ?? []).filter((other) => other !== turn);
    if (line.length > 0) this.#lines.set(key, line);
    else this.#lines.delete(key);
  }
}
