/**
 * The driver for the simulated hypervisor. It translates calls, and makes the host's strict calls repeatable (B1): if
 * the host refuses a call because the machine is already in the wanted state, the call has succeeded. One connection
 * carries all calls in parallel. When a call needs the connection, the driver opens it, and starts the host if
 * necessary. Each event stream has a separate connection, so that a lost stream affects no call.
 */
import path from 'node:path';
import type { Log } from '../../src/domain/log.js';
import type { GuestId } from '../../src/domain/ids.js';
import { stalled } from '../../src/domain/stall.js';
import { DISK_BUSES, FIRMWARES, NIC_MODELS } from '../../src/domain/words.js';
import { ChangedOutside, SAVED_STATE } from '../../src/domain/drift.js';
import { GuesthouseError } from '../../src/domain/errors.js';
import type {
  Backend,
  BackendEvent,
  BackendFactory,
  Baseline,
  CallOptions,
  Capabilities,
  CommonConfig,
  GuestDefinition,
  GuestMetrics,
  HostInfo,
  ImageFile,
  Inspection,
  Network,
  Observation,
  WriteOptions,
} from '../backend.js';
import { throwIfOver, untilAborted } from '../shared/abort.js';
import { requireImageFile } from '../shared/image-file.js';
import {
  differencesBeforeResize,
  differencesOf,
  isBaseline,
  KEEPS_SAVED_STATE,
  LOSES_DISK_CHANGES,
  losesDiskChanges,
  withFilesOf,
} from '../shared/baseline.js';
import { trackingPartialEffects } from '../shared/partial-effects.js';
import { guestOf, machineName, toBaseline, toGuesthouseError, toMetrics, toObservation, toSpec } from './dialect.js';
import { listenToHost } from './event-stream.js';
import { connectOrLaunch } from './launch.js';
import type { FakeTarget } from './launch.js';
import { hostPaths } from './paths.js';
import { parseFakeUri, UnsupportedFakeUri } from './uri.js';
import { HostRefusal, NotSent, type HostConnection, type PartOf } from './wire/host-connection.js';
import type { HostCall, HostCalls, MachineState, Refusal } from './wire/protocol.js';

/**
 * A guest that is booting ignores its power button, so the driver presses the button again at this interval, in real
 * milliseconds.
 */
const PRESS_AGAIN_MS = 500;
/** Limits repeated attempts if each connection is lost as soon as it is open. */
const MAX_CONNECTIONS_PER_CALL = 3;
/** Maximum number of guests named in one call; see MAX_LINE_BYTES. */
const GUESTS_PER_CALL = 5_000;

type Connection = HostConnection<HostCalls>;

export interface FakeConfig extends CommonConfig {
  /** Folder of the service's own data, absolute; the host keeps its files below it. */
  readonly dataFolder: string;
  /** The URI of a host that a request created (uri.ts). Absent: the host that the configuration names. */
  readonly uri?: string;
}

export class FakeBackend implements Backend {
  readonly name = 'fake';
  readonly capabilities: Capabilities = {
    firmwares: FIRMWARES,
    diskBuses: DISK_BUSES,
    nicModels: NIC_MODELS,
    directKernelBoot: true,
    consoleLog: true,
    cpuMetrics: true,
    diskMetrics: true,
    nicMetrics: true,
    userNetworkIsolation: true,
    isMachineLocal: true,
    hasOwnImages: false,
  };
  readonly #target: FakeTarget;
  readonly #uri: string;
  readonly #log: Log;
  readonly #closing = new AbortController();
  #connection: Promise<Connection> | null = null;

  constructor(config: FakeConfig) {
    this.#target = targetOf(config);
    this.#uri = uriOf(config);
    this.#log = config.log;
  }

  async describe(options: CallOptions): Promise<HostInfo> {
    const { name, id, version, cpus, memoryMib, diskMib = null } = await this.#call('info', {}, options);
    const identity = { hypervisorId: id === undefined ? null : `fake:${id}` };
    return { name, uri: this.#uri, ...identity, hypervisorVersion: version, vcpus: cpus, memoryMib, diskMib };
  }

  async listNetworks(options: CallOptions): Promise<readonly Network[]> {
    return this.#call('networks', {}, options);
  }

  /** Simulated guests have no addresses. */
  async listSubnets({ signal }: CallOptions): Promise<ReadonlyMap<string, readonly string[]>> {
    signal.throwIfAborted();
    return new Map();
  }

  async copyImage(image: ImageFile, options: CallOptions): Promise<void> {
    await this.#call('take-image', { image: image.id }, options);
    await requireImageFile(image);
  }

  async removeImage(_image: Pick<ImageFile, 'sha256'>, options: CallOptions): Promise<boolean> {
    await this.#call('info', {}, options);
    return false;
  }

  async listImages(options: CallOptions): Promise<null> {
    await this.#call('info', {}, options);
    return null;
  }

  async defineGuest(guest: GuestDefinition, options: WriteOptions & { disks: 'make' | 'keep' }): Promise<Baseline> {
    const machine = machineName(guest.id);
    const { expected, discard, isSizeUnsure = false } = options;
    if (expected !== undefined) {
      const found = await this.#read(machine, options);
      if (found !== null) requireUnchanged(guest, found, { expected, discard, isSizeUnsure });
    }
    const onPart = (percents: readonly number[]) => {
      for (const percent of percents) options.onProgress?.(percent);
    };
    const params = { machine, spec: toSpec(guest), volumes: options.disks, dropsEdits: discard !== undefined };
    await this.#call('define', params, { ...options, onPart });
    const baseline = toBaseline(await this.#call('read', { machine }, options));
    return discard !== undefined && expected ? withFilesOf(baseline, expected.parts) : baseline;
  }

  async inspectGuest(
    guest: GuestId,
    options: CallOptions & { expected: Baseline | GuestDefinition },
  ): Promise<Inspection | null> {
    const { expected } = options;
    const found = await this.#read(machineName(guest), options);
    if (found === null) return null;
    return { found, differences: differencesOf(isBaseline(expected) ? expected : wanted(expected), found) };
  }

  async removeGuest(
    guest: GuestId,
    options: CallOptions & { expected?: Baseline | null },
  ): Promise<{ left: readonly string[] }> {
    const machine = machineName(guest);
    const { expected } = options;
    if (expected) {
      const found = await this.#read(machine, options);
      const differences = found === null ? [] : differencesOf(expected, found).filter(({ isOfDisks }) => isOfDisks);
      if (differences.length > 0) throw new ChangedOutside(differences);
    }
    await trackingPartialEffects(async (onChange) => {
      const change = (call: 'power-off' | 'undefine') => this.#call(call, { machine }, options).then(onChange);
      let found: MachineState | null;
      do {
        await this.#unlessAbsent(this.#unlessState(['off'], change('power-off')));
        // The machine may have been powered on again meanwhile.
        found = await this.#unlessAbsent(this.#unlessState(['on', 'paused'], change('undefine')));
      } while (found !== null);
      await this.#call('delete-volumes', { machine }, options);
    });
    return { left: [] };
  }

  /**
   * Needs no `trackingPartialEffects`: the driver sends a further change only if the host refused the previous one, so
   * only the last change can have changed something.
   */
  async startGuest(guest: GuestId, options: CallOptions): Promise<{ isRestored: boolean }> {
    const machine = machineName(guest);
    let isRestored = false;
    let found: MachineState | null;
    do {
      const powerOn = this.#call('power-on', { machine }, options).then((reply) => (isRestored = reply !== null));
      found = await this.#unlessState(['on', 'paused'], powerOn);
      if (found !== 'paused') return { isRestored };
      // The machine may have been resumed or powered off meanwhile.
      found = await this.#unlessState(['on', 'off', 'failed'], this.#call('resume', { machine }, options));
    } while (found !== null && found !== 'on');
    const stall = (await this.observeGuests([guest], options)).get(guest)?.stall;
    if (stall !== undefined) throw stalled(stall);
    return { isRestored };
  }

  async shutdownGuest(guest: GuestId, options: CallOptions): Promise<void> {
    const { signal } = options;
    const machine = machineName(guest);
    await trackingPartialEffects(async (onChange) => {
      for (;;) {
        const press = this.#call('press-power-button', { machine }, options).then(onChange);
        const found = await this.#unlessState(['off', 'failed'], press);
        const state = found ?? (await this.#waitUntilOff(machine, signal));
        if (state === 'failed') throw crashed();
        if (state === 'off') return;
      }
    });
  }

  async restartGuest(guest: GuestId, options: CallOptions): Promise<void> {
    const machine = machineName(guest);
    await trackingPartialEffects(async (onChange) => {
      await this.#unlessCrashed(this.#call('reset', { machine }, options)).then(onChange);
      // After the reset, a machine that was paused is still paused.
      await this.#unlessCrashed(this.#unlessState(['on'], this.#call('resume', { machine }, options)));
    });
  }

  async poweroffGuest(guest: GuestId, options: CallOptions): Promise<void> {
    const machine = machineName(guest);
    const found = await this.#unlessState(['off'], this.#call('power-off', { machine }, options));
    // Only a machine that is off can have a saved state.
    if (found === 'off') await this.#call('drop-saved-state', { machine }, options);
  }

  async suspendGuest(guest: GuestId, options: CallOptions): Promise<void> {
    const pause = this.#call('pause', { machine: machineName(guest) }, options);
    await this.#unlessCrashed(this.#unlessState(['paused'], pause));
  }

  async observeGuests(which: readonly GuestId[] | 'all', options: CallOptions) {
    const seen = new Map<GuestId, Observation>();
    await this.#queryMachines('list', which, options, (guest, [, state, report]) =>
      seen.set(guest, toObservation(state, report)),
    );
    return seen;
  }

  async measureGuests(which: readonly GuestId[] | 'all', options: CallOptions) {
    const measured = new Map<GuestId, GuestMetrics>();
    await this.#queryMachines('stats', which, options, (guest, [, stats]) => measured.set(guest, toMetrics(stats)));
    return measured;
  }

  async readConsoleLog(guest: GuestId, options: CallOptions & { bytes: number }): Promise<Buffer> {
    const { bytes } = options;
    const reply = this.#call('console', { machine: machineName(guest), bytes }, options);
    const { text } = (await this.#unlessAbsent(reply)) ?? { text: '' };
    return Buffer.from(text, 'latin1');
  }

  async *listenToEvents(options: CallOptions): AsyncIterable<BackendEvent> {
    const signal = AbortSignal.any([options.signal, this.#closing.signal]);
    yield* listenToHost((connection) => connectOrLaunch(this.#target, connection), signal);
  }

  async close(): Promise<void> {
    this.#closing.abort(new GuesthouseError('host_unreachable', 'The driver is closed.'));
    const connection = await this.#connection?.catch(() => null);
    connection?.close();
  }

  async #read(machine: string, options: CallOptions): Promise<Baseline | null> {
    const reading = await this.#unlessAbsent(this.#call('read', { machine }, options));
    return reading === null ? null : toBaseline(reading);
  }

  async #call<C extends HostCall>(
    call: C,
    params: HostCalls[C]['params'],
    options: CallOptions & { onPart?: (part: readonly PartOf<HostCalls[C]>[]) => void },
  ): Promise<HostCalls[C]['reply']> {
    const { signal, onPart } = options;
    throwIfOver(options);
    for (let attempt = 1; ; attempt++) {
      try {
        const connection = await this.#connect(signal);
        throwIfOver(options);
        return await connection.call(call, params, onPart === undefined ? { signal } : { signal, onPart });
      } catch (error) {
        // The connection was lost after the previous call, and the driver detects this only now. This call was not
        // sent, so a new attempt does not repeat it.
        if (error instanceof NotSent && attempt < MAX_CONNECTIONS_PER_CALL) continue;
        throw toGuesthouseError(error);
      }
    }
  }

  /**
   * Concurrent callers share one attempt. A failed attempt or a lost connection is discarded, so that the next call
   * connects again.
   */
  async #connect(signal: AbortSignal): Promise<Connection> {
    for (;;) {
      this.#closing.signal.throwIfAborted();
      const attempt = (this.#connection ??= this.#open());
      const connection = await untilAborted(attempt, signal);
      if (connection.isOpen) return connection;
      if (this.#connection === attempt) this.#connection = null;
    }
  }

  #open(): Promise<Connection> {
    const attempt = connectOrLaunch(this.#target, {
      signal: this.#closing.signal,
      onLost: (cause) => this.#log.debug({ err: cause }, 'the connection to the simulated hypervisor was lost'),
    });
    attempt.catch(() => {
      if (this.#connection === attempt) this.#connection = null;
    });
    return attempt;
  }

  /** The reply to the call, or null if the host does not know the machine: then there is nothing to do. */
  async #unlessAbsent<T>(call: Promise<T>): Promise<T | null> {
    try {
      return await call;
    } catch (error) {
      if (refusalOf(error)?.code === 'no-such-machine') return null;
      throw error;
    }
  }

  /**
   * Null if the call was carried out. If the host refused the call because the machine is already in one of `states`:
   * that state.
   */
  async #unlessState(states: readonly MachineState[], call: Promise<unknown>): Promise<MachineState | null> {
    try {
      await call;
      return null;
    } catch (error) {
      const state = refusalOf(error)?.state;
      if (state !== undefined && states.includes(state)) return state;
      throw error;
    }
  }

  async #unlessCrashed(call: Promise<unknown>): Promise<void> {
    try {
      await call;
    } catch (error) {
      throw refusalOf(error)?.state === 'failed' ? crashed() : error;
    }
  }

  /**
   * Resolves with the machine's state when its power is off, or with null when the driver must press the power button
   * again.
   */
  async #waitUntilOff(machine: string, signal: AbortSignal): Promise<MachineState | null> {
    const pressAgain = new AbortController();
    const timer = setTimeout(() => pressAgain.abort(), PRESS_AGAIN_MS);
    const onAbort = () => pressAgain.abort(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return (await this.#call('wait-until-off', { machine }, { signal: pressAgain.signal })).state;
    } catch (error) {
      signal.throwIfAborted();
      if (pressAgain.signal.aborted) return null;
      throw error;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Queries all machines in one call, or the named machines in as few calls as possible. Replies come in parts. */
  async #queryMachines<C extends 'list' | 'stats'>(
    call: C,
    which: readonly GuestId[] | 'all',
    options: CallOptions,
    take: (guest: GuestId, part: HostCalls[C]['part']) => void,
  ): Promise<void> {
    const onPart = (part: readonly PartOf<HostCalls[C]>[]) => {
      for (const each of part as readonly HostCalls[C]['part'][]) {
        const guest = guestOf(each[0]);
        if (guest !== null) take(guest, each);
      }
    };
    if (which === 'all') return void (await this.#call(call, { machines: null }, { ...options, onPart }));
    for (let from = 0; from < which.length; from += GUESTS_PER_CALL) {
      const machines = which.slice(from, from + GUESTS_PER_CALL).map(machineName);
      await this.#call(call, { machines }, { ...options, onPart });
    }
  }
}

/** The baseline that the host would report after the driver has defined the guest. */
function wanted(guest: GuestDefinition): Baseline {
  const volumes = guest.disks.map(({ device, sizeMib, format }) => ({ target: device, sizeMib, layout: format }));
  return toBaseline({ spec: toSpec(guest), edits: {}, volumes });
}

/** Throws if a definition of the guest would overwrite what others changed (B10). */
function requireUnchanged(
  guest: GuestDefinition,
  found: Baseline,
  { expected, discard, isSizeUnsure }: { expected: Baseline | null } & Pick<WriteOptions, 'discard' | 'isSizeUnsure'>,
): void {
  const differences = differencesBeforeResize(
    differencesOf(expected ?? wanted(guest), found),
    guest,
    isSizeUnsure ?? false,
  );
  const lost = differences.filter(losesDiskChanges);
  if (discard !== undefined) {
    if (lost.length > 0 && discard !== 'everything') throw new ChangedOutside(lost, LOSES_DISK_CHANGES);
    return;
  }
  const savedState = found.parts[SAVED_STATE];
  if (savedState !== undefined)
    throw new ChangedOutside(
      [{ what: SAVED_STATE, expected: null, found: savedState, isOfDisks: false }],
      KEEPS_SAVED_STATE,
    );
  if (differences.length > 0) throw new ChangedOutside(differences);
}

/** The host's refusal, if that is the cause of the error. */
function refusalOf(error: unknown): Refusal | null {
  return error instanceof GuesthouseError && error.cause instanceof HostRefusal ? error.cause.refusal : null;
}

function crashed(): GuesthouseError {
  return new GuesthouseError('guest_crashed', 'The guest has crashed.');
}

function uriOf({ dataFolder, uri }: FakeConfig): string {
  return uri ?? `fake://${hostPaths(dataFolder).folder}`;
}

/** A host with a program of its own keeps its files in a folder of its own. */
function targetOf({ dataFolder, uri }: FakeConfig): FakeTarget {
  if (uri === undefined) return { folder: dataFolder, named: null };
  const named = parse(uri);
  return { folder: named.isAlone ? path.join(dataFolder, 'fake-hosts', named.name) : dataFolder, named };
}

function parse(uri: string): ReturnType<typeof parseFakeUri> {
  try {
    return parseFakeUri(uri);
  } catch (error) {
    if (!(error instanceof UnsupportedFakeUri)) throw error;
    throw new GuesthouseError('unsupported_by_backend', `${error.message}.`, { cause: error });
  }
}

export const fakeFactory: BackendFactory<FakeConfig> = {
  detect: async () => ({ isUsable: true, reason: 'a simulation; no hypervisor is needed' }),
  locate: (config) => {
    if (config.uri !== undefined) parse(config.uri);
    return {
      ...{ uri: uriOf(config), isMachineLocal: true, isOfDataFolder: true },
      hasGuestsAtOwnAddresses: false,
    };
  },
  findMistake: (uri) => {
    try {
      parseFakeUri(uri);
      return null;
    } catch (error) {
      if (!(error instanceof UnsupportedFakeUri)) throw error;
      return error.message;
    }
  },
  findReaderGid: async () => null,
  open: async (config, options) => {
    const backend = new FakeBackend(config);
    try {
      await backend.describe(options);
      return backend;
    } catch (error) {
      await backend.close();
      throw error;
    }
  },
};
