/**
 * One guest on this host: its process, its monitor, its files.
 *
 *   defined ─boot─► live: running ⇄ suspended
 *      ▲              │       ├─ off: powered itself off; QEMU waits ──reap──► defined
 *      │              │       └─ crashed: panicked; QEMU waits
 *      ├──── end ◄────┘ (poweroff, reap, remove)
 *      └── crashed: the process ended, but no call had ended it
 *
 * The state is never stored. process.json and /proc show whether a process is alive, and its monitor shows the guest's
 * state. Calls that change the process or the files wait in a queue and run one at a time. Calls that observe or
 * measure, and the wait for a soft shutdown, bypass the queue, so that a power-off never waits for a shutdown.
 */
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChangedOutside } from '../../src/domain/drift.js';
import type { Difference } from '../../src/domain/drift.js';
import { asNoRoom, GuesthouseError, isGuesthouseError } from '../../src/domain/errors.js';
import type { GuestId } from '../../src/domain/ids.js';
import type { Log } from '../../src/domain/log.js';
import { stalled } from '../../src/domain/stall.js';
import type { Stall } from '../../src/domain/stall.js';
import type { Baseline, GuestDefinition, GuestMetrics, Inspection, Observation, WriteOptions } from '../backend.js';
import { throwIfOver, untilAborted } from '../shared/abort.js';
import type { CallScope } from '../shared/abort.js';
import {
  compareParts,
  differencesBeforeResize,
  differencesOf,
  isBaseline,
  isOfFile,
  LOSES_DISK_CHANGES,
  losesDiskChanges,
  withFilesOf,
} from '../shared/baseline.js';
import { ChangeCounter } from '../shared/change-counter.js';
import { trackingPartialEffects } from '../shared/partial-effects.js';
import { Progress } from '../shared/progress.js';
import { SerialQueue } from '../shared/serial-queue.js';
import { commandLineOf } from './command-line.js';
import { findConsoleWriters } from './console-log.js';
import { EVENTS_OF_CHANGE, powerOf, refusalOf, RESET_EVENT, stallOf } from './dialect.js';
import type { LivePower } from './dialect.js';
import { bytesToCopy, makeDisks, makeUefiVars } from './disks.js';
import type { GuestFolder, ProcessRecord } from './guest-folder.js';
import { isMissing } from './guest-folder.js';
import { baselineOf, DAMAGED, partsOfDefinition, partsOfFiles, partsOfNewFiles } from './guest-parts.js';
import { findProcess, isAlive, kill, killIfAlive, waitForEnd } from './guest-process.js';
import type { Installation } from './installation.js';
import { launch, removeSockets } from './launch.js';
import type { Launched } from './launch.js';
import { measure } from './metrics.js';
import { REPLY_DEADLINE_MS, Monitor } from './monitor.js';
import { memberOf } from './qmp/client.js';
import type { QmpEvent } from './qmp/messages.js';
import { requestShutdown } from './soft-shutdown.js';
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
/** A guest that is booting or busy can miss a request to shut down, so the request is repeated. */
const REPEAT_REQUEST_MS = 5000;
/** The process can keep running for this long after its sockets are closed. */
const EXIT_DELAY_MS = 1000;
/** After `cont`, a guest that was stalled repeats the read or write within milliseconds, and may stall again. */
const STALL_AGAIN_MS = 1000;
/** Shorter than the time after which the request that measures gets a fault (src/app/app.ts). */
const MEASURE_DEADLINE_MS = 4000;
/** Deadline of one guest while all guests are measured: one that is silent must not delay the others (B6). */
const MEASURE_AMONG_OTHERS_DEADLINE_MS = 1000;

type Power =
  | { readonly kind: 'off' | 'crashed' }
  | {
      readonly kind: 'live';
      readonly state: LivePower;
      readonly stall?: Stall | undefined;
      readonly record: RunningRecord;
    };
type RunningRecord = Exclude<ProcessRecord, { phase: 'starting' }>;

export class QmpGuest {
  readonly id: GuestId;
  readonly folder: GuestFolder;
  readonly #installation: Installation;
  readonly #log: Log;
  readonly #onChanged: (guest: GuestId) => void;
  readonly #monitor: Monitor;
  readonly #queue = new SerialQueue();
  readonly #closing = new AbortController();
  #resetCount = 0;
  #isBooting = false;
  /** Whether the guest did not respond to its last observation. */
  #isSilent = false;
  readonly #changes = new ChangeCounter();

  constructor(
    id: GuestId,
    folder: GuestFolder,
    installation: Installation,
    log: Log,
    onChanged: (guest: GuestId) => void,
  ) {
    this.id = id;
    this.folder = folder;
    this.#installation = installation;
    this.#log = log.child({ guest: id });
    this.#onChanged = onChanged;
    setMaxListeners(0, this.#closing.signal);
    this.#monitor = new Monitor(folder.path, {
      onEvent: (event) => this.#onEvent(event),
      onLoss: () => void this.#onLoss(),
    });
  }

  get isIdle(): boolean {
    return this.#queue.isIdle;
  }

  close(): void {
    this.#closing.abort(new GuesthouseError('host_unreachable', 'The driver of this host is closed.'));
    this.#monitor.reset();
  }

  async define(definition: GuestDefinition, mayMake: boolean, call: WriteOptions): Promise<Baseline> {
    return await this.#queued(call, async () => {
      const { user, uefi, room } = this.#installation;
      const before = call.expected === undefined ? null : await this.#read();
      if (before !== null) this.#requireUnchanged(definition, before, call);
      // Must come first: a guest that this host can never run is refused before anything is created.
      commandLineOf(definition, this.folder, this.#installation);
      if (mayMake) await this.folder.make();
      const progress = new Progress(bytesToCopy(definition.disks), call.onProgress);
      await makeDisks(this.folder, definition.disks, { user, mayMake, call, progress, room });
      await this.folder.make();
      if (definition.firmware === 'uefi' && uefi !== null) await makeUefiVars(this.folder, uefi.vars, { user, call });
      throwIfOver(call);
      const isNew = mayMake && before === null;
      const files = isNew ? partsOfNewFiles(definition) : await partsOfFiles(definition, this.folder);
      const written = mayMake || call.expected === undefined ? definition : await this.#edited(definition, call);
      await this.folder.writeDefinition(written);
      const baseline = baselineOf(written, this.folder, files);
      return call.discard !== undefined && call.expected ? withFilesOf(baseline, call.expected.parts) : baseline;
    });
  }

  async inspect(expected: Baseline | GuestDefinition): Promise<Inspection | null> {
    const found = await this.#read();
    return found === null ? null : { found, differences: this.#differencesOf(expected, found) };
  }

  async remove(call: CallScope & { readonly expected?: Baseline | null }): Promise<void> {
    await this.#queued(call, async () => {
      if (call.expected) {
        const found = await this.#read();
        const differences =
          found === null ? [] : differencesOf(call.expected, found).filter(({ isOfDisks }) => isOfDisks);
        if (differences.length > 0) throw new ChangedOutside(differences);
      }
      const record = await this.#readRecord();
      const mark = record !== null && record.phase !== 'starting' ? record.mark : findProcess(this.id);
      if (mark !== null && isAlive(mark, this.id)) await this.#end({ phase: 'ending', mark, isKvm: false }, call);
      await this.#cleanUp();
      await this.#endHelpers(call);
      throwIfOver(call);
      await this.folder.remove();
      this.#changed();
    });
  }

  async start(call: CallScope): Promise<void> {
    await this.#queued(call, async (onChange) => {
      const definition = await this.#getDefinition();
      const power = await this.#inspect(call);
      if (power.kind === 'live') {
        if (power.state === 'suspended') await this.#monitor.execute('cont', null, call);
        if (power.state === 'suspended' || power.state === 'running') {
          // An earlier call began to end the process and failed. The process now keeps running, so its record must have
          // the phase `running` again.
          if (power.record.phase === 'ending') await this.#writeRecord({ ...power.record, phase: 'running' });
          if (power.state === 'suspended') await this.#requireRun(call, power.stall === undefined ? 0 : STALL_AGAIN_MS);
          return;
        }
        await this.#end(power.record, call).then(onChange);
      }
      await this.#boot(definition, call);
      onChange();
      await this.#requireRun(call, 0);
    });
  }

  /**
   * Throws if the guest does not run although it was started or resumed: it has stalled within `withinMs`, or crashed.
   * A guest that has powered itself off has run.
   */
  async #requireRun(call: CallScope, withinMs: number): Promise<void> {
    for (const until = performance.now() + withinMs; ;) {
      const seen = this.#changes.count;
      const power = await this.#inspect(call);
      if (power.kind === 'live' && power.stall !== undefined) throw stalled(power.stall);
      if (isCrashed(power)) throw new GuesthouseError('guest_crashed', 'The guest crashed while it was starting.');
      const leftMs = until - performance.now();
      if (leftMs <= 0 || power.kind !== 'live' || power.state === 'off') return;
      await this.#changes.waitForNext(seen, leftMs, call.signal);
    }
  }

  async shutdown(call: CallScope): Promise<void> {
    await this.#requireKnown();
    await trackingPartialEffects(async (onChange) => {
      for (let hasRequested = false; ; hasRequested = true) {
        const seen = this.#changes.count;
        const power = await this.#whileOpen(call, this.#inspect(call));
        if (isCrashed(power) && hasRequested)
          throw new GuesthouseError('guest_crashed', 'The guest crashed while it was shutting down.');
        if (isCrashed(power)) return await this.poweroff(call);
        if (power.kind !== 'live') return;
        if (power.state === 'off') return await this.#queued(call, () => this.#endIfOff(call));
        if (power.state === 'suspended') throw refused('The guest is suspended and cannot react.');
        if (await requestShutdown(this.folder.path, this.#monitor, call)) onChange();
        await this.#whileOpen(call, this.#changes.waitForNext(seen, REPEAT_REQUEST_MS, call.signal));
      }
    });
  }

  async restart(call: CallScope): Promise<void> {
    await this.#queued(call, async (onChange) => {
      const { state } = await this.#getPowered(call);
      const before = this.#resetCount;
      await this.#monitor.execute('system_reset', null, call).then(onChange);
      const until = performance.now() + REPLY_DEADLINE_MS;
      for (let seen = this.#changes.count; this.#resetCount === before; seen = this.#changes.count) {
        if (performance.now() >= until)
          throw new GuesthouseError('outcome_unknown', 'The reset was requested, but the guest did not reset.');
        await this.#changes.waitForNext(seen, REPLY_DEADLINE_MS, call.signal);
      }
      if (state === 'suspended') await this.#monitor.execute('cont', null, call);
    });
  }

  /** Does not query the monitor first, so that a QEMU that hangs can be powered off too. */
  async poweroff(call: CallScope): Promise<void> {
    await this.#requireKnown();
    await this.#queued(call, async () => {
      const record = await this.#readRecord();
      if (record !== null && record.phase !== 'starting' && isAlive(record.mark, this.id))
        await this.#end(record, call);
      else await this.#cleanUp();
      this.#changed();
    });
  }

  async suspend(call: CallScope): Promise<void> {
    await this.#queued(call, async () => {
      const { state } = await this.#getPowered(call);
      if (state === 'running') await this.#monitor.execute('stop', null, call);
    });
  }

  /** Null if the guest does not exist. */
  async observe(call: CallScope): Promise<Observation | null> {
    if (!(await this.folder.hasDefinition())) return null;
    const power = await this.#inTime(call, REPLY_DEADLINE_MS, (bounded) => this.#inspect(bounded)).catch(silentAsNull);
    this.#isSilent = power === null;
    // A QEMU that boots may respond more slowly than one that runs.
    if (power === null) return { state: this.#isBooting ? 'unsettled' : 'unresponsive' };
    if (power.kind !== 'live') return { state: power.kind === 'off' ? 'stopped' : 'crashed' };
    if (power.state === 'off') this.#reap();
    if (power.state === 'off') return { state: 'stopped' };
    return power.stall === undefined ? { state: power.state } : { state: power.state, stall: power.stall };
  }

  /** Like `measure`, but null if the guest does not respond soon, or did not respond to its last observation. */
  async measureAmongOthers(call: CallScope): Promise<GuestMetrics | null> {
    return this.#isSilent ? null : await this.measure(call, MEASURE_AMONG_OTHERS_DEADLINE_MS).catch(silentAsNull);
  }

  /** Null if the guest is not powered. Throws `guest_unresponsive` if its monitor does not respond in time. */
  async measure(call: CallScope, deadlineMs = MEASURE_DEADLINE_MS): Promise<GuestMetrics | null> {
    return await this.#inTime(call, deadlineMs, async (bounded) => {
      const definition = await this.folder.readDefinition();
      const power = definition === null ? null : await this.#inspect(bounded);
      if (definition === null || power?.kind !== 'live' || (power.state !== 'running' && power.state !== 'suspended'))
        return null;
      const { mark, isKvm } = power.record;
      return await measure(definition, {
        pid: mark.pid,
        isKvm,
        query: (command) => this.#monitor.query(command, bounded),
      });
    });
  }

  /** The guest as it is in its folder; null if it does not exist. */
  async #read(): Promise<Baseline | null> {
    try {
      const definition = await this.folder.readDefinition();
      if (definition === null) return null;
      return baselineOf(definition, this.folder, await partsOfFiles(definition, this.folder));
    } catch (error) {
      if (error instanceof TypeError || isGuesthouseError(error, 'backend_refused')) return DAMAGED;
      throw error;
    }
  }

  #differencesOf(expected: Baseline | GuestDefinition, found: Baseline): Difference[] {
    if (isBaseline(expected)) return differencesOf(expected, found);
    return compareParts(partsOfDefinition(expected, this.folder), found.parts, (what) => !isOfFile(what));
  }

  /** Throws if the definition would overwrite what others changed (B10). */
  #requireUnchanged(
    definition: GuestDefinition,
    found: Baseline,
    { expected = null, discard, isSizeUnsure = false }: WriteOptions,
  ): void {
    const all = this.#differencesOf(expected ?? definition, found);
    const differences = differencesBeforeResize(all, definition, isSizeUnsure);
    const lost = differences.filter(losesDiskChanges);
    if (discard === undefined && differences.length > 0) throw new ChangedOutside(differences);
    if (lost.length > 0 && discard !== 'everything') throw new ChangedOutside(lost, LOSES_DISK_CHANGES);
  }

  /** The definition that exists, or that of the baseline, with another name and size. */
  async #edited(definition: GuestDefinition, { expected, discard }: WriteOptions): Promise<GuestDefinition> {
    const { name, vcpus, memoryMib } = definition;
    const existing = discard === undefined ? await this.folder.readDefinition() : null;
    if (existing !== null) return { ...existing, name, vcpus, memoryMib };
    if (!expected) return definition;
    return { ...(JSON.parse(expected.definition) as GuestDefinition), name, vcpus, memoryMib };
  }

  /** Starts QEMU. If the start fails or is aborted, ends QEMU and removes its sockets, taps and record. */
  async #boot(definition: GuestDefinition, call: CallScope): Promise<void> {
    const { user, uefi, hasTaps, accel } = this.#installation;
    await this.#cleanUp();
    let launched: Launched | null = null;
    this.#isBooting = true;
    try {
      if (definition.firmware === 'uefi' && uefi !== null) await makeUefiVars(this.folder, uefi.vars, { user, call });
      const argv = commandLineOf(definition, this.folder, this.#installation);
      await makeTaps(this.id, definition.nics, user, hasTaps);
      await this.#writeRecord({ phase: 'starting' });
      throwIfOver(call);
      launched = await launch(definition, this.folder, this.#installation, argv);
      // Must come before the record is written. Otherwise an observation could read the record first and begin the
      // attempt to connect that all callers share, with a deadline that is too short for a boot.
      const greeting = this.#waitForGreeting(launched, call);
      greeting.catch(() => undefined);
      await this.#writeRecord({ phase: 'running', mark: launched.mark, isKvm: accel === 'kvm' });
      await greeting;
      launched.requireNetworks();
    } catch (error) {
      launched?.kill();
      await launched?.ended;
      await this.#cleanUp();
      throw error;
    } finally {
      this.#isBooting = false;
    }
    this.#changed();
  }

  async #waitForGreeting(launched: Launched, call: CallScope): Promise<void> {
    try {
      await this.#monitor.connect(call.signal, BOOT_DEADLINE_MS);
    } catch (error) {
      throwIfOver(call);
      // The socket closes shortly before the process ends, so the error message may not have arrived yet.
      const words = await Promise.race([launched.ended, sleep(EXIT_DELAY_MS, null)]);
      throw words === null ? error : refusalOf(this.#installation.binary, words, error);
    }
  }

  /** Ends a live process and cleans up after it. */
  async #end({ mark, isKvm }: RunningRecord, call: CallScope): Promise<void> {
    await this.#writeRecord({ phase: 'ending', mark, isKvm });
    try {
      await this.#monitor.execute('quit', null, call, QUIT_DEADLINE_MS);
    } catch (error) {
      throwIfOver(call);
      this.#log.warn({ error }, 'guest did not respond to quit; killing its process');
      kill(mark, this.id);
    }
    if (!(await waitForEnd(mark, this.id, QUIT_DEADLINE_MS, call))) {
      kill(mark, this.id);
      if (!(await waitForEnd(mark, this.id, KILL_DEADLINE_MS, call))) {
        throw new GuesthouseError('outcome_unknown', 'The guest was powered off, but its process is still running.', {
          logDetail: `pid ${mark.pid}`,
        });
      }
    }
    await this.#cleanUp();
  }

  /** Removes the remains of a process that has ended. */
  async #cleanUp(): Promise<void> {
    this.#monitor.reset();
    await removeSockets(this.folder);
    await removeTaps(this.id);
    await this.folder.clearRecord();
  }

  async #endHelpers(call: CallScope): Promise<void> {
    // After QEMU ends, the writer of the console log and the user networks end by themselves, but no event reports
    // their end.
    const find = () => [...findConsoleWriters(this.id), ...findUserNetworks(this.id)];
    const until = performance.now() + EXIT_DELAY_MS;
    for (let pids = find(); pids.length > 0; pids = find()) {
      if (performance.now() >= until) for (const pid of pids) killIfAlive(pid);
      throwIfOver(call);
      await sleep(10);
    }
  }

  /** The current state. */
  async #inspect(call: CallScope): Promise<Power> {
    for (let attempt = 1; ; attempt += 1) {
      const record = await this.#readRecord();
      if (record === null || record.phase === 'starting') return { kind: 'off' };
      if (!isAlive(record.mark, this.id)) return { kind: record.phase === 'running' ? 'crashed' : 'off' };
      try {
        const status = memberOf(await this.#monitor.query('query-status', call), 'status');
        const blocks = status === 'io-error' ? await this.#monitor.query('query-block', call) : null;
        return { kind: 'live', state: powerOf(status), stall: stallOf(status, blocks), record };
      } catch (error) {
        throwIfOver(call);
        // If the monitor does not respond, the process may be about to end.
        if (attempt > 1 || !(await waitForEnd(record.mark, this.id, EXIT_DELAY_MS, call))) throw error;
      }
    }
  }

  async #getPowered(call: CallScope): Promise<{ state: 'running' | 'suspended' }> {
    await this.#requireKnown();
    const power = await this.#inspect(call);
    if (power.kind === 'live' && (power.state === 'running' || power.state === 'suspended'))
      return { state: power.state };
    if (isCrashed(power)) throw new GuesthouseError('guest_crashed', 'The guest has crashed.');
    throw refused('The guest is not powered on.');
  }

  async #getDefinition(): Promise<GuestDefinition> {
    const definition = await this.folder.readDefinition();
    if (definition === null) throw unknown();
    return definition;
  }

  /** Does not read the definition, because a damaged definition must not prevent stopping a guest. */
  async #requireKnown(): Promise<void> {
    if (!(await this.folder.hasDefinition())) throw unknown();
  }

  async #readRecord(): Promise<ProcessRecord | null> {
    const record = await this.folder.readRecord();
    if (record?.phase !== 'starting' || this.#isBooting) return record;
    // The service that wrote this record died before it could record the pid.
    const mark = findProcess(this.id);
    if (mark === null) return null;
    const running = { phase: 'running', mark, isKvm: this.#installation.accel === 'kvm' } as const;
    await this.#writeRecord(running);
    return running;
  }

  async #writeRecord(record: ProcessRecord): Promise<void> {
    try {
      await this.folder.writeRecord(record);
    } catch (error) {
      if (!isMissing(error) || record.phase !== 'ending') throw error; // the folder of a live guest was removed
    }
  }

  #onEvent(event: QmpEvent): void {
    if (!EVENTS_OF_CHANGE.has(event.name)) return;
    if (event.name === RESET_EVENT) this.#resetCount += 1;
    this.#changed();
    if (event.name === 'SHUTDOWN') this.#reap();
  }

  async #onLoss(): Promise<void> {
    const record = await this.#readRecord().catch(() => null);
    if (record?.phase === 'running') {
      // The change is reported only when an observation can show that the process has ended.
      await waitForEnd(record.mark, this.id, REPLY_DEADLINE_MS, this.#closing).catch(() => false);
    }
    this.#changed();
  }

  /** Ends the QEMU of a guest that has powered itself off. */
  #reap(): void {
    const { signal } = this.#closing;
    this.#queue
      .run({ signal }, () => this.#endIfOff({ signal }))
      .catch((error: unknown) => {
        if (!signal.aborted) this.#log.warn({ error }, 'failed to end the process of a guest that is off');
      });
  }

  async #endIfOff(call: CallScope): Promise<void> {
    const power = await this.#inspect(call);
    if (power.kind !== 'live' || power.state !== 'off') return;
    await this.#end(power.record, call);
    this.#changed();
  }

  #changed(): void {
    this.#changes.increment();
    this.#onChanged(this.id);
  }

  async #queued<T>(call: CallScope, work: (onChange: () => void) => Promise<T>): Promise<T> {
    return await trackingPartialEffects((onChange) =>
      this.#whileOpen(
        call,
        this.#queue.run(call, () => work(onChange)),
      ).catch((error: unknown) => {
        throw asNoRoom(error);
      }),
    );
  }

  async #whileOpen<T>(call: CallScope, work: Promise<T>): Promise<T> {
    return await untilAborted(untilAborted(work, call.signal), this.#closing.signal);
  }

  async #inTime<T>(call: CallScope, deadlineMs: number, work: (bounded: CallScope) => Promise<T>): Promise<T> {
    const timeout = AbortSignal.timeout(deadlineMs);
    try {
      return await this.#whileOpen(call, work({ ...call, signal: AbortSignal.any([call.signal, timeout]) }));
    } catch (error) {
      if (error !== timeout.reason) throw error;
      const message = 'The virtual machine of the guest does not respond.';
      throw new GuesthouseError('guest_unresponsive', message, { cause: error });
    }
  }
}

function silentAsNull(error: unknown): null {
  if (isGuesthouseError(error, 'guest_unresponsive')) return null;
  throw error;
}

function isCrashed(power: Power): boolean {
  return power.kind === 'crashed' || (power.kind === 'live' && power.state === 'crashed');
}

function unknown(): GuesthouseError {
  return refused('The host does not know this guest.');
}

function refused(message: string): GuesthouseError {
  return new GuesthouseError('backend_refused', message);
}
