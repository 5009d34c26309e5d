// Generated from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { NetworkList, Problem } from '../api-types.js';
import { Get, OperationId, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../decorators.js';
import type { Exchange } from '../exchange.js';

/** The responses that GET /v1/networks returns. */
export type ListNetworksResponse =
  | { status: 200; body: NetworkList; headers?: { Link?: string | undefined } };

@Route()
@Tags('Networks')
export abstract class NetworksController<Context> {
  /**
   * List the networks
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 1000
   * @minLength marker 1
   * @maxLength marker 255
   * @minLength fields 1
   * @maxLength fields 1024
   * @maxLength search 4096
   */
  @Get('/v1/networks')
  @OperationId('listNetworks')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'A page of networks.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value, the marker is unknown, or the search query has a syntax error.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('502', 'The hypervisor rejected the request, or its response was lost. If the request waited for an operation, this\nhappened to that operation.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host, the virtual machine of the guest or the database does not respond.', undefined, 'application/problem+json')
  public async route_listNetworks(@Request() exchange: Exchange<Context>, @Query('limit') limit: number = 100, @Query('marker') marker?: string, @Query('sort_by') sortBy?: 'name' | '-name', @Query('fields') fields?: string, @Query('search') search?: string, @Query('case_sensitive') caseSensitive: boolean = false, @Query('all_projects') allProjects: boolean = false): Promise<NetworkList> {
    return exchange.respond<NetworkList>(await this.listNetworks({ limit, marker, sortBy, fields, search, caseSensitive, allProjects }, exchange.context));
  }

  /** List the networks. */
  protected abstract listNetworks(input: { limit: number; marker?: string; sortBy?: 'name' | '-name'; fields?: string; search?: string; caseSensitive: boolean; allProjects: boolean }, context: Context): Promise<ListNetworksResponse>;
}
