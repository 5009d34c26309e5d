/**
 * Simulated time, in milliseconds since the host was first started. The clock runs with real time, or stands still and
 * tests advance it. A new host starts the clock at the time of the last record in the journal: while no host runs, no
 * time passes for the machines.
 */
export class SimulatedClock {
  /** Simulated time at `#realMs`. */
  #atMs: number;
  #realMs: number;
  #mode: 'run' | 'step' = 'run';
  readonly #monotonicMs: () => number;

  constructor(startMs: number, monotonicMs: () => number = () => performance.now()) {
    this.#monotonicMs = monotonicMs;
    this.#atMs = startMs;
    this.#realMs = monotonicMs();
  }

  get mode(): 'run' | 'step' {
    return this.#mode;
  }

  nowMs(): number {
    return this.#mode === 'step' ? this.#atMs : this.#atMs + this.#monotonicMs() - this.#realMs;
  }

  setMode(mode: 'run' | 'step'): void {
    this.#atMs = this.nowMs();
    this.#realMs = this.#monotonicMs();
    this.#mode = mode;
  }

  /** Works in both modes: a running clock jumps ahead. */
  advance(ms: number): void {
    this.#atMs += ms;
  }
}
