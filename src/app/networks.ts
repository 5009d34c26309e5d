/** Use cases of networks: asked of the hypervisor each time, kept nowhere. */
import type { Network } from '../../backends/backend.js';
import type { App } from './app.js';
import { ask } from './app.js';

export function listNetworks(app: App): Promise<readonly Network[]> {
  return ask((options) => app.backend.listNetworks(options));
}
