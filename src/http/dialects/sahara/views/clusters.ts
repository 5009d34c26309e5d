/** The view of a guest as a cluster of one node, and the inverse for creations. */
import type { SaharaCluster } from '../../../../../generated/sahara/api-types.js';
import type { SaharaClusterCreate } from '../../../../../generated/sahara/checked-bodies.js';
import type { RequestedGuest } from '../../../../app/guest-to-create.js';
import type { Guest } from '../../../../domain/guest.js';
import { STATUS_OF_CLUSTER } from '../words.js';

export function clusterView(guest: Guest): SaharaCluster {
  const [disk] = guest.disks;
  const [nic] = guest.nics;
  const imageId = disk?.image ?? null;
  const instance = { id: guest.id, instance_name: guest.name, internal_ip: nic?.address ?? null };
  return {
    id: guest.id,
    href: `/v1.1/${guest.projectId}/clusters/${guest.id}`,
    name: guest.name,
    description: guest.description,
    status: STATUS_OF_CLUSTER[guest.state],
    plugin_name: 'guesthouse',
    plugin_version: guest.machineType,
    hadoop_version: guest.machineType,
    default_image_id: imageId,
    neutron_management_network: nic?.network ?? null,
    anti_affinity: [],
    tenant_id: guest.projectId,
    is_public: false,
    is_protected: false,
    node_groups: [
      {
        name: 'node',
        count: 1,
        flavor_id: guest.instanceType?.id ?? null,
        image_id: imageId,
        instances: [instance],
      },
    ],
    created_at: guest.createdAt,
    updated_at: guest.updatedAt,
  };
}

/** A guest of the node's flavor, with a disk of the image, and with a NIC on the network. */
export function clusterToCreate(body: SaharaClusterCreate): RequestedGuest {
  const [node] = body.node_groups;
  const image = node?.image_id ?? body.default_image_id;
  const network = body.neutron_management_network;
  return {
    name: body.name,
    description: body.description,
    instanceType: node?.flavor_id ?? null,
    vcpus: undefined,
    memoryMib: undefined,
    firmware: 'bios',
    boot: null,
    disks: image === null ? [] : [{ media: 'disk', image, sizeMib: undefined, bus: undefined, format: undefined }],
    nics: network === null ? [] : [{ network, model: 'virtio', mac: undefined }],
    metadata: {},
    placement: { host: null, zone: null, hosts: null, group: null },
  };
}
