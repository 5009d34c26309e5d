/**
 * What Mogan's API costs the database: each operation sends the statements of its native twin, and at most one to find
 * the ids of networks. A list sends no statement for each of its elements.
 */
import { expect } from 'chai';
import { createTestDatabase, type TestDatabase } from '../../support/database/database.js';
import { DatabaseProxy } from '../../support/database/database-proxy.js';
import { RequestStatements } from '../../support/database/request-statements.js';
import { INSTANCES, LAB_NETWORK, MoganWorld, USER_NETWORK } from '../../support/dialects/mogan-world.js';

describe('The statements of Mogan’s operations', () => {
  let database: TestDatabase;
  let proxy: DatabaseProxy;
  let world: MoganWorld;
  let statements: RequestStatements;
  const ids: string[] = [];
  before(async () => {
    database = await createTestDatabase();
    proxy = await DatabaseProxy.open(database.url);
    world = await MoganWorld.open({ databaseUrl: proxy.url });
    statements = new RequestStatements(proxy);
    const networks = [{ net_id: USER_NETWORK }, { net_id: LAB_NETWORK }];
    for (let nth = 0; nth < 12; nth += 1) ids.push((await world.make({ networks })).uuid);
  });
  after(async () => {
    await world.close();
    await proxy.leave();
    await database.drop();
  });

  async function sentFor(path: string): Promise<string[]> {
    await world.api.noneUnderWay();
    // From here on, the service has the credential in its cache.
    await world.api.expect(200, 'GET', '/v1');
    statements.take();
    await world.api.expect(200, 'GET', path);
    return statements.take();
  }

  it('are those of the native list, and one for the networks, whatever the number of elements', async () => {
    const native = await sentFor('/v1/guests');
    expect(native).to.not.be.empty;
    expect(await sentFor(INSTANCES)).to.deep.equal(native);
    expect(await sentFor(`${INSTANCES}/detail`)).to.deep.equal([...native, 'network-ids']);
    expect(await sentFor(`${INSTANCES}?fields=network_info`)).to.deep.equal([...native, 'network-ids']);
  });

  it('are those of the native resource, and one for the networks', async () => {
    const id = ids[0] ?? '';
    const native = await sentFor(`/v1/guests/${id}`);
    expect(await sentFor(`${INSTANCES}/${id}`)).to.deep.equal([...native, 'network-ids']);
    expect(await sentFor(`${INSTANCES}/${id}/states`)).to.deep.equal(native);
  });
});
