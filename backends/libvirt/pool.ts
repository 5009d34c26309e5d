/**
 * The storage pool `guesthouse` and its volumes. Everything goes over RPC: nothing here accesses a file of the host
 * directly.
 *
 * The first call that needs the pool creates it, and the pool starts together with the daemon. An existing pool is used
 * unchanged. Its folder can be anywhere, because libvirt reports the paths of the volumes. QEMU's group can pass
 * through a new folder (0710), but cannot list it. If QEMU runs as the user of the daemon, only this user can enter the
 * folder.
 *
 * Storage can hang (a dead network share), so even queries use a separate session, never the main connection, which
 * observes guests and receives events (B6).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DiskRoom } from '../../src/domain/disk-room.js';
import { GuesthouseError } from '../../src/domain/errors.js';
import type { Daemon } from './daemon.js';
import { isBusyPool, isBusyVolume, POOL_RUNNING, hasErrorCode, VOLUME_PHYSICAL } from './dialect.js';
import { POOL_NAME } from './names.js';
import { LibvirtError } from './rpc/errors.js';
import type { StoragePool, StorageVol } from './rpc/structures.js';
import type { Session } from './session.js';
import { element, toXml } from './xml.js';
import type { XmlElement } from './xml.js';

/** No event reports that a busy volume or pool is free again, so the driver polls. */
const RETRY_INTERVAL_MS = 200;
const DISCARD_DEADLINE_MS = 5000;

/** The user and the group of a file; null: those of the daemon. */
interface Owner {
  readonly uid: number | null;
  readonly gid: number | null;
}

export const DAEMON: Owner = { uid: null, gid: null };

export interface VolumeWanted {
  readonly name: string;
  readonly capacityBytes: number;
  readonly format: 'raw' | 'qcow2';
  readonly mode: '0440' | '0600';
  readonly owner: Owner;
  readonly backing?: { readonly path: string; readonly format: string } | null;
}

export class Pool {
  readonly #daemon: Daemon;
  readonly #path: string;
  readonly #room: DiskRoom;
  /** QEMU's group; null: QEMU runs as the user of the daemon. */
  readonly #readerGid: number | null;

  constructor(
    daemon: Daemon,
    path: string,
    { room, readerGid }: { readonly room: DiskRoom; readonly readerGid: number | null },
  ) {
    this.#daemon = daemon;
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
    const { capacity, available } = await session.call('StoragePoolGetInfo', { pool }, signal);
    const space = { totalBytes: Number(capacity), freeBytes: Number(available) };
    return await this.#room.holding(space, bytes, work);
  }

  /** Makes the pool if it does not exist, and starts it if necessary. */
  async ensure(session: Session, signal: AbortSignal): Promise<StoragePool> {
    let pool = await this.#lookUp(session, signal);
    if (pool === null) {
      try {
        pool = (await session.call('StoragePoolDefineXML', { xml: this.#xml(), flags: 0 }, signal)).pool;
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
    if (state !== POOL_RUNNING) {
      await session.call('StoragePoolBuild', { pool, flags: 0 }, signal);
      await session.call('StoragePoolSetAutostart', { pool, autostart: true }, signal);
      await session.call('StoragePoolCreate', { pool, flags: 0 }, signal).catch((error: unknown) => {
        if (!hasErrorCode(error, 'OPERATION_INVALID')) throw error; // another service has started it already
      });
    }
    return pool;
  }

  /** All volumes in the pool; none if the pool does not exist. */
  async list(session: Session, signal: AbortSignal): Promise<readonly StorageVol[]> {
    const pool = await this.#lookUp(session, signal);
    if (pool === null) return [];
    try {
      return (await session.call('StoragePoolListAllVolumes', { pool, needResults: 1, flags: 0 }, signal)).vols;
    } catch (error) {
      if (hasErrorCode(error, 'OPERATION_INVALID', 'NO_STORAGE_POOL')) return []; // not running, or removed
      throw error;
    }
  }

  async find(name: string, session: Session, signal: AbortSignal): Promise<StorageVol | null> {
    const pool = await this.#lookUp(session, signal);
    if (pool === null) return null;
    try {
      return (await session.call('StorageVolLookupByName', { pool, name }, signal)).vol;
    } catch (error) {
      if (hasErrorCode(error, 'NO_STORAGE_VOL', 'NO_STORAGE_POOL', 'OPERATION_INVALID')) return null;
      throw error;
    }
  }

  async pathOf(vol: StorageVol, session: Session, signal: AbortSignal): Promise<string> {
    return (await session.call('StorageVolGetPath', { vol }, signal)).name;
  }

  /** Length of the volume's file in bytes, in any format. */
  async lengthOf(vol: StorageVol, session: Session, signal: AbortSignal): Promise<number> {
    const info = await session.call('StorageVolGetInfoFlags', { vol, flags: VOLUME_PHYSICAL }, signal);
    return Number(info.allocation);
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
    return (await session.call('StorageVolCreateXML', { pool, xml: volumeXml(wanted), flags: 0 }, signal)).vol;
  }

  /** Makes a volume with the content of another, converted to the requested format. */
  async makeFrom(source: StorageVol, wanted: VolumeWanted, session: Session, signal: AbortSignal): Promise<StorageVol> {
    const pool = await this.ensure(session, signal);
    const args = { pool, xml: volumeXml(wanted), clonevol: source, flags: 0 };
    return (await session.call('StorageVolCreateXMLFrom', args, signal)).vol;
  }

  /** Resolves when the volume does not exist. If the volume is still being created, waits until it can be removed. */
  async remove(vol: StorageVol, session: Session, signal: AbortSignal): Promise<void> {
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
    const signal = AbortSignal.timeout(DISCARD_DEADLINE_MS);
    await this.#daemon.withSession({ signal }, (session) => this.remove(vol, session, signal)).catch(() => undefined);
  }

  /** Makes libvirt find files that other programs have put into the folder. */
  async refresh(session: Session, signal: AbortSignal): Promise<void> {
    const pool = await this.ensure(session, signal);
    for (;;) {
      try {
        return await session.call('StoragePoolRefresh', { pool, flags: 0 }, signal);
      } catch (error) {
        if (!isBusyPool(error)) throw error;
      }
      await sleep(RETRY_INTERVAL_MS, undefined, { signal });
    }
  }

  async #lookUp(session: Session, signal: AbortSignal): Promise<StoragePool | null> {
    try {
      return (await session.call('StoragePoolLookupByName', { name: POOL_NAME }, signal)).pool;
    } catch (error) {
      if (hasErrorCode(error, 'NO_STORAGE_POOL', 'NO_SUPPORT')) return null;
      throw error;
    }
  }

  #xml(): string {
    const gid = this.#readerGid;
    const access = permissions(gid === null ? '0700' : '0710', { uid: null, gid });
    const target = element('target', {}, element('path', {}, this.#path), access);
    return toXml(element('pool', { type: 'dir' }, element('name', {}, POOL_NAME), target));
  }
}

export function refusedFor(what: string): GuesthouseError {
  return new GuesthouseError('backend_refused', what);
}

function volumeXml({ name, capacityBytes, format, mode, owner, backing = null }: VolumeWanted): string {
  return toXml(
    element(
      'volume',
      { type: 'file' },
      element('name', {}, name),
      element('capacity', { unit: 'bytes' }, String(capacityBytes)),
      // Sparse: unwritten blocks occupy no space.
      element('allocation', { unit: 'bytes' }, '0'),
      element(
        'target',
        {},
        element('format', { type: format }),
        permissions(mode, owner),
        format === 'qcow2' ? element('compat', {}, '1.1') : null,
      ),
      backing === null
        ? null
        : element('backingStore', {}, element('path', {}, backing.path), element('format', { type: backing.format })),
    ),
  );
}

function permissions(mode: string, { uid, gid }: Owner): XmlElement {
  return element(
    'permissions',
    {},
    element('mode', {}, mode),
    uid === null ? null : element('owner', {}, String(uid)),
    gid === null ? null : element('group', {}, String(gid)),
  );
}
