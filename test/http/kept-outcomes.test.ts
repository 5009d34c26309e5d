/**
 * The outcome that is stored for an idempotency key belongs to the caller who received it. Another user, another
 * project or a token with fewer rights never receives it. idempotency.test.ts tests what the same caller receives.
 */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Guest } from '../../generated/api-types.js';
import { AccessWorld, inProject, type Named, type Person } from '../support/access/access-world.js';
import { newGuest, type Api, type CheckedResponse, type SendOptions } from '../support/api.js';
import { Service } from '../support/service.js';

describe('An outcome that is stored for an idempotency key', () => {
  let service: Service;
  let world: AccessWorld;
  let project: Named;
  let elsewhere: Named;
  let ann: Person;
  let ben: Person;
  before(async () => {
    service = await Service.start();
    world = await AccessWorld.open(service);
    [project, elsewhere] = [await world.project(), await world.project()];
    ann = await world.person([
      [project, 'member'],
      [elsewhere, 'member'],
    ]);
    ben = await world.person([[project, 'member']]);
  });
  after(async () => {
    await world.close();
    await service.leave();
  });

  /** Creates a guest as Ann, with a key, and returns the same request for others. */
  async function createAsAnn(): Promise<{
    guest: Guest;
    repeat: (api: Api, place: Named) => Promise<CheckedResponse>;
  }> {
    const options: SendOptions = { json: newGuest(), headers: { 'idempotency-key': randomUUID() } };
    const repeat = (api: Api, place: Named): Promise<CheckedResponse> =>
      api.send('POST', '/v1/guests', inProject(place, options));
    const first = await repeat(ann.api, project);
    expect(first.status, first.text).to.equal(201);
    const again = await repeat(ann.api, project);
    expect([again.status, isReplayed(again)]).to.deep.equal([201, true]);
    return { guest: first.json<Guest>(), repeat };
  }

  function isReplayed(response: CheckedResponse): boolean {
    return response.headers.has('idempotency-replayed');
  }

  it('is not returned to another user of the project', async () => {
    const { guest, repeat } = await createAsAnn();
    const response = await repeat(ben.api, project);
    expect([response.status, response.fault().error_name]).to.deep.equal([409, 'GUEST_NAME_ALREADY_EXISTS']);
    expect(isReplayed(response)).to.equal(false);
    expect(response.text).to.not.contain(guest.id);
  });

  it('is not returned to its user in another project', async () => {
    const { guest, repeat } = await createAsAnn();
    const response = await repeat(ann.api, elsewhere);
    expect([response.status, isReplayed(response)], response.text).to.deep.equal([201, false]);
    expect(response.json<Guest>().id).to.not.equal(guest.id);
  });

  for (const [what, more] of [
    ['limited to the role viewer', { role: 'viewer' }],
    ['limited to metrics', { scopes: ['metrics'] }],
  ] as const) {
    it(`is not returned to a token of its user that is ${what}`, async () => {
      const { guest, repeat } = await createAsAnn();
      // Only an administrator can create a token for metrics.
      if ('scopes' in more) await world.grant('/v1/projects/default', { user: ann.id }, 'admin');
      const scopes = 'scopes' in more ? [...more.scopes] : [];
      const token = await world.token(ann, 'role' in more ? { role: more.role } : { scopes });
      const response = await repeat(world.apiOf(token), project);
      expect([response.status, response.fault().error_name]).to.deep.equal([403, 'FORBIDDEN']);
      expect(isReplayed(response)).to.equal(false);
      expect(response.text).to.not.contain(guest.id);
    });
  }

  it('is not returned to a token of its user that is bound to another project', async () => {
    const { guest, repeat } = await createAsAnn();
    const bound = world.apiOf(await world.token(ann, { project: elsewhere.id }));
    for (const place of [project, elsewhere]) {
      const response = await repeat(bound, place);
      expect(isReplayed(response), response.text).to.equal(false);
      expect(response.text).to.not.contain(guest.id);
    }
  });
});
