/**
 * nginx as a static file server for a test: a child process in a folder of the test, on a Unix socket, with its own
 * configuration. It serves one file at every path.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from '../eventually.js';

/** Debian installs it in a folder that is not in the PATH of every user. */
const PROGRAM = ['/usr/sbin/nginx', 'nginx'].find((name) => spawnSync(name, ['-v']).status === 0);

/** Whether nginx is installed on this machine. */
export const hasNginx = PROGRAM !== undefined;

export class Nginx {
  /** The path of its socket. */
  readonly socket: string;
  readonly #folder: string;
  readonly #process: ChildProcess;

  private constructor(folder: string, child: ChildProcess) {
    this.#folder = folder;
    this.#process = child;
    this.socket = path.join(folder, 'socket');
  }

  static async start(content: string): Promise<Nginx> {
    if (PROGRAM === undefined) throw new Error('nginx is not installed');
    const folder = await mkdtemp(path.join(tmpdir(), 'guesthouse-nginx-'));
    await writeFile(path.join(folder, 'content'), content);
    await writeFile(path.join(folder, 'nginx.conf'), configuration(folder));
    const child = spawn(PROGRAM, ['-p', folder, '-e', 'stderr', '-c', path.join(folder, 'nginx.conf')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const nginx = new Nginx(folder, child);
    let words = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (words += text));
    await eventually(async () => {
      if (child.exitCode !== null) throw new Error(`nginx ended: ${words}`);
      return nginx.#isListening();
    });
    return nginx;
  }

  async #isListening(): Promise<boolean> {
    const socket = connect(this.socket);
    try {
      await once(socket, 'connect');
      return true;
    } catch {
      return false;
    } finally {
      socket.destroy();
    }
  }

  async leave(): Promise<void> {
    if (this.#process.exitCode === null) {
      const ended = once(this.#process, 'close');
      this.#process.kill('SIGTERM');
      await ended;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function configuration(folder: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `daemon off;
master_process off;
pid ${folder}/pid;
events {}
http {
  access_log off;
  default_type application/octet-stream;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  server {
    listen unix:${folder}/socket;
    root ${folder};
    location / { rewrite ^ /content break; }
  }
}
`;
}
