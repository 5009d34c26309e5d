/** The controller of events and jobs. */
import { OvirtEventsController } from '../../../../../generated/ovirt/controllers/OvirtEvents.js';
import type * as responses from '../../../../../generated/ovirt/controllers/OvirtEvents.js';
import type { App } from '../../../../app/app.js';
import { listEvents } from '../../../../app/events/events.js';
import { getOperation, listOperations } from '../../../../app/operations.js';
import { GuesthouseError } from '../../../../domain/errors.js';
import type { Event } from '../../../../domain/event.js';
import type { Operation } from '../../../../domain/operation.js';
import type { Page, PageRequest } from '../../../../domain/page.js';
import type { RequestContext } from '../../../request-context.js';
import { shown } from '../responses.js';
import type { Lists } from '../responses.js';
import { EVENTS_SEARCH, JOBS_LIST, readList } from '../search.js';
import type { ListInput } from '../search.js';
import { eventView, jobView } from '../views/events.js';

const EVERY_EVENT = { guest: null, kinds: null };

export class EventsController extends OvirtEventsController<RequestContext> {
  readonly #app: App;
  readonly #lists: Lists;

  constructor(app: App, lists: Lists) {
    super();
    this.#app = app;
    this.#lists = lists;
  }

  protected async listOvirtEvents(
    input: ListInput,
    context: RequestContext,
  ): Promise<responses.ListOvirtEventsResponse> {
    const asked = readList(EVENTS_SEARCH, input);
    const list = (page: PageRequest): Promise<Page<Event>> => this.#events(page, context);
    return this.#lists.shown('OvirtEvents', { asked, list, viewOf: eventView }, context);
  }

  /** There is no native request for one event, so this is a search for its number. */
  protected async getOvirtEvent(
    { event }: { event: string },
    context: RequestContext,
  ): Promise<responses.GetOvirtEventResponse> {
    const isNumber = /^\d{1,15}$/.test(event);
    const { search, isCaseSensitive } = readList(EVENTS_SEARCH, { search: `id=${isNumber ? event : 0}` });
    const one = { limit: 1, marker: null, sortBy: null, search, isCaseSensitive };
    const [found] = (await this.#events(one, context)).rows;
    if (found === undefined) throw new GuesthouseError('not_found', 'There is no such event.');
    return shown(200, eventView(found), context);
  }

  protected async listOvirtJobs(input: ListInput, context: RequestContext): Promise<responses.ListOvirtJobsResponse> {
    const asked = readList(JOBS_LIST, input);
    const caller = context.projectCaller;
    const list = (page: PageRequest): Promise<Page<Operation>> => listOperations(this.#app, caller, page, false);
    return this.#lists.shown('OvirtJobs', { asked, list, viewOf: jobView }, context);
  }

  protected async getOvirtJob(
    { operation }: { operation: string },
    context: RequestContext,
  ): Promise<responses.GetOvirtJobResponse> {
    return shown(200, jobView(await getOperation(this.#app, context.projectCaller, operation)), context);
  }

  #events(page: PageRequest, { projectCaller }: RequestContext): Promise<Page<Event>> {
    return listEvents(this.#app, projectCaller, EVERY_EVENT, page, false);
  }
}
