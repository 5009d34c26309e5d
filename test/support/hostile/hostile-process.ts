/**
 * A process of another user of the machine, such as a QEMU that its guest has broken out of. It tries to read, list and
 * change the files of the service, to connect to its sockets and ports, and to occupy connections of its API, until the
 * test ends it. Then it reports everything that it achieved.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';

/** A few files of each folder are enough: the database has thousands, with the same owner and mode. */
const FILES_OF_A_FOLDER = 40;

export interface Target {
  /** Files, folders and sockets of the service. */
  readonly paths: readonly string[];
  /** Ports of processes of the service, other than that of its API. */
  readonly ports: readonly number[];
  readonly url: string;
  /** Paths that the process may read and change, such as the disks of guests for QEMU's user. */
  readonly own: readonly string[];
  /** Paths that the process may read but not change, such as images for QEMU's user. */
  readonly readable: readonly string[];
  /** Paths that everyone may list and read but not change, such as the programs of PostgreSQL. */
  readonly open: readonly string[];
}

/** It uses nothing of this repository, because another user may not be able to reach the repository. */
const PROGRAM = `
  import fs from 'node:fs';
  import net from 'node:net';
  import path from 'node:path';
  const { paths, ports, url, own, readable, open } = JSON.parse(process.env.ATTACK);
  const got = new Set();
  const isBelow = (folders, file) => folders.some((folder) => file === folder || file.startsWith(folder + '/'));
  const attempt = (what, act) => { try { act(); got.add(what); } catch {} };
  const connect = (what, where) => new Promise((resolve) => {
    const socket = net.connect(where);
    socket.once('connect', () => { got.add(what); socket.destroy(); resolve(); });
    socket.once('error', () => resolve());
    socket.setTimeout(2000, () => { socket.destroy(); resolve(); });
  });
  async function attackPath(file) {
    if (isBelow(own, file)) return;
    let found;
    try { found = fs.lstatSync(file); } catch { return; }
    if (found.isSocket()) return connect('connect to ' + file, file);
    if (found.isDirectory()) {
      if (!isBelow(open, file)) attempt('list ' + file, () => fs.readdirSync(file));
      attempt('write into ' + file, () => fs.writeFileSync(path.join(file, 'planted-' + process.pid), 'x'));
    } else if (found.isFile()) {
      if (!isBelow([...readable, ...open], file)) attempt('read ' + file, () => fs.closeSync(fs.openSync(file, 'r')));
      attempt('write ' + file, () => fs.closeSync(fs.openSync(file, 'r+')));
      attempt('mode of ' + file, () => fs.chmodSync(file, 0o666));
    }
    attempt('rename ' + file, () => fs.renameSync(file, file + '.taken'));
  }
  // Half requests, which occupy connections from the address that the honest member also has.
  const { hostname, port } = new URL(url);
  const held = Array.from({ length: 64 }, () => {
    const socket = net.connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write('POST /v1/guests HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 10\\r\\n');
    return socket;
  });
  let isEnded = false;
  process.stdin.resume().once('end', () => (isEnded = true));
  process.stdout.write('attacking\\n');
  while (!isEnded) {
    for (const file of paths) await attackPath(file);
    for (const each of ports) await connect('connect to port ' + each, { host: '127.0.0.1', port: each });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  for (const socket of held) socket.destroy();
  process.stdout.write(JSON.stringify([...got]) + '\\n');
  process.exit(0);
`;

export class HostileProcess {
  readonly #child: ChildProcess;
  readonly #output: Promise<string>;

  private constructor(child: ChildProcess) {
    this.#child = child;
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    this.#output = once(child, 'close').then(() => text);
  }

  /** Resolves when it attacks. */
  static async start(identity: { uid: number; gid: number }, target: Target): Promise<HostileProcess> {
    const ids = ['--reuid', String(identity.uid), '--regid', String(identity.gid), '--clear-groups'];
    const node = [process.execPath, '--input-type=module', '-e', PROGRAM];
    const child = spawn('setpriv', [...ids, '--no-new-privs', ...node], {
      cwd: '/',
      env: { PATH: process.env['PATH'], ATTACK: JSON.stringify(target) },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const attacker = new HostileProcess(child);
    await Promise.race([
      once(child.stdout, 'data'),
      once(child, 'exit').then(() => Promise.reject(new Error('the hostile process did not start'))),
    ]);
    return attacker;
  }

  /** Ends it, and resolves with what it achieved. */
  async end(): Promise<string[]> {
    this.#child.stdin?.end();
    const lines = (await this.#output).trim().split('\n');
    return (JSON.parse(lines.at(-1) ?? '') as string[]).sort();
  }
}

/** The folder and everything below it, but only the first files of each folder. */
export async function everythingBelow(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).sort().slice(0, FILES_OF_A_FOLDER);
  const below = await Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      const isFolder = await lstat(file).then(
        (found) => found.isDirectory(),
        () => false,
      );
      return isFolder ? everythingBelow(file) : [file];
    }),
  );
  return [folder, ...below.flat()];
}
