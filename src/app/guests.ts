/**
 * The use cases of guests. A verb is checked and recorded in one transaction (src/operations/enqueue.ts), and the
 * worker runs it later. Queries (metrics, the console log) go to the hypervisor immediately.
 */
import type { Knex } from 'knex';
import type { Baseline, GuestMetrics } from '../../backends/backend.js';
import { EVERYTHING, isVisible, requireRight, visibilityOf } from '../domain/access.js';
import type { ResourceLocation } from '../domain/access.js';
import type { Difference } from '../domain/drift.js';
import { GuesthouseError } from '../domain/errors.js';
import { requirePrecondition } from '../domain/etag.js';
import { eventOfGuest } from '../domain/event.js';
import { diskMibOf, imagesOfGuest } from '../domain/guest.js';
import type { Guest, GuestChanges } from '../domain/guest.js';
import { newId } from '../domain/ids.js';
import type { GuestId, OperationId } from '../domain/ids.js';
import { VERB_OF_TARGET } from '../domain/lifecycle.js';
import { mergeMetadata, metadataChanges, metadataDetail } from '../domain/metadata.js';
import type { Metadata } from '../domain/metadata.js';
import { normalizeName } from '../domain/name.js';
import type { Page, PageRequest } from '../domain/page.js';
import { shortageOf } from '../domain/placement.js';
import type { Needs } from '../domain/placement.js';
import type { Usage } from '../domain/quota.js';
import { timestampNow } from '../domain/timestamp.js';
import type { Timestamp } from '../domain/timestamp.js';
import type { PowerTarget, Verb } from '../domain/words.js';
import { enqueueCreation, enqueueVerb } from '../operations/enqueue.js';
import type { Enqueued, GuestToInsert, VerbParams } from '../operations/enqueue.js';
import { findBaseline } from '../store/baselines.js';
import { withBallast } from '../store/database.js';
import { recordEvents } from '../store/events.js';
import * as store from '../store/guests.js';
import type { GuestSummary } from '../store/guests.js';
import { findHost } from '../store/hosts.js';
import { claim, claimToResize } from '../store/placements.js';
import { inTransaction, query } from '../store/transaction.js';
import { isForeignKeyViolation, isUniqueViolation } from '../store/database-failure.js';
import { queryBackend } from './app.js';
import { visibilityOfList } from './access/caller.js';
import type { App } from './app.js';
import type { ProjectCaller } from './access/caller.js';
import { asProjectGone } from '../store/projects.js';
import { needsOf, requireFreeMacs, requireFreeMacsToStart, resolveHardware, resolveSize } from './guest-to-create.js';
import type { GuestToCreate, RequestedGuest } from './guest-to-create.js';
import {
  groupGone,
  placeGuest,
  requireFits,
  requireGroupAllows,
  RoomClaimedMeanwhile,
  roomMissing,
} from './placement.js';
import { requireWithinQuota } from './quota.js';

/** A guest as it is now, and the operation that a verb created; the operation is null if there was nothing to do. */
export interface ActedOnGuest extends Enqueued {
  /** Whether the outcome is repeated from an earlier request with the same idempotency key. */
  readonly isReplayed: boolean;
}
export type CreatedGuest = ActedOnGuest & { readonly operationId: OperationId };

export function listGuests(
  app: App,
  caller: ProjectCaller,
  page: PageRequest,
  isOfAllProjects: boolean,
): Promise<Page<Guest>> {
  const visibility = visibilityOfList(caller, isOfAllProjects);
  return query(app.db.ofPage(caller, page), (sql) => store.listGuests(sql, visibility, page));
}

/** Every use case of one guest starts here. Throws unless the caller can see the guest and has the required right. */
export async function getGuest(app: App, caller: ProjectCaller, idOrName: string): Promise<Guest> {
  const guest = await query(app.db.of(caller), (sql) =>
    store.findGuest(sql, visibilityOf(caller), caller.projectId, idOrName),
  );
  if (guest === null) throw noSuchGuest();
  requireRight(caller, locationOf(guest));
  return guest;
}

/** Like `getGuest`, for use cases that lock the guest's row next, or that only query its host. */
export async function getGuestSummary(app: App, caller: ProjectCaller, idOrName: string): Promise<GuestSummary> {
  const guest = await query(app.db.of(caller), (sql) =>
    store.findGuestSummary(sql, visibilityOf(caller), caller.projectId, idOrName),
  );
  if (guest === null) throw noSuchGuest();
  requireRight(caller, locationOf(guest));
  return guest;
}

/** Like `getGuest`, for a guest that has already been read and may have been deleted since. */
function requireGuest(caller: ProjectCaller, guest: Guest): void {
  if (!isVisible(visibilityOf(caller), locationOf(guest))) throw noSuchGuest();
  requireRight(caller, locationOf(guest));
}

function locationOf({ projectId, id }: Pick<Guest, 'projectId' | 'id'>): ResourceLocation {
  return { projectId, guestId: id };
}

export async function createGuest(
  app: App,
  caller: ProjectCaller,
  request: RequestedGuest,
  start: boolean,
): Promise<CreatedGuest> {
  const { result, isReplayed } = await app.idempotency.run<Enqueued & { readonly operationId: OperationId }>(
    app.db.of(caller),
    caller,
    async (run) => {
      requireRight(caller, caller);
      const input = await resolveSize(app, caller, request);
      const { needs, ...wanted } = await resolveGuest(app, caller, input);
      const networks = wanted.nics.map(({ network }) => network);
      const toPlace = { placement: input.placement, needs, networks, images: imagesOfGuest(wanted) };
      return placeGuest(app, caller, toPlace, (hostId, group) =>
        run(async (trx) => {
          await requireGroupAllows(trx, group, hostId);
          const placementGroup = group === null ? null : { id: group.id, name: group.name };
          const guest = { ...wanted, hostId, placementGroup };
          await requireFreeMacs(trx, guest);
          const enqueued = await enqueueCreation(trx, guest, { start }, caller);
          await requireWithinQuota(trx, app, guest.projectId, sizeOf(guest));
          // Must come last: until the commit, no other guest can claim room on the host.
          if (!(await claim(trx, guest.id, hostId, needs.amounts))) throw new RoomClaimedMeanwhile();
          return enqueued;
        }).catch((error: unknown) => {
          throw asCreationRefusal(error);
        }),
      );
    },
    () => requireRight(caller, caller),
  );
  return { ...result, isReplayed };
}

async function resolveGuest(
  app: App,
  caller: ProjectCaller,
  input: GuestToCreate,
): Promise<Omit<GuestToInsert, 'hostId' | 'placementGroup'> & { readonly needs: Needs }> {
  const name = normalizeName(input.name);
  const hardware = await resolveHardware(app, caller, input);
  return {
    needs: needsOf(input, hardware),
    id: newId<GuestId>(),
    projectId: caller.projectId,
    userId: caller.userId,
    name,
    description: input.description,
    instanceType: input.instanceType,
    vcpus: input.vcpus,
    memoryMib: input.memoryMib,
    firmware: input.firmware,
    ...hardware,
    metadata: mergeMetadata({}, input.metadata),
  };
}

/** The amount that the guest adds to the usage of its project. */
function sizeOf({ vcpus, memoryMib, disks }: Pick<Guest, 'vcpus' | 'memoryMib' | 'disks'>): Partial<Usage> {
  return { guests: 1, vcpus, memory_mib: memoryMib, disk_mib: diskMibOf(disks) };
}

function asCreationRefusal(error: unknown): unknown {
  if (isUniqueViolation(error, 'guests_name_unique')) return nameTaken(error);
  if (isForeignKeyViolation(error, 'guest_networks_in_use'))
    return new GuesthouseError('validation_failed', 'A network of the guest was deleted in the meantime.', {
      cause: error,
    });
  if (isForeignKeyViolation(error, 'guests_placement_group')) return groupGone(error);
  // The host was deleted in the meantime: another one is chosen.
  if (isForeignKeyViolation(error, 'guests_host_id_fkey')) return new RoomClaimedMeanwhile();
  if (!isForeignKeyViolation(error, 'guest_images_in_use')) return asProjectGone(error);
  return new GuesthouseError('validation_failed', 'An image of the guest was deleted in the meantime.', {
    cause: error,
  });
}

/** The members of a guest that clients can write, after a patch. */
export interface WritableGuest {
  readonly name: string;
  readonly description: string;
  readonly vcpus: number;
  readonly memoryMib: number;
  readonly metadata: Metadata;
}

/** `patch` gets the current guest, whose row is locked, and returns the changed guest. */
export async function updateGuest(
  app: App,
  caller: ProjectCaller,
  idOrName: string,
  patch: (guest: Guest) => WritableGuest,
): Promise<ActedOnGuest> {
  const { id } = await getGuestSummary(app, caller, idOrName);
  try {
    const enqueued = await inTransaction(app.db.of(caller), async (trx) => {
      const guest = await store.lockGuest(trx, id);
      if (guest === null) throw noSuchGuest();
      requirePrecondition(caller.precondition, guest.version);
      const changes = changesOf(guest, patch(guest));
      if (changes.name !== undefined) await requireFreeName(trx, guest, changes.name);
      if (changes.vcpus !== undefined || changes.memoryMib !== undefined) {
        const params = { changes, isSizeUnsure: guest.isDefinitionStale };
        const enqueued = await enqueueVerb(trx, id, 'update', params, { ...caller, precondition: null });
        await requireRoomToGrow(trx, app, guest, changes);
        return enqueued;
      }
      if (Object.keys(changes).length === 0) return { guest, operationId: null, preempted: [] };
      const changed = await store.writeChanges(trx, guest, changes);
      await recordEvents(trx, [
        eventOfGuest('guest.updated', guest, caller, { changed: Object.keys(changes).join(' ') }),
      ]);
      return { guest: changed, operationId: null, preempted: [] };
    });
    return { ...enqueued, isReplayed: false };
  } catch (error) {
    throw isUniqueViolation(error, 'guests_name_unique') ? nameTaken(error) : error;
  }
}

/** Throws if the changes make the guest larger than its host or its project allows. A guest can always shrink. */
async function requireRoomToGrow(
  trx: Knex.Transaction,
  app: App,
  guest: Guest,
  { vcpus, memoryMib }: GuestChanges,
): Promise<void> {
  const more = {
    vcpus: (vcpus ?? guest.vcpus) - guest.vcpus,
    memoryMib: (memoryMib ?? guest.memoryMib) - guest.memoryMib,
  };
  if (more.vcpus <= 0 && more.memoryMib <= 0) return;
  const host = await findHost(trx, guest.hostId);
  if (host !== null) {
    requireFits(host, {
      ...(more.vcpus > 0 && vcpus !== undefined ? { vcpus } : {}),
      ...(more.memoryMib > 0 && memoryMib !== undefined ? { memoryMib } : {}),
    });
  }
  await requireWithinQuota(trx, app, guest.projectId, { vcpus: more.vcpus, memory_mib: more.memoryMib });
  // Must come last: until the commit, no other guest can claim room on the host.
  const size = { vcpus: vcpus ?? guest.vcpus, memoryMib: memoryMib ?? guest.memoryMib };
  if (await claimToResize(trx, guest.id, guest.hostId, size)) return;
  const full = await findHost(trx, guest.hostId);
  if (full === null) throw hostAway();
  const added = { vcpus: Math.max(0, more.vcpus), memoryMib: Math.max(0, more.memoryMib), diskMib: 0 };
  throw roomMissing(full, 'full', shortageOf(full, full.taken, added) ?? 'had room, which is now claimed');
}

/** Returns only the differences: a member that was patched to its current value is not written. */
function changesOf(guest: Guest, wanted: WritableGuest): GuestChanges {
  const name = normalizeName(wanted.name, guest.name);
  const metadata = metadataChanges(guest.metadata, wanted.metadata);
  // Rejects too much metadata now: otherwise an operation would fail only at its end.
  if (Object.keys(metadata).length > 0) mergeMetadata(guest.metadata, metadata);
  return {
    ...(name === guest.name ? {} : { name }),
    ...(wanted.description === guest.description ? {} : { description: wanted.description }),
    ...(wanted.vcpus === guest.vcpus ? {} : { vcpus: wanted.vcpus }),
    ...(wanted.memoryMib === guest.memoryMib ? {} : { memoryMib: wanted.memoryMib }),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
  };
}

/** Rejects a taken name early: otherwise the operation would fail only at its end. */
async function requireFreeName(trx: Knex.Transaction, guest: Guest, name: string): Promise<void> {
  const other = await store.findGuest(trx, EVERYTHING, guest.projectId, name);
  if (other !== null && other.id !== guest.id) throw nameTaken();
}

export function deleteGuest(app: App, caller: ProjectCaller, guest: string): Promise<ActedOnGuest> {
  return enqueue(app, caller, guest, 'delete', {});
}

export function acceptGuestDrift(app: App, caller: ProjectCaller, guest: string): Promise<ActedOnGuest> {
  return enqueue(app, caller, guest, 'accept_drift', {});
}

export function discardGuestDrift(
  app: App,
  caller: ProjectCaller,
  guest: string,
  params: VerbParams<'discard_drift'>,
): Promise<ActedOnGuest> {
  return enqueue(app, caller, guest, 'discard_drift', params);
}

/**
 * Compares the guest on its host with what Guesthouse last wrote there. For a guest that has no baseline yet, returns
 * the result of its last comparison.
 */
export async function getGuestDrift(
  app: App,
  caller: ProjectCaller,
  idOrName: string,
): Promise<{ readonly since: Timestamp | null; readonly differences: readonly Difference[] }> {
  const guest = await getGuest(app, caller, idOrName);
  if (guest.state === 'unknown') throw hostAway();
  const recorded = { since: guest.drift?.since ?? null, differences: guest.drift?.differences ?? [] };
  const expected = await query(app.db.of(caller), (sql) => findBaseline<Baseline>(sql, guest.id));
  if (expected === null) return recorded;
  const { backend } = app.hosts.get(guest.hostId);
  const seen = await queryBackend(caller, (options) => backend.inspectGuest(guest.id, { ...options, expected }));
  if (seen === null) return recorded;
  return { since: seen.differences.length === 0 ? null : recorded.since, differences: seen.differences };
}

export function startGuest(app: App, caller: ProjectCaller, guest: string): Promise<ActedOnGuest> {
  return enqueue(app, caller, guest, 'start', {});
}

/** The options of a soft shutdown or reboot in a request. */
export type SoftPowerParams = VerbParams<'shutdown' | 'reboot'>;

export function shutdownGuest(
  app: App,
  caller: ProjectCaller,
  guest: string,
  params: SoftPowerParams,
): Promise<ActedOnGuest> {
  return enqueue(app, caller, guest, 'shutdown', params);
}

export function rebootGuest(
  app: App,
  caller: ProjectCaller,
  guest: string,
  params: SoftPowerParams,
): Promise<ActedOnGuest> {
  return enqueue(app, caller, guest, 'reboot', params);
}

export function restartGuest(app: App, caller: ProjectCaller, guest: string): Promise<ActedOnGuest> {
  return enqueue(app, caller, guest, 'restart', {});
}

export function poweroffGuest(app: App, caller: ProjectCaller, guest: string): Promise<ActedOnGuest> {
  return enqueue(app, caller, guest, 'poweroff', {});
}

export function suspendGuest(app: App, caller: ProjectCaller, guest: string): Promise<ActedOnGuest> {
  return enqueue(app, caller, guest, 'suspend', {});
}

export function setGuestPowerState(
  app: App,
  caller: ProjectCaller,
  guest: string,
  target: PowerTarget,
): Promise<ActedOnGuest> {
  return enqueue(app, caller, guest, VERB_OF_TARGET[target], {});
}

/**
 * The verbs that the database must record even on a full disk, because they make room or stop a guest that fills the
 * disk. The other verbs must not use up the room that these verbs need: a member can repeat the others any number of
 * times.
 */
const VERBS_WITH_BALLAST: ReadonlySet<Verb> = new Set(['delete', 'poweroff']);

async function enqueue<V extends Verb>(
  app: App,
  caller: ProjectCaller,
  idOrName: string,
  verb: V,
  params: VerbParams<V>,
): Promise<ActedOnGuest> {
  const db = app.db.of(caller);
  const { result, isReplayed } = await app.idempotency.run<Enqueued>(
    VERBS_WITH_BALLAST.has(verb) ? withBallast(db) : db,
    caller,
    async (run) => {
      const { id } = await getGuestSummary(app, caller, idOrName);
      return run(async (trx) => {
        const enqueued = await enqueueVerb(trx, id, verb, params, caller);
        if (verb === 'start' && enqueued.operationId !== null) await requireFreeMacsToStart(trx, enqueued.guest);
        return enqueued;
      });
    },
    async (earlier) => {
      if (earlier === null) await getGuestSummary(app, caller, idOrName);
      else requireGuest(caller, earlier.guest);
    },
  );
  if (!isReplayed) app.metrics.operationsCancelled(result.preempted);
  return { ...result, isReplayed };
}

/** Changes the metadata, and returns the changed guest. */
export async function updateGuestMetadata(
  app: App,
  caller: ProjectCaller,
  idOrName: string,
  patch: (metadata: Metadata) => Metadata,
): Promise<Guest> {
  const { id } = await getGuestSummary(app, caller, idOrName);
  return inTransaction(app.db.of(caller), async (trx) => {
    const guest = await store.lockGuest(trx, id);
    if (guest === null) throw noSuchGuest();
    requirePrecondition(caller.precondition, guest.version);
    const metadata = metadataChanges(guest.metadata, patch(guest.metadata));
    if (Object.keys(metadata).length === 0) return guest;
    const changed = await store.writeChanges(trx, guest, { metadata });
    await recordEvents(trx, [eventOfGuest('metadata.updated', guest, caller, metadataDetail(metadata))]);
    return changed;
  });
}

/** The counters of a powered guest, and the time of their reading. */
export interface GuestMeasurement {
  readonly at: Timestamp;
  readonly metrics: GuestMetrics;
}

/** All counters; getGuestCpuMetrics, getGuestDiskMetrics and getGuestNicMetrics each show a part of them. */
export async function getGuestMetrics(app: App, caller: ProjectCaller, idOrName: string): Promise<GuestMeasurement> {
  const guest = await getGuestSummary(app, caller, idOrName);
  if (guest.state === 'unknown') throw hostAway();
  const { backend } = app.hosts.get(guest.hostId);
  const measured = await queryBackend(caller, (options) => backend.measureGuests([guest.id], options));
  const metrics = measured.get(guest.id);
  if (metrics === undefined) throw new GuesthouseError('guest_not_powered', 'The guest is not powered on.');
  return { at: timestampNow(), metrics };
}

/** The last `bytes` bytes of the serial console, unchanged. */
export async function getGuestConsoleLog(
  app: App,
  caller: ProjectCaller,
  idOrName: string,
  bytes: number,
): Promise<Buffer> {
  const { id, hostId } = await getGuestSummary(app, caller, idOrName);
  const { backend } = app.hosts.get(hostId);
  return queryBackend(caller, (options) => backend.readConsoleLog(id, { ...options, bytes }));
}

export function noSuchGuest(): GuesthouseError {
  return new GuesthouseError('guest_not_found', 'The guest does not exist.');
}

function nameTaken(cause?: unknown): GuesthouseError {
  return new GuesthouseError('guest_name_already_exists', 'Another guest of the project already has this name.', {
    ...(cause === undefined ? {} : { cause }),
  });
}

function hostAway(): GuesthouseError {
  return new GuesthouseError('host_unreachable', 'The host of the guest is away. Try again when it is up.');
}
