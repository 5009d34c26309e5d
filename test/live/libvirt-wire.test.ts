/**
 * libvirt's wire protocol with the test's own real libvirtd: the tables and the codec match libvirt, as its test driver
 * and its storage driver show. Creates guests of the test driver, which exist only in memory, and a pool in the
 * daemon's folder.
 */
import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { LibvirtConnection } from '../../backends/libvirt/rpc/connection.js';
import { ConnectionLost, LibvirtError } from '../../backends/libvirt/rpc/errors.js';
import { textOfChars } from '../../backends/libvirt/rpc/procedures.js';
import type { EventArgsOf } from '../../backends/libvirt/rpc/procedures.js';
import type { Domain, StoragePool } from '../../backends/libvirt/rpc/structures.js';
import { parseLibvirtUri } from '../../backends/libvirt/rpc/uri.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { eventually } from '../support/eventually.js';
import { SessionLibvirtd, whyNoLibvirtd } from '../support/peers/session-libvirtd.js';
import { skip } from '../support/skip.js';
import { caught, failure } from '../wire/scripted-libvirt.js';

const options = { signal: new AbortController().signal };
const MIB = 1024 * 1024;

describe('A libvirt RPC connection to a real libvirtd', () => {
  let daemon: SessionLibvirtd | null = null;
  let port: number;
  let open: (uri: string) => Promise<LibvirtConnection>;
  const connections: LibvirtConnection[] = [];

  before(async function () {
    const reason = await whyNoLibvirtd();
    if (reason !== null) skip(this, 'libvirt', reason);
    const settings = ['listen_tls = 0', 'listen_tcp = 1', 'listen_addr = "127.0.0.1"', 'auth_tcp = "none"'];
    const keepalive = ['keepalive_interval = 1', 'keepalive_count = 2'];
    const listening = await SessionLibvirtd.startOnPort(await SessionLibvirtd.makeFolder(), (tcpPort) => [
      ...settings,
      ...keepalive,
      `tcp_port = "${tcpPort}"`,
    ]);
    const { daemon: started } = listening;
    daemon = started;
    ({ port } = listening);
    open = async (uri) => {
      const text = uri.replace('SOCKET', started.socketPath);
      const connection = await LibvirtConnection.open(parseLibvirtUri(text), { ...options, log: SILENT_LOG });
      connections.push(connection);
      return connection;
    };
  });

  afterEach(async () => {
    for (const connection of connections.splice(0)) await connection.close();
  });

  after(async () => {
    await daemon?.stop();
  });

  describe('with its test driver', () => {
    const openTest = (): Promise<LibvirtConnection> => open('test+unix:///default?socket=SOCKET');

    it('describes the hypervisor', async () => {
      const connection = await openTest();
      const call = connection.call.bind(connection);
      expect(await call('ConnectGetType', undefined, options)).to.deep.equal({ type: 'TEST' });
      expect((await call('ConnectGetLibVersion', undefined, options)).libVer > 1_000_000n).to.equal(true);
      expect(await call('ConnectGetUri', undefined, options)).to.deep.equal({ uri: 'test:///default' });
      expect((await call('ConnectGetVersion', undefined, options)).hvVer).to.be.a('bigint');
      expect((await call('ConnectGetHostname', undefined, options)).hostname).to.not.equal('');
      expect((await call('ConnectGetCapabilities', undefined, options)).capabilities).to.match(/^<capabilities>/);
      const node = await call('NodeGetInfo', undefined, options);
      expect(textOfChars(node.model)).to.equal('i686');
      expect(node).to.include({ memory: 3145728n, cpus: 16, mhz: 1400, nodes: 2, sockets: 2, cores: 2, threads: 2 });
    });

    it('takes a domain through its life, with the matching events and statistics', async () => {
      const connection = await openTest();
      const call = connection.call.bind(connection);
      const events: EventArgsOf<'DomainEventCallbackLifecycle'>[] = [];
      connection.onEvent('DomainEventCallbackLifecycle', (event) => void events.push(event));
      const { callbackID } = await call('ConnectDomainEventCallbackRegisterAny', { eventID: 0, dom: null }, options);
      const xml = "<domain type='test'><name>g</name><memory>65536</memory><os><type>hvm</type></os></domain>";
      const { dom } = await call('DomainDefineXMLFlags', { xml, flags: 0 }, options);
      const started = (await call('DomainCreateWithFlags', { dom, flags: 0 }, options)).dom;
      expect(started.id).to.be.greaterThan(0);
      expect(await call('DomainGetState', { dom, flags: 0 }, options)).to.deep.equal({ state: 1, reason: 1 });
      await call('DomainSuspend', { dom }, options);
      await call('DomainResume', { dom }, options);
      const list = await call('ConnectListAllDomains', { needResults: 1, flags: 0 }, options);
      expect(list.domains.map(({ name }) => name)).to.have.members(['test', 'g']);
      expect(list.ret).to.equal(2);
      const stats = await call('ConnectGetAllDomainStats', { doms: [started], stats: 0, flags: 0 }, options);
      expect(stats.retStats).to.have.length(1);
      expect(stats.retStats[0]?.params[0]).to.deep.equal({ field: 'state.state', type: 'int', value: 1 });
      const setting = { dom, type: 2, metadata: '<a>ü&lt;</a>', key: 'n', uri: 'urn:x', flags: 0 };
      await call('DomainSetMetadata', setting, options);
      const { metadata } = await call('DomainGetMetadata', { dom, type: 2, uri: 'urn:x', flags: 0 }, options);
      expect(metadata).to.contain('ü&lt;');
      expect((await call('DomainGetXMLDesc', { dom, flags: 0 }, options)).xml).to.contain('<name>g</name>');
      await call('DomainDestroyFlags', { dom, flags: 0 }, options);
      expect(await call('DomainIsActive', { dom }, options)).to.deep.equal({ active: false });
      await call('DomainUndefineFlags', { dom, flags: 0 }, options);
      const gone = await failure(call('DomainLookupByUUID', { uuid: dom.uuid }, options), LibvirtError);
      expect(gone).to.include({ codeName: 'NO_DOMAIN', domainName: 'TEST', level: 2 });
      // libvirtd sends events on its own schedule, and drops pending events when the callback is deregistered.
      await eventually(() => events.length === 6);
      await call('ConnectDomainEventCallbackDeregisterAny', { callbackID }, options);
      // 0 defined, 2 started, 3 suspended, 4 resumed, 5 stopped, 1 undefined.
      expect(events.map(({ msg }) => msg.event)).to.deep.equal([0, 2, 3, 4, 5, 1]);
      expect(new Set(events.map((event) => event.callbackID))).to.deep.equal(new Set([callbackID]));
      expect(events[0]?.msg.dom).to.deep.equal({ name: 'g', uuid: dom.uuid, id: -1 });
    });

    it('finds networks, interfaces and pools', async () => {
      const connection = await openTest();
      const call = connection.call.bind(connection);
      const { nets } = await call('ConnectListAllNetworks', { needResults: 1, flags: 0 }, options);
      expect(nets.map(({ name }) => name)).to.deep.equal(['default']);
      const { net } = await call('NetworkLookupByName', { name: 'default' }, options);
      expect(await call('NetworkIsActive', { net }, options)).to.deep.equal({ active: true });
      expect((await call('NetworkGetXMLDesc', { net, flags: 0 }, options)).xml).to.contain('virbr0');
      expect((await failure(call('NetworkCreate', { net }, options), LibvirtError)).codeName).to.equal(
        'OPERATION_INVALID',
      );
      const { ifaces } = await call('ConnectListAllInterfaces', { needResults: 1, flags: 0 }, options);
      expect(ifaces).to.deep.equal([{ name: 'eth1', mac: 'aa:bb:cc:dd:ee:ff' }]);
      const { pools } = await call('ConnectListAllStoragePools', { needResults: 1, flags: 0 }, options);
      expect(pools.map(({ name }) => name)).to.deep.equal(['default-pool']);
    });

    it('matches thousands of concurrent calls with their own replies', async () => {
      const connection = await openTest();
      const names = Array.from({ length: 3_000 }, (_, index) => (index % 2 === 0 ? 'test' : `absent-${index}`));
      const results = await Promise.all(
        names.map((name) => connection.call('DomainLookupByName', { name }, options).catch((error: unknown) => error)),
      );
      for (const [index, result] of results.entries()) {
        if (index % 2 === 0) expect((result as { dom: Domain }).dom.name).to.equal('test');
        else expect(result).to.be.instanceOf(LibvirtError);
      }
    });

    it('stays open by its own pings or by the daemon’s, for longer than either side tolerates silence', async () => {
      if (daemon === null) throw new Error('no daemon');
      const uri = parseLibvirtUri(`test+unix:///default?socket=${daemon.socketPath}`);
      const all = { ...options, log: SILENT_LOG };
      const pinging = await LibvirtConnection.open(uri, { ...all, keepalive: { intervalMs: 100, count: 29 } });
      const responding = await LibvirtConnection.open(uri, { ...all, keepalive: null });
      connections.push(pinging, responding);
      // Without pings, our side would drop the first connection after 3 s, and the daemon would drop the second after 3
      // s (keepalive_interval, keepalive_count).
      await new Promise((resolve) => setTimeout(resolve, 3_500));
      for (const each of [pinging, responding]) await each.call('ConnectGetHostname', undefined, options);
    });

    it('can use TCP', async () => {
      const connection = await open(`test+tcp://127.0.0.1:${port}/default`);
      expect(await connection.call('ConnectGetUri', undefined, options)).to.deep.equal({ uri: 'test:///default' });
    });

    it('fails for a URI without a driver', async () => {
      const error = await caught(open('test+unix:///no/such/file?socket=SOCKET'));
      expect(error).to.be.instanceOf(LibvirtError);
    });
  });

  describe('with its storage driver', () => {
    let connection: LibvirtConnection;
    let pool: StoragePool;
    let folder: string;

    beforeEach(async () => {
      if (daemon === null) throw new Error('no daemon');
      folder = join(daemon.folder, 'pool');
      connection = await open('qemu+unix:///session?socket=SOCKET');
      const xml = `<pool type='dir'><name>wire</name><target><path>${folder}</path></target></pool>`;
      pool = (await connection.call('StoragePoolDefineXML', { xml, flags: 0 }, options)).pool;
      await connection.call('StoragePoolBuild', { pool, flags: 0 }, options);
      await connection.call('StoragePoolCreate', { pool, flags: 0 }, options);
      await connection.call('StoragePoolSetAutostart', { pool, autostart: true }, options);
    });

    afterEach(async () => {
      if (!connection.isOpen) return;
      const { vols } = await connection.call('StoragePoolListAllVolumes', { pool, needResults: 1, flags: 0 }, options);
      for (const vol of vols) await connection.call('StorageVolDelete', { vol, flags: 0 }, options);
      await connection.call('StoragePoolDestroy', { pool }, options);
      await connection.call('StoragePoolDelete', { pool, flags: 0 }, options);
      await connection.call('StoragePoolUndefine', { pool }, options);
    });

    const make = async (name: string, bytes: number) => {
      const xml = `<volume><name>${name}</name><capacity unit='bytes'>${bytes}</capacity><target><format type='raw'/></target></volume>`;
      return (await connection.call('StorageVolCreateXML', { pool, xml, flags: 0 }, options)).vol;
    };
    async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    }
    const read = async (args: { vol: Awaited<ReturnType<typeof make>>; length: bigint }): Promise<Buffer> => {
      const parts: Buffer[] = [];
      const download = connection.download('StorageVolDownload', { ...args, offset: 0n, flags: 0 }, options);
      for await (const part of download) parts.push(part);
      return Buffer.concat(parts);
    };

    it('handles a volume: create, look up, measure, upload, download, resize, delete', async () => {
      const content = randomBytes(8 * MIB + 17);
      const vol = await make('v', content.length);
      const args = { vol, offset: 0n, length: BigInt(content.length), flags: 0 };
      await connection.upload('StorageVolUpload', args, pieces(content, 100_000), options);
      const { name: path } = await connection.call('StorageVolGetPath', { vol }, options);
      expect(sha256(await readFile(path))).to.equal(sha256(content));
      expect(sha256(await read({ vol, length: 0n }))).to.equal(sha256(content));
      expect(sha256(await read({ vol, length: 1000n }))).to.equal(sha256(content.subarray(0, 1000)));
      expect((await connection.call('StorageVolLookupByPath', { path }, options)).vol).to.deep.equal(vol);
      expect((await connection.call('StorageVolLookupByName', { pool, name: 'v' }, options)).vol).to.deep.equal(vol);
      await connection.call('StorageVolResize', { vol, capacity: BigInt(9 * MIB), flags: 0 }, options);
      const info = await connection.call('StorageVolGetInfo', { vol }, options);
      expect(info).to.include({ type: 0, capacity: BigInt(9 * MIB) });
      expect((await connection.call('StorageVolGetXMLDesc', { vol, flags: 0 }, options)).xml).to.contain(
        '<name>v</name>',
      );
      const copy = await connection.call(
        'StorageVolCreateXMLFrom',
        { pool, xml: '<volume><name>w</name><capacity>1</capacity></volume>', clonevol: vol, flags: 0 },
        options,
      );
      expect(copy.vol.name).to.equal('w');
      const poolInfo = await connection.call('StoragePoolGetInfo', { pool }, options);
      expect(poolInfo.state).to.equal(2);
      expect(poolInfo.capacity >= poolInfo.available).to.equal(true);
    });

    it('can abort an upload, and remains usable', async () => {
      const vol = await make('half', MIB);
      const abort = new AbortController();
      async function* source(): AsyncGenerator<Buffer> {
        yield Buffer.alloc(1000, 'x');
        abort.abort(new Error('waited long enough'));
        await new Promise(() => undefined);
      }
      const args = { vol, offset: 0n, length: BigInt(MIB), flags: 0 };
      const error = await caught(connection.upload('StorageVolUpload', args, source(), { signal: abort.signal }));
      expect(error).to.equal(abort.signal.reason);
      await connection.call('StorageVolGetInfo', { vol }, options);
      expect(connection.isOpen).to.equal(true);
    });

    it('can end downloads early, repeatedly, and remains usable', async () => {
      const vol = await make('long', 64 * MIB);
      for (let round = 0; round < 5; round++) {
        const args = { vol, offset: 0n, length: 0n, flags: 0 };
        for await (const part of connection.download('StorageVolDownload', args, options)) {
          expect(part.length).to.be.greaterThan(0);
          break;
        }
      }
      await connection.call('StorageVolGetInfo', { vol }, options);
    });

    it('reports an error midway in an upload beyond the end of the volume', async () => {
      const vol = await make('small', 1000);
      const args = { vol, offset: 0n, length: 1000n, flags: 0 };
      const source = pieces(Buffer.alloc(4 * MIB), 100_000);
      await failure(connection.upload('StorageVolUpload', args, source, options), LibvirtError);
      await connection.call('StoragePoolRefresh', { pool, flags: 0 }, options);
      await failure(read({ vol: { ...vol, name: 'absent', key: 'absent' }, length: 0n }), LibvirtError);
    });
  });

  // Must come last, because it ends the daemon.
  describe('with its daemon killed', () => {
    it('closes immediately, and reports calls in flight as possibly carried out', async () => {
      const connection = await open('test+unix:///default?socket=SOCKET');
      const calls = Array.from({ length: 200 }, () =>
        connection.call('ConnectGetHostname', undefined, options).catch((error: unknown) => error),
      );
      await daemon?.kill();
      expect(await connection.closed).to.be.instanceOf(Error);
      for (const outcome of await Promise.all(calls)) {
        if (outcome instanceof Error) expect(outcome).to.be.instanceOf(ConnectionLost);
      }
      const error = await failure(connection.call('ConnectGetHostname', undefined, options), ConnectionLost);
      expect(error.wasSent).to.equal(false);
    });
  });
});

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
