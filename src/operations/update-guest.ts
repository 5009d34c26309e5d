/**
 * guest.update: changes what the machine of a stopped guest is made of.
 *
 *   define    anew, with the changes; repeatable: the host takes the same definition as often as it gets it
 *
 * The row gets all changes together in the transaction that ends the operation. Others can have left no room for them since the request was
 * checked (a name taken, too much metadata): then the operation fails.
 * If the operation comes to nothing after `define` the host knows the guest otherwise than its row has it: `is_definition_stale`, set when the
 * operation was queued, stays set, and the next start defines the guest anew.
 */
import { eventOfGuest } from '../domain/event.js';
import { GuesthouseError, isGuesthouseError } from '../domain/errors.js';
import type { GuestChanges } from '../domain/guest.js';
import { isUniqueViolation } from '../store/database-failure.js';
import { markDefinitionStale, writeChanges } from '../store/guests.js';
import { define } from './define-guest.js';
import { GUEST_VERB } from './guest-subject.js';
import type { GuestKind } from './guest-subject.js';
import { settleGuest } from './settle-guest.js';

export interface UpdateGuestParams {
  /** What is to be changed, all together. */
  readonly changes: GuestChanges;
}

export const updateGuest: GuestKind<UpdateGuestParams> = {
  ...GUEST_VERB,
  kind: 'guest.update',
  verb: 'update',
  stateMeanwhile: 'updating',
  steps: { define: 100 },
  readParams: ({ changes }) => ({ changes: changes ?? {} }),
  // A look shows whether a guest runs, not what it is made of.
  isReached: () => false,
  onQueued: (trx, { id }) => markDefinitionStale(trx, id),
  async run(work) {
    const { backend, params, signal, step } = work;
    const { name, vcpus, memoryMib } = params.changes;
    const now = await define(work);
    const definition = {
      ...now,
      name: name ?? now.name,
      vcpus: vcpus ?? now.vcpus,
      memoryMib: memoryMib ?? now.memoryMib,
    };
    await step('define', async (onProgress) => {
      try {
        await backend.defineGuest(definition, { disks: 'keep', signal, onProgress });
      } catch (error) {
        if (!isGuesthouseError(error, 'outcome_unknown')) throw error;
        await backend.defineGuest(definition, { disks: 'keep', signal, onProgress });
      }
    });
  },
  async commit(trx, ended) {
    const { id, state, subject, params, actor } = ended;
    if (state !== 'succeeded') return settleGuest(trx, ended, {});
    await writeChanges(trx, subject, params.changes).catch((error: unknown) => {
      throw isUniqueViolation(error, 'guests_name_unique') ? nameTaken(error) : error;
    });
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
