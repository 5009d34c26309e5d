// Generated from openapi/ovirt.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { Readable } from 'node:stream';
import type { OvirtAction, OvirtGroup, OvirtGroups, OvirtPermission, OvirtPermissionCreate, OvirtPermissions, OvirtRefusal, OvirtRole, OvirtRoles, OvirtUser, OvirtUsers } from '../api-types.js';
import type * as checked from '../checked-bodies.js';
import { Body, Delete, Get, Header, OperationId, Path, Post, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../../decorators.js';
import type { Exchange } from '../../exchange.js';

/** The responses that GET /ovirt-engine/api/vms/{guest}/permissions returns. */
export type ListOvirtVmPermissionsResponse =
  | { status: 200; body: OvirtPermissions | Readable }
  | { status: 200; mediaType: 'application/json'; body: OvirtPermissions | Readable };

/** The responses that POST /ovirt-engine/api/vms/{guest}/permissions returns. */
export type CreateOvirtVmPermissionResponse =
  | { status: 201; body: OvirtPermission }
  | { status: 201; mediaType: 'application/json'; body: OvirtPermission };

/** The responses that GET /ovirt-engine/api/vms/{guest}/permissions/{permission} returns. */
export type GetOvirtVmPermissionResponse =
  | { status: 200; body: OvirtPermission }
  | { status: 200; mediaType: 'application/json'; body: OvirtPermission };

/** The responses that DELETE /ovirt-engine/api/vms/{guest}/permissions/{permission} returns. */
export type DeleteOvirtVmPermissionResponse =
  | { status: 200; body: OvirtAction }
  | { status: 200; mediaType: 'application/json'; body: OvirtAction };

/** The responses that GET /ovirt-engine/api/users returns. */
export type ListOvirtUsersResponse =
  | { status: 200; body: OvirtUsers | Readable }
  | { status: 200; mediaType: 'application/json'; body: OvirtUsers | Readable };

/** The responses that GET /ovirt-engine/api/users/{user} returns. */
export type GetOvirtUserResponse =
  | { status: 200; body: OvirtUser }
  | { status: 200; mediaType: 'application/json'; body: OvirtUser };

/** The responses that GET /ovirt-engine/api/groups returns. */
export type ListOvirtGroupsResponse =
  | { status: 200; body: OvirtGroups | Readable }
  | { status: 200; mediaType: 'application/json'; body: OvirtGroups | Readable };

/** The responses that GET /ovirt-engine/api/groups/{group} returns. */
export type GetOvirtGroupResponse =
  | { status: 200; body: OvirtGroup }
  | { status: 200; mediaType: 'application/json'; body: OvirtGroup };

/** The responses that GET /ovirt-engine/api/roles returns. */
export type ListOvirtRolesResponse =
  | { status: 200; body: OvirtRoles }
  | { status: 200; mediaType: 'application/json'; body: OvirtRoles };

/** The responses that GET /ovirt-engine/api/roles/{role} returns. */
export type GetOvirtRoleResponse =
  | { status: 200; body: OvirtRole }
  | { status: 200; mediaType: 'application/json'; body: OvirtRole };

/** The responses that GET /ovirt-engine/api/permissions returns. */
export type ListOvirtPermissionsResponse =
  | { status: 200; body: OvirtPermissions | Readable }
  | { status: 200; mediaType: 'application/json'; body: OvirtPermissions | Readable };

/** The responses that GET /ovirt-engine/api/permissions/{permission} returns. */
export type GetOvirtPermissionResponse =
  | { status: 200; body: OvirtPermission }
  | { status: 200; mediaType: 'application/json'; body: OvirtPermission };

@Route()
@Tags('OvirtPermissions')
export abstract class OvirtPermissionsController<Context> {
  /**
   * List the permissions for a virtual machine
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @isInt max
   * @minimum max 1
   * @maximum max 2147483647
   */
  @Get('/ovirt-engine/api/vms/{guest}/permissions')
  @OperationId('listOvirtVmPermissions')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The permissions.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such guest.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_listOvirtVmPermissions(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Header('Version') version?: '4', @Query('max') max?: number): Promise<OvirtPermissions> {
    return exchange.respond<OvirtPermissions>(await this.listOvirtVmPermissions({ guest, version, max }, exchange.context));
  }

  /** List the permissions for a virtual machine. */
  protected abstract listOvirtVmPermissions(input: { guest: string; version?: '4'; max?: number }, context: Context): Promise<ListOvirtVmPermissionsResponse>;

  /**
   * Add a permission for a virtual machine
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   */
  @Post('/ovirt-engine/api/vms/{guest}/permissions')
  @OperationId('createOvirtVmPermission')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('201', 'The permission.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The body, the query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such guest.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('409', 'The user or group already has this role.', undefined, 'application/xml')
  @Response<OvirtRefusal>('412', 'The request has a condition (`If-Match`, `If-None-Match`). No element of this API has an `ETag`.', undefined, 'application/xml')
  @Response<OvirtRefusal>('413', 'The body is too large.', undefined, 'application/xml')
  @Response<OvirtRefusal>('415', 'The body is neither XML nor JSON.', undefined, 'application/xml')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_createOvirtVmPermission(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Body() body: OvirtPermissionCreate, @Header('Version') version?: '4'): Promise<OvirtPermission> {
    return exchange.respond<OvirtPermission>(await this.createOvirtVmPermission({ guest, version, body: body as checked.OvirtPermissionCreate }, exchange.context));
  }

  /** Add a permission for a virtual machine. */
  protected abstract createOvirtVmPermission(input: { guest: string; version?: '4'; body: checked.OvirtPermissionCreate }, context: Context): Promise<CreateOvirtVmPermissionResponse>;

  /**
   * Get a permission for a virtual machine
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @minLength permission 1
   * @maxLength permission 255
   * @pattern permission ^[^\x00]*$
   */
  @Get('/ovirt-engine/api/vms/{guest}/permissions/{permission}')
  @OperationId('getOvirtVmPermission')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The permission.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such permission.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_getOvirtVmPermission(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Path('permission') permission: string, @Header('Version') version?: '4'): Promise<OvirtPermission> {
    return exchange.respond<OvirtPermission>(await this.getOvirtVmPermission({ guest, permission, version }, exchange.context));
  }

  /** Get a permission for a virtual machine. */
  protected abstract getOvirtVmPermission(input: { guest: string; permission: string; version?: '4' }, context: Context): Promise<GetOvirtVmPermissionResponse>;

  /**
   * Remove a permission for a virtual machine
   * @minLength guest 1
   * @maxLength guest 255
   * @pattern guest ^[^\x00]*$
   * @minLength permission 1
   * @maxLength permission 255
   * @pattern permission ^[^\x00]*$
   */
  @Delete('/ovirt-engine/api/vms/{guest}/permissions/{permission}')
  @OperationId('deleteOvirtVmPermission')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The action is complete.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such permission.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('412', 'The request has a condition (`If-Match`, `If-None-Match`). No element of this API has an `ETag`.', undefined, 'application/xml')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_deleteOvirtVmPermission(@Request() exchange: Exchange<Context>, @Path('guest') guest: string, @Path('permission') permission: string, @Header('Version') version?: '4'): Promise<OvirtAction> {
    return exchange.respond<OvirtAction>(await this.deleteOvirtVmPermission({ guest, permission, version }, exchange.context));
  }

  /** Remove a permission for a virtual machine. */
  protected abstract deleteOvirtVmPermission(input: { guest: string; permission: string; version?: '4' }, context: Context): Promise<DeleteOvirtVmPermissionResponse>;

  /**
   * List users
   * @isInt max
   * @minimum max 1
   * @maximum max 2147483647
   * @pattern caseSensitive ^(|[Tt]|[Tt][Rr][Uu][Ee]|[Yy]|[Yy][Ee][Ss]|1|[Ff]|[Ff][Aa][Ll][Ss][Ee]|[Nn]|[Nn][Oo]|0)$
   */
  @Get('/ovirt-engine/api/users')
  @OperationId('listOvirtUsers')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The users.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_listOvirtUsers(@Request() exchange: Exchange<Context>, @Header('Version') version?: '4', @Query('search') search?: string, @Query('max') max?: number, @Query('case_sensitive') caseSensitive?: string): Promise<OvirtUsers> {
    return exchange.respond<OvirtUsers>(await this.listOvirtUsers({ version, search, max, caseSensitive }, exchange.context));
  }

  /** List users. */
  protected abstract listOvirtUsers(input: { version?: '4'; search?: string; max?: number; caseSensitive?: string }, context: Context): Promise<ListOvirtUsersResponse>;

  /**
   * Get an user
   * @minLength user 1
   * @maxLength user 255
   * @pattern user ^[^\x00]*$
   */
  @Get('/ovirt-engine/api/users/{user}')
  @OperationId('getOvirtUser')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The user.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such user.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_getOvirtUser(@Request() exchange: Exchange<Context>, @Path('user') user: string, @Header('Version') version?: '4'): Promise<OvirtUser> {
    return exchange.respond<OvirtUser>(await this.getOvirtUser({ user, version }, exchange.context));
  }

  /** Get an user. */
  protected abstract getOvirtUser(input: { user: string; version?: '4' }, context: Context): Promise<GetOvirtUserResponse>;

  /**
   * List groups
   * @isInt max
   * @minimum max 1
   * @maximum max 2147483647
   * @pattern caseSensitive ^(|[Tt]|[Tt][Rr][Uu][Ee]|[Yy]|[Yy][Ee][Ss]|1|[Ff]|[Ff][Aa][Ll][Ss][Ee]|[Nn]|[Nn][Oo]|0)$
   */
  @Get('/ovirt-engine/api/groups')
  @OperationId('listOvirtGroups')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The groups.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_listOvirtGroups(@Request() exchange: Exchange<Context>, @Header('Version') version?: '4', @Query('search') search?: string, @Query('max') max?: number, @Query('case_sensitive') caseSensitive?: string): Promise<OvirtGroups> {
    return exchange.respond<OvirtGroups>(await this.listOvirtGroups({ version, search, max, caseSensitive }, exchange.context));
  }

  /** List groups. */
  protected abstract listOvirtGroups(input: { version?: '4'; search?: string; max?: number; caseSensitive?: string }, context: Context): Promise<ListOvirtGroupsResponse>;

  /**
   * Get a group
   * @minLength group 1
   * @maxLength group 255
   * @pattern group ^[^\x00]*$
   */
  @Get('/ovirt-engine/api/groups/{group}')
  @OperationId('getOvirtGroup')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The group.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such group.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_getOvirtGroup(@Request() exchange: Exchange<Context>, @Path('group') group: string, @Header('Version') version?: '4'): Promise<OvirtGroup> {
    return exchange.respond<OvirtGroup>(await this.getOvirtGroup({ group, version }, exchange.context));
  }

  /** Get a group. */
  protected abstract getOvirtGroup(input: { group: string; version?: '4' }, context: Context): Promise<GetOvirtGroupResponse>;

  /**
   * List roles
   * @isInt max
   * @minimum max 1
   * @maximum max 2147483647
   */
  @Get('/ovirt-engine/api/roles')
  @OperationId('listOvirtRoles')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The roles.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_listOvirtRoles(@Request() exchange: Exchange<Context>, @Header('Version') version?: '4', @Query('max') max?: number): Promise<OvirtRoles> {
    return exchange.respond<OvirtRoles>(await this.listOvirtRoles({ version, max }, exchange.context));
  }

  /** List roles. */
  protected abstract listOvirtRoles(input: { version?: '4'; max?: number }, context: Context): Promise<ListOvirtRolesResponse>;

  /**
   * Get a role
   * @minLength role 1
   * @maxLength role 255
   * @pattern role ^[^\x00]*$
   */
  @Get('/ovirt-engine/api/roles/{role}')
  @OperationId('getOvirtRole')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The role.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such role.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_getOvirtRole(@Request() exchange: Exchange<Context>, @Path('role') role: string, @Header('Version') version?: '4'): Promise<OvirtRole> {
    return exchange.respond<OvirtRole>(await this.getOvirtRole({ role, version }, exchange.context));
  }

  /** Get a role. */
  protected abstract getOvirtRole(input: { role: string; version?: '4' }, context: Context): Promise<GetOvirtRoleResponse>;

  /**
   * List permissions
   * @isInt max
   * @minimum max 1
   * @maximum max 2147483647
   */
  @Get('/ovirt-engine/api/permissions')
  @OperationId('listOvirtPermissions')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The permissions.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_listOvirtPermissions(@Request() exchange: Exchange<Context>, @Header('Version') version?: '4', @Query('max') max?: number): Promise<OvirtPermissions> {
    return exchange.respond<OvirtPermissions>(await this.listOvirtPermissions({ version, max }, exchange.context));
  }

  /** List permissions. */
  protected abstract listOvirtPermissions(input: { version?: '4'; max?: number }, context: Context): Promise<ListOvirtPermissionsResponse>;

  /**
   * Get a permission
   * @minLength permission 1
   * @maxLength permission 255
   * @pattern permission ^[^\x00]*$
   */
  @Get('/ovirt-engine/api/permissions/{permission}')
  @OperationId('getOvirtPermission')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The permission.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such permission.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_getOvirtPermission(@Request() exchange: Exchange<Context>, @Path('permission') permission: string, @Header('Version') version?: '4'): Promise<OvirtPermission> {
    return exchange.respond<OvirtPermission>(await this.getOvirtPermission({ permission, version }, exchange.context));
  }

  /** Get a permission. */
  protected abstract getOvirtPermission(input: { permission: string; version?: '4' }, context: Context): Promise<GetOvirtPermissionResponse>;
}
