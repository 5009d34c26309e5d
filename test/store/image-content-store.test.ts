/**
 * Tests of the home of image content: one data folder of a database is the home, and only services on that folder
 * accept uploads and serve content.
 */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { DiskRoom } from '../../src/domain/disk-room.js';
import { isGuesthouseError } from '../../src/domain/errors.js';
import { newId } from '../../src/domain/ids.js';
import type { ImageId, ProjectId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { ImageContentStore } from '../../src/store/content/image-content-store.js';
import { openDatabase } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import { abandonUpload, finishUpload, insertImage } from '../../src/store/images.js';
import { ensureProject } from '../../src/store/projects.js';
import { inTransaction } from '../../src/store/transaction.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';
import { eventually } from '../support/eventually.js';

const SHARED = { isDatabaseOurs: false };

describe('The home of image content', () => {
  let database: TestDatabase;
  let db: Database;
  let project: ProjectId;
  let folders: string[];
  let stores: ImageContentStore[];
  let here: ImageContentStore;
  let there: ImageContentStore;

  beforeEach(async () => {
    database = await createTestDatabase();
    db = await openDatabase(database.url, { log: SILENT_LOG });
    project = await ensureProject(db.knex, 'default');
    folders = [];
    stores = [];
    here = await openIn(await makeFolder());
    there = await openIn(await makeFolder());
  });
  afterEach(async () => {
    for (const store of stores) await store.close();
    await db.close();
    await database.drop();
    for (const folder of folders) await rm(folder, { recursive: true });
  });

  async function makeFolder(): Promise<string> {
    const folder = await mkdtemp(path.join(tmpdir(), 'guesthouse-home-'));
    folders.push(folder);
    return folder;
  }
  async function openIn(folder: string): Promise<ImageContentStore> {
    const store = await ImageContentStore.open(db, folder, {
      room: new DiskRoom({ share: 0, bytes: 0 }),
      readerGid: null,
    });
    stores.push(store);
    return store;
  }
  async function makeImage(): Promise<ImageId> {
    const id = newId<ImageId>();
    const image = { id, projectId: project, name: id, description: '', sha256: null, isShared: false } as const;
    await inTransaction(db, (trx) => insertImage(trx, { ...image, kind: 'kernel', format: 'raw' }));
    return id;
  }
  const isHome = (store: ImageContentStore): Promise<boolean> =>
    store.requireHere(db).then(
      () => true,
      (error: unknown) => {
        if (isGuesthouseError(error, 'host_unreachable')) return false;
        throw error;
      },
    );
  /** Makes a complete upload. */
  async function fill(store: ImageContentStore, folder: string): Promise<void> {
    const [image, upload] = [await makeImage(), newId<ImageId>()];
    expect(await store.beginUpload(image, upload, db)).to.equal(true);
    await writeFile(path.join(folder, 'images', upload), 'x');
    const content = { sizeBytes: 1, virtualSizeMib: 1, sha256: '' };
    expect(await inTransaction(db, (trx) => finishUpload(trx, image, upload, content))).to.equal(true);
  }

  it('does not exist until a service claims it, and is then one data folder', async () => {
    expect(await isHome(here)).to.equal(false);
    await here.claim(SHARED);
    expect([await isHome(here), await isHome(there)]).to.deep.equal([true, false]);
  });

  it('is shared by the services on one data folder', async () => {
    await here.claim(SHARED);
    expect(await isHome(await openIn(folders[0] ?? ''))).to.equal(true);
  });

  it('is the same for services that open a new folder concurrently', async () => {
    const folder = await makeFolder();
    const opened = await Promise.all(Array.from({ length: 8 }, () => openIn(folder)));
    await opened[0]?.claim(SHARED);
    expect(await Promise.all(opened.map(isHome))).to.not.include(false);
    expect((await readdir(folder)).sort()).to.deep.equal(['images', 'images.id']);
  });

  it('moves to the folder that claims it last, until there is content; then it stays', async () => {
    await here.claim(SHARED);
    await there.claim(SHARED);
    expect([await isHome(here), await isHome(there)]).to.deep.equal([false, true]);
    await fill(there, folders[1] ?? '');
    await here.claim(SHARED);
    expect([await isHome(here), await isHome(there)]).to.deep.equal([false, true]);
  });

  it('stays while an upload is in progress', async () => {
    await here.claim(SHARED);
    await here.beginUpload(await makeImage(), newId<ImageId>(), db);
    await there.claim(SHARED);
    expect([await isHome(here), await isHome(there)]).to.deep.equal([true, false]);
  });

  it('is recognized by the content itself if no folder has claimed it, or if the folder’s id was lost', async () => {
    await here.claim(SHARED);
    await fill(here, folders[0] ?? '');
    await db.knex('content_home').delete();
    await there.claim(SHARED);
    expect(await isHome(there)).to.equal(false);
    await rm(path.join(folders[0] ?? '', 'images.id'));
    const again = await openIn(folders[0] ?? '');
    await again.claim(SHARED);
    expect(await isHome(again)).to.equal(true);
  });

  it('is always the service’s own folder if the database is embedded', async () => {
    await here.claim(SHARED);
    await fill(here, folders[0] ?? '');
    await there.claim({ isDatabaseOurs: true });
    expect(await isHome(there)).to.equal(true);
  });

  it('is the only folder that accepts uploads', async () => {
    await here.claim(SHARED);
    const image = await makeImage();
    const refused: unknown = await there.beginUpload(image, newId<ImageId>(), db).catch((error: unknown) => error);
    expect(isGuesthouseError(refused, 'host_unreachable')).to.equal(true);
    const upload = newId<ImageId>();
    expect(await here.beginUpload(image, upload, db)).to.equal(true);
    expect(await here.beginUpload(image, newId<ImageId>(), db)).to.equal(false);
    await abandonUpload(db.knex, image, upload, false);
    expect(await here.beginUpload(image, newId<ImageId>(), db)).to.equal(true);
  });

  it('allows another service to take over an upload when the service that began it is gone', async () => {
    await here.claim(SHARED);
    const image = await makeImage();
    await here.beginUpload(image, newId<ImageId>(), db);
    const replica = await openIn(folders[0] ?? '');
    expect(await replica.beginUpload(image, newId<ImageId>(), db)).to.equal(false);
    await here.close();
    await eventually(() => replica.beginUpload(image, newId<ImageId>(), db));
  });
});
