/** The controller of placement groups. */
import { PlacementGroupsController as PlacementGroupsBase } from '../../../generated/controllers/PlacementGroups.js';
import type * as responses from '../../../generated/controllers/PlacementGroups.js';
import type { PlacementGroupCreate, PlacementGroupUpdate, JsonPatch } from '../../../generated/checked-bodies.js';
import { MEMBERS } from '../../../generated/members.js';
import type { App } from '../../app/app.js';
import * as placementGroups from '../../app/placement-groups.js';
import { PLACEMENT_GROUPS } from '../../domain/collections.js';
import { ListQuery, selectFields } from '../contract/list-query.js';
import type { ListInput } from '../contract/list-query.js';
import type { Patches } from '../contract/patches.js';
import { createdResponse, resourceResponse } from '../contract/responses.js';
import type { RequestContext } from '../request-context.js';
import { placementGroupToWrite, placementGroupView } from '../views/placement-groups.js';

export class PlacementGroupsController extends PlacementGroupsBase<RequestContext> {
  readonly #app: App;
  readonly #patches: Patches;

  constructor(app: App, patches: Patches) {
    super();
    this.#app = app;
    this.#patches = patches;
  }

  protected async listPlacementGroups(
    input: ListInput,
    { projectCaller, origin }: RequestContext,
  ): Promise<responses.ListPlacementGroupsResponse> {
    const list = new ListQuery(PLACEMENT_GROUPS, MEMBERS.PlacementGroup, input);
    const page = await placementGroups.listPlacementGroups(this.#app, projectCaller, list.page, input.allProjects);
    return list.response(page, origin, (placementGroup) => placementGroupView(placementGroup, origin));
  }

  protected async createPlacementGroup(
    { body }: { body: PlacementGroupCreate },
    { projectCaller, origin }: RequestContext,
  ): Promise<responses.CreatePlacementGroupResponse> {
    const { placementGroup, isReplayed } = await placementGroups.createPlacementGroup(
      this.#app,
      projectCaller,
      placementGroupToWrite(body),
    );
    return createdResponse(placementGroup, placementGroupView(placementGroup, origin), origin, isReplayed);
  }

  protected async getPlacementGroup(
    { placementGroup, fields }: { placementGroup: string; fields?: string },
    { projectCaller, origin }: RequestContext,
  ): Promise<responses.GetPlacementGroupResponse> {
    const found = await placementGroups.getPlacementGroup(this.#app, projectCaller, placementGroup);
    const body = selectFields(placementGroupView(found, origin), fields, MEMBERS.PlacementGroup);
    return resourceResponse(found, body);
  }

  protected async updatePlacementGroup(
    { placementGroup, body }: { placementGroup: string; body: PlacementGroupUpdate | JsonPatch },
    { projectCaller, origin }: RequestContext,
  ): Promise<responses.UpdatePlacementGroupResponse> {
    const patch = this.#patches.ofPlacementGroup(body, origin);
    const updated = await placementGroups.updatePlacementGroup(this.#app, projectCaller, placementGroup, patch);
    return resourceResponse(updated, placementGroupView(updated, origin));
  }

  protected async deletePlacementGroup(
    { placementGroup }: { placementGroup: string },
    { projectCaller }: RequestContext,
  ): Promise<responses.DeletePlacementGroupResponse> {
    await placementGroups.deletePlacementGroup(this.#app, projectCaller, placementGroup);
    return { status: 204 };
  }
}
