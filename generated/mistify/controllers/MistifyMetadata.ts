// Generated from openapi/mistify.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { MistifyFault, MistifyMetadata, MistifyMetadataPatch } from '../api-types.js';
import type * as checked from '../checked-bodies.js';
import { Body, Get, OperationId, Patch, Request, Response, Route, Security, SuccessResponse, Tags } from '../../decorators.js';
import type { Exchange } from '../../exchange.js';

/** The responses that GET /metadata returns. */
export type GetMistifyMetadataResponse =
  | { status: 200; body: MistifyMetadata };

/** The responses that PATCH /metadata returns. */
export type UpdateMistifyMetadataResponse =
  | { status: 200; body: MistifyMetadata };

@Route()
@Tags('MistifyMetadata')
export abstract class MistifyMetadataController<Context> {
  /**
   * Get the metadata of the hypervisor
   */
  @Get('/metadata')
  @OperationId('getMistifyMetadata')
  @Security({"MistifyBearer":[]})
  @Security({"MistifyToken":[]})
  @Security({"MistifyBasic":[]})
  @SuccessResponse('200', 'All metadata.')
  @Response<MistifyFault>('400', 'A parameter, the body or its media type is not valid, or the request names no project.', undefined, 'application/json')
  @Response<MistifyFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<MistifyFault>('403', 'The caller\'s role does not allow this, or a quota would be exceeded.', undefined, 'application/json')
  @Response<MistifyFault>('404', 'The service has no host.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<MistifyFault>('503', 'The host, the virtual machine of the guest or the database does not respond, or a list took too long.', undefined, 'application/json')
  public async route_getMistifyMetadata(@Request() exchange: Exchange<Context>): Promise<MistifyMetadata> {
    return exchange.respond<MistifyMetadata>(await this.getMistifyMetadata({  }, exchange.context));
  }

  /** Get the metadata of the hypervisor. */
  protected abstract getMistifyMetadata(input: Record<never, never>, context: Context): Promise<GetMistifyMetadataResponse>;

  /**
   * Change the metadata of the hypervisor
   */
  @Patch('/metadata')
  @OperationId('updateMistifyMetadata')
  @Security({"MistifyBearer":[]})
  @Security({"MistifyToken":[]})
  @Security({"MistifyBasic":[]})
  @SuccessResponse('200', 'All metadata.')
  @Response<MistifyFault>('400', 'A parameter, the body or its media type is not valid, or the request names no project.', undefined, 'application/json')
  @Response<MistifyFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<MistifyFault>('403', 'The caller\'s role does not allow this, or a quota would be exceeded.', undefined, 'application/json')
  @Response<MistifyFault>('404', 'The service has no host.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<MistifyFault>('412', 'The request has a condition, such as `If-Match`. Nothing in this API has an entity tag.', undefined, 'application/json')
  @Response<MistifyFault>('413', 'The body has more than 1 MiB.', undefined, 'application/json')
  @Response<MistifyFault>('503', 'The host, the virtual machine of the guest or the database does not respond, or a list took too long.', undefined, 'application/json')
  public async route_updateMistifyMetadata(@Request() exchange: Exchange<Context>, @Body() body: MistifyMetadataPatch): Promise<MistifyMetadata> {
    return exchange.respond<MistifyMetadata>(await this.updateMistifyMetadata({ body: body as checked.MistifyMetadataPatch }, exchange.context));
  }

  /** Change the metadata of the hypervisor. */
  protected abstract updateMistifyMetadata(input: { body: checked.MistifyMetadataPatch }, context: Context): Promise<UpdateMistifyMetadataResponse>;
}
