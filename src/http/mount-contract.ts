/**
 * One contract onto one router: what stands in front of each of its operations, its pages, and what follows for
 * requests that none of them takes. The native API and the dialects are all mounted by this.
 */
import type { Router } from 'express';
import type { Bind } from '../../generated/exchange.js';
import { asHandler } from './access/gate.js';
import type { Gates } from './access/gates.js';
import { createBind } from './contract/bind.js';
import type { Encode } from './contract/bind.js';
import type { Contract } from './contract/load-contract.js';
import { readPreferences } from './contract/request-preferences.js';
import type { RequestChecks } from './contract/validate.js';
import type { Dialect } from './dialects/dialect.js';
import type { RequestContext } from './request-context.js';
import { answerUnrouted } from './unrouted.js';

/** A contract and what serves it. */
export interface MountableApi {
  readonly contract: Contract;
  readonly checks: RequestChecks;
  /** Binds every operation to its controller: the generated `registerRoutes`. */
  register(bind: Bind<RequestContext>): void;
  /** The text of a body in the media type that was chosen; absent: JSON. */
  readonly encode?: Encode;
  /** Adds files and redirects that are no operations. */
  mountPages?(router: Router): void;
}

export function mountContract(router: Router, dialect: Dialect, api: MountableApi, gates: Gates): void {
  const { contract, checks, encode } = api;
  const handlersBefore: RequestChecks = (operationId) => {
    const operation = contract.operations.get(operationId);
    if (operation === undefined) throw new Error(`the contract has no operation ${operationId}`);
    return [
      asHandler(gates.beforeBody(operation)),
      ...checks(operationId),
      asHandler(gates.afterBody(operation)),
      ...readPreferences(operation),
    ];
  };
  api.register(createBind<RequestContext>(router, handlersBefore, encode));
  // Must come after the operations: each path in front of them would be matched for every request.
  api.mountPages?.(router);
  router.use(...answerUnrouted(contract, dialect, gates));
}
