/**
 * The steps of one operation over its attempts: what is done is not done again, what must not be done twice is never sent twice blindly.
 *
 *   step       run ─► done                                 repeatable: an attempt that died in it runs it again
 *   stepOnce   marked begun ─► run ─► done                 found begun and not done: looked at, or `outcome_unknown`
 *
 * That a step is done is written with the mark of the next one, or when the operation goes back into the queue: the end of the operation
 * says it of the last. So operations of one repeatable step write nothing in between.
 * Invariant: a guest is reset, or asked to shut down for a reboot, by one operation at most once (test/live/kill-matrix.test.ts,
 * test/live/host-lost-midway.test.ts).
 */
import { GuesthouseError, isGuesthouseError } from '../domain/errors.js';
import type { StepMarks } from '../store/operations.js';

/** What each handler is given of this. */
export interface StepRunner {
  /** Runs a step that can be repeated, unless it is done. */
  readonly step: (name: string, run: () => Promise<void>) => Promise<void>;
  /**
   * Runs a step that must not be sent again before somebody has looked. `look` says whether it was done after all; where none can tell, the
   * operation ends `outcome_unknown`.
   */
  readonly stepOnce: (name: string, run: () => Promise<void>, look?: () => Promise<boolean>) => Promise<void>;
}

export class Steps implements StepRunner {
  readonly #done: Set<string>;
  #begun: string | null;
  #isMarkDue = false;
  readonly #mark: (marks: StepMarks) => Promise<void>;

  /** `before`: what the attempt before this one has left. `mark` writes, and throws where the operation was taken away. */
  constructor(before: StepMarks, mark: (marks: StepMarks) => Promise<void>) {
    this.#done = new Set(before.done);
    this.#begun = before.begun;
    this.#mark = mark;
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

  async step(name: string, run: () => Promise<void>): Promise<void> {
    if (this.#done.has(name)) return;
    if (this.#isMarkDue) await this.#write();
    await run();
    this.#finish(name);
  }

  async stepOnce(name: string, run: () => Promise<void>, look?: () => Promise<boolean>): Promise<void> {
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
      await run();
    } catch (error) {
      // Then, and only then, it is certain that nothing has happened (B3).
      if (isGuesthouseError(error, 'host_unreachable', 'backend_refused')) this.#begun = null;
      throw error;
    }
    this.#finish(name);
  }

  #finish(name: string): void {
    this.#done.add(name);
    if (this.#begun === name) this.#begun = null;
    this.#isMarkDue = true;
  }

  async #write(): Promise<void> {
    await this.#mark(this.marks);
    this.#isMarkDue = false;
  }
}
