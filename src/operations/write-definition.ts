/**
 * The driver calls that write or remove a guest's definition, with the guest's baseline (B10): what the driver read
 * back is stored before the step ends, and so are the differences because of which the driver refused.
 */
import type { Baseline, GuestDefinition, WriteOptions } from '../../backends/backend.js';
import { ChangedOutside } from '../domain/drift.js';
import type { Difference } from '../domain/drift.js';
import { findBaseline, writeBaseline } from '../store/baselines.js';
import { lockGuest, writeMachine } from '../store/guests.js';
import { define } from './define-guest.js';
import type { GuestWork } from './guest-subject.js';
import { recordDrift } from './record-drift.js';

type Options = Pick<WriteOptions, 'discard' | 'isSizeUnsure' | 'onProgress'> & {
  readonly disks: 'make' | 'keep';
  readonly expected: Baseline | null;
};

export async function writeDefinition(
  work: GuestWork<unknown>,
  definition: GuestDefinition,
  options: Options,
): Promise<void> {
  const { backend, signal } = work;
  const baseline = await keepingDrift(work, () => backend.defineGuest(definition, { ...options, signal }));
  await keepBaseline(work, baseline);
}

/** The stored baseline. A guest without one is compared first, and what is on the host becomes its baseline. */
export async function getBaseline(work: GuestWork<unknown>): Promise<Baseline | null> {
  const { backend, subject, signal, query } = work;
  const stored = await query((sql) => findBaseline<Baseline>(sql, subject.id));
  if (stored !== null) return stored;
  const seen = await backend.inspectGuest(subject.id, { expected: await define(work), signal });
  if (seen === null) return null;
  await keepingDrift(work, async () => {
    if (seen.differences.length > 0) throw new ChangedOutside(seen.differences);
  });
  await keepBaseline(work, seen.found);
  return seen.found;
}

/** Stores the baseline, and the differences that are `left`; by default, the guest no longer differs from it. */
export async function keepBaseline(
  { subject, write }: GuestWork<unknown>,
  baseline: Baseline,
  left: readonly Difference[] = [],
): Promise<void> {
  await write(async (trx) => {
    const guest = await lockGuest(trx, subject.id);
    if (guest === null) return;
    await writeBaseline(trx, guest.id, baseline);
    await writeMachine(trx, guest.id, machineIn(baseline));
    await recordDrift(trx, guest, left);
  });
}

/** The CPU model and the machine type of a baseline, which older versions did not record. */
export function machineIn({ cpuModel = null, machineType = null }: Baseline): {
  readonly cpuModel: string | null;
  readonly machineType: string | null;
} {
  return { cpuModel, machineType };
}

/** Stores the differences because of which the driver refuses the call. */
export async function keepingDrift<T>(work: GuestWork<unknown>, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ChangedOutside) await keepDrift(work, error.differences);
    throw error;
  }
}

export async function keepDrift(
  { subject, write }: GuestWork<unknown>,
  differences: readonly Difference[],
): Promise<void> {
  await write(async (trx) => {
    const guest = await lockGuest(trx, subject.id);
    if (guest !== null) await recordDrift(trx, guest, differences);
  });
}
