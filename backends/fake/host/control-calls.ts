/**
 * The calls that tests make to the simulated hypervisor over its control socket; the messages have the form of
 * wire/protocol.ts.
 */
import type { MachineState } from '../wire/protocol.js';
import type { Durations, Volume } from './simulation.js';
import type { Fault } from './faults.js';

type Nothing = Record<string, never>;
interface OnMachine {
  machine: string;
}

/** A change of a machine that no driver made. */
export type OutsideChange =
  'power-on' | 'power-off' | 'pause' | 'resume' | 'reset' | 'undefine' | 'delete-volumes' | 'down' | 'crash';

export interface ControlCalls {
  'plan-fault': { params: { fault: Fault }; answer: null };
  /** Planned faults, refused connections, lost events. */
  'clear-faults': { params: Nothing; answer: null };
  /** Delayed calls are carried out, and no planned delay remains. */
  release: { params: Nothing; answer: null };
  /**
   * New connections are closed before anything is read, and open ones are closed now. `connections` null: until
   * cleared.
   */
  'refuse-connections': { params: { connections: number | null }; answer: null };
  'crash-after': { params: OnMachine & { afterMs: number }; answer: null };
  'ignore-button': { params: OnMachine & { ignores: boolean }; answer: null };
  /** The machine does not report its state or counters from now on. */
  mute: { params: OnMachine & { isMute: boolean }; answer: null };
  'lose-events': { params: { events: number }; answer: null };
  'cut-events': { params: Nothing; answer: null };
  change: { params: OnMachine & { what: OutsideChange }; answer: null };
  'add-foreign': { params: OnMachine & { isPowered: boolean }; answer: null };
  inspect: { params: { machine: string | null }; answer: Inspection };
  /** Steps; responds when the journal has the consequences. */
  time: { params: { mode: 'run' | 'step' }; answer: null };
  advance: { params: { ms: number }; answer: null };
  durations: { params: Partial<Durations>; answer: null };
  'idle-end': { params: { afterMs: number | null }; answer: null };
  end: { params: Nothing; answer: null };
}

export interface Inspection {
  readonly pid: number;
  readonly nowMs: number;
  readonly machines: number;
  readonly residentMib: number;
  /** Of the machine in the request. */
  readonly state: MachineState | null;
  readonly isUp: boolean;
  /** Calls on it that are delayed or unanswered now. */
  readonly held: number;
  readonly volumes: readonly Volume[];
}
