/** Use cases of hosts. */
import { GuesthouseError } from '../domain/errors.js';
import type { Host } from '../domain/host.js';
import { mergeMetadata } from '../domain/metadata.js';
import type { Metadata } from '../domain/metadata.js';
import * as store from '../store/hosts.js';
import { inTransaction, query } from '../store/transaction.js';
import type { App, Page, PageRequest } from './app.js';

export function listHosts(app: App, page: PageRequest): Promise<Page<Host>> {
  return query(app.db, (sql) => store.listHosts(sql, page));
}

export async function getHost(app: App, idOrName: string): Promise<Host> {
  const host = await query(app.db, (sql) => store.findHost(sql, idOrName));
  if (host === null) throw new GuesthouseError('host_not_found', 'There is no such host.');
  return host;
}

export async function getHostMetadata(app: App, idOrName: string): Promise<Metadata> {
  return (await getHost(app, idOrName)).metadata;
}

export async function updateHostMetadata(
  app: App,
  idOrName: string,
  patch: Readonly<Record<string, string | null>>,
): Promise<Metadata> {
  const { id } = await getHost(app, idOrName);
  return inTransaction(app.db, async (trx) => {
    const host = await store.lockHost(trx, id);
    if (host === null) throw new GuesthouseError('host_not_found', 'There is no such host.');
    const metadata = mergeMetadata(host.metadata, patch);
    await store.writeHostMetadata(trx, id, metadata);
    return metadata;
  });
}
