/** The factory of all controllers of the native API. */
import type { Controllers } from '../../../generated/routes.js';
import type { App } from '../../app/app.js';
import type { Contract } from '../contract/load-contract.js';
import { Patches } from '../contract/patches.js';
import type { DialectCatalogue } from '../dialects/catalogue.js';
import type { RequestContext } from '../request-context.js';
import { EventsController } from './events.js';
import { GroupsController } from './groups.js';
import { GuestsController } from './guests.js';
import { HostsController } from './hosts.js';
import { ImagesController } from './images.js';
import { InstanceTypesController } from './instance-types.js';
import { NetworksController } from './networks.js';
import { OperationsController } from './operations.js';
import { PermissionsController } from './permissions.js';
import { PlacementGroupsController } from './placement-groups.js';
import { ProjectsController } from './projects.js';
import { RolesController } from './roles.js';
import { ServiceController } from './service.js';
import { TokensController } from './tokens.js';
import { UsersController } from './users.js';
import { ZonesController } from './zones.js';

export function createControllers(
  app: App,
  contract: Contract,
  dialects: DialectCatalogue,
): Controllers<RequestContext> {
  const patches = new Patches(contract.document);
  return {
    ServiceController: new ServiceController(app, contract, dialects),
    HostsController: new HostsController(app, patches),
    ZonesController: new ZonesController(app, patches),
    InstanceTypesController: new InstanceTypesController(app, patches),
    PlacementGroupsController: new PlacementGroupsController(app, patches),
    NetworksController: new NetworksController(app, patches),
    GuestsController: new GuestsController(app, patches),
    EventsController: new EventsController(app),
    OperationsController: new OperationsController(app),
    ImagesController: new ImagesController(app, patches),
    TokensController: new TokensController(app),
    PermissionsController: new PermissionsController(app),
    ProjectsController: new ProjectsController(app, patches),
    UsersController: new UsersController(app, patches),
    GroupsController: new GroupsController(app, patches),
    RolesController: new RolesController(),
  };
}
