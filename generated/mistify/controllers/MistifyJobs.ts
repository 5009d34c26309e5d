// Generated from openapi/mistify.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { MistifyFault, MistifyJob, MistifyJobList } from '../api-types.js';
import { Get, OperationId, Path, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../../decorators.js';
import type { Exchange } from '../../exchange.js';

/** The responses that GET /guests/{guest}/jobs returns. */
export type ListMistifyGuestJobsResponse =
  | { status: 200; body: MistifyJobList };

/** The responses that GET /guests/{guest}/jobs/{operation} returns. */
export type GetMistifyGuestJobResponse =
  | { status: 200; body: MistifyJob };

/** The responses that GET /jobs returns. */
export type ListMistifyJobsResponse =
  | { status: 200; body: MistifyJobList };

/** The responses that GET /jobs/{operation} returns. */
export type GetMistifyJobResponse =
  | { status: 200; body: MistifyJob };

@Route()
@Tags('MistifyJobs')
export abstract class MistifyJobsController<Context> {
  /**
   * List the jobs of a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @isInt limit
   * @minimum limit 0
   */
  @Get('/guests/{guest}/jobs')
  @OperationId('listMistifyGuestJobs')
  @Security({"MistifyBearer":[]})
  @Security({"MistifyToken":[]})
  @Security({"MistifyBasic":[]})
  @SuccessResponse('200', 'The jobs.')
  @Response<MistifyFault>('400', 'A parameter, the body or its media type is not valid, or the request names no project.', undefined, 'application/json')
  @Response<MistifyFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<MistifyFault>('403', 'The caller\'s role does not allow this, or a quota would be exceeded.', undefined, 'application/json')
  @Response<MistifyFault>('404', 'The guest does not exist.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<MistifyFault>('503', 'The host, the virtual machine of the guest or the database does not respond, or a list took too long.', undefined, 'application/json')
  public async route_listMistifyGuestJobs(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Query('limit') limit: number = 1000): Promise<MistifyJobList> {
    return exchange.respond<MistifyJobList>(await this.listMistifyGuestJobs({ guest, limit }, exchange.context));
  }

  /** List the jobs of a guest. */
  protected abstract listMistifyGuestJobs(input: { guest: string; limit: number }, context: Context): Promise<ListMistifyGuestJobsResponse>;

  /**
   * Get a job of a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @minLength operation 1
   * @maxLength operation 255
   * @pattern operation ^[^\x00]*$
   */
  @Get('/guests/{guest}/jobs/{operation}')
  @OperationId('getMistifyGuestJob')
  @Security({"MistifyBearer":[]})
  @Security({"MistifyToken":[]})
  @Security({"MistifyBasic":[]})
  @SuccessResponse('200', 'The job.')
  @Response<MistifyFault>('400', 'A parameter, the body or its media type is not valid, or the request names no project.', undefined, 'application/json')
  @Response<MistifyFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<MistifyFault>('403', 'The caller\'s role does not allow this, or a quota would be exceeded.', undefined, 'application/json')
  @Response<MistifyFault>('404', 'The job does not exist.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<MistifyFault>('503', 'The host, the virtual machine of the guest or the database does not respond, or a list took too long.', undefined, 'application/json')
  public async route_getMistifyGuestJob(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Path('operation') operation: string): Promise<MistifyJob> {
    return exchange.respond<MistifyJob>(await this.getMistifyGuestJob({ guest, operation }, exchange.context));
  }

  /** Get a job of a guest. */
  protected abstract getMistifyGuestJob(input: { guest: string; operation: string }, context: Context): Promise<GetMistifyGuestJobResponse>;

  /**
   * List jobs
   * @isInt limit
   * @minimum limit 0
   */
  @Get('/jobs')
  @OperationId('listMistifyJobs')
  @Security({"MistifyBearer":[]})
  @Security({"MistifyToken":[]})
  @Security({"MistifyBasic":[]})
  @SuccessResponse('200', 'The jobs.')
  @Response<MistifyFault>('400', 'A parameter, the body or its media type is not valid, or the request names no project.', undefined, 'application/json')
  @Response<MistifyFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<MistifyFault>('403', 'The caller\'s role does not allow this, or a quota would be exceeded.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<MistifyFault>('503', 'The host, the virtual machine of the guest or the database does not respond, or a list took too long.', undefined, 'application/json')
  public async route_listMistifyJobs(@Request() exchange: Exchange<Context>, @Query('limit') limit: number = 1000): Promise<MistifyJobList> {
    return exchange.respond<MistifyJobList>(await this.listMistifyJobs({ limit }, exchange.context));
  }

  /** List jobs. */
  protected abstract listMistifyJobs(input: { limit: number }, context: Context): Promise<ListMistifyJobsResponse>;

  /**
   * Get a job
   * @minLength operation 1
   * @maxLength operation 255
   * @pattern operation ^[^\x00]*$
   */
  @Get('/jobs/{operation}')
  @OperationId('getMistifyJob')
  @Security({"MistifyBearer":[]})
  @Security({"MistifyToken":[]})
  @Security({"MistifyBasic":[]})
  @SuccessResponse('200', 'The job.')
  @Response<MistifyFault>('400', 'A parameter, the body or its media type is not valid, or the request names no project.', undefined, 'application/json')
  @Response<MistifyFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<MistifyFault>('403', 'The caller\'s role does not allow this, or a quota would be exceeded.', undefined, 'application/json')
  @Response<MistifyFault>('404', 'The job does not exist.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<MistifyFault>('503', 'The host, the virtual machine of the guest or the database does not respond, or a list took too long.', undefined, 'application/json')
  public async route_getMistifyJob(@Request() exchange: Exchange<Context>, @Path('operation') operation: string): Promise<MistifyJob> {
    return exchange.respond<MistifyJob>(await this.getMistifyJob({ operation }, exchange.context));
  }

  /** Get a job. */
  protected abstract getMistifyJob(input: { operation: string }, context: Context): Promise<GetMistifyJobResponse>;
}
