/** The controller of networks. */
import { NetworksController as NetworksBase } from '../../../generated/controllers/Networks.js';
import type * as responses from '../../../generated/controllers/Networks.js';
import type { JsonPatch, NetworkUpdate } from '../../../generated/checked-bodies.js';
import { MEMBERS } from '../../../generated/members.js';
import type { App } from '../../app/app.js';
import * as networks from '../../app/networks.js';
import { NETWORKS } from '../../domain/collections.js';
import { ListQuery, selectFields } from '../contract/list-query.js';
import type { ListInput } from '../contract/list-query.js';
import type { Patches } from '../contract/patches.js';
import { resourceResponse } from '../contract/responses.js';
import type { RequestContext } from '../request-context.js';
import { networkView } from '../views/networks.js';

export class NetworksController extends NetworksBase<RequestContext> {
  readonly #app: App;
  readonly #patches: Patches;

  constructor(app: App, patches: Patches) {
    super();
    this.#app = app;
    this.#patches = patches;
  }

  protected async listNetworks(input: ListInput, context: RequestContext): Promise<responses.ListNetworksResponse> {
    const list = new ListQuery(NETWORKS, MEMBERS.Network, input);
    const page = await networks.listNetworks(this.#app, context.caller, list.page, input.allProjects);
    return list.response(page, context.origin, (network) => networkView(network, context));
  }

  protected async getNetwork(
    { network, fields }: { network: string; fields?: string },
    context: RequestContext,
  ): Promise<responses.GetNetworkResponse> {
    const found = await networks.getNetwork(this.#app, context.caller, network);
    const body = selectFields(networkView(found, context), fields, MEMBERS.Network);
    return resourceResponse(found, body);
  }

  protected async updateNetwork(
    { network, body }: { network: string; body: NetworkUpdate | JsonPatch },
    context: RequestContext,
  ): Promise<responses.UpdateNetworkResponse> {
    const patch = this.#patches.ofNetwork(body, context);
    const updated = await networks.updateNetwork(this.#app, context.caller, network, patch);
    return resourceResponse(updated, networkView(updated, context));
  }

  protected async deleteNetwork(
    { network }: { network: string },
    { caller }: RequestContext,
  ): Promise<responses.DeleteNetworkResponse> {
    await networks.deleteNetwork(this.#app, caller, network);
    return { status: 204 };
  }
}
