/**
 * The composition root: the only file that joins all parts. It defines the order in which they start and stop.
 *
 *   configuration ─► data folder ─► PostgreSQL ─► migrations ─► token ─► driver ─► image content ─► hosts ─► access
 *       ─► events ─► HTTP
 *
 * A signal stops them in reverse order: the HTTP server closes, requests finish, the workers release their hosts
 * (guests keep running), and the database stops last. A second signal ends the process immediately, which is also safe:
 * this process has no state to save.
 */
import path from 'node:path';
import pino from 'pino';
import { chooseBackend } from '../backends/registry.js';
import type { BackendConfigs, ConfiguredBackend } from '../backends/registry.js';
import { supervise } from '../backends/supervised.js';
import type { SuperviseOptions } from '../backends/supervised.js';
import { Authenticator } from './app/access/authenticate.js';
import { Denials } from './app/access/denials.js';
import { Refusals } from './app/access/refusals.js';
import { WrongCredentials } from './app/access/wrong-credentials.js';
import type { App } from './app/app.js';
import { EventFeed } from './app/events/event-feed.js';
import { OperationEndings } from './app/events/operation-endings.js';
import { IdempotencyKeeper } from './app/idempotency.js';
import { GuestMetricsOfHosts } from './app/metrics/guest-metrics.js';
import { Metrics } from './app/metrics/metrics.js';
import { ConfigError, readConfig, unknownVariables } from './config.js';
import type { Config, TlsPaths } from './config.js';
import { DiskRoom } from './domain/disk-room.js';
import { asNoRoom, isGuesthouseError } from './domain/errors.js';
import { servedElsewhere } from './domain/host.js';
import type { PlacedHost } from './domain/host.js';
import type { ProjectId } from './domain/ids.js';
import type { Log } from './domain/log.js';
import type { Tracer } from './domain/trace.js';
import { Endings } from './endings.js';
import { HostDrivers } from './host-drivers.js';
import { readMachineId } from './hosts/driver.js';
import {
  ensureConfiguredHost,
  findConfiguredHost,
  findSettledBackend,
  hasGuestsOn,
  requireSameBackend,
} from './hosts/first-start.js';
import type { ConfiguredHostSearch } from './hosts/first-start.js';
import { HostRows } from './hosts/follow-rows.js';
import { GuestAddressesOfHosts } from './hosts/guest-addresses.js';
import { Hosts } from './hosts/registry.js';
import { CannotListen, requireFreePort } from './http/connection/bind-port.js';
import { mistakesInTlsFiles, TlsFiles } from './http/connection/tls-files.js';
import { loadContract } from './http/contract/load-contract.js';
import type { Contract } from './http/contract/load-contract.js';
import { createRequestChecks } from './http/contract/validate.js';
import type { RequestChecks } from './http/contract/validate.js';
import { TrustedProxies } from './http/connection/trusted-proxies.js';
import { dialectsNamed } from './http/dialects/registry.js';
import { startServer } from './http/server.js';
import { identitySources } from './identity/sources.js';
import { Sequencer } from './operations/sequencer.js';
import { PeriodicTask } from './periodic-task.js';
import { ensureAdminToken } from './store/admin-token.js';
import { ImageContentStore } from './store/content/image-content-store.js';
import { findQemuImg } from './store/content/inspect-image.js';
import { prepareDataFolder } from './store/data-folder.js';
import type { Database } from './store/database.js';
import { withBallast } from './store/database.js';
import { DatabasePools } from './store/database-pools.js';
import { DiskWatch } from './store/disk-watch.js';
import type { FileBallast } from './store/embedded/ballast.js';
import { launchPostgres } from './store/embedded/launch-postgres.js';
import type { LaunchedPostgres } from './store/embedded/launch-postgres.js';
import { NUMBERED_CHANNEL, UNNUMBERED_CHANNEL } from './store/events.js';
import { expireRows } from './store/expire.js';
import { HOSTS_CHANNEL } from './store/host-places.js';
import { Listener } from './store/listener.js';
import { migrate } from './store/migrate.js';
import { MIGRATIONS } from './store/migrations.js';
import { ENDED_CHANNEL } from './store/operations.js';
import { ACCESS_CHANNEL } from './store/principals.js';
import { ensureFirstProject } from './store/projects.js';
import { inTransaction, query } from './store/transaction.js';
import { findUnsafeNames } from './store/unsafe-names.js';
import { ensureFirstUser } from './store/users.js';

/**
 * How long a database session can be idle in a transaction before PostgreSQL ends it. Our transactions wait for nothing
 * but the database. So only a service that hangs leaves one idle for this long, and then its locks must be released.
 */
const IDLE_IN_TRANSACTION_MS = 5_000;

/** The interval at which rows and content that are no longer needed are removed. */
const TIDY_EVERY_MS = 600_000;

/**
 * The interval at which the free disk space is checked, to warn the operator and to restore the ballast of the
 * database.
 */
const CHECK_DISK_EVERY_MS = 5_000;

/** The interval at which counts of rejected credentials and rejected requests are recorded as events. */
const DENIALS_EVERY_MS = 60_000;

/** The interval at which the service checks that no guest can act as a trusted proxy. */
const CHECK_PROXIES_EVERY_MS = 10_000;

/** How many names a warning shows. */
const UNSAFE_NAMES_SHOWN = 10;

/** The input of every start step. */
interface Start {
  readonly config: Config;
  /** Absolute. */
  readonly dataFolder: string;
  /** The free space on the disk of the data folder. */
  readonly room: DiskRoom;
  readonly metrics: Metrics;
  readonly tracer: Tracer | null;
  readonly log: Log;
  readonly endings: Endings;
  /** Aborts when the service must stop. */
  readonly signal: AbortSignal;
}

/** Every step adds its own ending. The first step to start is the last to stop. */
async function serve(config: Config, log: Log, endings: Endings, signal: AbortSignal): Promise<void> {
  // Must come first: a service that cannot serve must change nothing.
  await requireFreePort(config);
  const dataFolder = await prepareDataFolder(config.dataFolder);
  // Must come before the next steps: they wait for PostgreSQL or a hypervisor, and this work is done meanwhile.
  const edge = prepareEdge();
  // `edge` is awaited below. Until then, a rejection of it must not count as unhandled.
  edge.catch(() => undefined);
  const tracer = config.isTracing ? await startTracer(log, endings) : null;
  const room = new DiskRoom(config.diskReserve);
  const start: Start = { config, dataFolder, room, metrics: new Metrics(), tracer, log, endings, signal };

  const postgres = config.databaseUrl === null ? await startPostgres(start) : null;
  watchDiskRegularly(start, postgres?.ballast ?? null);
  // Must come before `startDatabase`: the rest of `prepareEdge` blocks the process, for seconds on a busy machine, and
  // PostgreSQL ends a session that is idle in a transaction for too long (IDLE_IN_TRANSACTION_MS).
  const { contract, checks } = await edge;
  const pools = await startDatabase(start, postgres);
  const db = pools.own;
  const project = await inTransaction(db, ensureFirstProject);
  await prepareAdminToken(start, db, project);
  await warnOfUnsafeNames(start, db);
  const chosen = await chooseDriver(start, db);
  const imageContent = await startImageContent(start, withBallast(db), chosen.backend);
  const { hosts, rows: hostRows } = await startHosts(start, withBallast(db), imageContent, chosen);
  const proxies = await startTrustedProxies(start, db, hosts);
  tidyRegularly(start, withBallast(db), imageContent);
  const channels = [ENDED_CHANNEL, UNNUMBERED_CHANNEL, NUMBERED_CHANNEL, ACCESS_CHANNEL, HOSTS_CHANNEL];
  const listener = new Listener(db, channels, log);
  hostRows.follow(listener);
  const authenticator = await startAccess(start, db, listener, project);
  const feed = startEvents(start, db, listener);
  const refusals = startRefusals(start, db);
  const app = await makeApp(start, {
    db: pools,
    hosts,
    hostPlaces: chosen.drivers,
    imageContent,
    listener,
    feed,
    refusals,
  });
  const dialects = dialectsNamed(config.dialects);
  const url = await startHttp(start, { app, contract, checks, dialects, authenticator, tracer, log }, proxies);
  log.info({ url, docs: `${url}/docs`, data: dataFolder }, 'serving');
}

/** Formats the log for people only on a terminal. The formatter is loaded only then. */
async function openLogDestination(): Promise<pino.DestinationStream> {
  if (!process.stdout.isTTY) return pino.destination(process.stdout.fd);
  const { default: pretty } = await import('pino-pretty');
  return pretty({ ignore: 'pid,hostname' });
}

async function prepareEdge(): Promise<{ contract: Contract; checks: RequestChecks }> {
  const contract = await loadContract();
  return { contract, checks: await createRequestChecks(contract.document) };
}

/**
 * Must start first and stop last, so that every span is exported. OpenTelemetry costs time and memory, so it is loaded
 * only here, when traces are enabled.
 */
async function startTracer(log: Log, endings: Endings): Promise<Tracer> {
  const { startTracing } = await import('./tracing.js');
  const tracing = startTracing(process.env, log);
  endings.add('traces', () => tracing.close());
  return tracing.tracer;
}

async function startPostgres({ dataFolder, log, endings, signal }: Start): Promise<LaunchedPostgres> {
  const server = await launchPostgres({ folder: path.join(dataFolder, 'postgres'), log, signal });
  endings.add('PostgreSQL', () => server.stop());
  return server;
}

function watchDiskRegularly({ room, dataFolder, metrics, log, endings }: Start, ballast: FileBallast | null): void {
  const onCheck = metrics.dataDiskSeen.bind(metrics);
  const watch = new DiskWatch({ folder: dataFolder, reserve: room.reserve, ballast, onCheck, log });
  void watch.check();
  const checks = new PeriodicTask(CHECK_DISK_EVERY_MS, () => watch.check());
  endings.add('disk watch', async () => checks.stop());
}

async function startDatabase(
  { config, tracer, log, endings }: Start,
  postgres: LaunchedPostgres | null,
): Promise<DatabasePools> {
  const where = postgres?.connection ?? config.databaseUrl;
  if (where === null) throw new Error('neither DATABASE_URL nor an embedded database is available');
  const ballast = postgres?.ballast ?? null;
  const options = { log, tracer, idleInTransactionTimeoutMs: IDLE_IN_TRANSACTION_MS, ballast };
  const pools = await DatabasePools.open(where, options);
  endings.add('database pools', () => pools.close());
  await migrate(pools.own, MIGRATIONS, { log });
  return pools;
}

async function prepareAdminToken({ dataFolder, log }: Start, db: Database, project: ProjectId): Promise<void> {
  const { file, isNew, isGood } = await ensureAdminToken(db, dataFolder, project);
  log.info({ file }, isNew ? 'admin token created; read it from this file' : 'admin token is in this file');
  if (!isGood)
    log.warn({ file }, 'the token in this file was revoked; delete the file to get a new one at the next start');
}

async function warnOfUnsafeNames({ log }: Start, db: Database): Promise<void> {
  const { count, examples } = await query(db, (sql) => findUnsafeNames(sql, UNSAFE_NAMES_SHOWN));
  if (count > 0) {
    log.warn(
      { count, examples },
      'names contain # % ; ? or \\, so a client that does not encode paths reaches another resource; rename the resources with these names',
    );
  }
}

interface ChosenDriver {
  readonly drivers: HostDrivers;
  readonly search: ConfiguredHostSearch;
  readonly backend: ConfiguredBackend;
  /** The host of this configuration, if the database has it. */
  readonly known: PlacedHost | null;
}

async function chooseDriver(start: Start, db: Database): Promise<ChosenDriver> {
  const { config, dataFolder, metrics, tracer, log } = start;
  const here = { machineId: await readMachineId(), dataFolder, isDatabaseOurs: config.databaseUrl === null };
  const supervision: SuperviseOptions = { log, tracer, onCall: (report) => metrics.driverCalled(report) };
  const configs = (): BackendConfigs => backendConfigsOf(start, () => hasGuestsOn(db, search));
  const drivers = new HostDrivers({ configs, here, supervision });
  const search: ConfiguredHostSearch = {
    ...{ here, wanted: config.backend },
    placeOf: (name) => drivers.configuredPlace(name),
  };
  const known = await findConfiguredHost(db, search);
  const settled = await findSettledBackend(db, known);
  requireSameBackend(settled, config.backend);
  const { backend, reason } = await chooseBackend(settled ?? config.backend, configs(), known?.backend ?? null);
  log.info({ backend: backend.name, reason }, 'backend chosen');
  return { drivers, search, backend, known };
}

/** Each call makes new configurations, because each driver of libvirt has the disk of its own host. */
function backendConfigsOf({ config, dataFolder, room, log }: Start, hasGuests: () => Promise<boolean>): BackendConfigs {
  const { accel, cpuModel, qemuUser, libvirtUri, libvirtPoolPath } = config;
  return {
    fake: { dataFolder, log },
    qmp: { dataFolder, accel, cpuModel, qemuUser, room, log, hasGuests },
    libvirt: {
      uri: libvirtUri,
      poolPath: libvirtPoolPath,
      accel,
      cpuModel,
      room: new DiskRoom(config.diskReserve),
      log,
    },
  };
}

async function startImageContent(
  { config, dataFolder, room, log, endings }: Start,
  db: Database,
  backend: ConfiguredBackend,
): Promise<ImageContentStore> {
  const { advertiseUrl, isInsecure, tls } = config;
  const readerGid = await backend.findReaderGid();
  const imageContent = await ImageContentStore.open(db, dataFolder, {
    ...{ room, readerGid, advertiseUrl, isInsecure, tls, log },
  });
  endings.add('image content', () => imageContent.close());
  const strays = await imageContent.clearUp();
  if (strays > 0) log.info({ strays }, 'removed content that no image uses');
  return imageContent;
}

async function startHosts(
  start: Start,
  db: Database,
  imageContent: ImageContentStore,
  { drivers, search, backend, known }: ChosenDriver,
): Promise<{ hosts: Hosts; rows: HostRows }> {
  const { metrics, tracer, log, endings, signal } = start;
  const elsewhere = { name: backend.name, open: () => Promise.reject(servedElsewhere()) };
  const hosts = new Hosts({
    db,
    elsewhere: supervise(elsewhere, { log, tracer, onCall: (report) => metrics.driverCalled(report) }),
    content: imageContent,
    watch: metrics,
    tracer,
    log,
  });
  endings.add('hosts', () => hosts.close());
  const rows = new HostRows({ db, hosts, driverOf: (host) => drivers.of(host), log });
  endings.add('rows of hosts', () => rows.stop());
  const driver = drivers.ofConfigured(backend);
  await rows.begin(await ensureConfiguredHost({ ...search, db, driver, known, signal, log }));
  hosts.begun();
  return { hosts, rows };
}

/** Throws ConfigError if a guest could act as a trusted proxy. */
async function startTrustedProxies(
  { config, log, endings, signal }: Start,
  db: Database,
  hosts: Hosts,
): Promise<TrustedProxies> {
  const addresses = new GuestAddressesOfHosts({ db, hosts, allowedNetworks: config.networks, log });
  const proxies = new TrustedProxies({ settings: config, findGuests: () => addresses.find(signal), log });
  const mistakes = await proxies.findMistakes();
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  const checks = new PeriodicTask(CHECK_PROXIES_EVERY_MS, () => proxies.check());
  endings.add('check of the trusted proxies', async () => checks.stop());
  return proxies;
}

function tidyRegularly({ config, log, endings }: Start, db: Database, imageContent: ImageContentStore): void {
  const tidying = new PeriodicTask(TIDY_EVERY_MS, async () => {
    try {
      await query(db, (sql) => expireRows(sql, config.keepMs));
      await imageContent.sweep();
    } catch (error) {
      log.warn({ err: error }, 'failed to remove expired rows and unused content; retrying later');
    }
  });
  endings.add('tidying', async () => tidying.stop());
}

async function startAccess(
  { config, log, endings }: Start,
  db: Database,
  listener: Listener,
  project: ProjectId,
): Promise<Authenticator> {
  const sources = identitySources(config, log);
  for (const source of sources) endings.add('identity service', () => source.close());
  const denials = new Denials(db, log);
  const flushing = new PeriodicTask(DENIALS_EVERY_MS, () => denials.flush());
  endings.add('refused credentials', () => {
    flushing.stop();
    return denials.flush();
  });
  return new Authenticator({
    db,
    listener,
    sources,
    actAs: config.auth === 'none' ? (await inTransaction(db, (trx) => ensureFirstUser(trx, project))).id : null,
    wrong: new WrongCredentials(config.wrongCredentialsPerMinute, denials),
    log,
  });
}

function startRefusals({ log, endings }: Start, db: Database): Refusals {
  const refusals = new Refusals(db, log);
  const flushing = new PeriodicTask(DENIALS_EVERY_MS, () => refusals.flush());
  endings.add('refused requests', () => {
    flushing.stop();
    return refusals.flush();
  });
  return refusals;
}

function startEvents({ log, endings }: Start, db: Database, listener: Listener): EventFeed {
  const feed = new EventFeed(db, listener, log);
  const sequencer = new Sequencer(withBallast(db), listener, log);
  listener.start();
  endings.add('listener', () => listener.close());
  endings.add('sequencer', () => sequencer.close());
  endings.add('event feed', () => feed.close());
  return feed;
}

interface AppParts extends Pick<App, 'db' | 'hostPlaces' | 'imageContent' | 'feed' | 'refusals'> {
  readonly hosts: Hosts;
  readonly listener: Listener;
}

async function makeApp({ config, metrics, log }: Start, { listener, ...parts }: AppParts): Promise<App> {
  const { db, hosts } = parts;
  const {
    metricsGuests: labels,
    metricsGuestsMax: guestsMax,
    imageMaxBytes,
    networks: allowedNetworks,
    quotaDefaults,
    tokensMax,
  } = config;
  return {
    ...parts,
    endings: new OperationEndings(listener),
    idempotency: new IdempotencyKeeper(),
    metrics,
    guestMetrics: new GuestMetricsOfHosts({ db: db.own, hosts, labels, guestsMax, log }),
    allowedNetworks,
    imageMaxBytes,
    quotaDefaults,
    tokensMax,
    qemuImg: await findQemuImg(),
  };
}

/** Returns the URL of the server. */
async function startHttp(
  start: Start,
  deps: Parameters<typeof startServer>[0],
  { trust }: TrustedProxies,
): Promise<string> {
  const { config, log, endings } = start;
  const server = await startServer(deps, {
    host: config.host,
    port: config.port,
    trust,
    corsOrigins: config.corsOrigins,
    requestTimeoutMs: config.requestTimeoutMs,
    tls: config.tls === null ? null : openTlsFiles(config.tls, log, endings),
    isWithoutCredentials: config.auth === 'none',
    limits: { requestsPerSecond: config.requestsPerSecond, streamsMax: config.streamsMax },
    connectionsMax: config.connectionsMax,
  });
  endings.add('HTTP server', () => server.stop());
  // Must stop first: a stream never ends by itself, and a waiting request would delay the stop of the server.
  endings.add('waiting clients', async () => {
    deps.app.endings.release();
    deps.app.feed.release();
  });
  if (config.auth === 'none') {
    log.warn(
      {},
      'GUESTHOUSE_AUTH=none: every program on this machine, of any user, can do everything without a credential',
    );
  }
  if (config.corsOrigins.includes('*'))
    log.warn({}, 'GUESTHOUSE_CORS_ORIGINS=*: any web page can use this API from a browser that has a token');
  return server.url;
}

/** SIGHUP reloads the certificate. Without a handler, SIGHUP would end the process. */
function openTlsFiles(paths: TlsPaths, log: Log, endings: Endings): TlsFiles {
  const files = new TlsFiles(paths, log);
  endings.add('certificates', () => files.close());
  process.on('SIGHUP', () => {
    files.reload().catch((error: unknown) => log.error({ err: error }, 'failed to reload the certificate'));
  });
  return files;
}

async function main(): Promise<void> {
  // Files and sockets have explicit modes. The umask covers the moment before such a mode is set, and the folders above
  // the data folder. This process may have inherited another umask.
  process.umask(0o022);
  let config: Config;
  try {
    config = readConfig(process.env, process.argv.slice(2), mistakesInTlsFiles);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
    return;
  }
  const log: Log = pino({ level: config.logLevel }, await openLogDestination());
  for (const unknown of unknownVariables(process.env)) {
    log.warn(unknown, 'unknown environment variable, which has no effect; check its name');
  }
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
  } catch (thrown) {
    if (!stopping.signal.aborted) {
      process.exitCode = 1;
      const error = asNoRoom(thrown);
      if (error instanceof ConfigError) {
        process.stderr.write(`${error.message}\n`);
        process.exitCode = 2;
      } else if (error instanceof CannotListen) process.stderr.write(`${error.message}\n`);
      else if (isGuesthouseError(error)) log.error({ detail: error.logDetail, cause: error.cause }, error.message);
      else log.error({ err: error }, 'failed to start');
    }
  }
  await endings.run(log);
  // If the collector is down, the exporter retries for several seconds, with timers that cannot be cancelled from here.
  if (config.isTracing) process.exit();
}

await main();
