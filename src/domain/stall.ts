/**
 * Stalls: the reasons for which a hypervisor itself pauses a guest. Each reason is an error kind, so that the guest and
 * a start that could not resume it show the same fault. Pure data; each driver's dialect.ts finds the reason.
 */
import type { ErrorKind, ErrorOptions } from './errors.js';
import { GuesthouseError } from './errors.js';

const DETAIL_OF = {
  host_out_of_space:
    'The hypervisor paused the guest, because the disk of the host has no room for what the guest wrote.',
  guest_io_error: 'The hypervisor paused the guest, because the host could not read or write a disk of the guest.',
  guest_watchdog: 'The hypervisor paused the guest, because its watchdog expired.',
} as const satisfies { readonly [K in ErrorKind]?: string };

export type Stall = keyof typeof DETAIL_OF;

export const STALLS = Object.keys(DETAIL_OF) as readonly Stall[];

export function isStall(kind: ErrorKind | null): kind is Stall {
  return kind !== null && kind in DETAIL_OF;
}

/** The error of a call after which the guest is stalled, whether the call has caused this or not. */
export function stalled(stall: Stall, options: ErrorOptions = {}): GuesthouseError {
  return new GuesthouseError(stall, DETAIL_OF[stall], options);
}
