/** The controller of guests: their power, metadata, metrics and console log. */
import { GuestsController as GuestsBase } from '../../../generated/controllers/Guests.js';
import type * as responses from '../../../generated/controllers/Guests.js';
import type {
  DriftDiscard,
  GuestCreate,
  GuestUpdate,
  JsonPatch,
  MetadataPatch,
  PowerStateUpdate,
  SoftPowerOptions,
} from '../../../generated/checked-bodies.js';
import { MEMBERS } from '../../../generated/members.js';
import type { App } from '../../app/app.js';
import { forgetGuest } from '../../app/forget-guest.js';
import * as guests from '../../app/guests.js';
import { waitForOutcome } from '../../app/wait-for-outcome.js';
import type { Outcome } from '../../app/wait-for-outcome.js';
import { GUESTS } from '../../domain/collections.js';
import { etagOf } from '../../domain/etag.js';
import { ListQuery, selectFields } from '../contract/list-query.js';
import type { ListInput } from '../contract/list-query.js';
import type { Patches } from '../contract/patches.js';
import { resourceResponse } from '../contract/responses.js';
import type { RequestContext } from '../request-context.js';
import { driftView, guestStatesView, guestToCreate, guestView } from '../views/guests.js';
import { hrefOf } from '../views/links.js';
import { cpuMetricsView, diskMetricsView, nicMetricsView } from '../views/metrics.js';

export class GuestsController extends GuestsBase<RequestContext> {
  readonly #app: App;
  readonly #patches: Patches;

  constructor(app: App, patches: Patches) {
    super();
    this.#app = app;
    this.#patches = patches;
  }

  protected async listGuests(
    input: ListInput,
    { projectCaller, origin }: RequestContext,
  ): Promise<responses.ListGuestsResponse> {
    const list = new ListQuery(GUESTS, MEMBERS.Guest, input);
    const page = await guests.listGuests(this.#app, projectCaller, list.page, input.allProjects);
    return list.response(page, origin, (guest) => guestView(guest, origin));
  }

  protected async createGuest(
    { start, body }: { start: boolean; body: GuestCreate },
    context: RequestContext,
  ): Promise<responses.CreateGuestResponse> {
    const created = await guests.createGuest(this.#app, context.projectCaller, guestToCreate(body), start);
    const outcome = await waitForOutcome(this.#app, context.projectCaller, created, context.wait);
    const guest = outcome.guest ?? created.guest;
    const headers = {
      ...actedHeaders(outcome, context),
      ETag: etagOf(guest.version),
      Location: context.origin + hrefOf('guests', guest.id),
      'X-Operation-ID': created.operationId,
    };
    return { status: 201, headers, body: guestView(guest, context.origin) };
  }

  protected async getGuest(
    { guest, fields }: { guest: string; fields?: string },
    { projectCaller, origin }: RequestContext,
  ): Promise<responses.GetGuestResponse> {
    const found = await guests.getGuest(this.#app, projectCaller, guest);
    const body = selectFields(guestView(found, origin), fields, MEMBERS.Guest);
    return resourceResponse(found, body);
  }

  protected async updateGuest(
    { guest, body }: { guest: string; body: GuestUpdate | JsonPatch },
    context: RequestContext,
  ): Promise<responses.UpdateGuestResponse> {
    const patch = this.#patches.ofGuest(body, context.origin);
    return this.#actionResponse(await guests.updateGuest(this.#app, context.projectCaller, guest, patch), context);
  }

  protected async deleteGuest(
    { guest, forget }: { guest: string; forget: boolean },
    context: RequestContext,
  ): Promise<responses.DeleteGuestResponse> {
    if (forget) {
      await forgetGuest(this.#app, context.projectCaller, guest);
      return { status: 204, headers: { ...actedHeaders({ isReplayed: false }, context), 'X-Operation-ID': undefined } };
    }
    const acted = await guests.deleteGuest(this.#app, context.projectCaller, guest);
    const outcome = await waitForOutcome(this.#app, context.projectCaller, acted, context.wait);
    if (outcome.kind !== 'ended') return acceptedResponse(outcome, context);
    return { status: 204, headers: { ...actedHeaders(outcome, context), 'X-Operation-ID': outcome.operationId } };
  }

  protected async getGuestDrift(
    { guest }: { guest: string },
    { projectCaller }: RequestContext,
  ): Promise<responses.GetGuestDriftResponse> {
    return { status: 200, body: driftView(await guests.getGuestDrift(this.#app, projectCaller, guest)) };
  }

  protected async acceptGuestDrift(
    { guest }: { guest: string },
    context: RequestContext,
  ): Promise<responses.AcceptGuestDriftResponse> {
    return this.#actionResponse(await guests.acceptGuestDrift(this.#app, context.projectCaller, guest), context);
  }

  protected async discardGuestDrift(
    { guest, body }: { guest: string; body: DriftDiscard },
    context: RequestContext,
  ): Promise<responses.DiscardGuestDriftResponse> {
    const params = { loseDiskChanges: body.lose_disk_changes };
    const acted = await guests.discardGuestDrift(this.#app, context.projectCaller, guest, params);
    return this.#actionResponse(acted, context);
  }

  protected async startGuest(
    { guest }: { guest: string },
    context: RequestContext,
  ): Promise<responses.StartGuestResponse> {
    return this.#actionResponse(await guests.startGuest(this.#app, context.projectCaller, guest), context);
  }

  protected async shutdownGuest(
    { guest, body }: { guest: string; body: SoftPowerOptions },
    context: RequestContext,
  ): Promise<responses.ShutdownGuestResponse> {
    const params = softPowerParams(body);
    return this.#actionResponse(await guests.shutdownGuest(this.#app, context.projectCaller, guest, params), context);
  }

  protected async rebootGuest(
    { guest, body }: { guest: string; body: SoftPowerOptions },
    context: RequestContext,
  ): Promise<responses.RebootGuestResponse> {
    const params = softPowerParams(body);
    return this.#actionResponse(await guests.rebootGuest(this.#app, context.projectCaller, guest, params), context);
  }

  protected async restartGuest(
    { guest }: { guest: string },
    context: RequestContext,
  ): Promise<responses.RestartGuestResponse> {
    return this.#actionResponse(await guests.restartGuest(this.#app, context.projectCaller, guest), context);
  }

  protected async poweroffGuest(
    { guest }: { guest: string },
    context: RequestContext,
  ): Promise<responses.PoweroffGuestResponse> {
    return this.#actionResponse(await guests.poweroffGuest(this.#app, context.projectCaller, guest), context);
  }

  protected async suspendGuest(
    { guest }: { guest: string },
    context: RequestContext,
  ): Promise<responses.SuspendGuestResponse> {
    return this.#actionResponse(await guests.suspendGuest(this.#app, context.projectCaller, guest), context);
  }

  protected async getGuestStates(
    { guest }: { guest: string },
    { projectCaller }: RequestContext,
  ): Promise<responses.GetGuestStatesResponse> {
    const found = await guests.getGuest(this.#app, projectCaller, guest);
    return resourceResponse(found, guestStatesView(found));
  }

  protected async setGuestPowerState(
    { guest, body }: { guest: string; body: PowerStateUpdate },
    context: RequestContext,
  ): Promise<responses.SetGuestPowerStateResponse> {
    const acted = await guests.setGuestPowerState(this.#app, context.projectCaller, guest, body.target);
    const outcome = await waitForOutcome(this.#app, context.projectCaller, acted, context.wait);
    const now = outcome.guest ?? acted.guest;
    const headers = { ...actedHeaders(outcome, context), ETag: etagOf(now.version) };
    const states = guestStatesView(now);
    if (outcome.kind === 'ended') {
      return { status: 200, headers: { ...headers, 'X-Operation-ID': outcome.operationId }, body: states };
    }
    const Location = `${context.origin}${hrefOf('guests', now.id)}/states`;
    const job = { 'X-Operation-ID': acted.operationId ?? undefined };
    return { status: 202, headers: { ...headers, ...job, Location }, body: states };
  }

  protected async getGuestMetadata(
    { guest }: { guest: string },
    { projectCaller }: RequestContext,
  ): Promise<responses.GetGuestMetadataResponse> {
    const found = await guests.getGuest(this.#app, projectCaller, guest);
    return resourceResponse(found, found.metadata);
  }

  protected async updateGuestMetadata(
    { guest, body }: { guest: string; body: MetadataPatch | JsonPatch },
    { projectCaller }: RequestContext,
  ): Promise<responses.UpdateGuestMetadataResponse> {
    const patch = this.#patches.ofMetadata(body);
    const updated = await guests.updateGuestMetadata(this.#app, projectCaller, guest, patch);
    return resourceResponse(updated, updated.metadata);
  }

  protected async getGuestCpuMetrics(
    { guest }: { guest: string },
    { projectCaller }: RequestContext,
  ): Promise<responses.GetGuestCpuMetricsResponse> {
    return { status: 200, body: cpuMetricsView(await guests.getGuestMetrics(this.#app, projectCaller, guest)) };
  }

  protected async getGuestDiskMetrics(
    { guest }: { guest: string },
    { projectCaller }: RequestContext,
  ): Promise<responses.GetGuestDiskMetricsResponse> {
    return { status: 200, body: diskMetricsView(await guests.getGuestMetrics(this.#app, projectCaller, guest)) };
  }

  protected async getGuestNicMetrics(
    { guest }: { guest: string },
    { projectCaller }: RequestContext,
  ): Promise<responses.GetGuestNicMetricsResponse> {
    return { status: 200, body: nicMetricsView(await guests.getGuestMetrics(this.#app, projectCaller, guest)) };
  }

  protected async getGuestConsoleLog(
    { guest, bytes }: { guest: string; bytes: number },
    { projectCaller }: RequestContext,
  ): Promise<responses.GetGuestConsoleLogResponse> {
    const log = await guests.getGuestConsoleLog(this.#app, projectCaller, guest, bytes);
    return { status: 200, body: log.toString('utf8') };
  }

  /** The response to an action: 200 if it needs no operation or its operation has ended, otherwise 202. */
  async #actionResponse(acted: guests.ActedOnGuest, context: RequestContext): Promise<responses.StartGuestResponse> {
    const outcome = await waitForOutcome(this.#app, context.projectCaller, acted, context.wait);
    if (outcome.kind === 'open') return acceptedResponse(outcome, context);
    const guest = outcome.guest ?? acted.guest;
    const job = { 'X-Operation-ID': outcome.kind === 'ended' ? outcome.operationId : undefined };
    const headers = { ...actedHeaders(outcome, context), ...job, ETag: etagOf(guest.version) };
    return { status: 200, headers, body: guestView(guest, context.origin) };
  }
}

function softPowerParams(body: SoftPowerOptions): guests.SoftPowerParams {
  return { timeoutS: body.timeout_s, force: body.force };
}

interface ActedHeaders {
  readonly 'Preference-Applied': string | undefined;
  readonly 'Idempotency-Replayed': 'true' | undefined;
}

function actedHeaders({ isReplayed }: Pick<Outcome, 'isReplayed'>, { wait }: RequestContext): ActedHeaders {
  return {
    'Preference-Applied': wait === null ? undefined : `wait=${wait.waitMs / 1000}`,
    'Idempotency-Replayed': isReplayed ? 'true' : undefined,
  };
}

/** 202: the operation has not ended. The body is the guest in its current state. */
function acceptedResponse(
  outcome: Outcome,
  context: RequestContext,
): Extract<responses.DeleteGuestResponse, { status: 202 }> {
  if (outcome.kind !== 'open') throw new Error('no operation is in progress');
  const { guest, operationId } = outcome;
  const headers = {
    ...actedHeaders(outcome, context),
    ETag: etagOf(guest.version),
    Location: context.origin + hrefOf('operations', operationId),
    'X-Operation-ID': operationId,
  };
  return { status: 202, headers, body: guestView(guest, context.origin) };
}
