/** Each operation of the Sahara dialect leaves the same rows, operations and events as its native twin. */
import { expect } from 'chai';
import type { Guest } from '../../../generated/api-types.js';
import { AccessWorld, type Named } from '../../support/access/access-world.js';
import { Api } from '../../support/api.js';
import { SAHARA } from '../../support/contracts.js';
import { Twins, type TwinCalls } from '../../support/dialects/twins.js';
import { mergePatch } from '../../support/patches.js';
import { Service } from '../../support/service.js';

describe('The operations of the Sahara dialect and their native twins', () => {
  let service: Service;
  let api: Api;
  let world: AccessWorld;
  let twins: Twins;
  let flavor: Named;
  const shown = new Set<string>();
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    world = await AccessWorld.open(service);
    twins = await Twins.open(service, api);
    flavor = await world.instanceType(null);
  });
  after(async () => {
    await twins.close();
    await world.close();
    await service.leave();
  });

  const guests = '/v1.1/default/guests';
  const clusters = '/v1.1/default/clusters';
  const makeGuest = (name: string): Promise<Guest> => api.makeGuest({ name, disks: [{ size_mib: 1 }] });
  const nothing = (name: string): Promise<{ name: string }> => Promise.resolve({ name });

  async function expectAlike<Thing>(
    operationIds: readonly string[],
    calls: TwinCalls<Thing>,
    lines: readonly RegExp[],
  ): Promise<void> {
    const trace = await twins.expectAlike(calls);
    for (const line of lines) expect(trace.join('\n')).to.match(line);
    if (lines.length === 0) expect(trace).to.deep.equal([]);
    for (const operationId of operationIds) shown.add(operationId);
  }

  for (const start of [false, true]) {
    it(`create the same guest${start ? ', and start it' : ''}`, async () => {
      const query = start ? '?start=true' : '';
      const json = { description: 'twin', vcpus: 2, memory_mib: 64, disks: [{ size_mib: 4 }], nics: [{}] };
      await expectAlike(
        ['createSaharaGuest'],
        {
          make: nothing,
          native: ({ name }) => api.expect(201, 'POST', `/v1/guests${query}`, { json: { name, ...json } }),
          dialect: ({ name }) => api.expect(202, 'POST', guests + query, { json: { name, ...json } }),
        },
        [/^\+ guests /m, /^\+ operations .*guest\.create/m, /^\+ events .*guest\.created/m],
      );
    });
  }

  it('create the same guest as a cluster', async () => {
    const nics = [{ network: 'user' }];
    const cluster = { plugin_name: 'guesthouse', neutron_management_network: 'user' };
    const groups = { node_groups: [{ flavor_id: flavor.id }] };
    await expectAlike(
      ['createSaharaCluster'],
      {
        make: nothing,
        native: ({ name }) => api.expect(201, 'POST', '/v1/guests', { json: { name, instance_type: flavor.id, nics } }),
        dialect: ({ name }) => api.expect(202, 'POST', clusters, { json: { name, ...cluster, ...groups } }),
      },
      [/^\+ guests /m, /^\+ operations .*guest\.create/m],
    );
  });

  for (const method of ['PATCH', 'PUT'] as const) {
    const verb = method === 'PATCH' ? 'update' : 'put';
    it(`change a guest in the same way with ${method}`, async () => {
      for (const [json, line] of [
        [{ description: 'changed', metadata: { role: 'web' } }, /^\+ events .*guest\.updated/m],
        [{ vcpus: 2 }, /^\+ operations .*guest\.update/m],
      ] as const) {
        await expectAlike(
          [`${verb}SaharaGuest`],
          {
            make: makeGuest,
            native: ({ href }) => api.send('PATCH', href, mergePatch(json)),
            dialect: ({ id }) => api.expect(202, method, `${guests}/${id}`, { json }),
          },
          [/^- guests /m, /^\+ guests /m, line],
        );
      }
    });

    it(`change a cluster in the same way with ${method}`, async () => {
      const json = { description: 'changed' };
      await expectAlike(
        [`${verb}SaharaCluster`],
        {
          make: makeGuest,
          native: ({ href }) => api.send('PATCH', href, mergePatch(json)),
          dialect: ({ id }) => api.expect(202, method, `${clusters}/${id}`, { json }),
        },
        [/^- guests /m, /^\+ guests /m, /^\+ events .*guest\.updated/m],
      );
    });
  }

  it('delete a guest in the same way', async () => {
    for (const [collection, operationId] of [
      [guests, 'deleteSaharaGuest'],
      [clusters, 'deleteSaharaCluster'],
    ] as const) {
      await expectAlike(
        [operationId],
        {
          make: makeGuest,
          native: ({ href }) => api.expect(202, 'DELETE', href),
          dialect: ({ id }) => api.expect(204, 'DELETE', `${collection}/${id}`),
        },
        [/^- guests /m, /^\+ tombstones /m, /^\+ operations .*guest\.delete/m],
      );
    }
  });

  it('change nothing if they read', async () => {
    for (const [collection, word] of [
      [guests, 'Guest'],
      [clusters, 'Cluster'],
    ] as const) {
      await expectAlike(
        [`getSahara${word}`, `listSahara${word}s`],
        {
          make: makeGuest,
          native: async ({ href }) => {
            await api.expect(200, 'GET', href);
            await api.expect(200, 'GET', '/v1/guests');
          },
          dialect: async ({ id }) => {
            await api.expect(200, 'GET', `${collection}/${id}`);
            await api.expect(200, 'GET', collection);
          },
        },
        [],
      );
    }
  });

  it('are all compared', () => {
    expect([...shown]).to.have.members(SAHARA.operations.map(({ operationId }) => operationId));
  });
});
