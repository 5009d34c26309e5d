/** The edge of hosts and of the only host's metadata. */
import { HostsController as HostsBase } from '../../../generated/controllers/Hosts.js';
import type * as answers from '../../../generated/controllers/Hosts.js';
import type { MetadataPatch } from '../../../generated/api-types.js';
import type { App } from '../../app/app.js';
import * as hosts from '../../app/hosts.js';
import * as metadata from '../../app/metadata.js';
import type { RequestContext } from '../request-context.js';
import { hostView } from '../views/hosts.js';
import { linkHeader, markersOf } from '../views/links.js';

export class HostsController extends HostsBase<RequestContext> {
  readonly #app: App;

  constructor(app: App) {
    super();
    this.#app = app;
  }

  protected async listHosts(
    { limit, marker = null }: { limit: number; marker?: string | null },
    { origin }: RequestContext,
  ): Promise<answers.ListHostsAnswer> {
    const page = await hosts.listHosts(this.#app, { limit, marker });
    return {
      status: 200,
      headers: { Link: linkHeader(page, origin, '/v1/hosts', limit) },
      body: { hosts: page.rows.map((host) => hostView(host, origin)), markers: markersOf(page) },
    };
  }

  protected async getHost({ host }: { host: string }, { origin }: RequestContext): Promise<answers.GetHostAnswer> {
    return { status: 200, body: hostView(await hosts.getHost(this.#app, host), origin) };
  }

  protected async getHostMetadata({ host }: { host: string }): Promise<answers.GetHostMetadataAnswer> {
    return { status: 200, body: await hosts.getHostMetadata(this.#app, host) };
  }

  protected async updateHostMetadata({
    host,
    body,
  }: {
    host: string;
    body: MetadataPatch;
  }): Promise<answers.UpdateHostMetadataAnswer> {
    return { status: 200, body: await hosts.updateHostMetadata(this.#app, host, body) };
  }

  protected async getMetadata(): Promise<answers.GetMetadataAnswer> {
    return { status: 200, body: await metadata.getMetadata(this.#app) };
  }

  protected async updateMetadata({ body }: { body: MetadataPatch }): Promise<answers.UpdateMetadataAnswer> {
    return { status: 200, body: await metadata.updateMetadata(this.#app, body) };
  }
}
