/** The controller of operations. */
import { OperationsController as OperationsBase } from '../../../generated/controllers/Operations.js';
import type * as responses from '../../../generated/controllers/Operations.js';
import { MEMBERS } from '../../../generated/members.js';
import type { App } from '../../app/app.js';
import * as operations from '../../app/operations.js';
import { OPERATIONS } from '../../domain/collections.js';
import { etagOf } from '../../domain/etag.js';
import { ListQuery, selectFields } from '../contract/list-query.js';
import type { ListInput } from '../contract/list-query.js';
import { resourceResponse } from '../contract/responses.js';
import type { RequestContext } from '../request-context.js';
import { hrefOf } from '../views/links.js';
import { operationView } from '../views/operations.js';

export class OperationsController extends OperationsBase<RequestContext> {
  readonly #app: App;

  constructor(app: App) {
    super();
    this.#app = app;
  }

  protected async listOperations(
    input: ListInput,
    { projectCaller, origin }: RequestContext,
  ): Promise<responses.ListOperationsResponse> {
    const list = new ListQuery(OPERATIONS, MEMBERS.Operation, input);
    const page = await operations.listOperations(this.#app, projectCaller, list.page, input.allProjects);
    return list.response(page, origin, (row) => operationView(row, origin));
  }

  protected async listGuestOperations(
    { guest, ...input }: { guest: string } & ListInput,
    { projectCaller, origin }: RequestContext,
  ): Promise<responses.ListGuestOperationsResponse> {
    const list = new ListQuery(OPERATIONS, MEMBERS.Operation, input);
    const page = await operations.listGuestOperations(this.#app, projectCaller, guest, list.page, input.allProjects);
    const path = `${hrefOf('guests', encodeURIComponent(guest))}/operations`;
    return list.response(page, origin, (row) => operationView(row, origin), path);
  }

  protected async cancelOperation(
    { operation }: { operation: string },
    { projectCaller, origin }: RequestContext,
  ): Promise<responses.CancelOperationResponse> {
    const cancelled = await operations.cancelOperation(this.#app, projectCaller, operation);
    const replayed = cancelled.isReplayed ? ('true' as const) : undefined;
    const headers = { ETag: etagOf(cancelled.operation.version), 'Idempotency-Replayed': replayed };
    return { status: 200, headers, body: operationView(cancelled.operation, origin) };
  }

  protected async getOperation(
    { operation, fields }: { operation: string; fields?: string },
    { projectCaller, origin }: RequestContext,
  ): Promise<responses.GetOperationResponse> {
    const found = await operations.getOperation(this.#app, projectCaller, operation);
    const body = selectFields(operationView(found, origin), fields, MEMBERS.Operation);
    return resourceResponse(found, body);
  }
}
