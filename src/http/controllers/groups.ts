/** The controller of groups. */
import { GroupsController as GroupsBase } from '../../../generated/controllers/Groups.js';
import type * as responses from '../../../generated/controllers/Groups.js';
import type { GroupCreate, GroupUpdate, JsonPatch } from '../../../generated/checked-bodies.js';
import { MEMBERS } from '../../../generated/members.js';
import type { App } from '../../app/app.js';
import * as groups from '../../app/groups.js';
import { GROUPS } from '../../domain/collections.js';
import { ListQuery, selectFields } from '../contract/list-query.js';
import type { ListInput } from '../contract/list-query.js';
import type { Patches } from '../contract/patches.js';
import { createdResponse, resourceResponse } from '../contract/responses.js';
import type { RequestContext } from '../request-context.js';
import { groupToWrite, groupView } from '../views/groups.js';

export class GroupsController extends GroupsBase<RequestContext> {
  readonly #app: App;
  readonly #patches: Patches;

  constructor(app: App, patches: Patches) {
    super();
    this.#app = app;
    this.#patches = patches;
  }

  protected async listGroups(
    input: ListInput,
    { caller, origin }: RequestContext,
  ): Promise<responses.ListGroupsResponse> {
    const list = new ListQuery(GROUPS, MEMBERS.Group, input);
    const page = await groups.listGroups(this.#app, caller, list.page, input.allProjects);
    return list.response(page, origin, (group) => groupView(group, origin));
  }

  protected async createGroup(
    { body }: { body: GroupCreate },
    { caller, origin }: RequestContext,
  ): Promise<responses.CreateGroupResponse> {
    const { group, isReplayed } = await groups.createGroup(this.#app, caller, groupToWrite(body));
    return createdResponse(group, groupView(group, origin), origin, isReplayed);
  }

  protected async getGroup(
    { group, fields }: { group: string; fields?: string },
    { caller, origin }: RequestContext,
  ): Promise<responses.GetGroupResponse> {
    const found = await groups.getGroup(this.#app, caller, group);
    const body = selectFields(groupView(found, origin), fields, MEMBERS.Group);
    return resourceResponse(found, body);
  }

  protected async updateGroup(
    { group, body }: { group: string; body: GroupUpdate | JsonPatch },
    { caller, origin }: RequestContext,
  ): Promise<responses.UpdateGroupResponse> {
    const patch = this.#patches.ofGroup(body, origin);
    const updated = await groups.updateGroup(this.#app, caller, group, patch);
    return resourceResponse(updated, groupView(updated, origin));
  }

  protected async deleteGroup(
    { group }: { group: string },
    { caller }: RequestContext,
  ): Promise<responses.DeleteGroupResponse> {
    await groups.deleteGroup(this.#app, caller, group);
    return { status: 204 };
  }
}
