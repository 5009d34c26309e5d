/** The views of guests as virtual machines, and the inverse for their creation and change. */
import type { OvirtBios, OvirtOs, OvirtReference, OvirtVm } from '../../../../../generated/ovirt/api-types.js';
import type { OvirtNamed, OvirtVmCreate, OvirtVmUpdate } from '../../../../../generated/ovirt/checked-bodies.js';
import type { DiskToCreate, NicToCreate, RequestedGuest } from '../../../../app/guest-to-create.js';
import type { WritableGuest } from '../../../../app/guests.js';
import { fold } from '../../../../domain/fold.js';
import { shownFault } from '../../../../domain/guest.js';
import type { Guest } from '../../../../domain/guest.js';
import { powerState } from '../../../../domain/lifecycle.js';
import { invalid } from '../../../contract/invalid-request.js';
import { hrefOf, referenceTo } from '../links.js';
import {
  bytesOf,
  BUS_OF_INTERFACE,
  FIRMWARE_OF_BIOS,
  FORMAT_OF_OVIRT_DISK,
  mibOf,
  STATUS_OF_GUEST,
  timeOf,
} from '../words.js';
import { BLANK, MEMORY_MIB_OF_BLANK, topologyOf } from './templates.js';

const ACTIONS = ['start', 'stop', 'shutdown', 'reboot', 'reset', 'suspend'];
const PARTS = ['nics', 'diskattachments', 'cdroms', 'permissions', 'statistics'];
/** The network of a NIC that names none; every host has it. */
const DEFAULT_NETWORK = 'user';
/** The limits of the native API that the contract cannot express, because several members add up. */
const VCPUS_MAX = 256;
const DISKS_MAX = 16;

export function vmView(guest: Guest): OvirtVm {
  const linkTo = (rel: string): { href: string; rel: string } => ({ href: hrefOf('vms', guest.id, rel), rel });
  const power = guest.state === 'unknown' ? null : powerState(guest.observed);
  const isPowered = power === 'on' || power === 'suspended';
  const memory = bytesOf(guest.memoryMib);
  return {
    href: hrefOf('vms', guest.id),
    id: guest.id,
    actions: { link: ACTIONS.map(linkTo) },
    name: guest.name,
    // Some clients report an error for an empty element.
    description: guest.description === '' ? undefined : guest.description,
    status: STATUS_OF_GUEST[guest.state],
    stop_reason: guest.state === 'error' ? shownFault(guest)?.detail : undefined,
    memory,
    memory_policy: { guaranteed: memory, max: memory, ballooning: false },
    cpu: { architecture: 'x86_64', type: guest.cpuModel ?? undefined, topology: topologyOf(guest.vcpus) },
    type: 'server',
    os: osOf(guest),
    bios: biosOf(guest),
    // Some clients ignore a machine without a display.
    display: { type: 'vnc', monitors: 1 },
    stateless: false,
    delete_protected: false,
    creation_time: timeOf(guest.createdAt),
    start_time: isPowered ? timeOf(guest.launchedAt) : undefined,
    cluster: referenceTo('clusters', guest.zone),
    template: templateOf(guest),
    host: isPowered ? referenceTo('hosts', { id: guest.hostId, name: guest.hostName }) : undefined,
    link: PARTS.map(linkTo),
  };
}

function osOf({ disks, boot }: Guest): OvirtOs {
  const devices = [...new Set(disks.map(({ media }) => (media === 'cdrom' ? ('cdrom' as const) : ('hd' as const))))];
  return {
    type: 'other',
    boot: devices.length === 0 ? undefined : { devices: { device: devices } },
    kernel: boot?.kernelImage,
    initrd: boot?.initrdImage ?? undefined,
    cmdline: boot === null || boot.cmdline === '' ? undefined : boot.cmdline,
  };
}

function biosOf({ firmware, machineType }: Guest): OvirtBios {
  if (firmware === 'uefi') return { type: 'q35_ovmf' };
  return { type: machineType?.includes('i440fx') === true ? 'i440fx_sea_bios' : 'q35_sea_bios' };
}

/** The image of the first disk. Its name is not known here. */
function templateOf({ disks }: Guest): OvirtReference {
  const image = disks.find(({ media }) => media === 'disk')?.image ?? null;
  return referenceTo('templates', image === null ? BLANK : { id: image });
}

export function vmToCreate(body: OvirtVmCreate): RequestedGuest {
  return {
    name: body.name,
    description: body.description ?? '',
    instanceType: null,
    vcpus: vcpusOf(body) ?? 1,
    memoryMib: body.memory === undefined ? MEMORY_MIB_OF_BLANK : mibOf(body.memory),
    firmware: FIRMWARE_OF_BIOS[body.bios?.type ?? 'q35_sea_bios'],
    boot:
      body.os?.kernel === undefined
        ? null
        : { kernelImage: body.os.kernel, initrdImage: body.os.initrd ?? null, cmdline: body.os.cmdline ?? '' },
    disks: disksOf(body),
    nics: (body.nics?.nic ?? []).map((nic): NicToCreate => {
      const network = nic.network ?? nic.vnic_profile;
      const named = network === undefined ? DEFAULT_NETWORK : namedBy(network);
      return { network: named, model: nic.interface, mac: nic.mac?.address };
    }),
    metadata: {},
    placement: { host: null, zone: namedBy(body.cluster), hosts: null, group: null },
  };
}

/** Throws `validation_failed` if there are too many disks and CD-ROMs together. */
function disksOf({ template, disk_attachments: attachments, cdroms }: OvirtVmCreate): DiskToCreate[] {
  const ofImage = { sizeMib: undefined, bus: undefined, format: undefined };
  const image = namedBy(template);
  const isBlank = image === BLANK.id || fold(image) === fold(BLANK.name);
  const disks: DiskToCreate[] = [
    ...(isBlank ? [] : [{ ...ofImage, media: 'disk' as const, image }]),
    ...(attachments?.disk_attachment ?? []).map(({ interface: bus, disk }) => ({
      media: 'disk' as const,
      sizeMib: mibOf(disk.provisioned_size),
      image: null,
      bus: BUS_OF_INTERFACE[bus],
      format: FORMAT_OF_OVIRT_DISK[disk.format],
    })),
    ...(cdroms?.cdrom ?? []).map(({ file }) => ({ ...ofImage, media: 'cdrom' as const, image: namedBy(file) })),
  ];
  if (disks.length <= DISKS_MAX) return disks;
  throw invalid([{ pointer: '/disk_attachments', detail: `makes more than ${DISKS_MAX} disks and CD-ROMs` }]);
}

/** The changed guest: what the body does not contain stays as it is. */
export function changedVm(guest: Guest, body: OvirtVmUpdate): WritableGuest {
  return {
    name: body.name ?? guest.name,
    description: body.description ?? guest.description,
    vcpus: vcpusOf(body) ?? guest.vcpus,
    memoryMib: body.memory === undefined ? guest.memoryMib : mibOf(body.memory),
    metadata: guest.metadata,
  };
}

/** Throws `validation_failed` if the product is too large. */
function vcpusOf({ cpu }: Pick<OvirtVmUpdate, 'cpu'>): number | undefined {
  const { topology } = cpu ?? {};
  if (topology === undefined) return undefined;
  const vcpus = topology.sockets * topology.cores * topology.threads;
  if (vcpus <= VCPUS_MAX) return vcpus;
  throw invalid([{ pointer: '/cpu/topology', detail: `must not have more than ${VCPUS_MAX} CPUs` }]);
}

/** The id wins, because a name can be that of another element. */
export function namedBy({ id, name }: OvirtNamed): string {
  return id ?? name ?? '';
}
