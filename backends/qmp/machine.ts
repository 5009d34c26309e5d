/**
 * The virtual machine of one guest: its QEMU process, the monitor of this process, and its record in process.json.
 *
 * This file starts and ends the process, and finds out its state. It never stores the state: process.json and /proc
 * show whether the process is alive, and its monitor shows the state of the guest. The process can also be one that
 * another service started. Which calls change the machine, in which order, and what becomes of the definition and the
 * disks is decided in guest.ts and does not belong here.
 */
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { GuesthouseError } from '../../src/domain/errors.js';
import type { GuestId } from '../../src/domain/ids.js';
import type { Log } from '../../src/domain/log.js';
import type { Stall } from '../../src/domain/stall.js';
import type { GuestDefinition } from '../backend.js';
import { throwIfOver } from '../shared/abort.js';
import type { CallScope } from '../shared/abort.js';
import { ChangeCounter } from '../shared/change-counter.js';
import { commandLineOf } from './command-line.js';
import { findConsoleWriters } from './console-log.js';
import { EVENTS_OF_CHANGE, isAgentOpened, powerOf, refusalOf, RESET_EVENT, stallOf } from './dialect.js';
import type { LivePower } from './dialect.js';
import { makeUefiVars } from './disks.js';
import type { GuestFolder, ProcessRecord } from './guest-folder.js';
import { isMissing } from './guest-folder.js';
import { findProcess, isAlive, kill, killIfAlive, waitForEnd } from './guest-process.js';
import type { Installation } from './installation.js';
import { launch, removeSockets } from './launch.js';
import type { Launched } from './launch.js';
import { REPLY_DEADLINE_MS, Monitor } from './monitor.js';
import { memberOf } from './qmp/client.js';
import type { QmpEvent } from './qmp/messages.js';
import { makeTaps, removeTaps } from './taps.js';
import { findUserNetworks } from './user-network.js';

/**
 * Time limit from the start of the program to its monitor's greeting. The start takes 0.1 s on an idle machine, but
 * much longer if memory is short.
 */
const BOOT_DEADLINE_MS = 60_000;
/** QEMU flushes its disks before it quits. After this time it is killed. */
const QUIT_DEADLINE_MS = 5000;
/** After SIGKILL, only the kernel can delay the end of a process (a dead disk, a dead network share). */
const KILL_DEADLINE_MS = 10_000;
/** The process can keep running for this long after its sockets are closed. */
const EXIT_DELAY_MS = 1000;

export type Power =
  | { readonly kind: 'off' | 'crashed' }
  | {
      readonly kind: 'live';
      readonly state: LivePower;
      readonly stall?: Stall | undefined;
      readonly record: RunningRecord;
    };
type RunningRecord = Exclude<ProcessRecord, { phase: 'starting' }>;

interface Listener {
  /** Called when the state may have changed. */
  readonly onChange: () => void;
  /** Called when the guest has powered itself off: its QEMU waits until it is ended. */
  readonly onPoweredOff: () => void;
  /** Called when a program in the guest has opened the agent's channel. */
  readonly onAgent: () => void;
}

export class Machine {
  readonly monitor: Monitor;
  readonly changes = new ChangeCounter();
  readonly #id: GuestId;
  readonly #folder: GuestFolder;
  readonly #installation: Installation;
  readonly #log: Log;
  readonly #listener: Listener;
  readonly #closing = new AbortController();
  #resetCount = 0;
  #isBooting = false;

  constructor(id: GuestId, folder: GuestFolder, installation: Installation, log: Log, listener: Listener) {
    this.#id = id;
    this.#folder = folder;
    this.#installation = installation;
    this.#log = log;
    this.#listener = listener;
    setMaxListeners(0, this.#closing.signal);
    this.monitor = new Monitor(folder.path, {
      onEvent: (event) => this.#onEvent(event),
      onLoss: () => void this.#onLoss(),
    });
  }

  /** Aborts when the driver is closed. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  get isBooting(): boolean {
    return this.#isBooting;
  }

  /** How often the machine was reset since this object exists. */
  get resetCount(): number {
    return this.#resetCount;
  }

  close(): void {
    this.#closing.abort(new GuesthouseError('host_unreachable', 'The driver of this host is closed.'));
    this.monitor.reset();
  }

  /** Starts QEMU. If the start fails or is aborted, ends QEMU and removes its sockets, taps and record. */
  async boot(definition: GuestDefinition, call: CallScope): Promise<void> {
    const { user, uefi, hasTaps, accel } = this.#installation;
    await this.cleanUp();
    let launched: Launched | null = null;
    this.#isBooting = true;
    try {
      if (definition.firmware === 'uefi' && uefi !== null) await makeUefiVars(this.#folder, uefi.vars, { user, call });
      const argv = commandLineOf(definition, this.#folder, this.#installation);
      await makeTaps(this.#id, definition.nics, user, hasTaps);
      await this.writeRecord({ phase: 'starting' });
      throwIfOver(call);
      launched = await launch(definition, this.#folder, this.#installation, argv);
      // Must come before the record is written. Otherwise an observation could read the record first and begin the
      // attempt to connect that all callers share, with a deadline that is too short for a boot.
      const greeting = this.#waitForGreeting(launched, call);
      greeting.catch(() => undefined);
      await this.writeRecord({ phase: 'running', mark: launched.mark, isKvm: accel === 'kvm' });
      await greeting;
      launched.requireNetworks();
    } catch (error) {
      launched?.kill();
      await launched?.ended;
      await this.cleanUp();
      throw error;
    } finally {
      this.#isBooting = false;
    }
    this.changed();
  }

  /** The current state. */
  async inspect(call: CallScope): Promise<Power> {
    for (let attempt = 1; ; attempt += 1) {
      const record = await this.readRecord();
      if (record === null || record.phase === 'starting') return { kind: 'off' };
      if (!isAlive(record.mark, this.#id)) return { kind: record.phase === 'running' ? 'crashed' : 'off' };
      try {
        const status = memberOf(await this.monitor.query('query-status', call), 'status');
        const blocks = status === 'io-error' ? await this.monitor.query('query-block', call) : null;
        return { kind: 'live', state: powerOf(status), stall: stallOf(status, blocks), record };
      } catch (error) {
        throwIfOver(call);
        // If the monitor does not respond, the process may be about to end.
        if (attempt > 1 || !(await waitForEnd(record.mark, this.#id, EXIT_DELAY_MS, call))) throw error;
      }
    }
  }

  /** Ends a live process and cleans up after it. */
  async end({ mark, isKvm }: RunningRecord, call: CallScope): Promise<void> {
    await this.writeRecord({ phase: 'ending', mark, isKvm });
    try {
      await this.monitor.execute('quit', null, call, QUIT_DEADLINE_MS);
    } catch (error) {
      throwIfOver(call);
      this.#log.warn({ error }, 'guest did not respond to quit; killing its process');
      kill(mark, this.#id);
    }
    if (!(await waitForEnd(mark, this.#id, QUIT_DEADLINE_MS, call))) {
      kill(mark, this.#id);
      if (!(await waitForEnd(mark, this.#id, KILL_DEADLINE_MS, call))) {
        throw new GuesthouseError('outcome_unknown', 'The guest was powered off, but its process is still running.', {
          logDetail: `pid ${mark.pid}`,
        });
      }
    }
    await this.cleanUp();
  }

  /** Removes the remains of a process that has ended. */
  async cleanUp(): Promise<void> {
    this.monitor.reset();
    await removeSockets(this.#folder);
    await removeTaps(this.#id);
    await this.#folder.clearRecord();
  }

  async endHelpers(call: CallScope): Promise<void> {
    // After QEMU ends, the writer of the console log and the user networks end by themselves, but no event reports
    // their end.
    const find = () => [...findConsoleWriters(this.#id), ...findUserNetworks(this.#id)];
    const until = performance.now() + EXIT_DELAY_MS;
    for (let pids = find(); pids.length > 0; pids = find()) {
      if (performance.now() >= until) for (const pid of pids) killIfAlive(pid);
      throwIfOver(call);
      await sleep(10);
    }
  }

  async readRecord(): Promise<ProcessRecord | null> {
    const record = await this.#folder.readRecord();
    if (record?.phase !== 'starting' || this.#isBooting) return record;
    // The service that wrote this record died before it could record the pid.
    const mark = findProcess(this.#id);
    if (mark === null) return null;
    const running = { phase: 'running', mark, isKvm: this.#installation.accel === 'kvm' } as const;
    await this.writeRecord(running);
    return running;
  }

  async writeRecord(record: ProcessRecord): Promise<void> {
    try {
      await this.#folder.writeRecord(record);
    } catch (error) {
      if (!isMissing(error) || record.phase !== 'ending') throw error; // the folder of a live guest was removed
    }
  }

  changed(): void {
    this.changes.increment();
    this.#listener.onChange();
  }

  async #waitForGreeting(launched: Launched, call: CallScope): Promise<void> {
    try {
      await this.monitor.connect(call.signal, BOOT_DEADLINE_MS);
    } catch (error) {
      throwIfOver(call);
      // The socket closes shortly before the process ends, so the error message may not have arrived yet.
      const words = await Promise.race([launched.ended, sleep(EXIT_DELAY_MS, null)]);
      throw words === null ? error : refusalOf(this.#installation.binary, words, error);
    }
  }

  #onEvent(event: QmpEvent): void {
    if (isAgentOpened(event)) this.#listener.onAgent();
    if (!EVENTS_OF_CHANGE.has(event.name)) return;
    if (event.name === RESET_EVENT) this.#resetCount += 1;
    this.changed();
    if (event.name === 'SHUTDOWN') this.#listener.onPoweredOff();
  }

  async #onLoss(): Promise<void> {
    const record = await this.readRecord().catch(() => null);
    if (record?.phase === 'running') {
      // The change is reported only when an observation can show that the process has ended.
      await waitForEnd(record.mark, this.#id, REPLY_DEADLINE_MS, this.#closing).catch(() => false);
    }
    this.changed();
  }
}
