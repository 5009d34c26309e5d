/** The use cases of networks. Each request queries the hypervisor, and nothing is stored. */
import { allowedOf, NETWORKS_IN_MEMORY } from '../domain/networks.js';
import type { Network } from '../domain/networks.js';
import { pageInMemory } from '../domain/page-in-memory.js';
import type { Page, PageRequest } from '../domain/page.js';
import { queryBackend } from './app.js';
import { visibilityOfList } from './access/caller.js';
import type { App } from './app.js';
import type { Caller } from './access/caller.js';
import { getOldestHost } from './placement.js';

/**
 * The networks that a new guest can use: those allowed networks that its host has. They are the same for every project.
 */
export async function listNetworks(
  app: App,
  caller: Caller,
  page: PageRequest,
  isOfAllProjects: boolean,
): Promise<Page<Network>> {
  visibilityOfList(caller, isOfAllProjects);
  const { id } = await getOldestHost(app, caller);
  const networks = await queryBackend(caller, (options) => app.hosts.get(id).backend.listNetworks(options));
  return pageInMemory(NETWORKS_IN_MEMORY, allowedOf(networks, app.allowedNetworks), page);
}
