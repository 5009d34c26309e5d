// Generated from openapi/mistify.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: tsoa, with src/codegen/lean-routes.template.

import type { MistifyGuestsController } from './controllers/MistifyGuests.js';
import type { MistifyImagesController } from './controllers/MistifyImages.js';
import type { MistifyJobsController } from './controllers/MistifyJobs.js';
import type { MistifyMetadataController } from './controllers/MistifyMetadata.js';
import type { Bind, Values } from '../exchange.js';

/** One controller of each kind, created by the service. */
export interface Controllers<Context> {
  readonly MistifyGuestsController: MistifyGuestsController<Context>;
  readonly MistifyImagesController: MistifyImagesController<Context>;
  readonly MistifyJobsController: MistifyJobsController<Context>;
  readonly MistifyMetadataController: MistifyMetadataController<Context>;
}

/** Binds every operation. The order gives a fixed path precedence over one with parameters. */
export function registerRoutes<Context>(bind: Bind<Context>, controllers: Controllers<Context>): void {
  bind(
    {
      operationId: 'listMistifyGuests',
      method: 'get',
      path: '/guests',
      parameters: [],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.MistifyGuestsController.route_listMistifyGuests(exchange, ...(values as Values<MistifyGuestsController<unknown>['route_listMistifyGuests']>)),
  );
  bind(
    {
      operationId: 'createMistifyGuest',
      method: 'post',
      path: '/guests',
      parameters: [{"in":"body","name":"body"}],
      mediaTypes: {"202":"application/json"},
    },
    (exchange, values) =>
      controllers.MistifyGuestsController.route_createMistifyGuest(exchange, ...(values as Values<MistifyGuestsController<unknown>['route_createMistifyGuest']>)),
  );
  bind(
    {
      operationId: 'deleteMistifyGuest',
      method: 'delete',
      path: '/guests/:guest',
      parameters: [{"in":"path","name":"guest","dataType":"string"}],
      mediaTypes: {"202":"application/json"},
    },
    (exchange, values) =>
      controllers.MistifyGuestsController.route_deleteMistifyGuest(exchange, ...(values as Values<MistifyGuestsController<unknown>['route_deleteMistifyGuest']>)),
  );
  bind(
    {
      operationId: 'getMistifyGuest',
      method: 'get',
      path: '/guests/:guest',
      parameters: [{"in":"path","name":"guest","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.MistifyGuestsController.route_getMistifyGuest(exchange, ...(values as Values<MistifyGuestsController<unknown>['route_getMistifyGuest']>)),
  );
  bind(
    {
      operationId: 'deleteMistifyGuestByPost',
      method: 'post',
      path: '/guests/:guest/delete',
      parameters: [{"in":"path","name":"guest","dataType":"string"}],
      mediaTypes: {"202":"application/json"},
    },
    (exchange, values) =>
      controllers.MistifyGuestsController.route_deleteMistifyGuestByPost(exchange, ...(values as Values<MistifyGuestsController<unknown>['route_deleteMistifyGuestByPost']>)),
  );
  bind(
    {
      operationId: 'listMistifyGuestJobs',
      method: 'get',
      path: '/guests/:guest/jobs',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"query","name":"limit","dataType":"integer"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.MistifyJobsController.route_listMistifyGuestJobs(exchange, ...(values as Values<MistifyJobsController<unknown>['route_listMistifyGuestJobs']>)),
  );
  bind(
    {
      operationId: 'getMistifyGuestJob',
      method: 'get',
      path: '/guests/:guest/jobs/:operation',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"path","name":"operation","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.MistifyJobsController.route_getMistifyGuestJob(exchange, ...(values as Values<MistifyJobsController<unknown>['route_getMistifyGuestJob']>)),
  );
  bind(
    {
      operationId: 'getMistifyGuestMetadata',
      method: 'get',
      path: '/guests/:guest/metadata',
      parameters: [{"in":"path","name":"guest","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.MistifyGuestsController.route_getMistifyGuestMetadata(exchange, ...(values as Values<MistifyGuestsController<unknown>['route_getMistifyGuestMetadata']>)),
  );
  bind(
    {
      operationId: 'updateMistifyGuestMetadata',
      method: 'patch',
      path: '/guests/:guest/metadata',
      parameters: [{"in":"path","name":"guest","dataType":"string"},{"in":"body","name":"body"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.MistifyGuestsController.route_updateMistifyGuestMetadata(exchange, ...(values as Values<MistifyGuestsController<unknown>['route_updateMistifyGuestMetadata']>)),
  );
  bind(
    {
      operationId: 'getMistifyGuestCpuMetrics',
      method: 'get',
      path: '/guests/:guest/metrics/cpu',
      parameters: [{"in":"path","name":"guest","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.MistifyGuestsController.route_getMistifyGuestCpuMetrics(exchange, ...(values as Values<MistifyGuestsController<unknown>['route_getMistifyGuestCpuMetrics']>)),
  );
  bind(
    {
      operationId: 'getMistifyGuestDiskMetrics',
      method: 'get',
      path: '/guests/:guest/metrics/disk',
      parameters: [{"in":"path","name":"guest","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.MistifyGuestsController.route_getMistifyGuestDiskMetrics(exchange, ...(values as Values<MistifyGuestsController<unknown>['route_getMistifyGuestDiskMetrics']>)),
  );
  bind(
    {
      operationId: 'getMistifyGuestNicMetrics',
      method: 'get',
      path: '/guests/:guest/metrics/nic',
      parameters: [{"in":"path","name":"guest","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.MistifyGuestsController.route_getMistifyGuestNicMetrics(exchange, ...(values as Values<MistifyGuestsController<unknown>['route_getMistifyGuestNicMetrics']>)),
  );
  bind(
    {
      operationId: 'poweroffMistifyGuest',
      method: 'post',
      path: '/guests/:guest/poweroff',
      parameters: [{"in":"path","name":"guest","dataType":"string"}],
      mediaTypes: {"202":"application/json"},
    },
    (exchange, values) =>
      controllers.MistifyGuestsController.route_poweroffMistifyGuest(exchange, ...(values as Values<MistifyGuestsController<unknown>['route_poweroffMistifyGuest']>)),
  );
  bind(
    {
      operationId: 'rebootMistifyGuest',
      method: 'post',
      path: '/guests/:guest/reboot',
      parameters: [{"in":"path","name":"guest","dataType":"string"}],
      mediaTypes: {"202":"application/json"},
    },
    (exchange, values) =>
      controllers.MistifyGuestsController.route_rebootMistifyGuest(exchange, ...(values as Values<MistifyGuestsController<unknown>['route_rebootMistifyGuest']>)),
  );
  bind(
    {
      operationId: 'restartMistifyGuest',
      method: 'post',
      path: '/guests/:guest/restart',
      parameters: [{"in":"path","name":"guest","dataType":"string"}],
      mediaTypes: {"202":"application/json"},
    },
    (exchange, values) =>
      controllers.MistifyGuestsController.route_restartMistifyGuest(exchange, ...(values as Values<MistifyGuestsController<unknown>['route_restartMistifyGuest']>)),
  );
  bind(
    {
      operationId: 'shutdownMistifyGuest',
      method: 'post',
      path: '/guests/:guest/shutdown',
      parameters: [{"in":"path","name":"guest","dataType":"string"}],
      mediaTypes: {"202":"application/json"},
    },
    (exchange, values) =>
      controllers.MistifyGuestsController.route_shutdownMistifyGuest(exchange, ...(values as Values<MistifyGuestsController<unknown>['route_shutdownMistifyGuest']>)),
  );
  bind(
    {
      operationId: 'startMistifyGuest',
      method: 'post',
      path: '/guests/:guest/start',
      parameters: [{"in":"path","name":"guest","dataType":"string"}],
      mediaTypes: {"202":"application/json"},
    },
    (exchange, values) =>
      controllers.MistifyGuestsController.route_startMistifyGuest(exchange, ...(values as Values<MistifyGuestsController<unknown>['route_startMistifyGuest']>)),
  );
  bind(
    {
      operationId: 'suspendMistifyGuest',
      method: 'post',
      path: '/guests/:guest/suspend',
      parameters: [{"in":"path","name":"guest","dataType":"string"}],
      mediaTypes: {"202":"application/json"},
    },
    (exchange, values) =>
      controllers.MistifyGuestsController.route_suspendMistifyGuest(exchange, ...(values as Values<MistifyGuestsController<unknown>['route_suspendMistifyGuest']>)),
  );
  bind(
    {
      operationId: 'listMistifyImages',
      method: 'get',
      path: '/images',
      parameters: [{"in":"query","name":"type","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.MistifyImagesController.route_listMistifyImages(exchange, ...(values as Values<MistifyImagesController<unknown>['route_listMistifyImages']>)),
  );
  bind(
    {
      operationId: 'createMistifyImage',
      method: 'post',
      path: '/images',
      parameters: [{"in":"body","name":"body"}],
      mediaTypes: {"202":"application/json"},
    },
    (exchange, values) =>
      controllers.MistifyImagesController.route_createMistifyImage(exchange, ...(values as Values<MistifyImagesController<unknown>['route_createMistifyImage']>)),
  );
  bind(
    {
      operationId: 'deleteMistifyImage',
      method: 'delete',
      path: '/images/:image',
      parameters: [{"in":"path","name":"image","dataType":"string"}],
      mediaTypes: {"202":"application/json"},
    },
    (exchange, values) =>
      controllers.MistifyImagesController.route_deleteMistifyImage(exchange, ...(values as Values<MistifyImagesController<unknown>['route_deleteMistifyImage']>)),
  );
  bind(
    {
      operationId: 'getMistifyImage',
      method: 'get',
      path: '/images/:image',
      parameters: [{"in":"path","name":"image","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.MistifyImagesController.route_getMistifyImage(exchange, ...(values as Values<MistifyImagesController<unknown>['route_getMistifyImage']>)),
  );
  bind(
    {
      operationId: 'listMistifyJobs',
      method: 'get',
      path: '/jobs',
      parameters: [{"in":"query","name":"limit","dataType":"integer"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.MistifyJobsController.route_listMistifyJobs(exchange, ...(values as Values<MistifyJobsController<unknown>['route_listMistifyJobs']>)),
  );
  bind(
    {
      operationId: 'getMistifyJob',
      method: 'get',
      path: '/jobs/:operation',
      parameters: [{"in":"path","name":"operation","dataType":"string"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.MistifyJobsController.route_getMistifyJob(exchange, ...(values as Values<MistifyJobsController<unknown>['route_getMistifyJob']>)),
  );
  bind(
    {
      operationId: 'getMistifyMetadata',
      method: 'get',
      path: '/metadata',
      parameters: [],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.MistifyMetadataController.route_getMistifyMetadata(exchange, ...(values as Values<MistifyMetadataController<unknown>['route_getMistifyMetadata']>)),
  );
  bind(
    {
      operationId: 'updateMistifyMetadata',
      method: 'patch',
      path: '/metadata',
      parameters: [{"in":"body","name":"body"}],
      mediaTypes: {"200":"application/json"},
    },
    (exchange, values) =>
      controllers.MistifyMetadataController.route_updateMistifyMetadata(exchange, ...(values as Values<MistifyMetadataController<unknown>['route_updateMistifyMetadata']>)),
  );
}
