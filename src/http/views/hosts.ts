/** The view of hosts, and its inverse. */
import type { Host as HostView } from '../../../generated/api-types.js';
import type { WritableHost } from '../../app/hosts.js';
import { hasRight } from '../../domain/access.js';
import { DEFAULT_RATIOS, DEFAULT_RESERVED, freeOf } from '../../domain/capacity.js';
import type { Host } from '../../domain/host.js';
import type { Metadata } from '../../domain/metadata.js';
import type { RequestContext } from '../request-context.js';
import { faultView } from '../faults.js';
import { hrefOf, linksOf } from './links.js';

/** Only administrators see the URI: it names a machine, a port or a folder of the service's own network. */
export function hostView(host: Host, { caller, origin }: Pick<RequestContext, 'caller' | 'origin'>): HostView {
  return {
    id: host.id,
    href: hrefOf('hosts', host.id),
    links: linksOf(origin, 'hosts', host.id),
    name: host.name,
    description: host.description,
    zone: { id: host.zone.id, name: host.zone.name },
    backend: host.backend,
    uri: hasRight(caller.principal, 'hosts.change', { projectId: null }) ? host.uri : null,
    state: host.state,
    state_since: host.stateSince,
    fault: faultView(host.fault),
    hypervisor_version: host.hypervisorVersion,
    vcpus: host.vcpus,
    memory_mib: host.memoryMib,
    disk_mib: host.diskMib,
    schedulable: host.isSchedulable,
    ratios: { vcpus: host.ratios.vcpus, memory: host.ratios.memoryMib, disk: host.ratios.diskMib },
    reserved: {
      vcpus: host.reserved.vcpus,
      memory_mib: host.reserved.memoryMib,
      disk_mib: host.reserved.diskMib,
    },
    usage: usageView(host),
    capabilities: {
      firmwares: [...host.capabilities.firmwares],
      disk_buses: [...host.capabilities.diskBuses],
      nic_models: [...host.capabilities.nicModels],
      direct_kernel_boot: host.capabilities.directKernelBoot,
      console_log: host.capabilities.consoleLog,
      cpu_metrics: host.capabilities.cpuMetrics,
      disk_metrics: host.capabilities.diskMetrics,
      nic_metrics: host.capabilities.nicMetrics,
      user_network_isolation: host.capabilities.userNetworkIsolation,
    },
    metadata: host.metadata,
  };
}

function usageView(host: Host): HostView['usage'] {
  const { taken } = host;
  const free = freeOf(host, taken);
  return {
    // The host always reports these two, so they are always limited.
    vcpus: { taken: taken.vcpus, free: free.vcpus ?? 0 },
    memory_mib: { taken: taken.memoryMib, free: free.memoryMib ?? 0 },
    disk_mib: { taken: taken.diskMib, free: free.diskMib },
  };
}

/** The settings of a host after a patch. In `ratios` and `reserved`, an absent or null member means its default. */
export interface PatchedHost {
  readonly name: string;
  readonly uri: string;
  readonly description: string;
  readonly zone: string | { readonly id: string } | null;
  readonly schedulable: boolean;
  readonly ratios: Partial<Record<'vcpus' | 'memory' | 'disk', number | null>>;
  readonly reserved: Partial<Record<'vcpus' | 'memory_mib' | 'disk_mib', number | null>>;
  readonly metadata: Metadata;
}

/** The defaults of the members that a patch removes. The name and the URI cannot be removed. */
export const DEFAULT_SETTINGS = {
  description: '',
  zone: null,
  schedulable: true,
  ratios: {},
  reserved: {},
  metadata: {},
} as const satisfies Omit<PatchedHost, 'name' | 'uri'>;

/** A zone is an id or name, or an object as in `hostView`. Only the id of such an object is used. */
export function hostToWrite({ ratios, reserved, zone, ...host }: PatchedHost): WritableHost {
  return {
    name: host.name,
    uri: host.uri,
    description: host.description,
    zone: typeof zone === 'object' && zone !== null ? zone.id : zone,
    isSchedulable: host.schedulable,
    ratios: {
      vcpus: ratios.vcpus ?? DEFAULT_RATIOS.vcpus,
      memoryMib: ratios.memory ?? DEFAULT_RATIOS.memoryMib,
      diskMib: ratios.disk ?? DEFAULT_RATIOS.diskMib,
    },
    reserved: {
      vcpus: reserved.vcpus ?? DEFAULT_RESERVED.vcpus,
      memoryMib: reserved.memory_mib ?? DEFAULT_RESERVED.memoryMib,
      diskMib: reserved.disk_mib ?? DEFAULT_RESERVED.diskMib,
    },
    metadata: host.metadata,
  };
}
