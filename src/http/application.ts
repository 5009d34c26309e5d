/**
 * The Express application: the order of the handlers of a request.
 *
 *   begin ─► gates ─► cross-origin ─► router of the API ─► gates ─► request check ─► gates ─► controller ─► response
 *     └──────────────── anything thrown meanwhile ─► error-handler.ts ─► fault in the form of the request's API
 *
 * access/gates.ts lists the security steps. Requests that Node's parser rejects never reach the application
 * (connection/client-errors.ts).
 */
import express, { Router } from 'express';
import type { RequestHandler } from 'express';
import { registerRoutes } from '../../generated/routes.js';
import type { Authenticator } from '../app/access/authenticate.js';
import type { App } from '../app/app.js';
import type { Log } from '../domain/log.js';
import type { Tracer } from '../domain/trace.js';
import { asHandler } from './access/gate.js';
import { createGates } from './access/gates.js';
import { crossOrigin } from './access/cross-origin.js';
import { beginRequest } from './begin-request.js';
import { createBodyDeadline } from './connection/body-deadline.js';
import type { Trust } from './connection/forwarded.js';
import { createLimits } from './connection/limits.js';
import type { LimitOptions } from './connection/limits.js';
import { createControllers } from './controllers/create-controllers.js';
import type { Contract } from './contract/load-contract.js';
import type { RequestChecks } from './contract/validate.js';
import type { Dialect } from './dialects/dialect.js';
import { DialectCatalogue } from './dialects/catalogue.js';
import { createNativeDialect } from './dialects/native/dialect.js';
import { DialectRegistry, DIALECTS } from './dialects/registry.js';
import type { RegisteredDialect } from './dialects/registry.js';
import { mountDocsFiles } from './docs.js';
import { createErrorHandler, createRefuse } from './error-handler.js';
import type { FaultTitles } from './faults.js';
import { mountContract } from './mount-contract.js';
import type { MountableApi } from './mount-contract.js';
import { contextOf } from './request-context.js';
import { createRequestRecord } from './request-record.js';
import { METHODS_ANYWHERE } from './unrouted.js';

export interface ApplicationDeps {
  readonly app: App;
  readonly contract: Contract;
  readonly checks: RequestChecks;
  /** The APIs besides the native one; default: all registered APIs. */
  readonly dialects?: readonly RegisteredDialect[];
  readonly authenticator: Authenticator;
  readonly tracer: Tracer | null;
  readonly log: Log;
}

export interface ApplicationOptions {
  /** Origins whose web pages can use the API; `*` as the only entry means every origin; empty: no CORS. */
  readonly corsOrigins: readonly string[];
  /** How long headers, and any body except an image's content, can take to arrive. */
  readonly requestTimeoutMs: number;
  readonly hasTls: boolean;
  /** Whether requests need no credentials. If so, only requests from this machine are served. */
  readonly isWithoutCredentials: boolean;
  readonly limits: LimitOptions;
}

export function createApplication(
  deps: ApplicationDeps,
  options: ApplicationOptions,
  titles: FaultTitles,
  trust: Trust | null,
): express.Express {
  const { app, contract, checks, authenticator, tracer, log } = deps;
  const refuse = createRefuse(log);
  const deadline = createBodyDeadline(options.requestTimeoutMs, refuse);
  const limits = createLimits(options.limits);
  const { isWithoutCredentials, hasTls } = options;
  const gates = createGates({ authenticator, limits, deadline, isWithoutCredentials });
  const mounted = (dialect: Dialect, api: MountableApi): Router => {
    // Paths must match the contract exactly.
    const router = Router({ strict: true, caseSensitive: true });
    mountContract(router, dialect, api, gates);
    return router;
  };
  const native = createNativeDialect(titles);
  const others = deps.dialects ?? DIALECTS;
  const catalogue = new DialectCatalogue(
    contract.document,
    others.map(({ dialect }) => dialect.name),
  );
  const nativeApi: MountableApi = {
    contract,
    checks,
    register: (bind) => registerRoutes(bind, createControllers(app, contract, catalogue)),
    mountPages: (router) => mountDocsFiles(router, catalogue.listed),
  };
  const dialects = new DialectRegistry({
    native: { dialect: native, router: mounted(native, nativeApi) },
    others,
    load: async (registered) => mounted(registered.dialect, await registered.load(app)),
  });
  const record = createRequestRecord({ metrics: app.metrics, tracer, log });

  const application = express();
  application.disable('x-powered-by');
  application.disable('etag');
  application.set('query parser', 'simple');
  application.use(beginRequest({ dialects, record, deadline, trust, hasTls, log }));
  application.use(asHandler(gates.arrival));
  if (options.corsOrigins.length > 0) application.use(crossOrigin(options.corsOrigins, METHODS_ANYWHERE));
  application.use(dispatch(dialects));
  application.use(createErrorHandler(app, refuse));
  return application;
}

/** Passes the request to the router of the API. */
function dispatch(dialects: DialectRegistry): RequestHandler {
  return (request, response, next) => {
    const router = dialects.routerOf(contextOf(response).dialect);
    if (router instanceof Promise) router.then((loaded) => void loaded(request, response, next), next);
    else void router(request, response, next);
  };
}
