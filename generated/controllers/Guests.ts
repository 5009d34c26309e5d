// Generated from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { CpuMetrics, DiskMetrics, DriftDiscard, Guest, GuestCreate, GuestDrift, GuestList, GuestOrSelection, GuestStates, GuestUpdate, JsonPatch, Metadata, MetadataPatch, NicMetrics, PowerStateUpdate, Problem, SoftPowerOptions } from '../api-types.js';
import type * as checked from '../checked-bodies.js';
import { Body, Consumes, Delete, Get, Header, OperationId, Patch, Path, Post, Put, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../decorators.js';
import type { Exchange } from '../exchange.js';

/** The responses that GET /v1/guests returns. */
export type ListGuestsResponse =
  | { status: 200; body: GuestList; headers?: { Link?: string | undefined } };

/** The responses that POST /v1/guests returns. */
export type CreateGuestResponse =
  | { status: 201; body: Guest; headers: { ETag: string; Location: string; 'X-Operation-ID': string; 'Preference-Applied'?: string | undefined; 'Idempotency-Replayed'?: 'true' | undefined } };

/** The responses that GET /v1/guests/{guest} returns. */
export type GetGuestResponse =
  | { status: 200; body: GuestOrSelection; headers: { ETag: string } }
  | { status: 304; headers: { ETag: string } };

/** The responses that PATCH /v1/guests/{guest} returns. */
export type UpdateGuestResponse =
  | { status: 200; body: Guest; headers: { ETag: string; 'X-Operation-ID'?: string | undefined; 'Preference-Applied'?: string | undefined; 'Idempotency-Replayed'?: 'true' | undefined } }
  | { status: 202; body: Guest; headers: { ETag: string; Location: string; 'X-Operation-ID': string; 'Preference-Applied'?: string | undefined; 'Idempotency-Replayed'?: 'true' | undefined } };

/** The responses that DELETE /v1/guests/{guest} returns. */
export type DeleteGuestResponse =
  | { status: 202; body: Guest; headers: { ETag: string; Location: string; 'X-Operation-ID': string; 'Preference-Applied'?: string | undefined; 'Idempotency-Replayed'?: 'true' | undefined } }
  | { status: 204; headers?: { 'X-Operation-ID'?: string | undefined; 'Preference-Applied'?: string | undefined } };

/** The responses that GET /v1/guests/{guest}/metadata returns. */
export type GetGuestMetadataResponse =
  | { status: 200; body: Metadata; headers: { ETag: string } }
  | { status: 304; headers: { ETag: string } };

/** The responses that PATCH /v1/guests/{guest}/metadata returns. */
export type UpdateGuestMetadataResponse =
  | { status: 200; body: Metadata; headers: { ETag: string } };

/** The responses that GET /v1/guests/{guest}/metrics/cpu returns. */
export type GetGuestCpuMetricsResponse =
  | { status: 200; body: CpuMetrics };

/** The responses that GET /v1/guests/{guest}/metrics/nic returns. */
export type GetGuestNicMetricsResponse =
  | { status: 200; body: NicMetrics };

/** The responses that GET /v1/guests/{guest}/metrics/disk returns. */
export type GetGuestDiskMetricsResponse =
  | { status: 200; body: DiskMetrics };

/** The responses that GET /v1/guests/{guest}/console-log returns. */
export type GetGuestConsoleLogResponse =
  | { status: 200; body: string };

/** The responses that POST /v1/guests/{guest}/start returns. */
export type StartGuestResponse =
  | { status: 200; body: Guest; headers: { ETag: string; 'X-Operation-ID'?: string | undefined; 'Preference-Applied'?: string | undefined; 'Idempotency-Replayed'?: 'true' | undefined } }
  | { status: 202; body: Guest; headers: { ETag: string; Location: string; 'X-Operation-ID': string; 'Preference-Applied'?: string | undefined; 'Idempotency-Replayed'?: 'true' | undefined } };

/** The responses that POST /v1/guests/{guest}/shutdown returns. */
export type ShutdownGuestResponse =
  | { status: 200; body: Guest; headers: { ETag: string; 'X-Operation-ID'?: string | undefined; 'Preference-Applied'?: string | undefined; 'Idempotency-Replayed'?: 'true' | undefined } }
  | { status: 202; body: Guest; headers: { ETag: string; Location: string; 'X-Operation-ID': string; 'Preference-Applied'?: string | undefined; 'Idempotency-Replayed'?: 'true' | undefined } };

/** The responses that POST /v1/guests/{guest}/reboot returns. */
export type RebootGuestResponse =
  | { status: 200; body: Guest; headers: { ETag: string; 'X-Operation-ID'?: string | undefined; 'Preference-Applied'?: string | undefined; 'Idempotency-Replayed'?: 'true' | undefined } }
  | { status: 202; body: Guest; headers: { ETag: string; Location: string; 'X-Operation-ID': string; 'Preference-Applied'?: string | undefined; 'Idempotency-Replayed'?: 'true' | undefined } };

/** The responses that POST /v1/guests/{guest}/restart returns. */
export type RestartGuestResponse =
  | { status: 200; body: Guest; headers: { ETag: string; 'X-Operation-ID'?: string | undefined; 'Preference-Applied'?: string | undefined; 'Idempotency-Replayed'?: 'true' | undefined } }
  | { status: 202; body: Guest; headers: { ETag: string; Location: string; 'X-Operation-ID': string; 'Preference-Applied'?: string | undefined; 'Idempotency-Replayed'?: 'true' | undefined } };

/** The responses that POST /v1/guests/{guest}/poweroff returns. */
export type PoweroffGuestResponse =
  | { status: 200; body: Guest; headers: { ETag: string; 'X-Operation-ID'?: string | undefined; 'Preference-Applied'?: string | undefined; 'Idempotency-Replayed'?: 'true' | undefined } }
  | { status: 202; body: Guest; headers: { ETag: string; Location: string; 'X-Operation-ID': string; 'Preference-Applied'?: string | undefined; 'Idempotency-Replayed'?: 'true' | undefined } };

/** The responses that POST /v1/guests/{guest}/suspend returns. */
export type SuspendGuestResponse =
  | { status: 200; body: Guest; headers: { ETag: string; 'X-Operation-ID'?: string | undefined; 'Preference-Applied'?: string | undefined; 'Idempotency-Replayed'?: 'true' | undefined } }
  | { status: 202; body: Guest; headers: { ETag: string; Location: string; 'X-Operation-ID': string; 'Preference-Applied'?: string | undefined; 'Idempotency-Replayed'?: 'true' | undefined } };

/** The responses that GET /v1/guests/{guest}/drift returns. */
export type GetGuestDriftResponse =
  | { status: 200; body: GuestDrift };

/** The responses that POST /v1/guests/{guest}/drift/accept returns. */
export type AcceptGuestDriftResponse =
  | { status: 200; body: Guest; headers: { ETag: string; 'X-Operation-ID'?: string | undefined; 'Preference-Applied'?: string | undefined; 'Idempotency-Replayed'?: 'true' | undefined } }
  | { status: 202; body: Guest; headers: { ETag: string; Location: string; 'X-Operation-ID': string; 'Preference-Applied'?: string | undefined; 'Idempotency-Replayed'?: 'true' | undefined } };

/** The responses that POST /v1/guests/{guest}/drift/discard returns. */
export type DiscardGuestDriftResponse =
  | { status: 200; body: Guest; headers: { ETag: string; 'X-Operation-ID'?: string | undefined; 'Preference-Applied'?: string | undefined; 'Idempotency-Replayed'?: 'true' | undefined } }
  | { status: 202; body: Guest; headers: { ETag: string; Location: string; 'X-Operation-ID': string; 'Preference-Applied'?: string | undefined; 'Idempotency-Replayed'?: 'true' | undefined } };

/** The responses that GET /v1/guests/{guest}/states returns. */
export type GetGuestStatesResponse =
  | { status: 200; body: GuestStates; headers: { ETag: string } }
  | { status: 304; headers: { ETag: string } };

/** The responses that PUT /v1/guests/{guest}/states/power returns. */
export type SetGuestPowerStateResponse =
  | { status: 200; body: GuestStates; headers: { ETag: string; 'X-Operation-ID': string; 'Preference-Applied'?: string | undefined } }
  | { status: 202; body: GuestStates; headers: { Location: string; 'X-Operation-ID'?: string | undefined; ETag: string; 'Preference-Applied'?: string | undefined } };

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
   * @minLength fields 1
   * @maxLength fields 1024
   * @maxLength search 4096
   */
  @Get('/v1/guests')
  @OperationId('listGuests')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'A page of guests.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value, the marker is unknown, or the search query has a syntax error.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond, or the query took too long.', undefined, 'application/problem+json')
  public async route_listGuests(@Request() exchange: Exchange<Context>, @Query('limit') limit: number = 100, @Query('marker') marker?: string, @Query('sort_by') sortBy?: 'created_at' | '-created_at' | 'name' | '-name' | 'updated_at' | '-updated_at' | 'launched_at' | '-launched_at' | 'vcpus' | '-vcpus' | 'memory_mib' | '-memory_mib' | 'state' | '-state', @Query('fields') fields?: string, @Query('search') search?: string, @Query('case_sensitive') caseSensitive: boolean = false, @Query('all_projects') allProjects: boolean = false): Promise<GuestList> {
    return exchange.respond<GuestList>(await this.listGuests({ limit, marker, sortBy, fields, search, caseSensitive, allProjects }, exchange.context));
  }

  /** List the guests. */
  protected abstract listGuests(input: { limit: number; marker?: string; sortBy?: 'created_at' | '-created_at' | 'name' | '-name' | 'updated_at' | '-updated_at' | 'launched_at' | '-launched_at' | 'vcpus' | '-vcpus' | 'memory_mib' | '-memory_mib' | 'state' | '-state'; fields?: string; search?: string; caseSensitive: boolean; allProjects: boolean }, context: Context): Promise<ListGuestsResponse>;

  /**
   * Create a guest
   * @minLength idempotencyKey 1
   * @maxLength idempotencyKey 255
   * @pattern idempotencyKey ^[!-~]+$
   * @maxLength prefer 1024
   */
  @Post('/v1/guests')
  @OperationId('createGuest')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('201', 'The guest: in state `creating`, or already created if `Prefer: wait` was sent and the operation has ended.\n`Location` is the address of the guest; `X-Operation-ID` is the id of the operation.')
  @Response<Problem>('400', 'The body or a parameter is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The caller\'s role does not allow this, or the request would exceed a quota.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The name or a MAC address is already in use, an image has no content yet, the operation that the request waited\nfor was cancelled, or the first request with this `Idempotency-Key` is still in progress.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation accepts. A JSON body can have up to 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The operation does not accept the media type or the encoding of the body.', undefined, 'application/problem+json')
  @Response<Problem>('422', 'The key was already used for a different request.', undefined, 'application/problem+json')
  @Response<Problem>('429', 'The project already has 1,000 open operations.', undefined, 'application/problem+json')
  @Response<Problem>('501', 'The host, or the machine that the service runs on, does not support this.', undefined, 'application/problem+json')
  @Response<Problem>('502', 'The hypervisor rejected the request, or its response was lost. If the request waited for an operation, this\nhappened to that operation.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host, the virtual machine of the guest or the database does not respond.', undefined, 'application/problem+json')
  @Response<Problem>('507', 'There is not enough capacity left, or the disk of the host is so full that the guest cannot run.', undefined, 'application/problem+json')
  public async route_createGuest(@Request() exchange: Exchange<Context>, @Body() body: GuestCreate, @Query('start') start: boolean = false, @Header('Idempotency-Key') idempotencyKey?: string, @Header('Prefer') prefer?: string): Promise<Guest> {
    return exchange.respond<Guest>(await this.createGuest({ start, idempotencyKey, prefer, body: body as checked.GuestCreate }, exchange.context));
  }

  /** Create a guest. */
  protected abstract createGuest(input: { start: boolean; idempotencyKey?: string; prefer?: string; body: checked.GuestCreate }, context: Context): Promise<CreateGuestResponse>;

  /**
   * Get a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @minLength fields 1
   * @maxLength fields 1024
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Get('/v1/guests/{guest}')
  @OperationId('getGuest')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The guest, or only the members named in `fields`.')
  @Response<void>('304', 'The `ETag` of the resource is one of those in `If-None-Match`.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The guest does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_getGuest(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Query('fields') fields?: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<GuestOrSelection> {
    return exchange.respond<GuestOrSelection>(await this.getGuest({ guest, fields, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Get a guest. */
  protected abstract getGuest(input: { guest: string; fields?: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<GetGuestResponse>;

  /**
   * Change a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   * @maxLength prefer 1024
   */
  @Patch('/v1/guests/{guest}')
  @OperationId('updateGuest')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @Consumes('application/merge-patch+json')
  @SuccessResponse('200', 'The guest matches the request. If `X-Operation-ID` is absent, the guest already matched the request, or the\nchange was made immediately. If `X-Operation-ID` is present, the request waited for this operation, and the\noperation succeeded.')
  @Response<Guest>('202', 'The current guest. `Location` is the URL of the operation, and `X-Operation-ID` is its id.', undefined, 'application/json')
  @Response<Problem>('400', 'The body or a parameter is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The caller\'s role does not allow this, or the request would exceed a quota.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The guest does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'A `test` operation of the JSON Patch failed, the name is already in use, the state of the guest does not allow\nthis, another program changed the guest on its host, or the operation that the request waited for was cancelled.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation accepts. A JSON body can have up to 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The operation does not accept the media type or the encoding of the body.', undefined, 'application/problem+json')
  @Response<Problem>('429', 'The project already has 1,000 open operations.', undefined, 'application/problem+json')
  @Response<Problem>('501', 'The host, or the machine that the service runs on, does not support this.', undefined, 'application/problem+json')
  @Response<Problem>('502', 'The hypervisor rejected the request, or its response was lost. If the request waited for an operation, this\nhappened to that operation.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host, the virtual machine of the guest or the database does not respond.', undefined, 'application/problem+json')
  @Response<Problem>('507', 'There is not enough capacity left.', undefined, 'application/problem+json')
  public async route_updateGuest(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Body() body: GuestUpdate, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string, @Header('Prefer') prefer?: string): Promise<Guest> {
    return exchange.respond<Guest>(await this.updateGuest({ guest, ifMatch, ifNoneMatch, prefer, body: body as checked.GuestUpdate }, exchange.context));
  }

  /** Change a guest. */
  protected abstract updateGuest(input: { guest: string; ifMatch?: string; ifNoneMatch?: string; prefer?: string; body: checked.GuestUpdate | checked.JsonPatch }, context: Context): Promise<UpdateGuestResponse>;

  /**
   * Delete a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   * @maxLength prefer 1024
   */
  @Delete('/v1/guests/{guest}')
  @OperationId('deleteGuest')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('202', 'The current guest. `Location` is the URL of the operation, and `X-Operation-ID` is its id.')
  @Response<void>('204', 'The guest was removed. Either the request waited for the operation, or the guest was forgotten, which needs no\noperation.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The guest does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The guest cannot be forgotten because its host is not away, another program changed a disk of the guest on the\nhost, or the operation that the request waited for was cancelled.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('502', 'The hypervisor rejected the request, or its response was lost. If the request waited for an operation, this\nhappened to that operation.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host, the virtual machine of the guest or the database does not respond.', undefined, 'application/problem+json')
  public async route_deleteGuest(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Query('forget') forget: boolean = false, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string, @Header('Prefer') prefer?: string): Promise<Guest> {
    return exchange.respond<Guest>(await this.deleteGuest({ guest, forget, ifMatch, ifNoneMatch, prefer }, exchange.context));
  }

  /** Delete a guest. */
  protected abstract deleteGuest(input: { guest: string; forget: boolean; ifMatch?: string; ifNoneMatch?: string; prefer?: string }, context: Context): Promise<DeleteGuestResponse>;

  /**
   * Get the metadata of a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Get('/v1/guests/{guest}/metadata')
  @OperationId('getGuestMetadata')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'All metadata. The `ETag` is that of the guest or host.')
  @Response<void>('304', 'The `ETag` of the resource is one of those in `If-None-Match`.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The guest does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_getGuestMetadata(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<Metadata> {
    return exchange.respond<Metadata>(await this.getGuestMetadata({ guest, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Get the metadata of a guest. */
  protected abstract getGuestMetadata(input: { guest: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<GetGuestMetadataResponse>;

  /**
   * Change the metadata of a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Patch('/v1/guests/{guest}/metadata')
  @OperationId('updateGuestMetadata')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @Consumes('application/merge-patch+json')
  @SuccessResponse('200', 'All metadata. The `ETag` is that of the guest or host.')
  @Response<Problem>('400', 'The body or a parameter is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The guest does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'A `test` operation of the JSON Patch failed.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation accepts. A JSON body can have up to 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The operation does not accept the media type or the encoding of the body.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_updateGuestMetadata(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Body() body: MetadataPatch, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<Metadata> {
    return exchange.respond<Metadata>(await this.updateGuestMetadata({ guest, ifMatch, ifNoneMatch, body: body as checked.MetadataPatch }, exchange.context));
  }

  /** Change the metadata of a guest. */
  protected abstract updateGuestMetadata(input: { guest: string; ifMatch?: string; ifNoneMatch?: string; body: checked.MetadataPatch | checked.JsonPatch }, context: Context): Promise<UpdateGuestMetadataResponse>;

  /**
   * Get the CPU counters of a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Get('/v1/guests/{guest}/metrics/cpu')
  @OperationId('getGuestCpuMetrics')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The counters of each vCPU.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The guest does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The guest is not powered on, so there is nothing to measure.', undefined, 'application/problem+json')
  @Response<Problem>('502', 'The hypervisor rejected the request, or its response was lost. If the request waited for an operation, this\nhappened to that operation.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host, the virtual machine of the guest or the database does not respond.', undefined, 'application/problem+json')
  public async route_getGuestCpuMetrics(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<CpuMetrics> {
    return exchange.respond<CpuMetrics>(await this.getGuestCpuMetrics({ guest }, exchange.context));
  }

  /** Get the CPU counters of a guest. */
  protected abstract getGuestCpuMetrics(input: { guest: string }, context: Context): Promise<GetGuestCpuMetricsResponse>;

  /**
   * Get the NIC counters of a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Get('/v1/guests/{guest}/metrics/nic')
  @OperationId('getGuestNicMetrics')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The counters of each NIC.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The guest does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The guest is not powered on, so there is nothing to measure.', undefined, 'application/problem+json')
  @Response<Problem>('502', 'The hypervisor rejected the request, or its response was lost. If the request waited for an operation, this\nhappened to that operation.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host, the virtual machine of the guest or the database does not respond.', undefined, 'application/problem+json')
  public async route_getGuestNicMetrics(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<NicMetrics> {
    return exchange.respond<NicMetrics>(await this.getGuestNicMetrics({ guest }, exchange.context));
  }

  /** Get the NIC counters of a guest. */
  protected abstract getGuestNicMetrics(input: { guest: string }, context: Context): Promise<GetGuestNicMetricsResponse>;

  /**
   * Get the disk counters of a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Get('/v1/guests/{guest}/metrics/disk')
  @OperationId('getGuestDiskMetrics')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The counters of each disk.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The guest does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The guest is not powered on, so there is nothing to measure.', undefined, 'application/problem+json')
  @Response<Problem>('502', 'The hypervisor rejected the request, or its response was lost. If the request waited for an operation, this\nhappened to that operation.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host, the virtual machine of the guest or the database does not respond.', undefined, 'application/problem+json')
  public async route_getGuestDiskMetrics(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<DiskMetrics> {
    return exchange.respond<DiskMetrics>(await this.getGuestDiskMetrics({ guest }, exchange.context));
  }

  /** Get the disk counters of a guest. */
  protected abstract getGuestDiskMetrics(input: { guest: string }, context: Context): Promise<GetGuestDiskMetricsResponse>;

  /**
   * Get the console log of a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @isInt bytes
   * @minimum bytes 1
   * @maximum bytes 1048576
   */
  @Get('/v1/guests/{guest}/console-log')
  @OperationId('getGuestConsoleLog')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The end of the console log.', 'text/plain')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The guest does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('502', 'The hypervisor rejected the request, or its response was lost. If the request waited for an operation, this\nhappened to that operation.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host, the virtual machine of the guest or the database does not respond.', undefined, 'application/problem+json')
  public async route_getGuestConsoleLog(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Query('bytes') bytes: number = 65536): Promise<string> {
    return exchange.respond<string>(await this.getGuestConsoleLog({ guest, bytes }, exchange.context));
  }

  /** Get the console log of a guest. */
  protected abstract getGuestConsoleLog(input: { guest: string; bytes: number }, context: Context): Promise<GetGuestConsoleLogResponse>;

  /**
   * Start a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   * @minLength idempotencyKey 1
   * @maxLength idempotencyKey 255
   * @pattern idempotencyKey ^[!-~]+$
   * @maxLength prefer 1024
   */
  @Post('/v1/guests/{guest}/start')
  @OperationId('startGuest')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The guest matches the request. If `X-Operation-ID` is absent, the guest already matched the request, or the\nchange was made immediately. If `X-Operation-ID` is present, the request waited for this operation, and the\noperation succeeded.')
  @Response<Guest>('202', 'The current guest. `Location` is the URL of the operation, and `X-Operation-ID` is its id.', undefined, 'application/json')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The guest does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The state of the guest does not allow this (see [Guest states](/docs/guide/guest-states)), another program\nchanged the guest on its host, the operation that the request waited for was cancelled, or the first request\nwith this `Idempotency-Key` is still in progress.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('429', 'The project already has 1,000 open operations.', undefined, 'application/problem+json')
  @Response<Problem>('501', 'The host, or the machine that the service runs on, does not support this.', undefined, 'application/problem+json')
  @Response<Problem>('502', 'The hypervisor rejected the request, or its response was lost. If the request waited for an operation, this\nhappened to that operation.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host, the virtual machine of the guest or the database does not respond.', undefined, 'application/problem+json')
  @Response<Problem>('507', 'There is not enough capacity left, or the disk of the host is so full that the guest cannot run.', undefined, 'application/problem+json')
  public async route_startGuest(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string, @Header('Idempotency-Key') idempotencyKey?: string, @Header('Prefer') prefer?: string): Promise<Guest> {
    return exchange.respond<Guest>(await this.startGuest({ guest, ifMatch, ifNoneMatch, idempotencyKey, prefer }, exchange.context));
  }

  /** Start a guest. */
  protected abstract startGuest(input: { guest: string; ifMatch?: string; ifNoneMatch?: string; idempotencyKey?: string; prefer?: string }, context: Context): Promise<StartGuestResponse>;

  /**
   * Shut down a guest gracefully
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   * @minLength idempotencyKey 1
   * @maxLength idempotencyKey 255
   * @pattern idempotencyKey ^[!-~]+$
   * @maxLength prefer 1024
   */
  @Post('/v1/guests/{guest}/shutdown')
  @OperationId('shutdownGuest')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The guest matches the request. If `X-Operation-ID` is absent, the guest already matched the request, or the\nchange was made immediately. If `X-Operation-ID` is present, the request waited for this operation, and the\noperation succeeded.')
  @Response<Guest>('202', 'The current guest. `Location` is the URL of the operation, and `X-Operation-ID` is its id.', undefined, 'application/json')
  @Response<Problem>('400', 'The body or a parameter is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The guest does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The state of the guest does not allow this (see [Guest states](/docs/guide/guest-states)), another program\nchanged the guest on its host, the operation that the request waited for was cancelled, or the first request\nwith this `Idempotency-Key` is still in progress.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation accepts. A JSON body can have up to 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The operation does not accept the media type or the encoding of the body.', undefined, 'application/problem+json')
  @Response<Problem>('422', 'The key was already used for a different request.', undefined, 'application/problem+json')
  @Response<Problem>('429', 'The project already has 1,000 open operations.', undefined, 'application/problem+json')
  @Response<Problem>('502', 'The hypervisor rejected the request, or its response was lost. If the request waited for an operation, this\nhappened to that operation.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host, the virtual machine of the guest or the database does not respond.', undefined, 'application/problem+json')
  @Response<Problem>('504', 'The request waited for an operation that exceeded its time limit.', undefined, 'application/problem+json')
  public async route_shutdownGuest(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Body() body?: SoftPowerOptions, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string, @Header('Idempotency-Key') idempotencyKey?: string, @Header('Prefer') prefer?: string): Promise<Guest> {
    return exchange.respond<Guest>(await this.shutdownGuest({ guest, ifMatch, ifNoneMatch, idempotencyKey, prefer, body: body as checked.SoftPowerOptions }, exchange.context));
  }

  /** Shut down a guest gracefully. */
  protected abstract shutdownGuest(input: { guest: string; ifMatch?: string; ifNoneMatch?: string; idempotencyKey?: string; prefer?: string; body: checked.SoftPowerOptions }, context: Context): Promise<ShutdownGuestResponse>;

  /**
   * Reboot a guest gracefully
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   * @minLength idempotencyKey 1
   * @maxLength idempotencyKey 255
   * @pattern idempotencyKey ^[!-~]+$
   * @maxLength prefer 1024
   */
  @Post('/v1/guests/{guest}/reboot')
  @OperationId('rebootGuest')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The guest matches the request. If `X-Operation-ID` is absent, the guest already matched the request, or the\nchange was made immediately. If `X-Operation-ID` is present, the request waited for this operation, and the\noperation succeeded.')
  @Response<Guest>('202', 'The current guest. `Location` is the URL of the operation, and `X-Operation-ID` is its id.', undefined, 'application/json')
  @Response<Problem>('400', 'The body or a parameter is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The guest does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The state of the guest does not allow this (see [Guest states](/docs/guide/guest-states)), another program\nchanged the guest on its host, the operation that the request waited for was cancelled, or the first request\nwith this `Idempotency-Key` is still in progress.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation accepts. A JSON body can have up to 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The operation does not accept the media type or the encoding of the body.', undefined, 'application/problem+json')
  @Response<Problem>('422', 'The key was already used for a different request.', undefined, 'application/problem+json')
  @Response<Problem>('429', 'The project already has 1,000 open operations.', undefined, 'application/problem+json')
  @Response<Problem>('501', 'The host, or the machine that the service runs on, does not support this.', undefined, 'application/problem+json')
  @Response<Problem>('502', 'The hypervisor rejected the request, or its response was lost. If the request waited for an operation, this\nhappened to that operation.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host, the virtual machine of the guest or the database does not respond.', undefined, 'application/problem+json')
  @Response<Problem>('504', 'The request waited for an operation that exceeded its time limit.', undefined, 'application/problem+json')
  @Response<Problem>('507', 'There is not enough capacity left, or the disk of the host is so full that the guest cannot run.', undefined, 'application/problem+json')
  public async route_rebootGuest(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Body() body?: SoftPowerOptions, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string, @Header('Idempotency-Key') idempotencyKey?: string, @Header('Prefer') prefer?: string): Promise<Guest> {
    return exchange.respond<Guest>(await this.rebootGuest({ guest, ifMatch, ifNoneMatch, idempotencyKey, prefer, body: body as checked.SoftPowerOptions }, exchange.context));
  }

  /** Reboot a guest gracefully. */
  protected abstract rebootGuest(input: { guest: string; ifMatch?: string; ifNoneMatch?: string; idempotencyKey?: string; prefer?: string; body: checked.SoftPowerOptions }, context: Context): Promise<RebootGuestResponse>;

  /**
   * Reset a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   * @minLength idempotencyKey 1
   * @maxLength idempotencyKey 255
   * @pattern idempotencyKey ^[!-~]+$
   * @maxLength prefer 1024
   */
  @Post('/v1/guests/{guest}/restart')
  @OperationId('restartGuest')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The guest matches the request. If `X-Operation-ID` is absent, the guest already matched the request, or the\nchange was made immediately. If `X-Operation-ID` is present, the request waited for this operation, and the\noperation succeeded.')
  @Response<Guest>('202', 'The current guest. `Location` is the URL of the operation, and `X-Operation-ID` is its id.', undefined, 'application/json')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The guest does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The state of the guest does not allow this (see [Guest states](/docs/guide/guest-states)), another program\nchanged the guest on its host, the operation that the request waited for was cancelled, or the first request\nwith this `Idempotency-Key` is still in progress.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('429', 'The project already has 1,000 open operations.', undefined, 'application/problem+json')
  @Response<Problem>('502', 'The hypervisor rejected the request, or its response was lost. If the request waited for an operation, this\nhappened to that operation.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host, the virtual machine of the guest or the database does not respond.', undefined, 'application/problem+json')
  @Response<Problem>('507', 'There is not enough capacity left, or the disk of the host is so full that the guest cannot run.', undefined, 'application/problem+json')
  public async route_restartGuest(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string, @Header('Idempotency-Key') idempotencyKey?: string, @Header('Prefer') prefer?: string): Promise<Guest> {
    return exchange.respond<Guest>(await this.restartGuest({ guest, ifMatch, ifNoneMatch, idempotencyKey, prefer }, exchange.context));
  }

  /** Reset a guest. */
  protected abstract restartGuest(input: { guest: string; ifMatch?: string; ifNoneMatch?: string; idempotencyKey?: string; prefer?: string }, context: Context): Promise<RestartGuestResponse>;

  /**
   * Power off a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   * @minLength idempotencyKey 1
   * @maxLength idempotencyKey 255
   * @pattern idempotencyKey ^[!-~]+$
   * @maxLength prefer 1024
   */
  @Post('/v1/guests/{guest}/poweroff')
  @OperationId('poweroffGuest')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The guest matches the request. If `X-Operation-ID` is absent, the guest already matched the request, or the\nchange was made immediately. If `X-Operation-ID` is present, the request waited for this operation, and the\noperation succeeded.')
  @Response<Guest>('202', 'The current guest. `Location` is the URL of the operation, and `X-Operation-ID` is its id.', undefined, 'application/json')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The guest does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The state of the guest does not allow this (see [Guest states](/docs/guide/guest-states)), another program\nchanged the guest on its host, the operation that the request waited for was cancelled, or the first request\nwith this `Idempotency-Key` is still in progress.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('502', 'The hypervisor rejected the request, or its response was lost. If the request waited for an operation, this\nhappened to that operation.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host, the virtual machine of the guest or the database does not respond.', undefined, 'application/problem+json')
  public async route_poweroffGuest(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string, @Header('Idempotency-Key') idempotencyKey?: string, @Header('Prefer') prefer?: string): Promise<Guest> {
    return exchange.respond<Guest>(await this.poweroffGuest({ guest, ifMatch, ifNoneMatch, idempotencyKey, prefer }, exchange.context));
  }

  /** Power off a guest. */
  protected abstract poweroffGuest(input: { guest: string; ifMatch?: string; ifNoneMatch?: string; idempotencyKey?: string; prefer?: string }, context: Context): Promise<PoweroffGuestResponse>;

  /**
   * Suspend a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   * @minLength idempotencyKey 1
   * @maxLength idempotencyKey 255
   * @pattern idempotencyKey ^[!-~]+$
   * @maxLength prefer 1024
   */
  @Post('/v1/guests/{guest}/suspend')
  @OperationId('suspendGuest')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The guest matches the request. If `X-Operation-ID` is absent, the guest already matched the request, or the\nchange was made immediately. If `X-Operation-ID` is present, the request waited for this operation, and the\noperation succeeded.')
  @Response<Guest>('202', 'The current guest. `Location` is the URL of the operation, and `X-Operation-ID` is its id.', undefined, 'application/json')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The guest does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The state of the guest does not allow this (see [Guest states](/docs/guide/guest-states)), another program\nchanged the guest on its host, the operation that the request waited for was cancelled, or the first request\nwith this `Idempotency-Key` is still in progress.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('429', 'The project already has 1,000 open operations.', undefined, 'application/problem+json')
  @Response<Problem>('502', 'The hypervisor rejected the request, or its response was lost. If the request waited for an operation, this\nhappened to that operation.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host, the virtual machine of the guest or the database does not respond.', undefined, 'application/problem+json')
  public async route_suspendGuest(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string, @Header('Idempotency-Key') idempotencyKey?: string, @Header('Prefer') prefer?: string): Promise<Guest> {
    return exchange.respond<Guest>(await this.suspendGuest({ guest, ifMatch, ifNoneMatch, idempotencyKey, prefer }, exchange.context));
  }

  /** Suspend a guest. */
  protected abstract suspendGuest(input: { guest: string; ifMatch?: string; ifNoneMatch?: string; idempotencyKey?: string; prefer?: string }, context: Context): Promise<SuspendGuestResponse>;

  /**
   * Get the drift of a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Get('/v1/guests/{guest}/drift')
  @OperationId('getGuestDrift')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The differences.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The guest does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('502', 'The hypervisor rejected the request, or its response was lost. If the request waited for an operation, this\nhappened to that operation.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host, the virtual machine of the guest or the database does not respond.', undefined, 'application/problem+json')
  public async route_getGuestDrift(@Request() exchange: Exchange<Context>, @Path('guest') guest: string): Promise<GuestDrift> {
    return exchange.respond<GuestDrift>(await this.getGuestDrift({ guest }, exchange.context));
  }

  /** Get the drift of a guest. */
  protected abstract getGuestDrift(input: { guest: string }, context: Context): Promise<GetGuestDriftResponse>;

  /**
   * Accept outside changes to a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength idempotencyKey 1
   * @maxLength idempotencyKey 255
   * @pattern idempotencyKey ^[!-~]+$
   * @maxLength prefer 1024
   */
  @Post('/v1/guests/{guest}/drift/accept')
  @OperationId('acceptGuestDrift')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The guest matches the request. If `X-Operation-ID` is absent, the guest already matched the request, or the\nchange was made immediately. If `X-Operation-ID` is present, the request waited for this operation, and the\noperation succeeded.')
  @Response<Guest>('202', 'The current guest. `Location` is the URL of the operation, and `X-Operation-ID` is its id.', undefined, 'application/json')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The guest does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The state of the guest does not allow this, the operation that the request waited for was cancelled, or the\nfirst request with this `Idempotency-Key` is still in progress.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('429', 'The project already has 1,000 open operations.', undefined, 'application/problem+json')
  @Response<Problem>('502', 'The hypervisor rejected the request, or its response was lost. If the request waited for an operation, this\nhappened to that operation.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host, the virtual machine of the guest or the database does not respond.', undefined, 'application/problem+json')
  public async route_acceptGuestDrift(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Header('If-Match') ifMatch?: string, @Header('Idempotency-Key') idempotencyKey?: string, @Header('Prefer') prefer?: string): Promise<Guest> {
    return exchange.respond<Guest>(await this.acceptGuestDrift({ guest, ifMatch, idempotencyKey, prefer }, exchange.context));
  }

  /** Accept outside changes to a guest. */
  protected abstract acceptGuestDrift(input: { guest: string; ifMatch?: string; idempotencyKey?: string; prefer?: string }, context: Context): Promise<AcceptGuestDriftResponse>;

  /**
   * Discard outside changes to a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength idempotencyKey 1
   * @maxLength idempotencyKey 255
   * @pattern idempotencyKey ^[!-~]+$
   * @maxLength prefer 1024
   */
  @Post('/v1/guests/{guest}/drift/discard')
  @OperationId('discardGuestDrift')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The guest matches the request. If `X-Operation-ID` is absent, the guest already matched the request, or the\nchange was made immediately. If `X-Operation-ID` is present, the request waited for this operation, and the\noperation succeeded.')
  @Response<Guest>('202', 'The current guest. `Location` is the URL of the operation, and `X-Operation-ID` is its id.', undefined, 'application/json')
  @Response<Problem>('400', 'The body or a parameter is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The guest does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The state of the guest does not allow this, the guest would lose what it wrote to a disk, the operation that the\nrequest waited for was cancelled, or the first request with this `Idempotency-Key` is still in progress.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation accepts. A JSON body can have up to 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The operation does not accept the media type or the encoding of the body.', undefined, 'application/problem+json')
  @Response<Problem>('422', 'The key was already used for a different request.', undefined, 'application/problem+json')
  @Response<Problem>('429', 'The project already has 1,000 open operations.', undefined, 'application/problem+json')
  @Response<Problem>('502', 'The hypervisor rejected the request, or its response was lost. If the request waited for an operation, this\nhappened to that operation.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host, the virtual machine of the guest or the database does not respond.', undefined, 'application/problem+json')
  public async route_discardGuestDrift(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Body() body?: DriftDiscard, @Header('If-Match') ifMatch?: string, @Header('Idempotency-Key') idempotencyKey?: string, @Header('Prefer') prefer?: string): Promise<Guest> {
    return exchange.respond<Guest>(await this.discardGuestDrift({ guest, ifMatch, idempotencyKey, prefer, body: body as checked.DriftDiscard }, exchange.context));
  }

  /** Discard outside changes to a guest. */
  protected abstract discardGuestDrift(input: { guest: string; ifMatch?: string; idempotencyKey?: string; prefer?: string; body: checked.DriftDiscard }, context: Context): Promise<DiscardGuestDriftResponse>;

  /**
   * Get the states of a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Get('/v1/guests/{guest}/states')
  @OperationId('getGuestStates')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The states.')
  @Response<void>('304', 'The `ETag` of the resource is one of those in `If-None-Match`.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The guest does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_getGuestStates(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<GuestStates> {
    return exchange.respond<GuestStates>(await this.getGuestStates({ guest, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Get the states of a guest. */
  protected abstract getGuestStates(input: { guest: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<GetGuestStatesResponse>;

  /**
   * Set the power state of a guest
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   * @maxLength prefer 1024
   */
  @Put('/v1/guests/{guest}/states/power')
  @OperationId('setGuestPowerState')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The request waited for the operation, and the operation succeeded. The body contains the current states.')
  @Response<GuestStates>('202', 'The current states. `Location` is the address of the states. `X-Operation-ID` is the id of the operation; it\nis absent if the guest is already in the requested power state.', undefined, 'application/json')
  @Response<Problem>('400', 'The body or a parameter is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The guest does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The state of the guest does not allow this, another program changed the guest on its host, or the operation that\nthe request waited for was cancelled.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation accepts. A JSON body can have up to 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The operation does not accept the media type or the encoding of the body.', undefined, 'application/problem+json')
  @Response<Problem>('429', 'The project already has 1,000 open operations.', undefined, 'application/problem+json')
  @Response<Problem>('501', 'The host, or the machine that the service runs on, does not support this.', undefined, 'application/problem+json')
  @Response<Problem>('502', 'The hypervisor rejected the request, or its response was lost. If the request waited for an operation, this\nhappened to that operation.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host, the virtual machine of the guest or the database does not respond.', undefined, 'application/problem+json')
  @Response<Problem>('507', 'There is not enough capacity left, or the disk of the host is so full that the guest cannot run.', undefined, 'application/problem+json')
  public async route_setGuestPowerState(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Body() body: PowerStateUpdate, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string, @Header('Prefer') prefer?: string): Promise<GuestStates> {
    return exchange.respond<GuestStates>(await this.setGuestPowerState({ guest, ifMatch, ifNoneMatch, prefer, body: body as checked.PowerStateUpdate }, exchange.context));
  }

  /** Set the power state of a guest. */
  protected abstract setGuestPowerState(input: { guest: string; ifMatch?: string; ifNoneMatch?: string; prefer?: string; body: checked.PowerStateUpdate }, context: Context): Promise<SetGuestPowerStateResponse>;
}
