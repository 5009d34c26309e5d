/**
 * The controller of the metadata of the hypervisor. An agent of Mistify serves one hypervisor, so this is the first
 * host: the oldest of those that the caller can see, which is the host of the first start unless it was deleted.
 */
import { MistifyMetadataController } from '../../../../../generated/mistify/controllers/MistifyMetadata.js';
import type * as responses from '../../../../../generated/mistify/controllers/MistifyMetadata.js';
import type { MistifyMetadataPatch } from '../../../../../generated/mistify/checked-bodies.js';
import type { Caller } from '../../../../app/access/caller.js';
import type { App } from '../../../../app/app.js';
import * as hosts from '../../../../app/hosts.js';
import { GuesthouseError } from '../../../../domain/errors.js';
import type { Host } from '../../../../domain/host.js';
import { mergeMetadata } from '../../../../domain/metadata.js';
import type { RequestContext } from '../../../request-context.js';

/** The default order of hosts is by their age. */
const OLDEST = { limit: 1, marker: null, sortBy: null, search: null, isCaseSensitive: false };

export class MetadataController extends MistifyMetadataController<RequestContext> {
  readonly #app: App;

  constructor(app: App) {
    super();
    this.#app = app;
  }

  protected async getMistifyMetadata(
    _input: object,
    { caller }: RequestContext,
  ): Promise<responses.GetMistifyMetadataResponse> {
    return { status: 200, body: (await this.#firstHost(caller)).metadata };
  }

  protected async updateMistifyMetadata(
    { body }: { body: MistifyMetadataPatch },
    { caller }: RequestContext,
  ): Promise<responses.UpdateMistifyMetadataResponse> {
    const { id } = await this.#firstHost(caller);
    const updated = await hosts.updateHostMetadata(this.#app, caller, id, (metadata) => mergeMetadata(metadata, body));
    return { status: 200, body: updated.metadata };
  }

  async #firstHost(caller: Caller): Promise<Host> {
    const { rows } = await hosts.listHosts(this.#app, caller, OLDEST, false);
    const [first] = rows;
    if (first === undefined) throw new GuesthouseError('host_not_found', 'The service has no host.');
    return first;
  }
}
