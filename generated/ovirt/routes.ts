// Generated from openapi/ovirt.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: tsoa, with src/codegen/lean-routes.template.

import type { OvirtApiController } from './controllers/OvirtApi.js';
import type { OvirtEventsController } from './controllers/OvirtEvents.js';
import type { OvirtInfrastructureController } from './controllers/OvirtInfrastructure.js';
import type { OvirtPermissionsController } from './controllers/OvirtPermissions.js';
import type { OvirtTemplatesController } from './controllers/OvirtTemplates.js';
import type { OvirtVmPartsController } from './controllers/OvirtVmParts.js';
import type { OvirtVmsController } from './controllers/OvirtVms.js';
import type { Bind, Values } from '../exchange.js';

/** One controller of each kind, created by the service. */
export interface Controllers<Context> {
  readonly OvirtApiController: OvirtApiController<Context>;
  readonly OvirtEventsController: OvirtEventsController<Context>;
  readonly OvirtInfrastructureController: OvirtInfrastructureController<Context>;
  readonly OvirtPermissionsController: OvirtPermissionsController<Context>;
  readonly OvirtTemplatesController: OvirtTemplatesController<Context>;
  readonly OvirtVmPartsController: OvirtVmPartsController<Context>;
  readonly OvirtVmsController: OvirtVmsController<Context>;
}

/** Binds every operation. The order gives a fixed path precedence over one with parameters. */
export function registerRoutes<Context>(bind: Bind<Context>, controllers: Controllers<Context>): void {
  bind(
    {
      operationId: 'getOvirtApi',
      method: 'get',
      path: '/ovirt-engine/api',
      parameters: [{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtApiController.route_getOvirtApi(exchange, ...(values as Values<OvirtApiController<unknown>['route_getOvirtApi']>)),
  );
  bind(
    {
      operationId: 'listOvirtClusters',
      method: 'get',
      path: '/ovirt-engine/api/clusters',
      parameters: [{"in":"header","name":"Version","dataType":"enum"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"max","dataType":"integer"},{"in":"query","name":"case_sensitive","dataType":"string"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtInfrastructureController.route_listOvirtClusters(exchange, ...(values as Values<OvirtInfrastructureController<unknown>['route_listOvirtClusters']>)),
  );
  bind(
    {
      operationId: 'getOvirtCluster',
      method: 'get',
      path: '/ovirt-engine/api/clusters/:zone',
      parameters: [{"in":"path","name":"zone","dataType":"string"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtInfrastructureController.route_getOvirtCluster(exchange, ...(values as Values<OvirtInfrastructureController<unknown>['route_getOvirtCluster']>)),
  );
  bind(
    {
      operationId: 'listOvirtDataCenters',
      method: 'get',
      path: '/ovirt-engine/api/datacenters',
      parameters: [{"in":"header","name":"Version","dataType":"enum"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"max","dataType":"integer"},{"in":"query","name":"case_sensitive","dataType":"string"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtInfrastructureController.route_listOvirtDataCenters(exchange, ...(values as Values<OvirtInfrastructureController<unknown>['route_listOvirtDataCenters']>)),
  );
  bind(
    {
      operationId: 'getOvirtDataCenter',
      method: 'get',
      path: '/ovirt-engine/api/datacenters/:data_center',
      parameters: [{"in":"path","name":"data_center","dataType":"string"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtInfrastructureController.route_getOvirtDataCenter(exchange, ...(values as Values<OvirtInfrastructureController<unknown>['route_getOvirtDataCenter']>)),
  );
  bind(
    {
      operationId: 'listOvirtEvents',
      method: 'get',
      path: '/ovirt-engine/api/events',
      parameters: [{"in":"header","name":"Version","dataType":"enum"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"max","dataType":"integer"},{"in":"query","name":"case_sensitive","dataType":"string"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtEventsController.route_listOvirtEvents(exchange, ...(values as Values<OvirtEventsController<unknown>['route_listOvirtEvents']>)),
  );
  bind(
    {
      operationId: 'getOvirtEvent',
      method: 'get',
      path: '/ovirt-engine/api/events/:event',
      parameters: [{"in":"path","name":"event","dataType":"string"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtEventsController.route_getOvirtEvent(exchange, ...(values as Values<OvirtEventsController<unknown>['route_getOvirtEvent']>)),
  );
  bind(
    {
      operationId: 'listOvirtGroups',
      method: 'get',
      path: '/ovirt-engine/api/groups',
      parameters: [{"in":"header","name":"Version","dataType":"enum"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"max","dataType":"integer"},{"in":"query","name":"case_sensitive","dataType":"string"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtPermissionsController.route_listOvirtGroups(exchange, ...(values as Values<OvirtPermissionsController<unknown>['route_listOvirtGroups']>)),
  );
  bind(
    {
      operationId: 'getOvirtGroup',
      method: 'get',
      path: '/ovirt-engine/api/groups/:group',
      parameters: [{"in":"path","name":"group","dataType":"string"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtPermissionsController.route_getOvirtGroup(exchange, ...(values as Values<OvirtPermissionsController<unknown>['route_getOvirtGroup']>)),
  );
  bind(
    {
      operationId: 'listOvirtHosts',
      method: 'get',
      path: '/ovirt-engine/api/hosts',
      parameters: [{"in":"header","name":"Version","dataType":"enum"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"max","dataType":"integer"},{"in":"query","name":"case_sensitive","dataType":"string"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtInfrastructureController.route_listOvirtHosts(exchange, ...(values as Values<OvirtInfrastructureController<unknown>['route_listOvirtHosts']>)),
  );
  bind(
    {
      operationId: 'getOvirtHost',
      method: 'get',
      path: '/ovirt-engine/api/hosts/:host',
      parameters: [{"in":"path","name":"host","dataType":"string"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtInfrastructureController.route_getOvirtHost(exchange, ...(values as Values<OvirtInfrastructureController<unknown>['route_getOvirtHost']>)),
  );
  bind(
    {
      operationId: 'listOvirtJobs',
      method: 'get',
      path: '/ovirt-engine/api/jobs',
      parameters: [{"in":"header","name":"Version","dataType":"enum"},{"in":"query","name":"max","dataType":"integer"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtEventsController.route_listOvirtJobs(exchange, ...(values as Values<OvirtEventsController<unknown>['route_listOvirtJobs']>)),
  );
  bind(
    {
      operationId: 'getOvirtJob',
      method: 'get',
      path: '/ovirt-engine/api/jobs/:operation',
      parameters: [{"in":"path","name":"operation","dataType":"string"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtEventsController.route_getOvirtJob(exchange, ...(values as Values<OvirtEventsController<unknown>['route_getOvirtJob']>)),
  );
  bind(
    {
      operationId: 'listOvirtNetworks',
      method: 'get',
      path: '/ovirt-engine/api/networks',
      parameters: [{"in":"header","name":"Version","dataType":"enum"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"max","dataType":"integer"},{"in":"query","name":"case_sensitive","dataType":"string"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtInfrastructureController.route_listOvirtNetworks(exchange, ...(values as Values<OvirtInfrastructureController<unknown>['route_listOvirtNetworks']>)),
  );
  bind(
    {
      operationId: 'getOvirtNetwork',
      method: 'get',
      path: '/ovirt-engine/api/networks/:network',
      parameters: [{"in":"path","name":"network","dataType":"string"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtInfrastructureController.route_getOvirtNetwork(exchange, ...(values as Values<OvirtInfrastructureController<unknown>['route_getOvirtNetwork']>)),
  );
  bind(
    {
      operationId: 'listOvirtPermissions',
      method: 'get',
      path: '/ovirt-engine/api/permissions',
      parameters: [{"in":"header","name":"Version","dataType":"enum"},{"in":"query","name":"max","dataType":"integer"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtPermissionsController.route_listOvirtPermissions(exchange, ...(values as Values<OvirtPermissionsController<unknown>['route_listOvirtPermissions']>)),
  );
  bind(
    {
      operationId: 'getOvirtPermission',
      method: 'get',
      path: '/ovirt-engine/api/permissions/:permission',
      parameters: [{"in":"path","name":"permission","dataType":"string"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtPermissionsController.route_getOvirtPermission(exchange, ...(values as Values<OvirtPermissionsController<unknown>['route_getOvirtPermission']>)),
  );
  bind(
    {
      operationId: 'listOvirtRoles',
      method: 'get',
      path: '/ovirt-engine/api/roles',
      parameters: [{"in":"header","name":"Version","dataType":"enum"},{"in":"query","name":"max","dataType":"integer"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtPermissionsController.route_listOvirtRoles(exchange, ...(values as Values<OvirtPermissionsController<unknown>['route_listOvirtRoles']>)),
  );
  bind(
    {
      operationId: 'getOvirtRole',
      method: 'get',
      path: '/ovirt-engine/api/roles/:role',
      parameters: [{"in":"path","name":"role","dataType":"string"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtPermissionsController.route_getOvirtRole(exchange, ...(values as Values<OvirtPermissionsController<unknown>['route_getOvirtRole']>)),
  );
  bind(
    {
      operationId: 'listOvirtStorageDomains',
      method: 'get',
      path: '/ovirt-engine/api/storagedomains',
      parameters: [{"in":"header","name":"Version","dataType":"enum"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"max","dataType":"integer"},{"in":"query","name":"case_sensitive","dataType":"string"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtInfrastructureController.route_listOvirtStorageDomains(exchange, ...(values as Values<OvirtInfrastructureController<unknown>['route_listOvirtStorageDomains']>)),
  );
  bind(
    {
      operationId: 'listOvirtTemplates',
      method: 'get',
      path: '/ovirt-engine/api/templates',
      parameters: [{"in":"header","name":"Version","dataType":"enum"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"max","dataType":"integer"},{"in":"query","name":"case_sensitive","dataType":"string"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtTemplatesController.route_listOvirtTemplates(exchange, ...(values as Values<OvirtTemplatesController<unknown>['route_listOvirtTemplates']>)),
  );
  bind(
    {
      operationId: 'getOvirtTemplate',
      method: 'get',
      path: '/ovirt-engine/api/templates/:image',
      parameters: [{"in":"path","name":"image","dataType":"string"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtTemplatesController.route_getOvirtTemplate(exchange, ...(values as Values<OvirtTemplatesController<unknown>['route_getOvirtTemplate']>)),
  );
  bind(
    {
      operationId: 'listOvirtUsers',
      method: 'get',
      path: '/ovirt-engine/api/users',
      parameters: [{"in":"header","name":"Version","dataType":"enum"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"max","dataType":"integer"},{"in":"query","name":"case_sensitive","dataType":"string"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtPermissionsController.route_listOvirtUsers(exchange, ...(values as Values<OvirtPermissionsController<unknown>['route_listOvirtUsers']>)),
  );
  bind(
    {
      operationId: 'getOvirtUser',
      method: 'get',
      path: '/ovirt-engine/api/users/:user',
      parameters: [{"in":"path","name":"user","dataType":"string"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtPermissionsController.route_getOvirtUser(exchange, ...(values as Values<OvirtPermissionsController<unknown>['route_getOvirtUser']>)),
  );
  bind(
    {
      operationId: 'listOvirtVmPools',
      method: 'get',
      path: '/ovirt-engine/api/vmpools',
      parameters: [{"in":"header","name":"Version","dataType":"enum"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"max","dataType":"integer"},{"in":"query","name":"case_sensitive","dataType":"string"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtInfrastructureController.route_listOvirtVmPools(exchange, ...(values as Values<OvirtInfrastructureController<unknown>['route_listOvirtVmPools']>)),
  );
  bind(
    {
      operationId: 'listOvirtVms',
      method: 'get',
      path: '/ovirt-engine/api/vms',
      parameters: [{"in":"header","name":"Version","dataType":"enum"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"max","dataType":"integer"},{"in":"query","name":"case_sensitive","dataType":"string"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtVmsController.route_listOvirtVms(exchange, ...(values as Values<OvirtVmsController<unknown>['route_listOvirtVms']>)),
  );
  bind(
    {
      operationId: 'createOvirtVm',
      method: 'post',
      path: '/ovirt-engine/api/vms',
      parameters: [{"in":"body","name":"body"},{"in":"header","name":"Version","dataType":"enum"},{"in":"query","name":"clone","dataType":"string"},{"in":"query","name":"clone_permissions","dataType":"string"}],
      mediaTypes: {"201":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtVmsController.route_createOvirtVm(exchange, ...(values as Values<OvirtVmsController<unknown>['route_createOvirtVm']>)),
  );
  bind(
    {
      operationId: 'deleteOvirtVm',
      method: 'delete',
      path: '/ovirt-engine/api/vms/:guest',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"header","name":"Version","dataType":"enum"},{"in":"query","name":"async","dataType":"string"}],
      mediaTypes: {"200":"application/xml","202":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtVmsController.route_deleteOvirtVm(exchange, ...(values as Values<OvirtVmsController<unknown>['route_deleteOvirtVm']>)),
  );
  bind(
    {
      operationId: 'getOvirtVm',
      method: 'get',
      path: '/ovirt-engine/api/vms/:guest',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtVmsController.route_getOvirtVm(exchange, ...(values as Values<OvirtVmsController<unknown>['route_getOvirtVm']>)),
  );
  bind(
    {
      operationId: 'updateOvirtVm',
      method: 'put',
      path: '/ovirt-engine/api/vms/:guest',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"body","name":"body"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml","202":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtVmsController.route_updateOvirtVm(exchange, ...(values as Values<OvirtVmsController<unknown>['route_updateOvirtVm']>)),
  );
  bind(
    {
      operationId: 'listOvirtCdroms',
      method: 'get',
      path: '/ovirt-engine/api/vms/:guest/cdroms',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtVmPartsController.route_listOvirtCdroms(exchange, ...(values as Values<OvirtVmPartsController<unknown>['route_listOvirtCdroms']>)),
  );
  bind(
    {
      operationId: 'getOvirtCdrom',
      method: 'get',
      path: '/ovirt-engine/api/vms/:guest/cdroms/:cdrom',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"path","name":"cdrom","dataType":"string"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtVmPartsController.route_getOvirtCdrom(exchange, ...(values as Values<OvirtVmPartsController<unknown>['route_getOvirtCdrom']>)),
  );
  bind(
    {
      operationId: 'listOvirtDiskAttachments',
      method: 'get',
      path: '/ovirt-engine/api/vms/:guest/diskattachments',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtVmPartsController.route_listOvirtDiskAttachments(exchange, ...(values as Values<OvirtVmPartsController<unknown>['route_listOvirtDiskAttachments']>)),
  );
  bind(
    {
      operationId: 'getOvirtDiskAttachment',
      method: 'get',
      path: '/ovirt-engine/api/vms/:guest/diskattachments/:disk',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"path","name":"disk","dataType":"string"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtVmPartsController.route_getOvirtDiskAttachment(exchange, ...(values as Values<OvirtVmPartsController<unknown>['route_getOvirtDiskAttachment']>)),
  );
  bind(
    {
      operationId: 'listOvirtNics',
      method: 'get',
      path: '/ovirt-engine/api/vms/:guest/nics',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtVmPartsController.route_listOvirtNics(exchange, ...(values as Values<OvirtVmPartsController<unknown>['route_listOvirtNics']>)),
  );
  bind(
    {
      operationId: 'getOvirtNic',
      method: 'get',
      path: '/ovirt-engine/api/vms/:guest/nics/:nic',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"path","name":"nic","dataType":"string"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtVmPartsController.route_getOvirtNic(exchange, ...(values as Values<OvirtVmPartsController<unknown>['route_getOvirtNic']>)),
  );
  bind(
    {
      operationId: 'listOvirtVmPermissions',
      method: 'get',
      path: '/ovirt-engine/api/vms/:guest/permissions',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"header","name":"Version","dataType":"enum"},{"in":"query","name":"max","dataType":"integer"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtPermissionsController.route_listOvirtVmPermissions(exchange, ...(values as Values<OvirtPermissionsController<unknown>['route_listOvirtVmPermissions']>)),
  );
  bind(
    {
      operationId: 'createOvirtVmPermission',
      method: 'post',
      path: '/ovirt-engine/api/vms/:guest/permissions',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"body","name":"body"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"201":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtPermissionsController.route_createOvirtVmPermission(exchange, ...(values as Values<OvirtPermissionsController<unknown>['route_createOvirtVmPermission']>)),
  );
  bind(
    {
      operationId: 'deleteOvirtVmPermission',
      method: 'delete',
      path: '/ovirt-engine/api/vms/:guest/permissions/:permission',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"path","name":"permission","dataType":"string"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtPermissionsController.route_deleteOvirtVmPermission(exchange, ...(values as Values<OvirtPermissionsController<unknown>['route_deleteOvirtVmPermission']>)),
  );
  bind(
    {
      operationId: 'getOvirtVmPermission',
      method: 'get',
      path: '/ovirt-engine/api/vms/:guest/permissions/:permission',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"path","name":"permission","dataType":"string"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtPermissionsController.route_getOvirtVmPermission(exchange, ...(values as Values<OvirtPermissionsController<unknown>['route_getOvirtVmPermission']>)),
  );
  bind(
    {
      operationId: 'rebootOvirtVm',
      method: 'post',
      path: '/ovirt-engine/api/vms/:guest/reboot',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"body","name":"body"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtVmsController.route_rebootOvirtVm(exchange, ...(values as Values<OvirtVmsController<unknown>['route_rebootOvirtVm']>)),
  );
  bind(
    {
      operationId: 'restartOvirtVm',
      method: 'post',
      path: '/ovirt-engine/api/vms/:guest/reset',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"body","name":"body"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml","202":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtVmsController.route_restartOvirtVm(exchange, ...(values as Values<OvirtVmsController<unknown>['route_restartOvirtVm']>)),
  );
  bind(
    {
      operationId: 'shutdownOvirtVm',
      method: 'post',
      path: '/ovirt-engine/api/vms/:guest/shutdown',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"body","name":"body"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtVmsController.route_shutdownOvirtVm(exchange, ...(values as Values<OvirtVmsController<unknown>['route_shutdownOvirtVm']>)),
  );
  bind(
    {
      operationId: 'startOvirtVm',
      method: 'post',
      path: '/ovirt-engine/api/vms/:guest/start',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"body","name":"body"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml","202":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtVmsController.route_startOvirtVm(exchange, ...(values as Values<OvirtVmsController<unknown>['route_startOvirtVm']>)),
  );
  bind(
    {
      operationId: 'listOvirtStatistics',
      method: 'get',
      path: '/ovirt-engine/api/vms/:guest/statistics',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtVmPartsController.route_listOvirtStatistics(exchange, ...(values as Values<OvirtVmPartsController<unknown>['route_listOvirtStatistics']>)),
  );
  bind(
    {
      operationId: 'getOvirtStatistic',
      method: 'get',
      path: '/ovirt-engine/api/vms/:guest/statistics/:statistic',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"path","name":"statistic","dataType":"string"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtVmPartsController.route_getOvirtStatistic(exchange, ...(values as Values<OvirtVmPartsController<unknown>['route_getOvirtStatistic']>)),
  );
  bind(
    {
      operationId: 'poweroffOvirtVm',
      method: 'post',
      path: '/ovirt-engine/api/vms/:guest/stop',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"body","name":"body"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml","202":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtVmsController.route_poweroffOvirtVm(exchange, ...(values as Values<OvirtVmsController<unknown>['route_poweroffOvirtVm']>)),
  );
  bind(
    {
      operationId: 'suspendOvirtVm',
      method: 'post',
      path: '/ovirt-engine/api/vms/:guest/suspend',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"body","name":"body"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml","202":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtVmsController.route_suspendOvirtVm(exchange, ...(values as Values<OvirtVmsController<unknown>['route_suspendOvirtVm']>)),
  );
  bind(
    {
      operationId: 'listOvirtVnicProfiles',
      method: 'get',
      path: '/ovirt-engine/api/vnicprofiles',
      parameters: [{"in":"header","name":"Version","dataType":"enum"},{"in":"query","name":"max","dataType":"integer"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtInfrastructureController.route_listOvirtVnicProfiles(exchange, ...(values as Values<OvirtInfrastructureController<unknown>['route_listOvirtVnicProfiles']>)),
  );
  bind(
    {
      operationId: 'getOvirtVnicProfile',
      method: 'get',
      path: '/ovirt-engine/api/vnicprofiles/:network',
      parameters: [{"in":"path","name":"network","dataType":"string"},{"in":"header","name":"Version","dataType":"enum"}],
      mediaTypes: {"200":"application/xml"},
    },
    (exchange, values) =>
      controllers.OvirtInfrastructureController.route_getOvirtVnicProfile(exchange, ...(values as Values<OvirtInfrastructureController<unknown>['route_getOvirtVnicProfile']>)),
  );
  bind(
    {
      operationId: 'createOvirtToken',
      method: 'post',
      path: '/ovirt-engine/sso/oauth/token',
      parameters: [{"in":"body","name":"body"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.OvirtApiController.route_createOvirtToken(exchange, ...(values as Values<OvirtApiController<unknown>['route_createOvirtToken']>)),
  );
}
