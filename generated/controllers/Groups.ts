// Generated from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { Group, GroupCreate, GroupList, GroupOrSelection, GroupUpdate, JsonPatch, Problem } from '../api-types.js';
import type * as checked from '../checked-bodies.js';
import { Body, Consumes, Delete, Get, Header, OperationId, Patch, Path, Post, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../decorators.js';
import type { Exchange } from '../exchange.js';

/** The responses that GET /v1/groups returns. */
export type ListGroupsResponse =
  | { status: 200; body: GroupList; headers?: { Link?: string | undefined } };

/** The responses that POST /v1/groups returns. */
export type CreateGroupResponse =
  | { status: 201; body: Group; headers: { ETag: string; Location: string; 'Idempotency-Replayed'?: 'true' | undefined } };

/** The responses that GET /v1/groups/{group} returns. */
export type GetGroupResponse =
  | { status: 200; body: GroupOrSelection; headers: { ETag: string } }
  | { status: 304; headers: { ETag: string } };

/** The responses that PATCH /v1/groups/{group} returns. */
export type UpdateGroupResponse =
  | { status: 200; body: Group; headers: { ETag: string } };

/** The responses that DELETE /v1/groups/{group} returns. */
export type DeleteGroupResponse =
  | { status: 204 };

@Route()
@Tags('Groups')
export abstract class GroupsController<Context> {
  /**
   * List the groups
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 1000
   * @minLength marker 1
   * @maxLength marker 255
   * @minLength fields 1
   * @maxLength fields 1024
   * @maxLength search 4096
   */
  @Get('/v1/groups')
  @OperationId('listGroups')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'A page of groups.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value, the marker is unknown, or the search query has a syntax error.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond, or the query took too long.', undefined, 'application/problem+json')
  public async route_listGroups(@Request() exchange: Exchange<Context>, @Query('limit') limit: number = 100, @Query('marker') marker?: string, @Query('sort_by') sortBy?: 'created_at' | '-created_at' | 'name' | '-name', @Query('fields') fields?: string, @Query('search') search?: string, @Query('case_sensitive') caseSensitive: boolean = false, @Query('all_projects') allProjects: boolean = false): Promise<GroupList> {
    return exchange.respond<GroupList>(await this.listGroups({ limit, marker, sortBy, fields, search, caseSensitive, allProjects }, exchange.context));
  }

  /** List the groups. */
  protected abstract listGroups(input: { limit: number; marker?: string; sortBy?: 'created_at' | '-created_at' | 'name' | '-name'; fields?: string; search?: string; caseSensitive: boolean; allProjects: boolean }, context: Context): Promise<ListGroupsResponse>;

  /**
   * Create a group
   * @minLength idempotencyKey 1
   * @maxLength idempotencyKey 255
   * @pattern idempotencyKey ^[!-~]+$
   */
  @Post('/v1/groups')
  @OperationId('createGroup')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('201', 'The group. `Location` is its address.')
  @Response<Problem>('400', 'The body or a parameter is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The name is already in use, or the first request with this `Idempotency-Key` is still in progress.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation accepts. A JSON body can have up to 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The operation does not accept the media type or the encoding of the body.', undefined, 'application/problem+json')
  @Response<Problem>('422', 'The key was already used for a different request.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_createGroup(@Request() exchange: Exchange<Context>, @Body() body: GroupCreate, @Header('Idempotency-Key') idempotencyKey?: string): Promise<Group> {
    return exchange.respond<Group>(await this.createGroup({ idempotencyKey, body: body as checked.GroupCreate }, exchange.context));
  }

  /** Create a group. */
  protected abstract createGroup(input: { idempotencyKey?: string; body: checked.GroupCreate }, context: Context): Promise<CreateGroupResponse>;

  /**
   * Get a group
   * @minLength group 1
   * @maxLength group 255
   * @pattern group ^[^\x00]*$
   * @minLength fields 1
   * @maxLength fields 1024
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Get('/v1/groups/{group}')
  @OperationId('getGroup')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The group, or only the members named in `fields`.')
  @Response<void>('304', 'The `ETag` of the resource is one of those in `If-None-Match`.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The group does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_getGroup(@Request() exchange: Exchange<Context>, @Path('group') group: string, @Query('fields') fields?: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<GroupOrSelection> {
    return exchange.respond<GroupOrSelection>(await this.getGroup({ group, fields, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Get a group. */
  protected abstract getGroup(input: { group: string; fields?: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<GetGroupResponse>;

  /**
   * Change a group
   * @minLength group 1
   * @maxLength group 255
   * @pattern group ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Patch('/v1/groups/{group}')
  @OperationId('updateGroup')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @Consumes('application/merge-patch+json')
  @SuccessResponse('200', 'The group.')
  @Response<Problem>('400', 'The body or a parameter is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The group does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'A `test` operation of the JSON Patch failed, or the name is already in use.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation accepts. A JSON body can have up to 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The operation does not accept the media type or the encoding of the body.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_updateGroup(@Request() exchange: Exchange<Context>, @Path('group') group: string, @Body() body: GroupUpdate, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<Group> {
    return exchange.respond<Group>(await this.updateGroup({ group, ifMatch, ifNoneMatch, body: body as checked.GroupUpdate }, exchange.context));
  }

  /** Change a group. */
  protected abstract updateGroup(input: { group: string; ifMatch?: string; ifNoneMatch?: string; body: checked.GroupUpdate | checked.JsonPatch }, context: Context): Promise<UpdateGroupResponse>;

  /**
   * Delete a group
   * @minLength group 1
   * @maxLength group 255
   * @pattern group ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Delete('/v1/groups/{group}')
  @OperationId('deleteGroup')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('204', 'The group is deleted.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The group does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_deleteGroup(@Request() exchange: Exchange<Context>, @Path('group') group: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<void> {
    return exchange.respond<void>(await this.deleteGroup({ group, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Delete a group. */
  protected abstract deleteGroup(input: { group: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<DeleteGroupResponse>;
}
