/**
 * The HTTP server: from the configuration to a socket that serves the application (application.ts).
 *
 * What concerns connections is joined here: TLS, timeouts, how many there can be, what Node's parser refuses. What
 * concerns requests is not.
 */
import type { AddressInfo } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { createApplication } from './application.js';
import type { ApplicationDeps, ApplicationOptions } from './application.js';
import { answerClientErrors, answerWithoutTls } from './connection/client-errors.js';
import { Connections } from './connection/connections.js';
import { plainAddress, trustIn } from './connection/forwarded.js';
import { createServer } from './connection/listen.js';
import { closePipelinedResponses } from './connection/pipelined-responses.js';
import { secureContextOf } from './connection/tls-files.js';
import type { TlsFiles } from './connection/tls-files.js';
import type { FaultTitles } from './faults.js';

export type ServerDeps = ApplicationDeps;

export interface ServerOptions extends Omit<ApplicationOptions, 'hasTls'> {
  readonly host: string;
  readonly port: number;
  /** Addresses, CIDRs, `loopback`: whose word on origin and client counts. */
  readonly trustedProxies: readonly string[];
  /** Null: requests and credentials travel in the clear. */
  readonly tls: TlsFiles | null;
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

export async function startServer(deps: ServerDeps, options: ServerOptions): Promise<RunningServer> {
  const headersTimeoutMs = Math.min(HEADERS_TIMEOUT_MS, options.requestTimeoutMs);
  const titles: FaultTitles = new Map([...deps.contract.faults].map(([name, { title }]) => [name, title]));
  const trust = trustIn(options.trustedProxies);
  const { tls } = options;
  const application = createApplication(deps, { ...options, hasTls: tls !== null }, titles, trust);
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
