/** The views of a guest's counters. A counter that the hypervisor does not have is null, never 0. */
import type { CpuMetrics, DiskMetrics, NicMetrics } from '../../../generated/api-types.js';
import type { GuestMeasurement } from '../../app/guests.js';

export function cpuMetricsView({ at, metrics }: GuestMeasurement): CpuMetrics {
  return {
    at: at,
    vcpus: metrics.vcpus.map((cpu) => ({ vcpu: cpu.vcpu, cpu_time_s: cpu.cpuTimeS, vcpu_time_s: cpu.vcpuTimeS })),
  };
}

export function diskMetricsView({ at, metrics }: GuestMeasurement): DiskMetrics {
  return {
    at: at,
    disks: metrics.disks.map((disk) => ({
      device: disk.device,
      read_ops: disk.readOps,
      read_bytes: disk.readBytes,
      read_time_s: disk.readTimeS,
      write_ops: disk.writeOps,
      write_bytes: disk.writeBytes,
      write_time_s: disk.writeTimeS,
      flush_ops: disk.flushOps,
      flush_time_s: disk.flushTimeS,
    })),
  };
}

export function nicMetricsView({ at, metrics }: GuestMeasurement): NicMetrics {
  return {
    at: at,
    nics: metrics.nics.map((nic) => ({
      device: nic.device,
      network: nic.network,
      rx_bytes: nic.rxBytes,
      rx_packets: nic.rxPackets,
      rx_errors: nic.rxErrors,
      rx_drops: nic.rxDrops,
      tx_bytes: nic.txBytes,
      tx_packets: nic.txPackets,
      tx_errors: nic.txErrors,
      tx_drops: nic.txDrops,
    })),
  };
}
