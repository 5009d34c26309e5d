/**
 * Parses the headers that modify how an operation runs: `If-Match`, `If-None-Match`, `Range`, `Idempotency-Key`,
 * `Prefer: wait`. The handlers run after the request check, and only for operations that accept these headers. A
 * malformed value is `validation_failed`, except in `Range`, which is then ignored (byte-range.ts), and in `Prefer`,
 * where unknown preferences are ignored (RFC 7240 §2).
 *
 * An operation that evaluates conditions compares them with the resource, in its use case or in bind.ts. All other
 * writes, such as creations, check them here, because a change that a condition forbids must never be made.
 */
import { createHash } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { readPrecondition, requirePreconditionOn } from '../../domain/etag.js';
import type { Precondition } from '../../domain/etag.js';
import { readDeclaredDigests } from './declared-bytes.js';
import { STATUS_OF } from '../faults.js';
import type { OperationContract } from './load-contract.js';
import { contextOf } from '../request-context.js';
import type { RequestContext } from '../request-context.js';

const WAIT_MAX_S = 60;

/** The handlers that run before the controller of an operation; none if the operation accepts no such header. */
export function readPreferences(operation: OperationContract): RequestHandler[] {
  const { headers } = operation;
  const readers = Object.entries(READERS).flatMap(([name, read]) => (headers.includes(name) ? [{ name, read }] : []));
  const hasConditions = evaluatesConditions(operation);
  if (readers.length === 0 && !hasConditions && !operation.takesStream) return [];
  return [
    (request, response, next) => {
      if (operation.takesStream) contextOf(response).digests = readDeclaredDigests(request);
      if (hasConditions) contextOf(response).precondition = preconditionOf(request);
      for (const { name, read } of readers) {
        const value = request.get(name);
        if (value !== undefined) read(value, request, contextOf(response));
      }
      next();
    },
  ];
}

/**
 * The handler that checks the conditions of a write that does not evaluate them. Its target, such as the list of a
 * creation, exists and has no tag. So the handler can run before the body is read.
 */
export function requireOtherConditions(operation: OperationContract): RequestHandler[] {
  if (operation.method === 'get' || evaluatesConditions(operation)) return [];
  return [
    (request, _response, next) => {
      requirePreconditionOn({ etag: null }, preconditionOf(request));
      next();
    },
  ];
}

function evaluatesConditions({ headers }: OperationContract): boolean {
  return headers.includes('If-Match');
}

function preconditionOf(request: Request): Precondition | null {
  return readPrecondition(request.get('If-Match'), request.get('If-None-Match'));
}

const READERS: Readonly<Record<string, (value: string, request: Request, context: RequestContext) => void>> = {
  Range: (range, request, context) => {
    // Only GET has ranges (RFC 9110 §14.2).
    if (request.method === 'GET') context.range = { range, ifRange: request.get('If-Range') ?? null };
  },
  'Idempotency-Key': (key, request, context) => {
    const { path } = context;
    const query = request.url.slice(path.length + 1);
    const requestSha256 = createHash('sha256')
      .update(JSON.stringify([query, (request.body as unknown) ?? null]))
      .digest();
    context.idempotencyKey = {
      key,
      method: request.method,
      path,
      requestSha256,
      isFailureStored: (kind) => STATUS_OF[kind] === 409 && kind !== 'idempotency_key_in_use',
    };
  },
  Prefer: (value, _request, context) => {
    const seconds = readWait(value);
    if (seconds === null) return;
    context.wait = { waitMs: seconds * 1000, signal: context.gone };
  },
};

/** The parts between commas. A comma in a quoted value does not separate parts. */
const PREFERENCES = /(?:"(?:[^"\\]|\\.)*"|[^",])+/g;

/** Seconds of the first preference `wait`, at most 60; null if there is none. */
function readWait(header: string): number | null {
  for (const [preference] of header.matchAll(PREFERENCES)) {
    const [, digits] = /^\s*wait\s*=\s*("?)(\d+)\1\s*(?:;|$)/i.exec(preference)?.slice(1) ?? [];
    if (digits !== undefined) return Math.min(Number(digits), WAIT_MAX_S);
  }
  return null;
}
