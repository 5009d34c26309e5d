// Generated from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { InstanceType, InstanceTypeCreate, InstanceTypeList, InstanceTypeOrSelection, InstanceTypeUpdate, JsonPatch, Problem } from '../api-types.js';
import type * as checked from '../checked-bodies.js';
import { Body, Consumes, Delete, Get, Header, OperationId, Patch, Path, Post, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../decorators.js';
import type { Exchange } from '../exchange.js';

/** The responses that GET /v1/instance-types returns. */
export type ListInstanceTypesResponse =
  | { status: 200; body: InstanceTypeList; headers?: { Link?: string | undefined } };

/** The responses that POST /v1/instance-types returns. */
export type CreateInstanceTypeResponse =
  | { status: 201; body: InstanceType; headers: { ETag: string; Location: string; 'Idempotency-Replayed'?: 'true' | undefined } };

/** The responses that GET /v1/instance-types/{instance_type} returns. */
export type GetInstanceTypeResponse =
  | { status: 200; body: InstanceTypeOrSelection; headers: { ETag: string } }
  | { status: 304; headers: { ETag: string } };

/** The responses that PATCH /v1/instance-types/{instance_type} returns. */
export type UpdateInstanceTypeResponse =
  | { status: 200; body: InstanceType; headers: { ETag: string } };

/** The responses that DELETE /v1/instance-types/{instance_type} returns. */
export type DeleteInstanceTypeResponse =
  | { status: 204 };

@Route()
@Tags('InstanceTypes')
export abstract class InstanceTypesController<Context> {
  /**
   * List the instance types
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 1000
   * @minLength marker 1
   * @maxLength marker 255
   * @minLength fields 1
   * @maxLength fields 1024
   * @maxLength search 4096
   */
  @Get('/v1/instance-types')
  @OperationId('listInstanceTypes')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'A page of instance types.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value, the marker is unknown, or the search query has a syntax error.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond, or the query took too long.', undefined, 'application/problem+json')
  public async route_listInstanceTypes(@Request() exchange: Exchange<Context>, @Query('limit') limit: number = 100, @Query('marker') marker?: string, @Query('sort_by') sortBy?: 'created_at' | '-created_at' | 'name' | '-name', @Query('fields') fields?: string, @Query('search') search?: string, @Query('case_sensitive') caseSensitive: boolean = false, @Query('all_projects') allProjects: boolean = false): Promise<InstanceTypeList> {
    return exchange.respond<InstanceTypeList>(await this.listInstanceTypes({ limit, marker, sortBy, fields, search, caseSensitive, allProjects }, exchange.context));
  }

  /** List the instance types. */
  protected abstract listInstanceTypes(input: { limit: number; marker?: string; sortBy?: 'created_at' | '-created_at' | 'name' | '-name'; fields?: string; search?: string; caseSensitive: boolean; allProjects: boolean }, context: Context): Promise<ListInstanceTypesResponse>;

  /**
   * Create an instance type
   * @minLength idempotencyKey 1
   * @maxLength idempotencyKey 255
   * @pattern idempotencyKey ^[!-~]+$
   */
  @Post('/v1/instance-types')
  @OperationId('createInstanceType')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('201', 'The instance type. `Location` is its address.')
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
  public async route_createInstanceType(@Request() exchange: Exchange<Context>, @Body() body: InstanceTypeCreate, @Header('Idempotency-Key') idempotencyKey?: string): Promise<InstanceType> {
    return exchange.respond<InstanceType>(await this.createInstanceType({ idempotencyKey, body: body as checked.InstanceTypeCreate }, exchange.context));
  }

  /** Create an instance type. */
  protected abstract createInstanceType(input: { idempotencyKey?: string; body: checked.InstanceTypeCreate }, context: Context): Promise<CreateInstanceTypeResponse>;

  /**
   * Get an instance type
   * @minLength instanceType 1
   * @maxLength instanceType 255
   * @pattern instanceType ^[^\x00]*$
   * @minLength fields 1
   * @maxLength fields 1024
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Get('/v1/instance-types/{instance_type}')
  @OperationId('getInstanceType')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The instance type, or only the members named in `fields`.')
  @Response<void>('304', 'The `ETag` of the resource is one of those in `If-None-Match`.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The instance type does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_getInstanceType(@Request() exchange: Exchange<Context>, @Path('instance_type') instanceType: string, @Query('fields') fields?: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<InstanceTypeOrSelection> {
    return exchange.respond<InstanceTypeOrSelection>(await this.getInstanceType({ instanceType, fields, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Get an instance type. */
  protected abstract getInstanceType(input: { instanceType: string; fields?: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<GetInstanceTypeResponse>;

  /**
   * Change an instance type
   * @minLength instanceType 1
   * @maxLength instanceType 255
   * @pattern instanceType ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Patch('/v1/instance-types/{instance_type}')
  @OperationId('updateInstanceType')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @Consumes('application/merge-patch+json')
  @SuccessResponse('200', 'The instance type.')
  @Response<Problem>('400', 'The body or a parameter is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The instance type does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'A `test` operation of the JSON Patch failed, or the name is already in use.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation accepts. A JSON body can have up to 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The operation does not accept the media type or the encoding of the body.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_updateInstanceType(@Request() exchange: Exchange<Context>, @Path('instance_type') instanceType: string, @Body() body: InstanceTypeUpdate, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<InstanceType> {
    return exchange.respond<InstanceType>(await this.updateInstanceType({ instanceType, ifMatch, ifNoneMatch, body: body as checked.InstanceTypeUpdate }, exchange.context));
  }

  /** Change an instance type. */
  protected abstract updateInstanceType(input: { instanceType: string; ifMatch?: string; ifNoneMatch?: string; body: checked.InstanceTypeUpdate | checked.JsonPatch }, context: Context): Promise<UpdateInstanceTypeResponse>;

  /**
   * Delete an instance type
   * @minLength instanceType 1
   * @maxLength instanceType 255
   * @pattern instanceType ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Delete('/v1/instance-types/{instance_type}')
  @OperationId('deleteInstanceType')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('204', 'The instance type is deleted.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The instance type does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_deleteInstanceType(@Request() exchange: Exchange<Context>, @Path('instance_type') instanceType: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<void> {
    return exchange.respond<void>(await this.deleteInstanceType({ instanceType, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Delete an instance type. */
  protected abstract deleteInstanceType(input: { instanceType: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<DeleteInstanceTypeResponse>;
}
