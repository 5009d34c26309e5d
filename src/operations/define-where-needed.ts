/**
 * The step before a power-on that guest.start and guest.reboot share: a guest that the host does not know, or may know otherwise than its
 * row has it, is defined anew. Its disks must be there. Repeatable.
 */
import { define } from './define-guest.js';
import type { GuestWork } from './guest-subject.js';

export async function defineWhereNeeded(work: GuestWork<unknown>): Promise<void> {
  const { backend, subject, signal, step } = work;
  if (!subject.isDefinitionStale) {
    const seen = await backend.observeGuests([subject.id], { signal });
    if (seen.has(subject.id)) return;
  }
  await step('define', async () => backend.defineGuest(await define(work), { disks: 'keep', signal }));
}
