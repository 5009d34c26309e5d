/**
 * Controls the simulated hypervisor for a test: planned faults, time, guests changed behind the drivers' backs.
 *
 *   const control = await FakeHostControl.open(dataFolder);   // the host must run: open a driver first
 *   await control.refuse('power-on', { guest, reason: 'no luck' });
 *
 * Speaks the host's protocol itself (JSON lines over the control socket, backends/fake/wire/protocol.ts) and imports
 * nothing of the service, so that the HTTP tests can use it. Calls have the host's names: startGuest is `power-on`, and
 * `resume` for a suspended guest. Invariant: these words are the host's (`test/wire/fake-host.test.ts`).
 */
import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** Calls of drivers, which faults can affect. */
export type HostCall =
  | 'info'
  | 'networks'
  | 'define'
  | 'undefine'
  | 'delete-volumes'
  | 'power-on'
  | 'press-power-button'
  | 'reset'
  | 'power-off'
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
  | 'malformed';

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
  /** Of the machine in the request. */
  readonly state: 'off' | 'on' | 'paused' | 'failed' | null;
  readonly isUp: boolean;
  /** Calls on it that are delayed or unanswered now. */
  readonly held: number;
  readonly volumes: readonly { readonly target: string; readonly sizeMib: number; readonly layout: string }[];
}

/** Which calls a fault affects. */
export interface Which {
  /** Default: any guest. */
  readonly guest?: string;
  /** How many calls; null: until `clearFaults`. Default 1. */
  readonly times?: number | null;
}

interface CallInFlight {
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: Error) => void;
}

const HELLO = 'guesthouse-fake-host';

export class FakeHostControl {
  readonly #socket: Socket;
  readonly #inFlight = new Map<number, CallInFlight>();
  readonly #ended: Promise<void>;
  #onEnded: () => void = () => undefined;
  #lastId = 0;
  #isLost = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#ended = new Promise((resolve) => (this.#onEnded = resolve));
    socket.on('error', () => this.#lose(true));
    // 'end' counts as the loss, not only 'close': the host will not respond any more.
    socket.on('end', () => this.#lose(true));
    socket.on('close', () => this.#lose(true));
  }

  /** Resolves when the host has sent its hello; rejects if no host listens or the host is ending. */
  static async open(dataFolder: string): Promise<FakeHostControl> {
    const socket = connect(controlSocketOf(dataFolder));
    const control = new FakeHostControl(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('the simulated host did not say hello')));
      // A line here is at most a few kilobytes, so its length is not limited.
      createInterface({ input: socket }).on('line', (text) => {
        const message = readMessage(text);
        if (message === null) control.#lose(true);
        else if (message.hello === HELLO) resolve();
        else if (message.ending === true) reject(new Error('the simulated host is ending'));
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
    const { code = 'not-now', reason = 'a test wants it so' } = options;
    return this.#ask('plan-fault', {
      fault: { kind: 'refuse', call, refusal: { code, reason }, ...target(options) },
    });
  }

  /** Carries out the next calls of a kind, and drops the connection instead of responding. */
  loseReply(call: HostCall, which: Which = {}): Promise<unknown> {
    return this.#ask('plan-fault', { fault: { kind: 'lose-reply', call, ...target(which) } });
  }

  /** Carries out the next calls of a kind, and never responds; the connection stays open. */
  withholdReply(call: HostCall, which: Which = {}): Promise<unknown> {
    return this.#ask('plan-fault', { fault: { kind: 'withhold-reply', call, ...target(which) } });
  }

  /** Delays the next calls of a kind by real milliseconds, or with null until `release` or until they are cancelled. */
  slow(call: HostCall, delayMs: number | null, which: Which = {}): Promise<unknown> {
    return this.#ask('plan-fault', { fault: { kind: 'slow', call, delayMs, ...target(which) } });
  }

  /** Makes the next `define` calls report this progress, in whole percent, before a `slow` delays them. */
  reportProgress(percents: readonly number[], which: Which = {}): Promise<unknown> {
    return this.#ask('plan-fault', { fault: { kind: 'progress', call: 'define', percents, ...target(which) } });
  }

  /** Ends `slow`: delayed calls go on, and planned delays are dropped. */
  release(): Promise<unknown> {
    return this.#ask('release', {});
  }

  /**
   * Closes new connections, also those of event streams, before anything is read: this many, or all until
   * `clearFaults`.
   */
  refuseConnections(connections: number | null = null): Promise<unknown> {
    return this.#ask('refuse-connections', { connections });
  }

  clearFaults(): Promise<unknown> {
    return this.#ask('clear-faults', {});
  }

  /** Changes a guest behind the drivers' backs: `crash`, `down` (by itself), `power-on`, `undefine`… */
  change(guest: string, what: OutsideChange): Promise<unknown> {
    return this.#ask('change', { machine: machineName(guest), what });
  }

  /** Makes the guest crash after this much simulated time, if it is powered on then. */
  crashAfter(guest: string, afterMs: number): Promise<unknown> {
    return this.#ask('crash-after', { machine: machineName(guest), afterMs });
  }

  ignoreShutdowns(guest: string, ignores = true): Promise<unknown> {
    return this.#ask('ignore-button', { machine: machineName(guest), ignores });
  }

  /** Makes the guest `unresponsive` to observations; it cannot be measured either. */
  mute(guest: string, isMute = true): Promise<unknown> {
    return this.#ask('mute', { machine: machineName(guest), isMute });
  }

  /** The next events are not sent. */
  loseEvents(events: number): Promise<unknown> {
    return this.#ask('lose-events', { events });
  }

  /** Closes every connection that receives events. */
  cutEvents(): Promise<unknown> {
    return this.#ask('cut-events', {});
  }

  /** A machine that Guesthouse did not make. */
  addForeign(machine: string, isPowered = true): Promise<unknown> {
    return this.#ask('add-foreign', { machine, isPowered });
  }

  changeForeign(machine: string, what: OutsideChange): Promise<unknown> {
    return this.#ask('change', { machine, what });
  }

  setTime(mode: 'run' | 'step'): Promise<unknown> {
    return this.#ask('time', { mode });
  }

  /** Advances simulated time; everything that is due happens, in order. */
  advance(ms: number): Promise<unknown> {
    return this.#ask('advance', { ms });
  }

  setDurations(durations: Partial<Durations>): Promise<unknown> {
    return this.#ask('durations', durations);
  }

  setIdleEnd(afterMs: number | null): Promise<unknown> {
    return this.#ask('idle-end', { afterMs });
  }

  inspect(): Promise<Inspection> {
    return this.#ask<Inspection>('inspect', { machine: null });
  }

  inspectGuest(guest: string): Promise<Inspection> {
    return this.#ask('inspect', { machine: machineName(guest) });
  }

  inspectForeign(machine: string): Promise<Inspection> {
    return this.#ask('inspect', { machine });
  }

  /** Ends the host cleanly; resolves when it is gone. */
  async end(): Promise<void> {
    await this.#ask('end', {});
    await this.#ended;
  }

  /** Resolves when the host is gone, for any reason. */
  whenEnded(): Promise<void> {
    return this.#ended;
  }

  close(): void {
    this.#lose(false);
  }

  #ask<Reply = unknown>(call: string, params: object): Promise<Reply> {
    return new Promise<unknown>((resolve, reject) => {
      if (this.#isLost) return reject(new Error(`the connection to the simulated host was lost before ${call}`));
      const id = ++this.#lastId;
      this.#inFlight.set(id, { resolve, reject });
      this.#socket.write(`${JSON.stringify({ id, call, params })}\n`);
    }) as Promise<Reply>;
  }

  #take({ id, answer: reply, refusal }: Message): void {
    const waiting = id === undefined ? undefined : this.#inFlight.get(id);
    if (id === undefined || waiting === undefined) return;
    this.#inFlight.delete(id);
    if (refusal === undefined) waiting.resolve(reply);
    else waiting.reject(new Error(refusal.reason));
  }

  /** `isTold` is false if we close the connection ourselves, which does not mean that the host ended. */
  #lose(isTold: boolean): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#socket.destroy();
    for (const { reject } of this.#inFlight.values())
      reject(new Error('the connection to the simulated host was lost'));
    this.#inFlight.clear();
    if (isTold) this.#onEnded();
  }
}

interface Message {
  readonly hello?: string;
  readonly ending?: boolean;
  readonly id?: number;
  readonly answer?: unknown;
  readonly refusal?: { readonly reason: string };
}

/** Null for half a line, which remains if a host is killed while it writes. */
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
 * The socket on which the host of a data folder listens to tests; if the path is too long for a unix socket, a short
 * one in the temporary folder.
 */
function controlSocketOf(dataFolder: string): string {
  const folder = path.join(path.resolve(dataFolder), 'fake');
  const socket = path.join(folder, 'control.sock');
  const longest = process.platform === 'darwin' ? 103 : 107;
  if (Buffer.byteLength(socket) <= longest) return socket;
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 20);
  return path.join(tmpdir(), `guesthouse-${hash}`, 'control.sock');
}

function target({ guest, times }: Which): { machine?: string; times?: number | null } {
  return {
    ...(guest === undefined ? {} : { machine: machineName(guest) }),
    ...(times === undefined ? {} : { times }),
  };
}
