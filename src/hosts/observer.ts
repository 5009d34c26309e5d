/**
 * The observer of one host: it keeps the observed states of the guests in the database equal to the states that the
 * hypervisor reports. Only its polls of the host determine the observed states, never events.
 *
 *   events ──► which guests to poll ─┐
 *   start, reconnect, every 30 s ────┴─► poll ──► one statement for all differences
 *   heartbeat ──► 5 s without success: host `away`, its guests `unknown`
 *                 next success: host `up`, new description, poll of all guests;
 *                 but if the hypervisor is already another host: host `away`, with a fault
 *
 * A heartbeat begins 2.5 s after the host last responded to any call of this observer, so at least two fail before the
 * host is away, and 1 s after the begin of a heartbeat that failed.
 * A host that has not been reached since the start is away after the first heartbeat that fails.
 * A poll of all guests reads the database only if something can differ from it: the host reports something else than
 * in the last such poll, an event arrived, or an operation ran. So the regular polls of many hosts cost the database
 * nothing while nothing happens.
 * Invariant: the regular polls find a guest that changed without an event, also after an operation on it
 * (test/hosts/idle.test.ts).
 *
 * There is one poll at a time. Requests for a poll that arrive meanwhile are merged into the next poll, so a storm of
 * events costs two polls, not thousands.
 * The observer runs only while its session owns the host, and writes only in transactions that hold the host's lease
 * (fence.ts). It repairs nothing and starts nothing: if something else changes a guest, the guest shows the change,
 * with a fault, until the next operation succeeds. The observer ignores guests of the host without a row in the
 * database, which were forgotten. It also runs the watch of the host's networks (network-watch.ts).
 *
 * A guest that did not respond is polled separately, so that it does not delay the polls of other guests. After the
 * second poll without a response in a row it is unresponsive: it keeps its state and shows a fault, until it responds.
 * Invariant: one guest that hangs changes neither the state of its host nor that of another guest.
 * (test/http/stalled-guests.test.ts, test/live/silent-qemu.test.ts)
 *
 * An observation includes the addresses that were last seen. Finding them out never delays it: drivers do that in the
 * background, and send an event when they have changed.
 *
 * Ways this can fail: the database is away (the poll is repeated), the host is away (the heartbeat detects this).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Backend, HostInfo, Observation } from '../../backends/backend.js';
import { withDeadline } from '../domain/deadline.js';
import type { GuestId, HostId } from '../domain/ids.js';
import { isGuesthouseError } from '../domain/errors.js';
import { areSameAddresses } from '../domain/guest.js';
import { hostDescription } from '../domain/host.js';
import type { Host, HostDescription } from '../domain/host.js';
import type { Log } from '../domain/log.js';
import { timestampNow } from '../domain/timestamp.js';
import { POWER_CYCLE_REASONS } from '../domain/power-cycle.js';
import type { PowerCycleReason } from '../domain/power-cycle.js';
import type { Timestamp } from '../domain/timestamp.js';

import { isDatabaseFailure } from '../store/database-failure.js';
import type { Database } from '../store/database.js';
import { writeHostDescription, writeHostFault, writeHostState } from '../store/hosts.js';
import { forgetStatesOfHost, readFacts, writeObservations, writePowerCycles } from '../store/observations.js';
import type { FactsRead, ObservationToWrite, RequiredPowerCycle } from '../store/observations.js';
import { query } from '../store/transaction.js';
import { inHostTransaction } from './fence.js';
import type { Owner } from './fence.js';
import { slotAfter } from './wake-slots.js';
import { NetworkWatch } from './network-watch.js';
import { SilentGuests } from './silent-guests.js';
import { getKind } from '../operations/kind.js';
import { KINDS } from '../operations/kinds.js';
import { addressesOf, faultOfChange, isConclusive, observedStateOf } from '../operations/observe.js';

const FULL_POLL_EVERY_MS = 30_000;
const HEARTBEAT_AFTER_MS = 2_500;
const HEARTBEAT_DEADLINE_MS = 2_000;
/** How long after the begin of a heartbeat that failed the next one begins, unless the failed one took longer. */
const HEARTBEAT_AGAIN_AFTER_MS = 1_000;
const AWAY_AFTER_MS = 5_000;
const RETRY_AFTER_MS = 1_000;
const SILENT_POLL_EVERY_MS = 1_000;
/** How long a host whose hypervisor is already another host stays away before this is checked again. */
const REFUSED_FOR_MS = 10_000;

const WARNING_OF_REASON: Readonly<Record<PowerCycleReason, string>> = {
  vnc_without_password:
    'guests still run with the VNC server that Guesthouse 0.3 defined, which other guests can reach without a password; shut down these guests and start them again',
  loopback_reachable:
    'guests on the network user were started before passt was installed, and can reach services that listen only on the loopback of this machine; shut down these guests and start them again',
};

export interface ObserverDeps {
  readonly db: Database;
  readonly backend: Backend;
  readonly hostId: HostId;
  readonly owner: Owner;
  readonly log: Log;
  /** Called when something happened to a guest, or may have happened to all guests. */
  readonly onChange: (which: GuestId | 'all') => void;
  /** Called after every attempt to poll the host, successful or not; the networks were listed once before, or tried. */
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
  /** For tests; the default is half a minute. */
  readonly fullPollEveryMs?: number;
}

export class HostObserver {
  readonly #deps: ObserverDeps;
  readonly #guestsToPoll = new Set<GuestId>();
  readonly #fullPollEveryMs: number;
  readonly #silent = new SilentGuests();
  readonly #networks: NetworkWatch;
  #isFullPollRequested = true;
  /** Counts what can have changed the rows of guests, or can make them differ from the host. */
  #changes = 0;
  /** What the host reported when it last agreed with the database; null if they can differ. */
  #agreed: { readonly changes: number; readonly seen: ReadonlyMap<GuestId, Observation> } | null = null;
  #isAway: boolean;
  #isDescribed: boolean;
  /** The description that the host reported last, as text; null before the first one. */
  #described: string | null = null;
  /** By the monotonic clock. */
  #lastSuccessAt: number;
  /** When the next heartbeat begins, by the monotonic clock. */
  #heartbeatAt = -Infinity;
  /** Until then, by the monotonic clock, the host is not described again. */
  #refusedUntil = -Infinity;
  #wake: () => void = () => undefined;
  #wakeForSilent: () => void = () => undefined;

  constructor(deps: ObserverDeps, { isAway, isDescribed, fullPollEveryMs = FULL_POLL_EVERY_MS }: KnownOfHost) {
    this.#fullPollEveryMs = fullPollEveryMs;
    this.#deps = deps;
    this.#networks = new NetworkWatch({ ...deps, onListed: () => this.#responded() });
    this.#isAway = isAway;
    this.#isDescribed = isDescribed;
    this.#lastSuccessAt = isDescribed ? performance.now() : -Infinity;
  }

  get isDescribed(): boolean {
    return this.#isDescribed;
  }

  /** Observes until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const full = setInterval(() => this.#requestPoll('all', { isRegular: true }), this.#fullPollEveryMs);
    const onAbort = (): void => {
      this.#wake();
      this.#wakeForSilent();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await Promise.all([
        ...[this.#listen(signal), this.#beat(signal), this.#poll(signal), this.#pollSilent(signal)],
        this.#networks.run(signal, () => !this.#isAway && this.#isDescribed),
      ]);
    } finally {
      clearInterval(full);
    }
  }

  /** Must be called when an operation on the host begins or has ended. */
  rowsMayChange(): void {
    this.#changes += 1;
  }

  #requestPoll(which: readonly GuestId[] | 'all', { isRegular } = { isRegular: false }): void {
    if (!isRegular) this.#changes += 1;
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
            this.#networks.check();
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
      const beganAt = performance.now();
      if (this.#heartbeatAt > beganAt) {
        await pause(this.#heartbeatAt - beganAt, signal);
        continue;
      }
      try {
        const info = await withDeadline(HEARTBEAT_DEADLINE_MS, signal, (inTime) =>
          backend.describe({ signal: inTime }),
        );
        this.#responded();
        await this.#heard(info, signal);
      } catch (error) {
        if (!signal.aborted && !this.#isAway && performance.now() - this.#lastSuccessAt >= AWAY_AFTER_MS) {
          log.error({ err: error }, 'host is away; its guests are unknown until it responds');
          await this.#markAway().catch((cause: unknown) =>
            log.warn({ err: cause }, 'failed to record that the host is away'),
          );
        }
        // A host that is away from the start is never polled, so the failed heartbeat counts as an attempt to poll it.
        // Must come last, when the row of the host already has the state `away`.
        this.#deps.onPollTried();
        this.#heartbeatAt = beganAt + HEARTBEAT_AGAIN_AFTER_MS;
      }
    }
  }

  #responded(): void {
    this.#lastSuccessAt = performance.now();
    this.#heartbeatAt = slotAfter(HEARTBEAT_AFTER_MS);
  }

  /** Writes the description of a host that came up, or that has changed while it was up. */
  async #heard(info: HostInfo, signal: AbortSignal): Promise<void> {
    const description = hostDescription(info, this.#deps.backend.capabilities);
    const text = JSON.stringify(description);
    if (this.#isAway || !this.#isDescribed) {
      // Must come first: a host that is up has reported its networks, so that guests can be placed by them.
      await this.#networks.report(signal);
      await this.#markUp(description);
    } else if (text !== this.#described) await this.#describe(description);
    this.#described = text;
  }

  /** Writes the description of a host that is up. False: the hypervisor is already another host. */
  async #describe(description: HostDescription): Promise<boolean> {
    const { db, hostId, owner, log } = this.#deps;
    const described = await inHostTransaction(db, owner, hostId, async (trx) => {
      const result = await writeHostDescription(trx, hostId, description);
      if (result.isWritten) await writeHostState(trx, hostId, 'up');
      return result;
    });
    if (!described.isWritten) {
      await this.#refuse(described.other);
      return false;
    }
    const { earlierHypervisorId: earlier } = described;
    const { hypervisorId: now } = description;
    if (earlier !== null && now !== null && earlier !== now)
      log.warn({ earlier, now }, 'another hypervisor than before responds at the URI of the host');
    return true;
  }

  async #markAway(): Promise<void> {
    const { db, hostId, owner } = this.#deps;
    this.#changes += 1;
    await inHostTransaction(db, owner, hostId, async (trx) => {
      await writeHostState(trx, hostId, 'away');
      await forgetStatesOfHost(trx, hostId);
    });
    this.#isAway = true;
  }

  async #markUp(description: HostDescription): Promise<void> {
    const { log } = this.#deps;
    if (performance.now() < this.#refusedUntil || !(await this.#describe(description))) return;
    this.#isAway = false;
    this.#isDescribed = true;
    log.info({}, 'host is up');
    this.#requestPoll('all');
    this.#networks.check();
  }

  /** The hypervisor is already another host: the host stays away, and shows why. */
  async #refuse({ id, name }: Pick<Host, 'id' | 'name'>): Promise<void> {
    const { db, hostId, owner, log, onPollTried } = this.#deps;
    this.#refusedUntil = performance.now() + REFUSED_FOR_MS;
    const detail = `The hypervisor at the URI of this host is already the host ${name} (${id}).`;
    await inHostTransaction(db, owner, hostId, async (trx) => {
      await writeHostState(trx, hostId, 'away');
      await forgetStatesOfHost(trx, hostId);
      await writeHostFault(trx, hostId, { kind: 'host_already_exists', detail, at: timestampNow() });
    });
    this.#isAway = true;
    this.#isDescribed = false;
    log.error({ other: id }, 'the hypervisor of the host is already another host; the host stays away');
    onPollTried();
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
        await this.#networks.whenTried;
        onPollTried();
      }
    }
  }

  /** Polls the silent guests until they respond. Their polls take as long as the driver waits for a response. */
  async #pollSilent(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (this.#silent.ids.length === 0) {
        await new Promise<void>((resolve) => (this.#wakeForSilent = resolve));
        continue;
      }
      await pause(SILENT_POLL_EVERY_MS, signal);
      const silent = this.#silent.ids;
      if (silent.length === 0 || this.#isAway || signal.aborted) continue;
      try {
        await this.#pollOnce(silent, signal, { isOfSilent: true });
      } catch (error) {
        if (!signal.aborted)
          this.#deps.log.warn({ err: error }, 'failed to observe guests that do not respond; retrying');
      }
    }
  }

  /**
   * Polls once and writes the results. Requests another poll if a guest changed during the poll and can still be
   * `unknown`.
   */
  async #pollOnce(
    which: readonly GuestId[] | 'all',
    signal: AbortSignal,
    { isOfSilent } = { isOfSilent: false },
  ): Promise<void> {
    const { db, backend, hostId, owner, log } = this.#deps;
    if (which === 'all' && (await this.#stillAgrees(signal))) return;
    const changesBefore = this.#changes;
    // Must come before the poll: a guest that changes after this read is not written, so the poll never overwrites a
    // newer state.
    const all = await query(db, (sql) => readFacts(sql, hostId, which));
    if (isOfSilent) this.#forgetMissing(which, all);
    const facts = isOfSilent ? all : all.filter(({ id }) => !this.#silent.has(id));
    const isComplete = which === 'all' && facts.length === all.length;
    if (facts.length === 0 && !isComplete) return;
    const seen = await backend.observeGuests(isComplete ? 'all' : facts.map(({ id }) => id), { signal });
    if (isComplete) this.#responded();
    await this.#recordPowerCycles(facts, seen);
    const at = timestampNow();
    const changes = facts
      .map((before) => this.#changeOf(before, seen.get(before.id), at))
      .filter((each) => each !== null);
    if (isComplete && changes.length === 0 && this.#silent.ids.length === 0)
      this.#agreed = { changes: changesBefore, seen };
    if (changes.length === 0) return;
    const changed = await inHostTransaction(db, owner, hostId, (trx) => writeObservations(trx, changes));
    if (changed.length > 0) log.info({ guests: changed.length }, 'observed states changed');
    // Poll again if a guest was not written because it changed during the poll: it can still be `unknown`, although the
    // outage is over.
    const isChanged = new Set(changed);
    if (changes.some(({ facts: before }) => before.state === 'unknown' && !isChanged.has(before.id)))
      this.#requestPoll('all');
  }

  /** Whether the host reports what it reported when it agreed with the database, and nothing can differ since then. */
  async #stillAgrees(signal: AbortSignal): Promise<boolean> {
    const agreed = this.#agreed;
    if (agreed === null || agreed.changes !== this.#changes) return false;
    const seen = await this.#deps.backend.observeGuests('all', { signal });
    this.#responded();
    if (agreed.changes === this.#changes && isSame(agreed.seen, seen)) return true;
    this.#agreed = null;
    return false;
  }

  /** The observation to write; null if it changes nothing, or no conclusion is possible. */
  #changeOf(before: FactsRead, seen: Observation | undefined, at: Timestamp): ObservationToWrite | null {
    if (seen?.state === 'unresponsive') {
      const isUnresponsive = this.#silent.noResponse(before.id) || before.isUnresponsive;
      this.#wakeForSilent();
      // A guest that has only been silent for one poll keeps what it shows.
      if (!isUnresponsive || (before.isUnresponsive && before.state !== 'unknown')) return null;
      return { facts: before, observed: before.observed, fault: null, addresses: null, isUnresponsive };
    }
    this.#silent.forget(before.id);
    if (seen?.state === 'unsettled' && !before.isUnresponsive) return null;
    const isAbsenceExpected = before.openKind !== null && getKind(KINDS, before.openKind).isAbsenceExpected;
    const observed = observedStateOf(seen, { observed: before.observed, isAbsenceExpected });
    // A guest that is being created gets its state only at the end of the creation.
    const isBeingCreated = before.observed === null && isAbsenceExpected;
    if (observed === undefined || isBeingCreated) {
      const isOver = before.state === 'unknown' || before.isUnresponsive;
      const same = { facts: before, observed: before.observed, fault: null, addresses: null, isUnresponsive: false };
      return isOver ? same : null;
    }
    const context = { ...before, isOperationOpen: before.openKind !== null };
    const isNew = observed !== before.observed || observed === 'suspended';
    const fault = isNew ? faultOfChange({ observed, stall: seen?.stall }, context, at) : null;
    const addresses = addressesOf(seen ?? null, observed) ?? null;
    const isSame =
      observed === before.observed &&
      before.state !== 'unknown' &&
      !before.isUnresponsive &&
      (addresses === null || areSameAddresses(addresses, before.addresses));
    return isSame && fault === null ? null : { facts: before, observed, fault, addresses, isUnresponsive: false };
  }

  /** Forgets silent guests that no longer exist. */
  #forgetMissing(which: readonly GuestId[] | 'all', found: readonly FactsRead[]): void {
    const existing = new Set(found.map(({ id }) => id));
    for (const guest of which === 'all' ? [] : which) if (!existing.has(guest)) this.#silent.forget(guest);
  }

  /** The recorded value of a guest that is not observed, or does not respond, does not change. */
  async #recordPowerCycles(facts: readonly FactsRead[], seen: ReadonlyMap<GuestId, Observation>): Promise<void> {
    const { db, hostId, owner, log } = this.#deps;
    const required: RequiredPowerCycle[] = [];
    const done: GuestId[] = [];
    for (const { id, isPowerCycleRequired: before } of facts) {
      const observation = seen.get(id);
      if (observation === undefined || !isConclusive(observation)) continue;
      const { powerCycleReason: reason } = observation;
      if (reason !== undefined && !before) required.push({ id, reason });
      if (reason === undefined && before) done.push(id);
    }
    if (required.length === 0 && done.length === 0) return;
    await inHostTransaction(db, owner, hostId, (trx) => writePowerCycles(trx, { required, done }));
    for (const reason of POWER_CYCLE_REASONS) {
      const guests = required.filter((each) => each.reason === reason).map(({ id }) => id);
      if (guests.length > 0) log.warn({ guests }, WARNING_OF_REASON[reason]);
    }
  }
}

function isSame(one: ReadonlyMap<GuestId, Observation>, other: ReadonlyMap<GuestId, Observation>): boolean {
  if (one.size !== other.size) return false;
  for (const [id, { state, stall, powerCycleReason, addresses }] of one) {
    const now = other.get(id);
    const isSameGuest =
      now !== undefined &&
      now.state === state &&
      now.powerCycleReason === powerCycleReason &&
      areSameAddresses(now.addresses ?? {}, addresses ?? {}) &&
      (now.stall === stall || JSON.stringify(now.stall) === JSON.stringify(stall));
    if (!isSameGuest || state === 'unresponsive' || state === 'unsettled') return false;
  }
  return true;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
