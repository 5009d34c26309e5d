// Made from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Never edit it.
// Maker: src/codegen/write-controllers.ts.
import type { JsonPatch, Problem, Project, ProjectCreate, ProjectList, ProjectOrSelection, ProjectUpdate } from '../api-types.js';
import { Body, Consumes, Delete, Get, Header, OperationId, Patch, Path, Post, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../decorators.js';
import type { Exchange } from '../exchange.js';

/** What GET /v1/projects answers. */
export type ListProjectsAnswer =
  | { status: 200; body: ProjectList; headers?: { Link?: string | undefined } };

/** What POST /v1/projects answers. */
export type CreateProjectAnswer =
  | { status: 201; body: Project; headers: { ETag: string; Location: string; 'Idempotency-Replayed'?: 'true' | undefined } };

/** What GET /v1/projects/{project} answers. */
export type GetProjectAnswer =
  | { status: 200; body: ProjectOrSelection; headers: { ETag: string } }
  | { status: 304; headers: { ETag: string } };

/** What PATCH /v1/projects/{project} answers. */
export type UpdateProjectAnswer =
  | { status: 200; body: Project; headers: { ETag: string } };

/** What DELETE /v1/projects/{project} answers. */
export type DeleteProjectAnswer =
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
  @Response<Problem>('400', 'A parameter is not what this contract says, or not known, the marker names nothing, or the search cannot be read.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but its role does not allow this.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('503', 'The database does not answer, or not in time.', undefined, 'application/problem+json')
  public async route_listProjects(@Request() exchange: Exchange<Context>, @Query('limit') limit: number = 100, @Query('marker') marker?: string, @Query('sort_by') sortBy?: 'created_at' | '-created_at' | 'name' | '-name', @Query('fields') fields?: string, @Query('search') search?: string, @Query('case_sensitive') caseSensitive: boolean = false, @Query('all_projects') allProjects: boolean = false): Promise<ProjectList> {
    return exchange.answered<ProjectList>(await this.listProjects({ limit, marker, sortBy, fields, search, caseSensitive, allProjects }, exchange.context));
  }

  /** List the projects. */
  protected abstract listProjects(input: { limit: number; marker?: string; sortBy?: 'created_at' | '-created_at' | 'name' | '-name'; fields?: string; search?: string; caseSensitive: boolean; allProjects: boolean }, context: Context): Promise<ListProjectsAnswer>;

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
  @Response<Problem>('400', 'The body or a parameter is not what this contract says.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but its role does not allow this.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('409', 'The name is taken, or the first request with this key is still being answered.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation takes. JSON may have 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The body is of a media type or an encoding that this operation does not take.', undefined, 'application/problem+json')
  @Response<Problem>('422', 'The key was used for another request.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not answer.', undefined, 'application/problem+json')
  public async route_createProject(@Request() exchange: Exchange<Context>, @Body() body: ProjectCreate, @Header('Idempotency-Key') idempotencyKey?: string): Promise<Project> {
    return exchange.answered<Project>(await this.createProject({ idempotencyKey, body }, exchange.context));
  }

  /** Create a project. */
  protected abstract createProject(input: { idempotencyKey?: string; body: ProjectCreate }, context: Context): Promise<CreateProjectAnswer>;

  /**
   * Get a project
   * @minLength project 1
   * @maxLength project 255
   * @pattern project ^[^\u0000]*$
   * @minLength fields 1
   * @maxLength fields 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Get('/v1/projects/{project}')
  @OperationId('getProject')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The project, or what `fields` asked for of it.')
  @Response<void>('304', 'The resource is as `If-None-Match` has it.')
  @Response<Problem>('400', 'A parameter is not what this contract says, or not known.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but its role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'There is no such project.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('503', 'The database does not answer.', undefined, 'application/problem+json')
  public async route_getProject(@Request() exchange: Exchange<Context>, @Path('project') project: string, @Query('fields') fields?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<ProjectOrSelection> {
    return exchange.answered<ProjectOrSelection>(await this.getProject({ project, fields, ifNoneMatch }, exchange.context));
  }

  /** Get a project. */
  protected abstract getProject(input: { project: string; fields?: string; ifNoneMatch?: string }, context: Context): Promise<GetProjectAnswer>;

  /**
   * Change a project
   * @minLength project 1
   * @maxLength project 255
   * @pattern project ^[^\u0000]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   */
  @Patch('/v1/projects/{project}')
  @OperationId('updateProject')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @Consumes('application/merge-patch+json')
  @SuccessResponse('200', 'The project.')
  @Response<Problem>('400', 'The body or a parameter is not what this contract says.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but its role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'There is no such project.', undefined, 'application/problem+json')
  @Response<void>('406', '`Accept` excludes what this operation answers. This answer has no body.')
  @Response<Problem>('409', 'A `test` of the JSON Patch failed, or the name is taken.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The resource is not as `If-Match` has it.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation takes. JSON may have 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The body is of a media type or an encoding that this operation does not take.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not answer.', undefined, 'application/problem+json')
  public async route_updateProject(@Request() exchange: Exchange<Context>, @Path('project') project: string, @Body() body: ProjectUpdate, @Header('If-Match') ifMatch?: string): Promise<Project> {
    return exchange.answered<Project>(await this.updateProject({ project, ifMatch, body }, exchange.context));
  }

  /** Change a project. */
  protected abstract updateProject(input: { project: string; ifMatch?: string; body: ProjectUpdate | JsonPatch }, context: Context): Promise<UpdateProjectAnswer>;

  /**
   * Delete a project
   * @minLength project 1
   * @maxLength project 255
   * @pattern project ^[^\u0000]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   */
  @Delete('/v1/projects/{project}')
  @OperationId('deleteProject')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('204', 'The project is deleted.')
  @Response<Problem>('400', 'A parameter is not what this contract says, or not known.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'There is no credential, or it is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but its role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'There is no such project.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The project still has guests or images.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The resource is not as `If-Match` has it.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not answer.', undefined, 'application/problem+json')
  public async route_deleteProject(@Request() exchange: Exchange<Context>, @Path('project') project: string, @Header('If-Match') ifMatch?: string): Promise<void> {
    return exchange.answered<void>(await this.deleteProject({ project, ifMatch }, exchange.context));
  }

  /** Delete a project. */
  protected abstract deleteProject(input: { project: string; ifMatch?: string }, context: Context): Promise<DeleteProjectAnswer>;
}
