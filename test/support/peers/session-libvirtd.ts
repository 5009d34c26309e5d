/**
 * A libvirtd for tests, which runs in its own folder as a user's session daemon. It shares no socket, no state and no
 * guest with the machine's daemon. If the tests run as root, it runs as the user nobody. Its test driver and its
 * storage driver work, which is enough for tests of the wire protocol. Its log is in the folder while it runs. It
 * touches nothing else, and `stop` removes everything.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { access, chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../eventually.js';

const PLACES = ['/usr/sbin/libvirtd', '/usr/bin/libvirtd', '/usr/local/sbin/libvirtd'];
const NOBODY = 65534;

async function findLibvirtd(): Promise<string | null> {
  for (const place of PLACES) {
    const isThere = await access(place).then(
      () => true,
      () => false,
    );
    if (isThere) return place;
  }
  return null;
}

/** The reason why this machine cannot start a daemon, or null. */
export async function whyNoLibvirtd(): Promise<string | null> {
  return (await findLibvirtd()) === null ? 'libvirtd is not installed' : null;
}

/** Returns a loopback port that is free now. Another program may take it later. */
async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export class SessionLibvirtd {
  readonly folder: string;
  readonly #child: ChildProcess;

  private constructor(folder: string, child: ChildProcess) {
    this.folder = folder;
    this.#child = child;
  }

  /** Creates a folder that the daemon can read and write. The daemon that `start` starts then owns the folder. */
  static async makeFolder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'guesthouse-libvirtd-'));
    if (process.getuid?.() === 0) await chown(folder, NOBODY, NOBODY);
    return folder;
  }

  /**
   * Starts a daemon that also listens on a loopback port, which it passes to `settings`. It tries another port if a
   * program has just taken the first.
   */
  static async startOnPort(
    folder: string,
    settings: (port: number) => readonly string[],
  ): Promise<{ readonly daemon: SessionLibvirtd; readonly port: number }> {
    for (;;) {
      const port = await freePort();
      try {
        return { daemon: await SessionLibvirtd.start(folder, settings(port), ['-l']), port };
      } catch (error) {
        if (!String(error).includes('Address already in use')) throw error;
      }
    }
  }

  /** Resolves when the daemon listens. `settings` are lines of libvirtd.conf. */
  static async start(
    folder: string,
    settings: readonly string[] = [],
    args: readonly string[] = [],
  ): Promise<SessionLibvirtd> {
    const program = await findLibvirtd();
    if (program === null) throw new Error('libvirtd is not installed');
    const config = join(folder, 'libvirtd.conf');
    const always = ['auth_unix_rw = "none"', `log_outputs = "3:file:${folder}/log"`];
    await writeFile(config, [...always, ...settings, ''].join('\n'));
    // Otherwise a killed daemon may seem to respond, because a child that it has just forked keeps its socket open
    // until the child becomes another program.
    await rm(join(folder, 'run/libvirt/libvirt-sock'), { force: true });
    const child = spawn(program, ['-f', config, '-p', join(folder, 'pid'), ...args], {
      stdio: 'ignore',
      ...(process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}),
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        XDG_RUNTIME_DIR: join(folder, 'run'),
        XDG_CONFIG_HOME: join(folder, 'config'),
        XDG_CACHE_HOME: join(folder, 'cache'),
        XDG_DATA_HOME: join(folder, 'data'),
      },
    });
    const daemon = new SessionLibvirtd(folder, child);
    await eventually(async () => {
      if (child.exitCode !== null || child.signalCode !== null) {
        const log = await readFile(join(folder, 'log'), 'utf8').catch(() => 'no log');
        throw new Error(`libvirtd ended immediately: ${log}`);
      }
      return await isListening(daemon.socketPath);
    });
    return daemon;
  }

  get socketPath(): string {
    return join(this.folder, 'run/libvirt/libvirt-sock');
  }

  /** Kills the daemon, like a crash. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
    await rm(this.folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill(signal);
    await ended;
  }
}

async function isListening(path: string): Promise<boolean> {
  const socket = net.connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
