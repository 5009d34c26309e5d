/**
 * A libvirt daemon with a few guests. It keeps just enough state for everything that the driver does: later
 * queries show each change. A test can make it disappear, either after its reply to the n-th change (`loseAfter`) or
 * instead of that reply (`loseReplyTo`), and then the daemon stays unreachable. Or the test can cut only the connection
 * of a change (`cutAfterEachOf`).
 *
 * For a loss after a reply, the daemon sends the reply and an invalid packet in one write. So the connection is lost
 * before the driver has processed the reply, and nothing more can be sent on it.
 */
import { basename } from 'node:path';
import { DOMAINS_WITH_CHECKPOINT } from '../../backends/libvirt/dialect.js';
import { PROCEDURES } from '../../backends/libvirt/rpc/procedures.js';
import type { ArgsOf, ProcedureName, ResultOf } from '../../backends/libvirt/rpc/procedures.js';
import type { TypedParam } from '../../backends/libvirt/rpc/structures.js';
import {
  afterHandshake,
  confirmationOf,
  dataOf,
  eventOf,
  refusalOf,
  replyTo,
  ScriptedLibvirt,
} from './scripted-libvirt.js';
import type { Peer, Received } from './scripted-libvirt.js';

const NOTHING = Buffer.alloc(0);
const NO_PACKET = Buffer.alloc(64, 0xff);
/** virErrorNumber. */
const REFUSAL = { noDomain: 42, noPool: 49, noVolume: 50, invalid: 55 } as const;
/** virDomainState, with its reason. */
export const STATE = {
  running: [1, 1],
  paused: [3, 1],
  ioerror: [3, 5],
  watchdog: [3, 6],
  shutoff: [5, 1],
  crashed: [5, 3],
} as const;
const PAUSED: readonly StateName[] = ['paused', 'ioerror', 'watchdog'];
const POOL = { name: 'guesthouse', uuid: '00000000-0000-4000-8000-000000000001' };
const POOL_RUNNING = 2;
const STREAM_FINISHED = 0;

type StateName = keyof typeof STATE;

/** A domain that the driver has defined. */
interface SimulatedDomain {
  readonly name: string;
  readonly uuid: string;
  metadata: string;
  xml: string;
  state: StateName;
}

type Results = { readonly [P in ProcedureName]?: (args: ArgsOf<P>) => ResultOf<P> };

/** Thrown to refuse a call. */
class Refused extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`refused: ${code}`);
    this.code = code;
  }
}

export class SimulatedLibvirt {
  /** By UUID. */
  readonly domains = new Map<string, SimulatedDomain>();
  /** The length of each volume's file, by the name of the volume. */
  readonly volumes = new Map<string, number>();
  /** The beginnings of qcow2 files. */
  readonly #headers = new Map<string, Buffer>();
  hasPool = false;
  /** The free space of the pool's file system. libvirt reports a new value only after a refresh. */
  freeBytes = 1n << 40n;
  #knownFreeBytes = 0n;
  /** The calls, in order, without those that only open or keep a connection. */
  readonly calls: ProcedureName[] = [];
  /** Those of them that change something. */
  readonly changes: ProcedureName[] = [];
  /** The guest's state after its power is cut. */
  endsAs: 'shutoff' | 'crashed' = 'shutoff';
  /** Another client suspends the guest right before the next reply to this procedure. */
  suspendedBefore: ProcedureName | null = null;
  /** The changes that the daemon confirms without carrying them out. */
  readonly pretends = new Set<ProcedureName>();
  /** The error of a disk that the guest meets when it runs: 1 unspecified, 2 no space; null if its disks work. */
  diskError: 1 | 2 | null = null;
  #cuts = 0;
  #lossAt: { readonly change: number; readonly isReplied: boolean } | null = null;
  #isGone = false;
  #server: ScriptedLibvirt | null = null;

  static async listen(): Promise<SimulatedLibvirt> {
    const libvirt = new SimulatedLibvirt();
    const script = afterHandshake((call, peer) => libvirt.#take(call, peer), { hasKeepalive: false });
    libvirt.#server = await ScriptedLibvirt.listen((call, peer) => {
      if (libvirt.#isGone) peer.socket.destroy();
      else script(call, peer);
    });
    return libvirt;
  }

  get uri(): string {
    return `qemu+unix:///system?socket=${this.#server?.path}`;
  }

  /** The only domain; null: there is none. */
  get domain(): SimulatedDomain | null {
    return [...this.domains.values()][0] ?? null;
  }

  /** Makes the daemon unreachable. */
  leave(): void {
    this.#isGone = true;
    for (const { socket } of this.#peers()) socket.end();
  }

  /** Cuts all connections, like a daemon that restarts. New connections are accepted. */
  cutConnections(): void {
    for (const { socket } of this.#peers()) socket.end();
  }

  /** Makes the daemon unreachable after its replies to this many further changes. */
  loseAfter(changes: number): void {
    this.#lossAt = { change: this.changes.length + changes, isReplied: true };
  }

  /** Makes the daemon unreachable instead of replying to the n-th change from now on. It carries out that change. */
  loseReplyTo(change: number): void {
    this.#lossAt = { change: this.changes.length + change, isReplied: false };
  }

  /**
   * Cuts the connection after each of the next changes, this many times. Other connections stay, and new ones are
   * accepted.
   */
  cutAfterEachOf(changes: number): void {
    this.#cuts = changes;
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  #take(call: Received, peer: Peer): void {
    const respond = this.#results[call.name] as ((args: unknown) => ResultOf<ProcedureName>) | undefined;
    if (respond === undefined) throw new Error(`${call.name} is not simulated`);
    this.calls.push(call.name);
    if (call.name === this.suspendedBefore) {
      for (const domain of this.domains.values()) domain.state = 'paused';
      this.suspendedBefore = null;
    }
    let result: ResultOf<ProcedureName>;
    try {
      result = this.pretends.has(call.name) ? this.#unchanged(call.name) : respond(call.args);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      peer.send(refusalOf(call, { code: error.code }));
      return;
    }
    const reply = replyTo(call, call.name, result);
    if (call.name === 'StorageVolDownload') {
      const { vol } = call.args as ArgsOf<'StorageVolDownload'>;
      peer.send(reply, dataOf(call, this.#headers.get(vol.name) ?? NOTHING), dataOf(call, NOTHING));
      const isFinished = () => peer.onStream.some(({ serial }) => serial === call.serial);
      peer.until(isFinished).then(
        () => peer.send(confirmationOf(call)),
        () => undefined,
      );
    } else if (call.name === 'StorageVolUpload') {
      peer.send(reply);
      // This fails only if the upload is aborted. Then nothing was changed, and no client waits.
      this.#takeUpload(call, peer).catch(() => undefined);
    } else if (!PROCEDURES[call.name].changes) peer.send(reply);
    else this.#changed(call.name, reply, peer);
  }

  /** The reply to a change that was not carried out. */
  #unchanged(name: ProcedureName): ResultOf<ProcedureName> {
    return name === 'DomainCreateWithFlags' || name === 'DomainDefineXMLFlags'
      ? { dom: handleOf(this.#found(this.domain ?? undefined)) }
      : undefined;
  }

  async #takeUpload(call: Received, peer: Peer): Promise<void> {
    const packets = () => peer.onStream.filter(({ serial }) => serial === call.serial);
    await peer.until(() => packets().some(({ status }) => status === STREAM_FINISHED));
    const { vol } = call.args as ArgsOf<'StorageVolUpload'>;
    this.volumes.set(
      vol.name,
      packets().reduce((sum, { data }) => sum + data.length, 0),
    );
    this.#changed('StorageVolUpload', confirmationOf(call), peer);
  }

  #changed(name: ProcedureName, reply: Buffer, peer: Peer): void {
    this.changes.push(name);
    const loss = this.#lossAt?.change === this.changes.length ? this.#lossAt : null;
    const isLost = loss !== null || this.#cuts > 0;
    if (this.#cuts > 0) this.#cuts--;
    // The event makes a caller that waits for a change of the guest query immediately, instead of at its next interval.
    if (loss !== null) for (const each of this.#peers()) if (each !== peer) each.send(this.#event());
    if (loss?.isReplied !== false) peer.send(reply, isLost ? NO_PACKET : Buffer.alloc(0));
    if (loss !== null) this.leave();
  }

  #peers(): Peer[] {
    return (this.#server?.peers ?? []).filter(({ socket }) => socket.writable);
  }

  #event(): Buffer {
    const suspended = 3;
    const events = [...this.domains.values()].map((domain) =>
      eventOf('DomainEventCallbackLifecycle', {
        callbackID: 1,
        msg: { dom: handleOf(domain), event: suspended, detail: 0 },
      }),
    );
    return Buffer.concat(events);
  }

  readonly #results: Results = {
    ConnectGetType: () => ({ type: 'QEMU' }),
    ConnectGetVersion: () => ({ hvVer: 9_000_000n }),
    ConnectGetLibVersion: () => ({ libVer: 9_000_000n }),
    ConnectGetHostname: () => ({ hostname: 'pretended' }),
    ConnectGetCapabilities: () => ({ capabilities: '<capabilities/>' }),
    ConnectGetDomainCapabilities: () => ({ capabilities: '<domainCapabilities/>' }),
    ConnectDomainEventCallbackRegisterAny: () => ({ callbackID: 1 }),
    NodeGetInfo: () => ({
      ...{ model: Array.from({ length: 32 }, () => 0), memory: 4n * 1024n * 1024n, cpus: 2, mhz: 1 },
      ...{ nodes: 1, sockets: 1, cores: 2, threads: 1 },
    }),
    ConnectListAllNetworks: () => ({ nets: [], ret: 0 }),
    ConnectListAllDomains: ({ flags }) => {
      const areListed = (flags & DOMAINS_WITH_CHECKPOINT) === 0;
      return { domains: areListed ? [...this.domains.values()].map(handleOf) : [], ret: 0 };
    },
    ConnectGetAllDomainStats: ({ doms }) => {
      const isSelected = ({ uuid }: SimulatedDomain) => doms.length === 0 || doms.some((each) => each.uuid === uuid);
      const retStats = [...this.domains.values()].filter(isSelected).map((domain) => {
        const [state, reason] = STATE[domain.state];
        const params: TypedParam[] = [
          { field: 'state.state', type: 'int', value: state },
          { field: 'state.reason', type: 'int', value: reason },
        ];
        return { dom: handleOf(domain), params };
      });
      return { retStats };
    },
    DomainLookupByName: ({ name }) => ({
      dom: handleOf(this.#found([...this.domains.values()].find((domain) => domain.name === name))),
    }),
    DomainLookupByUUID: ({ uuid }) => ({ dom: handleOf(this.#get(uuid)) }),
    DomainGetMetadata: ({ dom }) => ({ metadata: this.#get(dom.uuid).metadata }),
    DomainGetControlInfo: () => ({ state: 0, details: 0, stateTime: 0n }),
    DomainGetDiskErrors: () => ({ errors: [{ disk: 'vda', error: this.diskError ?? 0 }], nerrors: 1 }),
    DomainGetXMLDesc: ({ dom }) => ({ xml: this.#get(dom.uuid).xml }),
    DomainHasManagedSaveImage: () => ({ result: 0 }),
    DomainListAllSnapshots: () => ({ snapshots: [], ret: 0 }),
    DomainGetState: ({ dom }) => {
      const [state, reason] = STATE[this.#get(dom.uuid).state];
      return { state, reason };
    },
    DomainDefineXMLFlags: ({ xml }) => {
      const [, name = '', uuid = ''] = /<name>(guesthouse-([^<]+))<\/name>/.exec(xml) ?? [];
      const [, metadata = ''] = /<metadata>([\s\S]*)<\/metadata>/.exec(xml) ?? [];
      const domain = { name, uuid, metadata, xml, state: this.domains.get(uuid)?.state ?? ('shutoff' as const) };
      this.domains.set(uuid, domain);
      return { dom: handleOf(domain) };
    },
    DomainSetMetadata: ({ dom, metadata }) => {
      this.#get(dom.uuid).metadata = metadata ?? '';
    },
    DomainUndefineFlags: ({ dom }) => {
      this.domains.delete(this.#get(dom.uuid).uuid);
    },
    DomainCreateWithFlags: ({ dom }) => ({ dom: handleOf(this.#turn(dom.uuid, ['shutoff', 'crashed'], 'running')) }),
    DomainDestroyFlags: ({ dom }) => void this.#turn(dom.uuid, ['running', ...PAUSED], this.endsAs),
    DomainShutdownFlags: ({ dom }) => void this.#turn(dom.uuid, ['running'], 'running'),
    DomainReset: ({ dom }) => void this.#turn(dom.uuid, ['running', ...PAUSED], this.#get(dom.uuid).state),
    DomainSuspend: ({ dom }) => void this.#turn(dom.uuid, ['running'], 'paused'),
    DomainResume: ({ dom }) => void this.#turn(dom.uuid, PAUSED, this.diskError === null ? 'running' : 'ioerror'),
    StoragePoolLookupByName: () => {
      if (!this.hasPool) throw new Refused(REFUSAL.noPool);
      return { pool: POOL };
    },
    StoragePoolDefineXML: () => ({ pool: POOL }),
    StoragePoolGetXMLDesc: () => ({ xml: '<pool><target><path>/pool</path></target></pool>' }),
    StoragePoolGetInfo: () => ({
      ...{ state: this.hasPool ? POOL_RUNNING : 0, capacity: 1n << 40n, allocation: 0n },
      available: this.#knownFreeBytes,
    }),
    StoragePoolBuild: () => undefined,
    StoragePoolSetAutostart: () => undefined,
    StoragePoolCreate: () => {
      this.hasPool = true;
    },
    StoragePoolRefresh: () => {
      this.#knownFreeBytes = this.freeBytes;
    },
    StoragePoolListAllVolumes: () => ({ vols: [...this.volumes.keys()].map(volumeOf), ret: 0 }),
    StorageVolLookupByName: ({ name }) => {
      if (!this.volumes.has(name)) throw new Refused(REFUSAL.noVolume);
      return { vol: volumeOf(name) };
    },
    StorageVolLookupByPath: ({ path }) => {
      const name = basename(path);
      if (!this.volumes.has(name)) throw new Refused(REFUSAL.noVolume);
      return { vol: volumeOf(name) };
    },
    StorageVolGetInfo: ({ vol }) => ({
      ...{ type: 0, capacity: BigInt(this.volumes.get(vol.name) ?? 0), allocation: 0n },
    }),
    StorageVolGetPath: ({ vol }) => ({ name: vol.key }),
    StorageVolGetInfoFlags: ({ vol }) => ({
      ...{ type: 0, capacity: 0n, allocation: BigInt(this.volumes.get(vol.name) ?? 0) },
    }),
    StorageVolCreateXML: ({ xml }) => this.#make(xml),
    StorageVolCreateXMLFrom: ({ xml }) => this.#make(xml),
    StorageVolUpload: () => undefined,
    StorageVolDownload: () => undefined,
    StorageVolResize: ({ vol, capacity }) => {
      this.volumes.set(vol.name, Number(capacity));
    },
    StorageVolDelete: ({ vol }) => {
      if (!this.volumes.delete(vol.name)) throw new Refused(REFUSAL.noVolume);
    },
  };

  #get(uuid: string): SimulatedDomain {
    return this.#found(this.domains.get(uuid));
  }

  #found(domain: SimulatedDomain | undefined): SimulatedDomain {
    if (domain === undefined) throw new Refused(REFUSAL.noDomain);
    return domain;
  }

  #turn(uuid: string, from: readonly StateName[], to: StateName): SimulatedDomain {
    const domain = this.#get(uuid);
    if (!from.includes(domain.state)) throw new Refused(REFUSAL.invalid);
    domain.state = to;
    return domain;
  }

  #make(xml: string): ResultOf<'StorageVolCreateXML'> {
    const name = /<name>([^<]+)<\/name>/.exec(xml)?.[1] ?? '';
    this.volumes.set(name, 0);
    if (/<format type=["']qcow2/.test(xml)) this.#headers.set(name, qcow2Header(xml));
    return { vol: volumeOf(name) };
  }
}

function handleOf({ name, uuid, state }: SimulatedDomain): { name: string; uuid: string; id: number } {
  return { name, uuid, id: state === 'running' || PAUSED.includes(state) ? 1 : -1 };
}

/** The header of the file that libvirt makes for the XML of a volume. */
function qcow2Header(xml: string): Buffer {
  const capacity = /<capacity[^>]*>(\d+)</.exec(xml)?.[1] ?? '0';
  const backing = /<backingStore>\s*<path>([^<]+)</.exec(xml)?.[1] ?? '';
  const header = Buffer.alloc(104);
  header.write('QFI\xfb', 'latin1');
  header.writeUInt32BE(3, 4);
  header.writeBigUInt64BE(backing === '' ? 0n : BigInt(header.length), 8);
  header.writeUInt32BE(backing.length, 16);
  header.writeBigUInt64BE(BigInt(capacity), 24);
  return Buffer.concat([header, Buffer.from(backing)]);
}

function volumeOf(name: string): { pool: string; name: string; key: string } {
  return { pool: POOL.name, name, key: `/pool/${name}` };
}
