/** HTTP for hosts and their metadata. */
import { HostsController as HostsBase } from '../../../generated/controllers/Hosts.js';
import type * as answers from '../../../generated/controllers/Hosts.js';
import type { JsonPatch, MetadataPatch } from '../../../generated/checked-bodies.js';
import { MEMBERS } from '../../../generated/members.js';
import type { App } from '../../app/app.js';
import * as hosts from '../../app/hosts.js';
import { HOSTS } from '../../domain/collections.js';
import { etagOf } from '../../domain/etag.js';
import type { Host } from '../../domain/host.js';
import { ListQuery, selectFields } from '../contract/list-query.js';
import type { ListInput } from '../contract/list-query.js';
import type { Patches } from '../contract/patches.js';
import type { RequestContext } from '../request-context.js';
import { hostView } from '../views/hosts.js';

export class HostsController extends HostsBase<RequestContext> {
  readonly #app: App;
  readonly #patches: Patches;

  constructor(app: App, patches: Patches) {
    super();
    this.#app = app;
    this.#patches = patches;
  }

  protected async listHosts(input: ListInput, { caller, origin }: RequestContext): Promise<answers.ListHostsAnswer> {
    const list = new ListQuery(HOSTS, MEMBERS.Host, input);
    const page = await hosts.listHosts(this.#app, caller, list.page, input.allProjects);
    const { headers, markers } = list.around(page, origin, '/v1/hosts');
    const body = { hosts: page.rows.map((host) => list.select(hostView(host, origin))), markers };
    return { status: 200, headers, body };
  }

  protected async getHost(
    { host, fields }: { host: string; fields?: string },
    { origin }: RequestContext,
  ): Promise<answers.GetHostAnswer> {
    const found = await hosts.getHost(this.#app, host);
    const body = selectFields(hostView(found, origin), fields, MEMBERS.Host);
    return { status: 200, headers: { ETag: etagOf(found.version) }, body };
  }

  protected async getHostMetadata({ host }: { host: string }): Promise<answers.GetHostMetadataAnswer> {
    return metadataOf(await hosts.getHost(this.#app, host));
  }

  protected async updateHostMetadata(
    { host, body }: { host: string; body: MetadataPatch | JsonPatch },
    { caller }: RequestContext,
  ): Promise<answers.UpdateHostMetadataAnswer> {
    return metadataOf(await hosts.updateHostMetadata(this.#app, caller, host, this.#patches.ofMetadata(body)));
  }
}

/** The map carries the version of the host, which it is a part of. */
function metadataOf({ metadata: body, version }: Host): Extract<answers.GetHostMetadataAnswer, { status: 200 }> {
  return { status: 200, headers: { ETag: etagOf(version) }, body };
}
