/** A refusal of what comes too often, which knows when it is worth another try. */
import { GuesthouseError } from '../domain/errors.js';

export class TooManyRequests extends GuesthouseError {
  /** Whole seconds, for `Retry-After`; at least one. */
  readonly retryAfterS: number;

  constructor(message: string, waitMs: number) {
    super('too_many_requests', message);
    this.retryAfterS = Math.max(1, Math.ceil(waitMs / 1_000));
  }
}
