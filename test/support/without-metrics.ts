/**
 * Whether a driver measures nothing of a guest that has just lost its power. A driver that cannot tell yet, because the
 * hypervisor is still ending the guest's machine, reports `guest_unresponsive`, and the caller must ask again.
 */
import type { Backend } from '../../backends/backend.js';
import { isGuesthouseError } from '../../src/domain/errors.js';
import type { GuestId } from '../../src/domain/ids.js';

export async function isWithoutMetrics(backend: Backend, guest: GuestId, signal: AbortSignal): Promise<boolean> {
  try {
    return (await backend.measureGuests([guest], { signal })).size === 0;
  } catch (error) {
    if (isGuesthouseError(error, 'guest_unresponsive')) return false;
    throw error;
  }
}
