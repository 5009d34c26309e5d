/**
 * The second of the two commands of a new user, `make run`, in the places and environments in which users run it: in
 * the home of root, in a path with blanks and letters beyond ASCII, in another locale, under every umask, without HOME.
 * Each case starts the service in a copy of the repository (test/support/clone.ts), creates a guest, stops the service
 * with Control-C, and finds the guest after the next start.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import { Api } from '../support/api.js';
import { makeClone } from '../support/clone.js';
import { canExecuteIn, NO_EXECUTION } from '../support/executable.js';
import { processesThatName } from '../support/service.js';
import { skip } from '../support/skip.js';

interface Case {
  readonly title: string;
  /** Folders to create below the test's own; the clone is in the last one. */
  readonly folders: readonly string[];
  /** Mode of the first of these folders. */
  readonly mode?: number;
  readonly umask?: string;
  /** `base`: the folder of the test, which every user can enter. */
  readonly env?: (base: string) => Readonly<Record<string, string>>;
}

const LONG = 'long'.repeat(30);

const CASES: readonly Case[] = [
  {
    title: 'in a folder that is closed to other users, such as the home of root',
    folders: ['root', 'guesthouse'],
    mode: 0o700,
    // The default of root is a folder of the machine, which a test must not use (test/store/data-folder.test.ts).
    env: (base) => ({ GUESTHOUSE_DATA: path.join(base, 'data') }),
  },
  { title: 'in a path with blanks and letters beyond ASCII', folders: ['Gäste haus', '日本 語'] },
  {
    title: 'without the locale C.UTF-8, without HOME, and with the umask 077',
    folders: ['guesthouse'],
    umask: '077',
    env: () => ({ LANG: 'POSIX', LC_ALL: 'C' }),
  },
  {
    title: 'in a locale that does not exist, and with the umask 000',
    folders: ['guesthouse'],
    umask: '000',
    env: () => ({ LC_ALL: 'xx_XX.UTF-8' }),
  },
  {
    title: 'if both its path and TMPDIR are too long for a socket',
    folders: [LONG, 'guesthouse'],
    env: (base) => ({ TMPDIR: path.join(base, LONG) }),
  },
];

describe('`make run`', function () {
  this.timeout(600_000);

  let base: string;

  beforeEach(async function () {
    base = await mkdtemp(path.join(tmpdir(), 'guesthouse-two-commands-'));
    await chmod(base, 0o755);
    if (!(await canExecuteIn(base))) return skip(this, 'exec', NO_EXECUTION);
  });
  afterEach(async () => {
    for (const pid of processesThatName(base)) process.kill(Number(pid), 'SIGKILL');
    await rm(base, { recursive: true, force: true, maxRetries: 5 });
  });

  for (const { title, folders, mode = 0o755, umask = '022', env } of CASES) {
    it(`works ${title}`, async () => {
      const clone = path.join(base, ...folders);
      await mkdir(clone, { recursive: true });
      await makeClone(clone);
      await chmod(path.join(base, folders[0] ?? ''), mode);
      const variables = env?.(base) ?? {};
      const first = await makeRun(clone, umask, variables);
      await new Api(first).makeGuest({ name: 'kept' });
      await first.stop();
      const second = await makeRun(clone, umask, variables);
      expect((await new Api(second).send('GET', '/v1/guests/kept')).status).to.equal(200);
      await second.stop();
    });
  }
});

interface Running {
  readonly url: string;
  readonly token: string;
  stop(): Promise<void>;
}

/** Resolves when the service serves. */
async function makeRun(clone: string, umask: string, env: Readonly<Record<string, string>>): Promise<Running> {
  // Its own process group, as in a terminal: Control-C reaches `make` and the service.
  const child = spawn('sh', ['-c', `umask ${umask}; exec make run`], {
    cwd: clone,
    env: {
      ...{ PATH: process.env['PATH'], GUESTHOUSE_PORT: '0', GUESTHOUSE_BACKEND: 'fake', GUESTHOUSE_DISK_RESERVE: '0' },
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (log += chunk));
  const { url, data } = await new Promise<{ url: string; data: string }>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      log += `${line}\n`;
      if (line.includes('"msg":"serving"')) resolve(JSON.parse(line) as { url: string; data: string });
    });
    child.once('exit', (code) => reject(new Error(`make run ended with ${code}:\n${log}`)));
  });
  return {
    url,
    token: (await readFile(path.join(data, 'admin.token'), 'utf8')).trim(),
    stop: async () => {
      const ended = once(child, 'close');
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
      await ended;
    },
  };
}
