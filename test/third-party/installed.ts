/**
 * The place of the third-party programs: `make third-party` installs them into this folder, and nothing else needs
 * them.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Context } from 'mocha';
import { skip } from '../support/skip.js';

const MODULES = path.join(import.meta.dirname, 'node_modules');

/** The program of that name. Skips the test, by name, if it is not installed. */
export function programOf(context: Context, name: string): string {
  const program = path.join(MODULES, '.bin', name);
  if (!existsSync(program)) skip(context, 'third-party', 'the third parties are not installed (make third-party)');
  return program;
}
