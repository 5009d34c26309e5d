/**
 * A running service for a test file: a separate process on its own port, with the simulated hypervisor, a data
 * folder and a database that nothing else uses.
 *
 * It runs from dist/ if that was built from exactly the current sources, because that starts three times as fast, and
 * otherwise from TypeScript. It is ready when it logs "serving". `leave` ends everything, and throws if anything is
 * left or if a secret is in a place that must not contain one.
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

/** The services that are still running. An aborted test run stops them when it exits. */
const present = new Set<Service>();
process.once('exit', () => {
  for (const service of present) service.clearAway();
});

export interface ServiceOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** The URL of a database to use instead of a new one. The caller must drop that database. */
  readonly databaseUrl?: string;
  /** The data folder of another service to use instead of a new one. The other service removes it. */
  readonly dataFolder?: string;
  /** Called with the data folder before the service starts. */
  readonly prepare?: (dataFolder: string) => Promise<void>;
}

export interface StartOptions {
  readonly isHostAway?: boolean;
  /** Variables of this start, in addition to those of the service. */
  readonly env?: Readonly<Record<string, string>>;
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
  /** The places in which a secret was found that must not be there. */
  readonly #leaks: string[] = [];
  /** Lines of the log that contain a member twice, of which readers keep only one. */
  readonly #ambiguous: string[] = [];
  /** Warnings of Node, such as about too many listeners: a correct service causes none. */
  readonly warnings: string[] = [];
  #process: ChildProcess | null = null;
  #control: FakeHostControl | null = null;
  /** The log of the service, over all of its starts. */
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
    // The user that inspects images must be able to traverse the folder.
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

  /**
   * Starts the service, for the first time or after `stop`, with the same data and database but another port. With
   * `isHostAway`, the test does not control the host until it calls `takeHost`.
   */
  async start({ isHostAway = false, env = {} }: StartOptions = {}): Promise<void> {
    const child = spawn(process.execPath, program(), {
      cwd: this.dataFolder,
      env: {
        PATH: process.env['PATH'],
        // So that a warning shows its cause (`warnings`).
        NODE_OPTIONS: '--trace-warnings',
        GUESTHOUSE_BACKEND: 'fake',
        GUESTHOUSE_DATA: this.dataFolder,
        GUESTHOUSE_PORT: '0',
        GUESTHOUSE_NETWORKS: '*',
        // The service counts requests, but tests never reach this limit, although they are many clients with one
        // credential. Tests of limits set their own.
        GUESTHOUSE_RATE_LIMIT: '100000',
        GUESTHOUSE_AUTH_FAILURES: '100000',
        // The tests must also pass on a machine whose disk is almost full.
        GUESTHOUSE_DISK_RESERVE: '0',
        DATABASE_URL: this.databaseUrl,
        TSX_TSCONFIG_PATH: path.join(REPOSITORY, 'tsconfig.json'),
        ...this.#env,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    let lastWords = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      lastWords += text;
      if (hasSecret(text)) this.#leaks.push('standard error');
      if (text.includes('Warning: ')) this.warnings.push(text.trim());
    });
    this.url = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (text) => {
        const line = readLine(text);
        this.log.push(line);
        // A repeated member disappears from the parsed line, which is then shorter.
        if (JSON.stringify(line).length !== text.length) this.#ambiguous.push(text);
        if (hasSecret(text)) this.#leaks.push(`the log line "${line.msg}"`);
        if (line.msg === 'serving') resolve(line['url'] as string);
      });
      child.once('exit', (code) => {
        const lines = this.log.slice(-5).map((line) => JSON.stringify(line));
        reject(new Error(`the service ended with ${code}: ${lastWords}\n${lines.join('\n')}`));
      });
    });
    this.token = (await readFile(path.join(this.dataFolder, 'admin.token'), 'utf8')).trim();
    this.#control?.close();
    this.#control = null;
    if (!isHostAway) await this.takeHost();
  }

  /** Connects to the control socket of the simulated hypervisor, if the service uses that backend. */
  async takeHost(): Promise<void> {
    if ((this.#env['GUESTHOUSE_BACKEND'] ?? 'fake') !== 'fake') return;
    this.#control?.close();
    this.#control = await FakeHostControl.open(this.dataFolder);
    // Guests boot and shut down immediately, unless a test slows them down.
    await this.#control.setDurations({ bootMs: 0, shutdownMs: 0 });
  }

  /**
   * Kills the simulated host, so that every guest is off and no planned faults remain. Resolves when the service has
   * started another host.
   */
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

  /** The control of the simulated hypervisor. */
  get host(): FakeHostControl {
    if (this.#control === null)
      throw new Error('there is no simulated host: the service was never started, or runs on another backend');
    return this.#control;
  }

  /** Deletes `admin.token`, so that the next start makes another. */
  forgetToken(): Promise<void> {
    return rm(path.join(this.dataFolder, 'admin.token'));
  }

  get pid(): number {
    const pid = this.#process?.pid;
    if (pid === undefined) throw new Error('the service does not run');
    return pid;
  }

  /** Stops the service, while guests keep running. Resolves with the exit code when the process has ended. */
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

  /** The files in the images folder, sorted. */
  async imageFiles(): Promise<string[]> {
    return (await readdir(path.join(this.dataFolder, 'images'))).sort();
  }

  /**
   * Ends the service and its simulated host, and removes its database and folder. Throws if anything of them is left,
   * or if a secret has leaked.
   */
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
    if (this.#ambiguous.length > 0) throw new Error(`the log has a member twice: ${this.#ambiguous.join('\n')}`);
    if (this.warnings.length > 0) throw new Error(`Node warned of ${this.warnings.join('\n')}`);
  }

  /** Kills all remaining processes of this service on this machine. */
  clearAway(): void {
    present.delete(this);
    this.#control?.close();
    this.#process?.kill('SIGKILL');
    // The simulated host has a separate session, and no other process has the name of this folder in its command line.
    for (const pid of processesThatName(this.dataFolder)) process.kill(Number(pid), 'SIGKILL');
    rmSync(this.dataFolder, { recursive: true, force: true });
  }
}

/** The guest's id, in the form that the control of the simulated hypervisor expects. */
export function onHost(guest: { readonly id: string }): string {
  return guest.id;
}

function readLine(text: string): LogLine {
  try {
    return JSON.parse(text) as LogLine;
  } catch {
    throw new Error(`the service logged a line that is not JSON: ${text}`);
  }
}

/** The ids of all processes whose command line contains the name of the folder. */
export function processesThatName(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => commandLineOf(pid).includes(folder));
}

/** Returns an empty text if the process has ended. */
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

/**
 * Compares the contents of the sources with those that the compiler recorded, because a build that ran while a file
 * changed is newer than the file but stale.
 */
export function isBuildCurrent(): boolean {
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
