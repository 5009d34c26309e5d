// Generated from openapi/ovirt.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { Readable } from 'node:stream';
import type { OvirtEvent, OvirtEvents, OvirtJob, OvirtJobs, OvirtRefusal } from '../api-types.js';
import { Get, Header, OperationId, Path, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../../decorators.js';
import type { Exchange } from '../../exchange.js';

/** The responses that GET /ovirt-engine/api/events returns. */
export type ListOvirtEventsResponse =
  | { status: 200; body: OvirtEvents | Readable }
  | { status: 200; mediaType: 'application/json'; body: OvirtEvents | Readable };

/** The responses that GET /ovirt-engine/api/events/{event} returns. */
export type GetOvirtEventResponse =
  | { status: 200; body: OvirtEvent }
  | { status: 200; mediaType: 'application/json'; body: OvirtEvent };

/** The responses that GET /ovirt-engine/api/jobs returns. */
export type ListOvirtJobsResponse =
  | { status: 200; body: OvirtJobs | Readable }
  | { status: 200; mediaType: 'application/json'; body: OvirtJobs | Readable };

/** The responses that GET /ovirt-engine/api/jobs/{operation} returns. */
export type GetOvirtJobResponse =
  | { status: 200; body: OvirtJob }
  | { status: 200; mediaType: 'application/json'; body: OvirtJob };

@Route()
@Tags('OvirtEvents')
export abstract class OvirtEventsController<Context> {
  /**
   * List events
   * @isInt max
   * @minimum max 1
   * @maximum max 2147483647
   * @pattern caseSensitive ^(|[Tt]|[Tt][Rr][Uu][Ee]|[Yy]|[Yy][Ee][Ss]|1|[Ff]|[Ff][Aa][Ll][Ss][Ee]|[Nn]|[Nn][Oo]|0)$
   */
  @Get('/ovirt-engine/api/events')
  @OperationId('listOvirtEvents')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The events.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_listOvirtEvents(@Request() exchange: Exchange<Context>, @Header('Version') version?: '4', @Query('search') search?: string, @Query('max') max?: number, @Query('case_sensitive') caseSensitive?: string): Promise<OvirtEvents> {
    return exchange.respond<OvirtEvents>(await this.listOvirtEvents({ version, search, max, caseSensitive }, exchange.context));
  }

  /** List events. */
  protected abstract listOvirtEvents(input: { version?: '4'; search?: string; max?: number; caseSensitive?: string }, context: Context): Promise<ListOvirtEventsResponse>;

  /**
   * Get an event
   * @minLength event 1
   * @maxLength event 255
   * @pattern event ^[^\x00]*$
   */
  @Get('/ovirt-engine/api/events/{event}')
  @OperationId('getOvirtEvent')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The event.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such resource.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_getOvirtEvent(@Request() exchange: Exchange<Context>, @Path('event') event: string, @Header('Version') version?: '4'): Promise<OvirtEvent> {
    return exchange.respond<OvirtEvent>(await this.getOvirtEvent({ event, version }, exchange.context));
  }

  /** Get an event. */
  protected abstract getOvirtEvent(input: { event: string; version?: '4' }, context: Context): Promise<GetOvirtEventResponse>;

  /**
   * List jobs
   * @isInt max
   * @minimum max 1
   * @maximum max 2147483647
   */
  @Get('/ovirt-engine/api/jobs')
  @OperationId('listOvirtJobs')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The jobs.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_listOvirtJobs(@Request() exchange: Exchange<Context>, @Header('Version') version?: '4', @Query('max') max?: number): Promise<OvirtJobs> {
    return exchange.respond<OvirtJobs>(await this.listOvirtJobs({ version, max }, exchange.context));
  }

  /** List jobs. */
  protected abstract listOvirtJobs(input: { version?: '4'; max?: number }, context: Context): Promise<ListOvirtJobsResponse>;

  /**
   * Get a job
   * @minLength operation 1
   * @maxLength operation 255
   * @pattern operation ^[^\x00]*$
   */
  @Get('/ovirt-engine/api/jobs/{operation}')
  @OperationId('getOvirtJob')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The job.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such operation.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_getOvirtJob(@Request() exchange: Exchange<Context>, @Path('operation') operation: string, @Header('Version') version?: '4'): Promise<OvirtJob> {
    return exchange.respond<OvirtJob>(await this.getOvirtJob({ operation, version }, exchange.context));
  }

  /** Get a job. */
  protected abstract getOvirtJob(input: { operation: string; version?: '4' }, context: Context): Promise<GetOvirtJobResponse>;
}
