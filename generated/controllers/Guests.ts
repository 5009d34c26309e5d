// Made from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Never edit it.
// Maker: src/codegen/write-controllers.ts.
import type { CpuMetrics, DiskMetrics, Guest, GuestCreate, GuestList, GuestStates, Metadata, MetadataPatch, NicMetrics, PowerStateUpdate, Problem, SoftPowerOptions } from '../api-types.js';
import { Body, Consumes, Delete, Get, OperationId, Patch, Path, Post, Put, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../decorators.js';
import type { Exchange } from '../exchange.js';

/** What GET /v1/guests answers. */
export type ListGuestsAnswer =
  | { status: 200; body: GuestList; headers?: { Link?: string | undefined } };

/** What POST /v1/guests answers. */
export type CreateGuestAnswer =
  | { status: 201; body: Guest; headers: { Location: string; 'X-Guest-Job-ID': string } };

/** What GET /v1/guests/{guest} answers. */
export type GetGuestAnswer =
  | { status: 200; body: Guest };

/** What DELETE /v1/guests/{guest} answers. */
export type DeleteGuestAnswer =
  | { status: 202; body: Guest; headers: { Location: string; 'X-Guest-Job-ID': string } };

/** What GET /v1/guests/{guest}/metadata answers. */
export type GetGuestMetadataAnswer =
  | { status: 200; body: Metadata };

/** What PATCH /v1/guests/{guest}/metadata answers. */
export type UpdateGuestMetadataAnswer =
  | { status: 200; body: Metadata };

/** What GET /v1/guests/{guest}/metrics/cpu answers. */
export type GetGuestCpuMetricsAnswer =
  | { status: 200; body: CpuMetrics };

/** What GET /v1/guests/{guest}/metrics/nic answers. */
export type GetGuestNicMetricsAnswer =
  | { status: 200; body: NicMetrics };

/** What GET /v1/guests/{guest}/metrics/disk answers. */
export type GetGuestDiskMetricsAnswer =
  | { status: 200; body: DiskMetrics };

/** What GET /v1/guests/{guest}/console-log answers. */
export type GetGuestConsoleLogAnswer =
  | { status: 200; body: string };

/** What POST /v1/guests/{guest}/start answers. */
export type StartGuestAnswer =
  | { status: 200; body: Guest }
  | { status: 202; body: Guest; headers: { Location: string; 'X-Guest-Job-ID': string } };

/** What POST /v1/guests/{guest}/shutdown answers. */
export type ShutdownGuestAnswer =
  | { status: 200; body: Guest }
  | { status: 202; body: Guest; headers: { Location: string; 'X-Guest-Job-ID': string } };

/** What POST /v1/guests/{guest}/reboot answers. */
export type RebootGuestAnswer =
  | { status: 202; body: Guest; headers: { Location: string; 'X-Guest-Job-ID': string } };

/** What POST /v1/guests/{guest}/restart answers. */
export type RestartGuestAnswer =
  | { status: 202; body: Guest; headers: { Location: string; 'X-Guest-Job-ID': string } };

/** What POST /v1/guests/{guest}/poweroff answers. */
export type PoweroffGuestAnswer =
  | { status: 200; body: Guest }
  | { status: 202; body: Guest; headers: { Location: string; 'X-Guest-Job-ID': string } };

/** What POST /v1/guests/{guest}/suspend answers. */
export type SuspendGuestAnswer =
  | { status: 200; body: Guest }
  | { status: 202; body: Guest; headers: { Location: string; 'X-Guest-Job-ID': string } };

/** What GET /v1/guests/{guest}/states answers. */
export type GetGuestStatesAnswer =
  | { status: 200; body: GuestStates };

/** What PUT /v1/guests/{guest}/states/power answers. */
export type SetGuestPowerStateAnswer =
  | { status: 202; body: GuestStates; headers: { Location: string; 'X-Guest-Job-ID'?: string | undefined } };

@Route()
@Tags('Guests')
export abstract class GuestsController<Context> {
  /**
   * List the guests
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 1000
   * @minLength marker 1
   * @maxLength marker 255
   */
  @Get('/v1/guests')
  @OperationId('listGuests')
  @Security({"bearerAuth":[]})
  @SuccessResponse('200', 'A page of guests.')
  @Response<Problem>('400', 'A parameter is not what this contract says, or not known, or the marker names nothing.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('503', 'The database does not answer.', undefined, 'application/problem+json')
  public async route_listGuests(@Request() exchange: Exchange<Context>, @Query('limit') limit: number = 100, @Query('marker') marker?: string): Promise<GuestList> {
    return exchange.answered<GuestList>(await this.listGuests({ limit, marker }, exchange.context));
  }

  /** List the guests. */
  protected abstract listGuests(input: { limit: number; marker?: string }, context: Context): Promise<ListGuestsAnswer>;

  /**
   * Create a guest
   */
  @Post('/v1/guests')
  @OperationId('createGuest')
  @Security({"bearerAuth":[]})
  @SuccessResponse('201', 'The guest, `creating`. `Location` is the guest\'s; `X-Guest-Job-ID` names the operation.')
  @Response<Problem>('400', 'The body or a parameter is not what this contract says.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('409', 'The name is taken, or an image has no content yet.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation takes. JSON may have 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The body is of a media type or an encoding that this operation does not take.', undefined, 'application/problem+json')
  @Response<Problem>('429', 'The project has 1,000 open operations already.', undefined, 'application/problem+json')
  @Response<Problem>('501', 'The host, or the machine of the service, cannot do this at all.', undefined, 'application/problem+json')
  @Response<Problem>('502', 'The hypervisor refused, or its answer was lost.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host or the database does not answer.', undefined, 'application/problem+json')
  public async route_createGuest(@Request() exchange: Exchange<Context>, @Body() body: GuestCreate, @Query('start') start: boolean = false): Promise<Guest> {
    return exchange.answered<Guest>(await this.createGuest({ start, body }, exchange.context));
  }

  /** Create a guest. */
  protected abstract createGuest(input: { start: boolean; body: GuestCreate }, context: Context): Promise<CreateGuestAnswer>;

  /**
   * Get a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\u0000]*$
   */
  @Get('/v1/guests/{guest}')
  @OperationId('getGuest')
  @Security({"bearerAuth":[]})
  @SuccessResponse('200', 'The guest.')
  @Response<Problem>('400', 'A parameter is not what this contract says, or not known.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'There is no such guest.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('503', 'The database does not answer.', undefined, 'application/problem+json')
  public async route_getGuest(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<Guest> {
    return exchange.answered<Guest>(await this.getGuest({ guest }, exchange.context));
  }

  /** Get a guest. */
  protected abstract getGuest(input: { guest: string }, context: Context): Promise<GetGuestAnswer>;

  /**
   * Delete a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\u0000]*$
   */
  @Delete('/v1/guests/{guest}')
  @OperationId('deleteGuest')
  @Security({"bearerAuth":[]})
  @SuccessResponse('202', 'The guest as it is now. `Location` is the operation\'s; `X-Guest-Job-ID` is its id.')
  @Response<Problem>('400', 'A parameter is not what this contract says, or not known.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'There is no such guest.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('503', 'The host or the database does not answer.', undefined, 'application/problem+json')
  public async route_deleteGuest(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<Guest> {
    return exchange.answered<Guest>(await this.deleteGuest({ guest }, exchange.context));
  }

  /** Delete a guest. */
  protected abstract deleteGuest(input: { guest: string }, context: Context): Promise<DeleteGuestAnswer>;

  /**
   * Get the metadata of a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\u0000]*$
   */
  @Get('/v1/guests/{guest}/metadata')
  @OperationId('getGuestMetadata')
  @Security({"bearerAuth":[]})
  @SuccessResponse('200', 'The whole map.')
  @Response<Problem>('400', 'A parameter is not what this contract says, or not known.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'There is no such guest.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('503', 'The database does not answer.', undefined, 'application/problem+json')
  public async route_getGuestMetadata(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<Metadata> {
    return exchange.answered<Metadata>(await this.getGuestMetadata({ guest }, exchange.context));
  }

  /** Get the metadata of a guest. */
  protected abstract getGuestMetadata(input: { guest: string }, context: Context): Promise<GetGuestMetadataAnswer>;

  /**
   * Change the metadata of a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\u0000]*$
   */
  @Patch('/v1/guests/{guest}/metadata')
  @OperationId('updateGuestMetadata')
  @Security({"bearerAuth":[]})
  @Consumes('application/merge-patch+json')
  @SuccessResponse('200', 'The whole map.')
  @Response<Problem>('400', 'The body or a parameter is not what this contract says.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'There is no such guest.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('413', 'The body is larger than this operation takes. JSON may have 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The body is of a media type or an encoding that this operation does not take.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not answer.', undefined, 'application/problem+json')
  public async route_updateGuestMetadata(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Body() body: MetadataPatch): Promise<Metadata> {
    return exchange.answered<Metadata>(await this.updateGuestMetadata({ guest, body }, exchange.context));
  }

  /** Change the metadata of a guest. */
  protected abstract updateGuestMetadata(input: { guest: string; body: MetadataPatch }, context: Context): Promise<UpdateGuestMetadataAnswer>;

  /**
   * Measure the CPUs of a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\u0000]*$
   */
  @Get('/v1/guests/{guest}/metrics/cpu')
  @OperationId('getGuestCpuMetrics')
  @Security({"bearerAuth":[]})
  @SuccessResponse('200', 'The counters of each vCPU.')
  @Response<Problem>('400', 'A parameter is not what this contract says, or not known.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'There is no such guest.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('409', 'The guest is not powered, so there is nothing to measure.', undefined, 'application/problem+json')
  @Response<Problem>('502', 'The hypervisor refused, or its answer was lost.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host or the database does not answer.', undefined, 'application/problem+json')
  public async route_getGuestCpuMetrics(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<CpuMetrics> {
    return exchange.answered<CpuMetrics>(await this.getGuestCpuMetrics({ guest }, exchange.context));
  }

  /** Measure the CPUs of a guest. */
  protected abstract getGuestCpuMetrics(input: { guest: string }, context: Context): Promise<GetGuestCpuMetricsAnswer>;

  /**
   * Measure the NICs of a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\u0000]*$
   */
  @Get('/v1/guests/{guest}/metrics/nic')
  @OperationId('getGuestNicMetrics')
  @Security({"bearerAuth":[]})
  @SuccessResponse('200', 'The counters of each NIC.')
  @Response<Problem>('400', 'A parameter is not what this contract says, or not known.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'There is no such guest.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('409', 'The guest is not powered, so there is nothing to measure.', undefined, 'application/problem+json')
  @Response<Problem>('502', 'The hypervisor refused, or its answer was lost.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host or the database does not answer.', undefined, 'application/problem+json')
  public async route_getGuestNicMetrics(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<NicMetrics> {
    return exchange.answered<NicMetrics>(await this.getGuestNicMetrics({ guest }, exchange.context));
  }

  /** Measure the NICs of a guest. */
  protected abstract getGuestNicMetrics(input: { guest: string }, context: Context): Promise<GetGuestNicMetricsAnswer>;

  /**
   * Measure the disks of a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\u0000]*$
   */
  @Get('/v1/guests/{guest}/metrics/disk')
  @OperationId('getGuestDiskMetrics')
  @Security({"bearerAuth":[]})
  @SuccessResponse('200', 'The counters of each disk.')
  @Response<Problem>('400', 'A parameter is not what this contract says, or not known.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'There is no such guest.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('409', 'The guest is not powered, so there is nothing to measure.', undefined, 'application/problem+json')
  @Response<Problem>('502', 'The hypervisor refused, or its answer was lost.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host or the database does not answer.', undefined, 'application/problem+json')
  public async route_getGuestDiskMetrics(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<DiskMetrics> {
    return exchange.answered<DiskMetrics>(await this.getGuestDiskMetrics({ guest }, exchange.context));
  }

  /** Measure the disks of a guest. */
  protected abstract getGuestDiskMetrics(input: { guest: string }, context: Context): Promise<GetGuestDiskMetricsAnswer>;

  /**
   * Read the console of a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\u0000]*$
   * @isInt bytes
   * @minimum bytes 1
   * @maximum bytes 1048576
   */
  @Get('/v1/guests/{guest}/console-log')
  @OperationId('getGuestConsoleLog')
  @Security({"bearerAuth":[]})
  @SuccessResponse('200', 'The end of the console log.', 'text/plain')
  @Response<Problem>('400', 'A parameter is not what this contract says, or not known.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'There is no such guest.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('502', 'The hypervisor refused, or its answer was lost.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host or the database does not answer.', undefined, 'application/problem+json')
  public async route_getGuestConsoleLog(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Query('bytes') bytes: number = 65536): Promise<string> {
    return exchange.answered<string>(await this.getGuestConsoleLog({ guest, bytes }, exchange.context));
  }

  /** Read the console of a guest. */
  protected abstract getGuestConsoleLog(input: { guest: string; bytes: number }, context: Context): Promise<GetGuestConsoleLogAnswer>;

  /**
   * Start a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\u0000]*$
   */
  @Post('/v1/guests/{guest}/start')
  @OperationId('startGuest')
  @Security({"bearerAuth":[]})
  @SuccessResponse('200', 'The guest already is where this would take it. Nothing was done, and there is no operation.')
  @Response<Guest>('202', 'The guest as it is now. `Location` is the operation\'s; `X-Guest-Job-ID` is its id.', undefined, 'application/json')
  @Response<Problem>('400', 'A parameter is not what this contract says, or not known.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'There is no such guest.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('409', 'The state of the guest does not allow this. The table at the tag Guests tells what each state allows.', undefined, 'application/problem+json')
  @Response<Problem>('429', 'The project has 1,000 open operations already.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host or the database does not answer.', undefined, 'application/problem+json')
  public async route_startGuest(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<Guest> {
    return exchange.answered<Guest>(await this.startGuest({ guest }, exchange.context));
  }

  /** Start a guest. */
  protected abstract startGuest(input: { guest: string }, context: Context): Promise<StartGuestAnswer>;

  /**
   * Shut a guest down softly
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\u0000]*$
   */
  @Post('/v1/guests/{guest}/shutdown')
  @OperationId('shutdownGuest')
  @Security({"bearerAuth":[]})
  @SuccessResponse('200', 'The guest already is where this would take it. Nothing was done, and there is no operation.')
  @Response<Guest>('202', 'The guest as it is now. `Location` is the operation\'s; `X-Guest-Job-ID` is its id.', undefined, 'application/json')
  @Response<Problem>('400', 'The body or a parameter is not what this contract says.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'There is no such guest.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('409', 'The state of the guest does not allow this. The table at the tag Guests tells what each state allows.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation takes. JSON may have 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The body is of a media type or an encoding that this operation does not take.', undefined, 'application/problem+json')
  @Response<Problem>('429', 'The project has 1,000 open operations already.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host or the database does not answer.', undefined, 'application/problem+json')
  public async route_shutdownGuest(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Body() body?: SoftPowerOptions): Promise<Guest> {
    return exchange.answered<Guest>(await this.shutdownGuest({ guest, body }, exchange.context));
  }

  /** Shut a guest down softly. */
  protected abstract shutdownGuest(input: { guest: string; body?: SoftPowerOptions }, context: Context): Promise<ShutdownGuestAnswer>;

  /**
   * Reboot a guest softly
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\u0000]*$
   */
  @Post('/v1/guests/{guest}/reboot')
  @OperationId('rebootGuest')
  @Security({"bearerAuth":[]})
  @SuccessResponse('202', 'The guest as it is now. `Location` is the operation\'s; `X-Guest-Job-ID` is its id.')
  @Response<Problem>('400', 'The body or a parameter is not what this contract says.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'There is no such guest.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('409', 'The state of the guest does not allow this. The table at the tag Guests tells what each state allows.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation takes. JSON may have 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The body is of a media type or an encoding that this operation does not take.', undefined, 'application/problem+json')
  @Response<Problem>('429', 'The project has 1,000 open operations already.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host or the database does not answer.', undefined, 'application/problem+json')
  public async route_rebootGuest(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Body() body?: SoftPowerOptions): Promise<Guest> {
    return exchange.answered<Guest>(await this.rebootGuest({ guest, body }, exchange.context));
  }

  /** Reboot a guest softly. */
  protected abstract rebootGuest(input: { guest: string; body?: SoftPowerOptions }, context: Context): Promise<RebootGuestAnswer>;

  /**
   * Reset a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\u0000]*$
   */
  @Post('/v1/guests/{guest}/restart')
  @OperationId('restartGuest')
  @Security({"bearerAuth":[]})
  @SuccessResponse('202', 'The guest as it is now. `Location` is the operation\'s; `X-Guest-Job-ID` is its id.')
  @Response<Problem>('400', 'A parameter is not what this contract says, or not known.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'There is no such guest.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('409', 'The state of the guest does not allow this. The table at the tag Guests tells what each state allows.', undefined, 'application/problem+json')
  @Response<Problem>('429', 'The project has 1,000 open operations already.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host or the database does not answer.', undefined, 'application/problem+json')
  public async route_restartGuest(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<Guest> {
    return exchange.answered<Guest>(await this.restartGuest({ guest }, exchange.context));
  }

  /** Reset a guest. */
  protected abstract restartGuest(input: { guest: string }, context: Context): Promise<RestartGuestAnswer>;

  /**
   * Cut the power of a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\u0000]*$
   */
  @Post('/v1/guests/{guest}/poweroff')
  @OperationId('poweroffGuest')
  @Security({"bearerAuth":[]})
  @SuccessResponse('200', 'The guest already is where this would take it. Nothing was done, and there is no operation.')
  @Response<Guest>('202', 'The guest as it is now. `Location` is the operation\'s; `X-Guest-Job-ID` is its id.', undefined, 'application/json')
  @Response<Problem>('400', 'A parameter is not what this contract says, or not known.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'There is no such guest.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('409', 'The state of the guest does not allow this. The table at the tag Guests tells what each state allows.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host or the database does not answer.', undefined, 'application/problem+json')
  public async route_poweroffGuest(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<Guest> {
    return exchange.answered<Guest>(await this.poweroffGuest({ guest }, exchange.context));
  }

  /** Cut the power of a guest. */
  protected abstract poweroffGuest(input: { guest: string }, context: Context): Promise<PoweroffGuestAnswer>;

  /**
   * Suspend a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\u0000]*$
   */
  @Post('/v1/guests/{guest}/suspend')
  @OperationId('suspendGuest')
  @Security({"bearerAuth":[]})
  @SuccessResponse('200', 'The guest already is where this would take it. Nothing was done, and there is no operation.')
  @Response<Guest>('202', 'The guest as it is now. `Location` is the operation\'s; `X-Guest-Job-ID` is its id.', undefined, 'application/json')
  @Response<Problem>('400', 'A parameter is not what this contract says, or not known.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'There is no such guest.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('409', 'The state of the guest does not allow this. The table at the tag Guests tells what each state allows.', undefined, 'application/problem+json')
  @Response<Problem>('429', 'The project has 1,000 open operations already.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host or the database does not answer.', undefined, 'application/problem+json')
  public async route_suspendGuest(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<Guest> {
    return exchange.answered<Guest>(await this.suspendGuest({ guest }, exchange.context));
  }

  /** Suspend a guest. */
  protected abstract suspendGuest(input: { guest: string }, context: Context): Promise<SuspendGuestAnswer>;

  /**
   * Get the states of a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\u0000]*$
   */
  @Get('/v1/guests/{guest}/states')
  @OperationId('getGuestStates')
  @Security({"bearerAuth":[]})
  @SuccessResponse('200', 'The states.')
  @Response<Problem>('400', 'A parameter is not what this contract says, or not known.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'There is no such guest.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('503', 'The database does not answer.', undefined, 'application/problem+json')
  public async route_getGuestStates(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<GuestStates> {
    return exchange.answered<GuestStates>(await this.getGuestStates({ guest }, exchange.context));
  }

  /** Get the states of a guest. */
  protected abstract getGuestStates(input: { guest: string }, context: Context): Promise<GetGuestStatesAnswer>;

  /**
   * Bring a guest into a power state
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\u0000]*$
   */
  @Put('/v1/guests/{guest}/states/power')
  @OperationId('setGuestPowerState')
  @Security({"bearerAuth":[]})
  @SuccessResponse('202', 'The states as they are now. `Location` is the address of the states. `X-Guest-Job-ID` names the operation; it is missing\nwhen the guest is already there.')
  @Response<Problem>('400', 'The body or a parameter is not what this contract says.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'There is no such guest.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('409', 'The state of the guest does not allow this. The table at the tag Guests tells what each state allows.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation takes. JSON may have 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The body is of a media type or an encoding that this operation does not take.', undefined, 'application/problem+json')
  @Response<Problem>('429', 'The project has 1,000 open operations already.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host or the database does not answer.', undefined, 'application/problem+json')
  public async route_setGuestPowerState(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Body() body: PowerStateUpdate): Promise<GuestStates> {
    return exchange.answered<GuestStates>(await this.setGuestPowerState({ guest, body }, exchange.context));
  }

  /** Bring a guest into a power state. */
  protected abstract setGuestPowerState(input: { guest: string; body: PowerStateUpdate }, context: Context): Promise<SetGuestPowerStateAnswer>;
}
