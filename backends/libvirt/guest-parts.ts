/**
 * The parts of a guest's domain XML that are compared with its baseline (B10, shared/baseline.ts). Pure.
 *
 * The parts that matter have names of their own: memory, vCPUs, kernel, firmware, disks and NICs. They are the same in
 * the XML that the driver writes and in the XML that libvirt shows, so a guest without a baseline can be compared by
 * them. Everything else is a `setting` with its path; libvirt adds settings, so both sides must come from libvirt.
 *
 * Not compared: what libvirt or its upgrades assign (addresses, aliases, controllers, the emulator, the files of the
 * firmware, security labels), the name and title, and our own metadata.
 */
import type { XmlElement } from '../../src/domain/xml.js';
import type { Baseline, Parts } from '../backend.js';
import { RUNNING, SETTING } from '../shared/baseline.js';
import { cpuModelIn } from './cpu-xml.js';
import { withoutPasswordlessVnc } from './domain-xml.js';
import { METADATA_URI } from './guest-metadata.js';
import type { GuestMetadata } from './guest-metadata.js';
import { attributeOf, childOf, childrenOf, parseXml, textOf, toXml } from './xml.js';

const KIB_PER: ReadonlyMap<string, number> = new Map([
  ['KiB', 1],
  ['MiB', 1024],
  ['GiB', 1024 * 1024],
]);
const NOT_COMPARED: ReadonlySet<string> = new Set(
  ['name', 'uuid', 'title', 'memory', 'currentMemory', 'vcpu', 'address', 'alias', 'controller', 'emulator'].concat([
    'loader',
    'nvram',
    'seclabel',
    'resource',
    'kernel',
    'initrd',
    'cmdline',
    'firmware',
    'disk',
    'interface',
  ]),
);

/** A disk in the XML of a domain. */
export interface DiskInXml {
  /** Our name for the disk, or libvirt's name if the disk is not ours. */
  readonly device: string;
  readonly isCdrom: boolean;
  readonly format: string;
  /** The file of the disk; null for an empty drive. Disks on other sources have a description instead. */
  readonly source: string | null;
  readonly isFile: boolean;
  /** The files of the backing chain that the definition states, the nearest first. */
  readonly backing: readonly string[];
}

export interface DomainParts extends Pick<Baseline, 'vcpus' | 'memoryMib' | 'parts'> {
  readonly cpuModel: string | null;
  readonly machineType: string | null;
  readonly disks: readonly DiskInXml[];
}

/** The parts of a definition for the next start. */
export function partsOfDomain(xml: string, metadata: Pick<GuestMetadata, 'disks'>): DomainParts {
  const domain = parseXml(withoutPasswordlessVnc(xml));
  const devices = childOf(domain, 'devices');
  const os = childOf(domain, 'os');
  const parts: Record<string, string> = {};
  const memoryKib = kibOf(childOf(domain, 'memory'));
  const vcpus = Number(textOf(childOf(domain, 'vcpu')) || 1);
  parts['memory'] = memoryText(memoryKib);
  parts['vCPUs'] = String(vcpus);
  parts['firmware'] = isUefi(os) ? 'uefi' : 'bios';
  for (const [name, what] of [
    ['kernel', 'kernel'],
    ['initrd', 'initrd'],
    ['cmdline', 'kernel command line'],
  ] as const)
    if (os !== null && childOf(os, name) !== null) parts[what] = textOf(childOf(os, name));
  const disks = disksIn(devices, metadata);
  for (const disk of disks) Object.assign(parts, partsOfDisk(disk));
  for (const disk of devices === null ? [] : childrenOf(devices, 'disk'))
    addBoot(parts, `disk ${nameOfDisk(disk, metadata)}`, disk);
  Object.assign(parts, partsOfNics(devices));
  const current = kibOf(childOf(domain, 'currentMemory'));
  if (childOf(domain, 'currentMemory') !== null && current !== memoryKib)
    parts[`${SETTING}current memory`] = memoryText(current);
  const currentVcpus = attributeOf(childOf(domain, 'vcpu'), 'current');
  if (currentVcpus !== null) parts[`${SETTING}current vCPUs`] = currentVcpus;
  addSettings(parts, domain, '');
  const machineType = attributeOf(os === null ? null : childOf(os, 'type'), 'machine');
  return { vcpus, memoryMib: Math.floor(memoryKib / 1024), cpuModel: cpuModelIn(domain), machineType, parts, disks };
}

/**
 * How the devices of a running domain differ from those of its definition for the next start: what was attached,
 * detached or replaced without changing the definition, and copies of disks in progress.
 */
export function partsOfRunning(
  liveXml: string,
  definition: DomainParts,
  metadata: Pick<GuestMetadata, 'disks'>,
): Parts {
  const devices = childOf(parseXml(liveXml), 'devices');
  const live: Record<string, string> = {};
  for (const { device, isCdrom, source } of disksIn(devices, metadata))
    live[`disk ${device} ${isCdrom ? 'medium' : 'source'}`] = source ?? 'empty';
  for (const [what, value] of Object.entries(partsOfNics(devices))) if (what.endsWith(' network')) live[what] = value;
  const parts: Record<string, string> = {};
  for (const [what, value] of Object.entries(live))
    if (definition.parts[what] !== value) parts[`${RUNNING}${what}`] = value;
  for (const what of Object.keys(definition.parts))
    if (/^disk \S+ (source|medium)$|^NIC \S+ network$/.test(what) && live[what] === undefined)
      parts[`${RUNNING}${what}`] = 'detached';
  for (const disk of devices === null ? [] : childrenOf(devices, 'disk')) {
    const mirror = childOf(disk, 'mirror');
    if (mirror !== null)
      parts[`${RUNNING}disk ${nameOfDisk(disk, metadata)} copy`] = attributeOf(mirror, 'job') ?? 'in progress';
  }
  return parts;
}

/** Whether the part is one of those that a guest without a baseline is compared by. */
export function matters(what: string): boolean {
  return !what.startsWith(SETTING);
}

function disksIn(devices: XmlElement | null, metadata: Pick<GuestMetadata, 'disks'>): DiskInXml[] {
  return (devices === null ? [] : childrenOf(devices, 'disk')).map((disk) => {
    const source = childOf(disk, 'source');
    const file = attributeOf(source, 'file');
    const other = source === null ? null : toXml({ ...source, children: [] });
    return {
      device: nameOfDisk(disk, metadata),
      isCdrom: attributeOf(disk, 'device') === 'cdrom',
      format: attributeOf(childOf(disk, 'driver'), 'type') ?? 'raw',
      source: file ?? (source === null || Object.keys(source.attributes).length === 0 ? null : other),
      isFile: file !== null,
      backing: backingOf(disk),
    };
  });
}

function nameOfDisk(disk: XmlElement, { disks }: Pick<GuestMetadata, 'disks'>): string {
  const target = attributeOf(childOf(disk, 'target'), 'dev') ?? '?';
  return disks.find((known) => known.target === target)?.device ?? target;
}

function backingOf(disk: XmlElement): string[] {
  const files: string[] = [];
  for (let at = childOf(disk, 'backingStore'); at !== null; at = childOf(at, 'backingStore')) {
    const source = childOf(at, 'source');
    if (source !== null) files.push(attributeOf(source, 'file') ?? toXml({ ...source, children: [] }));
  }
  return files;
}

function partsOfDisk({ device, isCdrom, format, source, backing }: DiskInXml): Parts {
  const what = `disk ${device}`;
  return {
    [`${what} ${isCdrom ? 'medium' : 'source'}`]: source ?? 'empty',
    ...(source === null ? {} : { [`${what} format`]: format }),
    ...(isCdrom ? {} : { [`${what} backing file`]: backing.join(' on ') || 'none' }),
  };
}

function addBoot(parts: Record<string, string>, what: string, device: XmlElement): void {
  parts[`${what} bus`] = attributeOf(childOf(device, 'target'), 'bus') ?? 'unknown';
  const order = attributeOf(childOf(device, 'boot'), 'order');
  if (order !== null) parts[`${what} place in the boot order`] = order;
}

/** By MAC address, so that a removed NIC does not change the names of those after it. */
function partsOfNics(devices: XmlElement | null): Parts {
  const parts: Record<string, string> = {};
  for (const nic of devices === null ? [] : childrenOf(devices, 'interface')) {
    const type = attributeOf(nic, 'type') ?? 'unknown';
    const mac = attributeOf(childOf(nic, 'mac'), 'address')?.toLowerCase() ?? 'without an address';
    let what = `NIC ${mac}`;
    for (let nth = 2; parts[`${what} network`] !== undefined; nth += 1) what = `NIC ${mac}#${nth}`;
    const source = childOf(nic, 'source');
    parts[`${what} network`] = attributeOf(source, type) ?? type;
    parts[`${what} model`] = attributeOf(childOf(nic, 'model'), 'type') ?? 'default';
    if (childOf(nic, 'link') !== null) parts[`${what} link`] = attributeOf(childOf(nic, 'link'), 'state') ?? 'up';
  }
  return parts;
}

/** Each text and attribute below `element`, named by its path. */
function addSettings(parts: Record<string, string>, element: XmlElement, path: string): void {
  const counts = new Map<string, number>();
  for (const child of childrenOf(element)) {
    if (NOT_COMPARED.has(child.name)) continue;
    if (Object.values(child.attributes).includes(METADATA_URI)) continue;
    const nth = (counts.get(child.name) ?? 0) + 1;
    counts.set(child.name, nth);
    const at = `${path}${child.name}${nth === 1 ? '' : `[${nth}]`}`;
    for (const [name, value] of Object.entries(child.attributes)) parts[`${SETTING}${at}/@${name}`] = String(value);
    const text = textOf(child);
    if (text !== '') parts[`${SETTING}${at}`] = text;
    else if (childrenOf(child).length === 0 && Object.keys(child.attributes).length === 0)
      parts[`${SETTING}${at}`] = 'set';
    addSettings(parts, child, `${at}/`);
  }
}

function kibOf(memory: XmlElement | null): number {
  return Number(textOf(memory)) * (KIB_PER.get(attributeOf(memory, 'unit') ?? 'KiB') ?? 1);
}

function memoryText(kib: number): string {
  return kib % 1024 === 0 ? `${kib / 1024} MiB` : `${kib} KiB`;
}

function isUefi(os: XmlElement | null): boolean {
  if (os === null) return false;
  return attributeOf(os, 'firmware') === 'efi' || attributeOf(childOf(os, 'loader'), 'type') === 'pflash';
}
