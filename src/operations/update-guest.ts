/**
 * guest.update: changes what the machine of a stopped guest is made of.
 *
 *   define    anew, with the changes; repeatable: the host takes the same definition as often as it gets it
 *
 * The row gets all changes together in the transaction that ends the operation (attempt.ts).
 * If the operation comes to nothing after `define` the host knows the guest otherwise than its row has it: `is_definition_stale`, set when the
 * operation was queued, stays set, and the next start defines the guest anew.
 */
import { isGuesthouseError } from '../domain/errors.js';
import type { OperationHandler } from './handler.js';

export const updateGuest: OperationHandler = {
  kind: 'guest.update',
  steps: ['define'],
  launches: () => false,
  // A look shows whether a guest runs, not what it is made of.
  isReached: () => false,
  async run({ backend, params, signal, define, step }) {
    const { name, vcpus, memoryMib } = params.changes ?? {};
    const now = await define();
    const definition = {
      ...now,
      name: name ?? now.name,
      vcpus: vcpus ?? now.vcpus,
      memoryMib: memoryMib ?? now.memoryMib,
    };
    await step('define', async () => {
      try {
        await backend.defineGuest(definition, { disks: 'keep', signal });
      } catch (error) {
        if (!isGuesthouseError(error, 'outcome_unknown')) throw error;
        await backend.defineGuest(definition, { disks: 'keep', signal });
      }
    });
  },
};
