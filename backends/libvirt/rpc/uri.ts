/**
 * libvirt's connection URIs, as far as we support them: `driver[+transport]://[host[:port]]/path[?parameters]`.
 *
 *   qemu:///system  qemu:///session  test:///default        the daemon of this machine, over its unix socket
 *   qemu+unix:///system?socket=/path                        the same, over a given socket
 *   qemu+tcp://host[:16509]/system                          unencrypted
 *   qemu+tls://host[:16514]/system?pkipath=…&no_verify=1    TLS; as in libvirt, `+tls` is optional if there is a host
 *   qemu+ssh://[user@]host[:port]/system?keyfile=/path&…    the program `ssh`; for the other parameters see SshUri
 *
 * Every other URI is rejected with a message. Credentials in a URI are rejected too, and appear neither in the message
 * nor in `toString`; over ssh, a user without a password is not a credential.
 *
 * Invariant: no part of an ssh URI can become an option of `ssh`, a program on this machine, or shell syntax. Its host,
 * its user and the values of its parameters consist only of the characters of SAFE_NAME and SAFE_PATH.
 * (test/wire/libvirt-ssh-uri.test.ts)
 */

/** The URI requires something that we do not support. The message names it, in a sentence without a full stop. */
export class UnsupportedUri extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnsupportedUri';
  }
}

interface Common {
  readonly driver: 'qemu' | 'test';
  /** The URI that the server must open: without transport, host and parameters. */
  readonly name: string;
  /** The URI in a form that is safe to show to operators. */
  toString(): string;
}

export interface UnixUri extends Common {
  readonly transport: 'unix';
  /** Null: libvirt's default location. */
  readonly socketPath: string | null;
  /** Whether the URI names the daemon of the user, not the daemon of the machine. */
  readonly isSession: boolean;
}

export interface TcpUri extends Common {
  readonly transport: 'tcp';
  readonly host: string;
  readonly port: number;
}

export interface TlsUri extends Common {
  readonly transport: 'tls';
  readonly host: string;
  readonly port: number;
  /** Folder of cacert.pem, clientcert.pem and clientkey.pem; null: libvirt's default folders. */
  readonly pkiPath: string | null;
  /** False: the server's certificate is not checked (`no_verify=1`). */
  readonly isVerified: boolean;
}

/** What connects the session of ssh to libvirt's socket on the host. */
export const SSH_PROXIES = ['auto', 'native', 'netcat'] as const;

export interface SshUri extends Common {
  readonly transport: 'ssh';
  readonly host: string;
  /** Null: the port and the user that the configuration of ssh names for this host, or its defaults. */
  readonly port: number | null;
  readonly user: string | null;
  /** `native`: virt-ssh-helper; `netcat`: nc; `auto`, the default: virt-ssh-helper if the host has it, otherwise nc. */
  readonly proxy: (typeof SSH_PROXIES)[number];
  /** Name or path of nc on the host. */
  readonly netcat: string;
  /** The socket on the host, for nc; null: the first of libvirt's system sockets that exists. */
  readonly socketPath: string | null;
  /** The file of the only private key to use; null: the keys that ssh uses for this host. */
  readonly keyPath: string | null;
  /** The file of known host keys to use instead of those of the user; null: those of the user. */
  readonly knownHostsPath: string | null;
}

export type LibvirtUri = UnixUri | TcpUri | TlsUri | SshUri;

const TCP_PORT = 16509;
const TLS_PORT = 16514;
const PARAMETERS = {
  unix: ['socket'],
  tcp: [],
  tls: ['pkipath', 'no_verify'],
  ssh: ['socket', 'proxy', 'netcat', 'keyfile', 'known_hosts', 'no_tty'],
} as const;
/** Parameters of libvirt that we reject for a reason. */
const REFUSED_OVER_SSH: Readonly<Record<string, string>> = {
  command: 'it would run another program on this machine',
  no_verify: "the host's key must be among the known host keys",
};
/** Neither shells nor ssh (`%h`, `$HOME`, `~`, blanks) interpret these characters. */
const SAFE_NAME = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;
const SAFE_PATH = /^\/[A-Za-z0-9._+@:/-]+$/;
// `URL` drops some of these characters, so it cannot reject them.
const CONTROL_CHARACTER = /[\u0000-\u001f\u007f]/;

/** Throws UnsupportedUri. */
export function parseLibvirtUri(text: string): LibvirtUri {
  const url = URL.canParse(text) ? new URL(text) : null;
  // `qemu:/system` would parse, but without an authority it is not a libvirt URI.
  const scheme = /^([a-z0-9]+)(?:\+([a-z0-9]+))?:\/\//.exec(text);
  if (url === null || scheme === null) throw new UnsupportedUri('this is not a libvirt URI such as qemu:///system');
  if (CONTROL_CHARACTER.test(text)) throw new UnsupportedUri('a libvirt URI must not contain control characters');
  if (scheme[2] === 'ssh' && url.password !== '') {
    throw new UnsupportedUri('a libvirt URI over ssh must not have a password, because ssh uses keys');
  }
  if (scheme[2] !== 'ssh' && (url.username !== '' || url.password !== '')) {
    throw new UnsupportedUri('a libvirt URI with a user or a password is not supported, because SASL is not');
  }
  const driver = scheme[1] ?? '';
  if (driver !== 'qemu' && driver !== 'test') {
    throw new UnsupportedUri(`the libvirt driver ${driver} is not supported, only qemu and test are`);
  }
  if (url.hash !== '') throw new UnsupportedUri('a libvirt URI must not have a fragment');
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const transport = scheme[2] ?? (host === '' ? 'unix' : 'tls');
  checkPath(driver, url.pathname);
  const name = `${driver}://${url.pathname}`;
  switch (transport) {
    case 'unix':
      if (host !== '') throw new UnsupportedUri('a libvirt URI over a unix socket must not name a host');
      return unixUri(driver, name, url);
    case 'tcp':
    case 'tls': {
      if (host === '') throw new UnsupportedUri(`a libvirt URI over ${transport} must name a host`);
      if (url.pathname === '/session') throw new UnsupportedUri('qemu:///session is possible only on this machine');
      const port = url.port === '' ? (transport === 'tcp' ? TCP_PORT : TLS_PORT) : Number(url.port);
      if (port === 0) throw new UnsupportedUri('0 is not a port');
      const parameters = parametersOf(url, transport);
      const shown = `${driver}+${transport}://${url.host}${url.pathname}`;
      if (transport === 'tcp') return { transport, driver, name, host, port, toString: () => shown };
      return tlsUri({ driver, name, host, port }, shown, parameters);
    }
    case 'ssh':
      return sshUri(driver, name, host, url);
    default:
      throw new UnsupportedUri(`the libvirt transport ${transport} is not supported, only unix, tcp, tls and ssh are`);
  }
}

function unixUri(driver: 'qemu' | 'test', name: string, url: URL): UnixUri {
  const socketPath = parametersOf(url, 'unix').get('socket') ?? null;
  if (socketPath !== null && !socketPath.startsWith('/'))
    throw new UnsupportedUri('the parameter socket must be an absolute path');
  const shown = socketPath === null ? name : `${driver}+unix://${url.pathname}?socket=${socketPath}`;
  return { transport: 'unix', driver, name, socketPath, isSession: url.pathname === '/session', toString: () => shown };
}

function tlsUri(
  common: Pick<TlsUri, 'driver' | 'name' | 'host' | 'port'>,
  shown: string,
  parameters: ReadonlyMap<string, string>,
): TlsUri {
  const pkiPath = parameters.get('pkipath') ?? null;
  if (pkiPath !== null && !pkiPath.startsWith('/'))
    throw new UnsupportedUri('the parameter pkipath must be an absolute path');
  const noVerify = parameters.get('no_verify') ?? '0';
  if (noVerify !== '0' && noVerify !== '1') throw new UnsupportedUri('the parameter no_verify must be 0 or 1');
  const isVerified = noVerify === '0';
  const text = isVerified ? shown : `${shown}?no_verify=1`;
  return { transport: 'tls', ...common, pkiPath, isVerified, toString: () => text };
}

function sshUri(driver: 'qemu' | 'test', name: string, host: string, url: URL): SshUri {
  if (host === '') throw new UnsupportedUri('a libvirt URI over ssh must name a host');
  // The parser of URLs accepts only addresses in brackets.
  if (!url.hostname.startsWith('[') && !SAFE_NAME.test(host)) {
    throw new UnsupportedUri('the host of a libvirt URI over ssh must consist of letters, digits, ".", "-" and "_"');
  }
  const user = url.username === '' ? null : decode(url.username);
  if (user !== null && !SAFE_NAME.test(user)) {
    throw new UnsupportedUri('the user of a libvirt URI over ssh must consist of letters, digits, ".", "-" and "_"');
  }
  const port = url.port === '' ? null : Number(url.port);
  if (port === 0) throw new UnsupportedUri('0 is not a port');
  if (url.pathname === '/session') throw new UnsupportedUri('qemu:///session is possible only on this machine');
  const parameters = parametersOf(url, 'ssh');
  if ((parameters.get('no_tty') ?? '1') !== '1') {
    throw new UnsupportedUri('the parameter no_tty must be 1, because ssh cannot ask for a password here');
  }
  const socketPath = safePath(parameters, 'socket');
  const netcat = parameters.get('netcat') ?? null;
  if (netcat !== null && !SAFE_NAME.test(netcat)) safePath(parameters, 'netcat');
  const needsNetcat = socketPath !== null || netcat !== null;
  const proxy = SSH_PROXIES.find((each) => each === (parameters.get('proxy') ?? 'auto'));
  if (proxy === undefined) throw new UnsupportedUri(`the parameter proxy must be one of ${SSH_PROXIES.join(', ')}`);
  if (proxy === 'native' && needsNetcat) {
    throw new UnsupportedUri('the parameters socket and netcat are not possible with proxy=native');
  }
  const userPart = user === null ? '' : `${user}@`;
  const socketPart = socketPath === null ? '' : `?socket=${socketPath}`;
  const shown = `${driver}+ssh://${userPart}${url.host}${url.pathname}${socketPart}`;
  return {
    ...{ transport: 'ssh', driver, name, host, port, user },
    // As in libvirt, a URI that describes nc needs nc: virt-ssh-helper selects the socket itself.
    proxy: needsNetcat ? 'netcat' : proxy,
    netcat: netcat ?? 'nc',
    socketPath,
    keyPath: safePath(parameters, 'keyfile'),
    knownHostsPath: safePath(parameters, 'known_hosts'),
    toString: () => shown,
  };
}

function safePath(parameters: ReadonlyMap<string, string>, name: string): string | null {
  const path = parameters.get(name) ?? null;
  if (path === null || SAFE_PATH.test(path)) return path;
  throw new UnsupportedUri(
    `the parameter ${name} must be an absolute path of letters, digits and the characters . _ + @ : - /`,
  );
}

function checkPath(driver: 'qemu' | 'test', path: string): void {
  if (driver === 'qemu' && path !== '/system' && path !== '/session') {
    throw new UnsupportedUri('a qemu URI must end in /system or /session');
  }
  if (driver === 'test' && path.length < 2)
    throw new UnsupportedUri('a test URI must end in /default or the path of a file');
}

function parametersOf(url: URL, transport: keyof typeof PARAMETERS): ReadonlyMap<string, string> {
  const known: readonly string[] = PARAMETERS[transport];
  const parameters = new Map<string, string>();
  for (const part of url.search.slice(1).split('&')) {
    if (part === '') continue;
    // Not URLSearchParams: libvirt takes `+` literally, and file names can contain it.
    const [name = '', value = ''] = part.split(/=(.*)/s).map(decode);
    const reason = transport === 'ssh' && Object.hasOwn(REFUSED_OVER_SSH, name) ? REFUSED_OVER_SSH[name] : undefined;
    if (reason !== undefined) throw new UnsupportedUri(`the parameter ${name} is not supported over ssh: ${reason}`);
    if (!known.includes(name)) {
      throw new UnsupportedUri(`the parameter ${name} is not supported in a libvirt URI over ${transport}`);
    }
    if (parameters.has(name)) throw new UnsupportedUri(`the parameter ${name} occurs twice`);
    parameters.set(name, value);
  }
  return parameters;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new UnsupportedUri('a parameter of this libvirt URI is not encoded correctly');
  }
}
