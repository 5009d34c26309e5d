// Generated from openapi/sahara.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: tsoa, with src/codegen/lean-routes.template.

import type { SaharaClustersController } from './controllers/SaharaClusters.js';
import type { SaharaGuestsController } from './controllers/SaharaGuests.js';
import type { Bind, Values } from '../exchange.js';

/** One controller of each kind, created by the service. */
export interface Controllers<Context> {
  readonly SaharaClustersController: SaharaClustersController<Context>;
  readonly SaharaGuestsController: SaharaGuestsController<Context>;
}

/** Binds every operation. The order gives a fixed path precedence over one with parameters. */
export function registerRoutes<Context>(bind: Bind<Context>, controllers: Controllers<Context>): void {
  bind(
    {
      operationId: 'listSaharaClusters',
      method: 'get',
      path: '/v1.1/:project_id/clusters',
      parameters: [{"in":"path","name":"project_id","dataType":"string"},{"in":"query","name":"limit","dataType":"integer"},{"in":"query","name":"marker","dataType":"string"},{"in":"query","name":"sort_by","dataType":"string"},{"in":"query","name":"search","dataType":"string"},{"in":"query","name":"plugin_name","dataType":"enum"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.SaharaClustersController.route_listSaharaClusters(exchange, ...(values as Values<SaharaClustersController<unknown>['route_listSaharaClusters']>)),
  );
  bind(
    {
      operationId: 'createSaharaCluster',
      method: 'post',
      path: '/v1.1/:project_id/clusters',
      parameters: [{"in":"path","name":"project_id","dataType":"string"},{"in":"body","name":"body"}],
      mediaTypes: {"202":"application/json"},
    },
    (exchange, values) =>
      controllers.SaharaClustersController.route_createSaharaCluster(exchange, ...(values as Values<SaharaClustersController<unknown>['route_createSaharaCluster']>)),
  );
  bind(
    {
      operationId: 'deleteSaharaCluster',
      method: 'delete',
      path: '/v1.1/:project_id/clusters/:cluster',
      parameters: [{"in":"path","name":"project_id","dataType":"string"},{"in":"path","name":"cluster","dataType":"string"}],
      mediaTypes: {},
    },
    (exchange, values) =>
      controllers.SaharaClustersController.route_deleteSaharaCluster(exchange, ...(values as Values<SaharaClustersController<unknown>['route_deleteSaharaCluster']>)),
  );
  bind(
    {
      operationId: 'getSaharaCluster',
      method: 'get',
      path: '/v1.1/:project_id/clusters/:cluster',
      parameters: [{"in":"path","name":"project_id","dataType":"string"},{"in":"path","name":"cluster","dataType":"string"},{"in":"query","name":"show_progress","dataType":"union"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.SaharaClustersController.route_getSaharaCluster(exchange, ...(values as Values<SaharaClustersController<unknown>['route_getSaharaCluster']>)),
  );
  bind(
    {
      operationId: 'updateSaharaCluster',
      method: 'patch',
      path: '/v1.1/:project_id/clusters/:cluster',
      parameters: [{"in":"path","name":"project_id","dataType":"string"},{"in":"path","name":"cluster","dataType":"string"},{"in":"body","name":"body"}],
      mediaTypes: {"202":"application/json"},
    },
    (exchange, values) =>
      controllers.SaharaClustersController.route_updateSaharaCluster(exchange, ...(values as Values<SaharaClustersController<unknown>['route_updateSaharaCluster']>)),
  );
  bind(
    {
      operationId: 'putSaharaCluster',
      method: 'put',
      path: '/v1.1/:project_id/clusters/:cluster',
      parameters: [{"in":"path","name":"project_id","dataType":"string"},{"in":"path","name":"cluster","dataType":"string"},{"in":"body","name":"body"}],
      mediaTypes: {"202":"application/json"},
    },
    (exchange, values) =>
      controllers.SaharaClustersController.route_putSaharaCluster(exchange, ...(values as Values<SaharaClustersController<unknown>['route_putSaharaCluster']>)),
  );
  bind(
    {
      operationId: 'listSaharaGuests',
      method: 'get',
      path: '/v1.1/:project_id/guests',
      parameters: [{"in":"path","name":"project_id","dataType":"string"},{"in":"query","name":"limit","dataType":"integer"},{"in":"query","name":"marker","dataType":"string"},{"in":"query","name":"sort_by","dataType":"string"},{"in":"query","name":"search","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.SaharaGuestsController.route_listSaharaGuests(exchange, ...(values as Values<SaharaGuestsController<unknown>['route_listSaharaGuests']>)),
  );
  bind(
    {
      operationId: 'createSaharaGuest',
      method: 'post',
      path: '/v1.1/:project_id/guests',
      parameters: [{"in":"path","name":"project_id","dataType":"string"},{"in":"body","name":"body"},{"in":"query","name":"start","dataType":"boolean"}],
      mediaTypes: {"202":"application/json"},
    },
    (exchange, values) =>
      controllers.SaharaGuestsController.route_createSaharaGuest(exchange, ...(values as Values<SaharaGuestsController<unknown>['route_createSaharaGuest']>)),
  );
  bind(
    {
      operationId: 'deleteSaharaGuest',
      method: 'delete',
      path: '/v1.1/:project_id/guests/:guest',
      parameters: [{"in":"path","name":"project_id","dataType":"string"},{"in":"path","name":"guest","dataType":"string"}],
      mediaTypes: {},
    },
    (exchange, values) =>
      controllers.SaharaGuestsController.route_deleteSaharaGuest(exchange, ...(values as Values<SaharaGuestsController<unknown>['route_deleteSaharaGuest']>)),
  );
  bind(
    {
      operationId: 'getSaharaGuest',
      method: 'get',
      path: '/v1.1/:project_id/guests/:guest',
      parameters: [{"in":"path","name":"project_id","dataType":"string"},{"in":"path","name":"guest","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.SaharaGuestsController.route_getSaharaGuest(exchange, ...(values as Values<SaharaGuestsController<unknown>['route_getSaharaGuest']>)),
  );
  bind(
    {
      operationId: 'updateSaharaGuest',
      method: 'patch',
      path: '/v1.1/:project_id/guests/:guest',
      parameters: [{"in":"path","name":"project_id","dataType":"string"},{"in":"path","name":"guest","dataType":"string"},{"in":"body","name":"body"}],
      mediaTypes: {"202":"application/json"},
    },
    (exchange, values) =>
      controllers.SaharaGuestsController.route_updateSaharaGuest(exchange, ...(values as Values<SaharaGuestsController<unknown>['route_updateSaharaGuest']>)),
  );
  bind(
    {
      operationId: 'putSaharaGuest',
      method: 'put',
      path: '/v1.1/:project_id/guests/:guest',
      parameters: [{"in":"path","name":"project_id","dataType":"string"},{"in":"path","name":"guest","dataType":"string"},{"in":"body","name":"body"}],
      mediaTypes: {"202":"application/json"},
    },
    (exchange, values) =>
      controllers.SaharaGuestsController.route_putSaharaGuest(exchange, ...(values as Values<SaharaGuestsController<unknown>['route_putSaharaGuest']>)),
  );
}
