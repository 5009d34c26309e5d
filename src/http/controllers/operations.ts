/** The edge of operations. */
import { OperationsController as OperationsBase } from '../../../generated/controllers/Operations.js';
import type * as answers from '../../../generated/controllers/Operations.js';
import type { App } from '../../app/app.js';
import * as operations from '../../app/operations.js';
import type { RequestContext } from '../request-context.js';
import { hrefOf, linkHeader, markersOf } from '../views/links.js';
import { operationView } from '../views/operations.js';

export class OperationsController extends OperationsBase<RequestContext> {
  readonly #app: App;

  constructor(app: App) {
    super();
    this.#app = app;
  }

  protected async listOperations(
    { limit, marker = null }: { limit: number; marker?: string | null },
    { caller, origin }: RequestContext,
  ): Promise<answers.ListOperationsAnswer> {
    const page = await operations.listOperations(this.#app, caller, { limit, marker });
    return {
      status: 200,
      headers: { Link: linkHeader(page, origin, '/v1/operations', limit) },
      body: { operations: page.rows.map((row) => operationView(row, origin)), markers: markersOf(page) },
    };
  }

  protected async listGuestOperations(
    { guest, limit, marker = null }: { guest: string; limit: number; marker?: string | null },
    { caller, origin }: RequestContext,
  ): Promise<answers.ListGuestOperationsAnswer> {
    const page = await operations.listGuestOperations(this.#app, caller, guest, { limit, marker });
    const path = `${hrefOf('guests', encodeURIComponent(guest))}/operations`;
    return {
      status: 200,
      headers: { Link: linkHeader(page, origin, path, limit) },
      body: { operations: page.rows.map((row) => operationView(row, origin)), markers: markersOf(page) },
    };
  }

  protected async getOperation(
    { operation }: { operation: string },
    { caller, origin }: RequestContext,
  ): Promise<answers.GetOperationAnswer> {
    return { status: 200, body: operationView(await operations.getOperation(this.#app, caller, operation), origin) };
  }
}
