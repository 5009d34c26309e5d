// Generated from openapi/ovirt.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { OvirtCdrom, OvirtCdroms, OvirtDiskAttachment, OvirtDiskAttachments, OvirtNic, OvirtNics, OvirtRefusal, OvirtStatistic, OvirtStatistics } from '../api-types.js';
import { Get, Header, OperationId, Path, Request, Response, Route, Security, SuccessResponse, Tags } from '../../decorators.js';
import type { Exchange } from '../../exchange.js';

/** The responses that GET /ovirt-engine/api/vms/{guest}/nics returns. */
export type ListOvirtNicsResponse =
  | { status: 200; body: OvirtNics }
  | { status: 200; mediaType: 'application/json'; body: OvirtNics };

/** The responses that GET /ovirt-engine/api/vms/{guest}/nics/{nic} returns. */
export type GetOvirtNicResponse =
  | { status: 200; body: OvirtNic }
  | { status: 200; mediaType: 'application/json'; body: OvirtNic };

/** The responses that GET /ovirt-engine/api/vms/{guest}/diskattachments returns. */
export type ListOvirtDiskAttachmentsResponse =
  | { status: 200; body: OvirtDiskAttachments }
  | { status: 200; mediaType: 'application/json'; body: OvirtDiskAttachments };

/** The responses that GET /ovirt-engine/api/vms/{guest}/diskattachments/{disk} returns. */
export type GetOvirtDiskAttachmentResponse =
  | { status: 200; body: OvirtDiskAttachment }
  | { status: 200; mediaType: 'application/json'; body: OvirtDiskAttachment };

/** The responses that GET /ovirt-engine/api/vms/{guest}/cdroms returns. */
export type ListOvirtCdromsResponse =
  | { status: 200; body: OvirtCdroms }
  | { status: 200; mediaType: 'application/json'; body: OvirtCdroms };

/** The responses that GET /ovirt-engine/api/vms/{guest}/cdroms/{cdrom} returns. */
export type GetOvirtCdromResponse =
  | { status: 200; body: OvirtCdrom }
  | { status: 200; mediaType: 'application/json'; body: OvirtCdrom };

/** The responses that GET /ovirt-engine/api/vms/{guest}/statistics returns. */
export type ListOvirtStatisticsResponse =
  | { status: 200; body: OvirtStatistics }
  | { status: 200; mediaType: 'application/json'; body: OvirtStatistics };

/** The responses that GET /ovirt-engine/api/vms/{guest}/statistics/{statistic} returns. */
export type GetOvirtStatisticResponse =
  | { status: 200; body: OvirtStatistic }
  | { status: 200; mediaType: 'application/json'; body: OvirtStatistic };

@Route()
@Tags('OvirtVmParts')
export abstract class OvirtVmPartsController<Context> {
  /**
   * List the NICs of a virtual machine
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Get('/ovirt-engine/api/vms/{guest}/nics')
  @OperationId('listOvirtNics')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The NICs.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such guest.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_listOvirtNics(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Header('Version') version?: '4'): Promise<OvirtNics> {
    return exchange.respond<OvirtNics>(await this.listOvirtNics({ guest, version }, exchange.context));
  }

  /** List the NICs of a virtual machine. */
  protected abstract listOvirtNics(input: { guest: string; version?: '4' }, context: Context): Promise<ListOvirtNicsResponse>;

  /**
   * Get a NIC
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @minLength nic 1
   * @maxLength nic 255
   * @pattern nic ^[^\x00]*$
   */
  @Get('/ovirt-engine/api/vms/{guest}/nics/{nic}')
  @OperationId('getOvirtNic')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The NIC.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such guest.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_getOvirtNic(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Path('nic') nic: string, @Header('Version') version?: '4'): Promise<OvirtNic> {
    return exchange.respond<OvirtNic>(await this.getOvirtNic({ guest, nic, version }, exchange.context));
  }

  /** Get a NIC. */
  protected abstract getOvirtNic(input: { guest: string; nic: string; version?: '4' }, context: Context): Promise<GetOvirtNicResponse>;

  /**
   * List the disks of a virtual machine
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Get('/ovirt-engine/api/vms/{guest}/diskattachments')
  @OperationId('listOvirtDiskAttachments')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The disks.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such guest.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_listOvirtDiskAttachments(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Header('Version') version?: '4'): Promise<OvirtDiskAttachments> {
    return exchange.respond<OvirtDiskAttachments>(await this.listOvirtDiskAttachments({ guest, version }, exchange.context));
  }

  /** List the disks of a virtual machine. */
  protected abstract listOvirtDiskAttachments(input: { guest: string; version?: '4' }, context: Context): Promise<ListOvirtDiskAttachmentsResponse>;

  /**
   * Get a disk
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @minLength disk 1
   * @maxLength disk 255
   * @pattern disk ^[^\x00]*$
   */
  @Get('/ovirt-engine/api/vms/{guest}/diskattachments/{disk}')
  @OperationId('getOvirtDiskAttachment')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The disk.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such guest.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_getOvirtDiskAttachment(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Path('disk') disk: string, @Header('Version') version?: '4'): Promise<OvirtDiskAttachment> {
    return exchange.respond<OvirtDiskAttachment>(await this.getOvirtDiskAttachment({ guest, disk, version }, exchange.context));
  }

  /** Get a disk. */
  protected abstract getOvirtDiskAttachment(input: { guest: string; disk: string; version?: '4' }, context: Context): Promise<GetOvirtDiskAttachmentResponse>;

  /**
   * List the CD-ROMs of a virtual machine
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Get('/ovirt-engine/api/vms/{guest}/cdroms')
  @OperationId('listOvirtCdroms')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The CD-ROMs.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such guest.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_listOvirtCdroms(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Header('Version') version?: '4'): Promise<OvirtCdroms> {
    return exchange.respond<OvirtCdroms>(await this.listOvirtCdroms({ guest, version }, exchange.context));
  }

  /** List the CD-ROMs of a virtual machine. */
  protected abstract listOvirtCdroms(input: { guest: string; version?: '4' }, context: Context): Promise<ListOvirtCdromsResponse>;

  /**
   * Get a CD-ROM
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @minLength cdrom 1
   * @maxLength cdrom 255
   * @pattern cdrom ^[^\x00]*$
   */
  @Get('/ovirt-engine/api/vms/{guest}/cdroms/{cdrom}')
  @OperationId('getOvirtCdrom')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The CD-ROM.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such guest.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_getOvirtCdrom(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Path('cdrom') cdrom: string, @Header('Version') version?: '4'): Promise<OvirtCdrom> {
    return exchange.respond<OvirtCdrom>(await this.getOvirtCdrom({ guest, cdrom, version }, exchange.context));
  }

  /** Get a CD-ROM. */
  protected abstract getOvirtCdrom(input: { guest: string; cdrom: string; version?: '4' }, context: Context): Promise<GetOvirtCdromResponse>;

  /**
   * List the counters of a virtual machine
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Get('/ovirt-engine/api/vms/{guest}/statistics')
  @OperationId('listOvirtStatistics')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The counters.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such guest.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('502', 'The hypervisor rejected the request, or its response was lost.', undefined, 'application/xml')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_listOvirtStatistics(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Header('Version') version?: '4'): Promise<OvirtStatistics> {
    return exchange.respond<OvirtStatistics>(await this.listOvirtStatistics({ guest, version }, exchange.context));
  }

  /** List the counters of a virtual machine. */
  protected abstract listOvirtStatistics(input: { guest: string; version?: '4' }, context: Context): Promise<ListOvirtStatisticsResponse>;

  /**
   * Get a counter
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @minLength statistic 1
   * @maxLength statistic 255
   * @pattern statistic ^[^\x00]*$
   */
  @Get('/ovirt-engine/api/vms/{guest}/statistics/{statistic}')
  @OperationId('getOvirtStatistic')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The counter.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such guest.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('502', 'The hypervisor rejected the request, or its response was lost.', undefined, 'application/xml')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_getOvirtStatistic(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Path('statistic') statistic: string, @Header('Version') version?: '4'): Promise<OvirtStatistic> {
    return exchange.respond<OvirtStatistic>(await this.getOvirtStatistic({ guest, statistic, version }, exchange.context));
  }

  /** Get a counter. */
  protected abstract getOvirtStatistic(input: { guest: string; statistic: string; version?: '4' }, context: Context): Promise<GetOvirtStatisticResponse>;
}
