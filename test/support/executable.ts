/** Whether programs in a folder can run: administrators mount the temporary folder with `noexec`. */
import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

export const NO_EXECUTION = 'programs in the temporary folder cannot run (noexec)';

export async function canExecuteIn(folder: string): Promise<boolean> {
  const file = path.join(folder, 'can-execute');
  await writeFile(file, '#!/bin/sh\n', { mode: 0o700 });
  const ran = await promisify(execFile)(file).then(
    () => true,
    () => false,
  );
  await rm(file);
  return ran;
}
