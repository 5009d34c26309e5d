// Generated from openapi/sahara.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { Readable } from 'node:stream';
import type { SaharaClusterBody, SaharaClusterCreate, SaharaClusterList, SaharaClusterUpdate, SaharaFault } from '../api-types.js';
import type * as checked from '../checked-bodies.js';
import { Body, Delete, Get, OperationId, Patch, Path, Post, Put, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../../decorators.js';
import type { Exchange } from '../../exchange.js';

/** The responses that GET /v1.1/{project_id}/clusters returns. */
export type ListSaharaClustersResponse =
  | { status: 200; body: SaharaClusterList | Readable };

/** The responses that POST /v1.1/{project_id}/clusters returns. */
export type CreateSaharaClusterResponse =
  | { status: 202; body: SaharaClusterBody };

/** The responses that GET /v1.1/{project_id}/clusters/{cluster} returns. */
export type GetSaharaClusterResponse =
  | { status: 200; body: SaharaClusterBody };

/** The responses that PUT /v1.1/{project_id}/clusters/{cluster} returns. */
export type PutSaharaClusterResponse =
  | { status: 202; body: SaharaClusterBody };

/** The responses that PATCH /v1.1/{project_id}/clusters/{cluster} returns. */
export type UpdateSaharaClusterResponse =
  | { status: 202; body: SaharaClusterBody };

/** The responses that DELETE /v1.1/{project_id}/clusters/{cluster} returns. */
export type DeleteSaharaClusterResponse =
  | { status: 204 };

@Route()
@Tags('SaharaClusters')
export abstract class SaharaClustersController<Context> {
  /**
   * List the clusters
   * @minLength projectId 1
   * @maxLength projectId 255
   * @pattern projectId ^[^\x00]*$
   * @isInt limit
   * @minimum limit 1
   * @minLength marker 1
   * @maxLength marker 255
   * @minLength sortBy 1
   * @maxLength sortBy 64
   * @minLength search 1
   * @maxLength search 4096
   */
  @Get('/v1.1/{project_id}/clusters')
  @OperationId('listSaharaClusters')
  @Security({"SaharaBearer":[]})
  @Security({"SaharaToken":[]})
  @SuccessResponse('200', 'The clusters.')
  @Response<SaharaFault>('400', 'A parameter of the list is not valid, or the marker belongs to no element of the list.', undefined, 'application/json')
  @Response<SaharaFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<SaharaFault>('403', 'The caller lacks the right, or has no access to the project of the path.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<SaharaFault>('503', 'The search took too long.', undefined, 'application/json')
  public async route_listSaharaClusters(@Request() exchange: Exchange<Context>, @Path('project_id') projectId: string, @Query('limit') limit?: number, @Query('marker') marker?: string, @Query('sort_by') sortBy?: string, @Query('search') search?: string, @Query('plugin_name') pluginName?: 'guesthouse'): Promise<SaharaClusterList> {
    return exchange.respond<SaharaClusterList>(await this.listSaharaClusters({ projectId, limit, marker, sortBy, search, pluginName }, exchange.context));
  }

  /** List the clusters. */
  protected abstract listSaharaClusters(input: { projectId: string; limit?: number; marker?: string; sortBy?: string; search?: string; pluginName?: 'guesthouse' }, context: Context): Promise<ListSaharaClustersResponse>;

  /**
   * Create a cluster
   * @minLength projectId 1
   * @maxLength projectId 255
   * @pattern projectId ^[^\x00]*$
   */
  @Post('/v1.1/{project_id}/clusters')
  @OperationId('createSaharaCluster')
  @Security({"SaharaBearer":[]})
  @Security({"SaharaToken":[]})
  @SuccessResponse('202', 'The cluster, in its current state. The work continues.')
  @Response<SaharaFault>('400', 'The request is not valid, or another cluster of the project has the name.', undefined, 'application/json')
  @Response<SaharaFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<SaharaFault>('403', 'The caller lacks the right, or has no access to the project of the path.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<SaharaFault>('409', 'The state of the guest, of an image or of the network does not allow this.', undefined, 'application/json')
  @Response<SaharaFault>('412', 'A condition of the request is not met. The resources of this API have no entity tags.', undefined, 'application/json')
  @Response<SaharaFault>('413', 'The body has more than 1 MiB.', undefined, 'application/json')
  @Response<SaharaFault>('415', 'The body is not `application/json`.', undefined, 'application/json')
  @Response<SaharaFault>('501', 'No host supports what the request needs.', undefined, 'application/json')
  @Response<SaharaFault>('503', 'The host of the guest is away, or only a host that is away has room.', undefined, 'application/json')
  public async route_createSaharaCluster(@Request() exchange: Exchange<Context>, @Path('project_id') projectId: string, @Body() body: SaharaClusterCreate): Promise<SaharaClusterBody> {
    return exchange.respond<SaharaClusterBody>(await this.createSaharaCluster({ projectId, body: body as checked.SaharaClusterCreate }, exchange.context));
  }

  /** Create a cluster. */
  protected abstract createSaharaCluster(input: { projectId: string; body: checked.SaharaClusterCreate }, context: Context): Promise<CreateSaharaClusterResponse>;

  /**
   * Show a cluster
   * @minLength projectId 1
   * @maxLength projectId 255
   * @pattern projectId ^[^\x00]*$
   * @minLength cluster 1
   * @maxLength cluster 255
   * @pattern cluster ^[^\x00]*$
   */
  @Get('/v1.1/{project_id}/clusters/{cluster}')
  @OperationId('getSaharaCluster')
  @Security({"SaharaBearer":[]})
  @Security({"SaharaToken":[]})
  @SuccessResponse('200', 'The cluster.')
  @Response<SaharaFault>('400', 'The request is not valid.', undefined, 'application/json')
  @Response<SaharaFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<SaharaFault>('403', 'The caller lacks the right, or has no access to the project of the path.', undefined, 'application/json')
  @Response<SaharaFault>('404', 'The project has no such cluster.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  public async route_getSaharaCluster(@Request() exchange: Exchange<Context>, @Path('project_id') projectId: string, @Path('cluster') cluster: string, @Query('show_progress') showProgress?: 'True' | 'False' | 'true' | 'false'): Promise<SaharaClusterBody> {
    return exchange.respond<SaharaClusterBody>(await this.getSaharaCluster({ projectId, cluster, showProgress }, exchange.context));
  }

  /** Show a cluster. */
  protected abstract getSaharaCluster(input: { projectId: string; cluster: string; showProgress?: 'True' | 'False' | 'true' | 'false' }, context: Context): Promise<GetSaharaClusterResponse>;

  /**
   * Change a cluster with PUT
   * @minLength projectId 1
   * @maxLength projectId 255
   * @pattern projectId ^[^\x00]*$
   * @minLength cluster 1
   * @maxLength cluster 255
   * @pattern cluster ^[^\x00]*$
   */
  @Put('/v1.1/{project_id}/clusters/{cluster}')
  @OperationId('putSaharaCluster')
  @Security({"SaharaBearer":[]})
  @Security({"SaharaToken":[]})
  @SuccessResponse('202', 'The cluster, in its current state. The work continues.')
  @Response<SaharaFault>('400', 'The request is not valid, or another cluster of the project has the name.', undefined, 'application/json')
  @Response<SaharaFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<SaharaFault>('403', 'The caller lacks the right, or has no access to the project of the path.', undefined, 'application/json')
  @Response<SaharaFault>('404', 'The project has no such cluster.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<SaharaFault>('412', 'A condition of the request is not met. The resources of this API have no entity tags.', undefined, 'application/json')
  @Response<SaharaFault>('413', 'The body has more than 1 MiB.', undefined, 'application/json')
  @Response<SaharaFault>('415', 'The body is not `application/json`.', undefined, 'application/json')
  public async route_putSaharaCluster(@Request() exchange: Exchange<Context>, @Path('project_id') projectId: string, @Path('cluster') cluster: string, @Body() body: SaharaClusterUpdate): Promise<SaharaClusterBody> {
    return exchange.respond<SaharaClusterBody>(await this.putSaharaCluster({ projectId, cluster, body: body as checked.SaharaClusterUpdate }, exchange.context));
  }

  /** Change a cluster with PUT. */
  protected abstract putSaharaCluster(input: { projectId: string; cluster: string; body: checked.SaharaClusterUpdate }, context: Context): Promise<PutSaharaClusterResponse>;

  /**
   * Change a cluster
   * @minLength projectId 1
   * @maxLength projectId 255
   * @pattern projectId ^[^\x00]*$
   * @minLength cluster 1
   * @maxLength cluster 255
   * @pattern cluster ^[^\x00]*$
   */
  @Patch('/v1.1/{project_id}/clusters/{cluster}')
  @OperationId('updateSaharaCluster')
  @Security({"SaharaBearer":[]})
  @Security({"SaharaToken":[]})
  @SuccessResponse('202', 'The cluster, in its current state. The work continues.')
  @Response<SaharaFault>('400', 'The request is not valid, or another cluster of the project has the name.', undefined, 'application/json')
  @Response<SaharaFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<SaharaFault>('403', 'The caller lacks the right, or has no access to the project of the path.', undefined, 'application/json')
  @Response<SaharaFault>('404', 'The project has no such cluster.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<SaharaFault>('412', 'A condition of the request is not met. The resources of this API have no entity tags.', undefined, 'application/json')
  @Response<SaharaFault>('413', 'The body has more than 1 MiB.', undefined, 'application/json')
  @Response<SaharaFault>('415', 'The body is not `application/json`.', undefined, 'application/json')
  public async route_updateSaharaCluster(@Request() exchange: Exchange<Context>, @Path('project_id') projectId: string, @Path('cluster') cluster: string, @Body() body: SaharaClusterUpdate): Promise<SaharaClusterBody> {
    return exchange.respond<SaharaClusterBody>(await this.updateSaharaCluster({ projectId, cluster, body: body as checked.SaharaClusterUpdate }, exchange.context));
  }

  /** Change a cluster. */
  protected abstract updateSaharaCluster(input: { projectId: string; cluster: string; body: checked.SaharaClusterUpdate }, context: Context): Promise<UpdateSaharaClusterResponse>;

  /**
   * Delete a cluster
   * @minLength projectId 1
   * @maxLength projectId 255
   * @pattern projectId ^[^\x00]*$
   * @minLength cluster 1
   * @maxLength cluster 255
   * @pattern cluster ^[^\x00]*$
   */
  @Delete('/v1.1/{project_id}/clusters/{cluster}')
  @OperationId('deleteSaharaCluster')
  @Security({"SaharaBearer":[]})
  @Security({"SaharaToken":[]})
  @SuccessResponse('204', 'The deletion was accepted.')
  @Response<SaharaFault>('400', 'The request is not valid.', undefined, 'application/json')
  @Response<SaharaFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<SaharaFault>('403', 'The caller lacks the right, or has no access to the project of the path.', undefined, 'application/json')
  @Response<SaharaFault>('404', 'The project has no such cluster.', undefined, 'application/json')
  @Response<SaharaFault>('412', 'A condition of the request is not met. The resources of this API have no entity tags.', undefined, 'application/json')
  @Response<SaharaFault>('503', 'The host of the guest is away, or only a host that is away has room.', undefined, 'application/json')
  public async route_deleteSaharaCluster(@Request() exchange: Exchange<Context>, @Path('project_id') projectId: string, @Path('cluster') cluster: string): Promise<void> {
    return exchange.respond<void>(await this.deleteSaharaCluster({ projectId, cluster }, exchange.context));
  }

  /** Delete a cluster. */
  protected abstract deleteSaharaCluster(input: { projectId: string; cluster: string }, context: Context): Promise<DeleteSaharaClusterResponse>;
}
