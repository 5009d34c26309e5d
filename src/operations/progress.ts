/**
 * The progress of a running operation, written to its row at most once a second, and only when the percentage has
 * changed.
 *
 *   report ─► changed, and the last write at least a second ago? ─► write ─► still this worker's? ─► yes: continue
 *                 └─ no: dropped; a later report replaces it                     └─ no: closed
 *
 * There is no timer: without reports, nothing runs. Dropped reports are lost, so the percentage in the row can be older
 * than the last report.
 * Invariant: nothing is written after `close`, or after the operation was taken away (test/unit/progress.test.ts).
 * Ways this can fail: the database is unreachable (the report is lost, but the operation continues).
 */
import type { Log } from '../domain/log.js';

const WRITE_EVERY_MS = 1_000;

export class Progress {
  readonly #write: (percent: number) => Promise<boolean>;
  readonly #log: Log;
  readonly #now: () => number;
  #written: number | null;
  #writtenAt = -Infinity;
  #writing: Promise<void> | null = null;
  #isClosed = false;

  /** `before`: the percentage in the row. `write` resolves to whether the operation still belongs to this worker. */
  constructor(
    before: number | null,
    write: (percent: number) => Promise<boolean>,
    { log, now = () => performance.now() }: { readonly log: Log; readonly now?: () => number },
  ) {
    this.#written = before;
    this.#write = write;
    this.#log = log;
    this.#now = now;
  }

  /**
   * Reports the progress of the whole operation, in percent. Never throws. Never writes 100: only the end of a
   * successful operation writes 100.
   */
  report(percent: number): void {
    if (this.#isClosed || this.#writing !== null || Number.isNaN(percent)) return;
    const whole = Math.min(Math.max(Math.floor(percent), 0), 99);
    if (whole === this.#written || this.#now() - this.#writtenAt < WRITE_EVERY_MS) return;
    this.#written = whole;
    this.#writtenAt = this.#now();
    this.#writing = this.#tryToWrite(whole).finally(() => (this.#writing = null));
  }

  /** Resolves when the write in progress, if any, has ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#writing;
  }

  async #tryToWrite(percent: number): Promise<void> {
    try {
      if (!(await this.#write(percent))) this.#isClosed = true;
    } catch (error) {
      this.#log.debug({ err: error, percent }, 'failed to write the progress of an operation');
    }
  }
}
