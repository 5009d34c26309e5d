/** The controller of roles. */
import { RolesController as RolesBase } from '../../../generated/controllers/Roles.js';
import type * as responses from '../../../generated/controllers/Roles.js';
import { MEMBERS } from '../../../generated/members.js';
import * as roles from '../../app/roles.js';
import { ROLES } from '../../domain/collections.js';
import { ListQuery, selectFields } from '../contract/list-query.js';
import type { ListInput } from '../contract/list-query.js';
import { resourceResponse } from '../contract/responses.js';
import type { RequestContext } from '../request-context.js';
import { roleView } from '../views/roles.js';

export class RolesController extends RolesBase<RequestContext> {
  protected async listRoles(
    input: ListInput,
    { caller, origin }: RequestContext,
  ): Promise<responses.ListRolesResponse> {
    const list = new ListQuery(ROLES, MEMBERS.Role, input);
    const page = roles.listRoles(caller, list.page, input.allProjects);
    return list.response(page, origin, roleView);
  }

  protected async getRole({ role, fields }: { role: string; fields?: string }): Promise<responses.GetRoleResponse> {
    const found = roles.getRole(role);
    const body = selectFields(roleView(found), fields, MEMBERS.Role);
    return resourceResponse(found, body);
  }
}
