/** The controller of guests. */
import { SaharaGuestsController as GuestsBase } from '../../../../../generated/sahara/controllers/SaharaGuests.js';
import type * as responses from '../../../../../generated/sahara/controllers/SaharaGuests.js';
import type { App } from '../../../../app/app.js';
import * as guests from '../../../../app/guests.js';
import type { RequestContext } from '../../../request-context.js';
import { listResponse, type ListInput } from '../list-response.js';
import { guestView } from '../views/guests.js';

export class SaharaGuestsController extends GuestsBase<RequestContext> {
  readonly #app: App;

  constructor(app: App) {
    super();
    this.#app = app;
  }

  protected async listSaharaGuests(
    input: ListInput,
    context: RequestContext,
  ): Promise<responses.ListSaharaGuestsResponse> {
    return listResponse(this.#app, 'guests', input, context, (guest) => guestView(guest, context.origin));
  }

  protected async getSaharaGuest(
    { guest }: { guest: string },
    { projectCaller, origin }: RequestContext,
  ): Promise<responses.GetSaharaGuestResponse> {
    const found = await guests.getGuest(this.#app, projectCaller, guest);
    return { status: 200, body: { guest: guestView(found, origin) } };
  }
}
