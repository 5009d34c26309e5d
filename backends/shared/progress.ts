/**
 * The progress of one call (`CallOptions.onProgress`), for every driver: the share of its bytes that are done, as a
 * whole percentage that never decreases. Bytes that an earlier call has already copied count as done.
 */
export class Progress {
  readonly #totalBytes: number;
  readonly #report: ((percent: number) => void) | undefined;
  #doneBytes = 0;
  #percent = -1;

  constructor(totalBytes: number, report: ((percent: number) => void) | undefined) {
    this.#totalBytes = totalBytes;
    this.#report = report;
  }

  /** Records that a part of `bytes` bytes is done. */
  add(bytes: number): void {
    this.#doneBytes += bytes;
    this.during(0);
  }

  /** Records how many bytes of the current part are done. */
  during(bytes: number): void {
    if (this.#totalBytes === 0) return;
    const percent = Math.floor((100 * Math.min(this.#doneBytes + bytes, this.#totalBytes)) / this.#totalBytes);
    if (percent <= this.#percent) return;
    this.#percent = percent;
    this.#report?.(percent);
  }
}
