/**
 * The HTTP server: it creates the application (application.ts) from the configuration, and listens.
 *
 * It combines the parts that handle connections: TLS, timeouts, the limit on connections, and the requests that Node's
 * parser rejects. Code for valid requests must not be here.
 */
import type { AddressInfo } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { HEADERS_MAX_BYTES } from './access/gates.js';
import { createApplication } from './application.js';
import type { ApplicationDeps, ApplicationOptions } from './application.js';
import { bindPort } from './connection/bind-port.js';
import { handleClientErrors, handlePlainHttp } from './connection/client-errors.js';
import { Connections } from './connection/connections.js';
import { handleExpectations } from './connection/expect-continue.js';
import { plainAddress } from './connection/forwarded.js';
import type { Trust } from './connection/forwarded.js';
import { serveHalfClosed } from './connection/half-closed.js';
import { createServer } from './connection/listen.js';
import { closePipelinedResponses } from './connection/pipelined-responses.js';
import { RequestOrder } from './connection/request-order.js';
import { secureContextOf } from './connection/tls-files.js';
import type { TlsFiles } from './connection/tls-files.js';
import type { FaultTitles } from './faults.js';

export type ServerDeps = ApplicationDeps;

export interface ServerOptions extends Omit<ApplicationOptions, 'hasTls'> {
  readonly host: string;
  readonly port: number;
  /** The proxies whose forwarded headers are trusted; null: none. */
  readonly trust: Trust | null;
  /** Null: plain HTTP, so requests and credentials are not encrypted. */
  readonly tls: TlsFiles | null;
  readonly connectionsMax: number;
}

export interface RunningServer {
  readonly url: string;
  /** Accepts no new connections and lets requests finish. After a while, a silent connection is closed. */
  stop(): Promise<void>;
}

/** Node rejects longer headers while it reads them. The gates reject those that are longer than HEADERS_MAX_BYTES. */
const HEADERS_READ_MAX_BYTES = HEADERS_MAX_BYTES + 32 * 1024;
/** How long headers can take to arrive, unless a shorter time is configured. */
const HEADERS_TIMEOUT_MS = 20_000;
/** How long a TLS handshake can take. */
const HANDSHAKE_TIMEOUT_MS = 10_000;

export async function startServer(deps: ServerDeps, options: ServerOptions): Promise<RunningServer> {
  const headersTimeoutMs = Math.min(HEADERS_TIMEOUT_MS, options.requestTimeoutMs);
  const titles: FaultTitles = new Map([...deps.contract.faults].map(([name, { title }]) => [name, title]));
  const { tls, trust } = options;
  const application = createApplication(deps, { ...options, hasTls: tls !== null }, titles, trust);
  const serverOptions = {
    maxHeaderSize: HEADERS_READ_MAX_BYTES,
    // An image can take hours to arrive; every other body has a deadline (body-deadline.ts).
    requestTimeout: 0,
    headersTimeout: headersTimeoutMs,
    connectionsCheckingInterval: headersTimeoutMs / 4,
    keepAliveTimeout: 30_000,
    // Node would reject the request without a fault; access/gates.ts rejects it with a fault.
    requireHostHeader: false,
  };
  const order = new RequestOrder();
  const secure = tls === null ? null : createServer(application, order, serverOptions, tlsOptionsOf(tls, options));
  const server = secure ?? createServer(application, order, serverOptions, null);
  closePipelinedResponses(server);
  serveHalfClosed(server, order);
  handleExpectations(server);
  handleClientErrors(server, titles, { headersMaxBytes: HEADERS_READ_MAX_BYTES, headersTimeoutMs }, order);
  const connections = new Connections(server, {
    max: options.connectionsMax,
    isShared: (address) => trust !== null && trust(plainAddress(address), 0),
    log: deps.log,
  });
  if (secure !== null && tls !== null) {
    handlePlainHttp(secure, titles, (socket) => connections.acceptedSocketOf(socket));
    tls.follow((material) => secure.setSecureContext(secureContextOf(material)));
  }
  await bindPort(server, options);
  const { address, family, port } = server.address() as AddressInfo;
  return {
    url: `${tls === null ? 'http' : 'https'}://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    stop: () => connections.stop(),
  };
}

function tlsOptionsOf({ material }: TlsFiles, { requestTimeoutMs }: ServerOptions): TlsOptions {
  const isClientCertificateRequested = material.ca !== null;
  return {
    ...secureContextOf(material),
    requestCert: isClientCertificateRequested,
    rejectUnauthorized: isClientCertificateRequested,
    handshakeTimeout: Math.min(HANDSHAKE_TIMEOUT_MS, requestTimeoutMs),
  };
}
