/**
 * The lifecycle of a guest: how its state is derived, and what each verb does in each state. Pure data and functions:
 * no database, no host.
 *
 *   creating ─► stopped ─► starting ─► running ─► rebooting ─► running
 *                  ▲                     │  ▲
 *       updating ⇄ ├─── stopping ◄───────┤  └── starting ◄─┐
 *                  │                     └─► suspending ─► suspended
 *   any ─► deleting ─► (gone)     creating, running, … ─► error     any ⇄ unknown
 *
 * creating, starting, stopping, rebooting, suspending, updating, deleting: an operation is open, and its kind defines
 *   the state (`stateMeanwhile`, src/operations/kind.ts).
 * stopped, running, suspended: no operation is open; this is the last observed state.
 * error: no operation is open. Either the guest's creation failed, or the guest has crashed or has vanished from its
 *   host.
 * unknown: the guest's host is away, so the last observed state is not reliable. The guest can be forgotten only in
 *   this state; forgetting is not a verb (src/app/forget-guest.ts).
 *
 * Invariant: every cell of the table has a decision, and the docs print exactly this table
 * (test/domain/lifecycle.test.ts, test/spec/lifecycle-table.test.ts).
 */
import type { ErrorKind } from './errors.js';
import type { GuestState, ObservedState, PowerState, PowerTarget, Verb } from './words.js';

/** The facts that determine `state`. */
export interface GuestFacts {
  readonly observed: ObservedState | null;
  /**
   * The state that the guest shows while its open operation lasts, defined by the operation's kind (src/operations).
   * Null if no operation is open.
   */
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

/** The only function that computes `state`. */
export function guestState(facts: GuestFacts): GuestState {
  if (facts.isHostAway) return 'unknown';
  if (facts.openState !== null) return facts.openState;
  return facts.observed === null ? 'error' : STATE_WHEN_OBSERVED[facts.observed];
}

/** Null if the guest was never observed. */
export function powerState(observed: ObservedState | null): PowerState | null {
  return observed === null ? null : POWER_WHEN_OBSERVED[observed];
}

/**
 * The value of `target_power_state` while an operation of this verb is open; null for verbs that have no power target.
 */
export function powerTarget(verb: Verb): PowerTarget | null {
  for (const [target, of] of Object.entries(VERB_OF_TARGET)) if (of === verb) return target as PowerTarget;
  return null;
}

/** The power target `reboot` is the hard reset, as in the API from which this resource originates. */
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
 *   begin             queues an operation
 *   begin if created  queues an operation; rejected with `guest_in_error` if the guest's creation failed
 *   begin if forced   queues an operation if the request has `force`; otherwise rejected with `guest_suspended`
 *   already           the guest is already in the requested state: the request succeeds immediately, without an
 *                     operation
 *   pre-empt          cancels the open operation and queues the new one after it; if the open operation has the same
 *                     verb, the request joins that operation
 *   (an error kind)   rejected with this error
 */
export type Cell =
  | 'begin'
  | 'begin if created'
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
  accept_drift: 'operation_in_progress',
  discard_drift: 'operation_in_progress',
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
    accept_drift: 'begin',
    discard_drift: 'begin',
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
    accept_drift: 'begin',
    discard_drift: 'guest_not_stopped',
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
    accept_drift: 'begin',
    discard_drift: 'guest_not_stopped',
  },
  error: {
    start: 'begin if created',
    shutdown: 'guest_in_error',
    reboot: 'guest_in_error',
    restart: 'guest_in_error',
    poweroff: 'guest_in_error',
    suspend: 'guest_in_error',
    update: 'guest_in_error',
    delete: 'begin',
    accept_drift: 'begin if created',
    discard_drift: 'begin if created',
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
    accept_drift: 'host_unreachable',
    discard_drift: 'host_unreachable',
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
  /** The verb of the open operation; null if none is open, or if it has no verb. */
  readonly openVerb: Verb | null;
}

/** Decides the effect of a verb on a guest. */
export function decide(guest: GuestToDecide, verb: Verb, force = false): Decision {
  const cell: Cell = LIFECYCLE[guest.state][verb];
  switch (cell) {
    case 'begin':
    case 'already':
      return { kind: cell };
    case 'begin if created':
      return guest.observed === null ? { kind: 'refuse', error: 'guest_in_error' } : { kind: 'begin' };
    case 'begin if forced':
      return force ? { kind: 'begin' } : { kind: 'refuse', error: 'guest_suspended' };
    case 'pre-empt':
      return { kind: guest.openVerb === verb ? 'join' : 'pre-empt' };
    default:
      return { kind: 'refuse', error: cell };
  }
}
