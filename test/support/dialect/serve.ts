/**
 * Runs the HTTP server in this process, on the database of a running service, with the given dialects. The service
 * itself cannot load them.
 */
import type { App } from '../../../src/app/app.js';
import { Authenticator } from '../../../src/app/access/authenticate.js';
import { Refusals } from '../../../src/app/access/refusals.js';
import { WrongCredentials } from '../../../src/app/access/wrong-credentials.js';
import { Metrics } from '../../../src/app/metrics/metrics.js';
import type { Log } from '../../../src/domain/log.js';
import { loadContract } from '../../../src/http/contract/load-contract.js';
import { createRequestChecks } from '../../../src/http/contract/validate.js';
import type { RegisteredDialect } from '../../../src/http/dialects/registry.js';
import { startServer } from '../../../src/http/server.js';
import type { ServerOptions } from '../../../src/http/server.js';
import { DatabasePools } from '../../../src/store/database-pools.js';
import { Listener } from '../../../src/store/listener.js';
import { ACCESS_CHANNEL } from '../../../src/store/principals.js';
import { eventually } from '../eventually.js';

export interface Served {
  readonly url: string;
  stop(): Promise<void>;
}

const OPTIONS: ServerOptions = {
  ...{ host: '127.0.0.1', port: 0, trust: null, corsOrigins: [], requestTimeoutMs: 30_000, tls: null },
  ...{ isWithoutCredentials: false, limits: { requestsPerSecond: 100_000, streamsMax: 0 }, connectionsMax: 1_000 },
};

export async function serveWith(
  dialects: readonly RegisteredDialect[],
  databaseUrl: string,
  log: Log,
  options: Partial<ServerOptions> = {},
): Promise<Served> {
  const pools = await DatabasePools.open(databaseUrl, { log });
  const db = pools.own;
  const listener = new Listener(db, [ACCESS_CHANNEL], log);
  const wrong = new WrongCredentials(0, { count: () => undefined });
  const authenticator = new Authenticator({ db, listener, sources: [], actAs: null, wrong, log });
  listener.start();
  await eventually(() => listener.isFresh);
  const contract = await loadContract();
  const checks = await createRequestChecks(contract.document);
  // The requests of the tests use no other part of the App.
  const app = { db: pools, metrics: new Metrics(), refusals: new Refusals(db, log) } as unknown as App;
  const deps = { app, contract, checks, dialects, authenticator, tracer: null, log };
  const server = await startServer(deps, { ...OPTIONS, ...options });
  return {
    url: server.url,
    async stop() {
      await server.stop();
      await listener.close();
      await pools.close();
    },
  };
}
