/**
 * Controls the simulated hypervisor for a test: planned faults, time, and changes of guests that bypass the drivers.
 *
 *   const control = await FakeHostControl.open(dataFolder);   // the host must run: open a driver first
 *   await control.refuse('power-on', { guest, reason: 'no luck' });
 *
 * Implements the host's protocol itself (JSON lines over the control socket, backends/fake/wire/protocol.ts) and
 * imports nothing from the service, so that the HTTP tests can use it. Tests name a call as the host does: startGuest
 * is `power-on`, or `resume` for a suspended guest. Invariant: these names are exactly the host's
 * (`test/wire/fake-host.test.ts`).
 */
import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** The calls of drivers that faults can affect. */
export type HostCall =
  | 'enter'
  | 'info'
  | 'networks'
  | 'take-image'
  | 'define'
  | 'read'
  | 'undefine'
  | 'delete-volumes'
  | 'power-on'
  | 'press-power-button'
  | 'reset'
  | 'power-off'
  | 'drop-saved-state'
  | 'pause'
  | 'resume'
  | 'wait-until-off'
  | 'list'
  | 'stats'
  | 'console'
  | 'subscribe';

export type RefusalCode =
  | 'no-such-machine'
  | 'wrong-state'
  | 'missing-volume'
  | 'missing-file'
  | 'bad-spec'
  | 'no-room'
  | 'unsupported'
  | 'not-now'
  | 'mute'
  | 'malformed';

/** Why the host paused a guest by itself. */
export type HaltReason = 'no-room' | 'io-error' | 'watchdog';

/** A change of a guest that no driver made. */
export type OutsideChange =
  'power-on' | 'power-off' | 'pause' | 'resume' | 'reset' | 'undefine' | 'delete-volumes' | 'down' | 'crash';

export interface Durations {
  bootMs: number;
  shutdownMs: number;
}

export interface Inspection {
  readonly pid: number;
  readonly nowMs: number;
  readonly machines: number;
  readonly residentMib: number;
  /** The open connections of drivers. A driver has one for its calls and one for its events. */
  readonly connections: number;
  /** The state of the machine in the request. */
  readonly state: 'off' | 'on' | 'paused' | 'failed' | null;
  readonly isUp: boolean;
  /** Calls on the machine that are now delayed or have no reply yet. */
  readonly held: number;
  readonly volumes: readonly { readonly target: string; readonly sizeMib: number; readonly layout: string }[];
}

/** Which calls a fault affects. */
export interface Which {
  /** Default: any guest. */
  readonly guest?: string;
  /** Instead of a guest: the image that the call names. */
  readonly image?: string;
  /** The number of affected calls. If null, the fault lasts until `clearFaults`. Default: 1. */
  readonly times?: number | null;
}

interface CallInFlight {
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: Error) => void;
}

const HELLO = 'guesthouse-fake-host';

export class FakeHostControl {
  readonly #socket: Socket;
  /** The name of the host; '': the host that the configuration of the service names. */
  readonly #host: string;
  readonly #inFlight = new Map<number, CallInFlight>();
  readonly #ended: Promise<void>;
  #onEnded: () => void = () => undefined;
  #lastId = 0;
  #isLost = false;

  private constructor(socket: Socket, host: string) {
    this.#socket = socket;
    this.#host = host;
    this.#ended = new Promise((resolve) => (this.#onEnded = resolve));
    socket.on('error', () => this.#lose(true));
    // The connection counts as lost at 'end', not only at 'close', because the host sends no more replies.
    socket.on('end', () => this.#lose(true));
    socket.on('close', () => this.#lose(true));
  }

  /**
   * Resolves when the host has sent its hello; rejects if no host listens or the host is shutting down. `host`: the
   * name of a host that a request created. A host with a program of its own has the data folder `fake-hosts/<name>`.
   */
  static async open(dataFolder: string, host = ''): Promise<FakeHostControl> {
    const socket = connect(controlSocketOf(dataFolder));
    const control = new FakeHostControl(socket, host);
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('the simulated host did not send its hello')));
      // A line here is at most a few kilobytes, so its length is not limited.
      createInterface({ input: socket }).on('line', (text) => {
        const message = readMessage(text);
        if (message === null) control.#lose(true);
        else if (message.hello === HELLO) resolve();
        else if (message.ending === true) reject(new Error('the simulated host is shutting down'));
        else control.#take(message);
      });
    }).catch((error: unknown) => {
      control.close();
      throw error;
    });
    return control;
  }

  /** Refuses the next calls of a kind. */
  refuse(call: HostCall, options: Which & { reason?: string; code?: RefusalCode } = {}): Promise<unknown> {
    const { code = 'not-now', reason = 'a test has planned it' } = options;
    return this.#call('plan-fault', {
      fault: { kind: 'refuse', call, refusal: { code, reason }, ...target(options) },
    });
  }

  /** Replies to the next calls of a kind as if it had carried them out, and does nothing. */
  pretend(call: HostCall, which: Which = {}): Promise<unknown> {
    return this.#call('plan-fault', { fault: { kind: 'pretend', call, ...target(which) } });
  }

  /** Carries out the next calls of a kind, and drops the connection instead of replying. */
  loseReply(call: HostCall, which: Which = {}): Promise<unknown> {
    return this.#call('plan-fault', { fault: { kind: 'lose-reply', call, ...target(which) } });
  }

  /** Carries out the next calls of a kind, and never replies. The connection stays open. */
  withholdReply(call: HostCall, which: Which = {}): Promise<unknown> {
    return this.#call('plan-fault', { fault: { kind: 'withhold-reply', call, ...target(which) } });
  }

  /**
   * Delays the next calls of a kind by this many real milliseconds. If null, they wait until `release` or until they
   * are cancelled.
   */
  slow(call: HostCall, delayMs: number | null, which: Which = {}): Promise<unknown> {
    return this.#call('plan-fault', { fault: { kind: 'slow', call, delayMs, ...target(which) } });
  }

  /** Makes the next `define` calls report this progress in whole percent, before a `slow` fault delays them. */
  reportProgress(percents: readonly number[], which: Which = {}): Promise<unknown> {
    return this.#call('plan-fault', { fault: { kind: 'progress', call: 'define', percents, ...target(which) } });
  }

  /** Ends `slow`: delayed calls continue, and planned delays are dropped. */
  release(): Promise<unknown> {
    return this.#call('release', {});
  }

  /**
   * Closes new connections, including those of event streams, before the host reads anything: this many connections, or
   * if null all until `clearFaults`.
   */
  refuseConnections(connections: number | null = null): Promise<unknown> {
    return this.#call('refuse-connections', { connections });
  }

  /**
   * Changes the size of the machine that the host plays. The service reads the size when it starts, and detects later
   * changes.
   */
  setCapacity(capacity: {
    readonly cpus: number;
    readonly memoryMib: number;
    readonly diskMib?: number | null;
  }): Promise<unknown> {
    return this.#call('capacity', capacity);
  }

  /** Replaces the networks of the host except `user`, as if somebody defined and undefined them there. */
  setNetworks(bridges: readonly string[]): Promise<unknown> {
    const networks = bridges.map((name) => ({ name, kind: 'bridge' }));
    return this.#call('set-networks', { networks: [{ name: 'user', kind: 'user' }, ...networks] });
  }

  clearFaults(): Promise<unknown> {
    return this.#call('clear-faults', {});
  }

  /** Changes a guest without the drivers: `crash`, `down` (by itself), `power-on`, `undefine`… */
  change(guest: string, what: OutsideChange): Promise<unknown> {
    return this.#call('change', { machine: machineName(guest), what });
  }

  /**
   * Changes a guest without the drivers: its spec (`{ cpus: 2 }`), the size of a volume (`{ vda: 64 }`), or a part that
   * a spec cannot express, by the name that the drift of the guest shows (`{ 'disk vda source': '/other' }`). A part
   * that is null is removed.
   */
  edit(
    guest: string,
    edit: {
      readonly spec?: { readonly cpus?: number; readonly memoryMib?: number; readonly board?: string };
      readonly volumeMib?: Readonly<Record<string, number>>;
      readonly parts?: Readonly<Record<string, string | null>>;
    },
  ): Promise<unknown> {
    return this.#call('edit', { machine: machineName(guest), ...edit });
  }

  /** Makes the guest crash after this simulated time, if it is powered on then. */
  crashAfter(guest: string, afterMs: number): Promise<unknown> {
    return this.#call('crash-after', { machine: machineName(guest), afterMs });
  }

  ignoreShutdowns(guest: string, ignores = true): Promise<unknown> {
    return this.#call('ignore-button', { machine: machineName(guest), ignores });
  }

  /**
   * The host pauses the guest by itself, if it is powered. With `isLasting`, each start and each resumption pauses it
   * again for the same reason, until this is called with a reason that does not last, or with null.
   */
  halt(guest: string, reason: HaltReason | null, isLasting = false): Promise<unknown> {
    return this.#call('halt', { machine: machineName(guest), reason, isLasting });
  }

  /** Makes observations report the guest as `unresponsive`. The guest cannot be measured either. */
  mute(guest: string, isMute = true): Promise<unknown> {
    return this.#call('mute', { machine: machineName(guest), isMute });
  }

  /**
   * Makes the powered guest report these addresses by the devices of its NICs, whatever their form, until it loses its
   * power. Null: what it reports by itself.
   */
  report(guest: string, report: Readonly<Record<string, unknown>> | null): Promise<unknown> {
    return this.#call('report', { machine: machineName(guest), report });
  }

  /** Changes what the host can offer, until it ends; new guests get the first of each. */
  offer(offers: { readonly processors?: readonly string[]; readonly boards?: readonly string[] }): Promise<unknown> {
    return this.#call('offer', offers);
  }

  /** Drops this many of the next events. */
  loseEvents(events: number): Promise<unknown> {
    return this.#call('lose-events', { events });
  }

  /** Closes every connection that receives events. */
  cutEvents(): Promise<unknown> {
    return this.#call('cut-events', {});
  }

  /** Adds a machine that Guesthouse did not make. */
  addForeign(machine: string, isPowered = true): Promise<unknown> {
    return this.#call('add-foreign', { machine, isPowered });
  }

  changeForeign(machine: string, what: OutsideChange): Promise<unknown> {
    return this.#call('change', { machine, what });
  }

  setTime(mode: 'run' | 'step'): Promise<unknown> {
    return this.#call('time', { mode });
  }

  /** Advances simulated time. Everything that is due happens, in order. */
  advance(ms: number): Promise<unknown> {
    return this.#call('advance', { ms });
  }

  setDurations(durations: Partial<Durations>): Promise<unknown> {
    return this.#call('durations', durations);
  }

  setIdleEnd(afterMs: number | null): Promise<unknown> {
    return this.#call('idle-end', { afterMs });
  }

  inspect(): Promise<Inspection> {
    return this.#call<Inspection>('inspect', { machine: null });
  }

  inspectGuest(guest: string): Promise<Inspection> {
    return this.#call('inspect', { machine: machineName(guest) });
  }

  /** The number of calls that name the image and are now delayed or have no reply yet. */
  async countHeldOfImage(image: string): Promise<number> {
    return (await this.#call<Inspection>('inspect', { machine: image })).held;
  }

  inspectForeign(machine: string): Promise<Inspection> {
    return this.#call('inspect', { machine });
  }

  /** Ends the host cleanly, and resolves when the host is gone. */
  async end(): Promise<void> {
    await this.#call('end', {});
    await this.#ended;
  }

  /** Resolves when the host is gone, for any reason. */
  whenEnded(): Promise<void> {
    return this.#ended;
  }

  close(): void {
    this.#lose(false);
  }

  #call<Result = unknown>(call: string, params: object): Promise<Result> {
    return new Promise<unknown>((resolve, reject) => {
      if (this.#isLost) return reject(new Error(`the connection to the simulated host was lost before ${call}`));
      const id = ++this.#lastId;
      this.#inFlight.set(id, { resolve, reject });
      this.#socket.write(
        `${JSON.stringify({ id, call, params, ...(this.#host === '' ? {} : { host: this.#host }) })}\n`,
      );
    }) as Promise<Result>;
  }

  #take({ id, answer: reply, refusal }: Message): void {
    const waiting = id === undefined ? undefined : this.#inFlight.get(id);
    if (id === undefined || waiting === undefined) return;
    this.#inFlight.delete(id);
    if (refusal === undefined) waiting.resolve(reply);
    else waiting.reject(new Error(refusal.reason));
  }

  /** `isUnexpected` is false if we close the connection ourselves, which does not mean that the host ended. */
  #lose(isUnexpected: boolean): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#socket.destroy();
    for (const { reject } of this.#inFlight.values())
      reject(new Error('the connection to the simulated host was lost'));
    this.#inFlight.clear();
    if (isUnexpected) this.#onEnded();
  }
}

interface Message {
  readonly hello?: string;
  readonly ending?: boolean;
  readonly id?: number;
  readonly answer?: unknown;
  readonly refusal?: { readonly reason: string };
}

/** Returns null for half a line, which remains if a host is killed while it writes. */
function readMessage(text: string): Message | null {
  try {
    return JSON.parse(text) as Message;
  } catch {
    return null;
  }
}

/** The host's name for one of our guests. */
function machineName(guest: string): string {
  return `guesthouse-${guest}`;
}

/**
 * The socket on which the host of a data folder listens for tests. If the path is too long for a unix socket, it is a
 * short path in the temporary folder.
 */
function controlSocketOf(dataFolder: string): string {
  const folder = path.join(path.resolve(dataFolder), 'fake');
  const socket = path.join(folder, 'control.sock');
  const longest = process.platform === 'darwin' ? 103 : 107;
  if (Buffer.byteLength(socket) <= longest) return socket;
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 20);
  return path.join(tmpdir(), `guesthouse-${hash}`, 'control.sock');
}

function target({ guest, image, times }: Which): { machine?: string; times?: number | null } {
  const machine = guest === undefined ? image : machineName(guest);
  return {
    ...(machine === undefined ? {} : { machine }),
    ...(times === undefined ? {} : { times }),
  };
}
