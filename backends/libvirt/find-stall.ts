/**
 * Finds out why QEMU has paused a guest. libvirt reports one reason for every error of a disk, so the errors of the
 * disks are queried, from QEMU itself.
 */
import { deadlineSignal } from '../../src/domain/deadline.js';
import type { GuestId } from '../../src/domain/ids.js';
import type { Stall } from '../../src/domain/stall.js';
import type { Daemon } from './daemon.js';
import { hasErrorCode, stallOfDisks } from './dialect.js';
import type { pauseOf } from './dialect.js';
import { domainOf } from './names.js';

/** A QEMU that has paused its guest replies within milliseconds. */
const DEADLINE_MS = 2000;
const MAX_DISKS = 256;

/** Null if QEMU did not pause the guest, or the guest is no longer paused. */
export async function findStall(
  daemon: Daemon,
  guest: GuestId,
  pause: ReturnType<typeof pauseOf>,
  signal: AbortSignal,
): Promise<Stall | null> {
  if (pause !== 'a disk') return pause;
  const deadline = deadlineSignal(DEADLINE_MS);
  try {
    const args = { dom: domainOf(guest), maxErrors: MAX_DISKS, flags: 0 };
    const bounded = AbortSignal.any([signal, deadline]);
    const { errors } = await daemon.queryApart('DomainGetDiskErrors', args, bounded);
    return stallOfDisks(errors);
  } catch (error) {
    signal.throwIfAborted();
    if (deadline.aborted) return stallOfDisks([]);
    // The guest has just stopped.
    if (hasErrorCode(error, 'OPERATION_INVALID', 'NO_DOMAIN')) return null;
    throw error;
  }
}
