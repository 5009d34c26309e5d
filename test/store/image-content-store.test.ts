/**
 * Tests of the stores of image content: uploads and their claims, copies from other services, and the removal of copies
 * that no guest uses. The other service is a server whose responses the tests define; the copies between two real
 * services are tested in test/live/images-on-two-services.test.ts.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { DiskRoom } from '../../src/domain/disk-room.js';
import type { DiskReserve } from '../../src/domain/disk-room.js';
import type { ErrorKind } from '../../src/domain/errors.js';
import { isGuesthouseError } from '../../src/domain/errors.js';
import { newId } from '../../src/domain/ids.js';
import type { GuestId, HostId, ImageId } from '../../src/domain/ids.js';
import type { Image } from '../../src/domain/image.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { ImageContentStore } from '../../src/store/content/image-content-store.js';
import { openDatabase } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import { abandonUpload, deleteImage, finishUpload, insertImage, listImagesByIds } from '../../src/store/images.js';
import { ServiceCredentials } from '../../src/store/service-credentials.js';
import { inTransaction } from '../../src/store/transaction.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';
import { makeGuest, makeWorld } from '../support/database/rows.js';
import type { World } from '../support/database/rows.js';
import { eventually } from '../support/eventually.js';
import { HttpPeer } from '../support/peers/http-peer.js';
import { withUnusedPort } from '../support/peers/unused-port.js';

const CONTENT = Buffer.from('the content of an image');
const NO_RESERVE = { share: 0, bytes: 0 };

describe('A store of image content', function () {
  this.timeout(60_000);

  let database: TestDatabase;
  let db: Database;
  let world: World;
  let folders: string[];
  let stores: ImageContentStore[];
  let peers: HttpPeer[];

  beforeEach(async () => {
    database = await createTestDatabase();
    db = await openDatabase(database.url, { log: SILENT_LOG });
    world = await makeWorld(db);
    folders = [];
    stores = [];
    peers = [];
  });
  afterEach(async () => {
    for (const peer of peers) await peer.stop();
    for (const store of stores) await store.close();
    await db.close();
    await database.drop();
    for (const folder of folders) await rm(folder, { recursive: true });
  });

  async function makeFolder(): Promise<string> {
    const folder = await mkdtemp(path.join(tmpdir(), 'guesthouse-content-store-'));
    folders.push(folder);
    return folder;
  }
  interface Opening {
    readonly folder?: string;
    readonly advertiseUrl?: string | null;
    readonly reserve?: DiskReserve;
  }
  async function open({ folder, advertiseUrl = null, reserve = NO_RESERVE }: Opening = {}): Promise<ImageContentStore> {
    const store = await ImageContentStore.open(db, folder ?? (await makeFolder()), {
      ...{ room: new DiskRoom(reserve), readerGid: null, advertiseUrl, isInsecure: false, tls: null },
      log: SILENT_LOG,
    });
    stores.push(store);
    return store;
  }
  async function startPeer(handler?: RequestListener): Promise<HttpPeer> {
    const peer = await HttpPeer.start(handler);
    peers.push(peer);
    return peer;
  }
  async function makeImage(): Promise<ImageId> {
    const id = newId<ImageId>();
    const image = { id, projectId: world.project, name: id, description: '', sha256: null, isShared: false } as const;
    await inTransaction(db, (trx) => insertImage(trx, { ...image, kind: 'kernel', format: 'raw' }));
    return id;
  }
  const imageOf = async (id: ImageId): Promise<Image & { contentId: string; sizeBytes: number; sha256: string }> => {
    const [image] = await listImagesByIds(db.knex, [id]);
    return image as Awaited<ReturnType<typeof imageOf>>;
  };
  /** Makes a complete upload of `CONTENT` to the store. */
  async function fill(store: ImageContentStore): Promise<Awaited<ReturnType<typeof imageOf>>> {
    const [image, uploadId] = [await makeImage(), newId<ImageId>()];
    expect(await store.beginUpload(image, uploadId, db)).to.equal(true);
    await writeFile(store.pathOf(uploadId), CONTENT);
    const sha256 = createHash('sha256').update(CONTENT).digest('hex');
    const content = { sizeBytes: CONTENT.length, virtualSizeMib: 1, sha256 };
    const upload = { uploadId, store: store.id };
    expect(await inTransaction(db, (trx) => finishUpload(trx, image, upload, content))).to.equal(true);
    return imageOf(image);
  }
  /** Sends `CONTENT`, as a service does. */
  const honest: RequestListener = (_request, response) => respond(response, CONTENT);
  const respond = (response: Parameters<RequestListener>[1], body: Buffer): void =>
    void response
      .writeHead(206, {
        'content-range': `bytes 0-${CONTENT.length - 1}/${CONTENT.length}`,
        'content-length': body.length,
      })
      .end(body);

  interface Bringing {
    readonly signal?: AbortSignal;
    readonly host?: HostId;
    readonly onPercent?: (percent: number) => void;
  }
  const bring = (
    store: ImageContentStore,
    image: Image,
    { signal = new AbortController().signal, host = world.host, onPercent = () => undefined }: Bringing = {},
  ): Promise<boolean> => store.bring([image], host, { signal, onPercent });
  const failureOf = async (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => null,
      (error: unknown) => error,
    );
  async function expectFailure(work: Promise<unknown>, kind: ErrorKind, words: string): Promise<void> {
    const failure = await failureOf(work);
    if (!isGuesthouseError(failure, kind)) throw failure instanceof Error ? failure : new Error('it succeeded');
    expect(failure.message).to.include(words);
  }
  const filesOf = async (store: ImageContentStore): Promise<string[]> => readdir(path.dirname(store.pathOf('x')));
  const copiesOf = async (image: Image): Promise<unknown[]> =>
    db.knex('content_copies').where({ image_id: image.id }).orderBy('is_origin', 'desc').pluck('state');
  async function expectNothingKept(store: ImageContentStore, image: Image): Promise<void> {
    await eventually(async () => (await copiesOf(image)).length === 1);
    expect(await filesOf(store)).to.deep.equal([]);
  }
  async function useOnHost(image: Image): Promise<GuestId> {
    const { id } = await makeGuest(db, world);
    await db.knex('guest_images').insert({ guest_id: id, image_id: image.id });
    return id;
  }
  const deleteGuest = async (id: GuestId): Promise<void> => {
    await db.knex('guest_images').where({ guest_id: id }).delete();
    await db.knex('guests').where({ id }).delete();
  };

  describe('of one folder', () => {
    it('is the same for services that open a new folder concurrently', async () => {
      const folder = await makeFolder();
      const opened = await Promise.all(Array.from({ length: 8 }, () => open({ folder })));
      expect(new Set(opened.map(({ id }) => id)).size).to.equal(1);
      expect((await readdir(folder)).sort()).to.deep.equal(['images', 'images.id']);
    });

    it('accepts one upload of an image at a time, and another after that one was abandoned', async () => {
      const [here, there] = [await open(), await open()];
      const image = await makeImage();
      const upload = newId<ImageId>();
      expect(await here.beginUpload(image, upload, db)).to.equal(true);
      expect(await here.beginUpload(image, newId<ImageId>(), db)).to.equal(false);
      expect(await there.beginUpload(image, newId<ImageId>(), db)).to.equal(false);
      await abandonUpload(db.knex, image, upload, false);
      expect(await there.beginUpload(image, newId<ImageId>(), db)).to.equal(true);
    });

    it('allows another service to take over an upload when the service that began it is gone', async () => {
      const here = await open();
      const image = await makeImage();
      await here.beginUpload(image, newId<ImageId>(), db);
      const other = await open();
      expect(await other.beginUpload(image, newId<ImageId>(), db)).to.equal(false);
      await here.close();
      await eventually(() => other.beginUpload(image, newId<ImageId>(), db));
    });

    it('is recognized by its files if its id or its rows are lost, and no sweep removes them', async () => {
      const folder = await makeFolder();
      const here = await open({ folder });
      const image = await fill(here);
      await db.knex('content_copies').delete();
      expect(await here.clearUp()).to.equal(0);
      expect(await copiesOf(image)).to.deep.equal(['ready']);
      await rm(path.join(folder, 'images.id'));
      const again = await open({ folder });
      expect(await again.clearUp()).to.equal(0);
      expect(await bring(again, image)).to.equal(false);
      expect(await readFile(again.pathOf(image.contentId))).to.deep.equal(CONTENT);
    });

    it('loses the files of an image that was deleted through another service', async () => {
      const here = await open();
      const image = await fill(here);
      await inTransaction(db, (trx) => deleteImage(trx, image.id));
      expect(await here.sweep()).to.equal(1);
      expect(await filesOf(here)).to.deep.equal([]);
    });
  });

  describe('that lacks the content of an image', () => {
    let here: ImageContentStore;
    let peer: HttpPeer;
    let image: Awaited<ReturnType<typeof imageOf>>;

    beforeEach(async () => {
      here = await open();
      peer = await startPeer(honest);
      image = await fill(await open({ advertiseUrl: peer.url }));
    });

    it('copies it from a service that has it, with a credential for exactly this request, and reports progress', async () => {
      const percents: number[] = [];
      expect(await bring(here, image, { onPercent: (percent) => percents.push(percent) })).to.equal(true);
      expect(await readFile(here.pathOf(image.contentId))).to.deep.equal(CONTENT);
      expect(percents[0]).to.equal(0);
      expect(percents.at(-1)).to.equal(100);
      const [request] = peer.requests;
      expect([request?.method, request?.url]).to.deep.equal(['GET', `/v1/images/${image.id}/content`]);
      const credential = (request?.headers.authorization ?? '').replace('Bearer ', '');
      const services = new ServiceCredentials(db);
      expect(await services.permits(credential, request?.url ?? '')).to.equal(true);
      expect(await services.permits(credential, `/v1/images/${newId()}/content`)).to.equal(false);
      expect(await services.permits(credential.replace(/_\d+_/, '_99999999999_'), request?.url ?? '')).to.equal(false);
      expect(await bring(here, image)).to.equal(false);
      expect(peer.requests).to.have.length(1);
    });

    it('copies it once for 20 guests at the same time, also if two services share the folder', async () => {
      const sibling = await open({ folder: folders[0] ?? '' });
      peer.handler = (request, response) => void setTimeout(() => honest(request, response), 200);
      await Promise.all(Array.from({ length: 20 }, (_, index) => bring(index % 2 === 0 ? here : sibling, image)));
      expect(peer.requests).to.have.length(1);
      expect(await copiesOf(image)).to.deep.equal(['ready', 'ready']);
      expect(await filesOf(here)).to.deep.equal([image.contentId]);
    });

    it('makes at most four copies at the same time', async () => {
      const pending: (() => void)[] = [];
      peer.handler = (request, response) => void pending.push(() => honest(request, response));
      const other = stores[1] as ImageContentStore;
      const images = [image];
      while (images.length < 6) images.push(await fill(other));
      const all = images.map((each) => bring(here, each));
      await eventually(() => pending.length === 4);
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(pending).to.have.length(4);
      const releasing = setInterval(() => pending.shift()?.(), 5);
      await Promise.all(all);
      clearInterval(releasing);
    });

    it('continues a copy for those who still wait for it, and ends it when nobody does', async () => {
      peer.handler = (_request, response) => response.writeHead(206).destroy();
      let finish = (): void => undefined;
      peer.handler = (request, response) => void (finish = () => honest(request, response));
      const [one, other] = [new AbortController(), new AbortController()];
      const first = failureOf(bring(here, image, { signal: one.signal }));
      const second = failureOf(bring(here, image, { signal: other.signal }));
      await eventually(() => peer.requests.length === 1);
      one.abort(new Error('cancelled'));
      expect(String(await first)).to.include('cancelled');
      finish();
      expect(await second).to.equal(null);

      const again = await open();
      const last = new AbortController();
      const third = failureOf(bring(again, image, { signal: last.signal }));
      await eventually(() => peer.requests.length === 2);
      const isClosed = new Promise((resolve) => peer.requests[1]?.once('close', resolve));
      last.abort(new Error('cancelled'));
      expect(String(await third)).to.include('cancelled');
      await isClosed;
      await eventually(async () => (await copiesOf(image)).length === 2);
      expect(await filesOf(again)).to.deep.equal([]);
    });

    it('rejects other bytes of the same length, keeps nothing of them, and takes the right ones from another service', async () => {
      peer.handler = (_request, response) => respond(response, Buffer.from(CONTENT).reverse());
      await expectFailure(bring(here, image), 'digest_mismatch', 'damaged');
      await expectNothingKept(here, image);
      const good = await startPeer(honest);
      const third = await open({ advertiseUrl: good.url });
      await writeFile(third.pathOf(image.contentId), CONTENT);
      await third.clearUp();
      expect(await bring(here, image)).to.equal(true);
    });

    const DECEPTIONS: readonly (readonly [string, RequestListener])[] = [
      ['sends fewer bytes', (_, response) => respond(response, CONTENT.subarray(1))],
      ['sends more bytes', (_, response) => respond(response, Buffer.concat([CONTENT, CONTENT]))],
      [
        'breaks off',
        (_, response) => {
          response.writeHead(206, { 'content-range': `bytes 0-${CONTENT.length - 1}/${CONTENT.length}` });
          response.write(CONTENT.subarray(0, 5), () => response.destroy());
        },
      ],
      ['does not have the image', (_, response) => response.writeHead(404).end()],
      ['redirects', (_, response) => response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end()],
      [
        'hangs in the middle',
        (_, response) => {
          response.writeHead(206, {
            'content-range': `bytes 0-${CONTENT.length - 1}/${CONTENT.length}`,
            'content-length': CONTENT.length,
          });
          response.write(CONTENT.subarray(0, 5));
        },
      ],
      ['does not respond', () => undefined],
    ];
    for (const [name, handler] of DECEPTIONS) {
      it(`is host_unreachable, and keeps nothing, if the other service ${name}`, async () => {
        peer.handler = handler;
        await expectFailure(bring(here, image), 'host_unreachable', 'GUESTHOUSE_ADVERTISE_URL');
        await expectNothingKept(here, image);
      });
    }

    it('is host_unreachable if the other service does not run', async () => {
      await withUnusedPort(async (port) => {
        const away = await fill(await open({ advertiseUrl: `http://127.0.0.1:${port}` }));
        await expectFailure(bring(here, away), 'host_unreachable', 'Start the service there');
      });
    });

    it('fails at once, and names the setting, if no service that has it has announced a URL', async () => {
      const silent = await fill(await open());
      await expectFailure(bring(here, silent), 'image_not_available', 'Set GUESTHOUSE_ADVERTISE_URL');
    });

    it('sends no credential over an unencrypted connection to another machine', async () => {
      const exposed = await fill(await open({ advertiseUrl: 'http://192.0.2.1:8480' }));
      const failure = await failureOf(bring(here, exposed));
      expect(isGuesthouseError(failure, 'host_unreachable') && failure.logDetail).to.include('not encrypted');
    });

    it('is capacity_exhausted if the copy would not leave the reserve of the disk free', async () => {
      const full = await open({ reserve: { share: 1, bytes: 0 } });
      await expectFailure(bring(full, image), 'capacity_exhausted', 'free space');
      await expectNothingKept(full, image);
    });

    it('takes over a copy that a service of its folder left when it died, and removes its part file later', async () => {
      peer.handler = () => undefined;
      const sibling = await open({ folder: folders[0] ?? '' });
      const lost = failureOf(bring(sibling, image));
      await eventually(() => peer.requests.length === 1);
      // The session ends as it does when the process dies.
      const { copier } = (await db.knex('content_copies').where({ state: 'copying' }).first()) as { copier: number };
      await db.knex.raw(
        `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objid = ?::bigint::oid
           and database = (select oid from pg_database where datname = current_database())`,
        [copier],
      );
      await writeFile(here.pathOf('left-behind.part'), 'x');
      peer.handler = honest;
      expect(await bring(here, image)).to.equal(true);
      expect(isGuesthouseError(await lost)).to.equal(true);
      expect(await copiesOf(image)).to.deep.equal(['ready', 'ready']);
      await here.sweep();
      expect(await filesOf(here)).to.deep.equal([image.contentId]);
    });

    it('copies it again if its file has vanished', async () => {
      await bring(here, image);
      await rm(here.pathOf(image.contentId));
      expect(await bring(here, image)).to.equal(true);
      expect(await readFile(here.pathOf(image.contentId))).to.deep.equal(CONTENT);
    });

    it('is image_not_found if the image is deleted during the copy', async () => {
      let finish = (): void => undefined;
      peer.handler = (request, response) => void (finish = () => honest(request, response));
      const copying = bring(here, image);
      copying.catch(() => undefined);
      await eventually(() => peer.requests.length === 1);
      await inTransaction(db, (trx) => deleteImage(trx, image.id));
      finish();
      await expectFailure(copying, 'image_not_found', 'deleted');
      await here.sweep();
      expect(await filesOf(here)).to.deep.equal([]);
    });

    it('passes a range of it through from another service, and keeps nothing', async () => {
      peer.handler = (request, response) => {
        expect(request.headers.range).to.equal('bytes=4-10');
        response.writeHead(206, { 'content-range': `bytes 4-10/${CONTENT.length}` }).end(CONTENT.subarray(4, 11));
      };
      const { signal } = new AbortController();
      const stream = await here.read(image, { start: 4, end: 10 }, { mayForward: true, signal });
      expect(stream && (await text(stream))).to.equal('content');
      expect(await filesOf(here)).to.deep.equal([]);
      expect(await here.read(image, { start: 4, end: 10 }, { mayForward: false, signal })).to.equal(null);
      peer.handler = (_, response) => response.writeHead(503).end();
      await expectFailure(
        here.read(image, { start: 4, end: 10 }, { mayForward: true, signal }),
        'host_unreachable',
        'Start the service there',
      );
    });

    it('drops its copy with the last guest that uses it, and only then', async () => {
      const guests = [await useOnHost(image), await useOnHost(image)];
      await bring(here, image);
      for (const guest of guests) {
        await here.clearUp();
        expect(await filesOf(here)).to.deep.equal([image.contentId]);
        await deleteGuest(guest);
      }
      here.mayHaveReleased();
      await eventually(async () => (await filesOf(here)).length === 0);
      await eventually(async () => (await copiesOf(image)).length === 1);
    });

    it('keeps its copy while no live service has another, and never drops the copy that was uploaded', async () => {
      await bring(here, image);
      const origin = stores[1] as ImageContentStore;
      await db
        .knex('content_services')
        .where({ store_id: origin.id })
        .update({ seen_at: new Date(0) });
      await here.clearUp();
      await origin.clearUp();
      expect(await filesOf(here)).to.deep.equal([image.contentId]);
      expect(await filesOf(origin)).to.deep.equal([image.contentId]);
      expect(await copiesOf(image)).to.deep.equal(['ready', 'ready']);
    });

    it('keeps its copy after the store of the upload has lost its file, until the file is back', async () => {
      await bring(here, image);
      const origin = stores[1] as ImageContentStore;
      await rm(origin.pathOf(image.contentId));
      await origin.clearUp();
      await here.clearUp();
      expect(await filesOf(here)).to.deep.equal([image.contentId]);
      expect(await copiesOf(image)).to.deep.equal(['ready']);
      await writeFile(origin.pathOf(image.contentId), CONTENT);
      await origin.clearUp();
      await here.clearUp();
      expect(await filesOf(here)).to.deep.equal([]);
      // The only copy stays recorded, because its file may come back.
      await rm(origin.pathOf(image.contentId));
      await origin.clearUp();
      expect(await copiesOf(image)).to.deep.equal(['ready']);
    });

    it('stays recorded with a lost file if the other store drops its copy at the same time', async () => {
      await bring(here, image);
      const origin = stores[1] as ImageContentStore;
      await rm(origin.pathOf(image.contentId));
      let clearing: Promise<unknown> = Promise.resolve();
      await inTransaction(db, async (trx) => {
        const ofImage = { image_id: image.id };
        await trx('content_copies').where(ofImage).forUpdate();
        clearing = origin.clearUp();
        const waiting = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
        await eventually(async () => (await db.knex.raw<{ rowCount: number }>(waiting)).rowCount > 0);
        await trx('content_copies')
          .where({ ...ofImage, store_id: here.id })
          .delete();
      });
      await clearing;
      expect(await copiesOf(image)).to.deep.equal(['ready']);
    });

    it('drops the copy when another store serves the host', async () => {
      const guest = await useOnHost(image);
      await bring(here, image);
      await bring(await open(), image);
      await here.clearUp();
      expect(await filesOf(here)).to.deep.equal([]);
      await deleteGuest(guest);
    });
  });
});
