/**
 * The HTTP server: every request's way from the socket to its controller and back.
 *
 *   request id ─► cross-origin ─► credential (unless the operation is open) ─► limits ─► Accept ─► request check ─► controller ─► answer
 *        └────────── whatever is thrown on the way ─► faults.ts ─► problem+json
 *
 * A path that the spec knows under other methods is 405 with `Allow`; one it does not know is 501 below /v1 (this server has it
 * nowhere) and 404 elsewhere. 401 comes before all of these.
 * What Node's parser refuses before Express sees it gets the same kind of fault (client-errors.ts).
 */
import type { AddressInfo } from 'node:net';
import type { TlsOptions } from 'node:tls';
import express from 'express';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { registerRoutes } from '../../generated/routes.js';
import type { App } from '../app/app.js';
import type { Authenticator } from '../app/access/authenticate.js';
import { recordRefusal } from '../app/access/refusals.js';
import { asGuesthouseError, GuesthouseError } from '../domain/errors.js';
import type { Log } from '../domain/log.js';
import type { Tracer } from '../domain/trace.js';
import { admit, identify } from './access/admit.js';
import { createBind } from './contract/bind.js';
import { createBodyDeadline, hasUnreadBody, type Refuse } from './connection/body-deadline.js';
import { EventsController } from './controllers/events.js';
import { GroupsController } from './controllers/groups.js';
import { GuestsController } from './controllers/guests.js';
import { HostsController } from './controllers/hosts.js';
import { ImagesController } from './controllers/images.js';
import { NetworksController } from './controllers/networks.js';
import { OperationsController } from './controllers/operations.js';
import { PermissionsController } from './controllers/permissions.js';
import { ProjectsController } from './controllers/projects.js';
import { RolesController } from './controllers/roles.js';
import { ServiceController } from './controllers/service.js';
import { TokensController } from './controllers/tokens.js';
import { UsersController } from './controllers/users.js';
import { Connections } from './connection/connections.js';
import { crossOrigin } from './access/cross-origin.js';
import { CONTENT_SECURITY_POLICY, DOCS_INITIALIZER, swaggerUiFolder } from './docs.js';
import { problemOf, writeFault } from './faults.js';
import type { FaultTitles } from './faults.js';
import { plainAddress, trustIn } from './connection/forwarded.js';
import type { Trust } from './connection/forwarded.js';
import { createLimits } from './connection/limits.js';
import type { LimitOptions, Limits } from './connection/limits.js';
import { createServer } from './connection/listen.js';
import type { Contract, OperationContract } from './contract/load-contract.js';
import { isLoopbackHost } from './access/loopback-only.js';
import { negotiate } from './contract/negotiate.js';
import { loopbackOnly } from './access/loopback-only.js';
import { Patches } from './contract/patches.js';
import { closePipelinedResponses } from './connection/pipelined-responses.js';
import { RequestContext } from './request-context.js';
import { createRequestRecord } from './request-record.js';
import { secureContextOf } from './connection/tls-files.js';
import type { TlsFiles } from './connection/tls-files.js';
import { answerClientErrors, answerWithoutTls } from './connection/client-errors.js';
import type { RequestChecks } from './contract/validate.js';
import { readPreferences } from './contract/request-preferences.js';

export interface ServerDeps {
  readonly app: App;
  readonly contract: Contract;
  readonly checks: RequestChecks;
  readonly authenticator: Authenticator;
  readonly tracer: Tracer | null;
  readonly log: Log;
}

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  /** Addresses, CIDRs, `loopback`: whose word on origin and client counts. */
  readonly trustedProxies: readonly string[];
  /** Origins whose web pages may use the API; `*` alone for all; none: no CORS. */
  readonly corsOrigins: readonly string[];
  /** How long headers, and any body but an image's content, may take to arrive. */
  readonly requestTimeoutMs: number;
  /** Null: requests and credentials travel in the clear. */
  readonly tls: TlsFiles | null;
  /** Whether no credentials are asked for: then nobody but this machine is answered. */
  readonly isWithoutCredentials: boolean;
  readonly limits: LimitOptions;
  readonly connectionsMax: number;
}

export interface RunningServer {
  readonly url: string;
  /** Takes no new connections and lets calls finish; a connection on which nothing moves is cut off after a while. */
  stop(): Promise<void>;
}

/** All headers of a request together. Node's own default, named here because the contract speaks of it. */
const HEADERS_MAX_BYTES = 16_384;
/** How long headers may take to arrive, where not less is configured. */
const HEADERS_TIMEOUT_MS = 20_000;
/** How long a TLS handshake may take. */
const HANDSHAKE_TIMEOUT_MS = 10_000;
/** RFC 6797: how long browsers that came here once take no other than TLS from this name. A year. */
const STRICT_TRANSPORT_SECURITY = 'max-age=31536000';
/** How long a client may go on sending a body that was refused. */
const LINGER_MS = 5_000;

export async function startServer(deps: ServerDeps, options: ServerOptions): Promise<RunningServer> {
  const headersTimeoutMs = Math.min(HEADERS_TIMEOUT_MS, options.requestTimeoutMs);
  const titles: FaultTitles = new Map([...deps.contract.faults].map(([name, { title }]) => [name, title]));
  const trust = trustIn(options.trustedProxies);
  const application = createApplication(deps, options, titles, trust);
  const serverOptions = {
    maxHeaderSize: HEADERS_MAX_BYTES,
    // An image may take hours to arrive; every other body has a deadline of its own (body-deadline.ts).
    requestTimeout: 0,
    headersTimeout: headersTimeoutMs,
    connectionsCheckingInterval: headersTimeoutMs / 4,
    keepAliveTimeout: 30_000,
    // Node would refuse it without a word; ours is a fault like others.
    requireHostHeader: false,
  };
  const { tls } = options;
  const secure = tls === null ? null : createServer(application, serverOptions, tlsOptionsOf(tls, options));
  const server = secure ?? createServer(application, serverOptions, null);
  closePipelinedResponses(server);
  answerClientErrors(server, titles, { headersMaxBytes: HEADERS_MAX_BYTES, headersTimeoutMs });
  const connections = new Connections(server, {
    max: options.connectionsMax,
    isShared: (address) => trust !== null && trust(plainAddress(address), 0),
    log: deps.log,
  });
  if (secure !== null && tls !== null) {
    answerWithoutTls(secure, titles, (socket) => connections.beneath(socket));
    tls.follow((material) => secure.setSecureContext(secureContextOf(material)));
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { address, family, port } = server.address() as AddressInfo;
  return {
    url: `${tls === null ? 'http' : 'https'}://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    stop: () => connections.stop(),
  };
}

function tlsOptionsOf({ material }: TlsFiles, { requestTimeoutMs }: ServerOptions): TlsOptions {
  const isClientAsked = material.ca !== null;
  return {
    ...secureContextOf(material),
    requestCert: isClientAsked,
    rejectUnauthorized: isClientAsked,
    handshakeTimeout: Math.min(HANDSHAKE_TIMEOUT_MS, requestTimeoutMs),
  };
}

function createApplication(
  deps: ServerDeps,
  options: ServerOptions,
  titles: FaultTitles,
  trust: Trust | null,
): express.Express {
  const { app, contract, checks, log } = deps;
  const limits = createLimits(options.limits);
  const refuse = createRefuse(titles, log);
  const patches = new Patches(contract.document);
  const record = createRequestRecord({ metrics: app.metrics, contract, tracer: deps.tracer, log });
  const deadline = createBodyDeadline(options.requestTimeoutMs, refuse);
  const application = express();
  application.disable('x-powered-by');
  application.disable('etag');
  application.set('query parser', 'simple');
  // Paths are what the spec says, to the letter.
  application.enable('strict routing');
  application.enable('case sensitive routing');

  application.use((request: Request, response: Response, next) => {
    const context = new RequestContext(request, response, log, trust);
    response.locals['context'] = context;
    response.setHeader('X-Request-ID', context.requestId);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    // On loopback it would hold for whatever else this machine serves under the same names.
    if (options.tls !== null && !isLoopbackHost(request.headers.host ?? '')) {
      response.setHeader('Strict-Transport-Security', STRICT_TRANSPORT_SECURITY);
    }
    if (request.url.startsWith('/docs')) response.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY);
    const refusal = hasOneHost(request)
      ? undefined
      : new GuesthouseError('validation_failed', 'Exactly one Host header is required.');
    record.begin(request, response, context, () => next(refusal));
  });
  application.use(deadline.begin);
  if (options.isWithoutCredentials) application.use(loopbackOnly());
  if (options.corsOrigins.length > 0) application.use(crossOrigin(options.corsOrigins, methodsOf(contract)));

  registerRoutes(
    createBind<RequestContext>(application, (operationId) => {
      const operation = contract.operations.get(operationId);
      if (operation === undefined) throw new Error(`openapi.yaml has no operation ${operationId}`);
      const { right, method, takesStream } = operation;
      const known = right === null ? [] : [identify(deps.authenticator)];
      const letIn = right === null ? [] : [admit(deps.authenticator, right)];
      return [
        record.is(operationId),
        ...known,
        limits.requests(operation),
        ...letIn,
        requireAcceptable(operation),
        ...(operation.produces.includes('text/event-stream') ? [limits.streams] : []),
        takesStream ? deadline.lift : limits.bodies,
        ...checks(operationId),
        deadline.requireInTime,
        // By now the body has come, slowly perhaps. That of a stream has not.
        ...(method === 'get' || takesStream ? [] : [...known, ...letIn]),
        ...readPreferences(operation),
      ];
    }),
    {
      ServiceController: new ServiceController(app, contract),
      HostsController: new HostsController(app, patches),
      NetworksController: new NetworksController(app),
      GuestsController: new GuestsController(app, patches),
      EventsController: new EventsController(app),
      OperationsController: new OperationsController(app),
      ImagesController: new ImagesController(app, patches),
      TokensController: new TokensController(app),
      PermissionsController: new PermissionsController(app),
      ProjectsController: new ProjectsController(app, patches),
      UsersController: new UsersController(app, patches),
      GroupsController: new GroupsController(app, patches),
      RolesController: new RolesController(),
    },
  );
  // Behind the operations: each path in front of them would be matched for every request.
  mountDocsFiles(application);
  application.use(...answerUnrouted(deps, limits));
  application.use(answerFault(app, refuse));
  return application;
}

/** RFC 9112 §3.2: two of them could be read in two ways. HTTP/1.0 knows none. */
function hasOneHost({ rawHeaders, httpVersionMinor }: Request): boolean {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts === 1 || (hosts === 0 && httpVersionMinor === 0);
}

/** Every method that some path has, HEAD included. */
function methodsOf({ operations }: Contract): string[] {
  return ['HEAD', ...new Set([...operations.values()].map(({ method }) => method.toUpperCase()))];
}

/** Swagger UI's own files and our initializer: assets of the page /docs, not operations. */
function mountDocsFiles(application: express.Express): void {
  application.get('/docs/initializer.js', (_request, response) => {
    response.type('text/javascript').send(DOCS_INITIALIZER);
  });
  application.use(
    '/docs/assets',
    express.static(swaggerUiFolder(), { index: false, redirect: false, fallthrough: true }),
  );
}

function contextOf(response: Response): RequestContext {
  return response.locals['context'] as RequestContext;
}

function requireAcceptable({ produces }: OperationContract): RequestHandler {
  if (produces.length === 0) return (_request, _response, next) => next();
  const [first = null] = produces;
  return (request, response, next) => {
    const { accept } = request.headers;
    const mediaType = accept === undefined || accept === '*/*' ? first : negotiate(accept, produces);
    contextOf(response).mediaType = mediaType;
    next(
      mediaType === null
        ? new GuesthouseError('not_acceptable', `The response has the media type ${produces.join(', ')}.`)
        : undefined,
    );
  };
}

/** What no route took: OPTIONS, other methods, other paths. */
function answerUnrouted({ contract, authenticator }: ServerDeps, limits: Limits): RequestHandler[] {
  const routes = new Map<RegExp, Set<string>>();
  const patterns = new Map<string, RegExp>();
  const openPatterns = new Set<RegExp>();
  const methodsAnywhere = new Set([...methodsOf(contract), 'OPTIONS']);
  for (const { path, method, right } of contract.operations.values()) {
    const source = `^${path.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`;
    const pattern = patterns.get(source) ?? new RegExp(source);
    patterns.set(source, pattern);
    if (right === null) openPatterns.add(pattern);
    const methods = routes.get(pattern) ?? new Set<string>();
    methods.add(method.toUpperCase());
    if (method === 'get') methods.add('HEAD');
    routes.set(pattern, methods.add('OPTIONS'));
  }
  const unlessOpen =
    (check: RequestHandler): RequestHandler =>
    (request, response, next) => {
      if ([...openPatterns].some((pattern) => pattern.test(request.path))) next();
      else void check(request, response, next);
    };
  return [
    unlessOpen(identify(authenticator)),
    limits.requests(null),
    unlessOpen(admit(authenticator, 'service.read')),
    (request, response, next) => {
      const allowed = [...routes]
        .filter(([pattern]) => pattern.test(request.path))
        .flatMap(([, methods]) => [...methods]);
      if (allowed.length === 0) {
        const isOurs = request.path === '/v1' || request.path.startsWith('/v1/');
        next(
          isOurs
            ? new GuesthouseError('not_implemented', 'The API has no such collection or sub-resource.')
            : new GuesthouseError('not_found', 'There is no resource at this path.'),
        );
        return;
      }
      response.setHeader('Allow', [...new Set(allowed)].sort().join(', '));
      if (request.method === 'OPTIONS') {
        response.status(204).end();
      } else if (methodsAnywhere.has(request.method)) {
        next(new GuesthouseError('method_not_allowed', `The method ${request.method} is not allowed for this path.`));
      } else {
        next(new GuesthouseError('not_implemented', `${request.method} is not supported.`));
      }
    },
  ];
}

function answerFault(app: App, refuse: Refuse): ErrorRequestHandler {
  return (thrown: unknown, request: Request, response: Response, _next) => {
    const error = asGuesthouseError(expressRefusal(thrown) ?? thrown);
    const { access, operationId } = contextOf(response);
    if (error.kind !== 'forbidden' || access === null) refuse(error, request, response);
    else void recordRefusal(app, contextOf(response).caller, operationId).then(() => refuse(error, request, response));
  };
}

function createRefuse(titles: FaultTitles, log: Log): Refuse {
  return (error, request, response) => {
    const { requestId, clientAddress } = contextOf(response);
    const problem = problemOf(error, titles, { path: request.path, requestId });
    if (problem.status >= 500 && problem.status !== 501) {
      const { method, path } = request;
      const fields = { requestId, client: clientAddress, method, path, detail: error.logDetail, err: error };
      log[problem.status === 500 ? 'error' : 'warn'](fields, 'request failed');
    }
    if (response.headersSent) {
      // Too late for a fault: a cut answer is the only honest one.
      response.destroy();
      return;
    }
    if (!hasUnreadBody(request)) {
      writeFault(response, error, problem);
      response.end();
      return;
    }
    // What is left of the body would be taken for the next request.
    response.setHeader('Connection', 'close');
    writeFault(response, error, problem);
    endAfterBody(request, response);
  };
}

/** Closing on a client that is still sending would reset the connection, and the fault with it: it may finish first, for a while. */
function endAfterBody(request: Request, response: Response): void {
  const end = (): void => {
    clearTimeout(patience);
    response.end();
  };
  const patience = setTimeout(end, LINGER_MS);
  request.once('close', end);
  request.once('end', end);
  request.resume();
}

/** A path that Express cannot decode (`%ff`) names nothing. */
function expressRefusal(thrown: unknown): GuesthouseError | null {
  return thrown instanceof URIError
    ? new GuesthouseError('not_found', 'There is no resource at this path.', { cause: thrown })
    : null;
}
