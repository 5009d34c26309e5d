/** The edge of networks. */
import { NetworksController as NetworksBase } from '../../../generated/controllers/Networks.js';
import type * as answers from '../../../generated/controllers/Networks.js';
import type { App } from '../../app/app.js';
import * as networks from '../../app/networks.js';
import type { RequestContext } from '../request-context.js';

export class NetworksController extends NetworksBase<RequestContext> {
  readonly #app: App;

  constructor(app: App) {
    super();
    this.#app = app;
  }

  protected async listNetworks(): Promise<answers.ListNetworksAnswer> {
    const found = await networks.listNetworks(this.#app);
    return { status: 200, body: { networks: found.map(({ name, kind }) => ({ name, kind })) } };
  }
}
