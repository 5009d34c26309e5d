/**
 * Starts the simulated hypervisor if none listens on its socket, and waits until one does. Several drivers can start a
 * host at the same time. These hosts compete for one lock, and the losers end when they detect that the winner serves
 * (host/lock.ts).
 */
import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { makeFolders, requirePrivateFolders, type HostPaths } from './paths.js';
import { ConnectError, HostConnection, type ConnectionOptions } from './wire/host-connection.js';
import type { HostCalls } from './wire/protocol.js';

/**
 * A host with 100,000 guests starts in much less time. If a host has not started by then, its log contains the reason.
 */
const START_WITHIN_MS = 20_000;
/**
 * Interval of connection attempts. The driver polls, because another driver may have started the host, and then no
 * event reports when the host begins to listen.
 */
const RETRY_INTERVAL_MS = 25;

export async function connectOrLaunch(
  paths: HostPaths,
  dataFolder: string,
  options: ConnectionOptions,
): Promise<HostConnection<HostCalls>> {
  const first = await tryConnect(paths, options);
  if (first !== null) return first;
  const host = await launch(paths, dataFolder).catch((error: unknown) => {
    throw new ConnectError('the simulated hypervisor cannot be started', true, error);
  });
  const giveUpAtMs = performance.now() + START_WITHIN_MS;
  for (;;) {
    const connection = await tryConnect(paths, options);
    if (connection !== null) return connection;
    const failure = host.failure();
    if (failure !== null)
      throw new ConnectError(`the simulated hypervisor did not start: see ${paths.log}`, true, failure);
    if (performance.now() > giveUpAtMs)
      throw new ConnectError(`the simulated hypervisor does not listen: see ${paths.log}`, true);
    await wait(RETRY_INTERVAL_MS, undefined, { signal: options.signal }).catch(() => options.signal.throwIfAborted());
  }
}

/** Null if no host listens. */
async function tryConnect(paths: HostPaths, options: ConnectionOptions): Promise<HostConnection<HostCalls> | null> {
  try {
    await requirePrivateFolders(paths);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new ConnectError('the socket of the simulated hypervisor cannot be trusted', false, error);
  }
  try {
    return await HostConnection.open<HostCalls>(paths.socket, options);
  } catch (error) {
    if (error instanceof ConnectError && error.isHostAbsent) return null;
    throw error;
  }
}

async function launch(paths: HostPaths, dataFolder: string): Promise<{ failure(): Error | null }> {
  await makeFolders(paths);
  const log = await open(paths.log, 'a', 0o600);
  try {
    const child = spawn(process.execPath, [...nodeOptions(), hostProgram(), dataFolder], {
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      // The host outlives the service, so it must not receive the service's secrets.
      env: environment('PATH', 'HOME', 'TMPDIR', 'LANG', 'NODE_OPTIONS'),
    });
    child.unref();
    let failure: Error | null = null;
    child.on('error', (error) => (failure = error));
    // Code 0: another host already serves.
    child.on('exit', (code, signal) => {
      if (code !== 0) failure = new Error(`it ended with ${signal ?? `code ${code}`}`);
    });
    return { failure: () => failure };
  } finally {
    await log.close();
  }
}

/** The path of the host's program, in the same form as this file: TypeScript under a loader, or JavaScript. */
function hostProgram(): string {
  const self = fileURLToPath(import.meta.url);
  return fileURLToPath(new URL(`./host/main${extname(self)}`, import.meta.url));
}

/**
 * This process's own options, so that the host uses the same loader. Options of the debugger are omitted, because two
 * processes cannot share its port.
 */
function nodeOptions(): string[] {
  return process.execArgv.filter((option) => !option.startsWith('--inspect'));
}

function environment(...names: string[]): NodeJS.ProcessEnv {
  const picked: NodeJS.ProcessEnv = {};
  for (const name of names) if (process.env[name] !== undefined) picked[name] = process.env[name];
  return picked;
}
