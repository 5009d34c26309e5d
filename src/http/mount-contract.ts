/**
 * The mounting of one contract on one router: the handlers before each operation, the operations, the pages, and the
 * handlers for requests that match none of them. This function mounts the native API and all dialects.
 */
import type { RequestHandler, Router } from 'express';
import type { Bind } from '../../generated/exchange.js';
import { asHandler } from './access/gate.js';
import type { Gates } from './access/gates.js';
import { cachingOf } from './caching.js';
import { createBind } from './contract/bind.js';
import type { Encode } from './contract/bind.js';
import type { Contract, OperationContract } from './contract/load-contract.js';
import { readPreferences, requireOtherConditions } from './contract/request-preferences.js';
import type { RequestChecks } from './contract/validate.js';
import type { Dialect } from './dialects/dialect.js';
import { contextOf } from './request-context.js';
import type { RequestContext } from './request-context.js';
import { handleUnrouted } from './unrouted.js';

/** A contract and the code that serves it. */
export interface MountableApi {
  readonly contract: Contract;
  readonly checks: RequestChecks;
  /** Binds every operation to its controller: the generated `registerRoutes`. */
  register(bind: Bind<RequestContext>): void;
  /** Returns the text of a body in the chosen media type; default: JSON. */
  readonly encode?: Encode;
  /** Adds files and redirects that are not operations. */
  mountPages?(router: Router): void;
}

function setCaching(operation: OperationContract, dialect: Dialect): RequestHandler {
  const set = cachingOf(operation, dialect);
  return (_request, response, next) => {
    set(response, contextOf(response));
    next();
  };
}

export function mountContract(router: Router, dialect: Dialect, api: MountableApi, gates: Gates): void {
  const { contract, checks, encode } = api;
  const handlersBefore: RequestChecks = (operationId) => {
    const operation = contract.operations.get(operationId);
    if (operation === undefined) throw new Error(`the contract has no operation ${operationId}`);
    return [
      asHandler(gates.beforeBody(operation)),
      ...requireOtherConditions(operation),
      ...checks(operationId),
      asHandler(gates.afterBody(operation)),
      ...readPreferences(operation),
      setCaching(operation, dialect),
    ];
  };
  api.register(createBind<RequestContext>(router, handlersBefore, encode));
  // Must come after the operations: otherwise, the router would match every request against these paths first.
  api.mountPages?.(router);
  router.use(...handleUnrouted(contract, dialect, gates));
}
