/** The view of hosts. */
import type { Host as HostView } from '../../../generated/api-types.js';
import { hasRight } from '../../domain/access.js';
import type { Host } from '../../domain/host.js';
import type { RequestContext } from '../request-context.js';
import { hrefOf, linksOf } from './links.js';

/** Only administrators see the URI: it names a machine, a port or a folder of the service's own network. */
export function hostView(host: Host, { caller, origin }: Pick<RequestContext, 'caller' | 'origin'>): HostView {
  return {
    id: host.id,
    href: hrefOf('hosts', host.id),
    links: linksOf(origin, 'hosts', host.id),
    name: host.name,
    backend: host.backend,
    uri: hasRight(caller.principal, 'hosts.change', { projectId: null }) ? host.uri : null,
    state: host.state,
    state_since: host.stateSince,
    hypervisor_version: host.hypervisorVersion,
    vcpus: host.vcpus,
    memory_mib: host.memoryMib,
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
