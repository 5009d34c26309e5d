// Generated from openapi/sahara.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { Readable } from 'node:stream';
import type { SaharaFault, SaharaGuestBody, SaharaGuestCreate, SaharaGuestList, SaharaGuestUpdate } from '../api-types.js';
import type * as checked from '../checked-bodies.js';
import { Body, Delete, Get, OperationId, Patch, Path, Post, Put, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../../decorators.js';
import type { Exchange } from '../../exchange.js';

/** The responses that GET /v1.1/{project_id}/guests returns. */
export type ListSaharaGuestsResponse =
  | { status: 200; body: SaharaGuestList | Readable };

/** The responses that POST /v1.1/{project_id}/guests returns. */
export type CreateSaharaGuestResponse =
  | { status: 202; body: SaharaGuestBody };

/** The responses that GET /v1.1/{project_id}/guests/{guest} returns. */
export type GetSaharaGuestResponse =
  | { status: 200; body: SaharaGuestBody };

/** The responses that PUT /v1.1/{project_id}/guests/{guest} returns. */
export type PutSaharaGuestResponse =
  | { status: 202; body: SaharaGuestBody };

/** The responses that PATCH /v1.1/{project_id}/guests/{guest} returns. */
export type UpdateSaharaGuestResponse =
  | { status: 202; body: SaharaGuestBody };

/** The responses that DELETE /v1.1/{project_id}/guests/{guest} returns. */
export type DeleteSaharaGuestResponse =
  | { status: 204 };

@Route()
@Tags('SaharaGuests')
export abstract class SaharaGuestsController<Context> {
  /**
   * List the guests
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
  @Get('/v1.1/{project_id}/guests')
  @OperationId('listSaharaGuests')
  @Security({"SaharaBearer":[]})
  @Security({"SaharaToken":[]})
  @SuccessResponse('200', 'The guests.')
  @Response<SaharaFault>('400', 'A parameter of the list is not valid, or the marker belongs to no element of the list.', undefined, 'application/json')
  @Response<SaharaFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<SaharaFault>('403', 'The caller lacks the right, or has no access to the project of the path.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<SaharaFault>('503', 'The search took too long.', undefined, 'application/json')
  public async route_listSaharaGuests(@Request() exchange: Exchange<Context>, @Path('project_id') projectId: string, @Query('limit') limit?: number, @Query('marker') marker?: string, @Query('sort_by') sortBy?: string, @Query('search') search?: string): Promise<SaharaGuestList> {
    return exchange.respond<SaharaGuestList>(await this.listSaharaGuests({ projectId, limit, marker, sortBy, search }, exchange.context));
  }

  /** List the guests. */
  protected abstract listSaharaGuests(input: { projectId: string; limit?: number; marker?: string; sortBy?: string; search?: string }, context: Context): Promise<ListSaharaGuestsResponse>;

  /**
   * Create a guest
   * @minLength projectId 1
   * @maxLength projectId 255
   * @pattern projectId ^[^\x00]*$
   */
  @Post('/v1.1/{project_id}/guests')
  @OperationId('createSaharaGuest')
  @Security({"SaharaBearer":[]})
  @Security({"SaharaToken":[]})
  @SuccessResponse('202', 'The guest, in its current state. The work continues.')
  @Response<SaharaFault>('400', 'The request is not valid, or another guest of the project has the name.', undefined, 'application/json')
  @Response<SaharaFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<SaharaFault>('403', 'The caller lacks the right, or has no access to the project of the path.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<SaharaFault>('409', 'The state of the guest, of an image or of the network does not allow this.', undefined, 'application/json')
  @Response<SaharaFault>('412', 'A condition of the request is not met. The resources of this API have no entity tags.', undefined, 'application/json')
  @Response<SaharaFault>('413', 'The body has more than 1 MiB.', undefined, 'application/json')
  @Response<SaharaFault>('415', 'The body is not `application/json`.', undefined, 'application/json')
  @Response<SaharaFault>('501', 'No host supports what the request needs.', undefined, 'application/json')
  @Response<SaharaFault>('503', 'The host of the guest is away, or only a host that is away has room.', undefined, 'application/json')
  public async route_createSaharaGuest(@Request() exchange: Exchange<Context>, @Path('project_id') projectId: string, @Body() body: SaharaGuestCreate, @Query('start') start: boolean = false): Promise<SaharaGuestBody> {
    return exchange.respond<SaharaGuestBody>(await this.createSaharaGuest({ projectId, start, body: body as checked.SaharaGuestCreate }, exchange.context));
  }

  /** Create a guest. */
  protected abstract createSaharaGuest(input: { projectId: string; start: boolean; body: checked.SaharaGuestCreate }, context: Context): Promise<CreateSaharaGuestResponse>;

  /**
   * Show a guest
   * @minLength projectId 1
   * @maxLength projectId 255
   * @pattern projectId ^[^\x00]*$
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Get('/v1.1/{project_id}/guests/{guest}')
  @OperationId('getSaharaGuest')
  @Security({"SaharaBearer":[]})
  @Security({"SaharaToken":[]})
  @SuccessResponse('200', 'The guest.')
  @Response<SaharaFault>('400', 'The request is not valid.', undefined, 'application/json')
  @Response<SaharaFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<SaharaFault>('403', 'The caller lacks the right, or has no access to the project of the path.', undefined, 'application/json')
  @Response<SaharaFault>('404', 'The project has no such guest.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  public async route_getSaharaGuest(@Request() exchange: Exchange<Context>, @Path('project_id') projectId: string, @Path('guest') guest: string): Promise<SaharaGuestBody> {
    return exchange.respond<SaharaGuestBody>(await this.getSaharaGuest({ projectId, guest }, exchange.context));
  }

  /** Show a guest. */
  protected abstract getSaharaGuest(input: { projectId: string; guest: string }, context: Context): Promise<GetSaharaGuestResponse>;

  /**
   * Change a guest with PUT
   * @minLength projectId 1
   * @maxLength projectId 255
   * @pattern projectId ^[^\x00]*$
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Put('/v1.1/{project_id}/guests/{guest}')
  @OperationId('putSaharaGuest')
  @Security({"SaharaBearer":[]})
  @Security({"SaharaToken":[]})
  @SuccessResponse('202', 'The guest, in its current state. The work continues.')
  @Response<SaharaFault>('400', 'The request is not valid, or another guest of the project has the name.', undefined, 'application/json')
  @Response<SaharaFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<SaharaFault>('403', 'The caller lacks the right, or has no access to the project of the path.', undefined, 'application/json')
  @Response<SaharaFault>('404', 'The project has no such guest.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<SaharaFault>('409', 'The state of the guest, of an image or of the network does not allow this.', undefined, 'application/json')
  @Response<SaharaFault>('412', 'A condition of the request is not met. The resources of this API have no entity tags.', undefined, 'application/json')
  @Response<SaharaFault>('413', 'The body has more than 1 MiB.', undefined, 'application/json')
  @Response<SaharaFault>('415', 'The body is not `application/json`.', undefined, 'application/json')
  @Response<SaharaFault>('503', 'The host of the guest is away, or only a host that is away has room.', undefined, 'application/json')
  public async route_putSaharaGuest(@Request() exchange: Exchange<Context>, @Path('project_id') projectId: string, @Path('guest') guest: string, @Body() body: SaharaGuestUpdate): Promise<SaharaGuestBody> {
    return exchange.respond<SaharaGuestBody>(await this.putSaharaGuest({ projectId, guest, body: body as checked.SaharaGuestUpdate }, exchange.context));
  }

  /** Change a guest with PUT. */
  protected abstract putSaharaGuest(input: { projectId: string; guest: string; body: checked.SaharaGuestUpdate }, context: Context): Promise<PutSaharaGuestResponse>;

  /**
   * Change a guest
   * @minLength projectId 1
   * @maxLength projectId 255
   * @pattern projectId ^[^\x00]*$
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Patch('/v1.1/{project_id}/guests/{guest}')
  @OperationId('updateSaharaGuest')
  @Security({"SaharaBearer":[]})
  @Security({"SaharaToken":[]})
  @SuccessResponse('202', 'The guest, in its current state. The work continues.')
  @Response<SaharaFault>('400', 'The request is not valid, or another guest of the project has the name.', undefined, 'application/json')
  @Response<SaharaFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<SaharaFault>('403', 'The caller lacks the right, or has no access to the project of the path.', undefined, 'application/json')
  @Response<SaharaFault>('404', 'The project has no such guest.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<SaharaFault>('409', 'The state of the guest, of an image or of the network does not allow this.', undefined, 'application/json')
  @Response<SaharaFault>('412', 'A condition of the request is not met. The resources of this API have no entity tags.', undefined, 'application/json')
  @Response<SaharaFault>('413', 'The body has more than 1 MiB.', undefined, 'application/json')
  @Response<SaharaFault>('415', 'The body is not `application/json`.', undefined, 'application/json')
  @Response<SaharaFault>('503', 'The host of the guest is away, or only a host that is away has room.', undefined, 'application/json')
  public async route_updateSaharaGuest(@Request() exchange: Exchange<Context>, @Path('project_id') projectId: string, @Path('guest') guest: string, @Body() body: SaharaGuestUpdate): Promise<SaharaGuestBody> {
    return exchange.respond<SaharaGuestBody>(await this.updateSaharaGuest({ projectId, guest, body: body as checked.SaharaGuestUpdate }, exchange.context));
  }

  /** Change a guest. */
  protected abstract updateSaharaGuest(input: { projectId: string; guest: string; body: checked.SaharaGuestUpdate }, context: Context): Promise<UpdateSaharaGuestResponse>;

  /**
   * Delete a guest
   * @minLength projectId 1
   * @maxLength projectId 255
   * @pattern projectId ^[^\x00]*$
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Delete('/v1.1/{project_id}/guests/{guest}')
  @OperationId('deleteSaharaGuest')
  @Security({"SaharaBearer":[]})
  @Security({"SaharaToken":[]})
  @SuccessResponse('204', 'The deletion was accepted.')
  @Response<SaharaFault>('400', 'The request is not valid.', undefined, 'application/json')
  @Response<SaharaFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<SaharaFault>('403', 'The caller lacks the right, or has no access to the project of the path.', undefined, 'application/json')
  @Response<SaharaFault>('404', 'The project has no such guest.', undefined, 'application/json')
  @Response<SaharaFault>('412', 'A condition of the request is not met. The resources of this API have no entity tags.', undefined, 'application/json')
  @Response<SaharaFault>('503', 'The host of the guest is away, or only a host that is away has room.', undefined, 'application/json')
  public async route_deleteSaharaGuest(@Request() exchange: Exchange<Context>, @Path('project_id') projectId: string, @Path('guest') guest: string): Promise<void> {
    return exchange.respond<void>(await this.deleteSaharaGuest({ projectId, guest }, exchange.context));
  }

  /** Delete a guest. */
  protected abstract deleteSaharaGuest(input: { projectId: string; guest: string }, context: Context): Promise<DeleteSaharaGuestResponse>;
}
