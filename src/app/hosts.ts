/** The use cases of hosts. */
import { GuesthouseError } from '../domain/errors.js';
import type { Host } from '../domain/host.js';
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
  if (host === null) throw new GuesthouseError('host_not_found', 'The host does not exist.');
  return host;
}

/** Changes the metadata, and returns the changed host. */
export async function updateHostMetadata(
  app: App,
  caller: Caller,
  idOrName: string,
  patch: (metadata: Metadata) => Metadata,
): Promise<Host> {
  const { id } = await getHost(app, caller, idOrName);
  return inTransaction(app.db.of(caller), async (trx) => {
    const host = await store.lockHost(trx, id);
    if (host === null) throw new GuesthouseError('host_not_found', 'The host does not exist.');
    requirePrecondition(caller.precondition, host.version);
    const changes = metadataChanges(host.metadata, patch(host.metadata));
    if (Object.keys(changes).length === 0) return host;
    await store.writeHostMetadata(trx, id, mergeMetadata(host.metadata, changes));
    const { userId, requestId, clientAddress } = caller;
    const detail = { host: host.name, ...metadataDetail(changes) };
    const subject = subjectOf('host', host);
    const happened = { kind: 'metadata.updated', projectId: null, subject, operationId: null } as const;
    await recordEvents(trx, [{ ...happened, userId, requestId, clientAddress, detail }]);
    return (await store.lockHost(trx, id)) ?? host;
  });
}
