/** The edges of Mogan's API: its paths, the headers of every response, a quota, and hosts that lack an ability. */
import { expect } from 'chai';
import pg from 'pg';
import type { MoganInstance } from '../../../generated/mogan/api-types.js';
import type { Api } from '../../support/api.js';
import { INSTANCES, MoganWorld, USER_NETWORK } from '../../support/dialects/mogan-world.js';
import { eventually } from '../../support/eventually.js';

describe("The edges of Mogan's API", () => {
  let world: MoganWorld;
  let api: Api;
  before(async () => {
    world = await MoganWorld.open();
    ({ api } = world);
  });
  after(() => world.close());

  it('have the id of the request in the form of OpenStack, whatever the response is', async () => {
    const headers = { 'x-request-id': 'mine-7' };
    for (const [method, path] of [
      ['GET', INSTANCES],
      ['HEAD', INSTANCES],
      ['OPTIONS', INSTANCES],
      ['GET', `${INSTANCES}/nobody`],
      ['GET', '/types/nobody/colour'],
      ['DELETE', '/v1/availability_zones'],
    ] as const) {
      const response = await api.send(method, path, { headers });
      expect(response.headers.get('openstack-request-id'), `${method} ${path}`).to.equal('req-mine-7');
    }
    expect((await api.send('GET', '/v1/guests')).headers.has('openstack-request-id')).to.equal(false);
  });

  it('take a trailing slash, and no other spelling of a path', async () => {
    await api.expect(200, 'GET', `${INSTANCES}/`);
    await api.expect(200, 'GET', `${INSTANCES}/detail/?limit=1`);
    for (const path of [`${INSTANCES}//`, `${INSTANCES}/detail/x`, '/instances', '/types', '/instances/a/b']) {
      expect(await world.refused(404, 'GET', path), path).to.equal('There is no resource at this path.');
    }
    const { uuid } = await world.make();
    const method = await api.expect(405, 'POST', `${INSTANCES}/${uuid}`);
    expect(method.headers.get('allow')).to.equal('DELETE, GET, HEAD, OPTIONS, PATCH');
    for (const path of ['/instances/%00', `/types/${'x'.repeat(256)}`]) await world.refused(404, 'GET', path);
    // These paths belong to the native API.
    await api.refused(501, 'NOT_IMPLEMENTED', 'GET', '/v1/instancesx');
    await api.refused(404, 'NOT_FOUND', 'GET', '/typesx');
  });

  it('reject an instance beyond the quota of the project', async () => {
    const limit = (guests: number | null): Promise<unknown> => {
      const headers = { 'content-type': 'application/merge-patch+json' };
      return api.expect(200, 'PATCH', '/v1/projects/default', { json: { quota: { guests } }, headers });
    };
    await limit(0);
    expect(await world.refused(403, 'POST', INSTANCES, { json: world.body() })).to.include('guests');
    await limit(null);
  });

  it('reject an instance that no host supports', async () => {
    const sql = new pg.Client(world.service.databaseUrl);
    await sql.connect();
    await sql.query(`update hosts set capabilities = jsonb_set(capabilities, '{nicModels}', '["virtio"]')`);
    await sql.end();
    const json = world.body({ networks: [{ net_id: USER_NETWORK, port_type: '1GE' }] });
    expect(await world.refused(501, 'POST', INSTANCES, { json })).to.include('e1000');
  });

  it('show neither status nor power while the host is away, and reject what needs the host', async () => {
    const { uuid } = await world.make();
    await world.service.host.refuseConnections();
    await eventually(async () => (await world.get(uuid)).status === null);
    expect((await world.get(uuid)).power_state).to.equal(null);
    for (const [method, path, json] of [
      ['POST', INSTANCES, world.body()],
      ['PUT', `${INSTANCES}/${uuid}/states/power`, { target: 'off' }],
      ['DELETE', `${INSTANCES}/${uuid}`, undefined],
    ] as const) {
      const away = await api.expect(503, method, path, { json });
      expect(Number(away.headers.get('retry-after'))).to.be.at.least(1);
    }
    const { instances } = (await api.expect(200, 'GET', `${INSTANCES}?fields=status,uuid`)).json<{
      instances: MoganInstance[];
    }>();
    expect(instances.find((each) => each.uuid === uuid)?.status).to.equal(null);
    await world.service.host.clearFaults();
    await world.untilPower(uuid, 'power on');
  });
});
