/**
 * The promises of the Mistify agent's API, by their numbers on the page of the handbook (docs/guide/mistify.md), with a
 * client that has the rules of Mistify's own client, and with its example requests as they are.
 */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { CpuMetrics, DiskMetrics, Guest, Host, NicMetrics } from '../../../generated/api-types.js';
import { Api } from '../../support/api.js';
import { MistifyClient, type Accepted, type GoGuest, type GoJob } from '../../support/dialects/mistify-client.js';
import { eventually } from '../../support/eventually.js';
import { Service } from '../../support/service.js';

const ABSENT = '00000000-0000-4000-8000-000000000000';
const READ_ONLY = 'is read-only';

function example(name: string): string {
  return readFileSync(new URL(`examples/${name}`, import.meta.url), 'utf8');
}

describe('Mistify', () => {
  let service: Service;
  let api: Api;
  let agent: MistifyClient;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    agent = new MistifyClient(service.url, `Bearer ${service.token}`);
  });
  after(() => service.leave());

  /** Waits until the job has ended. */
  async function ended(job: string | null): Promise<GoJob> {
    const path = `/jobs/${job}`;
    await eventually(async () => !['Queued', 'Running'].includes((await agent.getJob(path)).Status));
    return agent.getJob(path);
  }

  /** Waits for the job of a call, which must succeed. */
  async function done({ guest, job }: Accepted): Promise<GoGuest> {
    expect(await ended(job)).to.include({ GuestID: guest.id, Status: 'Complete', Message: '' });
    return guest;
  }

  async function made(guest: Parameters<MistifyClient['createGuest']>[0] = { memory: 128 }): Promise<GoGuest> {
    const { id } = await done(await agent.createGuest(guest));
    return agent.getGuest(id);
  }

  function rawBody(method: string, path: string, body: string, type?: string): Promise<Response> {
    const headers = {
      authorization: `Bearer ${service.token}`,
      ...(type === undefined ? {} : { 'content-type': type }),
    };
    // A Buffer, because `fetch` sends a text as text/plain.
    return fetch(service.url + path, { method, headers, body: Buffer.from(body) });
  }

  async function refused(status: number, text: string, method: string, path: string, body?: unknown): Promise<void> {
    const response = await agent.send(method, path, body);
    expect([response.status, response.json<{ code: number }>().code], response.text).to.deep.equal([status, status]);
    expect(response.json<{ message: string }>().message).to.contain(text);
  }

  it('M5 returns an empty list as []', async () => {
    const response = await agent.send('GET', '/guests');
    expect(response.text).to.equal('[]');
    expect(await agent.listGuests()).to.deep.equal([]);
  });

  it('M1 reads a body without a type as JSON, and rejects another type', async () => {
    const body = '{"key":"value"}';
    const json = 'application/json; charset=utf-8';
    for (const type of [undefined, 'application/json', json]) {
      expect((await rawBody('PATCH', '/metadata', body, type)).status, type).to.equal(200);
    }
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml']) {
      const response = await rawBody('PATCH', '/metadata', body, type);
      expect(response.status, type).to.equal(400);
      expect(await response.json()).to.deep.include({ code: 400, stack: [] });
    }
    const response = await agent.send('GET', '/metadata');
    expect(response.headers.get('content-type')).to.equal('application/json');
  });

  it('M1 ignores one slash at the end of a path, and finds nothing at other paths', async () => {
    expect((await agent.send('GET', '/guests/')).text).to.equal('[]');
    await refused(404, 'no resource', 'GET', '/guests//');
    await refused(404, 'no resource', 'GET', `/guests/${ABSENT}/power`);
    await refused(405, '', 'PUT', '/guests');
  });

  it('M2 responds when a request is accepted, before its work is done, with the id of the job', async () => {
    const guest = await made();
    await service.host.setTime('step');
    try {
      const { guest: shown, job } = await agent.act('shutdown', guest.id);
      expect(shown.state).to.equal('shutdown');
      expect((await agent.getJob(`/jobs/${job}`)).Status).to.be.oneOf(['Queued', 'Running']);
      await service.host.setTime('run');
      expect((await ended(job)).Status).to.equal('Complete');
    } finally {
      await service.host.setTime('run');
    }
    expect((await agent.getGuest(guest.id)).state).to.equal('shutoff');
  });

  it('M3 returns the metadata of the hypervisor, which is the oldest host', async () => {
    const { hosts } = (await api.expect(200, 'GET', '/v1/hosts?sort_by=created_at')).json<{ hosts: Host[] }>();
    const native = await api.expect(200, 'GET', `/v1/hosts/${hosts[0]?.id}/metadata`);
    expect(await agent.getMetadata('/metadata')).to.deep.equal(native.json());
  });

  it('M4 changes the metadata of the hypervisor: null removes a key, an empty value stays', async () => {
    await agent.patchMetadata('/metadata', { spare: 'yes', key: null });
    const response = await rawBody('PATCH', '/metadata', example('metadata-patch.txt'));
    expect(await response.json()).to.deep.equal({ rack: 'r7', owner: 'ann' });
    expect(await agent.patchMetadata('/metadata', { owner: '' })).to.deep.equal({ rack: 'r7', owner: '' });
    for (const wrong of [{ rack: 7 }, { rack: true }, { rack: {} }, [], 'text']) {
      await refused(400, '', 'PATCH', '/metadata', wrong);
    }
    expect(await agent.getMetadata('/metadata')).to.deep.equal({ rack: 'r7', owner: '' });
  });

  it('M5 lists all guests, in one array', async () => {
    const guest = await made({ memory: 64, metadata: { name: 'listed' } });
    const native = await api.makeGuest();
    const all = await agent.listGuests();
    expect(all.map(({ id }) => id)).to.include.members([guest.id, native.id]);
    expect(all.find(({ id }) => id === guest.id)).to.deep.equal(guest);
    expect((await agent.send('GET', '/guests')).headers.get('content-length')).to.equal(null);
  });

  it('M7 ignores zero values of Go, and rejects members that the service assigns', async () => {
    const zeros = { id: '', type: '', image: '', nics: null, disks: [], state: '', memory: 0, cpu: 0, vnc: 0 };
    const accepted = await agent.send('POST', '/guests', { ...zeros, metadata: { name: 'zeros', empty: '' } });
    expect(accepted.status, accepted.text).to.equal(202);
    expect(accepted.json()).to.deep.include({ memory: 1024, cpu: 1, metadata: { name: 'zeros', empty: '' } });
    for (const [member, value] of [
      ['id', ABSENT],
      ['state', 'running'],
      ['vnc', 5900],
      ['nics', [{ device: 'tap0' }]],
      ['nics', [{ address: '192.0.2.7' }]],
      ['nics', [{ vlans: [7] }]],
      ['disks', [{ size: 1, device: 'vda' }]],
      ['disks', [{ size: 1, volume: 'tank/vol' }]],
      ['disks', [{ size: 1, source: '/dev/sda' }]],
    ] as const) {
      await refused(400, READ_ONLY, 'POST', '/guests', { [member]: value });
    }
    for (const [text, wrong] of [
      ['colour', { colour: 'red' }],
      ['/memory', { memory: '128' }],
      ['/disks/0/size', { disks: [{ bus: 'virtio' }] }],
      ['/nics/0/name', { nics: [{ name: 'eth0' }] }],
      ['/image', { image: 'one', disks: [{ image: 'other' }] }],
      ['/type', { type: 'zone' }],
    ] as const) {
      await refused(400, text, 'POST', '/guests', wrong);
    }
    await refused(501, 'Containers are not supported', 'POST', '/guests', { type: 'container' });
  });

  it('M8 creates a guest and starts it, from the example of the document and from a structure of Go', async () => {
    const response = await rawBody('POST', '/guests', example('create-guest.txt'));
    const job = response.headers.get('x-guest-job-id');
    expect([response.status, job]).to.deep.equal([202, job]);
    const guest = (await response.json()) as GoGuest;
    expect(guest.state).to.equal('create');
    expect(guest.metadata['name']).to.match(/^mistify-[0-9a-f]{8}$/);
    expect(await ended(job)).to.include({ GuestID: guest.id, Action: 'create', Status: 'Complete' });
    expect((await agent.getGuest(guest.id)).state).to.equal('running');

    const image = await api.makeImage();
    const full = await made({
      type: 'kvm',
      image: image.id,
      cpu: 2,
      memory: 256,
      nics: [{ network: 'user', model: 'e1000', mac: '52:54:00:00:00:07' }],
      disks: [{ size: 7 }, { bus: 'sata', size: 3 }],
      metadata: { name: 'full', role: 'db' },
    });
    expect(full).to.deep.include({ image: image.id, cpu: 2, memory: 256, metadata: { name: 'full', role: 'db' } });
    expect(full.nics[0]).to.include({ name: 'net0', network: 'user', model: 'e1000', mac: '52:54:00:00:00:07' });
    expect(full.disks.map(({ bus, device, size }) => `${bus} ${device} ${size}`)).to.deep.equal([
      ...['virtio vda 1', 'sata sda 3'],
    ]);
    const native = await api.guest(full.id);
    expect(native).to.deep.include({ name: 'full', state: 'running', metadata: { name: 'full', role: 'db' } });
    await refused(409, 'name', 'POST', '/guests', { metadata: { name: 'full' } });
    const alone = await made({ image: image.name });
    expect(alone.disks.map((disk) => disk.image)).to.deep.equal([image.id]);
  });

  it('M9 returns a guest by its id or name, and 404 for any other', async () => {
    const guest = await api.makeGuest();
    const shown = await agent.getGuest(guest.id);
    expect(shown).to.deep.include({ id: guest.id, type: 'kvm', state: 'shutoff', metadata: { name: guest.name } });
    expect(await agent.getGuest(guest.name)).to.deep.equal(shown);
    const missing = await agent.send('GET', `/guests/${ABSENT}`);
    expect(missing.status).to.equal(404);
    expect(missing.json()).to.deep.equal({ message: 'The guest does not exist.', code: 404, stack: [] });
  });

  it('M10 returns the metadata of a guest', async () => {
    const guest = await api.makeGuest({ metadata: { role: 'web', empty: '' } });
    const path = `/guests/${guest.id}/metadata`;
    expect(await agent.getMetadata(path)).to.deep.equal({ name: guest.name, role: 'web', empty: '' });
  });

  it('M11 changes the metadata of a guest: null removes a key, an empty value stays', async () => {
    const guest = await api.makeGuest({ metadata: { role: 'web' } });
    const path = `/guests/${guest.id}/metadata`;
    const changed = await agent.patchMetadata(path, { role: null, tier: '1', note: '' });
    expect(changed).to.deep.equal({ name: guest.name, tier: '1', note: '' });
    expect((await api.guest(guest.id)).metadata).to.deep.equal({ tier: '1', note: '' });
    await refused(400, '/tier', 'PATCH', path, { tier: 1 });
    expect(await agent.patchMetadata(path, { name: 'other' })).to.include({ name: 'other' });
    expect((await api.guest(guest.id)).name).to.equal(guest.name);
  });

  describe('metrics', () => {
    let guest: Guest;
    before(async () => {
      await service.host.setTime('step');
      const hardware = { vcpus: 2, disks: [{ size_mib: 1 }, { size_mib: 2, bus: 'sata' as const }], nics: [{}, {}] };
      guest = await api.makeGuest(hardware, '?start=true');
      await service.host.advance(5_000);
    });
    after(() => service.host.setTime('run'));

    async function native<T>(kind: string): Promise<T> {
      return (await api.expect(200, 'GET', `${guest.href}/metrics/${kind}`)).json<T>();
    }

    it('M12 of the CPU are an array with the native counters', async () => {
      const { vcpus } = await native<CpuMetrics>('cpu');
      const expected = vcpus.map((cpu) => ({ cpu_time: cpu.cpu_time_s ?? 0, vcpu_time: cpu.vcpu_time_s ?? 0 }));
      expect(await agent.cpuMetrics(guest.id))
        .to.deep.equal(expected)
        .and.have.length(2);
    });

    it('M13 of the NICs are a map with the native counters', async () => {
      const { nics } = await native<NicMetrics>('nic');
      const shown = await agent.nicMetrics(guest.id);
      expect(Object.keys(shown)).to.deep.equal(['net0', 'net1']);
      for (const { device, network: _network, ...counters } of nics) {
        const zeroed = Object.entries(counters).map(([name, value]) => [name, value ?? 0] as const);
        expect(shown[device]).to.deep.equal({ name: device, ...Object.fromEntries(zeroed) });
      }
    });

    it('M14 of the disks are a map with the native counters', async () => {
      const { disks } = await native<DiskMetrics>('disk');
      const shown = await agent.diskMetrics(guest.id);
      expect(Object.keys(shown)).to.deep.equal(['vda', 'sda']);
      for (const { device, ...counters } of disks) {
        const zeroed = Object.entries(counters).map(([name, value]) => [name.replace(/_s$/, ''), value ?? 0] as const);
        expect(shown[device]).to.deep.equal({ disk: device, ...Object.fromEntries(zeroed) });
      }
    });

    it('M15 are read at once, without a job', async () => {
      const jobs = await agent.listJobs('/jobs');
      for (const kind of ['cpu', 'nic', 'disk']) {
        const response = await agent.send('GET', `/guests/${guest.id}/metrics/${kind}`);
        expect(response.headers.get('x-guest-job-id')).to.equal(null);
      }
      expect(await agent.listJobs('/jobs')).to.deep.equal(jobs);
    });

    for (const kind of ['cpu', 'nic', 'disk']) {
      it(`M15 of the kind ${kind} fail if the guest is off, or if the hypervisor cannot be asked`, async () => {
        const off = await api.makeGuest();
        await refused(409, 'not powered on', 'GET', `/guests/${off.id}/metrics/${kind}`);
        await service.host.refuse('stats');
        await refused(502, '', 'GET', `/guests/${guest.id}/metrics/${kind}`);
      });
    }
  });

  for (const [number, verb, from, kind, to] of [
    ['M16', 'shutdown', 'running', 'guest.shutdown', 'shutoff'],
    ['M17', 'reboot', 'running', 'guest.reboot', 'running'],
    ['M18', 'restart', 'running', 'guest.restart', 'running'],
    ['M19', 'poweroff', 'running', 'guest.poweroff', 'shutoff'],
    ['M20', 'start', 'shutoff', 'guest.start', 'running'],
    ['M20', 'start', 'suspended', 'guest.start', 'running'],
    ['M21', 'suspend', 'running', 'guest.suspend', 'suspended'],
  ] as const) {
    it(`${number} ${verb} of a guest that is ${from} leaves it ${to}, by the operation ${kind}`, async () => {
      const guest = await made();
      if (from === 'shutoff') await done(await agent.act('poweroff', guest.id));
      if (from === 'suspended') await done(await agent.act('suspend', guest.id));
      expect((await agent.getGuest(guest.id)).state).to.equal(from);
      const accepted = await agent.act(verb, guest.id);
      await done(accepted);
      expect((await api.operation(accepted.job ?? '')).kind).to.equal(kind);
      expect((await agent.getGuest(guest.id)).state).to.equal(to);
    });
  }

  it('M20 start of a guest that already runs is accepted, without a job', async () => {
    const guest = await made();
    expect(await agent.act('start', guest.id)).to.deep.equal({ guest, job: null });
  });

  it('M16 to M21 reject a guest in another state, and any guest while another job is open', async () => {
    const off = await api.makeGuest();
    for (const verb of ['reboot', 'restart', 'suspend']) await refused(409, '', 'POST', `/guests/${off.id}/${verb}`);
    await service.host.slow('define', null);
    const accepted = await agent.createGuest({ memory: 64 });
    for (const verb of ['shutdown', 'start', 'poweroff']) {
      await refused(409, '', 'POST', `/guests/${accepted.guest.id}/${verb}`);
    }
    await service.host.release();
    await done(accepted);
  });

  it('M22 a guest is shown until its deletion has succeeded', async () => {
    const guest = await made();
    await service.host.refuse('undefine');
    const failed = await agent.deleteGuest(guest.id);
    expect(failed.guest.state).to.equal('delete');
    expect(await ended(failed.job)).to.include({ Action: 'delete', Status: 'Error' });
    expect((await agent.getGuest(guest.id)).id).to.equal(guest.id);
    const { job } = await agent.act('delete', guest.id);
    expect(await ended(job)).to.include({ Action: 'delete', Status: 'Complete' });
    await refused(404, 'does not exist', 'GET', `/guests/${guest.id}`);
    expect((await agent.getJob(`/guests/${guest.id}/jobs/${job}`)).GuestID).to.equal(guest.id);
  });

  it('M23 shows jobs, the newest first, of all guests and of one', async () => {
    const guest = await made();
    const { job } = await agent.act('poweroff', guest.id);
    await ended(job);
    const ofGuest = await agent.listJobs(`/guests/${guest.id}/jobs`);
    expect(ofGuest.map(({ Action }) => Action)).to.deep.equal(['poweroff', 'create']);
    const all = await agent.listJobs('/jobs');
    expect(all.slice(0, 2)).to.deep.equal(ofGuest);
    expect([...all].sort((a, b) => b.QueuedAt.localeCompare(a.QueuedAt))).to.deep.equal(all);
    for (const path of ['/jobs', `/guests/${guest.id}/jobs`]) {
      expect(await agent.listJobs(`${path}?limit=1`)).to.deep.equal(ofGuest.slice(0, 1));
      expect(await agent.listJobs(`${path}?limit=0`)).to.deep.equal([]);
      expect(await agent.listJobs(`${path}?limit=100000`)).to.deep.include(ofGuest[0]);
      for (const limit of ['-1', 'x', '1e3', '']) await refused(400, 'limit', 'GET', `${path}?limit=${limit}`);
    }
    expect(await agent.getJob(`/guests/${guest.id}/jobs/${job}`)).to.deep.equal(ofGuest[0]);
    const other = await api.makeGuest();
    await refused(404, 'no such job', 'GET', `/guests/${other.id}/jobs/${job}`);
  });

  it('M23 shows a job that failed, with the reason', async () => {
    const guest = await made();
    await service.host.refuse('power-off');
    const { job } = await agent.act('poweroff', guest.id);
    const { Status, Message } = await ended(job);
    expect([Status, Message === '']).to.deep.equal(['Error', false]);
  });

  it('shows images, and declares one without content', async () => {
    const image = await api.makeImage();
    expect(await agent.getImage(image.name)).to.deep.include({
      id: image.id,
      type: 'kvm',
      size: 1,
      status: 'complete',
    });
    const [declared] = await agent.createImage({ id: 'declared', type: 'kvm' });
    expect(declared).to.include({ type: 'kvm', size: 0, status: 'pending' });
    await api.announceImage({ kind: 'iso' });
    const kinds = async (query: string): Promise<string[]> => [
      ...new Set((await agent.listImages(query)).map(({ type }) => type)),
    ];
    expect((await agent.listImages()).map(({ id }) => id)).to.include.members([image.id, declared?.id]);
    expect(await kinds('?type=kvm')).to.deep.equal(['kvm']);
    expect(await kinds('?type=iso')).to.deep.equal(['iso']);
    expect(await kinds('?type=container')).to.deep.equal([]);
    await refused(400, 'type', 'GET', '/images?type=%2A');
    await refused(409, 'name', 'POST', '/images', { id: 'declared' });
    await agent.deleteImage('declared');
    await refused(404, '', 'GET', '/images/declared');
    await made({ image: image.id });
    await refused(409, 'guest', 'DELETE', `/images/${image.id}`);
  });

  it('rejects the parts of the agent that Guesthouse does not have, each with its own reason', async () => {
    const url = { id: 'fetched', type: 'kvm', dest: '', source: 'http://images.example/debian' };
    await refused(501, 'cannot be fetched from a URL', 'POST', '/images', url);
    await refused(501, 'Images of containers', 'POST', '/images', { id: 'box', type: 'container' });
    const guest = await api.makeGuest();
    for (const [method, path] of [
      ['GET', 'snapshots'],
      ['POST', 'snapshots'],
      ['GET', 'disks/vda/snapshots'],
      ['DELETE', 'disks/vda/snapshots/monday'],
      ['POST', 'snapshots/monday/rollback'],
      ['GET', 'snapshots/monday/download'],
    ] as const) {
      await refused(501, 'Snapshots', method, `/guests/${guest.id}/${path}`);
    }
  });

  it('accepts a token as the password of its user, and no other credential', async () => {
    const basic = (text: string): MistifyClient =>
      new MistifyClient(service.url, `Basic ${Buffer.from(text).toString('base64')}`);
    expect(await basic(`admin:${service.token}`).getMetadata('/metadata')).to.be.an('object');
    expect(await basic(`Admin@local:${service.token}`).getMetadata('/metadata')).to.be.an('object');
    for (const wrong of [basic(`ann:${service.token}`), basic('admin:admin'), new MistifyClient(service.url, null)]) {
      const response = await wrong.send('GET', '/metadata');
      expect(response.status).to.equal(401);
      expect(response.headers.get('www-authenticate')).to.match(/^Bearer realm=.*, Basic realm=.*charset="UTF-8"$/);
    }
    const key = Buffer.from(`admin:${service.token}`).toString('base64');
    const ofWebPage = { authorization: `Basic ${key}`, origin: 'https://evil.example' };
    expect((await fetch(`${service.url}/guests`, { method: 'POST', headers: ofWebPage })).status).to.equal(401);
    const accept = { authorization: `Bearer ${service.token}`, accept: 'image/png' };
    const response = await fetch(`${service.url}/metadata`, { headers: accept });
    expect([response.status, await response.text()]).to.deep.equal([406, '']);
  });

  it('has no entity tags, so no condition of a write holds', async () => {
    const guest = await made();
    const image = await api.announceImage();
    const verbs = ['shutdown', 'reboot', 'restart', 'poweroff', 'start', 'suspend', 'delete'];
    for (const [method, path, json] of [
      ['PATCH', '/metadata', { key: 'value' }],
      ['POST', '/guests', {}],
      ['DELETE', `/guests/${guest.id}`, undefined],
      ['PATCH', `/guests/${guest.id}/metadata`, { key: 'value' }],
      ...verbs.map((verb) => ['POST', `/guests/${guest.id}/${verb}`, undefined] as const),
      ['POST', '/images', { id: 'conditional' }],
      ['DELETE', `/images/${image.id}`, undefined],
    ] as const) {
      const options = { headers: { 'if-match': '"1"' }, ...(json === undefined ? {} : { json }) };
      const response = await api.send(method, path, options);
      expect([response.status, response.json<{ code: number }>().code], path).to.deep.equal([412, 412]);
    }
    expect(await agent.getGuest(guest.id)).to.deep.equal(guest);
  });

  // Must come last.
  describe('with its host away', () => {
    it('M6 lists guests from the database, also while their host is away', async () => {
      const before = await agent.listGuests();
      expect(before).to.not.deep.equal([]);
      await service.host.refuseConnections();
      await service.host.cutEvents();
      await eventually(async () => (await agent.listGuests()).every(({ state }) => state === 'unknown'));
      expect((await agent.listGuests()).map(({ id }) => id)).to.deep.equal(before.map(({ id }) => id));
      const [guest] = before;
      for (const verb of ['shutdown', 'reboot', 'restart', 'poweroff', 'start', 'suspend']) {
        await refused(503, '', 'POST', `/guests/${guest?.id}/${verb}`);
      }
      await service.host.clearFaults();
    });
  });
});

describe('Mistify without a host', () => {
  let service: Service;
  before(async () => {
    service = await Service.start();
  });
  after(() => service.leave());

  it('M3 and M4 have no hypervisor to describe', async () => {
    const api = new Api(service);
    const { hosts } = (await api.expect(200, 'GET', '/v1/hosts')).json<{ hosts: Host[] }>();
    for (const { href } of hosts) await api.expect(204, 'DELETE', href);
    for (const [method, options] of [
      ['GET', {}],
      ['PATCH', { json: { key: 'value' } }],
    ] as const) {
      const response = await api.expect(404, method, '/metadata', options);
      expect(response.json()).to.deep.equal({ message: 'The service has no host.', code: 404, stack: [] });
    }
  });
});

describe('Mistify without credentials', () => {
  let service: Service;
  before(async () => {
    service = await Service.start({ env: { GUESTHOUSE_AUTH: 'none' } });
  });
  after(() => service.leave());

  it("serves Mistify's own client, which sends none, and a client that sends a user and a password", async () => {
    for (const authorization of [null, `Basic ${Buffer.from('ann:secret').toString('base64')}`]) {
      const agent = new MistifyClient(service.url, authorization);
      const { guest } = await agent.createGuest({ memory: 64 });
      expect((await agent.listGuests()).map(({ id }) => id)).to.include(guest.id);
      expect((await agent.getGuest(guest.id)).memory).to.equal(64);
    }
  });
});
