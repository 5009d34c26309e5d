/**
 * An API as the mixed walk (test/dialects/mixed-walk.test.ts) uses it: what it can do to a guest, what it shows, and
 * what it must show for a guest that the native API shows, by its tables of words. walked-apis.ts lists the adapters.
 */
import type { Guest } from '../../../generated/api-types.js';
import type { CheckedResponse } from '../api.js';
import type { Dice } from '../fuzz/random.js';

/** A step: what it does, and its call. */
export type Step = (guest: Guest, dice: Dice) => Promise<CheckedResponse>;

export interface WalkedApi {
  readonly name: string;
  readonly steps: Readonly<Record<string, Step>>;
  /** Deletes a guest. */
  readonly remove: Step;
  /** Creates a guest with one vCPU and 16 MiB. It can also start the guest. */
  create(name: string): Promise<CheckedResponse>;
  /** Everything that the API shows in a list, by the id of the guest. */
  list(): Promise<ReadonlyMap<string, unknown>>;
  /** The element of the list that the API must show for this guest. */
  viewOf(guest: Guest): unknown;
}
