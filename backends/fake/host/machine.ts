/**
 * One simulated machine: its power state, and everything that follows from its running time.
 *
 *              power-on            pause
 *     off ──────────────► on ◄──────────────► paused
 *      ▲ ▲                │      resume         │
 *      │ └── power-off ───┼─────────────────────┤        reset: reboots the guest; on and paused do not change
 *      │     shutdown     │                     │
 *      └──── power-off ── failed ◄── crash ─────┘        failed: its process died; power-on also works from here
 *
 * Callers pass in the time. Console and counters are computed from the running time when they are read (console.ts,
 * counters.ts), so a running machine needs no timer and no growing text.
 */
import type { HaltReason, MachineSpec, MachineState, Report } from '../wire/protocol.js';

/** One boot of a machine. */
export interface Boot {
  /** How long the boot takes, in running time of the machine. */
  readonly takesMs: number;
  readonly cpus: number;
  readonly memoryMib: number;
  /** When the guest noticed that its power button was pressed, in running time since this boot; null: never. */
  readonly buttonAtMs: number | null;
}
/** A boot that is over: the running time of the guest, and the cause of the end. */
export interface EndedBoot extends Boot {
  readonly ranMs: number;
  readonly end: 'down' | 'cut' | 'reset' | 'crash';
}

/** The number of ended boots that are kept for the console; older ones are dropped. */
const MAX_ENDED_BOOTS = 20;

export interface Machine {
  readonly name: string;
  state: MachineState;
  spec: MachineSpec;
  /** Takes effect at the next power-on. */
  nextSpec: MachineSpec | null;
  /** Running time since power-on, up to the last pause. The time after that is computed from `runsSinceMs`. */
  ranMs: number;
  runsSinceMs: number | null;
  boot: Boot | null;
  /** Running time at which the current boot began. */
  bootedFromMs: number;
  /** Running time at which a soft shutdown is complete. */
  downAtRanMs: number | null;
  ignoresButton: boolean;
  /** Why the host paused the machine by itself; null if it did not. */
  halted: HaltReason | null;
  /** Why the host pauses the machine again after each resumption. */
  lastingHalt: HaltReason | null;
  /** What others changed that a spec cannot express, by the names of the parts; absent: nothing. */
  edits?: Readonly<Record<string, string>>;
  /** What a test makes the guest report about its addresses, until it loses its power. */
  report?: Report;
  endedBoots: EndedBoot[];
}

export function isPowered(machine: Machine): boolean {
  return machine.state === 'on' || machine.state === 'paused';
}

/** Running time since power-on; stands still while paused. */
export function runningTimeMs(machine: Machine, nowMs: number): number {
  return machine.ranMs + (machine.runsSinceMs === null ? 0 : nowMs - machine.runsSinceMs);
}

export function newMachine(name: string, spec: MachineSpec): Machine {
  return {
    name,
    state: 'off',
    spec,
    nextSpec: null,
    ranMs: 0,
    runsSinceMs: null,
    boot: null,
    bootedFromMs: 0,
    downAtRanMs: null,
    ignoresButton: false,
    halted: null,
    lastingHalt: null,
    endedBoots: [],
  };
}

export function powerOn(machine: Machine, nowMs: number, bootMs: number): void {
  machine.state = 'on';
  machine.ranMs = 0;
  machine.runsSinceMs = nowMs;
  beginBoot(machine, 0, bootMs);
  haltAgain(machine, nowMs);
}

export function reset(machine: Machine, nowMs: number, bootMs: number): void {
  const ranMs = runningTimeMs(machine, nowMs);
  endBoot(machine, ranMs, 'reset');
  beginBoot(machine, ranMs, bootMs);
}

export function pause(machine: Machine, nowMs: number): void {
  machine.ranMs = runningTimeMs(machine, nowMs);
  machine.runsSinceMs = null;
  machine.state = 'paused';
}

export function resume(machine: Machine, nowMs: number): void {
  machine.runsSinceMs = nowMs;
  machine.state = 'on';
  machine.halted = null;
  haltAgain(machine, nowMs);
}

/** The host itself pauses the machine. */
export function halt(machine: Machine, nowMs: number, reason: HaltReason): void {
  pause(machine, nowMs);
  machine.halted = reason;
}

function haltAgain(machine: Machine, nowMs: number): void {
  // A machine in the journal of an earlier version has no such member.
  const again = machine.lastingHalt ?? null;
  if (again !== null) halt(machine, nowMs, again);
}

/** Whether the boot has progressed far enough that the guest responds to its power button. */
export function isUp(machine: Machine, nowMs: number): boolean {
  if (machine.state !== 'on' || machine.boot === null) return false;
  return runningTimeMs(machine, nowMs) - machine.bootedFromMs >= machine.boot.takesMs;
}

/** As on a real machine, a press has no effect if it comes too early, is repeated, or is ignored by the guest. */
export function pressPowerButton(machine: Machine, nowMs: number, shutdownMs: number): void {
  if (machine.boot === null || !isUp(machine, nowMs) || machine.ignoresButton || machine.downAtRanMs !== null) return;
  const ranMs = runningTimeMs(machine, nowMs);
  machine.boot = { ...machine.boot, buttonAtMs: ranMs - machine.bootedFromMs };
  machine.downAtRanMs = ranMs + shutdownMs;
}

/** The simulated time at which a soft shutdown is complete, unless something changes the machine first. */
export function downAtMs(machine: Machine): number | null {
  if (machine.downAtRanMs === null || machine.runsSinceMs === null) return null;
  return machine.runsSinceMs + machine.downAtRanMs - machine.ranMs;
}

/** The machine loses its power: `down` after a soft shutdown, `cut` from outside, `crash` because its process died. */
export function losePower(machine: Machine, nowMs: number, how: 'down' | 'cut' | 'crash'): void {
  if (isPowered(machine)) endBoot(machine, runningTimeMs(machine, nowMs), how);
  machine.state = how === 'crash' ? 'failed' : 'off';
  machine.halted = null;
  delete machine.report;
  machine.ranMs = 0;
  machine.runsSinceMs = null;
  machine.boot = null;
  machine.bootedFromMs = 0;
  if (machine.nextSpec !== null) machine.spec = machine.nextSpec;
  machine.nextSpec = null;
}

function beginBoot(machine: Machine, fromMs: number, takesMs: number): void {
  machine.bootedFromMs = fromMs;
  machine.downAtRanMs = null;
  const { cpus, memoryMib } = machine.spec;
  machine.boot = { takesMs, cpus, memoryMib, buttonAtMs: null };
}

function endBoot(machine: Machine, ranMs: number, end: EndedBoot['end']): void {
  machine.downAtRanMs = null;
  if (machine.boot === null) return;
  machine.endedBoots.push({ ...machine.boot, ranMs: ranMs - machine.bootedFromMs, end });
  if (machine.endedBoots.length > MAX_ENDED_BOOTS) machine.endedBoots.shift();
}
