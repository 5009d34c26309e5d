/**
 * Controls the simulated hypervisor for a test: planned faults, time, guests changed behind the drivers' backs. Not for
 * the service.
 *
 *   const control = await FakeHostControl.open(dataFolder);   // the host must run: open a driver first
 *   await control.refuse('power-on', { guest, reason: 'no luck' });
 *
 * Calls have the host's names (wire/protocol.ts): startGuest is `power-on`, and `resume` for a suspended guest.
 */
import type { GuestId } from '../../../src/domain/ids.js';
import { machineName } from '../dialect.js';
import { hostPaths } from '../paths.js';
import { HostConnection } from '../wire/host-connection.js';
import type { HostCall, RefusalCode } from '../wire/protocol.js';
import type { ControlCalls, Inspection, OutsideChange } from './control-calls.js';
import type { Durations } from './simulation.js';

/** Which calls a fault affects. */
export interface Which {
  /** Default: any guest. */
  readonly guest?: GuestId;
  /** How many calls; null: until `clearFaults`. Default 1. */
  readonly times?: number | null;
}

type Connection = HostConnection<ControlCalls>;

export class FakeHostControl {
  readonly #connection: Connection;
  readonly #ended: Promise<void>;
  readonly #signal = new AbortController().signal;

  private constructor(connection: Connection, ended: Promise<void>) {
    this.#connection = connection;
    this.#ended = ended;
  }

  static async open(dataFolder: string): Promise<FakeHostControl> {
    let onLost: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (onLost = resolve));
    const { signal } = new AbortController();
    const { controlSocket } = hostPaths(dataFolder);
    return new FakeHostControl(await HostConnection.open<ControlCalls>(controlSocket, { signal, onLost }), ended);
  }

  /** Refuses the next calls of a kind. */
  refuse(call: HostCall, options: Which & { reason?: string; code?: RefusalCode } = {}): Promise<null> {
    const { code = 'not-now', reason = 'a test wants it so' } = options;
    return this.#ask('plan-fault', {
      fault: { kind: 'refuse', call, refusal: { code, reason }, ...target(options) },
    });
  }

  /** Carries out the next calls of a kind, and drops the connection instead of answering. */
  loseAnswer(call: HostCall, which: Which = {}): Promise<null> {
    return this.#ask('plan-fault', { fault: { kind: 'lose-answer', call, ...target(which) } });
  }

  /** Carries out the next calls of a kind, and never answers; the connection stays open. */
  withholdAnswer(call: HostCall, which: Which = {}): Promise<null> {
    return this.#ask('plan-fault', { fault: { kind: 'withhold-answer', call, ...target(which) } });
  }

  /** Delays the next calls of a kind by real milliseconds, or with null until `release` or until they are cancelled. */
  slow(call: HostCall, delayMs: number | null, which: Which = {}): Promise<null> {
    return this.#ask('plan-fault', { fault: { kind: 'slow', call, delayMs, ...target(which) } });
  }

  /** Makes the next `define` calls report this progress, in whole percent, before a `slow` delays them. */
  reportProgress(percents: readonly number[], which: Which = {}): Promise<null> {
    return this.#ask('plan-fault', { fault: { kind: 'progress', call: 'define', percents, ...target(which) } });
  }

  /** Ends `slow`: delayed calls go on, and planned delays are dropped. */
  release(): Promise<null> {
    return this.#ask('release', {});
  }

  /** Closes connections, those of event streams too, before anything is read: so many, or all until `clearFaults`. */
  refuseConnections(connections: number | null = null): Promise<null> {
    return this.#ask('refuse-connections', { connections });
  }

  clearFaults(): Promise<null> {
    return this.#ask('clear-faults', {});
  }

  /** Changes a guest behind the drivers' backs: `crash`, `down` (by itself), `power-on`, `undefine`… */
  change(guest: GuestId, what: OutsideChange): Promise<null> {
    return this.#ask('change', { machine: machineName(guest), what });
  }

  /** Makes the guest crash after so much simulated time, if it is powered then. */
  crashAfter(guest: GuestId, afterMs: number): Promise<null> {
    return this.#ask('crash-after', { machine: machineName(guest), afterMs });
  }

  ignoreShutdowns(guest: GuestId, ignores = true): Promise<null> {
    return this.#ask('ignore-button', { machine: machineName(guest), ignores });
  }

  /** Makes the guest `unanswered` to observations; it cannot be measured either. */
  mute(guest: GuestId, isMute = true): Promise<null> {
    return this.#ask('mute', { machine: machineName(guest), isMute });
  }

  /** The next events are not sent. */
  loseEvents(events: number): Promise<null> {
    return this.#ask('lose-events', { events });
  }

  /** Closes every connection that receives events. */
  cutEvents(): Promise<null> {
    return this.#ask('cut-events', {});
  }

  /** A machine that Guesthouse did not make. */
  addForeign(machine: string, isPowered = true): Promise<null> {
    return this.#ask('add-foreign', { machine, isPowered });
  }

  changeForeign(machine: string, what: OutsideChange): Promise<null> {
    return this.#ask('change', { machine, what });
  }

  setTime(mode: 'run' | 'step'): Promise<null> {
    return this.#ask('time', { mode });
  }

  /** Advances simulated time; everything that is due happens, in order. */
  advance(ms: number): Promise<null> {
    return this.#ask('advance', { ms });
  }

  setDurations(durations: Partial<Durations>): Promise<null> {
    return this.#ask('durations', durations);
  }

  setIdleEnd(afterMs: number | null): Promise<null> {
    return this.#ask('idle-end', { afterMs });
  }

  inspect(): Promise<Inspection> {
    return this.#ask('inspect', { machine: null });
  }

  inspectGuest(guest: GuestId): Promise<Inspection> {
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
    this.#connection.close();
  }

  #ask<C extends keyof ControlCalls>(call: C, params: ControlCalls[C]['params']): Promise<ControlCalls[C]['answer']> {
    return this.#connection.call(call, params, { signal: this.#signal });
  }
}

function target({ guest, times }: Which): { machine?: string; times?: number | null } {
  return {
    ...(guest === undefined ? {} : { machine: machineName(guest) }),
    ...(times === undefined ? {} : { times }),
  };
}
