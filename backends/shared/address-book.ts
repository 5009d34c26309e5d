/**
 * The addresses of the guests of one host, as they were last seen, and when each guest is looked at again.
 *
 *   observation of a running guest ─► `of` ─► what was last seen, immediately
 *                                       └─► a look in the background, when it is due ─► changed? ─► `onChange`
 *
 *   the look found addresses         ─► again in 30 s
 *   it found none                    ─► again after 1 s, 2 s, 4 s… at most a minute
 *   nothing responded, or it failed  ─► likewise, but at most ten minutes: a guest without an agent costs nothing
 *   the guest's agent has connected  ─► again in 1 s, at most twice a minute: a guest can reconnect all the time
 *
 * A look asks the guest's agent or the host's leases, so it can take seconds, and a hostile agent makes it take as long
 * as it may. So at most MAX_PARALLEL looks run, each with a deadline, and no call of the driver waits for one. If the
 * guest is no longer observed, it is no longer looked at. How a look is done does not belong here: the drivers know.
 *
 * Invariant: a guest that does not respond delays no observation, and is asked less and less often.
 * (test/unit/address-book.test.ts)
 */
import { setMaxListeners } from 'node:events';
import { withDeadline } from '../../src/domain/deadline.js';
import { areSameAddresses } from '../../src/domain/guest.js';
import type { SeenAddresses } from '../../src/domain/guest.js';
import type { GuestId } from '../../src/domain/ids.js';

const AGAIN_MS = 30_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = { empty: 60_000, silent: 600_000 };
const HINT_EVERY_MS = 30_000;
/** Observations come every 30 s. A guest that was not observed for this long has another owner, or is gone. */
const UNWANTED_AFTER_MS = 90_000;
const MAX_PARALLEL = 4;
const LOOK_DEADLINE_MS = 10_000;

export interface AddressSource {
  /** Finds out the addresses of a running guest, by the devices of its NICs. Null: nothing responded. */
  readonly look: (guest: GuestId, signal: AbortSignal) => Promise<SeenAddresses | null>;
  /** Called when the next observation of the guest has other addresses than the last one. */
  readonly onChange: (guest: GuestId) => void;
}

interface Entry {
  found: SeenAddresses;
  /** By the monotonic clock, like all times here. */
  wantedAt: number;
  hintedAt: number;
  pauseMs: number;
  timer: NodeJS.Timeout | null;
  /** Aborts the look that runs or waits; null: there is none. */
  looking: AbortController | null;
}

export class AddressBook {
  readonly #source: AddressSource;
  readonly #entries = new Map<GuestId, Entry>();
  readonly #closing = new AbortController();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(source: AddressSource) {
    this.#source = source;
    setMaxListeners(0, this.#closing.signal);
  }

  /** What was last seen of a guest that runs. The guest is looked at from now on. */
  of(guest: GuestId): SeenAddresses {
    const entry = this.#entries.get(guest) ?? this.#begin(guest);
    entry.wantedAt = performance.now();
    return entry.found;
  }

  /** What was last seen of a guest that has power but may not run, so that nothing in it can respond. */
  lastSeen(guest: GuestId): SeenAddresses {
    return this.#entries.get(guest)?.found ?? {};
  }

  /** Called when something in the guest may respond from now on. */
  hint(guest: GuestId): void {
    const entry = this.#entries.get(guest);
    const now = performance.now();
    if (entry === undefined || now - entry.hintedAt < HINT_EVERY_MS) return;
    entry.hintedAt = now;
    entry.pauseMs = FIRST_PAUSE_MS;
    if (entry.looking === null) this.#plan(guest, entry, FIRST_PAUSE_MS);
  }

  /** Called when the guest has lost its power, or is about to get it. */
  forget(guest: GuestId): void {
    const entry = this.#entries.get(guest);
    if (entry === undefined) return;
    this.#entries.delete(guest);
    clearTimeout(entry.timer ?? undefined);
    entry.looking?.abort();
  }

  close(): void {
    this.#closing.abort();
    for (const guest of [...this.#entries.keys()]) this.forget(guest);
  }

  #begin(guest: GuestId): Entry {
    const entry: Entry = {
      found: {},
      wantedAt: performance.now(),
      hintedAt: -Infinity,
      pauseMs: FIRST_PAUSE_MS,
      timer: null,
      looking: null,
    };
    if (this.#closing.signal.aborted) return entry;
    this.#entries.set(guest, entry);
    this.#plan(guest, entry, 0);
    return entry;
  }

  #plan(guest: GuestId, entry: Entry, afterMs: number): void {
    clearTimeout(entry.timer ?? undefined);
    entry.timer = setTimeout(() => void this.#look(guest, entry), afterMs).unref();
  }

  async #look(guest: GuestId, entry: Entry): Promise<void> {
    if (performance.now() - entry.wantedAt > UNWANTED_AFTER_MS) return this.forget(guest);
    const looking = new AbortController();
    entry.looking = looking;
    entry.timer = null;
    const found = await this.#lookInTurn(guest, looking.signal).catch(() => null);
    // The guest has lost its power meanwhile.
    if (looking.signal.aborted || this.#entries.get(guest) !== entry) return;
    entry.looking = null;
    const hasFound = found !== null && Object.keys(found).length > 0;
    const longestMs = LONGEST_PAUSE_MS[found === null ? 'silent' : 'empty'];
    this.#plan(guest, entry, hasFound ? AGAIN_MS : Math.min(entry.pauseMs, longestMs));
    entry.pauseMs = hasFound ? FIRST_PAUSE_MS : Math.min(entry.pauseMs * 2, longestMs);
    // If nothing responded, what was seen last still counts.
    if (found === null || areSameAddresses(found, entry.found)) return;
    entry.found = found;
    this.#source.onChange(guest);
  }

  async #lookInTurn(guest: GuestId, signal: AbortSignal): Promise<SeenAddresses | null> {
    if (this.#running >= MAX_PARALLEL) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
    try {
      signal.throwIfAborted();
      const open = AbortSignal.any([signal, this.#closing.signal]);
      return await withDeadline(LOOK_DEADLINE_MS, open, (bounded) => this.#source.look(guest, bounded));
    } finally {
      // The turn goes to the next that waits.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}
