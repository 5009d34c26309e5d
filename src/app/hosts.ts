/** The use cases of hosts. */
import type { Knex } from 'knex';
import { RESOURCES } from '../domain/capacity.js';
import type { Amounts } from '../domain/capacity.js';
import { EVERYTHING, isUnboundAdmin, requireRight } from '../domain/access.js';
import { deadlineSignal } from '../domain/deadline.js';
import { GuesthouseError, isGuesthouseError } from '../domain/errors.js';
import type { EventDetail, NewEvent } from '../domain/event.js';
import type { Host, HostPlace, HostSettings } from '../domain/host.js';
import { newId } from '../domain/ids.js';
import type { HostId } from '../domain/ids.js';
import { requirePrecondition } from '../domain/etag.js';
import { mergeMetadata, metadataChanges, metadataDetail } from '../domain/metadata.js';
import type { Metadata } from '../domain/metadata.js';
import { normalizeName } from '../domain/name.js';
import { networkVisibility } from '../domain/networks.js';
import type { Page, PageRequest } from '../domain/page.js';
import { subjectOf } from '../domain/subject.js';
import type { BackendName, EventKind } from '../domain/words.js';
import type { ZoneReference } from '../domain/zone.js';
import { isUniqueViolation } from '../store/database-failure.js';
import { withBallast } from '../store/database.js';
import { recordEvents } from '../store/events.js';
import { countGuestsOfHost } from '../store/guests.js';
import {
  findHostAt,
  findHostOfHypervisor,
  findHypervisorId,
  findPlacedHost,
  holdHostPlaces,
  writeHostPlace,
} from '../store/host-places.js';
import * as store from '../store/hosts.js';
import { holdNamed } from '../store/named.js';
import { inTransaction, query } from '../store/transaction.js';
import { visibilityOfList } from './access/caller.js';
import type { App } from './app.js';
import type { Caller } from './access/caller.js';

/** How long a request waits for the hypervisor at a URI. */
const IDENTIFY_WITHIN_MS = 5_000;

export function listHosts(app: App, caller: Caller, page: PageRequest, isOfAllProjects: boolean): Promise<Page<Host>> {
  const visibility = visibilityOfList(caller, isOfAllProjects);
  // An administrator can get every network by its id, so a search can use all of them.
  const networks = networkVisibility(isUnboundAdmin(caller.principal) ? EVERYTHING : visibility, app.allowedNetworks);
  return query(app.db.ofPage(caller, page), (sql) => store.listHosts(sql, visibility, networks, page));
}

export async function getHost(app: App, caller: Caller, idOrName: string): Promise<Host> {
  const host = await query(app.db.of(caller), (sql) => store.findHost(sql, idOrName));
  if (host === null) throw noSuchHost();
  return host;
}

/** The members of a host that clients can write, after a patch. */
export interface WritableHost extends Omit<HostSettings, 'zone'>, Pick<Host, 'name' | 'uri'> {
  /** Its id or name; null: the first zone. */
  readonly zone: string | null;
}

export interface HostToCreate extends WritableHost, Pick<Host, 'backend'> {}

export interface CreatedHost {
  readonly host: Host;
  /** Whether the outcome is repeated from an earlier request with the same idempotency key. */
  readonly isReplayed: boolean;
}

/** Creates a host that is away until it has been reached, even if its hypervisor responds to this request. */
export async function createHost(app: App, caller: Caller, input: HostToCreate): Promise<CreatedHost> {
  const { zone, backend, uri, ...settings } = input;
  const wanted = { ...settings, id: newId<HostId>(), name: normalizeName(input.name) };
  const place = await findPlace(app, backend, uri);
  const { result, isReplayed } = await app.idempotency.run<Host>(
    app.db.of(caller),
    caller,
    async (run) => {
      const hypervisorId = await identify(app, caller, place).catch((error: unknown) => {
        if (isGuesthouseError(error, 'internal')) throw error;
        return null;
      });
      return run(async (trx) => {
        await holdHostPlaces(trx);
        await requireNew(trx, place, hypervisorId);
        await store.insertRequestedHost(trx, {
          ...{ ...wanted, ...place, hypervisorId, zone: await getZone(trx, zone) },
          metadata: mergeMetadata({}, metadataChanges({}, settings.metadata)),
        });
        const host = await store.findHost(trx, wanted.id);
        if (host === null) throw new GuesthouseError('internal', 'The host could not be created.');
        await recordEvents(trx, [eventOfHost('host.added', host, caller, { backend })]);
        return host;
      }).catch((error: unknown) => {
        throw asNameRefusal(error);
      });
    },
    () => requireRight(caller, { projectId: null }),
  );
  return { host: result, isReplayed };
}

/** The place that the URI names. Throws `validation_failed` if the backend does not accept the URI. */
async function findPlace(app: App, backend: BackendName, uri: string): Promise<HostPlace> {
  const found = await app.hostPlaces.findPlace(backend, uri);
  if ('place' in found) return found.place;
  throw notAccepted(found.mistake);
}

function notAccepted(detail: string): GuesthouseError {
  return new GuesthouseError('validation_failed', `The URI is not accepted: ${detail}.`, {
    mistakes: [{ pointer: '/uri', detail }],
  });
}

/** The identity of the hypervisor at the place. Throws `host_unreachable` if it does not respond in time. */
function identify(app: App, { requestId }: Caller, place: HostPlace): Promise<string | null> {
  const signal = deadlineSignal(IDENTIFY_WITHIN_MS);
  return app.hostPlaces.identify(place, { signal, about: { requestId } }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    throw new GuesthouseError('host_unreachable', 'The hypervisor at the URI does not respond.', { cause: error });
  });
}

/** The places must be held. Throws `host_already_exists`. */
async function requireNew(
  trx: Knex.Transaction,
  place: HostPlace,
  hypervisorId: string | null,
  itself: HostId | null = null,
): Promise<void> {
  const ofHypervisor = hypervisorId === null ? null : await findHostOfHypervisor(trx, hypervisorId);
  const known = [ofHypervisor, await findHostAt(trx, place)].find((host) => host !== null && host.id !== itself);
  if (!known) return;
  throw new GuesthouseError(
    'host_already_exists',
    `The hypervisor at this URI is already the host ${known.name} (${known.id}).`,
  );
}

function asNameRefusal(error: unknown): unknown {
  if (!isUniqueViolation(error, 'hosts_name_unique')) return error;
  return new GuesthouseError('host_name_already_exists', 'Another host already has this name.', { cause: error });
}

/**
 * `patch` gets the current host, whose row is locked, and returns the changed host. Accepts ratios and reserves that
 * leave less than guests have already claimed.
 */
export async function updateHost(
  app: App,
  caller: Caller,
  idOrName: string,
  patch: (host: Host) => WritableHost,
): Promise<Host> {
  const current = await getHost(app, caller, idOrName);
  const move = await prepareMove(app, caller, current, patch(current).uri);
  return changeHost(app, caller, current.id, async (trx, host) => {
    const { zone, uri, name: wantedName, ...wanted } = patch(host);
    const name = normalizeName(wantedName, host.name);
    const metadata = metadataChanges(host.metadata, wanted.metadata);
    const settings = {
      ...wanted,
      zone: await getZone(trx, zone),
      metadata: mergeMetadata(host.metadata, metadata),
    };
    if (uri !== host.uri) await moveHost(trx, host, uri, move);
    const changed = [
      name === host.name ? null : 'name',
      uri === host.uri ? null : 'uri',
      settings.description === host.description ? null : 'description',
      settings.zone.id === host.zone.id ? null : 'zone',
      settings.isSchedulable === host.isSchedulable ? null : 'schedulable',
      isSame(settings.ratios, host.ratios) ? null : 'ratios',
      isSame(settings.reserved, host.reserved) ? null : 'reserved',
      Object.keys(metadata).length === 0 ? null : 'metadata',
    ].filter((member) => member !== null);
    if (changed.length === 0) return null;
    await store.writeHostSettings(trx, host.id, settings);
    if (name !== host.name) await store.writeHostName(trx, host.id, name);
    return { kind: 'host.changed', detail: { host_id: host.id, host: name, changed: changed.join(' ') } };
  }).catch((error: unknown) => {
    throw asNameRefusal(error);
  });
}

/** A new place of a host, and the hypervisor that responds there. */
interface Move {
  readonly place: HostPlace;
  /** Null: the hypervisor reports no identity, or was not queried because the host may be anywhere. */
  readonly hypervisorId: string | null;
}

/**
 * Queries which hypervisor is at the new URI; null if the URI is not new. Must come before the transaction that moves
 * the host, because the hypervisor can take seconds to respond.
 */
async function prepareMove(app: App, caller: Caller, host: Host, uri: string): Promise<Move | null> {
  if (uri === host.uri) return null;
  // Must come first: a request with a stale entity tag gets no other fault.
  requirePrecondition(caller.precondition, host.version);
  const placed = await query(app.db.of(caller), (sql) => findPlacedHost(sql, host.id));
  if (placed === null) throw noSuchHost();
  if (placed.origin === 'environment')
    throw notAccepted('the configuration of a service names this host, so only the configuration can change its URI');
  const place = await findPlace(app, host.backend, uri);
  const isFree = await query(app.db.of(caller), (sql) => canMoveAnywhere(sql, host.id));
  return { place, hypervisorId: isFree ? null : await identify(app, caller, place) };
}

async function canMoveAnywhere(sql: Knex, id: HostId): Promise<boolean> {
  return (await findHypervisorId(sql, id)) === null && (await countGuestsOfHost(sql, id)) === 0;
}

/** The row of the host must be locked. Throws `other_hypervisor` or `host_already_exists`. */
async function moveHost(trx: Knex.Transaction, host: Host, uri: string, move: Move | null): Promise<void> {
  // A JSON Patch can have another result for a host that has changed meanwhile.
  if (move?.place.uri !== uri) throw otherHypervisor('The host has changed during the request. Try again.');
  const known = await findHypervisorId(trx, host.id);
  const isSame = known !== null && known === move.hypervisorId;
  if (!isSame && !(await canMoveAnywhere(trx, host.id)))
    throw otherHypervisor('Another hypervisor than that of the host responds at the new URI.');
  await requireNew(trx, move.place, move.hypervisorId, host.id);
  await writeHostPlace(trx, host.id, move.place);
  await store.clearHostFault(trx, host.id);
}

function otherHypervisor(message: string): GuesthouseError {
  return new GuesthouseError('other_hypervisor', message);
}

/** Removes a host that has no guests. Nothing changes on the hypervisor. */
export async function deleteHost(app: App, caller: Caller, idOrName: string): Promise<void> {
  const { id } = await getHost(app, caller, idOrName);
  await inTransaction(withBallast(app.db.of(caller)), async (trx) => {
    // The lock prevents the creation of guests on the host.
    const host = await store.lockHost(trx, id);
    if (host === null) throw noSuchHost();
    requirePrecondition(caller.precondition, host.version);
    const guests = await countGuestsOfHost(trx, id);
    if (guests > 0)
      throw new GuesthouseError('host_not_empty', `The host still has ${guests} ${guests === 1 ? 'guest' : 'guests'}.`);
    await recordEvents(trx, [eventOfHost('host.removed', host, caller)]);
    await store.deleteHost(trx, id);
  });
}

function eventOfHost(
  kind: EventKind,
  host: Host,
  { userId, requestId, clientAddress }: Caller,
  more: EventDetail = {},
): NewEvent {
  const detail = { host_id: host.id, host: host.name, ...more };
  const subject = subjectOf('host', host);
  return { kind, projectId: null, subject, operationId: null, userId, requestId, clientAddress, detail };
}

/** Changes the metadata, and returns the changed host. */
export async function updateHostMetadata(
  app: App,
  caller: Caller,
  idOrName: string,
  patch: (metadata: Metadata) => Metadata,
): Promise<Host> {
  return changeHost(app, caller, idOrName, async (trx, host) => {
    const changes = metadataChanges(host.metadata, patch(host.metadata));
    if (Object.keys(changes).length === 0) return null;
    await store.writeHostMetadata(trx, host.id, mergeMetadata(host.metadata, changes));
    return { kind: 'metadata.updated', detail: { host: host.name, ...metadataDetail(changes) } };
  });
}

/** Runs `change` with the row of the host locked, and records the event that it returns; null: nothing has changed. */
async function changeHost(
  app: App,
  caller: Caller,
  idOrName: string,
  change: (trx: Knex.Transaction, host: Host) => Promise<Pick<NewEvent, 'kind' | 'detail'> | null>,
): Promise<Host> {
  const { id } = await getHost(app, caller, idOrName);
  return inTransaction(app.db.of(caller), async (trx) => {
    const host = await store.lockHost(trx, id);
    if (host === null) throw noSuchHost();
    requirePrecondition(caller.precondition, host.version);
    const changed = await change(trx, host);
    if (changed === null) return host;
    const { userId, requestId, clientAddress } = caller;
    const subject = subjectOf('host', host);
    await recordEvents(trx, [
      { projectId: null, subject, operationId: null, userId, requestId, clientAddress, ...changed },
    ]);
    return (await store.findHost(trx, id)) ?? host;
  });
}

/** The zone cannot be deleted until the transaction ends. */
async function getZone(trx: Knex.Transaction, idOrName: string | null): Promise<ZoneReference> {
  const found = await (idOrName === null ? store.findFirstZone(trx) : holdNamed(trx, 'zones', idOrName));
  if (found !== null) return found;
  throw new GuesthouseError('validation_failed', 'The zone does not exist.', {
    mistakes: [{ pointer: '/zone', detail: 'does not name a zone' }],
  });
}

function isSame(a: Amounts, b: Amounts): boolean {
  return RESOURCES.every((resource) => a[resource] === b[resource]);
}

function noSuchHost(): GuesthouseError {
  return new GuesthouseError('host_not_found', 'The host does not exist.');
}
