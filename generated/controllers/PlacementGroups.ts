// Generated from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { JsonPatch, PlacementGroup, PlacementGroupCreate, PlacementGroupList, PlacementGroupOrSelection, PlacementGroupUpdate, Problem } from '../api-types.js';
import type * as checked from '../checked-bodies.js';
import { Body, Consumes, Delete, Get, Header, OperationId, Patch, Path, Post, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../decorators.js';
import type { Exchange } from '../exchange.js';

/** The responses that GET /v1/placement-groups returns. */
export type ListPlacementGroupsResponse =
  | { status: 200; body: PlacementGroupList; headers?: { Link?: string | undefined } };

/** The responses that POST /v1/placement-groups returns. */
export type CreatePlacementGroupResponse =
  | { status: 201; body: PlacementGroup; headers: { ETag: string; Location: string; 'Idempotency-Replayed'?: 'true' | undefined } };

/** The responses that GET /v1/placement-groups/{placement_group} returns. */
export type GetPlacementGroupResponse =
  | { status: 200; body: PlacementGroupOrSelection; headers: { ETag: string } }
  | { status: 304; headers: { ETag: string } };

/** The responses that PATCH /v1/placement-groups/{placement_group} returns. */
export type UpdatePlacementGroupResponse =
  | { status: 200; body: PlacementGroup; headers: { ETag: string } };

/** The responses that DELETE /v1/placement-groups/{placement_group} returns. */
export type DeletePlacementGroupResponse =
  | { status: 204 };

@Route()
@Tags('PlacementGroups')
export abstract class PlacementGroupsController<Context> {
  /**
   * List the placement groups
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 1000
   * @minLength marker 1
   * @maxLength marker 255
   * @minLength fields 1
   * @maxLength fields 1024
   * @maxLength search 4096
   */
  @Get('/v1/placement-groups')
  @OperationId('listPlacementGroups')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'A page of placement groups.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value, the marker is unknown, or the search query has a syntax error.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond, or the query took too long.', undefined, 'application/problem+json')
  public async route_listPlacementGroups(@Request() exchange: Exchange<Context>, @Query('limit') limit: number = 100, @Query('marker') marker?: string, @Query('sort_by') sortBy?: 'created_at' | '-created_at' | 'name' | '-name', @Query('fields') fields?: string, @Query('search') search?: string, @Query('case_sensitive') caseSensitive: boolean = false, @Query('all_projects') allProjects: boolean = false): Promise<PlacementGroupList> {
    return exchange.respond<PlacementGroupList>(await this.listPlacementGroups({ limit, marker, sortBy, fields, search, caseSensitive, allProjects }, exchange.context));
  }

  /** List the placement groups. */
  protected abstract listPlacementGroups(input: { limit: number; marker?: string; sortBy?: 'created_at' | '-created_at' | 'name' | '-name'; fields?: string; search?: string; caseSensitive: boolean; allProjects: boolean }, context: Context): Promise<ListPlacementGroupsResponse>;

  /**
   * Create a placement group
   * @minLength idempotencyKey 1
   * @maxLength idempotencyKey 255
   * @pattern idempotencyKey ^[!-~]+$
   */
  @Post('/v1/placement-groups')
  @OperationId('createPlacementGroup')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('201', 'The placement group. `Location` is its address.')
  @Response<Problem>('400', 'The body or a parameter is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The caller\'s role does not allow this, or the request would exceed a quota.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The name is already in use, or the first request with this `Idempotency-Key` is still in progress.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation accepts. A JSON body can have up to 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The operation does not accept the media type or the encoding of the body.', undefined, 'application/problem+json')
  @Response<Problem>('422', 'The key was already used for a different request.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_createPlacementGroup(@Request() exchange: Exchange<Context>, @Body() body: PlacementGroupCreate, @Header('Idempotency-Key') idempotencyKey?: string): Promise<PlacementGroup> {
    return exchange.respond<PlacementGroup>(await this.createPlacementGroup({ idempotencyKey, body: body as checked.PlacementGroupCreate }, exchange.context));
  }

  /** Create a placement group. */
  protected abstract createPlacementGroup(input: { idempotencyKey?: string; body: checked.PlacementGroupCreate }, context: Context): Promise<CreatePlacementGroupResponse>;

  /**
   * Get a placement group
   * @minLength placementGroup 1
   * @maxLength placementGroup 255
   * @pattern placementGroup ^[^\x00]*$
   * @minLength fields 1
   * @maxLength fields 1024
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Get('/v1/placement-groups/{placement_group}')
  @OperationId('getPlacementGroup')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The placement group, or only the members named in `fields`.')
  @Response<void>('304', 'The `ETag` of the resource is one of those in `If-None-Match`.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The placement group does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_getPlacementGroup(@Request() exchange: Exchange<Context>, @Path('placement_group') placementGroup: string, @Query('fields') fields?: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<PlacementGroupOrSelection> {
    return exchange.respond<PlacementGroupOrSelection>(await this.getPlacementGroup({ placementGroup, fields, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Get a placement group. */
  protected abstract getPlacementGroup(input: { placementGroup: string; fields?: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<GetPlacementGroupResponse>;

  /**
   * Change a placement group
   * @minLength placementGroup 1
   * @maxLength placementGroup 255
   * @pattern placementGroup ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Patch('/v1/placement-groups/{placement_group}')
  @OperationId('updatePlacementGroup')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @Consumes('application/merge-patch+json')
  @SuccessResponse('200', 'The placement group.')
  @Response<Problem>('400', 'The body or a parameter is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The placement group does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'A `test` operation of the JSON Patch failed, or the name is already in use.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation accepts. A JSON body can have up to 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The operation does not accept the media type or the encoding of the body.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_updatePlacementGroup(@Request() exchange: Exchange<Context>, @Path('placement_group') placementGroup: string, @Body() body: PlacementGroupUpdate, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<PlacementGroup> {
    return exchange.respond<PlacementGroup>(await this.updatePlacementGroup({ placementGroup, ifMatch, ifNoneMatch, body: body as checked.PlacementGroupUpdate }, exchange.context));
  }

  /** Change a placement group. */
  protected abstract updatePlacementGroup(input: { placementGroup: string; ifMatch?: string; ifNoneMatch?: string; body: checked.PlacementGroupUpdate | checked.JsonPatch }, context: Context): Promise<UpdatePlacementGroupResponse>;

  /**
   * Delete a placement group
   * @minLength placementGroup 1
   * @maxLength placementGroup 255
   * @pattern placementGroup ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Delete('/v1/placement-groups/{placement_group}')
  @OperationId('deletePlacementGroup')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('204', 'The placement group is deleted.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The placement group does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The placement group has guests.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_deletePlacementGroup(@Request() exchange: Exchange<Context>, @Path('placement_group') placementGroup: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<void> {
    return exchange.respond<void>(await this.deletePlacementGroup({ placementGroup, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Delete a placement group. */
  protected abstract deletePlacementGroup(input: { placementGroup: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<DeletePlacementGroupResponse>;
}
