// Generated from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { GuestPermissionCreate, Permission, PermissionList, PermissionOrSelection, Problem, ProjectPermissionCreate } from '../api-types.js';
import type * as checked from '../checked-bodies.js';
import { Body, Delete, Get, Header, OperationId, Path, Post, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../decorators.js';
import type { Exchange } from '../exchange.js';

/** The responses that GET /v1/guests/{guest}/permissions returns. */
export type ListGuestPermissionsResponse =
  | { status: 200; body: PermissionList; headers?: { Link?: string | undefined } };

/** The responses that POST /v1/guests/{guest}/permissions returns. */
export type CreateGuestPermissionResponse =
  | { status: 201; body: Permission; headers: { ETag: string; Location: string; 'Idempotency-Replayed'?: 'true' | undefined } };

/** The responses that GET /v1/guests/{guest}/permissions/{permission} returns. */
export type GetGuestPermissionResponse =
  | { status: 200; body: PermissionOrSelection; headers: { ETag: string } }
  | { status: 304; headers: { ETag: string } };

/** The responses that DELETE /v1/guests/{guest}/permissions/{permission} returns. */
export type DeleteGuestPermissionResponse =
  | { status: 204 };

/** The responses that GET /v1/projects/{project}/permissions returns. */
export type ListProjectPermissionsResponse =
  | { status: 200; body: PermissionList; headers?: { Link?: string | undefined } };

/** The responses that POST /v1/projects/{project}/permissions returns. */
export type CreateProjectPermissionResponse =
  | { status: 201; body: Permission; headers: { ETag: string; Location: string; 'Idempotency-Replayed'?: 'true' | undefined } };

/** The responses that GET /v1/projects/{project}/permissions/{permission} returns. */
export type GetProjectPermissionResponse =
  | { status: 200; body: PermissionOrSelection; headers: { ETag: string } }
  | { status: 304; headers: { ETag: string } };

/** The responses that DELETE /v1/projects/{project}/permissions/{permission} returns. */
export type DeleteProjectPermissionResponse =
  | { status: 204 };

@Route()
@Tags('Permissions')
export abstract class PermissionsController<Context> {
  /**
   * List the permissions for a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 1000
   * @minLength marker 1
   * @maxLength marker 255
   * @minLength fields 1
   * @maxLength fields 1024
   * @maxLength search 4096
   */
  @Get('/v1/guests/{guest}/permissions')
  @OperationId('listGuestPermissions')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'A page of permissions.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value, the marker is unknown, or the search query has a syntax error.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The guest does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond, or the query took too long.', undefined, 'application/problem+json')
  public async route_listGuestPermissions(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Query('limit') limit: number = 100, @Query('marker') marker?: string, @Query('sort_by') sortBy?: 'created_at' | '-created_at', @Query('fields') fields?: string, @Query('search') search?: string, @Query('case_sensitive') caseSensitive: boolean = false, @Query('all_projects') allProjects: boolean = false): Promise<PermissionList> {
    return exchange.respond<PermissionList>(await this.listGuestPermissions({ guest, limit, marker, sortBy, fields, search, caseSensitive, allProjects }, exchange.context));
  }

  /** List the permissions for a guest. */
  protected abstract listGuestPermissions(input: { guest: string; limit: number; marker?: string; sortBy?: 'created_at' | '-created_at'; fields?: string; search?: string; caseSensitive: boolean; allProjects: boolean }, context: Context): Promise<ListGuestPermissionsResponse>;

  /**
   * Grant a role for a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @minLength idempotencyKey 1
   * @maxLength idempotencyKey 255
   * @pattern idempotencyKey ^[!-~]+$
   */
  @Post('/v1/guests/{guest}/permissions')
  @OperationId('createGuestPermission')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('201', 'The permission. `Location` is its address.')
  @Response<Problem>('400', 'The body or a parameter is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The guest does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The user or group already has this role in the project or for the guest, or the first request with this\n`Idempotency-Key` is still in progress.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation accepts. A JSON body can have up to 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The operation does not accept the media type or the encoding of the body.', undefined, 'application/problem+json')
  @Response<Problem>('422', 'The key was already used for a different request.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_createGuestPermission(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Body() body: GuestPermissionCreate, @Header('Idempotency-Key') idempotencyKey?: string): Promise<Permission> {
    return exchange.respond<Permission>(await this.createGuestPermission({ guest, idempotencyKey, body: body as checked.GuestPermissionCreate }, exchange.context));
  }

  /** Grant a role for a guest. */
  protected abstract createGuestPermission(input: { guest: string; idempotencyKey?: string; body: checked.GuestPermissionCreate }, context: Context): Promise<CreateGuestPermissionResponse>;

  /**
   * Get a permission for a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @minLength permission 1
   * @maxLength permission 255
   * @pattern permission ^[^\x00]*$
   * @minLength fields 1
   * @maxLength fields 1024
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Get('/v1/guests/{guest}/permissions/{permission}')
  @OperationId('getGuestPermission')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The permission, or only the members named in `fields`.')
  @Response<void>('304', 'The `ETag` of the resource is one of those in `If-None-Match`.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The guest, or this permission for it, does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_getGuestPermission(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Path('permission') permission: string, @Query('fields') fields?: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<PermissionOrSelection> {
    return exchange.respond<PermissionOrSelection>(await this.getGuestPermission({ guest, permission, fields, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Get a permission for a guest. */
  protected abstract getGuestPermission(input: { guest: string; permission: string; fields?: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<GetGuestPermissionResponse>;

  /**
   * Revoke a role for a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @minLength permission 1
   * @maxLength permission 255
   * @pattern permission ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Delete('/v1/guests/{guest}/permissions/{permission}')
  @OperationId('deleteGuestPermission')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('204', 'The permission is revoked.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The guest, or this permission for it, does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_deleteGuestPermission(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Path('permission') permission: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<void> {
    return exchange.respond<void>(await this.deleteGuestPermission({ guest, permission, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Revoke a role for a guest. */
  protected abstract deleteGuestPermission(input: { guest: string; permission: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<DeleteGuestPermissionResponse>;

  /**
   * List the permissions in a project
   * @minLength project 1
   * @maxLength project 255
   * @pattern project ^[^\x00]*$
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 1000
   * @minLength marker 1
   * @maxLength marker 255
   * @minLength fields 1
   * @maxLength fields 1024
   * @maxLength search 4096
   */
  @Get('/v1/projects/{project}/permissions')
  @OperationId('listProjectPermissions')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'A page of permissions.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value, the marker is unknown, or the search query has a syntax error.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The project does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond, or the query took too long.', undefined, 'application/problem+json')
  public async route_listProjectPermissions(@Request() exchange: Exchange<Context>, @Path('project') project: string, @Query('limit') limit: number = 100, @Query('marker') marker?: string, @Query('sort_by') sortBy?: 'created_at' | '-created_at', @Query('fields') fields?: string, @Query('search') search?: string, @Query('case_sensitive') caseSensitive: boolean = false, @Query('all_projects') allProjects: boolean = false): Promise<PermissionList> {
    return exchange.respond<PermissionList>(await this.listProjectPermissions({ project, limit, marker, sortBy, fields, search, caseSensitive, allProjects }, exchange.context));
  }

  /** List the permissions in a project. */
  protected abstract listProjectPermissions(input: { project: string; limit: number; marker?: string; sortBy?: 'created_at' | '-created_at'; fields?: string; search?: string; caseSensitive: boolean; allProjects: boolean }, context: Context): Promise<ListProjectPermissionsResponse>;

  /**
   * Grant a role in a project
   * @minLength project 1
   * @maxLength project 255
   * @pattern project ^[^\x00]*$
   * @minLength idempotencyKey 1
   * @maxLength idempotencyKey 255
   * @pattern idempotencyKey ^[!-~]+$
   */
  @Post('/v1/projects/{project}/permissions')
  @OperationId('createProjectPermission')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('201', 'The permission. `Location` is its address.')
  @Response<Problem>('400', 'The body or a parameter is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The project does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The user or group already has this role in the project or for the guest, or the first request with this\n`Idempotency-Key` is still in progress.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation accepts. A JSON body can have up to 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The operation does not accept the media type or the encoding of the body.', undefined, 'application/problem+json')
  @Response<Problem>('422', 'The key was already used for a different request.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_createProjectPermission(@Request() exchange: Exchange<Context>, @Path('project') project: string, @Body() body: ProjectPermissionCreate, @Header('Idempotency-Key') idempotencyKey?: string): Promise<Permission> {
    return exchange.respond<Permission>(await this.createProjectPermission({ project, idempotencyKey, body: body as checked.ProjectPermissionCreate }, exchange.context));
  }

  /** Grant a role in a project. */
  protected abstract createProjectPermission(input: { project: string; idempotencyKey?: string; body: checked.ProjectPermissionCreate }, context: Context): Promise<CreateProjectPermissionResponse>;

  /**
   * Get a permission in a project
   * @minLength project 1
   * @maxLength project 255
   * @pattern project ^[^\x00]*$
   * @minLength permission 1
   * @maxLength permission 255
   * @pattern permission ^[^\x00]*$
   * @minLength fields 1
   * @maxLength fields 1024
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Get('/v1/projects/{project}/permissions/{permission}')
  @OperationId('getProjectPermission')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The permission, or only the members named in `fields`.')
  @Response<void>('304', 'The `ETag` of the resource is one of those in `If-None-Match`.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The project, or this permission in it, does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_getProjectPermission(@Request() exchange: Exchange<Context>, @Path('project') project: string, @Path('permission') permission: string, @Query('fields') fields?: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<PermissionOrSelection> {
    return exchange.respond<PermissionOrSelection>(await this.getProjectPermission({ project, permission, fields, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Get a permission in a project. */
  protected abstract getProjectPermission(input: { project: string; permission: string; fields?: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<GetProjectPermissionResponse>;

  /**
   * Revoke a role in a project
   * @minLength project 1
   * @maxLength project 255
   * @pattern project ^[^\x00]*$
   * @minLength permission 1
   * @maxLength permission 255
   * @pattern permission ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Delete('/v1/projects/{project}/permissions/{permission}')
  @OperationId('deleteProjectPermission')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('204', 'The permission is revoked.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The project, or this permission in it, does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_deleteProjectPermission(@Request() exchange: Exchange<Context>, @Path('project') project: string, @Path('permission') permission: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<void> {
    return exchange.respond<void>(await this.deleteProjectPermission({ project, permission, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Revoke a role in a project. */
  protected abstract deleteProjectPermission(input: { project: string; permission: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<DeleteProjectPermissionResponse>;
}
