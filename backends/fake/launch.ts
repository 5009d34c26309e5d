/**
 * Connects to a simulated host. If no program listens on its socket, starts the program, and waits until it listens.
 * The drivers of one process start a program together: a service with hundreds of hosts starts it once. Several
 * processes can start a program at the same time. These programs compete for one lock, and the losers end when they
 * detect that the winner serves (host/lock.ts).
 */
import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { deadlineSignal } from '../../src/domain/deadline.js';
import { hostPaths, makeFolders, requirePrivateFolders } from './paths.js';
import type { HostPaths } from './paths.js';
import type { NamedFakeHost } from './uri.js';
import { ConnectError, HostConnection, type ConnectionOptions } from './wire/host-connection.js';
import type { HostCalls } from './wire/protocol.js';
import { untilAborted } from '../shared/abort.js';

/**
 * A host with 100,000 guests starts in much less time. If a host has not started by then, its log contains the reason.
 */
const START_WITHIN_MS = 20_000;
/**
 * Interval of connection attempts. The driver polls, because another driver may have started the host, and then no
 * event reports when the host begins to listen.
 */
const RETRY_INTERVAL_MS = 25;

/** A simulated host, and the folder of the program that plays it. */
export interface FakeTarget {
  readonly folder: string;
  /** Null: the host that the configuration of a service names. */
  readonly named: NamedFakeHost | null;
}

type Connection = HostConnection<HostCalls>;

export async function connectOrLaunch(target: FakeTarget, options: ConnectionOptions): Promise<Connection> {
  const paths = hostPaths(target.folder);
  const first = await tryConnect(paths, target, options);
  if (first !== null) return first;
  const giveUpAtMs = performance.now() + START_WITHIN_MS;
  for (;;) {
    await untilAborted(launchOnce(paths, target.folder), options.signal);
    const connection = await tryConnect(paths, target, options);
    if (connection !== null) return connection;
    if (performance.now() > giveUpAtMs)
      throw new ConnectError(`the simulated hypervisor does not listen: see ${paths.log}`, true);
    await pause(options.signal);
  }
}

/** The launches in progress, by the folder of the program. */
const launches = new Map<string, Promise<void>>();

/** Resolves when a program listens. Drivers that need the same program share the attempt. */
function launchOnce(paths: HostPaths, folder: string): Promise<void> {
  const running = launches.get(folder);
  if (running !== undefined) return running;
  const launching = launchAndWait(paths, folder).finally(() => launches.delete(folder));
  launches.set(folder, launching);
  return launching;
}

async function launchAndWait(paths: HostPaths, folder: string): Promise<void> {
  const program = await launch(paths, folder).catch((error: unknown) => {
    throw new ConnectError('the simulated hypervisor cannot be started', true, error);
  });
  const signal = deadlineSignal(START_WITHIN_MS);
  for (;;) {
    const failure = program.failure();
    if (failure !== null)
      throw new ConnectError(`the simulated hypervisor did not start: see ${paths.log}`, true, failure);
    try {
      const probe = await tryOpen(paths, paths.socket, { signal });
      if (probe !== null) return probe.close();
      await pause(signal);
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new ConnectError(`the simulated hypervisor does not listen: see ${paths.log}`, true, error);
    }
  }
}

async function pause(signal: AbortSignal): Promise<void> {
  await wait(RETRY_INTERVAL_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
}

/** Null if no program listens. */
async function tryConnect(
  paths: HostPaths,
  { named }: FakeTarget,
  options: ConnectionOptions,
): Promise<Connection | null> {
  const connection = await tryOpen(paths, named === null ? paths.socket : paths.fleetSocket, options);
  if (connection === null || named === null) return connection;
  const { name: host, cpus, memoryMib, diskMib } = named;
  try {
    await connection.call('enter', { host, cpus, memoryMib, diskMib }, { signal: options.signal });
    return connection;
  } catch (error) {
    connection.close();
    options.signal.throwIfAborted();
    throw new ConnectError('the simulated host refused the connection', false, error);
  }
}

async function tryOpen(paths: HostPaths, socket: string, options: ConnectionOptions): Promise<Connection | null> {
  try {
    await requirePrivateFolders(paths);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new ConnectError('the socket of the simulated hypervisor cannot be trusted', false, error);
  }
  try {
    return await HostConnection.open<HostCalls>(socket, options);
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
