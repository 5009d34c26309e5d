/** The controller of guests: their power, metadata and metrics. */
import { MistifyGuestsController } from '../../../../../generated/mistify/controllers/MistifyGuests.js';
import type * as responses from '../../../../../generated/mistify/controllers/MistifyGuests.js';
import type { MistifyGuestCreate, MistifyMetadataPatch } from '../../../../../generated/mistify/checked-bodies.js';
import type { App } from '../../../../app/app.js';
import * as guests from '../../../../app/guests.js';
import { walk } from '../../../../app/walk.js';
import { mergeMetadata } from '../../../../domain/metadata.js';
import { jsonListForm, listStream } from '../../../contract/list-stream.js';
import type { RequestContext } from '../../../request-context.js';
import { guestToCreate, guestView, metadataView } from '../views/guests.js';
import { cpuMetricsView, diskMetricsView, nicMetricsView } from '../views/metrics.js';

const ALL = { marker: null, sortBy: null, search: null, isCaseSensitive: false };
const GUEST_LIST = jsonListForm(guestView);
/** The options of a soft shutdown or reboot, which requests of Mistify cannot set: the defaults of the native API. */
const SOFTLY: guests.SoftPowerParams = { timeoutS: 90, force: false };

interface GuestInput {
  readonly guest: string;
}

export class GuestsController extends MistifyGuestsController<RequestContext> {
  readonly #app: App;

  constructor(app: App) {
    super();
    this.#app = app;
  }

  protected async listMistifyGuests(
    _input: object,
    { projectCaller, over }: RequestContext,
  ): Promise<responses.ListMistifyGuestsResponse> {
    const pages = walk((page) => guests.listGuests(this.#app, projectCaller, page, false), ALL);
    return { status: 200, body: await listStream(pages, GUEST_LIST, over) };
  }

  protected async createMistifyGuest(
    { body }: { body: MistifyGuestCreate },
    { projectCaller }: RequestContext,
  ): Promise<responses.CreateMistifyGuestResponse> {
    return acceptedResponse(await guests.createGuest(this.#app, projectCaller, guestToCreate(body), true));
  }

  protected async getMistifyGuest(
    { guest }: GuestInput,
    { projectCaller }: RequestContext,
  ): Promise<responses.GetMistifyGuestResponse> {
    return { status: 200, body: guestView(await guests.getGuest(this.#app, projectCaller, guest)) };
  }

  protected async deleteMistifyGuest(
    { guest }: GuestInput,
    { projectCaller }: RequestContext,
  ): Promise<responses.DeleteMistifyGuestResponse> {
    return acceptedResponse(await guests.deleteGuest(this.#app, projectCaller, guest));
  }

  protected deleteMistifyGuestByPost(
    input: GuestInput,
    context: RequestContext,
  ): Promise<responses.DeleteMistifyGuestByPostResponse> {
    return this.deleteMistifyGuest(input, context);
  }

  protected async shutdownMistifyGuest(
    { guest }: GuestInput,
    { projectCaller }: RequestContext,
  ): Promise<responses.ShutdownMistifyGuestResponse> {
    return acceptedResponse(await guests.shutdownGuest(this.#app, projectCaller, guest, SOFTLY));
  }

  protected async rebootMistifyGuest(
    { guest }: GuestInput,
    { projectCaller }: RequestContext,
  ): Promise<responses.RebootMistifyGuestResponse> {
    return acceptedResponse(await guests.rebootGuest(this.#app, projectCaller, guest, SOFTLY));
  }

  protected async restartMistifyGuest(
    { guest }: GuestInput,
    { projectCaller }: RequestContext,
  ): Promise<responses.RestartMistifyGuestResponse> {
    return acceptedResponse(await guests.restartGuest(this.#app, projectCaller, guest));
  }

  protected async poweroffMistifyGuest(
    { guest }: GuestInput,
    { projectCaller }: RequestContext,
  ): Promise<responses.PoweroffMistifyGuestResponse> {
    return acceptedResponse(await guests.poweroffGuest(this.#app, projectCaller, guest));
  }

  protected async startMistifyGuest(
    { guest }: GuestInput,
    { projectCaller }: RequestContext,
  ): Promise<responses.StartMistifyGuestResponse> {
    return acceptedResponse(await guests.startGuest(this.#app, projectCaller, guest));
  }

  protected async suspendMistifyGuest(
    { guest }: GuestInput,
    { projectCaller }: RequestContext,
  ): Promise<responses.SuspendMistifyGuestResponse> {
    return acceptedResponse(await guests.suspendGuest(this.#app, projectCaller, guest));
  }

  protected async getMistifyGuestMetadata(
    { guest }: GuestInput,
    { projectCaller }: RequestContext,
  ): Promise<responses.GetMistifyGuestMetadataResponse> {
    return { status: 200, body: metadataView(await guests.getGuest(this.#app, projectCaller, guest)) };
  }

  protected async updateMistifyGuestMetadata(
    { guest, body }: GuestInput & { readonly body: MistifyMetadataPatch },
    { projectCaller }: RequestContext,
  ): Promise<responses.UpdateMistifyGuestMetadataResponse> {
    const updated = await guests.updateGuestMetadata(this.#app, projectCaller, guest, (metadata) =>
      mergeMetadata(metadata, body),
    );
    return { status: 200, body: metadataView(updated) };
  }

  protected async getMistifyGuestCpuMetrics(
    { guest }: GuestInput,
    { projectCaller }: RequestContext,
  ): Promise<responses.GetMistifyGuestCpuMetricsResponse> {
    return { status: 200, body: cpuMetricsView(await guests.getGuestMetrics(this.#app, projectCaller, guest)) };
  }

  protected async getMistifyGuestNicMetrics(
    { guest }: GuestInput,
    { projectCaller }: RequestContext,
  ): Promise<responses.GetMistifyGuestNicMetricsResponse> {
    return { status: 200, body: nicMetricsView(await guests.getGuestMetrics(this.#app, projectCaller, guest)) };
  }

  protected async getMistifyGuestDiskMetrics(
    { guest }: GuestInput,
    { projectCaller }: RequestContext,
  ): Promise<responses.GetMistifyGuestDiskMetricsResponse> {
    return { status: 200, body: diskMetricsView(await guests.getGuestMetrics(this.#app, projectCaller, guest)) };
  }
}

/** 202, also if the guest was already in the requested state; then no work continues, so there is no job. */
function acceptedResponse({ guest, operationId }: guests.ActedOnGuest): responses.CreateMistifyGuestResponse {
  return { status: 202, headers: { 'X-Guest-Job-ID': operationId ?? undefined }, body: guestView(guest) };
}
