/**
 * How many calls of libvirt the driver makes for one call of the service. Each call is a round trip, and the daemon can
 * be on another machine.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Backend, GuestDefinition, ImageFile } from '../../backends/backend.js';
import { libvirtFactory } from '../../backends/libvirt/backend.js';
import { DiskRoom } from '../../src/domain/disk-room.js';
import { newId, type GuestId, type ImageId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { eventually } from '../support/eventually.js';
import { SimulatedLibvirt } from './simulated-libvirt.js';

const anew = (): AbortSignal => new AbortController().signal;
const DISK = { media: 'disk', sizeMib: 1, bus: 'virtio', format: 'qcow2' } as const;

describe('The libvirt driver asks for nothing twice:', () => {
  let folder: string;
  let libvirt: SimulatedLibvirt;
  let backend: Backend;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guesthouse-calls-'));
  });
  after(() => rm(folder, { recursive: true }));
  beforeEach(async () => {
    libvirt = await SimulatedLibvirt.listen();
    const room = new DiskRoom({ share: 0, bytes: 1024 });
    backend = await libvirtFactory.open({ uri: libvirt.uri, accel: 'tcg', room, log: SILENT_LOG }, { signal: anew() });
  });
  afterEach(async () => {
    await backend.close();
    await libvirt.close();
  });

  async function image(name: string): Promise<ImageFile> {
    const path = join(folder, name);
    await writeFile(path, name);
    const sha256 = createHash('sha256').update(name).digest('hex');
    return { id: newId<ImageId>(), path, format: 'raw', sha256, sizeBytes: name.length, virtualSizeMib: 1 };
  }

  /** A guest of three images, with two disks and a NIC. */
  async function guest(name = 'disk'): Promise<GuestDefinition> {
    const nic = { device: 'net0', network: 'user', model: 'virtio', mac: '52:54:00:12:34:56' } as const;
    return {
      ...{ id: newId<GuestId>(), name: 'a guest', vcpus: 1, memoryMib: 16, firmware: 'bios', nics: [nic] },
      boot: { kernel: await image('kernel'), initrd: await image('initrd'), cmdline: '' },
      disks: [
        { ...DISK, device: 'vda', image: await image(name) },
        { ...DISK, device: 'vdb', image: null },
      ],
    };
  }

  const make = (definition: GuestDefinition) => backend.defineGuest(definition, { signal: anew(), disks: 'make' });

  /** The calls that `work` makes, and how often it makes each. */
  async function callsOf(work: () => Promise<unknown>): Promise<{ count: number; calls: Record<string, number> }> {
    const from = libvirt.calls.length;
    await work();
    const calls: Record<string, number> = {};
    for (const name of libvirt.calls.slice(from)) calls[name] = (calls[name] ?? 0) + 1;
    return { count: libvirt.calls.length - from, calls };
  }

  it('a guest is created with at most 30 calls if the host has its images', async () => {
    await make(await guest());
    const { count, calls } = await callsOf(async () => make(await guest()));
    // Of the domain: is it there, by UUID and by name? Whose is it? Then the definition. Of the host: its networks.
    expect(calls['DomainLookupByUUID'], 'DomainLookupByUUID').to.equal(1);
    expect(calls['DomainLookupByName'], 'DomainLookupByName').to.equal(1);
    expect(calls['DomainGetMetadata'], 'DomainGetMetadata').to.equal(1);
    expect(calls['DomainDefineXMLFlags'], 'DomainDefineXMLFlags').to.equal(1);
    expect(calls['ConnectListAllNetworks'], 'ConnectListAllNetworks').to.equal(1);
    // Of the pool: whether it runs, and the free space after a refresh.
    expect(calls['StoragePoolLookupByName'], 'StoragePoolLookupByName').to.equal(1);
    expect(calls['StoragePoolGetInfo'], 'StoragePoolGetInfo').to.equal(2);
    expect(calls['StoragePoolRefresh'], 'StoragePoolRefresh').to.equal(1);
    // Its volumes before and after the refresh, which shows whether its file system is mounted.
    expect(calls['StoragePoolListAllVolumes'], 'StoragePoolListAllVolumes').to.equal(2);
    // Of each image: is it there, and complete? Before the guest is defined and, because another service on the host
    // may have removed it meanwhile, afterwards.
    expect(calls['StorageVolLookupByName'], 'StorageVolLookupByName').to.equal(6);
    expect(calls['StorageVolGetInfoFlags'], 'StorageVolGetInfoFlags').to.equal(6);
    // Two disks and two logs of the console. libvirt reports the paths of the volumes together with their names.
    expect(calls['StorageVolCreateXML'], 'StorageVolCreateXML').to.equal(4);
    expect(calls['StorageVolGetPath'] ?? 0, 'StorageVolGetPath').to.equal(0);
    expect(count, JSON.stringify(calls)).to.be.at.most(30);
  });

  it('the memory of a guest is changed with at most 18 calls', async () => {
    const definition = await guest();
    const expected = await make(definition);
    const { count, calls } = await callsOf(() =>
      backend.defineGuest({ ...definition, memoryMib: 32 }, { signal: anew(), disks: 'keep', expected }),
    );
    expect(calls['DomainDefineXMLFlags'], 'DomainDefineXMLFlags').to.equal(1);
    // Two disks: is each file what it was?
    expect(calls['StorageVolDownload'], 'StorageVolDownload').to.equal(2);
    expect(count, JSON.stringify(calls)).to.be.at.most(18);
  });

  it('the version of libvirt is read once for each connection', async () => {
    const definition = await guest();
    const expected = await make(definition);
    const inspect = () => backend.inspectGuest(definition.id, { signal: anew(), expected });
    const readsOf = async (work: () => Promise<unknown>) => (await callsOf(work)).calls['ConnectGetLibVersion'] ?? 0;
    expect(await readsOf(inspect)).to.equal(0);
    libvirt.cutConnections();
    await eventually(() => backend.describe({ signal: anew() }).then(Boolean, () => false));
    expect(await readsOf(async () => [await inspect(), await inspect()])).to.equal(1);
  });

  it('a guest is deleted with at most 40 calls', async () => {
    const definition = await guest();
    const expected = await make(definition);
    const { count, calls } = await callsOf(() => backend.removeGuest(definition.id, { signal: anew(), expected }));
    // Two disks, two logs of the console, three images.
    expect(calls['StorageVolDelete'], 'StorageVolDelete').to.equal(7);
    // The volumes of the guest; then, after earlier removals have ended, the images.
    expect(calls['StoragePoolListAllVolumes'], 'StoragePoolListAllVolumes').to.equal(2);
    expect(calls['StoragePoolLookupByName'], 'StoragePoolLookupByName').to.equal(1);
    // Is there a checkpoint? Which images are in use: once for all, and again before each of the three is removed.
    expect(calls['ConnectListAllDomains'], 'ConnectListAllDomains').to.equal(5);
    expect(count, JSON.stringify(calls)).to.be.at.most(40);
  });

  for (const [kind, nameOf] of [
    ['of one image', () => 'disk'],
    ['each of its own image', (index: number) => `disk-${index}`],
  ] as const) {
    for (const isAtOnce of [false, true]) {
      it(`the calls of deletions grow linearly: guests ${kind}, ${isAtOnce ? 'at the same time' : 'one after another'}`, async () => {
        const costOf = async (guests: number): Promise<number> => {
          const definitions: GuestDefinition[] = [];
          for (let index = 0; index < guests; index++) definitions.push(await guest(nameOf(index)));
          for (const definition of definitions) await make(definition);
          const remove = ({ id }: GuestDefinition) => backend.removeGuest(id, { signal: anew() });
          const { count } = await callsOf(async () => {
            if (isAtOnce) await Promise.all(definitions.map(remove));
            else for (const definition of definitions) await remove(definition);
          });
          return count;
        };
        const [few, many] = [await costOf(5), await costOf(20)];
        // Each guest costs the same. The metadata of every guest is read once, with one call.
        expect(many, `${few} calls for 5 guests`).to.be.at.most(4 * few);
      });
    }
  }
});
