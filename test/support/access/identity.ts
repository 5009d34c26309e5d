/**
 * Common parts of the tests of identity services: a clock that a test sets, a log that a test reads, and the outcome of
 * a call.
 */
import { isGuesthouseError } from '../../../src/domain/errors.js';
import type { Log } from '../../../src/domain/log.js';

/** Stands still at the time of its creation until the test advances it. */
export class TurnedClock {
  #nowMs = Date.now();
  readonly now = (): number => this.#nowMs;

  turn(byMs: number): void {
    this.#nowMs += byMs;
  }
}

/** Keeps each line as one text that contains its fields and its message. */
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

/** Returns the result, or `unreachable` if the identity service is unreachable. Any other error fails the test. */
export async function outcomeOf<T>(work: Promise<T>): Promise<T | 'unreachable'> {
  try {
    return await work;
  } catch (error) {
    if (isGuesthouseError(error, 'identity_unreachable')) return 'unreachable';
    throw error;
  }
}
