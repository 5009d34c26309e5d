/**
 * A guest's definition as domain XML: how each part is translated, and that the whole conforms to libvirt's own schema.
 * test/live/libvirt-guest.test.ts tests what libvirt does with it.
 */
import { execFile } from 'node:child_process';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type { DiskDefinition, GuestDefinition, ImageFile } from '../../backends/backend.js';
import { domainXml, metadataOf, withoutPasswordlessVnc } from '../../backends/libvirt/domain-xml.js';
import type { NetworkSource, Places } from '../../backends/libvirt/domain-xml.js';
import type { Hypervisor } from '../../backends/libvirt/hypervisor.js';
import { isGuesthouseError } from '../../src/domain/errors.js';
import type { GuestId, ImageId } from '../../src/domain/ids.js';
import { DISK_BUSES } from '../../src/domain/words.js';
import { skip } from '../support/skip.js';

const QEMU: Hypervisor = {
  ...{ kind: 'qemu', arch: 'x86_64', domainType: 'kvm', hasUefi: true },
  qemuOwner: { uid: 64055, gid: 107 },
  ...{ cpuModels: new Set(['Nehalem']), cpuModel: 'Nehalem' },
};
const MOCK: Hypervisor = {
  ...{ kind: 'test', arch: 'i686', domainType: 'test', hasUefi: false, qemuOwner: null },
  ...{ cpuModels: new Set<string>(), cpuModel: '' },
};
const SOURCES: Readonly<Record<string, NetworkSource>> = { user: 'user', lab: 'network', br0: 'bridge' };
const PLACES: Places = { pathOf: (name) => `/pool/${name}`, sourceOf: (network) => SOURCES[network] ?? 'user' };

function image(digit: string, format: 'raw' | 'qcow2' = 'raw'): ImageFile {
  const sizes = { sizeBytes: 1, virtualSizeMib: 1 };
  return { id: 'an image' as ImageId, path: '/nowhere', format, sha256: digit.repeat(64), ...sizes };
}

function disk(more: Partial<DiskDefinition> = {}): DiskDefinition {
  return { device: 'vda', media: 'disk', sizeMib: 64, bus: 'virtio', format: 'qcow2', image: null, ...more };
}

function guest(more: Partial<GuestDefinition> = {}): GuestDefinition {
  return {
    id: '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d' as GuestId,
    ...{ name: 'web', vcpus: 2, memoryMib: 512, firmware: 'bios', boot: null, disks: [], nics: [] },
    ...more,
  };
}

const FULL = guest({
  name: `a <guest> & "co" 'x' ünïcode 😀`,
  firmware: 'uefi',
  boot: { kernel: image('1'), initrd: image('2'), cmdline: 'console=ttyS0 x="<&>"' },
  disks: [
    disk({ image: image('3', 'qcow2') }),
    disk({ device: 'vdb', format: 'raw', image: image('4') }),
    disk({ device: 'sda', bus: 'scsi' }),
    disk({ device: 'sdb', bus: 'sata', image: image('3', 'qcow2') }),
    disk({ device: 'sdc', bus: 'virtio', media: 'cdrom', format: 'raw', image: image('5') }),
    disk({ device: 'sdd', bus: 'sata', media: 'cdrom', format: 'raw' }),
  ],
  nics: [
    { device: 'net0', network: 'user', model: 'virtio', mac: '52:54:00:00:00:01' },
    { device: 'net1', network: 'lab', model: 'e1000', mac: '52:54:00:00:00:02' },
    { device: 'net2', network: 'br0', model: 'virtio', mac: '52:54:00:00:00:03' },
  ],
});

describe('The domain XML of a guest', () => {
  const of = (definition: GuestDefinition, host = QEMU): string => domainXml(definition, host, PLACES);

  it('has our id as its UUID and in our element, a name derived from the id, and the guest’s name as its title', () => {
    const xml = of(guest());
    expect(xml).to.contain('<name>guesthouse-0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d</name>');
    expect(xml).to.contain('<uuid>0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d</uuid><title>web</title>');
    expect(xml).to.match(/<guesthouse:guest xmlns:guesthouse="[^"]+" id="0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d">/);
  });

  it('states the format of every image of each backing chain', () => {
    const xml = of(guest({ disks: [disk({ image: image('3', 'qcow2') })] }));
    expect(xml).to.contain(
      '<driver name="qemu" type="qcow2" discard="unmap"/>' +
        '<source file="/pool/guesthouse-0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d-vda"/>' +
        '<backingStore type="file"><format type="qcow2"/>' +
        `<source file="/pool/guesthouse-image-${'3'.repeat(64)}"/><backingStore/></backingStore>`,
    );
    const raw = of(guest({ disks: [disk({ format: 'raw', image: image('4') })] }));
    expect(raw).not.to.contain('guesthouse-image-');
    expect(raw).to.contain('type="raw"').and.to.contain('<backingStore/>');
  });

  it('lists once each image that the guest needs to run, and no image that was copied', () => {
    expect(metadataOf(FULL).images).to.deep.equal(['1', '2', '3', '5'].map((digit) => digit.repeat(64)));
  });

  it('sets the boot order to the order of the disks', () => {
    const orders = [...of(FULL).matchAll(/<boot order="(\d)"\/>/g)].map(([, order]) => Number(order));
    expect(orders).to.deep.equal([1, 2, 3, 4, 5, 6]);
  });

  it('gives each disk a name for its bus and records that name, and uses SCSI for a cdrom on virtio', () => {
    expect(metadataOf(FULL).disks.map(({ device, target }) => `${device} ${target}`)).to.deep.equal([
      ...['vda vda', 'vdb vdb', 'sda sda', 'sdb sdb', 'sdc sdc', 'sdd sdd'],
    ]);
    const odd = metadataOf(
      guest({ disks: [disk({ device: 'cd', media: 'cdrom' }), disk({ device: 'root', bus: 'ide' })] }),
    );
    expect(odd.disks.map(({ target }) => target)).to.deep.equal(['sda', 'hda']);
    expect(of(FULL)).to.contain('<target dev="sdc" bus="scsi"/><readonly/>');
    expect(of(FULL)).to.contain('model="virtio-scsi"');
  });

  it('selects a machine type with IDE for a guest with a disk on ide', () => {
    expect(of(guest({ disks: [disk({ bus: 'ide' })] }))).to.contain('machine="pc"');
    expect(of(guest())).to.contain('machine="q35"');
  });

  it('prevents libvirt from changing the owner of files, and has no label if the host lacks that security model', () => {
    expect(of(guest())).to.contain(
      '<seclabel type="static" model="dac" relabel="no"><label>+64055:+107</label></seclabel>',
    );
    expect(of(guest(), { ...QEMU, qemuOwner: null })).not.to.contain('seclabel');
  });

  it('has a video card, but no display that the network can reach', () => {
    for (const each of [guest(), FULL]) {
      expect(of(each)).not.to.match(/<graphics|listen/);
      expect(of(each)).to.contain('<video>');
    }
  });

  it('keeps everything else when the display that version 0.3 added is removed', () => {
    const screen = (listen: string, more = ''): string =>
      `    <graphics type='vnc' port='-1' autoport='yes' listen='${listen}'${more}>\n` +
      `      <listen type='address' address='${listen}'/>\n    </graphics>\n`;
    const around = ["<devices>\n    <input type='mouse' bus='ps2'/>\n", '    <video>\n    </video>\n  </devices>\n'];
    expect(withoutPasswordlessVnc(around.join(screen('127.0.0.1')))).to.equal(around.join(''));
    for (const theirs of [screen('10.0.0.1'), screen('127.0.0.1', " passwd='secret'")]) {
      expect(withoutPasswordlessVnc(around.join(theirs))).to.equal(around.join(theirs));
    }
  });

  it('is rejected for a guest that this host can never run', () => {
    const ide = disk({ bus: 'ide' });
    const refusals: readonly [GuestDefinition, Hypervisor][] = [
      [guest({ firmware: 'uefi' }), { ...QEMU, hasUefi: false }],
      [guest({ firmware: 'uefi', disks: [ide] }), QEMU],
      [guest({ disks: [ide, ide, ide, ide, ide] }), QEMU],
      [guest({ disks: [disk()] }), MOCK],
      [guest({ name: 'a\ufffeb' }), QEMU],
    ];
    for (const [definition, host] of refusals) {
      let error: unknown = null;
      try {
        of(definition, host);
      } catch (thrown) {
        error = thrown;
      }
      expect(isGuesthouseError(error, 'unsupported_by_backend'), String(error)).to.equal(true);
    }
  });

  it('conforms to libvirt’s own schema, whatever it contains', async function () {
    for (const program of ['virt-xml-validate', 'xmllint']) {
      const isThere = await access(`/usr/bin/${program}`).then(
        () => true,
        () => false,
      );
      if (!isThere) skip(this, 'libvirt', `${program} is not installed`);
    }
    const folder = await mkdtemp(join(tmpdir(), 'guesthouse-xml-'));
    try {
      const every = DISK_BUSES.map((bus) => guest({ disks: [disk({ bus }), disk({ bus, media: 'cdrom' })] }));
      const definitions: readonly [GuestDefinition, Hypervisor][] = [
        [FULL, QEMU],
        [guest(), MOCK],
        ...every.map((each) => [each, QEMU] as const),
      ].map(([definition, host]) => [definition, host] as [GuestDefinition, Hypervisor]);
      for (const [index, [definition, host]] of definitions.entries()) {
        const file = join(folder, `${index}.xml`);
        await writeFile(file, of(definition, host));
        await promisify(execFile)('virt-xml-validate', [file, 'domain']);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
