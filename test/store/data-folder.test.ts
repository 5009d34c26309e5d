/** Tests which data folders and files `admin.token` the start of the service trusts. */
import { chmod, chown, lstat, mkdir, mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { isGuesthouseError } from '../../src/domain/errors.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { ensureAdminToken } from '../../src/store/admin-token.js';
import { prepareDataFolder } from '../../src/store/data-folder.js';
import { openDatabase, type Database } from '../../src/store/database.js';
import { ensureFirstProject } from '../../src/store/projects.js';
import { inTransaction } from '../../src/store/transaction.js';
import { createTestDatabase, type TestDatabase } from '../support/database/database.js';
import { skip } from '../support/skip.js';

const IS_ROOT = process.getuid?.() === 0;
const NOBODY = 65_534;
const PLANTED = `gh_${'A'.repeat(43)}`;

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (isGuesthouseError(error, 'internal')) return error.message;
  throw new Error(`not rejected: ${String(error)}`);
}

describe('The data folder', () => {
  let base: string;
  let folder: string;

  beforeEach(async () => {
    base = await mkdtemp(path.join(tmpdir(), 'guesthouse-data-'));
    await chmod(base, 0o755);
    folder = path.join(base, 'data');
  });
  afterEach(() => rm(base, { recursive: true }));

  it('is created so that other users can pass through it but neither list nor write it, even if the umask is 0', async () => {
    const umask = process.umask(0);
    try {
      expect(await prepareDataFolder(path.join(folder, 'deep'))).to.equal(path.join(folder, 'deep'));
    } finally {
      process.umask(umask);
    }
    expect((await lstat(path.join(folder, 'deep'))).mode & 0o777).to.equal(0o711);
    expect((await lstat(folder)).mode & 0o022).to.equal(0);
  });

  it('is elsewhere for root if ./data is in a folder that is closed to others, and ./data is a link to it', async function () {
    if (!IS_ROOT) skip(this, 'root', 'not root');
    const home = path.join(base, 'home');
    const elsewhere = path.join(base, 'elsewhere');
    await mkdir(home, { mode: 0o700 });
    const before = process.cwd();
    process.chdir(home);
    try {
      for (let start = 1; start <= 2; start++) {
        expect(await prepareDataFolder(null, elsewhere), `start ${start}`).to.equal(elsewhere);
        expect(await readlink('data')).to.equal(elsewhere);
      }
      // A folder with data of its own stays as it is.
      await rm('data');
      await mkdir('data');
      expect(await prepareDataFolder(null, elsewhere)).to.equal(elsewhere);
      expect((await lstat('data')).isDirectory()).to.equal(true);
    } finally {
      process.chdir(before);
    }
  });

  it('is rejected if it belongs to another user, and the message names the folder and the setting', async function () {
    if (!IS_ROOT) skip(this, 'root', 'not root');
    await mkdir(folder);
    await chown(folder, NOBODY, NOBODY);
    expect(await refusalOf(prepareDataFolder(folder)))
      .to.contain(folder)
      .and.to.contain('GUESTHOUSE_DATA');
  });

  it('is rejected if other users can write to it, and the message says how to repair it', async () => {
    for (const mode of [0o770, 0o707, 0o1777]) {
      await mkdir(folder);
      await chmod(folder, mode);
      expect(await refusalOf(prepareDataFolder(folder))).to.contain(`chmod go-w ${folder}`);
      await chmod(folder, 0o755);
      expect(await prepareDataFolder(folder)).to.equal(folder);
      await rm(folder, { recursive: true });
    }
  });

  describe('with the file admin.token', () => {
    let database: TestDatabase;
    let db: Database;
    let file: string;

    before(async () => {
      database = await createTestDatabase();
      db = await openDatabase(database.url, { log: SILENT_LOG });
    });
    after(async () => {
      await db?.close();
      await database?.drop();
    });
    beforeEach(async () => {
      await prepareDataFolder(folder);
      file = path.join(folder, 'admin.token');
    });

    const ensure = async (): ReturnType<typeof ensureAdminToken> =>
      ensureAdminToken(db, folder, await inTransaction(db, ensureFirstProject));

    it('keeps a token that only its owner can read and write', async () => {
      expect(await ensure()).to.include({ isNew: true });
      const secret = await readFile(file, 'utf8');
      expect(await ensure()).to.include({ isNew: false, isGood: true });
      expect(await readFile(file, 'utf8')).to.equal(secret);
    });

    it('rejects a token that other users can read or write, and the message says how to repair it', async () => {
      for (const mode of [0o644, 0o640, 0o602, 0o666]) {
        await writeFile(file, PLANTED);
        await chmod(file, mode);
        expect(await refusalOf(ensure()))
          .to.contain(file)
          .and.to.contain('Delete it');
        await rm(file);
        expect(await ensure()).to.include({ isNew: true });
        await rm(file);
      }
    });

    it('rejects a token of another user', async function () {
      if (!IS_ROOT) skip(this, 'root', 'not root');
      await writeFile(file, PLANTED, { mode: 0o600 });
      await chown(file, NOBODY, NOBODY);
      expect(await refusalOf(ensure())).to.contain(file);
    });
  });
});
