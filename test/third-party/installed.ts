/**
 * The location of the third-party programs: `make third-party` installs them into this folder, and no other part of the
 * project needs them.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Context } from 'mocha';
import { skip } from '../support/skip.js';

const MODULES = path.join(import.meta.dirname, 'node_modules');

/**
 * Returns the path of the program with that name. Skips the test, with that reason, if the program is not installed.
 */
export function programOf(context: Context, name: string): string {
  const program = path.join(MODULES, '.bin', name);
  if (!existsSync(program)) skip(context, 'third-party', 'the third parties are not installed (make third-party)');
  return program;
}
