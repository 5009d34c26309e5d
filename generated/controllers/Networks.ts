// Made from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Never edit it.
// Maker: src/codegen/write-controllers.ts.
import type { NetworkList, Problem } from '../api-types.js';
import { Get, OperationId, Request, Response, Route, Security, SuccessResponse, Tags } from '../decorators.js';
import type { Exchange } from '../exchange.js';

/** What GET /v1/networks answers. */
export type ListNetworksAnswer =
  | { status: 200; body: NetworkList };

@Route()
@Tags('Networks')
export abstract class NetworksController<Context> {
  /**
   * List the networks
   */
  @Get('/v1/networks')
  @OperationId('listNetworks')
  @Security({"bearerAuth":[]})
  @SuccessResponse('200', 'All networks of the host.')
  @Response<Problem>('400', 'A parameter is not what this contract says, or not known.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('502', 'The hypervisor refused, or its answer was lost.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host or the database does not answer.', undefined, 'application/problem+json')
  public async route_listNetworks(@Request() exchange: Exchange<Context>): Promise<NetworkList> {
    return exchange.answered<NetworkList>(await this.listNetworks({  }, exchange.context));
  }

  /** List the networks. */
  protected abstract listNetworks(input: Record<never, never>, context: Context): Promise<ListNetworksAnswer>;
}
