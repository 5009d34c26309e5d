/**
 * Our element in a domain's metadata: it marks a domain as ours (B8), and contains facts about the guest that libvirt
 * cannot store elsewhere.
 *
 *   <guesthouse:guest xmlns:guesthouse="urn:guesthouse:guest:1" id="…">{ JSON }</guesthouse:guest>
 *
 * Its text is JSON, so that we need not parse XML. No fact in it is essential: if the metadata is damaged, the counters
 * of the guest's devices are missing and images cannot be removed, but the guest itself is safe.
 */
import type { GuestId } from '../../src/domain/ids.js';
import { element, type XmlElement } from '../../src/domain/xml.js';
import type { GuestDefinition } from '../backend.js';
import { unescapeXml } from './xml.js';

export const METADATA_URI = 'urn:guesthouse:guest:1';
export const METADATA_KEY = 'guesthouse';

export interface GuestMetadata {
  readonly id: GuestId;
  /** The SHA-256 of each image that the guest needs to run; null: the metadata is damaged. */
  readonly images: readonly string[] | null;
  /** Our name and libvirt's name of each disk. */
  readonly disks: readonly { readonly device: string; readonly target: string }[];
  /** In libvirt's order. Definitions of older versions have no MAC addresses here. */
  readonly nics: readonly { readonly device: string; readonly network: string; readonly mac?: string }[];
  /**
   * Whether the guest was powered off after it had crashed. If so, the guest counts as stopped, although libvirt
   * reports the crash until the next start.
   */
  readonly isCrashSettled: boolean;
}

export function metadataElement(metadata: GuestMetadata): XmlElement {
  const { id, ...rest } = metadata;
  return element('guesthouse:guest', { 'xmlns:guesthouse': METADATA_URI, id }, JSON.stringify(rest));
}

/** The element in the form that DomainSetMetadata accepts: libvirt adds the prefix and the namespace. */
export function bareMetadataElement(metadata: GuestMetadata): XmlElement {
  const { id, ...rest } = metadata;
  return element('guest', { id }, JSON.stringify(rest));
}

/** Parses the result of DomainGetMetadata; null if it is not our element. */
export function parseMetadata(xml: string): GuestMetadata | null {
  const found = /^\s*<(?:[\w.-]+:)?guest\b[^<>]*?\sid=(["'])([0-9a-f-]{36})\1[^<>]*?(?:\/>|>([^<]*)<\/)/.exec(xml);
  if (found === null) return null;
  const id = found[2] as GuestId;
  const damaged: GuestMetadata = { id, images: null, disks: [], nics: [], isCrashSettled: false };
  let value: unknown;
  try {
    value = JSON.parse(unescapeXml(found[3] ?? ''));
  } catch {
    return damaged;
  }
  return isMetadataBody(value) ? { ...value, id } : damaged;
}

/** SHA-256 of every image that the definition uses, without duplicates. */
export function imagesOf({ boot, disks }: GuestDefinition): string[] {
  const files = [boot?.kernel, boot?.initrd, ...disks.filter(keepsImage).map(({ image }) => image)];
  return [...new Set(files.flatMap((file) => (file ? [file.sha256] : [])))];
}

/**
 * Whether the guest still needs the image after the disk was created: yes for a cdrom, which is the image itself, and
 * for a qcow2 disk, which is an overlay of the image; no for a raw disk, which is a copy.
 */
function keepsImage({ format, media }: GuestDefinition['disks'][number]): boolean {
  return format === 'qcow2' || media === 'cdrom';
}

function isMetadataBody(value: unknown): value is Omit<GuestMetadata, 'id'> {
  return (
    isRecord(value) &&
    Array.isArray(value['images']) &&
    value['images'].every((each) => typeof each === 'string') &&
    areRecordsOfText(value['disks'], ['device', 'target']) &&
    areRecordsOfText(value['nics'], ['device', 'network']) &&
    (value['nics'] as { mac?: unknown }[]).every(({ mac }) => mac === undefined || typeof mac === 'string') &&
    typeof value['isCrashSettled'] === 'boolean'
  );
}

function areRecordsOfText(value: unknown, members: readonly string[]): boolean {
  return (
    Array.isArray(value) &&
    value.every((each: unknown) => isRecord(each) && members.every((member) => typeof each[member] === 'string'))
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
