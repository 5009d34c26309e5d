/**
 * The storage pool `guesthouse`, and volumes in it, all by RPC: nothing here touches a file of the host itself.
 *
 * The first call that needs the pool makes it, and it starts together with the daemon. An existing pool is used as it
 * is, wherever its folder is: libvirt reports the paths. The folder lets every user pass and none list (0711),
 * because QEMU's user must reach its files.
 *
 * Storage can hang (a dead network share), so even queries use a separate session, never the main connection, which
 * observes and listens (B6).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { GuesthouseError } from '../../src/domain/errors.js';
import type { Daemon } from './daemon.js';
import { isBusyPool, isBusyVolume, POOL_RUNNING, hasErrorCode, VOLUME_PHYSICAL } from './dialect.js';
import { POOL_NAME } from './names.js';
import { LibvirtError } from './rpc/errors.js';
import type { StoragePool, StorageVol } from './rpc/structures.js';
import type { Session } from './session.js';
import { element, toXml } from './xml.js';
import type { XmlElement } from './xml.js';

/** No event reports that a busy volume or pool is free again, so it is polled. */
const RETRY_INTERVAL_MS = 200;
const DISCARD_DEADLINE_MS = 5000;

export interface VolumeWanted {
  readonly name: string;
  readonly capacityBytes: number;
  readonly format: 'raw' | 'qcow2';
  readonly mode: '0400' | '0444' | '0600';
  /** Null: the user of the daemon. */
  readonly owner: { readonly uid: number; readonly gid: number } | null;
  readonly backing?: { readonly path: string; readonly format: string } | null;
}

export class Pool {
  readonly #daemon: Daemon;
  readonly #path: string;

  constructor(daemon: Daemon, path: string) {
    this.#daemon = daemon;
    this.#path = path;
  }

  /** Makes the pool if there is none, and starts it if necessary. */
  async ensure(session: Session, signal: AbortSignal): Promise<StoragePool> {
    let pool = await this.#lookUp(session, signal);
    if (pool === null) {
      try {
        pool = (await session.call('StoragePoolDefineXML', { xml: this.#xml(), flags: 0 }, signal)).pool;
      } catch (error) {
        // A lost connection stays one: a further query would hide that the message was sent.
        if (!(error instanceof LibvirtError)) throw error;
        // Another service may have made it meanwhile.
        pool = await this.#lookUp(session, signal);
        if (pool === null) throw error;
      }
    }
    const { state } = await session.call('StoragePoolGetInfo', { pool }, signal);
    if (state !== POOL_RUNNING) {
      await session.call('StoragePoolBuild', { pool, flags: 0 }, signal);
      await session.call('StoragePoolSetAutostart', { pool, autostart: true }, signal);
      await session.call('StoragePoolCreate', { pool, flags: 0 }, signal).catch((error: unknown) => {
        if (!hasErrorCode(error, 'OPERATION_INVALID')) throw error; // it runs: another was quicker
      });
    }
    return pool;
  }

  /** All volumes in the pool; none if there is no pool. */
  async list(session: Session, signal: AbortSignal): Promise<readonly StorageVol[]> {
    const pool = await this.#lookUp(session, signal);
    if (pool === null) return [];
    try {
      return (await session.call('StoragePoolListAllVolumes', { pool, needResults: 1, flags: 0 }, signal)).vols;
    } catch (error) {
      if (hasErrorCode(error, 'OPERATION_INVALID', 'NO_STORAGE_POOL')) return []; // it does not run, or has gone
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

  async make(wanted: VolumeWanted, session: Session, signal: AbortSignal): Promise<StorageVol> {
    const pool = await this.ensure(session, signal);
    return (await session.call('StorageVolCreateXML', { pool, xml: volumeXml(wanted), flags: 0 }, signal)).vol;
  }

  /** Makes a volume with the content of another, converted to the wanted format. */
  async makeFrom(source: StorageVol, wanted: VolumeWanted, session: Session, signal: AbortSignal): Promise<StorageVol> {
    const pool = await this.ensure(session, signal);
    const args = { pool, xml: volumeXml(wanted), clonevol: source, flags: 0 };
    return (await session.call('StorageVolCreateXMLFrom', args, signal)).vol;
  }

  /** Resolves when the volume is gone, or was not there. Waits for a volume that is still being made. */
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

  /** Removes what is half made, even after an abort. Never rejects: what stays is found to be incomplete later. */
  async discard(vol: StorageVol): Promise<void> {
    const signal = AbortSignal.timeout(DISCARD_DEADLINE_MS);
    await this.#daemon.withSession({ signal }, (session) => this.remove(vol, session, signal)).catch(() => undefined);
  }

  /** Makes libvirt see files that were put into the folder without it. */
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
    const target = element('target', {}, element('path', {}, this.#path), permissions('0711', null));
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
      // Sparse: unwritten blocks take no room.
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

function permissions(mode: string, owner: VolumeWanted['owner']): XmlElement {
  return element(
    'permissions',
    {},
    element('mode', {}, mode),
    owner === null ? null : element('owner', {}, String(owner.uid)),
    owner === null ? null : element('group', {}, String(owner.gid)),
  );
}
