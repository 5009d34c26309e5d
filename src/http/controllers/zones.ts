/** The controller of zones. */
import { ZonesController as ZonesBase } from '../../../generated/controllers/Zones.js';
import type * as responses from '../../../generated/controllers/Zones.js';
import type { ZoneCreate, ZoneUpdate, JsonPatch } from '../../../generated/checked-bodies.js';
import { MEMBERS } from '../../../generated/members.js';
import type { App } from '../../app/app.js';
import * as zones from '../../app/zones.js';
import { ZONES } from '../../domain/collections.js';
import { ListQuery, selectFields } from '../contract/list-query.js';
import type { ListInput } from '../contract/list-query.js';
import type { Patches } from '../contract/patches.js';
import { createdResponse, resourceResponse } from '../contract/responses.js';
import type { RequestContext } from '../request-context.js';
import { zoneView } from '../views/zones.js';

export class ZonesController extends ZonesBase<RequestContext> {
  readonly #app: App;
  readonly #patches: Patches;

  constructor(app: App, patches: Patches) {
    super();
    this.#app = app;
    this.#patches = patches;
  }

  protected async listZones(
    input: ListInput,
    { caller, origin }: RequestContext,
  ): Promise<responses.ListZonesResponse> {
    const list = new ListQuery(ZONES, MEMBERS.Zone, input);
    const page = await zones.listZones(this.#app, caller, list.page, input.allProjects);
    return list.response(page, origin, (zone) => zoneView(zone, origin));
  }

  protected async createZone(
    { body }: { body: ZoneCreate },
    { caller, origin }: RequestContext,
  ): Promise<responses.CreateZoneResponse> {
    const { zone, isReplayed } = await zones.createZone(this.#app, caller, body);
    return createdResponse(zone, zoneView(zone, origin), origin, isReplayed);
  }

  protected async getZone(
    { zone, fields }: { zone: string; fields?: string },
    { caller, origin }: RequestContext,
  ): Promise<responses.GetZoneResponse> {
    const found = await zones.getZone(this.#app, caller, zone);
    const body = selectFields(zoneView(found, origin), fields, MEMBERS.Zone);
    return resourceResponse(found, body);
  }

  protected async updateZone(
    { zone, body }: { zone: string; body: ZoneUpdate | JsonPatch },
    { caller, origin }: RequestContext,
  ): Promise<responses.UpdateZoneResponse> {
    const patch = this.#patches.ofZone(body, origin);
    const updated = await zones.updateZone(this.#app, caller, zone, patch);
    return resourceResponse(updated, zoneView(updated, origin));
  }

  protected async deleteZone(
    { zone }: { zone: string },
    { caller }: RequestContext,
  ): Promise<responses.DeleteZoneResponse> {
    await zones.deleteZone(this.#app, caller, zone);
    return { status: 204 };
  }
}
