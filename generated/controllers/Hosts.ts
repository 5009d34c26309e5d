// Generated from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { Host, HostCreate, HostList, HostOrSelection, HostUpdate, JsonPatch, Metadata, MetadataPatch, Problem } from '../api-types.js';
import type * as checked from '../checked-bodies.js';
import { Body, Consumes, Delete, Get, Header, OperationId, Patch, Path, Post, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../decorators.js';
import type { Exchange } from '../exchange.js';

/** The responses that GET /v1/hosts returns. */
export type ListHostsResponse =
  | { status: 200; body: HostList; headers?: { Link?: string | undefined } };

/** The responses that POST /v1/hosts returns. */
export type CreateHostResponse =
  | { status: 201; body: Host; headers: { ETag: string; Location: string; 'Idempotency-Replayed'?: 'true' | undefined } };

/** The responses that GET /v1/hosts/{host} returns. */
export type GetHostResponse =
  | { status: 200; body: HostOrSelection; headers: { ETag: string } }
  | { status: 304; headers: { ETag: string } };

/** The responses that PATCH /v1/hosts/{host} returns. */
export type UpdateHostResponse =
  | { status: 200; body: Host; headers: { ETag: string } };

/** The responses that DELETE /v1/hosts/{host} returns. */
export type DeleteHostResponse =
  | { status: 204 };

/** The responses that GET /v1/hosts/{host}/metadata returns. */
export type GetHostMetadataResponse =
  | { status: 200; body: Metadata; headers: { ETag: string } }
  | { status: 304; headers: { ETag: string } };

/** The responses that PATCH /v1/hosts/{host}/metadata returns. */
export type UpdateHostMetadataResponse =
  | { status: 200; body: Metadata; headers: { ETag: string } };

@Route()
@Tags('Hosts')
export abstract class HostsController<Context> {
  /**
   * List the hosts
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 1000
   * @minLength marker 1
   * @maxLength marker 255
   * @minLength fields 1
   * @maxLength fields 1024
   * @maxLength search 4096
   */
  @Get('/v1/hosts')
  @OperationId('listHosts')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'A page of hosts.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value, the marker is unknown, or the search query has a syntax error.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond, or the query took too long.', undefined, 'application/problem+json')
  public async route_listHosts(@Request() exchange: Exchange<Context>, @Query('limit') limit: number = 100, @Query('marker') marker?: string, @Query('sort_by') sortBy?: 'created_at' | '-created_at' | 'name' | '-name' | 'vcpus' | '-vcpus' | 'memory_mib' | '-memory_mib' | 'disk_mib' | '-disk_mib', @Query('fields') fields?: string, @Query('search') search?: string, @Query('case_sensitive') caseSensitive: boolean = false, @Query('all_projects') allProjects: boolean = false): Promise<HostList> {
    return exchange.respond<HostList>(await this.listHosts({ limit, marker, sortBy, fields, search, caseSensitive, allProjects }, exchange.context));
  }

  /** List the hosts. */
  protected abstract listHosts(input: { limit: number; marker?: string; sortBy?: 'created_at' | '-created_at' | 'name' | '-name' | 'vcpus' | '-vcpus' | 'memory_mib' | '-memory_mib' | 'disk_mib' | '-disk_mib'; fields?: string; search?: string; caseSensitive: boolean; allProjects: boolean }, context: Context): Promise<ListHostsResponse>;

  /**
   * Create a host
   * @minLength idempotencyKey 1
   * @maxLength idempotencyKey 255
   * @pattern idempotencyKey ^[!-~]+$
   */
  @Post('/v1/hosts')
  @OperationId('createHost')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('201', 'The host. `Location` is its address.')
  @Response<Problem>('400', 'The body or a parameter is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The name is already in use, the hypervisor is already a host, or the first request with this `Idempotency-Key`\nis still in progress.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation accepts. A JSON body can have up to 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The operation does not accept the media type or the encoding of the body.', undefined, 'application/problem+json')
  @Response<Problem>('422', 'The key was already used for a different request.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_createHost(@Request() exchange: Exchange<Context>, @Body() body: HostCreate, @Header('Idempotency-Key') idempotencyKey?: string): Promise<Host> {
    return exchange.respond<Host>(await this.createHost({ idempotencyKey, body: body as checked.HostCreate }, exchange.context));
  }

  /** Create a host. */
  protected abstract createHost(input: { idempotencyKey?: string; body: checked.HostCreate }, context: Context): Promise<CreateHostResponse>;

  /**
   * Get a host
   * @minLength host 1
   * @maxLength host 255
   * @pattern host ^[^\x00]*$
   * @minLength fields 1
   * @maxLength fields 1024
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Get('/v1/hosts/{host}')
  @OperationId('getHost')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The host.')
  @Response<void>('304', 'The `ETag` of the resource is one of those in `If-None-Match`.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The host does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_getHost(@Request() exchange: Exchange<Context>, @Path('host') host: string, @Query('fields') fields?: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<HostOrSelection> {
    return exchange.respond<HostOrSelection>(await this.getHost({ host, fields, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Get a host. */
  protected abstract getHost(input: { host: string; fields?: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<GetHostResponse>;

  /**
   * Change a host
   * @minLength host 1
   * @maxLength host 255
   * @pattern host ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Patch('/v1/hosts/{host}')
  @OperationId('updateHost')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @Consumes('application/merge-patch+json')
  @SuccessResponse('200', 'The changed host.')
  @Response<Problem>('400', 'The body or a parameter is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The host does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'A `test` operation of the JSON Patch failed, the name is already in use, or not the hypervisor of this host\nresponds at the new URI.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation accepts. A JSON body can have up to 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The operation does not accept the media type or the encoding of the body.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The hypervisor at the new URI or the database does not respond.', undefined, 'application/problem+json')
  public async route_updateHost(@Request() exchange: Exchange<Context>, @Path('host') host: string, @Body() body: HostUpdate, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<Host> {
    return exchange.respond<Host>(await this.updateHost({ host, ifMatch, ifNoneMatch, body: body as checked.HostUpdate }, exchange.context));
  }

  /** Change a host. */
  protected abstract updateHost(input: { host: string; ifMatch?: string; ifNoneMatch?: string; body: checked.HostUpdate | checked.JsonPatch }, context: Context): Promise<UpdateHostResponse>;

  /**
   * Delete a host
   * @minLength host 1
   * @maxLength host 255
   * @pattern host ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Delete('/v1/hosts/{host}')
  @OperationId('deleteHost')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('204', 'The host is deleted.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The host does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The host still has guests.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_deleteHost(@Request() exchange: Exchange<Context>, @Path('host') host: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<void> {
    return exchange.respond<void>(await this.deleteHost({ host, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Delete a host. */
  protected abstract deleteHost(input: { host: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<DeleteHostResponse>;

  /**
   * Get the metadata of a host
   * @minLength host 1
   * @maxLength host 255
   * @pattern host ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Get('/v1/hosts/{host}/metadata')
  @OperationId('getHostMetadata')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'All metadata. The `ETag` is that of the guest or host.')
  @Response<void>('304', 'The `ETag` of the resource is one of those in `If-None-Match`.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The host does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_getHostMetadata(@Request() exchange: Exchange<Context>, @Path('host') host: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<Metadata> {
    return exchange.respond<Metadata>(await this.getHostMetadata({ host, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Get the metadata of a host. */
  protected abstract getHostMetadata(input: { host: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<GetHostMetadataResponse>;

  /**
   * Change the metadata of a host
   * @minLength host 1
   * @maxLength host 255
   * @pattern host ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Patch('/v1/hosts/{host}/metadata')
  @OperationId('updateHostMetadata')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @Consumes('application/merge-patch+json')
  @SuccessResponse('200', 'All metadata. The `ETag` is that of the guest or host.')
  @Response<Problem>('400', 'The body or a parameter is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The host does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'A `test` operation of the JSON Patch failed.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation accepts. A JSON body can have up to 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The operation does not accept the media type or the encoding of the body.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_updateHostMetadata(@Request() exchange: Exchange<Context>, @Path('host') host: string, @Body() body: MetadataPatch, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<Metadata> {
    return exchange.respond<Metadata>(await this.updateHostMetadata({ host, ifMatch, ifNoneMatch, body: body as checked.MetadataPatch }, exchange.context));
  }

  /** Change the metadata of a host. */
  protected abstract updateHostMetadata(input: { host: string; ifMatch?: string; ifNoneMatch?: string; body: checked.MetadataPatch | checked.JsonPatch }, context: Context): Promise<UpdateHostMetadataResponse>;
}
