/**
 * The guest as it is in its folder: reads it, and compares it with what the service expects (B10).
 *
 * Only the definition and the files of the disks are compared; the state of the machine does not matter here
 * (machine.ts). This file writes nothing. guest-parts.ts decides what the parts of a guest are.
 */
import { ChangedOutside } from '../../src/domain/drift.js';
import type { Difference } from '../../src/domain/drift.js';
import { isGuesthouseError } from '../../src/domain/errors.js';
import type { Baseline, GuestDefinition, WriteOptions } from '../backend.js';
import {
  compareParts,
  differencesBeforeResize,
  differencesOf,
  isBaseline,
  isOfFile,
  LOSES_DISK_CHANGES,
  losesDiskChanges,
  SETTING,
} from '../shared/baseline.js';
import type { GuestFolder } from './guest-folder.js';
import { baselineOf, DAMAGED, partsOfDefinition, partsOfFiles } from './guest-parts.js';

export class StoredGuest {
  readonly #folder: GuestFolder;

  constructor(folder: GuestFolder) {
    this.#folder = folder;
  }

  /** The guest as it is in its folder; null if it does not exist. */
  async read(): Promise<Baseline | null> {
    try {
      const definition = await this.#folder.readDefinition();
      if (definition === null) return null;
      return baselineOf(definition, this.#folder, await partsOfFiles(definition, this.#folder));
    } catch (error) {
      if (error instanceof TypeError || isGuesthouseError(error, 'backend_refused')) return DAMAGED;
      throw error;
    }
  }

  differencesOf(expected: Baseline | GuestDefinition, found: Baseline): Difference[] {
    if (isBaseline(expected)) return differencesOf(expected, found);
    const isCompared = (what: string): boolean => !isOfFile(what) && !what.startsWith(SETTING);
    return compareParts(partsOfDefinition(expected, this.#folder), found.parts, isCompared);
  }

  /** Throws if the definition would overwrite what others changed (B10). */
  requireUnchanged(
    definition: GuestDefinition,
    found: Baseline,
    { expected = null, discard, isSizeUnsure = false }: WriteOptions,
  ): void {
    const all = this.differencesOf(expected ?? definition, found);
    const differences = differencesBeforeResize(all, definition, isSizeUnsure);
    const lost = differences.filter(losesDiskChanges);
    if (discard === undefined && differences.length > 0) throw new ChangedOutside(differences);
    if (lost.length > 0 && discard !== 'everything') throw new ChangedOutside(lost, LOSES_DISK_CHANGES);
  }

  /** The definition that exists, or that of the baseline, with another name and size. */
  async edited(definition: GuestDefinition, { expected, discard }: WriteOptions): Promise<GuestDefinition> {
    const { name, vcpus, memoryMib } = definition;
    const existing = discard === undefined ? await this.#folder.readDefinition() : null;
    if (existing !== null) return { ...existing, name, vcpus, memoryMib };
    if (!expected) return definition;
    return { ...(JSON.parse(expected.definition) as GuestDefinition), name, vcpus, memoryMib };
  }
}
