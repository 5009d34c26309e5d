/**
 * The steps of one operation over its attempts: what is done is not done again, what must not be done twice is never sent twice blindly.
 *
 *   step       run ─► done                                 repeatable: an attempt that died in it runs it again
 *   stepOnce   marked begun ─► run ─► done                 found begun and not done: looked at, or `outcome_unknown`
 *
 * That a step is done is written with the mark of the next one, or when the operation goes back into the queue: the end of the operation
 * says it of the last. So operations of one repeatable step write nothing in between.
 * Progress: while a step runs it can tell how much of it is done; with the steps' shares that is how much of the whole operation is done.
 * Invariant: a guest is reset, or asked to shut down for a reboot, by one operation at most once (test/live/kill-matrix.test.ts,
 * test/live/host-lost-midway.test.ts).
 */
import { GuesthouseError, isGuesthouseError } from '../domain/errors.js';
import type { StepMarks } from '../store/operations.js';

/** Called by a step with how much of it is done, in percent. Never throws; what comes after the step has ended is ignored. */
export type OnProgress = (percent: number) => void;

export type RunStep = (onProgress: OnProgress) => Promise<void>;

/** What each kind of operation is given of this. */
export interface StepRunner {
  /** Runs a step that can be repeated, unless it is done. */
  readonly step: (name: string, run: RunStep) => Promise<void>;
  /**
   * Runs a step that must not be sent again before somebody has looked. `look` says whether it was done after all; where none can tell, the
   * operation ends `outcome_unknown`.
   */
  readonly stepOnce: (name: string, run: RunStep, look?: () => Promise<boolean>) => Promise<void>;
}

export interface StepsDeps {
  /** The share of each step in percent, in their order. */
  readonly shares: Readonly<Record<string, number>>;
  /** Writes the marks; throws if the operation was taken away. */
  readonly mark: (marks: StepMarks) => Promise<void>;
  /** Is told how much of the whole operation is done, in percent. */
  readonly report: OnProgress;
}

export class Steps implements StepRunner {
  readonly #done: Set<string>;
  #begun: string | null;
  #isMarkDue = false;
  readonly #deps: StepsDeps;

  /** `before`: what the attempt before this one has left. */
  constructor(before: StepMarks, deps: StepsDeps) {
    this.#done = new Set(before.done);
    this.#begun = before.begun;
    this.#deps = deps;
  }

  /** What the next attempt has to know. */
  get marks(): StepMarks {
    return { done: [...this.#done], begun: this.#begun };
  }

  /**
   * Whether `error` means that the host was lost, and that the next attempt may go on where this one has ended: nothing was sent, or it was
   * lost half-way (B3) in a step that can be repeated.
   */
  mayGoOnAfter(error: GuesthouseError): boolean {
    if (error.kind === 'host_unreachable') return true;
    const isHalfWay = error.kind === 'outcome_unknown' && isGuesthouseError(error.cause, 'host_unreachable');
    return isHalfWay && this.#begun === null;
  }

  async step(name: string, run: RunStep): Promise<void> {
    if (this.#done.has(name)) return;
    if (this.#isMarkDue) await this.#write();
    await this.#run(name, run);
    this.#finish(name);
  }

  async stepOnce(name: string, run: RunStep, look?: () => Promise<boolean>): Promise<void> {
    if (this.#done.has(name)) return;
    if (this.#begun === name) {
      if (look === undefined) {
        throw new GuesthouseError(
          'outcome_unknown',
          'The previous attempt was interrupted during this step. Whether the step took effect is not known, so it is not repeated.',
        );
      }
      if (await look()) return this.#finish(name);
    }
    this.#begun = name;
    // Must come before it is sent: an attempt that dies here has only lost the right to try blindly.
    await this.#write();
    try {
      await this.#run(name, run);
    } catch (error) {
      // Then, and only then, it is certain that nothing has happened (B3).
      if (isGuesthouseError(error, 'host_unreachable', 'backend_refused')) this.#begun = null;
      throw error;
    }
    this.#finish(name);
  }

  async #run(name: string, run: RunStep): Promise<void> {
    const { shares, report } = this.#deps;
    const share = shares[name];
    if (share === undefined) throw new Error(`the step ${name} is none of ${Object.keys(shares).join(', ')}`);
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
