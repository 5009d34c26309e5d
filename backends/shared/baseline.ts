/**
 * How drivers keep B10: what a guest on its host consists of, and how it differs from what the driver last wrote there.
 *
 * A baseline is what the driver read back after it last wrote the definition of a guest. Its parts have names in words
 * for people (`memory`, `disk vda source`), so that a difference can be shown as it is. Both sides of a comparison come
 * from the hypervisor, so its own additions (addresses, controllers, versions of machine types) are no difference.
 * Reading the parts is the task of each driver; this file only compares.
 */
import type { Difference } from '../../src/domain/drift.js';
import type { Baseline, GuestDefinition, Parts } from '../backend.js';

/** The prefix of the names of the parts that do not matter. */
export const SETTING = 'setting ';
/** The prefix of the names of parts that only a running guest has. */
export const RUNNING = 'running: ';
/** The value of the part `disk … file` if the file certainly does not exist. */
export const NOT_FOUND = 'not found';

export function isBaseline(expected: Baseline | GuestDefinition): expected is Baseline {
  return 'parts' in expected;
}

/** The differences, sorted by the names of the parts. */
export function differencesOf(expected: Baseline, found: Baseline): Difference[] {
  const isSameProgram = expected.shownBy === found.shownBy;
  return compareParts(expected.parts, found.parts, (what) => isSameProgram || !what.startsWith(SETTING));
}

/** Compares the parts for which `isCompared` holds. */
export function compareParts(expected: Parts, found: Parts, isCompared: (what: string) => boolean): Difference[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])].filter(isCompared).sort();
  return names.flatMap((what) => {
    const sides = { expected: expected[what] ?? null, found: found[what] ?? null };
    // A guest without power does not have the parts that only a running guest has.
    if (sides.expected === sides.found || (what.startsWith(RUNNING) && sides.found === null)) return [];
    const isOfDisks = concernsDisks(what, sides.expected) && !isOfMissingFile(what, found);
    return [{ what, expected: publicText(sides.expected), found: publicText(sides.found), isOfDisks }];
  });
}

/** Tenants read differences, so a file is shown by its name, never by its path on the host. */
function publicText(value: string | null): string | null {
  if (value === null) return null;
  if (value.startsWith('/')) return value.split(' on ').map(publicFile).join(' on ');
  return value.replaceAll(/(?:\/[^/\s'"<>]+)+\/[^/\s'"<>]+/g, publicFile);
}

function publicFile(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.startsWith('guesthouse-') ? name : `a file outside the storage of Guesthouse (${name})`;
}

/**
 * Whether the difference means that data of the guest's disks is in another place: another file, another backing file,
 * a snapshot. False for a missing file or a different size: removing the guest then cannot lose such data.
 */
function concernsDisks(what: string, expected: string | null): boolean {
  if (/^(snapshot|checkpoint)/.test(what)) return true;
  if (what.startsWith('running: disk ') && expected !== null) return true;
  return /^(running: )?disk \S+ (source|backing file( in its header)?|format|copy)$/.test(what);
}

/** Whether the part was read from a file that no longer exists, so a removal could lose nothing of it. */
function isOfMissingFile(what: string, found: Parts): boolean {
  const device = /^(?:snapshots in )?disk (\S+)/.exec(what)?.[1];
  return isOfFile(what) && found[`disk ${device} file`] === NOT_FOUND;
}

/** Whether a part comes from the file of a disk, not from the definition. */
export function isOfFile(what: string): boolean {
  return /^disk \S+ (size|file|backing file in its header)$|^snapshots in /.test(what);
}

/**
 * The baseline, with the files of the disks and the snapshots taken from `parts`, because no definition contains them.
 */
export function withFilesOf(baseline: Baseline, parts: Parts): Baseline {
  const isBeside = (what: string): boolean => isOfFile(what) || /^(snapshot |checkpoint)/.test(what);
  const own = Object.entries(baseline.parts).filter(([what]) => !isBeside(what));
  const others = Object.entries(parts).filter(([what]) => isBeside(what));
  return { ...baseline, parts: Object.fromEntries([...own, ...others]) };
}

/** Whether writing the expected definition again makes the guest lose what it wrote to a disk. */
export function losesDiskChanges({ what, expected, found }: Difference): boolean {
  return /^disk \S+ source$/.test(what) && expected !== null && found !== null;
}

/** Added to a refusal to change a guest that has a saved state: what the caller can do instead. */
export const KEEPS_SAVED_STATE = 'Start the guest to resume its saved state, or power it off to drop it.';

/**
 * The differences that prevent a definition of this size from being written. A part that already has the value to be
 * written does not count: an earlier attempt wrote it. `isSizeUnsure`: see `WriteOptions` in backend.ts.
 */
export function differencesBeforeResize(
  differences: readonly Difference[],
  { vcpus, memoryMib }: Pick<Baseline, 'vcpus' | 'memoryMib'>,
  isSizeUnsure: boolean,
): Difference[] {
  const written: Parts = { memory: `${memoryMib} MiB`, vCPUs: String(vcpus) };
  return differences.filter(({ what, found }) => {
    if (written[what] === undefined) return true;
    return !isSizeUnsure && found !== written[what];
  });
}

/** Added to a refusal to discard a difference that `losesDiskChanges`: what the caller can do instead. */
export const LOSES_DISK_CHANGES =
  'The guest would lose what it wrote to this disk. Accept the drift, or discard it with lose_disk_changes.';
