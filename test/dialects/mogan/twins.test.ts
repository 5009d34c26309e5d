/** Every operation of Mogan's API leaves the same rows as its native twin, or none if it reads. */
import { expect } from 'chai';
import type { Guest, InstanceType } from '../../../generated/api-types.js';
import { jobOf, type Api } from '../../support/api.js';
import { MOGAN } from '../../support/contracts.js';
import { IMAGE, INSTANCES, MoganWorld, TYPE, USER_NETWORK } from '../../support/dialects/mogan-world.js';
import { Twins, type TwinCalls } from '../../support/dialects/twins.js';

const PATCH = { 'content-type': 'application/json-patch+json' };

/** What a call is about: its id and its name. */
interface Thing {
  readonly id: string;
  readonly name: string;
}

describe("The twins of Mogan's operations", () => {
  let world: MoganWorld;
  let api: Api;
  let twins: Twins;
  before(async () => {
    world = await MoganWorld.open();
    ({ api } = world);
    // The first instance of an image on a host also leaves a copy of the image there.
    await world.make();
    twins = await Twins.open(world.service, api);
  });
  after(async () => {
    await twins?.close();
    await world.close();
  });

  const nothing = (name: string): Promise<Thing> => Promise.resolve({ id: name, name });
  const guest =
    (query = '') =>
    async (name: string): Promise<Thing> => {
      const json = { name, instance_type: TYPE, metadata: { k: 'v' } };
      const made = await api.expect(201, 'POST', `/v1/guests${query}`, { json });
      await api.ended(jobOf(made));
      return made.json<Guest>();
    };
  const type = async (name: string): Promise<Thing> => {
    const json = { name, vcpus: 1, memory_mib: 64 };
    return (await api.expect(201, 'POST', '/v1/instance-types', { json })).json<InstanceType>();
  };
  const patchOf = (id: string): object[] => [{ op: 'replace', path: '/name', value: `${id}-renamed` }];

  const power = (target: string): Omit<TwinCalls<Thing>, 'make'> => {
    const json = { target };
    return {
      native: ({ id }) => api.expect(202, 'PUT', `/v1/guests/${id}/states/power`, { json }),
      dialect: ({ id }) => api.expect(202, 'PUT', `${INSTANCES}/${id}/states/power`, { json }),
    };
  };

  const writes: Readonly<Record<string, TwinCalls<Thing>>> = {
    createMoganInstance: {
      make: nothing,
      native: ({ name }) => {
        const json = { name, instance_type: TYPE, disks: [{ image: IMAGE }], nics: [{ network: USER_NETWORK }] };
        return api.expect(201, 'POST', '/v1/guests?start=true', { json });
      },
      dialect: ({ name }) => api.expect(201, 'POST', INSTANCES, { json: world.body({ name }) }),
    },
    updateMoganInstance: {
      make: guest(),
      native: ({ id, name }) => {
        const json = [...patchOf(name), { op: 'add', path: '/metadata/a', value: 'b' }];
        return api.expect(200, 'PATCH', `/v1/guests/${id}`, { json, headers: PATCH });
      },
      dialect: ({ id, name }) => {
        const json = [...patchOf(name), { op: 'add', path: '/extra/a', value: 'b' }];
        return api.expect(200, 'PATCH', `${INSTANCES}/${id}`, { json, headers: PATCH });
      },
    },
    deleteMoganInstance: {
      make: guest(),
      native: ({ id }) => api.expect(202, 'DELETE', `/v1/guests/${id}`),
      dialect: ({ id }) => api.expect(204, 'DELETE', `${INSTANCES}/${id}`),
    },
    'setMoganInstancePower on': { make: guest(), ...power('on') },
    'setMoganInstancePower off': { make: guest('?start=true'), ...power('off') },
    'setMoganInstancePower reboot': { make: guest('?start=true'), ...power('reboot') },
    'setMoganInstancePower soft_off': { make: guest('?start=true'), ...power('soft_off') },
    'setMoganInstancePower soft_reboot': { make: guest('?start=true'), ...power('soft_reboot') },
    createMoganType: {
      make: nothing,
      native: ({ name }) => {
        const json = { name, vcpus: 2, memory_mib: 64, metadata: { a: 'b' }, project: 'default' };
        return api.expect(201, 'POST', '/v1/instance-types', { json });
      },
      dialect: ({ name }) => {
        const json = { name, vcpus: 2, memory_mib: 64, extra_specs: { a: 'b' }, is_public: false };
        return api.expect(201, 'POST', '/v1/types', { json });
      },
    },
    updateMoganType: {
      make: type,
      native: ({ id, name }) =>
        api.expect(200, 'PATCH', `/v1/instance-types/${id}`, { json: patchOf(name), headers: PATCH }),
      dialect: ({ id, name }) => api.expect(200, 'PATCH', `/v1/types/${id}`, { json: patchOf(name), headers: PATCH }),
    },
    deleteMoganType: {
      make: type,
      native: ({ id }) => api.expect(204, 'DELETE', `/v1/instance-types/${id}`),
      dialect: ({ id }) => api.expect(204, 'DELETE', `/v1/types/${id}`),
    },
  };
  for (const [what, calls] of Object.entries(writes)) {
    it(`leave the same: ${what}`, async () => {
      expect(await twins.expectAlike(calls)).to.not.be.empty;
    });
  }

  it('leave nothing if they read', async () => {
    const read = ({ id, name }: Thing, path: string): Promise<unknown> =>
      api.send('GET', path.replace('{instance_type}', TYPE).replace('{guest}', id).replace('{id}', name));
    for (const { operationId, path, method } of MOGAN.operations) {
      if (method !== 'get') continue;
      const calls = { make: guest(), native: () => Promise.resolve(), dialect: (of: Thing) => read(of, path) };
      expect(await twins.expectAlike(calls), operationId).to.be.empty;
    }
  });

  it('are all covered here', () => {
    const covered = Object.keys(writes).map((what) => what.split(' ')[0]);
    const expected = MOGAN.operations.filter(({ method }) => method !== 'get').map(({ operationId }) => operationId);
    expect([...new Set(covered)]).to.have.members(expected);
  });
});
