/** The controller of instances. */
import { MoganInstancesController as Base } from '../../../../../generated/mogan/controllers/MoganInstances.js';
import type * as responses from '../../../../../generated/mogan/controllers/MoganInstances.js';
import type {
  MoganInstanceCreate,
  MoganPatch,
  MoganPowerTarget,
} from '../../../../../generated/mogan/checked-bodies.js';
import type { App } from '../../../../app/app.js';
import * as guests from '../../../../app/guests.js';
import { networkIdsOf } from '../../../../app/networks.js';
import { readFields } from '../../../contract/list-query.js';
import type { RequestContext } from '../../../request-context.js';
import type { MoganPatches } from '../mogan-patches.js';
import {
  guestToCreate,
  INSTANCE_MEMBERS,
  instanceView,
  selectMembers,
  statesView,
  SUMMARY_MEMBERS,
} from '../views/instances.js';
import { linksOf, redirect, urlOf } from '../views/links.js';
import { streamInstances } from './stream-instances.js';
import type { InstanceListInput } from './stream-instances.js';

export class InstancesController extends Base<RequestContext> {
  readonly #app: App;
  readonly #patches: MoganPatches;

  constructor(app: App, patches: MoganPatches) {
    super();
    this.#app = app;
    this.#patches = patches;
  }

  protected async listMoganInstances(
    { fields, ...input }: InstanceListInput & { fields?: string },
    context: RequestContext,
  ): Promise<responses.ListMoganInstancesResponse> {
    const members = fields === undefined ? SUMMARY_MEMBERS : readFields(fields, INSTANCE_MEMBERS);
    return { status: 200, body: await streamInstances(this.#app, input, members, context) };
  }

  protected async createMoganInstance(
    { body }: { body: MoganInstanceCreate },
    { projectCaller, origin }: RequestContext,
  ): Promise<responses.CreateMoganInstanceResponse> {
    const { guest } = await guests.createGuest(this.#app, projectCaller, guestToCreate(body), true);
    const networks = await networkIdsOf(this.#app, projectCaller, [guest]);
    const headers = { Location: urlOf(origin, 'instances', guest.id) };
    return { status: 201, headers, body: instanceView(guest, networks, origin) };
  }

  protected async listMoganInstanceDetails(
    input: InstanceListInput,
    context: RequestContext,
  ): Promise<responses.ListMoganInstanceDetailsResponse> {
    return { status: 200, body: await streamInstances(this.#app, input, INSTANCE_MEMBERS, context) };
  }

  protected async getMoganInstance(
    { guest, fields }: { guest: string; fields?: string },
    { projectCaller, origin }: RequestContext,
  ): Promise<responses.GetMoganInstanceResponse> {
    const members = fields === undefined ? INSTANCE_MEMBERS : readFields(fields, INSTANCE_MEMBERS);
    const found = await guests.getGuest(this.#app, projectCaller, guest);
    const networks = await networkIdsOf(this.#app, projectCaller, [found]);
    return { status: 200, body: selectMembers(instanceView(found, networks, origin), members) };
  }

  protected async updateMoganInstance(
    { guest, body }: { guest: string; body: MoganPatch },
    { projectCaller, origin }: RequestContext,
  ): Promise<responses.UpdateMoganInstanceResponse> {
    // The networks of a guest never change, so they can be read before its row is locked.
    const before = await guests.getGuest(this.#app, projectCaller, guest);
    const networks = await networkIdsOf(this.#app, projectCaller, [before]);
    const patch = this.#patches.ofInstance(body, networks, origin);
    const { guest: updated } = await guests.updateGuest(this.#app, projectCaller, before.id, patch);
    return { status: 200, body: instanceView(updated, networks, origin) };
  }

  protected async deleteMoganInstance(
    { guest }: { guest: string },
    { projectCaller }: RequestContext,
  ): Promise<responses.DeleteMoganInstanceResponse> {
    await guests.deleteGuest(this.#app, projectCaller, guest);
    return { status: 204 };
  }

  protected async getMoganInstanceStates(
    { guest }: { guest: string },
    { projectCaller }: RequestContext,
  ): Promise<responses.GetMoganInstanceStatesResponse> {
    return { status: 200, body: statesView(await guests.getGuest(this.#app, projectCaller, guest)) };
  }

  protected async setMoganInstancePower(
    { guest, body }: { guest: string; body: MoganPowerTarget },
    { projectCaller, origin }: RequestContext,
  ): Promise<responses.SetMoganInstancePowerResponse> {
    const acted = await guests.setGuestPowerState(this.#app, projectCaller, guest, body.target);
    return { status: 202, headers: { Location: `${urlOf(origin, 'instances', acted.guest.id)}/states` } };
  }

  protected followMoganInstance(
    { id, follow }: { id: string; follow: boolean },
    { origin }: RequestContext,
  ): Promise<responses.FollowMoganInstanceResponse> {
    const links = linksOf(origin, 'instances', encodeURIComponent(id));
    return Promise.resolve(follow ? redirect(links) : { status: 200, body: { links } });
  }
}
