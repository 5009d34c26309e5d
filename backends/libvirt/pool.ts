/**
 * The storage pool `guesthouse` and its volumes. Everything goes over RPC: nothing here accesses a file of the host
 * directly.
 *
 * The first call that needs the pool creates it, and the pool starts together with the daemon. An existing pool is used
 * unchanged. Its folder can be anywhere, because libvirt reports the paths of the volumes. QEMU's group can pass
 * through a new folder (0710), but cannot list it. If QEMU runs as the user of the daemon, only this user can enter the
 * folder.
 *
 * A pool that cannot be queried never counts as empty (B10). If guests of ours have disks, their pool exists somewhere.
 * So the driver starts an inactive pool, but makes no folder for it. If the pool is missing, the driver defines it
 * again, but only in the folder of these disks. If guests have disks in a pool, but the pool has neither these nor any
 * other volume that only the driver makes, it counts as not mounted. In each of these cases the call is
 * `host_unreachable`, and its message names the pool.
 *
 * Storage can hang (a dead network share), so even queries use a separate session, never the main connection, which
 * observes guests and receives events (B6).
 */
import { basename, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { deadlineSignal } from '../../src/domain/deadline.js';
import type { DiskRoom } from '../../src/domain/disk-room.js';
import { GuesthouseError } from '../../src/domain/errors.js';
import { SharedRun } from '../shared/shared-run.js';
import type { Daemon } from './daemon.js';
import { isBusyPool, isBusyVolume, isMissingFile, POOL_RUNNING, hasErrorCode, VOLUME_PHYSICAL } from './dialect.js';
import type { DomainIndex } from './domain-index.js';
import { isOnlyMadeByUs, isOurVolume, POOL_MARKER, POOL_NAME } from './names.js';
import { LibvirtError } from './rpc/errors.js';
import type { StoragePool, StorageVol } from './rpc/structures.js';
import type { Session } from './session.js';
import { childOf, parseXml, textOf } from './xml.js';
import { DAEMON, poolXml, volumeXml } from './pool-xml.js';
import type { VolumeWanted } from './pool-xml.js';

/** No event reports that a busy volume or pool is free again, so the driver polls. */
const RETRY_INTERVAL_MS = 200;
const DISCARD_DEADLINE_MS = 5000;

/** What one piece of work has learned about the pool. */
interface Known {
  readonly pool: StoragePool;
  isRunning: boolean;
  /** The volumes that the work has found, made or listed; null: a volume that it has not found or has removed. */
  readonly volumes: Map<string, StorageVol | null>;
  /** Whether `volumes` contains all volumes that exist. */
  isComplete: boolean;
}

export class Pool {
  readonly #daemon: Daemon;
  readonly #path: string;
  readonly #room: DiskRoom;
  /** QEMU's group; null: QEMU runs as the user of the daemon. */
  readonly #readerGid: number | null;
  readonly #domainIndex: DomainIndex;
  /** By session: each session serves one piece of work, so the next piece of work queries the pool again. */
  readonly #known = new WeakMap<Session, Known>();
  readonly #refreshing = new SharedRun<boolean>();

  constructor(
    daemon: Daemon,
    domainIndex: DomainIndex,
    path: string,
    { room, readerGid }: { readonly room: DiskRoom; readonly readerGid: number | null },
  ) {
    this.#daemon = daemon;
    this.#domainIndex = domainIndex;
    this.#path = path;
    this.#room = room;
    this.#readerGid = readerGid;
  }

  /**
   * Runs `work`, which makes volumes. Throws `capacity_exhausted` if they would not leave the reserve of the pool's
   * file system free. `bytesOf` receives the names of the existing volumes, and returns the bytes that `work` will
   * write.
   */
  async whileRoom<T>(
    bytesOf: (existing: ReadonlySet<string>) => number,
    session: Session,
    signal: AbortSignal,
    work: () => Promise<T>,
  ): Promise<T> {
    const pool = await this.ensure(session, signal);
    const existing = new Set((await this.list(session, signal)).map(({ name }) => name));
    const bytes = bytesOf(existing);
    if (bytes === 0) return await work();
    // libvirt measures the file system only when it refreshes the pool. It refuses a refresh while a volume is being
    // made.
    await session.call('StoragePoolRefresh', { pool, flags: 0 }, signal).catch((error: unknown) => {
      if (!isBusyPool(error)) throw error;
    });
    await this.#requireOurs(existing, session, signal);
    const { capacity, available } = await session.call('StoragePoolGetInfo', { pool }, signal);
    const space = { totalBytes: Number(capacity), freeBytes: Number(available) };
    return await this.#room.holding(space, bytes, work);
  }

  /** Makes the pool if it does not exist, and starts it if necessary. */
  async ensure(session: Session, signal: AbortSignal): Promise<StoragePool> {
    const known = this.#known.get(session);
    if (known?.isRunning === true) return known.pool;
    let pool = await this.#lookUp(session, signal);
    if (pool === null) {
      const folder = await this.#folderOfDisks(signal);
      if (folder !== null && folder !== this.#path) {
        throw unavailable(`is not defined, but guests have disks in its folder ${folder}`);
      }
      try {
        pool = (
          await session.call('StoragePoolDefineXML', { xml: poolXml(this.#path, this.#readerGid), flags: 0 }, signal)
        ).pool;
      } catch (error) {
        // If the connection was lost, this failure must be reported: the failure of a further query would hide that the
        // message was sent.
        if (!(error instanceof LibvirtError)) throw error;
        // Another service may have made the pool meanwhile.
        pool = await this.#lookUp(session, signal);
        if (pool === null) throw error;
      }
    }
    const { state } = await session.call('StoragePoolGetInfo', { pool }, signal);
    if (state !== POOL_RUNNING) await this.#start(pool, session, signal);
    this.#know(session, pool).isRunning = true;
    return pool;
  }

  /** All volumes in the pool; none if the pool was never made. */
  async list(session: Session, signal: AbortSignal): Promise<readonly StorageVol[]> {
    return (
      (await this.#whileRunning(session, signal, async (pool) => {
        const { vols } = await session.call('StoragePoolListAllVolumes', { pool, needResults: 1, flags: 0 }, signal);
        const known = this.#know(session, pool);
        known.volumes.clear();
        for (const vol of vols) known.volumes.set(vol.name, vol);
        known.isComplete = true;
        return vols;
      })) ?? []
    );
  }

  async find(name: string, session: Session, signal: AbortSignal): Promise<StorageVol | null> {
    return await this.#whileRunning(session, signal, async (pool) => {
      try {
        return (await session.call('StorageVolLookupByName', { pool, name }, signal)).vol;
      } catch (error) {
        if (hasErrorCode(error, 'NO_STORAGE_VOL')) return null;
        throw error;
      }
    });
  }

  /** A volume that only this piece of work can make or remove, so what the work knows of it is up to date. */
  async findOwn(name: string, session: Session, signal: AbortSignal): Promise<StorageVol | null> {
    const known = this.#known.get(session);
    const vol = known?.volumes.get(name);
    if (vol !== undefined) return vol;
    if (known?.isComplete === true) return null;
    const found = await this.find(name, session, signal);
    if (found !== null) this.#known.get(session)?.volumes.set(name, found);
    return found;
  }

  /** The folder of the pool. */
  async folder(session: Session, signal: AbortSignal): Promise<string> {
    const pool = await this.ensure(session, signal);
    const { xml } = await session.call('StoragePoolGetXMLDesc', { pool, flags: 0 }, signal);
    const target = childOf(parseXml(xml), 'target');
    return target === null ? this.#path : textOf(childOf(target, 'path'));
  }

  /** The volume of this file, in any active pool. */
  async findByPath(path: string, session: Session, signal: AbortSignal): Promise<StorageVol | null> {
    try {
      return (await session.call('StorageVolLookupByPath', { path }, signal)).vol;
    } catch (error) {
      if (hasErrorCode(error, 'NO_STORAGE_VOL', 'NO_STORAGE_POOL', 'OPERATION_INVALID')) return null;
      throw error;
    }
  }

  /** Whether the file of the volume exists. libvirt still lists a volume whose file is gone, until a pool refresh. */
  async hasFile(vol: StorageVol, session: Session, signal: AbortSignal): Promise<boolean> {
    try {
      await session.call('StorageVolGetInfo', { vol }, signal);
      return true;
    } catch (error) {
      if (isLost(error)) return false;
      throw error;
    }
  }

  /**
   * Throws `host_unreachable` unless the pool is certainly the one that has our volumes. A caller that did not find a
   * volume calls this before it concludes that the volume does not exist. `file`: the file that it did not find.
   */
  async requireMounted(session: Session, signal: AbortSignal, file: string | null = null): Promise<void> {
    if ((await this.#lookUp(session, signal)) === null && (await this.#folderOfDisks(signal)) === null) return;
    const pool = await this.ensure(session, signal);
    await session.prepare('StoragePoolRefresh', { pool, flags: 0 }, signal).catch((error: unknown) => {
      // libvirt refuses a refresh while a volume is being made. Then the pool is in use, so it is mounted.
      if (isBusyPool(error)) return;
      // A pool whose folder is missing becomes inactive.
      throw error instanceof LibvirtError ? unavailable('cannot be read', error) : error;
    });
    const folder = await this.#folderOfLostDisks(await this.list(session, signal), session, signal, file);
    if (folder !== null) {
      throw unavailable(`has no volumes of Guesthouse, but guests have disks in it; is ${folder} mounted?`);
    }
  }

  /** In a pool of files, the key of a volume is its path. Other keys, such as those of LVM, are not paths. */
  async pathOf(vol: StorageVol, session: Session, signal: AbortSignal): Promise<string> {
    if (vol.key.startsWith('/')) return vol.key;
    return (await session.call('StorageVolGetPath', { vol }, signal)).name;
  }

  /** Length of the volume's file in bytes, in any format. */
  async lengthOf(vol: StorageVol, session: Session, signal: AbortSignal): Promise<number> {
    const info = await session.call('StorageVolGetInfoFlags', { vol, flags: VOLUME_PHYSICAL }, signal);
    return Number(info.allocation);
  }

  /** Like `lengthOf`, but null if the volume or its file does not exist (see `hasFile`). */
  async findLength(vol: StorageVol, session: Session, signal: AbortSignal): Promise<number | null> {
    return await this.lengthOf(vol, session, signal).catch((error: unknown) => {
      if (isLost(error)) return null;
      throw error;
    });
  }

  /** Makes a volume that QEMU can only read. */
  async makeReadable(name: string, session: Session, signal: AbortSignal): Promise<StorageVol> {
    // The user of the daemon must be able to write the content.
    const mode = this.#readerGid === null ? '0600' : '0440';
    const owner = { uid: null, gid: this.#readerGid };
    return await this.make({ name, capacityBytes: 0, format: 'raw', mode, owner }, session, signal);
  }

  async make(wanted: VolumeWanted, session: Session, signal: AbortSignal): Promise<StorageVol> {
    const pool = await this.ensure(session, signal);
    const { vol } = await session.call('StorageVolCreateXML', { pool, xml: volumeXml(wanted), flags: 0 }, signal);
    this.#known.get(session)?.volumes.set(vol.name, vol);
    return vol;
  }

  /**
   * Makes the volume that proves that the pool is mounted. Otherwise, a pool whose last volume was removed would look
   * like one that is not mounted. Must be called only while that is certain. If there is no room for it, the pool
   * remains without this proof.
   */
  async mark(session: Session, signal: AbortSignal): Promise<void> {
    if ((await this.find(POOL_MARKER, session, signal)) !== null) return;
    const wanted = { name: POOL_MARKER, capacityBytes: 0, format: 'raw', mode: '0600', owner: DAEMON } as const;
    await this.make(wanted, session, signal).catch((error: unknown) => {
      if (!(error instanceof LibvirtError)) throw error;
    });
  }

  /** Makes a volume with the content of another, converted to the requested format. */
  async makeFrom(source: StorageVol, wanted: VolumeWanted, session: Session, signal: AbortSignal): Promise<StorageVol> {
    const pool = await this.ensure(session, signal);
    const args = { pool, xml: volumeXml(wanted), clonevol: source, flags: 0 };
    const { vol } = await session.call('StorageVolCreateXMLFrom', args, signal);
    this.#known.get(session)?.volumes.set(vol.name, vol);
    return vol;
  }

  /** Resolves when the volume does not exist. If the volume is still being created, waits until it can be removed. */
  async remove(vol: StorageVol, session: Session, signal: AbortSignal): Promise<void> {
    this.#known.get(session)?.volumes.set(vol.name, null);
    for (;;) {
      try {
        return await session.call('StorageVolDelete', { vol, flags: 0 }, signal);
      } catch (error) {
        if (hasErrorCode(error, 'NO_STORAGE_VOL', 'NO_STORAGE_POOL')) return;
        if (!isBusyVolume(error)) throw error;
      }
      await sleep(RETRY_INTERVAL_MS, undefined, { signal });
    }
  }

  /**
   * Removes an incomplete volume, even after an abort. Never rejects: a volume that remains is recognized as incomplete
   * later.
   */
  async discard(vol: StorageVol): Promise<void> {
    const signal = deadlineSignal(DISCARD_DEADLINE_MS);
    await this.#daemon.withSession({ signal }, (session) => this.remove(vol, session, signal)).catch(() => undefined);
  }

  /** Makes libvirt find files that other programs have put into the folder. */
  async refresh(session: Session, signal: AbortSignal): Promise<void> {
    const pool = await this.ensure(session, signal);
    for (;;) {
      try {
        return await session.call('StoragePoolRefresh', { pool, flags: 0 }, signal);
      } catch (error) {
        // A pool whose folder is missing becomes inactive.
        if (error instanceof LibvirtError && !isBusyPool(error)) throw unavailable('cannot be read', error);
        if (!isBusyPool(error)) throw error;
      }
      await sleep(RETRY_INTERVAL_MS, undefined, { signal });
    }
  }

  /**
   * Like `refresh`, but does not wait: returns false if libvirt refuses because a volume is being made. Does not make
   * the pool. Calls at the same time share a refresh that begins after them: it reads every volume, which took 0.6 to
   * 2.7 s for 5,000 qcow2 volumes on a busy machine with 2 CPUs, and libvirt does one at a time.
   */
  async tryRefresh(session: Session, signal: AbortSignal): Promise<boolean> {
    return await this.#refreshing.run(() => this.#tryRefresh(session, signal), signal);
  }

  async #tryRefresh(session: Session, signal: AbortSignal): Promise<boolean> {
    try {
      await this.#whileRunning(session, signal, (pool) =>
        session.call('StoragePoolRefresh', { pool, flags: 0 }, signal),
      );
      return true;
    } catch (error) {
      if (isBusyPool(error)) return false;
      // A pool whose folder is missing becomes inactive.
      throw error instanceof LibvirtError ? unavailable('cannot be read', error) : error;
    }
  }

  /** Null if the pool was never made. A pool that is not running is started. */
  async #whileRunning<T>(
    session: Session,
    signal: AbortSignal,
    work: (pool: StoragePool) => Promise<T>,
  ): Promise<T | null> {
    for (let isRetry = false; ; isRetry = true) {
      const pool = await this.#lookUp(session, signal);
      if (pool === null && (await this.#folderOfDisks(signal)) === null) return null;
      try {
        return await work(pool ?? (await this.ensure(session, signal)));
      } catch (error) {
        // It is not running, or was removed meanwhile.
        if (isRetry || !hasErrorCode(error, 'OPERATION_INVALID', 'NO_STORAGE_POOL')) throw error;
      }
      this.#known.delete(session);
      await this.ensure(session, signal);
    }
  }

  /**
   * After a refresh: throws if the folder of the pool has lost the volumes of Guesthouse, because its file system is
   * not mounted. New volumes would be made in the wrong place.
   */
  async #requireOurs(before: ReadonlySet<string>, session: Session, signal: AbortSignal): Promise<void> {
    const now = await this.list(session, signal);
    if (now.some(({ name }) => isOnlyMadeByUs(name))) return;
    if ([...before].some(isOnlyMadeByUs) || (await this.#folderOfLostDisks(now, session, signal)) !== null) {
      throw unavailable('has lost all volumes of Guesthouse; is its file system mounted?');
    }
  }

  async #start(pool: StoragePool, session: Session, signal: AbortSignal): Promise<void> {
    // If guests have disks in the pool, its folder must not be made: either it exists, or its file system is not
    // mounted.
    const isNew = (await this.#folderOfDisks(signal)) === null;
    if (isNew) {
      await session.call('StoragePoolBuild', { pool, flags: 0 }, signal);
      await session.call('StoragePoolSetAutostart', { pool, autostart: true }, signal);
    }
    try {
      if (isNew) await session.call('StoragePoolCreate', { pool, flags: 0 }, signal);
      else await session.prepare('StoragePoolCreate', { pool, flags: 0 }, signal);
    } catch (error) {
      if (!(error instanceof LibvirtError)) throw error;
      // Another service may have started it already.
      const { state } = await session.call('StoragePoolGetInfo', { pool }, signal);
      if (state !== POOL_RUNNING) throw isNew ? error : unavailable('cannot be started', error);
    }
  }

  /** The folder in which a guest of ours has a disk; null if no guest has one. */
  async #folderOfDisks(signal: AbortSignal): Promise<string | null> {
    const [disk] = (await this.#domainIndex.filesOfDisks(signal)).filter((file) => isInPool(file, this.#path));
    return disk === undefined ? null : dirname(disk);
  }

  /**
   * The folder of disks of our guests, if the pool, whose volumes are `vols`, is certainly not the one that has them;
   * otherwise null. The disk of a guest can have any name, because others can move it.
   */
  async #folderOfLostDisks(
    vols: readonly StorageVol[],
    session: Session,
    signal: AbortSignal,
    file: string | null = null,
  ): Promise<string | null> {
    if (vols.some(({ name }) => isOnlyMadeByUs(name))) return null;
    const files = [...(file === null ? [] : [file]), ...(await this.#domainIndex.filesOfDisks(signal))];
    if (files.length === 0) return null;
    const folder = await this.folder(session, signal);
    const disks = files.filter((each) => isInPool(each, folder));
    const existing = new Set(vols.map(({ key }) => key));
    const [lost] = disks;
    return lost === undefined || disks.some((each) => existing.has(each)) ? null : dirname(lost);
  }

  #know(session: Session, pool: StoragePool): Known {
    const known = this.#known.get(session) ?? { pool, isRunning: false, volumes: new Map(), isComplete: false };
    this.#known.set(session, known);
    return known;
  }

  async #lookUp(session: Session, signal: AbortSignal): Promise<StoragePool | null> {
    const known = this.#known.get(session);
    if (known !== undefined) return known.pool;
    try {
      const { pool } = await session.call('StoragePoolLookupByName', { name: POOL_NAME }, signal);
      return this.#know(session, pool).pool;
    } catch (error) {
      if (hasErrorCode(error, 'NO_STORAGE_POOL', 'NO_SUPPORT')) return null;
      throw error;
    }
  }
}

/** Whether a query about a volume failed because its file does not exist. */
function isLost(error: unknown): boolean {
  return hasErrorCode(error, 'NO_STORAGE_VOL', 'NO_STORAGE_POOL') || isMissingFile(error);
}

/** Whether the file belongs into the pool: it is in the folder of the pool, or the driver made it. */
function isInPool(file: string, folder: string): boolean {
  return isOurVolume(basename(file)) || dirname(file) === folder;
}

function unavailable(what: string, cause?: unknown): GuesthouseError {
  const reason = cause instanceof LibvirtError ? `: ${cause.text}` : '';
  return new GuesthouseError('host_unreachable', `The storage pool ${POOL_NAME} of the host ${what}${reason}.`, {
    ...(cause === undefined ? {} : { cause }),
  });
}

export function refusedFor(what: string): GuesthouseError {
  return new GuesthouseError('backend_refused', what);
}
