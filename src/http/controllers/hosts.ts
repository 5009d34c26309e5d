/** The controller of hosts and their metadata. */
import { HostsController as HostsBase } from '../../../generated/controllers/Hosts.js';
import type * as responses from '../../../generated/controllers/Hosts.js';
import type { HostCreate, HostUpdate, JsonPatch, MetadataPatch } from '../../../generated/checked-bodies.js';
import { MEMBERS } from '../../../generated/members.js';
import type { App } from '../../app/app.js';
import * as hosts from '../../app/hosts.js';
import { HOSTS } from '../../domain/collections.js';
import { ListQuery, selectFields } from '../contract/list-query.js';
import type { ListInput } from '../contract/list-query.js';
import type { Patches } from '../contract/patches.js';
import { createdResponse, resourceResponse } from '../contract/responses.js';
import type { RequestContext } from '../request-context.js';
import { hostToWrite, hostView } from '../views/hosts.js';

export class HostsController extends HostsBase<RequestContext> {
  readonly #app: App;
  readonly #patches: Patches;

  constructor(app: App, patches: Patches) {
    super();
    this.#app = app;
    this.#patches = patches;
  }

  protected async listHosts(input: ListInput, context: RequestContext): Promise<responses.ListHostsResponse> {
    const list = new ListQuery(HOSTS, MEMBERS.Host, input);
    const page = await hosts.listHosts(this.#app, context.caller, list.page, input.allProjects);
    return list.response(page, context.origin, (host) => hostView(host, context));
  }

  protected async createHost(
    { body }: { body: HostCreate },
    context: RequestContext,
  ): Promise<responses.CreateHostResponse> {
    const { backend } = body;
    const input = { backend, ...hostToWrite(body) };
    const { host, isReplayed } = await hosts.createHost(this.#app, context.caller, input);
    return createdResponse(host, hostView(host, context), context.origin, isReplayed);
  }

  protected async getHost(
    { host, fields }: { host: string; fields?: string },
    context: RequestContext,
  ): Promise<responses.GetHostResponse> {
    const found = await hosts.getHost(this.#app, context.caller, host);
    const body = selectFields(hostView(found, context), fields, MEMBERS.Host);
    return resourceResponse(found, body);
  }

  protected async updateHost(
    { host, body }: { host: string; body: HostUpdate | JsonPatch },
    context: RequestContext,
  ): Promise<responses.UpdateHostResponse> {
    const patch = this.#patches.ofHost(body, context);
    const updated = await hosts.updateHost(this.#app, context.caller, host, patch);
    return resourceResponse(updated, hostView(updated, context));
  }

  protected async deleteHost(
    { host }: { host: string },
    { caller }: RequestContext,
  ): Promise<responses.DeleteHostResponse> {
    await hosts.deleteHost(this.#app, caller, host);
    return { status: 204 };
  }

  protected async getHostMetadata(
    { host }: { host: string },
    { caller }: RequestContext,
  ): Promise<responses.GetHostMetadataResponse> {
    const found = await hosts.getHost(this.#app, caller, host);
    return resourceResponse(found, found.metadata);
  }

  protected async updateHostMetadata(
    { host, body }: { host: string; body: MetadataPatch | JsonPatch },
    { caller }: RequestContext,
  ): Promise<responses.UpdateHostMetadataResponse> {
    const patch = this.#patches.ofMetadata(body);
    const updated = await hosts.updateHostMetadata(this.#app, caller, host, patch);
    return resourceResponse(updated, updated.metadata);
  }
}
