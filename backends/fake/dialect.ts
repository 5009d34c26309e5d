/** The only file that translates between the simulated hypervisor's terms and ours. */
import { GuesthouseError, type ErrorKind } from '../../src/domain/errors.js';
import { isIdForm, type GuestId } from '../../src/domain/ids.js';
import type { Stall } from '../../src/domain/stall.js';
import type { Baseline, GuestDefinition, GuestMetrics, Observation } from '../backend.js';
import { ConnectError, ConnectionLost, HostRefusal } from './wire/host-connection.js';
import { addressesToShow } from '../shared/addresses.js';
import { SETTING } from '../shared/baseline.js';
import type {
  HaltReason,
  MachineReading,
  MachineSpec,
  MachineStats,
  RefusalCode,
  Report,
  SeenState,
} from './wire/protocol.js';

const PREFIX = 'guesthouse-';
/** A machine cannot report addresses of more NICs than a guest can have. */
const MAX_NICS = 8;

export function machineName(guest: GuestId): string {
  return PREFIX + guest;
}

/** The guest that a machine belongs to, or null if Guesthouse did not make the machine (B8). */
export function guestOf(machine: string): GuestId | null {
  const id = machine.slice(PREFIX.length);
  return machine.startsWith(PREFIX) && isIdForm(id) && id === id.toLowerCase() ? (id as GuestId) : null;
}

const STATES = {
  off: 'stopped',
  on: 'running',
  paused: 'suspended',
  failed: 'crashed',
  mute: 'unresponsive',
} as const satisfies Record<Exclude<SeenState, HaltReason>, Observation['state']>;

const STALLS = {
  'no-room': 'host_out_of_space',
  'io-error': 'guest_io_error',
  watchdog: 'guest_watchdog',
} as const satisfies Record<HaltReason, Stall>;

export function toObservation(state: SeenState, report: Report | undefined): Observation {
  const seen = isHaltReason(state) ? ({ state: 'suspended', stall: STALLS[state] } as const) : { state: STATES[state] };
  if (report === undefined || (seen.state !== 'running' && seen.state !== 'suspended')) return seen;
  const addresses = Object.entries(report)
    .slice(0, MAX_NICS)
    .map(([device, reported]) => [device, Array.isArray(reported) ? addressesToShow(reported) : []] as const)
    .filter(([, shown]) => shown.length > 0);
  return { ...seen, addresses: Object.fromEntries(addresses) };
}

function isHaltReason(state: SeenState): state is HaltReason {
  return state in STALLS;
}

export function toSpec(guest: GuestDefinition): MachineSpec {
  const { name, vcpus, memoryMib, firmware, cpuModel, machineType, boot, disks, nics } = guest;
  return {
    title: name,
    cpus: vcpus,
    memoryMib,
    firmware,
    ...(typeof cpuModel === 'string' ? { processor: cpuModel } : {}),
    ...(typeof machineType === 'string' ? { board: machineType } : {}),
    kernel:
      boot === null ? null : { path: boot.kernel.path, initrdPath: boot.initrd?.path ?? null, cmdline: boot.cmdline },
    disks: disks.map(({ device, media, sizeMib, bus, format, image }) => ({
      target: device,
      media,
      sizeMib,
      bus,
      layout: format,
      source: image === null ? null : { path: image.path, sizeMib: image.virtualSizeMib },
    })),
    nics: nics.map(({ device, network, model, mac }) => ({ target: device, network, model, mac })),
  };
}

/** What the host says about itself, for the comparison with a baseline (B10). */
export function toBaseline({ spec, edits, volumes }: MachineReading): Baseline {
  const { processor, board } = spec;
  const isMachineKnown = processor !== undefined && board !== undefined;
  const parts: Record<string, string> = {
    memory: `${spec.memoryMib} MiB`,
    vCPUs: String(spec.cpus),
    firmware: spec.firmware,
    ...(isMachineKnown ? { [`${SETTING}CPU model`]: processor, [`${SETTING}machine type`]: board } : {}),
    ...(spec.kernel === null ? {} : { kernel: spec.kernel.path, 'kernel command line': spec.kernel.cmdline }),
  };
  for (const { target, media, layout, source } of spec.disks) {
    const volume = volumes.find((known) => known.target === target);
    if (media === 'cdrom') parts[`disk ${target} medium`] = source?.path ?? 'empty';
    else parts[`disk ${target} source`] = target;
    parts[`disk ${target} format`] = layout;
    if (media === 'cdrom') continue;
    parts[`disk ${target} backing file`] = source?.path ?? 'none';
    if (volume === undefined) parts[`disk ${target} file`] = 'not found';
    else parts[`disk ${target} size`] = `${volume.sizeMib} MiB`;
  }
  for (const { mac, network, model } of spec.nics) {
    parts[`NIC ${mac} network`] = network;
    parts[`NIC ${mac} model`] = model;
  }
  return {
    vcpus: spec.cpus,
    memoryMib: spec.memoryMib,
    cpuModel: processor ?? null,
    machineType: board ?? null,
    parts: { ...parts, ...edits },
    definition: JSON.stringify(spec),
    // Baselines without the parts of the machine, which older versions did not record, are compared without them.
    shownBy: isMachineKnown ? 'simulation 2' : 'simulation',
  };
}

export function toMetrics(stats: MachineStats): GuestMetrics {
  return {
    vcpus: stats.cpus.map(({ busyS, insideS }, vcpu) => ({ vcpu, cpuTimeS: busyS, vcpuTimeS: insideS })),
    disks: stats.disks.map((disk) => ({
      device: disk.target,
      readOps: disk.reads,
      readBytes: disk.readBytes,
      readTimeS: disk.readS,
      writeOps: disk.writes,
      writeBytes: disk.writeBytes,
      writeTimeS: disk.writeS,
      flushOps: disk.flushes,
      flushTimeS: disk.flushS,
    })),
    nics: stats.nics.map((nic) => ({
      device: nic.target,
      network: nic.network,
      rxBytes: nic.inBytes,
      rxPackets: nic.inPackets,
      rxErrors: 0,
      rxDrops: 0,
      txBytes: nic.outBytes,
      txPackets: nic.outPackets,
      txErrors: 0,
      txDrops: 0,
    })),
  };
}

const KINDS = {
  'no-such-machine': 'backend_refused',
  'wrong-state': 'backend_refused',
  'missing-volume': 'backend_refused',
  'missing-file': 'backend_refused',
  'bad-spec': 'backend_refused',
  'not-now': 'backend_refused',
  'no-room': 'capacity_exhausted',
  unsupported: 'unsupported_by_backend',
  mute: 'guest_unresponsive',
  malformed: 'internal',
} as const satisfies Record<RefusalCode, ErrorKind>;

/**
 * Translates an error into one of B3: refused, nothing sent, or outcome unknown. Other errors (an abort's reason, a
 * defect) are returned unchanged.
 */
export function toGuesthouseError(error: unknown): unknown {
  if (error instanceof HostRefusal) {
    const { code, reason } = error.refusal;
    const kind = KINDS[code];
    const message =
      kind === 'internal'
        ? 'An internal error occurred. The log of the service has the details.'
        : `The hypervisor refused: ${reason}.`;
    return new GuesthouseError(kind, message, { logDetail: `${code}: ${reason}`, cause: error });
  }
  if (error instanceof ConnectError)
    return new GuesthouseError('host_unreachable', 'The hypervisor cannot be reached.', { cause: error });
  if (error instanceof ConnectionLost)
    return new GuesthouseError('outcome_unknown', 'The response of the hypervisor was lost.', { cause: error });
  return error;
}
