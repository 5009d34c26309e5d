/** The controller of clusters: the same guests under the name that clients of Sahara know. */
import { SaharaClustersController as ClustersBase } from '../../../../../generated/sahara/controllers/SaharaClusters.js';
import type * as responses from '../../../../../generated/sahara/controllers/SaharaClusters.js';
import type { SaharaClusterCreate, SaharaClusterUpdate } from '../../../../../generated/sahara/checked-bodies.js';
import type { App } from '../../../../app/app.js';
import * as guests from '../../../../app/guests.js';
import type { RequestContext } from '../../../request-context.js';
import { listResponse, type ListInput } from '../list-response.js';
import { clusterToCreate, clusterView } from '../views/clusters.js';
import { guestWith } from '../views/guests.js';

export class SaharaClustersController extends ClustersBase<RequestContext> {
  readonly #app: App;

  constructor(app: App) {
    super();
    this.#app = app;
  }

  protected async listSaharaClusters(
    input: ListInput,
    context: RequestContext,
  ): Promise<responses.ListSaharaClustersResponse> {
    return listResponse(this.#app, 'clusters', input, context, clusterView);
  }

  protected async createSaharaCluster(
    { body }: { body: SaharaClusterCreate },
    { projectCaller }: RequestContext,
  ): Promise<responses.CreateSaharaClusterResponse> {
    const { guest } = await guests.createGuest(this.#app, projectCaller, clusterToCreate(body), false);
    return { status: 202, body: { cluster: clusterView(guest) } };
  }

  protected async getSaharaCluster(
    { cluster }: { cluster: string },
    { projectCaller }: RequestContext,
  ): Promise<responses.GetSaharaClusterResponse> {
    return { status: 200, body: { cluster: clusterView(await guests.getGuest(this.#app, projectCaller, cluster)) } };
  }

  protected async updateSaharaCluster(
    { cluster, body: { name, description } }: { cluster: string; body: SaharaClusterUpdate },
    { projectCaller }: RequestContext,
  ): Promise<responses.UpdateSaharaClusterResponse> {
    const changes = guestWith({
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
    });
    const { guest } = await guests.updateGuest(this.#app, projectCaller, cluster, changes);
    return { status: 202, body: { cluster: clusterView(guest) } };
  }

  /** PUT is PATCH in this API. */
  protected async putSaharaCluster(
    input: { cluster: string; body: SaharaClusterUpdate },
    context: RequestContext,
  ): Promise<responses.PutSaharaClusterResponse> {
    return this.updateSaharaCluster(input, context);
  }

  protected async deleteSaharaCluster(
    { cluster }: { cluster: string },
    { projectCaller }: RequestContext,
  ): Promise<responses.DeleteSaharaClusterResponse> {
    await guests.deleteGuest(this.#app, projectCaller, cluster);
    return { status: 204 };
  }
}
