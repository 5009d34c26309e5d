/** The controller of guests. */
import { SaharaGuestsController as GuestsBase } from '../../../../../generated/sahara/controllers/SaharaGuests.js';
import type * as responses from '../../../../../generated/sahara/controllers/SaharaGuests.js';
import type { SaharaGuestCreate, SaharaGuestUpdate } from '../../../../../generated/sahara/checked-bodies.js';
import type { App } from '../../../../app/app.js';
import * as guests from '../../../../app/guests.js';
import type { RequestContext } from '../../../request-context.js';
import { listResponse, type ListInput } from '../list-response.js';
import { guestToCreate, guestView, guestWith } from '../views/guests.js';

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

  protected async createSaharaGuest(
    { start, body }: { start: boolean; body: SaharaGuestCreate },
    { projectCaller, origin }: RequestContext,
  ): Promise<responses.CreateSaharaGuestResponse> {
    const { guest } = await guests.createGuest(this.#app, projectCaller, guestToCreate(body), start);
    return { status: 202, body: { guest: guestView(guest, origin) } };
  }

  protected async getSaharaGuest(
    { guest }: { guest: string },
    { projectCaller, origin }: RequestContext,
  ): Promise<responses.GetSaharaGuestResponse> {
    const found = await guests.getGuest(this.#app, projectCaller, guest);
    return { status: 200, body: { guest: guestView(found, origin) } };
  }

  protected async updateSaharaGuest(
    { guest, body }: { guest: string; body: SaharaGuestUpdate },
    { projectCaller, origin }: RequestContext,
  ): Promise<responses.UpdateSaharaGuestResponse> {
    const changed = await guests.updateGuest(this.#app, projectCaller, guest, guestWith(body));
    return { status: 202, body: { guest: guestView(changed.guest, origin) } };
  }

  /** PUT is PATCH in this API. */
  protected async putSaharaGuest(
    input: { guest: string; body: SaharaGuestUpdate },
    context: RequestContext,
  ): Promise<responses.PutSaharaGuestResponse> {
    return this.updateSaharaGuest(input, context);
  }

  protected async deleteSaharaGuest(
    { guest }: { guest: string },
    { projectCaller }: RequestContext,
  ): Promise<responses.DeleteSaharaGuestResponse> {
    await guests.deleteGuest(this.#app, projectCaller, guest);
    return { status: 204 };
  }
}
