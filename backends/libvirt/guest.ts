/**
 * One guest on a libvirt host: its domain and its volumes.
 *
 *   defined ─create─► running ⇄ suspended ─destroy, its own end─► defined
 *                                         └─ its QEMU dies ─► crashed ─create─► running
 *
 * The state is never stored; it is queried from libvirt. Calls that change the guest wait in a queue and run one at a
 * time. Observing, measuring and waiting for a soft shutdown do not queue.
 *
 * When its caller aborts, a call rejects immediately. But if a message to libvirt was already sent, the queue continues
 * only when the reply to the message has arrived: libvirt still carries out the message, and a late start would undo a
 * power-off that overtook it. A power-off does not wait for the queue: it cuts the power immediately, which also ends a
 * start that hangs, and then checks the guest again in the queue.
 */
import { SPARSE_DISK_BYTES } from '../../src/domain/disk-room.js';
import { GuesthouseError } from '../../src/domain/errors.js';
import type { GuestId } from '../../src/domain/ids.js';
import { stalled } from '../../src/domain/stall.js';
import type { CallOptions, GuestDefinition, ImageFile, Observation } from '../backend.js';
import { untilAborted } from '../shared/abort.js';
import type { CallScope } from '../shared/abort.js';
import { ChangeCounter } from '../shared/change-counter.js';
import { trackingPartialEffects } from '../shared/partial-effects.js';
import { Progress } from '../shared/progress.js';
import { SerialQueue } from '../shared/serial-queue.js';
import type { Daemon } from './daemon.js';
import {
  AFFECT,
  isActive,
  METADATA_ELEMENT,
  hasErrorCode,
  pauseOf,
  stateOf,
  UNDEFINE_WITH_ALL,
  COMPLETE_DEFINITION,
} from './dialect.js';
import { findStall } from './find-stall.js';
import { domainXml, withoutPasswordlessVnc } from './domain-xml.js';
import type { Hypervisor } from './hypervisor.js';
import type { Images } from './images.js';
import { diskVolumeName, domainNameOf, domainOf, imageVolumeName } from './names.js';
import { findNetworks, sourceIn } from './networks.js';
import { bareMetadataElement, METADATA_KEY, METADATA_URI } from './guest-metadata.js';
import type { GuestMetadata } from './guest-metadata.js';
import type { Pool } from './pool.js';
import type { DomainIndex } from './domain-index.js';
import type { StorageVol } from './rpc/structures.js';
import type { Session } from './session.js';
import { isCopy } from './volumes.js';
import type { Volumes } from './volumes.js';
import { toXml } from './xml.js';

/** A guest that is booting or busy can miss a request to shut down, so the request is repeated. */
const REPEAT_REQUEST_MS = 5000;
/**
 * After it was resumed, a guest that was stalled repeats the read or write within milliseconds, and may stall again.
 */
const STALL_AGAIN_MS = 1000;
/** The number of a domain that does not run. */
const NO_DOMAIN_ID = -1;

/** The objects that all guests of a host share. */
export interface Host {
  readonly daemon: Daemon;
  readonly domainIndex: DomainIndex;
  readonly pool: Pool;
  readonly images: Images;
  readonly volumes: Volumes;
  readonly hypervisor: Hypervisor;
  /** Whether the host is the machine of the service. */
  readonly isLocal: boolean;
}

type Power = Observation['state'];

export class LibvirtGuest {
  readonly id: GuestId;
  readonly #host: Host;
  readonly #queue = new SerialQueue();
  readonly #changes = new ChangeCounter();

  constructor(id: GuestId, host: Host) {
    this.id = id;
    this.#host = host;
  }

  get isIdle(): boolean {
    return this.#queue.isIdle;
  }

  async whenIdle(): Promise<void> {
    await this.#queue.whenIdle();
  }

  /** Called when an event of this guest arrived, or events may have been missed. */
  changed(): void {
    this.#changes.increment();
  }

  async define(definition: GuestDefinition, mayMake: boolean, call: CallOptions): Promise<void> {
    const { signal } = call;
    await this.#queued(call, async (session) => {
      await this.#findOwn(signal);
      const { daemon, hypervisor, isLocal } = this.#host;
      const networks = await findNetworks(daemon, isLocal, signal);
      const sourceOf = (network: string) => sourceIn(networks, network);
      // Must come first: a guest that this host can never run is refused before anything is created.
      const draft = domainXml(definition, hypervisor, { pathOf: (name) => `/${name}`, sourceOf });
      if (hypervisor.kind === 'test') return await this.#writeDefinition(draft, session);
      if (!mayMake) await this.#host.volumes.requireDisks(definition, session, signal);
      const images = imagesToHold(definition);
      const progress = new Progress(bytesToCopy(definition, images), call.onProgress);
      const write = () =>
        this.#host.images.holding(images, session, signal, progress, async (held) => {
          const own = await this.#host.volumes.ensure(definition, held, session, signal, progress);
          const paths = await this.#pathsOf([...held.values(), ...own], session, signal);
          const pathOf = (name: string) => paths.get(name) ?? notCreated(name);
          await this.#writeDefinition(domainXml(definition, hypervisor, { pathOf, sourceOf }), session);
          // Another service on this host may have removed an image before our domain referred to it.
          for (const image of images) await this.#host.images.ensure(image, session, signal);
        });
      const bytesOf = (existing: ReadonlySet<string>) => bytesToOccupy(definition, images, existing);
      await (mayMake ? this.#host.pool.whileRoom(bytesOf, session, signal, write) : write());
      if (copiesImage(definition)) await this.#host.images.removeUnused(session, signal);
    });
  }

  async remove(call: CallScope): Promise<void> {
    const { signal } = call;
    await trackingPartialEffects(async (onChange) => {
      const metadata = await this.#findOwn(signal);
      if (metadata !== null) await this.#cutPower(call, onChange);
      await this.#queued(call, async (session) => {
        const { hypervisor, volumes, images } = this.#host;
        if ((await this.#findOwn(signal)) !== null) {
          await this.#destroy(session);
          const args = { dom: domainOf(this.id), flags: UNDEFINE_WITH_ALL[hypervisor.kind] };
          await unless(this.#change(session, 'DomainUndefineFlags', args), 'NO_DOMAIN');
          this.#host.domainIndex.forget(this.id);
        }
        if (hypervisor.kind === 'test') return;
        await volumes.remove(this.id, session, signal);
        await images.removeUnused(session, signal);
      });
    });
  }

  async start(call: CallScope): Promise<void> {
    const { signal } = call;
    await this.#queued(call, async (session) => {
      const metadata = await this.#getOwn(signal);
      const { state: power, stall } = await this.#look(signal);
      if (power === 'running') return;
      if (power === 'suspended') {
        await this.#resume(session);
        return await this.#requireRun(stall === undefined ? 0 : STALL_AGAIN_MS, signal);
      }
      if (metadata.isCrashSettled) await this.#writeMetadata({ ...metadata, isCrashSettled: false }, session);
      await this.#removePasswordlessVnc(session, signal);
      let isStarted = true;
      try {
        const args = { dom: domainOf(this.id), flags: 0 };
        const { dom } = await session.call('DomainCreateWithFlags', args, this.#host.daemon.closing);
        isStarted = dom.id !== NO_DOMAIN_ID;
      } catch (error) {
        // Another client may have started the guest meanwhile.
        if (!hasErrorCode(error, 'OPERATION_INVALID') || (await this.#observe(signal)) !== 'running') throw error;
      }
      await this.#requireRun(0, signal);
      // If the guest is stopped now, only its number in the reply proves that it has run.
      if (!isStarted && (await this.#observe(signal)) === 'stopped')
        throw refused('libvirt confirmed the start, but the guest does not run.');
    });
  }

  /**
   * Throws if the guest does not run although it was started or resumed: it has stalled within `withinMs`, or crashed.
   * A guest that has powered itself off has run.
   */
  async #requireRun(withinMs: number, signal: AbortSignal): Promise<void> {
    for (const until = performance.now() + withinMs; ;) {
      const seen = this.#changes.count;
      const { state, stall } = await this.#look(signal);
      if (stall !== undefined) throw stalled(stall);
      if (state === 'crashed') throw new GuesthouseError('guest_crashed', 'The guest crashed while it was starting.');
      const leftMs = until - performance.now();
      if (leftMs <= 0 || state === 'stopped') return;
      await this.#changes.waitForNext(seen, leftMs, signal);
    }
  }

  async shutdown(call: CallScope): Promise<void> {
    const { signal } = call;
    await this.#getOwn(signal);
    await trackingPartialEffects(async (onChange) => {
      for (let hasRequested = false; ; hasRequested = true) {
        const seen = this.#changes.count;
        const power = await this.#observe(signal);
        if (power === 'crashed' && hasRequested)
          throw new GuesthouseError('guest_crashed', 'The guest crashed while it was shutting down.');
        if (power === 'crashed') return await this.poweroff(call);
        if (power === 'stopped') return;
        if (power === 'suspended') throw refused('The guest is suspended and cannot react.');
        if (power === 'running') await this.#requestShutdown(call, onChange);
        await this.#changes.waitForNext(seen, REPEAT_REQUEST_MS, signal);
      }
    });
  }

  async restart(call: CallScope): Promise<void> {
    const { signal } = call;
    await this.#queued(call, async (session) => {
      await this.#getOwn(signal);
      const power = await this.#getPowered(signal);
      await this.#change(session, 'DomainReset', { dom: domainOf(this.id), flags: 0 });
      if (power === 'suspended') await this.#resume(session);
    });
  }

  async poweroff(call: CallScope): Promise<void> {
    const { signal } = call;
    await this.#getOwn(signal);
    await trackingPartialEffects(async (onChange) => {
      await this.#cutPower(call, onChange);
      await this.#queued(call, async (session) => {
        const metadata = await this.#getOwn(signal);
        await this.#destroy(session);
        if ((await this.#observe(signal)) === 'crashed' && !metadata.isCrashSettled) {
          await this.#writeMetadata({ ...metadata, isCrashSettled: true }, session);
        }
      });
    });
  }

  async suspend(call: CallScope): Promise<void> {
    const { signal } = call;
    await this.#queued(call, async (session) => {
      await this.#getOwn(signal);
      if ((await this.#getPowered(signal)) === 'running')
        await this.#change(session, 'DomainSuspend', { dom: domainOf(this.id) });
    });
  }

  /** libvirt uses the agent if the agent responds, otherwise ACPI. The decision can take seconds. */
  async #requestShutdown(call: CallScope, onChange: () => void): Promise<void> {
    const { signal } = call;
    const args = { dom: domainOf(this.id), flags: 0 };
    const request = (session: Session) => session.call('DomainShutdownFlags', args, signal);
    try {
      await this.#host.daemon.withSession(call, request, onChange);
    } catch (error) {
      signal.throwIfAborted();
      // The guest may have just stopped, or be too busy to respond. The next observation shows which.
      if (!hasErrorCode(error, 'OPERATION_INVALID', 'OPERATION_TIMEOUT', 'AGENT_UNRESPONSIVE')) throw error;
    }
  }

  /** Does not queue, because the power cut may have to end the work that blocks the queue. */
  async #cutPower(call: CallScope, onChange: () => void): Promise<void> {
    const destroy = (session: Session) => untilAborted(this.#destroy(session), call.signal);
    await this.#host.daemon.withSession(call, destroy, onChange);
  }

  /** Also resolves if the guest is not running. */
  async #destroy(session: Session): Promise<void> {
    await unless(
      this.#change(session, 'DomainDestroyFlags', { dom: domainOf(this.id), flags: 0 }),
      'OPERATION_INVALID',
      'NO_DOMAIN',
    );
  }

  async #resume(session: Session): Promise<void> {
    await this.#change(session, 'DomainResume', { dom: domainOf(this.id) });
  }

  async #writeDefinition(xml: string, session: Session): Promise<void> {
    await this.#change(session, 'DomainDefineXMLFlags', { xml, flags: 0 });
    this.#host.domainIndex.forget(this.id);
  }

  /**
   * Removes the VNC server that version 0.3 defined. The rest of the definition stays unchanged, even if another
   * program wrote it.
   */
  async #removePasswordlessVnc(session: Session, signal: AbortSignal): Promise<void> {
    if (this.#host.hypervisor.kind === 'test') return;
    const args = { dom: domainOf(this.id), flags: COMPLETE_DEFINITION };
    const { xml } = await this.#host.daemon.query('DomainGetXMLDesc', args, signal);
    const closed = withoutPasswordlessVnc(xml);
    if (closed !== xml) await this.#writeDefinition(closed, session);
  }

  async #writeMetadata(metadata: GuestMetadata, session: Session): Promise<void> {
    const element = toXml(bareMetadataElement(metadata));
    const change = { type: METADATA_ELEMENT, metadata: element, key: METADATA_KEY, uri: METADATA_URI };
    await this.#change(session, 'DomainSetMetadata', { dom: domainOf(this.id), ...change, flags: AFFECT.config });
    this.#host.domainIndex.forget(this.id);
  }

  async #pathsOf(volumes: readonly StorageVol[], session: Session, signal: AbortSignal): Promise<Map<string, string>> {
    const paths = await Promise.all(volumes.map((vol) => this.#host.pool.pathOf(vol, session, signal)));
    return new Map(volumes.map(({ name }, index) => [name, paths[index] ?? '']));
  }

  async #observe(signal: AbortSignal): Promise<Power> {
    return (await this.#look(signal)).state;
  }

  /** The state as libvirt reports it, even if it is the settled state of a crash. */
  async #look(signal: AbortSignal): Promise<Observation> {
    const { daemon } = this.#host;
    try {
      const { state, reason } = await daemon.query('DomainGetState', { dom: domainOf(this.id), flags: 0 }, signal);
      const stall = await findStall(daemon, this.id, pauseOf(state, reason), signal);
      return stall === null ? { state: stateOf(state, reason) } : { state: stateOf(state, reason), stall };
    } catch (error) {
      if (hasErrorCode(error, 'NO_DOMAIN')) throw unknown();
      throw error;
    }
  }

  async #getPowered(signal: AbortSignal): Promise<Power> {
    const args = { dom: domainOf(this.id), flags: 0 };
    const { state, reason } = await this.#host.daemon.query('DomainGetState', args, signal);
    const power = stateOf(state, reason);
    if (!isActive(state) || power === 'crashed') throw refused('The guest is not powered on.');
    return power;
  }

  /**
   * The metadata of the guest's domain, or null if there is no domain. If a foreign domain has that name or UUID, the
   * call is refused and the domain is not touched.
   */
  async #findOwn(signal: AbortSignal): Promise<GuestMetadata | null> {
    const found = await this.#host.domainIndex.find(this.id, signal);
    if (found !== 'foreign') return found;
    throw refused(`The host has a domain with the name or UUID of ${domainNameOf(this.id)} that is not ours.`);
  }

  async #getOwn(signal: AbortSignal): Promise<GuestMetadata> {
    const found = await this.#host.domainIndex.find(this.id, signal);
    if (found === null || found === 'foreign') throw unknown();
    return found;
  }

  /** Waits for the reply even if the caller aborts meanwhile. Only closing the driver interrupts the wait. */
  async #change<P extends Parameters<Session['call']>[0]>(
    session: Session,
    procedure: P,
    args: Parameters<typeof session.call<P>>[1],
  ): Promise<void> {
    await session.call(procedure, args, this.#host.daemon.closing);
  }

  async #queued(call: CallScope, work: (session: Session) => Promise<void>): Promise<void> {
    await this.#queue.run(call, () => this.#host.daemon.withSession(call, work));
  }
}

/**
 * The images that must be on the host before this guest is created. A raw disk of a raw image needs none: it is
 * uploaded from the image's file.
 */
function imagesToHold({ boot, disks }: GuestDefinition): ImageFile[] {
  const fromHost = disks.filter(
    ({ image, format, media }) => media === 'cdrom' || format === 'qcow2' || image?.format === 'qcow2',
  );
  const files = [boot?.kernel, boot?.initrd, ...fromHost.map(({ image }) => image)];
  return files.filter((file): file is ImageFile => file !== null && file !== undefined);
}

/**
 * The bytes that the driver uploads or the host copies for this definition: each image once, and each disk that is a
 * copy of its image.
 */
function bytesToCopy({ disks }: Pick<GuestDefinition, 'disks'>, images: readonly ImageFile[]): number {
  const onHost = new Map(images.map(({ sha256, sizeBytes }) => [sha256, sizeBytes]));
  const copies = disks.map((disk) => (isCopy(disk) ? (disk.image?.sizeBytes ?? 0) : 0));
  return [...onHost.values(), ...copies].reduce((sum, bytes) => sum + bytes, 0);
}

/**
 * The bytes that the missing volumes occupy when they are made: images, copies of images, and a small amount for each
 * sparse disk. Sparse disks can grow later, beyond any reserve.
 */
function bytesToOccupy(
  { id, disks }: GuestDefinition,
  images: readonly ImageFile[],
  existing: ReadonlySet<string>,
): number {
  const ownDisks = disks.filter(({ media, device }) => media === 'disk' && !existing.has(diskVolumeName(id, device)));
  const missing = images.filter(({ sha256 }) => !existing.has(imageVolumeName(sha256)));
  return ownDisks.length * SPARSE_DISK_BYTES + bytesToCopy({ disks: ownDisks }, missing);
}

/** Whether an image is needed on the host only until a disk is created from it. */
function copiesImage({ disks }: GuestDefinition): boolean {
  return disks.some((disk) => isCopy(disk) && disk.image?.format === 'qcow2');
}

async function unless(call: Promise<void>, ...codeNames: Parameters<typeof hasErrorCode>[1][]): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!hasErrorCode(error, ...codeNames)) throw error;
  }
}

function notCreated(name: string): never {
  throw new GuesthouseError('internal', `The volume ${name} was not created.`);
}

function unknown(): GuesthouseError {
  return refused('The host does not know this guest.');
}

function refused(message: string): GuesthouseError {
  return new GuesthouseError('backend_refused', message);
}
