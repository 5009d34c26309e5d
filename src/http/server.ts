/**
 * The HTTP server: every request's way from the socket to its controller and back.
 *
 *   request id ─► credential (unless the operation is open) ─► Accept ─► request check ─► controller ─► answer
 *        └────────── whatever is thrown on the way ─► faults.ts ─► problem+json
 *
 * A path that the spec knows under other methods is 405 with `Allow`; one it does not know is 501 below /v1 (this server has it
 * nowhere) and 404 elsewhere. 401 comes before all of these.
 * What Node's parser refuses before Express sees it gets the same kind of fault (`answerParserError`).
 */
import type { AddressInfo, Socket } from 'node:net';
import type http from 'node:http';
import express from 'express';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { registerRoutes } from '../../generated/routes.js';
import type { App } from '../app/app.js';
import type { Authenticator } from '../app/authenticate.js';
import { asGuesthouseError, GuesthouseError } from '../domain/errors.js';
import type { Log } from '../domain/log.js';
import { createBind } from './bind.js';
import { GuestsController } from './controllers/guests.js';
import { HostsController } from './controllers/hosts.js';
import { ImagesController } from './controllers/images.js';
import { NetworksController } from './controllers/networks.js';
import { OperationsController } from './controllers/operations.js';
import { ServiceController } from './controllers/service.js';
import { CONTENT_SECURITY_POLICY, DOCS_INITIALIZER, swaggerUiFolder } from './docs.js';
import { problemOf, writeFault } from './faults.js';
import type { FaultTitles } from './faults.js';
import { createServer } from './listen.js';
import type { Contract, OperationContract } from './load-contract.js';
import { RequestContext } from './request-context.js';
import type { RequestChecks } from './validate.js';

export interface ServerDeps {
  readonly app: App;
  readonly contract: Contract;
  readonly checks: RequestChecks;
  readonly authenticator: Authenticator;
  readonly log: Log;
}

export interface RunningServer {
  readonly url: string;
  /** Takes no new connections and lets calls finish; a connection on which nothing moves is cut off after a while. */
  stop(): Promise<void>;
}

/** All headers of a request together. Node's own default, named here because the contract speaks of it. */
const HEADERS_MAX_BYTES = 16_384;
/** When stopping: no call is silent for longer, since no statement and no question to the hypervisor takes longer. */
const SILENCE_MAX_MS = 35_000;
/** How long a client may go on sending a body that was refused. */
const LINGER_MS = 5_000;

export async function startServer(deps: ServerDeps, listen: { host: string; port: number }): Promise<RunningServer> {
  const server = createServer(createApplication(deps), {
    maxHeaderSize: HEADERS_MAX_BYTES,
    // An image may take hours to arrive; whoever sends it is known by then.
    requestTimeout: 0,
    headersTimeout: 20_000,
    keepAliveTimeout: 30_000,
  });
  const sockets = trackSockets(server);
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => answerParserError(error, socket, deps));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(listen.port, listen.host, resolve);
  });
  const { address, family, port } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    stop: () => stopServer(server, sockets),
  };
}

/** Every open connection, and whether a request ever came over it: Node counts those that browsers open ahead of need as busy. */
function trackSockets(server: http.Server): ReadonlyMap<Socket, { isUsed: boolean }> {
  const sockets = new Map<Socket, { isUsed: boolean }>();
  server.on('connection', (socket: Socket) => {
    sockets.set(socket, { isUsed: false });
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', ({ socket }) => {
    const known = sockets.get(socket);
    if (known !== undefined) known.isUsed = true;
  });
  return sockets;
}

/** Calls finish, however long they take, as long as something moves; a connection that falls silent would hold the end up for ever. */
function stopServer(server: http.Server, sockets: ReadonlyMap<Socket, { isUsed: boolean }>): Promise<void> {
  return new Promise((resolve) => {
    const movedBefore = new Map<Socket, number>();
    const cutSilent = (): void => {
      for (const socket of sockets.keys()) {
        const moved = socket.bytesRead + socket.bytesWritten;
        if (movedBefore.get(socket) === moved) socket.destroy();
        movedBefore.set(socket, moved);
      }
    };
    cutSilent();
    const watch = setInterval(cutSilent, SILENCE_MAX_MS);
    server.close(() => {
      clearInterval(watch);
      resolve();
    });
    server.closeIdleConnections();
    for (const [socket, { isUsed }] of sockets) if (!isUsed) socket.destroy();
  });
}

function createApplication(deps: ServerDeps): express.Express {
  const { app, contract, checks, log } = deps;
  const titles: FaultTitles = new Map([...contract.faults].map(([name, { title }]) => [name, title]));
  const application = express();
  application.disable('x-powered-by');
  application.disable('etag');
  application.set('query parser', 'simple');
  // Paths are what the spec says, to the letter.
  application.enable('strict routing');
  application.enable('case sensitive routing');

  application.use((request: Request, response: Response, next) => {
    const context = new RequestContext(request, log);
    response.locals['context'] = context;
    response.setHeader('X-Request-ID', context.requestId);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    if (request.url.startsWith('/docs')) response.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY);
    next();
  });

  registerRoutes(
    createBind<RequestContext>(application, (operationId) => {
      const operation = contract.operations.get(operationId);
      if (operation === undefined) throw new Error(`openapi.yaml has no operation ${operationId}`);
      return [
        ...(operation.isOpen ? [] : [authenticate(deps.authenticator)]),
        requireAcceptable(operation),
        ...checks(operationId),
      ];
    }),
    {
      ServiceController: new ServiceController(app, contract),
      HostsController: new HostsController(app),
      NetworksController: new NetworksController(app),
      GuestsController: new GuestsController(app),
      OperationsController: new OperationsController(app),
      ImagesController: new ImagesController(app),
    },
  );
  // Behind the operations: each path in front of them would be matched for every request.
  mountDocsFiles(application);
  application.use(...answerUnrouted(deps));
  application.use(answerFault(titles, log));
  return application;
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

function authenticate(authenticator: Authenticator): RequestHandler {
  return (request, response, next) => {
    const found = authenticator.authenticate(request.headers.authorization);
    if (found instanceof Promise) {
      found.then((identity) => {
        contextOf(response).authenticated(identity);
        next();
      }, next);
      return;
    }
    contextOf(response).authenticated(found);
    next();
  };
}

function requireAcceptable({ produces }: OperationContract): RequestHandler {
  if (produces.length === 0) return (_request, _response, next) => next();
  return (request, _response, next) => {
    const { accept } = request.headers;
    const isAcceptable = accept === undefined || accept === '*/*' || request.accepts([...produces]) !== false;
    next(
      isAcceptable ? undefined : new GuesthouseError('not_acceptable', `This is answered as ${produces.join(', ')}.`),
    );
  };
}

/** What no route took: OPTIONS, other methods, other paths. */
function answerUnrouted({ contract, authenticator }: ServerDeps): RequestHandler[] {
  const routes = new Map<RegExp, Set<string>>();
  const patterns = new Map<string, RegExp>();
  const methodsAnywhere = new Set(['HEAD', 'OPTIONS']);
  for (const { path, method } of contract.operations.values()) {
    const source = `^${path.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`;
    const pattern = patterns.get(source) ?? new RegExp(source);
    patterns.set(source, pattern);
    const methods = routes.get(pattern) ?? new Set<string>();
    methods.add(method.toUpperCase());
    if (method === 'get') methods.add('HEAD');
    methodsAnywhere.add(method.toUpperCase());
    routes.set(pattern, methods.add('OPTIONS'));
  }
  const openPaths = new Set([...contract.operations.values()].filter(({ isOpen }) => isOpen).map(({ path }) => path));
  const check = authenticate(authenticator);
  return [
    (request, response, next) => {
      if (openPaths.has(request.path)) next();
      else void check(request, response, next);
    },
    (request, response, next) => {
      const allowed = [...routes]
        .filter(([pattern]) => pattern.test(request.path))
        .flatMap(([, methods]) => [...methods]);
      if (allowed.length === 0) {
        const isOurs = request.path === '/v1' || request.path.startsWith('/v1/');
        next(
          isOurs
            ? new GuesthouseError('not_implemented', 'This server has no such collection or sub-resource.')
            : new GuesthouseError('not_found', 'There is nothing at this path.'),
        );
        return;
      }
      response.setHeader('Allow', [...new Set(allowed)].sort().join(', '));
      if (request.method === 'OPTIONS') {
        response.status(204).end();
      } else if (methodsAnywhere.has(request.method)) {
        next(new GuesthouseError('method_not_allowed', `The method ${request.method} is not for this path.`));
      } else {
        next(new GuesthouseError('not_implemented', `This server has the method ${request.method} nowhere.`));
      }
    },
  ];
}

function answerFault(titles: FaultTitles, log: Log): ErrorRequestHandler {
  return (thrown: unknown, request: Request, response: Response, _next) => {
    const error = asGuesthouseError(expressRefusal(thrown) ?? thrown);
    const { requestId } = contextOf(response);
    const problem = problemOf(error, titles, { path: request.path, requestId });
    if (problem.status >= 500 && problem.status !== 501) {
      const fields = { requestId, method: request.method, path: request.path, detail: error.logDetail, err: error };
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

function hasUnreadBody(request: Request): boolean {
  const { 'transfer-encoding': encoding, 'content-length': length } = request.headers;
  return !request.complete && (encoding !== undefined || Number(length ?? 0) > 0);
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
    ? new GuesthouseError('not_found', 'There is nothing at this path.', { cause: thrown })
    : null;
}

/** Codes of Node's HTTP parser (llhttp). */
const PARSER_FAULTS: Readonly<Record<string, () => GuesthouseError>> = {
  HPE_HEADER_OVERFLOW: () =>
    new GuesthouseError('headers_too_large', `The headers have more than ${HEADERS_MAX_BYTES} bytes.`),
  HPE_INVALID_METHOD: () => new GuesthouseError('not_implemented', 'This server has the method nowhere.'),
};

function answerParserError(error: NodeJS.ErrnoException, socket: Socket, { contract }: ServerDeps): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const refused =
    PARSER_FAULTS[error.code ?? '']?.() ?? new GuesthouseError('validation_failed', 'The request is not valid HTTP.');
  const titles = new Map([...contract.faults].map(([name, { title }]) => [name, title]));
  const problem = problemOf(refused, titles, { path: '/', requestId: crypto.randomUUID() });
  const body = JSON.stringify(problem);
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${problem.title}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-ID: ${problem.request_id}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
