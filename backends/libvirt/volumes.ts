/**
 * A guest's own volumes: its disks, and the log of its serial console.
 *
 * Disks. A qcow2 disk is an overlay that states its backing format; a raw disk is a copy. Without an image, a disk of
 * either format is blank. A copy takes time and can be interrupted, even by the end of the daemon. Until the copy is
 * complete, a marker volume exists in addition (names.ts), and a disk with a marker is created again.
 *
 * Console. virtlogd appends the guest's output to our file in the pool, even if no client is connected. At 2
 * MiB (max_size in virtlogd.conf) it begins a new file, and renames the old one to the same name with `.0`, and older
 * ones to `.1` and so on. The first two files are created as empty volumes before the guest first runs, so that libvirt
 * knows them, and the log can be read by RPC without refreshing the whole pool each time. The current file and `.0`
 * together always contain more than a caller can request. (libvirt's console stream is not used: it would need a
 * permanent reader, and a guest's output would be lost while the service is away.)
 */
import { basename } from 'node:path';
import type { GuestId } from '../../src/domain/ids.js';
import type { DiskDefinition, GuestDefinition, ImageFile } from '../backend.js';
import { NOT_FOUND } from '../shared/baseline.js';
import type { Progress } from '../shared/progress.js';
import { HEADER_BYTES, parseQcow2Header, sizeText } from '../shared/qcow2-header.js';
import type { Daemon } from './daemon.js';
import { hasErrorCode, isMissingFile } from './dialect.js';
import type { DiskInXml } from './guest-parts.js';
import type { Hypervisor } from './hypervisor.js';
import {
  consoleVolumeName,
  copyMarkerName,
  diskVolumeName,
  isOurVolume,
  isOwnVolume,
  volumePrefixOf,
} from './names.js';
import { DAEMON } from './pool-xml.js';
import type { VolumeWanted } from './pool-xml.js';
import type { Pool } from './pool.js';
import { refusedFor } from './pool.js';
import type { StorageVol } from './rpc/structures.js';
import type { Session } from './session.js';
import { openImage, uploadImage } from './upload.js';

const MIB = 1024 * 1024;
/**
 * The part for the backing file that the header of a qcow2 file names. The definition can name another backing file.
 */
export const HEADER_BACKING = 'backing file in its header';
const SNAPSHOTS = 'snapshots in';

export class Volumes {
  readonly #daemon: Daemon;
  readonly #pool: Pool;
  readonly #owner: Hypervisor['qemuOwner'];

  constructor(daemon: Daemon, pool: Pool, owner: Hypervisor['qemuOwner']) {
    this.#daemon = daemon;
    this.#pool = pool;
    this.#owner = owner;
  }

  /** Throws if a disk of the guest is missing. */
  async requireDisks(guest: GuestDefinition, session: Session, signal: AbortSignal): Promise<void> {
    for (const disk of disksOf(guest)) {
      const { device } = disk;
      const name = diskVolumeName(guest.id, device);
      const found =
        (await this.#pool.find(name, session, signal)) ??
        (await this.#afterRefresh(() => this.#pool.find(name, session, signal), session, signal));
      const marker = await this.#findMarker(guest.id, disk, session, signal);
      if (found === null || marker !== null) throw refusedFor(`The disk ${device} is missing on the host.`);
    }
  }

  /** Throws `host_unreachable` if a file of the disks cannot be found and its storage may not be mounted. */
  async locate(disks: readonly DiskInXml[], session: Session, signal: AbortSignal): Promise<void> {
    for (const { isFile, source } of disks)
      if (isFile && source !== null) await this.#findFile(source, session, signal);
  }

  /** Throws if a disk that a definition names is missing. */
  async requireFiles(disks: readonly DiskInXml[], session: Session, signal: AbortSignal): Promise<void> {
    for (const disk of disks) {
      if (disk.isCdrom || disk.source === null || !disk.isFile) continue;
      if ((await this.#findFile(disk.source, session, signal)) === null)
        throw refusedFor(`The disk ${disk.device} is missing on the host.`);
    }
  }

  /**
   * The parts that are read from the files of the disks, for the comparison with a baseline (B10): their size, and the
   * backing file in the header of a qcow2 file. The content of a raw file is the guest's, so its format is not probed.
   */
  async partsOf(disks: readonly DiskInXml[], session: Session, signal: AbortSignal): Promise<Record<string, string>> {
    const parts: Record<string, string> = {};
    for (const { device, isCdrom, isFile, format, source } of disks) {
      if (isCdrom || !isFile || source === null) continue;
      const facts = await this.#readFacts(source, format, session, signal);
      for (const [name, value] of Object.entries(facts))
        parts[name === SNAPSHOTS ? `${SNAPSHOTS} disk ${device}` : `disk ${device} ${name}`] = value;
    }
    return parts;
  }

  async #readFacts(
    path: string,
    format: string,
    session: Session,
    signal: AbortSignal,
  ): Promise<Record<string, string>> {
    const read = async (): Promise<Record<string, string> | null> => {
      const vol = await this.#pool.findByPath(path, session, signal);
      if (vol === null) return null;
      try {
        const { capacity } = await session.call('StorageVolGetInfo', { vol }, signal);
        if (format !== 'qcow2') return { size: sizeText(capacity) };
        const range = { vol, offset: 0n, length: BigInt(HEADER_BYTES), flags: 0 };
        const header = parseQcow2Header(await session.download('StorageVolDownload', range, signal));
        if (header === null) return { file: 'no qcow2 file' };
        return {
          size: sizeText(header.sizeBytes),
          [HEADER_BACKING]: header.backing ?? 'none',
          ...(header.snapshots > 0 ? { [SNAPSHOTS]: String(header.snapshots) } : {}),
        };
      } catch (error) {
        if (isMissingFile(error) || hasErrorCode(error, 'NO_STORAGE_VOL', 'NO_STORAGE_POOL')) return null;
        throw error;
      }
    };
    return (await read()) ?? (await this.#afterRefresh(read, session, signal, path)) ?? { file: NOT_FOUND };
  }

  async #findFile(path: string, session: Session, signal: AbortSignal): Promise<StorageVol | null> {
    const find = async (): Promise<StorageVol | null> => {
      const vol = await this.#pool.findByPath(path, session, signal);
      return vol !== null && (await this.#pool.hasFile(vol, session, signal)) ? vol : null;
    };
    return (await find()) ?? (await this.#afterRefresh(find, session, signal, path));
  }

  /** Looks again after libvirt has read the folder. Throws `host_unreachable` if the pool is not certainly mounted. */
  async #afterRefresh<T>(
    look: () => Promise<T>,
    session: Session,
    signal: AbortSignal,
    path: string | null = null,
  ): Promise<T> {
    await this.#pool.requireMounted(session, signal, path);
    return await look();
  }

  /** Makes the disks that are missing, and the console's log. `images` is keyed by SHA-256. */
  async ensure(
    guest: GuestDefinition,
    images: ReadonlyMap<string, StorageVol>,
    session: Session,
    signal: AbortSignal,
    progress: Progress,
  ): Promise<StorageVol[]> {
    const made: StorageVol[] = [];
    for (const disk of disksOf(guest)) {
      const found = await this.#findComplete(guest.id, disk, session, signal);
      made.push(found ?? (await this.#make(guest.id, disk, images, session, signal, progress)));
      if (isCopy(disk)) progress.add(disk.image?.sizeBytes ?? 0);
    }
    for (const name of consoleNames(guest.id)) {
      const found = await this.#pool.findOwn(name, session, signal);
      const wanted = { name, capacityBytes: 0, format: 'raw', mode: '0600', owner: DAEMON } as const;
      made.push(found ?? (await this.#pool.make(wanted, session, signal)));
    }
    return made;
  }

  /**
   * Removes all volumes that the driver named after the guest. Also removes each file of `disks` that is in the pool
   * and whose name begins with the guest's name. Returns the names of the guest's other volumes and files, which stay.
   */
  async remove(guest: GuestId, disks: readonly DiskInXml[], session: Session, signal: AbortSignal): Promise<string[]> {
    const files = disks.flatMap(({ isCdrom, isFile, source, backing }) =>
      isCdrom || !isFile || source === null ? [] : [source, ...backing],
    );
    const hardDisks = disks.filter(({ isCdrom }) => !isCdrom);
    // Must come first: a file that cannot be found is not proof that nothing is left.
    await this.locate(hardDisks, session, signal);
    const accounted = new Set(files);
    // Other programs can have made files of the guest. libvirt lists them only after it has read the folder again.
    const isRead = await this.#pool.tryRefresh(session, signal);
    const rotated = isRead ? null : await this.#pool.find(rotatedName(guest), session, signal);
    // If `.0` exists, there can be older files, which libvirt has not found yet.
    if (rotated !== null && (await this.#pool.lengthOf(rotated, session, signal)) > 0)
      await this.#pool.refresh(session, signal);
    const left = files.map((file) => basename(file)).filter((file) => !isOurVolume(file));
    const vols = await this.#pool.list(session, signal);
    // Must come before the removal: if it is repeated, the pool must not look as if it were not mounted.
    if (vols.some(({ name }) => isOwnVolume(guest, name))) await this.#pool.mark(session, signal);
    for (const vol of vols) {
      if (!vol.name.startsWith(volumePrefixOf(guest))) continue;
      const isOwn = isOwnVolume(guest, vol.name) || accounted.has(await this.#pool.pathOf(vol, session, signal));
      if (isOwn) await this.#pool.remove(vol, session, signal);
      else left.push(vol.name);
    }
    return left;
  }

  /** The last `bytes` bytes of the guest's console output; empty if there is none. */
  async readConsole(guest: GuestId, bytes: number, signal: AbortSignal): Promise<Buffer> {
    return await this.#daemon.withSession({ signal }, async (session) => {
      const parts: Buffer[] = [];
      let wanted = bytes;
      // The driver makes the volumes of the log with the guest, so a missing volume can mean missing storage.
      if ((await this.#pool.find(consoleVolumeName(guest), session, signal)) === null)
        await this.#pool.requireMounted(session, signal);
      for (const name of consoleNames(guest)) {
        if (wanted === 0) break;
        const part = await this.#readEnd(name, wanted, session, signal);
        parts.unshift(part);
        wanted -= part.length;
      }
      return Buffer.concat(parts);
    });
  }

  async #readEnd(name: string, bytes: number, session: Session, signal: AbortSignal): Promise<Buffer> {
    try {
      const vol = await this.#pool.find(name, session, signal);
      const size = vol === null ? 0 : await this.#pool.lengthOf(vol, session, signal);
      if (vol === null || size === 0) return Buffer.alloc(0);
      const length = Math.min(bytes, size);
      const range = { vol, offset: BigInt(size - length), length: BigInt(length), flags: 0 };
      return await session.download('StorageVolDownload', range, signal);
    } catch (error) {
      if (!hasErrorCode(error, 'NO_STORAGE_VOL', 'NO_STORAGE_POOL') && !isMissingFile(error)) throw error;
      await this.#pool.requireMounted(session, signal);
      // The guest is being removed, or its log was.
      return Buffer.alloc(0);
    }
  }

  /**
   * The disk's volume, or null if it is missing or was never completed. Removes an incomplete volume.
   */
  async #findComplete(
    guest: GuestId,
    disk: DiskDefinition,
    session: Session,
    signal: AbortSignal,
  ): Promise<StorageVol | null> {
    const found = await this.#pool.findOwn(diskVolumeName(guest, disk.device), session, signal);
    const marker = await this.#findMarker(guest, disk, session, signal);
    if (marker === null) return found;
    if (found !== null) await this.#pool.remove(found, session, signal);
    // The marker must be removed last: without it, an incomplete volume would count as a disk.
    await this.#pool.remove(marker, session, signal);
    return null;
  }

  /** Only a disk that is a copy can have a marker. */
  async #findMarker(
    guest: GuestId,
    disk: DiskDefinition,
    session: Session,
    signal: AbortSignal,
  ): Promise<StorageVol | null> {
    return isCopy(disk) ? await this.#pool.findOwn(copyMarkerName(guest, disk.device), session, signal) : null;
  }

  async #make(
    guest: GuestId,
    disk: DiskDefinition,
    images: ReadonlyMap<string, StorageVol>,
    session: Session,
    signal: AbortSignal,
    progress: Progress,
  ): Promise<StorageVol> {
    const name = diskVolumeName(guest, disk.device);
    const wanted: VolumeWanted = {
      ...{ name, capacityBytes: disk.sizeMib * MIB, format: disk.format, mode: '0600', owner: this.#owner ?? DAEMON },
    };
    if (disk.image === null) return await this.#pool.make(wanted, session, signal);
    const image = images.get(disk.image.sha256) ?? null;
    if (disk.format === 'qcow2') {
      if (image === null) throw refusedFor('An image is missing on the host.');
      const backing = { path: await this.#pool.pathOf(image, session, signal), format: disk.image.format };
      return await this.#pool.make({ ...wanted, backing }, session, signal);
    }
    const markerVolume = {
      name: copyMarkerName(guest, disk.device),
      capacityBytes: 0,
      format: 'raw',
      mode: '0600',
    } as const;
    const marker = await this.#pool.make({ ...markerVolume, owner: DAEMON }, session, signal);
    const copy = await this.#copy(disk.image, image, wanted, session, signal, progress);
    await this.#pool.remove(marker, session, signal);
    return copy;
  }

  /**
   * libvirt converts a volume from the format that it detected, and detects the format only when it refreshes the pool.
   * An image that was declared as qcow2 was inspected, and is qcow2. An image that was declared as raw can contain
   * anything, so its format must not be detected: it is uploaded unchanged.
   */
  async #copy(
    image: ImageFile,
    source: StorageVol | null,
    wanted: VolumeWanted,
    session: Session,
    signal: AbortSignal,
    progress: Progress,
  ): Promise<StorageVol> {
    if (image.format === 'qcow2') {
      if (source === null) throw refusedFor('An image is missing on the host.');
      await this.#pool.refresh(session, signal);
      return await this.#pool.makeFrom(source, wanted, session, signal);
    }
    const file = await openImage(image);
    try {
      const vol = await this.#pool.make({ ...wanted, capacityBytes: 0 }, session, signal);
      await uploadImage({ file, image, vol }, this.#pool, session, signal, progress);
      await session.call('StorageVolResize', { vol, capacity: BigInt(wanted.capacityBytes), flags: 0 }, signal);
      return vol;
    } finally {
      await file.close();
    }
  }
}

/** Whether the disk is a copy of its image, and therefore independent of the image. */
export function isCopy({ format, media, image }: DiskDefinition): boolean {
  return media === 'disk' && format === 'raw' && image !== null;
}

/** The disks that are the guest's own volumes. A cdrom is not one: it is the image itself. */
function disksOf({ disks }: GuestDefinition): DiskDefinition[] {
  return disks.filter(({ media }) => media === 'disk');
}

function rotatedName(guest: GuestId): string {
  return `${consoleVolumeName(guest)}.0`;
}

/** Newest first. */
function consoleNames(guest: GuestId): string[] {
  return [consoleVolumeName(guest), rotatedName(guest)];
}
