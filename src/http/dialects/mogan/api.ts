/** The parts of Mogan's API that load on its first request: the contract, the checks and the controllers. */
import { registerRoutes } from '../../../../generated/mogan/routes.js';
import type { App } from '../../../app/app.js';
import { loadContract } from '../../contract/load-contract.js';
import { createRequestChecks } from '../../contract/validate.js';
import type { MountableApi } from '../../mount-contract.js';
import { AvailabilityZonesController } from './controllers/availability-zones.js';
import { InstancesController } from './controllers/instances.js';
import { TypesController } from './controllers/types.js';
import { MoganPatches } from './mogan-patches.js';

export async function load(app: App): Promise<MountableApi> {
  const contract = await loadContract({ yaml: 'openapi/mogan.yaml', json: 'generated/mogan/openapi.json' });
  const patches = new MoganPatches(contract.document);
  const controllers = {
    MoganAvailabilityZonesController: new AvailabilityZonesController(app),
    MoganInstancesController: new InstancesController(app, patches),
    MoganTypesController: new TypesController(app, patches),
  };
  return {
    contract,
    checks: await createRequestChecks(contract.document),
    register: (bind) => registerRoutes(bind, controllers),
  };
}
