/**
 * One simulated host: connects the simulation with its journal, its clock, its drivers and its tests. One program plays
 * any number of them (fleet.ts).
 *
 * A change immediately wakes calls of `wait-until-off` and queues an event. Replies and events are sent only after the
 * journal contains the change.
 */
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import type { HostCalls, HostSize } from '../wire/protocol.js';
import { SimulatedClock } from './clock.js';
import { PlannedFaults } from './faults.js';
import type { HostState } from './journal.js';
import type { Session, SessionHost } from './session.js';
import { Simulation } from './simulation.js';
import type { Place } from './simulation.js';

/** Drivers report this as the hypervisor's version. */
const VERSION = 'simulation 1';
/**
 * The size of the simulated machine. It does not depend on the real machine, and several of the largest guests that the
 * contract allows fit. Drivers of hosts with a name name another size, and tests can change it.
 */
const CAPACITY = { cpus: 256, memoryMib: 16_777_216, diskMib: null };
/**
 * Longest real time until the schedule is checked again, in milliseconds. A timer of Node can wait at most 2^31-1 ms.
 */
const MAX_TIMER_MS = 60_000;

/** The journal of the program, as one host uses it. */
export interface HostJournal {
  keep(place: Place, atMs: number): void;
  settled(): Promise<void> | null;
}

export class FakeHost implements SessionHost {
  readonly id: string;
  readonly clock: SimulatedClock;
  readonly simulation: Simulation;
  readonly faults = new PlannedFaults();
  readonly info: HostCalls['info']['reply'];
  sizeOfTest: Partial<HostSize> = {};
  /** The number of driver connections to close before anything is read; Infinity: until cleared. */
  refusedConnections = 0;
  /** The number of events to drop, for tests. */
  eventsToLose = 0;
  readonly #journal: HostJournal;
  readonly #sessions = new Set<Session>();
  readonly #waiters = new Map<string, { promise: Promise<void>; wake: () => void }>();
  #unnotified = new Set<string>();
  #isArming = false;
  #timer: NodeJS.Timeout | undefined;

  /** `name`: the host's own name; '': the name of this machine. */
  constructor(name: string, id: string, startMs: number, journal: HostJournal) {
    this.id = id;
    this.info = { name: name === '' ? hostname() : name, id, version: VERSION, ...CAPACITY };
    this.#journal = journal;
    this.clock = new SimulatedClock(startMs);
    this.simulation = new Simulation({
      nowMs: () => this.clock.nowMs(),
      hasFile: existsSync,
      keep: (place) => this.#journal.keep(place, this.clock.nowMs()),
      notify: (machine) => this.#notify(machine),
      planned: () => this.#armSoon(),
    });
  }

  /** Restores the kept state. After a power loss, the machines are off. */
  restore({ places, atMs }: HostState, wasPowerLost: boolean): void {
    for (const place of places.values()) this.simulation.restore(place, wasPowerLost ? atMs : null);
  }

  /** The number of open connections of drivers. */
  get connections(): number {
    return this.#sessions.size;
  }

  /** From now on, the session belongs to this host until it is closed. */
  add(session: Session): void {
    this.#sessions.add(session);
  }

  remove(session: Session): void {
    this.#sessions.delete(session);
  }

  /** Whether to close a driver's connection, which the test has planned. */
  refusesConnection(): boolean {
    if (this.refusedConnections <= 0) return false;
    this.refusedConnections--;
    return true;
  }

  settled(): Promise<void> | null {
    return this.#journal.settled();
  }

  nextChange(machine: string): Promise<void> {
    let waiter = this.#waiters.get(machine);
    if (waiter === undefined) {
      let wake: () => void = () => undefined;
      waiter = { promise: new Promise((resolve) => (wake = resolve)), wake: () => wake() };
      this.#waiters.set(machine, waiter);
    }
    return waiter.promise;
  }

  /**
   * Must be called after every change of the clock: runs the entries that are due, and sets the timer for the next one.
   */
  arm(): void {
    this.simulation.runDue();
    clearTimeout(this.#timer);
    const dueMs = this.simulation.nextDueMs();
    if (dueMs === null || this.clock.mode === 'step') return;
    this.#timer = setTimeout(() => this.arm(), Math.min(Math.max(1, dueMs - this.clock.nowMs()), MAX_TIMER_MS));
  }

  #armSoon(): void {
    if (this.#isArming) return;
    this.#isArming = true;
    setImmediate(() => {
      this.#isArming = false;
      this.arm();
    });
  }

  /**
   * Closes the connections of all drivers, or only the connections that receive events. Resolves when they are closed
   * on both sides.
   */
  async disconnect(which: 'all' | 'subscribers'): Promise<void> {
    const sessions = [...this.#sessions].filter(({ isSubscribed }) => which === 'all' || isSubscribed);
    await Promise.all(sessions.map((session) => session.disconnect()));
  }

  /** Stops the clock's timer and disconnects all drivers. */
  async end(): Promise<void> {
    clearTimeout(this.#timer);
    await this.disconnect('all');
  }

  #notify(machine: string): void {
    const waiter = this.#waiters.get(machine);
    this.#waiters.delete(machine);
    waiter?.wake();
    if (this.#unnotified.size === 0) void this.#notifyAll();
    this.#unnotified.add(machine);
  }

  /** Several changes of one machine become one event if they happen before the journal contains the first of them. */
  async #notifyAll(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    const settled = this.settled();
    if (settled !== null) await settled;
    const machines = this.#unnotified;
    this.#unnotified = new Set();
    for (const machine of machines) {
      if (this.eventsToLose > 0) this.eventsToLose--;
      else for (const session of this.#sessions) session.notify(machine);
    }
  }
}
