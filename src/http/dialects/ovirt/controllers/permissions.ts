/** The controller of users, groups, roles and permissions. */
import { OvirtPermissionsController } from '../../../../../generated/ovirt/controllers/OvirtPermissions.js';
import type * as responses from '../../../../../generated/ovirt/controllers/OvirtPermissions.js';
import type { OvirtPermissionCreate } from '../../../../../generated/ovirt/checked-bodies.js';
import type { App } from '../../../../app/app.js';
import { getGroup, listGroups } from '../../../../app/groups.js';
import * as permissions from '../../../../app/permissions.js';
import type { NamedPlace } from '../../../../app/permissions.js';
import { getRole } from '../../../../app/roles.js';
import { getUser, listUsers } from '../../../../app/users.js';
import { ROLE_ENTRIES } from '../../../../domain/roles.js';
import type { RequestContext } from '../../../request-context.js';
import { complete } from '../actions.js';
import { shown } from '../responses.js';
import type { Lists } from '../responses.js';
import { GROUPS_SEARCH, PERMISSIONS_LIST, readList, USERS_SEARCH } from '../search.js';
import type { ListInput } from '../search.js';
import { groupView, permissionToCreate, permissionView, roleView, userView } from '../views/access.js';
import { roleNamed } from '../words.js';

export class PermissionsController extends OvirtPermissionsController<RequestContext> {
  readonly #app: App;
  readonly #lists: Lists;

  constructor(app: App, lists: Lists) {
    super();
    this.#app = app;
    this.#lists = lists;
  }

  protected listOvirtVmPermissions(
    { guest, ...input }: { guest: string } & ListInput,
    context: RequestContext,
  ): Promise<responses.ListOvirtVmPermissionsResponse> {
    return this.#list({ guest }, input, context);
  }

  protected async createOvirtVmPermission(
    { guest, body }: { guest: string; body: OvirtPermissionCreate },
    context: RequestContext,
  ): Promise<responses.CreateOvirtVmPermissionResponse> {
    const wanted = permissionToCreate(body);
    const { permission } = await permissions.createPermission(this.#app, context.caller, { guest }, wanted);
    return shown(201, permissionView(permission), context);
  }

  protected async getOvirtVmPermission(
    { guest, permission }: { guest: string; permission: string },
    context: RequestContext,
  ): Promise<responses.GetOvirtVmPermissionResponse> {
    const found = await permissions.getPermission(this.#app, context.caller, { guest }, permission);
    return shown(200, permissionView(found), context);
  }

  protected async deleteOvirtVmPermission(
    { guest, permission }: { guest: string; permission: string },
    context: RequestContext,
  ): Promise<responses.DeleteOvirtVmPermissionResponse> {
    await permissions.deletePermission(this.#app, context.caller, { guest }, permission);
    return shown(200, complete(), context);
  }

  protected listOvirtPermissions(
    input: ListInput,
    context: RequestContext,
  ): Promise<responses.ListOvirtPermissionsResponse> {
    return this.#list({ project: context.projectCaller.projectId }, input, context);
  }

  protected async getOvirtPermission(
    { permission }: { permission: string },
    context: RequestContext,
  ): Promise<responses.GetOvirtPermissionResponse> {
    const place = { project: context.projectCaller.projectId };
    const found = await permissions.getPermission(this.#app, context.caller, place, permission);
    return shown(200, permissionView(found), context);
  }

  protected async listOvirtUsers(input: ListInput, context: RequestContext): Promise<responses.ListOvirtUsersResponse> {
    const asked = readList(USERS_SEARCH, input);
    return this.#lists.shown(
      'OvirtUsers',
      { asked, list: (page) => listUsers(this.#app, context.caller, page, false), viewOf: userView },
      context,
    );
  }

  protected async getOvirtUser(
    { user }: { user: string },
    context: RequestContext,
  ): Promise<responses.GetOvirtUserResponse> {
    return shown(200, userView(await getUser(this.#app, context.caller, user)), context);
  }

  protected async listOvirtGroups(
    input: ListInput,
    context: RequestContext,
  ): Promise<responses.ListOvirtGroupsResponse> {
    const asked = readList(GROUPS_SEARCH, input);
    return this.#lists.shown(
      'OvirtGroups',
      { asked, list: (page) => listGroups(this.#app, context.caller, page, false), viewOf: groupView },
      context,
    );
  }

  protected async getOvirtGroup(
    { group }: { group: string },
    context: RequestContext,
  ): Promise<responses.GetOvirtGroupResponse> {
    return shown(200, groupView(await getGroup(this.#app, context.caller, group)), context);
  }

  protected async listOvirtRoles(
    { max }: { max?: number },
    context: RequestContext,
  ): Promise<responses.ListOvirtRolesResponse> {
    return shown(200, { role: ROLE_ENTRIES.slice(0, max).map(roleView) }, context);
  }

  protected async getOvirtRole(
    { role }: { role: string },
    context: RequestContext,
  ): Promise<responses.GetOvirtRoleResponse> {
    return shown(200, roleView(getRole(roleNamed(role) ?? role)), context);
  }

  #list(place: NamedPlace, input: ListInput, context: RequestContext): Promise<responses.ListOvirtPermissionsResponse> {
    const asked = readList(PERMISSIONS_LIST, input);
    return this.#lists.shown(
      'OvirtPermissions',
      {
        asked,
        list: (page) => permissions.listPermissions(this.#app, context.caller, place, page, false),
        viewOf: permissionView,
      },
      context,
    );
  }
}
