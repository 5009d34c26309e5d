/**
 * One test's connection to the control socket. A message with the member `host` is about the host with that name,
 * otherwise about the host without a name. The connection does not count as a driver: a host to which only tests are
 * connected still ends when its idle time has passed.
 */
import type { Socket } from 'node:net';
import { LineReader } from '../wire/line-reader.js';
import { decode, encode, HELLO, MAX_LINE_BYTES, PROTOCOL_VERSION } from '../wire/protocol.js';
import type { ControlCalls, Inspection, OutsideChange } from './control-calls.js';
import type { FakeHost } from './fake-host.js';
import type { FakeFleet } from './fleet.js';
import { asRefusal } from './session.js';
import { refusal } from './simulation.js';

type Handlers = {
  [C in keyof ControlCalls]: (
    params: ControlCalls[C]['params'],
  ) => ControlCalls[C]['reply'] | Promise<ControlCalls[C]['reply']>;
};

export class ControlSession {
  readonly #socket: Socket;
  readonly #fleet: FakeFleet;
  readonly #end: () => void;
  readonly #reader = new LineReader(MAX_LINE_BYTES);

  constructor(socket: Socket, fleet: FakeFleet, end: () => void) {
    this.#socket = socket;
    this.#fleet = fleet;
    this.#end = end;
    socket.on('data', (chunk: Buffer) => {
      try {
        for (const line of this.#reader.push(chunk)) void this.#take(decode(line));
      } catch {
        socket.destroy();
      }
    });
    socket.on('error', () => socket.destroy());
    socket.write(encode({ hello: HELLO, version: PROTOCOL_VERSION }));
  }

  async #take(message: Partial<Record<string, unknown>>): Promise<void> {
    const { id, call, params, host: name = '' } = message;
    if (typeof id !== 'number') return;
    try {
      const host = typeof name === 'string' ? this.#fleet.find(name) : null;
      if (host === null) throw refusal('malformed', 'the host does not exist');
      const handlers = this.#handlersOf(host);
      if (typeof call !== 'string' || !Object.hasOwn(handlers, call))
        throw refusal('malformed', 'the call does not exist');
      const handle = handlers[call as keyof ControlCalls] as (params: unknown) => unknown;
      const reply = await handle(params);
      host.arm();
      await host.settled();
      this.#socket.write(encode({ id, answer: reply }));
    } catch (error) {
      this.#socket.write(encode({ id, refusal: asRefusal(error) }));
    }
  }

  #handlersOf(host: FakeHost): Handlers {
    const { simulation, faults, clock } = host;
    return {
      'plan-fault': ({ fault }) => {
        faults.plan(fault);
        return null;
      },
      'clear-faults': () => {
        faults.clear();
        host.refusedConnections = 0;
        host.eventsToLose = 0;
        return null;
      },
      release: () => {
        faults.release();
        return null;
      },
      'refuse-connections': async ({ connections }) => {
        host.refusedConnections = connections ?? Infinity;
        await host.disconnect('all');
        return null;
      },
      capacity: ({ cpus, memoryMib, diskMib = null }) => {
        host.sizeOfTest = { cpus, memoryMib, diskMib };
        return null;
      },
      'set-networks': ({ networks }) => {
        simulation.networks = networks;
        return null;
      },
      'crash-after': ({ machine, afterMs }) => {
        simulation.planCrash(machine, clock.nowMs() + afterMs);
        return null;
      },
      'ignore-button': ({ machine, ignores }) => {
        simulation.ignoreButton(machine, ignores);
        return null;
      },
      halt: ({ machine, reason, isLasting }) => {
        simulation.halt(machine, reason, isLasting);
        return null;
      },
      mute: ({ machine, isMute }) => {
        faults.setMute(machine, isMute);
        return null;
      },
      report: ({ machine, report }) => {
        simulation.report(machine, report);
        return null;
      },
      offer: (offers) => {
        Object.assign(simulation.offers, offers);
        return null;
      },
      'lose-events': ({ events }) => {
        host.eventsToLose = events;
        return null;
      },
      'cut-events': async () => {
        await host.disconnect('subscribers');
        return null;
      },
      change: ({ machine, what }) => {
        change(host, machine, what);
        return null;
      },
      edit: ({ machine, ...edit }) => {
        simulation.edit(machine, edit);
        return null;
      },
      'add-foreign': ({ machine, isPowered }) => {
        const spec = { title: machine, cpus: 1, memoryMib: 64, firmware: 'bios', kernel: null, disks: [], nics: [] };
        simulation.perform('define', { machine, spec, volumes: 'make' });
        if (isPowered) simulation.perform('power-on', { machine });
        return null;
      },
      inspect: ({ machine }) => inspect(host, machine),
      time: ({ mode }) => {
        clock.setMode(mode);
        return null;
      },
      advance: ({ ms }) => {
        clock.advance(ms);
        return null;
      },
      durations: (durations) => {
        Object.assign(simulation.durations, durations);
        return null;
      },
      'idle-end': ({ afterMs }) => {
        this.#fleet.setIdleEnd(afterMs);
        return null;
      },
      end: () => {
        this.#end();
        return null;
      },
    };
  }
}

function change({ simulation }: FakeHost, machine: string, what: OutsideChange): void {
  if (what === 'down' || what === 'crash') simulation.happen(machine, what);
  else simulation.perform(what, { machine });
}

function inspect({ simulation, clock, faults, connections }: FakeHost, machine: string | null): Inspection {
  const state = machine === null ? null : simulation.stateOf(machine);
  return {
    pid: process.pid,
    nowMs: clock.nowMs(),
    machines: simulation.size,
    residentMib: Math.round(process.memoryUsage.rss() / 2 ** 20),
    connections,
    state,
    isUp: machine !== null && state !== null && simulation.isUp(machine),
    held: machine === null ? 0 : faults.countHeld(machine),
    volumes: machine === null ? [] : simulation.volumesOf(machine),
  };
}
