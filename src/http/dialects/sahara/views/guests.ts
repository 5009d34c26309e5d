/** The view of a guest. */
import type { SaharaGuest } from '../../../../../generated/sahara/api-types.js';
import { shownFault } from '../../../../domain/guest.js';
import type { Guest } from '../../../../domain/guest.js';
import { powerState } from '../../../../domain/lifecycle.js';
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
    disks: guest.disks.map(({ device, media, sizeMib, image, bus, format }) => ({
      device,
      media,
      size_mib: sizeMib,
      image,
      bus,
      format,
    })),
    nics: guest.nics.map(({ device, network, model, mac, address, addresses }) => ({
      device,
      network,
      model,
      mac,
      address,
      addresses: [...addresses],
    })),
    metadata: guest.metadata,
    state: guest.state,
    power_state: powerState(guest.observed),
    fault: faultView(shownFault(guest)),
    created_at: guest.createdAt,
    updated_at: guest.updatedAt,
    launched_at: guest.launchedAt,
  };
}
