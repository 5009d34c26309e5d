/** The controller of the parts of one virtual machine. All parts but the counters are members of the guest. */
import { OvirtVmPartsController } from '../../../../../generated/ovirt/controllers/OvirtVmParts.js';
import type * as responses from '../../../../../generated/ovirt/controllers/OvirtVmParts.js';
import type { OvirtStatistic } from '../../../../../generated/ovirt/api-types.js';
import type { App } from '../../../../app/app.js';
import { getGuest, getGuestMetrics, getGuestSummary } from '../../../../app/guests.js';
import { GuesthouseError, isGuesthouseError } from '../../../../domain/errors.js';
import type { Guest } from '../../../../domain/guest.js';
import type { RequestContext } from '../../../request-context.js';
import { shown } from '../responses.js';
import { cdromViews, diskAttachmentViews, nicViews, statisticViews } from '../views/parts.js';

interface Of {
  readonly guest: string;
}

export class VmPartsController extends OvirtVmPartsController<RequestContext> {
  readonly #app: App;

  constructor(app: App) {
    super();
    this.#app = app;
  }

  protected async listOvirtNics({ guest }: Of, context: RequestContext): Promise<responses.ListOvirtNicsResponse> {
    return shown(200, { nic: nicViews(await this.#guest(guest, context)) }, context);
  }

  protected async getOvirtNic(
    { guest, nic }: Of & { nic: string },
    context: RequestContext,
  ): Promise<responses.GetOvirtNicResponse> {
    return shown(200, withId(nic, nicViews(await this.#guest(guest, context))), context);
  }

  protected async listOvirtDiskAttachments(
    { guest }: Of,
    context: RequestContext,
  ): Promise<responses.ListOvirtDiskAttachmentsResponse> {
    return shown(200, { disk_attachment: diskAttachmentViews(await this.#guest(guest, context)) }, context);
  }

  protected async getOvirtDiskAttachment(
    { guest, disk }: Of & { disk: string },
    context: RequestContext,
  ): Promise<responses.GetOvirtDiskAttachmentResponse> {
    return shown(200, withId(disk, diskAttachmentViews(await this.#guest(guest, context))), context);
  }

  protected async listOvirtCdroms({ guest }: Of, context: RequestContext): Promise<responses.ListOvirtCdromsResponse> {
    return shown(200, { cdrom: cdromViews(await this.#guest(guest, context)) }, context);
  }

  protected async getOvirtCdrom(
    { guest, cdrom }: Of & { cdrom: string },
    context: RequestContext,
  ): Promise<responses.GetOvirtCdromResponse> {
    return shown(200, withId(cdrom, cdromViews(await this.#guest(guest, context))), context);
  }

  protected async listOvirtStatistics(
    { guest }: Of,
    context: RequestContext,
  ): Promise<responses.ListOvirtStatisticsResponse> {
    return shown(200, { statistic: await this.#statistics(guest, context) }, context);
  }

  protected async getOvirtStatistic(
    { guest, statistic }: Of & { statistic: string },
    context: RequestContext,
  ): Promise<responses.GetOvirtStatisticResponse> {
    return shown(200, withId(statistic, await this.#statistics(guest, context)), context);
  }

  #guest(named: string, { projectCaller }: RequestContext): Promise<Guest> {
    return getGuest(this.#app, projectCaller, named);
  }

  async #statistics(named: string, { projectCaller }: RequestContext): Promise<OvirtStatistic[]> {
    // The path can have the name of the guest, and the counters do not contain its id.
    const guest = await getGuestSummary(this.#app, projectCaller, named);
    const measured = await getGuestMetrics(this.#app, projectCaller, guest.id).catch((error: unknown) => {
      if (isGuesthouseError(error, 'guest_not_powered')) return null;
      throw error;
    });
    return measured === null ? [] : statisticViews(guest, measured);
  }
}

function withId<View extends { readonly id: string }>(id: string, views: readonly View[]): View {
  const found = views.find((view) => view.id === id);
  if (found === undefined) throw new GuesthouseError('not_found', 'The virtual machine has no such part.');
  return found;
}
