/**
 * A libvirtd for one test, with a virtlogd: real daemons with the real QEMU driver. They do not see or change anything
 * of the machine's own libvirt.
 *
 * As root, libvirt keeps everything in /etc/libvirt, /var/lib/libvirt and /run, where two daemons would conflict.
 * Therefore these daemons run in a separate mount namespace, in which a folder of the test covers each of these paths.
 * Clients outside reach the sockets through that folder. libvirt takes seconds to probe the capabilities of QEMU, so
 * `.cache/` keeps the result for the next time.
 *
 * The namespace has no KVM, so guests run under TCG on every machine. If only root can use /dev/kvm, libvirt probes
 * QEMU again at each start of a guest (QEMU reports KVM to it, but libvirt's own check finds none). A guest's own /dev
 * is disabled (`namespaces`), because libvirt could not move the mount that covers /dev/kvm.
 */
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { access, chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '../eventually.js';

const PROGRAMS = ['/usr/sbin/libvirtd', '/usr/sbin/virtlogd', '/usr/bin/virsh', '/usr/bin/unshare'];
const CACHE = resolve(import.meta.dirname, '../../../.cache/libvirt');
const COVERED = ['etc/libvirt', 'var/lib/libvirt', 'var/log/libvirt', 'run'];
const IN_A_NAMESPACE = `set -e
for each in ${COVERED.join(' ')}; do mount --bind "$0/$each" "/$each"; done
mount --bind "${CACHE}" /var/cache/libvirt
if [ -e /dev/kvm ]; then mount --bind "$0/no-kvm" /dev/kvm; fi
exec "$@"`;

/** The instances that are still running. An aborted test run stops them when it exits. */
const running = new Set<Libvirtd>();
process.once('exit', () => {
  for (const libvirtd of running) libvirtd.clearAway();
});

/** The reason why this machine cannot run a libvirtd, or null. */
export async function whyNoLibvirtd(): Promise<string | null> {
  if (process.getuid?.() !== 0) return 'not root: a private libvirtd needs a mount namespace';
  for (const program of PROGRAMS) {
    const isThere = await access(program).then(
      () => true,
      () => false,
    );
    if (!isThere) return `${program} is not installed`;
  }
  return await promisify(execFile)('unshare', ['--mount', 'true']).then(
    () => null,
    () => 'no mount namespace can be made here',
  );
}

export class Libvirtd {
  readonly folder: string;
  #daemon: ChildProcess | null = null;
  #logDaemon: ChildProcess | null = null;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /**
   * `virtlogdConf` contains lines of virtlogd's configuration. `hostUuid`: the UUID of the machine that libvirtd
   * reports.
   */
  static async start(options: { virtlogdConf?: string; hostUuid?: string } = {}): Promise<Libvirtd> {
    const folder = await mkdtemp(join(tmpdir(), 'guesthouse-libvirtd-'));
    await chmod(folder, 0o755);
    for (const each of COVERED) await mkdir(join(folder, each), { recursive: true });
    await mkdir(CACHE, { recursive: true });
    await writeFile(join(folder, 'no-kvm'), '', { mode: 0o600 });
    await writeFile(join(folder, 'etc/libvirt/qemu.conf'), 'namespaces = []\nsecurity_driver = "none"\n');
    await writeFile(join(folder, 'etc/libvirt/virtlogd.conf'), options.virtlogdConf ?? '');
    const libvirtd = new Libvirtd(folder);
    if (options.hostUuid !== undefined) await libvirtd.setHostUuid(options.hostUuid);
    running.add(libvirtd);
    libvirtd.#logDaemon = libvirtd.#spawn('virtlogd');
    await libvirtd.startDaemon();
    return libvirtd;
  }

  get socketPath(): string {
    return join(this.folder, 'run/libvirt/libvirt-sock');
  }

  /** The process id of libvirtd. */
  get pid(): number {
    const pid = this.#daemon?.pid;
    if (pid === undefined) throw new Error('libvirtd does not run');
    return pid;
  }

  /** The URI of the QEMU driver or of libvirt's own mock. */
  uri(driver: 'qemu' | 'test' = 'qemu'): string {
    return `${driver}+unix:///${driver === 'qemu' ? 'system' : 'default'}?socket=${this.socketPath}`;
  }

  /** Starts libvirtd, for the first time or after `stopDaemon`. Guests keep running while it is stopped. */
  async startDaemon(): Promise<void> {
    // Otherwise a killed daemon may seem to respond, because a child that it has just forked keeps its socket open
    // until the child becomes a QEMU.
    await rm(this.socketPath, { force: true });
    const daemon = this.#spawn('libvirtd');
    this.#daemon = daemon;
    let hasEnded = false;
    daemon.once('exit', () => (hasEnded = true));
    await eventually(async () => {
      if (hasEnded) throw new Error('libvirtd did not start');
      return await isReachable(this.socketPath);
    });
  }

  /** Sets the UUID of the machine that libvirtd reports when it starts again. */
  async setHostUuid(uuid: string): Promise<void> {
    await writeFile(join(this.folder, 'etc/libvirt/libvirtd.conf'), `host_uuid = "${uuid}"\n`);
  }

  /** Ends only libvirtd. */
  async stopDaemon(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    await end(this.#daemon, signal);
    this.#daemon = null;
  }

  /** Signals libvirtd. With SIGSTOP its sockets stay open, as half-open connections. */
  signalDaemon(signal: NodeJS.Signals): void {
    this.#daemon?.kill(signal);
  }

  async virsh(...args: string[]): Promise<string> {
    return (await promisify(execFile)('virsh', ['-q', '-c', this.uri(), ...args])).stdout;
  }

  /** The process id of a running domain. */
  async pidOf(domain: string): Promise<number> {
    return Number(await readFile(join(this.folder, 'run/libvirt/qemu', `${domain}.pid`), 'utf8'));
  }

  /** Ends everything and removes the folder. */
  async stop(): Promise<void> {
    await this.stopDaemon();
    await end(this.#logDaemon, 'SIGTERM');
    this.clearAway();
  }

  /** Kills all remaining processes of this libvirtd on this machine. */
  clearAway(): void {
    running.delete(this);
    this.#daemon?.kill('SIGKILL');
    this.#logDaemon?.kill('SIGKILL');
    for (const pid of this.#guestPids()) process.kill(pid, 'SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  #spawn(program: string): ChildProcess {
    const argv = [
      '--mount',
      '--propagation',
      'private',
      'sh',
      '-c',
      IN_A_NAMESPACE,
      this.folder,
      `/usr/sbin/${program}`,
    ];
    return spawn('unshare', argv, { stdio: 'ignore' });
  }

  /** The running QEMU processes that have the name of one of our domains. */
  #guestPids(): number[] {
    const folder = join(this.folder, 'run/libvirt/qemu');
    let names: string[];
    try {
      names = readdirSync(folder).filter((name) => name.endsWith('.pid') && name !== 'driver.pid');
    } catch {
      return [];
    }
    return names.flatMap((name) => {
      try {
        const pid = Number(readFileSync(join(folder, name), 'utf8'));
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return command.includes(`guest=${name.slice(0, -'.pid'.length)},`) ? [pid] : [];
      } catch {
        return [];
      }
    });
  }
}

async function end(child: ChildProcess | null, signal: NodeJS.Signals): Promise<void> {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

async function isReachable(path: string): Promise<boolean> {
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
