/** The parts of the Mistify dialect that load on its first request: the contract, the checks and the controllers. */
import { registerRoutes } from '../../../../generated/mistify/routes.js';
import type { App } from '../../../app/app.js';
import { loadContract } from '../../contract/load-contract.js';
import { createRequestChecks } from '../../contract/validate.js';
import type { BodyRules } from '../../contract/validate.js';
import type { MountableApi } from '../../mount-contract.js';
import { GuestsController } from './controllers/guests.js';
import { ImagesController } from './controllers/images.js';
import { JobsController } from './controllers/jobs.js';
import { MetadataController } from './controllers/metadata.js';
import { prepareBody } from './prepare-body.js';

/** Clients of Mistify send JSON without a `Content-Type`. */
const BODIES: BodyRules = {
  withoutType: 'application/json',
  ofOtherType: null,
  readers: new Map(),
  prepare: prepareBody,
};

export async function load(app: App): Promise<MountableApi> {
  const contract = await loadContract({ yaml: 'openapi/mistify.yaml', json: 'generated/mistify/openapi.json' });
  const controllers = {
    MistifyGuestsController: new GuestsController(app),
    MistifyImagesController: new ImagesController(app),
    MistifyJobsController: new JobsController(app),
    MistifyMetadataController: new MetadataController(app),
  };
  return {
    contract,
    checks: await createRequestChecks(contract.document, BODIES),
    register: (bind) => registerRoutes(bind, controllers),
  };
}
