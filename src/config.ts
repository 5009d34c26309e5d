/**
 * The configuration: environment variables and flags → one frozen, typed Config. All mistakes are reported together.
 * Only this file reads these variables, and only once. Flags are named after their variables: GUESTHOUSE_PORT is
 * --port, DATABASE_URL is --database-url. A flag takes precedence over its variable.
 */
import { DatabaseUrlMistake, parseDatabaseUrl } from './domain/database-url.js';
import { DEFAULT_DISK_RESERVE } from './domain/disk-room.js';
import type { DiskReserve } from './domain/disk-room.js';
import { nearestWord } from './domain/nearest-word.js';
import { ROLES } from './domain/rights.js';
import type { Role } from './domain/rights.js';
import { BUILT_IN_LIMITS, QUOTA_RESOURCES, UNLIMITED } from './domain/quota.js';
import type { QuotaLimits, QuotaResource } from './domain/quota.js';
import { isLoopback, isSecureDatabaseUrl, isSecureLibvirtUri, isSecureUrl } from './domain/secure-connection.js';
import { BACKEND_NAMES, DIALECT_NAMES } from './domain/words.js';
import type { BackendName, DialectName } from './domain/words.js';

export interface Config {
  readonly host: string;
  readonly port: number;
  /** As configured. Null: `./data`; a service that runs as root may use another folder (src/store/data-folder.ts). */
  readonly dataFolder: string | null;
  /** Null: the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  readonly backend: BackendName | 'auto';
  readonly accel: 'auto' | 'kvm' | 'tcg';
  /** The CPU model of new guests; null: the newest named model that the host can offer. */
  readonly cpuModel: string | null;
  /** Null: the driver chooses the user. */
  readonly qemuUser: string | null;
  /** The URL at which other services on the same database reach this one; null: they cannot. */
  readonly advertiseUrl: string | null;
  /** Whether unencrypted connections to other machines are allowed. */
  readonly isInsecure: boolean;
  readonly libvirtUri: string;
  /** A path on the machine where libvirt runs, which can be a different machine. */
  readonly libvirtPoolPath: string;
  /** The networks of the host that guests can use, by name; `*` as the only entry means every network. */
  readonly networks: readonly string[];
  readonly imageMaxBytes: number;
  /** The limits that apply where a project has none of its own. */
  readonly quotaDefaults: QuotaLimits;
  /** The maximum number of tokens of one user that have not expired; 0: no limit. */
  readonly tokensMax: number;
  /** The disk space that uploads and new disks must leave free. */
  readonly diskReserve: DiskReserve;
  /** How long ended operations and markers of deleted rows are kept. */
  readonly keepMs: number;
  /** Proxies whose forwarding headers (origin and client address) are trusted: addresses, CIDRs, `loopback`. */
  readonly trustedProxies: readonly string[];
  /** The older APIs to serve. */
  readonly dialects: readonly DialectName[];
  /** Origins whose web pages can use the API; `*` as the only entry means every origin; empty: no CORS. */
  readonly corsOrigins: readonly string[];
  /** Null: tokens of OpenID providers are not accepted. */
  readonly oidc: OidcConfig | null;
  /** Null: Keystone tokens are not accepted. */
  readonly keystone: KeystoneConfig | null;
  /** `none`: every caller that can reach the service can do everything; accepted only on loopback. */
  readonly auth: 'token' | 'none';
  /** PEM files; null: no TLS. */
  readonly tls: TlsPaths | null;
  /** Requests per second of one credential; 0: no limit. */
  readonly requestsPerSecond: number;
  /** Open event streams of one credential; 0: no limit. */
  readonly streamsMax: number;
  /** Wrong credentials per minute from one address; 0: no limit. */
  readonly wrongCredentialsPerMinute: number;
  readonly connectionsMax: number;
  /** Deadline for receiving a request; an image's content may take longer. */
  readonly requestTimeoutMs: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** Labels by which /metrics distinguishes guests; `none` leaves guests out. */
  readonly metricsGuests: 'id,name' | 'id' | 'none';
  /** Maximum number of guests in /metrics. */
  readonly metricsGuestsMax: number;
  /** Whether to send traces. OpenTelemetry's own variables configure the destination and the exporter (tracing.ts). */
  readonly isTracing: boolean;
}

export interface OidcConfig {
  readonly issuer: string;
  readonly audience: string;
  /** Null: the first of these claims that is present: `preferred_username`, a verified `email`, `sub`. */
  readonly userClaim: string | null;
  readonly groupsClaim: string;
  readonly projectClaim: string;
  /** The only clients whose tokens are accepted; empty: all clients of the provider. */
  readonly clients: readonly string[];
  /** `at+jwt`: only tokens that declare themselves access tokens. */
  readonly tokenType: 'jwt' | 'at+jwt';
}

export interface KeystoneConfig {
  readonly url: string;
  /** Maps Keystone's role names to our roles. */
  readonly roles: Readonly<Record<string, Role>>;
  /** Id of the only project whose administrators are administrators here; null: none. */
  readonly adminProject: string | null;
}

export interface TlsPaths {
  readonly certificate: string;
  readonly key: string;
  /** File with certificate authorities: a client needs a certificate from one of them. Null: clients need none. */
  readonly clientCa: string | null;
}

/** Invalid configuration; the message has one line for each mistake. */
export class ConfigError extends Error {
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.name = 'ConfigError';
    this.mistakes = mistakes;
  }
}

const VARIABLES = [
  'GUESTHOUSE_HOST',
  'GUESTHOUSE_PORT',
  'GUESTHOUSE_DATA',
  'DATABASE_URL',
  'GUESTHOUSE_BACKEND',
  'GUESTHOUSE_ACCEL',
  'GUESTHOUSE_CPU_MODEL',
  'GUESTHOUSE_QEMU_USER',
  'GUESTHOUSE_ADVERTISE_URL',
  'GUESTHOUSE_LIBVIRT_URI',
  'GUESTHOUSE_LIBVIRT_POOL_PATH',
  'GUESTHOUSE_NETWORKS',
  'GUESTHOUSE_IMAGE_MAX_GIB',
  'GUESTHOUSE_QUOTA',
  'GUESTHOUSE_TOKENS_MAX',
  'GUESTHOUSE_DISK_RESERVE',
  'GUESTHOUSE_KEEP',
  'GUESTHOUSE_AUTH',
  'GUESTHOUSE_TLS_CERT',
  'GUESTHOUSE_TLS_KEY',
  'GUESTHOUSE_TLS_CLIENT_CA',
  'GUESTHOUSE_INSECURE',
  'GUESTHOUSE_RATE_LIMIT',
  'GUESTHOUSE_STREAMS_MAX',
  'GUESTHOUSE_AUTH_FAILURES',
  'GUESTHOUSE_CONNECTIONS_MAX',
  'GUESTHOUSE_TRUSTED_PROXIES',
  'GUESTHOUSE_DIALECTS',
  'GUESTHOUSE_CORS_ORIGINS',
  'GUESTHOUSE_OIDC_ISSUER',
  'GUESTHOUSE_OIDC_AUDIENCE',
  'GUESTHOUSE_OIDC_USER_CLAIM',
  'GUESTHOUSE_OIDC_GROUPS_CLAIM',
  'GUESTHOUSE_OIDC_PROJECT_CLAIM',
  'GUESTHOUSE_OIDC_CLIENTS',
  'GUESTHOUSE_OIDC_TOKEN_TYPE',
  'GUESTHOUSE_KEYSTONE_URL',
  'GUESTHOUSE_KEYSTONE_ROLES',
  'GUESTHOUSE_KEYSTONE_ADMIN_PROJECT',
  'GUESTHOUSE_REQUEST_TIMEOUT',
  'GUESTHOUSE_LOG',
  'GUESTHOUSE_METRICS_GUESTS',
  'GUESTHOUSE_METRICS_GUESTS_MAX',
] as const;
type Variable = (typeof VARIABLES)[number];

const DURATION_UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const GIB = 1024 ** 3;
const SIZE_UNITS: Readonly<Record<string, number>> = { MiB: 1024 ** 2, GiB: GIB, TiB: 1024 ** 4 };

/**
 * Throws ConfigError with all mistakes. `mistakesInTlsFiles` checks the contents of the TLS files, because this file
 * reads nothing from disk.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  args: readonly string[],
  mistakesInTlsFiles: (paths: TlsPaths) => readonly string[] = () => [],
): Config {
  const mistakes: string[] = [];
  const flags = readFlags(args, mistakes);
  // An empty variable counts as unset: shells and unit files often cannot unset one.
  const get = (name: Variable): string | undefined => flags.get(name) ?? (env[name] || undefined);

  const pick = <T extends string>(name: Variable, allowed: readonly T[], otherwise: T): T => {
    const value = get(name);
    if (value === undefined) return otherwise;
    if ((allowed as readonly string[]).includes(value)) return value as T;
    mistakes.push(`${name} is "${value}" but must be one of ${allowed.join(', ')}.`);
    return otherwise;
  };
  const integer = (name: Variable, min: number, max: number, otherwise: number): number => {
    const value = get(name);
    if (value === undefined) return otherwise;
    const number = /^\d+$/.test(value) ? Number(value) : NaN;
    if (number >= min && number <= max) return number;
    mistakes.push(`${name} is "${value}" but must be a whole number from ${min} to ${max}.`);
    return otherwise;
  };

  const host = get('GUESTHOUSE_HOST') ?? '127.0.0.1';
  const auth = pick('GUESTHOUSE_AUTH', ['token', 'none'], 'token');
  const isInsecure = pick('GUESTHOUSE_INSECURE', ['0', '1'], '0') === '1';
  const tls = readTlsPaths(get, mistakes);
  if (tls !== null) mistakes.push(...mistakesInTlsFiles(tls));
  if (auth === 'none') mistakes.push(...mistakesWithoutCredentials(host, isInsecure, get));
  else if (!isLoopback(host) && !isInsecure && get('GUESTHOUSE_TLS_CERT') === undefined) {
    mistakes.push(
      `GUESTHOUSE_HOST is "${host}", which other machines can reach, and without TLS, tokens would be sent unencrypted. ` +
        'Set GUESTHOUSE_TLS_CERT and GUESTHOUSE_TLS_KEY, put a TLS proxy in front and listen on 127.0.0.1, or set GUESTHOUSE_INSECURE=1.',
    );
  }
  const databaseUrl = get('DATABASE_URL') ?? null;
  if (databaseUrl !== null) mistakes.push(...mistakesInDatabaseUrl(databaseUrl, env, isInsecure));
  const libvirtUri = get('GUESTHOUSE_LIBVIRT_URI') ?? 'qemu:///system';
  if (!isInsecure && !isSecureLibvirtUri(libvirtUri)) {
    mistakes.push(
      'GUESTHOUSE_LIBVIRT_URI names another machine without verified TLS or ssh, so others on the network could take over its hypervisor. ' +
        'Use qemu+tls:// without no_verify, or qemu+ssh://, or set GUESTHOUSE_INSECURE=1.',
    );
  }
  const libvirtPoolPath = get('GUESTHOUSE_LIBVIRT_POOL_PATH') ?? '/var/lib/libvirt/images/guesthouse';
  if (!libvirtPoolPath.startsWith('/')) mistakes.push('GUESTHOUSE_LIBVIRT_POOL_PATH must be an absolute path.');
  const config: Config = {
    host: host.replace(/^\[(.*)\]$/, '$1'),
    port: integer('GUESTHOUSE_PORT', 0, 65_535, 8480),
    dataFolder: get('GUESTHOUSE_DATA') ?? null,
    databaseUrl,
    backend: pick('GUESTHOUSE_BACKEND', ['auto', ...BACKEND_NAMES], 'auto'),
    accel: pick('GUESTHOUSE_ACCEL', ['auto', 'kvm', 'tcg'], 'auto'),
    cpuModel: readCpuModel(get('GUESTHOUSE_CPU_MODEL'), mistakes),
    qemuUser: get('GUESTHOUSE_QEMU_USER') ?? null,
    advertiseUrl: readAdvertiseUrl(get('GUESTHOUSE_ADVERTISE_URL'), isInsecure, mistakes),
    isInsecure,
    libvirtUri,
    libvirtPoolPath,
    networks: readNetworks(get('GUESTHOUSE_NETWORKS'), mistakes),
    imageMaxBytes: integer('GUESTHOUSE_IMAGE_MAX_GIB', 1, 65_536, 64) * GIB,
    quotaDefaults: readQuota(get('GUESTHOUSE_QUOTA'), mistakes),
    tokensMax: integer('GUESTHOUSE_TOKENS_MAX', 0, 1_000_000, 100),
    diskReserve: readDiskReserve(get('GUESTHOUSE_DISK_RESERVE'), mistakes),
    keepMs: readDuration('GUESTHOUSE_KEEP', get('GUESTHOUSE_KEEP') ?? '7d', mistakes),
    trustedProxies: readTrustedProxies(get('GUESTHOUSE_TRUSTED_PROXIES'), mistakes),
    dialects: readDialects(get('GUESTHOUSE_DIALECTS') ?? 'all', mistakes),
    corsOrigins: readOrigins(get('GUESTHOUSE_CORS_ORIGINS'), mistakes),
    oidc: readOidc(get, pick('GUESTHOUSE_OIDC_TOKEN_TYPE', ['jwt', 'at+jwt'], 'jwt'), mistakes),
    keystone: readKeystone(get, isInsecure, mistakes),
    auth,
    tls,
    requestsPerSecond: integer('GUESTHOUSE_RATE_LIMIT', 0, 1_000_000, 500),
    streamsMax: integer('GUESTHOUSE_STREAMS_MAX', 0, 100_000, 32),
    wrongCredentialsPerMinute: integer('GUESTHOUSE_AUTH_FAILURES', 0, 1_000_000, 10),
    connectionsMax: integer('GUESTHOUSE_CONNECTIONS_MAX', 2, 1_000_000, 4_096),
    requestTimeoutMs: readDuration('GUESTHOUSE_REQUEST_TIMEOUT', get('GUESTHOUSE_REQUEST_TIMEOUT') ?? '60s', mistakes),
    logLevel: pick('GUESTHOUSE_LOG', ['debug', 'info', 'warn', 'error'], 'info'),
    metricsGuests: pick('GUESTHOUSE_METRICS_GUESTS', ['id,name', 'id', 'none'], 'id,name'),
    metricsGuestsMax: integer('GUESTHOUSE_METRICS_GUESTS_MAX', 1, 100_000, 1_000),
    isTracing: wantsTraces(env),
  };
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return Object.freeze(config);
}

function mistakesInDatabaseUrl(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
  isInsecure: boolean,
): string[] {
  try {
    const url = parseDatabaseUrl(text);
    if (isInsecure || isSecureDatabaseUrl(url, env)) return [];
  } catch (error) {
    if (error instanceof DatabaseUrlMistake) return [`DATABASE_URL ${error.message}`];
    throw error;
  }
  return [
    'DATABASE_URL names another machine without verified TLS, so others on the network could read and change everything. ' +
      'Add sslmode=verify-full, or set GUESTHOUSE_INSECURE=1.',
  ];
}

const PREFIX = 'GUESTHOUSE_';

export interface UnknownVariable {
  readonly variable: string;
  /** The variable that is probably meant; null if none has a similar name. */
  readonly nearest: string | null;
}

/** The variables of the environment that have our prefix but are not ours, such as misspelled ones. */
export function unknownVariables(env: Readonly<Record<string, string | undefined>>): readonly UnknownVariable[] {
  const withoutPrefix = (name: string): string => (name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name);
  const known = new Map(VARIABLES.map((name) => [withoutPrefix(name), name]));
  return Object.keys(env)
    .filter((name) => name.startsWith(PREFIX) && env[name] !== '' && !VARIABLES.includes(name as Variable))
    .map((variable) => {
      const nearest = nearestWord(withoutPrefix(variable), [...known.keys()]);
      return { variable, nearest: nearest === null ? null : (known.get(nearest) ?? null) };
    });
}

function readTlsPaths(get: (name: Variable) => string | undefined, mistakes: string[]): TlsPaths | null {
  const certificate = get('GUESTHOUSE_TLS_CERT');
  const key = get('GUESTHOUSE_TLS_KEY');
  const clientCa = get('GUESTHOUSE_TLS_CLIENT_CA') ?? null;
  if (certificate !== undefined && key !== undefined) return Object.freeze({ certificate, key, clientCa });
  if (certificate !== undefined) mistakes.push('GUESTHOUSE_TLS_CERT requires GUESTHOUSE_TLS_KEY.');
  if (key !== undefined) mistakes.push('GUESTHOUSE_TLS_KEY requires GUESTHOUSE_TLS_CERT.');
  if (clientCa !== null && certificate === undefined && key === undefined) {
    mistakes.push(
      'GUESTHOUSE_TLS_CLIENT_CA requires GUESTHOUSE_TLS_CERT and GUESTHOUSE_TLS_KEY: client certificates need TLS.',
    );
  }
  return null;
}

/**
 * If a service requires no credentials, every caller that reaches it can do everything, so the configuration must not
 * make such a service reachable from outside.
 */
function mistakesWithoutCredentials(
  host: string,
  isInsecure: boolean,
  get: (name: Variable) => string | undefined,
): string[] {
  const mistakes: string[] = [];
  if (!isLoopback(host)) {
    mistakes.push(
      `GUESTHOUSE_AUTH=none lets every caller do everything, so it needs a loopback address, and GUESTHOUSE_HOST is "${host}".`,
    );
  }
  if (isInsecure)
    mistakes.push(
      'GUESTHOUSE_AUTH=none is for loopback, where GUESTHOUSE_INSECURE=1 is not needed: unset one of them.',
    );
  const toOthers = [
    'GUESTHOUSE_TLS_CERT',
    'GUESTHOUSE_TLS_KEY',
    'GUESTHOUSE_TLS_CLIENT_CA',
    'GUESTHOUSE_TRUSTED_PROXIES',
    'GUESTHOUSE_CORS_ORIGINS',
  ] as const;
  for (const name of toOthers.filter((each) => get(each) !== undefined)) {
    mistakes.push(
      `${name} admits other callers, and GUESTHOUSE_AUTH=none would let them do everything: unset one of them.`,
    );
  }
  return mistakes;
}

/**
 * Whether OpenTelemetry's variables enable traces. The variables have the meaning that OpenTelemetry's specification
 * defines, with one exception: if no variable names an exporter or a destination, nothing is sent, whereas the
 * specification's default is a collector on this machine. The name of an exporter that Guesthouse does not have is not
 * a mistake, because other programs use the same variables.
 */
function wantsTraces(env: Readonly<Record<string, string | undefined>>): boolean {
  if (env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true') return false;
  const exporters = splitList(env['OTEL_TRACES_EXPORTER']);
  if (exporters.length > 0) return exporters.includes('otlp');
  return Boolean(env['OTEL_EXPORTER_OTLP_ENDPOINT'] || env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']);
}

function readDuration(name: Variable, value: string, mistakes: string[]): number {
  const match = /^(\d{1,6})([smhd])$/.exec(value);
  const unitMs = DURATION_UNITS_MS[match?.[2] ?? ''];
  if (match && unitMs !== undefined && Number(match[1]) > 0) return Number(match[1]) * unitMs;
  mistakes.push(`${name} is "${value}" but must be a number and a unit: 90s, 30m, 12h, 7d.`);
  return 0;
}

/** `guests=100,vcpus=-1`: a resource that is not named keeps its built-in limit; -1 means no limit. */
function readQuota(value: string | undefined, mistakes: string[]): QuotaLimits {
  const limits = new Map<QuotaResource, number | null>();
  for (const pair of splitList(value)) {
    const [, word, text] = /^(\w+)\s*=\s*(-1|\d{1,15})$/.exec(pair) ?? [];
    const resource = QUOTA_RESOURCES.find((each) => each === word);
    if (resource === undefined || text === undefined || limits.has(resource)) {
      mistakes.push(
        `GUESTHOUSE_QUOTA contains "${pair}" but must be a list such as guests=100,vcpus=400, with each of ` +
          `${QUOTA_RESOURCES.join(', ')} at most once. The values are whole numbers; -1 means no limit.`,
      );
    } else {
      limits.set(resource, Number(text) === UNLIMITED ? null : Number(text));
    }
  }
  return Object.freeze({ ...BUILT_IN_LIMITS, ...Object.fromEntries(limits) });
}

function readDiskReserve(value: string | undefined, mistakes: string[]): DiskReserve {
  if (value === undefined) return DEFAULT_DISK_RESERVE;
  const [, number = '', unit] = /^(\d{1,6})(%|MiB|GiB|TiB)?$/.exec(value) ?? [];
  const amount = Number(number);
  if (unit === '%' && amount < 100) return Object.freeze({ share: amount / 100, bytes: 0 });
  if (unit !== undefined && unit !== '%') return Object.freeze({ share: 0, bytes: amount * (SIZE_UNITS[unit] ?? 0) });
  if (number !== '' && unit === undefined && amount === 0) return Object.freeze({ share: 0, bytes: 0 });
  mistakes.push(
    `GUESTHOUSE_DISK_RESERVE is "${value}" but must be a size with a unit (512MiB, 10GiB, 1TiB), a share of the disk below 100% (5%), or 0.`,
  );
  return DEFAULT_DISK_RESERVE;
}

function splitList(value: string | undefined): readonly string[] {
  const parts = (value ?? '').split(',').map((part) => part.trim());
  return Object.freeze(parts.filter((part) => part !== ''));
}

/**
 * `default` is the NAT network that libvirt defines for guests. Bridges connect guests to other networks, so each
 * bridge must be named.
 */
const DEFAULT_NETWORKS: readonly string[] = Object.freeze(['user', 'default']);

/** The model becomes part of a command line, so its form is checked. Only a host knows whether it has the model. */
function readCpuModel(value: string | undefined, mistakes: string[]): string | null {
  if (value === undefined) return null;
  if (/^[A-Za-z0-9][\w.-]{0,63}$/.test(value)) return value;
  mistakes.push(`GUESTHOUSE_CPU_MODEL is "${value}" but must be the name of a CPU model, or host, or max.`);
  return null;
}

function readNetworks(value: string | undefined, mistakes: string[]): readonly string[] {
  if (value === undefined) return DEFAULT_NETWORKS;
  const networks = splitList(value);
  if (networks.length === 0) mistakes.push('GUESTHOUSE_NETWORKS names no network, so no guest could have a NIC.');
  if (networks.length > 1 && networks.includes('*')) {
    mistakes.push(
      'GUESTHOUSE_NETWORKS contains * and other entries, but * means every network and must be the only entry.',
    );
  }
  return networks;
}

function readTrustedProxies(value: string | undefined, mistakes: string[]): readonly string[] {
  const proxies = splitList(value);
  for (const proxy of proxies.filter((each) => each !== 'loopback' && !isNetwork(each))) {
    mistakes.push(
      `GUESTHOUSE_TRUSTED_PROXIES has "${proxy}" but accepts IP addresses, networks (10.0.0.0/8, fd00::/8) and the word loopback. ` +
        'A network of all addresses (/0) would let every client forge its own address.',
    );
  }
  for (const proxy of proxies.filter((each) => isNetwork(each) && isTooWide(each))) {
    mistakes.push(
      `GUESTHOUSE_TRUSTED_PROXIES contains "${proxy}", which is wide enough to contain strangers, who could then forge their address. ` +
        'The widest networks that are accepted are /8 (IPv4) and /16 (IPv6). In fc00::/7 (private IPv6), every network is accepted.',
    );
  }
  return proxies;
}

/** Several narrower networks can still cover all addresses, but an operator does not list that many by mistake. */
function isTooWide(network: string): boolean {
  const [address = '', bits] = network.split('/');
  if (bits === undefined) return false;
  if (!address.includes(':')) return Number(bits) < 8;
  const canonical = new URL(`http://[${address}]/`).hostname;
  if (/^\[f[cd]/.test(canonical)) return Number(bits) < 7;
  // A network that begins with zeros can contain all IPv4 addresses: ::ffff:0.0.0.0/96 does.
  return Number(bits) < (/^\[(?:::|0:)/.test(canonical) ? 96 + 8 : 16);
}

/** Whether the text is an IP address, or a CIDR with a prefix of at least one bit. */
function isNetwork(text: string): boolean {
  const [, address = '', bits] = /^([^/]+)(?:\/([1-9]\d{0,2}))?$/.exec(text) ?? [];
  const isV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(address);
  const isV6 = /^[0-9a-fA-F:.]*:[0-9a-fA-F:.]*$/.test(address) && URL.canParse(`http://[${address}]/`);
  return (isV4 || isV6) && Number(bits ?? 1) <= (isV4 ? 32 : 128);
}

/** `all`, `none`, or a list. */
function readDialects(text: string, mistakes: string[]): readonly DialectName[] {
  if (text === 'all') return DIALECT_NAMES;
  if (text === 'none') return [];
  const wanted = text.split(',').map((name) => name.trim());
  const unknown = wanted.filter((name) => !(DIALECT_NAMES as readonly string[]).includes(name));
  if (unknown.length > 0) {
    mistakes.push(
      `GUESTHOUSE_DIALECTS is "${text}" but must be all, none, or a comma-separated list of ${DIALECT_NAMES.join(', ')}.`,
    );
  }
  return DIALECT_NAMES.filter((name) => wanted.includes(name));
}

function readOrigins(value: string | undefined, mistakes: string[]): readonly string[] {
  const origins = splitList(value);
  if (origins.length > 1 && origins.includes('*')) {
    mistakes.push('GUESTHOUSE_CORS_ORIGINS has * and others: * means every origin, so it must be the only entry.');
  }
  for (const origin of origins.filter((each) => each !== '*' && !isOrigin(each))) {
    mistakes.push(
      `GUESTHOUSE_CORS_ORIGINS has "${origin}" but accepts origins as browsers send them: https://console.example, without a path, ` +
        'in lower case, with a port only if it is not the default.',
    );
  }
  return origins;
}

function isOrigin(text: string): boolean {
  return /^https?:\/\/[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

type Get = (name: Variable) => string | undefined;

const OIDC_DETAILS = [
  'GUESTHOUSE_OIDC_AUDIENCE',
  'GUESTHOUSE_OIDC_USER_CLAIM',
  'GUESTHOUSE_OIDC_GROUPS_CLAIM',
  'GUESTHOUSE_OIDC_PROJECT_CLAIM',
  'GUESTHOUSE_OIDC_CLIENTS',
  'GUESTHOUSE_OIDC_TOKEN_TYPE',
] as const;

function readOidc(get: Get, tokenType: OidcConfig['tokenType'], mistakes: string[]): OidcConfig | null {
  const issuer = get('GUESTHOUSE_OIDC_ISSUER');
  if (issuer === undefined) {
    for (const name of OIDC_DETAILS.filter((each) => get(each) !== undefined)) {
      mistakes.push(`${name} has no effect without GUESTHOUSE_OIDC_ISSUER.`);
    }
    return null;
  }
  // Kept exactly as configured: issuers are compared character by character.
  const url = readServiceUrl(issuer);
  if (url === null || !isSecureUrl(url)) {
    mistakes.push(
      `GUESTHOUSE_OIDC_ISSUER is "${issuer}" but must be the provider's https:// URL exactly as in its tokens (iss), without a query; ` +
        'http:// is accepted only on loopback, because anyone who can change the responses of the provider can forge tokens.',
    );
  }
  const audience = get('GUESTHOUSE_OIDC_AUDIENCE');
  if (audience === undefined) {
    mistakes.push(
      'GUESTHOUSE_OIDC_AUDIENCE is missing: with GUESTHOUSE_OIDC_ISSUER it must name the audience of this service; otherwise ' +
        'tokens for any other service of that provider would be valid here.',
    );
  }
  return Object.freeze({
    issuer,
    audience: audience ?? '',
    userClaim: get('GUESTHOUSE_OIDC_USER_CLAIM') ?? null,
    groupsClaim: get('GUESTHOUSE_OIDC_GROUPS_CLAIM') ?? 'groups',
    projectClaim: get('GUESTHOUSE_OIDC_PROJECT_CLAIM') ?? 'project',
    clients: splitList(get('GUESTHOUSE_OIDC_CLIENTS')),
    tokenType,
  });
}

const KEYSTONE_DETAILS = ['GUESTHOUSE_KEYSTONE_ROLES', 'GUESTHOUSE_KEYSTONE_ADMIN_PROJECT'] as const;

function readKeystone(get: Get, isInsecure: boolean, mistakes: string[]): KeystoneConfig | null {
  const text = get('GUESTHOUSE_KEYSTONE_URL');
  const roles = readRoles(
    get('GUESTHOUSE_KEYSTONE_ROLES') ?? 'admin=admin,manager=owner,member=member,reader=viewer',
    mistakes,
  );
  const adminProject = get('GUESTHOUSE_KEYSTONE_ADMIN_PROJECT') ?? null;
  // All ids of Keystone have this form (API v3).
  if (adminProject !== null && !/^[a-zA-Z0-9-]{1,64}$/.test(adminProject)) {
    mistakes.push(
      `GUESTHOUSE_KEYSTONE_ADMIN_PROJECT is "${adminProject}" but must be the id of a project of Keystone, not its name.`,
    );
  }
  if (text === undefined) {
    for (const name of KEYSTONE_DETAILS.filter((each) => get(each) !== undefined)) {
      mistakes.push(`${name} has no effect without GUESTHOUSE_KEYSTONE_URL.`);
    }
    return null;
  }
  const url = readServiceUrl(text);
  if (url === null || !/\/v3\/?$/.test(url.pathname)) {
    mistakes.push(
      `GUESTHOUSE_KEYSTONE_URL is "${text}" but must be a URL that ends in /v3, such as https://keystone.example/v3.`,
    );
  } else if (!isSecureUrl(url) && !isInsecure) {
    mistakes.push(
      `GUESTHOUSE_KEYSTONE_URL is "${text}": tokens would be sent unencrypted. Use https://, or set GUESTHOUSE_INSECURE=1.`,
    );
  }
  return Object.freeze({ url: text, roles, adminProject });
}

function readAdvertiseUrl(text: string | undefined, isInsecure: boolean, mistakes: string[]): string | null {
  if (text === undefined) return null;
  const url = readServiceUrl(text);
  if (url === null) {
    mistakes.push(
      `GUESTHOUSE_ADVERTISE_URL is "${text}" but must be the URL at which other services reach this one, such as https://node1.example:8480.`,
    );
  } else if (!isSecureUrl(url) && !isInsecure) {
    mistakes.push(
      `GUESTHOUSE_ADVERTISE_URL is "${text}": image content and credentials would be sent unencrypted. Use https://, or set GUESTHOUSE_INSECURE=1.`,
    );
  }
  return text;
}

/** The URL of a service; null unless the text is an HTTP or HTTPS URL without credentials, query or fragment. */
function readServiceUrl(text: string): URL | null {
  if (!/^https?:\/\/[^?#\s]+$/.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.username === '' && url.password === '' ? url : null;
}

function readRoles(value: string, mistakes: string[]): Readonly<Record<string, Role>> {
  const roles = new Map<string, Role>();
  for (const pair of splitList(value)) {
    const [, theirs, word] = /^([^=]*[^=\s])\s*=\s*(\S+)$/.exec(pair) ?? [];
    const ours = ROLES.find((role) => role === word);
    if (theirs === undefined || ours === undefined || roles.has(theirs)) {
      mistakes.push(
        `GUESTHOUSE_KEYSTONE_ROLES has "${pair}" but accepts only pairs such as admin=admin,reader=viewer: a Keystone role, ` +
          `and one of ${ROLES.join(', ')}. Each Keystone role can occur only once.`,
      );
    } else {
      roles.set(theirs, ours);
    }
  }
  return Object.freeze(Object.fromEntries(roles));
}

function readFlags(args: readonly string[], mistakes: string[]): Map<Variable, string> {
  const flags = new Map<Variable, string>();
  const byFlag = new Map(
    VARIABLES.map((name) => [
      `--${name
        .replace(/^GUESTHOUSE_/, '')
        .toLowerCase()
        .replaceAll('_', '-')}`,
      name,
    ]),
  );
  for (let index = 0; index < args.length; index++) {
    const [flag = '', inline] = (args[index] ?? '').split(/=(.*)/s, 2);
    const name = byFlag.get(flag);
    const value = inline ?? args[++index];
    if (name === undefined) {
      const nearest = nearestWord(flag, [...byFlag.keys()]);
      const hint = nearest === null ? '' : ` Did you mean ${nearest}?`;
      mistakes.push(`${flag} is not a flag.${hint} Known flags are ${[...byFlag.keys()].join(', ')}.`);
    } else if (value === undefined) mistakes.push(`${flag} needs a value.`);
    else flags.set(name, value);
  }
  return flags;
}
