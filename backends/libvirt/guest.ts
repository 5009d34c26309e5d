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
 *
 * Before a definition is overwritten or anything is removed, the guest is compared with its baseline (B10). A
 * definition that exists is edited, never replaced: only its name, memory and vCPUs change. How the guest is read and
 * compared (guest-reader.ts) does not belong here, nor does what a definition needs on the host (definition-needs.ts).
 */
import { ChangedOutside, SAVED_STATE } from '../../src/domain/drift.js';
import { GuesthouseError } from '../../src/domain/errors.js';
import type { GuestId } from '../../src/domain/ids.js';
import { stalled } from '../../src/domain/stall.js';
import type { Baseline, GuestDefinition, ImageFile, Inspection, Observation, Parts, WriteOptions } from '../backend.js';
import { untilAborted } from '../shared/abort.js';
import type { CallScope } from '../shared/abort.js';
import {
  compareParts,
  differencesBeforeResize,
  differencesOf,
  isBaseline,
  KEEPS_SAVED_STATE,
  LOSES_DISK_CHANGES,
  losesDiskChanges,
  withFilesOf,
} from '../shared/baseline.js';
import { ChangeCounter } from '../shared/change-counter.js';
import { trackingPartialEffects } from '../shared/partial-effects.js';
import { Progress } from '../shared/progress.js';
import { SerialQueue } from '../shared/serial-queue.js';
import {
  AFFECT,
  isActive,
  METADATA_ELEMENT,
  hasErrorCode,
  pauseOf,
  stateOf,
  UNDEFINE_WITH_ALL,
  COMPLETE_DEFINITION,
  DEFINITION,
} from './dialect.js';
import { domainXml, metadataOf, withoutPasswordlessVnc, withSize } from './domain-xml.js';
import { findStall } from './find-stall.js';
import { partsOfDomain } from './guest-parts.js';
import { domainNameOf, domainOf, imageVolumeName } from './names.js';
import { findNetworks, sourceIn } from './networks.js';
import { bareMetadataElement, METADATA_KEY, METADATA_URI } from './guest-metadata.js';
import type { GuestMetadata } from './guest-metadata.js';
import { LibvirtError } from './rpc/errors.js';
import type { StorageVol } from './rpc/structures.js';
import type { Session } from './session.js';
import { HEADER_BACKING } from './volumes.js';
import { toXml } from './xml.js';
import { bytesToCopy, bytesToOccupy, copiesImage, imagesToHold } from './definition-needs.js';
import { GuestReader, isComparedWithoutBaseline } from './guest-reader.js';
import type { Host } from './host.js';
import type { ImageScope } from './images.js';

/** A guest that is booting or busy can miss a request to shut down, so the request is repeated. */
const REPEAT_REQUEST_MS = 5000;
/**
 * After it was resumed, a guest that was stalled repeats the read or write within milliseconds, and may stall again.
 */
const STALL_AGAIN_MS = 1000;
/** The CPU model of every guest that an older version defined. */
const OLD_CPU_MODEL = 'max';
/** The number of a domain that does not run. */
const NO_DOMAIN_ID = -1;

type Power = Observation['state'];

export class LibvirtGuest {
  readonly id: GuestId;
  readonly #host: Host;
  readonly #reader: GuestReader;
  readonly #queue = new SerialQueue();
  readonly #changes = new ChangeCounter();

  constructor(id: GuestId, host: Host) {
    this.id = id;
    this.#host = host;
    this.#reader = new GuestReader(id, host);
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

  async define(wanted: GuestDefinition, mayMake: boolean, call: WriteOptions): Promise<Baseline> {
    const { signal, expected } = call;
    return await this.#queued(call, async (session) => {
      const metadata = await this.#findOwn(signal);
      const { daemon, hypervisor, isLocal } = this.#host;
      if (expected !== undefined && !mayMake && hypervisor.kind !== 'test') {
        if (metadata !== null && call.discard === undefined) return await this.#resize(wanted, metadata, call, session);
        if (expected !== null) return await this.#restore(wanted, metadata, expected, call, session);
      }
      const definition = await this.#withMachine(wanted, metadata, mayMake, signal);
      const networks = await findNetworks(daemon, isLocal, signal);
      const sourceOf = (network: string) => sourceIn(networks, network);
      // Must come first: a guest that this host can never run is refused before anything is created.
      const draft = domainXml(definition, hypervisor, { pathOf: (name) => `/${name}`, sourceOf });
      if (hypervisor.kind === 'test') {
        await this.#writeDefinition(draft, session);
        return (await this.#reader.read(metadataOf(definition), session, signal)).found;
      }
      if (!mayMake) await this.#host.volumes.requireDisks(definition, session, signal);
      const images = imagesToHold(definition);
      const progress = new Progress(bytesToCopy(definition, images), call.onProgress);
      let paths: ReadonlyMap<string, string> = new Map();
      const write = () =>
        this.#host.images.holding(images, session, signal, progress, async (held) => {
          const own = await this.#host.volumes.ensure(definition, held, session, signal, progress);
          paths = await this.#pathsOf([...held.values(), ...own], session, signal);
          const pathOf = (name: string) => paths.get(name) ?? notCreated(name);
          const xml = domainXml(definition, hypervisor, { pathOf, sourceOf });
          if (metadata !== null && expected !== undefined)
            await this.#reader.requireUnchanged(xml, metadata, call, session);
          await this.#writeDefinition(xml, session);
          // Another service on this host may have removed an image before our domain referred to it.
          const isNew = ({ sha256 }: ImageFile) => metadata?.images?.includes(sha256) !== true;
          for (const image of images.filter(isNew)) await this.#host.images.ensure(image, session, signal);
        });
      const bytesOf = (existing: ReadonlySet<string>) => bytesToOccupy(definition, images, existing);
      await (mayMake ? this.#host.pool.whileRoom(bytesOf, session, signal, write) : write());
      if (copiesImage(definition)) await this.#host.images.removeUnused(call, session);
      const { found } = await this.#reader.read(metadataOf(definition), session, signal, { areFilesRead: false });
      return withFilesOf(found, partsOfNewFiles(definition, paths));
    });
  }

  /**
   * The definition with the hardware that the guest has. Only a new guest gets the CPU model that the host chooses. Its
   * machine type is still unversioned here, because libvirt replaces it.
   */
  async #withMachine(
    definition: GuestDefinition,
    metadata: GuestMetadata | null,
    mayMake: boolean,
    signal: AbortSignal,
  ): Promise<GuestDefinition> {
    const { daemon, hypervisor } = this.#host;
    if (hypervisor.kind === 'test') return definition;
    if (metadata !== null) {
      const args = { dom: domainOf(this.id), flags: DEFINITION };
      const { xml } = await daemon.query('DomainGetXMLDesc', args, signal);
      const { cpuModel, machineType } = partsOfDomain(xml, metadata);
      return {
        ...definition,
        cpuModel: definition.cpuModel ?? cpuModel,
        machineType: definition.machineType ?? machineType,
      };
    }
    const cpuModel = definition.cpuModel ?? (mayMake ? hypervisor.cpuModel : OLD_CPU_MODEL);
    // A daemon that does not report its models refuses the start of a guest with a model that it does not have.
    if (mayMake && hypervisor.cpuModels.size > 0 && !hypervisor.cpuModels.has(cpuModel))
      throw new GuesthouseError(
        'unsupported_by_backend',
        `This host cannot offer the CPU model ${cpuModel} of the guest.`,
      );
    return { ...definition, cpuModel };
  }

  async inspect(expected: Baseline | GuestDefinition, { signal }: CallScope): Promise<Inspection | null> {
    return await this.#host.daemon.withSession({ signal }, async (session) => {
      const metadata = await this.#host.domainIndex.find(this.id, signal);
      if (metadata === null || metadata === 'foreign') return null;
      const { found } = await this.#reader.read(metadata, session, signal);
      if (isBaseline(expected)) return { found, differences: differencesOf(expected, found) };
      if (this.#host.hypervisor.kind === 'test') return { found, differences: [] };
      const wanted = await this.#reader.wantedParts(expected, metadata, session, signal);
      return { found, differences: compareParts(wanted, found.parts, isComparedWithoutBaseline) };
    });
  }

  async remove(call: ImageScope & { readonly expected?: Baseline | null }): Promise<string[]> {
    const { signal, expected } = call;
    return await trackingPartialEffects(async (onChange) => {
      const metadata = await this.#findOwn(signal);
      const isReal = this.#host.hypervisor.kind !== 'test';
      let disks = isReal && expected ? partsOfDomain(expected.definition, { disks: [] }).disks : [];
      if (metadata !== null) {
        if (isReal) {
          // Must come before the power is cut: a refusal changes nothing.
          disks = await this.#host.daemon.withSession(call, (session) =>
            this.#reader.requireRemovable(metadata, expected, session, signal),
          );
        }
        await this.#cutPower(call, onChange);
      }
      return await this.#queued(call, async (session) => {
        const { hypervisor, volumes, images } = this.#host;
        if ((await this.#findOwn(signal)) !== null) {
          await this.#destroy(session);
          const args = { dom: domainOf(this.id), flags: UNDEFINE_WITH_ALL[hypervisor.kind] };
          await unless(this.#change(session, 'DomainUndefineFlags', args), 'NO_DOMAIN');
          this.#host.domainIndex.forget(this.id);
        }
        if (hypervisor.kind === 'test') return [];
        const left = await volumes.remove(this.id, disks, session, signal);
        await images.removeUnused(call, session);
        return left;
      });
    });
  }

  /** Returns whether the guest continues from a saved state. */
  async start(call: CallScope): Promise<boolean> {
    const { signal } = call;
    return await this.#queued(call, async (session) => {
      const metadata = await this.#getOwn(signal);
      const { state: power, stall } = await this.#look(signal);
      if (power === 'running') return false;
      if (power === 'suspended') {
        await this.#resume(session, signal);
        await this.#requireRun(stall === undefined ? 0 : STALL_AGAIN_MS, signal);
        return false;
      }
      if (metadata.isCrashSettled) await this.#writeMetadata({ ...metadata, isCrashSettled: false }, session);
      const hasSavedState = await this.#reader.hasSavedState(session, signal);
      if (this.#host.hypervisor.kind !== 'test') await this.#prepareStart(metadata, session, signal);
      let isStarted = true;
      try {
        const args = { dom: domainOf(this.id), flags: 0 };
        const { dom } = await session.call('DomainCreateWithFlags', args, this.#host.daemon.closing);
        isStarted = dom.id !== NO_DOMAIN_ID;
      } catch (error) {
        // Another client may have started the guest meanwhile.
        if (hasErrorCode(error, 'OPERATION_INVALID') && (await this.#observe(signal)) === 'running') return false;
        if (hasSavedState && error instanceof LibvirtError) throw cannotRestore(error);
        throw error;
      }
      await this.#requireRun(0, signal);
      // If the guest is stopped now, only its number in the reply proves that it has run.
      if (!isStarted && (await this.#observe(signal)) === 'stopped')
        throw refused('libvirt confirmed the start, but the guest does not run.');
      return hasSavedState;
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
      await this.#whilePowered(this.#change(session, 'DomainReset', { dom: domainOf(this.id), flags: 0 }), signal);
      if (power === 'suspended') await this.#resume(session, signal);
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
        if (await this.#reader.hasSavedState(session, signal))
          await this.#change(session, 'DomainManagedSaveRemove', { dom: domainOf(this.id), flags: 0 });
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
        await this.#whilePowered(this.#change(session, 'DomainSuspend', { dom: domainOf(this.id) }), signal);
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

  async #resume(session: Session, signal: AbortSignal): Promise<void> {
    await this.#whilePowered(this.#change(session, 'DomainResume', { dom: domainOf(this.id) }), signal);
  }

  /** Waits for a change. If libvirt refuses it because the guest has lost its power, the error states this reason. */
  async #whilePowered(change: Promise<void>, signal: AbortSignal): Promise<void> {
    try {
      await change;
    } catch (error) {
      if (hasErrorCode(error, 'OPERATION_INVALID')) await this.#getPowered(signal);
      throw error;
    }
  }

  /**
   * Changes the name, memory and vCPUs of the definition that exists. Throws if others changed the guest.
   */
  async #resize(
    definition: GuestDefinition,
    metadata: GuestMetadata,
    { expected = null, isSizeUnsure = false, signal }: WriteOptions,
    session: Session,
  ): Promise<Baseline> {
    const { found } = await this.#reader.read(metadata, session, signal);
    const differences = differencesBeforeResize(
      expected === null ? [] : differencesOf(expected, found),
      definition,
      isSizeUnsure,
    );
    const savedState = found.parts[SAVED_STATE];
    if (savedState !== undefined)
      throw new ChangedOutside(
        [{ what: SAVED_STATE, expected: null, found: savedState, isOfDisks: false }],
        KEEPS_SAVED_STATE,
      );
    if (differences.length > 0) throw new ChangedOutside(differences);
    const args = { dom: domainOf(this.id), flags: COMPLETE_DEFINITION };
    const { xml } = await this.#host.daemon.query('DomainGetXMLDesc', args, signal);
    await this.#writeDefinition(withSize(xml, definition), session);
    const after = await this.#reader.read(metadata, session, signal, { areFilesRead: false });
    return withFilesOf(after.found, found.parts);
  }

  /** Writes the definition of the baseline again, for a guest that vanished or that others changed. */
  async #restore(
    definition: GuestDefinition,
    metadata: GuestMetadata | null,
    expected: Baseline,
    { discard, signal }: WriteOptions,
    session: Session,
  ): Promise<Baseline> {
    const { disks } = partsOfDomain(expected.definition, metadataOf(definition));
    if (metadata !== null) {
      const { found } = await this.#reader.read(metadata, session, signal);
      const lost = differencesOf(expected, found).filter(losesDiskChanges);
      if (lost.length > 0 && discard !== 'everything') throw new ChangedOutside(lost, LOSES_DISK_CHANGES);
    }
    await this.#host.volumes.requireFiles(disks, session, signal);
    await this.#writeDefinition(withSize(expected.definition, definition), session);
    const { found } = await this.#reader.read(metadata ?? metadataOf(definition), session, signal, {
      areFilesRead: false,
    });
    return withFilesOf(found, expected.parts);
  }

  async #writeDefinition(xml: string, session: Session): Promise<void> {
    await this.#change(session, 'DomainDefineXMLFlags', { xml, flags: 0 });
    this.#host.domainIndex.forget(this.id);
  }

  /**
   * Throws `host_unreachable` if the storage of the guest may not be mounted: libvirt would refuse the start, but only
   * after it has made the log of the console below the mount point. Removes the VNC server that version 0.3 defined.
   * The rest of the definition stays unchanged, even if another program wrote it.
   */
  async #prepareStart(metadata: GuestMetadata, session: Session, signal: AbortSignal): Promise<void> {
    const args = { dom: domainOf(this.id), flags: COMPLETE_DEFINITION };
    const { xml } = await this.#host.daemon.query('DomainGetXMLDesc', args, signal);
    await this.#host.volumes.locate(partsOfDomain(xml, metadata).disks, session, signal);
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

  /**
   * The state as libvirt reports it. A guest that was powered off after a crash is still `crashed` here
   * (`isCrashSettled`).
   */
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
    if (power === 'crashed' && !(await this.#getOwn(signal)).isCrashSettled) throw crashed();
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

  async #queued<T>(call: CallScope, work: (session: Session) => Promise<T>): Promise<T> {
    return await this.#queue.run(call, () => this.#host.daemon.withSession(call, work));
  }
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

/** The parts that `Volumes.partsOf` would read from the files of new disks. */
function partsOfNewFiles({ disks }: GuestDefinition, paths: ReadonlyMap<string, string>): Parts {
  const parts: Record<string, string> = {};
  for (const { device, media, sizeMib, format, image } of disks) {
    if (media !== 'disk') continue;
    parts[`disk ${device} size`] = `${sizeMib} MiB`;
    if (format === 'qcow2')
      parts[`disk ${device} ${HEADER_BACKING}`] =
        image === null ? 'none' : (paths.get(imageVolumeName(image.sha256)) ?? 'unknown');
  }
  return parts;
}

function cannotRestore(error: LibvirtError): GuesthouseError {
  const message = `The host cannot resume the saved state of the guest: ${error.text}. Power the guest off to drop it.`;
  return new GuesthouseError('backend_refused', message, { cause: error });
}

function unknown(): GuesthouseError {
  return refused('The host does not know this guest.');
}

function crashed(): GuesthouseError {
  return new GuesthouseError('guest_crashed', 'The guest has crashed.');
}

function refused(message: string): GuesthouseError {
  return new GuesthouseError('backend_refused', message);
}
