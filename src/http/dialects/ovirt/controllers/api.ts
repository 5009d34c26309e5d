/** The controller of the entry point and of tokens. */
import { OvirtApiController } from '../../../../../generated/ovirt/controllers/OvirtApi.js';
import type * as responses from '../../../../../generated/ovirt/controllers/OvirtApi.js';
import type { OvirtTokenRequest } from '../../../../../generated/ovirt/checked-bodies.js';
import type { App } from '../../../../app/app.js';
import { getProject } from '../../../../app/projects.js';
import { isIn } from '../../../../domain/access.js';
import type { RequestContext } from '../../../request-context.js';
import { shown } from '../responses.js';
import { apiView } from '../views/api.js';

export class ApiController extends OvirtApiController<RequestContext> {
  readonly #app: App;
  /** Of the service. */
  readonly #version: string;

  constructor(app: App, version: string) {
    super();
    this.#app = app;
    this.#version = version;
  }

  protected async getOvirtApi(_: object, context: RequestContext): Promise<responses.GetOvirtApiResponse> {
    const { principal } = context.caller;
    return shown(200, apiView(this.#version, await this.#countGuests(context), principal), context);
  }

  /** Passwords are tokens. Only a request with the token checks it, so this request cannot be used to guess tokens. */
  protected async createOvirtToken({ body }: { body: OvirtTokenRequest }): Promise<responses.CreateOvirtTokenResponse> {
    const { password, scope = '' } = body;
    return { status: 200, body: { access_token: password, token_type: 'bearer', scope } };
  }

  /** The guests of the project; 0 if the caller has no project. */
  async #countGuests({ caller }: RequestContext): Promise<number> {
    const { projectId, principal } = caller;
    if (projectId === null || !isIn(principal, projectId)) return 0;
    const { usage } = await getProject(this.#app, caller, projectId);
    return usage.guests.used;
  }
}
