/**
 * A running service for a test file: a process of its own on a port of its own, with the simulated hypervisor, a data folder and a
 * database that nobody else uses.
 *
 * It runs from dist/ where that was built from the very sources there are, which starts three times as fast, else from TypeScript.
 * Ready is what the service says itself: the log line "serving". `leave` ends everything and complains about what is left, and about
 * secrets that lie where none may.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { chmod, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { FakeHostControl } from './fake-host-control.js';
import { eventually } from './eventually.js';
import { createTestDatabase, type TestDatabase } from './database/database.js';
import { hasSecret, tablesWithSecrets } from './access/secrets.js';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

/** Those that have not left. A test run that is broken off takes them along. */
const present = new Set<Service>();
process.once('exit', () => {
  for (const service of present) service.clearAway();
});

export interface ServiceOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Instead of a fresh database; then it is the caller's to drop. */
  readonly databaseUrl?: string;
  /** Instead of a fresh data folder: that of another service, which removes it. */
  readonly dataFolder?: string;
  /** Called with the data folder before the service starts. */
  readonly prepare?: (dataFolder: string) => Promise<void>;
}

export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

export class Service {
  url = '';
  token = '';
  readonly dataFolder: string;
  readonly databaseUrl: string;
  readonly #database: TestDatabase | null;
  readonly #env: Readonly<Record<string, string>>;
  /** Where a secret was seen that should not be there. */
  readonly #leaks: string[] = [];
  #process: ChildProcess | null = null;
  #control: FakeHostControl | null = null;
  /** What the service logged, over all its starts. */
  readonly log: LogLine[] = [];

  private constructor(
    dataFolder: string,
    database: TestDatabase | null,
    databaseUrl: string,
    env: Record<string, string>,
  ) {
    this.dataFolder = dataFolder;
    this.#database = database;
    this.databaseUrl = databaseUrl;
    this.#env = env;
  }

  static async start(options: ServiceOptions = {}): Promise<Service> {
    const database = options.databaseUrl === undefined ? await createTestDatabase() : null;
    const dataFolder = options.dataFolder ?? (await mkdtemp(path.join(tmpdir(), 'guesthouse-http-')));
    // The user that inspects images must be able to pass.
    await chmod(dataFolder, 0o711);
    const service = new Service(dataFolder, database, options.databaseUrl ?? database?.url ?? '', { ...options.env });
    present.add(service);
    try {
      await options.prepare?.(dataFolder);
      await service.start();
    } catch (error) {
      service.clearAway();
      await database?.drop();
      throw error;
    }
    return service;
  }

  /** Again, after a `stop`: same data, same database, another port. `isHostAway`: no hands on its host, which `takeHost` brings. */
  async start({ isHostAway = false } = {}): Promise<void> {
    const child = spawn(process.execPath, program(), {
      cwd: this.dataFolder,
      env: {
        PATH: process.env['PATH'],
        GUESTHOUSE_BACKEND: 'fake',
        GUESTHOUSE_DATA: this.dataFolder,
        GUESTHOUSE_PORT: '0',
        // Counted, but never reached: tests are many clients with one credential. Those of the limits set their own.
        GUESTHOUSE_RATE_LIMIT: '100000',
        GUESTHOUSE_AUTH_FAILURES: '100000',
        DATABASE_URL: this.databaseUrl,
        TSX_TSCONFIG_PATH: path.join(REPOSITORY, 'tsconfig.json'),
        ...this.#env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    let lastWords = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      lastWords += text;
      if (hasSecret(text)) this.#leaks.push('standard error');
    });
    this.url = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (text) => {
        const line = readLine(text);
        this.log.push(line);
        if (hasSecret(text)) this.#leaks.push(`the log line "${line.msg}"`);
        if (line.msg === 'serving') resolve(line['url'] as string);
      });
      child.once('exit', (code) => {
        const said = this.log.slice(-5).map((line) => JSON.stringify(line));
        reject(new Error(`the service ended with ${code}: ${lastWords}\n${said.join('\n')}`));
      });
    });
    this.token = (await readFile(path.join(this.dataFolder, 'admin.token'), 'utf8')).trim();
    this.#control?.close();
    this.#control = null;
    if (!isHostAway) await this.takeHost();
  }

  /** Takes hold of the simulated hypervisor, where that is what the service has. */
  async takeHost(): Promise<void> {
    if ((this.#env['GUESTHOUSE_BACKEND'] ?? 'fake') !== 'fake') return;
    this.#control?.close();
    this.#control = await FakeHostControl.open(this.dataFolder);
    // Guests boot and go down at once: what a test wants slow, it makes slow.
    await this.#control.setDurations({ bootMs: 0, shutdownMs: 0 });
  }

  /** The simulated host is killed: every guest is off, planned faults are gone. Resolves when the service has another. */
  async losePowerOfHost(): Promise<void> {
    const { pid } = await this.host.inspect();
    process.kill(pid, 'SIGKILL');
    await this.host.whenEnded();
    await eventually(() =>
      this.takeHost().then(
        () => true,
        () => false,
      ),
    );
  }

  /** The test's hands on the simulated hypervisor. */
  get host(): FakeHostControl {
    if (this.#control === null)
      throw new Error('there is no simulated host: the service was never started, or runs on another backend');
    return this.#control;
  }

  /** Deletes `admin.token`: the next start makes another. */
  forgetToken(): Promise<void> {
    return rm(path.join(this.dataFolder, 'admin.token'));
  }

  get pid(): number {
    const pid = this.#process?.pid;
    if (pid === undefined) throw new Error('the service does not run');
    return pid;
  }

  /** Resolves with the exit code when the process has ended; guests run on. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const child = this.#process;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = once(child, 'close');
    child.kill(signal);
    await ended;
    return child.exitCode;
  }

  /** Resident memory of the service's process, in MiB. */
  residentMib(): number {
    const [, pages] = readFileSync(`/proc/${this.pid}/statm`, 'utf8').split(' ');
    return (Number(pages) * 4096) / 1024 ** 2;
  }

  /** What lies in the images folder, sorted. */
  async imageFiles(): Promise<string[]> {
    return (await readdir(path.join(this.dataFolder, 'images'))).sort();
  }

  /** Ends the service, its simulated host, its database and its folder. Throws when anything of them is left, or a secret was told. */
  async leave(): Promise<void> {
    const lines = processesThatName(this.dataFolder).map(commandLineOf);
    await this.stop();
    await this.#control?.end();
    const tables = this.#database === null ? [] : await tablesWithSecrets(this.#database.url);
    await this.#database?.drop();
    const left = processesThatName(this.dataFolder);
    this.clearAway();
    if (left.length > 0) throw new Error(`processes of the service are left: ${left.join(', ')}`);
    const leaks = [...this.#leaks, ...tables, ...(lines.some(hasSecret) ? ['a command line'] : [])];
    if (leaks.length > 0) throw new Error(`a secret was written into ${[...new Set(leaks)].join(', ')}`);
  }

  /** Ends by force whatever is left of it on this machine. */
  clearAway(): void {
    present.delete(this);
    this.#control?.close();
    this.#process?.kill('SIGKILL');
    // The simulated host is a session of its own; no other process has this folder's name in its command line.
    for (const pid of processesThatName(this.dataFolder)) process.kill(Number(pid), 'SIGKILL');
    rmSync(this.dataFolder, { recursive: true, force: true });
  }
}

/** The guest's id, as the control of the simulated hypervisor takes it. */
export function onHost(guest: { readonly id: string }): string {
  return guest.id;
}

function readLine(text: string): LogLine {
  try {
    return JSON.parse(text) as LogLine;
  } catch {
    throw new Error(`the service logged what is no JSON: ${text}`);
  }
}

function processesThatName(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => commandLineOf(pid).includes(folder));
}

/** Empty where it has ended. */
function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function program(): string[] {
  if (isBuildCurrent()) return [path.join(REPOSITORY, 'dist/src/main.js')];
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx'));
  return ['--import', loader.href, path.join(REPOSITORY, 'src/main.ts')];
}

/** By content, as the compiler noted it: a build that was under way while a file changed is newer, and stale all the same. */
function isBuildCurrent(): boolean {
  let notes: { readonly fileNames: readonly string[]; readonly fileInfos: readonly (string | { version: string })[] };
  try {
    notes = JSON.parse(readFileSync(path.join(REPOSITORY, 'dist/.tsbuildinfo'), 'utf8')) as typeof notes;
  } catch {
    return false;
  }
  return notes.fileNames.every((name, index) => {
    if (name.includes('node_modules')) return true;
    const file = path.resolve(REPOSITORY, 'dist', name);
    const info = notes.fileInfos[index];
    const hash = createHash('sha256');
    return (
      existsSync(file) &&
      hash.update(readFileSync(file)).digest('hex') === (typeof info === 'string' ? info : info?.version)
    );
  });
}
