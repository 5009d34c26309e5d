/**
 * The handlers for requests that match no operation: OPTIONS, other methods, other paths.
 *
 * For a path of the contract, the response has `Allow`. It is:
 *   for OPTIONS                                  a 204 that also lists the accepted bodies
 *   for a method that only other paths support   the fault that the dialect chooses (405 in the native API)
 *   for any other method                         501
 *
 * For a path that the contract does not have, the dialect chooses the fault. The gates run before all of these
 * responses: a client without a credential gets 401, except for the path of an open operation, so it cannot learn which
 * other paths exist.
 */
import type { RequestHandler } from 'express';
import { GuesthouseError } from '../domain/errors.js';
import { asHandler } from './access/gate.js';
import type { Gates } from './access/gates.js';
import { announceAccepted } from './contract/accepted-types.js';
import { METHODS } from './contract/load-contract.js';
import type { Contract, OperationContract } from './contract/load-contract.js';
import type { Dialect } from './dialects/dialect.js';
import { contextOf } from './request-context.js';

/** The methods that at least one path has. */
export const METHODS_ANYWHERE: readonly string[] = ['HEAD', ...METHODS.map((method) => method.toUpperCase())];
const KNOWN_METHODS: ReadonlySet<string> = new Set([...METHODS_ANYWHERE, 'OPTIONS']);

export function handleUnrouted(contract: Contract, dialect: Dialect, gates: Gates): RequestHandler[] {
  const routes = readRoutes(contract);
  const isOpen = (path: string): boolean => routes.some((route) => route.isOpen && route.pattern.test(path));
  return [
    asHandler(gates.unrouted(isOpen)),
    ({ method }, response, next) => {
      const { path } = contextOf(response);
      const matching = routes.filter(({ pattern }) => pattern.test(path));
      const allowed = matching.flatMap(({ methods }) => methods);
      if (allowed.length === 0) {
        next(dialect.unknownPath(path));
        return;
      }
      response.setHeader('Allow', [...new Set(allowed)].sort().join(', '));
      if (method === 'OPTIONS') {
        for (const { operation } of matching) announceAccepted(response, operation);
        response.status(204).end();
      } else if (KNOWN_METHODS.has(method)) {
        next(new GuesthouseError(dialect.methodNotForPath, `The method ${method} is not allowed for this path.`));
      } else {
        next(new GuesthouseError('not_implemented', `${method} is not supported.`));
      }
    },
  ];
}

interface PathAndMethods {
  readonly pattern: RegExp;
  readonly methods: readonly string[];
  readonly isOpen: boolean;
  readonly operation: OperationContract;
}

/** One entry for each operation. Several can match one path. */
function readRoutes({ operations }: Contract): PathAndMethods[] {
  return [...operations.values()].map((operation) => {
    const { path, method, right } = operation;
    return {
      isOpen: right === null,
      operation,
      pattern: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`),
      methods: [method.toUpperCase(), ...(method === 'get' ? ['HEAD'] : []), 'OPTIONS'],
    };
  });
}
