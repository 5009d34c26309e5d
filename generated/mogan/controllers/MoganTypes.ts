// Generated from openapi/mogan.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { Readable } from 'node:stream';
import type { MoganBookmark, MoganFault, MoganPatch, MoganType, MoganTypeCreate, MoganTypeList } from '../api-types.js';
import type * as checked from '../checked-bodies.js';
import { Body, Consumes, Delete, Get, OperationId, Patch, Path, Post, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../../decorators.js';
import type { Exchange } from '../../exchange.js';

/** The responses that GET /v1/types returns. */
export type ListMoganTypesResponse =
  | { status: 200; body: MoganTypeList | Readable };

/** The responses that POST /v1/types returns. */
export type CreateMoganTypeResponse =
  | { status: 201; body: MoganType; headers: { Location: string } };

/** The responses that GET /v1/types/{instance_type} returns. */
export type GetMoganTypeResponse =
  | { status: 200; body: MoganType };

/** The responses that PATCH /v1/types/{instance_type} returns. */
export type UpdateMoganTypeResponse =
  | { status: 200; body: MoganType };

/** The responses that DELETE /v1/types/{instance_type} returns. */
export type DeleteMoganTypeResponse =
  | { status: 204 };

/** The responses that GET /types/{id} returns. */
export type FollowMoganTypeResponse =
  | { status: 200; body: MoganBookmark }
  | { status: 307; headers: { Location: string } };

@Route()
@Tags('MoganTypes')
export abstract class MoganTypesController<Context> {
  /**
   * List the types
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 1000000
   * @minLength marker 1
   * @maxLength marker 255
   */
  @Get('/v1/types')
  @OperationId('listMoganTypes')
  @Security({"MoganBearer":[]})
  @Security({"MoganAuthToken":[]})
  @SuccessResponse('200', 'The types.')
  @Response<MoganFault>('400', 'A parameter is not valid, or the request must name a project.', undefined, 'application/json')
  @Response<MoganFault>('401', 'The request has no valid credential.', undefined, 'application/json')
  @Response<MoganFault>('403', 'The caller lacks the right, or the project has used up its quota.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. There is no body.')
  @Response<MoganFault>('503', 'The host or the database cannot be reached.', undefined, 'application/json')
  public async route_listMoganTypes(@Request() exchange: Exchange<Context>, @Query('limit') limit?: number, @Query('marker') marker?: string): Promise<MoganTypeList> {
    return exchange.respond<MoganTypeList>(await this.listMoganTypes({ limit, marker }, exchange.context));
  }

  /** List the types. */
  protected abstract listMoganTypes(input: { limit?: number; marker?: string }, context: Context): Promise<ListMoganTypesResponse>;

  /**
   * Create a type
   */
  @Post('/v1/types')
  @OperationId('createMoganType')
  @Security({"MoganBearer":[]})
  @Security({"MoganAuthToken":[]})
  @SuccessResponse('201', 'The type. `Location` is its address.')
  @Response<MoganFault>('400', 'The body is not valid, or names something that does not exist.', undefined, 'application/json')
  @Response<MoganFault>('401', 'The request has no valid credential.', undefined, 'application/json')
  @Response<MoganFault>('403', 'The caller lacks the right, or the project has used up its quota.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. There is no body.')
  @Response<MoganFault>('409', 'The name or a MAC address is already in use, the image has no content yet, a `test` of the patch failed, or\nanother operation is in progress.', undefined, 'application/json')
  @Response<MoganFault>('412', 'The request has a condition, such as `If-Match`. Nothing in this API has an entity tag.', undefined, 'application/json')
  @Response<MoganFault>('413', 'The body is larger than 1 MiB.', undefined, 'application/json')
  @Response<MoganFault>('415', 'The body is not JSON.', undefined, 'application/json')
  @Response<MoganFault>('503', 'The host or the database cannot be reached.', undefined, 'application/json')
  public async route_createMoganType(@Request() exchange: Exchange<Context>, @Body() body: MoganTypeCreate): Promise<MoganType> {
    return exchange.respond<MoganType>(await this.createMoganType({ body: body as checked.MoganTypeCreate }, exchange.context));
  }

  /** Create a type. */
  protected abstract createMoganType(input: { body: checked.MoganTypeCreate }, context: Context): Promise<CreateMoganTypeResponse>;

  /**
   * Get a type
   * @minLength instanceType 1
   * @maxLength instanceType 255
   * @pattern instanceType ^[^\x00]*$
   */
  @Get('/v1/types/{instance_type}')
  @OperationId('getMoganType')
  @Security({"MoganBearer":[]})
  @Security({"MoganAuthToken":[]})
  @SuccessResponse('200', 'The type.')
  @Response<MoganFault>('400', 'A parameter is not valid, or the request must name a project.', undefined, 'application/json')
  @Response<MoganFault>('401', 'The request has no valid credential.', undefined, 'application/json')
  @Response<MoganFault>('403', 'The caller lacks the right, or the project has used up its quota.', undefined, 'application/json')
  @Response<MoganFault>('404', 'The type does not exist.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. There is no body.')
  @Response<MoganFault>('503', 'The host or the database cannot be reached.', undefined, 'application/json')
  public async route_getMoganType(@Request() exchange: Exchange<Context>, @Path('instance_type') instanceType: string): Promise<MoganType> {
    return exchange.respond<MoganType>(await this.getMoganType({ instanceType }, exchange.context));
  }

  /** Get a type. */
  protected abstract getMoganType(input: { instanceType: string }, context: Context): Promise<GetMoganTypeResponse>;

  /**
   * Change a type
   * @minLength instanceType 1
   * @maxLength instanceType 255
   * @pattern instanceType ^[^\x00]*$
   */
  @Patch('/v1/types/{instance_type}')
  @OperationId('updateMoganType')
  @Security({"MoganBearer":[]})
  @Security({"MoganAuthToken":[]})
  @Consumes('application/json-patch+json')
  @SuccessResponse('200', 'The changed type.')
  @Response<MoganFault>('400', 'The body is not valid, or names something that does not exist.', undefined, 'application/json')
  @Response<MoganFault>('401', 'The request has no valid credential.', undefined, 'application/json')
  @Response<MoganFault>('403', 'The caller lacks the right, or the project has used up its quota.', undefined, 'application/json')
  @Response<MoganFault>('404', 'The type does not exist.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. There is no body.')
  @Response<MoganFault>('409', 'The name or a MAC address is already in use, the image has no content yet, a `test` of the patch failed, or\nanother operation is in progress.', undefined, 'application/json')
  @Response<MoganFault>('412', 'The request has a condition, such as `If-Match`. Nothing in this API has an entity tag.', undefined, 'application/json')
  @Response<MoganFault>('413', 'The body is larger than 1 MiB.', undefined, 'application/json')
  @Response<MoganFault>('415', 'The body is not JSON.', undefined, 'application/json')
  @Response<MoganFault>('503', 'The host or the database cannot be reached.', undefined, 'application/json')
  public async route_updateMoganType(@Request() exchange: Exchange<Context>, @Path('instance_type') instanceType: string, @Body() body: MoganPatch): Promise<MoganType> {
    return exchange.respond<MoganType>(await this.updateMoganType({ instanceType, body: body as checked.MoganPatch }, exchange.context));
  }

  /** Change a type. */
  protected abstract updateMoganType(input: { instanceType: string; body: checked.MoganPatch }, context: Context): Promise<UpdateMoganTypeResponse>;

  /**
   * Delete a type
   * @minLength instanceType 1
   * @maxLength instanceType 255
   * @pattern instanceType ^[^\x00]*$
   */
  @Delete('/v1/types/{instance_type}')
  @OperationId('deleteMoganType')
  @Security({"MoganBearer":[]})
  @Security({"MoganAuthToken":[]})
  @SuccessResponse('204', 'The type is gone.')
  @Response<MoganFault>('400', 'A parameter is not valid, or the request must name a project.', undefined, 'application/json')
  @Response<MoganFault>('401', 'The request has no valid credential.', undefined, 'application/json')
  @Response<MoganFault>('403', 'The caller lacks the right, or the project has used up its quota.', undefined, 'application/json')
  @Response<MoganFault>('404', 'The type does not exist.', undefined, 'application/json')
  @Response<MoganFault>('412', 'The request has a condition, such as `If-Match`. Nothing in this API has an entity tag.', undefined, 'application/json')
  @Response<MoganFault>('503', 'The host or the database cannot be reached.', undefined, 'application/json')
  public async route_deleteMoganType(@Request() exchange: Exchange<Context>, @Path('instance_type') instanceType: string): Promise<void> {
    return exchange.respond<void>(await this.deleteMoganType({ instanceType }, exchange.context));
  }

  /** Delete a type. */
  protected abstract deleteMoganType(input: { instanceType: string }, context: Context): Promise<DeleteMoganTypeResponse>;

  /**
   * Follow the bookmark of a type
   * @minLength id 1
   * @maxLength id 255
   * @pattern id ^[^\x00]*$
   */
  @Get('/types/{id}')
  @OperationId('followMoganType')
  @Security({"MoganBearer":[]})
  @Security({"MoganAuthToken":[]})
  @SuccessResponse('200', 'The addresses of the resource.')
  @Response<void>('307', 'The resource is at `Location`.')
  @Response<MoganFault>('400', 'A parameter is not valid, or the request must name a project.', undefined, 'application/json')
  @Response<MoganFault>('401', 'The request has no valid credential.', undefined, 'application/json')
  @Response<MoganFault>('403', 'The caller lacks the right, or the project has used up its quota.', undefined, 'application/json')
  @Response<MoganFault>('404', 'The type does not exist.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. There is no body.')
  @Response<MoganFault>('503', 'The host or the database cannot be reached.', undefined, 'application/json')
  public async route_followMoganType(@Request() exchange: Exchange<Context>, @Path('id') id: string, @Query('follow') follow: boolean = true): Promise<MoganBookmark> {
    return exchange.respond<MoganBookmark>(await this.followMoganType({ id, follow }, exchange.context));
  }

  /** Follow the bookmark of a type. */
  protected abstract followMoganType(input: { id: string; follow: boolean }, context: Context): Promise<FollowMoganTypeResponse>;
}
