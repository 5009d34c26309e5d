/** The view of hosts. */
import type { Host as HostView } from '../../../generated/api-types.js';
import type { Host } from '../../domain/host.js';
import { hrefOf, linksOf } from './links.js';

export function hostView(host: Host, origin: string): HostView {
  return {
    id: host.id,
    href: hrefOf('hosts', host.id),
    links: linksOf(origin, 'hosts', host.id),
    name: host.name,
    backend: host.backend,
    uri: host.uri,
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
