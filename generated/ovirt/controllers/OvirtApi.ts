// Generated from openapi/ovirt.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { OvirtApi, OvirtRefusal, OvirtToken, OvirtTokenRequest } from '../api-types.js';
import type * as checked from '../checked-bodies.js';
import { Body, Get, Header, NoSecurity, OperationId, Post, Request, Response, Route, Security, SuccessResponse, Tags } from '../../decorators.js';
import type { Exchange } from '../../exchange.js';

/** The responses that GET /ovirt-engine/api returns. */
export type GetOvirtApiResponse =
  | { status: 200; body: OvirtApi }
  | { status: 200; mediaType: 'application/json'; body: OvirtApi };

/** The responses that POST /ovirt-engine/sso/oauth/token returns. */
export type CreateOvirtTokenResponse =
  | { status: 200; body: OvirtToken };

@Route()
@Tags('OvirtApi')
export abstract class OvirtApiController<Context> {
  /**
   * Get the entry point
   */
  @Get('/ovirt-engine/api')
  @OperationId('getOvirtApi')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The entry point.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_getOvirtApi(@Request() exchange: Exchange<Context>, @Header('Version') version?: '4'): Promise<OvirtApi> {
    return exchange.respond<OvirtApi>(await this.getOvirtApi({ version }, exchange.context));
  }

  /** Get the entry point. */
  protected abstract getOvirtApi(input: { version?: '4' }, context: Context): Promise<GetOvirtApiResponse>;

  /**
   * Get a token for a user
   */
  @Post('/ovirt-engine/sso/oauth/token')
  @OperationId('createOvirtToken')
  @NoSecurity()
  @SuccessResponse('200', 'The token.')
  @Response<OvirtRefusal>('400', 'The body, the query or a header is not valid.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('412', 'The request has a condition (`If-Match`, `If-None-Match`). No element of this API has an `ETag`.', undefined, 'application/xml')
  @Response<OvirtRefusal>('413', 'The body is too large.', undefined, 'application/xml')
  @Response<OvirtRefusal>('415', 'The body is neither XML nor JSON.', undefined, 'application/xml')
  public async route_createOvirtToken(@Request() exchange: Exchange<Context>, @Body() body: OvirtTokenRequest): Promise<OvirtToken> {
    return exchange.respond<OvirtToken>(await this.createOvirtToken({ body: body as checked.OvirtTokenRequest }, exchange.context));
  }

  /** Get a token for a user. */
  protected abstract createOvirtToken(input: { body: checked.OvirtTokenRequest }, context: Context): Promise<CreateOvirtTokenResponse>;
}
