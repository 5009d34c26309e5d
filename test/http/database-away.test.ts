/**
 * The database becomes unreachable under a running service: every operation that needs it returns a fault and changes
 * nothing, the others continue, and everything works when the database is back.
 */
import { expect } from 'chai';
import type { Guest, Readiness } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { accessPresent, fillPath } from '../support/access/access-present.js';
import { Api, type SendOptions } from '../support/api.js';
import type { Operation } from '../support/contract.js';
import { describeEachContract } from '../support/contracts.js';
import { createTestDatabase, type TestDatabase } from '../support/database/database.js';
import { DatabaseProxy } from '../support/database/database-proxy.js';
import { peoplePresent } from '../support/access/people.js';
import { Service } from '../support/service.js';

describeEachContract('A service without its database', ({ operations, faultForm }) => {
  let database: TestDatabase;
  let proxy: DatabaseProxy;
  let service: Service;
  let api: Api;
  let guest: Guest;
  let present: Readonly<Record<string, string>>;
  before(async () => {
    database = await createTestDatabase();
    proxy = await DatabaseProxy.open(database.url);
    service = await Service.start({ databaseUrl: proxy.url });
    api = new Api(service);
    guest = await api.makeGuest();
    const image = await api.announceImage();
    const { data } = await api.client.GET('/v1/operations');
    const operation = data?.operations[0]?.id ?? '';
    const access = { ...(await peoplePresent(api)), ...(await accessPresent(api, guest)) };
    const page = 'getting-started';
    present = { guest: guest.id, image: image.id, host: guest.host.id, operation, page, dialect: 'sahara', ...access };
    await proxy.cut();
    // The service trusts a cached credential until it notices the loss of its listening connection.
    await eventually(async () => (await api.send('GET', '/v1')).status === 503);
  });
  after(async () => {
    await service.leave();
    await proxy.leave();
    await database.drop();
  });

  function pathOf({ path }: Operation): string {
    return fillPath(path, present);
  }

  function goodRequest({ bodyTypes, bodyExample, isBodyRequired }: Operation): SendOptions {
    const [type] = bodyTypes;
    if (type === undefined || !isBodyRequired) return {};
    return {
      body: type.endsWith('json') ? JSON.stringify(bodyExample) : 'content',
      headers: { 'content-type': type },
    };
  }

  // The service cannot validate a credential: a cached one could have been revoked meanwhile.
  for (const operation of operations.filter(({ isOpen }) => !isOpen)) {
    it(`rejects ${operation.operationId} with DATABASE_UNREACHABLE`, async () => {
      const response = await api.send(operation.method.toUpperCase(), pathOf(operation), goodRequest(operation));
      expect(response.status).to.equal(503);
      // The faults of some older APIs have no names.
      expect(faultForm.nameOf(response.json())).to.be.oneOf(['DATABASE_UNREACHABLE', undefined]);
      expect(Number(response.headers.get('retry-after'))).to.be.at.least(1);
    });
  }

  const needsNothing = ({ isOpen, method, responses }: Operation): boolean =>
    isOpen && method === 'get' && !responses.has(503);
  for (const operation of operations.filter(needsNothing)) {
    it(`still serves ${operation.operationId}`, async () => {
      await api.expect(200, 'GET', pathOf(operation), { token: null });
    });
  }

  it('reports that it is alive but not ready, and why', async () => {
    await api.expect(200, 'GET', '/healthz', { token: null });
    const response = await api.expect(503, 'GET', '/readyz', { token: null });
    expect(response.json<Readiness>()).to.include({ ready: false, migrations_done: true, database_answers: false });
  });

  it('has lost nothing when the database is back, and continues', async () => {
    await proxy.restore();
    await eventually(async () => (await api.send('GET', '/readyz')).status === 200);
    const { data } = await api.client.GET('/v1/guests');
    expect(data?.guests.map(({ id }) => id)).to.deep.equal([guest.id]);
    expect(data?.guests[0]?.state).to.equal('stopped');
    expect((await api.client.GET('/v1/images')).data?.images.map(({ id }) => id)).to.deep.equal([present['image']]);
    await api.done('start', guest.id);
    expect(await service.imageFiles()).to.deep.equal([]);
  });
});
