/** The edge of guests: from parsed requests to use cases, and from what they answer to what the contract says. */
import { GuestsController as GuestsBase } from '../../../generated/controllers/Guests.js';
import type * as answers from '../../../generated/controllers/Guests.js';
import type { GuestCreate, MetadataPatch, PowerStateUpdate, SoftPowerOptions } from '../../../generated/api-types.js';
import type { App } from '../../app/app.js';
import * as guests from '../../app/guests.js';
import type { OperationParams } from '../../domain/operation.js';
import type { RequestContext } from '../request-context.js';
import { guestStatesView, guestToCreate, guestView } from '../views/guests.js';
import { hrefOf, linkHeader, markersOf } from '../views/links.js';
import { cpuMetricsView, diskMetricsView, nicMetricsView } from '../views/metrics.js';

export class GuestsController extends GuestsBase<RequestContext> {
  readonly #app: App;

  constructor(app: App) {
    super();
    this.#app = app;
  }

  protected async listGuests(
    { limit, marker = null }: { limit: number; marker?: string | null },
    { caller, origin }: RequestContext,
  ): Promise<answers.ListGuestsAnswer> {
    const page = await guests.listGuests(this.#app, caller, { limit, marker });
    return {
      status: 200,
      headers: { Link: linkHeader(page, origin, '/v1/guests', limit) },
      body: { guests: page.rows.map((guest) => guestView(guest, origin)), markers: markersOf(page) },
    };
  }

  protected async createGuest(
    { start, body }: { start: boolean; body: GuestCreate },
    { caller, origin }: RequestContext,
  ): Promise<answers.CreateGuestAnswer> {
    const { guest, operationId } = await guests.createGuest(this.#app, caller, guestToCreate(body), start);
    return {
      status: 201,
      headers: { Location: origin + hrefOf('guests', guest.id), 'X-Guest-Job-ID': operationId },
      body: guestView(guest, origin),
    };
  }

  protected async getGuest(
    { guest }: { guest: string },
    { caller, origin }: RequestContext,
  ): Promise<answers.GetGuestAnswer> {
    return { status: 200, body: guestView(await guests.getGuest(this.#app, caller, guest), origin) };
  }

  protected async deleteGuest(
    { guest }: { guest: string },
    context: RequestContext,
  ): Promise<answers.DeleteGuestAnswer> {
    return begun(await guests.deleteGuest(this.#app, context.caller, guest), context);
  }

  protected async startGuest({ guest }: { guest: string }, context: RequestContext): Promise<answers.StartGuestAnswer> {
    return begunOrAlready(await guests.startGuest(this.#app, context.caller, guest), context);
  }

  protected async shutdownGuest(
    { guest, body }: { guest: string; body?: SoftPowerOptions },
    context: RequestContext,
  ): Promise<answers.ShutdownGuestAnswer> {
    return begunOrAlready(await guests.shutdownGuest(this.#app, context.caller, guest, softPowerParams(body)), context);
  }

  protected async rebootGuest(
    { guest, body }: { guest: string; body?: SoftPowerOptions },
    context: RequestContext,
  ): Promise<answers.RebootGuestAnswer> {
    return begun(await guests.rebootGuest(this.#app, context.caller, guest, softPowerParams(body)), context);
  }

  protected async restartGuest(
    { guest }: { guest: string },
    context: RequestContext,
  ): Promise<answers.RestartGuestAnswer> {
    return begun(await guests.restartGuest(this.#app, context.caller, guest), context);
  }

  protected async poweroffGuest(
    { guest }: { guest: string },
    context: RequestContext,
  ): Promise<answers.PoweroffGuestAnswer> {
    return begunOrAlready(await guests.poweroffGuest(this.#app, context.caller, guest), context);
  }

  protected async suspendGuest(
    { guest }: { guest: string },
    context: RequestContext,
  ): Promise<answers.SuspendGuestAnswer> {
    return begunOrAlready(await guests.suspendGuest(this.#app, context.caller, guest), context);
  }

  protected async getGuestStates(
    { guest }: { guest: string },
    { caller }: RequestContext,
  ): Promise<answers.GetGuestStatesAnswer> {
    return { status: 200, body: guestStatesView(await guests.getGuest(this.#app, caller, guest)) };
  }

  protected async setGuestPowerState(
    { guest, body }: { guest: string; body: PowerStateUpdate },
    { caller, origin }: RequestContext,
  ): Promise<answers.SetGuestPowerStateAnswer> {
    const enqueued = await guests.setGuestPowerState(this.#app, caller, guest, body.target);
    const Location = `${origin}${hrefOf('guests', enqueued.guest.id)}/states`;
    const headers = { Location, 'X-Guest-Job-ID': enqueued.operationId ?? undefined };
    return { status: 202, headers, body: guestStatesView(enqueued.guest) };
  }

  protected async getGuestMetadata(
    { guest }: { guest: string },
    { caller }: RequestContext,
  ): Promise<answers.GetGuestMetadataAnswer> {
    return { status: 200, body: (await guests.getGuest(this.#app, caller, guest)).metadata };
  }

  protected async updateGuestMetadata(
    { guest, body }: { guest: string; body: MetadataPatch },
    { caller }: RequestContext,
  ): Promise<answers.UpdateGuestMetadataAnswer> {
    return { status: 200, body: await guests.updateGuestMetadata(this.#app, caller, guest, body) };
  }

  protected async getGuestCpuMetrics(
    { guest }: { guest: string },
    { caller }: RequestContext,
  ): Promise<answers.GetGuestCpuMetricsAnswer> {
    return { status: 200, body: cpuMetricsView(await guests.getGuestMetrics(this.#app, caller, guest)) };
  }

  protected async getGuestDiskMetrics(
    { guest }: { guest: string },
    { caller }: RequestContext,
  ): Promise<answers.GetGuestDiskMetricsAnswer> {
    return { status: 200, body: diskMetricsView(await guests.getGuestMetrics(this.#app, caller, guest)) };
  }

  protected async getGuestNicMetrics(
    { guest }: { guest: string },
    { caller }: RequestContext,
  ): Promise<answers.GetGuestNicMetricsAnswer> {
    return { status: 200, body: nicMetricsView(await guests.getGuestMetrics(this.#app, caller, guest)) };
  }

  protected async getGuestConsoleLog(
    { guest, bytes }: { guest: string; bytes: number },
    { caller }: RequestContext,
  ): Promise<answers.GetGuestConsoleLogAnswer> {
    const log = await guests.getGuestConsoleLog(this.#app, caller, guest, bytes);
    return { status: 200, body: log.toString('utf8') };
  }
}

function softPowerParams(body: SoftPowerOptions | undefined): OperationParams {
  return { timeoutS: body?.timeout_s, force: body?.force };
}

function begun({ guest, operationId }: guests.ActedOnGuest, { origin }: RequestContext): answers.RestartGuestAnswer {
  if (operationId === null) throw new Error('a verb that is never already done started no operation');
  return {
    status: 202,
    headers: { Location: origin + hrefOf('operations', operationId), 'X-Guest-Job-ID': operationId },
    body: guestView(guest, origin),
  };
}

function begunOrAlready(enqueued: guests.ActedOnGuest, context: RequestContext): answers.StartGuestAnswer {
  if (enqueued.operationId !== null) return begun(enqueued, context);
  return { status: 200, body: guestView(enqueued.guest, context.origin) };
}
