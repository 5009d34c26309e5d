/**
 * Finds the UEFI firmware of this machine: by the descriptors that distributions ship (QEMU's
 * docs/interop/firmware.json), otherwise in Debian's locations. Secure Boot is not supported: it needs SMM and enrolled
 * keys, and no user has requested it yet.
 */
import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRecord } from './qmp/messages.js';

/** In the order of precedence that the format requires: the administrator's folder before the distribution's. */
const DESCRIPTOR_FOLDERS = ['/etc/qemu/firmware', '/usr/share/qemu/firmware'];
const DEBIAN_FILES: UefiFirmware = { code: '/usr/share/OVMF/OVMF_CODE_4M.fd', vars: '/usr/share/OVMF/OVMF_VARS_4M.fd' };
const UNWANTED_FEATURES = ['secure-boot', 'requires-smm', 'enrolled-keys'];

export interface UefiFirmware {
  /** Shared by all guests, read-only. */
  readonly code: string;
  /** Each guest gets its own copy, for its boot variables. */
  readonly vars: string;
}

export async function findUefiFirmware(): Promise<UefiFirmware | null> {
  for (const folder of DESCRIPTOR_FOLDERS) {
    for (const name of (await readdir(folder).catch(() => [])).filter((each) => each.endsWith('.json')).sort()) {
      const found = parseDescriptor(await readFile(join(folder, name), 'utf8').catch(() => ''));
      if (found !== null && (await bothExist(found))) return found;
    }
  }
  return (await bothExist(DEBIAN_FILES)) ? DEBIAN_FILES : null;
}

/** The files that a descriptor names, or null if it does not describe plain UEFI in flash for x86-64. */
export function parseDescriptor(json: string): UefiFirmware | null {
  let descriptor: unknown;
  try {
    descriptor = JSON.parse(json);
  } catch {
    return null;
  }
  if (!isRecord(descriptor)) return null;
  const list = (name: string): unknown[] => {
    const value = descriptor[name];
    return Array.isArray(value) ? (value as unknown[]) : [];
  };
  if (!list('interface-types').includes('uefi')) return null;
  if (!list('targets').some((target) => isRecord(target) && target['architecture'] === 'x86_64')) return null;
  if (list('features').some((feature) => UNWANTED_FEATURES.includes(String(feature)))) return null;
  const mapping = descriptor['mapping'];
  if (!isRecord(mapping) || mapping['device'] !== 'flash') return null;
  const code = rawFile(mapping['executable']);
  const vars = rawFile(mapping['nvram-template']);
  return code === null || vars === null ? null : { code, vars };
}

function rawFile(entry: unknown): string | null {
  return isRecord(entry) && entry['format'] === 'raw' && typeof entry['filename'] === 'string'
    ? entry['filename']
    : null;
}

async function bothExist(firmware: UefiFirmware): Promise<boolean> {
  try {
    await Promise.all([access(firmware.code), access(firmware.vars)]);
    return true;
  } catch {
    return false;
  }
}
