/**
 * The only file that translates QEMU's terms into ours. Pure: no I/O. The terms are those of `query-qmp-schema` of QEMU
 * 7.2.
 */
import { GuesthouseError } from '../../src/domain/errors.js';
import type { Stall } from '../../src/domain/stall.js';
import type { CpuMetrics, DiskDefinition, DiskMetrics } from '../backend.js';
import { reportsNoRoom } from '../shared/no-room.js';
import { isRecord } from './qmp/messages.js';
import type { QmpEvent } from './qmp/messages.js';

/**
 * The state of a guest whose QEMU process runs. `off`: the guest has powered itself off, and QEMU waits until we
 * observe the shutdown.
 */
export type LivePower = 'running' | 'suspended' | 'off' | 'crashed';

/** Translates QEMU's RunState into our terms. */
export function powerOf(status: unknown): LivePower {
  switch (status) {
    case 'shutdown':
      return 'off';
    case 'paused':
    case 'io-error': // stopped by QEMU because of a disk; `cont` tries the read or write again
    case 'watchdog': // stopped by QEMU because the guest's watchdog expired
    case 'prelaunch': // reset while paused
    case 'save-vm':
    case 'debug':
    case 'finish-migrate':
    case 'postmigrate':
      return 'suspended';
    case 'guest-panicked':
    case 'internal-error':
      return 'crashed';
    default: // running, or about to be: inmigrate, restore-vm, suspended (S3, which the machine does not offer)
      return 'running';
  }
}

/**
 * Why QEMU itself stopped a guest, from its RunState and, for `io-error`, from the result of `query-block`. Undefined:
 * QEMU did not stop it.
 */
export function stallOf(status: unknown, blocks: unknown): Stall | undefined {
  if (status === 'watchdog') return 'guest_watchdog';
  if (status !== 'io-error') return undefined;
  const isFull = Array.isArray(blocks) && blocks.some((block) => isRecord(block) && block['io-status'] === 'nospace');
  return isFull ? 'host_out_of_space' : 'guest_io_error';
}

/** Events after which an observation can differ from the previous one. */
export const EVENTS_OF_CHANGE: ReadonlySet<string> = new Set([
  'SHUTDOWN',
  'RESET',
  'STOP',
  'RESUME',
  'GUEST_PANICKED',
  'GUEST_CRASHLOADED',
  'BLOCK_IO_ERROR',
  'WATCHDOG',
]);

/** Whether the event reports that a program in the guest has opened the agent's channel (command-line.ts). */
export function isAgentOpened({ name, data }: Pick<QmpEvent, 'name' | 'data'>): boolean {
  return name === 'VSERPORT_CHANGE' && data['id'] === 'agent-port' && data['open'] === true;
}

/** The event after a completed reset. */
export const RESET_EVENT = 'RESET';

/** The refusal of QEMU or qemu-img, from the last text that the program wrote before it failed. */
export function refusalOf(what: string, stderr: string, cause?: unknown): GuesthouseError {
  const words = stderr.trim();
  const logDetail = `${what}: ${words === '' ? 'no reason given' : words}`;
  // EAGAIN: no further process or thread can be started.
  if (reportsNoRoom(words) || /\bEAGAIN\b/.test(words)) {
    return new GuesthouseError('capacity_exhausted', 'The host has no room for this guest.', { logDetail, cause });
  }
  return new GuesthouseError('backend_refused', `The hypervisor refused: ${publicText(words)}`, { logDetail, cause });
}

/** The last line, without the program's name and without paths. */
function publicText(words: string): string {
  const last = words.split('\n').at(-1) ?? '';
  const text = last.replace(/^[\w.-]*qemu[\w.-]*: /, '').replace(/'?(\/[^\s':,]+)+'?/g, 'a file');
  return text === '' ? 'it gave no reason.' : text;
}

/** Reads the host thread of each vCPU from the result of `query-cpus-fast`. */
export function threadsOf(cpus: unknown): { vcpu: number; threadId: number }[] {
  if (!Array.isArray(cpus)) return [];
  return cpus.flatMap((cpu: unknown) => {
    if (!isRecord(cpu)) return [];
    const vcpu = cpu['cpu-index'];
    const threadId = cpu['thread-id'];
    return typeof vcpu === 'number' && typeof threadId === 'number' ? [{ vcpu, threadId }] : [];
  });
}

/**
 * A thread's times from /proc/PID/task/TID/stat (proc(5): 14 utime, 15 stime, 43 guest_time, in ticks of a hundredth of
 * a second; guest_time is part of utime) and from schedstat (nanoseconds on the CPU: the same sum as 14 and 15, but
 * finer).
 */
export function cpuMetricsOf(vcpu: number, stat: string, schedstat: string | null, isKvm: boolean): CpuMetrics {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = (field: number): number => Number(fields[field - 3]);
  const onCpuNs = schedstat === null ? NaN : Number(schedstat.split(' ')[0]);
  return {
    vcpu,
    cpuTimeS: Number.isNaN(onCpuNs) ? (ticks(14) + ticks(15)) / 100 : onCpuNs / 1e9,
    // Under TCG, the guest's code runs as ordinary user code of the thread, so the kernel does not count it separately.
    vcpuTimeS: isKvm ? ticks(43) / 100 : null,
  };
}

/**
 * Reads the counters of disks from the result of `query-blockstats`. Our device names are the names of the block nodes
 * (command-line.ts).
 */
export function diskMetricsOf(disks: readonly DiskDefinition[], blockstats: unknown): DiskMetrics[] {
  const byNode = new Map<unknown, Record<string, unknown>>();
  for (const entry of Array.isArray(blockstats) ? (blockstats as unknown[]) : []) {
    if (isRecord(entry) && isRecord(entry['stats'])) byNode.set(entry['node-name'], entry['stats']);
  }
  return disks.map(({ device }) => {
    const stats = byNode.get(device);
    const count = (name: string): number | null => {
      const value = stats?.[name];
      return typeof value === 'number' ? value : null;
    };
    const seconds = (name: string): number | null => {
      const ns = count(name);
      return ns === null ? null : ns / 1e9;
    };
    return {
      device,
      readOps: count('rd_operations'),
      readBytes: count('rd_bytes'),
      readTimeS: seconds('rd_total_time_ns'),
      writeOps: count('wr_operations'),
      writeBytes: count('wr_bytes'),
      writeTimeS: seconds('wr_total_time_ns'),
      flushOps: count('flush_operations'),
      flushTimeS: seconds('flush_total_time_ns'),
    };
  });
}
