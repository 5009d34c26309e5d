/**
 * A service that starts while its hypervisor is away becomes ready with the data in the database and reports the host
 * as away. It describes and observes the host when the hypervisor returns. Only the first start on a host needs its
 * hypervisor.
 */
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import pg from 'pg';
import { detectQemu } from '../../backends/qmp/installation.js';
import type { Guest, Host } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { Api } from '../support/api.js';
import { createTestDatabase, type TestDatabase } from '../support/database/database.js';
import { onHost, Service } from '../support/service.js';
import { SessionLibvirtd, whyNoLibvirtd } from '../support/peers/session-libvirtd.js';
import { skip } from '../support/skip.js';

/** A version in the host's row, which only a new description of the host replaces. */
const OLD_VERSION = '0.0.0';

describe('A service that starts while its hypervisor is away', function () {
  this.timeout(120_000);

  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  async function makeRowOld(): Promise<void> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('update hosts set hypervisor_version = $1', [OLD_VERSION]);
    await client.end();
  }
  const hostOf = async (api: Api): Promise<Host> =>
    (await api.expect(200, 'GET', '/v1/hosts')).json<{ hosts: [Host] }>().hosts[0];
  const isUp = async (api: Api): Promise<boolean> => (await hostOf(api)).state === 'up';
  const isOf = async (api: Api, { id }: Guest, state: Guest['state']): Promise<boolean> =>
    (await api.guest(id)).state === state;

  /**
   * Expects that the service is ready, that the host is away with its last description, that the guest is unknown, and
   * that everything else that needs no hypervisor works.
   */
  async function expectAway(api: Api, guest: Guest): Promise<void> {
    await eventually(async () => (await api.send('GET', '/readyz', { token: null })).status === 200);
    expect(await hostOf(api)).to.include({ id: guest.host.id, state: 'away', hypervisor_version: OLD_VERSION });
    expect(await api.guest(guest.id)).to.include({ state: 'unknown' });
    await api.refused(503, 'HOST_UNREACHABLE', 'POST', `/v1/guests/${guest.id}/poweroff`);
    await api.expect(200, 'GET', '/v1/networks');
    const json = { description: 'written while its host was away' };
    const headers = { 'content-type': 'application/merge-patch+json' };
    expect((await api.expect(200, 'PATCH', `/v1/guests/${guest.id}`, { json, headers })).json<Guest>()).to.include(
      json,
    );
    expect(await api.makeImage()).to.include({ state: 'available' });
  }

  async function expectUp(api: Api): Promise<void> {
    await eventually(() => isUp(api));
    expect((await hostOf(api)).hypervisor_version).not.to.equal(OLD_VERSION);
    const hostEventKinds = async (): Promise<string[]> => {
      const response = await api.expect(200, 'GET', '/v1/events?limit=1000');
      const kinds = response.json<{ events: { kind: string }[] }>().events.map(({ kind }) => kind);
      return kinds.filter((kind) => kind.startsWith('host.'));
    };
    // An event gets its number, and becomes visible, only after the change that it reports.
    await eventually(async () => (await hostEventKinds()).includes('host.up'));
    expect(await hostEventKinds()).to.deep.equal(['host.away', 'host.up']);
  }

  describe('on a simulated host', () => {
    let service: Service;
    let api: Api;
    let guest: Guest;
    beforeEach(async () => {
      service = await Service.start({ databaseUrl: database.url });
      api = new Api(service);
      guest = await api.makeGuest({ disks: [{ size_mib: 1 }] }, '?start=true');
      await service.stop();
      await makeRowOld();
    });
    afterEach(() => service.leave());

    it('reconnects when the host accepts connections again, and sees what happened to its guest meanwhile', async () => {
      await service.host.refuseConnections();
      await service.host.change(onHost(guest), 'down');
      await service.start();
      api = new Api(service);
      await expectAway(api, guest);
      await service.host.clearFaults();
      await expectUp(api);
      await eventually(() => isOf(api, guest, 'stopped'));
      await api.done('start', guest.id);
    });

    it('starts the host as soon as possible, and finds its guest running', async () => {
      const folder = path.join(service.dataFolder, 'fake');
      await service.host.end();
      await rename(folder, `${folder}.away`);
      await writeFile(folder, 'in the way');
      await service.start({ isHostAway: true });
      api = new Api(service);
      await expectAway(api, guest);
      await rm(folder);
      await rename(`${folder}.away`, folder);
      await expectUp(api);
      await service.takeHost();
      await eventually(() => isOf(api, guest, 'running'));
    });
  });

  it('does not lose the guests of qmp while their folder is not mounted, and finds them when it is back', async function () {
    const found = await detectQemu();
    if ('reason' in found) skip(this, 'qmp', found.reason);
    const service = await Service.start({ databaseUrl: database.url, env: { GUESTHOUSE_BACKEND: 'qmp' } });
    const folder = path.join(service.dataFolder, 'qmp');
    try {
      const guest = await new Api(service).makeGuest({ disks: [{ size_mib: 1 }] });
      await service.stop();
      await makeRowOld();
      await rename(folder, `${folder}.away`);
      await mkdir(folder);
      await service.start({ isHostAway: true });
      const api = new Api(service);
      await expectAway(api, guest);
      expect(await readdir(folder)).to.deep.equal([]);
      await rm(folder, { recursive: true });
      await rename(`${folder}.away`, folder);
      await expectUp(api);
      await eventually(() => isOf(api, guest, 'stopped'));
      await api.done('start', guest.id);
      await api.done('poweroff', guest.id);
    } finally {
      await service.leave();
    }
  });

  it('fails if it has never reached the host, and lists the attempts', async () => {
    const blockFolder = (folder: string): Promise<void> => writeFile(path.join(folder, 'fake'), 'in the way');
    const error: unknown = await Service.start({ databaseUrl: database.url, prepare: blockFolder }).catch(
      (thrown: unknown) => thrown,
    );
    expect(String(error)).to.match(/ended with 1/);
    expect(String(error)).to.match(/first start on this host, and fake:\/\/\/\S+\/fake cannot be used: The hypervisor/);
  });

  it('keeps a libvirt host even with automatic selection, and observes its domains when libvirtd returns', async function () {
    const reason = await whyNoLibvirtd();
    if (reason !== null) skip(this, 'libvirt', reason);
    const folder = await SessionLibvirtd.makeFolder();
    let libvirtd = await SessionLibvirtd.start(folder);
    const env = {
      GUESTHOUSE_BACKEND: 'libvirt',
      GUESTHOUSE_LIBVIRT_URI: `test+unix:///default?socket=${libvirtd.socketPath}`,
    };
    const first = await Service.start({ databaseUrl: database.url, env });
    let second: Service | null = null;
    try {
      const guest = await new Api(first).makeGuest({}, '?start=true');
      await first.stop();
      await libvirtd.kill();
      await makeRowOld();
      const auto = { ...env, GUESTHOUSE_BACKEND: 'auto' };
      second = await Service.start({ databaseUrl: database.url, dataFolder: first.dataFolder, env: auto });
      const api = new Api(second);
      await expectAway(api, guest);
      libvirtd = await SessionLibvirtd.start(folder);
      await expectUp(api);
      // The mock keeps its domains in memory, so its next process has none of them.
      await eventually(() => isOf(api, guest, 'error'));
      expect((await api.guest(guest.id)).fault?.error_name).to.equal('GUEST_VANISHED');
    } finally {
      await second?.stop();
      await first.leave();
      await libvirtd.stop();
    }
  });
});
