/**
 * The content of an image has arrived, but the database is unreachable when the service tries to make the image
 * `available`. The upload waits for the database and finishes once, or leaves nothing that seems finished.
 */
import { expect } from 'chai';
import pg from 'pg';
import type { Image } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { Api } from '../support/api.js';
import { createTestDatabase, type TestDatabase } from '../support/database/database.js';
import { DatabaseProxy } from '../support/database/database-proxy.js';
import { beginRequest, type HalfRequest } from '../support/peers/half-request.js';
import { Service } from '../support/service.js';

const CONTENT = 'a kernel, more or less';
const OCTETS = { 'content-type': 'application/octet-stream' };

describe('An upload that ends while the database is unreachable', function () {
  this.timeout(60_000);

  let database: TestDatabase;
  let proxy: DatabaseProxy;
  let service: Service;
  let api: Api;
  let image: Image;
  before(async () => {
    database = await createTestDatabase();
    proxy = await DatabaseProxy.open(database.url);
    service = await Service.start({ databaseUrl: proxy.url });
    api = new Api(service);
  });
  after(async () => {
    await service.leave();
    await proxy.leave();
    await database.drop();
  });
  beforeEach(async () => {
    await takesContent();
    image = await api.announceImage({ kind: 'kernel' });
  });
  afterEach(async () => {
    await api.send('DELETE', `/v1/images/${image.id}`);
  });

  const wholeFiles = async (): Promise<string[]> =>
    (await service.imageFiles()).filter((name) => !name.endsWith('.part'));
  const waits = (): number =>
    service.log.filter(({ msg }) => msg.includes('recording the result of long work; retrying')).length;

  /** Begins an upload while the database is reachable, and sends the rest while the database is unreachable. */
  async function sendIntoTheGap(): Promise<{ upload: HalfRequest; response: ReturnType<HalfRequest['finish']> }> {
    const upload = beginRequest(service, 'PUT', `/v1/images/${image.id}/content`, OCTETS);
    await upload.write(CONTENT.slice(0, 5));
    await eventually(async () => (await service.imageFiles()).some((name) => name.endsWith('.part')));
    const before = waits();
    await proxy.cut();
    const response = upload.finish(CONTENT.slice(5));
    await eventually(() => waits() > before);
    expect(await wholeFiles()).to.have.length(1);
    return { upload, response };
  }

  /** Resolves when the service has a database session for its uploads again. */
  async function takesContent(): Promise<void> {
    await eventually(async () => (await api.send('GET', '/v1/images')).status === 200);
    const probe = await api.announceImage({ kind: 'kernel' });
    await eventually(async () => (await api.putContent(probe.id, 'x')).status === 200);
    await api.expect(204, 'DELETE', `/v1/images/${probe.id}`);
  }

  /** Expects that the image became available once, with all of its content, and that no other file is left. */
  async function expectFilled(): Promise<void> {
    const { state, size_bytes: size } = (await api.expect(200, 'GET', `/v1/images/${image.id}`)).json<Image>();
    expect([state, size]).to.deep.equal(['available', CONTENT.length]);
    expect((await api.expect(200, 'GET', `/v1/images/${image.id}/content`)).text).to.equal(CONTENT);
    expect(await service.imageFiles()).to.have.length(1);
    expect(await eventsOf('image.available')).to.equal(1);
  }

  async function eventsOf(kind: string): Promise<number> {
    return onDatabase(`select id from events where kind = $1 and detail->>'image_id' = $2`, [kind, image.id]);
  }

  /** Executes a statement without the proxy, and returns the number of rows. */
  async function onDatabase(statement: string, values: readonly unknown[]): Promise<number> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      return (await client.query(statement, [...values])).rowCount ?? 0;
    } finally {
      await client.end();
    }
  }

  it('finishes when the database is back', async () => {
    const { response } = await sendIntoTheGap();
    await proxy.restore();
    const done = await response;
    expect(done.status).to.equal(200);
    expect(done.json<Image>()).to.include({ id: image.id, state: 'available' });
    await expectFilled();
  });

  it('finishes once if the COMMIT succeeded and only its response was lost', async () => {
    const lost = proxy.loseCommitOf(`update images set state = 'available'`);
    const sent = api.putContent(image.id, CONTENT);
    await lost;
    const done = await sent;
    expect(done.status).to.equal(200);
    expect(done.json<Image>()).to.include({ id: image.id, state: 'available' });
    await expectFilled();
  });

  it('is abandoned if its client disconnects, and the content can be uploaded again', async () => {
    const { upload } = await sendIntoTheGap();
    const isGivenUp = (): boolean => service.log.some(({ msg }) => msg.includes('failed to clean up an upload'));
    upload.breakOff();
    await eventually(isGivenUp);
    await proxy.restore();
    await takesContent();
    expect((await api.expect(200, 'GET', `/v1/images/${image.id}`)).json<Image>().state).to.equal('pending');
    expect((await api.putContent(image.id, CONTENT)).status).to.equal(200);
    await service.stop();
    await service.start();
    api = new Api(service);
    await expectFilled();
  });

  it('is rejected (503) and leaves nothing if another service released it meanwhile', async () => {
    const { response } = await sendIntoTheGap();
    // Another service does this when it starts and treats the upload as that of a dead service.
    await onDatabase('update images set upload_id = null, upload_worker = null where id = $1', [image.id]);
    await proxy.restore();
    const refused = await response;
    expect([refused.status, refused.fault().error_name]).to.deep.equal([503, 'DATABASE_UNREACHABLE']);
    expect(await service.imageFiles()).to.deep.equal([]);
    expect((await api.expect(200, 'GET', `/v1/images/${image.id}`)).json<Image>().state).to.equal('pending');
    await takesContent();
    expect((await api.putContent(image.id, CONTENT)).status).to.equal(200);
    await expectFilled();
  });

  it('is rejected (404) and leaves nothing if its image was deleted meanwhile', async () => {
    const { response } = await sendIntoTheGap();
    await onDatabase('delete from images where id = $1', [image.id]);
    await proxy.restore();
    const refused = await response;
    expect([refused.status, refused.fault().error_name]).to.deep.equal([404, 'IMAGE_NOT_FOUND']);
    expect(await service.imageFiles()).to.deep.equal([]);
  });
});
