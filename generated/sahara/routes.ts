// Generated from openapi/sahara.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: tsoa, with src/codegen/lean-routes.template.

import type { SaharaGuestsController } from './controllers/SaharaGuests.js';
import type { Bind, Values } from '../exchange.js';

/** One controller of each kind, created by the service. */
export interface Controllers<Context> {
  readonly SaharaGuestsController: SaharaGuestsController<Context>;
}

/** Binds every operation. The order gives a fixed path precedence over one with parameters. */
export function registerRoutes<Context>(bind: Bind<Context>, controllers: Controllers<Context>): void {
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
      operationId: 'getSaharaGuest',
      method: 'get',
      path: '/v1.1/:project_id/guests/:guest',
      parameters: [{"in":"path","name":"project_id","dataType":"string"},{"in":"path","name":"guest","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.SaharaGuestsController.route_getSaharaGuest(exchange, ...(values as Values<SaharaGuestsController<unknown>['route_getSaharaGuest']>)),
  );
}
