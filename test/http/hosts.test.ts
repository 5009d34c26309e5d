/** Hosts and networks: the only host, which is found by id and by name, and the networks that its guests can use. */
import { expect } from 'chai';
import type { Host, HostList } from '../../generated/api-types.js';
import { makePerson } from '../support/access/people.js';
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

  it('consist of the configured host, which is up', async () => {
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

  it('show their URI only to administrators, and only administrators can search by it', async () => {
    const { api: viewer } = await makePerson(service, { role: 'viewer' });
    const shown = (await viewer.expect(200, 'GET', `/v1/hosts/${host.id}`)).json<Host>();
    expect(shown).to.deep.equal({ ...host, uri: null });
    const list = async (by: Api, query: string): Promise<HostList['hosts']> =>
      (await by.expect(200, 'GET', `/v1/hosts?${query}`)).json<HostList>().hosts;
    expect(await list(viewer, 'fields=uri')).to.deep.equal([{ id: host.id, links: host.links, uri: null }]);
    const path = host.uri?.replace(/^\w+:\/+/, '') ?? '';
    for (const search of [`uri="${host.uri}"`, 'uri=fake*', 'uri=*', `"${path}"`]) {
      const query = `search=${encodeURIComponent(search)}`;
      expect(await list(viewer, query), search).to.deep.equal([]);
      expect(await list(api, query), search).to.have.length(1);
    }
    expect(await list(viewer, `search=${encodeURIComponent('uri!=fake*')}`)).to.have.length(1);
  });

  it('have networks, always including `user`', async () => {
    const { data } = await api.client.GET('/v1/networks');
    expect(data?.networks).to.deep.include({ name: 'user', kind: 'user' });
  });

  it('report the reason if their networks cannot be listed', async () => {
    await service.host.refuse('networks');
    await api.refused(502, 'BACKEND_REFUSED', 'GET', '/v1/networks');
    await service.host.loseReply('networks');
    await api.refused(502, 'OUTCOME_UNKNOWN', 'GET', '/v1/networks');
    expect((await api.send('GET', '/v1/networks')).status).to.equal(200);
  });
});
