/** Why a host cannot get a guest. Separate from placement.ts, because errors contain it. */
import type { HostId } from './ids.js';
import type { HostOutReason } from './words.js';

export interface HostOut {
  readonly host: { readonly id: HostId; readonly name: string };
  readonly reason: HostOutReason;
  /** The rest of a sentence that begins with the host. */
  readonly detail: string;
}
