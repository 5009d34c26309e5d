/**
 * A libvirt daemon with at most one guest. It keeps just enough state for everything that the driver does: later
 * queries show each change. A test can make it disappear, after the n-th change was answered (`loseAfter`) or instead
 * of that answer (`loseReplyOf`), and from then on it is unreachable; or only the connection of the change is lost
 * (`cutAfterEachOf`).
 *
 * Lost after an answer: in one write with the answer comes an invalid packet. So the connection is lost before the
 * driver has read the answer, and nothing more can be sent on it in any case.
 */
import { PROCEDURES } from '../../backends/libvirt/rpc/procedures.js';
import type { ArgsOf, ProcedureName, ResultOf } from '../../backends/libvirt/rpc/procedures.js';
import type { TypedParam } from '../../backends/libvirt/rpc/structures.js';
import { afterHandshake, confirmationOf, eventOf, refusalOf, replyTo, ScriptedLibvirt } from './scripted-libvirt.js';
import type { Peer, Received } from './scripted-libvirt.js';

const NO_PACKET = Buffer.alloc(64, 0xff);
/** virErrorNumber. */
const REFUSAL = { noDomain: 42, noPool: 49, noVolume: 50, invalid: 55 } as const;
/** virDomainState, with its reason. */
export const STATE = { running: [1, 1], paused: [3, 1], shutoff: [5, 1], crashed: [5, 3] } as const;
const POOL = { name: 'guesthouse', uuid: '00000000-0000-4000-8000-000000000001' };
const POOL_RUNNING = 2;
const STREAM_FINISHED = 0;

type StateName = keyof typeof STATE;
type Answers = { readonly [P in ProcedureName]?: (args: ArgsOf<P>) => ResultOf<P> };

/** Thrown to refuse a call. */
class Refused extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`refused: ${code}`);
    this.code = code;
  }
}

export class PretendedLibvirt {
  /** The guest's domain: its name, UUID, metadata, definition, state. */
  domain: { name: string; uuid: string; metadata: string; xml: string; state: StateName } | null = null;
  /** Name → length of its file. */
  readonly volumes = new Map<string, number>();
  hasPool = false;
  /** The changes, in order. */
  readonly changes: ProcedureName[] = [];
  /** The guest's state after its power was cut. */
  endsAs: 'shutoff' | 'crashed' = 'shutoff';
  /** Another client suspends the guest right before the next response to this procedure. */
  suspendedBefore: ProcedureName | null = null;
  #cuts = 0;
  #lossAt: { readonly change: number; readonly isAnswered: boolean } | null = null;
  #isGone = false;
  #server: ScriptedLibvirt | null = null;

  static async listen(): Promise<PretendedLibvirt> {
    const libvirt = new PretendedLibvirt();
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

  /** Unreachable now. */
  leave(): void {
    this.#isGone = true;
    for (const { socket } of this.#peers()) socket.end();
  }

  /** Unreachable as soon as this many further changes have a response. */
  loseAfter(changes: number): void {
    this.#lossAt = { change: this.changes.length + changes, isAnswered: true };
  }

  /** Unreachable instead of responding to the n-th change from now on, which is carried out. */
  loseReplyOf(change: number): void {
    this.#lossAt = { change: this.changes.length + change, isAnswered: false };
  }

  /** Cuts the connection after each of this many next changes; other connections stay, and new ones are accepted. */
  cutAfterEachOf(changes: number): void {
    this.#cuts = changes;
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  #take(call: Received, peer: Peer): void {
    const answer = this.#answers[call.name] as ((args: unknown) => ResultOf<ProcedureName>) | undefined;
    if (answer === undefined) throw new Error(`${call.name} is not pretended`);
    if (call.name === this.suspendedBefore && this.domain !== null) {
      this.domain.state = 'paused';
      this.suspendedBefore = null;
    }
    let result: ResultOf<ProcedureName>;
    try {
      result = answer(call.args);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      peer.send(refusalOf(call, { code: error.code }));
      return;
    }
    const reply = replyTo(call, call.name, result);
    if (call.name === 'StorageVolUpload') {
      peer.send(reply);
      // It fails only if the upload is aborted: then nothing was changed, and no client waits.
      this.#takeUpload(call, peer).catch(() => undefined);
    } else if (!PROCEDURES[call.name].changes) peer.send(reply);
    else this.#changed(call.name, reply, peer);
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

  #changed(name: ProcedureName, answer: Buffer, peer: Peer): void {
    this.changes.push(name);
    const loss = this.#lossAt?.change === this.changes.length ? this.#lossAt : null;
    const isLost = loss !== null || this.#cuts > 0;
    if (this.#cuts > 0) this.#cuts--;
    // A caller that waits for the guest to change queries at once, instead of at its next interval.
    if (loss !== null) for (const each of this.#peers()) if (each !== peer) each.send(this.#event());
    if (loss?.isAnswered !== false) peer.send(answer, isLost ? NO_PACKET : Buffer.alloc(0));
    if (loss !== null) this.leave();
  }

  #peers(): Peer[] {
    return (this.#server?.peers ?? []).filter(({ socket }) => socket.writable);
  }

  #event(): Buffer {
    if (this.domain === null) return Buffer.alloc(0);
    const suspended = 3;
    return eventOf('DomainEventCallbackLifecycle', {
      callbackID: 1,
      msg: { dom: this.#found(), event: suspended, detail: 0 },
    });
  }

  readonly #answers: Answers = {
    ConnectGetType: () => ({ type: 'QEMU' }),
    ConnectGetVersion: () => ({ hvVer: 9_000_000n }),
    ConnectGetHostname: () => ({ hostname: 'pretended' }),
    ConnectGetCapabilities: () => ({ capabilities: '<capabilities/>' }),
    ConnectGetDomainCapabilities: () => ({ capabilities: '<domainCapabilities/>' }),
    ConnectDomainEventCallbackRegisterAny: () => ({ callbackID: 1 }),
    NodeGetInfo: () => ({
      ...{ model: Array.from({ length: 32 }, () => 0), memory: 1024n * 1024n, cpus: 1, mhz: 1 },
      ...{ nodes: 1, sockets: 1, cores: 1, threads: 1 },
    }),
    ConnectListAllNetworks: () => ({ nets: [], ret: 0 }),
    ConnectListAllDomains: () => ({ domains: this.domain === null ? [] : [this.#found()], ret: 0 }),
    ConnectGetAllDomainStats: ({ doms }) => {
      const { domain } = this;
      const isAsked = doms.length === 0 || doms.some(({ uuid }) => uuid === domain?.uuid);
      if (domain === null || !isAsked) return { retStats: [] };
      const [state, reason] = STATE[domain.state];
      const params: TypedParam[] = [
        { field: 'state.state', type: 'int', value: state },
        { field: 'state.reason', type: 'int', value: reason },
      ];
      return { retStats: [{ dom: this.#found(), params }] };
    },
    DomainLookupByName: () => ({ dom: this.#found() }),
    DomainLookupByUUID: () => ({ dom: this.#found() }),
    DomainGetMetadata: () => {
      this.#found();
      return { metadata: this.domain?.metadata ?? '' };
    },
    DomainGetXMLDesc: () => {
      this.#found();
      return { xml: this.domain?.xml ?? '' };
    },
    DomainGetState: () => {
      this.#found();
      const [state, reason] = STATE[this.domain?.state ?? 'shutoff'];
      return { state, reason };
    },
    DomainDefineXMLFlags: ({ xml }) => {
      const name = /<name>(guesthouse-([^<]+))<\/name>/.exec(xml);
      const metadata = /<metadata>([\s\S]*)<\/metadata>/.exec(xml);
      const state = this.domain?.state ?? 'shutoff';
      this.domain = { name: name?.[1] ?? '', uuid: name?.[2] ?? '', metadata: metadata?.[1] ?? '', xml, state };
      return { dom: this.#found() };
    },
    DomainSetMetadata: ({ metadata }) => {
      this.#found();
      if (this.domain !== null) this.domain.metadata = metadata ?? '';
    },
    DomainUndefineFlags: () => {
      this.#found();
      this.domain = null;
    },
    DomainCreateWithFlags: () => {
      this.#turn(['shutoff', 'crashed'], 'running');
      return { dom: this.#found() };
    },
    DomainDestroyFlags: () => this.#turn(['running', 'paused'], this.endsAs),
    DomainShutdownFlags: () => this.#turn(['running'], 'running'),
    DomainReset: () => this.#turn(['running', 'paused'], this.domain?.state ?? 'shutoff'),
    DomainSuspend: () => this.#turn(['running'], 'paused'),
    DomainResume: () => this.#turn(['paused'], 'running'),
    StoragePoolLookupByName: () => {
      if (!this.hasPool) throw new Refused(REFUSAL.noPool);
      return { pool: POOL };
    },
    StoragePoolDefineXML: () => ({ pool: POOL }),
    StoragePoolGetInfo: () => ({
      ...{ state: this.hasPool ? POOL_RUNNING : 0, capacity: 0n, allocation: 0n, available: 0n },
    }),
    StoragePoolBuild: () => undefined,
    StoragePoolSetAutostart: () => undefined,
    StoragePoolCreate: () => {
      this.hasPool = true;
    },
    StoragePoolRefresh: () => undefined,
    StoragePoolListAllVolumes: () => ({ vols: [...this.volumes.keys()].map(volumeOf), ret: 0 }),
    StorageVolLookupByName: ({ name }) => {
      if (!this.volumes.has(name)) throw new Refused(REFUSAL.noVolume);
      return { vol: volumeOf(name) };
    },
    StorageVolGetPath: ({ vol }) => ({ name: vol.key }),
    StorageVolGetInfoFlags: ({ vol }) => ({
      ...{ type: 0, capacity: 0n, allocation: BigInt(this.volumes.get(vol.name) ?? 0) },
    }),
    StorageVolCreateXML: ({ xml }) => this.#make(xml),
    StorageVolCreateXMLFrom: ({ xml }) => this.#make(xml),
    StorageVolUpload: () => undefined,
    StorageVolResize: ({ vol, capacity }) => {
      this.volumes.set(vol.name, Number(capacity));
    },
    StorageVolDelete: ({ vol }) => {
      if (!this.volumes.delete(vol.name)) throw new Refused(REFUSAL.noVolume);
    },
  };

  #found(): { name: string; uuid: string; id: number } {
    if (this.domain === null) throw new Refused(REFUSAL.noDomain);
    const { name, uuid, state } = this.domain;
    return { name, uuid, id: state === 'running' || state === 'paused' ? 1 : -1 };
  }

  #turn(from: readonly StateName[], to: StateName): void {
    this.#found();
    if (this.domain === null || !from.includes(this.domain.state)) throw new Refused(REFUSAL.invalid);
    this.domain.state = to;
  }

  #make(xml: string): ResultOf<'StorageVolCreateXML'> {
    const name = /<name>([^<]+)<\/name>/.exec(xml)?.[1] ?? '';
    this.volumes.set(name, 0);
    return { vol: volumeOf(name) };
  }
}

function volumeOf(name: string): { pool: string; name: string; key: string } {
  return { pool: POOL.name, name, key: `/pool/${name}` };
}
