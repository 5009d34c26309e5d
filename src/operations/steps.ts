/**
 * The steps of one operation across its attempts. Completed steps are skipped. A step that must not run twice is sent
 * again only after proof that it took no effect: an observation, or an error that rules it out (B3).
 *
 *   step       run ─► done                     repeatable: if an attempt dies in it, the next one runs it again
 *   stepOnce   marked begun ─► run ─► done     if it had begun but is not done: observe, or fail with `outcome_unknown`
 *
 * The completion of a step is written before the next step begins, or when the operation is requeued; the end of the
 * operation implies the completion of the last step. So an operation with a single repeatable step writes no marks
 * unless it is requeued.
 * Progress: a running step can report how much of it is done; the steps' shares turn that into the progress of the
 * whole operation.
 * Invariant: one operation resets a guest, or requests its shutdown for a reboot, at most once
 * (test/live/kill-matrix.test.ts, test/live/host-lost-midway.test.ts).
 */
import { GuesthouseError, isGuesthouseError } from '../domain/errors.js';
import type { StepMarks } from '../store/operations.js';

/** Nothing could be sent to the host, or to the guest's machine (B3). */
const LOST = ['host_unreachable', 'guest_unresponsive'] as const;

/** A step calls this with its own progress in percent. Never throws; reports after the end of the step are ignored. */
export type OnProgress = (percent: number) => void;

export type RunStep = (onProgress: OnProgress) => Promise<void>;

/** The part of `Steps` that the `run` of a kind uses. */
export interface StepRunner {
  /** Runs a repeatable step, unless it is already done. */
  readonly step: (name: string, run: RunStep) => Promise<void>;
  /**
   * Runs a step that must not be sent again without an observation. If the previous attempt was interrupted during this
   * step, `tookEffect` observes whether the step took effect; without `tookEffect`, the operation ends with
   * `outcome_unknown`.
   */
  readonly stepOnce: (name: string, run: RunStep, tookEffect?: () => Promise<boolean>) => Promise<void>;
}

export interface StepsDeps {
  /** The share of each step in percent, in the order of the steps. */
  readonly shares: Readonly<Record<string, number>>;
  /** Writes the marks; throws if the operation was taken away. */
  readonly mark: (marks: StepMarks) => Promise<void>;
  /** Receives the progress of the whole operation, in percent. */
  readonly report: OnProgress;
}

export class Steps implements StepRunner {
  readonly #done: Set<string>;
  #begun: string | null;
  #isMarkDue = false;
  readonly #deps: StepsDeps;

  /** `before`: the marks that the previous attempt left. */
  constructor(before: StepMarks, deps: StepsDeps) {
    this.#done = new Set(before.done);
    this.#begun = before.begun;
    this.#deps = deps;
  }

  /** The marks for the next attempt. */
  get marks(): StepMarks {
    return { done: [...this.#done], begun: this.#begun };
  }

  /**
   * Whether `error` means that the host or the guest's machine was lost and the next attempt can continue where this
   * one ended: either nothing was sent, or the loss was midway (B3) in a repeatable step.
   */
  canContinueAfter(error: GuesthouseError): boolean {
    const { kind, cause } = error;
    if (LOST.some((each) => each === kind)) return true;
    const isHalfWay = kind === 'outcome_unknown' && isGuesthouseError(cause, ...LOST);
    return isHalfWay && this.#begun === null;
  }

  async step(name: string, run: RunStep): Promise<void> {
    if (this.#done.has(name)) return;
    if (this.#isMarkDue) await this.#write();
    await this.#run(name, run);
    this.#finish(name);
  }

  async stepOnce(name: string, run: RunStep, tookEffect?: () => Promise<boolean>): Promise<void> {
    if (this.#done.has(name)) return;
    if (this.#begun === name) {
      if (tookEffect === undefined) {
        throw new GuesthouseError(
          'outcome_unknown',
          'The previous attempt was interrupted during this step. Whether the step took effect is not known, so it is not repeated.',
        );
      }
      if (await tookEffect()) return this.#finish(name);
    }
    this.#begun = name;
    // Must come before the step is sent. If the attempt dies between the write and the step, the only consequence is
    // that the step cannot be retried without `tookEffect`.
    await this.#write();
    try {
      await this.#run(name, run);
    } catch (error) {
      // Only these errors prove that nothing happened on the host (B3).
      if (isGuesthouseError(error, 'backend_refused', ...LOST)) this.#begun = null;
      throw error;
    }
    this.#finish(name);
  }

  async #run(name: string, run: RunStep): Promise<void> {
    const { shares, report } = this.#deps;
    const share = shares[name];
    if (share === undefined) throw new Error(`unknown step ${name}; the steps are ${Object.keys(shares).join(', ')}`);
    let before = 0;
    for (const [other, its] of Object.entries(shares)) {
      if (other === name) break;
      before += its;
    }
    let isOver = false;
    try {
      await run((percent) => {
        if (!isOver) report(before + (share * Math.min(Math.max(percent, 0), 100)) / 100);
      });
    } finally {
      isOver = true;
    }
  }

  #finish(name: string): void {
    this.#done.add(name);
    if (this.#begun === name) this.#begun = null;
    this.#isMarkDue = true;
  }

  async #write(): Promise<void> {
    await this.#deps.mark(this.marks);
    this.#isMarkDue = false;
  }
}
