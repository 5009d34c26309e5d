// Generated from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { JsonPatch, Network, NetworkList, NetworkOrSelection, NetworkUpdate, Problem } from '../api-types.js';
import type * as checked from '../checked-bodies.js';
import { Body, Consumes, Delete, Get, Header, OperationId, Patch, Path, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../decorators.js';
import type { Exchange } from '../exchange.js';

/** The responses that GET /v1/networks returns. */
export type ListNetworksResponse =
  | { status: 200; body: NetworkList; headers?: { Link?: string | undefined } };

/** The responses that GET /v1/networks/{network} returns. */
export type GetNetworkResponse =
  | { status: 200; body: NetworkOrSelection; headers: { ETag: string } }
  | { status: 304; headers: { ETag: string } };

/** The responses that PATCH /v1/networks/{network} returns. */
export type UpdateNetworkResponse =
  | { status: 200; body: Network; headers: { ETag: string } };

/** The responses that DELETE /v1/networks/{network} returns. */
export type DeleteNetworkResponse =
  | { status: 204 };

@Route()
@Tags('Networks')
export abstract class NetworksController<Context> {
  /**
   * List the networks
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 1000
   * @minLength marker 1
   * @maxLength marker 255
   * @minLength fields 1
   * @maxLength fields 1024
   * @maxLength search 4096
   */
  @Get('/v1/networks')
  @OperationId('listNetworks')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'A page of networks.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value, the marker is unknown, or the search query has a syntax error.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_listNetworks(@Request() exchange: Exchange<Context>, @Query('limit') limit: number = 100, @Query('marker') marker?: string, @Query('sort_by') sortBy?: 'name' | '-name' | 'created_at' | '-created_at', @Query('fields') fields?: string, @Query('search') search?: string, @Query('case_sensitive') caseSensitive: boolean = false, @Query('all_projects') allProjects: boolean = false): Promise<NetworkList> {
    return exchange.respond<NetworkList>(await this.listNetworks({ limit, marker, sortBy, fields, search, caseSensitive, allProjects }, exchange.context));
  }

  /** List the networks. */
  protected abstract listNetworks(input: { limit: number; marker?: string; sortBy?: 'name' | '-name' | 'created_at' | '-created_at'; fields?: string; search?: string; caseSensitive: boolean; allProjects: boolean }, context: Context): Promise<ListNetworksResponse>;

  /**
   * Get a network
   * @minLength network 1
   * @maxLength network 255
   * @pattern network ^[^\x00]*$
   * @minLength fields 1
   * @maxLength fields 1024
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Get('/v1/networks/{network}')
  @OperationId('getNetwork')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The network, or only the members named in `fields`.')
  @Response<void>('304', 'The `ETag` of the resource is one of those in `If-None-Match`.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The network does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_getNetwork(@Request() exchange: Exchange<Context>, @Path('network') network: string, @Query('fields') fields?: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<NetworkOrSelection> {
    return exchange.respond<NetworkOrSelection>(await this.getNetwork({ network, fields, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Get a network. */
  protected abstract getNetwork(input: { network: string; fields?: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<GetNetworkResponse>;

  /**
   * Change a network
   * @minLength network 1
   * @maxLength network 255
   * @pattern network ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Patch('/v1/networks/{network}')
  @OperationId('updateNetwork')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @Consumes('application/merge-patch+json')
  @SuccessResponse('200', 'The network.')
  @Response<Problem>('400', 'The body or a parameter is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The network does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'A `test` operation of the JSON Patch failed.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation accepts. A JSON body can have up to 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The operation does not accept the media type or the encoding of the body.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_updateNetwork(@Request() exchange: Exchange<Context>, @Path('network') network: string, @Body() body: NetworkUpdate, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<Network> {
    return exchange.respond<Network>(await this.updateNetwork({ network, ifMatch, ifNoneMatch, body: body as checked.NetworkUpdate }, exchange.context));
  }

  /** Change a network. */
  protected abstract updateNetwork(input: { network: string; ifMatch?: string; ifNoneMatch?: string; body: checked.NetworkUpdate | checked.JsonPatch }, context: Context): Promise<UpdateNetworkResponse>;

  /**
   * Delete a network
   * @minLength network 1
   * @maxLength network 255
   * @pattern network ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Delete('/v1/networks/{network}')
  @OperationId('deleteNetwork')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('204', 'The network is deleted.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The network does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'A host has the network, or a guest uses it.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_deleteNetwork(@Request() exchange: Exchange<Context>, @Path('network') network: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<void> {
    return exchange.respond<void>(await this.deleteNetwork({ network, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Delete a network. */
  protected abstract deleteNetwork(input: { network: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<DeleteNetworkResponse>;
}
