/**
 * What oVirt's API costs the database: each operation sends the statements of its native twin, and a list sends none
 * for each of its elements.
 */
import { expect } from 'chai';
import { createTestDatabase, type TestDatabase } from '../../support/database/database.js';
import { DatabaseProxy } from '../../support/database/database-proxy.js';
import { RequestStatements } from '../../support/database/request-statements.js';
import { makePerson } from '../../support/access/people.js';
import { Api } from '../../support/api.js';
import { API } from '../../support/dialects/ovirt-world.js';
import { Service } from '../../support/service.js';

describe("The statements of oVirt's operations", () => {
  let database: TestDatabase;
  let proxy: DatabaseProxy;
  let service: Service;
  let api: Api;
  let owner: Api;
  let statements: RequestStatements;
  before(async () => {
    database = await createTestDatabase();
    proxy = await DatabaseProxy.open(database.url);
    service = await Service.start({ databaseUrl: proxy.url });
    api = new Api(service);
    statements = new RequestStatements(proxy);
    for (let nth = 0; nth < 12; nth += 1) await api.makeGuest({ name: `web-${nth}`, nics: [{}] });
    const { project_id: project } = await api.guest('web-1');
    // Not an administrator, who natively also sees other projects.
    owner = (await makePerson(service, { role: 'owner', token: { project } })).api;
  });
  after(async () => {
    await service.leave();
    await proxy.leave();
    await database.drop();
  });

  async function sentFor(path: string): Promise<string[]> {
    await api.noneUnderWay();
    // From here on, the service has the credential in its cache.
    await owner.expect(200, 'GET', '/v1');
    statements.take();
    await owner.expect(200, 'GET', path);
    return statements.take();
  }

  const TWINS: readonly (readonly [native: string, ours: string])[] = [
    ['/v1/guests?limit=1000', '/vms'],
    ['/v1/guests?limit=1000&search=name%3Dweb*', '/vms?search=name%3Dweb*'],
    ['/v1/guests/web-1', '/vms/web-1'],
    ['/v1/guests/web-1', '/vms/web-1/nics'],
    ['/v1/guests/web-1/permissions?limit=1000', '/vms/web-1/permissions'],
    ['/v1/hosts?limit=1000', '/hosts'],
    ['/v1/zones?limit=1000', '/clusters'],
    ['/v1/networks?limit=1000', '/networks'],
    ['/v1/networks?limit=1000', '/vnicprofiles'],
    ['/v1/events?limit=1000', '/events'],
    ['/v1/operations?limit=1000', '/jobs'],
    ['/v1/users?limit=1000', '/users'],
    ['/v1/groups?limit=1000', '/groups'],
    ['/v1/roles', '/roles'],
  ];
  for (const [native, ours] of TWINS) {
    it(`are those of its twin: GET ${ours}`, async () => {
      expect(await sentFor(API + ours)).to.deep.equal(await sentFor(native));
    });
  }
});
