/** Use cases of networks: asked of the hypervisor each time, kept nowhere. */
import { NETWORKS_IN_MEMORY } from '../domain/networks.js';
import type { Network } from '../domain/networks.js';
import { pageInMemory } from '../domain/page-in-memory.js';
import type { Page, PageRequest } from '../domain/page.js';
import { ask, sightOfList } from './app.js';
import type { App, Asker } from './app.js';

/** They are the host's, and the same for every project. */
export async function listNetworks(
  app: App,
  asker: Asker,
  page: PageRequest,
  isOfAllProjects: boolean,
): Promise<Page<Network>> {
  sightOfList(asker, isOfAllProjects);
  const networks = await ask(asker, (options) => app.backend.listNetworks(options));
  return pageInMemory(NETWORKS_IN_MEMORY, networks, page);
}
