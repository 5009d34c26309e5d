/** Hosts and networks: the one host there is, by id and by name, and what its guests can be put on. */
import { expect } from 'chai';
import type { Host, HostList } from '../../generated/api-types.js';
import { Api } from '../support/api.js';
import { Service } from '../support/service.js';

describe('hosts @conforming', () => {
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

  it('are one: the one of the configuration, up', async () => {
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

  it('have networks, `user` always among them', async () => {
    const { data } = await api.client.GET('/v1/networks');
    expect(data?.networks).to.deep.include({ name: 'user', kind: 'user' });
  });

  it('say why their networks cannot be told', async () => {
    await service.host.refuse('networks');
    await api.refused(502, 'BACKEND_REFUSED', 'GET', '/v1/networks');
    await service.host.loseAnswer('networks');
    await api.refused(502, 'OUTCOME_UNKNOWN', 'GET', '/v1/networks');
    expect((await api.send('GET', '/v1/networks')).status).to.equal(200);
  });
});
