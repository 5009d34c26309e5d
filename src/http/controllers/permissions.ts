/** The controller of permissions, which have the same form for a project and for one guest. */
import { PermissionsController as PermissionsBase } from '../../../generated/controllers/Permissions.js';
import type * as responses from '../../../generated/controllers/Permissions.js';
import type { GuestPermissionCreate, ProjectPermissionCreate } from '../../../generated/checked-bodies.js';
import { MEMBERS } from '../../../generated/members.js';
import type { App } from '../../app/app.js';
import * as permissions from '../../app/permissions.js';
import type { NamedPlace } from '../../app/permissions.js';
import { PERMISSIONS } from '../../domain/collections.js';
import { ListQuery, selectFields } from '../contract/list-query.js';
import type { ListInput } from '../contract/list-query.js';
import { createdResponse, resourceResponse } from '../contract/responses.js';
import type { RequestContext } from '../request-context.js';
import { hrefOf } from '../views/links.js';
import { permissionToCreate, permissionView } from '../views/permissions.js';

interface One {
  readonly permission: string;
  readonly fields?: string;
}

export class PermissionsController extends PermissionsBase<RequestContext> {
  readonly #app: App;

  constructor(app: App) {
    super();
    this.#app = app;
  }

  protected listGuestPermissions(
    { guest, ...input }: { guest: string } & ListInput,
    context: RequestContext,
  ): Promise<responses.ListGuestPermissionsResponse> {
    return this.#list({ guest }, hrefOf('guests', encodeURIComponent(guest)), input, context);
  }

  protected listProjectPermissions(
    { project, ...input }: { project: string } & ListInput,
    context: RequestContext,
  ): Promise<responses.ListProjectPermissionsResponse> {
    return this.#list({ project }, hrefOf('projects', encodeURIComponent(project)), input, context);
  }

  protected createGuestPermission(
    { guest, body }: { guest: string; body: GuestPermissionCreate },
    context: RequestContext,
  ): Promise<responses.CreateGuestPermissionResponse> {
    return this.#create({ guest }, body, context);
  }

  protected createProjectPermission(
    { project, body }: { project: string; body: ProjectPermissionCreate },
    context: RequestContext,
  ): Promise<responses.CreateProjectPermissionResponse> {
    return this.#create({ project }, body, context);
  }

  protected getGuestPermission(
    { guest, ...one }: { guest: string } & One,
    context: RequestContext,
  ): Promise<responses.GetGuestPermissionResponse> {
    return this.#get({ guest }, one, context);
  }

  protected getProjectPermission(
    { project, ...one }: { project: string } & One,
    context: RequestContext,
  ): Promise<responses.GetProjectPermissionResponse> {
    return this.#get({ project }, one, context);
  }

  protected async deleteGuestPermission(
    { guest, permission }: { guest: string; permission: string },
    { caller }: RequestContext,
  ): Promise<responses.DeleteGuestPermissionResponse> {
    await permissions.deletePermission(this.#app, caller, { guest }, permission);
    return { status: 204 };
  }

  protected async deleteProjectPermission(
    { project, permission }: { project: string; permission: string },
    { caller }: RequestContext,
  ): Promise<responses.DeleteProjectPermissionResponse> {
    await permissions.deletePermission(this.#app, caller, { project }, permission);
    return { status: 204 };
  }

  async #list(
    place: NamedPlace,
    href: string,
    input: ListInput,
    { caller, origin }: RequestContext,
  ): Promise<responses.ListProjectPermissionsResponse> {
    const list = new ListQuery(PERMISSIONS, MEMBERS.Permission, input);
    const page = await permissions.listPermissions(this.#app, caller, place, list.page, input.allProjects);
    return list.response(page, origin, (row) => permissionView(row, origin), `${href}/permissions`);
  }

  async #create(
    place: NamedPlace,
    body: GuestPermissionCreate | ProjectPermissionCreate,
    { caller, origin }: RequestContext,
  ): Promise<responses.CreateProjectPermissionResponse> {
    const wanted = permissionToCreate(body);
    const { permission, isReplayed } = await permissions.createPermission(this.#app, caller, place, wanted);
    return createdResponse(permission, permissionView(permission, origin), origin, isReplayed);
  }

  async #get(
    place: NamedPlace,
    { permission, fields }: One,
    { caller, origin }: RequestContext,
  ): Promise<responses.GetProjectPermissionResponse> {
    const found = await permissions.getPermission(this.#app, caller, place, permission);
    const body = selectFields(permissionView(found, origin), fields, MEMBERS.Permission);
    return resourceResponse(found, body);
  }
}
