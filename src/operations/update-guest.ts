/**
 * guest.update: changes the hardware of a stopped guest, together with the other fields that the same request changes.
 *
 *   define    with the changes; repeatable: the host accepts the same definition any number of times
 *
 * The transaction that queues the operation claims the larger of the old and the new size on the host; at the end, the
 * claim becomes what the guest has.
 *
 * All changes are written to the row together, in the transaction that ends the operation. The operation fails if the
 * changes conflict with others that were made after the check of the request (another guest took the name, or there is
 * too much metadata). If the operation does not succeed after `define`, the host's definition differs from the row. The
 * column `is_definition_stale` was set when the operation was queued and stays set, so the next start redefines the
 * guest.
 */
import { eventOfGuest } from '../domain/event.js';
import { GuesthouseError, isGuesthouseError } from '../domain/errors.js';
import type { GuestChanges } from '../domain/guest.js';
import { isUniqueViolation } from '../store/database-failure.js';
import { markDefinitionStale, writeChanges } from '../store/guests.js';
import { settleClaim } from '../store/placements.js';
import { defineWithContent } from './define-guest.js';
import { GUEST_VERB } from './guest-subject.js';
import type { GuestKind } from './guest-subject.js';
import { contradictionOf } from './promised-state.js';
import { settleGuest } from './settle-guest.js';
import { getBaseline, writeDefinition } from './write-definition.js';

export interface UpdateGuestParams {
  /** The changes, written to the row together. */
  readonly changes: GuestChanges;
  /**
   * Whether the host may have the vCPUs and memory of an earlier update that did not succeed. Set when the operation
   * is queued, because the queued operation itself makes the definition count as stale.
   */
  readonly isSizeUnsure: boolean;
}

export const updateGuest: GuestKind<UpdateGuestParams> = {
  ...GUEST_VERB,
  kind: 'guest.update',
  verb: 'update',
  stateMeanwhile: 'updating',
  steps: { define: 100 },
  readParams: ({ changes, isSizeUnsure }) => ({ changes: changes ?? {}, isSizeUnsure: isSizeUnsure === true }),
  // An observation shows the state of a guest, but not its definition.
  isReached: () => false,
  contradiction: (seen) => contradictionOf('defined', seen),
  onQueued: (trx, { id }) => markDefinitionStale(trx, id),
  async run(work) {
    const { params, step } = work;
    const { name, vcpus, memoryMib } = params.changes;
    await step('define', async (onOverall) => {
      const { definition: now, onProgress } = await defineWithContent(work, onOverall);
      const definition = {
        ...now,
        name: name ?? now.name,
        vcpus: vcpus ?? now.vcpus,
        memoryMib: memoryMib ?? now.memoryMib,
      };
      const expected = await getBaseline(work);
      const options = { disks: 'keep', expected, isSizeUnsure: params.isSizeUnsure, onProgress } as const;
      try {
        await writeDefinition(work, definition, options);
      } catch (error) {
        if (!isGuesthouseError(error, 'outcome_unknown')) throw error;
        await writeDefinition(work, definition, options);
      }
    });
  },
  async commit(trx, ended) {
    const { id, state, subject, params, actor } = ended;
    if (state !== 'succeeded') {
      await settleClaim(trx, subject.id);
      // The driver refused before it changed anything.
      const isRefused = state === 'failed' && ended.fault?.kind === 'guest_changed_outside';
      return settleGuest(trx, ended, { isStillDefined: isRefused && !params.isSizeUnsure });
    }
    await writeChanges(trx, subject, params.changes).catch((error: unknown) => {
      throw isUniqueViolation(error, 'guests_name_unique') ? nameTaken(error) : error;
    });
    await settleClaim(trx, subject.id);
    const changed = Object.keys(params.changes).join(' ');
    await settleGuest(trx, ended, {
      isDefined: true,
      events: (after) => [eventOfGuest('guest.updated', after, actor, { changed }, id)],
    });
  },
};

function nameTaken(cause: unknown): GuesthouseError {
  return new GuesthouseError(
    'guest_name_already_exists',
    'Another guest of the project took this name in the meantime.',
    { cause },
  );
}
