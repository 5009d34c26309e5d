/** The use cases of hosts. */
import type { Knex } from 'knex';
import { RESOURCES } from '../domain/capacity.js';
import type { Amounts } from '../domain/capacity.js';
import { GuesthouseError } from '../domain/errors.js';
import type { NewEvent } from '../domain/event.js';
import type { Host, HostSettings, ZoneReference } from '../domain/host.js';
import { requirePrecondition } from '../domain/etag.js';
import { mergeMetadata, metadataChanges, metadataDetail } from '../domain/metadata.js';
import type { Metadata } from '../domain/metadata.js';
import type { Page, PageRequest } from '../domain/page.js';
import { subjectOf } from '../domain/subject.js';
import { recordEvents } from '../store/events.js';
import * as store from '../store/hosts.js';
import { inTransaction, query } from '../store/transaction.js';
import { visibilityOfList } from './access/caller.js';
import type { App } from './app.js';
import type { Caller } from './access/caller.js';

export function listHosts(app: App, caller: Caller, page: PageRequest, isOfAllProjects: boolean): Promise<Page<Host>> {
  const visibility = visibilityOfList(caller, isOfAllProjects);
  return query(app.db.ofPage(caller, page), (sql) => store.listHosts(sql, visibility, page));
}

export async function getHost(app: App, caller: Caller, idOrName: string): Promise<Host> {
  const host = await query(app.db.of(caller), (sql) => store.findHost(sql, idOrName));
  if (host === null) throw noSuchHost();
  return host;
}

/** The members of a host that clients can write, after a patch. */
export interface WritableHost extends Omit<HostSettings, 'zone'> {
  /** Its id or name; null: the first zone. */
  readonly zone: string | null;
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
  return changeHost(app, caller, idOrName, async (trx, host) => {
    const { zone, ...wanted } = patch(host);
    const metadata = metadataChanges(host.metadata, wanted.metadata);
    const settings = {
      ...wanted,
      zone: await getZone(trx, zone),
      metadata: mergeMetadata(host.metadata, metadata),
    };
    const changed = [
      settings.description === host.description ? null : 'description',
      settings.zone.id === host.zone.id ? null : 'zone',
      settings.isSchedulable === host.isSchedulable ? null : 'schedulable',
      isSame(settings.ratios, host.ratios) ? null : 'ratios',
      isSame(settings.reserved, host.reserved) ? null : 'reserved',
      Object.keys(metadata).length === 0 ? null : 'metadata',
    ].filter((member) => member !== null);
    if (changed.length === 0) return null;
    await store.writeHostSettings(trx, host.id, settings);
    return { kind: 'host.changed', detail: { host_id: host.id, host: host.name, changed: changed.join(' ') } };
  });
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

async function getZone(trx: Knex.Transaction, idOrName: string | null): Promise<ZoneReference> {
  const found = await (idOrName === null ? store.findFirstZone(trx) : store.findZoneOfHosts(trx, idOrName));
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
