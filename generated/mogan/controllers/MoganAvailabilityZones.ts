// Generated from openapi/mogan.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { Readable } from 'node:stream';
import type { MoganAvailabilityZones, MoganFault } from '../api-types.js';
import { Get, OperationId, Request, Response, Route, Security, SuccessResponse, Tags } from '../../decorators.js';
import type { Exchange } from '../../exchange.js';

/** The responses that GET /v1/availability_zones returns. */
export type ListMoganAvailabilityZonesResponse =
  | { status: 200; body: MoganAvailabilityZones | Readable };

@Route()
@Tags('MoganAvailabilityZones')
export abstract class MoganAvailabilityZonesController<Context> {
  /**
   * List the availability zones
   */
  @Get('/v1/availability_zones')
  @OperationId('listMoganAvailabilityZones')
  @Security({"MoganBearer":[]})
  @Security({"MoganAuthToken":[]})
  @SuccessResponse('200', 'The names.')
  @Response<MoganFault>('400', 'A parameter is not valid, or the request must name a project.', undefined, 'application/json')
  @Response<MoganFault>('401', 'The request has no valid credential.', undefined, 'application/json')
  @Response<MoganFault>('403', 'The caller lacks the right, or the project has used up its quota.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. There is no body.')
  @Response<MoganFault>('503', 'The host or the database cannot be reached.', undefined, 'application/json')
  public async route_listMoganAvailabilityZones(@Request() exchange: Exchange<Context>): Promise<MoganAvailabilityZones> {
    return exchange.respond<MoganAvailabilityZones>(await this.listMoganAvailabilityZones({  }, exchange.context));
  }

  /** List the availability zones. */
  protected abstract listMoganAvailabilityZones(input: Record<never, never>, context: Context): Promise<ListMoganAvailabilityZonesResponse>;
}
