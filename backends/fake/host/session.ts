/**
 * One driver's connection to a simulated host: reads calls, applies planned faults, carries calls out, and
 * replies when the journal has the result.
 *
 * Invariant: a call is never carried out after it was cancelled or its connection was lost
 * (test/wire/fake-faults.test.ts).
 */
import type { Socket } from 'node:net';
import { once } from 'node:events';
import { deadlineSignal } from '../../../src/domain/deadline.js';
import { HostRefusal } from '../wire/host-connection.js';
import { LineReader } from '../wire/line-reader.js';
import { decode, encode, HELLO, MAX_LINE_BYTES, PROTOCOL_VERSION } from '../wire/protocol.js';
import type { HostCall, HostCalls, HostSize, MachineStats, Message, Refusal, SeenState } from '../wire/protocol.js';
import type { PlannedFaults } from './faults.js';
import { refusal, type SimulationCall, type Simulation } from './simulation.js';

/** The parts of the host that a session uses. */
export interface SessionHost {
  readonly simulation: Simulation;
  readonly faults: PlannedFaults;
  readonly info: HostCalls['info']['reply'];
  /** The size that a test has set. */
  readonly sizeOfTest: Partial<HostSize>;
  settled(): Promise<void> | null;
  /** Resolves when the machine's state may have changed. */
  nextChange(machine: string): Promise<void>;
}

/** A subscriber with this much unread data receives `missed` instead of further events. */
const MAX_UNREAD_EVENT_BYTES = 256 * 1024;
/** Machines in one part of a long reply; other calls run between the parts. */
const MACHINES_PER_PART = 1_000;

type Params<C extends HostCall> = HostCalls[C]['params'];

/** Names the host of a connection. Null: the host refuses the connection. */
export type Enter = (name: string) => SessionHost | null;

export class Session {
  readonly #socket: Socket;
  readonly #enter: Enter;
  /** Null: the connection must name its host first. */
  #host: SessionHost | null;
  readonly #reader = new LineReader(MAX_LINE_BYTES);
  /** Calls that have no reply yet. */
  readonly #open = new Map<number, AbortController>();
  /** The size that the driver has named. So a driver with another size changes nothing for the others. */
  #size: Partial<HostSize> = {};
  #isSubscribed = false;
  #hasMissed = false;

  constructor(socket: Socket, host: SessionHost | null, enter: Enter) {
    this.#socket = socket;
    this.#host = host;
    this.#enter = enter;
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('drain', () => this.#catchUp());
    socket.on('close', () => {
      for (const cancel of this.#open.values()) cancel.abort();
    });
    this.#send({ hello: HELLO, version: PROTOCOL_VERSION });
  }

  get isSubscribed(): boolean {
    return this.#isSubscribed;
  }

  notify(machine: string): void {
    if (!this.#isSubscribed) return;
    if (this.#hasMissed || this.#socket.writableLength > MAX_UNREAD_EVENT_BYTES) this.#hasMissed = true;
    else this.#send({ event: 'changed', machine });
  }

  /**
   * Half-closes the connection, and resolves when the driver has closed its side. If the driver does not close it
   * within one second, destroys the connection. Data that the driver still sends is discarded.
   */
  async disconnect(): Promise<void> {
    this.#socket.pause().removeAllListeners('data');
    for (const cancel of this.#open.values()) cancel.abort();
    if (this.#socket.destroyed) return;
    const closed = once(this.#socket, 'close', { signal: deadlineSignal(1_000) });
    this.#socket.end().resume();
    await closed.catch(() => this.#socket.destroy());
  }

  #catchUp(): void {
    if (!this.#hasMissed) return;
    this.#hasMissed = false;
    this.#send({ event: 'missed' });
  }

  #read(chunk: Buffer): void {
    try {
      for (const line of this.#reader.push(chunk)) {
        const message = decode(line);
        if (typeof message['cancel'] === 'number') this.#open.get(message['cancel'])?.abort();
        else if (typeof message['id'] === 'number') void this.#take(message['id'], message);
        else throw new SyntaxError('neither a call nor a cancel');
      }
    } catch {
      // Strict: a client that breaks the protocol is disconnected.
      this.#socket.destroy();
    }
  }

  async #take(id: number, message: Partial<Record<string, unknown>>): Promise<void> {
    const cancel = new AbortController();
    this.#open.set(id, cancel);
    try {
      const call = message['call'] as HostCall;
      const params = checkParams(message['params']);
      const host = this.#hostOf(call, params);
      if (host === null) return void this.#socket.destroy();
      const { faults } = host;
      const names = namesIn(params);
      const mishap = faults.take(call, names);
      if (mishap.percents !== null) this.#send({ id, part: mishap.percents });
      if (mishap.delayMs !== 0) {
        await faults.hold(names, sleep(mishap.delayMs, AbortSignal.any([cancel.signal, faults.releasing])));
      }
      if (cancel.signal.aborted) return;
      if (mishap.refusal !== null) throw new HostRefusal(mishap.refusal);
      const percents = mishap.percents === null ? progressOf(host, call, params) : [];
      const reply = mishap.isPretended ? null : await this.#carryOut({ id, host }, call, params, cancel.signal);
      if (percents.length > 0) this.#send({ id, part: percents });
      const settled = host.settled();
      if (settled !== null) await settled;
      if (mishap.isReplyWithheld) await faults.hold(names, aborted(cancel.signal));
      if (mishap.isReplyLost) this.#socket.destroy();
      else if (!cancel.signal.aborted) this.#send({ id, answer: reply });
    } catch (error) {
      if (!cancel.signal.aborted) this.#send({ id, refusal: asRefusal(error) });
    } finally {
      this.#open.delete(id);
    }
  }

  /** The host that the call is about. Null: the host refuses the connection. */
  #hostOf(call: HostCall, params: object): SessionHost | null {
    if (this.#host !== null) return this.#host;
    if (call !== 'enter') throw refusal('malformed', 'the connection has not named its host');
    const { host, cpus, memoryMib, diskMib } = params as Params<'enter'>;
    this.#size = { cpus, memoryMib, diskMib };
    this.#host = this.#enter(host);
    return this.#host;
  }

  /**
   * Runs synchronously, except for calls that wait, so that calls are carried out in the order in which they were read.
   */
  async #carryOut(
    { id, host }: { readonly id: number; readonly host: SessionHost },
    call: HostCall,
    params: object,
    signal: AbortSignal,
  ): Promise<unknown> {
    switch (call) {
      case 'enter':
      case 'take-image':
        return null;
      case 'info':
        return { ...host.info, ...this.#size, ...host.sizeOfTest };
      case 'subscribe':
        this.#isSubscribed = true;
        return null;
      case 'wait-until-off':
        return waitUntilOff(host, (params as Params<'wait-until-off'>).machine, signal);
      case 'list':
      case 'stats':
        return this.#sendParts({ id, host }, call, (params as Params<'list'>).machines, signal);
      default:
        if (!isSimulationCall(call)) throw refusal('malformed', 'the call does not exist');
        return host.simulation.perform(call, params as Params<typeof call>);
    }
  }

  async #sendParts(
    { id, host }: { readonly id: number; readonly host: SessionHost },
    call: 'list' | 'stats',
    names: readonly string[] | null,
    signal: AbortSignal,
  ): Promise<null> {
    const { simulation, faults } = host;
    const [only] = names?.length === 1 ? names : [];
    if (call === 'stats' && only !== undefined && faults.isMute(only))
      throw new HostRefusal({ code: 'mute', reason: 'the machine does not respond' });
    let part: unknown[] = [];
    for (const name of names ?? allNames(simulation)) {
      const value = call === 'list' ? observe(host, name) : measure(host, name);
      if (value === null) continue;
      const report = call === 'list' && value !== 'mute' ? simulation.reportOf(name) : null;
      part.push(report === null ? [name, value] : [name, value, report]);
      if (part.length < MACHINES_PER_PART) continue;
      const isRoomLeft = this.#send({ id, part });
      part = [];
      if (isRoomLeft) await new Promise((resolve) => setImmediate(resolve));
      else await once(this.#socket, 'drain', { signal });
      if (signal.aborted) break;
    }
    if (part.length > 0) this.#send({ id, part });
    return null;
  }

  #send(message: Message): boolean {
    if (this.#socket.destroyed || this.#socket.writableEnded) return true;
    return this.#socket.write(encode(message));
  }
}

/** The progress that a call reports if none is planned. Only disks that are created from an image take time. */
function progressOf(host: SessionHost, call: HostCall, params: object): readonly number[] {
  if (call !== 'define') return [];
  const { machine, spec, volumes } = params as Params<'define'>;
  const known = host.simulation.volumesOf(machine);
  const isCopied = spec.disks.some(
    ({ media, target, source }) =>
      media === 'disk' && source !== null && !known.some((volume) => volume.target === target),
  );
  return volumes === 'make' && isCopied ? [0, 50, 100] : [];
}

async function waitUntilOff(
  host: SessionHost,
  machine: string,
  signal: AbortSignal,
): Promise<HostCalls['wait-until-off']['reply']> {
  while (!signal.aborted) {
    const state = host.simulation.stateOf(machine);
    if (state === null) throw refusal('no-such-machine', 'the host does not know the machine');
    if (state === 'off' || state === 'failed') return { state };
    await Promise.race([host.nextChange(machine), aborted(signal)]);
  }
  throw new Error('cancelled');
}

function observe({ simulation, faults }: SessionHost, name: string): SeenState | null {
  const state = simulation.seenStateOf(name);
  return state !== null && faults.isMute(name) ? 'mute' : state;
}

function measure({ simulation, faults }: SessionHost, name: string): MachineStats | null {
  return faults.isMute(name) ? null : simulation.statsOf(name);
}

const SIMULATION_CALLS = {
  networks: true,
  define: true,
  read: true,
  undefine: true,
  'delete-volumes': true,
  'power-on': true,
  'press-power-button': true,
  reset: true,
  'power-off': true,
  'drop-saved-state': true,
  pause: true,
  resume: true,
  console: true,
} satisfies Record<SimulationCall, true>;

export function isSimulationCall(call: string): call is SimulationCall {
  return Object.hasOwn(SIMULATION_CALLS, call);
}

function* allNames(simulation: Simulation): Generator<string> {
  for (const { name } of simulation.places()) yield name;
}

function checkParams(params: unknown): object {
  if (typeof params !== 'object' || params === null) throw refusal('malformed', 'the call has no params');
  if ('machine' in params && typeof params.machine !== 'string')
    throw refusal('malformed', 'the name of the machine is not a string');
  if ('image' in params && typeof params.image !== 'string')
    throw refusal('malformed', 'the name of the image is not a string');
  return params;
}

/** The names of the machines that the call is about, or of its image: planned faults treat both in the same way. */
function namesIn(params: object): readonly string[] {
  if ('machine' in params) return [params.machine as string];
  if ('image' in params) return [params.image as string];
  return 'machines' in params && Array.isArray(params.machines) ? (params.machines as string[]) : [];
}

export function asRefusal(error: unknown): Refusal {
  if (error instanceof HostRefusal) return error.refusal;
  return { code: 'malformed', reason: `the host could not carry out the call: ${String(error)}` };
}

/** Waits in real time; `null` means without limit. Resolves early if the signal aborts. */
async function sleep(ms: number | null, signal: AbortSignal): Promise<void> {
  if (ms === null) return aborted(signal);
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([passed, aborted(signal)]);
  clearTimeout(timer);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
