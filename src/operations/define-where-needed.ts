/**
 * The step before a power-on that guest.start and guest.reboot share: a guest that the host does not know, or may know otherwise than its
 * row has it, is defined anew. Its disks must be there. Repeatable.
 */
import type { Work } from './handler.js';

export async function defineWhereNeeded({
  backend,
  guestId,
  isDefinitionStale,
  signal,
  define,
  step,
}: Work): Promise<void> {
  if (!isDefinitionStale) {
    const seen = await backend.observeGuests([guestId], { signal });
    if (seen.has(guestId)) return;
  }
  await step('define', async () => backend.defineGuest(await define(), { disks: 'keep', signal }));
}
