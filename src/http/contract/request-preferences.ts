/**
 * Parses the headers that modify how an operation runs: `If-Match`, `Idempotency-Key`, `Prefer: wait`. The handlers run
 * after the request check, and only for operations that accept these headers. A malformed value is `validation_failed`,
 * except in `Prefer`, where unknown preferences are ignored (RFC 7240 §2).
 */
import { createHash } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { readEntityTags } from '../../domain/etag.js';
import { STATUS_OF } from '../faults.js';
import type { OperationContract } from './load-contract.js';
import { contextOf } from '../request-context.js';
import type { RequestContext } from '../request-context.js';

const WAIT_MAX_S = 60;

/** The handlers that run before the controller of an operation; none if the operation accepts no such header. */
export function readPreferences({ headers }: OperationContract): RequestHandler[] {
  const readers = Object.entries(READERS).flatMap(([name, read]) => (headers.includes(name) ? [{ name, read }] : []));
  if (readers.length === 0) return [];
  return [
    (request, response, next) => {
      for (const { name, read } of readers) {
        const value = request.get(name);
        if (value !== undefined) read(value, request, contextOf(response));
      }
      next();
    },
  ];
}

const READERS: Readonly<Record<string, (value: string, request: Request, context: RequestContext) => void>> = {
  'If-Match': (value, _request, context) => {
    context.precondition = readEntityTags('If-Match', value);
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
