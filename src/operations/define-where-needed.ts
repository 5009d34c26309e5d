/**
 * The step before a power-on, shared by guest.start and guest.reboot: redefines a guest if its host does not have the
 * guest, or may have a definition that differs from the guest's row. The disks must exist. Repeatable.
 */
import { defineWithContent } from './define-guest.js';
import type { GuestWork } from './guest-subject.js';
import { getBaseline, writeDefinition } from './write-definition.js';

export async function defineWhereNeeded(work: GuestWork<unknown>): Promise<void> {
  const { backend, subject, signal, step } = work;
  if (!subject.isDefinitionStale) {
    const seen = await backend.observeGuests([subject.id], { signal });
    if (seen.has(subject.id)) return;
  }
  await step('define', async () => {
    const expected = await getBaseline(work);
    const isSizeUnsure = subject.isDefinitionStale;
    const { definition } = await defineWithContent(work);
    await writeDefinition(work, definition, { disks: 'keep', expected, isSizeUnsure });
  });
}
