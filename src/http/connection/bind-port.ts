/**
 * Binds a server to the configured address. If that fails, the operator must change something, so the error's message
 * is one plain line for the operator. It must contain no stack.
 */
import { createServer } from 'node:net';
import type { Server } from 'node:net';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** The service cannot listen on the configured address. */
export class CannotListen extends Error {
  constructor({ host, port }: Address, cause: NodeJS.ErrnoException) {
    const place = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
    super(`Guesthouse cannot listen on ${place}: ${REASONS[cause.code ?? ''] ?? cause.message}.`, { cause });
    this.name = 'CannotListen';
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program uses this port. Stop that program, or set GUESTHOUSE_PORT to another port',
  EADDRNOTAVAIL: 'this machine does not have this address. Set GUESTHOUSE_HOST to an address of this machine',
  EACCES: 'this user cannot use this port. Set GUESTHOUSE_PORT to a port above 1023',
  ENOTFOUND: 'there is no machine of this name. Set GUESTHOUSE_HOST to an address of this machine',
};

/** Resolves when the server listens. Throws CannotListen. */
export async function bindPort(server: Server, address: Address): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(new CannotListen(address, error)));
    server.listen(address.port, address.host, resolve);
  });
}

/**
 * Throws CannotListen if `bindPort` would fail now. A service that cannot serve should detect this before it changes
 * the database, which another service may use.
 */
export async function requireFreePort(address: Address): Promise<void> {
  if (address.port === 0) return;
  const probe = createServer();
  await bindPort(probe, address);
  await new Promise((resolve) => probe.close(resolve));
}
