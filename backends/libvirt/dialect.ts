/**
 * The only file that translates libvirt's terms and errors into ours (B3). Pure: no I/O. The numbers are those of
 * libvirt-domain.h and virterror.h, which are part of libvirt's ABI and never change.
 */
import { GuesthouseError } from '../../src/domain/errors.js';
import type { Stall } from '../../src/domain/stall.js';
import type { CpuMetrics, DiskMetrics, GuestMetrics, NicMetrics, Observation } from '../backend.js';
import { reportsNoRoom } from '../shared/no-room.js';
import type { GuestMetadata } from './guest-metadata.js';
import { AuthDenied, ConnectionLost, DeadlinePassed, LibvirtError, StreamOverrun } from './rpc/errors.js';
import { PROCEDURES } from './rpc/procedures.js';
import type { ProcedureName } from './rpc/procedures.js';
import type { TypedParam } from './rpc/structures.js';

/** Flags and numbers of calls. */
export const LIFECYCLE_EVENT = 0;
export const STATS = { state: 1, cpuTotal: 2, vcpu: 8, nic: 16, block: 32 } as const;
/** virDomainControlState: libvirt waits for a response of QEMU. */
export const CONTROL_OCCUPIED = 2;
export const STATS_ACTIVE_ONLY = 1;
/**
 * With this flag, libvirt returns for a busy guest only the values that need no monitor, so the guest delays no other
 * guest (B6).
 */
export const STATS_NOWAIT = 1 << 29;
/** virDomainInterfaceAddressesSource. */
export const LEASES = 0;
export const METADATA_ELEMENT = 2;
export const AFFECT = { current: 0, live: 1, config: 2 } as const;
/**
 * Also removes everything that would prevent undefining a domain: managed save, metadata of snapshots and checkpoints,
 * NVRAM.
 */
export const UNDEFINE_WITH_ALL = { qemu: 1 | 2 | 4 | 16, test: 1 | 2 } as const;
/**
 * Requests the definition for the next start, including its secrets, so that the driver can write it back without loss.
 */
export const COMPLETE_DEFINITION = 1 | 2;
/** Requests the XML of the running domain, which shows passwords only if secrets are included. */
export const LIVE_WITH_SECRETS = 1;
export const ACTIVE_NETWORKS = 2;
export const VOLUME_PHYSICAL = 1;
export const POOL_RUNNING = 2;
const ENOENT = 2;
/** VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT. */
export const DOMAINS_WITH_CHECKPOINT = 1 << 14;
/** Requests the definition for the next start without its secrets. */
export const DEFINITION = 2;

/** virDomainEventType. After these events the domain may have changed, so its metadata is read again. */
const EVENTS_OF_NEW_METADATA: ReadonlySet<number> = new Set([
  0, // defined
  1, // undefined
  2, // started: the definition that was written while it ran takes effect
  5, // stopped
]);

export function mayChangeMetadata(event: number): boolean {
  return EVENTS_OF_NEW_METADATA.has(event);
}

/** virDomainEventType: after these events the guest has lost its power, or has new power. */
const EVENTS_OF_POWER: ReadonlySet<number> = new Set([1, 2, 5]);

export function changesPower(event: number): boolean {
  return EVENTS_OF_POWER.has(event);
}

/** virDomainState, by number. */
const STATES = ['nostate', 'running', 'blocked', 'paused', 'shutdown', 'shutoff', 'crashed', 'pmsuspended'] as const;
/** virDomainShutoffReason: `crashed`, and `daemon` (libvirt could not attach to the domain again and has killed it). */
const SHUTOFF_CRASHED: ReadonlySet<number> = new Set([3, 8]);
/**
 * virDomainPausedReason: reasons for which libvirt itself pauses a domain briefly: migration, save, dump, shutting
 * down, snapshot, starting up, post-copy migration.
 */
const PAUSED_BRIEFLY: ReadonlySet<number> = new Set([2, 3, 4, 8, 9, 11, 12]);
const PAUSED_CRASHED = 10;
/** Reasons for which QEMU itself pauses a domain. */
const PAUSED_IOERROR = 5;
const PAUSED_WATCHDOG = 6;
/** virDomainDiskErrorCode. */
const DISK_NO_SPACE = 2;

/**
 * Translates virDomainState and its reason into our state. A failed start (shutoff, failed) leaves a stopped guest; the
 * fault of the operation contains the reason. A guest that QEMU has paused (ioerror, watchdog) is suspended; resuming
 * the guest tries again.
 */
export function stateOf(state: number, reason: number): Observation['state'] {
  switch (STATES[state]) {
    case 'running':
    case 'blocked':
    case 'shutdown': // shutting down, but still powered
    case 'pmsuspended': // S3, which the machine does not offer
      return 'running';
    case 'paused':
      if (reason === PAUSED_CRASHED) return 'crashed';
      return PAUSED_BRIEFLY.has(reason) ? 'unsettled' : 'suspended';
    case 'shutoff':
      return SHUTOFF_CRASHED.has(reason) ? 'crashed' : 'stopped';
    case 'crashed':
      return 'crashed';
    default: // nostate, and states that are newer than this list
      return 'unsettled';
  }
}

/** Why QEMU paused a domain; null if it did not. `a disk`: the errors of its disks show whether they have no room. */
export function pauseOf(state: number, reason: number): 'guest_watchdog' | 'a disk' | null {
  if (STATES[state] !== 'paused') return null;
  if (reason === PAUSED_WATCHDOG) return 'guest_watchdog';
  return reason === PAUSED_IOERROR ? 'a disk' : null;
}

/** Why a domain is paused, from the result of DomainGetDiskErrors. */
export function stallOfDisks(errors: readonly { readonly error: number }[]): Stall {
  return errors.some(({ error }) => error === DISK_NO_SPACE) ? 'host_out_of_space' : 'guest_io_error';
}

/** Whether a domain in this state has a process. Tested before a start and after a stop. */
export function isActive(state: number): boolean {
  return STATES[state] !== 'shutoff' && STATES[state] !== 'nostate';
}

/** Why QEMU paused the domain, from its part of the result of ConnectGetAllDomainStats. See `pauseOf`. */
export function pauseOfStats(params: readonly TypedParam[]): ReturnType<typeof pauseOf> {
  const values = valuesOf(params);
  return pauseOf(Number(values.get('state.state')), Number(values.get('state.reason')));
}

/** The observation of one domain, from its part of the result of ConnectGetAllDomainStats. */
export function observationOf(params: readonly TypedParam[], metadata: GuestMetadata): Observation {
  const values = valuesOf(params);
  const state = values.get('state.state');
  const reason = values.get('state.reason');
  if (typeof state !== 'number' || typeof reason !== 'number') return { state: 'unresponsive' };
  const seen = stateOf(state, reason);
  return { state: seen === 'crashed' && metadata.isCrashSettled ? 'stopped' : seen };
}

/**
 * The counters of a guest. A counter that libvirt did not return (a busy guest, a NIC of the network `user`) is null.
 * The result is null if the guest is not powered: libvirt counts a crashed guest as active until the guest is
 * destroyed.
 */
export function metricsOf(params: readonly TypedParam[], metadata: GuestMetadata): GuestMetrics | null {
  if (['crashed', 'stopped'].includes(observationOf(params, metadata).state)) return null;
  const values = valuesOf(params);
  const count = (name: string): number | null => {
    const value = values.get(name);
    return typeof value === 'number' ? value : null;
  };
  const seconds = (name: string): number | null => {
    const ns = count(name);
    return ns === null ? null : ns / 1e9;
  };
  const blocks = new Map<unknown, string>();
  for (let index = 0; index < (count('block.count') ?? 0); index++) {
    blocks.set(values.get(`block.${index}.name`), `block.${index}`);
  }
  return {
    vcpus: Array.from({ length: count('vcpu.current') ?? 0 }, (_none, vcpu): CpuMetrics => ({
      vcpu,
      cpuTimeS: seconds(`vcpu.${vcpu}.time`),
      vcpuTimeS: null,
    })),
    disks: metadata.disks.map(({ device, target }): DiskMetrics => {
      const block = blocks.get(target) ?? 'absent';
      return {
        device,
        readOps: count(`${block}.rd.reqs`),
        readBytes: count(`${block}.rd.bytes`),
        readTimeS: seconds(`${block}.rd.times`),
        writeOps: count(`${block}.wr.reqs`),
        writeBytes: count(`${block}.wr.bytes`),
        writeTimeS: seconds(`${block}.wr.times`),
        flushOps: count(`${block}.fl.reqs`),
        flushTimeS: seconds(`${block}.fl.times`),
      };
    }),
    // libvirt counts from the guest's point of view: bytes received are bytes that the guest received.
    nics: metadata.nics.map(({ device, network }, index): NicMetrics => ({
      device,
      network,
      rxBytes: count(`net.${index}.rx.bytes`),
      rxPackets: count(`net.${index}.rx.pkts`),
      rxErrors: count(`net.${index}.rx.errs`),
      rxDrops: count(`net.${index}.rx.drop`),
      txBytes: count(`net.${index}.tx.bytes`),
      txPackets: count(`net.${index}.tx.pkts`),
      txErrors: count(`net.${index}.tx.errs`),
      txDrops: count(`net.${index}.tx.drop`),
    })),
  };
}

/** libvirt packs every version as `major * 1,000,000 + minor * 1,000 + release`. */
export function versionOf(packed: bigint): string {
  const number = Number(packed);
  return `${Math.floor(number / 1_000_000)}.${Math.floor(number / 1000) % 1000}.${number % 1000}`;
}

/**
 * Whether the error is a refusal by libvirt with one of these codes. The names are those of virErrorNumber without
 * `VIR_ERR_`.
 */
export function hasErrorCode(error: unknown, ...codeNames: LibvirtError['codeName'][]): error is LibvirtError {
  return error instanceof LibvirtError && codeNames.includes(error.codeName);
}

/**
 * Whether libvirt refused to remove a volume because the volume is being created or written. This refusal has no error
 * code of its own (storage_driver.c), so its text is matched.
 */
export function isBusyVolume(error: unknown): boolean {
  return hasErrorCode(error, 'OPERATION_INVALID') && /still (in use|being allocated)/.test(error.text);
}

/** Whether libvirt refused to refresh a pool because a volume is being created in it (storage_driver.c). */
export function isBusyPool(error: unknown): boolean {
  return hasErrorCode(error, 'INTERNAL_ERROR', 'OPERATION_INVALID') && /asynchronous jobs running/.test(error.text);
}

/** Whether libvirt could not read a file because it does not exist. */
export function isMissingFile(error: unknown): boolean {
  return hasErrorCode(error, 'SYSTEM_ERROR') && (error.int1 === ENOENT || /No such file or directory/.test(error.text));
}

/** Translates the failure of a call into one of B3. An error that did not come from libvirt is returned unchanged. */
export function toGuesthouseError(error: unknown, procedure: ProcedureName | null = null): unknown {
  if (error instanceof LibvirtError) return refusalOf(error);
  if (error instanceof AuthDenied) {
    return new GuesthouseError('host_unreachable', 'libvirt denied access.', {
      logDetail: error.message,
      cause: error,
    });
  }
  if (error instanceof ConnectionLost || error instanceof DeadlinePassed) {
    const isUnknown = error.wasSent && procedure !== null && PROCEDURES[procedure].changes;
    return isUnknown
      ? new GuesthouseError('outcome_unknown', 'The connection to libvirt was lost before it responded.', opts(error))
      : new GuesthouseError('host_unreachable', 'libvirt cannot be reached.', opts(error));
  }
  if (error instanceof StreamOverrun) {
    return new GuesthouseError('host_unreachable', 'libvirt sent data faster than it could be read.', opts(error));
  }
  return error;
}

function opts(error: Error): { logDetail: string; cause: Error } {
  return { logDetail: error.message, cause: error };
}

/** ENOMEM, EFBIG, ENOSPC, EROFS, EDQUOT on Linux. */
const NO_ROOM_NUMBERS: ReadonlySet<number> = new Set([12, 27, 28, 30, 122]);

function refusalOf(error: LibvirtError): GuesthouseError {
  const options = { logDetail: error.message, cause: error };
  // The codes arrive as numbers, or as text from the last output of QEMU and qemu-img.
  const hasNoRoom =
    error.codeName === 'NO_MEMORY' ||
    (error.codeName === 'SYSTEM_ERROR' && NO_ROOM_NUMBERS.has(error.int1)) ||
    reportsNoRoom(error.text);
  if (hasNoRoom) return new GuesthouseError('capacity_exhausted', 'The host has no room for this guest.', options);
  if (hasErrorCode(error, 'NO_SUPPORT', 'CONFIG_UNSUPPORTED')) {
    return new GuesthouseError('unsupported_by_backend', `libvirt cannot do this here: ${publicText(error)}`, options);
  }
  // Another client's call, or one of our earlier calls, is working on the same domain. The refused call changed
  // nothing.
  if (hasErrorCode(error, 'OPERATION_TIMEOUT')) {
    return new GuesthouseError('backend_refused', 'libvirt is busy with this guest.', options);
  }
  return new GuesthouseError('backend_refused', `libvirt refused: ${publicText(error)}`, options);
}

/** The last line of the text, without paths. It is the last line because QEMU's output follows libvirt's. */
function publicText({ text }: LibvirtError): string {
  const last = text.trim().split('\n').at(-1) ?? '';
  const words = last.replace(/^[\w.-]*qemu[\w.-]*: /, '').replace(/'?(\/[^\s':,]+)+'?/g, 'a file');
  return words === '' ? 'it gave no reason.' : words;
}

/** Values by name. Big integers become numbers: a counter passes 2^53 after 285 years at a GiB a second. */
function valuesOf(params: readonly TypedParam[]): Map<string, number | boolean | string> {
  return new Map(params.map(({ field, value }) => [field, typeof value === 'bigint' ? Number(value) : value]));
}
