/**
 * The translation of a requested guest into its hardware. It resolves names, fills in members that depend on other
 * members, and rejects values that contradict each other. All of this happens before anything is written, and before
 * a host is chosen (placement.ts).
 *
 * It must not apply the defaults of the contract: in `GuestToCreate`, each member with a default already has a value.
 */
import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { visibilityOf } from '../domain/access.js';
import { GuesthouseError } from '../domain/errors.js';
import type { Mistake } from '../domain/errors.js';
import { diskMibOf } from '../domain/guest.js';
import type { Guest, GuestBoot, GuestDisk, GuestNic } from '../domain/guest.js';
import type { GuestId, HostId } from '../domain/ids.js';
import type { Image } from '../domain/image.js';
import type { Needs } from '../domain/placement.js';
import { findMacsInUse, findPoweredMac } from '../store/guests.js';
import { findImage } from '../store/images.js';
import { query } from '../store/transaction.js';
import type { DiskBus, DiskFormat, DiskMedia, Firmware, ImageKind, NicModel } from '../domain/words.js';
import type { App } from './app.js';
import type { ProjectCaller } from './access/caller.js';
import { findVisibleInstanceType } from './instance-types.js';
import { canChooseMac, resolveNetworks } from './networks.js';
import type { Placement } from './placement.js';

export interface DiskToCreate {
  readonly media: DiskMedia;
  /** Undefined: the size of the image. */
  readonly sizeMib: number | undefined;
  /** The size that the instance type gives to the disk if `sizeMib` is undefined; the size of a larger image wins. */
  readonly typeSizeMib?: number | undefined;
  readonly image: string | null;
  /** Undefined: virtio, or sata for a cdrom. */
  readonly bus: DiskBus | undefined;
  /** Undefined: qcow2; a cdrom is always raw. */
  readonly format: DiskFormat | undefined;
}

/** The NAT network, which every host has. */
const USER_NETWORK = 'user';
/** If a NIC has this address, QEMU replaces it with a default address, the same in every guest. */
const NO_MAC = '00:00:00:00:00:00';

export interface NicToCreate {
  /** An id or an exact name. */
  readonly network: string;
  readonly model: NicModel;
  /** Undefined: 52:54:00 and three random bytes. */
  readonly mac: string | undefined;
}

export interface GuestToCreate {
  readonly name: string;
  readonly description: string;
  readonly instanceType: Guest['instanceType'];
  readonly vcpus: number;
  readonly memoryMib: number;
  readonly firmware: Firmware;
  readonly boot: {
    readonly kernelImage: string;
    readonly initrdImage: string | null;
    readonly cmdline: string;
  } | null;
  readonly disks: readonly DiskToCreate[];
  readonly nics: readonly NicToCreate[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly placement: Placement;
}

/** A guest as a request describes it: with an instance type, or with its own size. */
export interface RequestedGuest extends Omit<GuestToCreate, 'instanceType' | 'vcpus' | 'memoryMib'> {
  /** By id or name. */
  readonly instanceType: string | null;
  readonly vcpus: number | undefined;
  readonly memoryMib: number | undefined;
}

export interface Hardware {
  readonly boot: GuestBoot | null;
  readonly disks: readonly GuestDisk[];
  readonly nics: readonly GuestNic[];
}

/** Gives the guest the size of its instance type. Throws `validation_failed` unless it has either a type or a size. */
export async function resolveSize(app: App, caller: ProjectCaller, guest: RequestedGuest): Promise<GuestToCreate> {
  const { vcpus, memoryMib } = guest;
  if (guest.instanceType === null) {
    if (vcpus !== undefined && memoryMib !== undefined) return { ...guest, instanceType: null, vcpus, memoryMib };
    throw notSized(sizeMistakes(guest, (size) => size === undefined, 'is required without an instance type'));
  }
  const mistakes = sizeMistakes(guest, (size) => size !== undefined, 'must be absent: the instance type has it');
  const type = await findVisibleInstanceType(app, caller, guest.instanceType);
  if (type === null) mistakes.push({ pointer: '/instance_type', detail: 'does not name an instance type' });
  if (type === null || mistakes.length > 0) throw notSized(mistakes);
  const root = guest.disks.findIndex(({ media }) => media === 'disk');
  return {
    ...guest,
    instanceType: { id: type.id, name: type.name },
    vcpus: type.vcpus,
    memoryMib: type.memoryMib,
    disks: guest.disks.map((disk, index) =>
      index === root ? { ...disk, typeSizeMib: type.rootDiskMib ?? undefined } : disk,
    ),
  };
}

function sizeMistakes(
  { vcpus, memoryMib }: RequestedGuest,
  isWrong: (size: number | undefined) => boolean,
  detail: string,
): Mistake[] {
  const sizes = { '/vcpus': vcpus, '/memory_mib': memoryMib };
  return Object.entries(sizes).flatMap(([pointer, size]) => (isWrong(size) ? [{ pointer, detail }] : []));
}

function notSized(mistakes: readonly Mistake[]): GuesthouseError {
  return new GuesthouseError('validation_failed', 'The guest needs either an instance type, or vcpus and memory_mib.', {
    mistakes,
  });
}

/** Throws `validation_failed` with all mistakes together, or `image_not_available`. */
export async function resolveHardware(app: App, caller: ProjectCaller, input: GuestToCreate): Promise<Hardware> {
  const mistakes: Mistake[] = [];
  const resolveImage = async (name: string, kind: ImageKind, pointer: string): Promise<Image | null> => {
    const image = await query(app.db.of(caller), (sql) => findImage(sql, visibilityOf(caller), caller.projectId, name));
    if (image === null) mistakes.push({ pointer, detail: 'does not name an image' });
    else if (image.kind !== kind) mistakes.push({ pointer, detail: `must be an image of kind ${kind}` });
    else return image;
    return null;
  };
  const boot = await resolveBoot(input, resolveImage);
  const disks: GuestDisk[] = [];
  const images = [...boot.images];
  const nextDevice = deviceNamer();
  for (const [index, disk] of input.disks.entries()) {
    const at = `/disks/${index}`;
    const kind = disk.media === 'cdrom' ? 'iso' : 'disk';
    const image = disk.image === null ? null : await resolveImage(disk.image, kind, `${at}/image`);
    if (image !== null) images.push(image);
    const bus = disk.bus ?? (disk.media === 'cdrom' ? 'sata' : 'virtio');
    mistakes.push(...mistakesOfDisk(disk, bus, image, at));
    disks.push({
      device: nextDevice(bus),
      media: disk.media,
      sizeMib: disk.sizeMib ?? Math.max(disk.typeSizeMib ?? 0, image?.virtualSizeMib ?? 0),
      image: image?.id ?? null,
      bus,
      format: disk.media === 'cdrom' ? 'raw' : (disk.format ?? 'qcow2'),
    });
  }
  const nics = await resolveNics(app, caller, input.nics);
  mistakes.push(...nics.mistakes);
  if (mistakes.length > 0)
    throw new GuesthouseError('validation_failed', 'The guest cannot be created with these values.', { mistakes });
  const pending = images.find((image) => image.state !== 'available');
  if (pending) throw new GuesthouseError('image_not_available', `The image ${pending.name} has no content yet.`);
  return { boot: boot.boot, disks, nics: nics.nics };
}

/** An image without content has no size to compare with. `resolveHardware` rejects such an image as not available. */
function mistakesOfDisk(disk: DiskToCreate, bus: DiskBus, image: Image | null, at: string): Mistake[] {
  const mistakes: Mistake[] = [];
  const add = (member: string, detail: string): number => mistakes.push({ pointer: `${at}/${member}`, detail });
  if (disk.media === 'cdrom') {
    if (disk.image === null) add('image', 'is required for a cdrom');
    if (disk.sizeMib !== undefined) add('size_mib', 'must be absent for a cdrom, which has the size of its image');
    if (bus === 'virtio') add('bus', 'must be scsi, sata or ide for a cdrom');
    if (disk.format !== undefined && disk.format !== 'raw') add('format', 'must be raw for a cdrom');
    return mistakes;
  }
  const imageMib = image?.virtualSizeMib ?? null;
  const size = disk.sizeMib ?? disk.typeSizeMib;
  if (size === undefined && disk.image === null) add('size_mib', 'is required for a disk without an image');
  if (disk.sizeMib !== undefined && imageMib !== null && disk.sizeMib < imageMib) {
    add('size_mib', `must not be smaller than the image (${imageMib} MiB)`);
  }
  return mistakes;
}

async function resolveBoot(
  { boot }: GuestToCreate,
  resolveImage: (name: string, kind: ImageKind, pointer: string) => Promise<Image | null>,
): Promise<{ boot: GuestBoot | null; images: Image[] }> {
  if (boot === null) return { boot: null, images: [] };
  const kernel = await resolveImage(boot.kernelImage, 'kernel', '/boot/kernel_image');
  const initrd =
    boot.initrdImage === null ? null : await resolveImage(boot.initrdImage, 'initrd', '/boot/initrd_image');
  const images = [kernel, initrd].filter((image) => image !== null);
  if (kernel === null) return { boot: null, images };
  return { boot: { kernelImage: kernel.id, initrdImage: initrd?.id ?? null, cmdline: boot.cmdline }, images };
}

/**
 * The NICs, each with the name of its network. A network that does not exist, that the project cannot use, or that no
 * host has is the same mistake, so that a caller cannot find out which networks exist.
 */
async function resolveNics(
  app: App,
  caller: ProjectCaller,
  nics: readonly NicToCreate[],
): Promise<{ readonly nics: readonly GuestNic[]; readonly mistakes: readonly Mistake[] }> {
  const mistakes: Mistake[] = [];
  const resolved: GuestNic[] = [];
  const macs = new Set<string>();
  const networks = await resolveNetworks(
    app,
    caller,
    nics.map(({ network }) => network),
  );
  for (const [index, nic] of nics.entries()) {
    const add = (member: 'network' | 'mac', detail: string): number =>
      mistakes.push({ pointer: `/nics/${index}/${member}`, detail });
    const network = networks[index] ?? null;
    if (network === null) add('network', 'does not name a network that the guest can use');
    else resolved.push(nicFor(nic, network.name, index));
    const { mac } = nic;
    if (mac === undefined) continue;
    if (mac === NO_MAC) add('mac', 'must not consist of zeros');
    if (network !== null && !canChooseMac(caller, network))
      add('mac', 'must be absent: only administrators can choose MAC addresses on this network');
    if (macs.has(mac.toLowerCase())) add('mac', 'is already used by another NIC of this guest');
    macs.add(mac.toLowerCase());
  }
  return { nics: resolved, mistakes };
}

/** What the guest needs of its host. */
export function needsOf(input: GuestToCreate, { disks }: Pick<Hardware, 'disks'>): Needs {
  return {
    amounts: { vcpus: input.vcpus, memoryMib: input.memoryMib, diskMib: diskMibOf(disks) },
    firmware: input.firmware,
    hasKernel: input.boot !== null,
    diskBuses: [...new Set(input.disks.map(({ bus }) => bus).filter((bus) => bus !== undefined))],
    nicModels: [...new Set(input.nics.map(({ model }) => model))],
  };
}

/**
 * Throws `validation_failed` if another guest on the same network of the host has one of the MAC addresses. Guests on
 * the network `user` never share a network. Runs in the transaction that inserts the guest.
 */
export async function requireFreeMacs(
  trx: Knex.Transaction,
  { hostId, nics }: { readonly hostId: HostId; readonly nics: readonly GuestNic[] },
): Promise<void> {
  const shared = nics.filter(({ network }) => network !== USER_NETWORK);
  if (shared.length === 0) return;
  const [taken] = await findMacsInUse(trx, hostId, shared);
  if (taken !== undefined) throw macInUse(taken);
}

/**
 * Throws if a powered guest of the host has a MAC address of this guest on the same network. Guests that an older
 * version created can have the same address; only one of them can run.
 */
export async function requireFreeMacsToStart(
  trx: Knex.Transaction,
  guest: { readonly id: GuestId; readonly hostId: HostId; readonly nics: readonly GuestNic[] },
): Promise<void> {
  const nics = guest.nics.filter(({ network }) => network !== USER_NETWORK);
  const taken = nics.length === 0 ? null : await findPoweredMac(trx, { ...guest, nics });
  if (taken !== null) throw macInUse(taken);
}

function macInUse({ mac, network }: Pick<GuestNic, 'mac' | 'network'>): GuesthouseError {
  return new GuesthouseError('mac_address_in_use', `The MAC address ${mac} is already used on the network ${network}.`);
}

function nicFor(nic: NicToCreate, network: string, index: number): GuestNic {
  const mac = nic.mac?.toLowerCase() ?? `52:54:00:${randomBytes(3).toString('hex').match(/../g)?.join(':') ?? ''}`;
  return { device: `net${index}`, network, model: nic.model, mac, address: null, addresses: [] };
}

const DEVICE_PREFIX = { virtio: 'vd', scsi: 'sd', sata: 'sd', ide: 'hd' } as const satisfies Record<DiskBus, string>;

/** Names disks as Linux does: vda, vdb, sda… A guest has at most 16 disks, so one letter is enough. */
function deviceNamer(): (bus: DiskBus) => string {
  const counts = new Map<string, number>();
  return (bus) => {
    const prefix = DEVICE_PREFIX[bus];
    const count = counts.get(prefix) ?? 0;
    counts.set(prefix, count + 1);
    return prefix + String.fromCharCode('a'.charCodeAt(0) + count);
  };
}
