/**
 * The faults of requests that do not match the contract. The text of the fault describes a single mistake; for several
 * mistakes, it states their number.
 */
import { GuesthouseError } from '../../domain/errors.js';
import type { ErrorKind, Mistake } from '../../domain/errors.js';

export function invalid(mistakes: readonly Mistake[], cause?: unknown): GuesthouseError {
  return refusal('validation_failed', mistakes, cause);
}

export function refusal(kind: ErrorKind, mistakes: readonly Mistake[], cause: unknown): GuesthouseError {
  const [first] = mistakes;
  const where = first === undefined ? '' : 'pointer' in first ? first.pointer || 'the body' : first.parameter;
  const message =
    mistakes.length === 1 && first !== undefined
      ? `The request is not valid: ${where} ${first.detail}.`
      : `The request has ${mistakes.length} mistakes.`;
  return new GuesthouseError(kind, message, { mistakes, ...(cause === undefined ? {} : { cause }) });
}
