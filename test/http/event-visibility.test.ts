/**
 * Events do not circumvent the right to read permissions. Only callers with `project-permissions.read` in a project see
 * who has access to it: the events of permissions, tokens and rejected requests, and the client addresses of all
 * events. Lists, their pages and searches, and live streams follow the same rule.
 */
import { expect } from 'chai';
import type { Event, EventKind, Guest } from '../../generated/api-types.js';
import { AccessWorld, hrefOf, inProject, type Named, type Person } from '../support/access/access-world.js';
import { eventually } from '../support/eventually.js';
import type { Api } from '../support/api.js';
import { NATIVE } from '../support/contracts.js';
import { EventStream } from '../support/peers/event-stream.js';
import { Service } from '../support/service.js';

/** The kinds of the contract that show who has access. */
const OF_ACCESS = (
  NATIVE.document as unknown as { components: { schemas: { EventKind: { enum: EventKind[] } } } }
).components.schemas.EventKind.enum.filter((kind) => /^(?:permission|token|access)\./.test(kind));

describe('Events of who has access', () => {
  let service: Service;
  let world: AccessWorld;
  let shop: Named;
  let guest: Guest;
  let owner: Person;
  let viewer: Person;
  /** A viewer of a single guest. */
  let guestViewer: Person;
  /** The owner's token that is limited to the role `viewer`. */
  let limited: Api;
  before(async () => {
    service = await Service.start();
    world = await AccessWorld.open(service);
    shop = await world.project();
    owner = await world.person([[shop, 'owner']]);
    viewer = await world.person([[shop, 'viewer']]);
    guestViewer = await world.person();
    limited = world.apiOf(await world.token(owner, { role: 'viewer' }));
    const json = { name: 'web', vcpus: 1, memory_mib: 64 };
    const options = inProject(shop, { json, headers: { prefer: 'wait=60' } });
    guest = (await owner.api.expect(201, 'POST', '/v1/guests', options)).json<Guest>();
    await world.grant(guest.href, { user: guestViewer.id }, 'viewer');
    await makeEvents();
    await eventually(async () => (await kinds(owner.api)).includes('access.denied'));
  });
  after(async () => {
    await world.close();
    await service.leave();
  });

  /** Makes an event of every kind in `OF_ACCESS`, and then one that everyone sees. */
  async function makeEvents(): Promise<void> {
    const user = await world.user();
    const inShop = await world.grant(hrefOf(shop), { user: user.id }, 'viewer');
    await world.admin.expect(204, 'DELETE', `${hrefOf(shop)}/permissions/${inShop.id}`);
    await world.grant(guest.href, { user: user.id }, 'viewer');
    const token = await world.token(user, { project: shop.id });
    await world.admin.expect(204, 'DELETE', `/v1/tokens/${token.id}`);
    await viewer.api.expect(403, 'POST', `/v1/guests/${guest.id}/start`, inProject(shop));
    const patch = {
      json: { description: String(Math.random()) },
      headers: { 'content-type': 'application/merge-patch+json' },
    };
    await owner.api.expect(200, 'PATCH', guest.href, inProject(shop, patch));
  }

  async function events(api: Api, query = ''): Promise<Event[]> {
    const path = `/v1/events?limit=1000${query}`;
    return (await api.expect(200, 'GET', path, inProject(shop))).json<{ events: Event[] }>().events;
  }
  async function kinds(api: Api, query = ''): Promise<EventKind[]> {
    return (await events(api, query)).map(({ kind }) => kind);
  }
  function callersWithoutRight(): Readonly<Record<string, Api>> {
    return { viewer: viewer.api, 'viewer of a guest': guestViewer.api, 'limited token of the owner': limited };
  }

  it('are in the lists, searches and pages of callers who can read permissions, with client addresses', async () => {
    for (const api of [owner.api, world.admin]) {
      const seen = await events(api);
      expect(OF_ACCESS.filter((kind) => !seen.some((event) => event.kind === kind))).to.deep.equal([]);
      expect(seen.find(({ kind }) => kind === 'guest.updated')?.client_address).to.equal('127.0.0.1');
    }
  });

  it('are in no list, search or page of other callers, and the other events have no client address', async () => {
    for (const [who, api] of Object.entries(callersWithoutRight())) {
      const seen = await events(api);
      expect(seen.length, who).to.be.above(0);
      expect(
        seen.filter(({ kind }) => OF_ACCESS.includes(kind)),
        who,
      ).to.deep.equal([]);
      expect(
        seen.map((event) => event.client_address).filter((address) => address !== null),
        who,
      ).to.deep.equal([]);
      expect(await kinds(api, `&kind=${OF_ACCESS.join(',')}`), who).to.deep.equal([]);
      for (const kind of OF_ACCESS) {
        expect(await kinds(api, `&search=kind=${kind}`), `${who} ${kind}`).to.deep.equal([]);
        expect(await kinds(api, `&guest=${guest.id}&search=kind=${kind}`), `${who} ${kind}`).to.deep.equal([]);
      }
      const hidden = (await events(owner.api)).find(({ kind }) => OF_ACCESS.includes(kind));
      await api.refused(400, 'MARKER_UNKNOWN', 'GET', `/v1/events?marker=${hidden?.id}`, inProject(shop));
    }
  });

  it('are in no live or resumed stream of other callers', async () => {
    const [first] = await events(owner.api);
    for (const [who, api] of Object.entries(callersWithoutRight())) {
      const after = { project: shop.id, lastEventId: (first?.id ?? 1) - 1 };
      const stream = await EventStream.open({ url: service.url, token: api.token }, after);
      try {
        const before = (await events(api)).at(-1)?.id ?? 0;
        await makeEvents();
        // The last event of `makeEvents`, which everyone sees.
        const { id } = await stream.until((event) => event.id > before && event.kind === 'guest.updated');
        const listed = (await events(api)).filter((event) => event.id <= id);
        expect(stream.events, who).to.deep.equal(listed);
      } finally {
        await stream.close();
      }
    }
  });
});
