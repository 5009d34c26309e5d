/**
 * The lifecycle of a guest: which state it shows, and what each verb may do in it. Pure data and two functions.
 *
 *   creating ─► stopped ─► starting ─► running ─► rebooting ─► running
 *                  ▲                     │  ▲
 *        updating ⇄ ├─── stopping ◄───────┤  └── starting ◄─┐
 *                  │                     └─► suspending ─► suspended
 *   any ─► deleting ─► (gone)     creating, running, … ─► error     any ⇄ unknown
 *
 * creating, starting, stopping, rebooting, suspending, updating, deleting: an operation is open, and its kind gives the state
 *   (`stateMeanwhile`, src/operations/kind.ts).
 * stopped, running, suspended: nothing is open; what the last look saw.
 * error: nothing is open, and the guest was never made (its creation failed), has crashed, or has vanished from its host.
 * unknown: its host is away; nothing that was seen before is worth saying. It can be forgotten, which is no verb (src/app/forget-guest.ts).
 *
 * Invariant: every cell of the table answers, and the docs print this very table (test/domain/lifecycle.test.ts, test/spec/lifecycle-table.test.ts).
 */
import type { ErrorKind } from './errors.js';
import type { GuestState, ObservedState, PowerState, PowerTarget, Verb } from './words.js';

/** What `state` is made of. */
export interface GuestFacts {
  readonly observed: ObservedState | null;
  /** What the guest shows because of its open operation; null if none is open. The kind of the operation gives it (src/operations). */
  readonly openState: GuestState | null;
  readonly isHostAway: boolean;
}

const STATE_WHEN_OBSERVED = {
  stopped: 'stopped',
  running: 'running',
  suspended: 'suspended',
  crashed: 'error',
  absent: 'error',
} as const satisfies Record<ObservedState, GuestState>;

const POWER_WHEN_OBSERVED = {
  stopped: 'off',
  running: 'on',
  suspended: 'suspended',
  crashed: 'off',
  absent: 'off',
} as const satisfies Record<ObservedState, PowerState>;

/** The one function that writes `state`. */
export function guestState(facts: GuestFacts): GuestState {
  if (facts.isHostAway) return 'unknown';
  if (facts.openState !== null) return facts.openState;
  return facts.observed === null ? 'error' : STATE_WHEN_OBSERVED[facts.observed];
}

/** Null where nothing was ever observed. */
export function powerState(observed: ObservedState | null): PowerState | null {
  return observed === null ? null : POWER_WHEN_OBSERVED[observed];
}

/** What `target_power_state` shows while an operation that this verb asked for is open. */
export function powerTarget(verb: Verb): PowerTarget | null {
  for (const [target, of] of Object.entries(VERB_OF_TARGET)) if (of === verb) return target as PowerTarget;
  return null;
}

/** `reboot` is the hard one, as it always was where this resource comes from. */
export const VERB_OF_TARGET = {
  on: 'start',
  off: 'poweroff',
  soft_off: 'shutdown',
  reboot: 'restart',
  soft_reboot: 'reboot',
  suspend: 'suspend',
} as const satisfies Record<PowerTarget, Verb>;

/**
 * A cell of the table:
 *   begin            an operation is opened
 *   begin if made    the same, unless the guest's creation failed: then `guest_in_error`
 *   begin if forced  the same with `force`, else `guest_suspended`
 *   already          the guest is there: answered at once, nothing is opened
 *   pre-empt         the open operation is cancelled and this one follows it; if this very verb asked for it, the request joins it
 *   (an error kind)  refused with it
 */
export type Cell =
  | 'begin'
  | 'begin if made'
  | 'begin if forced'
  | 'already'
  | 'pre-empt'
  | Extract<
      ErrorKind,
      | 'guest_not_running'
      | 'guest_not_stopped'
      | 'guest_suspended'
      | 'guest_in_error'
      | 'operation_in_progress'
      | 'host_unreachable'
    >;

const BUSY = {
  start: 'operation_in_progress',
  shutdown: 'operation_in_progress',
  reboot: 'operation_in_progress',
  restart: 'operation_in_progress',
  poweroff: 'pre-empt',
  suspend: 'operation_in_progress',
  update: 'operation_in_progress',
  delete: 'pre-empt',
} as const satisfies Record<Verb, Cell>;

export const LIFECYCLE = {
  stopped: {
    start: 'begin',
    shutdown: 'already',
    reboot: 'guest_not_running',
    restart: 'guest_not_running',
    poweroff: 'already',
    suspend: 'guest_not_running',
    update: 'begin',
    delete: 'begin',
  },
  running: {
    start: 'already',
    shutdown: 'begin',
    reboot: 'begin',
    restart: 'begin',
    poweroff: 'begin',
    suspend: 'begin',
    update: 'guest_not_stopped',
    delete: 'begin',
  },
  suspended: {
    start: 'begin',
    shutdown: 'begin if forced',
    reboot: 'guest_not_running',
    restart: 'guest_not_running',
    poweroff: 'begin',
    suspend: 'already',
    update: 'guest_not_stopped',
    delete: 'begin',
  },
  error: {
    start: 'begin if made',
    shutdown: 'guest_in_error',
    reboot: 'guest_in_error',
    restart: 'guest_in_error',
    poweroff: 'guest_in_error',
    suspend: 'guest_in_error',
    update: 'guest_in_error',
    delete: 'begin',
  },
  creating: { ...BUSY, poweroff: 'operation_in_progress' },
  starting: BUSY,
  stopping: BUSY,
  rebooting: BUSY,
  suspending: BUSY,
  updating: BUSY,
  deleting: { ...BUSY, poweroff: 'operation_in_progress' },
  unknown: {
    start: 'host_unreachable',
    shutdown: 'host_unreachable',
    reboot: 'host_unreachable',
    restart: 'host_unreachable',
    poweroff: 'host_unreachable',
    suspend: 'host_unreachable',
    update: 'host_unreachable',
    delete: 'host_unreachable',
  },
} as const satisfies Record<GuestState, Record<Verb, Cell>>;

export type Decision =
  | { readonly kind: 'begin' }
  | { readonly kind: 'already' }
  | { readonly kind: 'pre-empt' }
  | { readonly kind: 'join' }
  | { readonly kind: 'refuse'; readonly error: ErrorKind };

export interface GuestToDecide {
  readonly state: GuestState;
  readonly observed: ObservedState | null;
  /** The verb that asked for the open operation; null if none is open, or no verb asked for it. */
  readonly openVerb: Verb | null;
}

/** What becomes of a verb sent to a guest. */
export function decide(guest: GuestToDecide, verb: Verb, force = false): Decision {
  const cell: Cell = LIFECYCLE[guest.state][verb];
  switch (cell) {
    case 'begin':
    case 'already':
      return { kind: cell };
    case 'begin if made':
      return guest.observed === null ? { kind: 'refuse', error: 'guest_in_error' } : { kind: 'begin' };
    case 'begin if forced':
      return force ? { kind: 'begin' } : { kind: 'refuse', error: 'guest_suspended' };
    case 'pre-empt':
      return { kind: guest.openVerb === verb ? 'join' : 'pre-empt' };
    default:
      return { kind: 'refuse', error: cell };
  }
}
