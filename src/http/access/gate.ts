/**
 * A gate: one security step, which passes or rejects a request.
 *
 * Gates use Node's request and our context, not Express: an Express handler runs them through `asHandler`, and a
 * WebSocket upgrade, which never reaches Express, can call them directly. The list of gates and their order are in
 * gates.ts. This file makes no decision about a request.
 */
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { contextOf } from '../request-context.js';
import type { RequestContext } from '../request-context.js';

/**
 * Returns if the request can continue; otherwise throws or rejects with the fault. It returns a promise only if it must
 * wait: in the common case, a cached credential, the request continues in the same turn of the event loop. A promise
 * that never settles stops a request that was already rejected.
 */
export type Gate = (request: IncomingMessage, context: RequestContext) => void | Promise<void>;

/** Combines gates into one that runs them in order. It returns a promise only if one of them does. */
export function inOrder(gates: readonly Gate[]): Gate {
  const passFrom = (start: number, request: IncomingMessage, context: RequestContext): void | Promise<void> => {
    for (let index = start; index < gates.length; index++) {
      const passed = gates[index]?.(request, context);
      if (passed instanceof Promise) return passed.then(() => passFrom(index + 1, request, context));
    }
  };
  return (request, context) => passFrom(0, request, context);
}

export function asHandler(gate: Gate): RequestHandler {
  return (request, response, next) => {
    const passed = gate(request, contextOf(response));
    if (passed instanceof Promise) passed.then(() => next(), next);
    else next();
  };
}
