// Generated from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { JsonPatch, Problem, User, UserCreate, UserList, UserOrSelection, UserUpdate } from '../api-types.js';
import type * as checked from '../checked-bodies.js';
import { Body, Consumes, Delete, Get, Header, OperationId, Patch, Path, Post, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../decorators.js';
import type { Exchange } from '../exchange.js';

/** The responses that GET /v1/users returns. */
export type ListUsersResponse =
  | { status: 200; body: UserList; headers?: { Link?: string | undefined } };

/** The responses that POST /v1/users returns. */
export type CreateUserResponse =
  | { status: 201; body: User; headers: { ETag: string; Location: string; 'Idempotency-Replayed'?: 'true' | undefined } };

/** The responses that GET /v1/users/{user} returns. */
export type GetUserResponse =
  | { status: 200; body: UserOrSelection; headers: { ETag: string } }
  | { status: 304; headers: { ETag: string } };

/** The responses that PATCH /v1/users/{user} returns. */
export type UpdateUserResponse =
  | { status: 200; body: User; headers: { ETag: string } };

/** The responses that DELETE /v1/users/{user} returns. */
export type DeleteUserResponse =
  | { status: 204 };

@Route()
@Tags('Users')
export abstract class UsersController<Context> {
  /**
   * List the users
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 1000
   * @minLength marker 1
   * @maxLength marker 255
   * @minLength fields 1
   * @maxLength fields 1024
   * @maxLength search 4096
   */
  @Get('/v1/users')
  @OperationId('listUsers')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'A page of users.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value, the marker is unknown, or the search query has a syntax error.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond, or the query took too long.', undefined, 'application/problem+json')
  public async route_listUsers(@Request() exchange: Exchange<Context>, @Query('limit') limit: number = 100, @Query('marker') marker?: string, @Query('sort_by') sortBy?: 'created_at' | '-created_at' | 'name' | '-name', @Query('fields') fields?: string, @Query('search') search?: string, @Query('case_sensitive') caseSensitive: boolean = false, @Query('all_projects') allProjects: boolean = false): Promise<UserList> {
    return exchange.respond<UserList>(await this.listUsers({ limit, marker, sortBy, fields, search, caseSensitive, allProjects }, exchange.context));
  }

  /** List the users. */
  protected abstract listUsers(input: { limit: number; marker?: string; sortBy?: 'created_at' | '-created_at' | 'name' | '-name'; fields?: string; search?: string; caseSensitive: boolean; allProjects: boolean }, context: Context): Promise<ListUsersResponse>;

  /**
   * Create a user
   * @minLength idempotencyKey 1
   * @maxLength idempotencyKey 255
   * @pattern idempotencyKey ^[!-~]+$
   */
  @Post('/v1/users')
  @OperationId('createUser')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('201', 'The user. `Location` is its address.')
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
  public async route_createUser(@Request() exchange: Exchange<Context>, @Body() body: UserCreate, @Header('Idempotency-Key') idempotencyKey?: string): Promise<User> {
    return exchange.respond<User>(await this.createUser({ idempotencyKey, body: body as checked.UserCreate }, exchange.context));
  }

  /** Create a user. */
  protected abstract createUser(input: { idempotencyKey?: string; body: checked.UserCreate }, context: Context): Promise<CreateUserResponse>;

  /**
   * Get a user
   * @minLength user 1
   * @maxLength user 255
   * @pattern user ^[^\x00]*$
   * @minLength fields 1
   * @maxLength fields 1024
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Get('/v1/users/{user}')
  @OperationId('getUser')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The user, or only the members named in `fields`.')
  @Response<void>('304', 'The `ETag` of the resource is one of those in `If-None-Match`.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The user does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_getUser(@Request() exchange: Exchange<Context>, @Path('user') user: string, @Query('fields') fields?: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<UserOrSelection> {
    return exchange.respond<UserOrSelection>(await this.getUser({ user, fields, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Get a user. */
  protected abstract getUser(input: { user: string; fields?: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<GetUserResponse>;

  /**
   * Change a user
   * @minLength user 1
   * @maxLength user 255
   * @pattern user ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Patch('/v1/users/{user}')
  @OperationId('updateUser')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @Consumes('application/merge-patch+json')
  @SuccessResponse('200', 'The user.')
  @Response<Problem>('400', 'The body or a parameter is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The user does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'A `test` operation of the JSON Patch failed, or the name is already in use.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation accepts. A JSON body can have up to 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The operation does not accept the media type or the encoding of the body.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_updateUser(@Request() exchange: Exchange<Context>, @Path('user') user: string, @Body() body: UserUpdate, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<User> {
    return exchange.respond<User>(await this.updateUser({ user, ifMatch, ifNoneMatch, body: body as checked.UserUpdate }, exchange.context));
  }

  /** Change a user. */
  protected abstract updateUser(input: { user: string; ifMatch?: string; ifNoneMatch?: string; body: checked.UserUpdate | checked.JsonPatch }, context: Context): Promise<UpdateUserResponse>;

  /**
   * Delete a user
   * @minLength user 1
   * @maxLength user 255
   * @pattern user ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Delete('/v1/users/{user}')
  @OperationId('deleteUser')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('204', 'The user is deleted.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The user does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_deleteUser(@Request() exchange: Exchange<Context>, @Path('user') user: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<void> {
    return exchange.respond<void>(await this.deleteUser({ user, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Delete a user. */
  protected abstract deleteUser(input: { user: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<DeleteUserResponse>;
}
