/**
 * Drift: how a guest on its host differs from what Guesthouse last wrote there. Drivers compare (B10,
 * backends/shared/baseline.ts); a person decides what becomes of the differences. Shapes and words only.
 */
import { GuesthouseError } from './errors.js';
import type { Timestamp } from './timestamp.js';

export interface Difference {
  /** In words for people: `memory`, `disk vda source`. */
  readonly what: string;
  /** Null if Guesthouse wrote no such part. */
  readonly expected: string | null;
  /** Null if the host has no such part. */
  readonly found: string | null;
  /** Whether the bytes of the guest's disks may be in other files, so that the guest cannot be removed. */
  readonly isOfDisks: boolean;
}

export interface Drift {
  /** When the service first noticed that the guest differs. */
  readonly since: Timestamp;
  readonly differences: readonly Difference[];
}

/** The name of the difference of a guest whose memory the host keeps in a file. It is never accepted. */
export const SAVED_STATE = 'saved state';

/** The refusal to overwrite or remove what others changed. Nothing on the host was changed. */
export class ChangedOutside extends GuesthouseError {
  readonly differences: readonly Difference[];

  constructor(differences: readonly Difference[], wayOut = 'Accept or discard the drift of the guest.') {
    super('guest_changed_outside', `${summaryOf(differences)} ${wayOut}`);
    this.differences = differences;
  }
}

/** The longest list of differences in one sentence; `GET …/drift` has all of them. */
const MAX_IN_SUMMARY = 3;

export function summaryOf(differences: readonly Difference[]): string {
  const shown = differences.slice(0, MAX_IN_SUMMARY).map(inWords);
  const more = differences.length - shown.length;
  return `Another program changed the guest on its host: ${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`;
}

/** `memory is 1024 MiB, was 2048 MiB`. */
function inWords({ what, expected, found }: Difference): string {
  return `${what} is ${found ?? 'absent'}, was ${expected ?? 'absent'}`;
}

export function hasSavedState(drift: Drift | null): boolean {
  return drift?.differences.some(({ what, found }) => what === SAVED_STATE && found !== null) ?? false;
}
