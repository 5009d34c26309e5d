/** The views of guests, and the inverse for their creation. */
import type { Guest as GuestView, GuestDrift, GuestStates } from '../../../generated/api-types.js';
import type { GuestCreate } from '../../../generated/checked-bodies.js';
import type { RequestedGuest } from '../../app/guest-to-create.js';
import type { Difference } from '../../domain/drift.js';
import { shownFault } from '../../domain/guest.js';
import type { Guest, GuestDisk, GuestNic } from '../../domain/guest.js';
import { powerState } from '../../domain/lifecycle.js';
import type { Timestamp } from '../../domain/timestamp.js';
import { faultView } from '../faults.js';
import { hrefOf, linksOf } from './links.js';

export function guestView(guest: Guest, origin: string): GuestView {
  return {
    id: guest.id,
    href: hrefOf('guests', guest.id),
    links: linksOf(origin, 'guests', guest.id),
    name: guest.name,
    description: guest.description,
    project_id: guest.projectId,
    user_id: guest.userId,
    host: { id: guest.hostId, name: guest.hostName },
    zone: { id: guest.zone.id, name: guest.zone.name },
    instance_type: guest.instanceType === null ? null : { id: guest.instanceType.id, name: guest.instanceType.name },
    placement_group:
      guest.placementGroup === null ? null : { id: guest.placementGroup.id, name: guest.placementGroup.name },
    vcpus: guest.vcpus,
    memory_mib: guest.memoryMib,
    firmware: guest.firmware,
    cpu_model: guest.cpuModel,
    machine_type: guest.machineType,
    boot:
      guest.boot === null
        ? null
        : {
            kernel_image: guest.boot.kernelImage,
            initrd_image: guest.boot.initrdImage,
            cmdline: guest.boot.cmdline,
          },
    disks: guest.disks.map(diskView),
    nics: guest.nics.map(nicView),
    metadata: guest.metadata,
    state: guest.state,
    power_state: powerState(guest.observed),
    target_power_state: guest.targetPowerState,
    power_cycle_required: guest.isPowerCycleRequired,
    fault: faultView(shownFault(guest)),
    created_at: guest.createdAt,
    updated_at: guest.updatedAt,
    launched_at: guest.launchedAt,
  };
}

function diskView(disk: GuestDisk): GuestView['disks'][number] {
  return {
    device: disk.device,
    media: disk.media,
    size_mib: disk.sizeMib,
    image: disk.image,
    bus: disk.bus,
    format: disk.format,
  };
}

function nicView(nic: GuestNic): GuestView['nics'][number] {
  return {
    device: nic.device,
    network: nic.network,
    model: nic.model,
    mac: nic.mac,
    address: nic.address,
    addresses: [...nic.addresses],
  };
}

export function driftView({
  since,
  differences,
}: {
  readonly since: Timestamp | null;
  readonly differences: readonly Difference[];
}): GuestDrift {
  return {
    since,
    differences: differences.map(({ what, expected, found, isOfDisks }) => ({
      what,
      expected,
      found,
      disk_changes: isOfDisks,
    })),
  };
}

export function guestStatesView(guest: Guest): GuestStates {
  return {
    state: guest.state,
    power_state: powerState(guest.observed),
    target_power_state: guest.targetPowerState,
  };
}

export function guestToCreate(body: GuestCreate): RequestedGuest {
  return {
    name: body.name,
    description: body.description,
    instanceType: body.instance_type,
    vcpus: body.vcpus,
    memoryMib: body.memory_mib,
    firmware: body.firmware,
    boot: body.boot
      ? {
          kernelImage: body.boot.kernel_image,
          initrdImage: body.boot.initrd_image,
          cmdline: body.boot.cmdline,
        }
      : null,
    disks: body.disks.map((disk) => ({
      media: disk.media,
      sizeMib: disk.size_mib,
      image: disk.image,
      bus: disk.bus,
      format: disk.format,
    })),
    nics: body.nics.map((nic) => ({
      network: nic.network,
      model: nic.model,
      mac: nic.mac,
    })),
    metadata: body.metadata,
    placement: {
      host: body.placement?.host ?? null,
      zone: body.placement?.zone ?? null,
      hosts: body.placement?.hosts ?? null,
      group: body.placement?.group ?? null,
    },
  };
}
