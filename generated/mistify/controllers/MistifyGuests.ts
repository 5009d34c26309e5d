// Generated from openapi/mistify.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { Readable } from 'node:stream';
import type { MistifyCpuMetrics, MistifyDiskMetrics, MistifyFault, MistifyGuest, MistifyGuestCreate, MistifyGuestList, MistifyMetadata, MistifyMetadataPatch, MistifyNicMetrics } from '../api-types.js';
import type * as checked from '../checked-bodies.js';
import { Body, Delete, Get, OperationId, Patch, Path, Post, Request, Response, Route, Security, SuccessResponse, Tags } from '../../decorators.js';
import type { Exchange } from '../../exchange.js';

/** The responses that GET /guests returns. */
export type ListMistifyGuestsResponse =
  | { status: 200; body: MistifyGuestList | Readable };

/** The responses that POST /guests returns. */
export type CreateMistifyGuestResponse =
  | { status: 202; body: MistifyGuest; headers?: { 'X-Guest-Job-ID'?: string | undefined } };

/** The responses that GET /guests/{guest} returns. */
export type GetMistifyGuestResponse =
  | { status: 200; body: MistifyGuest };

/** The responses that DELETE /guests/{guest} returns. */
export type DeleteMistifyGuestResponse =
  | { status: 202; body: MistifyGuest; headers?: { 'X-Guest-Job-ID'?: string | undefined } };

/** The responses that POST /guests/{guest}/delete returns. */
export type DeleteMistifyGuestByPostResponse =
  | { status: 202; body: MistifyGuest; headers?: { 'X-Guest-Job-ID'?: string | undefined } };

/** The responses that POST /guests/{guest}/shutdown returns. */
export type ShutdownMistifyGuestResponse =
  | { status: 202; body: MistifyGuest; headers?: { 'X-Guest-Job-ID'?: string | undefined } };

/** The responses that POST /guests/{guest}/reboot returns. */
export type RebootMistifyGuestResponse =
  | { status: 202; body: MistifyGuest; headers?: { 'X-Guest-Job-ID'?: string | undefined } };

/** The responses that POST /guests/{guest}/restart returns. */
export type RestartMistifyGuestResponse =
  | { status: 202; body: MistifyGuest; headers?: { 'X-Guest-Job-ID'?: string | undefined } };

/** The responses that POST /guests/{guest}/poweroff returns. */
export type PoweroffMistifyGuestResponse =
  | { status: 202; body: MistifyGuest; headers?: { 'X-Guest-Job-ID'?: string | undefined } };

/** The responses that POST /guests/{guest}/start returns. */
export type StartMistifyGuestResponse =
  | { status: 202; body: MistifyGuest; headers?: { 'X-Guest-Job-ID'?: string | undefined } };

/** The responses that POST /guests/{guest}/suspend returns. */
export type SuspendMistifyGuestResponse =
  | { status: 202; body: MistifyGuest; headers?: { 'X-Guest-Job-ID'?: string | undefined } };

/** The responses that GET /guests/{guest}/metadata returns. */
export type GetMistifyGuestMetadataResponse =
  | { status: 200; body: MistifyMetadata };

/** The responses that PATCH /guests/{guest}/metadata returns. */
export type UpdateMistifyGuestMetadataResponse =
  | { status: 200; body: MistifyMetadata };

/** The responses that GET /guests/{guest}/metrics/cpu returns. */
export type GetMistifyGuestCpuMetricsResponse =
  | { status: 200; body: MistifyCpuMetrics };

/** The responses that GET /guests/{guest}/metrics/nic returns. */
export type GetMistifyGuestNicMetricsResponse =
  | { status: 200; body: MistifyNicMetrics };

/** The responses that GET /guests/{guest}/metrics/disk returns. */
export type GetMistifyGuestDiskMetricsResponse =
  | { status: 200; body: MistifyDiskMetrics };

@Route()
@Tags('MistifyGuests')
export abstract class MistifyGuestsController<Context> {
  /**
   * List all guests
   */
  @Get('/guests')
  @OperationId('listMistifyGuests')
  @Security({"MistifyBearer":[]})
  @Security({"MistifyToken":[]})
  @Security({"MistifyBasic":[]})
  @SuccessResponse('200', 'All guests.')
  @Response<MistifyFault>('400', 'A parameter, the body or its media type is not valid, or the request names no project.', undefined, 'application/json')
  @Response<MistifyFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<MistifyFault>('403', 'The caller\'s role does not allow this, or a quota would be exceeded.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<MistifyFault>('503', 'The host, the virtual machine of the guest or the database does not respond, or a list took too long.', undefined, 'application/json')
  public async route_listMistifyGuests(@Request() exchange: Exchange<Context>): Promise<MistifyGuestList> {
    return exchange.respond<MistifyGuestList>(await this.listMistifyGuests({  }, exchange.context));
  }

  /** List all guests. */
  protected abstract listMistifyGuests(input: Record<never, never>, context: Context): Promise<ListMistifyGuestsResponse>;

  /**
   * Create a guest and start it
   */
  @Post('/guests')
  @OperationId('createMistifyGuest')
  @Security({"MistifyBearer":[]})
  @Security({"MistifyToken":[]})
  @Security({"MistifyBasic":[]})
  @SuccessResponse('202', 'The guest as it is now.')
  @Response<MistifyFault>('400', 'A parameter, the body or its media type is not valid, or the request names no project.', undefined, 'application/json')
  @Response<MistifyFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<MistifyFault>('403', 'The caller\'s role does not allow this, or a quota would be exceeded.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<MistifyFault>('409', 'The state of the guest does not allow this, another job of the guest is open, a name or a MAC address is already in\nuse, an image has no content yet, or a guest uses the image.', undefined, 'application/json')
  @Response<MistifyFault>('412', 'The request has a condition, such as `If-Match`. Nothing in this API has an entity tag.', undefined, 'application/json')
  @Response<MistifyFault>('413', 'The body has more than 1 MiB.', undefined, 'application/json')
  @Response<MistifyFault>('501', 'The service, or every host, does not support this.', undefined, 'application/json')
  @Response<MistifyFault>('503', 'The host, the virtual machine of the guest or the database does not respond, or a list took too long.', undefined, 'application/json')
  public async route_createMistifyGuest(@Request() exchange: Exchange<Context>, @Body() body: MistifyGuestCreate): Promise<MistifyGuest> {
    return exchange.respond<MistifyGuest>(await this.createMistifyGuest({ body: body as checked.MistifyGuestCreate }, exchange.context));
  }

  /** Create a guest and start it. */
  protected abstract createMistifyGuest(input: { body: checked.MistifyGuestCreate }, context: Context): Promise<CreateMistifyGuestResponse>;

  /**
   * Get a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Get('/guests/{guest}')
  @OperationId('getMistifyGuest')
  @Security({"MistifyBearer":[]})
  @Security({"MistifyToken":[]})
  @Security({"MistifyBasic":[]})
  @SuccessResponse('200', 'The guest.')
  @Response<MistifyFault>('400', 'A parameter, the body or its media type is not valid, or the request names no project.', undefined, 'application/json')
  @Response<MistifyFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<MistifyFault>('403', 'The caller\'s role does not allow this, or a quota would be exceeded.', undefined, 'application/json')
  @Response<MistifyFault>('404', 'The guest does not exist.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<MistifyFault>('503', 'The host, the virtual machine of the guest or the database does not respond, or a list took too long.', undefined, 'application/json')
  public async route_getMistifyGuest(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<MistifyGuest> {
    return exchange.respond<MistifyGuest>(await this.getMistifyGuest({ guest }, exchange.context));
  }

  /** Get a guest. */
  protected abstract getMistifyGuest(input: { guest: string }, context: Context): Promise<GetMistifyGuestResponse>;

  /**
   * Delete a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Delete('/guests/{guest}')
  @OperationId('deleteMistifyGuest')
  @Security({"MistifyBearer":[]})
  @Security({"MistifyToken":[]})
  @Security({"MistifyBasic":[]})
  @SuccessResponse('202', 'The guest as it is now.')
  @Response<MistifyFault>('400', 'A parameter, the body or its media type is not valid, or the request names no project.', undefined, 'application/json')
  @Response<MistifyFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<MistifyFault>('403', 'The caller\'s role does not allow this, or a quota would be exceeded.', undefined, 'application/json')
  @Response<MistifyFault>('404', 'The guest does not exist.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<MistifyFault>('412', 'The request has a condition, such as `If-Match`. Nothing in this API has an entity tag.', undefined, 'application/json')
  @Response<MistifyFault>('503', 'The host, the virtual machine of the guest or the database does not respond, or a list took too long.', undefined, 'application/json')
  public async route_deleteMistifyGuest(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<MistifyGuest> {
    return exchange.respond<MistifyGuest>(await this.deleteMistifyGuest({ guest }, exchange.context));
  }

  /** Delete a guest. */
  protected abstract deleteMistifyGuest(input: { guest: string }, context: Context): Promise<DeleteMistifyGuestResponse>;

  /**
   * Delete a guest, for clients that cannot send DELETE
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Post('/guests/{guest}/delete')
  @OperationId('deleteMistifyGuestByPost')
  @Security({"MistifyBearer":[]})
  @Security({"MistifyToken":[]})
  @Security({"MistifyBasic":[]})
  @SuccessResponse('202', 'The guest as it is now.')
  @Response<MistifyFault>('400', 'A parameter, the body or its media type is not valid, or the request names no project.', undefined, 'application/json')
  @Response<MistifyFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<MistifyFault>('403', 'The caller\'s role does not allow this, or a quota would be exceeded.', undefined, 'application/json')
  @Response<MistifyFault>('404', 'The guest does not exist.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<MistifyFault>('412', 'The request has a condition, such as `If-Match`. Nothing in this API has an entity tag.', undefined, 'application/json')
  @Response<MistifyFault>('503', 'The host, the virtual machine of the guest or the database does not respond, or a list took too long.', undefined, 'application/json')
  public async route_deleteMistifyGuestByPost(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<MistifyGuest> {
    return exchange.respond<MistifyGuest>(await this.deleteMistifyGuestByPost({ guest }, exchange.context));
  }

  /** Delete a guest, for clients that cannot send DELETE. */
  protected abstract deleteMistifyGuestByPost(input: { guest: string }, context: Context): Promise<DeleteMistifyGuestByPostResponse>;

  /**
   * Ask a guest to shut down
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Post('/guests/{guest}/shutdown')
  @OperationId('shutdownMistifyGuest')
  @Security({"MistifyBearer":[]})
  @Security({"MistifyToken":[]})
  @Security({"MistifyBasic":[]})
  @SuccessResponse('202', 'The guest as it is now.')
  @Response<MistifyFault>('400', 'A parameter, the body or its media type is not valid, or the request names no project.', undefined, 'application/json')
  @Response<MistifyFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<MistifyFault>('403', 'The caller\'s role does not allow this, or a quota would be exceeded.', undefined, 'application/json')
  @Response<MistifyFault>('404', 'The guest does not exist.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<MistifyFault>('409', 'The state of the guest does not allow this, another job of the guest is open, a name or a MAC address is already in\nuse, an image has no content yet, or a guest uses the image.', undefined, 'application/json')
  @Response<MistifyFault>('412', 'The request has a condition, such as `If-Match`. Nothing in this API has an entity tag.', undefined, 'application/json')
  @Response<MistifyFault>('503', 'The host, the virtual machine of the guest or the database does not respond, or a list took too long.', undefined, 'application/json')
  public async route_shutdownMistifyGuest(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<MistifyGuest> {
    return exchange.respond<MistifyGuest>(await this.shutdownMistifyGuest({ guest }, exchange.context));
  }

  /** Ask a guest to shut down. */
  protected abstract shutdownMistifyGuest(input: { guest: string }, context: Context): Promise<ShutdownMistifyGuestResponse>;

  /**
   * Ask a guest to reboot
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Post('/guests/{guest}/reboot')
  @OperationId('rebootMistifyGuest')
  @Security({"MistifyBearer":[]})
  @Security({"MistifyToken":[]})
  @Security({"MistifyBasic":[]})
  @SuccessResponse('202', 'The guest as it is now.')
  @Response<MistifyFault>('400', 'A parameter, the body or its media type is not valid, or the request names no project.', undefined, 'application/json')
  @Response<MistifyFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<MistifyFault>('403', 'The caller\'s role does not allow this, or a quota would be exceeded.', undefined, 'application/json')
  @Response<MistifyFault>('404', 'The guest does not exist.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<MistifyFault>('409', 'The state of the guest does not allow this, another job of the guest is open, a name or a MAC address is already in\nuse, an image has no content yet, or a guest uses the image.', undefined, 'application/json')
  @Response<MistifyFault>('412', 'The request has a condition, such as `If-Match`. Nothing in this API has an entity tag.', undefined, 'application/json')
  @Response<MistifyFault>('503', 'The host, the virtual machine of the guest or the database does not respond, or a list took too long.', undefined, 'application/json')
  public async route_rebootMistifyGuest(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<MistifyGuest> {
    return exchange.respond<MistifyGuest>(await this.rebootMistifyGuest({ guest }, exchange.context));
  }

  /** Ask a guest to reboot. */
  protected abstract rebootMistifyGuest(input: { guest: string }, context: Context): Promise<RebootMistifyGuestResponse>;

  /**
   * Reset a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Post('/guests/{guest}/restart')
  @OperationId('restartMistifyGuest')
  @Security({"MistifyBearer":[]})
  @Security({"MistifyToken":[]})
  @Security({"MistifyBasic":[]})
  @SuccessResponse('202', 'The guest as it is now.')
  @Response<MistifyFault>('400', 'A parameter, the body or its media type is not valid, or the request names no project.', undefined, 'application/json')
  @Response<MistifyFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<MistifyFault>('403', 'The caller\'s role does not allow this, or a quota would be exceeded.', undefined, 'application/json')
  @Response<MistifyFault>('404', 'The guest does not exist.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<MistifyFault>('409', 'The state of the guest does not allow this, another job of the guest is open, a name or a MAC address is already in\nuse, an image has no content yet, or a guest uses the image.', undefined, 'application/json')
  @Response<MistifyFault>('412', 'The request has a condition, such as `If-Match`. Nothing in this API has an entity tag.', undefined, 'application/json')
  @Response<MistifyFault>('503', 'The host, the virtual machine of the guest or the database does not respond, or a list took too long.', undefined, 'application/json')
  public async route_restartMistifyGuest(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<MistifyGuest> {
    return exchange.respond<MistifyGuest>(await this.restartMistifyGuest({ guest }, exchange.context));
  }

  /** Reset a guest. */
  protected abstract restartMistifyGuest(input: { guest: string }, context: Context): Promise<RestartMistifyGuestResponse>;

  /**
   * Cut the power of a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Post('/guests/{guest}/poweroff')
  @OperationId('poweroffMistifyGuest')
  @Security({"MistifyBearer":[]})
  @Security({"MistifyToken":[]})
  @Security({"MistifyBasic":[]})
  @SuccessResponse('202', 'The guest as it is now.')
  @Response<MistifyFault>('400', 'A parameter, the body or its media type is not valid, or the request names no project.', undefined, 'application/json')
  @Response<MistifyFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<MistifyFault>('403', 'The caller\'s role does not allow this, or a quota would be exceeded.', undefined, 'application/json')
  @Response<MistifyFault>('404', 'The guest does not exist.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<MistifyFault>('409', 'The state of the guest does not allow this, another job of the guest is open, a name or a MAC address is already in\nuse, an image has no content yet, or a guest uses the image.', undefined, 'application/json')
  @Response<MistifyFault>('412', 'The request has a condition, such as `If-Match`. Nothing in this API has an entity tag.', undefined, 'application/json')
  @Response<MistifyFault>('503', 'The host, the virtual machine of the guest or the database does not respond, or a list took too long.', undefined, 'application/json')
  public async route_poweroffMistifyGuest(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<MistifyGuest> {
    return exchange.respond<MistifyGuest>(await this.poweroffMistifyGuest({ guest }, exchange.context));
  }

  /** Cut the power of a guest. */
  protected abstract poweroffMistifyGuest(input: { guest: string }, context: Context): Promise<PoweroffMistifyGuestResponse>;

  /**
   * Start or resume a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Post('/guests/{guest}/start')
  @OperationId('startMistifyGuest')
  @Security({"MistifyBearer":[]})
  @Security({"MistifyToken":[]})
  @Security({"MistifyBasic":[]})
  @SuccessResponse('202', 'The guest as it is now.')
  @Response<MistifyFault>('400', 'A parameter, the body or its media type is not valid, or the request names no project.', undefined, 'application/json')
  @Response<MistifyFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<MistifyFault>('403', 'The caller\'s role does not allow this, or a quota would be exceeded.', undefined, 'application/json')
  @Response<MistifyFault>('404', 'The guest does not exist.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<MistifyFault>('409', 'The state of the guest does not allow this, another job of the guest is open, a name or a MAC address is already in\nuse, an image has no content yet, or a guest uses the image.', undefined, 'application/json')
  @Response<MistifyFault>('412', 'The request has a condition, such as `If-Match`. Nothing in this API has an entity tag.', undefined, 'application/json')
  @Response<MistifyFault>('503', 'The host, the virtual machine of the guest or the database does not respond, or a list took too long.', undefined, 'application/json')
  public async route_startMistifyGuest(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<MistifyGuest> {
    return exchange.respond<MistifyGuest>(await this.startMistifyGuest({ guest }, exchange.context));
  }

  /** Start or resume a guest. */
  protected abstract startMistifyGuest(input: { guest: string }, context: Context): Promise<StartMistifyGuestResponse>;

  /**
   * Suspend a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Post('/guests/{guest}/suspend')
  @OperationId('suspendMistifyGuest')
  @Security({"MistifyBearer":[]})
  @Security({"MistifyToken":[]})
  @Security({"MistifyBasic":[]})
  @SuccessResponse('202', 'The guest as it is now.')
  @Response<MistifyFault>('400', 'A parameter, the body or its media type is not valid, or the request names no project.', undefined, 'application/json')
  @Response<MistifyFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<MistifyFault>('403', 'The caller\'s role does not allow this, or a quota would be exceeded.', undefined, 'application/json')
  @Response<MistifyFault>('404', 'The guest does not exist.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<MistifyFault>('409', 'The state of the guest does not allow this, another job of the guest is open, a name or a MAC address is already in\nuse, an image has no content yet, or a guest uses the image.', undefined, 'application/json')
  @Response<MistifyFault>('412', 'The request has a condition, such as `If-Match`. Nothing in this API has an entity tag.', undefined, 'application/json')
  @Response<MistifyFault>('503', 'The host, the virtual machine of the guest or the database does not respond, or a list took too long.', undefined, 'application/json')
  public async route_suspendMistifyGuest(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<MistifyGuest> {
    return exchange.respond<MistifyGuest>(await this.suspendMistifyGuest({ guest }, exchange.context));
  }

  /** Suspend a guest. */
  protected abstract suspendMistifyGuest(input: { guest: string }, context: Context): Promise<SuspendMistifyGuestResponse>;

  /**
   * Get the metadata of a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Get('/guests/{guest}/metadata')
  @OperationId('getMistifyGuestMetadata')
  @Security({"MistifyBearer":[]})
  @Security({"MistifyToken":[]})
  @Security({"MistifyBasic":[]})
  @SuccessResponse('200', 'All metadata.')
  @Response<MistifyFault>('400', 'A parameter, the body or its media type is not valid, or the request names no project.', undefined, 'application/json')
  @Response<MistifyFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<MistifyFault>('403', 'The caller\'s role does not allow this, or a quota would be exceeded.', undefined, 'application/json')
  @Response<MistifyFault>('404', 'The guest does not exist.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<MistifyFault>('503', 'The host, the virtual machine of the guest or the database does not respond, or a list took too long.', undefined, 'application/json')
  public async route_getMistifyGuestMetadata(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<MistifyMetadata> {
    return exchange.respond<MistifyMetadata>(await this.getMistifyGuestMetadata({ guest }, exchange.context));
  }

  /** Get the metadata of a guest. */
  protected abstract getMistifyGuestMetadata(input: { guest: string }, context: Context): Promise<GetMistifyGuestMetadataResponse>;

  /**
   * Change the metadata of a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Patch('/guests/{guest}/metadata')
  @OperationId('updateMistifyGuestMetadata')
  @Security({"MistifyBearer":[]})
  @Security({"MistifyToken":[]})
  @Security({"MistifyBasic":[]})
  @SuccessResponse('200', 'All metadata.')
  @Response<MistifyFault>('400', 'A parameter, the body or its media type is not valid, or the request names no project.', undefined, 'application/json')
  @Response<MistifyFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<MistifyFault>('403', 'The caller\'s role does not allow this, or a quota would be exceeded.', undefined, 'application/json')
  @Response<MistifyFault>('404', 'The guest does not exist.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<MistifyFault>('412', 'The request has a condition, such as `If-Match`. Nothing in this API has an entity tag.', undefined, 'application/json')
  @Response<MistifyFault>('413', 'The body has more than 1 MiB.', undefined, 'application/json')
  @Response<MistifyFault>('503', 'The host, the virtual machine of the guest or the database does not respond, or a list took too long.', undefined, 'application/json')
  public async route_updateMistifyGuestMetadata(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Body() body: MistifyMetadataPatch): Promise<MistifyMetadata> {
    return exchange.respond<MistifyMetadata>(await this.updateMistifyGuestMetadata({ guest, body: body as checked.MistifyMetadataPatch }, exchange.context));
  }

  /** Change the metadata of a guest. */
  protected abstract updateMistifyGuestMetadata(input: { guest: string; body: checked.MistifyMetadataPatch }, context: Context): Promise<UpdateMistifyGuestMetadataResponse>;

  /**
   * Get the CPU counters of a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Get('/guests/{guest}/metrics/cpu')
  @OperationId('getMistifyGuestCpuMetrics')
  @Security({"MistifyBearer":[]})
  @Security({"MistifyToken":[]})
  @Security({"MistifyBasic":[]})
  @SuccessResponse('200', 'The counters of each vCPU.')
  @Response<MistifyFault>('400', 'A parameter, the body or its media type is not valid, or the request names no project.', undefined, 'application/json')
  @Response<MistifyFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<MistifyFault>('403', 'The caller\'s role does not allow this, or a quota would be exceeded.', undefined, 'application/json')
  @Response<MistifyFault>('404', 'The guest does not exist.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<MistifyFault>('409', 'The state of the guest does not allow this, another job of the guest is open, a name or a MAC address is already in\nuse, an image has no content yet, or a guest uses the image.', undefined, 'application/json')
  @Response<MistifyFault>('502', 'The hypervisor rejected the request, or its response was lost.', undefined, 'application/json')
  @Response<MistifyFault>('503', 'The host, the virtual machine of the guest or the database does not respond, or a list took too long.', undefined, 'application/json')
  public async route_getMistifyGuestCpuMetrics(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<MistifyCpuMetrics> {
    return exchange.respond<MistifyCpuMetrics>(await this.getMistifyGuestCpuMetrics({ guest }, exchange.context));
  }

  /** Get the CPU counters of a guest. */
  protected abstract getMistifyGuestCpuMetrics(input: { guest: string }, context: Context): Promise<GetMistifyGuestCpuMetricsResponse>;

  /**
   * Get the NIC counters of a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Get('/guests/{guest}/metrics/nic')
  @OperationId('getMistifyGuestNicMetrics')
  @Security({"MistifyBearer":[]})
  @Security({"MistifyToken":[]})
  @Security({"MistifyBasic":[]})
  @SuccessResponse('200', 'The counters by the name of the NIC.')
  @Response<MistifyFault>('400', 'A parameter, the body or its media type is not valid, or the request names no project.', undefined, 'application/json')
  @Response<MistifyFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<MistifyFault>('403', 'The caller\'s role does not allow this, or a quota would be exceeded.', undefined, 'application/json')
  @Response<MistifyFault>('404', 'The guest does not exist.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<MistifyFault>('409', 'The state of the guest does not allow this, another job of the guest is open, a name or a MAC address is already in\nuse, an image has no content yet, or a guest uses the image.', undefined, 'application/json')
  @Response<MistifyFault>('502', 'The hypervisor rejected the request, or its response was lost.', undefined, 'application/json')
  @Response<MistifyFault>('503', 'The host, the virtual machine of the guest or the database does not respond, or a list took too long.', undefined, 'application/json')
  public async route_getMistifyGuestNicMetrics(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<MistifyNicMetrics> {
    return exchange.respond<MistifyNicMetrics>(await this.getMistifyGuestNicMetrics({ guest }, exchange.context));
  }

  /** Get the NIC counters of a guest. */
  protected abstract getMistifyGuestNicMetrics(input: { guest: string }, context: Context): Promise<GetMistifyGuestNicMetricsResponse>;

  /**
   * Get the disk counters of a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Get('/guests/{guest}/metrics/disk')
  @OperationId('getMistifyGuestDiskMetrics')
  @Security({"MistifyBearer":[]})
  @Security({"MistifyToken":[]})
  @Security({"MistifyBasic":[]})
  @SuccessResponse('200', 'The counters by the device of the disk.')
  @Response<MistifyFault>('400', 'A parameter, the body or its media type is not valid, or the request names no project.', undefined, 'application/json')
  @Response<MistifyFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<MistifyFault>('403', 'The caller\'s role does not allow this, or a quota would be exceeded.', undefined, 'application/json')
  @Response<MistifyFault>('404', 'The guest does not exist.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<MistifyFault>('409', 'The state of the guest does not allow this, another job of the guest is open, a name or a MAC address is already in\nuse, an image has no content yet, or a guest uses the image.', undefined, 'application/json')
  @Response<MistifyFault>('502', 'The hypervisor rejected the request, or its response was lost.', undefined, 'application/json')
  @Response<MistifyFault>('503', 'The host, the virtual machine of the guest or the database does not respond, or a list took too long.', undefined, 'application/json')
  public async route_getMistifyGuestDiskMetrics(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<MistifyDiskMetrics> {
    return exchange.respond<MistifyDiskMetrics>(await this.getMistifyGuestDiskMetrics({ guest }, exchange.context));
  }

  /** Get the disk counters of a guest. */
  protected abstract getMistifyGuestDiskMetrics(input: { guest: string }, context: Context): Promise<GetMistifyGuestDiskMetricsResponse>;
}
