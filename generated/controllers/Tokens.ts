// Generated from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { Problem, TokenCreate, TokenList, TokenOrSelection, TokenWithSecret } from '../api-types.js';
import type * as checked from '../checked-bodies.js';
import { Body, Delete, Get, Header, OperationId, Path, Post, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../decorators.js';
import type { Exchange } from '../exchange.js';

/** The responses that GET /v1/tokens returns. */
export type ListTokensResponse =
  | { status: 200; body: TokenList; headers?: { Link?: string | undefined } };

/** The responses that POST /v1/tokens returns. */
export type CreateTokenResponse =
  | { status: 201; body: TokenWithSecret; headers: { ETag: string; Location: string } };

/** The responses that GET /v1/tokens/{token} returns. */
export type GetTokenResponse =
  | { status: 200; body: TokenOrSelection; headers: { ETag: string } }
  | { status: 304; headers: { ETag: string } };

/** The responses that DELETE /v1/tokens/{token} returns. */
export type DeleteTokenResponse =
  | { status: 204 };

@Route()
@Tags('Tokens')
export abstract class TokensController<Context> {
  /**
   * List the tokens
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 1000
   * @minLength marker 1
   * @maxLength marker 255
   * @minLength fields 1
   * @maxLength fields 1024
   * @maxLength search 4096
   */
  @Get('/v1/tokens')
  @OperationId('listTokens')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'A page of tokens.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value, the marker is unknown, or the search query has a syntax error.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond, or the query took too long.', undefined, 'application/problem+json')
  public async route_listTokens(@Request() exchange: Exchange<Context>, @Query('limit') limit: number = 100, @Query('marker') marker?: string, @Query('sort_by') sortBy?: 'created_at' | '-created_at' | 'name' | '-name', @Query('fields') fields?: string, @Query('search') search?: string, @Query('case_sensitive') caseSensitive: boolean = false, @Query('all_projects') allProjects: boolean = false): Promise<TokenList> {
    return exchange.respond<TokenList>(await this.listTokens({ limit, marker, sortBy, fields, search, caseSensitive, allProjects }, exchange.context));
  }

  /** List the tokens. */
  protected abstract listTokens(input: { limit: number; marker?: string; sortBy?: 'created_at' | '-created_at' | 'name' | '-name'; fields?: string; search?: string; caseSensitive: boolean; allProjects: boolean }, context: Context): Promise<ListTokensResponse>;

  /**
   * Create a token
   * @minLength idempotencyKey 1
   * @maxLength idempotencyKey 255
   * @pattern idempotencyKey ^[!-~]+$
   */
  @Post('/v1/tokens')
  @OperationId('createToken')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('201', 'The token with its secret, which is never returned again. `Location` is the address of the token.')
  @Response<Problem>('400', 'The body or a parameter is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The caller\'s role does not allow this, or the request would exceed a quota.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'An earlier request with this `Idempotency-Key` created the token, or the first request with this\n`Idempotency-Key` is still in progress.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation accepts. A JSON body can have up to 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The operation does not accept the media type or the encoding of the body.', undefined, 'application/problem+json')
  @Response<Problem>('422', 'The key was already used for a different request.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_createToken(@Request() exchange: Exchange<Context>, @Body() body: TokenCreate, @Header('Idempotency-Key') idempotencyKey?: string): Promise<TokenWithSecret> {
    return exchange.respond<TokenWithSecret>(await this.createToken({ idempotencyKey, body: body as checked.TokenCreate }, exchange.context));
  }

  /** Create a token. */
  protected abstract createToken(input: { idempotencyKey?: string; body: checked.TokenCreate }, context: Context): Promise<CreateTokenResponse>;

  /**
   * Get a token
   * @minLength token 1
   * @maxLength token 255
   * @pattern token ^[^\x00]*$
   * @minLength fields 1
   * @maxLength fields 1024
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Get('/v1/tokens/{token}')
  @OperationId('getToken')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The token, or the members of it that `fields` selects.')
  @Response<void>('304', 'The `ETag` of the resource is one of those in `If-None-Match`.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The token does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_getToken(@Request() exchange: Exchange<Context>, @Path('token') token: string, @Query('fields') fields?: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<TokenOrSelection> {
    return exchange.respond<TokenOrSelection>(await this.getToken({ token, fields, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Get a token. */
  protected abstract getToken(input: { token: string; fields?: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<GetTokenResponse>;

  /**
   * Revoke a token
   * @minLength token 1
   * @maxLength token 255
   * @pattern token ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Delete('/v1/tokens/{token}')
  @OperationId('deleteToken')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('204', 'The token is revoked.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The token does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_deleteToken(@Request() exchange: Exchange<Context>, @Path('token') token: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<void> {
    return exchange.respond<void>(await this.deleteToken({ token, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Revoke a token. */
  protected abstract deleteToken(input: { token: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<DeleteTokenResponse>;
}
