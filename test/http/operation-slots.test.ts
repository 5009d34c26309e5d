/**
 * The worker of a host runs a limited number of operations at the same time. One project cannot occupy all of these
 * slots, whether by many operations or by long ones, such as soft shutdowns that guests ignore for an hour.
 */
import { expect } from 'chai';
import { AccessWorld, inProject, type Named } from '../support/access/access-world.js';
import { jobOf, newGuest, type Api } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import type { Guest, OperationList } from '../../generated/api-types.js';
import { onHost, Service } from '../support/service.js';

/** More than the slots of a host. */
const MANY = 70;

describe('The slots of a host', () => {
  let service: Service;
  let world: AccessWorld;
  before(async () => {
    service = await Service.start();
    world = await AccessWorld.open(service);
  });
  after(async () => {
    await world.close();
    await service.leave();
  });

  async function makeRunningGuest(api: Api, project: Named): Promise<Guest> {
    const options = inProject(project, { json: newGuest() });
    const made = await api.expect(201, 'POST', '/v1/guests?start=true', options);
    const operation = await api.ended(jobOf(made));
    expect(operation.state).to.equal('succeeded');
    return made.json<Guest>();
  }

  async function countRunning(api: Api): Promise<number> {
    const path = `/v1/operations?limit=1000&search=${encodeURIComponent('state=running')}`;
    return (await api.expect(200, 'GET', path)).json<OperationList>().operations.length;
  }

  it('are never all occupied by the operations of one project', async () => {
    const [theirs, ours] = [await world.project(), await world.project()];
    const hostile = await world.person([[theirs, 'member']], { project: theirs.id });
    const honest = await world.person([[ours, 'member']], { project: ours.id });
    const guests = await Promise.all(Array.from({ length: MANY }, () => makeRunningGuest(hostile.api, theirs)));
    await Promise.all(guests.map((guest) => service.host.ignoreShutdowns(onHost(guest))));
    const endless = { json: { timeout_s: 3600 } };
    await Promise.all(guests.map(({ href }) => hostile.api.expect(202, 'POST', `${href}/shutdown`, endless)));
    await eventually(async () => (await countRunning(hostile.api)) >= 32);

    const guest = await makeRunningGuest(honest.api, ours);
    await honest.api.done('poweroff', guest.id);
    await honest.api.done('delete', guest.id);

    // The project that occupies its share can still end its operations.
    await Promise.all(guests.map(({ id }) => hostile.api.begin('poweroff', id)));
    await world.admin.noneUnderWay();
  });
});
