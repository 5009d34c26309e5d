/** The views of a guest's counters. A counter that the hypervisor does not have is null, never 0. */
import type {
  MistifyCpuMetrics,
  MistifyDiskMetrics,
  MistifyNicMetrics,
} from '../../../../../generated/mistify/api-types.js';
import type { GuestMeasurement } from '../../../../app/guests.js';

export function cpuMetricsView({ metrics }: GuestMeasurement): MistifyCpuMetrics {
  return metrics.vcpus.map(({ cpuTimeS, vcpuTimeS }) => ({ cpu_time: cpuTimeS, vcpu_time: vcpuTimeS }));
}

export function nicMetricsView({ metrics }: GuestMeasurement): MistifyNicMetrics {
  const views = metrics.nics.map((nic) => ({
    name: nic.device,
    rx_bytes: nic.rxBytes,
    rx_packets: nic.rxPackets,
    rx_errors: nic.rxErrors,
    rx_drops: nic.rxDrops,
    tx_bytes: nic.txBytes,
    tx_packets: nic.txPackets,
    tx_errors: nic.txErrors,
    tx_drops: nic.txDrops,
  }));
  return Object.fromEntries(views.map((view) => [view.name, view]));
}

export function diskMetricsView({ metrics }: GuestMeasurement): MistifyDiskMetrics {
  const views = metrics.disks.map((disk) => ({
    disk: disk.device,
    read_ops: disk.readOps,
    read_bytes: disk.readBytes,
    read_time: disk.readTimeS,
    write_ops: disk.writeOps,
    write_bytes: disk.writeBytes,
    write_time: disk.writeTimeS,
    flush_ops: disk.flushOps,
    flush_time: disk.flushTimeS,
  }));
  return Object.fromEntries(views.map((view) => [view.disk, view]));
}
