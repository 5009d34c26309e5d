/**
 * A gate: one security step that a request passes or is refused at.
 *
 * Gates know Node's request and our context, and nothing of Express: an Express handler runs them by `asHandler`, and a
 * WebSocket upgrade, which never reaches Express, can call them directly. Which gates there are, and their order, is in
 * gates.ts; nothing here decides anything.
 */
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { contextOf } from '../request-context.js';
import type { RequestContext } from '../request-context.js';

/**
 * Returns when the request may go on; throws or rejects with the fault otherwise. It returns a promise only if it has
 * to wait: the common case, a credential that is remembered, must not wait for the event loop. A promise that never
 * settles stops a request that is refused already.
 */
export type Gate = (request: IncomingMessage, context: RequestContext) => void | Promise<void>;

/** One gate that runs the given ones in their order. It waits only where one of them does. */
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
