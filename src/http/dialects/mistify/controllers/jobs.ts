/** The controller of jobs, which are operations. */
import { MistifyJobsController } from '../../../../../generated/mistify/controllers/MistifyJobs.js';
import type * as responses from '../../../../../generated/mistify/controllers/MistifyJobs.js';
import type { App } from '../../../../app/app.js';
import * as operations from '../../../../app/operations.js';
import { PAGE_ROWS_MAX } from '../../../../app/walk.js';
import { GuesthouseError } from '../../../../domain/errors.js';
import { fold } from '../../../../domain/fold.js';
import type { Operation } from '../../../../domain/operation.js';
import type { PageRequest } from '../../../../domain/page.js';
import type { RequestContext } from '../../../request-context.js';
import { jobView } from '../views/jobs.js';

export class JobsController extends MistifyJobsController<RequestContext> {
  readonly #app: App;

  constructor(app: App) {
    super();
    this.#app = app;
  }

  protected async listMistifyJobs(
    { limit }: { limit: number },
    { projectCaller }: RequestContext,
  ): Promise<responses.ListMistifyJobsResponse> {
    const { rows } = await operations.listOperations(this.#app, projectCaller, newestFirst(limit), false);
    return { status: 200, body: rows.slice(0, limit).map(jobView) };
  }

  protected async getMistifyJob(
    { operation }: { operation: string },
    { projectCaller }: RequestContext,
  ): Promise<responses.GetMistifyJobResponse> {
    return { status: 200, body: jobView(await operations.getOperation(this.#app, projectCaller, operation)) };
  }

  protected async listMistifyGuestJobs(
    { guest, limit }: { guest: string; limit: number },
    { projectCaller }: RequestContext,
  ): Promise<responses.ListMistifyGuestJobsResponse> {
    const { rows } = await operations.listGuestOperations(this.#app, projectCaller, guest, newestFirst(limit), false);
    return { status: 200, body: rows.slice(0, limit).map(jobView) };
  }

  protected async getMistifyGuestJob(
    { guest, operation }: { guest: string; operation: string },
    { projectCaller }: RequestContext,
  ): Promise<responses.GetMistifyGuestJobResponse> {
    const found = await operations.getOperation(this.#app, projectCaller, operation);
    if (!isOfGuest(found, guest)) throw new GuesthouseError('operation_not_found', 'The guest has no such job.');
    return { status: 200, body: jobView(found) };
  }
}

/** A page has at least one row, so for a limit of 0 one row is read and not shown. */
function newestFirst(limit: number): PageRequest {
  return {
    limit: Math.min(Math.max(limit, 1), PAGE_ROWS_MAX),
    marker: null,
    sortBy: { key: 'created_at', isDescending: true },
    search: null,
    isCaseSensitive: false,
  };
}

/** The guest may no longer exist, so it is compared with the id and the name in the operation, regardless of case. */
function isOfGuest({ subject }: Operation, idOrName: string): boolean {
  const folded = fold(idOrName);
  return subject.kind === 'guest' && (subject.id === folded || fold(subject.name) === folded);
}
