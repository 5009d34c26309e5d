/**
 * libvirt over ssh: a real sshd on loopback and a real libvirtd with its QEMU driver, both of the test. The driver and
 * the service reach libvirt only through the sessions of that sshd. virsh shows the results.
 */
import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import type { Backend, BackendEvent, GuestDefinition } from '../../backends/backend.js';
import { libvirtFactory } from '../../backends/libvirt/backend.js';
import type { LibvirtConfig } from '../../backends/libvirt/backend.js';
import { imageVolumeName } from '../../backends/libvirt/names.js';
import { LibvirtConnection } from '../../backends/libvirt/rpc/connection.js';
import { ConnectionLost } from '../../backends/libvirt/rpc/errors.js';
import { parseLibvirtUri } from '../../backends/libvirt/rpc/uri.js';
import type { HostList } from '../../generated/api-types.js';
import type { GuestId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { domainOf, LibvirtHarness } from '../contract/libvirt-harness.js';
import { Api } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { Sshd, whyNoSshd } from '../support/peers/sshd.js';
import { withUnusedPort } from '../support/peers/unused-port.js';
import { Service } from '../support/service.js';
import { skip } from '../support/skip.js';
import { failure } from '../wire/scripted-libvirt.js';

const IMAGE_BYTES = 3_000_000;
/** As many as the driver can open at the same time (daemon.ts). An sshd that gets ten at the same time drops some. */
const CONNECTION_COUNT = 17;

describe('libvirt over ssh', function () {
  this.timeout(180_000);

  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  const options = { signal, log: SILENT_LOG };
  const harness = new LibvirtHarness();
  let sshd: Sshd | null = null;

  before(async function () {
    this.timeout(300_000); // the first run builds the test guest
    const noSshd = await whyNoSshd();
    if (noSshd !== null) skip(this, 'ssh', noSshd);
    const noLibvirt = await harness.whyNot();
    if (noLibvirt !== null) skip(this, 'libvirt', noLibvirt);
    await harness.setUp();
    // On this "host", the test's libvirtd has the usual sockets.
    sshd = await Sshd.start({ namespaceOf: harness.libvirtd.pid });
  });

  after(async () => {
    await sshd?.stop();
    if (harness.isSetUp) await harness.tearDown();
  });

  const server = (): Sshd => {
    if (sshd === null) throw new Error('sshd comes first');
    return sshd;
  };
  /** The URI of the test's libvirtd through the test's sshd. */
  const uriOf = (how: Parameters<Sshd['parameters']>[0] = {}, socket = harness.libvirtd.socketPath): string =>
    `qemu+ssh://127.0.0.1:${server().port}/system?socket=${socket}&${server().parameters(how)}`;
  const noneRuns = (): Promise<void> => eventually(() => server().clients().length === 0);

  describe('as a connection', () => {
    const open = (uri: string): Promise<LibvirtConnection> => LibvirtConnection.open(parseLibvirtUri(uri), options);

    async function expectNever(uri: string, ...words: string[]): Promise<void> {
      const error = await failure(open(uri), ConnectionLost);
      expect(error.wasSent).to.equal(false);
      for (const word of words) expect(error.message).to.contain(word);
      await noneRuns();
    }

    it('opens with the right keys, and leaves no process of ssh behind', async () => {
      const connection = await open(uriOf());
      expect(server().clients()).to.have.length(1);
      expect(await connection.call('ConnectGetUri', undefined, { signal })).to.deep.equal({ uri: 'qemu:///system' });
      await connection.close();
      expect(server().clients()).to.deep.equal([]);
    });

    it('opens with a key that is restricted to virt-ssh-helper, and which the host uses for nothing else', async () => {
      const connection = await open(uriOf({ key: 'restricted-key' }, '/nowhere/libvirt-sock'));
      expect(await connection.call('ConnectGetUri', undefined, { signal })).to.deep.equal({ uri: 'qemu:///system' });
      await connection.close();
    });

    it('opens many times at the same time, although sshd drops clients if too many log in', async () => {
      const connections = await Promise.all(Array.from({ length: CONNECTION_COUNT }, () => open(uriOf())));
      expect(server().clients()).to.have.length(CONNECTION_COUNT);
      await Promise.all(connections.map((connection) => connection.close()));
      await noneRuns();
    });

    it('rejects a host whose key is unknown, or is not the known one', async () => {
      for (const knownHosts of ['known-nothing', 'known-other-host']) {
        const path = join(server().folder, knownHosts);
        const before = await readFile(path, 'utf8');
        await expectNever(uriOf({ knownHosts }), 'ssh ended with status 255', 'Host key verification failed');
        expect(await readFile(path, 'utf8')).to.equal(before);
      }
    });

    it('fails with a key that the host does not accept, and with a file that is no key', async () => {
      await expectNever(uriOf({ key: 'other-key' }), 'Permission denied (publickey)');
      await expectNever(uriOf({ key: 'no-such-key' }), 'no-such-key', 'Permission denied (publickey)');
    });

    it('fails if no server listens, or if the host has no such socket', async () => {
      await withUnusedPort((port) =>
        expectNever(`qemu+ssh://127.0.0.1:${port}/system?${server().parameters()}`, 'Connection refused'),
      );
      await expectNever(uriOf({}, '/nowhere/libvirt-sock'), 'nc: ', 'No such file or directory');
    });

    it('uses virt-ssh-helper or nc, which find the host’s libvirtd, even if another daemon serves only QEMU', async () => {
      // As virtqemud on a host with modular daemons. libvirt's own client would select it.
      const qemuOnly = createServer((socket) => socket.destroy());
      await new Promise<void>((resolve) => {
        qemuOnly.listen(join(dirname(harness.libvirtd.socketPath), 'virtqemud-sock'), resolve);
      });
      for (const proxy of ['native', 'auto', 'netcat']) {
        const uri = `qemu+ssh://127.0.0.1:${server().port}/system?proxy=${proxy}&${server().parameters()}`;
        const connection = await open(uri);
        expect(await connection.call('ConnectGetUri', undefined, { signal })).to.deep.equal({ uri: 'qemu:///system' });
        await connection.close();
      }
      await new Promise((resolve) => qemuOnly.close(resolve));
    });
  });

  describe('as the way of the driver to its host', () => {
    let backend: Backend;
    let config: LibvirtConfig;

    before(async () => {
      config = { ...harness.config, uri: uriOf() };
      backend = await libvirtFactory.open(config, options);
    });

    after(async () => {
      await backend?.close();
      await noneRuns();
    });

    const stateOf = async (guest: GuestId): Promise<string | undefined> =>
      (await backend.observeGuests([guest], { signal })).get(guest)?.state;

    async function define(sizeBytes = IMAGE_BYTES): Promise<{ guest: GuestDefinition; content: Buffer; file: string }> {
      const content = randomBytes(sizeBytes);
      const path = join(harness.imageFolder, `image-${content.toString('hex', 0, 8)}`);
      await writeFile(path, content);
      const image = await harness.addImage(path);
      const cdrom = { device: 'sda', media: 'cdrom', sizeMib: 1, bus: 'sata', format: 'raw', image } as const;
      const guest = await harness.makeDefinition({ boot: null, disks: [cdrom], memoryMib: 16 });
      await backend.defineGuest(guest, { signal, disks: 'make' });
      return { guest, content, file: join(harness.poolPath, imageVolumeName(image.sha256)) };
    }

    it('is a remote host, whose URI is shown without the paths of keys', async () => {
      expect(backend.capabilities.isMachineLocal).to.equal(false);
      const shown = `qemu+ssh://127.0.0.1:${server().port}/system?socket=${harness.libvirtd.socketPath}`;
      expect(libvirtFactory.locate(config)).to.deep.equal({
        ...{ uri: shown, isMachineLocal: false, isOfDataFolder: false, hasGuestsAtOwnAddresses: true },
      });
      expect((await backend.describe({ signal })).uri).to.equal(shown);
      expect((await libvirtFactory.detect(config)).reason).to.equal(`libvirt responds at ${shown}`);
    });

    it('uploads an image, and defines, starts, stops and removes a guest', async () => {
      const { guest, content, file } = await define();
      expect((await readFile(file)).equals(content)).to.equal(true);
      await backend.startGuest(guest.id, { signal });
      expect(await stateOf(guest.id)).to.equal('running');
      expect((await harness.libvirtd.virsh('domstate', domainOf(guest.id))).trim()).to.equal('running');
      await backend.poweroffGuest(guest.id, { signal });
      expect(await stateOf(guest.id)).to.equal('stopped');
      await backend.removeGuest(guest.id, { signal });
      expect(await harness.findLeftovers(guest.id)).to.deep.equal([]);
    });

    it('reconnects after every ssh is killed, and reports that events may be missing', async () => {
      const { guest } = await define();
      await backend.startGuest(guest.id, { signal });
      const abort = new AbortController();
      const events: BackendEvent['kind'][] = [];
      const listening = (async () => {
        for await (const { kind } of backend.listenToEvents({ signal: abort.signal })) events.push(kind);
      })().catch(() => undefined);
      await eventually(() => events.includes('observe_everything'));
      events.length = 0;
      for (const pid of server().clients()) process.kill(pid, 'SIGKILL');
      await eventually(() => events.includes('stream_lost') && events.includes('observe_everything'));
      expect(await stateOf(guest.id)).to.equal('running');
      abort.abort();
      await listening;
      await backend.removeGuest(guest.id, { signal });
    });

    it('refuses a URI that could run another program', async () => {
      const hostile = { ...config, uri: `${uriOf()}&command=/bin/sh` };
      expect((await libvirtFactory.detect(hostile)).reason).to.contain('parameter command is not supported over ssh');
    });
  });

  describe('as the way of the service to its host', () => {
    let service: Service | null = null;
    let api: Api;

    before(async () => {
      service = await Service.start({
        env: {
          ...{ GUESTHOUSE_BACKEND: 'libvirt', GUESTHOUSE_ACCEL: 'tcg', GUESTHOUSE_LIBVIRT_URI: uriOf() },
          GUESTHOUSE_LIBVIRT_POOL_PATH: harness.poolPath,
        },
      });
      api = new Api(service);
    });

    after(async () => {
      await service?.leave();
    });

    const state = async (): Promise<string | undefined> =>
      (await api.expect(200, 'GET', '/v1/hosts')).json<HostList>().hosts[0]?.state;

    it('carries an upload and the life of a guest', async () => {
      await eventually(async () => (await state()) === 'up');
      const image = await api.makeImage(randomBytes(IMAGE_BYTES), { kind: 'disk' });
      const { id } = await api.makeGuest({ memory_mib: 16, disks: [{ image: image.id }] }, '?start=true');
      expect((await harness.libvirtd.virsh('domstate', `guesthouse-${id}`)).trim()).to.equal('running');
      await api.done('poweroff', id);
      await api.done('delete', id);
      expect(await harness.libvirtd.virsh('list', '--all', '--name')).not.to.contain(id);
    });

    it('shows the host as away while sshd is stopped, and as up again afterwards', async () => {
      await server().stopDaemon();
      for (const pid of server().clients()) process.kill(pid, 'SIGKILL');
      await eventually(async () => (await state()) === 'away');
      await server().startDaemon();
      await eventually(async () => (await state()) === 'up');
    });

    it('leaves no ssh behind when the service stops, or is killed', async () => {
      await service?.stop();
      expect(server().clients()).to.deep.equal([]);
      await service?.start();
      expect(server().clients()).not.to.deep.equal([]);
      await service?.stop('SIGKILL');
      await noneRuns();
      await service?.start();
    });
  });
});
