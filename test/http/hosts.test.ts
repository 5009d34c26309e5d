/** Hosts and networks: the only host, by id and by name, and the networks that its guests can use. */
import { expect } from 'chai';
import type { Host, HostList } from '../../generated/api-types.js';
import { Api } from '../support/api.js';
import { Service } from '../support/service.js';

describe('Hosts @conforming', () => {
  let service: Service;
  let api: Api;
  let host: Host;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    const [only] = (await api.expect(200, 'GET', '/v1/hosts')).json<HostList>().hosts;
    if (only === undefined) throw new Error('there is no host');
    host = (await api.expect(200, 'GET', `/v1/hosts/${only.id}`)).json<Host>();
  });
  after(() => service.leave());

  it('are a single one: the configured host, which is up', async () => {
    const { data } = await api.client.GET('/v1/hosts');
    expect(data?.hosts).to.have.length(1);
    expect(data?.markers).to.deep.equal({ prev: null, next: null });
    expect(host).to.include({ backend: 'fake', state: 'up' });
    expect(host.capabilities.firmwares).to.include('bios');
    expect(host.uri).to.match(/^fake:\/\//);
  });

  it('are found by id and by name, in any case', async () => {
    for (const name of [host.id, host.name, host.name.toUpperCase()]) {
      const found = await api.expect(200, 'GET', `/v1/hosts/${encodeURIComponent(name)}`);
      expect(found.json<Host>().id).to.equal(host.id);
    }
  });

  it('have networks, always including `user`', async () => {
    const { data } = await api.client.GET('/v1/networks');
    expect(data?.networks).to.deep.include({ name: 'user', kind: 'user' });
  });

  it('report why their networks cannot be listed', async () => {
    await service.host.refuse('networks');
    await api.refused(502, 'BACKEND_REFUSED', 'GET', '/v1/networks');
    await service.host.loseReply('networks');
    await api.refused(502, 'OUTCOME_UNKNOWN', 'GET', '/v1/networks');
    expect((await api.send('GET', '/v1/networks')).status).to.equal(200);
  });
});
