/**
 * The controller of tokens.
 *
 * Invariant: only the response to the POST that creates a token has its secret (test/http/tokens.test.ts).
 */
import { TokensController as TokensBase } from '../../../generated/controllers/Tokens.js';
import type * as responses from '../../../generated/controllers/Tokens.js';
import type { TokenCreate } from '../../../generated/checked-bodies.js';
import { MEMBERS } from '../../../generated/members.js';
import type { App } from '../../app/app.js';
import * as tokens from '../../app/tokens.js';
import { TOKENS } from '../../domain/collections.js';
import { ListQuery, selectFields } from '../contract/list-query.js';
import type { ListInput } from '../contract/list-query.js';
import { createdResponse, resourceResponse } from '../contract/responses.js';
import type { RequestContext } from '../request-context.js';
import { tokenToCreate, tokenView } from '../views/tokens.js';

export class TokensController extends TokensBase<RequestContext> {
  readonly #app: App;

  constructor(app: App) {
    super();
    this.#app = app;
  }

  protected async listTokens(
    input: ListInput,
    { caller, origin }: RequestContext,
  ): Promise<responses.ListTokensResponse> {
    const list = new ListQuery(TOKENS, MEMBERS.Token, input);
    const page = await tokens.listTokens(this.#app, caller, list.page, input.allProjects);
    return list.response(page, origin, (token) => tokenView(token, origin));
  }

  protected async createToken(
    { body }: { body: TokenCreate },
    { caller, origin }: RequestContext,
  ): Promise<responses.CreateTokenResponse> {
    const { token, secret } = await tokens.createToken(this.#app, caller, tokenToCreate(body));
    return createdResponse(token, { ...tokenView(token, origin), token: secret }, origin, false);
  }

  protected async getToken(
    { token, fields }: { token: string; fields?: string },
    { caller, origin }: RequestContext,
  ): Promise<responses.GetTokenResponse> {
    const found = await tokens.getToken(this.#app, caller, token);
    const body = selectFields(tokenView(found, origin), fields, MEMBERS.Token);
    return resourceResponse(found, body);
  }

  protected async deleteToken(
    { token }: { token: string },
    { caller }: RequestContext,
  ): Promise<responses.DeleteTokenResponse> {
    await tokens.deleteToken(this.#app, caller, token);
    return { status: 204 };
  }
}
