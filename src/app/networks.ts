/** Use cases of networks: asked of the hypervisor each time, kept nowhere. */
import { NETWORKS_IN_MEMORY } from '../domain/networks.js';
import type { Network } from '../domain/networks.js';
import { pageInMemory } from '../domain/page-in-memory.js';
import type { Page, PageRequest } from '../domain/page.js';
import { ask } from './app.js';
import { visibilityOfList } from './access/caller.js';
import type { App } from './app.js';
import type { Caller } from './access/caller.js';

/** They are the host's, and the same for every project. */
export async function listNetworks(
  app: App,
  caller: Caller,
  page: PageRequest,
  isOfAllProjects: boolean,
): Promise<Page<Network>> {
  visibilityOfList(caller, isOfAllProjects);
  const networks = await ask(caller, (options) => app.backend.listNetworks(options));
  return pageInMemory(NETWORKS_IN_MEMORY, networks, page);
}
