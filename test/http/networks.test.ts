/**
 * Networks: how hosts report them, which of them guests can use, and that no two guests on one network have the same
 * MAC address.
 */
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import type { Host, HostList, Network, NetworkList } from '../../generated/api-types.js';
import { AccessWorld, hrefOf, inProject, type Named, type Person } from '../support/access/access-world.js';
import { eventsOf, idsIn } from '../support/access/named-resource.js';
import { Api, jobOf } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { expectNothingChanged, jsonPatch, mergePatch, WAYS_TO_PATCH } from '../support/patches.js';
import { Service } from '../support/service.js';

describe('Networks', function () {
  this.timeout(120_000);

  /** The simulated host has the networks `user` and `lab`. */
  async function withService(env: Record<string, string>, test: (api: Api, service: Service) => Promise<void>) {
    const service = await Service.start({ env });
    try {
      await test(new Api(service), service);
    } finally {
      await service.leave();
    }
  }
  const listed = async (api: Api): Promise<string[] | undefined> =>
    (await api.client.GET('/v1/networks')).data?.networks.map(({ name = '' }) => name);
  const withNic = (network: string, mac?: string) => ({
    ...{ name: `on-${network}-${Math.random()}`, vcpus: 1, memory_mib: 64 },
    nics: [mac === undefined ? { network } : { network, mac }],
  });

  it('of the host that the operator does not allow are not listed, and no guest can be created on them', () =>
    withService({ GUESTHOUSE_NETWORKS: 'user,default' }, async (api) => {
      expect(await listed(api)).to.deep.equal(['user']);
      const refused = await api.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/guests', { json: withNic('lab') });
      const unknown = await api.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/guests', { json: withNic('nowhere') });
      expect(refused.errors).to.deep.equal(unknown.errors);
    }));

  it('are those that the operator allows by name, even without the network user', () =>
    withService({ GUESTHOUSE_NETWORKS: 'lab' }, async (api) => {
      expect(await listed(api)).to.deep.equal(['lab']);
      await api.makeGuest({ nics: [{ network: 'lab' }] });
      const json = withNic('user');
      expect((await api.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/guests', { json })).errors).to.deep.equal([
        { pointer: '/nics/0/network', detail: 'does not name a network that the guest can use' },
      ]);
    }));

  it('keep their guests when the operator no longer allows them: such guests run and can be started', () =>
    withService({}, async (api, service) => {
      const guest = await api.makeGuest({ nics: [{ network: 'lab' }] });
      await service.stop();
      await service.start({ env: { GUESTHOUSE_NETWORKS: 'user' } });
      const later = new Api(service);
      expect(await listed(later)).to.deep.equal(['user']);
      await later.ended(jobOf(await later.expect(202, 'POST', `/v1/guests/${guest.id}/start`)));
      expect((await later.guest(guest.id)).state).to.equal('running');
    }));

  it('of the configuration are an outer bound: administrators can allow nothing else', () =>
    withService({ GUESTHOUSE_NETWORKS: 'user' }, async (api) => {
      const everything = await api.expect(200, 'GET', '/v1/networks?all_projects=true');
      expect(everything.json<NetworkList>().networks.map(({ name }) => name)).to.deep.equal(['lab', 'user']);
      const lab = (await api.expect(200, 'GET', '/v1/networks/lab')).json<Network>();
      const list = { access: 'listed', projects: ['default'] };
      await api.expect(200, 'PATCH', lab.href, mergePatch(list));
      expect(await listed(api)).to.deep.equal(['user']);
      for (const network of ['lab', lab.id])
        await api.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/guests', { json: withNic(network) });
    }));

  it('keep their ids and their settings when the service restarts', () =>
    withService({}, async (api, service) => {
      const change = mergePatch({ description: 'kept' });
      const lab = (await api.expect(200, 'PATCH', '/v1/networks/lab', change)).json<Network>();
      await service.stop();
      await service.start();
      const { id, description, state } = (
        await new Api(service).expect(200, 'GET', '/v1/networks/lab')
      ).json<Network>();
      expect([id, description, state]).to.deep.equal([lab.id, 'kept', 'present']);
    }));

  it('have each MAC address only once, except the network user, where each guest is alone', () =>
    withService({}, async (api) => {
      const mac = '52:54:00:AA:BB:CC';
      const create = (network: string, status: number) =>
        api.send('POST', '/v1/guests', { json: withNic(network, mac) }).then((response) => {
          expect(response.status).to.equal(status);
          return response;
        });
      await create('lab', 201);
      const { error_name } = (await create('lab', 409)).json<{ error_name: string }>();
      expect(error_name).to.equal('MAC_ADDRESS_IN_USE');
      await create('user', 201);
      await create('user', 201);
      const together = await Promise.all(
        Array.from({ length: 4 }, () => api.send('POST', '/v1/guests', { json: withNic('lab', '52:54:00:AA:BB:CD') })),
      );
      expect(together.map(({ status }) => status).sort()).to.deep.equal([201, 409, 409, 409]);
    }));
});

describe('A network', function () {
  this.timeout(120_000);

  let service: Service;
  let world: AccessWorld;
  let api: Api;
  let shop: Named;
  let other: Named;
  let member: Person;
  let outsider: Person;
  before(async () => {
    service = await Service.start();
    world = await AccessWorld.open(service);
    api = world.admin;
    [shop, other] = [await world.project(), await world.project()];
    member = await world.person([[shop, 'member']], { project: shop.id });
    outsider = await world.person([[other, 'member']], { project: other.id });
  });
  after(async () => {
    await world.close();
    await service.leave();
  });

  const NETWORKS = '/v1/networks';

  /** Replaces the networks of the host, and waits until the service has seen it. */
  async function setNetworks(bridges: readonly string[]): Promise<void> {
    await service.host.setNetworks(bridges);
    // The service lists the networks at once when it has lost the events of the host.
    await service.host.cutEvents();
    const search = encodeURIComponent('state=present kind=bridge');
    await eventually(async () => {
      const path = `${NETWORKS}?all_projects=true&search=${search}`;
      const names = (await api.expect(200, 'GET', path)).json<NetworkList>().networks.map(({ name }) => name);
      return JSON.stringify(names) === JSON.stringify([...bridges].sort());
    });
  }

  async function network(idOrName: string): Promise<Network> {
    return (await api.expect(200, 'GET', `${NETWORKS}/${idOrName}`)).json<Network>();
  }

  async function change(idOrName: string, members: object): Promise<Network> {
    return (await api.expect(200, 'PATCH', `${NETWORKS}/${idOrName}`, mergePatch(members))).json<Network>();
  }

  const guestOn = (name: string, mac?: string): object => ({
    ...{ name: `on-${randomUUID()}`, vcpus: 1, memory_mib: 64 },
    nics: [mac === undefined ? { network: name } : { network: name, mac }],
  });

  async function refusedNics(by: Api, json: object): Promise<unknown> {
    return (await by.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/guests', { json })).errors;
  }

  it('is the same for everybody, and leads to its hosts', async () => {
    const lab = await network('lab');
    expect(lab).to.deep.include({ name: 'lab', kind: 'bridge', state: 'present', description: '' });
    expect(lab).to.deep.include({ access: 'all', projects: [], mac_choice: 'members' });
    expect((await member.api.expect(200, 'GET', lab.href)).json()).to.deep.equal(lab);
    const { hosts } = (await api.expect(200, 'GET', lab.hosts.href)).json<HostList>();
    const { hosts: all } = (await api.expect(200, 'GET', '/v1/hosts')).json<HostList>();
    expect(hosts).to.deep.equal(all);
    expect(lab.hosts.count).to.equal(1);
    const host = hosts[0] as Host;
    for (const search of [`host=${host.id}`, `host="${host.name}"`, 'state=present', 'mac_choice=members', 'lab'])
      expect(await idsIn(api, `${NETWORKS}?search=${encodeURIComponent(search)}`), search).to.include(lab.id);
    expect(await idsIn(api, `${NETWORKS}?search=${encodeURIComponent('state=absent or host=nobody')}`)).to.be.empty;
    expect(await idsIn(api, `/v1/hosts?search=${encodeURIComponent('network=lab')}`)).to.deep.equal([host.id]);
    await api.refused(404, 'NETWORK_NOT_FOUND', 'GET', `${NETWORKS}/LAB`);
  });

  it('appears and disappears with its host, and keeps its id and its settings meanwhile', async () => {
    await setNetworks(['lab', 'office']);
    const office = await network('office');
    expect(await eventsOf(api, 'network.added', office.id)).to.have.length(1);
    await change(office.id, { description: 'upstairs', mac_choice: 'administrators' });
    const guest = (await api.expect(201, 'POST', '/v1/guests', { json: guestOn('office') })).json<{ id: string }>();
    await api.noneUnderWay();

    await setNetworks(['lab']);
    expect(await network(office.id)).to.deep.include({ state: 'absent', hosts: { ...office.hosts, count: 0 } });
    const [gone] = await eventsOf(api, 'network.changed', office.id);
    expect(gone?.detail).to.deep.equal({ network_id: office.id, name: 'office', state: 'absent' });
    expect(await refusedNics(api, guestOn('office'))).to.deep.equal(await refusedNics(api, guestOn('nowhere')));

    await setNetworks(['lab', 'office']);
    expect(await network('office')).to.deep.include({
      ...{ id: office.id, state: 'present', description: 'upstairs', mac_choice: 'administrators' },
    });
    await api.refused(409, 'NETWORK_IN_USE', 'DELETE', office.href);
    await setNetworks(['lab']);
    await expectNothingChanged(api, async () => {
      await api.refused(409, 'NETWORK_IN_USE', 'DELETE', office.href);
    });
    await api.done('delete', guest.id);
    await api.expect(204, 'DELETE', office.href);
    await api.refused(404, 'NETWORK_NOT_FOUND', 'GET', office.href);
    expect(await eventsOf(api, 'network.removed', office.id)).to.have.length(1);
    expect(await idsIn(api, `${NETWORKS}?all_projects=true&marker=${office.id}`)).to.deep.equal([
      (await network('user')).id,
    ]);

    await setNetworks(['lab', 'office']);
    expect((await network('office')).id).to.not.equal(office.id);
    await setNetworks(['lab']);
  });

  it('stays while its host is away, and while the host cannot list its networks', async () => {
    const before = await network('lab');
    await service.host.refuse('networks', { times: null });
    await service.host.cutEvents();
    await eventually(async () => service.log.some(({ msg }) => String(msg).startsWith('failed to list the networks')));
    expect(await network('lab')).to.deep.equal(before);
    await service.host.clearFaults();
  });

  it('called user always exists, and cannot be deleted', async () => {
    const user = await network('user');
    expect(user).to.include({ kind: 'user', state: 'present' });
    await api.refused(409, 'NETWORK_IN_USE', 'DELETE', user.href);
    await api.refused(409, 'NETWORK_IN_USE', 'DELETE', `${NETWORKS}/lab`);
  });

  it('can be used only by the projects that it lists, and is unknown to all others', async () => {
    const lab = await change('lab', { access: 'listed', projects: [shop.name] });
    expect(lab.projects).to.deep.equal([{ id: shop.id, name: shop.name }]);
    expect(await idsIn(member.api, NETWORKS)).to.include(lab.id);
    expect(await idsIn(outsider.api, NETWORKS)).to.not.include(lab.id);
    expect(await idsIn(api, NETWORKS), 'of the first project').to.not.include(lab.id);
    expect(await idsIn(api, `${NETWORKS}?all_projects=true`)).to.include(lab.id);
    expect((await api.expect(200, 'GET', lab.href)).json()).to.deep.equal(lab);
    for (const name of [lab.id, 'lab'])
      await outsider.api.refused(404, 'NETWORK_NOT_FOUND', 'GET', `${NETWORKS}/${name}`);
    for (const search of ['network=lab', `network=${lab.id}`, 'network=l*']) {
      const path = `/v1/hosts?search=${encodeURIComponent(search)}`;
      expect(await idsIn(outsider.api, path), search).to.be.empty;
      expect(await idsIn(member.api, path), search).to.have.length(1);
    }
    const unknown = await refusedNics(outsider.api, guestOn('nowhere'));
    for (const by of [outsider.api, api]) {
      for (const name of ['lab', lab.id, randomUUID()])
        expect(await refusedNics(by, guestOn(name))).to.deep.equal(unknown);
      const chosen = guestOn('lab', '52:54:00:00:00:01');
      expect(await refusedNics(by, chosen), 'a chosen address changes nothing').to.deep.equal(unknown);
    }
    const guest = (await member.api.expect(201, 'POST', '/v1/guests', { json: guestOn(lab.id) })).json<{
      id: string;
      nics: { network: string }[];
    }>();
    expect(guest.nics.map(({ network: name }) => name)).to.deep.equal(['lab']);
    await api.noneUnderWay();

    await change('lab', { projects: [other.id] });
    expect(await refusedNics(member.api, guestOn('lab'))).to.deep.equal(unknown);
    await member.api.ended(jobOf(await member.api.expect(202, 'POST', `/v1/guests/${guest.id}/start`)));
    expect((await member.api.guest(guest.id)).state).to.equal('running');
    await member.api.done('delete', guest.id);
    await change('lab', { access: 'all', projects: [] });
    expect(await idsIn(member.api, NETWORKS)).to.include(lab.id);
  });

  it('shows callers only those of its projects that they can see', async () => {
    const [secret, seen] = [await world.project(), await world.project()];
    const both = await world.person([[seen, 'viewer']], { project: seen.id });
    const lab = await change('lab', { projects: [secret.id, { id: seen.id, name: 'whatever' }, seen.name] });
    expect(lab.projects.map(({ id }) => id)).to.have.members([secret.id, seen.id]);
    expect((await both.api.expect(200, 'GET', lab.href)).json<Network>().projects).to.deep.equal([
      { id: seen.id, name: seen.name },
    ]);
    const tag = (await api.expect(200, 'GET', lab.href)).headers.get('etag');
    await api.expect(200, 'PATCH', hrefOf(seen), mergePatch({ name: `renamed-${seen.id}` }));
    const renamed = await api.expect(200, 'GET', lab.href);
    expect(renamed.headers.get('etag')).to.not.equal(tag);
    await api.expect(204, 'DELETE', hrefOf(secret));
    expect((await network('lab')).projects.map(({ id }) => id)).to.deep.equal([seen.id]);
    await api.expect(204, 'DELETE', hrefOf(seen));
    await change('lab', { access: 'listed' });
    expect(await idsIn(member.api, NETWORKS), 'listed, without projects').to.not.include(lab.id);
    await change('lab', { access: 'all' });
  });

  it('can reserve the choice of MAC addresses for administrators', async () => {
    await change('lab', { mac_choice: 'administrators' });
    const chosen = guestOn('lab', '52:54:00:12:34:56');
    expect(await refusedNics(member.api, chosen)).to.deep.equal([
      {
        pointer: '/nics/0/mac',
        detail: 'must be absent: only administrators can choose MAC addresses on this network',
      },
    ]);
    await member.api.expect(201, 'POST', '/v1/guests', { json: guestOn('lab') });
    await member.api.expect(201, 'POST', '/v1/guests', { json: guestOn('user', '52:54:00:12:34:56') });
    await api.expect(201, 'POST', '/v1/guests', inProject(shop, { json: chosen }));
    await change('lab', { mac_choice: 'members' });
    await member.api.expect(201, 'POST', '/v1/guests', { json: guestOn('lab', '52:54:00:12:34:57') });
    await api.noneUnderWay();
  });

  for (const [what, patch] of WAYS_TO_PATCH) {
    it(`is changed by ${what}, which reports the changed members in an event`, async () => {
      const lab = await network('lab');
      const description = `as by ${what}`;
      const wanted = { description, access: 'listed', projects: [shop.id], mac_choice: 'administrators' };
      const changed = (await api.expect(200, 'PATCH', lab.href, patch(wanted))).json<Network>();
      expect(changed).to.deep.equal({ ...lab, ...wanted, projects: [{ id: shop.id, name: shop.name }] });
      await eventually(async () => {
        const [newest] = await eventsOf(api, 'network.changed', lab.id);
        const isIt = newest?.detail['changed'] === 'description access projects mac_choice';
        if (isIt) expect(newest?.subject).to.deep.equal({ kind: 'network', id: lab.id, name: 'lab' });
        if (isIt) expect(newest?.detail).to.include({ added: shop.id, removed: '' });
        return isIt;
      });
      const cleared = await api.expect(200, 'PATCH', lab.href, patch({ description: null, projects: null }));
      expect(cleared.json<Network>()).to.include({ description: '' }).and.deep.include({ projects: [] });
      await expectNothingChanged(api, async () => {
        for (const member of ['access', 'mac_choice'])
          await api.refused(400, 'VALIDATION_FAILED', 'PATCH', lab.href, patch({ [member]: null }));
        for (const member of ['id', 'name', 'kind', 'state', 'hosts', 'created_at'])
          await api.refused(400, 'READ_ONLY_FIELD', 'PATCH', lab.href, patch({ [member]: lab.id }));
        for (const bad of [
          { access: 'none' },
          { mac_choice: 'owners' },
          { description: 7 },
          { projects: [7] },
          { projects: 'shop' },
          { projects: Array<string>(1001).fill(shop.id) },
        ])
          await api.refused(400, 'VALIDATION_FAILED', 'PATCH', lab.href, patch(bad));
        const projects = [shop.id, 'no-such-project', randomUUID()];
        const unknown = await api.refused(400, 'VALIDATION_FAILED', 'PATCH', lab.href, patch({ projects }));
        expect(unknown.errors?.map(({ pointer }) => pointer)).to.deep.equal(['/projects/1', '/projects/2']);
      });
      await change('lab', { access: 'all', mac_choice: 'members' });
    });
  }

  it('gets all projects that concurrent patches add one by one', async () => {
    const projects = await Promise.all(Array.from({ length: 8 }, () => world.project()));
    const responses = await Promise.all(
      projects.map(({ id }) =>
        api.send('PATCH', `${NETWORKS}/lab`, jsonPatch([{ op: 'add', path: '/projects/-', value: id }])),
      ),
    );
    expect(responses.map(({ status }) => status)).to.deep.equal(projects.map(() => 200));
    expect((await network('lab')).projects.map(({ id }) => id)).to.have.members(projects.map(({ id }) => id));
    const test = jsonPatch([{ op: 'test', path: '/projects/0', value: 'none' }]);
    await api.refused(409, 'PATCH_TEST_FAILED', 'PATCH', `${NETWORKS}/lab`, test);
    const gone = await Promise.all(projects.map((project) => api.send('DELETE', hrefOf(project))));
    expect(gone.map(({ status }) => status)).to.deep.equal(projects.map(() => 204));
    expect((await network('lab')).projects).to.deep.equal([]);
  });

  it('can be changed and deleted only by administrators', async () => {
    const owner = await world.person([[shop, 'owner']], { project: shop.id });
    for (const by of [member.api, owner.api]) {
      await by.refused(403, 'FORBIDDEN', 'PATCH', `${NETWORKS}/lab`, mergePatch({ description: 'mine' }));
      await by.refused(403, 'FORBIDDEN', 'DELETE', `${NETWORKS}/lab`);
      await by.refused(403, 'FORBIDDEN', 'GET', `${NETWORKS}?all_projects=true`);
    }
  });
});
