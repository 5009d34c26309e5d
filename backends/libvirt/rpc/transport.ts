/**
 * Opens a stream for libvirt's RPC from a URI: a unix, TCP or TLS socket, or the program `ssh`. Every failure is a
 * `ConnectionLost` with `wasSent` false, and its message states the reason. An abort rejects with the signal's reason.
 * In both cases no socket is left open.
 *
 * A stream over ssh is returned when the program runs. If it cannot reach the host, the stream is destroyed later with
 * an error that contains the messages of ssh.
 */
import { readFile } from 'node:fs/promises';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import type { Log } from '../../../src/domain/log.js';
import { ChildStream } from './child-stream.js';
import { ConnectionLost } from './errors.js';
import { socketCandidates, tlsFileCandidates } from './client-environment.js';
import type { ClientEnvironment } from './client-environment.js';
import { LoginQueue } from './login-queue.js';
import { sshArguments } from './ssh-command.js';
import type { LibvirtUri, SshUri, TcpUri, TlsUri, UnixUri } from './uri.js';

export interface TransportOptions {
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly environment: ClientEnvironment;
}

/** Shared, because the connections of all drivers of this process count for the server. */
const logins = new LoginQueue();

export async function openTransport(uri: LibvirtUri, options: TransportOptions): Promise<Duplex> {
  options.signal.throwIfAborted();
  switch (uri.transport) {
    case 'unix':
      return await openUnix(uri, options);
    case 'tcp':
      return await openTcp(uri, options);
    case 'tls':
      return await openTls(uri, options);
    case 'ssh':
      return await openSsh(uri, options);
  }
}

async function openUnix(uri: UnixUri, { signal, environment }: TransportOptions): Promise<net.Socket> {
  const paths = socketCandidates(uri, environment);
  const failures: Error[] = [];
  for (const path of paths) {
    try {
      return await established(net.connect(path), 'connect', signal);
    } catch (error) {
      signal.throwIfAborted();
      failures.push(error as Error);
      // No daemon listens here; the next socket may work. Any other error, such as EACCES, is final.
      if (!['ENOENT', 'ECONNREFUSED'].includes((error as NodeJS.ErrnoException).code ?? '')) break;
    }
  }
  const tried = failures.map(({ message }) => message).join('; ');
  throw new ConnectionLost(`no connection to libvirt's socket: ${tried}`, false, failures.at(-1));
}

async function openTcp({ host, port }: TcpUri, { signal }: TransportOptions): Promise<net.Socket> {
  try {
    const socket = await established(net.connect({ host, port }), 'connect', signal);
    // Calls are small and wait for their replies, so the kernel must not delay them.
    return socket.setNoDelay(true);
  } catch (error) {
    signal.throwIfAborted();
    throw new ConnectionLost(`no connection to ${host}:${port}: ${(error as Error).message}`, false, error);
  }
}

async function openTls(uri: TlsUri, { signal, log, environment }: TransportOptions): Promise<net.Socket> {
  const { host, port } = uri;
  const files = await readTlsFiles(uri, environment);
  if (!uri.isVerified) {
    log.warn(
      { uri: String(uri) },
      'no_verify=1: not verifying that this server is the libvirt host; use it only on a trusted network',
    );
  }
  let socket: tls.TLSSocket | null = null;
  try {
    socket = tls.connect({
      host,
      port,
      ...files,
      // A name to be checked against the certificate, unless it is an address (RFC 6066 forbids addresses as a server
      // name).
      ...(net.isIP(host) === 0 ? { servername: host } : {}),
      rejectUnauthorized: uri.isVerified,
      minVersion: 'TLSv1.2',
    });
    await established(socket, 'secureConnect', signal);
    await readConfirmation(socket, signal);
    return socket.setNoDelay(true);
  } catch (error) {
    socket?.destroy();
    signal.throwIfAborted();
    throw new ConnectionLost(`no TLS connection to ${host}:${port}: ${(error as Error).message}`, false, error);
  }
}

async function openSsh(uri: SshUri, { signal, environment }: TransportOptions): Promise<Duplex> {
  const loggedIn = await logins.take(`${uri.host} ${uri.port ?? ''}`, signal);
  try {
    const command = { program: 'ssh', args: sshArguments(uri), environment: environment.sshVariables };
    const stream = new ChildStream(command);
    // libvirt writes nothing before the first call, and the caller makes it as soon as it has the stream.
    void stream.responded.then(loggedIn);
    return stream;
  } catch (error) {
    loggedIn();
    throw new ConnectionLost(`no connection to ${uri.host} over ssh: ${(error as Error).message}`, false, error);
  }
}

/**
 * libvirt's server checks the client's certificate after the handshake and then confirms it with one byte of 1, before
 * any packet (virnetclient.c, virNetClientSetTLSSession). A server that rejects the client closes the connection
 * instead.
 */
async function readConfirmation(socket: tls.TLSSocket, signal: AbortSignal): Promise<void> {
  let welcome: Buffer | null = null;
  while ((welcome = socket.read(1) as Buffer | null) === null) {
    if (socket.readableEnded || socket.destroyed) throw notAccepted();
    await established(socket, 'readable', signal);
  }
  if (welcome[0] !== 1) throw notAccepted();
}

function notAccepted(): Error {
  return new Error("the server does not accept this client's certificate");
}

async function readTlsFiles(uri: TlsUri, environment: ClientEnvironment): Promise<tls.SecureContextOptions> {
  const candidates = tlsFileCandidates(uri, environment);
  let authority: { ca: Buffer; crl?: Buffer } | null = null;
  let identity: { cert: Buffer; key: Buffer } | null = null;
  for (const files of candidates) {
    if (authority === null) {
      const [ca, crl] = [await readIfExists(files.authority), await readIfExists(files.revoked)];
      if (ca !== null) authority = crl === null ? { ca } : { ca, crl };
    }
    if (identity === null) {
      const [cert, key] = [await readIfExists(files.certificate), await readIfExists(files.key)];
      if (cert !== null && key !== null) identity = { cert, key };
    }
  }
  if (authority === null && uri.isVerified) {
    const places = candidates.map((files) => files.authority).join(', ');
    throw new ConnectionLost(
      `no certificate authority to verify the server with: none of these files exists: ${places}`,
      false,
    );
  }
  // Without an identity, the server decides: libvirt's daemon can be configured not to require a client certificate
  // (tls_no_verify_certificate).
  return { ...authority, ...identity };
}

async function readIfExists(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new ConnectionLost(`${path} cannot be read: ${(error as Error).message}`, false, error);
  }
}

/**
 * Resolves with the socket when `event` comes; otherwise destroys it and rejects with the cause, or with the signal's
 * reason.
 */
function established<S extends net.Socket>(socket: S, event: string, signal: AbortSignal): Promise<S> {
  return new Promise((resolve, reject) => {
    const settle = (error: Error | null): void => {
      signal.removeEventListener('abort', onAbort);
      socket.off(event, onEvent).off('error', settle).off('close', onClose);
      if (error === null) return resolve(socket);
      socket.destroy();
      reject(error);
    };
    const onEvent = (): void => settle(null);
    const onClose = (): void => settle(event === 'readable' ? notAccepted() : new Error('the connection was closed'));
    const onAbort = (): void => settle(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    // This listener is permanent: an error must not end the process while no other listener exists, for example before
    // the connection adds its own. After every error, 'close' follows; a later listener can check `destroyed`.
    if (socket.listenerCount('error') === 0) socket.on('error', () => undefined);
    socket.on(event, onEvent).on('error', settle).on('close', onClose);
  });
}
