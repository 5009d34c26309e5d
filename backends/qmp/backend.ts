/**
 * The backend `qmp`: bare QEMU on the service's own machine, one process per guest, driven through its monitor.
 *
 * Guests outlive the service: processes run in separate sessions, and everything about a guest is in its folder
 * (guest-folder.ts). So if the service is killed at any point, the next service finds everything again. One service at
 * a time drives a host: it occupies the monitors, so the calls of a second service fail with `guest_unresponsive`.
 *
 * Not supported: guests of an architecture other than x86-64; NIC counters on the network `user`; a separate vCPU time
 * under TCG.
 */
import { setMaxListeners } from 'node:events';
import { readFile, statfs } from 'node:fs/promises';
import os from 'node:os';
import { spaceOf } from '../../src/domain/disk-room.js';
import { GuesthouseError, isGuesthouseError } from '../../src/domain/errors.js';
import type { GuestId } from '../../src/domain/ids.js';
import type { Log } from '../../src/domain/log.js';
import { DISK_BUSES, NIC_MODELS } from '../../src/domain/words.js';
import type {
  Backend,
  BackendEvent,
  BackendFactory,
  Baseline,
  CallOptions,
  Capabilities,
  GuestDefinition,
  GuestMetrics,
  HostInfo,
  HostLocation,
  ImageFile,
  Inspection,
  MachineChoice,
  Network,
  Observation,
  WriteOptions,
} from '../backend.js';
import { untilAborted } from '../shared/abort.js';
import type { CallScope } from '../shared/abort.js';
import { requireImageFile } from '../shared/image-file.js';
import { AddressBook } from '../shared/address-book.js';
import { trackingPartialEffects } from '../shared/partial-effects.js';
import { readConsole } from './console-log.js';
import { EventHub } from './event-hub.js';
import { finishRemovals, GuestFolder } from './guest-folder.js';
import { QmpGuest } from './guest.js';
import { HostFolder } from './host-folder.js';
import { checkReach, detectQemu, findInstallation } from './installation.js';
import type { Installation, QmpConfig } from './installation.js';
import { findQemuUser } from './qemu-user.js';
import { listNetworks, listSubnets } from './taps.js';

/** Maximum number of guests that are queried in parallel. */
const MAX_PARALLEL = 64;
const BYTES_PER_MIB = 1024 * 1024;

export const qmpFactory: BackendFactory<QmpConfig> = {
  async detect() {
    const found = await detectQemu();
    return 'reason' in found
      ? { isUsable: false, reason: found.reason }
      : { isUsable: true, reason: `QEMU ${found.version} is installed` };
  },

  locate: ({ dataFolder }) => locationOf(dataFolder),

  findMistake: () =>
    'hosts of the backend qmp cannot be created by a request: a service creates the host of its own machine if its ' +
    'configuration names this backend',

  async findReaderGid({ qemuUser }) {
    const { gid, isForeign } = await findQemuUser(qemuUser);
    return isForeign ? gid : null;
  },

  async open(config: QmpConfig, { signal }: CallOptions): Promise<Backend> {
    signal.throwIfAborted();
    const installation = await findInstallation(config);
    const { dataFolder } = config;
    const hasGuests = () => config.hasGuests(locationOf(dataFolder));
    const hostFolder = await HostFolder.open(dataFolder, installation.user, hasGuests);
    await finishRemovals(dataFolder, installation.user, config.log);
    await checkReach(installation.user, hostFolder.path);
    signal.throwIfAborted();
    const { version, accel, user, hasUserNetworkIsolation } = installation;
    config.log.info({ version, accel, user: user.name, hasUserNetworkIsolation }, 'bare QEMU is ready');
    if (!hasUserNetworkIsolation) {
      config.log.warn(
        {},
        'guests on the network user can reach services that listen only on the loopback of this machine; install passt',
      );
    }
    const backend = new QmpBackend(dataFolder, hostFolder, installation, config.log);
    backend.reconnect();
    return backend;
  },
};

function locationOf(dataFolder: string): HostLocation {
  const ofMachine = { isMachineLocal: true, isOfDataFolder: true, hasGuestsAtOwnAddresses: true };
  return { uri: `qmp://${dataFolder}`, ...ofMachine };
}

class QmpBackend implements Backend {
  readonly name = 'qmp';
  readonly capabilities: Capabilities;
  readonly #dataFolder: string;
  readonly #hostFolder: HostFolder;
  readonly #installation: Installation;
  readonly #log: Log;
  readonly #events = new EventHub();
  readonly #guests = new Map<GuestId, QmpGuest>();
  readonly #machineId = readMachineId();
  readonly #addresses = new AddressBook({
    look: async (guest, signal) => (await this.#guests.get(guest)?.lookForAddresses(signal)) ?? null,
    onChange: (guest) => this.#events.guestChanged(guest),
  });
  #isClosed = false;

  constructor(dataFolder: string, hostFolder: HostFolder, installation: Installation, log: Log) {
    this.#dataFolder = dataFolder;
    this.#hostFolder = hostFolder;
    this.#installation = installation;
    this.#log = log;
    this.capabilities = {
      firmwares: installation.uefi === null ? ['bios'] : ['bios', 'uefi'],
      diskBuses: DISK_BUSES,
      nicModels: NIC_MODELS,
      directKernelBoot: true,
      consoleLog: true,
      cpuMetrics: true,
      diskMetrics: true,
      nicMetrics: true,
      userNetworkIsolation: installation.hasUserNetworkIsolation,
      isMachineLocal: true,
      hasOwnImages: false,
    };
  }

  async describe({ signal }: CallOptions): Promise<HostInfo> {
    await this.#requireHere(signal);
    const { totalBytes } = spaceOf(await untilAborted(statfs(this.#dataFolder), signal));
    return {
      name: os.hostname(),
      uri: locationOf(this.#dataFolder).uri,
      hypervisorId: `qmp:${await this.#machineId}:${this.#dataFolder}`,
      hypervisorVersion: this.#installation.version,
      vcpus: os.cpus().length,
      memoryMib: Math.floor(os.totalmem() / BYTES_PER_MIB),
      diskMib: Math.floor(totalBytes / BYTES_PER_MIB),
    };
  }

  async listNetworks({ signal }: CallOptions): Promise<readonly Network[]> {
    await this.#requireHere(signal);
    return await untilAborted(listNetworks(this.#installation.hasTaps), signal);
  }

  async listSubnets({ signal }: CallOptions): Promise<ReadonlyMap<string, readonly string[]>> {
    await this.#requireHere(signal);
    return await untilAborted(listSubnets(this.#installation.hasTaps), signal);
  }

  async copyImage(image: ImageFile, { signal }: CallOptions): Promise<void> {
    await this.#requireHere(signal);
    await untilAborted(requireImageFile(image), signal);
  }

  async removeImage(_image: Pick<ImageFile, 'sha256'>, { signal }: CallOptions): Promise<boolean> {
    await this.#requireHere(signal);
    return false;
  }

  async listImages({ signal }: CallOptions): Promise<null> {
    await this.#requireHere(signal);
    return null;
  }

  async defineGuest(guest: GuestDefinition, call: WriteOptions & { disks: 'make' | 'keep' }): Promise<Baseline> {
    return await this.#change(guest.id, call, (found) => found.define(guest, call.disks === 'make', call));
  }

  async inspectGuest(
    id: GuestId,
    { signal, expected }: CallOptions & { expected: Baseline | GuestDefinition },
  ): Promise<Inspection | null> {
    return await this.#query(signal, () => this.#guest(id, signal).inspect(expected, { signal }));
  }

  async removeGuest(id: GuestId, call: CallOptions & { expected?: Baseline | null }): Promise<{ left: string[] }> {
    await this.#change(id, call, async (guest) => {
      await guest.remove(call);
      // Other calls may be queued for this guest, so later calls must find the same object.
      if (guest.isIdle && this.#guests.get(id) === guest) this.#guests.delete(id);
    });
    return { left: [] };
  }

  async startGuest(id: GuestId, call: CallOptions & { machine?: MachineChoice }): Promise<{ isRestored: boolean }> {
    await this.#change(id, call, (guest) => guest.start(call));
    return { isRestored: false };
  }

  async shutdownGuest(id: GuestId, call: CallOptions): Promise<void> {
    await this.#change(id, call, (guest) => guest.shutdown(call));
  }

  async restartGuest(id: GuestId, call: CallOptions): Promise<void> {
    await this.#change(id, call, (guest) => guest.restart(call));
  }

  async poweroffGuest(id: GuestId, call: CallOptions): Promise<void> {
    await this.#change(id, call, (guest) => guest.poweroff(call));
  }

  async suspendGuest(id: GuestId, call: CallOptions): Promise<void> {
    await this.#change(id, call, (guest) => guest.suspend(call));
  }

  async observeGuests(which: readonly GuestId[] | 'all', options: CallOptions): Promise<Map<GuestId, Observation>> {
    // A guest that does not respond must not be omitted: if a guest is missing from the result, callers conclude that
    // the host does not know it.
    return await this.#ofEach(which, options, (guest, shared) =>
      guest.observe(shared).catch((error: unknown) => {
        if (shared.signal.aborted || this.#isClosed) throw error;
        this.#log.warn({ ...options.about, error, guest: guest.id }, 'failed to observe a guest');
        return { state: 'unresponsive' } as const;
      }),
    );
  }

  async measureGuests(which: readonly GuestId[] | 'all', options: CallOptions): Promise<Map<GuestId, GuestMetrics>> {
    return await this.#ofEach(which, options, (guest, shared) =>
      which === 'all' ? guest.measureAmongOthers(shared) : guest.measure(shared),
    );
  }

  async readConsoleLog(guest: GuestId, { signal, bytes }: CallOptions & { bytes: number }): Promise<Buffer> {
    return await this.#query(signal, () => readConsole(this.#guest(guest, signal).folder, bytes));
  }

  listenToEvents({ signal }: CallOptions): AsyncIterable<BackendEvent> {
    return this.#events.listen(signal);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#events.close();
    this.#addresses.close();
    for (const guest of this.#guests.values()) guest.close();
    this.#guests.clear();
  }

  /**
   * Connects to the monitors of all running guests, so that their events arrive. If a guest hangs, the driver connects
   * to it when its monitor responds again.
   */
  reconnect(): void {
    this.observeGuests('all', { signal: new AbortController().signal }).catch((error: unknown) => {
      if (!this.#isClosed) this.#log.warn({ error }, 'failed to observe all guests');
    });
  }

  /**
   * Runs `work` for each guest, up to a limit in parallel. If `work` fails for a guest, the result of `all` omits that
   * guest; for named guests the call fails.
   */
  async #ofEach<T>(
    which: readonly GuestId[] | 'all',
    { signal, about }: CallOptions,
    work: (guest: QmpGuest, shared: CallScope) => Promise<T | null>,
  ): Promise<Map<GuestId, T>> {
    return await this.#query(signal, () => this.#workOnEach(which, { signal, about }, work));
  }

  async #workOnEach<T>(
    which: readonly GuestId[] | 'all',
    { signal, about }: CallOptions,
    work: (guest: QmpGuest, shared: CallScope) => Promise<T | null>,
  ): Promise<Map<GuestId, T>> {
    // This shared signal gets more listeners than Node allows by default.
    const shared = { signal: AbortSignal.any([signal]) };
    setMaxListeners(0, shared.signal);
    const queue = [...(which === 'all' ? await this.#hostFolder.listGuests() : which)];
    const results = new Map<GuestId, T>();
    const worker = async (): Promise<void> => {
      for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
        try {
          const result = await work(this.#guest(id, shared.signal), shared);
          if (result !== null) results.set(id, result);
        } catch (error) {
          if (which !== 'all' || !isGuesthouseError(error) || this.#isClosed) throw error;
          this.#log.warn({ ...about, error, guest: id }, 'guest does not respond');
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(MAX_PARALLEL, queue.length) }, worker));
    return results;
  }

  /** The folder is checked again after the query: if it was lost meanwhile, its guests only looked absent. */
  async #query<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#requireHere(signal);
    try {
      return await untilAborted(work(), signal);
    } finally {
      await this.#requireStillHere(signal);
    }
  }

  /** If the folder was lost during the change, the change is `outcome_unknown`, even if it seems to be complete. */
  async #change<T>(id: GuestId, { signal }: CallOptions, work: (guest: QmpGuest) => Promise<T>): Promise<T> {
    await this.#requireHere(signal);
    return await trackingPartialEffects(async (onChange) => {
      try {
        const result = await work(this.#guest(id, signal));
        onChange();
        await this.#requireStillHere(signal);
        return result;
      } catch (error) {
        if (isGuesthouseError(error, 'host_unreachable', 'outcome_unknown', 'guest_unresponsive')) throw error;
        // A refusal or a difference can be a conclusion from missing files.
        onChange();
        await this.#requireStillHere(signal);
        throw error;
      }
    });
  }

  async #requireHere(signal: AbortSignal): Promise<void> {
    this.#check(signal);
    await this.#requireStillHere(signal);
  }

  async #requireStillHere(signal: AbortSignal): Promise<void> {
    await untilAborted(this.#hostFolder.requireHere(), signal);
  }

  #guest(id: GuestId, signal: AbortSignal): QmpGuest {
    this.#check(signal);
    const known = this.#guests.get(id);
    if (known !== undefined) return known;
    const folder = new GuestFolder(this.#dataFolder, id, this.#installation.user);
    const guest = new QmpGuest(id, folder, this.#installation, this.#log, {
      onChanged: (changed) => this.#events.guestChanged(changed),
      addresses: this.#addresses,
    });
    this.#guests.set(id, guest);
    return guest;
  }

  #check(signal: AbortSignal): void {
    signal.throwIfAborted();
    if (this.#isClosed) throw new GuesthouseError('host_unreachable', 'The driver of this host is closed.');
  }
}

async function readMachineId(): Promise<string> {
  const text = await readFile('/etc/machine-id', 'utf8').catch(() => '');
  return text.trim() || os.hostname();
}
