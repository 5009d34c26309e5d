/** Use cases of networks: the hypervisor is asked each time, and nothing is kept. */
import { NETWORKS_IN_MEMORY } from '../domain/networks.js';
import type { Network } from '../domain/networks.js';
import { pageInMemory } from '../domain/page-in-memory.js';
import type { Page, PageRequest } from '../domain/page.js';
import { ask } from './app.js';
import { visibilityOfList } from './access/caller.js';
import type { App } from './app.js';
import type { Caller } from './access/caller.js';
import { chooseHost } from './placement.js';

/** Those that a new guest can be put on: they are the host's that it would go to, and the same for every project. */
export async function listNetworks(
  app: App,
  caller: Caller,
  page: PageRequest,
  isOfAllProjects: boolean,
): Promise<Page<Network>> {
  visibilityOfList(caller, isOfAllProjects);
  const { id } = await chooseHost(app);
  const networks = await ask(caller, (options) => app.hosts.get(id).backend.listNetworks(options));
  return pageInMemory(NETWORKS_IN_MEMORY, networks, page);
}
