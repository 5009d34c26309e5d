/**
 * One guest on a libvirt host: its domain and its volumes.
 *
 *   defined ─create─► running ⇄ suspended ─destroy, its own end─► defined
 *                                         └─ its QEMU dies ─► crashed ─create─► running
 *
 * What is so is never remembered but asked of libvirt. What changes the guest takes its turn; looking, measuring and waiting for a
 * soft shutdown do not.
 *
 * An abort rejects at once, but a call that was sent is waited for before the turn is given on: libvirt carries it out all the same, and
 * a power-off that overtook a start would be undone by it. A power-off itself does not wait for its turn: it cuts the power at
 * once, which also ends a start that hangs, and then looks again in its turn.
 */
import { GuesthouseError } from '../../src/domain/errors.js';
import type { GuestId } from '../../src/domain/ids.js';
import type { GuestDefinition, ImageFile } from '../backend.js';
import { ChangeBell } from '../shared/change-bell.js';
import { trackingPartialEffects } from '../shared/partial-effects.js';
import { Turn, untilAborted } from '../shared/turn.js';
import type { Daemon, Hands } from './daemon.js';
import {
  AFFECT,
  isActive,
  METADATA_ELEMENT,
  saysThat,
  stateOf,
  UNDEFINE_WITH_ALL,
  WHOLE_DEFINITION,
} from './dialect.js';
import { domainXml, withoutOpenScreen } from './domain-xml.js';
import type { Hypervisor } from './hypervisor.js';
import type { Images } from './images.js';
import { domainNameOf, domainOf } from './names.js';
import { findNetworks, sourceIn } from './networks.js';
import { bareNoteElement, NOTE_KEY, NOTE_URI } from './note.js';
import type { GuestNote } from './note.js';
import type { Pool } from './pool.js';
import type { Register } from './register.js';
import type { StorageVol } from './rpc/structures.js';
import type { Volumes } from './volumes.js';
import { toXml } from './xml.js';

/** A guest that boots, or is busy, hears a wish only when it is said again. */
const ASK_AGAIN_MS = 5000;

/** What all guests of a host share. */
export interface Host {
  readonly daemon: Daemon;
  readonly register: Register;
  readonly pool: Pool;
  readonly images: Images;
  readonly volumes: Volumes;
  readonly hypervisor: Hypervisor;
  /** Whether it is the machine of the service. */
  readonly isHere: boolean;
}

type Power = 'stopped' | 'running' | 'suspended' | 'crashed' | 'unanswered';

export class LibvirtGuest {
  readonly id: GuestId;
  readonly #host: Host;
  readonly #turn = new Turn();
  readonly #bell = new ChangeBell();

  constructor(id: GuestId, host: Host) {
    this.id = id;
    this.#host = host;
  }

  get isIdle(): boolean {
    return this.#turn.isIdle;
  }

  async whenIdle(): Promise<void> {
    await this.#turn.whenIdle();
  }

  /** Something happened to it. */
  ring(): void {
    this.#bell.ring();
  }

  async define(definition: GuestDefinition, mayMake: boolean, signal: AbortSignal): Promise<void> {
    await this.#inTurn(signal, async (hands) => {
      await this.#findOwn(signal);
      const { daemon, hypervisor, isHere } = this.#host;
      const networks = await findNetworks(daemon, isHere, signal);
      const sourceOf = (network: string) => sourceIn(networks, network);
      // First, so that what this host can never run is refused before anything is made.
      const draft = domainXml(definition, hypervisor, { pathOf: (name) => `/${name}`, sourceOf });
      if (hypervisor.kind === 'test') return await this.#writeDefinition(draft, hands, signal);
      if (!mayMake) await this.#host.volumes.requireDisks(definition, hands, signal);
      await this.#host.images.holding(imagesToHold(definition), hands, signal, async (images) => {
        const own = await this.#host.volumes.ensure(definition, images, hands, signal);
        const paths = await this.#pathsOf([...images.values(), ...own], hands, signal);
        const pathOf = (name: string) => paths.get(name) ?? notThere(name);
        await this.#writeDefinition(domainXml(definition, hypervisor, { pathOf, sourceOf }), hands, signal);
        // Another service on this host may have removed one before it stood in our domain.
        for (const image of imagesToHold(definition)) await this.#host.images.ensure(image, hands, signal);
      });
      if (copiesImage(definition)) await this.#host.images.removeUnused(hands, signal);
    });
  }

  async remove(signal: AbortSignal): Promise<void> {
    await trackingPartialEffects(async (begun) => {
      const note = await this.#findOwn(signal);
      if (note !== null) await this.#cutPower(signal, begun);
      await this.#inTurn(signal, async (hands) => {
        const { hypervisor, volumes, images } = this.#host;
        if ((await this.#findOwn(signal)) !== null) {
          await this.#destroy(hands);
          signal.throwIfAborted();
          const args = { dom: domainOf(this.id), flags: UNDEFINE_WITH_ALL[hypervisor.kind] };
          await unless(this.#tell(hands, 'DomainUndefineFlags', args), 'NO_DOMAIN');
          this.#host.register.forget(this.id);
        }
        if (hypervisor.kind === 'test') return;
        await volumes.remove(this.id, hands, signal);
        await images.removeUnused(hands, signal);
      });
    });
  }

  async start(signal: AbortSignal): Promise<void> {
    await this.#inTurn(signal, async (hands) => {
      const note = await this.#getOwn(signal);
      const power = await this.#look(signal);
      if (power === 'running') return;
      if (power === 'suspended') return await this.#resume(hands, signal);
      if (note.isCrashSettled) await this.#writeNote({ ...note, isCrashSettled: false }, hands);
      await this.#closeScreen(hands, signal);
      signal.throwIfAborted();
      try {
        await this.#tell(hands, 'DomainCreateWithFlags', { dom: domainOf(this.id), flags: 0 });
      } catch (error) {
        // Somebody else was quicker.
        if (!saysThat(error, 'OPERATION_INVALID') || (await this.#look(signal)) !== 'running') throw error;
      }
    });
  }

  async shutdown(signal: AbortSignal): Promise<void> {
    await this.#getOwn(signal);
    await trackingPartialEffects(async (begun) => {
      for (let hasAsked = false; ; hasAsked = true) {
        const seen = this.#bell.count;
        const power = await this.#look(signal);
        if (power === 'crashed' && hasAsked)
          throw new GuesthouseError('guest_crashed', 'The guest crashed while it was shutting down.');
        if (power === 'crashed') return await this.poweroff(signal);
        if (power === 'stopped') return;
        if (power === 'suspended') throw refused('The guest is suspended and cannot react.');
        if (power === 'running') await this.#askSoftly(signal, begun);
        await this.#bell.waitForNext(seen, ASK_AGAIN_MS, signal);
      }
    });
  }

  async restart(signal: AbortSignal): Promise<void> {
    await this.#inTurn(signal, async (hands) => {
      await this.#getOwn(signal);
      const power = await this.#getLive(signal);
      await this.#tell(hands, 'DomainReset', { dom: domainOf(this.id), flags: 0 });
      if (power === 'suspended') await this.#resume(hands, signal);
    });
  }

  async poweroff(signal: AbortSignal): Promise<void> {
    await this.#getOwn(signal);
    await trackingPartialEffects(async (begun) => {
      await this.#cutPower(signal, begun);
      await this.#inTurn(signal, async (hands) => {
        const note = await this.#getOwn(signal);
        await this.#destroy(hands);
        if ((await this.#look(signal)) === 'crashed' && !note.isCrashSettled) {
          await this.#writeNote({ ...note, isCrashSettled: true }, hands);
        }
      });
    });
  }

  async suspend(signal: AbortSignal): Promise<void> {
    await this.#inTurn(signal, async (hands) => {
      await this.#getOwn(signal);
      if ((await this.#getLive(signal)) === 'running')
        await this.#tell(hands, 'DomainSuspend', { dom: domainOf(this.id) });
    });
  }

  /** The agent if it answers, else ACPI: so libvirt does when it is left the choice. It may take seconds to find out. */
  async #askSoftly(signal: AbortSignal, begun: () => void): Promise<void> {
    const args = { dom: domainOf(this.id), flags: 0 };
    try {
      await this.#host.daemon.work(signal, (hands) => hands.call('DomainShutdownFlags', args, signal), begun);
    } catch (error) {
      signal.throwIfAborted();
      // The guest may have gone this moment, or be too busy to hear: the next look tells.
      if (!saysThat(error, 'OPERATION_INVALID', 'OPERATION_TIMEOUT', 'AGENT_UNRESPONSIVE')) throw error;
    }
  }

  /** Without waiting for its turn: whatever holds it may be what has to be ended. */
  async #cutPower(signal: AbortSignal, begun: () => void): Promise<void> {
    await this.#host.daemon.work(signal, (hands) => untilAborted(this.#destroy(hands), signal), begun);
  }

  /** Resolves also when there is nothing to destroy. */
  async #destroy(hands: Hands): Promise<void> {
    await unless(
      this.#tell(hands, 'DomainDestroyFlags', { dom: domainOf(this.id), flags: 0 }),
      'OPERATION_INVALID',
      'NO_DOMAIN',
    );
  }

  async #resume(hands: Hands, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await this.#tell(hands, 'DomainResume', { dom: domainOf(this.id) });
  }

  async #writeDefinition(xml: string, hands: Hands, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await this.#tell(hands, 'DomainDefineXMLFlags', { xml, flags: 0 });
    this.#host.register.forget(this.id);
  }

  /** Removes the VNC server that version 0.3 defined, and leaves the rest of the definition as it is, whoever wrote it. */
  async #closeScreen(hands: Hands, signal: AbortSignal): Promise<void> {
    if (this.#host.hypervisor.kind === 'test') return;
    const args = { dom: domainOf(this.id), flags: WHOLE_DEFINITION };
    const { xml } = await this.#host.daemon.ask('DomainGetXMLDesc', args, signal);
    const closed = withoutOpenScreen(xml);
    if (closed !== xml) await this.#writeDefinition(closed, hands, signal);
  }

  async #writeNote(note: GuestNote, hands: Hands): Promise<void> {
    const element = { type: METADATA_ELEMENT, metadata: toXml(bareNoteElement(note)), key: NOTE_KEY, uri: NOTE_URI };
    await this.#tell(hands, 'DomainSetMetadata', { dom: domainOf(this.id), ...element, flags: AFFECT.config });
    this.#host.register.forget(this.id);
  }

  async #pathsOf(volumes: readonly StorageVol[], hands: Hands, signal: AbortSignal): Promise<Map<string, string>> {
    const paths = await Promise.all(volumes.map((vol) => this.#host.pool.pathOf(vol, hands, signal)));
    return new Map(volumes.map(({ name }, index) => [name, paths[index] ?? '']));
  }

  async #look(signal: AbortSignal): Promise<Power> {
    try {
      const args = { dom: domainOf(this.id), flags: 0 };
      const { state, reason } = await this.#host.daemon.ask('DomainGetState', args, signal);
      return stateOf(state, reason);
    } catch (error) {
      if (saysThat(error, 'NO_DOMAIN')) throw unknown();
      throw error;
    }
  }

  async #getLive(signal: AbortSignal): Promise<Power> {
    const args = { dom: domainOf(this.id), flags: 0 };
    const { state, reason } = await this.#host.daemon.ask('DomainGetState', args, signal);
    const power = stateOf(state, reason);
    if (!isActive(state) || power === 'crashed') throw refused('The guest is not powered on.');
    return power;
  }

  /** The note of the guest's domain, or null where there is no domain. Somebody else's by that name is refused, never touched. */
  async #findOwn(signal: AbortSignal): Promise<GuestNote | null> {
    const found = await this.#host.register.find(this.id, signal);
    if (found !== 'foreign') return found;
    throw refused(`The host has a domain with the name or UUID of ${domainNameOf(this.id)} that is not ours.`);
  }

  async #getOwn(signal: AbortSignal): Promise<GuestNote> {
    const found = await this.#host.register.find(this.id, signal);
    if (found === null || found === 'foreign') throw unknown();
    return found;
  }

  /** Waits for the answer whatever the caller does meanwhile: only the driver's own end breaks it off. */
  async #tell<P extends Parameters<Hands['call']>[0]>(
    hands: Hands,
    procedure: P,
    args: Parameters<typeof hands.call<P>>[1],
  ): Promise<void> {
    await hands.call(procedure, args, this.#host.daemon.closing);
  }

  async #inTurn(signal: AbortSignal, work: (hands: Hands) => Promise<void>): Promise<void> {
    await this.#turn.take(signal, () => this.#host.daemon.work(signal, work));
  }
}

/** Images that must be on the host for this guest to be made. A raw disk of a raw image is written from the image's own file. */
function imagesToHold({ boot, disks }: GuestDefinition): ImageFile[] {
  const fromHost = disks.filter(
    ({ image, format, media }) => media === 'cdrom' || format === 'qcow2' || image?.format === 'qcow2',
  );
  const files = [boot?.kernel, boot?.initrd, ...fromHost.map(({ image }) => image)];
  return files.filter((file): file is ImageFile => file !== null && file !== undefined);
}

/** Whether an image was needed on the host only until its disk was made. */
function copiesImage({ disks }: GuestDefinition): boolean {
  return disks.some(({ format, media, image }) => media === 'disk' && format === 'raw' && image?.format === 'qcow2');
}

async function unless(call: Promise<void>, ...codeNames: Parameters<typeof saysThat>[1][]): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!saysThat(error, ...codeNames)) throw error;
  }
}

function notThere(name: string): never {
  throw new GuesthouseError('internal', `The volume ${name} was not created.`);
}

function unknown(): GuesthouseError {
  return refused('The host does not know this guest.');
}

function refused(message: string): GuesthouseError {
  return new GuesthouseError('backend_refused', message);
}
