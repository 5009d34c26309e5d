/** Concurrent uploads: each holds a connection and disk space for as long as its client chooses. */
import { expect } from 'chai';
import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { makePerson, withToken } from '../support/access/people.js';
import { Api } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { Service } from '../support/service.js';

const OF_USER = 4;
const OF_SERVICE = 32;
const inDefault = { role: 'member', token: { project: 'default' } } as const;

describe('Uploads at the same time', () => {
  let service: Service;
  let running: ClientRequest[];
  before(async () => {
    service = await Service.start();
  });
  beforeEach(() => {
    running = [];
  });
  afterEach(async () => {
    for (const upload of running) upload.destroy();
    await eventually(async () => (await service.imageFiles()).every((name) => !name.endsWith('.part')));
  });
  after(() => service.leave());

  /** Begins an upload and resolves when the service receives it. */
  async function begin(api: Api): Promise<ClientRequest> {
    const { id } = await api.announceImage();
    const before = (await service.imageFiles()).length;
    const headers = { authorization: `Bearer ${api.token}`, 'content-type': 'application/octet-stream' };
    const upload = request(`${service.url}/v1/images/${id}/content`, { method: 'PUT', headers });
    upload.on('error', () => undefined);
    upload.write('x');
    running.push(upload);
    await eventually(async () => (await service.imageFiles()).length > before);
    return upload;
  }

  async function expectTooMany(api: Api): Promise<void> {
    const { id } = await api.announceImage();
    const response = await api.putContent(id, 'x');
    expect([response.status, response.fault().error_name]).to.deep.equal([429, 'TOO_MANY_REQUESTS']);
  }

  it('are limited for each user, over all credentials of the user, and others can still upload', async () => {
    const [one, other] = [await makePerson(service, inDefault), await makePerson(service, inDefault)];
    const second = await withToken(service, one.id, inDefault.token);
    for (let count = 0; count < OF_USER; count++) await begin(count % 2 === 0 ? one.api : second);
    await expectTooMany(one.api);
    await expectTooMany(second);
    await other.api.makeImage();
    const [ending] = running;
    ending?.end();
    const [response] = (await once(ending as ClientRequest, 'response')) as [IncomingMessage];
    expect(response.statusCode).to.equal(200);
    response.resume();
    await eventually(async () => {
      const { id } = await one.api.announceImage();
      return (await one.api.putContent(id, 'x')).status === 200;
    });
  });

  it('are limited for all users together', async () => {
    for (let count = 0; count < OF_SERVICE; count += OF_USER) {
      const { api } = await makePerson(service, inDefault);
      for (let mine = 0; mine < OF_USER; mine++) await begin(api);
    }
    await expectTooMany(new Api(service));
  });
});
