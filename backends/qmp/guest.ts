/**
 * One guest on this host: the calls of the driver, each as a sequence of steps.
 *
 *   defined ─boot─► live: running ⇄ suspended
 *      ▲              │       ├─ off: powered itself off; QEMU waits ──reap──► defined
 *      │              │       └─ crashed: panicked; QEMU waits
 *      ├──── end ◄────┘ (poweroff, reap, remove)
 *      └── crashed: the process ended, but no call had ended it
 *
 * The state is never stored; machine.ts finds it out. Calls that change the process or the files wait in a queue and
 * run one at a time. Calls that observe or measure, the wait for a soft shutdown, and the search for addresses bypass
 * the queue, so that a power-off never waits for a shutdown. How the process is started, ended and queried
 * (machine.ts), and how the guest in its folder is compared with its baseline (stored-guest.ts), does not belong here.
 */
import { join } from 'node:path';
import { deadlineSignal } from '../../src/domain/deadline.js';
import { ChangedOutside } from '../../src/domain/drift.js';
import { asNoRoom, GuesthouseError, isGuesthouseError } from '../../src/domain/errors.js';
import type { SeenAddresses } from '../../src/domain/guest.js';
import type { GuestId } from '../../src/domain/ids.js';
import type { Log } from '../../src/domain/log.js';
import { stalled } from '../../src/domain/stall.js';
import type {
  Baseline,
  GuestDefinition,
  GuestMetrics,
  Inspection,
  MachineChoice,
  NicDefinition,
  Observation,
  WriteOptions,
} from '../backend.js';
import { throwIfOver, untilAborted } from '../shared/abort.js';
import type { CallScope } from '../shared/abort.js';
import type { AddressBook } from '../shared/address-book.js';
import { addressesOfAgent, knownAddresses } from '../shared/addresses.js';
import { differencesOf, withFilesOf } from '../shared/baseline.js';
import { trackingPartialEffects } from '../shared/partial-effects.js';
import { Progress } from '../shared/progress.js';
import { SerialQueue } from '../shared/serial-queue.js';
import { requestAgentInterfaces } from './agent.js';
import { commandLineOf } from './command-line.js';
import { bytesToCopy, makeDisks, makeUefiVars } from './disks.js';
import { withShortPath } from './guest-folder.js';
import type { GuestFolder } from './guest-folder.js';
import { baselineOf, partsOfFiles, partsOfNewFiles } from './guest-parts.js';
import { findProcess, isAlive } from './guest-process.js';
import { machineOfExisting, machineOfNew, requireHardware } from './hardware.js';
import type { Installation } from './installation.js';
import { AGENT_SOCKET } from './launch.js';
import { Machine } from './machine.js';
import type { Power } from './machine.js';
import { measure } from './metrics.js';
import { REPLY_DEADLINE_MS } from './monitor.js';
import { agentListens, requestShutdown } from './soft-shutdown.js';
import { StoredGuest } from './stored-guest.js';
import { hasReachableLoopback } from './user-network.js';

/** A guest that is booting or busy can miss a request to shut down, so the request is repeated. */
const REPEAT_REQUEST_MS = 5000;
/** After `cont`, a guest that was stalled repeats the read or write within milliseconds, and may stall again. */
const STALL_AGAIN_MS = 1000;
/** Shorter than the time after which the request that measures gets a fault (src/app/app.ts). */
const MEASURE_DEADLINE_MS = 4000;
/** A QEMU replies from memory. */
const MACHINE_TYPE_DEADLINE_MS = 1000;
/** Deadline of one guest while all guests are measured: one that is silent must not delay the others (B6). */
const MEASURE_AMONG_OTHERS_DEADLINE_MS = 1000;

export class QmpGuest {
  readonly id: GuestId;
  readonly folder: GuestFolder;
  readonly #installation: Installation;
  readonly #log: Log;
  readonly #machine: Machine;
  readonly #stored: StoredGuest;
  readonly #queue = new SerialQueue();
  readonly #addresses: AddressBook;
  /** Whether the guest did not respond to its last observation. */
  #isSilent = false;
  /** The NICs of the guest since it was last powered on; null: not read yet. */
  #nics: readonly NicDefinition[] | null = null;
  /** Ends the conversation with the agent about addresses, because the channel serves one conversation at a time. */
  #lookForAddresses: AbortController | null = null;
  #shutdownCount = 0;

  constructor(
    id: GuestId,
    folder: GuestFolder,
    installation: Installation,
    log: Log,
    { onChanged, addresses }: { readonly onChanged: (guest: GuestId) => void; readonly addresses: AddressBook },
  ) {
    this.id = id;
    this.folder = folder;
    this.#installation = installation;
    this.#log = log.child({ guest: id });
    this.#addresses = addresses;
    this.#stored = new StoredGuest(folder);
    this.#machine = new Machine(id, folder, installation, this.#log, {
      onChange: () => onChanged(id),
      onPoweredOff: () => this.#reap(),
      onAgent: () => addresses.hint(id),
    });
  }

  get isIdle(): boolean {
    return this.#queue.isIdle;
  }

  close(): void {
    this.#machine.close();
  }

  async define(definition: GuestDefinition, mayMake: boolean, call: WriteOptions): Promise<Baseline> {
    return await this.#queued(call, async () => {
      const { user, uefi, room } = this.#installation;
      const before = call.expected === undefined ? null : await this.#stored.read();
      if (before !== null) this.#stored.requireUnchanged(definition, before, call);
      const edited = mayMake || call.expected === undefined ? definition : await this.#stored.edited(definition, call);
      const written = await this.#withMachine(edited, definition, mayMake, call);
      // Must come first: a guest that this host can never run is refused before anything is created.
      commandLineOf(written, this.folder, this.#installation);
      if (mayMake) await this.folder.make();
      const progress = new Progress(bytesToCopy(definition.disks), call.onProgress);
      await makeDisks(this.folder, definition.disks, { user, mayMake, call, progress, room });
      await this.folder.make();
      if (definition.firmware === 'uefi' && uefi !== null) await makeUefiVars(this.folder, uefi.vars, { user, call });
      throwIfOver(call);
      const isNew = mayMake && before === null;
      const files = isNew ? partsOfNewFiles(definition) : await partsOfFiles(definition, this.folder);
      await this.folder.writeDefinition(written);
      const baseline = baselineOf(written, this.folder, files);
      return call.discard !== undefined && call.expected ? withFilesOf(baseline, call.expected.parts) : baseline;
    });
  }

  /**
   * The definition with its hardware, which is chosen only once. An earlier attempt to create the guest may already
   * have chosen it.
   */
  async #withMachine(
    edited: GuestDefinition,
    wanted: MachineChoice,
    mayMake: boolean,
    call: CallScope,
  ): Promise<GuestDefinition & { cpuModel: string; machineType: string }> {
    const { hardware } = this.#installation;
    const existing = await this.folder.readDefinition().catch(() => null); // damaged
    if (mayMake && existing === null) {
      const machine = machineOfNew(edited, hardware);
      requireHardware(machine, hardware);
      return { ...edited, ...machine };
    }
    const known = { ...withoutNulls(wanted), ...withoutNulls(existing ?? {}) };
    const isKnown = typeof (edited.machineType ?? known.machineType) === 'string';
    const live = isKnown ? {} : await this.#liveMachine(call);
    return { ...edited, ...machineOfExisting(edited, { ...live, ...known }, hardware) };
  }

  /** The machine type of a running QEMU that an older version started by an unversioned name. */
  async #liveMachine(call: CallScope): Promise<MachineChoice> {
    try {
      const power = await this.#machine.inspect(call);
      if (power.kind !== 'live') return {};
      const args = { path: '/machine', property: 'type' };
      const type = await this.#machine.monitor.execute('qom-get', args, call, MACHINE_TYPE_DEADLINE_MS);
      return typeof type === 'string' ? { machineType: type.replace(/-machine$/, '') } : {};
    } catch {
      throwIfOver(call);
      return {};
    }
  }

  async inspect(expected: Baseline | GuestDefinition, call: CallScope): Promise<Inspection | null> {
    const found = await this.#stored.read();
    if (found === null) return null;
    const differences = this.#stored.differencesOf(expected, found);
    if (typeof found.machineType === 'string' || found.definition === '') return { found, differences };
    return { found: { ...found, ...(await this.#liveMachine(call)) }, differences };
  }

  async remove(call: CallScope & { readonly expected?: Baseline | null }): Promise<void> {
    await this.#queued(call, async () => {
      if (call.expected) {
        const found = await this.#stored.read();
        const differences =
          found === null ? [] : differencesOf(call.expected, found).filter(({ isOfDisks }) => isOfDisks);
        if (differences.length > 0) throw new ChangedOutside(differences);
      }
      const record = await this.#machine.readRecord();
      const mark = record !== null && record.phase !== 'starting' ? record.mark : findProcess(this.id);
      if (mark !== null && isAlive(mark, this.id))
        await this.#machine.end({ phase: 'ending', mark, isKvm: false }, call);
      await this.#machine.cleanUp();
      await this.#machine.endHelpers(call);
      throwIfOver(call);
      await this.folder.remove();
      this.#machine.changed();
    });
  }

  async start(call: CallScope & { readonly machine?: MachineChoice }): Promise<void> {
    await this.#queued(call, async (onChange) => {
      const stored = await this.#getDefinition();
      const power = await this.#machine.inspect(call);
      if (power.kind === 'live') {
        if (power.state === 'suspended') await this.#machine.monitor.execute('cont', null, call);
        if (power.state === 'suspended' || power.state === 'running') {
          // An earlier call began to end the process and failed. The process now keeps running, so its record must have
          // the phase `running` again.
          if (power.record.phase === 'ending') await this.#machine.writeRecord({ ...power.record, phase: 'running' });
          if (power.state === 'suspended') await this.#requireRun(call, power.stall === undefined ? 0 : STALL_AGAIN_MS);
          return;
        }
      }
      const definition = await this.#withMachine(stored, call.machine ?? {}, false, call);
      requireHardware(definition, this.#installation.hardware);
      if (power.kind === 'live') await this.#machine.end(power.record, call).then(onChange);
      this.#forgetAddresses();
      if (!isComplete(stored)) {
        throwIfOver(call);
        await this.folder.writeDefinition(definition);
      }
      await this.#machine.boot(definition, call);
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
      const seen = this.#machine.changes.count;
      const power = await this.#machine.inspect(call);
      if (power.kind === 'live' && power.stall !== undefined) throw stalled(power.stall);
      if (isCrashed(power)) throw new GuesthouseError('guest_crashed', 'The guest crashed while it was starting.');
      const leftMs = until - performance.now();
      if (leftMs <= 0 || power.kind !== 'live' || power.state === 'off') return;
      await this.#machine.changes.waitForNext(seen, leftMs, call.signal);
    }
  }

  async shutdown(call: CallScope): Promise<void> {
    await this.#requireKnown();
    this.#shutdownCount += 1;
    try {
      this.#lookForAddresses?.abort();
      await this.#requestUntilOff(call);
    } finally {
      this.#shutdownCount -= 1;
    }
  }

  async #requestUntilOff(call: CallScope): Promise<void> {
    await trackingPartialEffects(async (onChange) => {
      for (let hasRequested = false; ; hasRequested = true) {
        const seen = this.#machine.changes.count;
        const power = await this.#whileOpen(call, this.#machine.inspect(call));
        if (isCrashed(power) && hasRequested)
          throw new GuesthouseError('guest_crashed', 'The guest crashed while it was shutting down.');
        if (isCrashed(power)) return await this.poweroff(call);
        if (power.kind !== 'live') return;
        if (power.state === 'off') return await this.#queued(call, () => this.#endIfOff(call));
        if (power.state === 'suspended') throw refused('The guest is suspended and cannot react.');
        if (await requestShutdown(this.folder.path, this.#machine.monitor, call)) onChange();
        await this.#whileOpen(call, this.#machine.changes.waitForNext(seen, REPEAT_REQUEST_MS, call.signal));
      }
    });
  }

  async restart(call: CallScope): Promise<void> {
    await this.#queued(call, async (onChange) => {
      const { state } = await this.#getPowered(call);
      const before = this.#machine.resetCount;
      await this.#machine.monitor.execute('system_reset', null, call).then(onChange);
      const until = performance.now() + REPLY_DEADLINE_MS;
      for (
        let seen = this.#machine.changes.count;
        this.#machine.resetCount === before;
        seen = this.#machine.changes.count
      ) {
        if (performance.now() >= until)
          throw new GuesthouseError('outcome_unknown', 'The reset was requested, but the guest did not reset.');
        await this.#machine.changes.waitForNext(seen, REPLY_DEADLINE_MS, call.signal);
      }
      if (state === 'suspended') await this.#machine.monitor.execute('cont', null, call);
    });
  }

  /** Does not query the monitor first, so that a QEMU that hangs can be powered off too. */
  async poweroff(call: CallScope): Promise<void> {
    await this.#requireKnown();
    await this.#queued(call, async () => {
      const record = await this.#machine.readRecord();
      if (record !== null && record.phase !== 'starting' && isAlive(record.mark, this.id))
        await this.#machine.end(record, call);
      else await this.#machine.cleanUp();
      this.#machine.changed();
    });
  }

  async suspend(call: CallScope): Promise<void> {
    await this.#queued(call, async () => {
      const { state } = await this.#getPowered(call);
      if (state === 'running') await this.#machine.monitor.execute('stop', null, call);
    });
  }

  /** Null if the guest does not exist. */
  async observe(call: CallScope): Promise<Observation | null> {
    if (!(await this.folder.hasDefinition())) return null;
    const power = await this.#inTime(call, REPLY_DEADLINE_MS, (bounded) => this.#machine.inspect(bounded)).catch(
      silentAsNull,
    );
    this.#isSilent = power === null;
    // A QEMU that boots may respond more slowly than one that runs.
    if (power === null) return { state: this.#machine.isBooting ? 'unsettled' : 'unresponsive' };
    if (power.kind === 'live' && (power.state === 'running' || power.state === 'suspended')) {
      const { state, stall, record } = power;
      const addresses = await this.#addressesOf(state);
      const isOld = this.#installation.hasUserNetworkIsolation && hasReachableLoopback(record.mark);
      return {
        ...{ state, ...(stall === undefined ? {} : { stall }) },
        ...(isOld ? { powerCycleReason: 'loopback_reachable' } : {}),
        ...(Object.keys(addresses).length === 0 ? {} : { addresses }),
      };
    }
    this.#forgetAddresses();
    if (power.kind !== 'live') return { state: power.kind === 'off' ? 'stopped' : 'crashed' };
    if (power.state === 'off') this.#reap();
    return { state: power.state === 'off' ? 'stopped' : 'crashed' };
  }

  async #addressesOf(state: 'running' | 'suspended'): Promise<SeenAddresses> {
    this.#nics ??= await this.folder.readDefinition().then(
      (definition) => definition?.nics ?? null,
      () => null, // damaged
    );
    if (this.#nics === null || this.#nics.length === 0) return {};
    const seen = state === 'running' ? this.#addresses.of(this.id) : this.#addresses.lastSeen(this.id);
    return { ...knownAddresses(this.#nics), ...seen };
  }

  #forgetAddresses(): void {
    this.#nics = null;
    this.#addresses.forget(this.id);
  }

  /** Asks the guest's agent for the addresses of its NICs. Null if no agent responds. Called by the address book. */
  async lookForAddresses(signal: AbortSignal): Promise<SeenAddresses | null> {
    const nics = this.#nics ?? [];
    if (nics.length === 0 || this.#shutdownCount > 0) return null;
    const looking = new AbortController();
    this.#lookForAddresses = looking;
    const call = { signal: AbortSignal.any([signal, looking.signal, this.#machine.closing]) };
    try {
      if (!(await agentListens(this.#machine.monitor, call))) return null;
      const found = await withShortPath(this.folder.path, (shortFolder) =>
        requestAgentInterfaces(join(shortFolder, AGENT_SOCKET), call),
      );
      return found === null ? null : addressesOfAgent(nics, found.result);
    } finally {
      if (this.#lookForAddresses === looking) this.#lookForAddresses = null;
    }
  }

  /** Like `measure`, but null if the guest does not respond soon, or did not respond to its last observation. */
  async measureAmongOthers(call: CallScope): Promise<GuestMetrics | null> {
    return this.#isSilent ? null : await this.measure(call, MEASURE_AMONG_OTHERS_DEADLINE_MS).catch(silentAsNull);
  }

  /** Null if the guest is not powered. Throws `guest_unresponsive` if its monitor does not respond in time. */
  async measure(call: CallScope, deadlineMs = MEASURE_DEADLINE_MS): Promise<GuestMetrics | null> {
    return await this.#inTime(call, deadlineMs, async (bounded) => {
      const definition = await this.folder.readDefinition();
      const power = definition === null ? null : await this.#machine.inspect(bounded);
      if (definition === null || power?.kind !== 'live' || (power.state !== 'running' && power.state !== 'suspended'))
        return null;
      const { mark, isKvm } = power.record;
      return await measure(definition, {
        pid: mark.pid,
        isKvm,
        query: (command) => this.#machine.monitor.query(command, bounded),
      });
    });
  }

  async #getPowered(call: CallScope): Promise<{ state: 'running' | 'suspended' }> {
    await this.#requireKnown();
    const power = await this.#machine.inspect(call);
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

  /** Ends the QEMU of a guest that has powered itself off. */
  #reap(): void {
    const signal = this.#machine.closing;
    this.#queue
      .run({ signal }, () => this.#endIfOff({ signal }))
      .catch((error: unknown) => {
        if (!signal.aborted) this.#log.warn({ error }, 'failed to end the process of a guest that is off');
      });
  }

  async #endIfOff(call: CallScope): Promise<void> {
    const power = await this.#machine.inspect(call);
    if (power.kind !== 'live' || power.state !== 'off') return;
    await this.#machine.end(power.record, call);
    this.#machine.changed();
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
    return await untilAborted(untilAborted(work, call.signal), this.#machine.closing);
  }

  async #inTime<T>(call: CallScope, deadlineMs: number, work: (bounded: CallScope) => Promise<T>): Promise<T> {
    const timeout = deadlineSignal(deadlineMs);
    try {
      return await this.#whileOpen(call, work({ ...call, signal: AbortSignal.any([call.signal, timeout]) }));
    } catch (error) {
      if (error !== timeout.reason) throw error;
      const message = 'The virtual machine of the guest does not respond.';
      throw new GuesthouseError('guest_unresponsive', message, { cause: error });
    }
  }
}

function isComplete({ cpuModel, machineType }: MachineChoice): boolean {
  return typeof cpuModel === 'string' && typeof machineType === 'string';
}

function withoutNulls({ cpuModel, machineType }: MachineChoice): MachineChoice {
  return {
    ...(typeof cpuModel === 'string' ? { cpuModel } : {}),
    ...(typeof machineType === 'string' ? { machineType } : {}),
  };
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
