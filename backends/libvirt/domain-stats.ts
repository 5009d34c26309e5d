/**
 * Reads the state and the counters of many domains with one call, so that a domain that hangs delays no other (B6).
 *
 *   bulk call ─reply within PATIENCE_MS─► the records
 *      └─ no reply ─► which domains hang? ─► they are silent from now on ─► a new bulk call without them
 *
 * A bulk call hangs in two cases. Either it waits for a QEMU that does not respond: libvirt itself waits for QEMU
 * without a limit. Or it waits for the lock of a domain: libvirt keeps this lock while it kills a QEMU, up to 15 s. In
 * the first case, libvirt reports how long it has waited (virDomainGetControlInfo). In the second case, this query
 * hangs too.
 *
 * A call that hangs keeps a worker of the daemon busy until QEMU responds or ends, so a silent domain is not asked
 * again until it is known to respond. Bulk calls use a connection of their own, which is closed if its call hangs.
 */
import { setMaxListeners } from 'node:events';
import type { GuestId } from '../../src/domain/ids.js';
import { untilAborted } from '../shared/abort.js';
import type { Daemon } from './daemon.js';
import { CONTROL_OCCUPIED, STATS, STATS_NOWAIT } from './dialect.js';
import { domainOf, guestOf } from './names.js';
import { inParallel } from './parallel.js';
import { LibvirtError } from './rpc/errors.js';
import type { Domain, TypedParam } from './rpc/structures.js';

/** A daemon replies within milliseconds. A QEMU on a busy machine can take longer, and is then asked again later. */
const PATIENCE_MS = 1000;
/** The query for the control state needs only the domain's lock. */
const CONTROL_DEADLINE_MS = 400;
/** Connecting to the daemon over ssh takes this long, and must not count as silence of a domain. */
const CONNECT_PATIENCE_MS = 3000;
/** A QEMU that has not responded for this long counts as unresponsive. */
const SILENCE_MS = 5000;

export interface StatsRecord {
  readonly dom: Domain;
  readonly params: readonly TypedParam[];
}

export interface StatsOfDomains {
  readonly records: readonly StatsRecord[];
  /** The requested guests whose domains hang; they are not among the records. */
  readonly hung: ReadonlySet<GuestId>;
}

export class DomainStats {
  readonly #daemon: Daemon;
  readonly #onSilent: (guest: GuestId) => void;
  /** Our guests that are known so far. Each of them can make a call for all domains hang. */
  #known = new Set<GuestId>();
  /** The guests that a call hung on, and that have not responded since. */
  readonly #silent = new Set<GuestId>();
  readonly #controlQueries = new Map<GuestId, { readonly sinceMs: Promise<number>; readonly sent: Promise<void> }>();

  /** `onSilent` is called when a guest must be observed again, because it may not respond. */
  constructor(daemon: Daemon, onSilent: (guest: GuestId) => void) {
    this.#daemon = daemon;
    this.#onSilent = onSilent;
  }

  /** Must be called for each guest that is new on the host. */
  add(guest: GuestId): void {
    this.#known.add(guest);
  }

  forgetAll(): void {
    this.#silent.clear();
  }

  /**
   * The records of the named guests, or of all domains. Domains that are known to hang are left out. A domain of which
   * only the QEMU hangs is left out only if `stats` needs a response of QEMU.
   */
  async read(
    which: readonly GuestId[] | 'all',
    { stats, flags }: { stats: number; flags: number },
    signal: AbortSignal,
  ): Promise<StatsOfDomains> {
    const needsQemu = stats !== STATS.state;
    for (;;) {
      const states = await this.#controlOf([...this.#silent], signal);
      for (const [guest, state] of states) if (!isHung(state)) this.#silent.delete(guest);
      const isAvoided = (guest: GuestId): boolean =>
        this.#silent.has(guest) && (needsQemu || states.get(guest)?.isLocked === true);
      const avoided = new Set([...this.#silent].filter(isAvoided));
      const asked = this.#without(which, avoided);
      const hung = new Set(which === 'all' ? avoided : which.filter((guest) => avoided.has(guest)));
      // libvirt would treat an empty list as a request for all domains.
      if (asked?.length === 0) return { records: [], hung };
      const args = { doms: (asked ?? []).map(domainOf), stats, flags: flags | STATS_NOWAIT };
      const records = await this.#readUnlessHung(args, asked ?? [...this.#known], signal);
      if (records === null) continue;
      if (which === 'all' && avoided.size === 0)
        this.#known = new Set(records.map(({ dom }) => guestOf(dom)).filter((guest) => guest !== null));
      return { records, hung };
    }
  }

  /**
   * Finds out which of the running guests respond, without waiting for those that do not: they are observed again when
   * enough time has passed.
   */
  async probe(running: readonly GuestId[], signal: AbortSignal): Promise<void> {
    await this.read(running, { stats: STATS.block, flags: 0 }, signal);
  }

  /** Those of the guests whose QEMU does not respond, or whose domain is locked. */
  async unresponsiveAmong(guests: readonly GuestId[], signal: AbortSignal): Promise<ReadonlySet<GuestId>> {
    const states = await this.#controlOf(
      guests.filter((guest) => this.#silent.has(guest)),
      signal,
    );
    return new Set(
      [...states].filter(([, { isLocked, sinceMs }]) => isLocked || sinceMs >= SILENCE_MS).map(([id]) => id),
    );
  }

  /** Null: all. */
  #without(which: readonly GuestId[] | 'all', avoided: ReadonlySet<GuestId>): readonly GuestId[] | null {
    if (which === 'all' && avoided.size === 0) return null;
    return [...(which === 'all' ? this.#known : which)].filter((guest) => !avoided.has(guest));
  }

  /** Null if the call hung. The guests that it hung on then count as silent. */
  async #readUnlessHung(
    args: { doms: Domain[]; stats: number; flags: number },
    asked: readonly GuestId[],
    signal: AbortSignal,
  ): Promise<readonly StatsRecord[] | null> {
    const giveUp = new AbortController();
    const bounded = AbortSignal.any([signal, giveUp.signal]);
    const call = this.#daemon.queryApart('ConnectGetAllDomainStats', args, bounded);
    // The loop below reports a failure. After it has given up, nobody waits for the call.
    call.catch(() => undefined);
    for (;;) {
      const reply = await withinMs(call, PATIENCE_MS, signal);
      if (reply !== null) return reply.retStats;
      const states = await this.#controlOf(asked, signal);
      const hung = [...states].filter(([, state]) => isHung(state));
      // The daemon may only be busy.
      if (hung.length === 0) continue;
      giveUp.abort(new Error('the call hangs on a guest'));
      for (const [guest] of hung) this.#becomeSilent(guest);
      return null;
    }
  }

  #becomeSilent(guest: GuestId): void {
    if (this.#silent.has(guest)) return;
    this.#silent.add(guest);
    setTimeout(() => this.#onSilent(guest), SILENCE_MS).unref();
  }

  /**
   * For each guest, whether its domain is locked, and how long libvirt has waited for its QEMU; 0 if it does not wait,
   * or there is no such domain.
   */
  async #controlOf(
    guests: readonly GuestId[],
    signal: AbortSignal,
  ): Promise<Map<GuestId, { isLocked: boolean; sinceMs: number }>> {
    const states = new Map<GuestId, { isLocked: boolean; sinceMs: number }>();
    // A signal of its own, because Node warns of more than ten listeners.
    const shared = AbortSignal.any([signal]);
    setMaxListeners(0, shared);
    await inParallel(guests, async (guest) => {
      const query = this.#silenceOf(guest);
      await withinMs(Promise.race([query.sent, query.sinceMs]), CONNECT_PATIENCE_MS, shared);
      const sinceMs = await withinMs(query.sinceMs, CONTROL_DEADLINE_MS, shared);
      states.set(guest, sinceMs === null ? { isLocked: true, sinceMs: 0 } : { isLocked: false, sinceMs });
    });
    return states;
  }

  /** At most one query for each guest: a domain that stays locked must not keep more than one worker of the daemon. */
  #silenceOf(guest: GuestId): { readonly sinceMs: Promise<number>; readonly sent: Promise<void> } {
    const before = this.#controlQueries.get(guest);
    if (before !== undefined) return before;
    const args = { dom: domainOf(guest), flags: 0 };
    let onSent = (): void => undefined;
    const sent = new Promise<void>((resolve) => (onSent = resolve));
    const sinceMs = this.#daemon
      .queryApart('DomainGetControlInfo', args, this.#daemon.closing, () => onSent())
      .then(({ state, stateTime }) => (state === CONTROL_OCCUPIED ? Number(stateTime) : 0))
      .catch((error: unknown) => {
        // libvirt refuses the query for a domain that does not run.
        if (error instanceof LibvirtError) return 0;
        throw error;
      })
      .finally(() => this.#controlQueries.delete(guest));
    const query = { sinceMs, sent };
    this.#controlQueries.set(guest, query);
    return query;
  }
}

/**
 * Whether the domain is locked, or its QEMU has not responded for a while. A QEMU that has kept libvirt waiting only
 * briefly has responded to all earlier requests.
 */
function isHung({ isLocked, sinceMs }: { isLocked: boolean; sinceMs: number }): boolean {
  return isLocked || sinceMs >= PATIENCE_MS / 2;
}

/** The result of `work`, or null if it does not settle within this time. */
async function withinMs<T>(work: Promise<T>, ms: number, signal: AbortSignal): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), ms)));
  try {
    return await untilAborted(Promise.race([work, passed]), signal);
  } finally {
    clearTimeout(timer);
  }
}
