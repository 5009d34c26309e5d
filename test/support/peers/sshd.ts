/**
 * A real sshd for one test, on a loopback port, with its own configuration, host key and authorized key. It accepts
 * only the user of the test. It neither reads nor changes the user's own `~/.ssh`.
 */
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '../eventually.js';
import { processesThatName } from '../service.js';

const run = promisify(execFile);
const PROGRAM = '/usr/sbin/sshd';
/** sshd needs this folder when root runs it. Debian's service manager makes it. */
const PRIVILEGE_SEPARATION_FOLDER = '/run/sshd';

/** An aborted test run stops them when it exits. */
const running = new Set<Sshd>();
process.once('exit', () => {
  for (const sshd of running) sshd.clearAway();
});

/** The reason why this machine cannot run an sshd and connect to it, or null. */
export async function whyNoSshd(): Promise<string | null> {
  for (const program of [PROGRAM, '/usr/bin/ssh', '/usr/bin/ssh-keygen']) {
    const isThere = await access(program).then(
      () => true,
      () => false,
    );
    if (!isThere) return `${program} is not installed`;
  }
  const hasNetcat = await run('sh', ['-c', 'command -v nc']).then(
    () => true,
    () => false,
  );
  return hasNetcat ? null : 'nc is not installed';
}

export class Sshd {
  readonly folder: string;
  readonly port: number;
  readonly #namespaceOf: number | null;
  #daemon: ChildProcess | null = null;

  private constructor(folder: string, port: number, namespaceOf: number | null) {
    this.folder = folder;
    this.port = port;
    this.#namespaceOf = namespaceOf;
  }

  /** With `namespaceOf`, the sessions of this sshd see the files that the process with this id sees. */
  static async start({ namespaceOf = null }: { namespaceOf?: number | null } = {}): Promise<Sshd> {
    const folder = await mkdtemp(join(tmpdir(), 'guesthouse-sshd-'));
    const sshd = new Sshd(folder, await freePort(), namespaceOf);
    running.add(sshd);
    for (const name of ['host', 'other-host', 'key', 'restricted-key', 'other-key']) {
      await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', join(folder, name)]);
    }
    for (const name of ['host', 'other-host']) {
      const [type, key] = (await readFile(join(folder, `${name}.pub`), 'utf8')).split(' ');
      await writeFile(join(folder, `known-${name}`), `[127.0.0.1]:${sshd.port} ${type} ${key}\n`);
    }
    await writeFile(join(folder, 'known-nothing'), '');
    // As README advises: whatever command the client sends, only this one runs.
    const restricted = await readFile(join(folder, 'restricted-key.pub'), 'utf8');
    const accepted = `restrict,command="virt-ssh-helper test:///system" ${restricted}`;
    await writeFile(join(folder, 'authorized_keys'), (await readFile(join(folder, 'key.pub'), 'utf8')) + accepted);
    const settings = {
      ...{ Port: sshd.port, ListenAddress: '127.0.0.1', PidFile: 'none', HostKey: join(folder, 'host') },
      ...{ AuthorizedKeysFile: join(folder, 'authorized_keys'), AllowUsers: userInfo().username, StrictModes: 'no' },
      ...{ UsePAM: 'no', PasswordAuthentication: 'no', KbdInteractiveAuthentication: 'no' },
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name} ${value}\n`);
    await writeFile(join(folder, 'sshd_config'), lines.join(''));
    await sshd.startDaemon();
    return sshd;
  }

  /** Parameters of a libvirt URI, with which ssh uses the right key and host key, or the given ones. */
  parameters({ key = 'key', knownHosts = 'known-host' } = {}): string {
    return `keyfile=${join(this.folder, key)}&known_hosts=${join(this.folder, knownHosts)}`;
  }

  /** The `ssh` processes of this machine that are connected here, or try to be. */
  clients(): number[] {
    return processesThatName(join(this.folder, 'known-')).map(Number);
  }

  /** Starts sshd, for the first time or after `stopDaemon`. */
  async startDaemon(): Promise<void> {
    const prepare = process.getuid?.() === 0 ? `mkdir -p ${PRIVILEGE_SEPARATION_FOLDER}; ` : '';
    const argv = ['sh', '-c', `${prepare}exec "$@"`, 'sh', PROGRAM, '-D', '-e', '-f', join(this.folder, 'sshd_config')];
    if (this.#namespaceOf !== null) argv.unshift('nsenter', `--target=${this.#namespaceOf}`, '--mount');
    const [program = '', ...args] = argv;
    const daemon = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#daemon = daemon;
    let log = '';
    daemon.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
    await eventually(() => {
      if (daemon.exitCode !== null) throw new Error(`sshd did not start: ${log}`);
      return log.includes('Server listening');
    });
  }

  /** Ends only the daemon that accepts connections. Its sessions continue until their clients end. */
  async stopDaemon(): Promise<void> {
    const daemon = this.#daemon;
    this.#daemon = null;
    if (daemon === null || daemon.exitCode !== null || daemon.signalCode !== null) return;
    const ended = once(daemon, 'exit');
    daemon.kill('SIGTERM');
    await ended;
  }

  /** Ends the daemon and removes the folder. */
  async stop(): Promise<void> {
    await this.stopDaemon();
    running.delete(this);
    await rm(this.folder, { recursive: true, force: true });
  }

  clearAway(): void {
    running.delete(this);
    this.#daemon?.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
