// Generated from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { JsonPatch, Problem, Project, ProjectCreate, ProjectList, ProjectOrSelection, ProjectUpdate } from '../api-types.js';
import type * as checked from '../checked-bodies.js';
import { Body, Consumes, Delete, Get, Header, OperationId, Patch, Path, Post, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../decorators.js';
import type { Exchange } from '../exchange.js';

/** The responses that GET /v1/projects returns. */
export type ListProjectsResponse =
  | { status: 200; body: ProjectList; headers?: { Link?: string | undefined } };

/** The responses that POST /v1/projects returns. */
export type CreateProjectResponse =
  | { status: 201; body: Project; headers: { ETag: string; Location: string; 'Idempotency-Replayed'?: 'true' | undefined } };

/** The responses that GET /v1/projects/{project} returns. */
export type GetProjectResponse =
  | { status: 200; body: ProjectOrSelection; headers: { ETag: string } }
  | { status: 304; headers: { ETag: string } };

/** The responses that PATCH /v1/projects/{project} returns. */
export type UpdateProjectResponse =
  | { status: 200; body: Project; headers: { ETag: string } };

/** The responses that DELETE /v1/projects/{project} returns. */
export type DeleteProjectResponse =
  | { status: 204 };

@Route()
@Tags('Projects')
export abstract class ProjectsController<Context> {
  /**
   * List the projects
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 1000
   * @minLength marker 1
   * @maxLength marker 255
   * @minLength fields 1
   * @maxLength fields 1024
   * @maxLength search 4096
   */
  @Get('/v1/projects')
  @OperationId('listProjects')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'A page of projects.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value, the marker is unknown, or the search query has a syntax error.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond, or the query took too long.', undefined, 'application/problem+json')
  public async route_listProjects(@Request() exchange: Exchange<Context>, @Query('limit') limit: number = 100, @Query('marker') marker?: string, @Query('sort_by') sortBy?: 'created_at' | '-created_at' | 'name' | '-name', @Query('fields') fields?: string, @Query('search') search?: string, @Query('case_sensitive') caseSensitive: boolean = false, @Query('all_projects') allProjects: boolean = false): Promise<ProjectList> {
    return exchange.respond<ProjectList>(await this.listProjects({ limit, marker, sortBy, fields, search, caseSensitive, allProjects }, exchange.context));
  }

  /** List the projects. */
  protected abstract listProjects(input: { limit: number; marker?: string; sortBy?: 'created_at' | '-created_at' | 'name' | '-name'; fields?: string; search?: string; caseSensitive: boolean; allProjects: boolean }, context: Context): Promise<ListProjectsResponse>;

  /**
   * Create a project
   * @minLength idempotencyKey 1
   * @maxLength idempotencyKey 255
   * @pattern idempotencyKey ^[!-~]+$
   */
  @Post('/v1/projects')
  @OperationId('createProject')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('201', 'The project. `Location` is its address.')
  @Response<Problem>('400', 'The body or a parameter is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The name is already in use, or the first request with this `Idempotency-Key` is still in progress.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation accepts. A JSON body can have up to 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The operation does not accept the media type or the encoding of the body.', undefined, 'application/problem+json')
  @Response<Problem>('422', 'The key was already used for a different request.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_createProject(@Request() exchange: Exchange<Context>, @Body() body: ProjectCreate, @Header('Idempotency-Key') idempotencyKey?: string): Promise<Project> {
    return exchange.respond<Project>(await this.createProject({ idempotencyKey, body: body as checked.ProjectCreate }, exchange.context));
  }

  /** Create a project. */
  protected abstract createProject(input: { idempotencyKey?: string; body: checked.ProjectCreate }, context: Context): Promise<CreateProjectResponse>;

  /**
   * Get a project
   * @minLength project 1
   * @maxLength project 255
   * @pattern project ^[^\x00]*$
   * @minLength fields 1
   * @maxLength fields 1024
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Get('/v1/projects/{project}')
  @OperationId('getProject')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The project, or only the members named in `fields`.')
  @Response<void>('304', 'The `ETag` of the resource is one of those in `If-None-Match`.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The project does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_getProject(@Request() exchange: Exchange<Context>, @Path('project') project: string, @Query('fields') fields?: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<ProjectOrSelection> {
    return exchange.respond<ProjectOrSelection>(await this.getProject({ project, fields, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Get a project. */
  protected abstract getProject(input: { project: string; fields?: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<GetProjectResponse>;

  /**
   * Change a project
   * @minLength project 1
   * @maxLength project 255
   * @pattern project ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Patch('/v1/projects/{project}')
  @OperationId('updateProject')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @Consumes('application/merge-patch+json')
  @SuccessResponse('200', 'The project.')
  @Response<Problem>('400', 'The body or a parameter is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The project does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'A `test` operation of the JSON Patch failed, or the name is already in use.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation accepts. A JSON body can have up to 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The operation does not accept the media type or the encoding of the body.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_updateProject(@Request() exchange: Exchange<Context>, @Path('project') project: string, @Body() body: ProjectUpdate, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<Project> {
    return exchange.respond<Project>(await this.updateProject({ project, ifMatch, ifNoneMatch, body: body as checked.ProjectUpdate }, exchange.context));
  }

  /** Change a project. */
  protected abstract updateProject(input: { project: string; ifMatch?: string; ifNoneMatch?: string; body: checked.ProjectUpdate | checked.JsonPatch }, context: Context): Promise<UpdateProjectResponse>;

  /**
   * Delete a project
   * @minLength project 1
   * @maxLength project 255
   * @pattern project ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Delete('/v1/projects/{project}')
  @OperationId('deleteProject')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('204', 'The project is deleted.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The project does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The project still has guests or images, or the role `admin` is granted in it.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_deleteProject(@Request() exchange: Exchange<Context>, @Path('project') project: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<void> {
    return exchange.respond<void>(await this.deleteProject({ project, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Delete a project. */
  protected abstract deleteProject(input: { project: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<DeleteProjectResponse>;
}
