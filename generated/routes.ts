// Generated from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: tsoa, with src/codegen/lean-routes.template.

import type { EventsController } from './controllers/Events.js';
import type { GroupsController } from './controllers/Groups.js';
import type { GuestsController } from './controllers/Guests.js';
import type { HostsController } from './controllers/Hosts.js';
import type { ImagesController } from './controllers/Images.js';
import type { InstanceTypesController } from './controllers/InstanceTypes.js';
import type { NetworksController } from './controllers/Networks.js';
import type { OperationsController } from './controllers/Operations.js';
import type { PermissionsController } from './controllers/Permissions.js';
import type { PlacementGroupsController } from './controllers/PlacementGroups.js';
import type { ProjectsController } from './controllers/Projects.js';
import type { RolesController } from './controllers/Roles.js';
import type { ServiceController } from './controllers/Service.js';
import type { TokensController } from './controllers/Tokens.js';
import type { UsersController } from './controllers/Users.js';
import type { ZonesController } from './controllers/Zones.js';
import type { Bind, Values } from './exchange.js';

/** One controller of each kind, created by the service. */
export interface Controllers<Context> {
  readonly EventsController: EventsController<Context>;
  readonly GroupsController: GroupsController<Context>;
  readonly GuestsController: GuestsController<Context>;
  readonly HostsController: HostsController<Context>;
  readonly ImagesController: ImagesController<Context>;
  readonly InstanceTypesController: InstanceTypesController<Context>;
  readonly NetworksController: NetworksController<Context>;
  readonly OperationsController: OperationsController<Context>;
  readonly PermissionsController: PermissionsController<Context>;
  readonly PlacementGroupsController: PlacementGroupsController<Context>;
  readonly ProjectsController: ProjectsController<Context>;
  readonly RolesController: RolesController<Context>;
  readonly ServiceController: ServiceController<Context>;
  readonly TokensController: TokensController<Context>;
  readonly UsersController: UsersController<Context>;
  readonly ZonesController: ZonesController<Context>;
}

/** Binds every operation. The order gives a fixed path precedence over one with parameters. */
export function registerRoutes<Context>(bind: Bind<Context>, controllers: Controllers<Context>): void {
  bind(
    {
      operationId: 'getVersions',
      method: 'get',
      path: '/',
      parameters: [],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.ServiceController.route_getVersions(exchange, ...(values as Values<ServiceController<unknown>['route_getVersions']>)),
  );
  bind(
    {
      operationId: 'getDocs',
      method: 'get',
      path: '/docs',
      parameters: [{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"},{"in":"query","name":"urls.primaryName","dataType":"string"}],
      mediaTypes: {"200":"text/html"},
    },
    (exchange, values) =>
      controllers.ServiceController.route_getDocs(exchange, ...(values as Values<ServiceController<unknown>['route_getDocs']>)),
  );
  bind(
    {
      operationId: 'getErrorCatalogue',
      method: 'get',
      path: '/docs/errors',
      parameters: [{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"text/html"},
    },
    (exchange, values) =>
      controllers.ServiceController.route_getErrorCatalogue(exchange, ...(values as Values<ServiceController<unknown>['route_getErrorCatalogue']>)),
  );
  bind(
    {
      operationId: 'getGuidePage',
      method: 'get',
      path: '/docs/guide/:page',
      parameters: [{"in":"path","name":"page","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"text/html"},
    },
    (exchange, values) =>
      controllers.ServiceController.route_getGuidePage(exchange, ...(values as Values<ServiceController<unknown>['route_getGuidePage']>)),
  );
  bind(
    {
      operationId: 'getHealth',
      method: 'get',
      path: '/healthz',
      parameters: [],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.ServiceController.route_getHealth(exchange, ...(values as Values<ServiceController<unknown>['route_getHealth']>)),
  );
  bind(
    {
      operationId: 'followBookmark',
      method: 'get',
      path: '/id/:collection/:id',
      parameters: [{"in":"path","name":"collection","dataType":"union"},{"in":"path","name":"id","dataType":"string"},{"in":"query","name":"follow","dataType":"boolean"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.ServiceController.route_followBookmark(exchange, ...(values as Values<ServiceController<unknown>['route_followBookmark']>)),
  );
  bind(
    {
      operationId: 'getMetrics',
      method: 'get',
      path: '/metrics',
      parameters: [],
      mediaTypes: {"200":"text/plain"},
    },
    (exchange, values) =>
      controllers.ServiceController.route_getMetrics(exchange, ...(values as Values<ServiceController<unknown>['route_getMetrics']>)),
  );
  bind(
    {
      operationId: 'getReadiness',
      method: 'get',
      path: '/readyz',
      parameters: [],
      mediaTypes: {"200":"application/json","503":"application/json"},
    },
    (exchange, values) =>
      controllers.ServiceController.route_getReadiness(exchange, ...(values as Values<ServiceController<unknown>['route_getReadiness']>)),
  );
  bind(
    {
      operationId: 'getIndex',
      method: 'get',
      path: '/v1',
      parameters: [],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.ServiceController.route_getIndex(exchange, ...(values as Values<ServiceController<unknown>['route_getIndex']>)),
  );
  bind(
    {
      operationId: 'listDialects',
      method: 'get',
      path: '/v1/dialects',
      parameters: [],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.ServiceController.route_listDialects(exchange, ...(values as Values<ServiceController<unknown>['route_listDialects']>)),
  );
  bind(
    {
      operationId: 'getDialectSpecJson',
      method: 'get',
      path: '/v1/dialects/:dialect/openapi.json',
      parameters: [{"in":"path","name":"dialect","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.ServiceController.route_getDialectSpecJson(exchange, ...(values as Values<ServiceController<unknown>['route_getDialectSpecJson']>)),
  );
  bind(
    {
      operationId: 'getDialectSpecYaml',
      method: 'get',
      path: '/v1/dialects/:dialect/openapi.yaml',
      parameters: [{"in":"path","name":"dialect","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/yaml"},
    },
    (exchange, values) =>
      controllers.ServiceController.route_getDialectSpecYaml(exchange, ...(values as Values<ServiceController<unknown>['route_getDialectSpecYaml']>)),
  );
  bind(
    {
      operationId: 'listEvents',
      method: 'get',
      path: '/v1/events',
      parameters: [{"in":"query","name":"limit","dataType":"integer"},{"in":"query","name":"marker","dataType":"string"},{"in":"query","name":"sort_by","dataType":"union"},{"in":"query","name":"fields","dataType":"string"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"case_sensitive","dataType":"boolean"},{"in":"query","name":"all_projects","dataType":"boolean"},{"in":"query","name":"guest","dataType":"string"},{"in":"query","name":"kind","dataType":"string"},{"in":"header","name":"Last-Event-ID","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.EventsController.route_listEvents(exchange, ...(values as Values<EventsController<unknown>['route_listEvents']>)),
  );
  bind(
    {
      operationId: 'listGroups',
      method: 'get',
      path: '/v1/groups',
      parameters: [{"in":"query","name":"limit","dataType":"integer"},{"in":"query","name":"marker","dataType":"string"},{"in":"query","name":"sort_by","dataType":"union"},{"in":"query","name":"fields","dataType":"string"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"case_sensitive","dataType":"boolean"},{"in":"query","name":"all_projects","dataType":"boolean"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.GroupsController.route_listGroups(exchange, ...(values as Values<GroupsController<unknown>['route_listGroups']>)),
  );
  bind(
    {
      operationId: 'createGroup',
      method: 'post',
      path: '/v1/groups',
      parameters: [{"in":"body","name":"body"},{"in":"header","name":"Idempotency-Key","dataType":"string"}],
      mediaTypes: {"201":"application/json"},
    },
    (exchange, values) =>
      controllers.GroupsController.route_createGroup(exchange, ...(values as Values<GroupsController<unknown>['route_createGroup']>)),
  );
  bind(
    {
      operationId: 'deleteGroup',
      method: 'delete',
      path: '/v1/groups/:group',
      parameters: [{"in":"path","name":"group","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {},
    },
    (exchange, values) =>
      controllers.GroupsController.route_deleteGroup(exchange, ...(values as Values<GroupsController<unknown>['route_deleteGroup']>)),
  );
  bind(
    {
      operationId: 'getGroup',
      method: 'get',
      path: '/v1/groups/:group',
      parameters: [{"in":"path","name":"group","dataType":"string"},{"in":"query","name":"fields","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.GroupsController.route_getGroup(exchange, ...(values as Values<GroupsController<unknown>['route_getGroup']>)),
  );
  bind(
    {
      operationId: 'updateGroup',
      method: 'patch',
      path: '/v1/groups/:group',
      parameters: [{"in":"path","name":"group","dataType":"string"},{"in":"body","name":"body"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.GroupsController.route_updateGroup(exchange, ...(values as Values<GroupsController<unknown>['route_updateGroup']>)),
  );
  bind(
    {
      operationId: 'listGuests',
      method: 'get',
      path: '/v1/guests',
      parameters: [{"in":"query","name":"limit","dataType":"integer"},{"in":"query","name":"marker","dataType":"string"},{"in":"query","name":"sort_by","dataType":"union"},{"in":"query","name":"fields","dataType":"string"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"case_sensitive","dataType":"boolean"},{"in":"query","name":"all_projects","dataType":"boolean"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.GuestsController.route_listGuests(exchange, ...(values as Values<GuestsController<unknown>['route_listGuests']>)),
  );
  bind(
    {
      operationId: 'createGuest',
      method: 'post',
      path: '/v1/guests',
      parameters: [{"in":"body","name":"body"},{"in":"query","name":"start","dataType":"boolean"},{"in":"header","name":"Idempotency-Key","dataType":"string"},{"in":"header","name":"Prefer","dataType":"string"}],
      mediaTypes: {"201":"application/json"},
    },
    (exchange, values) =>
      controllers.GuestsController.route_createGuest(exchange, ...(values as Values<GuestsController<unknown>['route_createGuest']>)),
  );
  bind(
    {
      operationId: 'deleteGuest',
      method: 'delete',
      path: '/v1/guests/:guest',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"query","name":"forget","dataType":"boolean"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"},{"in":"header","name":"Prefer","dataType":"string"}],
      mediaTypes: {"202":"application/json"},
    },
    (exchange, values) =>
      controllers.GuestsController.route_deleteGuest(exchange, ...(values as Values<GuestsController<unknown>['route_deleteGuest']>)),
  );
  bind(
    {
      operationId: 'getGuest',
      method: 'get',
      path: '/v1/guests/:guest',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"query","name":"fields","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.GuestsController.route_getGuest(exchange, ...(values as Values<GuestsController<unknown>['route_getGuest']>)),
  );
  bind(
    {
      operationId: 'updateGuest',
      method: 'patch',
      path: '/v1/guests/:guest',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"body","name":"body"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"},{"in":"header","name":"Prefer","dataType":"string"}],
      mediaTypes: {"200":"application/json","202":"application/json"},
    },
    (exchange, values) =>
      controllers.GuestsController.route_updateGuest(exchange, ...(values as Values<GuestsController<unknown>['route_updateGuest']>)),
  );
  bind(
    {
      operationId: 'getGuestConsoleLog',
      method: 'get',
      path: '/v1/guests/:guest/console-log',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"query","name":"bytes","dataType":"integer"}],
      mediaTypes: {"200":"text/plain"},
    },
    (exchange, values) =>
      controllers.GuestsController.route_getGuestConsoleLog(exchange, ...(values as Values<GuestsController<unknown>['route_getGuestConsoleLog']>)),
  );
  bind(
    {
      operationId: 'getGuestDrift',
      method: 'get',
      path: '/v1/guests/:guest/drift',
      parameters: [{"in":"path","name":"guest","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.GuestsController.route_getGuestDrift(exchange, ...(values as Values<GuestsController<unknown>['route_getGuestDrift']>)),
  );
  bind(
    {
      operationId: 'acceptGuestDrift',
      method: 'post',
      path: '/v1/guests/:guest/drift/accept',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"Idempotency-Key","dataType":"string"},{"in":"header","name":"Prefer","dataType":"string"}],
      mediaTypes: {"200":"application/json","202":"application/json"},
    },
    (exchange, values) =>
      controllers.GuestsController.route_acceptGuestDrift(exchange, ...(values as Values<GuestsController<unknown>['route_acceptGuestDrift']>)),
  );
  bind(
    {
      operationId: 'discardGuestDrift',
      method: 'post',
      path: '/v1/guests/:guest/drift/discard',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"body","name":"body"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"Idempotency-Key","dataType":"string"},{"in":"header","name":"Prefer","dataType":"string"}],
      mediaTypes: {"200":"application/json","202":"application/json"},
    },
    (exchange, values) =>
      controllers.GuestsController.route_discardGuestDrift(exchange, ...(values as Values<GuestsController<unknown>['route_discardGuestDrift']>)),
  );
  bind(
    {
      operationId: 'getGuestMetadata',
      method: 'get',
      path: '/v1/guests/:guest/metadata',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.GuestsController.route_getGuestMetadata(exchange, ...(values as Values<GuestsController<unknown>['route_getGuestMetadata']>)),
  );
  bind(
    {
      operationId: 'updateGuestMetadata',
      method: 'patch',
      path: '/v1/guests/:guest/metadata',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"body","name":"body"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.GuestsController.route_updateGuestMetadata(exchange, ...(values as Values<GuestsController<unknown>['route_updateGuestMetadata']>)),
  );
  bind(
    {
      operationId: 'getGuestCpuMetrics',
      method: 'get',
      path: '/v1/guests/:guest/metrics/cpu',
      parameters: [{"in":"path","name":"guest","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.GuestsController.route_getGuestCpuMetrics(exchange, ...(values as Values<GuestsController<unknown>['route_getGuestCpuMetrics']>)),
  );
  bind(
    {
      operationId: 'getGuestDiskMetrics',
      method: 'get',
      path: '/v1/guests/:guest/metrics/disk',
      parameters: [{"in":"path","name":"guest","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.GuestsController.route_getGuestDiskMetrics(exchange, ...(values as Values<GuestsController<unknown>['route_getGuestDiskMetrics']>)),
  );
  bind(
    {
      operationId: 'getGuestNicMetrics',
      method: 'get',
      path: '/v1/guests/:guest/metrics/nic',
      parameters: [{"in":"path","name":"guest","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.GuestsController.route_getGuestNicMetrics(exchange, ...(values as Values<GuestsController<unknown>['route_getGuestNicMetrics']>)),
  );
  bind(
    {
      operationId: 'listGuestOperations',
      method: 'get',
      path: '/v1/guests/:guest/operations',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"query","name":"limit","dataType":"integer"},{"in":"query","name":"marker","dataType":"string"},{"in":"query","name":"sort_by","dataType":"union"},{"in":"query","name":"fields","dataType":"string"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"case_sensitive","dataType":"boolean"},{"in":"query","name":"all_projects","dataType":"boolean"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.OperationsController.route_listGuestOperations(exchange, ...(values as Values<OperationsController<unknown>['route_listGuestOperations']>)),
  );
  bind(
    {
      operationId: 'listGuestPermissions',
      method: 'get',
      path: '/v1/guests/:guest/permissions',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"query","name":"limit","dataType":"integer"},{"in":"query","name":"marker","dataType":"string"},{"in":"query","name":"sort_by","dataType":"union"},{"in":"query","name":"fields","dataType":"string"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"case_sensitive","dataType":"boolean"},{"in":"query","name":"all_projects","dataType":"boolean"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.PermissionsController.route_listGuestPermissions(exchange, ...(values as Values<PermissionsController<unknown>['route_listGuestPermissions']>)),
  );
  bind(
    {
      operationId: 'createGuestPermission',
      method: 'post',
      path: '/v1/guests/:guest/permissions',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"body","name":"body"},{"in":"header","name":"Idempotency-Key","dataType":"string"}],
      mediaTypes: {"201":"application/json"},
    },
    (exchange, values) =>
      controllers.PermissionsController.route_createGuestPermission(exchange, ...(values as Values<PermissionsController<unknown>['route_createGuestPermission']>)),
  );
  bind(
    {
      operationId: 'deleteGuestPermission',
      method: 'delete',
      path: '/v1/guests/:guest/permissions/:permission',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"path","name":"permission","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {},
    },
    (exchange, values) =>
      controllers.PermissionsController.route_deleteGuestPermission(exchange, ...(values as Values<PermissionsController<unknown>['route_deleteGuestPermission']>)),
  );
  bind(
    {
      operationId: 'getGuestPermission',
      method: 'get',
      path: '/v1/guests/:guest/permissions/:permission',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"path","name":"permission","dataType":"string"},{"in":"query","name":"fields","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.PermissionsController.route_getGuestPermission(exchange, ...(values as Values<PermissionsController<unknown>['route_getGuestPermission']>)),
  );
  bind(
    {
      operationId: 'poweroffGuest',
      method: 'post',
      path: '/v1/guests/:guest/poweroff',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"},{"in":"header","name":"Idempotency-Key","dataType":"string"},{"in":"header","name":"Prefer","dataType":"string"}],
      mediaTypes: {"200":"application/json","202":"application/json"},
    },
    (exchange, values) =>
      controllers.GuestsController.route_poweroffGuest(exchange, ...(values as Values<GuestsController<unknown>['route_poweroffGuest']>)),
  );
  bind(
    {
      operationId: 'rebootGuest',
      method: 'post',
      path: '/v1/guests/:guest/reboot',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"body","name":"body"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"},{"in":"header","name":"Idempotency-Key","dataType":"string"},{"in":"header","name":"Prefer","dataType":"string"}],
      mediaTypes: {"200":"application/json","202":"application/json"},
    },
    (exchange, values) =>
      controllers.GuestsController.route_rebootGuest(exchange, ...(values as Values<GuestsController<unknown>['route_rebootGuest']>)),
  );
  bind(
    {
      operationId: 'restartGuest',
      method: 'post',
      path: '/v1/guests/:guest/restart',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"},{"in":"header","name":"Idempotency-Key","dataType":"string"},{"in":"header","name":"Prefer","dataType":"string"}],
      mediaTypes: {"200":"application/json","202":"application/json"},
    },
    (exchange, values) =>
      controllers.GuestsController.route_restartGuest(exchange, ...(values as Values<GuestsController<unknown>['route_restartGuest']>)),
  );
  bind(
    {
      operationId: 'shutdownGuest',
      method: 'post',
      path: '/v1/guests/:guest/shutdown',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"body","name":"body"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"},{"in":"header","name":"Idempotency-Key","dataType":"string"},{"in":"header","name":"Prefer","dataType":"string"}],
      mediaTypes: {"200":"application/json","202":"application/json"},
    },
    (exchange, values) =>
      controllers.GuestsController.route_shutdownGuest(exchange, ...(values as Values<GuestsController<unknown>['route_shutdownGuest']>)),
  );
  bind(
    {
      operationId: 'startGuest',
      method: 'post',
      path: '/v1/guests/:guest/start',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"},{"in":"header","name":"Idempotency-Key","dataType":"string"},{"in":"header","name":"Prefer","dataType":"string"}],
      mediaTypes: {"200":"application/json","202":"application/json"},
    },
    (exchange, values) =>
      controllers.GuestsController.route_startGuest(exchange, ...(values as Values<GuestsController<unknown>['route_startGuest']>)),
  );
  bind(
    {
      operationId: 'getGuestStates',
      method: 'get',
      path: '/v1/guests/:guest/states',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.GuestsController.route_getGuestStates(exchange, ...(values as Values<GuestsController<unknown>['route_getGuestStates']>)),
  );
  bind(
    {
      operationId: 'setGuestPowerState',
      method: 'put',
      path: '/v1/guests/:guest/states/power',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"body","name":"body"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"},{"in":"header","name":"Prefer","dataType":"string"}],
      mediaTypes: {"200":"application/json","202":"application/json"},
    },
    (exchange, values) =>
      controllers.GuestsController.route_setGuestPowerState(exchange, ...(values as Values<GuestsController<unknown>['route_setGuestPowerState']>)),
  );
  bind(
    {
      operationId: 'suspendGuest',
      method: 'post',
      path: '/v1/guests/:guest/suspend',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"},{"in":"header","name":"Idempotency-Key","dataType":"string"},{"in":"header","name":"Prefer","dataType":"string"}],
      mediaTypes: {"200":"application/json","202":"application/json"},
    },
    (exchange, values) =>
      controllers.GuestsController.route_suspendGuest(exchange, ...(values as Values<GuestsController<unknown>['route_suspendGuest']>)),
  );
  bind(
    {
      operationId: 'listHosts',
      method: 'get',
      path: '/v1/hosts',
      parameters: [{"in":"query","name":"limit","dataType":"integer"},{"in":"query","name":"marker","dataType":"string"},{"in":"query","name":"sort_by","dataType":"union"},{"in":"query","name":"fields","dataType":"string"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"case_sensitive","dataType":"boolean"},{"in":"query","name":"all_projects","dataType":"boolean"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.HostsController.route_listHosts(exchange, ...(values as Values<HostsController<unknown>['route_listHosts']>)),
  );
  bind(
    {
      operationId: 'createHost',
      method: 'post',
      path: '/v1/hosts',
      parameters: [{"in":"body","name":"body"},{"in":"header","name":"Idempotency-Key","dataType":"string"}],
      mediaTypes: {"201":"application/json"},
    },
    (exchange, values) =>
      controllers.HostsController.route_createHost(exchange, ...(values as Values<HostsController<unknown>['route_createHost']>)),
  );
  bind(
    {
      operationId: 'deleteHost',
      method: 'delete',
      path: '/v1/hosts/:host',
      parameters: [{"in":"path","name":"host","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {},
    },
    (exchange, values) =>
      controllers.HostsController.route_deleteHost(exchange, ...(values as Values<HostsController<unknown>['route_deleteHost']>)),
  );
  bind(
    {
      operationId: 'getHost',
      method: 'get',
      path: '/v1/hosts/:host',
      parameters: [{"in":"path","name":"host","dataType":"string"},{"in":"query","name":"fields","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.HostsController.route_getHost(exchange, ...(values as Values<HostsController<unknown>['route_getHost']>)),
  );
  bind(
    {
      operationId: 'updateHost',
      method: 'patch',
      path: '/v1/hosts/:host',
      parameters: [{"in":"path","name":"host","dataType":"string"},{"in":"body","name":"body"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.HostsController.route_updateHost(exchange, ...(values as Values<HostsController<unknown>['route_updateHost']>)),
  );
  bind(
    {
      operationId: 'getHostMetadata',
      method: 'get',
      path: '/v1/hosts/:host/metadata',
      parameters: [{"in":"path","name":"host","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.HostsController.route_getHostMetadata(exchange, ...(values as Values<HostsController<unknown>['route_getHostMetadata']>)),
  );
  bind(
    {
      operationId: 'updateHostMetadata',
      method: 'patch',
      path: '/v1/hosts/:host/metadata',
      parameters: [{"in":"path","name":"host","dataType":"string"},{"in":"body","name":"body"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.HostsController.route_updateHostMetadata(exchange, ...(values as Values<HostsController<unknown>['route_updateHostMetadata']>)),
  );
  bind(
    {
      operationId: 'listImages',
      method: 'get',
      path: '/v1/images',
      parameters: [{"in":"query","name":"limit","dataType":"integer"},{"in":"query","name":"marker","dataType":"string"},{"in":"query","name":"sort_by","dataType":"union"},{"in":"query","name":"fields","dataType":"string"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"case_sensitive","dataType":"boolean"},{"in":"query","name":"all_projects","dataType":"boolean"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.ImagesController.route_listImages(exchange, ...(values as Values<ImagesController<unknown>['route_listImages']>)),
  );
  bind(
    {
      operationId: 'createImage',
      method: 'post',
      path: '/v1/images',
      parameters: [{"in":"body","name":"body"},{"in":"header","name":"Idempotency-Key","dataType":"string"}],
      mediaTypes: {"201":"application/json"},
    },
    (exchange, values) =>
      controllers.ImagesController.route_createImage(exchange, ...(values as Values<ImagesController<unknown>['route_createImage']>)),
  );
  bind(
    {
      operationId: 'deleteImage',
      method: 'delete',
      path: '/v1/images/:image',
      parameters: [{"in":"path","name":"image","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {},
    },
    (exchange, values) =>
      controllers.ImagesController.route_deleteImage(exchange, ...(values as Values<ImagesController<unknown>['route_deleteImage']>)),
  );
  bind(
    {
      operationId: 'getImage',
      method: 'get',
      path: '/v1/images/:image',
      parameters: [{"in":"path","name":"image","dataType":"string"},{"in":"query","name":"fields","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.ImagesController.route_getImage(exchange, ...(values as Values<ImagesController<unknown>['route_getImage']>)),
  );
  bind(
    {
      operationId: 'updateImage',
      method: 'patch',
      path: '/v1/images/:image',
      parameters: [{"in":"path","name":"image","dataType":"string"},{"in":"body","name":"body"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.ImagesController.route_updateImage(exchange, ...(values as Values<ImagesController<unknown>['route_updateImage']>)),
  );
  bind(
    {
      operationId: 'getImageContent',
      method: 'get',
      path: '/v1/images/:image/content',
      parameters: [{"in":"path","name":"image","dataType":"string"},{"in":"header","name":"Range","dataType":"string"},{"in":"header","name":"If-Range","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/octet-stream","206":"application/octet-stream"},
    },
    (exchange, values) =>
      controllers.ImagesController.route_getImageContent(exchange, ...(values as Values<ImagesController<unknown>['route_getImageContent']>)),
  );
  bind(
    {
      operationId: 'putImageContent',
      method: 'put',
      path: '/v1/images/:image/content',
      parameters: [{"in":"path","name":"image","dataType":"string"},{"in":"body","name":"body","dataType":"buffer"},{"in":"header","name":"Content-Digest","dataType":"string"},{"in":"header","name":"Repr-Digest","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.ImagesController.route_putImageContent(exchange, ...(values as Values<ImagesController<unknown>['route_putImageContent']>)),
  );
  bind(
    {
      operationId: 'listImageCopies',
      method: 'get',
      path: '/v1/images/:image/copies',
      parameters: [{"in":"path","name":"image","dataType":"string"},{"in":"query","name":"limit","dataType":"integer"},{"in":"query","name":"marker","dataType":"string"},{"in":"query","name":"sort_by","dataType":"union"},{"in":"query","name":"fields","dataType":"string"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"case_sensitive","dataType":"boolean"},{"in":"query","name":"all_projects","dataType":"boolean"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.ImagesController.route_listImageCopies(exchange, ...(values as Values<ImagesController<unknown>['route_listImageCopies']>)),
  );
  bind(
    {
      operationId: 'deleteImageCopy',
      method: 'delete',
      path: '/v1/images/:image/copies/:host',
      parameters: [{"in":"path","name":"image","dataType":"string"},{"in":"path","name":"host","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {},
    },
    (exchange, values) =>
      controllers.ImagesController.route_deleteImageCopy(exchange, ...(values as Values<ImagesController<unknown>['route_deleteImageCopy']>)),
  );
  bind(
    {
      operationId: 'putImageCopy',
      method: 'put',
      path: '/v1/images/:image/copies/:host',
      parameters: [{"in":"path","name":"image","dataType":"string"},{"in":"path","name":"host","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json","202":"application/json"},
    },
    (exchange, values) =>
      controllers.ImagesController.route_putImageCopy(exchange, ...(values as Values<ImagesController<unknown>['route_putImageCopy']>)),
  );
  bind(
    {
      operationId: 'listInstanceTypes',
      method: 'get',
      path: '/v1/instance-types',
      parameters: [{"in":"query","name":"limit","dataType":"integer"},{"in":"query","name":"marker","dataType":"string"},{"in":"query","name":"sort_by","dataType":"union"},{"in":"query","name":"fields","dataType":"string"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"case_sensitive","dataType":"boolean"},{"in":"query","name":"all_projects","dataType":"boolean"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.InstanceTypesController.route_listInstanceTypes(exchange, ...(values as Values<InstanceTypesController<unknown>['route_listInstanceTypes']>)),
  );
  bind(
    {
      operationId: 'createInstanceType',
      method: 'post',
      path: '/v1/instance-types',
      parameters: [{"in":"body","name":"body"},{"in":"header","name":"Idempotency-Key","dataType":"string"}],
      mediaTypes: {"201":"application/json"},
    },
    (exchange, values) =>
      controllers.InstanceTypesController.route_createInstanceType(exchange, ...(values as Values<InstanceTypesController<unknown>['route_createInstanceType']>)),
  );
  bind(
    {
      operationId: 'deleteInstanceType',
      method: 'delete',
      path: '/v1/instance-types/:instance_type',
      parameters: [{"in":"path","name":"instance_type","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {},
    },
    (exchange, values) =>
      controllers.InstanceTypesController.route_deleteInstanceType(exchange, ...(values as Values<InstanceTypesController<unknown>['route_deleteInstanceType']>)),
  );
  bind(
    {
      operationId: 'getInstanceType',
      method: 'get',
      path: '/v1/instance-types/:instance_type',
      parameters: [{"in":"path","name":"instance_type","dataType":"string"},{"in":"query","name":"fields","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.InstanceTypesController.route_getInstanceType(exchange, ...(values as Values<InstanceTypesController<unknown>['route_getInstanceType']>)),
  );
  bind(
    {
      operationId: 'updateInstanceType',
      method: 'patch',
      path: '/v1/instance-types/:instance_type',
      parameters: [{"in":"path","name":"instance_type","dataType":"string"},{"in":"body","name":"body"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.InstanceTypesController.route_updateInstanceType(exchange, ...(values as Values<InstanceTypesController<unknown>['route_updateInstanceType']>)),
  );
  bind(
    {
      operationId: 'listNetworks',
      method: 'get',
      path: '/v1/networks',
      parameters: [{"in":"query","name":"limit","dataType":"integer"},{"in":"query","name":"marker","dataType":"string"},{"in":"query","name":"sort_by","dataType":"union"},{"in":"query","name":"fields","dataType":"string"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"case_sensitive","dataType":"boolean"},{"in":"query","name":"all_projects","dataType":"boolean"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.NetworksController.route_listNetworks(exchange, ...(values as Values<NetworksController<unknown>['route_listNetworks']>)),
  );
  bind(
    {
      operationId: 'deleteNetwork',
      method: 'delete',
      path: '/v1/networks/:network',
      parameters: [{"in":"path","name":"network","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {},
    },
    (exchange, values) =>
      controllers.NetworksController.route_deleteNetwork(exchange, ...(values as Values<NetworksController<unknown>['route_deleteNetwork']>)),
  );
  bind(
    {
      operationId: 'getNetwork',
      method: 'get',
      path: '/v1/networks/:network',
      parameters: [{"in":"path","name":"network","dataType":"string"},{"in":"query","name":"fields","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.NetworksController.route_getNetwork(exchange, ...(values as Values<NetworksController<unknown>['route_getNetwork']>)),
  );
  bind(
    {
      operationId: 'updateNetwork',
      method: 'patch',
      path: '/v1/networks/:network',
      parameters: [{"in":"path","name":"network","dataType":"string"},{"in":"body","name":"body"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.NetworksController.route_updateNetwork(exchange, ...(values as Values<NetworksController<unknown>['route_updateNetwork']>)),
  );
  bind(
    {
      operationId: 'getSpecJson',
      method: 'get',
      path: '/v1/openapi.json',
      parameters: [{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.ServiceController.route_getSpecJson(exchange, ...(values as Values<ServiceController<unknown>['route_getSpecJson']>)),
  );
  bind(
    {
      operationId: 'getSpecYaml',
      method: 'get',
      path: '/v1/openapi.yaml',
      parameters: [{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/yaml"},
    },
    (exchange, values) =>
      controllers.ServiceController.route_getSpecYaml(exchange, ...(values as Values<ServiceController<unknown>['route_getSpecYaml']>)),
  );
  bind(
    {
      operationId: 'listOperations',
      method: 'get',
      path: '/v1/operations',
      parameters: [{"in":"query","name":"limit","dataType":"integer"},{"in":"query","name":"marker","dataType":"string"},{"in":"query","name":"sort_by","dataType":"union"},{"in":"query","name":"fields","dataType":"string"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"case_sensitive","dataType":"boolean"},{"in":"query","name":"all_projects","dataType":"boolean"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.OperationsController.route_listOperations(exchange, ...(values as Values<OperationsController<unknown>['route_listOperations']>)),
  );
  bind(
    {
      operationId: 'getOperation',
      method: 'get',
      path: '/v1/operations/:operation',
      parameters: [{"in":"path","name":"operation","dataType":"string"},{"in":"query","name":"fields","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.OperationsController.route_getOperation(exchange, ...(values as Values<OperationsController<unknown>['route_getOperation']>)),
  );
  bind(
    {
      operationId: 'cancelOperation',
      method: 'post',
      path: '/v1/operations/:operation/cancel',
      parameters: [{"in":"path","name":"operation","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"},{"in":"header","name":"Idempotency-Key","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.OperationsController.route_cancelOperation(exchange, ...(values as Values<OperationsController<unknown>['route_cancelOperation']>)),
  );
  bind(
    {
      operationId: 'listPlacementGroups',
      method: 'get',
      path: '/v1/placement-groups',
      parameters: [{"in":"query","name":"limit","dataType":"integer"},{"in":"query","name":"marker","dataType":"string"},{"in":"query","name":"sort_by","dataType":"union"},{"in":"query","name":"fields","dataType":"string"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"case_sensitive","dataType":"boolean"},{"in":"query","name":"all_projects","dataType":"boolean"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.PlacementGroupsController.route_listPlacementGroups(exchange, ...(values as Values<PlacementGroupsController<unknown>['route_listPlacementGroups']>)),
  );
  bind(
    {
      operationId: 'createPlacementGroup',
      method: 'post',
      path: '/v1/placement-groups',
      parameters: [{"in":"body","name":"body"},{"in":"header","name":"Idempotency-Key","dataType":"string"}],
      mediaTypes: {"201":"application/json"},
    },
    (exchange, values) =>
      controllers.PlacementGroupsController.route_createPlacementGroup(exchange, ...(values as Values<PlacementGroupsController<unknown>['route_createPlacementGroup']>)),
  );
  bind(
    {
      operationId: 'deletePlacementGroup',
      method: 'delete',
      path: '/v1/placement-groups/:placement_group',
      parameters: [{"in":"path","name":"placement_group","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {},
    },
    (exchange, values) =>
      controllers.PlacementGroupsController.route_deletePlacementGroup(exchange, ...(values as Values<PlacementGroupsController<unknown>['route_deletePlacementGroup']>)),
  );
  bind(
    {
      operationId: 'getPlacementGroup',
      method: 'get',
      path: '/v1/placement-groups/:placement_group',
      parameters: [{"in":"path","name":"placement_group","dataType":"string"},{"in":"query","name":"fields","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.PlacementGroupsController.route_getPlacementGroup(exchange, ...(values as Values<PlacementGroupsController<unknown>['route_getPlacementGroup']>)),
  );
  bind(
    {
      operationId: 'updatePlacementGroup',
      method: 'patch',
      path: '/v1/placement-groups/:placement_group',
      parameters: [{"in":"path","name":"placement_group","dataType":"string"},{"in":"body","name":"body"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.PlacementGroupsController.route_updatePlacementGroup(exchange, ...(values as Values<PlacementGroupsController<unknown>['route_updatePlacementGroup']>)),
  );
  bind(
    {
      operationId: 'listProjects',
      method: 'get',
      path: '/v1/projects',
      parameters: [{"in":"query","name":"limit","dataType":"integer"},{"in":"query","name":"marker","dataType":"string"},{"in":"query","name":"sort_by","dataType":"union"},{"in":"query","name":"fields","dataType":"string"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"case_sensitive","dataType":"boolean"},{"in":"query","name":"all_projects","dataType":"boolean"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.ProjectsController.route_listProjects(exchange, ...(values as Values<ProjectsController<unknown>['route_listProjects']>)),
  );
  bind(
    {
      operationId: 'createProject',
      method: 'post',
      path: '/v1/projects',
      parameters: [{"in":"body","name":"body"},{"in":"header","name":"Idempotency-Key","dataType":"string"}],
      mediaTypes: {"201":"application/json"},
    },
    (exchange, values) =>
      controllers.ProjectsController.route_createProject(exchange, ...(values as Values<ProjectsController<unknown>['route_createProject']>)),
  );
  bind(
    {
      operationId: 'deleteProject',
      method: 'delete',
      path: '/v1/projects/:project',
      parameters: [{"in":"path","name":"project","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {},
    },
    (exchange, values) =>
      controllers.ProjectsController.route_deleteProject(exchange, ...(values as Values<ProjectsController<unknown>['route_deleteProject']>)),
  );
  bind(
    {
      operationId: 'getProject',
      method: 'get',
      path: '/v1/projects/:project',
      parameters: [{"in":"path","name":"project","dataType":"string"},{"in":"query","name":"fields","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.ProjectsController.route_getProject(exchange, ...(values as Values<ProjectsController<unknown>['route_getProject']>)),
  );
  bind(
    {
      operationId: 'updateProject',
      method: 'patch',
      path: '/v1/projects/:project',
      parameters: [{"in":"path","name":"project","dataType":"string"},{"in":"body","name":"body"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.ProjectsController.route_updateProject(exchange, ...(values as Values<ProjectsController<unknown>['route_updateProject']>)),
  );
  bind(
    {
      operationId: 'listProjectPermissions',
      method: 'get',
      path: '/v1/projects/:project/permissions',
      parameters: [{"in":"path","name":"project","dataType":"string"},{"in":"query","name":"limit","dataType":"integer"},{"in":"query","name":"marker","dataType":"string"},{"in":"query","name":"sort_by","dataType":"union"},{"in":"query","name":"fields","dataType":"string"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"case_sensitive","dataType":"boolean"},{"in":"query","name":"all_projects","dataType":"boolean"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.PermissionsController.route_listProjectPermissions(exchange, ...(values as Values<PermissionsController<unknown>['route_listProjectPermissions']>)),
  );
  bind(
    {
      operationId: 'createProjectPermission',
      method: 'post',
      path: '/v1/projects/:project/permissions',
      parameters: [{"in":"path","name":"project","dataType":"string"},{"in":"body","name":"body"},{"in":"header","name":"Idempotency-Key","dataType":"string"}],
      mediaTypes: {"201":"application/json"},
    },
    (exchange, values) =>
      controllers.PermissionsController.route_createProjectPermission(exchange, ...(values as Values<PermissionsController<unknown>['route_createProjectPermission']>)),
  );
  bind(
    {
      operationId: 'deleteProjectPermission',
      method: 'delete',
      path: '/v1/projects/:project/permissions/:permission',
      parameters: [{"in":"path","name":"project","dataType":"string"},{"in":"path","name":"permission","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {},
    },
    (exchange, values) =>
      controllers.PermissionsController.route_deleteProjectPermission(exchange, ...(values as Values<PermissionsController<unknown>['route_deleteProjectPermission']>)),
  );
  bind(
    {
      operationId: 'getProjectPermission',
      method: 'get',
      path: '/v1/projects/:project/permissions/:permission',
      parameters: [{"in":"path","name":"project","dataType":"string"},{"in":"path","name":"permission","dataType":"string"},{"in":"query","name":"fields","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.PermissionsController.route_getProjectPermission(exchange, ...(values as Values<PermissionsController<unknown>['route_getProjectPermission']>)),
  );
  bind(
    {
      operationId: 'listRoles',
      method: 'get',
      path: '/v1/roles',
      parameters: [{"in":"query","name":"limit","dataType":"integer"},{"in":"query","name":"marker","dataType":"string"},{"in":"query","name":"sort_by","dataType":"union"},{"in":"query","name":"fields","dataType":"string"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"case_sensitive","dataType":"boolean"},{"in":"query","name":"all_projects","dataType":"boolean"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.RolesController.route_listRoles(exchange, ...(values as Values<RolesController<unknown>['route_listRoles']>)),
  );
  bind(
    {
      operationId: 'getRole',
      method: 'get',
      path: '/v1/roles/:role',
      parameters: [{"in":"path","name":"role","dataType":"union"},{"in":"query","name":"fields","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.RolesController.route_getRole(exchange, ...(values as Values<RolesController<unknown>['route_getRole']>)),
  );
  bind(
    {
      operationId: 'listTokens',
      method: 'get',
      path: '/v1/tokens',
      parameters: [{"in":"query","name":"limit","dataType":"integer"},{"in":"query","name":"marker","dataType":"string"},{"in":"query","name":"sort_by","dataType":"union"},{"in":"query","name":"fields","dataType":"string"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"case_sensitive","dataType":"boolean"},{"in":"query","name":"all_projects","dataType":"boolean"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.TokensController.route_listTokens(exchange, ...(values as Values<TokensController<unknown>['route_listTokens']>)),
  );
  bind(
    {
      operationId: 'createToken',
      method: 'post',
      path: '/v1/tokens',
      parameters: [{"in":"body","name":"body"},{"in":"header","name":"Idempotency-Key","dataType":"string"}],
      mediaTypes: {"201":"application/json"},
    },
    (exchange, values) =>
      controllers.TokensController.route_createToken(exchange, ...(values as Values<TokensController<unknown>['route_createToken']>)),
  );
  bind(
    {
      operationId: 'deleteToken',
      method: 'delete',
      path: '/v1/tokens/:token',
      parameters: [{"in":"path","name":"token","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {},
    },
    (exchange, values) =>
      controllers.TokensController.route_deleteToken(exchange, ...(values as Values<TokensController<unknown>['route_deleteToken']>)),
  );
  bind(
    {
      operationId: 'getToken',
      method: 'get',
      path: '/v1/tokens/:token',
      parameters: [{"in":"path","name":"token","dataType":"string"},{"in":"query","name":"fields","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.TokensController.route_getToken(exchange, ...(values as Values<TokensController<unknown>['route_getToken']>)),
  );
  bind(
    {
      operationId: 'listUsers',
      method: 'get',
      path: '/v1/users',
      parameters: [{"in":"query","name":"limit","dataType":"integer"},{"in":"query","name":"marker","dataType":"string"},{"in":"query","name":"sort_by","dataType":"union"},{"in":"query","name":"fields","dataType":"string"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"case_sensitive","dataType":"boolean"},{"in":"query","name":"all_projects","dataType":"boolean"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.UsersController.route_listUsers(exchange, ...(values as Values<UsersController<unknown>['route_listUsers']>)),
  );
  bind(
    {
      operationId: 'createUser',
      method: 'post',
      path: '/v1/users',
      parameters: [{"in":"body","name":"body"},{"in":"header","name":"Idempotency-Key","dataType":"string"}],
      mediaTypes: {"201":"application/json"},
    },
    (exchange, values) =>
      controllers.UsersController.route_createUser(exchange, ...(values as Values<UsersController<unknown>['route_createUser']>)),
  );
  bind(
    {
      operationId: 'deleteUser',
      method: 'delete',
      path: '/v1/users/:user',
      parameters: [{"in":"path","name":"user","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {},
    },
    (exchange, values) =>
      controllers.UsersController.route_deleteUser(exchange, ...(values as Values<UsersController<unknown>['route_deleteUser']>)),
  );
  bind(
    {
      operationId: 'getUser',
      method: 'get',
      path: '/v1/users/:user',
      parameters: [{"in":"path","name":"user","dataType":"string"},{"in":"query","name":"fields","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.UsersController.route_getUser(exchange, ...(values as Values<UsersController<unknown>['route_getUser']>)),
  );
  bind(
    {
      operationId: 'updateUser',
      method: 'patch',
      path: '/v1/users/:user',
      parameters: [{"in":"path","name":"user","dataType":"string"},{"in":"body","name":"body"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.UsersController.route_updateUser(exchange, ...(values as Values<UsersController<unknown>['route_updateUser']>)),
  );
  bind(
    {
      operationId: 'listZones',
      method: 'get',
      path: '/v1/zones',
      parameters: [{"in":"query","name":"limit","dataType":"integer"},{"in":"query","name":"marker","dataType":"string"},{"in":"query","name":"sort_by","dataType":"union"},{"in":"query","name":"fields","dataType":"string"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"case_sensitive","dataType":"boolean"},{"in":"query","name":"all_projects","dataType":"boolean"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.ZonesController.route_listZones(exchange, ...(values as Values<ZonesController<unknown>['route_listZones']>)),
  );
  bind(
    {
      operationId: 'createZone',
      method: 'post',
      path: '/v1/zones',
      parameters: [{"in":"body","name":"body"},{"in":"header","name":"Idempotency-Key","dataType":"string"}],
      mediaTypes: {"201":"application/json"},
    },
    (exchange, values) =>
      controllers.ZonesController.route_createZone(exchange, ...(values as Values<ZonesController<unknown>['route_createZone']>)),
  );
  bind(
    {
      operationId: 'deleteZone',
      method: 'delete',
      path: '/v1/zones/:zone',
      parameters: [{"in":"path","name":"zone","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {},
    },
    (exchange, values) =>
      controllers.ZonesController.route_deleteZone(exchange, ...(values as Values<ZonesController<unknown>['route_deleteZone']>)),
  );
  bind(
    {
      operationId: 'getZone',
      method: 'get',
      path: '/v1/zones/:zone',
      parameters: [{"in":"path","name":"zone","dataType":"string"},{"in":"query","name":"fields","dataType":"string"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.ZonesController.route_getZone(exchange, ...(values as Values<ZonesController<unknown>['route_getZone']>)),
  );
  bind(
    {
      operationId: 'updateZone',
      method: 'patch',
      path: '/v1/zones/:zone',
      parameters: [{"in":"path","name":"zone","dataType":"string"},{"in":"body","name":"body"},{"in":"header","name":"If-Match","dataType":"string"},{"in":"header","name":"If-None-Match","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.ZonesController.route_updateZone(exchange, ...(values as Values<ZonesController<unknown>['route_updateZone']>)),
  );
}
