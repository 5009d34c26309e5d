/**
 * How far an operation is, written to its row while it runs: at most once a second, and only when the percentage has changed.
 *
 *   report ─► changed, and the last write is a second ago? ─► write ─► still this worker's? ─► on
 *                 └─ no: dropped; a later report says it             └─ no: closed
 *
 * There is no timer: where nothing reports, nothing runs. What is dropped is lost, so the last percentage shown can be an older one than the
 * last reported.
 * Invariant: nothing is written after `close`, or after the operation was taken away (test/unit/progress.test.ts).
 * Ways this can fail: the database away (the report is lost; it never fails the operation).
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

  /** `before`: what the row shows. `write` answers whether the operation still is this worker's. */
  constructor(
    before: number | null,
    write: (percent: number) => Promise<boolean>,
    { log, now = Date.now }: { readonly log: Log; readonly now?: () => number },
  ) {
    this.#written = before;
    this.#write = write;
    this.#log = log;
    this.#now = now;
  }

  /** Of the whole operation, in percent. Never throws. 100 is not written: that is what its end writes. */
  report(percent: number): void {
    if (this.#isClosed || this.#writing !== null || Number.isNaN(percent)) return;
    const whole = Math.min(Math.max(Math.floor(percent), 0), 99);
    if (whole === this.#written || this.#now() - this.#writtenAt < WRITE_EVERY_MS) return;
    this.#written = whole;
    this.#writtenAt = this.#now();
    this.#writing = this.#tryToWrite(whole).finally(() => (this.#writing = null));
  }

  /** Resolves when nothing is being written any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#writing;
  }

  async #tryToWrite(percent: number): Promise<void> {
    try {
      if (!(await this.#write(percent))) this.#isClosed = true;
    } catch (error) {
      this.#log.debug({ err: error, percent }, 'progress could not be written');
    }
  }
}
