// Generated from openapi/mogan.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { Readable } from 'node:stream';
import type { MoganBookmark, MoganFault, MoganInstance, MoganInstanceCreate, MoganInstanceDetailList, MoganInstanceList, MoganInstanceOrSelection, MoganPatch, MoganPowerTarget, MoganStates } from '../api-types.js';
import type * as checked from '../checked-bodies.js';
import { Body, Consumes, Delete, Get, OperationId, Patch, Path, Post, Put, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../../decorators.js';
import type { Exchange } from '../../exchange.js';

/** The responses that GET /v1/instances returns. */
export type ListMoganInstancesResponse =
  | { status: 200; body: MoganInstanceList | Readable };

/** The responses that POST /v1/instances returns. */
export type CreateMoganInstanceResponse =
  | { status: 201; body: MoganInstance; headers: { Location: string } };

/** The responses that GET /v1/instances/detail returns. */
export type ListMoganInstanceDetailsResponse =
  | { status: 200; body: MoganInstanceDetailList | Readable };

/** The responses that GET /v1/instances/{guest} returns. */
export type GetMoganInstanceResponse =
  | { status: 200; body: MoganInstanceOrSelection };

/** The responses that PATCH /v1/instances/{guest} returns. */
export type UpdateMoganInstanceResponse =
  | { status: 200; body: MoganInstance };

/** The responses that DELETE /v1/instances/{guest} returns. */
export type DeleteMoganInstanceResponse =
  | { status: 204 };

/** The responses that GET /v1/instances/{guest}/states returns. */
export type GetMoganInstanceStatesResponse =
  | { status: 200; body: MoganStates };

/** The responses that PUT /v1/instances/{guest}/states/power returns. */
export type SetMoganInstancePowerResponse =
  | { status: 202; headers: { Location: string } };

/** The responses that GET /instances/{id} returns. */
export type FollowMoganInstanceResponse =
  | { status: 200; body: MoganBookmark }
  | { status: 307; headers: { Location: string } };

@Route()
@Tags('MoganInstances')
export abstract class MoganInstancesController<Context> {
  /**
   * List the instances
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 1000000
   * @minLength marker 1
   * @maxLength marker 255
   * @minLength fields 1
   * @maxLength fields 1024
   */
  @Get('/v1/instances')
  @OperationId('listMoganInstances')
  @Security({"MoganBearer":[]})
  @Security({"MoganAuthToken":[]})
  @SuccessResponse('200', 'The instances.')
  @Response<MoganFault>('400', 'A parameter is not valid, or the request must name a project.', undefined, 'application/json')
  @Response<MoganFault>('401', 'The request has no valid credential.', undefined, 'application/json')
  @Response<MoganFault>('403', 'The caller lacks the right, or the project has used up its quota.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. There is no body.')
  @Response<MoganFault>('503', 'The host or the database cannot be reached.', undefined, 'application/json')
  public async route_listMoganInstances(@Request() exchange: Exchange<Context>, @Query('limit') limit?: number, @Query('marker') marker?: string, @Query('all_tenants') allTenants?: '1' | 'true' | 'True' | '0' | 'false' | 'False', @Query('fields') fields?: string): Promise<MoganInstanceList> {
    return exchange.respond<MoganInstanceList>(await this.listMoganInstances({ limit, marker, allTenants, fields }, exchange.context));
  }

  /** List the instances. */
  protected abstract listMoganInstances(input: { limit?: number; marker?: string; allTenants?: '1' | 'true' | 'True' | '0' | 'false' | 'False'; fields?: string }, context: Context): Promise<ListMoganInstancesResponse>;

  /**
   * Create an instance
   */
  @Post('/v1/instances')
  @OperationId('createMoganInstance')
  @Security({"MoganBearer":[]})
  @Security({"MoganAuthToken":[]})
  @SuccessResponse('201', 'The instance, whose status is `building`. `Location` is its address.')
  @Response<MoganFault>('400', 'The body is not valid, or names something that does not exist.', undefined, 'application/json')
  @Response<MoganFault>('401', 'The request has no valid credential.', undefined, 'application/json')
  @Response<MoganFault>('403', 'The caller lacks the right, or the project has used up its quota.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. There is no body.')
  @Response<MoganFault>('409', 'The name or a MAC address is already in use, the image has no content yet, a `test` of the patch failed, or\nanother operation is in progress.', undefined, 'application/json')
  @Response<MoganFault>('412', 'The request has a condition, such as `If-Match`. Nothing in this API has an entity tag.', undefined, 'application/json')
  @Response<MoganFault>('413', 'The body is larger than 1 MiB.', undefined, 'application/json')
  @Response<MoganFault>('415', 'The body is not JSON.', undefined, 'application/json')
  @Response<MoganFault>('501', 'No host supports the model of a network interface.', undefined, 'application/json')
  @Response<MoganFault>('503', 'The host or the database cannot be reached.', undefined, 'application/json')
  public async route_createMoganInstance(@Request() exchange: Exchange<Context>, @Body() body: MoganInstanceCreate): Promise<MoganInstance> {
    return exchange.respond<MoganInstance>(await this.createMoganInstance({ body: body as checked.MoganInstanceCreate }, exchange.context));
  }

  /** Create an instance. */
  protected abstract createMoganInstance(input: { body: checked.MoganInstanceCreate }, context: Context): Promise<CreateMoganInstanceResponse>;

  /**
   * List the instances with all details
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 1000000
   * @minLength marker 1
   * @maxLength marker 255
   */
  @Get('/v1/instances/detail')
  @OperationId('listMoganInstanceDetails')
  @Security({"MoganBearer":[]})
  @Security({"MoganAuthToken":[]})
  @SuccessResponse('200', 'The instances.')
  @Response<MoganFault>('400', 'A parameter is not valid, or the request must name a project.', undefined, 'application/json')
  @Response<MoganFault>('401', 'The request has no valid credential.', undefined, 'application/json')
  @Response<MoganFault>('403', 'The caller lacks the right, or the project has used up its quota.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. There is no body.')
  @Response<MoganFault>('503', 'The host or the database cannot be reached.', undefined, 'application/json')
  public async route_listMoganInstanceDetails(@Request() exchange: Exchange<Context>, @Query('limit') limit?: number, @Query('marker') marker?: string, @Query('all_tenants') allTenants?: '1' | 'true' | 'True' | '0' | 'false' | 'False'): Promise<MoganInstanceDetailList> {
    return exchange.respond<MoganInstanceDetailList>(await this.listMoganInstanceDetails({ limit, marker, allTenants }, exchange.context));
  }

  /** List the instances with all details. */
  protected abstract listMoganInstanceDetails(input: { limit?: number; marker?: string; allTenants?: '1' | 'true' | 'True' | '0' | 'false' | 'False' }, context: Context): Promise<ListMoganInstanceDetailsResponse>;

  /**
   * Get an instance
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @minLength fields 1
   * @maxLength fields 1024
   */
  @Get('/v1/instances/{guest}')
  @OperationId('getMoganInstance')
  @Security({"MoganBearer":[]})
  @Security({"MoganAuthToken":[]})
  @SuccessResponse('200', 'The instance.')
  @Response<MoganFault>('400', 'A parameter is not valid, or the request must name a project.', undefined, 'application/json')
  @Response<MoganFault>('401', 'The request has no valid credential.', undefined, 'application/json')
  @Response<MoganFault>('403', 'The caller lacks the right, or the project has used up its quota.', undefined, 'application/json')
  @Response<MoganFault>('404', 'The instance does not exist.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. There is no body.')
  @Response<MoganFault>('503', 'The host or the database cannot be reached.', undefined, 'application/json')
  public async route_getMoganInstance(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Query('fields') fields?: string): Promise<MoganInstanceOrSelection> {
    return exchange.respond<MoganInstanceOrSelection>(await this.getMoganInstance({ guest, fields }, exchange.context));
  }

  /** Get an instance. */
  protected abstract getMoganInstance(input: { guest: string; fields?: string }, context: Context): Promise<GetMoganInstanceResponse>;

  /**
   * Change an instance
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Patch('/v1/instances/{guest}')
  @OperationId('updateMoganInstance')
  @Security({"MoganBearer":[]})
  @Security({"MoganAuthToken":[]})
  @Consumes('application/json-patch+json')
  @SuccessResponse('200', 'The changed instance.')
  @Response<MoganFault>('400', 'The body is not valid, or names something that does not exist.', undefined, 'application/json')
  @Response<MoganFault>('401', 'The request has no valid credential.', undefined, 'application/json')
  @Response<MoganFault>('403', 'The caller lacks the right, or the project has used up its quota.', undefined, 'application/json')
  @Response<MoganFault>('404', 'The instance does not exist.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. There is no body.')
  @Response<MoganFault>('409', 'The name or a MAC address is already in use, the image has no content yet, a `test` of the patch failed, or\nanother operation is in progress.', undefined, 'application/json')
  @Response<MoganFault>('412', 'The request has a condition, such as `If-Match`. Nothing in this API has an entity tag.', undefined, 'application/json')
  @Response<MoganFault>('413', 'The body is larger than 1 MiB.', undefined, 'application/json')
  @Response<MoganFault>('415', 'The body is not JSON.', undefined, 'application/json')
  @Response<MoganFault>('503', 'The host or the database cannot be reached.', undefined, 'application/json')
  public async route_updateMoganInstance(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Body() body: MoganPatch): Promise<MoganInstance> {
    return exchange.respond<MoganInstance>(await this.updateMoganInstance({ guest, body: body as checked.MoganPatch }, exchange.context));
  }

  /** Change an instance. */
  protected abstract updateMoganInstance(input: { guest: string; body: checked.MoganPatch }, context: Context): Promise<UpdateMoganInstanceResponse>;

  /**
   * Delete an instance
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Delete('/v1/instances/{guest}')
  @OperationId('deleteMoganInstance')
  @Security({"MoganBearer":[]})
  @Security({"MoganAuthToken":[]})
  @SuccessResponse('204', 'The deletion has begun.')
  @Response<MoganFault>('400', 'A parameter is not valid, or the request must name a project.', undefined, 'application/json')
  @Response<MoganFault>('401', 'The request has no valid credential.', undefined, 'application/json')
  @Response<MoganFault>('403', 'The caller lacks the right, or the project has used up its quota.', undefined, 'application/json')
  @Response<MoganFault>('404', 'The instance does not exist.', undefined, 'application/json')
  @Response<MoganFault>('412', 'The request has a condition, such as `If-Match`. Nothing in this API has an entity tag.', undefined, 'application/json')
  @Response<MoganFault>('503', 'The host or the database cannot be reached.', undefined, 'application/json')
  public async route_deleteMoganInstance(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<void> {
    return exchange.respond<void>(await this.deleteMoganInstance({ guest }, exchange.context));
  }

  /** Delete an instance. */
  protected abstract deleteMoganInstance(input: { guest: string }, context: Context): Promise<DeleteMoganInstanceResponse>;

  /**
   * Get the power states of an instance
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Get('/v1/instances/{guest}/states')
  @OperationId('getMoganInstanceStates')
  @Security({"MoganBearer":[]})
  @Security({"MoganAuthToken":[]})
  @SuccessResponse('200', 'The states.')
  @Response<MoganFault>('400', 'A parameter is not valid, or the request must name a project.', undefined, 'application/json')
  @Response<MoganFault>('401', 'The request has no valid credential.', undefined, 'application/json')
  @Response<MoganFault>('403', 'The caller lacks the right, or the project has used up its quota.', undefined, 'application/json')
  @Response<MoganFault>('404', 'The instance does not exist.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. There is no body.')
  @Response<MoganFault>('503', 'The host or the database cannot be reached.', undefined, 'application/json')
  public async route_getMoganInstanceStates(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<MoganStates> {
    return exchange.respond<MoganStates>(await this.getMoganInstanceStates({ guest }, exchange.context));
  }

  /** Get the power states of an instance. */
  protected abstract getMoganInstanceStates(input: { guest: string }, context: Context): Promise<GetMoganInstanceStatesResponse>;

  /**
   * Set the power state of an instance
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Put('/v1/instances/{guest}/states/power')
  @OperationId('setMoganInstancePower')
  @Security({"MoganBearer":[]})
  @Security({"MoganAuthToken":[]})
  @SuccessResponse('202', 'The change has begun, or the instance is already in this state. `Location` is the address of the states.')
  @Response<MoganFault>('400', 'The target is unknown, or the state of the instance does not allow it.', undefined, 'application/json')
  @Response<MoganFault>('401', 'The request has no valid credential.', undefined, 'application/json')
  @Response<MoganFault>('403', 'The caller lacks the right, or the project has used up its quota.', undefined, 'application/json')
  @Response<MoganFault>('404', 'The instance does not exist.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. There is no body.')
  @Response<MoganFault>('409', 'The name or a MAC address is already in use, the image has no content yet, a `test` of the patch failed, or\nanother operation is in progress.', undefined, 'application/json')
  @Response<MoganFault>('412', 'The request has a condition, such as `If-Match`. Nothing in this API has an entity tag.', undefined, 'application/json')
  @Response<MoganFault>('413', 'The body is larger than 1 MiB.', undefined, 'application/json')
  @Response<MoganFault>('415', 'The body is not JSON.', undefined, 'application/json')
  @Response<MoganFault>('503', 'The host or the database cannot be reached.', undefined, 'application/json')
  public async route_setMoganInstancePower(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Body() body: MoganPowerTarget): Promise<void> {
    return exchange.respond<void>(await this.setMoganInstancePower({ guest, body: body as checked.MoganPowerTarget }, exchange.context));
  }

  /** Set the power state of an instance. */
  protected abstract setMoganInstancePower(input: { guest: string; body: checked.MoganPowerTarget }, context: Context): Promise<SetMoganInstancePowerResponse>;

  /**
   * Follow the bookmark of an instance
   * @minLength id 1
   * @maxLength id 255
   * @pattern id ^[^\x00]*$
   */
  @Get('/instances/{id}')
  @OperationId('followMoganInstance')
  @Security({"MoganBearer":[]})
  @Security({"MoganAuthToken":[]})
  @SuccessResponse('200', 'The addresses of the resource.')
  @Response<void>('307', 'The resource is at `Location`.')
  @Response<MoganFault>('400', 'A parameter is not valid, or the request must name a project.', undefined, 'application/json')
  @Response<MoganFault>('401', 'The request has no valid credential.', undefined, 'application/json')
  @Response<MoganFault>('403', 'The caller lacks the right, or the project has used up its quota.', undefined, 'application/json')
  @Response<MoganFault>('404', 'The instance does not exist.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. There is no body.')
  @Response<MoganFault>('503', 'The host or the database cannot be reached.', undefined, 'application/json')
  public async route_followMoganInstance(@Request() exchange: Exchange<Context>, @Path('id') id: string, @Query('follow') follow: boolean = true): Promise<MoganBookmark> {
    return exchange.respond<MoganBookmark>(await this.followMoganInstance({ id, follow }, exchange.context));
  }

  /** Follow the bookmark of an instance. */
  protected abstract followMoganInstance(input: { id: string; follow: boolean }, context: Context): Promise<FollowMoganInstanceResponse>;
}
