/**
 * The translation of QEMU's words into ours: statuses, counters, refusals, firmware descriptors, and the command line
 * of a guest.
 */
import { expect } from 'chai';
import type { DiskDefinition, GuestDefinition, ImageFile } from '../../backends/backend.js';
import { commandLineOf } from '../../backends/qmp/command-line.js';
import { hardwareOf, requireHardware } from '../../backends/qmp/hardware.js';
import { cpuMetricsOf, diskMetricsOf, powerOf, refusalOf, stallOf, threadsOf } from '../../backends/qmp/dialect.js';
import { parseDescriptor } from '../../backends/qmp/firmware.js';
import { GuestFolder } from '../../backends/qmp/guest-folder.js';
import type { Installation } from '../../backends/qmp/installation.js';
import { tapName } from '../../backends/qmp/taps.js';
import { DiskRoom } from '../../src/domain/disk-room.js';
import { isGuesthouseError } from '../../src/domain/errors.js';
import type { GuestId, ImageId } from '../../src/domain/ids.js';
import { DISK_BUSES } from '../../src/domain/words.js';

describe('The dialect of QEMU', () => {
  it('translates each status', () => {
    const meanings = {
      running: 'running',
      paused: 'suspended',
      'io-error': 'suspended',
      watchdog: 'suspended',
      prelaunch: 'suspended',
      shutdown: 'off',
      'guest-panicked': 'crashed',
      'internal-error': 'crashed',
    };
    for (const [status, meaning] of Object.entries(meanings)) expect(powerOf(status), status).to.equal(meaning);
    expect(Object.keys(meanings).filter((status) => stallOf(status, []))).to.have.members(['io-error', 'watchdog']);
    expect(stallOf('watchdog', null)).to.equal('guest_watchdog');
    expect(stallOf('io-error', [{ 'io-status': 'ok' }, { 'io-status': 'nospace' }])).to.equal('host_out_of_space');
    expect(stallOf('io-error', [{ 'io-status': 'failed' }, {}])).to.equal('guest_io_error');
    expect(stallOf('io-error', null)).to.equal('guest_io_error');
  });

  it('distinguishes a lack of room from a refusal, and reveals no path', () => {
    const full = refusalOf('qemu-img', 'qemu-img: /data/x: Could not resize: No space left on device\n');
    expect(full.kind).to.equal('capacity_exhausted');
    for (const words of ['Disk quota exceeded', 'Read-only file system', 'File too large', 'Cannot allocate memory'])
      expect(refusalOf('qemu-img', `qemu-img: /data/x: ${words}`).kind, words).to.equal('capacity_exhausted');
    const no = refusalOf(
      'qemu',
      "qemu-system-x86_64: -kernel /data/images/k: could not open kernel file '/data/images/k': nope",
    );
    expect(no.kind).to.equal('backend_refused');
    expect(no.message).not.to.contain('/data');
    expect(no.message).to.contain('could not open kernel file');
    expect(no.logDetail).to.contain('/data/images/k');
    expect(refusalOf('qemu', '').message).to.contain('no reason');
  });

  it('reports CPU time from the finer clock if there is one, and vCPU time only under KVM', () => {
    const stat = `7 (CPU 0/(KVM)) S ${Array.from({ length: 48 }, (_none, index) => index + 4).join(' ')}`;
    expect(cpuMetricsOf(0, stat, '1500000000 0 3', true)).to.deep.equal({ vcpu: 0, cpuTimeS: 1.5, vcpuTimeS: 0.43 });
    expect(cpuMetricsOf(1, stat, null, false)).to.deep.equal({ vcpu: 1, cpuTimeS: 0.29, vcpuTimeS: null });
  });

  it('finds the threads of vCPUs, and none in a value of another shape', () => {
    const result = [{ 'cpu-index': 0, 'thread-id': 11, target: 'x86_64' }, { 'cpu-index': 'x' }, null];
    expect(threadsOf(result)).to.deep.equal([{ vcpu: 0, threadId: 11 }]);
    expect(threadsOf({})).to.deep.equal([]);
  });

  it('reports each disk under our name, and null for counters that QEMU omits', () => {
    const stats = { rd_operations: 3, rd_bytes: 4096, rd_total_time_ns: 2_000_000_000, wr_operations: 0 };
    const [known, unknown] = diskMetricsOf(
      [disk({ device: 'vda' }), disk({ device: 'vdb' })],
      [{ 'node-name': 'vda', stats }, 'rubbish'],
    );
    expect(known).to.include({
      device: 'vda',
      readOps: 3,
      readBytes: 4096,
      readTimeS: 2,
      writeOps: 0,
      writeBytes: null,
    });
    expect(unknown).to.include({ device: 'vdb', readOps: null, flushTimeS: null });
  });

  it('accepts plain UEFI firmware, and ignores Secure Boot, other machines and invalid files', () => {
    const plain = {
      'interface-types': ['uefi'],
      mapping: {
        device: 'flash',
        executable: { filename: '/code', format: 'raw' },
        'nvram-template': { filename: '/vars', format: 'raw' },
      },
      targets: [{ architecture: 'x86_64', machines: ['pc-q35-*'] }],
      features: ['acpi-s3'],
    };
    expect(parseDescriptor(JSON.stringify(plain))).to.deep.equal({ code: '/code', vars: '/vars' });
    for (const other of [
      { ...plain, features: ['secure-boot'] },
      { ...plain, targets: [{ architecture: 'aarch64', machines: ['virt'] }] },
      { ...plain, 'interface-types': ['bios'] },
      { ...plain, mapping: { device: 'memory', filename: '/code' } },
      [],
    ]) {
      expect(parseDescriptor(JSON.stringify(other))).to.equal(null);
    }
    expect(parseDescriptor('{')).to.equal(null);
  });

  it('gives each tap a different name of at most fifteen characters', () => {
    const names = ['net0', 'net1'].flatMap((nic) => [tapName('a' as GuestId, nic), tapName('b' as GuestId, nic)]);
    expect(new Set(names).size).to.equal(4);
    for (const name of names) expect(name).to.match(/^gh[0-9a-f]{1,13}$/);
  });
});

describe('The hardware of a QEMU', () => {
  const model = (name: string, ...missing: string[]): object => ({ name, 'unavailable-features': missing });
  const output = (...models: object[]): string =>
    [
      { QMP: { version: {} } },
      { return: {} },
      {
        return: [
          { name: 'pc-q35-7.1' },
          { name: 'pc-q35-7.2', alias: 'q35' },
          { name: 'pc-i440fx-7.2', alias: 'pc' },
          { name: 'none' },
        ],
      },
      { return: models },
      { return: {} },
      { event: 'SHUTDOWN' },
    ]
      .map((reply) => JSON.stringify(reply))
      .join('\r\n');

  it('has a versioned machine type for each of our machines', () => {
    const { newest, machineTypes } = hardwareOf(output(), null, null);
    expect(newest).to.deep.equal({ q35: 'pc-q35-7.2', pc: 'pc-i440fx-7.2' });
    expect([...machineTypes]).to.include('pc-q35-7.1');
  });

  it('gives new guests the newest named model that it can offer completely, and the maker of the host counts', () => {
    const models = [
      ...[model('max'), model('host'), model('base'), model('qemu64'), model('Nehalem'), model('Westmere')],
      ...[model('Skylake-Client-noTSX-IBRS'), model('Skylake-Client'), model('Icelake-Server', 'avx512f')],
      ...[model('EPYC'), model('EPYC-Rome', 'rdpid')],
    ];
    expect(hardwareOf(output(...models), 'intel', null).cpuModel).to.equal('Skylake-Client-noTSX-IBRS');
    expect(hardwareOf(output(...models), 'amd', null).cpuModel).to.equal('EPYC');
    expect(hardwareOf(output(...models), null, null).cpuModel).to.equal('Skylake-Client-noTSX-IBRS');
    expect(hardwareOf(output(...models.slice(0, 6)), 'amd', null).cpuModel, 'an emulation').to.equal('Westmere');
    expect(hardwareOf(output(...models.slice(0, 4)), 'intel', null).cpuModel).to.equal('qemu64');
    expect(hardwareOf(output(...models), 'intel', 'host').cpuModel, 'as configured').to.equal('host');
  });

  it('is refused by its name if the host does not have it, or lacks some of its features', () => {
    const hardware = hardwareOf(output(model('Nehalem'), model('Haswell', 'avx2')), null, null);
    const guest = { cpuModel: 'Nehalem', machineType: 'pc-q35-7.2' };
    requireHardware(guest, hardware);
    expect(() => requireHardware({ ...guest, machineType: 'pc-q35-9.9' }, hardware)).to.throw('pc-q35-9.9');
    expect(() => requireHardware({ ...guest, cpuModel: 'Haswell' }, hardware)).to.throw('Haswell');
    expect(() => requireHardware({ ...guest, cpuModel: 'max,+foo' }, hardware)).to.throw('CPU model');
  });
});

describe('The command line of a guest', () => {
  const installation: Installation = {
    binary: 'qemu-system-x86_64',
    version: '7.2.0',
    accel: 'tcg',
    hardware: hardwareOf('', null, 'qemu64'),
    user: { name: 'q', uid: 1, gid: 1, isForeign: true, kvmGid: null },
    uefi: null,
    hasTaps: true,
    hasUserNetworkIsolation: false,
    room: new DiskRoom({ share: 0, bytes: 0 }),
  };
  const id = '00000000-0000-4000-8000-000000000000' as GuestId;
  const folder = new GuestFolder('/data', id, installation.user);
  const guest: GuestDefinition = {
    id,
    name: 'never shown, "not" -even this',
    vcpus: 2,
    memoryMib: 64,
    firmware: 'bios',
    boot: null,
    disks: [],
    nics: [],
  };
  const lineOf = (more: Partial<GuestDefinition>): string[] =>
    commandLineOf({ ...guest, ...more }, folder, installation);
  const jsonAfter = (line: string[], flag: string): Record<string, unknown>[] =>
    line.flatMap((each, at) =>
      each === flag && line[at + 1]?.startsWith('{') ? [JSON.parse(line[at + 1] ?? '') as Record<string, unknown>] : [],
    );

  it('leaves nothing to defaults and never shows the guest’s name', () => {
    const line = lineOf({});
    expect(line).to.include.members(['-nodefaults', '-no-user-config', '-sandbox', `guesthouse-${id}`]);
    expect(line[line.indexOf('-sandbox') + 1]).to.match(/^on,.*elevateprivileges=deny.*spawn=deny/);
    expect(line.join(' ')).not.to.contain('never shown');
  });

  it('states the format of every block node, including its children', () => {
    const disks = [
      disk({ device: 'vda', image: image('qcow2') }),
      disk({ device: 'vdb', format: 'raw', image: image('qcow2') }),
      disk({ device: 'sda', bus: 'sata', media: 'cdrom', image: image('raw') }),
      disk({ device: 'vdc' }),
    ];
    const nodes = jsonAfter(lineOf({ disks }), '-blockdev');
    expect(nodes.map((node) => [node['node-name'], node['driver']])).to.deep.equal([
      ['vda', 'qcow2'],
      ['vdb', 'raw'],
      ['sda', 'raw'],
      ['vdc', 'qcow2'],
    ]);
    expect(nodes[0]?.['backing']).to.include({ driver: 'qcow2', 'read-only': true, backing: null });
    expect(nodes[2]?.['read-only']).to.equal(true);
    expect(nodes[3]?.['backing']).to.equal(null);
  });

  it('makes QEMU boot from the disks in their order, on every bus, and gives each device a different id', () => {
    const disks = DISK_BUSES.flatMap((bus, index) =>
      (['disk', 'cdrom'] as const).map((media) =>
        disk({ device: `${media === 'disk' ? 'd' : 'c'}${index}`, bus, media }),
      ),
    );
    const devices = jsonAfter(lineOf({ disks }), '-device');
    const drives = devices.filter((each) => 'bootindex' in each);
    expect(drives.map((each) => [each['id'], each['bootindex']])).to.deep.equal(
      disks.map(({ device }, index) => [`disk-${device}`, index + 1]),
    );
    const ids = devices.map((each) => each['id']);
    expect(new Set(ids).size).to.equal(ids.length);
    expect(ids).not.to.include(undefined);
  });

  it('selects a machine type with IDE for a guest with IDE disks, and rejects a fifth such disk', () => {
    const disks = Array.from({ length: 5 }, (_none, index) => disk({ device: `hd${'abcde'[index]}`, bus: 'ide' }));
    const line = lineOf({ disks: disks.slice(0, 4) });
    expect(line[line.indexOf('-machine') + 1]).to.match(/^pc,/);
    expect(unsupported(() => lineOf({ disks }))).to.equal(true);
    expect(lineOf({}).join(' ')).to.contain('-machine q35,').and.to.contain('-cpu max ');
    const pinned = lineOf({ machineType: 'pc-q35-7.1', cpuModel: 'Nehalem' }).join(' ');
    expect(pinned).to.contain('-machine pc-q35-7.1,').and.to.contain('-cpu Nehalem ');
  });

  it('rejects UEFI if there is no firmware for it', () => {
    expect(unsupported(() => lineOf({ firmware: 'uefi' }))).to.equal(true);
  });

  it('rejects a device name that leads out of the folder', () => {
    expect(() => lineOf({ disks: [disk({ device: '../vda' })] })).to.throw();
  });

  it('gives each NIC on the network `user` its own socket if the host isolates that network, otherwise QEMU’s own network', () => {
    const nics = ['user', 'br0', 'user'].map((network, index) => ({
      ...({ device: `net${index}`, network, model: 'virtio', mac: `52:54:00:00:00:0${index}` } as const),
    }));
    const netdevs = (line: string[]): string[] => line.filter((_each, at) => line[at - 1] === '-netdev');
    const isolated = commandLineOf({ ...guest, nics }, folder, { ...installation, hasUserNetworkIsolation: true });
    const tap = `tap,id=net1,ifname=${tapName(id, 'net1')},script=no,downscript=no`;
    expect(netdevs(isolated)).to.deep.equal([
      'stream,id=net0,server=off,addr.type=fd,addr.str=7',
      tap,
      'stream,id=net2,server=off,addr.type=fd,addr.str=8',
    ]);
    expect(netdevs(lineOf({ nics }))).to.deep.equal(['user,id=net0', tap, 'user,id=net2']);
  });

  it('passes a kernel’s options as one argument, including commas', () => {
    const boot = { kernel: image('raw'), initrd: null, cmdline: 'a=b,c "d" -S' };
    const line = lineOf({ boot });
    expect(line[line.indexOf('-append') + 1]).to.equal(boot.cmdline);
  });
});

function disk(more: Partial<DiskDefinition>): DiskDefinition {
  return { device: 'vda', media: 'disk', sizeMib: 1, bus: 'virtio', format: 'qcow2', image: null, ...more };
}

function image(format: 'qcow2' | 'raw'): ImageFile {
  return { id: 'i' as ImageId, path: '/data/images/i', format, sha256: '', sizeBytes: 1, virtualSizeMib: 1 };
}

function unsupported(attempt: () => unknown): boolean {
  try {
    attempt();
  } catch (error) {
    return isGuesthouseError(error, 'unsupported_by_backend');
  }
  return false;
}
