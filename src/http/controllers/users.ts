/** The controller of users. */
import { UsersController as UsersBase } from '../../../generated/controllers/Users.js';
import type * as responses from '../../../generated/controllers/Users.js';
import type { JsonPatch, UserCreate, UserUpdate } from '../../../generated/checked-bodies.js';
import { MEMBERS } from '../../../generated/members.js';
import type { App } from '../../app/app.js';
import * as users from '../../app/users.js';
import { USERS } from '../../domain/collections.js';
import { ListQuery, selectFields } from '../contract/list-query.js';
import type { ListInput } from '../contract/list-query.js';
import type { Patches } from '../contract/patches.js';
import { createdResponse, resourceResponse } from '../contract/responses.js';
import type { RequestContext } from '../request-context.js';
import { userView } from '../views/users.js';

export class UsersController extends UsersBase<RequestContext> {
  readonly #app: App;
  readonly #patches: Patches;

  constructor(app: App, patches: Patches) {
    super();
    this.#app = app;
    this.#patches = patches;
  }

  protected async listUsers(
    input: ListInput,
    { caller, origin }: RequestContext,
  ): Promise<responses.ListUsersResponse> {
    const list = new ListQuery(USERS, MEMBERS.User, input);
    const page = await users.listUsers(this.#app, caller, list.page, input.allProjects);
    return list.response(page, origin, (user) => userView(user, origin));
  }

  protected async createUser(
    { body }: { body: UserCreate },
    { caller, origin }: RequestContext,
  ): Promise<responses.CreateUserResponse> {
    const { user, isReplayed } = await users.createUser(this.#app, caller, body);
    return createdResponse(user, userView(user, origin), origin, isReplayed);
  }

  protected async getUser(
    { user, fields }: { user: string; fields?: string },
    { caller, origin }: RequestContext,
  ): Promise<responses.GetUserResponse> {
    const found = await users.getUser(this.#app, caller, user);
    const body = selectFields(userView(found, origin), fields, MEMBERS.User);
    return resourceResponse(found, body);
  }

  protected async updateUser(
    { user, body }: { user: string; body: UserUpdate | JsonPatch },
    { caller, origin }: RequestContext,
  ): Promise<responses.UpdateUserResponse> {
    const patch = this.#patches.ofUser(body, origin);
    const updated = await users.updateUser(this.#app, caller, user, patch);
    return resourceResponse(updated, userView(updated, origin));
  }

  protected async deleteUser(
    { user }: { user: string },
    { caller }: RequestContext,
  ): Promise<responses.DeleteUserResponse> {
    await users.deleteUser(this.#app, caller, user);
    return { status: 204 };
  }
}
