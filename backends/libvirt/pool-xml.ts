/**
 * The XML of the storage pool and of its volumes, with the owners and modes of their files. Nothing here calls libvirt.
 */
import { element, type XmlElement } from '../../src/domain/xml.js';
import { POOL_NAME } from './names.js';
import { toXml } from './xml.js';

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

/** `readerGid`: the group that can pass through the folder; null: only the user of the daemon can. */
export function poolXml(path: string, readerGid: number | null): string {
  const access = permissions(readerGid === null ? '0700' : '0710', { uid: null, gid: readerGid });
  const target = element('target', {}, element('path', {}, path), access);
  return toXml(element('pool', { type: 'dir' }, element('name', {}, POOL_NAME), target));
}

export function volumeXml({ name, capacityBytes, format, mode, owner, backing = null }: VolumeWanted): string {
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
