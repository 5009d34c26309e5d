/**
 * The calls that tests make to the simulated hypervisor over its control socket. The messages have the form of
 * wire/protocol.ts; `"host": "<name>"` beside `call` addresses a host with a name.
 */
import type { HaltReason, MachineState, Report } from '../wire/protocol.js';
import type { Durations, Edit, Offers, Volume } from './simulation.js';
import type { Fault } from './faults.js';

type Nothing = Record<string, never>;
interface OnMachine {
  machine: string;
}

/** A change of a machine that no driver made. */
export type OutsideChange =
  'power-on' | 'power-off' | 'pause' | 'resume' | 'reset' | 'undefine' | 'delete-volumes' | 'down' | 'crash';

export interface ControlCalls {
  'plan-fault': { params: { fault: Fault }; reply: null };
  /** Drops planned faults, and ends the effect of `mute`, `refuse-connections` and `lose-events`. */
  'clear-faults': { params: Nothing; reply: null };
  /** Carries out delayed calls now, and drops planned delays. */
  release: { params: Nothing; reply: null };
  /**
   * Closes the open connections of drivers now, and this many new connections before anything is read from them.
   * `connections` null: every new connection, until `clear-faults`.
   */
  'refuse-connections': { params: { connections: number | null }; reply: null };
  /** Changes the size of the simulated machine, until the host ends. */
  capacity: { params: { cpus: number; memoryMib: number; diskMib?: number | null }; reply: null };
  /** Replaces the networks of the host, until it ends. */
  'set-networks': { params: { networks: { name: string; kind: 'user' | 'bridge' }[] }; reply: null };
  'crash-after': { params: OnMachine & { afterMs: number }; reply: null };
  'ignore-button': { params: OnMachine & { ignores: boolean }; reply: null };
  /**
   * The host pauses the machine by itself, if it is powered. With `isLasting`, each start and each resumption pauses it
   * again, until the next `halt`.
   * Null: resumptions work again; the machine stays as it is.
   */
  halt: { params: OnMachine & { reason: HaltReason | null; isLasting: boolean }; reply: null };
  /** Stops the machine from reporting its state and counters. */
  mute: { params: OnMachine & { isMute: boolean }; reply: null };
  /** Makes the powered machine report these addresses, of any form, until it loses its power; null: its own. */
  report: { params: OnMachine & { report: Report | null }; reply: null };
  /** Changes what the host can offer, until it ends. */
  offer: { params: Partial<Offers>; reply: null };
  'lose-events': { params: { events: number }; reply: null };
  'cut-events': { params: Nothing; reply: null };
  edit: { params: OnMachine & Edit; reply: null };
  change: { params: OnMachine & { what: OutsideChange }; reply: null };
  'add-foreign': { params: OnMachine & { isPowered: boolean }; reply: null };
  inspect: { params: { machine: string | null }; reply: Inspection };
  /** Sets the mode of the clock. Replies when the journal contains the consequences. */
  time: { params: { mode: 'run' | 'step' }; reply: null };
  advance: { params: { ms: number }; reply: null };
  durations: { params: Partial<Durations>; reply: null };
  'idle-end': { params: { afterMs: number | null }; reply: null };
  end: { params: Nothing; reply: null };
}

export interface Inspection {
  readonly pid: number;
  readonly nowMs: number;
  readonly machines: number;
  readonly residentMib: number;
  /** The number of open connections of drivers. */
  readonly connections: number;
  /** The state of the machine in the request. */
  readonly state: MachineState | null;
  readonly isUp: boolean;
  /** The number of calls on the machine that are currently delayed, or whose reply is currently withheld. */
  readonly held: number;
  readonly volumes: readonly Volume[];
}
