/** Use cases of networks: asked of the hypervisor each time, kept nowhere. */
import { NETWORKS_IN_MEMORY } from '../domain/networks.js';
import type { Network } from '../domain/networks.js';
import { pageInMemory } from '../domain/page-in-memory.js';
import type { Page, PageRequest } from '../domain/page.js';
import type { App, Caller } from './app.js';
import { ask } from './app.js';

export async function listNetworks(app: App, caller: Caller, page: PageRequest): Promise<Page<Network>> {
  const networks = await ask(caller, (options) => app.backend.listNetworks(options));
  return pageInMemory(NETWORKS_IN_MEMORY, networks, page);
}
