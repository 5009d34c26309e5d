/**
 * Keeps what the database says of a host's guests true to what the hypervisor says. Looks, and only looks, decide what is observed.
 *
 *   events ──► which guests to look at ─┐
 *   start, reconnect, every 30 s ───────┴─► look ──► one statement for all that differs
 *   heartbeat, every second ──► 5 s without success: host `away`, its guests `unknown`; a success again: `up`, described anew, look at
 *                               everything. A host that nobody has met since the start is away with the first beat that fails.
 *
 * One look at a time: what is asked for meanwhile is gathered for the next, so a storm of events costs two looks, not thousands.
 * Runs only while its session owns the host, and writes only with the host's lease in its hands (fence.ts). It repairs nothing and
 * starts nothing: a guest that was changed behind our back shows so, with a fault, until the next operation succeeds. What the host has without
 * a row of ours (a guest that was forgotten) is not looked for.
 * Ways this can fail: the database away (the look is asked for again), the host away (heartbeat says so), one guest that hangs
 * (`unanswered`: its state is left as it was).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Backend, HostInfo } from '../../backends/backend.js';
import type { GuestId, HostId } from '../domain/ids.js';
import { isGuesthouseError } from '../domain/errors.js';
import { hostDescription } from '../domain/host.js';
import type { Log } from '../domain/log.js';
import { timestampOf } from '../domain/timestamp.js';
import type { Database } from '../store/database.js';
import { writeHostDescription, writeHostState } from '../store/hosts.js';
import { forgetStatesOfHost, readFacts, writeObservations } from '../store/observations.js';
import type { ObservationToWrite } from '../store/observations.js';
import { query } from '../store/transaction.js';
import { inHostTransaction } from './fence.js';
import type { Owner } from './fence.js';
import { getKind } from '../operations/kind.js';
import { KINDS } from '../operations/kinds.js';
import { faultOfChange, observedAfterLook } from '../operations/observe.js';

const FULL_LOOK_EVERY_MS = 30_000;
const HEARTBEAT_EVERY_MS = 1_000;
const HEARTBEAT_DEADLINE_MS = 2_000;
const AWAY_AFTER_MS = 5_000;
const RETRY_AFTER_MS = 1_000;

export interface ObserverDeps {
  readonly db: Database;
  readonly backend: Backend;
  readonly hostId: HostId;
  readonly owner: Owner;
  readonly log: Log;
  /** Called when the first look has been tried, whether it worked or not. */
  readonly onFirstLook: () => void;
}

/** What is known of the host when its observation begins. */
export interface KnownOfHost {
  /** Whether its row says that it is away. */
  readonly isAway: boolean;
  /** Whether this service has heard it describe itself. Where not, its row may be old, and nothing is looked at before it has. */
  readonly isDescribed: boolean;
}

export class HostObserver {
  readonly #deps: ObserverDeps;
  readonly #wanted = new Set<GuestId>();
  #isAllWanted = true;
  #isAway: boolean;
  #isDescribed: boolean;
  #lastSuccessAt: number;
  #wake: () => void = () => undefined;

  constructor(deps: ObserverDeps, { isAway, isDescribed }: KnownOfHost) {
    this.#deps = deps;
    this.#isAway = isAway;
    this.#isDescribed = isDescribed;
    this.#lastSuccessAt = isDescribed ? Date.now() : -Infinity;
  }

  get isDescribed(): boolean {
    return this.#isDescribed;
  }

  /** Observes until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const full = setInterval(() => this.#want('all'), FULL_LOOK_EVERY_MS);
    signal.addEventListener('abort', () => this.#wake(), { once: true });
    try {
      await Promise.all([this.#listen(signal), this.#beat(signal), this.#look(signal)]);
    } finally {
      clearInterval(full);
    }
  }

  #want(which: readonly GuestId[] | 'all'): void {
    if (which === 'all') this.#isAllWanted = true;
    else for (const guest of which) this.#wanted.add(guest);
    this.#wake();
  }

  async #listen(signal: AbortSignal): Promise<void> {
    const { backend, log } = this.#deps;
    while (!signal.aborted) {
      try {
        for await (const event of backend.listenToEvents({ signal })) {
          if (event.kind === 'guest_changed') this.#want([event.guest]);
          else if (event.kind === 'look_at_everything') this.#want('all');
          else log.warn({ err: event.cause }, 'lost the event stream of the host; reconnecting');
        }
      } catch (error) {
        if (!signal.aborted) log.warn({ err: error }, 'cannot receive events of the host; retrying');
      }
      await pause(RETRY_AFTER_MS, signal);
    }
  }

  async #beat(signal: AbortSignal): Promise<void> {
    const { backend, log } = this.#deps;
    while (!signal.aborted) {
      try {
        const inTime = AbortSignal.any([signal, AbortSignal.timeout(HEARTBEAT_DEADLINE_MS)]);
        const info = await backend.describe({ signal: inTime });
        this.#lastSuccessAt = Date.now();
        if (this.#isAway || !this.#isDescribed) await this.#markUp(info);
      } catch (error) {
        if (!signal.aborted && !this.#isAway && Date.now() - this.#lastSuccessAt >= AWAY_AFTER_MS) {
          log.error({ err: error }, 'host is away; its guests are unknown until it responds');
          await this.#markAway().catch((cause: unknown) =>
            log.warn({ err: cause }, 'failed to record that the host is away'),
          );
        }
        // A host that is away from the start is never looked at, but it was tried. Must come last: who asks then is told that it is away.
        this.#deps.onFirstLook();
      }
      await pause(HEARTBEAT_EVERY_MS, signal);
    }
  }

  async #markAway(): Promise<void> {
    const { db, hostId, owner } = this.#deps;
    await inHostTransaction(db, owner, hostId, async (trx) => {
      await writeHostState(trx, hostId, 'away');
      await forgetStatesOfHost(trx, hostId);
    });
    this.#isAway = true;
  }

  async #markUp(info: HostInfo): Promise<void> {
    const { db, backend, hostId, owner, log } = this.#deps;
    await inHostTransaction(db, owner, hostId, async (trx) => {
      await writeHostDescription(trx, hostId, hostDescription(info, backend.capabilities));
      await writeHostState(trx, hostId, 'up');
    });
    this.#isAway = false;
    this.#isDescribed = true;
    log.info({}, 'host is up');
    this.#want('all');
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { log, onFirstLook } = this.#deps;
    while (!signal.aborted) {
      if ((!this.#isAllWanted && this.#wanted.size === 0) || this.#isAway || !this.#isDescribed) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
        continue;
      }
      const which = this.#isAllWanted ? ('all' as const) : [...this.#wanted];
      this.#isAllWanted = false;
      this.#wanted.clear();
      try {
        await this.#lookOnce(which, signal);
      } catch (error) {
        if (signal.aborted) return;
        const isExpected = isGuesthouseError(error, 'host_unreachable', 'outcome_unknown', 'database_unreachable');
        log[isExpected ? 'warn' : 'error']({ err: error }, 'look at the host failed; it is repeated');
        this.#want(which);
        await pause(RETRY_AFTER_MS, signal);
      } finally {
        onFirstLook();
      }
    }
  }

  /** One look and what follows from it. Guests that `unknown` still covers are looked at again by the next one. */
  async #lookOnce(which: readonly GuestId[] | 'all', signal: AbortSignal): Promise<void> {
    const { db, backend, hostId, owner, log } = this.#deps;
    // Must come before the look: what moves after this is not overwritten by it.
    const facts = await query(db, (sql) => readFacts(sql, hostId, which));
    if (facts.length === 0) return;
    const seen = await backend.observeGuests(which === 'all' ? 'all' : facts.map(({ id }) => id), { signal });
    const at = timestampOf(new Date());
    const news: ObservationToWrite[] = [];
    for (const before of facts) {
      const isAbsenceExpected = before.openKind !== null && getKind(KINDS, before.openKind).isAbsenceExpected;
      const observed = observedAfterLook(seen.get(before.id), { observed: before.observed, isAbsenceExpected });
      // A guest in the making is known when its creation ends, not before.
      const isInTheMaking = before.observed === null && isAbsenceExpected;
      if (observed === undefined || isInTheMaking) {
        if (before.state === 'unknown' && seen.get(before.id)?.state !== 'unanswered') {
          news.push({ facts: before, observed: before.observed, fault: null });
        }
      } else if (observed !== before.observed || before.state === 'unknown') {
        const isNew = observed !== before.observed;
        news.push({
          facts: before,
          observed,
          fault: isNew
            ? faultOfChange(observed, { observed: before.observed, isOperationOpen: before.openKind !== null }, at)
            : null,
        });
      }
    }
    if (news.length === 0) return;
    const changed = await inHostTransaction(db, owner, hostId, (trx) => writeObservations(trx, news));
    if (changed.length > 0) log.info({ guests: changed.length }, 'observed states changed');
    // What moved while we looked keeps `unknown` from an outage that is over: look again.
    const isChanged = new Set(changed);
    if (news.some(({ facts: before }) => before.state === 'unknown' && !isChanged.has(before.id))) this.#want('all');
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
