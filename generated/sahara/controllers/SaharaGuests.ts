// Generated from openapi/sahara.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { Readable } from 'node:stream';
import type { SaharaFault, SaharaGuestBody, SaharaGuestList } from '../api-types.js';
import { Get, OperationId, Path, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../../decorators.js';
import type { Exchange } from '../../exchange.js';

/** The responses that GET /v1.1/{project_id}/guests returns. */
export type ListSaharaGuestsResponse =
  | { status: 200; body: SaharaGuestList | Readable };

/** The responses that GET /v1.1/{project_id}/guests/{guest} returns. */
export type GetSaharaGuestResponse =
  | { status: 200; body: SaharaGuestBody };

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
}
