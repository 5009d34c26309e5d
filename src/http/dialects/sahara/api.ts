/** Everything of the Sahara dialect that is loaded on its first request: contract, checks and controllers. */
import { registerRoutes } from '../../../../generated/sahara/routes.js';
import type { App } from '../../../app/app.js';
import { loadContract } from '../../contract/load-contract.js';
import { createRequestChecks } from '../../contract/validate.js';
import type { MountableApi } from '../../mount-contract.js';
import { SaharaClustersController } from './controllers/clusters.js';
import { SaharaGuestsController } from './controllers/guests.js';

export async function load(app: App): Promise<MountableApi> {
  const contract = await loadContract({ yaml: 'openapi/sahara.yaml', json: 'generated/sahara/openapi.json' });
  return {
    contract,
    checks: await createRequestChecks(contract.document),
    register: (bind) =>
      registerRoutes(bind, {
        SaharaGuestsController: new SaharaGuestsController(app),
        SaharaClustersController: new SaharaClustersController(app),
      }),
  };
}
