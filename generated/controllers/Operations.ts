// Generated from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { Operation, OperationList, OperationOrSelection, Problem } from '../api-types.js';
import { Get, Header, OperationId, Path, Post, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../decorators.js';
import type { Exchange } from '../exchange.js';

/** The responses that GET /v1/guests/{guest}/operations returns. */
export type ListGuestOperationsResponse =
  | { status: 200; body: OperationList; headers?: { Link?: string | undefined } };

/** The responses that GET /v1/operations returns. */
export type ListOperationsResponse =
  | { status: 200; body: OperationList; headers?: { Link?: string | undefined } };

/** The responses that GET /v1/operations/{operation} returns. */
export type GetOperationResponse =
  | { status: 200; body: OperationOrSelection; headers: { ETag: string } }
  | { status: 304; headers: { ETag: string } };

/** The responses that POST /v1/operations/{operation}/cancel returns. */
export type CancelOperationResponse =
  | { status: 200; body: Operation; headers: { ETag: string; 'Idempotency-Replayed'?: 'true' | undefined } };

@Route()
@Tags('Operations')
export abstract class OperationsController<Context> {
  /**
   * List the operations on a guest
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
  @Get('/v1/guests/{guest}/operations')
  @OperationId('listGuestOperations')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'A page of operations.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value, the marker is unknown, or the search query has a syntax error.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The guest does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond, or the query took too long.', undefined, 'application/problem+json')
  public async route_listGuestOperations(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Query('limit') limit: number = 100, @Query('marker') marker?: string, @Query('sort_by') sortBy?: 'created_at' | '-created_at', @Query('fields') fields?: string, @Query('search') search?: string, @Query('case_sensitive') caseSensitive: boolean = false, @Query('all_projects') allProjects: boolean = false): Promise<OperationList> {
    return exchange.respond<OperationList>(await this.listGuestOperations({ guest, limit, marker, sortBy, fields, search, caseSensitive, allProjects }, exchange.context));
  }

  /** List the operations on a guest. */
  protected abstract listGuestOperations(input: { guest: string; limit: number; marker?: string; sortBy?: 'created_at' | '-created_at'; fields?: string; search?: string; caseSensitive: boolean; allProjects: boolean }, context: Context): Promise<ListGuestOperationsResponse>;

  /**
   * List the operations
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 1000
   * @minLength marker 1
   * @maxLength marker 255
   * @minLength fields 1
   * @maxLength fields 1024
   * @maxLength search 4096
   */
  @Get('/v1/operations')
  @OperationId('listOperations')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'A page of operations.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value, the marker is unknown, or the search query has a syntax error.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond, or the query took too long.', undefined, 'application/problem+json')
  public async route_listOperations(@Request() exchange: Exchange<Context>, @Query('limit') limit: number = 100, @Query('marker') marker?: string, @Query('sort_by') sortBy?: 'created_at' | '-created_at', @Query('fields') fields?: string, @Query('search') search?: string, @Query('case_sensitive') caseSensitive: boolean = false, @Query('all_projects') allProjects: boolean = false): Promise<OperationList> {
    return exchange.respond<OperationList>(await this.listOperations({ limit, marker, sortBy, fields, search, caseSensitive, allProjects }, exchange.context));
  }

  /** List the operations. */
  protected abstract listOperations(input: { limit: number; marker?: string; sortBy?: 'created_at' | '-created_at'; fields?: string; search?: string; caseSensitive: boolean; allProjects: boolean }, context: Context): Promise<ListOperationsResponse>;

  /**
   * Get an operation
   * @minLength operation 1
   * @maxLength operation 255
   * @pattern operation ^[^\x00]*$
   * @minLength fields 1
   * @maxLength fields 1024
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Get('/v1/operations/{operation}')
  @OperationId('getOperation')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The operation.')
  @Response<void>('304', 'The `ETag` of the resource is one of those in `If-None-Match`.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The operation does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_getOperation(@Request() exchange: Exchange<Context>, @Path('operation') operation: string, @Query('fields') fields?: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<OperationOrSelection> {
    return exchange.respond<OperationOrSelection>(await this.getOperation({ operation, fields, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Get an operation. */
  protected abstract getOperation(input: { operation: string; fields?: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<GetOperationResponse>;

  /**
   * Cancel an operation
   * @minLength operation 1
   * @maxLength operation 255
   * @pattern operation ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   * @minLength idempotencyKey 1
   * @maxLength idempotencyKey 255
   * @pattern idempotencyKey ^[!-~]+$
   */
  @Post('/v1/operations/{operation}/cancel')
  @OperationId('cancelOperation')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The operation as it is now, either `cancelled` or about to end.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The operation does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The operation has already ended or cannot be cancelled, or the first request with this `Idempotency-Key` is\nstill in progress.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_cancelOperation(@Request() exchange: Exchange<Context>, @Path('operation') operation: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string, @Header('Idempotency-Key') idempotencyKey?: string): Promise<Operation> {
    return exchange.respond<Operation>(await this.cancelOperation({ operation, ifMatch, ifNoneMatch, idempotencyKey }, exchange.context));
  }

  /** Cancel an operation. */
  protected abstract cancelOperation(input: { operation: string; ifMatch?: string; ifNoneMatch?: string; idempotencyKey?: string }, context: Context): Promise<CancelOperationResponse>;
}
