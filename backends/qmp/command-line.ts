/**
 * A guest's definition as the command line of its QEMU. Pure.
 *
 * The command line does not rely on QEMU's defaults. We assign an id to every device and block node (future hot-plug
 * and snapshots need the ids), and every block node states its format, so that QEMU never probes for it.
 *
 * Machines. q35 is the default. It has no IDE, so a guest with a disk on `ide` gets the machine `pc`, which has room
 * for four such disks. `sata` is AHCI on both machines. virtio has no cdrom, so a cdrom on `virtio` is a SCSI cdrom
 * behind a virtio controller. The versioned name of the machine, and the model of the CPU, are in the definition
 * (hardware.ts).
 *
 * Boot order. UEFI tries the disks one after another. SeaBIOS tries only the first disk of medium `disk`, and every
 * cdrom, in order.
 */
import { join } from 'node:path';
import { GuesthouseError } from '../../src/domain/errors.js';
import type { DiskDefinition, GuestDefinition, ImageFile, NicDefinition } from '../backend.js';
import { diskPath, UEFI_VARS_FILE } from './disks.js';
import type { GuestFolder } from './guest-folder.js';
import { hostNameOf } from './guest-process.js';
import type { Installation } from './installation.js';
import { tapName, USER_NETWORK } from './taps.js';

/**
 * File descriptors that QEMU inherits (launch.ts): three listening sockets, a pipe to the writer of the console log,
 * and a socket for each NIC on an isolated network `user` (user-network.ts).
 */
const QMP_FDS = [3, 4];
const AGENT_FD = 5;
const CONSOLE_FD = 6;
const FIRST_NIC_FD = 7;

const SANDBOX = 'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny';
const SATA_PORTS = 6;
const IDE_PLACES = 4;

type Json = Record<string, unknown>;

export function commandLineOf(guest: GuestDefinition, folder: GuestFolder, installation: Installation): string[] {
  const hasIde = guest.disks.some((disk) => disk.bus === 'ide');
  const machine = [guest.machineType ?? (hasIde ? 'pc' : 'q35'), 'usb=off', 'vmport=off', 'dump-guest-core=off'];
  const power = hasIde ? 'PIIX4_PM' : 'ICH9-LPC';
  const firmware: string[] = [];
  if (guest.firmware === 'uefi') {
    if (installation.uefi === null) throw unsupported('This host has no UEFI firmware.');
    machine.push('pflash0=firmware', 'pflash1=firmware-vars');
    firmware.push(
      ...blockdev({ ...rawFile('firmware', installation.uefi.code, true) }),
      ...blockdev({ ...rawFile('firmware-vars', join(folder.own, UEFI_VARS_FILE), false) }),
    );
  }

  return [
    installation.binary,
    ...['-name', hostNameOf(guest.id), '-uuid', guest.id],
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-sandbox', SANDBOX],
    ...firmware,
    ...['-machine', machine.join(','), '-accel', installation.accel, '-cpu', guest.cpuModel ?? 'max'],
    ...['-smp', `cpus=${guest.vcpus}`, '-m', `size=${guest.memoryMib}M`],
    // When a guest powers itself off or panics, QEMU keeps running and waits, so that no service can miss the event
    // (guest-folder.ts).
    ...['-action', 'shutdown=pause,panic=pause'],
    // Sleep states are disabled, because a sleeping guest could not be distinguished from a running guest that does not
    // respond.
    ...['-global', `${power}.disable_s3=1`, '-global', `${power}.disable_s4=1`],
    ...['-rtc', 'base=utc', '-boot', 'menu=off,strict=on'],
    ...QMP_FDS.flatMap(monitorAt),
    ...['-chardev', `socket,id=agent,fd=${AGENT_FD},server=on,wait=off`],
    ...['-chardev', `socket,id=console,fd=${CONSOLE_FD}`],
    ...device({ driver: 'isa-serial', id: 'serial0', chardev: 'console' }),
    ...device({ driver: 'virtio-serial-pci', id: 'serial-bus' }),
    ...device({ driver: 'virtserialport', id: 'agent-port', chardev: 'agent', name: 'org.qemu.guest_agent.0' }),
    ...device({ driver: 'pvpanic', id: 'panic' }),
    ...device({ driver: 'VGA', id: 'video' }),
    ...['-object', 'rng-builtin,id=entropy', ...device({ driver: 'virtio-rng-pci', id: 'rng', rng: 'entropy' })],
    ...bootOf(guest),
    ...disksOf(guest.disks, folder, hasIde),
    ...nicsOf(guest, installation),
  ];
}

function monitorAt(fd: number): string[] {
  return ['-chardev', `socket,id=qmp${fd},fd=${fd},server=on,wait=off`, '-mon', `chardev=qmp${fd},mode=control`];
}

function bootOf({ boot }: GuestDefinition): string[] {
  if (boot === null) return [];
  const initrd = boot.initrd === null ? [] : ['-initrd', boot.initrd.path];
  return ['-kernel', boot.kernel.path, ...initrd, '-append', boot.cmdline];
}

function disksOf(disks: readonly DiskDefinition[], folder: GuestFolder, hasIde: boolean): string[] {
  const argv: string[] = [];
  let ideCount = 0;
  let sataCount = 0;
  let hasScsi = false;
  disks.forEach((disk, index) => {
    const isCdrom = disk.media === 'cdrom';
    const path = diskPath(folder, disk);
    if (path !== null) argv.push(...blockdev(diskNode(disk, path)));
    else if (disk.image !== null) argv.push(...blockdev(imageNode(disk.device, disk.image)));
    const drive: Json = {
      id: `disk-${disk.device}`,
      ...(path === null && disk.image === null ? {} : { drive: disk.device }),
    };
    // Boot index 0 belongs to a kernel that is booted directly.
    drive['bootindex'] = index + 1;

    if (disk.bus === 'virtio' && !isCdrom) {
      argv.push(...device({ driver: 'virtio-blk-pci', ...drive }));
    } else if (disk.bus === 'virtio' || disk.bus === 'scsi') {
      if (!hasScsi) argv.push(...device({ driver: 'virtio-scsi-pci', id: 'scsi' }));
      hasScsi = true;
      argv.push(...device({ driver: isCdrom ? 'scsi-cd' : 'scsi-hd', bus: 'scsi.0', ...drive }));
    } else if (disk.bus === 'ide') {
      if (ideCount === IDE_PLACES) throw unsupported(`A guest can have at most ${IDE_PLACES} disks on the bus ide.`);
      const place = { bus: `ide.${Math.floor(ideCount / 2)}`, unit: ideCount % 2 };
      argv.push(...device({ driver: isCdrom ? 'ide-cd' : 'ide-hd', ...place, ...drive }));
      ideCount += 1;
    } else {
      disk.bus satisfies 'sata';
      const controller = Math.floor(sataCount / SATA_PORTS);
      const port = sataCount % SATA_PORTS;
      // q35 has a built-in first AHCI controller with the name `ide`.
      const isBuiltIn = controller === 0 && !hasIde;
      if (port === 0 && !isBuiltIn) argv.push(...device({ driver: 'ich9-ahci', id: `sata${controller}` }));
      const bus = isBuiltIn ? `ide.${port}` : `sata${controller}.${port}`;
      argv.push(...device({ driver: isCdrom ? 'ide-cd' : 'ide-hd', bus, ...drive }));
      sataCount += 1;
    }
  });
  return argv;
}

/**
 * The node of an overlay states its backing file, which overrides the overlay's own header. The backing file itself has
 * no backing file.
 */
function diskNode(disk: DiskDefinition, path: string): Json {
  const file = { driver: 'file', filename: path };
  const node = { 'node-name': disk.device, driver: disk.format, discard: 'unmap', file };
  if (disk.format === 'raw') return node;
  return { ...node, backing: disk.image === null ? null : imageNode(`${disk.device}-base`, disk.image) };
}

function imageNode(name: string, image: ImageFile): Json {
  const file = { driver: 'file', filename: image.path, 'read-only': true };
  const node = { 'node-name': name, driver: image.format, 'read-only': true, file };
  return image.format === 'raw' ? node : { ...node, backing: null };
}

function rawFile(name: string, path: string, isReadOnly: boolean): Json {
  return { 'node-name': name, driver: 'raw', 'read-only': isReadOnly, file: { driver: 'file', filename: path } };
}

function nicsOf(guest: GuestDefinition, { hasUserNetworkIsolation }: Installation): string[] {
  let fd = FIRST_NIC_FD;
  return guest.nics.flatMap((nic) => {
    const { device, network } = nic;
    if (network !== USER_NETWORK) {
      return nicOf(nic, `tap,id=${device},ifname=${tapName(guest.id, device)},script=no,downscript=no`);
    }
    if (!hasUserNetworkIsolation) return nicOf(nic, `user,id=${device}`);
    return nicOf(nic, `stream,id=${device},server=off,addr.type=fd,addr.str=${fd++}`);
  });
}

function nicOf(nic: NicDefinition, netdev: string): string[] {
  const driver = nic.model === 'virtio' ? 'virtio-net-pci' : 'e1000';
  // No boot ROM: guests never boot from the network, and the ROMs are a separate package.
  const hardware = { driver, id: `nic-${nic.device}`, netdev: nic.device, mac: nic.mac, romfile: '' };
  return ['-netdev', netdev, ...device(hardware)];
}

function device(properties: Json): string[] {
  return ['-device', JSON.stringify(properties)];
}

function blockdev(node: Json): string[] {
  return ['-blockdev', JSON.stringify(node)];
}

function unsupported(message: string): GuesthouseError {
  return new GuesthouseError('unsupported_by_backend', message);
}
