/**
 * guest.create: creates the guest on its host, and with `start` powers it on.
 *
 *   define    copies the content of its images to this service if necessary, and creates its disks; repeatable: existing
 *             disks are kept
 *   start     only if requested; repeatable: starting a running guest resolves
 *
 * If `define` fails, the guest stays in `error` and can only be deleted. If only `start` fails, it stays `stopped`.
 * No verb leads to this kind: the guest's row is inserted together with the operation (enqueue.ts).
 */
import { imagesKeptOnHost } from '../domain/guest.js';
import type { Fault } from '../domain/guest.js';
import { timestampNow } from '../domain/timestamp.js';
import { recordImageCopies } from '../store/image-copies.js';
import { defineWithContent } from './define-guest.js';
import { GUEST_VERB } from './guest-subject.js';
import type { GuestKind } from './guest-subject.js';
import type { EndState } from './kind.js';
import { contradictionOf } from './promised-state.js';
import { settleGuest } from './settle-guest.js';
import { writeDefinition } from './write-definition.js';

export interface CreateGuestParams {
  /** Whether to power the guest on after its creation. */
  readonly start: boolean;
}

export const createGuest: GuestKind<CreateGuestParams> = {
  ...GUEST_VERB,
  kind: 'guest.create',
  verb: null,
  stateMeanwhile: 'creating',
  isAbsenceExpected: true,
  steps: { define: 95, start: 5 },
  readParams: ({ start }) => ({ start: start === true }),
  isReached: (seen, { start }) => seen?.state === (start ? 'running' : 'stopped'),
  contradiction: (seen, { start }) => contradictionOf(start ? 'running' : 'defined', seen),
  async run(work) {
    const { backend, subject, params, signal, step } = work;
    await step('define', async (onOverall) => {
      const { definition, onProgress } = await defineWithContent(work, onOverall);
      await writeDefinition(work, definition, { disks: 'make', expected: null, onProgress });
    });
    if (params.start) await step('start', async () => void (await backend.startGuest(subject.id, { signal })));
  },
  async commit(trx, ended) {
    const { state, subject, params } = ended;
    await settleGuest(trx, ended, {
      isLaunched: params.start,
      isDefined: true,
      faultIfNotCreated: faultIfNotCreated(ended),
    });
    if (state === 'succeeded') await recordImageCopies(trx, subject.hostId, imagesKeptOnHost(subject));
  },
};

/** After a failed or cancelled creation, the fault of the guest gives the reason. The guest can only be deleted. */
function faultIfNotCreated({ state, fault }: { readonly state: EndState; readonly fault: Fault | null }): Fault | null {
  if (state !== 'cancelled') return fault;
  const at = timestampNow();
  return { kind: 'operation_cancelled', detail: 'The creation of the guest was cancelled.', at };
}
