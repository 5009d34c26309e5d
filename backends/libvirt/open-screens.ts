/**
 * Finds the running guests that have the VNC server of version 0.3. A change of a definition takes effect only at the
 * next start, so a guest that ran during the upgrade still has this server, and other guests can reach it.
 *
 * Reading the XML of a guest costs a call, so the result is cached until an event reports that the guest may have
 * changed, or the connection is lost. A failed call is not cached, and is repeated at the next observation.
 */
import type { GuestId } from '../../src/domain/ids.js';
import type { Daemon } from './daemon.js';
import { LIVE_WITH_SECRETS } from './dialect.js';
import { hasPasswordlessVnc } from './domain-xml.js';
import { domainOf } from './names.js';
import { inParallel } from './parallel.js';

export class OpenScreens {
  readonly #daemon: Daemon;
  readonly #known = new Map<GuestId, boolean>();
  /** Increases with every invalidation. The result of a read that began before an invalidation is not cached. */
  #generation = 0;

  constructor(daemon: Daemon) {
    this.#daemon = daemon;
  }

  forget(guest: GuestId): void {
    this.#known.delete(guest);
    this.#generation += 1;
  }

  forgetAll(): void {
    this.#known.clear();
    this.#generation += 1;
  }

  /** The running guests that have the VNC server. */
  async findAmong(running: readonly GuestId[], signal: AbortSignal): Promise<ReadonlySet<GuestId>> {
    const found = new Set<GuestId>();
    await inParallel(running, async (guest) => {
      if (this.#known.get(guest) ?? (await this.#read(guest, signal))) found.add(guest);
    });
    return found;
  }

  async #read(guest: GuestId, signal: AbortSignal): Promise<boolean> {
    const generation = this.#generation;
    try {
      const args = { dom: domainOf(guest), flags: LIVE_WITH_SECRETS };
      const isOpen = hasPasswordlessVnc((await this.#daemon.query('DomainGetXMLDesc', args, signal)).xml);
      if (generation === this.#generation) this.#known.set(guest, isOpen);
      return isOpen;
    } catch {
      signal.throwIfAborted();
      return false;
    }
  }
}
