/** The edge of users. */
import { UsersController as UsersBase } from '../../../generated/controllers/Users.js';
import type * as answers from '../../../generated/controllers/Users.js';
import type { JsonPatch, UserCreate, UserUpdate } from '../../../generated/checked-bodies.js';
import { MEMBERS } from '../../../generated/members.js';
import type { App } from '../../app/app.js';
import * as users from '../../app/users.js';
import { USERS } from '../../domain/collections.js';
import { etagOf } from '../../domain/etag.js';
import { ListQuery, selectFields } from '../contract/list-query.js';
import type { ListInput } from '../contract/list-query.js';
import type { Patches } from '../contract/patches.js';
import type { RequestContext } from '../request-context.js';
import { userView } from '../views/users.js';
import { hrefOf } from '../views/links.js';

export class UsersController extends UsersBase<RequestContext> {
  readonly #app: App;
  readonly #patches: Patches;

  constructor(app: App, patches: Patches) {
    super();
    this.#app = app;
    this.#patches = patches;
  }

  protected async listUsers(input: ListInput, { caller, origin }: RequestContext): Promise<answers.ListUsersAnswer> {
    const list = new ListQuery(USERS, MEMBERS.User, input);
    const page = await users.listUsers(this.#app, caller, list.page, input.allProjects);
    const { headers, markers } = list.around(page, origin, '/v1/users');
    const body = { users: page.rows.map((user) => list.select(userView(user, origin))), markers };
    return { status: 200, headers, body };
  }

  protected async createUser(
    { body }: { body: UserCreate },
    { caller, origin }: RequestContext,
  ): Promise<answers.CreateUserAnswer> {
    const { user, isReplayed } = await users.createUser(this.#app, caller, body);
    const headers = {
      ETag: etagOf(user.version),
      Location: origin + hrefOf('users', user.id),
      'Idempotency-Replayed': isReplayed ? ('true' as const) : undefined,
    };
    return { status: 201, headers, body: userView(user, origin) };
  }

  protected async getUser(
    { user, fields }: { user: string; fields?: string },
    { caller, origin }: RequestContext,
  ): Promise<answers.GetUserAnswer> {
    const found = await users.getUser(this.#app, caller, user);
    const body = selectFields(userView(found, origin), fields, MEMBERS.User);
    return { status: 200, headers: { ETag: etagOf(found.version) }, body };
  }

  protected async updateUser(
    { user, body }: { user: string; body: UserUpdate | JsonPatch },
    { caller, origin }: RequestContext,
  ): Promise<answers.UpdateUserAnswer> {
    const patch = this.#patches.ofUser(body, origin);
    const updated = await users.updateUser(this.#app, caller, user, patch);
    return { status: 200, headers: { ETag: etagOf(updated.version) }, body: userView(updated, origin) };
  }

  protected async deleteUser(
    { user }: { user: string },
    { caller }: RequestContext,
  ): Promise<answers.DeleteUserAnswer> {
    await users.deleteUser(this.#app, caller, user);
    return { status: 204 };
  }
}
