/**
 * The grammar of `DATABASE_URL`: the connection URIs of libpq (PostgreSQL manual, "Connection URIs"), with several
 * hosts, of which one is the primary. `pg` knows only one host, so `urlOf` makes a URL of one host for it.
 *
 *   postgres://user:password@a:5432,b:5433/database?target_session_attrs=read-write
 *   postgres://user:password@/database?host=a,b&port=5432
 *
 * Differences from libpq, because the service always writes: with several hosts, `target_session_attrs` is `read-write`
 * by default, and a value that can select a standby is rejected.
 *
 * No message contains a part of the URL that can be a password.
 */
export interface DatabaseHost {
  /** A name, an address without brackets, or the folder of a unix socket. Null: `PGHOST`, or this machine. */
  readonly host: string | null;
  /** Null: `PGPORT`, or 5432. */
  readonly port: number | null;
}

/** Which servers are suitable. `any`: every server; `primary`: it can be read-only, but is no standby. */
export type SessionAttrs = 'any' | 'read-write' | 'primary';

export interface DatabaseUrl {
  /** At least one, in the order of the URL. */
  readonly hosts: readonly DatabaseHost[];
  readonly sessionAttrs: SessionAttrs;
  /** Whether the URL allows for a change of the primary: it names several hosts, or requires one that can write. */
  readonly canFailOver: boolean;
  /** How long one host can take to complete a connection; null if the URL does not set it. */
  readonly connectTimeoutMs: number | null;
  /** All parameters, decoded. */
  readonly params: ReadonlyMap<string, string>;
  /** The URL with only this host, for `pg`. It contains the password. */
  urlOf(host: DatabaseHost): string;
}

/** A URL that does not follow the grammar. The message continues a sentence that begins with the variable. */
export class DatabaseUrlMistake extends Error {}

const SHAPE = /^(postgres(?:ql)?):\/\/([^/?#]*)(\/[^?#]*)?(?:\?([^#]*))?/;
const HOST_IN_BRACKETS = /^\[([^\]]+)\](?::(.*))?$/;
const HOST = /^([^:]*)(?::(.*))?$/;
/** Parameters that `pg` does not know, or that `urlOf` sets. */
const OURS: readonly string[] = ['host', 'port', 'target_session_attrs', 'connect_timeout', 'load_balance_hosts'];
const CONNECT_TIMEOUT_MAX_S = 3_600;

export function parseDatabaseUrl(text: string): DatabaseUrl {
  const [matched, scheme = '', authority = '', path = '/', query = ''] = SHAPE.exec(text) ?? [];
  if (matched === undefined) throw new DatabaseUrlMistake('must start with postgres:// or postgresql://.');
  const pieces = query.split('&').filter((piece) => piece !== '');
  // As in libpq and pg, the last value of a repeated parameter applies.
  const params = new Map(pieces.map((piece) => [keyOf(piece), valueOf(piece)]));
  const hosts = readHosts(authority.slice(authority.lastIndexOf('@') + 1), params);
  const sessionAttrs = readSessionAttrs(params.get('target_session_attrs'), hosts.length);
  if ((params.get('load_balance_hosts') ?? 'disable') !== 'disable') {
    throw new DatabaseUrlMistake('sets load_balance_hosts, but only one host, the primary, can serve the service.');
  }
  const userinfo = authority.slice(0, authority.lastIndexOf('@') + 1);
  const kept = pieces.filter((piece) => !OURS.includes(keyOf(piece)));
  return {
    hosts,
    sessionAttrs,
    canFailOver: sessionAttrs !== 'any',
    connectTimeoutMs: readConnectTimeout(params.get('connect_timeout')),
    params,
    urlOf: ({ host, port }) => {
      const own = [host === null ? '' : `host=${encodeURIComponent(host)}`, port === null ? '' : `port=${port}`];
      // The parameter takes precedence over the host before it, which only makes the text a valid URL.
      const place = `${userinfo}${host === null ? '' : 'localhost'}${path}`;
      return `${scheme}://${place}?${[...kept, ...own].filter((piece) => piece !== '').join('&')}`;
    },
  };
}

function keyOf(piece: string): string {
  return decode(piece.split('=', 1)[0] ?? '', 'query');
}

function valueOf(piece: string): string {
  return piece.includes('=') ? decode(piece.slice(piece.indexOf('=') + 1), 'query') : '';
}

function decode(text: string, of: 'query' | 'host'): string {
  try {
    return decodeURIComponent(of === 'query' ? text.replaceAll('+', ' ') : text);
  } catch {
    throw new DatabaseUrlMistake(`has a percent sign in its ${of} that does not begin an encoded character (%25).`);
  }
}

/** The parameters `host` and `port` take precedence over the part before the path. */
function readHosts(place: string, params: ReadonlyMap<string, string>): DatabaseHost[] {
  const inPlace = place.split(',').map(readHost);
  const names = params.get('host')?.split(',');
  // As in pg, a single port before the path also applies to the parameter `host`.
  const usual = inPlace.length === 1 ? [inPlace[0]?.port ?? null] : [null];
  const hosts = names?.map((host) => ({ host: host === '' ? null : host, port: null })) ?? inPlace;
  const ports = params.get('port')?.split(',').map(readPort) ?? (names ? usual : inPlace.map(({ port }) => port));
  if (ports.length !== 1 && ports.length !== hosts.length) {
    throw new DatabaseUrlMistake(
      `names ${hosts.length} hosts and ${ports.length} ports, but must name one port, or one for each host.`,
    );
  }
  if (hosts.length > 1 && hosts.some(({ host }) => host === null)) {
    throw new DatabaseUrlMistake('names several hosts, and one of them is empty.');
  }
  return hosts.map(({ host }, index) => ({ host, port: (ports.length === 1 ? ports[0] : ports[index]) ?? null }));
}

function readHost(text: string): DatabaseHost {
  const [matched, name = '', port = ''] = HOST_IN_BRACKETS.exec(text) ?? HOST.exec(text) ?? [];
  if (matched === undefined) {
    throw new DatabaseUrlMistake('has a host that is not valid: write an IPv6 address in brackets, [2001:db8::1].');
  }
  return { host: name === '' ? null : decode(name, 'host'), port: readPort(port) };
}

function readPort(text: string): number | null {
  if (text === '') return null;
  const port = /^\d+$/.test(text) ? Number(text) : NaN;
  if (port >= 1 && port <= 65_535) return port;
  throw new DatabaseUrlMistake('has a port that is not a whole number from 1 to 65535.');
}

function readSessionAttrs(value: string | undefined, hosts: number): SessionAttrs {
  switch (value) {
    case undefined:
      return hosts > 1 ? 'read-write' : 'any';
    case 'read-write':
    case 'primary':
      return value;
    case 'any':
      if (hosts === 1) return value;
      throw new DatabaseUrlMistake('sets target_session_attrs=any, which can select a standby: set read-write.');
    case 'standby':
    case 'prefer-standby':
    case 'read-only':
      throw new DatabaseUrlMistake(
        `sets target_session_attrs=${value}, but the service writes to its database: set read-write or primary.`,
      );
    default:
      throw new DatabaseUrlMistake('has a target_session_attrs other than any, read-write and primary.');
  }
}

function readConnectTimeout(value: string | undefined): number | null {
  if (value === undefined) return null;
  const seconds = /^\d+$/.test(value) ? Number(value) : NaN;
  if (seconds >= 1 && seconds <= CONNECT_TIMEOUT_MAX_S) return seconds * 1000;
  throw new DatabaseUrlMistake(
    `has a connect_timeout that is not a whole number of seconds from 1 to ${CONNECT_TIMEOUT_MAX_S}.`,
  );
}
