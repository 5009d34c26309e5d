/** The views of zones as clusters, of hosts, and of networks with their profiles. */
import type {
  OvirtCluster,
  OvirtDataCenter,
  OvirtHost,
  OvirtNetwork,
  OvirtVnicProfile,
} from '../../../../../generated/ovirt/api-types.js';
import type { Host } from '../../../../domain/host.js';
import type { Network } from '../../../../domain/networks.js';
import type { Zone } from '../../../../domain/zone.js';
import { hrefOf, referenceTo } from '../links.js';
import { bytesOf, STATUS_OF_HOST, STATUS_OF_NETWORK } from '../words.js';
import { topologyOf } from './templates.js';

/** The only data center: there is nothing above zones. */
export const DATA_CENTER: OvirtDataCenter = {
  href: hrefOf('datacenters', '00000000-0000-0000-0000-000000000001'),
  id: '00000000-0000-0000-0000-000000000001',
  name: 'Default',
  local: false,
  status: 'up',
};
const IN_DATA_CENTER = referenceTo('datacenters', DATA_CENTER);

export function clusterView({ id, name, description }: Zone): OvirtCluster {
  return {
    href: hrefOf('clusters', id),
    id,
    name,
    description: description === '' ? undefined : description,
    cpu: { architecture: 'x86_64' },
    data_center: IN_DATA_CENTER,
  };
}

export function hostView(host: Host): OvirtHost {
  return {
    href: hrefOf('hosts', host.id),
    id: host.id,
    name: host.name,
    description: host.description === '' ? undefined : host.description,
    status: STATUS_OF_HOST[host.state],
    cluster: referenceTo('clusters', host.zone),
    cpu: { topology: topologyOf(host.vcpus) },
    memory: bytesOf(host.memoryMib),
    version: { full_version: host.hypervisorVersion },
  };
}

export function networkView({ id, name, description, state }: Network): OvirtNetwork {
  return {
    href: hrefOf('networks', id),
    id,
    name,
    description: description === '' ? undefined : description,
    status: STATUS_OF_NETWORK[state],
    data_center: IN_DATA_CENTER,
  };
}

/** Every network has one profile, with the id of the network. */
export function vnicProfileView({ id, name }: Network): OvirtVnicProfile {
  return { href: hrefOf('vnicprofiles', id), id, name, network: referenceTo('networks', { id, name }) };
}
