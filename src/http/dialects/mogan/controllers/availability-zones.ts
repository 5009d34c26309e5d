/** The controller of availability zones. */
import { MoganAvailabilityZonesController as Base } from '../../../../../generated/mogan/controllers/MoganAvailabilityZones.js';
import type * as responses from '../../../../../generated/mogan/controllers/MoganAvailabilityZones.js';
import type { App } from '../../../../app/app.js';
import { walk } from '../../../../app/walk.js';
import { listZones } from '../../../../app/zones.js';
import { listStream } from '../../../contract/list-stream.js';
import type { ListForm } from '../../../contract/list-stream.js';
import type { RequestContext } from '../../../request-context.js';
import type { Zone } from '../../../../domain/zone.js';
import { fromMarker } from './list-request.js';

const FORM: ListForm<Zone> = {
  open: '{"availability_zones":[',
  between: ',',
  close: ']}',
  textOf: ({ name }) => JSON.stringify(name),
};

export class AvailabilityZonesController extends Base<RequestContext> {
  readonly #app: App;

  constructor(app: App) {
    super();
    this.#app = app;
  }

  protected async listMoganAvailabilityZones(
    _input: Record<never, never>,
    { caller, over }: RequestContext,
  ): Promise<responses.ListMoganAvailabilityZonesResponse> {
    const pages = walk((page) => listZones(this.#app, caller, page, false), fromMarker(undefined));
    return { status: 200, body: await listStream(pages, FORM, over) };
  }
}
