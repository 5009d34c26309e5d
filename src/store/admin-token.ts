/**
 * The file `admin.token` of the data folder: the credential that the first start makes, for whoever can read the service's files.
 * The database knows only its hash. A file that was deleted is replaced by a new token at the next start; the old one stays good until it
 * is revoked (`DELETE /v1/tokens/{token}`). What was revoked stays so: a file that still has it must be deleted to get another. With the
 * new token the user `admin` is an administrator again, if it was none any more: whoever has the machine is never locked out.
 */
import { randomBytes } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import type { Knex } from 'knex';
import { NOBODY } from '../domain/event.js';
import type { ProjectId, UserId } from '../domain/ids.js';
import type { Database } from './database.js';
import { recordEvents } from './events.js';
import { ensureToken } from './tokens.js';
import { inTransaction, query } from './transaction.js';
import { ensureAdmin, restoreAdmin } from './users.js';

const TOKEN_FORM = /^gh_[A-Za-z0-9_-]{43}$/;

/** Answers with the path of the file, made with mode 0600 if it was not there; not good where it has a token that was revoked. */
export async function ensureAdminToken(
  db: Database,
  dataFolder: string,
  projectId: ProjectId,
): Promise<{ file: string; isNew: boolean; isGood: boolean }> {
  const file = path.join(dataFolder, 'admin.token');
  const known = await readToken(file);
  const secret = known ?? `gh_${randomBytes(32).toString('base64url')}`;
  // Must come before the file appears: whoever reads the token can use it at once.
  const userId = await query(db, (sql) => ensureAdmin(sql, projectId));
  if (known === null) await inTransaction(db, (trx) => restoreAndTell(trx, userId, projectId));
  const isGood = await query(db, (sql) => ensureToken(sql, 'admin.token', userId, secret));
  if (known === null) await writeToken(file, secret);
  return { file, isNew: known === null, isGood };
}

async function restoreAndTell(trx: Knex.Transaction, userId: UserId, projectId: ProjectId): Promise<void> {
  const permission = await restoreAdmin(trx, userId, projectId);
  if (permission === null) return;
  const detail = { permission_id: permission, role: 'admin', user_id: userId, user_name: 'admin' };
  const happened = { kind: 'permission.granted', guest: null, operationId: null, ...NOBODY } as const;
  await recordEvents(trx, [{ ...happened, projectId, detail }]);
}

async function readToken(file: string): Promise<string | null> {
  let text: string;
  try {
    text = (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return TOKEN_FORM.test(text) ? text : null;
}

async function writeToken(file: string, secret: string): Promise<void> {
  const handle = await open(`${file}.new`, 'w', 0o600);
  try {
    await handle.chmod(0o600);
    await handle.writeFile(`${secret}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.new`, file);
}
