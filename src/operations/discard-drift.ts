/**
 * guest.discard_drift: writes the definition of the guest again, after others changed it on its host (B10).
 *
 *   define    repeatable. Refused if the guest would lose what it wrote to a disk, unless the caller agreed to that
 *
 * No file is removed. Differences that a definition cannot undo (the content of files, snapshots, a saved state)
 * remain, and the guest still shows them.
 */
import type { Baseline } from '../../backends/backend.js';
import { findBaseline } from '../store/baselines.js';
import { defineWithContent } from './define-guest.js';
import { GUEST_VERB } from './guest-subject.js';
import type { GuestKind } from './guest-subject.js';
import { contradictionOf } from './promised-state.js';
import { settleGuest } from './settle-guest.js';
import { keepDrift, writeDefinition } from './write-definition.js';

export interface DiscardDriftParams {
  /** Whether the guest may lose what it wrote since others replaced the files of its disks. */
  readonly loseDiskChanges: boolean;
}

export const discardDrift: GuestKind<DiscardDriftParams> = {
  ...GUEST_VERB,
  kind: 'guest.discard_drift',
  verb: 'discard_drift',
  stateMeanwhile: 'updating',
  steps: { define: 100 },
  readParams: ({ loseDiskChanges }) => ({ loseDiskChanges: loseDiskChanges === true }),
  // An observation shows the state of a guest, but not its definition.
  isReached: () => false,
  contradiction: (seen) => contradictionOf('defined', seen),
  run: (work) =>
    work.step('define', async () => {
      const { backend, subject, params, signal, query } = work;
      const baseline = () => query((sql) => findBaseline<Baseline>(sql, subject.id));
      const { definition } = await defineWithContent(work);
      const discard = params.loseDiskChanges ? 'everything' : 'definition';
      await writeDefinition(work, definition, { disks: 'keep', expected: await baseline(), discard });
      const expected = (await baseline()) ?? definition;
      const after = await backend.inspectGuest(subject.id, { expected, signal });
      if (after !== null && after.differences.length > 0) await keepDrift(work, after.differences);
    }),
  commit: (trx, ended) => settleGuest(trx, ended, { isDefined: true }),
};
