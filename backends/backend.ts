/**
 * The interface between Guesthouse and one kind of hypervisor.
 *
 * What it is. A `Backend` is the driver for one host: it turns our verbs into the hypervisor's and the hypervisor's words into ours.
 *
 * Terms. A *look* asks the hypervisor what is so now. A *definition* is everything the host must know to run a guest. The
 * *guest's name on the host* is `guesthouse-<id>` (domain, process, folder, volumes), so renaming a guest never touches the host.
 *
 * Rules every implementation keeps (tests and drivers cite them by number):
 *
 *   B1  Every verb can be repeated: starting a running guest resolves, removing an absent one resolves.
 *   B2  A resolved promise means that a look now shows it.
 *   B3  Three failures are never mixed: `backend_refused` (the hypervisor said no, and why), `host_unreachable` (nothing was
 *       sent), `outcome_unknown` (sent, the answer was lost: look again, never blindly repeat). A verb of several messages that
 *       loses the host between two of them, after one was carried out, is `outcome_unknown` with the `host_unreachable` as its
 *       cause (partial-effects.ts). What a host can never do is `unsupported_by_backend`; what it has no room for, `capacity_exhausted`.
 *   B4  No database, no HTTP, no retry policy in a driver.
 *   B5  Every call takes an `AbortSignal` and honours it: it rejects with `signal.reason` at once and leaves no work behind that
 *       could still change the guest, except what was already sent. Whoever aborts looks again.
 *   B6  Looking at all guests and measuring all guests is one call of the driver: bulk where the hypervisor has a bulk call, else
 *       from open sockets side by side, bounded, each with a deadline, so that one hung guest delays no other.
 *   B7  The loss of the event stream is itself an event; after reconnecting the driver registers again and says `look_at_everything`.
 *   B8  A guest that Guesthouse did not make is never touched and never shown.
 *   B9  Abilities are data (`capabilities`); nothing above a driver asks for a backend's name.
 *
 * Not its job: deadlines, logs of calls, connecting once (supervised.ts does that for all), retries, operations, rows.
 * The contract suite in test/contract runs unchanged against every implementation.
 */
import type { HostCapabilities } from '../src/domain/host.js';
import type { GuestId, ImageId, OperationId } from '../src/domain/ids.js';
import type { Log } from '../src/domain/log.js';
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
  /** What the call is made for: a driver adds it to everything that it logs about the call. */
  readonly about?: CallPurpose;
  /**
   * Throws if the caller no longer owns the host. A driver calls it, together with the signal, immediately before each step that
   * changes something (`throwIfOver` in shared/abort.ts): a process that was paused learns it only in this way.
   */
  readonly requireOwnership?: () => void;
  /** Takes the progress of this call in whole percent, 0 to 100, never decreasing. A driver reports it seldom or never. */
  readonly onProgress?: (percent: number) => void;
}

export interface CallPurpose {
  readonly requestId?: string;
  readonly operation?: OperationId;
}

/** What a host can do: what guests on it can have, and what only the service must know. */
export interface Capabilities extends HostCapabilities {
  /** Whether guests live on the machine of the service, so that a replica elsewhere can never drive them. */
  readonly isMachineLocal: boolean;
}

/** What is so of a host whether it is there or not. */
export interface HostLocation {
  /** Where it is reached, without secrets: `qmp:///path`, `qemu:///system`, `fake:///path`. */
  readonly uri: string;
  /** As in `Capabilities`. */
  readonly isMachineLocal: boolean;
}

export interface HostInfo {
  /** The host's own name, as it would introduce itself. */
  readonly name: string;
  /** As `HostLocation` has it. */
  readonly uri: string;
  readonly hypervisorVersion: string;
  /** Physical CPUs and memory of the host. */
  readonly vcpus: number;
  readonly memoryMib: number;
}

/** A network a NIC can be put on. `user` always exists: NAT without privileges. */
export interface Network {
  readonly name: string;
  readonly kind: 'user' | 'bridge';
}

/** An image's content, readable by the driver. The format is always named: nothing probes. */
export interface ImageFile {
  readonly id: ImageId;
  readonly path: string;
  readonly format: DiskFormat;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Size of the disk it holds, rounded up to whole MiB; for a kernel or initrd, of the file. */
  readonly virtualSizeMib: number;
}

export interface DiskDefinition {
  /** Our name for it, unique in the guest: `vda`, `vdb`, `sda`, `hda`… Metrics are told by it. */
  readonly device: string;
  readonly media: DiskMedia;
  readonly sizeMib: number;
  readonly bus: DiskBus;
  readonly format: DiskFormat;
  /** What it is made from (an overlay or a copy), or for a cdrom what is in it; null for a blank disk. */
  readonly image: ImageFile | null;
}

export interface NicDefinition {
  /** Our name for it, unique in the guest: `net0`, `net1`… */
  readonly device: string;
  readonly network: string;
  readonly model: NicModel;
  readonly mac: string;
}

export interface GuestDefinition {
  readonly id: GuestId;
  /** For people who look at the host (a title); never used to find the guest. */
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
 * What a look said of one guest that the host knows. A guest that it does not know is missing from the answer; one that it knows
 * but that did not tell its state within its own deadline is `unanswered`: nothing is concluded from that.
 */
export interface Observation {
  readonly state: Exclude<ObservedState, 'absent'> | 'unanswered';
}

export interface CpuMetrics {
  readonly vcpu: number;
  /** Time its host thread has used, in seconds. */
  readonly cpuTimeS: number | null;
  /** Of it, time spent running the guest's code, in seconds. */
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
  /** Something happened to this guest: look at it. Says nothing of what; only a look does. */
  | { readonly kind: 'guest_changed'; readonly guest: GuestId }
  /** The stream was lost: until `look_at_everything` nothing can be heard (B7). */
  | { readonly kind: 'stream_lost'; readonly cause: unknown }
  /** The stream stands (again): anything may have happened before. The first event of every stream. */
  | { readonly kind: 'look_at_everything' };

export interface Backend {
  readonly name: BackendName;
  readonly capabilities: Capabilities;

  /** What the host says of itself. The cheapest call that proves it is there. */
  describe(options: CallOptions): Promise<HostInfo>;

  /** Networks a NIC can be put on; the first is `user`. */
  listNetworks(options: CallOptions): Promise<readonly Network[]>;

  /**
   * Makes the guest known to the host, powered off. With `disks: 'make'` missing disks are made (from their image, or blank) and
   * existing ones kept, so that it can be repeated after half of it; with `'keep'` a missing disk is `backend_refused`. A guest
   * that is powered keeps running; the new definition counts from its next start. A guest half made is not known: a look misses it.
   */
  defineGuest(guest: GuestDefinition, options: CallOptions & { disks: 'make' | 'keep' }): Promise<void>;

  /** Powers the guest off and removes everything of it, found by its name on the host. Resolves when nothing is left. */
  removeGuest(guest: GuestId, options: CallOptions): Promise<void>;

  /** Powers on a stopped or crashed guest, resumes a suspended one. An undefined guest is `backend_refused`. */
  startGuest(guest: GuestId, options: CallOptions): Promise<void>;

  /**
   * Asks the guest softly to power itself off (guest agent if it answers, else ACPI), again now and then, and resolves when it has.
   * May take for ever: the caller's signal bounds it; after an abort nothing more is asked. Suspended guests are refused.
   */
  shutdownGuest(guest: GuestId, options: CallOptions): Promise<void>;

  /** Hard reset of a powered guest, which runs afterwards; a stopped one is `backend_refused`. */
  restartGuest(guest: GuestId, options: CallOptions): Promise<void>;

  /** Power cut. Resolves when the guest is stopped. */
  poweroffGuest(guest: GuestId, options: CallOptions): Promise<void>;

  /** Pauses the vCPUs of a running guest; memory is kept. A stopped one is `backend_refused`. */
  suspendGuest(guest: GuestId, options: CallOptions): Promise<void>;

  /** What is so now, of the guests named or of all on the host. One that hangs longer than its own deadline is `unanswered` (B6). */
  observeGuests(which: readonly GuestId[] | 'all', options: CallOptions): Promise<ReadonlyMap<GuestId, Observation>>;

  /** Counters of the powered guests among those named or of all. Guests that are not powered are missing from the answer. */
  measureGuests(which: readonly GuestId[] | 'all', options: CallOptions): Promise<ReadonlyMap<GuestId, GuestMetrics>>;

  /** The last `bytes` of what the guest wrote on its serial console, over all its starts; empty where it never did. */
  readConsoleLog(guest: GuestId, options: CallOptions & { bytes: number }): Promise<Buffer>;

  /** What happens on the host, until the signal ends it. Unbounded memory is not an option: a reader that lags gets `look_at_everything`. */
  listenToEvents(options: CallOptions): AsyncIterable<BackendEvent>;

  /** Lets go of the host. Guests run on. */
  close(): Promise<void>;
}

/** What the configuration of every driver has. Each driver states its own (`FakeConfig`, `QmpConfig`, `LibvirtConfig`). */
export interface CommonConfig {
  readonly log: Log;
}

export interface BackendFactory<Config extends CommonConfig> {
  /** Whether this machine can run it, and why (not): one sentence without a full stop, for the log of the first start. */
  detect(config: Config): Promise<{ isUsable: boolean; reason: string }>;
  /** The host that the configuration names. Nothing is asked of the host. Throws if the configuration names none. */
  locate(config: Config): HostLocation;
  open(config: Config, options: CallOptions): Promise<Backend>;
}
