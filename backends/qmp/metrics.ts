/** The counters of a powered guest: vCPU threads from /proc, disks from its monitor, NICs from its taps. */
import { readFile } from 'node:fs/promises';
import type { CpuMetrics, GuestDefinition, GuestMetrics } from '../backend.js';
import { cpuMetricsOf, diskMetricsOf, threadsOf } from './dialect.js';
import { measureNic } from './taps.js';

export interface MeasuredProcess {
  readonly pid: number;
  readonly isKvm: boolean;
  /** Queries the guest's monitor. */
  query(command: string): Promise<unknown>;
}

export async function measure(guest: GuestDefinition, process: MeasuredProcess): Promise<GuestMetrics> {
  const [cpus, blockstats, nics] = await Promise.all([
    process.query('query-cpus-fast'),
    process.query('query-blockstats'),
    Promise.all(guest.nics.map((nic) => measureNic(guest.id, nic))),
  ]);
  const vcpus = await Promise.all(threadsOf(cpus).map((thread) => measureThread(process, thread)));
  return { vcpus: vcpus.filter((each) => each !== null), disks: diskMetricsOf(guest.disks, blockstats), nics };
}

async function measureThread(
  process: MeasuredProcess,
  thread: { vcpu: number; threadId: number },
): Promise<CpuMetrics | null> {
  const folder = `/proc/${process.pid}/task/${thread.threadId}`;
  const [stat, schedstat] = await Promise.all([
    readFile(`${folder}/stat`, 'utf8').catch(() => null),
    readFile(`${folder}/schedstat`, 'utf8').catch(() => null),
  ]);
  // The guest may end while it is being measured.
  return stat === null ? null : cpuMetricsOf(thread.vcpu, stat, schedstat, process.isKvm);
}
