/**
 * The running simulated hypervisor: connects the simulation with its journal, its clock, its drivers and its tests.
 *
 * A change immediately wakes calls of `wait-until-off` and queues an event. Replies and events are sent only after the
 * journal contains the change.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { encode } from '../wire/protocol.js';
import type { HostCalls } from '../wire/protocol.js';
import { SimulatedClock } from './clock.js';
import { PlannedFaults } from './faults.js';
import { Journal, readJournal } from './journal.js';
import { Session, type SessionHost } from './session.js';
import { Simulation } from './simulation.js';

/** Drivers report this as the hypervisor's version. */
const VERSION = 'simulation 1';
/**
 * The size of the simulated machine. It does not depend on the real machine, and the largest guest that the contract
 * allows fits. Tests can change it.
 */
const CAPACITY = { cpus: 256, memoryMib: 4_194_304 };
/**
 * Longest real time until the schedule is checked again, in milliseconds. A timer of Node can wait at most 2^31-1 ms.
 */
const MAX_TIMER_MS = 60_000;

export class FakeHost implements SessionHost {
  readonly clock: SimulatedClock;
  readonly simulation: Simulation;
  readonly faults = new PlannedFaults();
  info: HostCalls['info']['reply'] = { name: hostname(), version: VERSION, ...CAPACITY };
  /** The number of driver connections to close before anything is read; Infinity: until cleared. */
  refusedConnections = 0;
  /** The number of events to drop, for tests. */
  eventsToLose = 0;
  /** The host ends after this much real time without any driver; null: never. */
  #idleEndMs: number | null;
  #journal: Journal | null = null;
  readonly #sessions = new Map<Socket, Session>();
  readonly #waiters = new Map<string, { promise: Promise<void>; wake: () => void }>();
  readonly #onIdle: () => void;
  #unnotified = new Set<string>();
  #isArming = false;
  #isEnding = false;
  #timer: NodeJS.Timeout | undefined;
  #idleTimer: NodeJS.Timeout | undefined;

  private constructor(startMs: number, options: FakeHostOptions) {
    this.clock = new SimulatedClock(startMs);
    this.simulation = new Simulation({
      nowMs: () => this.clock.nowMs(),
      hasFile: existsSync,
      keep: (place) => this.#journal?.keep(place),
      notify: (machine) => this.#notify(machine),
      planned: () => this.#armSoon(),
    });
    this.#idleEndMs = options.idleEndMs;
    this.#onIdle = options.onIdle;
  }

  static async load(journalPath: string, options: FakeHostOptions): Promise<FakeHost> {
    const remembered = await readJournal(journalPath);
    const host = new FakeHost(remembered.atMs, options);
    const { clock, simulation } = host;
    for (const place of remembered.places.values())
      simulation.restore(place, remembered.wasPowerLost ? remembered.atMs : null);
    host.#journal = await Journal.begin(journalPath, {
      nowMs: () => clock.nowMs(),
      live: () => ({ size: simulation.size, places: simulation.places() }),
      onBroken: options.onBroken,
    });
    return host;
  }

  /** Serves drivers on the socket. The caller must hold the lock (lock.ts), so that no other host serves. */
  async listen(socketPath: string): Promise<void> {
    await listenOn(
      createServer((socket) => this.#accept(socket)),
      socketPath,
    );
    this.#watchIdle();
  }

  settled(): Promise<void> | null {
    return this.#journal?.settled() ?? null;
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
    const sessions = [...this.#sessions.values()].filter(({ isSubscribed }) => which === 'all' || isSubscribed);
    await Promise.all(sessions.map((session) => session.disconnect()));
  }

  setIdleEnd(idleEndMs: number | null): void {
    this.#idleEndMs = idleEndMs;
    this.#watchIdle();
  }

  /** Ends cleanly: the machines continue from here at the next start. */
  async end(): Promise<void> {
    this.#isEnding = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#idleTimer);
    // Must come before the last record of the journal; otherwise a call that is read after this record would be
    // acknowledged, but its change would be lost.
    await this.disconnect('all');
    await this.#journal?.end();
  }

  #accept(socket: Socket): void {
    if (this.#isEnding) return void socket.on('error', () => undefined).end(encode({ ending: true }));
    if (this.refusedConnections > 0) {
      this.refusedConnections--;
      socket.on('error', () => undefined).destroy();
      return;
    }
    this.#sessions.set(socket, new Session(socket, this));
    this.#watchIdle();
    socket.on('close', () => {
      this.#sessions.delete(socket);
      this.#watchIdle();
    });
  }

  #watchIdle(): void {
    clearTimeout(this.#idleTimer);
    if (this.#sessions.size === 0 && this.#idleEndMs !== null)
      this.#idleTimer = setTimeout(this.#onIdle, this.#idleEndMs);
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
      else for (const session of this.#sessions.values()) session.notify(machine);
    }
  }
}

export interface FakeHostOptions {
  readonly idleEndMs: number | null;
  readonly onIdle: () => void;
  readonly onBroken: (error: unknown) => void;
}

/** Listens on the socket, and allows only this user to connect. Replaces a socket that a killed host left behind. */
export async function listenOn(server: Server, socketPath: string): Promise<void> {
  await rm(socketPath, { force: true });
  server.listen(socketPath);
  await once(server, 'listening');
  await chmod(socketPath, 0o600);
}
