// Generated from openapi/ovirt.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { Readable } from 'node:stream';
import type { OvirtAction, OvirtActionOptions, OvirtRefusal, OvirtStart, OvirtVm, OvirtVmCreate, OvirtVmUpdate, OvirtVms } from '../api-types.js';
import type * as checked from '../checked-bodies.js';
import { Body, Delete, Get, Header, OperationId, Path, Post, Put, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../../decorators.js';
import type { Exchange } from '../../exchange.js';

/** The responses that GET /ovirt-engine/api/vms returns. */
export type ListOvirtVmsResponse =
  | { status: 200; body: OvirtVms | Readable }
  | { status: 200; mediaType: 'application/json'; body: OvirtVms | Readable };

/** The responses that POST /ovirt-engine/api/vms returns. */
export type CreateOvirtVmResponse =
  | { status: 201; body: OvirtVm }
  | { status: 201; mediaType: 'application/json'; body: OvirtVm };

/** The responses that GET /ovirt-engine/api/vms/{guest} returns. */
export type GetOvirtVmResponse =
  | { status: 200; body: OvirtVm }
  | { status: 200; mediaType: 'application/json'; body: OvirtVm };

/** The responses that PUT /ovirt-engine/api/vms/{guest} returns. */
export type UpdateOvirtVmResponse =
  | { status: 200; body: OvirtVm }
  | { status: 200; mediaType: 'application/json'; body: OvirtVm }
  | { status: 202; body: OvirtVm }
  | { status: 202; mediaType: 'application/json'; body: OvirtVm };

/** The responses that DELETE /ovirt-engine/api/vms/{guest} returns. */
export type DeleteOvirtVmResponse =
  | { status: 200; body: OvirtAction }
  | { status: 200; mediaType: 'application/json'; body: OvirtAction }
  | { status: 202; body: OvirtAction }
  | { status: 202; mediaType: 'application/json'; body: OvirtAction };

/** The responses that POST /ovirt-engine/api/vms/{guest}/start returns. */
export type StartOvirtVmResponse =
  | { status: 200; body: OvirtAction }
  | { status: 200; mediaType: 'application/json'; body: OvirtAction }
  | { status: 202; body: OvirtAction }
  | { status: 202; mediaType: 'application/json'; body: OvirtAction };

/** The responses that POST /ovirt-engine/api/vms/{guest}/stop returns. */
export type PoweroffOvirtVmResponse =
  | { status: 200; body: OvirtAction }
  | { status: 200; mediaType: 'application/json'; body: OvirtAction }
  | { status: 202; body: OvirtAction }
  | { status: 202; mediaType: 'application/json'; body: OvirtAction };

/** The responses that POST /ovirt-engine/api/vms/{guest}/shutdown returns. */
export type ShutdownOvirtVmResponse =
  | { status: 200; body: OvirtAction }
  | { status: 200; mediaType: 'application/json'; body: OvirtAction };

/** The responses that POST /ovirt-engine/api/vms/{guest}/reboot returns. */
export type RebootOvirtVmResponse =
  | { status: 200; body: OvirtAction }
  | { status: 200; mediaType: 'application/json'; body: OvirtAction };

/** The responses that POST /ovirt-engine/api/vms/{guest}/reset returns. */
export type RestartOvirtVmResponse =
  | { status: 200; body: OvirtAction }
  | { status: 200; mediaType: 'application/json'; body: OvirtAction }
  | { status: 202; body: OvirtAction }
  | { status: 202; mediaType: 'application/json'; body: OvirtAction };

/** The responses that POST /ovirt-engine/api/vms/{guest}/suspend returns. */
export type SuspendOvirtVmResponse =
  | { status: 200; body: OvirtAction }
  | { status: 200; mediaType: 'application/json'; body: OvirtAction }
  | { status: 202; body: OvirtAction }
  | { status: 202; mediaType: 'application/json'; body: OvirtAction };

@Route()
@Tags('OvirtVms')
export abstract class OvirtVmsController<Context> {
  /**
   * List virtual machines
   * @isInt max
   * @minimum max 1
   * @maximum max 2147483647
   * @pattern caseSensitive ^(|[Tt]|[Tt][Rr][Uu][Ee]|[Yy]|[Yy][Ee][Ss]|1|[Ff]|[Ff][Aa][Ll][Ss][Ee]|[Nn]|[Nn][Oo]|0)$
   */
  @Get('/ovirt-engine/api/vms')
  @OperationId('listOvirtVms')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The virtual machines.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_listOvirtVms(@Request() exchange: Exchange<Context>, @Header('Version') version?: '4', @Query('search') search?: string, @Query('max') max?: number, @Query('case_sensitive') caseSensitive?: string): Promise<OvirtVms> {
    return exchange.respond<OvirtVms>(await this.listOvirtVms({ version, search, max, caseSensitive }, exchange.context));
  }

  /** List virtual machines. */
  protected abstract listOvirtVms(input: { version?: '4'; search?: string; max?: number; caseSensitive?: string }, context: Context): Promise<ListOvirtVmsResponse>;

  /**
   * Add a virtual machine
   * @pattern clone ^(|[Tt]|[Tt][Rr][Uu][Ee]|[Yy]|[Yy][Ee][Ss]|1|[Ff]|[Ff][Aa][Ll][Ss][Ee]|[Nn]|[Nn][Oo]|0)$
   * @pattern clonePermissions ^(|[Tt]|[Tt][Rr][Uu][Ee]|[Yy]|[Yy][Ee][Ss]|1|[Ff]|[Ff][Aa][Ll][Ss][Ee]|[Nn]|[Nn][Oo]|0)$
   */
  @Post('/ovirt-engine/api/vms')
  @OperationId('createOvirtVm')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('201', 'The virtual machine.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The body, the query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this, or the quota of the project is used up.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('409', 'The state of the virtual machine does not allow this, or its name is taken.', undefined, 'application/xml')
  @Response<OvirtRefusal>('412', 'The request has a condition (`If-Match`, `If-None-Match`). No element of this API has an `ETag`.', undefined, 'application/xml')
  @Response<OvirtRefusal>('413', 'The body is too large.', undefined, 'application/xml')
  @Response<OvirtRefusal>('415', 'The body is neither XML nor JSON.', undefined, 'application/xml')
  @Response<OvirtRefusal>('429', 'Too many requests, or too many operations at once.', undefined, 'application/xml')
  @Response<OvirtRefusal>('501', 'The service or the host does not support this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  @Response<OvirtRefusal>('507', 'No host has room.', undefined, 'application/xml')
  public async route_createOvirtVm(@Request() exchange: Exchange<Context>, @Body() body: OvirtVmCreate, @Header('Version') version?: '4', @Query('clone') clone?: string, @Query('clone_permissions') clonePermissions?: string): Promise<OvirtVm> {
    return exchange.respond<OvirtVm>(await this.createOvirtVm({ version, clone, clonePermissions, body: body as checked.OvirtVmCreate }, exchange.context));
  }

  /** Add a virtual machine. */
  protected abstract createOvirtVm(input: { version?: '4'; clone?: string; clonePermissions?: string; body: checked.OvirtVmCreate }, context: Context): Promise<CreateOvirtVmResponse>;

  /**
   * Get a virtual machine
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Get('/ovirt-engine/api/vms/{guest}')
  @OperationId('getOvirtVm')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The virtual machine.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such guest.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_getOvirtVm(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Header('Version') version?: '4'): Promise<OvirtVm> {
    return exchange.respond<OvirtVm>(await this.getOvirtVm({ guest, version }, exchange.context));
  }

  /** Get a virtual machine. */
  protected abstract getOvirtVm(input: { guest: string; version?: '4' }, context: Context): Promise<GetOvirtVmResponse>;

  /**
   * Change a virtual machine
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Put('/ovirt-engine/api/vms/{guest}')
  @OperationId('updateOvirtVm')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The virtual machine.', 'application/xml')
  @Response<OvirtVm>('202', 'The virtual machine before the change, which is still in progress.', undefined, 'application/xml')
  @Response<OvirtRefusal>('400', 'The body, the query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this, or the quota of the project is used up.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such guest.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('409', 'The state of the virtual machine does not allow this, or its name is taken.', undefined, 'application/xml')
  @Response<OvirtRefusal>('412', 'The request has a condition (`If-Match`, `If-None-Match`). No element of this API has an `ETag`.', undefined, 'application/xml')
  @Response<OvirtRefusal>('413', 'The body is too large.', undefined, 'application/xml')
  @Response<OvirtRefusal>('415', 'The body is neither XML nor JSON.', undefined, 'application/xml')
  @Response<OvirtRefusal>('429', 'Too many requests, or too many operations at once.', undefined, 'application/xml')
  @Response<OvirtRefusal>('501', 'The service or the host does not support this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('502', 'The hypervisor rejected the request, or its response was lost.', undefined, 'application/xml')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  @Response<OvirtRefusal>('507', 'No host has room.', undefined, 'application/xml')
  public async route_updateOvirtVm(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Body() body: OvirtVmUpdate, @Header('Version') version?: '4'): Promise<OvirtVm> {
    return exchange.respond<OvirtVm>(await this.updateOvirtVm({ guest, version, body: body as checked.OvirtVmUpdate }, exchange.context));
  }

  /** Change a virtual machine. */
  protected abstract updateOvirtVm(input: { guest: string; version?: '4'; body: checked.OvirtVmUpdate }, context: Context): Promise<UpdateOvirtVmResponse>;

  /**
   * Remove a virtual machine
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @pattern async ^(|[Tt]|[Tt][Rr][Uu][Ee]|[Yy]|[Yy][Ee][Ss]|1|[Ff]|[Ff][Aa][Ll][Ss][Ee]|[Nn]|[Nn][Oo]|0)$
   */
  @Delete('/ovirt-engine/api/vms/{guest}')
  @OperationId('deleteOvirtVm')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The action is complete.', 'application/xml')
  @Response<OvirtAction>('202', 'The action was accepted, and has not ended.', undefined, 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such guest.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('409', 'The state of the virtual machine does not allow this, or its name is taken.', undefined, 'application/xml')
  @Response<OvirtRefusal>('412', 'The request has a condition (`If-Match`, `If-None-Match`). No element of this API has an `ETag`.', undefined, 'application/xml')
  @Response<OvirtRefusal>('502', 'The hypervisor rejected the request, or its response was lost.', undefined, 'application/xml')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_deleteOvirtVm(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Header('Version') version?: '4', @Query('async') async?: string): Promise<OvirtAction> {
    return exchange.respond<OvirtAction>(await this.deleteOvirtVm({ guest, version, async }, exchange.context));
  }

  /** Remove a virtual machine. */
  protected abstract deleteOvirtVm(input: { guest: string; version?: '4'; async?: string }, context: Context): Promise<DeleteOvirtVmResponse>;

  /**
   * Start a virtual machine
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Post('/ovirt-engine/api/vms/{guest}/start')
  @OperationId('startOvirtVm')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The action is complete.', 'application/xml')
  @Response<OvirtAction>('202', 'The action was accepted, and has not ended.', undefined, 'application/xml')
  @Response<OvirtRefusal>('400', 'The body, the query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such guest.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('409', 'The state of the virtual machine does not allow this, or its name is taken.', undefined, 'application/xml')
  @Response<OvirtRefusal>('412', 'The request has a condition (`If-Match`, `If-None-Match`). No element of this API has an `ETag`.', undefined, 'application/xml')
  @Response<OvirtRefusal>('413', 'The body is too large.', undefined, 'application/xml')
  @Response<OvirtRefusal>('415', 'The body is neither XML nor JSON.', undefined, 'application/xml')
  @Response<OvirtRefusal>('429', 'Too many requests, or too many operations at once.', undefined, 'application/xml')
  @Response<OvirtRefusal>('501', 'The service or the host does not support this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('502', 'The hypervisor rejected the request, or its response was lost.', undefined, 'application/xml')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  @Response<OvirtRefusal>('507', 'No host has room.', undefined, 'application/xml')
  public async route_startOvirtVm(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Body() body?: OvirtStart, @Header('Version') version?: '4'): Promise<OvirtAction> {
    return exchange.respond<OvirtAction>(await this.startOvirtVm({ guest, version, body: body as checked.OvirtStart }, exchange.context));
  }

  /** Start a virtual machine. */
  protected abstract startOvirtVm(input: { guest: string; version?: '4'; body: checked.OvirtStart }, context: Context): Promise<StartOvirtVmResponse>;

  /**
   * Power a virtual machine off
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Post('/ovirt-engine/api/vms/{guest}/stop')
  @OperationId('poweroffOvirtVm')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The action is complete.', 'application/xml')
  @Response<OvirtAction>('202', 'The action was accepted, and has not ended.', undefined, 'application/xml')
  @Response<OvirtRefusal>('400', 'The body, the query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such guest.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('409', 'The state of the virtual machine does not allow this, or its name is taken.', undefined, 'application/xml')
  @Response<OvirtRefusal>('412', 'The request has a condition (`If-Match`, `If-None-Match`). No element of this API has an `ETag`.', undefined, 'application/xml')
  @Response<OvirtRefusal>('413', 'The body is too large.', undefined, 'application/xml')
  @Response<OvirtRefusal>('415', 'The body is neither XML nor JSON.', undefined, 'application/xml')
  @Response<OvirtRefusal>('502', 'The hypervisor rejected the request, or its response was lost.', undefined, 'application/xml')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_poweroffOvirtVm(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Body() body?: OvirtActionOptions, @Header('Version') version?: '4'): Promise<OvirtAction> {
    return exchange.respond<OvirtAction>(await this.poweroffOvirtVm({ guest, version, body: body as checked.OvirtActionOptions }, exchange.context));
  }

  /** Power a virtual machine off. */
  protected abstract poweroffOvirtVm(input: { guest: string; version?: '4'; body: checked.OvirtActionOptions }, context: Context): Promise<PoweroffOvirtVmResponse>;

  /**
   * Shut a virtual machine down
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Post('/ovirt-engine/api/vms/{guest}/shutdown')
  @OperationId('shutdownOvirtVm')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The action is complete.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The body, the query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such guest.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('409', 'The state of the virtual machine does not allow this, or its name is taken.', undefined, 'application/xml')
  @Response<OvirtRefusal>('412', 'The request has a condition (`If-Match`, `If-None-Match`). No element of this API has an `ETag`.', undefined, 'application/xml')
  @Response<OvirtRefusal>('413', 'The body is too large.', undefined, 'application/xml')
  @Response<OvirtRefusal>('415', 'The body is neither XML nor JSON.', undefined, 'application/xml')
  @Response<OvirtRefusal>('429', 'Too many requests, or too many operations at once.', undefined, 'application/xml')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_shutdownOvirtVm(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Body() body?: OvirtActionOptions, @Header('Version') version?: '4'): Promise<OvirtAction> {
    return exchange.respond<OvirtAction>(await this.shutdownOvirtVm({ guest, version, body: body as checked.OvirtActionOptions }, exchange.context));
  }

  /** Shut a virtual machine down. */
  protected abstract shutdownOvirtVm(input: { guest: string; version?: '4'; body: checked.OvirtActionOptions }, context: Context): Promise<ShutdownOvirtVmResponse>;

  /**
   * Reboot a virtual machine
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Post('/ovirt-engine/api/vms/{guest}/reboot')
  @OperationId('rebootOvirtVm')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The action is complete.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The body, the query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such guest.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('409', 'The state of the virtual machine does not allow this, or its name is taken.', undefined, 'application/xml')
  @Response<OvirtRefusal>('412', 'The request has a condition (`If-Match`, `If-None-Match`). No element of this API has an `ETag`.', undefined, 'application/xml')
  @Response<OvirtRefusal>('413', 'The body is too large.', undefined, 'application/xml')
  @Response<OvirtRefusal>('415', 'The body is neither XML nor JSON.', undefined, 'application/xml')
  @Response<OvirtRefusal>('429', 'Too many requests, or too many operations at once.', undefined, 'application/xml')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_rebootOvirtVm(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Body() body?: OvirtActionOptions, @Header('Version') version?: '4'): Promise<OvirtAction> {
    return exchange.respond<OvirtAction>(await this.rebootOvirtVm({ guest, version, body: body as checked.OvirtActionOptions }, exchange.context));
  }

  /** Reboot a virtual machine. */
  protected abstract rebootOvirtVm(input: { guest: string; version?: '4'; body: checked.OvirtActionOptions }, context: Context): Promise<RebootOvirtVmResponse>;

  /**
   * Reset a virtual machine
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Post('/ovirt-engine/api/vms/{guest}/reset')
  @OperationId('restartOvirtVm')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The action is complete.', 'application/xml')
  @Response<OvirtAction>('202', 'The action was accepted, and has not ended.', undefined, 'application/xml')
  @Response<OvirtRefusal>('400', 'The body, the query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such guest.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('409', 'The state of the virtual machine does not allow this, or its name is taken.', undefined, 'application/xml')
  @Response<OvirtRefusal>('412', 'The request has a condition (`If-Match`, `If-None-Match`). No element of this API has an `ETag`.', undefined, 'application/xml')
  @Response<OvirtRefusal>('413', 'The body is too large.', undefined, 'application/xml')
  @Response<OvirtRefusal>('415', 'The body is neither XML nor JSON.', undefined, 'application/xml')
  @Response<OvirtRefusal>('429', 'Too many requests, or too many operations at once.', undefined, 'application/xml')
  @Response<OvirtRefusal>('501', 'The service or the host does not support this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('502', 'The hypervisor rejected the request, or its response was lost.', undefined, 'application/xml')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  @Response<OvirtRefusal>('507', 'No host has room.', undefined, 'application/xml')
  public async route_restartOvirtVm(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Body() body?: OvirtActionOptions, @Header('Version') version?: '4'): Promise<OvirtAction> {
    return exchange.respond<OvirtAction>(await this.restartOvirtVm({ guest, version, body: body as checked.OvirtActionOptions }, exchange.context));
  }

  /** Reset a virtual machine. */
  protected abstract restartOvirtVm(input: { guest: string; version?: '4'; body: checked.OvirtActionOptions }, context: Context): Promise<RestartOvirtVmResponse>;

  /**
   * Suspend a virtual machine
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Post('/ovirt-engine/api/vms/{guest}/suspend')
  @OperationId('suspendOvirtVm')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The action is complete.', 'application/xml')
  @Response<OvirtAction>('202', 'The action was accepted, and has not ended.', undefined, 'application/xml')
  @Response<OvirtRefusal>('400', 'The body, the query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such guest.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('409', 'The state of the virtual machine does not allow this, or its name is taken.', undefined, 'application/xml')
  @Response<OvirtRefusal>('412', 'The request has a condition (`If-Match`, `If-None-Match`). No element of this API has an `ETag`.', undefined, 'application/xml')
  @Response<OvirtRefusal>('413', 'The body is too large.', undefined, 'application/xml')
  @Response<OvirtRefusal>('415', 'The body is neither XML nor JSON.', undefined, 'application/xml')
  @Response<OvirtRefusal>('429', 'Too many requests, or too many operations at once.', undefined, 'application/xml')
  @Response<OvirtRefusal>('501', 'The service or the host does not support this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('502', 'The hypervisor rejected the request, or its response was lost.', undefined, 'application/xml')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_suspendOvirtVm(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Body() body?: OvirtActionOptions, @Header('Version') version?: '4'): Promise<OvirtAction> {
    return exchange.respond<OvirtAction>(await this.suspendOvirtVm({ guest, version, body: body as checked.OvirtActionOptions }, exchange.context));
  }

  /** Suspend a virtual machine. */
  protected abstract suspendOvirtVm(input: { guest: string; version?: '4'; body: checked.OvirtActionOptions }, context: Context): Promise<SuspendOvirtVmResponse>;
}
