/**
 * The file `admin.token` in the data folder: the credential that the first start creates, for operators who can read
 * the service's files. The database stores only its hash. If the file is deleted, the next start creates a new token;
 * the old token stays valid until it is revoked (`DELETE /v1/tokens/{token}`). If the token in the file was revoked, a
 * start does not restore it: to get a new token, delete the file. A new token also makes its user, the first user of
 * the database, an administrator again, so that an operator with access to the machine is never locked out.
 *
 * The start of the service makes the token in the file a credential of an administrator. So the start rejects a file
 * that another user owns, can write or can read.
 */
import { randomBytes } from 'node:crypto';
import { open, rename } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { Knex } from 'knex';
import { GuesthouseError } from '../domain/errors.js';
import { NOBODY } from '../domain/event.js';
import type { ProjectId, UserId } from '../domain/ids.js';
import { subjectOf } from '../domain/subject.js';
import type { Database } from './database.js';
import { recordEvents } from './events.js';
import { findProject } from './projects.js';
import { ensureToken } from './tokens.js';
import { inTransaction, query } from './transaction.js';
import type { NamedRow } from './named.js';
import { ensureFirstUser, restoreAdmin } from './users.js';

const TOKEN_FORM = /^gh_[A-Za-z0-9_-]{43}$/;

/**
 * Creates the file with mode 0600 if it does not exist, and returns its path. `isGood` is false if the file contains a
 * revoked token.
 */
export async function ensureAdminToken(
  db: Database,
  dataFolder: string,
  projectId: ProjectId,
): Promise<{ file: string; isNew: boolean; isGood: boolean }> {
  const file = path.join(dataFolder, 'admin.token');
  const known = await readToken(file);
  const secret = known ?? `gh_${randomBytes(32).toString('base64url')}`;
  // Must come before the file appears, so that a token is valid as soon as it can be read.
  const user = await inTransaction(db, (trx) => ensureFirstUser(trx, projectId));
  if (known === null) await inTransaction(db, (trx) => restoreAndRecord(trx, user, projectId));
  const isGood = await query(db, (sql) => ensureToken(sql, 'admin.token', user.id, secret));
  if (known === null) await writeToken(file, secret);
  return { file, isNew: known === null, isGood };
}

async function restoreAndRecord(trx: Knex.Transaction, user: NamedRow<UserId>, projectId: ProjectId): Promise<void> {
  const permission = await restoreAdmin(trx, user.id, projectId);
  if (permission === null) return;
  const detail = { permission_id: permission, role: 'admin', user_id: user.id, user_name: user.name };
  const project = await findProject(trx, projectId);
  const subject = project === null ? null : subjectOf('project', project);
  const happened = { kind: 'permission.granted', operationId: null, ...NOBODY } as const;
  await recordEvents(trx, [{ ...happened, subject, projectId, detail }]);
}

async function readToken(file: string): Promise<string | null> {
  let handle: FileHandle;
  try {
    handle = await open(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    const { uid, mode } = await handle.stat();
    // Windows has no modes.
    if (process.getuid !== undefined && (uid !== process.getuid() || (mode & 0o077) !== 0)) {
      throw new GuesthouseError(
        'internal',
        `The file ${file} belongs to another user, or other users can read or write it. Delete it; the next start ` +
          'creates a new token. If the old token was valid, revoke it (DELETE /v1/tokens/{token}).',
      );
    }
    const text = (await handle.readFile('utf8')).trim();
    return TOKEN_FORM.test(text) ? text : null;
  } finally {
    await handle.close();
  }
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
