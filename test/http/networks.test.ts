/**
 * Networks: which networks of the host guests can use, and that no two guests on one network have the same MAC address.
 */
import { expect } from 'chai';
import { Api, jobOf } from '../support/api.js';
import { Service } from '../support/service.js';

describe('Networks', function () {
  this.timeout(120_000);

  /** The simulated host has the networks `user` and `lab`. */
  async function withService(env: Record<string, string>, test: (api: Api, service: Service) => Promise<void>) {
    const service = await Service.start({ env });
    try {
      await test(new Api(service), service);
    } finally {
      await service.leave();
    }
  }
  const listed = async (api: Api): Promise<string[] | undefined> =>
    (await api.client.GET('/v1/networks')).data?.networks.map(({ name = '' }) => name);
  const withNic = (network: string, mac?: string) => ({
    ...{ name: `on-${network}-${Math.random()}`, vcpus: 1, memory_mib: 64 },
    nics: [mac === undefined ? { network } : { network, mac }],
  });

  it('of the host that the operator does not allow are not listed, and no guest can be created on them', () =>
    withService({ GUESTHOUSE_NETWORKS: 'user,default' }, async (api) => {
      expect(await listed(api)).to.deep.equal(['user']);
      const refused = await api.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/guests', { json: withNic('lab') });
      const unknown = await api.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/guests', { json: withNic('nowhere') });
      expect(refused.errors).to.deep.equal(unknown.errors);
    }));

  it('are those that the operator allows by name, even without the network user', () =>
    withService({ GUESTHOUSE_NETWORKS: 'lab' }, async (api) => {
      expect(await listed(api)).to.deep.equal(['lab']);
      await api.makeGuest({ nics: [{ network: 'lab' }] });
      const json = withNic('user');
      expect((await api.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/guests', { json })).errors).to.deep.equal([
        { pointer: '/nics/0/network', detail: 'does not name a network of the host' },
      ]);
    }));

  it('keep their guests when the operator no longer allows them: such guests run and can be started', () =>
    withService({}, async (api, service) => {
      const guest = await api.makeGuest({ nics: [{ network: 'lab' }] });
      await service.stop();
      await service.start({ env: { GUESTHOUSE_NETWORKS: 'user' } });
      const later = new Api(service);
      expect(await listed(later)).to.deep.equal(['user']);
      await later.ended(jobOf(await later.expect(202, 'POST', `/v1/guests/${guest.id}/start`)));
      expect((await later.guest(guest.id)).state).to.equal('running');
    }));

  it('have each MAC address only once, except the network user, where each guest is alone', () =>
    withService({}, async (api) => {
      const mac = '52:54:00:AA:BB:CC';
      const create = (network: string, status: number) =>
        api.send('POST', '/v1/guests', { json: withNic(network, mac) }).then((response) => {
          expect(response.status).to.equal(status);
          return response;
        });
      await create('lab', 201);
      const { error_name } = (await create('lab', 409)).json<{ error_name: string }>();
      expect(error_name).to.equal('MAC_ADDRESS_IN_USE');
      await create('user', 201);
      await create('user', 201);
      const together = await Promise.all(
        Array.from({ length: 4 }, () => api.send('POST', '/v1/guests', { json: withNic('lab', '52:54:00:AA:BB:CD') })),
      );
      expect(together.map(({ status }) => status).sort()).to.deep.equal([201, 409, 409, 409]);
    }));
});
