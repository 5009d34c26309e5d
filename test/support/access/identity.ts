/** What tests of identity services have in common: a clock to turn, a log to read, and what an error is. */
import { isGuesthouseError } from '../../../src/domain/errors.js';
import type { Log } from '../../../src/domain/log.js';

/** Stands still where it was made, and goes on by what the test says. */
export class TurnedClock {
  #nowMs = Date.now();
  readonly now = (): number => this.#nowMs;

  turn(byMs: number): void {
    this.#nowMs += byMs;
  }
}

/** Keeps every line as one text, fields and sentence. */
export class KeptLog implements Log {
  readonly lines: string[] = [];
  readonly debug = (fields: object, message: string): void => this.#keep(fields, message);
  readonly info = this.debug;
  readonly warn = this.debug;
  readonly error = this.debug;

  child(): Log {
    return this;
  }

  #keep(fields: object, message: string): void {
    this.lines.push(`${JSON.stringify(fields)} ${message}`);
  }
}

/** What came of it, and `unreachable` where the service was. Any other error is the test's failure. */
export async function outcomeOf<T>(work: Promise<T>): Promise<T | 'unreachable'> {
  try {
    return await work;
  } catch (error) {
    if (isGuesthouseError(error, 'identity_unreachable')) return 'unreachable';
    throw error;
  }
}
