/**
 * Hosts on real libvirt that requests add to a service whose own host is simulated: they come up, run a guest, move to
 * other URIs of the same daemon, and go. One daemon has a second socket file and a TCP port, which the test forwards.
 * Touches: its own daemons, service and folders.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { symlink, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Guest, Host, Image, ImageCopyList, Network } from '../../generated/api-types.js';
import { Api, jobOf, newGuest } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { mergePatch } from '../support/patches.js';
import { Libvirtd, whyNoLibvirtd } from '../support/peers/libvirtd.js';
import { Service } from '../support/service.js';
import { skip } from '../support/skip.js';

describe('Hosts on real libvirt by request', function () {
  this.timeout(120_000);

  const uuid = randomUUID();
  let first: Libvirtd;
  let second: Libvirtd;
  let service: Service | null = null;
  let api: Api;
  let forwarder: net.Server;

  before(async function () {
    const reason = await whyNoLibvirtd();
    if (reason !== null) return skip(this, 'libvirt', reason);
    [first, second] = await Promise.all([
      Libvirtd.start({ hostUuid: uuid }),
      Libvirtd.start({ hostUuid: randomUUID() }),
    ]);
    await symlink(first.socketPath, join(first.folder, 'other-sock'));
    forwarder = net.createServer((client) => {
      const daemon = net.connect(first.socketPath);
      client.pipe(daemon).pipe(client);
      client.on('error', () => daemon.destroy());
      daemon.on('error', () => client.destroy());
    });
    forwarder.listen(0, '127.0.0.1');
    await once(forwarder, 'listening');
    const env = { GUESTHOUSE_ACCEL: 'tcg', GUESTHOUSE_LIBVIRT_POOL_PATH: join(first.folder, 'pool') };
    service = await Service.start({ env });
    api = new Api(service);
  });
  after(async () => {
    await service?.leave();
    forwarder?.close();
    await first?.stop();
    await second?.stop();
  });

  const bodyOf = (name: string, uri: string): { json: object } => ({ json: { name, backend: 'libvirt', uri } });
  const create = async (name: string, uri: string): Promise<Host> =>
    (await api.expect(201, 'POST', '/v1/hosts', bodyOf(name, uri))).json<Host>();
  const read = async ({ href }: Host): Promise<Host> => (await api.expect(200, 'GET', href)).json<Host>();
  const isUp = async (host: Host): Promise<boolean> => (await read(host)).state === 'up';
  const copiedTo = async ({ id }: Image): Promise<string[]> =>
    (await api.expect(200, 'GET', `/v1/images/${id}/copies`))
      .json<ImageCopyList>()
      .copies.map(({ host }) => host?.id ?? '');
  const network = async (name: string): Promise<Network> =>
    (await api.expect(200, 'GET', `/v1/networks/${name}`)).json<Network>();
  const hostsWith = async (name: string): Promise<number> => (await network(name)).hosts.count;
  const stateOf = async ({ id }: Guest): Promise<string | undefined> => (await api.guest(id)).state;
  const stateInLibvirt = async ({ id }: Guest): Promise<string> =>
    (await first.virsh('domstate', `guesthouse-${id}`)).trim();

  it('run guests, move to other URIs of their daemon, and are removed with their networks and copies of images', async () => {
    const file = join(first.folder, 'there.xml');
    await writeFile(file, `<network><name>there</name><forward mode='bridge'/><bridge name='gh-none'/></network>`);
    await first.virsh('net-create', file);
    const image = await api.makeImage();
    expect(await hostsWith('user')).to.equal(1);
    const host = await create('libvirt-1', first.uri());
    expect(host).to.include({ backend: 'libvirt', state: 'away', uri: first.uri() });
    await eventually(() => isUp(host));
    expect((await read(host)).vcpus).to.be.greaterThan(0);
    await eventually(async () => (await hostsWith('user')) === 2);
    expect(await hostsWith('there')).to.equal(1);

    const copying = await api.expect(202, 'PUT', `/v1/images/${image.id}/copies/${host.id}`);
    expect((await api.ended(jobOf(copying))).state).to.equal('succeeded');
    expect(await copiedTo(image)).to.deep.equal([host.id]);
    const disks = [{ image: image.id, size_mib: 16 }];
    const guest = await api.makeGuest(
      { ...newGuest(), memory_mib: 16, placement: { host: host.name }, disks },
      '?start=true',
    );
    expect([guest.host.id, guest.state]).to.deep.equal([host.id, 'running']);
    expect(await stateInLibvirt(guest)).to.equal('running');
    const fault = await api.refused(409, 'HOST_NOT_EMPTY', 'DELETE', host.href);
    expect(fault.detail).to.match(/has 1 guest\./);

    // The same daemon under two other URIs, and another daemon.
    const { port } = forwarder.address() as net.AddressInfo;
    for (const uri of [
      `qemu+unix:///system?socket=${join(first.folder, 'other-sock')}`,
      `qemu+tcp://127.0.0.1:${port}/system`,
    ]) {
      expect((await api.expect(200, 'PATCH', host.href, mergePatch({ uri }))).json<Host>().uri).to.equal(uri);
      await eventually(() => isUp(host));
      await eventually(async () => (await stateOf(guest)) === 'running');
      expect(await copiedTo(image)).to.deep.equal([host.id]);
    }
    await api.refused(409, 'OTHER_HYPERVISOR', 'PATCH', host.href, mergePatch({ uri: second.uri() }));
    await api.refused(409, 'OTHER_HYPERVISOR', 'PATCH', host.href, mergePatch({ uri: first.uri('test') }));
    await api.done('poweroff', guest.id);
    expect(await stateInLibvirt(guest)).to.equal('shut off');

    await api.done('delete', guest.id);
    await api.expect(204, 'DELETE', host.href);
    await api.refused(404, 'HOST_NOT_FOUND', 'GET', host.href);
    expect(await copiedTo(image)).to.deep.equal([]);
    expect(await hostsWith('user')).to.equal(1);
    expect(await network('there')).to.include({ state: 'absent' });
    expect(await hostsWith('there')).to.equal(0);
    expect(await first.virsh('vol-list', 'guesthouse')).to.include(image.sha256);
  });

  it('are rejected (409) or stay away with a fault if two daemons say that they are the same machine', async () => {
    const host = await create('libvirt-2', first.uri());
    await eventually(() => isUp(host));
    await second.stopDaemon();
    await second.setHostUuid(uuid);
    await second.startDaemon();
    const fault = await api.refused(409, 'HOST_ALREADY_EXISTS', 'POST', '/v1/hosts', bodyOf('twin', second.uri()));
    expect(fault.detail).to.include(host.id);
    const { port } = forwarder.address() as net.AddressInfo;
    const uri = `qemu+tcp://127.0.0.1:${port}/system`;
    await api.refused(409, 'HOST_ALREADY_EXISTS', 'POST', '/v1/hosts', bodyOf('again', uri));

    // The daemon does not respond to the request, and later turns out to be the same machine.
    await second.stopDaemon();
    const twin = await create('twin', second.uri());
    await second.startDaemon();
    await eventually(async () => (await read(twin)).fault !== null);
    expect((await read(twin)).fault).to.include({ error_name: 'HOST_ALREADY_EXISTS' });
    expect((await read(twin)).state).to.equal('away');
    expect(await isUp(host)).to.equal(true);
    for (const each of [twin, host]) await api.expect(204, 'DELETE', each.href);
  });
});
