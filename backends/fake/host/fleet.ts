/**
 * The hosts that one program plays: the host without a name, which the configuration of a service names, and any number
 * of hosts with a name, which requests create. They share the program, its journal and its two sockets. Everything else
 * is separate for each host: machines, clock, faults, drivers.
 *
 *   host.sock   a connection is a driver of the host without a name
 *   fleet.sock  a connection names its host first (`enter`); a host that does not exist yet begins to exist then
 *
 * A host keeps its identity and its machines as long as the journal exists, even if no driver uses it.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmod, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { encode } from '../wire/protocol.js';
import { FakeHost } from './fake-host.js';
import { Journal, readJournal } from './journal.js';
import type { HostRecord } from './journal.js';
import { Session } from './session.js';

export interface FleetOptions {
  /** The program ends after this much real time without any driver; null: never. */
  readonly idleEndMs: number | null;
  readonly onIdle: () => void;
  readonly onBroken: (error: unknown) => void;
}

export class FakeFleet {
  readonly #hosts = new Map<string, FakeHost>();
  readonly #onIdle: () => void;
  #idleEndMs: number | null;
  #journal: Journal | null = null;
  #connections = 0;
  #isEnding = false;
  #idleTimer: NodeJS.Timeout | undefined;

  private constructor({ idleEndMs, onIdle }: FleetOptions) {
    this.#idleEndMs = idleEndMs;
    this.#onIdle = onIdle;
  }

  static async load(journalPath: string, options: FleetOptions): Promise<FakeFleet> {
    const { hosts, wasPowerLost } = await readJournal(journalPath);
    const fleet = new FakeFleet(options);
    for (const [name, state] of hosts) {
      const host = fleet.#begin(name, state.id ?? randomUUID(), state.atMs);
      host.restore(state, wasPowerLost);
    }
    if (!fleet.#hosts.has('')) fleet.#begin('', randomUUID(), 0);
    fleet.#journal = await Journal.begin(journalPath, {
      live: () => ({ size: fleet.size + fleet.#hosts.size, records: fleet.#records() }),
      onBroken: options.onBroken,
    });
    return fleet;
  }

  /** The number of machines of all hosts. */
  get size(): number {
    let size = 0;
    for (const { simulation } of this.#hosts.values()) size += simulation.size;
    return size;
  }

  /** The host with the name, which must exist; '': the host without a name. */
  find(name: string): FakeHost | null {
    return this.#hosts.get(name) ?? null;
  }

  /** Serves drivers on the two sockets. The caller must hold the lock (lock.ts), so that no other program serves. */
  async listen(socketPath: string, fleetSocketPath: string): Promise<void> {
    await listenOn(
      createServer((socket) => this.#accept(socket, null)),
      fleetSocketPath,
    );
    // Must come last: when a driver can connect to this socket, everything else must be ready.
    await listenOn(
      createServer((socket) => this.#accept(socket, this.find(''))),
      socketPath,
    );
    this.#watchIdle();
  }

  setIdleEnd(idleEndMs: number | null): void {
    this.#idleEndMs = idleEndMs;
    this.#watchIdle();
  }

  /** Ends cleanly: the machines continue from here at the next start. */
  async end(): Promise<void> {
    this.#isEnding = true;
    clearTimeout(this.#idleTimer);
    // Must come before the last record of the journal; otherwise a call that is read after this record would be
    // acknowledged, but its change would be lost.
    await Promise.all([...this.#hosts.values()].map((host) => host.end()));
    await this.#journal?.end(this.#latestMs());
  }

  #begin(name: string, id: string, startMs: number): FakeHost {
    const host = new FakeHost(name, id, startMs, {
      keep: (place, at) => this.#journal?.keep({ at, ...ofHost(name), place }),
      settled: () => this.#journal?.settled() ?? null,
    });
    this.#hosts.set(name, host);
    return host;
  }

  /** The host of a connection that has named it. Null: a test has planned that the host refuses the connection. */
  #enter(session: Session, name: string): FakeHost | null {
    let host = this.find(name);
    if (host === null) {
      const nowMs = this.#latestMs();
      host = this.#begin(name, randomUUID(), nowMs);
      this.#journal?.keep({ at: nowMs, ...ofHost(name), id: host.id });
    }
    if (host.refusesConnection()) return null;
    host.add(session);
    return host;
  }

  *#records(): Generator<HostRecord> {
    for (const [name, { id, clock, simulation }] of this.#hosts) {
      const at = clock.nowMs();
      yield { at, ...ofHost(name), id };
      for (const place of simulation.places()) yield { at, ...ofHost(name), place };
    }
  }

  #latestMs(): number {
    return Math.max(0, ...[...this.#hosts.values()].map(({ clock }) => clock.nowMs()));
  }

  /** `host` null: the connection names its host. */
  #accept(socket: Socket, host: FakeHost | null): void {
    if (this.#isEnding) return void socket.on('error', () => undefined).end(encode({ ending: true }));
    if (host?.refusesConnection() === true) return void socket.on('error', () => undefined).destroy();
    let entered = host;
    const session: Session = new Session(socket, host, (name) => (entered = this.#enter(session, name)));
    host?.add(session);
    this.#connections++;
    this.#watchIdle();
    socket.on('close', () => {
      entered?.remove(session);
      this.#connections--;
      this.#watchIdle();
    });
  }

  #watchIdle(): void {
    clearTimeout(this.#idleTimer);
    if (this.#connections === 0 && this.#idleEndMs !== null)
      this.#idleTimer = setTimeout(this.#onIdle, this.#idleEndMs);
  }
}

function ofHost(name: string): { host?: string } {
  return name === '' ? {} : { host: name };
}

/** Listens on the socket, and allows only this user to connect. Replaces a socket that a killed host left behind. */
export async function listenOn(server: Server, socketPath: string): Promise<void> {
  await rm(socketPath, { force: true });
  server.listen(socketPath);
  await once(server, 'listening');
  await chmod(socketPath, 0o600);
}
