/**
 * The series of guests. The counters are those of the hypervisor, counted from the last power-on of the guest. A
 * counter that the hypervisor does not have is left out, never 0.
 */
import type { GuestMetrics } from '../../../backends/backend.js';
import type { NamedGuest } from '../../store/metrics.js';
import { escaped, textOf } from './text-format.js';
import type { Family as FamilyOf, Sample } from './text-format.js';

const MIB = 1024 ** 2;

/** The labels that identify a guest; `none`: guests are not shown. */
export type GuestLabels = 'id,name' | 'id' | 'none';

export interface MeasuredGuest extends NamedGuest {
  readonly metrics: GuestMetrics;
}

export function guestSeries(guests: readonly MeasuredGuest[], labels: GuestLabels): string {
  return textOf('guesthouse_guest_', FAMILIES, guests, (guest) => labelsOf(guest, labels));
}

function labelsOf({ id, name }: NamedGuest, labels: GuestLabels): string {
  return labels === 'id' ? `id="${id}"` : `id="${id}",name="${escaped(name)}"`;
}

type Family = FamilyOf<MeasuredGuest>;

const SINCE = 'since the guest was powered on';

const FAMILIES: readonly Family[] = [
  {
    name: 'memory_bytes',
    type: 'gauge',
    help: 'Memory assigned to the guest.',
    samples: ({ memoryMib }) => [{ value: memoryMib * MIB, label: '' }],
  },
  ...[
    cpu('cpu_seconds_total', `Time that the host has spent on the vCPU ${SINCE}.`, 'cpuTimeS'),
    cpu(
      'cpu_guest_seconds_total',
      `Part of cpu_seconds_total that was spent on the guest's own code ${SINCE}.`,
      'vcpuTimeS',
    ),
    disk('disk_reads_total', `Reads of the disk ${SINCE}.`, 'readOps'),
    disk('disk_read_bytes_total', `Bytes read from the disk ${SINCE}.`, 'readBytes'),
    disk('disk_read_seconds_total', `Time spent on reads of the disk ${SINCE}.`, 'readTimeS'),
    disk('disk_writes_total', `Writes of the disk ${SINCE}.`, 'writeOps'),
    disk('disk_written_bytes_total', `Bytes written to the disk ${SINCE}.`, 'writeBytes'),
    disk('disk_write_seconds_total', `Time spent on writes of the disk ${SINCE}.`, 'writeTimeS'),
    disk('disk_flushes_total', `Flushes of the disk ${SINCE}.`, 'flushOps'),
    disk('disk_flush_seconds_total', `Time spent on flushes of the disk ${SINCE}.`, 'flushTimeS'),
    nic('network_receive_bytes_total', `Bytes received by the NIC ${SINCE}.`, 'rxBytes'),
    nic('network_receive_packets_total', `Packets received by the NIC ${SINCE}.`, 'rxPackets'),
    nic('network_receive_errors_total', `Packets that the NIC could not receive ${SINCE}.`, 'rxErrors'),
    nic('network_receive_drops_total', `Packets for the NIC that were dropped ${SINCE}.`, 'rxDrops'),
    nic('network_transmit_bytes_total', `Bytes sent by the NIC ${SINCE}.`, 'txBytes'),
    nic('network_transmit_packets_total', `Packets sent by the NIC ${SINCE}.`, 'txPackets'),
    nic('network_transmit_errors_total', `Packets that the NIC could not send ${SINCE}.`, 'txErrors'),
    nic('network_transmit_drops_total', `Packets of the NIC that were dropped ${SINCE}.`, 'txDrops'),
  ],
];

function deviceLabel({ device }: { readonly device: string }): string {
  return `,device="${escaped(device)}"`;
}

function cpu(name: string, help: string, counter: 'cpuTimeS' | 'vcpuTimeS'): Family {
  const samples = ({ metrics }: MeasuredGuest): Sample[] =>
    metrics.vcpus.map((each) => ({ value: each[counter], label: `,vcpu="${each.vcpu}"` }));
  return { name, type: 'counter', help, samples };
}

function disk(name: string, help: string, counter: Exclude<keyof GuestMetrics['disks'][number], 'device'>): Family {
  const samples = ({ metrics }: MeasuredGuest): Sample[] =>
    metrics.disks.map((each) => ({ value: each[counter], label: deviceLabel(each) }));
  return { name, type: 'counter', help, samples };
}

function nic(
  name: string,
  help: string,
  counter: Exclude<keyof GuestMetrics['nics'][number], 'device' | 'network'>,
): Family {
  const samples = ({ metrics }: MeasuredGuest): Sample[] =>
    metrics.nics.map((each) => ({ value: each[counter], label: deviceLabel(each) }));
  return { name, type: 'counter', help, samples };
}
