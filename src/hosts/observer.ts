/**
 * The observer of one host: it keeps the observed states of the guests in the database equal to the states that the
 * hypervisor reports. Only its polls of the host determine the observed states, never events.
 *
 *   events ──► which guests to poll ─┐
 *   start, reconnect, every 30 s ────┴─► poll ──► one statement for all differences
 *   heartbeat, every second ──► 5 s without success: host `away`, its guests `unknown`
 *                               next success: host `up`, new description, poll of all guests
 *
 * A host that has not been reached since the start is away after the first heartbeat that fails.
 * There is one poll at a time. Requests for a poll that arrive meanwhile are merged into the next poll, so a storm of
 * events costs two polls, not thousands.
 * The observer runs only while its session owns the host, and writes only in transactions that hold the host's lease
 * (fence.ts). It repairs nothing and starts nothing: if something else changes a guest, the guest shows the change,
 * with a fault, until the next operation succeeds. The observer ignores guests of the host without a row in the
 * database, which were forgotten.
 *
 * Ways this can fail: the database is away (the poll is repeated), the host is away (the heartbeat detects this), one
 * guest hangs (`unresponsive`: its state is left unchanged).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Backend, HostInfo, Observation } from '../../backends/backend.js';
import type { GuestId, HostId } from '../domain/ids.js';
import { isGuesthouseError } from '../domain/errors.js';
import { hostDescription } from '../domain/host.js';
import type { Log } from '../domain/log.js';
import { timestampOf } from '../domain/timestamp.js';
import { isDatabaseFailure } from '../store/database-failure.js';
import type { Database } from '../store/database.js';
import { writeHostDescription, writeHostState } from '../store/hosts.js';
import { forgetStatesOfHost, readFacts, writeObservations, writePowerCycles } from '../store/observations.js';
import type { FactsRead, ObservationToWrite } from '../store/observations.js';
import { query } from '../store/transaction.js';
import { inHostTransaction } from './fence.js';
import type { Owner } from './fence.js';
import { getKind } from '../operations/kind.js';
import { KINDS } from '../operations/kinds.js';
import { faultOfChange, observedStateOf } from '../operations/observe.js';

const FULL_POLL_EVERY_MS = 30_000;
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
  /** Called when something happened to a guest, or may have happened to all guests. */
  readonly onChange: (which: GuestId | 'all') => void;
  /** Called after every attempt to poll the host, successful or not. */
  readonly onPollTried: () => void;
}

/** The known facts about the host when the observer starts. */
export interface KnownOfHost {
  /** Whether the row of the host has the state `away`. */
  readonly isAway: boolean;
  /**
   * Whether the host has reported its description to this service. If not, the row of the host can be outdated, and no
   * guest is polled until the host has reported its description.
   */
  readonly isDescribed: boolean;
}

export class HostObserver {
  readonly #deps: ObserverDeps;
  readonly #guestsToPoll = new Set<GuestId>();
  #isFullPollRequested = true;
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
    const full = setInterval(() => this.#requestPoll('all'), FULL_POLL_EVERY_MS);
    signal.addEventListener('abort', () => this.#wake(), { once: true });
    try {
      await Promise.all([this.#listen(signal), this.#beat(signal), this.#poll(signal)]);
    } finally {
      clearInterval(full);
    }
  }

  #requestPoll(which: readonly GuestId[] | 'all'): void {
    if (which === 'all') this.#isFullPollRequested = true;
    else for (const guest of which) this.#guestsToPoll.add(guest);
    this.#wake();
  }

  async #listen(signal: AbortSignal): Promise<void> {
    const { backend, onChange, log } = this.#deps;
    while (!signal.aborted) {
      try {
        for await (const event of backend.listenToEvents({ signal })) {
          if (event.kind === 'guest_changed') {
            this.#requestPoll([event.guest]);
            onChange(event.guest);
          } else if (event.kind === 'observe_everything') {
            this.#requestPoll('all');
            onChange('all');
          } else log.warn({ err: event.cause }, 'lost the event stream of the host; reconnecting');
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
        // A host that is away from the start is never polled, so the failed heartbeat counts as an attempt to poll it.
        // Must come last, when the row of the host already has the state `away`.
        this.#deps.onPollTried();
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
    this.#requestPoll('all');
  }

  async #poll(signal: AbortSignal): Promise<void> {
    const { log, onPollTried } = this.#deps;
    while (!signal.aborted) {
      if ((!this.#isFullPollRequested && this.#guestsToPoll.size === 0) || this.#isAway || !this.#isDescribed) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
        continue;
      }
      const which = this.#isFullPollRequested ? ('all' as const) : [...this.#guestsToPoll];
      this.#isFullPollRequested = false;
      this.#guestsToPoll.clear();
      try {
        await this.#pollOnce(which, signal);
      } catch (error) {
        if (signal.aborted) return;
        const isExpected = isGuesthouseError(error, 'host_unreachable', 'outcome_unknown') || isDatabaseFailure(error);
        log[isExpected ? 'warn' : 'error']({ err: error }, 'failed to observe the host; retrying');
        this.#requestPoll(which);
        await pause(RETRY_AFTER_MS, signal);
      } finally {
        onPollTried();
      }
    }
  }

  /**
   * Polls once and writes the results. Requests another poll if a guest changed during the poll and can still be
   * `unknown`.
   */
  async #pollOnce(which: readonly GuestId[] | 'all', signal: AbortSignal): Promise<void> {
    const { db, backend, hostId, owner, log } = this.#deps;
    // Must come before the poll: a guest that changes after this read is not written, so the poll never overwrites a
    // newer state.
    const facts = await query(db, (sql) => readFacts(sql, hostId, which));
    if (facts.length === 0) return;
    const seen = await backend.observeGuests(which === 'all' ? 'all' : facts.map(({ id }) => id), { signal });
    await this.#recordPowerCycles(facts, seen);
    const at = timestampOf(new Date());
    const changes: ObservationToWrite[] = [];
    for (const before of facts) {
      const isAbsenceExpected = before.openKind !== null && getKind(KINDS, before.openKind).isAbsenceExpected;
      const observed = observedStateOf(seen.get(before.id), { observed: before.observed, isAbsenceExpected });
      // A guest that is being created gets its state only at the end of the creation.
      const isBeingCreated = before.observed === null && isAbsenceExpected;
      if (observed === undefined || isBeingCreated) {
        if (before.state === 'unknown' && seen.get(before.id)?.state !== 'unresponsive') {
          changes.push({ facts: before, observed: before.observed, fault: null });
        }
      } else if (observed !== before.observed || before.state === 'unknown') {
        const isNew = observed !== before.observed;
        const context = { observed: before.observed, isOperationOpen: before.openKind !== null };
        changes.push({ facts: before, observed, fault: isNew ? faultOfChange(observed, context, at) : null });
      }
    }
    if (changes.length === 0) return;
    const changed = await inHostTransaction(db, owner, hostId, (trx) => writeObservations(trx, changes));
    if (changed.length > 0) log.info({ guests: changed.length }, 'observed states changed');
    // Poll again if a guest was not written because it changed during the poll: it can still be `unknown`, although the
    // outage is over.
    const isChanged = new Set(changed);
    if (changes.some(({ facts: before }) => before.state === 'unknown' && !isChanged.has(before.id)))
      this.#requestPoll('all');
  }

  /** The recorded value of a guest that is not observed, or does not respond, does not change. */
  async #recordPowerCycles(facts: readonly FactsRead[], seen: ReadonlyMap<GuestId, Observation>): Promise<void> {
    const { db, hostId, owner, log } = this.#deps;
    const required: GuestId[] = [];
    const done: GuestId[] = [];
    for (const { id, isPowerCycleRequired: before } of facts) {
      const observation = seen.get(id);
      if (observation === undefined || observation.state === 'unresponsive') continue;
      const now = observation.isPowerCycleRequired ?? false;
      if (now !== before) (now ? required : done).push(id);
    }
    if (required.length === 0 && done.length === 0) return;
    await inHostTransaction(db, owner, hostId, (trx) => writePowerCycles(trx, { required, done }));
    if (required.length === 0) return;
    log.warn(
      { guests: required },
      'guests run with a VNC server of version 0.3 that other guests can reach without a password; shut them down and start them',
    );
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
