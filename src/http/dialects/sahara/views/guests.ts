/** The view of a guest, and the inverse for creations and changes. */
import type { SaharaGuest } from '../../../../../generated/sahara/api-types.js';
import type { SaharaGuestCreate, SaharaGuestUpdate } from '../../../../../generated/sahara/checked-bodies.js';
import type { RequestedGuest } from '../../../../app/guest-to-create.js';
import type { WritableGuest } from '../../../../app/guests.js';
import { shownFault } from '../../../../domain/guest.js';
import type { Guest } from '../../../../domain/guest.js';
import { powerState } from '../../../../domain/lifecycle.js';
import { mergeMetadata } from '../../../../domain/metadata.js';
import { faultView } from '../../../faults.js';

export function guestView(guest: Guest, origin: string): SaharaGuest {
  const href = `/v1.1/${guest.projectId}/guests/${guest.id}`;
  return {
    id: guest.id,
    href,
    links: [{ rel: 'self', href: origin + href }],
    name: guest.name,
    description: guest.description,
    project_id: guest.projectId,
    user_id: guest.userId,
    host: { id: guest.hostId, name: guest.hostName },
    zone: { id: guest.zone.id, name: guest.zone.name },
    instance_type: guest.instanceType === null ? null : { id: guest.instanceType.id, name: guest.instanceType.name },
    vcpus: guest.vcpus,
    memory_mib: guest.memoryMib,
    disks: guest.disks.map(({ sizeMib, device, media, image, bus, format }) => {
      return { device, media, size_mib: sizeMib, image, bus, format };
    }),
    nics: guest.nics.map(({ device, network, model, mac, address, addresses }) => {
      return { device, network, model, mac, address, addresses: [...addresses] };
    }),
    metadata: guest.metadata,
    state: guest.state,
    power_state: powerState(guest.observed),
    fault: faultView(shownFault(guest)),
    created_at: guest.createdAt,
    updated_at: guest.updatedAt,
    launched_at: guest.launchedAt,
  };
}

export function guestToCreate(body: SaharaGuestCreate): RequestedGuest {
  const { name, description, vcpus, firmware, metadata } = body;
  return {
    name,
    description,
    instanceType: body.instance_type,
    vcpus,
    memoryMib: body.memory_mib,
    firmware,
    boot: body.boot && {
      kernelImage: body.boot.kernel_image,
      initrdImage: body.boot.initrd_image,
      cmdline: body.boot.cmdline,
    },
    disks: body.disks.map(({ size_mib: sizeMib, media, image, bus, format }) => ({
      sizeMib,
      media,
      image,
      bus,
      format,
    })),
    nics: body.nics.map(({ network, model, mac }) => ({ network, model, mac })),
    metadata,
    placement: {
      host: body.placement?.host ?? null,
      zone: body.placement?.zone ?? null,
      hosts: body.placement?.hosts ?? null,
      group: body.placement?.group ?? null,
    },
  };
}

/** Members that the body leaves out stay as they are. Null restores their default. */
export function guestWith(changes: SaharaGuestUpdate): (guest: Guest) => WritableGuest {
  return (guest) => ({
    name: changes.name ?? guest.name,
    description: changes.description === undefined ? guest.description : (changes.description ?? ''),
    vcpus: changes.vcpus ?? guest.vcpus,
    memoryMib: changes.memory_mib ?? guest.memoryMib,
    metadata: changes.metadata === null ? {} : mergeMetadata(guest.metadata, changes.metadata ?? {}),
  });
}
