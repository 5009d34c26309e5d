// Generated from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { Bookmark, Dialects, Health, Index, OpenApiDocument, Problem, Readiness, Versions } from '../api-types.js';
import { Get, Header, NoSecurity, OperationId, Path, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../decorators.js';
import type { Exchange } from '../exchange.js';

/** The responses that GET / returns. */
export type GetVersionsResponse =
  | { status: 200; body: Versions };

/** The responses that GET /v1 returns. */
export type GetIndexResponse =
  | { status: 200; body: Index };

/** The responses that GET /v1/openapi.json returns. */
export type GetSpecJsonResponse =
  | { status: 200; body: OpenApiDocument; headers: { ETag: string } }
  | { status: 304; headers: { ETag: string } };

/** The responses that GET /v1/openapi.yaml returns. */
export type GetSpecYamlResponse =
  | { status: 200; body: string; headers: { ETag: string } }
  | { status: 304; headers: { ETag: string } };

/** The responses that GET /v1/dialects returns. */
export type ListDialectsResponse =
  | { status: 200; body: Dialects };

/** The responses that GET /v1/dialects/{dialect}/openapi.json returns. */
export type GetDialectSpecJsonResponse =
  | { status: 200; body: OpenApiDocument; headers: { ETag: string } }
  | { status: 304; headers: { ETag: string } };

/** The responses that GET /v1/dialects/{dialect}/openapi.yaml returns. */
export type GetDialectSpecYamlResponse =
  | { status: 200; body: string; headers: { ETag: string } }
  | { status: 304; headers: { ETag: string } };

/** The responses that GET /docs returns. */
export type GetDocsResponse =
  | { status: 200; body: string; headers: { ETag: string } }
  | { status: 304; headers: { ETag: string } };

/** The responses that GET /docs/errors returns. */
export type GetErrorCatalogueResponse =
  | { status: 200; body: string; headers: { ETag: string } }
  | { status: 304; headers: { ETag: string } };

/** The responses that GET /docs/guide/{page} returns. */
export type GetGuidePageResponse =
  | { status: 200; body: string; headers: { ETag: string } }
  | { status: 304; headers: { ETag: string } };

/** The responses that GET /healthz returns. */
export type GetHealthResponse =
  | { status: 200; body: Health };

/** The responses that GET /readyz returns. */
export type GetReadinessResponse =
  | { status: 200; body: Readiness }
  | { status: 503; body: Readiness; headers: { 'Retry-After': number } };

/** The responses that GET /metrics returns. */
export type GetMetricsResponse =
  | { status: 200; body: string };

/** The responses that GET /id/{collection}/{id} returns. */
export type FollowBookmarkResponse =
  | { status: 200; body: Bookmark }
  | { status: 307; headers: { Location: string } };

@Route()
@Tags('Service')
export abstract class ServiceController<Context> {
  /**
   * List the API versions
   */
  @Get('/')
  @OperationId('getVersions')
  @NoSecurity()
  @SuccessResponse('200', 'The supported versions.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  public async route_getVersions(@Request() exchange: Exchange<Context>): Promise<Versions> {
    return exchange.respond<Versions>(await this.getVersions({  }, exchange.context));
  }

  /** List the API versions. */
  protected abstract getVersions(input: Record<never, never>, context: Context): Promise<GetVersionsResponse>;

  /**
   * List the resources of version 1
   */
  @Get('/v1')
  @OperationId('getIndex')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The links.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  public async route_getIndex(@Request() exchange: Exchange<Context>): Promise<Index> {
    return exchange.respond<Index>(await this.getIndex({  }, exchange.context));
  }

  /** List the resources of version 1. */
  protected abstract getIndex(input: Record<never, never>, context: Context): Promise<GetIndexResponse>;

  /**
   * Get this document as JSON
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Get('/v1/openapi.json')
  @OperationId('getSpecJson')
  @NoSecurity()
  @SuccessResponse('200', 'The document.')
  @Response<void>('304', 'The `ETag` of the page or document is one of those in `If-None-Match`.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  public async route_getSpecJson(@Request() exchange: Exchange<Context>, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<OpenApiDocument> {
    return exchange.respond<OpenApiDocument>(await this.getSpecJson({ ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Get this document as JSON. */
  protected abstract getSpecJson(input: { ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<GetSpecJsonResponse>;

  /**
   * Get this document as YAML
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Get('/v1/openapi.yaml')
  @OperationId('getSpecYaml')
  @NoSecurity()
  @SuccessResponse('200', 'The document.', 'application/yaml')
  @Response<void>('304', 'The `ETag` of the page or document is one of those in `If-None-Match`.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  public async route_getSpecYaml(@Request() exchange: Exchange<Context>, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<string> {
    return exchange.respond<string>(await this.getSpecYaml({ ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Get this document as YAML. */
  protected abstract getSpecYaml(input: { ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<GetSpecYamlResponse>;

  /**
   * List the older APIs
   */
  @Get('/v1/dialects')
  @OperationId('listDialects')
  @NoSecurity()
  @SuccessResponse('200', 'The older APIs, by name.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  public async route_listDialects(@Request() exchange: Exchange<Context>): Promise<Dialects> {
    return exchange.respond<Dialects>(await this.listDialects({  }, exchange.context));
  }

  /** List the older APIs. */
  protected abstract listDialects(input: Record<never, never>, context: Context): Promise<ListDialectsResponse>;

  /**
   * Get the contract of an older API as JSON
   * @minLength dialect 1
   * @maxLength dialect 255
   * @pattern dialect ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Get('/v1/dialects/{dialect}/openapi.json')
  @OperationId('getDialectSpecJson')
  @NoSecurity()
  @SuccessResponse('200', 'The document.')
  @Response<void>('304', 'The `ETag` of the page or document is one of those in `If-None-Match`.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The resource does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  public async route_getDialectSpecJson(@Request() exchange: Exchange<Context>, @Path('dialect') dialect: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<OpenApiDocument> {
    return exchange.respond<OpenApiDocument>(await this.getDialectSpecJson({ dialect, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Get the contract of an older API as JSON. */
  protected abstract getDialectSpecJson(input: { dialect: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<GetDialectSpecJsonResponse>;

  /**
   * Get the contract of an older API as YAML
   * @minLength dialect 1
   * @maxLength dialect 255
   * @pattern dialect ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Get('/v1/dialects/{dialect}/openapi.yaml')
  @OperationId('getDialectSpecYaml')
  @NoSecurity()
  @SuccessResponse('200', 'The document.', 'application/yaml')
  @Response<void>('304', 'The `ETag` of the page or document is one of those in `If-None-Match`.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The resource does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  public async route_getDialectSpecYaml(@Request() exchange: Exchange<Context>, @Path('dialect') dialect: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<string> {
    return exchange.respond<string>(await this.getDialectSpecYaml({ dialect, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Get the contract of an older API as YAML. */
  protected abstract getDialectSpecYaml(input: { dialect: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<GetDialectSpecYamlResponse>;

  /**
   * Get the documentation page
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   * @maxLength urlsPrimaryName 100
   */
  @Get('/docs')
  @OperationId('getDocs')
  @NoSecurity()
  @SuccessResponse('200', 'The page.', 'text/html')
  @Response<void>('304', 'The `ETag` of the page or document is one of those in `If-None-Match`.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  public async route_getDocs(@Request() exchange: Exchange<Context>, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string, @Query('urls.primaryName') urlsPrimaryName?: string): Promise<string> {
    return exchange.respond<string>(await this.getDocs({ ifMatch, ifNoneMatch, urlsPrimaryName }, exchange.context));
  }

  /** Get the documentation page. */
  protected abstract getDocs(input: { ifMatch?: string; ifNoneMatch?: string; urlsPrimaryName?: string }, context: Context): Promise<GetDocsResponse>;

  /**
   * Get the fault catalogue
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Get('/docs/errors')
  @OperationId('getErrorCatalogue')
  @NoSecurity()
  @SuccessResponse('200', 'The page.', 'text/html')
  @Response<void>('304', 'The `ETag` of the page or document is one of those in `If-None-Match`.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  public async route_getErrorCatalogue(@Request() exchange: Exchange<Context>, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<string> {
    return exchange.respond<string>(await this.getErrorCatalogue({ ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Get the fault catalogue. */
  protected abstract getErrorCatalogue(input: { ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<GetErrorCatalogueResponse>;

  /**
   * Read a page of the handbook
   * @minLength page 1
   * @maxLength page 255
   * @pattern page ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Get('/docs/guide/{page}')
  @OperationId('getGuidePage')
  @NoSecurity()
  @SuccessResponse('200', 'The page.', 'text/html')
  @Response<void>('304', 'The `ETag` of the page or document is one of those in `If-None-Match`.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The resource does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  public async route_getGuidePage(@Request() exchange: Exchange<Context>, @Path('page') page: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<string> {
    return exchange.respond<string>(await this.getGuidePage({ page, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Read a page of the handbook. */
  protected abstract getGuidePage(input: { page: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<GetGuidePageResponse>;

  /**
   * Check that the service is alive
   */
  @Get('/healthz')
  @OperationId('getHealth')
  @NoSecurity()
  @SuccessResponse('200', 'The service is alive.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  public async route_getHealth(@Request() exchange: Exchange<Context>): Promise<Health> {
    return exchange.respond<Health>(await this.getHealth({  }, exchange.context));
  }

  /** Check that the service is alive. */
  protected abstract getHealth(input: Record<never, never>, context: Context): Promise<GetHealthResponse>;

  /**
   * Check that the service is ready
   */
  @Get('/readyz')
  @OperationId('getReadiness')
  @NoSecurity()
  @SuccessResponse('200', 'The service is ready.')
  @Response<Readiness>('503', 'The service is not ready. The body shows which condition is not met.', undefined, 'application/json')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  public async route_getReadiness(@Request() exchange: Exchange<Context>): Promise<Readiness> {
    return exchange.respond<Readiness>(await this.getReadiness({  }, exchange.context));
  }

  /** Check that the service is ready. */
  protected abstract getReadiness(input: Record<never, never>, context: Context): Promise<GetReadinessResponse>;

  /**
   * Get metrics for Prometheus
   */
  @Get('/metrics')
  @OperationId('getMetrics')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The metrics.', 'text/plain')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_getMetrics(@Request() exchange: Exchange<Context>): Promise<string> {
    return exchange.respond<string>(await this.getMetrics({  }, exchange.context));
  }

  /** Get metrics for Prometheus. */
  protected abstract getMetrics(input: Record<never, never>, context: Context): Promise<GetMetricsResponse>;

  /**
   * Follow a bookmark
   * @minLength id 1
   * @maxLength id 255
   * @pattern id ^[^\x00]*$
   */
  @Get('/id/{collection}/{id}')
  @OperationId('followBookmark')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The address that the bookmark leads to.')
  @Response<void>('307', 'The resource is at `Location`.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The resource does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  public async route_followBookmark(@Request() exchange: Exchange<Context>, @Path('collection') collection: 'guests' | 'images' | 'operations' | 'hosts' | 'networks' | 'tokens' | 'zones' | 'instance-types' | 'placement-groups' | 'projects' | 'users' | 'groups', @Path('id') id: string, @Query('follow') follow: boolean = true): Promise<Bookmark> {
    return exchange.respond<Bookmark>(await this.followBookmark({ collection, id, follow }, exchange.context));
  }

  /** Follow a bookmark. */
  protected abstract followBookmark(input: { collection: 'guests' | 'images' | 'operations' | 'hosts' | 'networks' | 'tokens' | 'zones' | 'instance-types' | 'placement-groups' | 'projects' | 'users' | 'groups'; id: string; follow: boolean }, context: Context): Promise<FollowBookmarkResponse>;
}
