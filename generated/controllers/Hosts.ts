// Made from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Never edit it.
// Maker: src/codegen/write-controllers.ts.
import type { Host, HostList, Metadata, MetadataPatch, Problem } from '../api-types.js';
import { Body, Consumes, Get, OperationId, Patch, Path, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../decorators.js';
import type { Exchange } from '../exchange.js';

/** What GET /v1/hosts answers. */
export type ListHostsAnswer =
  | { status: 200; body: HostList; headers?: { Link?: string | undefined } };

/** What GET /v1/hosts/{host} answers. */
export type GetHostAnswer =
  | { status: 200; body: Host };

/** What GET /v1/hosts/{host}/metadata answers. */
export type GetHostMetadataAnswer =
  | { status: 200; body: Metadata };

/** What PATCH /v1/hosts/{host}/metadata answers. */
export type UpdateHostMetadataAnswer =
  | { status: 200; body: Metadata };

/** What GET /v1/metadata answers. */
export type GetMetadataAnswer =
  | { status: 200; body: Metadata };

/** What PATCH /v1/metadata answers. */
export type UpdateMetadataAnswer =
  | { status: 200; body: Metadata };

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
   */
  @Get('/v1/hosts')
  @OperationId('listHosts')
  @Security({"bearerAuth":[]})
  @SuccessResponse('200', 'A page of hosts.')
  @Response<Problem>('400', 'A parameter is not what this contract says, or not known, or the marker names nothing.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('503', 'The database does not answer.', undefined, 'application/problem+json')
  public async route_listHosts(@Request() exchange: Exchange<Context>, @Query('limit') limit: number = 100, @Query('marker') marker?: string): Promise<HostList> {
    return exchange.answered<HostList>(await this.listHosts({ limit, marker }, exchange.context));
  }

  /** List the hosts. */
  protected abstract listHosts(input: { limit: number; marker?: string }, context: Context): Promise<ListHostsAnswer>;

  /**
   * Get a host
   * @minLength host 1
   * @maxLength host 255
   * @pattern host ^[^\u0000]*$
   */
  @Get('/v1/hosts/{host}')
  @OperationId('getHost')
  @Security({"bearerAuth":[]})
  @SuccessResponse('200', 'The host.')
  @Response<Problem>('400', 'A parameter is not what this contract says, or not known.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'There is no such host.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('503', 'The database does not answer.', undefined, 'application/problem+json')
  public async route_getHost(@Request() exchange: Exchange<Context>, @Path('host') host: string): Promise<Host> {
    return exchange.answered<Host>(await this.getHost({ host }, exchange.context));
  }

  /** Get a host. */
  protected abstract getHost(input: { host: string }, context: Context): Promise<GetHostAnswer>;

  /**
   * Get the metadata of a host
   * @minLength host 1
   * @maxLength host 255
   * @pattern host ^[^\u0000]*$
   */
  @Get('/v1/hosts/{host}/metadata')
  @OperationId('getHostMetadata')
  @Security({"bearerAuth":[]})
  @SuccessResponse('200', 'The whole map.')
  @Response<Problem>('400', 'A parameter is not what this contract says, or not known.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'There is no such host.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('503', 'The database does not answer.', undefined, 'application/problem+json')
  public async route_getHostMetadata(@Request() exchange: Exchange<Context>, @Path('host') host: string): Promise<Metadata> {
    return exchange.answered<Metadata>(await this.getHostMetadata({ host }, exchange.context));
  }

  /** Get the metadata of a host. */
  protected abstract getHostMetadata(input: { host: string }, context: Context): Promise<GetHostMetadataAnswer>;

  /**
   * Change the metadata of a host
   * @minLength host 1
   * @maxLength host 255
   * @pattern host ^[^\u0000]*$
   */
  @Patch('/v1/hosts/{host}/metadata')
  @OperationId('updateHostMetadata')
  @Security({"bearerAuth":[]})
  @Consumes('application/merge-patch+json')
  @SuccessResponse('200', 'The whole map.')
  @Response<Problem>('400', 'The body or a parameter is not what this contract says.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'There is no such host.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('413', 'The body is larger than this operation takes. JSON may have 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The body is of a media type or an encoding that this operation does not take.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not answer.', undefined, 'application/problem+json')
  public async route_updateHostMetadata(@Request() exchange: Exchange<Context>, @Path('host') host: string, @Body() body: MetadataPatch): Promise<Metadata> {
    return exchange.answered<Metadata>(await this.updateHostMetadata({ host, body }, exchange.context));
  }

  /** Change the metadata of a host. */
  protected abstract updateHostMetadata(input: { host: string; body: MetadataPatch }, context: Context): Promise<UpdateHostMetadataAnswer>;

  /**
   * Get the metadata of the only host
   */
  @Get('/v1/metadata')
  @OperationId('getMetadata')
  @Security({"bearerAuth":[]})
  @SuccessResponse('200', 'The whole map.')
  @Response<Problem>('400', 'A parameter is not what this contract says, or not known.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('503', 'The database does not answer.', undefined, 'application/problem+json')
  public async route_getMetadata(@Request() exchange: Exchange<Context>): Promise<Metadata> {
    return exchange.answered<Metadata>(await this.getMetadata({  }, exchange.context));
  }

  /** Get the metadata of the only host. */
  protected abstract getMetadata(input: Record<never, never>, context: Context): Promise<GetMetadataAnswer>;

  /**
   * Change the metadata of the only host
   */
  @Patch('/v1/metadata')
  @OperationId('updateMetadata')
  @Security({"bearerAuth":[]})
  @Consumes('application/merge-patch+json')
  @SuccessResponse('200', 'The whole map.')
  @Response<Problem>('400', 'The body or a parameter is not what this contract says.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('413', 'The body is larger than this operation takes. JSON may have 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The body is of a media type or an encoding that this operation does not take.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not answer.', undefined, 'application/problem+json')
  public async route_updateMetadata(@Request() exchange: Exchange<Context>, @Body() body: MetadataPatch): Promise<Metadata> {
    return exchange.answered<Metadata>(await this.updateMetadata({ body }, exchange.context));
  }

  /** Change the metadata of the only host. */
  protected abstract updateMetadata(input: { body: MetadataPatch }, context: Context): Promise<UpdateMetadataAnswer>;
}
