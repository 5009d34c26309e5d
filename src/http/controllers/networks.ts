/** The controller of networks. */
import { NetworksController as NetworksBase } from '../../../generated/controllers/Networks.js';
import type * as responses from '../../../generated/controllers/Networks.js';
import { MEMBERS } from '../../../generated/members.js';
import type { App } from '../../app/app.js';
import * as networks from '../../app/networks.js';
import { NETWORKS } from '../../domain/collections.js';
import { ListQuery } from '../contract/list-query.js';
import type { ListInput } from '../contract/list-query.js';
import type { RequestContext } from '../request-context.js';

export class NetworksController extends NetworksBase<RequestContext> {
  readonly #app: App;

  constructor(app: App) {
    super();
    this.#app = app;
  }

  protected async listNetworks(input: ListInput, context: RequestContext): Promise<responses.ListNetworksResponse> {
    const list = new ListQuery(NETWORKS, MEMBERS.Network, input);
    const page = await networks.listNetworks(this.#app, context.caller, list.page, input.allProjects);
    return list.response(page, context.origin, ({ name, kind }) => ({ name, kind }));
  }
}
