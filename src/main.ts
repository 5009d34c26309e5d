/**
 * The composition root: the only file that joins everything, and the order in which it comes and goes.
 *
 *   configuration ─► data folder ─► PostgreSQL ─► migrations ─► token ─► backend and host ─► worker ─► HTTP
 *
 * A signal ends it in the opposite order: the listener closes, calls finish, the worker lets go (guests run on), the database stops
 * last. A second signal ends it at once, which is safe too: nothing of value lives in this process.
 */
import path from 'node:path';
import pino from 'pino';
import pretty from 'pino-pretty';
import type { Backend, BackendConfig, CallOptions, Capabilities } from '../backends/backend.js';
import { BACKENDS, chooseBackend } from '../backends/registry.js';
import { supervise } from '../backends/supervised.js';
import type { SuperviseOptions } from '../backends/supervised.js';
import { hostElsewhere } from './app/app.js';
import type { App } from './app/app.js';
import { Authenticator } from './app/access/authenticate.js';
import { OperationEndings } from './app/events/operation-endings.js';
import { Denials } from './app/access/denials.js';
import {
  ensureDefaultProject,
  ensureHost,
  findSettledBackend,
  mayDrive,
  meetHost,
  requireSameBackend,
} from './hosts/first-start.js';
import { EventFeed } from './app/events/event-feed.js';
import { GuestMetricsOfHost } from './app/metrics/guest-metrics.js';
import { Metrics } from './app/metrics/metrics.js';
import { IdempotencyKeeper } from './app/idempotency.js';
import { WrongCredentials } from './app/access/wrong-credentials.js';
import { ConfigError, readConfig } from './config.js';
import type { Config, TlsPaths } from './config.js';
import { isGuesthouseError } from './domain/errors.js';
import type { Host } from './domain/host.js';
import type { Log } from './domain/log.js';
import type { Tracer } from './domain/trace.js';
import { identitySources } from './identity/sources.js';
import { loadContract } from './http/contract/load-contract.js';
import type { Contract } from './http/contract/load-contract.js';
import { startServer } from './http/server.js';
import { mistakesInTlsFiles, TlsFiles } from './http/connection/tls-files.js';
import { createRequestChecks } from './http/contract/validate.js';
import type { RequestChecks } from './http/contract/validate.js';
import { Sequencer } from './operations/sequencer.js';
import { HostFence } from './hosts/fence.js';
import { HostKeeper } from './hosts/keeper.js';
import { ensureAdminToken } from './store/admin-token.js';
import { prepareDataFolder } from './store/data-folder.js';
import { openDatabase } from './store/database.js';
import { expireRows } from './store/expire.js';
import { findOnlyHost } from './store/hosts.js';
import { ImageContent } from './store/content/image-content.js';
import { forgetLostUploads, listContentIds } from './store/images.js';
import { findQemuImg } from './store/content/inspect-image.js';
import { Listener } from './store/listener.js';
import { launchPostgres } from './store/embedded/launch-postgres.js';
import { migrate } from './store/migrate.js';
import { MIGRATIONS } from './store/migrations.js';
import { NUMBERED_CHANNEL, UNNUMBERED_CHANNEL } from './store/events.js';
import { ACCESS_CHANNEL } from './store/principals.js';
import { ENDED_CHANNEL } from './store/operations.js';
import { query } from './store/transaction.js';
import { ensureAdmin } from './store/users.js';

/** Transactions of ours never wait for anything but the database. One of a service that hangs must not hold its rows for longer than this. */
const IDLE_IN_TRANSACTION_MS = 5_000;

/** How often what was kept long enough goes, and content that no image names. */
const TIDY_EVERY_MS = 600_000;

/** How often administrators are told of refused credentials. */
const DENIALS_EVERY_MS = 60_000;

/** What is undone at the end, last begun first. */
class Endings {
  readonly #endings: { readonly what: string; readonly end: () => Promise<void> }[] = [];

  add(what: string, end: () => Promise<void>): void {
    this.#endings.push({ what, end });
  }

  async run(log: Log): Promise<void> {
    for (const { what, end } of this.#endings.splice(0).reverse()) {
      await end().catch((error: unknown) => log.error({ err: error }, `${what} did not end cleanly`));
      log.debug({}, `${what} ended`);
    }
  }
}

function makeLog(level: Config['logLevel']): Log {
  return process.stdout.isTTY ? pino({ level }, pretty({ ignore: 'pid,hostname' })) : pino({ level });
}

async function prepareEdge(): Promise<{ contract: Contract; checks: RequestChecks }> {
  const contract = await loadContract();
  return { contract, checks: await createRequestChecks(contract.document) };
}

/** Begun first and ended last, so that nothing that happens is missed. OpenTelemetry is loaded here alone: it costs time and memory. */
async function trace(log: Log, endings: Endings): Promise<Tracer> {
  const { startTracing } = await import('./tracing.js');
  const tracing = startTracing(process.env, log);
  endings.add('traces', () => tracing.close());
  return tracing.tracer;
}

async function serve(config: Config, log: Log, endings: Endings, signal: AbortSignal): Promise<void> {
  const dataFolder = await prepareDataFolder(config.dataFolder);
  // Begun first: it is work for this process while others (PostgreSQL, a hypervisor) are waited for.
  const edge = prepareEdge();
  // Awaited below; until then its failure must not count as unhandled.
  edge.catch(() => undefined);

  const tracer = config.isTracing ? await trace(log, endings) : null;
  const metrics = new Metrics();
  let where: Parameters<typeof openDatabase>[0];
  if (config.databaseUrl === null) {
    const server = await launchPostgres({ folder: path.join(dataFolder, 'postgres'), log, signal });
    endings.add('PostgreSQL', () => server.stop());
    where = server.connection;
  } else {
    where = config.databaseUrl;
  }
  // Must come before the database: it holds this process up, on a busy machine for seconds, and PostgreSQL ends a session that is silent
  // in a transaction (IDLE_IN_TRANSACTION_MS).
  const { contract, checks } = await edge;
  const db = await openDatabase(where, { log, tracer, idleInTransactionTimeoutMs: IDLE_IN_TRANSACTION_MS });
  endings.add('database pool', () => db.close());
  await migrate(db, MIGRATIONS, { log });
  const project = await ensureDefaultProject(db);
  const token = await ensureAdminToken(db, dataFolder, project);
  log.info(
    { file: token.file },
    token.isNew ? 'admin token created; read it from this file' : 'admin token is in this file',
  );
  if (!token.isGood)
    log.warn(
      { file: token.file },
      'the token in this file was revoked; delete the file to get a new one at the next start',
    );

  const imageContent = await ImageContent.open(path.join(dataFolder, 'images'));
  await query(db, forgetLostUploads);
  const strays = await imageContent.sweep(() => query(db, listContentIds));
  if (strays > 0) log.info({ strays }, 'removed content that no image uses');

  const { accel, qemuUser, libvirtUri, libvirtPoolPath } = config;
  const backendConfig: BackendConfig = { dataFolder, accel, qemuUser, libvirtUri, libvirtPoolPath, log };
  const known = await query(db, findOnlyHost);
  const settled = await findSettledBackend(db, known);
  requireSameBackend(settled, config.backend);
  const { name, reason } = await chooseBackend(settled ?? config.backend, backendConfig, known?.backend ?? null);
  log.info({ backend: name, reason }, 'backend chosen');
  const superviseOptions: SuperviseOptions = { log, tracer, onCall: (report) => metrics.driverCalled(report) };
  const fence = new HostFence();
  const open = async (options: CallOptions): Promise<Backend> =>
    fence.around(await BACKENDS[name].open(backendConfig, options));
  const location = BACKENDS[name].locate(backendConfig);
  const asKept = (host: Host): { assumedCapabilities: Capabilities } => ({
    assumedCapabilities: { ...host.capabilities, isMachineLocal: location.isMachineLocal },
  });
  const met = known?.backend === name ? known : null;
  const own = supervise({ name, open, ...(met === null ? {} : asKept(met)) }, superviseOptions);
  endings.add('backend', () => own.close());
  const description = await meetHost({ backend: own, uri: location.uri, isKnown: met !== null, signal, log });
  const local = { backend: name, location, description, isDatabaseOurs: config.databaseUrl === null };
  const host = await ensureHost(db, local);
  const isHostHere = await mayDrive(host, local);
  if (!isHostHere)
    log.warn(
      { host: host.uri },
      'a service on another machine, or with another data folder, drives the host; standing by',
    );
  // What this service could say of a hypervisor of its own would be false of the host.
  const absent = { name, ...asKept(host), open: () => Promise.reject(hostElsewhere()) };
  const backend = isHostHere ? own : supervise(absent, superviseOptions);

  const keeper = new HostKeeper({
    db,
    backend,
    hostId: host.id,
    fence,
    isDrivable: (current) => mayDrive(current, local),
    isDescribed: description !== null,
    pathOfContent: (contentId) => imageContent.pathOf(contentId),
    watch: metrics,
    tracer,
    log,
  });
  keeper.start();
  endings.add('worker', () => keeper.stop());
  const tidy = async (): Promise<void> => {
    await query(db, (sql) => expireRows(sql, config.keepMs));
    await imageContent.sweep(() => query(db, listContentIds));
  };
  const tidying = setInterval(() => {
    tidy().catch((error: unknown) =>
      log.warn({ err: error }, 'failed to remove expired rows and unused content; retrying later'),
    );
  }, TIDY_EVERY_MS);
  endings.add('tidying', async () => clearInterval(tidying));

  const listener = new Listener(db, [ENDED_CHANNEL, UNNUMBERED_CHANNEL, NUMBERED_CHANNEL, ACCESS_CHANNEL], log);
  const feed = new EventFeed(db, listener, log);
  const sequencer = new Sequencer(db, listener, log);
  const sources = identitySources(config, log);
  for (const source of sources) endings.add('identity service', () => source.close());
  const denials = new Denials(db, log);
  const telling = setInterval(() => void denials.flush(), DENIALS_EVERY_MS);
  endings.add('refused credentials', () => {
    clearInterval(telling);
    return denials.flush();
  });
  const authenticator = new Authenticator({
    db,
    listener,
    sources,
    anybodyIs: config.auth === 'none' ? await query(db, (sql) => ensureAdmin(sql, project)) : null,
    wrong: new WrongCredentials(config.wrongCredentialsPerMinute, denials),
    log,
  });
  listener.start();
  endings.add('listener', () => listener.close());
  endings.add('sequencer', () => sequencer.close());
  endings.add('event feed', () => feed.close());

  const app: App = {
    db,
    endings: new OperationEndings(listener),
    feed,
    idempotency: new IdempotencyKeeper(),
    metrics,
    guestMetrics: new GuestMetricsOfHost({
      db,
      backend,
      host,
      isOwner: () => keeper.isOwner,
      labels: config.metricsGuests,
      guestsMax: config.metricsGuestsMax,
      log,
    }),
    backend,
    imageContent,
    isHostHere,
    imageMaxBytes: config.imageMaxBytes,
    qemuImg: await findQemuImg(),
    workerNumber: () => keeper.workerNumber,
    isFirstLookTried: () => keeper.isFirstLookTried,
  };
  const server = await startServer(
    { app, contract, checks, authenticator, tracer, log },
    {
      host: config.host,
      port: config.port,
      trustedProxies: config.trustedProxies,
      corsOrigins: config.corsOrigins,
      requestTimeoutMs: config.requestTimeoutMs,
      tls: config.tls === null ? null : openTlsFiles(config.tls, log, endings),
      isWithoutCredentials: config.auth === 'none',
      limits: { requestsPerSecond: config.requestsPerSecond, streamsMax: config.streamsMax },
      connectionsMax: config.connectionsMax,
    },
  );
  endings.add('HTTP server', () => server.stop());
  // Must come first when all ends: streams never would, and whoever waits would hold the server up.
  endings.add('waiting clients', async () => {
    app.endings.release();
    app.feed.release();
  });
  if (config.auth === 'none') {
    log.warn(
      {},
      'GUESTHOUSE_AUTH=none: every program on this machine, of any user, can do everything without a credential',
    );
  }
  if (config.corsOrigins.includes('*'))
    log.warn({}, 'GUESTHOUSE_CORS_ORIGINS=*: any web page can use this API from a browser that has a token');
  log.info({ url: server.url, docs: `${server.url}/docs`, data: dataFolder }, 'serving');
}

/** SIGHUP would end the process; here it means what administrators of services mean by it. */
function openTlsFiles(paths: TlsPaths, log: Log, endings: Endings): TlsFiles {
  const files = new TlsFiles(paths, log);
  endings.add('certificates', () => files.close());
  process.on('SIGHUP', () => {
    files.look().catch((error: unknown) => log.error({ err: error }, 'failed to change the certificate'));
  });
  return files;
}

async function main(): Promise<void> {
  let config: Config;
  try {
    config = readConfig(process.env, process.argv.slice(2), mistakesInTlsFiles);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
    return;
  }
  const log = makeLog(config.logLevel);
  const endings = new Endings();
  const stopping = new AbortController();
  const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()));
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (stopping.signal.aborted) process.exit(1);
      log.info({ signal: name }, 'stopping; guests keep running');
      stopping.abort(new Error(name));
    });
  }
  try {
    await serve(config, log, endings, stopping.signal);
    await stopped;
  } catch (error) {
    if (!stopping.signal.aborted) {
      process.exitCode = 1;
      if (isGuesthouseError(error)) log.error({ detail: error.logDetail, cause: error.cause }, error.message);
      else log.error({ err: error }, 'failed to start');
    }
  }
  await endings.run(log);
  // A collector that is away is tried again for seconds, by timers that are not ours to end.
  if (config.isTracing) process.exit();
}

await main();
