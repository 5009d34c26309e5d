// Made from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Never edit it.
// Maker: src/codegen/write-controllers.ts.
import type { Operation, OperationList, Problem } from '../api-types.js';
import { Get, OperationId, Path, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../decorators.js';
import type { Exchange } from '../exchange.js';

/** What GET /v1/guests/{guest}/operations answers. */
export type ListGuestOperationsAnswer =
  | { status: 200; body: OperationList; headers?: { Link?: string | undefined } };

/** What GET /v1/operations answers. */
export type ListOperationsAnswer =
  | { status: 200; body: OperationList; headers?: { Link?: string | undefined } };

/** What GET /v1/operations/{operation} answers. */
export type GetOperationAnswer =
  | { status: 200; body: Operation };

@Route()
@Tags('Operations')
export abstract class OperationsController<Context> {
  /**
   * List the operations on a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\u0000]*$
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 1000
   * @minLength marker 1
   * @maxLength marker 255
   */
  @Get('/v1/guests/{guest}/operations')
  @OperationId('listGuestOperations')
  @Security({"bearerAuth":[]})
  @SuccessResponse('200', 'A page of operations.')
  @Response<Problem>('400', 'A parameter is not what this contract says, or not known, or the marker names nothing.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'There is no such guest.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('503', 'The database does not answer.', undefined, 'application/problem+json')
  public async route_listGuestOperations(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Query('limit') limit: number = 100, @Query('marker') marker?: string): Promise<OperationList> {
    return exchange.answered<OperationList>(await this.listGuestOperations({ guest, limit, marker }, exchange.context));
  }

  /** List the operations on a guest. */
  protected abstract listGuestOperations(input: { guest: string; limit: number; marker?: string }, context: Context): Promise<ListGuestOperationsAnswer>;

  /**
   * List the operations
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 1000
   * @minLength marker 1
   * @maxLength marker 255
   */
  @Get('/v1/operations')
  @OperationId('listOperations')
  @Security({"bearerAuth":[]})
  @SuccessResponse('200', 'A page of operations.')
  @Response<Problem>('400', 'A parameter is not what this contract says, or not known, or the marker names nothing.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('503', 'The database does not answer.', undefined, 'application/problem+json')
  public async route_listOperations(@Request() exchange: Exchange<Context>, @Query('limit') limit: number = 100, @Query('marker') marker?: string): Promise<OperationList> {
    return exchange.answered<OperationList>(await this.listOperations({ limit, marker }, exchange.context));
  }

  /** List the operations. */
  protected abstract listOperations(input: { limit: number; marker?: string }, context: Context): Promise<ListOperationsAnswer>;

  /**
   * Get an operation
   * @minLength operation 1
   * @maxLength operation 255
   * @pattern operation ^[^\u0000]*$
   */
  @Get('/v1/operations/{operation}')
  @OperationId('getOperation')
  @Security({"bearerAuth":[]})
  @SuccessResponse('200', 'The operation.')
  @Response<Problem>('400', 'A parameter is not what this contract says, or not known.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'There is no such operation.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('503', 'The database does not answer.', undefined, 'application/problem+json')
  public async route_getOperation(@Request() exchange: Exchange<Context>, @Path('operation') operation: string): Promise<Operation> {
    return exchange.answered<Operation>(await this.getOperation({ operation }, exchange.context));
  }

  /** Get an operation. */
  protected abstract getOperation(input: { operation: string }, context: Context): Promise<GetOperationAnswer>;
}
