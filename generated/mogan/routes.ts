// Generated from openapi/mogan.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: tsoa, with src/codegen/lean-routes.template.

import type { MoganAvailabilityZonesController } from './controllers/MoganAvailabilityZones.js';
import type { MoganInstancesController } from './controllers/MoganInstances.js';
import type { MoganTypesController } from './controllers/MoganTypes.js';
import type { Bind, Values } from '../exchange.js';

/** One controller of each kind, created by the service. */
export interface Controllers<Context> {
  readonly MoganAvailabilityZonesController: MoganAvailabilityZonesController<Context>;
  readonly MoganInstancesController: MoganInstancesController<Context>;
  readonly MoganTypesController: MoganTypesController<Context>;
}

/** Binds every operation. The order gives a fixed path precedence over one with parameters. */
export function registerRoutes<Context>(bind: Bind<Context>, controllers: Controllers<Context>): void {
  bind(
    {
      operationId: 'followMoganInstance',
      method: 'get',
      path: '/instances/:id',
      parameters: [{"in":"path","name":"id","dataType":"string"},{"in":"query","name":"follow","dataType":"boolean"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.MoganInstancesController.route_followMoganInstance(exchange, ...(values as Values<MoganInstancesController<unknown>['route_followMoganInstance']>)),
  );
  bind(
    {
      operationId: 'followMoganType',
      method: 'get',
      path: '/types/:id',
      parameters: [{"in":"path","name":"id","dataType":"string"},{"in":"query","name":"follow","dataType":"boolean"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.MoganTypesController.route_followMoganType(exchange, ...(values as Values<MoganTypesController<unknown>['route_followMoganType']>)),
  );
  bind(
    {
      operationId: 'listMoganAvailabilityZones',
      method: 'get',
      path: '/v1/availability_zones',
      parameters: [],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.MoganAvailabilityZonesController.route_listMoganAvailabilityZones(exchange, ...(values as Values<MoganAvailabilityZonesController<unknown>['route_listMoganAvailabilityZones']>)),
  );
  bind(
    {
      operationId: 'listMoganInstances',
      method: 'get',
      path: '/v1/instances',
      parameters: [{"in":"query","name":"limit","dataType":"integer"},{"in":"query","name":"marker","dataType":"string"},{"in":"query","name":"all_tenants","dataType":"union"},{"in":"query","name":"fields","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.MoganInstancesController.route_listMoganInstances(exchange, ...(values as Values<MoganInstancesController<unknown>['route_listMoganInstances']>)),
  );
  bind(
    {
      operationId: 'createMoganInstance',
      method: 'post',
      path: '/v1/instances',
      parameters: [{"in":"body","name":"body"}],
      mediaTypes: {"201":"application/json"},
    },
    (exchange, values) =>
      controllers.MoganInstancesController.route_createMoganInstance(exchange, ...(values as Values<MoganInstancesController<unknown>['route_createMoganInstance']>)),
  );
  bind(
    {
      operationId: 'listMoganInstanceDetails',
      method: 'get',
      path: '/v1/instances/detail',
      parameters: [{"in":"query","name":"limit","dataType":"integer"},{"in":"query","name":"marker","dataType":"string"},{"in":"query","name":"all_tenants","dataType":"union"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.MoganInstancesController.route_listMoganInstanceDetails(exchange, ...(values as Values<MoganInstancesController<unknown>['route_listMoganInstanceDetails']>)),
  );
  bind(
    {
      operationId: 'deleteMoganInstance',
      method: 'delete',
      path: '/v1/instances/:guest',
      parameters: [{"in":"path","name":"guest","dataType":"string"}],
      mediaTypes: {},
    },
    (exchange, values) =>
      controllers.MoganInstancesController.route_deleteMoganInstance(exchange, ...(values as Values<MoganInstancesController<unknown>['route_deleteMoganInstance']>)),
  );
  bind(
    {
      operationId: 'getMoganInstance',
      method: 'get',
      path: '/v1/instances/:guest',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"query","name":"fields","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.MoganInstancesController.route_getMoganInstance(exchange, ...(values as Values<MoganInstancesController<unknown>['route_getMoganInstance']>)),
  );
  bind(
    {
      operationId: 'updateMoganInstance',
      method: 'patch',
      path: '/v1/instances/:guest',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"body","name":"body"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.MoganInstancesController.route_updateMoganInstance(exchange, ...(values as Values<MoganInstancesController<unknown>['route_updateMoganInstance']>)),
  );
  bind(
    {
      operationId: 'getMoganInstanceStates',
      method: 'get',
      path: '/v1/instances/:guest/states',
      parameters: [{"in":"path","name":"guest","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.MoganInstancesController.route_getMoganInstanceStates(exchange, ...(values as Values<MoganInstancesController<unknown>['route_getMoganInstanceStates']>)),
  );
  bind(
    {
      operationId: 'setMoganInstancePower',
      method: 'put',
      path: '/v1/instances/:guest/states/power',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"body","name":"body"}],
      mediaTypes: {},
    },
    (exchange, values) =>
      controllers.MoganInstancesController.route_setMoganInstancePower(exchange, ...(values as Values<MoganInstancesController<unknown>['route_setMoganInstancePower']>)),
  );
  bind(
    {
      operationId: 'listMoganTypes',
      method: 'get',
      path: '/v1/types',
      parameters: [{"in":"query","name":"limit","dataType":"integer"},{"in":"query","name":"marker","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.MoganTypesController.route_listMoganTypes(exchange, ...(values as Values<MoganTypesController<unknown>['route_listMoganTypes']>)),
  );
  bind(
    {
      operationId: 'createMoganType',
      method: 'post',
      path: '/v1/types',
      parameters: [{"in":"body","name":"body"}],
      mediaTypes: {"201":"application/json"},
    },
    (exchange, values) =>
      controllers.MoganTypesController.route_createMoganType(exchange, ...(values as Values<MoganTypesController<unknown>['route_createMoganType']>)),
  );
  bind(
    {
      operationId: 'deleteMoganType',
      method: 'delete',
      path: '/v1/types/:instance_type',
      parameters: [{"in":"path","name":"instance_type","dataType":"string"}],
      mediaTypes: {},
    },
    (exchange, values) =>
      controllers.MoganTypesController.route_deleteMoganType(exchange, ...(values as Values<MoganTypesController<unknown>['route_deleteMoganType']>)),
  );
  bind(
    {
      operationId: 'getMoganType',
      method: 'get',
      path: '/v1/types/:instance_type',
      parameters: [{"in":"path","name":"instance_type","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.MoganTypesController.route_getMoganType(exchange, ...(values as Values<MoganTypesController<unknown>['route_getMoganType']>)),
  );
  bind(
    {
      operationId: 'updateMoganType',
      method: 'patch',
      path: '/v1/types/:instance_type',
      parameters: [{"in":"path","name":"instance_type","dataType":"string"},{"in":"body","name":"body"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.MoganTypesController.route_updateMoganType(exchange, ...(values as Values<MoganTypesController<unknown>['route_updateMoganType']>)),
  );
}
