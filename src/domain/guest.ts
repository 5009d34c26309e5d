/** A guest: a virtual machine that Guesthouse manages. Shapes only; lifecycle.ts has its states and transitions. */
import type { Drift } from './drift.js';
import type { ErrorKind } from './errors.js';
import type { GuestId, HostId, ImageId, InstanceTypeId, OperationId, PlacementGroupId, ProjectId } from './ids.js';
import type { Metadata } from './metadata.js';
import type { Timestamp } from './timestamp.js';
import type {
  DiskBus,
  DiskFormat,
  DiskMedia,
  Firmware,
  GuestState,
  NicModel,
  ObservedState,
  OperationKind,
  PowerTarget,
} from './words.js';
import type { ZoneReference } from './zone.js';

export interface GuestDisk {
  readonly device: string;
  readonly media: DiskMedia;
  readonly sizeMib: number;
  readonly image: ImageId | null;
  readonly bus: DiskBus;
  readonly format: DiskFormat;
}

export interface GuestNic {
  readonly device: string;
  readonly network: string;
  readonly model: NicModel;
  readonly mac: string;
  /** The first address that the guest was observed to have here; null if none is known. */
  readonly address: string | null;
  /** The further addresses. */
  readonly addresses: readonly string[];
}

/** The addresses of NICs by their devices, in the order in which they are shown. NICs without addresses are missing. */
export type SeenAddresses = Readonly<Record<string, readonly string[]>>;

/** Whether two observations found the same addresses. The database does not keep the order of the devices. */
export function areSameAddresses(one: SeenAddresses, other: SeenAddresses): boolean {
  const devices = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...devices].every((device) => one[device]?.join() === other[device]?.join());
}

export interface GuestBoot {
  readonly kernelImage: ImageId;
  readonly initrdImage: ImageId | null;
  readonly cmdline: string;
}

/** A failure stored on a guest or an operation, where clients can read it later. */
export interface Fault {
  readonly kind: ErrorKind;
  readonly detail: string;
  readonly at: Timestamp;
}

export interface OpenOperation {
  readonly id: OperationId;
  readonly kind: OperationKind;
  /** The state that the guest shows because of this operation. */
  readonly state: GuestState;
}

export interface Guest {
  readonly id: GuestId;
  readonly projectId: ProjectId;
  readonly userId: string | null;
  readonly hostId: HostId;
  readonly hostName: string;
  /** The zone of its host. */
  readonly zone: ZoneReference;
  /**
   * The instance type that the guest was created with, by the name that it had then; null if there was none, or if the
   * guest has another size now.
   */
  readonly instanceType: { readonly id: InstanceTypeId; readonly name: string } | null;
  readonly placementGroup: { readonly id: PlacementGroupId; readonly name: string } | null;
  readonly name: string;
  readonly description: string;
  readonly vcpus: number;
  readonly memoryMib: number;
  readonly firmware: Firmware;
  /** The CPU model and the machine type that the host chose when it first defined the guest; null until then. */
  readonly cpuModel: string | null;
  readonly machineType: string | null;
  readonly boot: GuestBoot | null;
  /** In boot order. */
  readonly disks: readonly GuestDisk[];
  readonly nics: readonly GuestNic[];
  readonly metadata: Metadata;
  readonly state: GuestState;
  /** Null until the first observation after the guest's creation. */
  readonly observed: ObservedState | null;
  readonly targetPowerState: PowerTarget | null;
  /** The newest operation of the guest's lifecycle that has not ended. */
  readonly openOperation: OpenOperation | null;
  /** Whether the guest runs with a setting that is not safe and that only a power cycle changes. */
  readonly isPowerCycleRequired: boolean;
  /** The fault without regard to `unresponsiveSince`; clients see `shownFault`. */
  readonly fault: Fault | null;
  /** Since when the guest's machine has not responded, although its host does; null if it responds. */
  readonly unresponsiveSince: Timestamp | null;
  /** How the guest on its host differs from what Guesthouse last wrote there; null if it does not. */
  readonly drift: Drift | null;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
  readonly launchedAt: Timestamp | null;
  /** Changes whenever anything that clients see changes. */
  readonly version: number;
  /** Whether the host's definition of the guest may differ from this row, because a change failed midway. */
  readonly isDefinitionStale: boolean;
}

/** The fault that clients see. */
export function shownFault({ fault, unresponsiveSince: at }: Pick<Guest, 'fault' | 'unresponsiveSince'>): Fault | null {
  if (at === null) return fault;
  return { kind: 'guest_unresponsive', detail: 'The virtual machine of the guest does not respond.', at };
}

/** The images that the guest uses, without duplicates. */
export function imagesOfGuest(guest: Pick<Guest, 'boot' | 'disks'>): ImageId[] {
  const named = [guest.boot?.kernelImage, guest.boot?.initrdImage, ...guest.disks.map((disk) => disk.image)];
  return [...new Set(named.filter((id): id is ImageId => id !== null && id !== undefined))];
}

/** The images that the guest needs after its creation: a raw disk is a copy, so its image is not needed any more. */
export function imagesKeptOnHost({ boot, disks }: Pick<Guest, 'boot' | 'disks'>): ImageId[] {
  return imagesOfGuest({ boot, disks: disks.filter(({ media, format }) => media === 'cdrom' || format !== 'raw') });
}

/** The total size of the disks; a CD-ROM uses no space of its own. */
export function diskMibOf(disks: Guest['disks']): number {
  return disks.filter(({ media }) => media === 'disk').reduce((sum, { sizeMib }) => sum + sizeMib, 0);
}

/** The members of a guest that a change sets. Absent members stay unchanged. */
export interface GuestChanges {
  readonly name?: string;
  readonly description?: string;
  readonly vcpus?: number;
  readonly memoryMib?: number;
  /** Keys to set and, with null, keys to remove. Other keys are not written, so concurrent changes to them survive. */
  readonly metadata?: Readonly<Record<string, string | null>>;
}
