/**
 * The backend `libvirt`: guests as persistent domains of a libvirt daemon, on this or another machine. It uses only
 * libvirt's RPC protocol.
 *
 * Everything about a guest is on its host: a domain `guesthouse-<id>` with our metadata element (guest-metadata.ts),
 * and volumes in the pool `guesthouse` (names.ts). If the service is killed at any point, the next service finds
 * everything again. Several services can observe one host.
 *
 * Not supported: guests of an architecture other than x86-64; NIC counters on the network `user`; vCPU time separate
 * from the time of its thread. Guests of libvirt's own mock (`test:///default`) have a state and nothing else.
 */
import { deadlineSignal } from '../../src/domain/deadline.js';
import type { DiskRoom } from '../../src/domain/disk-room.js';
import { GuesthouseError } from '../../src/domain/errors.js';
import type { SeenAddresses } from '../../src/domain/guest.js';
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
import { untilAborted } from '../shared/abort.js';
import { requireImageFile } from '../shared/image-file.js';
import { AddressBook } from '../shared/address-book.js';
import { knownAddresses } from '../shared/addresses.js';
import { isThisMachine } from '../shared/interfaces.js';
import { Daemon } from './daemon.js';
import type { LifecycleEvent } from './daemon.js';
import {
  changesPower,
  mayChangeMetadata,
  metricsOf,
  observationOf,
  pauseOfStats,
  STATS,
  STATS_ACTIVE_ONLY,
  toGuesthouseError,
  versionOf,
} from './dialect.js';
import { EventHub } from './event-hub.js';
import { LibvirtGuest } from './guest.js';
import { findAddresses } from './guest-addresses.js';
import type { Host } from './host.js';
import { hostUuidOf, inspectHypervisor } from './hypervisor.js';
import type { Hypervisor } from './hypervisor.js';
import { Images } from './images.js';
import { LibvirtVersion } from './libvirt-version.js';
import { guestOf } from './names.js';
import { findNetworks, networksOf } from './networks.js';
import type { GuestMetadata } from './guest-metadata.js';
import { OpenScreens } from './open-screens.js';
import { findSubnets } from './subnets.js';
import { Pool } from './pool.js';
import { PoolSize } from './pool-size.js';
import { DomainIndex } from './domain-index.js';
import { DomainStats } from './domain-stats.js';
import type { StatsRecord } from './domain-stats.js';
import { findStall } from './find-stall.js';
import { inParallel } from './parallel.js';
import { LibvirtError } from './rpc/errors.js';
import { parseLibvirtUri, UnsupportedUri } from './rpc/uri.js';
import type { LibvirtUri } from './rpc/uri.js';
import type { Session } from './session.js';
import { Volumes } from './volumes.js';

const DEFAULT_URI = 'qemu:///system';
const DEFAULT_POOL_PATH = '/var/lib/libvirt/images/guesthouse';

/**
 * The first query makes libvirt inspect every QEMU program of the machine: 8 s on an idle machine, 25 s on a busy one.
 */
const DETECT_DEADLINE_MS = 60_000;
const KIB_PER_MIB = 1024n;

export interface LibvirtConfig extends CommonConfig {
  /** The libvirt daemon; default `qemu:///system`. */
  readonly uri?: string;
  /**
   * Folder on libvirt's host in which the pool `guesthouse` is created; default `/var/lib/libvirt/images/guesthouse`.
   */
  readonly poolPath?: string;
  readonly accel: 'auto' | 'kvm' | 'tcg';
  /** The CPU model of new guests; null: the newest named model that the host can offer. */
  readonly cpuModel?: string | null;
  /** Whether the pool has room for images and for the disks of guests. */
  readonly room: DiskRoom;
}

export const libvirtFactory: BackendFactory<LibvirtConfig> = {
  async detect(config) {
    const uri = config.uri ?? DEFAULT_URI;
    try {
      const backend = await LibvirtBackend.open(config, deadlineSignal(DETECT_DEADLINE_MS));
      await backend.close();
      return { isUsable: true, reason: `libvirt responds at ${parseLibvirtUri(uri).toString()}` };
    } catch (error) {
      const cause = error instanceof GuesthouseError && error.cause instanceof Error ? error.cause : error;
      const why = cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause);
      return { isUsable: false, reason: `libvirt is not available: ${why}` };
    }
  },

  locate(config) {
    const uri = parseUri(config.uri ?? DEFAULT_URI);
    const hasGuestsAtOwnAddresses = isOnThisMachine(uri) && uri.driver === 'qemu';
    return { uri: uri.toString(), isMachineLocal: isLocal(uri), isOfDataFolder: false, hasGuestsAtOwnAddresses };
  },

  findMistake(text) {
    try {
      parseLibvirtUri(text);
      return null;
    } catch (error) {
      if (!(error instanceof UnsupportedUri)) throw error;
      return error.message;
    }
  },

  /** The driver sends images over its connection to the daemon, so QEMU never reads our files. */
  findReaderGid: async () => null,

  async open(config: LibvirtConfig, { signal }: CallOptions): Promise<Backend> {
    return await LibvirtBackend.open(config, signal);
  },
};

class LibvirtBackend implements Backend {
  readonly name = 'libvirt';
  readonly capabilities: Capabilities;
  readonly #uri: LibvirtUri;
  readonly #log: Log;
  readonly #host: Host;
  readonly #events: EventHub;
  readonly #openScreens: OpenScreens;
  readonly #domainStats: DomainStats;
  readonly #addresses: AddressBook;
  readonly #guests = new Map<GuestId, { readonly guest: LibvirtGuest; users: number }>();
  readonly #poolSize: PoolSize;
  #info: Promise<Omit<HostInfo, 'name' | 'diskMib'>> | null = null;

  private constructor(uri: LibvirtUri, host: Host, events: EventHub, log: Log) {
    this.#uri = uri;
    this.#host = host;
    this.#events = events;
    this.#openScreens = new OpenScreens(host.daemon);
    this.#poolSize = new PoolSize(host.daemon);
    this.#domainStats = new DomainStats(host.daemon, (guest) => events.guestChanged(guest));
    this.#addresses = new AddressBook({
      look: (guest, signal) => this.#lookForAddresses(guest, signal),
      onChange: (guest) => events.guestChanged(guest),
    });
    this.#log = log;
    this.capabilities = capabilitiesOf(host);
  }

  static async open(config: LibvirtConfig, signal: AbortSignal): Promise<LibvirtBackend> {
    signal.throwIfAborted();
    const uri = parseUri(config.uri ?? DEFAULT_URI);
    const events = new EventHub();
    let backend: LibvirtBackend | null = null;
    const listener = {
      onUp: () => {
        backend?.forgetAll();
        events.restored();
      },
      onLoss: (why: unknown) => events.lost(why),
      onEvent: (event: LifecycleEvent) => backend?.heard(event),
    };
    const daemon = await Daemon.open(uri, config.log, listener, signal);
    try {
      const hypervisor = await inspectHypervisor(await daemon.mainConnection(signal), config, signal);
      const { domainType: type, hasUefi } = hypervisor;
      config.log.info({ uri: uri.toString(), type, hasUefi }, 'libvirt is ready');
      backend = new LibvirtBackend(uri, makeHost(daemon, hypervisor, uri, config), events, config.log);
      return backend;
    } catch (error) {
      await daemon.close();
      throw error;
    }
  }

  async describe({ signal }: CallOptions): Promise<HostInfo> {
    return await this.#translated(signal, async () => {
      const { daemon } = this.#host;
      // Facts that do not change are queried once for each connection. Querying the name proves that the daemon
      // responds now.
      this.#info ??= this.#readInfo().catch((error: unknown) => {
        this.#info = null;
        throw error;
      });
      const [info, diskMib, { hostname }] = await Promise.all([
        untilAborted(this.#info, signal),
        untilAborted(this.#poolSize.read(), signal),
        daemon.query('ConnectGetHostname', undefined, signal),
      ]);
      return { ...info, name: hostname, diskMib };
    });
  }

  async listNetworks({ signal }: CallOptions): Promise<readonly Network[]> {
    return await this.#translated(signal, async () => {
      const { daemon, isLocal } = this.#host;
      return networksOf(await findNetworks(daemon, isLocal, signal));
    });
  }

  async listSubnets({ signal }: CallOptions): Promise<ReadonlyMap<string, readonly string[]>> {
    return await this.#translated(signal, async () => {
      return await findSubnets(this.#host.daemon, isOnThisMachine(this.#uri), signal);
    });
  }

  async copyImage(image: ImageFile, call: CallOptions): Promise<void> {
    if (!this.capabilities.hasOwnImages) return await requireImageFile(image);
    await this.#withSession(call, (session) => this.#host.images.copy(image, call, session));
  }

  async removeImage({ sha256 }: Pick<ImageFile, 'sha256'>, call: CallOptions): Promise<boolean> {
    if (!this.capabilities.hasOwnImages) return false;
    return await this.#withSession(call, (session) => this.#host.images.remove(sha256, call, session));
  }

  async listImages(call: CallOptions): Promise<ReadonlyMap<string, number> | null> {
    if (!this.capabilities.hasOwnImages) return null;
    return await this.#withSession(call, (session) => this.#host.images.list(session, call.signal));
  }

  async defineGuest(definition: GuestDefinition, call: WriteOptions & { disks: 'make' | 'keep' }): Promise<Baseline> {
    this.#domainStats.add(definition.id);
    return await this.#with(definition.id, call, (guest) => guest.define(definition, call.disks === 'make', call));
  }

  async inspectGuest(
    id: GuestId,
    call: CallOptions & { expected: Baseline | GuestDefinition },
  ): Promise<Inspection | null> {
    return await this.#with(id, call, (guest) => guest.inspect(call.expected, call));
  }

  async removeGuest(id: GuestId, call: CallOptions & { expected?: Baseline | null }): Promise<{ left: string[] }> {
    return { left: await this.#with(id, call, (guest) => guest.remove(call)) };
  }

  async startGuest(id: GuestId, call: CallOptions): Promise<{ isRestored: boolean }> {
    return { isRestored: await this.#with(id, call, (guest) => guest.start(call)) };
  }

  async shutdownGuest(id: GuestId, call: CallOptions): Promise<void> {
    await this.#with(id, call, (guest) => guest.shutdown(call));
  }

  async restartGuest(id: GuestId, call: CallOptions): Promise<void> {
    await this.#with(id, call, (guest) => guest.restart(call));
  }

  async poweroffGuest(id: GuestId, call: CallOptions): Promise<void> {
    await this.#with(id, call, (guest) => guest.poweroff(call));
  }

  async suspendGuest(id: GuestId, call: CallOptions): Promise<void> {
    await this.#with(id, call, (guest) => guest.suspend(call));
  }

  async observeGuests(which: readonly GuestId[] | 'all', { signal }: CallOptions): Promise<Map<GuestId, Observation>> {
    const isReal = this.#host.hypervisor.kind !== 'test';
    return await this.#translated(signal, async () => {
      const pauses = new Map<GuestId, ReturnType<typeof pauseOfStats>>();
      const nics = new Map<GuestId, GuestMetadata['nics']>();
      const { found, hung } = await this.#ofEach(
        which,
        { stats: STATS.state, flags: 0 },
        signal,
        (params, metadata, id) => {
          pauses.set(id, pauseOfStats(params));
          nics.set(id, metadata.nics);
          return observationOf(params, metadata);
        },
      );
      const running = [...found].filter(([, { state }]) => state === 'running').map(([id]) => id);
      // Only a response of its QEMU proves that a guest responds.
      if (isReal) await this.#domainStats.probe(running, signal);
      const silent = isReal ? await this.#domainStats.unresponsiveAmong([...found.keys()], signal) : new Set<GuestId>();
      for (const id of [...hung, ...silent]) found.set(id, { state: 'unresponsive' });
      if (!isReal) return found;
      await inParallel([...found], async ([id, seen]) => {
        if (seen.state !== 'suspended') return;
        const stall = await findStall(this.#host.daemon, id, pauses.get(id) ?? null, signal);
        if (stall !== null) found.set(id, { ...seen, stall });
      });
      const powered = [...found].filter(([, { state }]) => state === 'running' || state === 'suspended');
      const open = await this.#openScreens.findAmong(
        powered.map(([id]) => id),
        signal,
      );
      return new Map(
        [...found].map(([id, seen]) => {
          const addressed = this.#withAddresses(id, seen, nics.get(id) ?? []);
          return [id, open.has(id) ? { ...addressed, powerCycleReason: 'vnc_without_password' } : addressed];
        }),
      );
    });
  }

  async measureGuests(which: readonly GuestId[] | 'all', { signal }: CallOptions): Promise<Map<GuestId, GuestMetrics>> {
    const wanted = STATS.state | STATS.cpuTotal | STATS.vcpu | STATS.nic | STATS.block;
    const stats = this.#host.hypervisor.kind === 'test' ? STATS.state : wanted;
    return await this.#translated(signal, async () => {
      const { found, hung } = await this.#ofEach(which, { stats, flags: STATS_ACTIVE_ONLY }, signal, metricsOf);
      if (which !== 'all' && which.length === 1 && hung.size > 0)
        throw new GuesthouseError('guest_unresponsive', 'The virtual machine of the guest does not respond.');
      return found;
    });
  }

  async readConsoleLog(id: GuestId, { signal, bytes }: CallOptions & { bytes: number }): Promise<Buffer> {
    return await this.#translated(signal, () => this.#host.volumes.readConsole(id, bytes, signal));
  }

  listenToEvents({ signal }: CallOptions): AsyncIterable<BackendEvent> {
    return this.#events.listen(signal);
  }

  async close(): Promise<void> {
    this.#events.close();
    this.#addresses.close();
    await this.#host.daemon.close();
  }

  /** Called when the connection was restored, because events may have been missed. */
  forgetAll(): void {
    this.#host.domainIndex.forgetAll();
    this.#openScreens.forgetAll();
    this.#domainStats.forgetAll();
    this.#info = null;
    for (const { guest } of this.#guests.values()) guest.changed();
  }

  heard({ dom, event }: LifecycleEvent): void {
    const id = guestOf(dom);
    // The entry is found by the UUID, because `guestOf` no longer recognizes a domain of ours that was renamed.
    if (mayChangeMetadata(event)) this.#host.domainIndex.forget(dom.uuid as GuestId);
    if (id === null) return;
    this.#openScreens.forget(id);
    if (changesPower(event)) this.#addresses.forget(id);
    this.#events.guestChanged(id);
    this.#guests.get(id)?.guest.changed();
  }

  /**
   * Makes one call for all guests (B6), and reads the metadata that is not cached. `hung`: guests whose domains hang,
   * and which are therefore missing from `found`.
   */
  async #ofEach<T>(
    which: readonly GuestId[] | 'all',
    wanted: { stats: number; flags: number },
    signal: AbortSignal,
    convert: (params: StatsRecord['params'], metadata: GuestMetadata, id: GuestId) => T | null,
  ): Promise<{ found: Map<GuestId, T>; hung: ReadonlySet<GuestId> }> {
    const found = new Map<GuestId, T>();
    const { records, hung } = await this.#domainStats.read(which, wanted, signal);
    const ours = await this.#host.domainIndex.metadataOf(
      records.map(({ dom }) => dom),
      signal,
    );
    for (const { dom, params } of records) {
      const id = guestOf(dom);
      const metadata = id === null ? undefined : ours.get(id);
      if (id === null || metadata === undefined) continue;
      const result = convert(params, metadata, id);
      if (result !== null) found.set(id, result);
    }
    return { found, hung };
  }

  #withAddresses(id: GuestId, seen: Observation, nics: GuestMetadata['nics']): Observation {
    const { state } = seen;
    if (state === 'running' || state === 'suspended') {
      if (nics.length === 0) return seen;
      const found = state === 'running' ? this.#addresses.of(id) : this.#addresses.lastSeen(id);
      const addresses = { ...knownAddresses(nics), ...found };
      return Object.keys(addresses).length === 0 ? seen : { ...seen, addresses };
    }
    if (state === 'stopped' || state === 'crashed') this.#addresses.forget(id);
    return seen;
  }

  async #lookForAddresses(id: GuestId, signal: AbortSignal): Promise<SeenAddresses | null> {
    const { daemon, domainIndex } = this.#host;
    const metadata = await domainIndex.find(id, signal);
    return metadata === null || metadata === 'foreign' ? null : await findAddresses(daemon, id, metadata, signal);
  }

  async #readInfo(): Promise<Omit<HostInfo, 'name' | 'diskMib'>> {
    const { daemon } = this.#host;
    const signal = daemon.closing;
    const [node, { hvVer }, hypervisorId] = await Promise.all([
      daemon.query('NodeGetInfo', undefined, signal),
      daemon.query('ConnectGetVersion', undefined, signal),
      this.#readIdentity(signal),
    ]);
    return {
      uri: this.#uri.toString(),
      hypervisorId,
      hypervisorVersion: versionOf(hvVer),
      vcpus: node.cpus,
      memoryMib: Number(node.memory / KIB_PER_MIB),
    };
  }

  /**
   * The UUID of the machine, with the driver: the daemon of the machine and that of a user have different guests. A
   * machine without a UUID of its own gets another one at each start of its daemon.
   */
  async #readIdentity(signal: AbortSignal): Promise<string | null> {
    try {
      const { capabilities } = await this.#host.daemon.query('ConnectGetCapabilities', undefined, signal);
      const uuid = hostUuidOf(capabilities);
      if (uuid === null) return null;
      const isOfUser = this.#uri.transport === 'unix' && this.#uri.isSession;
      return `libvirt:${uuid}:${this.#uri.name}${isOfUser ? `:${process.getuid?.() ?? ''}` : ''}`;
    } catch (error) {
      if (error instanceof LibvirtError) return null;
      throw error;
    }
  }

  /** A guest object is kept only while calls use it, because it holds no state beyond its calls. */
  async #with<T>(id: GuestId, { signal }: CallOptions, work: (guest: LibvirtGuest) => Promise<T>): Promise<T> {
    const slot = this.#guests.get(id) ?? { guest: new LibvirtGuest(id, this.#host), users: 0 };
    this.#guests.set(id, slot);
    slot.users += 1;
    try {
      return await this.#translated(signal, () => work(slot.guest));
    } finally {
      slot.users -= 1;
      // libvirt may still be working on an aborted call, so the next call must find the same queue.
      void slot.guest.whenIdle().then(() => {
        if (slot.users === 0 && slot.guest.isIdle && this.#guests.get(id) === slot) this.#guests.delete(id);
      });
    }
  }

  async #withSession<T>(call: CallOptions, work: (session: Session) => Promise<T>): Promise<T> {
    return await this.#translated(call.signal, () => this.#host.daemon.withSession(call, work));
  }

  async #translated<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      const ours = toGuesthouseError(error);
      if (ours === error && !(error instanceof GuesthouseError))
        this.#log.debug({ err: error }, 'unexpected failure in the libvirt driver');
      throw ours;
    }
  }
}

function parseUri(text: string): LibvirtUri {
  try {
    return parseLibvirtUri(text);
  } catch (error) {
    if (!(error instanceof UnsupportedUri)) throw error;
    throw new GuesthouseError('unsupported_by_backend', `GUESTHOUSE_LIBVIRT_URI: ${error.message}.`, { cause: error });
  }
}

function makeHost(daemon: Daemon, hypervisor: Hypervisor, uri: LibvirtUri, config: LibvirtConfig): Host {
  const domainIndex = new DomainIndex(daemon);
  const readerGid = hypervisor.qemuOwner?.gid ?? null;
  const pool = new Pool(daemon, domainIndex, config.poolPath ?? DEFAULT_POOL_PATH, { room: config.room, readerGid });
  const images = new Images(pool, domainIndex);
  const volumes = new Volumes(daemon, pool, hypervisor.qemuOwner);
  const version = new LibvirtVersion(daemon);
  return { daemon, domainIndex, pool, images, volumes, hypervisor, isLocal: isLocal(uri), version };
}

function isLocal({ transport }: LibvirtUri): boolean {
  return transport === 'unix';
}

/** Whether the guests of the daemon are on the networks of this machine, however the daemon is reached. */
function isOnThisMachine(uri: LibvirtUri): boolean {
  return uri.transport === 'unix' || isThisMachine(uri.host);
}

function capabilitiesOf({ hypervisor, isLocal }: Host): Capabilities {
  const isReal = hypervisor.kind === 'qemu';
  return {
    firmwares: hypervisor.hasUefi ? ['bios', 'uefi'] : ['bios'],
    diskBuses: DISK_BUSES,
    nicModels: NIC_MODELS,
    directKernelBoot: isReal,
    consoleLog: isReal,
    cpuMetrics: isReal,
    diskMetrics: isReal,
    nicMetrics: isReal,
    // libvirt 9.0 can run passt, but not with an option that leaves the gateway unmapped, so guests use QEMU's own
    // network.
    userNetworkIsolation: !isReal,
    isMachineLocal: isLocal,
    hasOwnImages: isReal,
  };
}
