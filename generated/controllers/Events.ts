// Generated from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { Readable } from 'node:stream';
import type { EventList, Problem } from '../api-types.js';
import { Get, Header, OperationId, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../decorators.js';
import type { Exchange } from '../exchange.js';

/** The responses that GET /v1/events returns. */
export type ListEventsResponse =
  | { status: 200; body: EventList; headers?: { Link?: string | undefined } }
  | { status: 200; mediaType: 'text/event-stream'; body: Readable; headers?: { Link?: string | undefined } };

@Route()
@Tags('Events')
export abstract class EventsController<Context> {
  /**
   * List the events or stream them
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 1000
   * @minLength marker 1
   * @maxLength marker 255
   * @minLength fields 1
   * @maxLength fields 1024
   * @maxLength search 4096
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @minLength kind 1
   * @maxLength kind 1024
   * @pattern lastEventID ^[0-9]{1,15}(-[0-9]{1,16})?$
   */
  @Get('/v1/events')
  @OperationId('listEvents')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'A page of events, or a stream of events.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value, the marker is unknown, or the search query has a syntax error.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('410', 'Some of the events after `Last-Event-ID` are no longer retained, or the database was restored from a backup, or\nfailed over to a standby, that does not have that event.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond, or the query took too long.', undefined, 'application/problem+json')
  public async route_listEvents(@Request() exchange: Exchange<Context>, @Query('limit') limit: number = 100, @Query('marker') marker?: string, @Query('sort_by') sortBy?: 'id' | '-id', @Query('fields') fields?: string, @Query('search') search?: string, @Query('case_sensitive') caseSensitive: boolean = false, @Query('all_projects') allProjects: boolean = false, @Query('guest') guest?: string, @Query('kind') kind?: string, @Header('Last-Event-ID') lastEventID?: string): Promise<EventList> {
    return exchange.respond<EventList>(await this.listEvents({ limit, marker, sortBy, fields, search, caseSensitive, allProjects, guest, kind, lastEventID }, exchange.context));
  }

  /** List the events or stream them. */
  protected abstract listEvents(input: { limit: number; marker?: string; sortBy?: 'id' | '-id'; fields?: string; search?: string; caseSensitive: boolean; allProjects: boolean; guest?: string; kind?: string; lastEventID?: string }, context: Context): Promise<ListEventsResponse>;
}
