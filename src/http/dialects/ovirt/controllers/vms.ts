/** The controller of virtual machines and their actions. */
import { OvirtVmsController } from '../../../../../generated/ovirt/controllers/OvirtVms.js';
import type * as responses from '../../../../../generated/ovirt/controllers/OvirtVms.js';
import type {
  OvirtActionOptions,
  OvirtStart,
  OvirtVmCreate,
  OvirtVmUpdate,
} from '../../../../../generated/ovirt/checked-bodies.js';
import type { App } from '../../../../app/app.js';
import * as guests from '../../../../app/guests.js';
import { GuesthouseError } from '../../../../domain/errors.js';
import type { Guest } from '../../../../domain/guest.js';
import type { Page, PageRequest } from '../../../../domain/page.js';
import type { RequestContext } from '../../../request-context.js';
import { actionResponse, askedResponse, refuseInitialization, settled } from '../actions.js';
import { shown } from '../responses.js';
import type { Lists } from '../responses.js';
import { readList, VMS } from '../search.js';
import type { ListInput } from '../search.js';
import { changedVm, vmToCreate, vmView } from '../views/vms.js';
import { readFlag } from '../words.js';

interface Acting<Options> {
  readonly guest: string;
  readonly body: Options;
}

/** As in the native API: how long the operating system has, and that the power is not cut afterwards. */
const SOFT = { timeoutS: 90, force: false };

export class VmsController extends OvirtVmsController<RequestContext> {
  readonly #app: App;
  readonly #lists: Lists;

  constructor(app: App, lists: Lists) {
    super();
    this.#app = app;
    this.#lists = lists;
  }

  protected async listOvirtVms(input: ListInput, context: RequestContext): Promise<responses.ListOvirtVmsResponse> {
    const caller = context.projectCaller;
    const asked = readList(VMS, input);
    const list = (page: PageRequest): Promise<Page<Guest>> => guests.listGuests(this.#app, caller, page, false);
    return this.#lists.shown('OvirtVms', { asked, list, viewOf: vmView }, context);
  }

  protected async createOvirtVm(
    { clone, clonePermissions, body }: { clone?: string; clonePermissions?: string; body: OvirtVmCreate },
    context: RequestContext,
  ): Promise<responses.CreateOvirtVmResponse> {
    if (readFlag(clone) || readFlag(clonePermissions))
      throw new GuesthouseError('not_implemented', 'clone and clone_permissions are not supported.');
    const { guest } = await guests.createGuest(this.#app, context.projectCaller, vmToCreate(body), false);
    return shown(201, vmView(guest), context);
  }

  protected async getOvirtVm(
    { guest }: { guest: string },
    context: RequestContext,
  ): Promise<responses.GetOvirtVmResponse> {
    return shown(200, vmView(await guests.getGuest(this.#app, context.projectCaller, guest)), context);
  }

  protected async updateOvirtVm(
    { guest: named, body }: { guest: string; body: OvirtVmUpdate },
    context: RequestContext,
  ): Promise<responses.UpdateOvirtVmResponse> {
    const caller = context.projectCaller;
    const acted = await guests.updateGuest(this.#app, caller, named, (guest) => changedVm(guest, body));
    const { kind, guest } = await settled(this.#app, acted, context);
    const view = vmView(guest ?? acted.guest);
    return kind === 'open' ? shown(202, view, context) : shown(200, view, context);
  }

  protected async deleteOvirtVm(
    { guest, async: isAsync }: { guest: string; async?: string },
    context: RequestContext,
  ): Promise<responses.DeleteOvirtVmResponse> {
    const acted = await guests.deleteGuest(this.#app, context.projectCaller, guest);
    return actionResponse(this.#app, acted, readFlag(isAsync), context);
  }

  protected async startOvirtVm(
    { guest, body }: Acting<OvirtStart>,
    context: RequestContext,
  ): Promise<responses.StartOvirtVmResponse> {
    refuseInitialization(body);
    const acted = await guests.startGuest(this.#app, context.projectCaller, guest);
    return actionResponse(this.#app, acted, body.async, context);
  }

  protected async poweroffOvirtVm(
    { guest, body }: Acting<OvirtActionOptions>,
    context: RequestContext,
  ): Promise<responses.PoweroffOvirtVmResponse> {
    const acted = await guests.poweroffGuest(this.#app, context.projectCaller, guest);
    return actionResponse(this.#app, acted, body.async, context);
  }

  protected async shutdownOvirtVm(
    { guest }: Acting<OvirtActionOptions>,
    context: RequestContext,
  ): Promise<responses.ShutdownOvirtVmResponse> {
    return askedResponse(await guests.shutdownGuest(this.#app, context.projectCaller, guest, SOFT), context);
  }

  protected async rebootOvirtVm(
    { guest }: Acting<OvirtActionOptions>,
    context: RequestContext,
  ): Promise<responses.RebootOvirtVmResponse> {
    return askedResponse(await guests.rebootGuest(this.#app, context.projectCaller, guest, SOFT), context);
  }

  protected async restartOvirtVm(
    { guest, body }: Acting<OvirtActionOptions>,
    context: RequestContext,
  ): Promise<responses.RestartOvirtVmResponse> {
    const acted = await guests.restartGuest(this.#app, context.projectCaller, guest);
    return actionResponse(this.#app, acted, body.async, context);
  }

  protected async suspendOvirtVm(
    { guest, body }: Acting<OvirtActionOptions>,
    context: RequestContext,
  ): Promise<responses.SuspendOvirtVmResponse> {
    const acted = await guests.suspendGuest(this.#app, context.projectCaller, guest);
    return actionResponse(this.#app, acted, body.async, context);
  }
}
