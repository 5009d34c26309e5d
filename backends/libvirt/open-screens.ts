/**
 * Finds the running guests that have the VNC server of version 0.3. A change of a definition takes effect only at the
 * next start, so a guest that ran during the upgrade still has this server, and other guests can reach it.
 *
 * Reading the XML of a guest costs a call, so the result is cached until an event reports that the guest may have
 * changed, or the connection is lost. A failed call proves nothing: the result of the last successful call still
 * counts, and the call is repeated at the next observation. Otherwise each failure would later be reported as a new
 * finding.
 */
import type { GuestId } from '../../src/domain/ids.js';
import type { Daemon } from './daemon.js';
import { LIVE_WITH_SECRETS } from './dialect.js';
import { hasPasswordlessVnc } from './domain-xml.js';
import { domainOf } from './names.js';
import { GuestCache } from './guest-cache.js';
import { inParallel } from './parallel.js';

export class OpenScreens {
  readonly #daemon: Daemon;
  readonly #cache = new GuestCache<boolean>();
  /** The guests that had the server when they were last read. */
  readonly #open = new Set<GuestId>();

  constructor(daemon: Daemon) {
    this.#daemon = daemon;
  }

  forget(guest: GuestId): void {
    this.#cache.forget(guest);
  }

  forgetAll(): void {
    this.#cache.forgetAll();
  }

  /** The running guests that have the VNC server. */
  async findAmong(running: readonly GuestId[], signal: AbortSignal): Promise<ReadonlySet<GuestId>> {
    const found = new Set<GuestId>();
    await inParallel(running, async (guest) => {
      if (await this.#isOpen(guest, signal)) found.add(guest);
    });
    return found;
  }

  async #isOpen(guest: GuestId, signal: AbortSignal): Promise<boolean> {
    try {
      const isOpen = await this.#cache.getOrRead(guest, async () => {
        const args = { dom: domainOf(guest), flags: LIVE_WITH_SECRETS };
        return hasPasswordlessVnc((await this.#daemon.query('DomainGetXMLDesc', args, signal)).xml);
      });
      if (isOpen === true) this.#open.add(guest);
      else this.#open.delete(guest);
      return isOpen === true;
    } catch {
      signal.throwIfAborted();
      return this.#open.has(guest);
    }
  }
}
