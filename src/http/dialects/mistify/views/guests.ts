/** The view of guests, and the inverse for their creation. */
import { randomBytes } from 'node:crypto';
import type { MistifyGuest, MistifyMetadata } from '../../../../../generated/mistify/api-types.js';
import type { MistifyGuestCreate } from '../../../../../generated/mistify/checked-bodies.js';
import type { DiskToCreate, NicToCreate, RequestedGuest } from '../../../../app/guest-to-create.js';
import { GuesthouseError } from '../../../../domain/errors.js';
import type { Guest, GuestDisk, GuestNic } from '../../../../domain/guest.js';
import { invalid } from '../../../contract/invalid-request.js';
import { STATE_OF } from '../words.js';

export function guestView(guest: Guest): MistifyGuest {
  const [first] = guest.disks;
  return {
    id: guest.id,
    type: 'kvm',
    image: first?.image ?? '',
    nics: guest.nics.map(nicView),
    disks: guest.disks.map(diskView),
    state: STATE_OF[guest.state],
    memory: guest.memoryMib,
    cpu: guest.vcpus,
    vnc: 0,
    metadata: metadataView(guest),
  };
}

/** A guest of Mistify has no name, so its metadata shows the name, unless the metadata has a key `name` of its own. */
export function metadataView({ name, metadata }: Pick<Guest, 'name' | 'metadata'>): MistifyMetadata {
  return { name, ...metadata };
}

function nicView({ device, network, model, mac, address }: GuestNic): MistifyGuest['nics'][number] {
  const unknown = { netmask: '', gateway: '', device: '', vlans: [] };
  return { name: device, network, model, mac, address: address ?? '', ...unknown };
}

function diskView({ bus, device, sizeMib, image }: GuestDisk): MistifyGuest['disks'][number] {
  return { bus, device, size: sizeMib, volume: '', image: image ?? '', source: '' };
}

/** Throws `not_implemented` for a container, and `validation_failed` if members contradict each other. */
export function guestToCreate(body: MistifyGuestCreate): RequestedGuest {
  if (body.type === 'container') {
    throw new GuesthouseError('not_implemented', 'Containers are not supported: every guest is a virtual machine.');
  }
  return {
    name: body.metadata['name'] ?? `mistify-${randomBytes(4).toString('hex')}`,
    description: '',
    instanceType: null,
    vcpus: body.cpu,
    memoryMib: body.memory,
    firmware: 'bios',
    boot: null,
    disks: disksToCreate(body),
    nics: body.nics.map(nicToCreate),
    metadata: body.metadata,
    placement: { host: null, zone: null, hosts: null, group: null },
  };
}

/** The image of a guest is that of its first disk. Without disks, it makes one. */
function disksToCreate({ image, disks }: MistifyGuestCreate): DiskToCreate[] {
  const [first, ...others] = disks;
  if (image === undefined) return disks.map(diskToCreate);
  if (first === undefined) return [diskToCreate({ bus: 'virtio', image })];
  if (first.image !== undefined && first.image !== image) {
    throw invalid([{ pointer: '/image', detail: 'must be the image of the first disk' }]);
  }
  return [{ ...first, image }, ...others].map(diskToCreate);
}

/** A disk with an image has the size of the image, whatever the request says. */
function diskToCreate({ bus, size, image }: MistifyGuestCreate['disks'][number]): DiskToCreate {
  const sizeMib = image === undefined ? size : undefined;
  return { media: 'disk', sizeMib, image: image ?? null, bus, format: undefined };
}

function nicToCreate({ name, network, model, mac }: MistifyGuestCreate['nics'][number], index: number): NicToCreate {
  if (name !== undefined && name !== `net${index}`) {
    throw invalid([{ pointer: `/nics/${index}/name`, detail: `must be net${index} or absent` }]);
  }
  return { network, model, mac };
}
