/**
 * The interface between Guesthouse and one kind of hypervisor.
 *
 * A `Backend` is the driver for one host: it translates our calls into the hypervisor's calls, and the hypervisor's
 * terms into ours.
 *
 * Terms. To *observe* a guest is to query its current state from the hypervisor. A *definition* is everything that the
 * host needs to run a guest. The *guest's name on the host* is `guesthouse-<id>`: the guest's domain, process, folder
 * and volumes are named after it. It contains the id, not the name that users see, so a guest can be renamed without a
 * call to the host.
 *
 * Rules that every implementation keeps (tests and drivers cite them by number):
 *
 *   B1  Every call can be repeated: starting a running guest resolves, removing an absent one resolves.
 *   B2  A resolved promise means that an observation now shows the result.
 *   B3  Three failures are never mixed: `backend_refused` (the hypervisor refused, with its reason), `host_unreachable`
 *       (nothing was sent), `outcome_unknown` (sent, but the response was lost: observe, never repeat blindly). If a
 *       call sends several messages and loses the host after one of them has changed something, the call is
 *       `outcome_unknown`, with the `host_unreachable` of the next message as its cause (shared/partial-effects.ts). A
 *       request that the host can never fulfil is `unsupported_by_backend`; a request that the host has no room for is
 *       `capacity_exhausted`. If the host responds, but the machine of this guest does not, and nothing was changed,
 *       the call is `guest_unresponsive`: if only the guest is silent, its host does not count as silent.
 *   B4  A driver has no database, no HTTP and no retry policy.
 *   B5  Every call takes an `AbortSignal`. When the signal aborts, the call rejects with `signal.reason` immediately.
 *       It leaves no work behind that could still change the guest, except messages that were already sent. Immediately
 *       before each step that changes something, the driver checks the signal and calls `requireOwnership`
 *       (shared/abort.ts). After an abort, the caller observes the guest again.
 *   B6  One call (`observeGuests`) observes all guests, and one call (`measureGuests`) measures them. The driver uses a
 *       bulk call of the hypervisor if there is one. Otherwise it sends a bounded number of parallel queries over open
 *       sockets, each with a deadline, so that a hung guest delays no other guest.
 *   B7  The loss of the event stream is itself an event. After reconnecting, the driver registers for events again and
 *       sends `observe_everything`.
 *   B8  The driver never touches and never shows a guest that Guesthouse did not make.
 *   B9  A driver declares the abilities of its host as data (`capabilities`); code that uses a driver never derives
 *       abilities from the backend's name.
 *   B10 What is on the host is queried, not assumed. A driver reads back each definition that it wrote (`Baseline`).
 *       Before it overwrites a definition or removes files, it compares the guest on the host with the caller's
 *       baseline (shared/baseline.ts). If they differ, the call is `guest_changed_outside` and nothing changes. Storage
 *       that cannot be queried is `host_unreachable`, never empty. A removal resolves only if every file that the
 *       definition names is accounted for, and removes no file that others made.
 *
 * The following does not belong in a driver: deadlines, logs of calls, and sharing one attempt to open the driver
 * (supervised.ts implements these three for all drivers), retries, operations, database rows. The contract suite in
 * test/contract runs unchanged against every implementation.
 */
import type { Difference } from '../src/domain/drift.js';
import type { SeenAddresses } from '../src/domain/guest.js';
import type { HostCapabilities } from '../src/domain/host.js';
import type { GuestId, ImageId, OperationId } from '../src/domain/ids.js';
import type { Log } from '../src/domain/log.js';
import type { PowerCycleReason } from '../src/domain/power-cycle.js';
import type { Stall } from '../src/domain/stall.js';
import type {
  BackendName,
  DiskBus,
  DiskFormat,
  DiskMedia,
  Firmware,
  NicModel,
  ObservedState,
} from '../src/domain/words.js';

export interface CallOptions {
  readonly signal: AbortSignal;
  /** The purpose of the call: a driver adds it to everything that it logs about the call. */
  readonly about?: CallPurpose;
  /**
   * Throws if the caller no longer owns the host. A driver calls it, together with the signal, immediately before each
   * step that changes something (`throwIfOver` in shared/abort.ts): this check is the only way in which a process that
   * was paused can detect the loss of ownership.
   */
  readonly requireOwnership?: () => void;
  /**
   * Receives the progress of this call in whole percent, from 0 to 100, never decreasing. A driver calls it rarely or
   * never.
   */
  readonly onProgress?: (percent: number) => void;
  /**
   * The SHA-256s of the images that must stay on the host although no guest needs them. A driver that removes images
   * calls it immediately before each removal, so that it sees images that are being copied at the moment. Absent: none.
   */
  readonly listKeptImages?: () => Promise<ReadonlySet<string>>;
}

export interface CallPurpose {
  readonly requestId?: string;
  readonly operation?: OperationId;
}

/** The capabilities of a host: those that its guests can use, and those that only the service needs. */
export interface Capabilities extends HostCapabilities {
  /** Whether the guests run on the service's own machine. If so, a replica on another machine can never drive them. */
  readonly isMachineLocal: boolean;
  /**
   * Whether the host has images of its own, made from the files of the service. If not, its guests use the files of the
   * service, and `copyImage` and `removeImage` change nothing.
   */
  readonly hasOwnImages: boolean;
}

/** The facts about a host that are known even while it is unreachable. */
export interface HostLocation {
  /** Address of the host, without secrets: `qmp:///path`, `qemu:///system`, `fake:///path`. */
  readonly uri: string;
  /** See `Capabilities`. */
  readonly isMachineLocal: boolean;
  /**
   * Whether the host keeps its guests in the service's data folder, so that only a service with that folder can drive
   * it.
   */
  readonly isOfDataFolder: boolean;
  /** Whether connections of guests on the network `user` come from addresses of the service's own machine. */
  readonly hasGuestsAtOwnAddresses: boolean;
}

export interface HostInfo {
  /** The host's own name. */
  readonly name: string;
  /** See `HostLocation`. */
  readonly uri: string;
  /**
   * The identity of the hypervisor, with its backend: the same under every URI that reaches it. Null: the hypervisor
   * reports none.
   */
  readonly hypervisorId: string | null;
  readonly hypervisorVersion: string;
  /** Physical CPUs and memory of the host. */
  readonly vcpus: number;
  readonly memoryMib: number;
  /** The size of the storage for the disks of guests; null if it is not known. */
  readonly diskMib: number | null;
}

/** A network that a NIC can be connected to. `user` always exists: it is NAT without privileges. */
export interface Network {
  readonly name: string;
  readonly kind: 'user' | 'bridge';
}

/**
 * The file with the content of an image; the driver can read it. The format is always stated, so that no code has to
 * detect it.
 */
export interface ImageFile {
  readonly id: ImageId;
  readonly path: string;
  readonly format: DiskFormat;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** The size of the disk in the image, or the file size of a kernel or initrd; rounded up to whole MiB. */
  readonly virtualSizeMib: number;
}

export interface DiskDefinition {
  /** Our name for the disk, unique in the guest: `vda`, `vdb`, `sda`, `hda`… Metrics use it. */
  readonly device: string;
  readonly media: DiskMedia;
  readonly sizeMib: number;
  readonly bus: DiskBus;
  readonly format: DiskFormat;
  /**
   * The image that the disk is created from (as an overlay or a copy), or that is in the cdrom; null for a blank disk
   * or an empty drive.
   */
  readonly image: ImageFile | null;
}

export interface NicDefinition {
  /** Our name for the NIC, unique in the guest: `net0`, `net1`… */
  readonly device: string;
  readonly network: string;
  readonly model: NicModel;
  readonly mac: string;
}

/**
 * The CPU model and the machine type of a guest, in the hypervisor's own names. They are chosen once and then kept, so
 * that neither an upgrade of the host nor a move changes the hardware that the guest sees. Null or absent: not chosen
 * yet. The driver then chooses, and reports its choice in the `Baseline`.
 */
export interface MachineChoice {
  /** A named model; `max` or `host` only if the configuration requests it, or an older version made the guest. */
  readonly cpuModel?: string | null;
  /** With its version (`pc-q35-7.2`), so that an upgrade of the hypervisor does not change it. */
  readonly machineType?: string | null;
}

export interface GuestDefinition extends MachineChoice {
  readonly id: GuestId;
  /** A title for people who administer the host; never used to find the guest. */
  readonly name: string;
  readonly vcpus: number;
  readonly memoryMib: number;
  readonly firmware: Firmware;
  readonly boot: { readonly kernel: ImageFile; readonly initrd: ImageFile | null; readonly cmdline: string } | null;
  /** In boot order. */
  readonly disks: readonly DiskDefinition[];
  readonly nics: readonly NicDefinition[];
}

/**
 * The observed state of one guest that the host knows. Guests that the host does not know are missing from the result
 * of `observeGuests`. No state can be concluded from two values: `unresponsive` (the host knows the guest, but the
 * guest did not respond within its own deadline) and `unsettled` (the hypervisor is changing the state now: a boot, a
 * snapshot, a save).
 */
export interface Observation {
  readonly state: Exclude<ObservedState, 'absent'> | 'unresponsive' | 'unsettled';
  /** Why the hypervisor itself paused a `suspended` guest. Absent: a caller paused it. */
  readonly stall?: Stall;
  /** The setting of the guest's process that is not safe and that only a power cycle changes. Absent: none. */
  readonly powerCycleReason?: PowerCycleReason;
  /**
   * The addresses of a powered guest, by the device of the NIC, as they were last seen: from the guest's agent, from
   * leases, or 10.0.2.15 on `user`. A driver finds them out in the background (shared/address-book.ts), so an
   * observation never waits for them; it sends `guest_changed` when they have changed. All addresses are valid,
   * canonical and bounded (shared/addresses.ts), whatever the guest reports. Absent: none is known.
   */
  readonly addresses?: SeenAddresses;
}

/** The parts of a guest on its host by their names. */
export type Parts = Readonly<Record<string, string>>;

/**
 * A guest as it was when the driver last wrote or adopted it. The service stores it as JSON. It reads only the size and
 * the machine of the guest.
 */
export interface Baseline extends MachineChoice {
  readonly vcpus: number;
  readonly memoryMib: number;
  readonly parts: Parts;
  /** The definition in the hypervisor's own form, from which the driver can write it again. */
  readonly definition: string;
  /**
   * The version of the program that reported the parts. A different version can report additional parts of an unchanged
   * guest. So if the versions differ, only the parts that matter are compared.
   */
  readonly shownBy: string;
}

/** How a guest on its host compares with its baseline. */
export interface Inspection {
  /** The guest as it is. */
  readonly found: Baseline;
  readonly differences: readonly Difference[];
}

/** What a definition is compared with before the driver overwrites it. */
export interface WriteOptions extends CallOptions {
  /**
   * The baseline of the guest; null if it has none, because an older version made it: then the driver compares the
   * parts that matter with those that it would write. Absent: the driver compares nothing.
   */
  readonly expected?: Baseline | null;
  /**
   * Whether an earlier call that was not completed may have changed the guest's memory and vCPUs. If so, they are not
   * compared.
   */
  readonly isSizeUnsure?: boolean;
  /**
   * Overwrites what others changed. `definition`: unless the guest would lose what it wrote to a disk; `everything`: in
   * any case. Files are never removed.
   */
  readonly discard?: 'definition' | 'everything';
}

export interface CpuMetrics {
  readonly vcpu: number;
  /** CPU time that the host thread of the vCPU has used, in seconds. */
  readonly cpuTimeS: number | null;
  /** The part of `cpuTimeS` in which the thread ran the guest's code, in seconds. */
  readonly vcpuTimeS: number | null;
}

export interface DiskMetrics {
  readonly device: string;
  readonly readOps: number | null;
  readonly readBytes: number | null;
  readonly readTimeS: number | null;
  readonly writeOps: number | null;
  readonly writeBytes: number | null;
  readonly writeTimeS: number | null;
  readonly flushOps: number | null;
  readonly flushTimeS: number | null;
}

export interface NicMetrics {
  readonly device: string;
  readonly network: string;
  readonly rxBytes: number | null;
  readonly rxPackets: number | null;
  readonly rxErrors: number | null;
  readonly rxDrops: number | null;
  readonly txBytes: number | null;
  readonly txPackets: number | null;
  readonly txErrors: number | null;
  readonly txDrops: number | null;
}

/** Counters since the guest was last powered on. */
export interface GuestMetrics {
  readonly vcpus: readonly CpuMetrics[];
  readonly disks: readonly DiskMetrics[];
  readonly nics: readonly NicMetrics[];
}

export type BackendEvent =
  /** Something happened to this guest: observe it. The event does not say what happened. */
  | { readonly kind: 'guest_changed'; readonly guest: GuestId }
  /** The stream was lost: until `observe_everything`, no events arrive (B7). */
  | { readonly kind: 'stream_lost'; readonly cause: unknown }
  /** The stream is open (again), and events may have been missed before. This is the first event of every stream. */
  | { readonly kind: 'observe_everything' };

export interface Backend {
  readonly name: BackendName;
  readonly capabilities: Capabilities;

  /** Returns facts about the host. This is the cheapest call that proves that the host responds. */
  describe(options: CallOptions): Promise<HostInfo>;

  /** Networks that a NIC can be connected to; the first is `user`. The service calls this every 10 seconds. */
  listNetworks(options: CallOptions): Promise<readonly Network[]>;

  /**
   * The IP networks, as CIDRs, that guests on each network can be in when they connect to the service: by the name of
   * the network, also of networks that are not active. Only those that the host knows; none for `user`.
   */
  listSubnets(options: CallOptions): Promise<ReadonlyMap<string, readonly string[]>>;

  /**
   * Makes the content of the image available on the host, for guests that are created later. A file of the service that
   * cannot be read is refused (`backend_refused`). The image stays until `removeImage`, or until a removal of a guest
   * finds that no guest needs it and that `listKeptImages` does not name it.
   */
  copyImage(image: ImageFile, options: CallOptions): Promise<void>;

  /**
   * Removes the image from the host, unless a guest needs it or `listKeptImages` names it. Resolves with whether it is
   * gone.
   */
  removeImage(image: Pick<ImageFile, 'sha256'>, options: CallOptions): Promise<boolean>;

  /**
   * The images on the host by SHA-256, each with the number of its bytes that the host has: fewer than the image has if
   * a copy was interrupted. Null if the host has no images of its own.
   */
  listImages(options: CallOptions): Promise<ReadonlyMap<string, number> | null>;

  /**
   * Makes the guest known to the host; a new guest is powered off. With `disks: 'make'`, the driver creates missing
   * disks (from their image, or blank) and keeps existing ones, so that the call can be repeated if it failed midway.
   * With `'keep'`, a missing disk is refused (`backend_refused`). A guest that is powered keeps running; the new
   * definition takes effect at its next start. A guest that is only partly created is not known: observations omit it.
   *
   * Returns the new baseline. With `expected`, the driver first compares (B10), and then changes only the name, the
   * vCPUs and the memory of a definition that exists, so that everything else stays as it is. A guest that vanished
   * gets the definition of its baseline again.
   */
  defineGuest(guest: GuestDefinition, options: WriteOptions & { disks: 'make' | 'keep' }): Promise<Baseline>;

  /**
   * Compares the guest on its host with its baseline (B10): its definition, its devices if it is powered, the files of
   * its disks, its snapshots and its saved state. Null if the host does not know the guest. A guest without a baseline
   * is compared with its definition, by the parts that matter.
   */
  inspectGuest(
    guest: GuestId,
    options: CallOptions & { expected: Baseline | GuestDefinition },
  ): Promise<Inspection | null>;

  /**
   * Powers the guest off and removes everything on the host that belongs to the guest; the driver finds it by the
   * guest's name on the host. Resolves when nothing is left, with the names of the files that carry the guest's name
   * but are not its own. With `expected`, refuses if the guest's disks differ (B10).
   */
  removeGuest(
    guest: GuestId,
    options: CallOptions & { expected?: Baseline | null },
  ): Promise<{ readonly left: readonly string[] }>;

  /**
   * Powers on a stopped or crashed guest, or resumes a suspended guest. An undefined guest is refused
   * (`backend_refused`). Resolves only if the guest has run; it may have powered itself off since. If it stalls again
   * when it is resumed, the call rejects with the stall. `isRestored`: the guest continues from a saved state.
   *
   * If the host no longer has the guest's machine type or CPU model, the call is `unsupported_by_backend`. A definition
   * that an older version wrote may lack them: then the driver first writes those of `machine` into it, or chooses.
   */
  startGuest(
    guest: GuestId,
    options: CallOptions & { readonly machine?: MachineChoice },
  ): Promise<{ readonly isRestored: boolean }>;

  /**
   * Requests a shutdown from the guest (through its agent if the agent responds, otherwise ACPI), repeats the request
   * periodically, and resolves when the guest is off. The call has no time limit: only the caller's signal bounds it.
   * After an abort no further request is sent. Suspended guests are refused.
   */
  shutdownGuest(guest: GuestId, options: CallOptions): Promise<void>;

  /**
   * Resets a powered guest without its cooperation. The guest runs afterwards. A stopped guest is refused
   * (`backend_refused`); for a guest that has crashed, the call rejects with `guest_crashed`.
   */
  restartGuest(guest: GuestId, options: CallOptions): Promise<void>;

  /** Cuts the power of the guest, and drops its saved state. Resolves when the guest is stopped. */
  poweroffGuest(guest: GuestId, options: CallOptions): Promise<void>;

  /** Pauses the vCPUs of a running guest; memory is kept. Rejects like `restartGuest` for a guest without power. */
  suspendGuest(guest: GuestId, options: CallOptions): Promise<void>;

  /**
   * The current state of the named guests, or of all guests on the host. A guest that does not respond within its own
   * deadline is `unresponsive` (B6).
   */
  observeGuests(which: readonly GuestId[] | 'all', options: CallOptions): Promise<ReadonlyMap<GuestId, Observation>>;

  /**
   * Counters of the named guests, or of all guests on the host. Guests that are not powered are missing from the
   * result.
   */
  measureGuests(which: readonly GuestId[] | 'all', options: CallOptions): Promise<ReadonlyMap<GuestId, GuestMetrics>>;

  /**
   * The last `bytes` bytes that the guest wrote to its serial console, across all its starts; empty if it wrote
   * nothing.
   */
  readConsoleLog(guest: GuestId, options: CallOptions & { bytes: number }): Promise<Buffer>;

  /**
   * Events of the host, until the signal ends the stream. The memory for unread events is bounded: a reader that lags
   * receives `observe_everything` in place of the events that it has not read.
   */
  listenToEvents(options: CallOptions): AsyncIterable<BackendEvent>;

  /** Disconnects from the host. Guests keep running. */
  close(): Promise<void>;
}

/**
 * The settings that every driver has. Each driver extends them with its own settings (`FakeConfig`, `QmpConfig`,
 * `LibvirtConfig`).
 */
export interface CommonConfig {
  readonly log: Log;
}

export interface BackendFactory<Config extends CommonConfig> {
  /**
   * Whether this machine can run the backend, and why. The reason is one sentence without a full stop, for the log of
   * the first start.
   */
  detect(config: Config): Promise<{ isUsable: boolean; reason: string }>;
  /** The host that the configuration names, without contacting it. Throws if the configuration names none. */
  locate(config: Config): HostLocation;
  /**
   * The mistake in the URI of a host that a request creates, in a sentence without a full stop that contains no
   * credential; null if the backend accepts the URI.
   */
  findMistake(uri: string): string | null;
  /**
   * The group of the hypervisor's processes, if these processes read image files of this machine and do not run as the
   * user of the service; otherwise null.
   */
  findReaderGid(config: Config): Promise<number | null>;
  open(config: Config, options: CallOptions): Promise<Backend>;
}
