/**
 * A guest's definition as libvirt's domain XML (formatdomain.html). Pure.
 *
 * It is equivalent to the command line of the backend qmp: the same machines (q35; `pc` for a guest with a disk on
 * `ide`, which q35 lacks), the same boot order, a SCSI cdrom in place of a cdrom on `virtio`, no sleep states. Every
 * image states its format, including each image in a backing chain, so that nothing probes for it.
 *
 * Labels. By default, libvirt changes the owner of a guest's files to QEMU's user when the guest starts, and changes it
 * back when the guest ends, even for a kernel that another guest still uses. So the domain disables relabelling (model
 * `dac`), and volumes are created with the owner and the mode that QEMU needs (pool.ts). If the host does not have this
 * model, the domain has no label.
 */
import { GuesthouseError } from '../../src/domain/errors.js';
import type { GuestId } from '../../src/domain/ids.js';
import { element, type XmlElement, type XmlNode } from '../../src/domain/xml.js';
import type { DiskDefinition, GuestDefinition, ImageFile, NicDefinition } from '../backend.js';
import { cpuElement } from './cpu-xml.js';
import type { Hypervisor } from './hypervisor.js';
import { consoleVolumeName, diskVolumeName, domainNameOf, imageVolumeName } from './names.js';
import type { GuestMetadata } from './guest-metadata.js';
import { imagesOf, metadataElement } from './guest-metadata.js';
import { toXml } from './xml.js';

export const USER_NETWORK = 'user';
const IDE_PLACES = 4;
/** `sata` disks are on AHCI controllers, which libvirt adds automatically. */
const BUS_FAMILY = { virtio: 'vd', scsi: 'sd', sata: 'sd', ide: 'hd' } as const;

/** libvirt's type of a network. */
export type NetworkSource = 'user' | 'network' | 'bridge';

export interface Places {
  /** Path on the host of the volume with this name. */
  pathOf(volumeName: string): string;
  sourceOf(network: string): NetworkSource;
}

export function domainXml(guest: GuestDefinition, host: Hypervisor, places: Places): string {
  const metadata = metadataOf(guest);
  const common = [
    element('name', {}, domainNameOf(guest.id)),
    element('uuid', {}, guest.id),
    element('title', {}, guest.name),
    element('metadata', {}, metadataElement(metadata)),
    element('memory', { unit: 'MiB' }, String(guest.memoryMib)),
    element('vcpu', {}, String(guest.vcpus)),
  ];
  if (host.kind === 'test') {
    const isBare = guest.boot === null && guest.disks.length === 0 && guest.firmware === 'bios';
    if (!isBare) throw unsupported('This host is a mock: its guests have no disks, kernels or firmware.');
    const os = element('os', {}, element('type', { arch: host.arch }, 'hvm'));
    return toXml(element('domain', { type: host.domainType }, ...common, os));
  }
  return toXml(element('domain', { type: host.domainType }, ...common, ...machineOf(guest, host, places, metadata)));
}

/**
 * The VNC server that version 0.3 defined for every guest, in libvirt's form. A definition that was changed afterwards
 * does not match.
 */
const PASSWORDLESS_VNC =
  /\s*<graphics type='vnc' port='-1' autoport='yes' listen='127\.0\.0\.1'>\s*<listen type='address' address='127\.0\.0\.1'\/>\s*<\/graphics>/g;

/** The same server in the XML of a running domain, with the port that libvirt chose. */
const LIVE_PASSWORDLESS_VNC = /<graphics type='vnc' port='\d+' autoport='yes' listen='127\.0\.0\.1'>/;

export function hasPasswordlessVnc(liveXml: string): boolean {
  return LIVE_PASSWORDLESS_VNC.test(liveXml);
}

/**
 * Removes from a domain's XML the VNC server that version 0.3 defined. Returns the XML unchanged if it has no such
 * server.
 */
export function withoutPasswordlessVnc(xml: string): string {
  return xml.replaceAll(PASSWORDLESS_VNC, '');
}

/**
 * The metadata of a new definition. It also assigns libvirt's name to each disk (`vda`, `sdb`, `hda`…): disks with the
 * same prefix are named in the order of the definition.
 */
export function metadataOf(guest: GuestDefinition): GuestMetadata {
  const counts = new Map<string, number>();
  const disks = guest.disks.map((disk) => {
    const family = BUS_FAMILY[busOf(disk)];
    const index = counts.get(family) ?? 0;
    counts.set(family, index + 1);
    return { device: disk.device, target: `${family}${String.fromCharCode('a'.charCodeAt(0) + index)}` };
  });
  const nics = guest.nics.map(({ device, network, mac }) => ({ device, network, mac }));
  return { id: guest.id, images: imagesOf(guest), disks, nics, isCrashSettled: false };
}

function machineOf(guest: GuestDefinition, host: Hypervisor, places: Places, metadata: GuestMetadata): XmlNode[] {
  const ideCount = guest.disks.filter((disk) => disk.bus === 'ide').length;
  if (ideCount > IDE_PLACES) throw unsupported(`A guest can have at most ${IDE_PLACES} disks on the bus ide.`);
  return [
    // libvirt replaces an unversioned name by the newest version, and keeps that.
    osOf(guest, host, places, guest.machineType ?? (ideCount > 0 ? 'pc' : 'q35')),
    element('features', {}, element('acpi'), element('apic')),
    cpuElement(guest.cpuModel ?? host.cpuModel),
    element('clock', { offset: 'utc' }),
    element('on_poweroff', {}, 'destroy'),
    element('on_reboot', {}, 'restart'),
    // Not `preserve`: after `destroy`, libvirt still reports the crash, and the guest can be started again immediately.
    element('on_crash', {}, 'destroy'),
    element('pm', {}, element('suspend-to-mem', { enabled: 'no' }), element('suspend-to-disk', { enabled: 'no' })),
    element('devices', {}, ...devicesOf(guest, places, metadata)),
    host.qemuOwner === null ? null : labelOf(host.qemuOwner),
  ];
}

function labelOf({ uid, gid }: { uid: number; gid: number }): XmlElement {
  const label = element('label', {}, `+${uid}:+${gid}`);
  return element('seclabel', { type: 'static', model: 'dac', relabel: 'no' }, label);
}

function osOf(guest: GuestDefinition, host: Hypervisor, places: Places, machine: string): XmlElement {
  const isUefi = guest.firmware === 'uefi';
  if (isUefi && !host.hasUefi) throw unsupported('This host has no UEFI firmware.');
  const hasIde = guest.disks.some(({ bus }) => bus === 'ide');
  if (isUefi && hasIde) throw unsupported('A guest with a disk on the bus ide cannot have UEFI here.');
  const { boot } = guest;
  const file = (image: ImageFile): string => places.pathOf(imageVolumeName(image.sha256));
  return element(
    'os',
    { firmware: isUefi ? 'efi' : null },
    // Secure Boot is off: it needs SMM and enrolled keys, and no user has requested it yet.
    isUefi ? element('firmware', {}, element('feature', { enabled: 'no', name: 'secure-boot' })) : null,
    element('type', { arch: host.arch, machine }, 'hvm'),
    boot === null ? null : element('kernel', {}, file(boot.kernel)),
    boot === null || boot.initrd === null ? null : element('initrd', {}, file(boot.initrd)),
    boot === null ? null : element('cmdline', {}, boot.cmdline),
  );
}

function devicesOf(guest: GuestDefinition, places: Places, metadata: GuestMetadata): XmlNode[] {
  const log = element('log', { file: places.pathOf(consoleVolumeName(guest.id)), append: 'on' });
  const port = element('target', { type: 'isa-serial', port: 0 }, element('model', { name: 'isa-serial' }));
  return [
    ...guest.disks.map((disk, index) => diskOf(guest.id, disk, metadata.disks[index]?.target ?? '', index + 1, places)),
    element('controller', { type: 'usb', model: 'none' }),
    guest.disks.some((disk) => busOf(disk) === 'scsi')
      ? element('controller', { type: 'scsi', index: 0, model: 'virtio-scsi' })
      : null,
    ...guest.nics.map((nic) => nicOf(nic, places)),
    element('serial', { type: 'pty' }, log, port),
    element('console', { type: 'pty' }, element('target', { type: 'serial', port: 0 })),
    element('channel', { type: 'unix' }, element('target', { type: 'virtio', name: 'org.qemu.guest_agent.0' })),
    // No graphics: a guest on the network `user` can reach every port of the host's loopback, and a VNC server there
    // requires no password.
    element('video', {}, element('model', { type: 'vga' })),
    element('memballoon', { model: 'none' }),
    element('rng', { model: 'virtio' }, element('backend', { model: 'builtin' })),
    element('panic', { model: 'isa' }),
  ];
}

function diskOf(guest: GuestId, disk: DiskDefinition, target: string, order: number, places: Places): XmlElement {
  const isCdrom = disk.media === 'cdrom';
  const end = [
    element('target', { dev: target, bus: busOf(disk) }),
    isCdrom ? element('readonly') : null,
    element('boot', { order }),
  ];
  if (isCdrom) {
    const device = { type: 'file', device: 'cdrom' };
    if (disk.image === null) return element('disk', device, ...end);
    return element('disk', device, driverOf(disk.image.format), ...imageSource(disk.image, places), ...end);
  }
  const source = element('source', { file: places.pathOf(diskVolumeName(guest, disk.device)) });
  const backing =
    disk.format === 'raw' || disk.image === null
      ? element('backingStore')
      : element(
          'backingStore',
          { type: 'file' },
          element('format', { type: disk.image.format }),
          ...imageSource(disk.image, places),
        );
  const device = { type: 'file', device: 'disk' };
  return element('disk', device, driverOf(disk.format, 'unmap'), source, backing, ...end);
}

function driverOf(format: string, discard: string | null = null): XmlElement {
  return element('driver', { name: 'qemu', type: format, discard });
}

/** An image is used without a backing file, even if its own header names one. */
function imageSource(image: ImageFile, places: Places): XmlElement[] {
  return [element('source', { file: places.pathOf(imageVolumeName(image.sha256)) }), element('backingStore')];
}

function nicOf(nic: NicDefinition, places: Places): XmlElement {
  const kind = places.sourceOf(nic.network);
  return element(
    'interface',
    { type: kind },
    kind === 'user' ? null : element('source', { [kind]: nic.network }),
    element('mac', { address: nic.mac }),
    element('model', { type: nic.model }),
    // Guests never boot from the network.
    element('rom', { enabled: 'no' }),
  );
}

/** The bus of a disk. virtio has no cdrom, so a cdrom on `virtio` is on `scsi`. */
function busOf(disk: DiskDefinition): DiskDefinition['bus'] {
  return disk.media === 'cdrom' && disk.bus === 'virtio' ? 'scsi' : disk.bus;
}

function unsupported(message: string): GuesthouseError {
  return new GuesthouseError('unsupported_by_backend', message);
}

/**
 * A definition of the guest as libvirt shows it, with another name and size. Everything else stays as it is,
 * even if another program wrote it.
 */
export function withSize(
  xml: string,
  { name, vcpus, memoryMib }: Pick<GuestDefinition, 'name' | 'vcpus' | 'memoryMib'>,
): string {
  const title = toXml(element('title', {}, name));
  const withTitle = /<title>/.test(xml)
    ? xml.replace(/<title>[^<]*<\/title>/, () => title)
    : xml.replace(/<\/uuid>/, () => `</uuid>${title}`);
  return withTitle
    .replace(/<memory\b[^>]*>[^<]*<\/memory>/, `<memory unit='MiB'>${memoryMib}</memory>`)
    .replace(/<currentMemory\b[^>]*>[^<]*<\/currentMemory>/, `<currentMemory unit='MiB'>${memoryMib}</currentMemory>`)
    .replace(
      /<vcpu\b([^>]*)>[^<]*<\/vcpu>/,
      (_whole, attributes: string) => `<vcpu${attributes.replace(/\scurrent=(['"])\d+\1/, '')}>${vcpus}</vcpu>`,
    );
}
