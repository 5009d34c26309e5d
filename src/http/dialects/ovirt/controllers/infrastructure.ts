/** The controller of clusters, hosts, networks and their profiles, and of the collections that are always the same. */
import { OvirtInfrastructureController } from '../../../../../generated/ovirt/controllers/OvirtInfrastructure.js';
import type * as responses from '../../../../../generated/ovirt/controllers/OvirtInfrastructure.js';
import type { App } from '../../../../app/app.js';
import { getHost, listHosts } from '../../../../app/hosts.js';
import { getNetwork, listNetworks } from '../../../../app/networks.js';
import { getZone, listZones } from '../../../../app/zones.js';
import { GuesthouseError } from '../../../../domain/errors.js';
import { fold } from '../../../../domain/fold.js';
import type { PageRequest as Page } from '../../../../domain/page.js';
import type { RequestContext } from '../../../request-context.js';
import { shown } from '../responses.js';
import type { Lists } from '../responses.js';
import { CLUSTERS_SEARCH, HOSTS_SEARCH, isFound, NETWORKS_SEARCH, readList } from '../search.js';
import type { ListInput } from '../search.js';
import { clusterView, DATA_CENTER, hostView, networkView, vnicProfileView } from '../views/infrastructure.js';

export class InfrastructureController extends OvirtInfrastructureController<RequestContext> {
  readonly #app: App;
  readonly #lists: Lists;

  constructor(app: App, lists: Lists) {
    super();
    this.#app = app;
    this.#lists = lists;
  }

  protected async listOvirtClusters(
    input: ListInput,
    context: RequestContext,
  ): Promise<responses.ListOvirtClustersResponse> {
    const { caller } = context;
    const asked = readList(CLUSTERS_SEARCH, input);
    const list = { asked, viewOf: clusterView, list: (page: Page) => listZones(this.#app, caller, page, false) };
    return this.#lists.shown('OvirtClusters', list, context);
  }

  protected async getOvirtCluster(
    { zone }: { zone: string },
    context: RequestContext,
  ): Promise<responses.GetOvirtClusterResponse> {
    return shown(200, clusterView(await getZone(this.#app, context.caller, zone)), context);
  }

  protected async listOvirtDataCenters(
    input: ListInput,
    context: RequestContext,
  ): Promise<responses.ListOvirtDataCentersResponse> {
    return shown(200, { data_center: isFound(input, DATA_CENTER) ? [DATA_CENTER] : [] }, context);
  }

  protected async getOvirtDataCenter(
    { dataCenter }: { dataCenter: string },
    context: RequestContext,
  ): Promise<responses.GetOvirtDataCenterResponse> {
    const isIt = dataCenter === DATA_CENTER.id || fold(dataCenter) === fold(DATA_CENTER.name);
    if (!isIt) throw new GuesthouseError('not_found', 'There is no such data center.');
    return shown(200, DATA_CENTER, context);
  }

  protected async listOvirtHosts(input: ListInput, context: RequestContext): Promise<responses.ListOvirtHostsResponse> {
    const { caller } = context;
    const asked = readList(HOSTS_SEARCH, input);
    const list = { asked, viewOf: hostView, list: (page: Page) => listHosts(this.#app, caller, page, false) };
    return this.#lists.shown('OvirtHosts', list, context);
  }

  protected async getOvirtHost(
    { host }: { host: string },
    context: RequestContext,
  ): Promise<responses.GetOvirtHostResponse> {
    return shown(200, hostView(await getHost(this.#app, context.caller, host)), context);
  }

  protected async listOvirtNetworks(
    input: ListInput,
    context: RequestContext,
  ): Promise<responses.ListOvirtNetworksResponse> {
    const { caller } = context;
    const asked = readList(NETWORKS_SEARCH, input);
    const list = { asked, viewOf: networkView, list: (page: Page) => listNetworks(this.#app, caller, page, false) };
    return this.#lists.shown('OvirtNetworks', list, context);
  }

  protected async getOvirtNetwork(
    { network }: { network: string },
    context: RequestContext,
  ): Promise<responses.GetOvirtNetworkResponse> {
    return shown(200, networkView(await getNetwork(this.#app, context.caller, network)), context);
  }

  protected async listOvirtVnicProfiles(
    input: ListInput,
    context: RequestContext,
  ): Promise<responses.ListOvirtVnicProfilesResponse> {
    const { caller } = context;
    const asked = readList(NETWORKS_SEARCH, input);
    const list = { asked, viewOf: vnicProfileView, list: (page: Page) => listNetworks(this.#app, caller, page, false) };
    return this.#lists.shown('OvirtVnicProfiles', list, context);
  }

  protected async getOvirtVnicProfile(
    { network }: { network: string },
    context: RequestContext,
  ): Promise<responses.GetOvirtVnicProfileResponse> {
    return shown(200, vnicProfileView(await getNetwork(this.#app, context.caller, network)), context);
  }

  protected async listOvirtStorageDomains(
    _input: ListInput,
    context: RequestContext,
  ): Promise<responses.ListOvirtStorageDomainsResponse> {
    return shown(200, { storage_domain: [] }, context);
  }

  protected async listOvirtVmPools(
    _input: ListInput,
    context: RequestContext,
  ): Promise<responses.ListOvirtVmPoolsResponse> {
    return shown(200, { vm_pool: [] }, context);
  }
}
