/**
 * Permissions, in projects and for single guests: who can grant and revoke them, what a role allows, and that no chain
 * of grants gives a user more rights than the first grantor had.
 *
 *   GUESTHOUSE_SEED   replays a printed seed (who grants what to whom)
 */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { EventList, Guest, GuestList, Permission, PermissionList, RoleName } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import {
  AccessWorld,
  hrefOf,
  inProject,
  faultWithoutIds,
  type Named,
  type Person,
} from '../support/access/access-world.js';
import { uniqueName, type CheckedResponse, type Api, type SendOptions } from '../support/api.js';
import { Dice } from '../support/fuzz/random.js';
import { SEED } from '../support/fuzz/seed.js';
import { Service } from '../support/service.js';

const ROLES: readonly RoleName[] = ['viewer', 'operator', 'member', 'owner', 'admin'];
const ABSENT_ID = '00000000-0000-4000-8000-000000000000';

describe('Permissions', () => {
  let service: Service;
  let world: AccessWorld;
  let admin: Api;
  let shop: Named;
  let lab: Named;
  let guest: Guest;
  /** One user for each role in the project `shop`, and an owner of the project `lab`. */
  let people: Readonly<Record<'viewer' | 'operator' | 'member' | 'owner' | 'stranger', Person>>;
  before(async () => {
    service = await Service.start();
    world = await AccessWorld.open(service);
    admin = world.admin;
    shop = await world.project('shop');
    lab = await world.project('lab');
    people = {
      viewer: await world.person([[shop, 'viewer']]),
      operator: await world.person([[shop, 'operator']]),
      member: await world.person([[shop, 'member']]),
      owner: await world.person([[shop, 'owner']]),
      stranger: await world.person([[lab, 'owner']]),
    };
    guest = await makeGuest(shop);
  });
  after(async () => {
    await world.close();
    await service.leave();
  });

  async function makeGuest(project: Named): Promise<Guest> {
    const json = { name: uniqueName('guest'), vcpus: 1, memory_mib: 64 };
    const headers = { 'x-project-id': project.id, prefer: 'wait=60' };
    return (await admin.expect(201, 'POST', '/v1/guests', { json, headers })).json<Guest>();
  }

  /** The two kinds of places where permissions can be granted. Most tests run for both. */
  function places(): {
    readonly kind: 'guest' | 'project';
    readonly href: string;
    readonly id: string;
    readonly name: string;
  }[] {
    return [
      { kind: 'guest', href: guest.href, id: guest.id, name: guest.name },
      { kind: 'project', href: hrefOf(shop), ...shop },
    ];
  }

  function grant(api: Api, place: string, json: object, options: SendOptions = {}): Promise<CheckedResponse> {
    return api.send('POST', `${place}/permissions`, inProject(shop, { json, ...options }));
  }

  async function granted(api: Api, place: string, json: object): Promise<Permission> {
    const response = await grant(api, place, json);
    expect(response.status, response.text).to.equal(201);
    return response.json<Permission>();
  }

  async function listed(api: Api, place: string, query = ''): Promise<Permission[]> {
    const response = await api.expect(200, 'GET', `${place}/permissions${query}`, inProject(shop));
    return response.json<PermissionList>().permissions as Permission[];
  }

  async function count(): Promise<number> {
    return (await world.sql.query<{ count: number }>('select count(*)::int from permissions')).rows[0]?.count ?? -1;
  }

  async function expectFault(
    status: number,
    name: string,
    sent: Promise<CheckedResponse>,
    why = '',
  ): Promise<CheckedResponse> {
    const response = await sent;
    expect([response.status, response.fault().error_name], `${why} ${response.text}`).to.deep.equal([status, name]);
    return response;
  }

  describe('when granted', () => {
    it('show who has which role, and where @conforming', async () => {
      for (const { kind, href, id, name } of places()) {
        const [user, group] = [await world.user(), await world.group()];
        for (const [subject, by] of [
          ['user', user.id],
          ['user', user.name.toUpperCase()],
          ['group', group.name],
          ['group', group.id],
        ] as const) {
          const role = by === user.id || by === group.name ? 'viewer' : 'operator';
          const response = await grant(people.owner.api, href, { [subject]: by, role });
          expect(response.status, response.text).to.equal(201);
          const permission = response.json<Permission>();
          expect(permission).to.deep.include({
            user: subject === 'user' ? user : null,
            group: subject === 'group' ? group : null,
            role,
            guest: kind === 'guest' ? { id, name } : null,
            project: kind === 'project' ? { id, name } : null,
            href: `${href}/permissions/${permission.id}`,
          });
          expect(permission.links).to.deep.equal([
            { rel: 'self', href: service.url + permission.href },
            { rel: 'up', href: service.url + href },
          ]);
          expect(response.headers.get('location')).to.equal(service.url + permission.href);
          const got = await people.owner.api.expect(200, 'GET', permission.href, inProject(shop));
          expect(got.json()).to.deep.equal(permission);
          expect(got.headers.get('etag')).to.equal(response.headers.get('etag'));
          expect(await listed(people.owner.api, href)).to.deep.include(permission);
        }
      }
    });

    it('can be addressed by the id or the name of their project or guest', async () => {
      for (const { kind, href, name } of places()) {
        const user = await world.user();
        const byName = `/v1/${kind}s/${name.toUpperCase()}`;
        const permission = await granted(people.owner.api, byName, { user: user.id, role: 'viewer' });
        expect(permission.href).to.equal(`${href}/permissions/${permission.id}`);
        expect(await listed(people.owner.api, byName)).to.deep.equal(await listed(people.owner.api, href));
        await people.owner.api.expect(204, 'DELETE', `${byName}/permissions/${permission.id}`, inProject(shop));
      }
    });

    it('require exactly one existing user or group, and a role that can be granted there', async () => {
      const [user, group] = [await world.user(), await world.group()];
      const before = await count();
      for (const { kind, href } of places()) {
        const wrong: [object, string][] = [
          [{ role: 'viewer' }, '/user'],
          [{ role: 'viewer', user: null, group: null }, '/user'],
          [{ role: 'viewer', user: user.id, group: group.id }, '/group'],
          [{ role: 'viewer', user: ABSENT_ID }, '/user'],
          [{ role: 'viewer', user: 'nobody' }, '/user'],
          [{ role: 'viewer', user: group.id }, '/user'],
          [{ role: 'viewer', group: ABSENT_ID }, '/group'],
          [{ role: 'viewer', group: user.name }, '/group'],
          [{ role: 'king', user: user.id }, '/role'],
          [{ role: null, user: user.id }, '/role'],
          ...(kind === 'guest' ? (['owner', 'admin'] as const) : []).map((role): [object, string] => [
            { role, user: user.id },
            '/role',
          ]),
        ];
        for (const [json, pointer] of wrong) {
          const response = await expectFault(400, 'VALIDATION_FAILED', grant(admin, href, json), JSON.stringify(json));
          expect(response.fault().errors?.map((each) => each.pointer)).to.include(pointer);
        }
        for (const json of [
          { user: user.id },
          { role: 'viewer', user: '' },
          { role: 'viewer', user: user.id, until: 'ever' },
        ]) {
          await expectFault(400, 'VALIDATION_FAILED', grant(admin, href, json), JSON.stringify(json));
        }
      }
      expect(await count()).to.equal(before);
    });

    it('are rejected (409) the second time, concurrently or later, unless the role differs', async () => {
      for (const { href } of places()) {
        for (const subject of [{ user: (await world.user()).id }, { group: (await world.group()).id }]) {
          const json = { ...subject, role: 'viewer' };
          const responses = await Promise.all(Array.from({ length: 6 }, () => grant(people.owner.api, href, json)));
          expect(responses.map(({ status }) => status).sort()).to.deep.equal([201, ...Array<number>(5).fill(409)]);
          await expectFault(409, 'PERMISSION_ALREADY_EXISTS', grant(people.owner.api, href, json));
          await granted(people.owner.api, href, { ...subject, role: 'member' });
          const made = responses.find(({ status }) => status === 201)?.json<Permission>();
          await people.owner.api.expect(204, 'DELETE', made?.href ?? '', inProject(shop));
          await granted(people.owner.api, href, json);
        }
      }
    });

    it('are granted once for one idempotency key', async () => {
      for (const { href } of places()) {
        const headers = { 'idempotency-key': randomUUID(), 'x-project-id': shop.id };
        const json = { user: (await world.user()).id, role: 'viewer' };
        const responses = await Promise.all(
          Array.from({ length: 6 }, () => grant(people.owner.api, href, json, { headers })),
        );
        expect(new Set(responses.map(({ status, text }) => `${status} ${text}`)).size).to.equal(1);
        expect(responses.filter((response) => !response.headers.has('idempotency-replayed'))).to.have.length(1);
        await expectFault(
          422,
          'IDEMPOTENCY_KEY_REUSED',
          grant(people.owner.api, href, { ...json, role: 'member' }, { headers }),
        );
      }
    });

    it('give access until they are revoked', async () => {
      const team = await world.person();
      const group = await world.group([team]);
      for (const subject of [{ user: team.id }, { group: group.id }]) {
        await team.api.refused(400, 'PROJECT_REQUIRED', 'GET', guest.href, inProject(shop));
        const permission = await granted(people.owner.api, hrefOf(shop), { ...subject, role: 'viewer' });
        await eventually(async () => (await team.api.send('GET', guest.href, inProject(shop))).status === 200);
        await team.api.refused(403, 'FORBIDDEN', 'POST', `${guest.href}/start`, inProject(shop));
        await people.owner.api.expect(204, 'DELETE', permission.href);
        await eventually(async () => (await team.api.send('GET', guest.href, inProject(shop))).status === 400);
      }
    });

    it('for one guest give access to no other guest, whatever project the request names', async () => {
      const other = await makeGuest(shop);
      const somebody = await world.person([[lab, 'viewer']]);
      const permission = await granted(people.owner.api, guest.href, { user: somebody.id, role: 'operator' });
      const seen = async (): Promise<string[]> => {
        const response = await somebody.api.expect(200, 'GET', '/v1/guests', inProject(lab));
        return response.json<GuestList>().guests.map(({ id }) => id);
      };
      await eventually(async () => (await seen()).length > 0);
      expect(await seen()).to.deep.equal([guest.id]);
      await somebody.api.refused(404, 'GUEST_NOT_FOUND', 'GET', other.href, inProject(lab));
      await somebody.api.expect(200, 'POST', `${guest.href}/poweroff`, inProject(lab));
      await somebody.api.refused(403, 'FORBIDDEN', 'DELETE', guest.href, inProject(lab));
      await somebody.api.refused(403, 'FORBIDDEN', 'GET', `${guest.href}/permissions`, inProject(lab));
      await people.owner.api.expect(204, 'DELETE', permission.href, inProject(shop));
      await eventually(async () => (await seen()).length === 0);
    });
  });

  describe('can be managed', () => {
    it('by owners of the project and by administrators, but by no other caller who can see it', async () => {
      const user = await world.user();
      for (const { href } of places()) {
        const permission = await granted(admin, href, { user: user.id, role: 'viewer' });
        for (const who of ['viewer', 'operator', 'member'] as const) {
          const { api } = people[who];
          for (const [method, path, json] of [
            ['GET', `${href}/permissions`, undefined],
            ['POST', `${href}/permissions`, { user: user.id, role: 'viewer' }],
            ['GET', permission.href, undefined],
            ['DELETE', permission.href, undefined],
            ['GET', `${href}/permissions/${ABSENT_ID}`, undefined],
          ] as const) {
            const options = inProject(shop, json === undefined ? {} : { json });
            await expectFault(403, 'FORBIDDEN', api.send(method, path, options), `${who} ${method} ${path}`);
          }
        }
        await people.owner.api.expect(204, 'DELETE', permission.href, inProject(shop));
      }
    });

    it('by no user who is only a member for one guest', async () => {
      const somebody = await world.person();
      await granted(people.owner.api, guest.href, { user: somebody.id, role: 'member' });
      for (const options of [{}, inProject(shop)]) {
        for (const [method, json] of [
          ['GET', undefined],
          ['POST', { user: somebody.id, role: 'viewer' }],
        ] as const) {
          const response = await somebody.api.send(method, `${guest.href}/permissions`, {
            ...options,
            ...(json && { json }),
          });
          expect([400, 403], response.text).to.include(response.status);
          expect(['PROJECT_REQUIRED', 'FORBIDDEN']).to.include(response.fault().error_name);
        }
      }
    });

    it('by no caller who cannot see their project or guest, and seem not to exist for such a caller', async () => {
      const { stranger } = people;
      const json = { user: stranger.id, role: 'viewer' };
      const permission = await granted(admin, hrefOf(shop), { user: (await world.user()).id, role: 'viewer' });
      const ofGuest = await granted(admin, guest.href, { user: (await world.user()).id, role: 'viewer' });
      for (const [method, suffix, options, name] of [
        ['GET', '', {}, 'PROJECT_NOT_FOUND'],
        ['POST', '', { json }, 'PROJECT_NOT_FOUND'],
        ['GET', `/${permission.id}`, {}, 'PROJECT_NOT_FOUND'],
        ['DELETE', `/${permission.id}`, {}, 'PROJECT_NOT_FOUND'],
      ] as const) {
        const responses: CheckedResponse[] = [];
        for (const project of [shop.id, shop.name, ABSENT_ID, 'nowhere']) {
          responses.push(
            await expectFault(
              404,
              name,
              stranger.api.send(method, `/v1/projects/${project}/permissions${suffix}`, options),
            ),
          );
        }
        expect(new Set(responses.map((response) => JSON.stringify(faultWithoutIds(response)))).size).to.equal(1);
      }
      for (const path of [`${guest.href}/permissions`, ofGuest.href]) {
        const there = await expectFault(404, 'GUEST_NOT_FOUND', stranger.api.send('GET', path, inProject(lab)));
        const absent = stranger.api.send('GET', path.replace(guest.id, ABSENT_ID), inProject(lab));
        expect(faultWithoutIds(there)).to.deep.equal(faultWithoutIds(await absent));
      }
    });

    it('only under the project or guest that they belong to', async () => {
      const ofProject = await granted(admin, hrefOf(shop), { user: (await world.user()).id, role: 'viewer' });
      const ofGuest = await granted(admin, guest.href, { user: (await world.user()).id, role: 'viewer' });
      const other = await makeGuest(shop);
      for (const path of [
        `${hrefOf(shop)}/permissions/${ofGuest.id}`,
        `${guest.href}/permissions/${ofProject.id}`,
        `${other.href}/permissions/${ofGuest.id}`,
        `${hrefOf(lab)}/permissions/${ofProject.id}`,
        `${hrefOf(shop)}/permissions/${ABSENT_ID}`,
        `${hrefOf(shop)}/permissions/viewer`,
      ]) {
        await expectFault(404, 'PERMISSION_NOT_FOUND', admin.send('GET', path, inProject(shop)), path);
        await expectFault(404, 'PERMISSION_NOT_FOUND', admin.send('DELETE', path, inProject(shop)), path);
      }
      await expectFault(400, 'MARKER_UNKNOWN', admin.send('GET', `${hrefOf(shop)}/permissions?marker=${ofGuest.id}`));
      await expectFault(400, 'MARKER_UNKNOWN', admin.send('GET', `${hrefOf(lab)}/permissions?marker=${ofProject.id}`));
    });

    it("only up to the caller's own role, and `admin` only by unrestricted administrators", async () => {
      const bound = world.apiOf(await world.token(await self(admin), { project: shop.id }));
      const ceiling = world.apiOf(await world.token(await self(admin), { role: 'owner' }));
      const toAdmin = await granted(admin, hrefOf(shop), { user: (await world.user()).id, role: 'admin' });
      for (const api of [people.owner.api, bound]) {
        const user = await world.user();
        for (const role of ROLES.slice(0, 4)) {
          const { href } = await granted(api, hrefOf(shop), { user: user.id, role });
          await api.expect(204, 'DELETE', href, inProject(shop));
        }
        await expectFault(403, 'FORBIDDEN', grant(api, hrefOf(shop), { user: user.id, role: 'admin' }));
        await expectFault(403, 'FORBIDDEN', api.send('DELETE', toAdmin.href, inProject(shop)));
      }
      await expectFault(
        403,
        'FORBIDDEN',
        grant(ceiling, hrefOf(shop), { user: (await world.user()).id, role: 'admin' }),
      );
      await admin.expect(204, 'DELETE', toAdmin.href);
    });

    async function self(api: Api): Promise<Named> {
      const response = await api.expect(200, 'GET', '/v1/tokens?limit=1');
      return response.json<{ tokens: { user: Named }[] }>().tokens[0]?.user as Named;
    }

    it("by no owner's token that is limited to a lower role or another project", async () => {
      for (const role of ['viewer', 'operator', 'member'] as const) {
        const api = world.apiOf(await world.token(people.owner, { role }));
        await expectFault(403, 'FORBIDDEN', grant(api, hrefOf(shop), { user: people.owner.id, role: 'viewer' }));
      }
      const elsewhere = await world.person([
        [shop, 'owner'],
        [lab, 'owner'],
      ]);
      const bound = world.apiOf(await world.token(elsewhere, { project: lab.id }));
      await expectFault(404, 'PROJECT_NOT_FOUND', bound.send('GET', `${hrefOf(shop)}/permissions`));
      await bound.expect(200, 'GET', `${hrefOf(lab)}/permissions`);
    });

    it('with all_projects only by administrators, who also get the same list without it', async () => {
      for (const { href } of places()) {
        expect(await listed(admin, href, '?all_projects=true')).to.deep.equal(await listed(admin, href));
        await expectFault(
          403,
          'FORBIDDEN',
          people.owner.api.send('GET', `${href}/permissions?all_projects=true`, inProject(shop)),
        );
      }
    });
  });

  it(`never give a user more rights than the first grantor had, however long the chain (seed ${SEED})`, async () => {
    const dice = new Dice(SEED);
    const project = await world.project();
    const place = hrefOf(project);
    const crowd = [await world.person([[project, 'owner']]), await world.person([[project, 'member']])];
    for (let index = 0; index < 4; index++) crowd.push(await world.person());
    const [first] = await listed(admin, place);
    /** The ids of the users who have been owner at some time. Only they can have granted anything. */
    const owners = new Set([crowd[0]?.id]);
    const seen: Record<number, number> = {};
    for (let round = 0; round < 100; round++) {
      // In half of the cases, a user who has been owner at some time.
      const giver = dice.of(dice.oneIn(2) ? crowd : crowd.filter(({ id }) => owners.has(id)));
      const taker = dice.of(crowd);
      let response: CheckedResponse;
      if (dice.oneIn(4)) {
        const target = dice.of(await listed(admin, place, '?limit=1000'));
        // The first permission stays, because revoking it could end every chain.
        if (target.id === first?.id) continue;
        response = await giver.api.send('DELETE', target.href);
      } else {
        const role = dice.of(ROLES);
        response = await giver.api.send('POST', `${place}/permissions`, { json: { user: taker.id, role } });
        if (response.status === 201) {
          expect(role).to.not.equal('admin');
          if (role === 'owner' && owners.has(giver.id)) owners.add(taker.id);
        }
      }
      seen[response.status] = (seen[response.status] ?? 0) + 1;
      expect([201, 204, 403, 404, 409], response.text).to.include(response.status);
      if (response.status < 300) expect(owners).to.include(giver.id);
    }
    expect(seen[201], 'grants').to.be.greaterThan(0);
    expect(seen[403], 'refusals').to.be.greaterThan(0);
    for (const { api } of crowd) await expectFault(403, 'FORBIDDEN', api.send('GET', '/v1/tokens?all_projects=true'));
  });

  describe('when revoked', () => {
    it('require the current ETag if If-Match is sent @conforming', async () => {
      for (const { href: place } of places()) {
        const { href } = await granted(people.owner.api, place, { user: (await world.user()).id, role: 'viewer' });
        const tag = (await admin.expect(200, 'GET', href, inProject(shop))).headers.get('etag') ?? '';
        for (const stale of ['"1"', `W/${tag}`]) {
          const headers = { 'if-match': stale, 'x-project-id': shop.id };
          await expectFault(412, 'PRECONDITION_FAILED', people.owner.api.send('DELETE', href, { headers }));
        }
        const seen = { 'if-none-match': tag, 'x-project-id': shop.id };
        await people.owner.api.expect(304, 'GET', href, { headers: seen });
        await people.owner.api.expect(204, 'DELETE', href, { headers: { 'if-match': tag, 'x-project-id': shop.id } });
        await expectFault(404, 'PERMISSION_NOT_FOUND', people.owner.api.send('DELETE', href, inProject(shop)));
      }
    });

    it('are revoked by only one of several concurrent requests', async () => {
      const { href } = await granted(admin, hrefOf(shop), { user: (await world.user()).id, role: 'viewer' });
      const responses = await Promise.all(Array.from({ length: 8 }, () => people.owner.api.send('DELETE', href)));
      expect(responses.map(({ status }) => status).sort()).to.deep.equal([204, ...Array<number>(7).fill(404)]);
    });

    it('together with their user, group or guest disappear, but their ids remain valid markers', async () => {
      const [user, group] = [await world.user(), await world.group()];
      const gone = [
        await granted(admin, hrefOf(shop), { user: user.id, role: 'viewer' }),
        await granted(admin, hrefOf(shop), { group: group.id, role: 'viewer' }),
        await granted(admin, guest.href, { user: user.id, role: 'viewer' }),
      ];
      await world.sql.query('delete from users where id = $1', [user.id]);
      await world.sql.query('delete from groups where id = $1', [group.id]);
      for (const { href, id } of gone) {
        await expectFault(404, 'PERMISSION_NOT_FOUND', admin.send('GET', href, inProject(shop)));
        const list = href.slice(0, href.lastIndexOf('/'));
        await admin.expect(200, 'GET', `${list}?marker=${id}`, inProject(shop));
      }
      const short = await makeGuest(shop);
      const { href } = await granted(admin, short.href, { user: (await world.user()).id, role: 'viewer' });
      await admin.expect(204, 'DELETE', short.href, { headers: { prefer: 'wait=60', 'x-project-id': shop.id } });
      await expectFault(404, 'GUEST_NOT_FOUND', admin.send('GET', href, inProject(shop)));
    });
  });

  describe('in lists', () => {
    let project: Named;
    let user: Named;
    let group: Named;
    let all: Permission[];
    before(async () => {
      project = await world.project();
      [user, group] = [await world.user('Zoe'), await world.group([], 'Zookeepers')];
      await world.grant(hrefOf(project), { user: user.id }, 'viewer');
      await world.grant(hrefOf(project), { group: group.id }, 'member');
      await world.grant(hrefOf(project), { user: user.id }, 'owner');
      all = await listed(admin, hrefOf(project));
    });

    async function roles(query: string): Promise<string[]> {
      return (await listed(admin, hrefOf(project), `?${query}`)).map(({ role }) => role);
    }

    it('are sorted by the time at which they were granted', async () => {
      expect(all.map(({ role }) => role)).to.deep.equal(['viewer', 'member', 'owner']);
      expect(await roles('sort_by=-created_at')).to.deep.equal(['owner', 'member', 'viewer']);
    });

    it('are found by each searchable field', async () => {
      const found: Readonly<Record<string, readonly string[]>> = {
        'user=ZOE': ['viewer', 'owner'],
        [`user=${user.id}`]: ['viewer', 'owner'],
        'user!=zoe': ['member'],
        'group=zoo*': ['member'],
        [`group=${group.id}`]: ['member'],
        'group=*': ['member'],
        'role=viewer': ['viewer'],
        'role>viewer': ['member', 'owner'],
        'role<=operator': ['viewer'],
        'created_at>2020-01-01': ['viewer', 'member', 'owner'],
        'created_at<2020-01-01': [],
        zoo: ['member'],
        zo: ['viewer', 'member', 'owner'],
        [`id=${all[2]?.id}`]: ['owner'],
      };
      for (const [search, expected] of Object.entries(found)) {
        expect(await roles(`search=${encodeURIComponent(search)}`), search).to.deep.equal(expected);
      }
      expect(await roles('case_sensitive=true&search=user%3Dzoe')).to.deep.equal([]);
      await expectFault(400, 'SEARCH_SYNTAX', admin.send('GET', `${hrefOf(project)}/permissions?search=king%3Dx`));
    });

    it('are paged by markers, with links that name the project or guest as the request did', async () => {
      const seen: (string | undefined)[] = [];
      let url: string | undefined = `${service.url}/v1/projects/${project.name}/permissions?limit=1&fields=role`;
      while (url !== undefined) {
        const { pathname, search } = new URL(url);
        expect(pathname).to.equal(`/v1/projects/${project.name}/permissions`);
        const response = await admin.expect(200, 'GET', pathname + search);
        const [shown] = response.json<PermissionList>().permissions;
        expect(Object.keys(shown ?? {})).to.have.members(['id', 'links', 'role']);
        seen.push(shown?.id);
        url = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
      }
      expect(seen).to.deep.equal(all.map(({ id }) => id));
    });
  });

  it('show new names after a rename, with a new ETag', async () => {
    const [user, group, project] = [await world.user(), await world.group(), await world.project()];
    const renamed = await makeGuest(shop);
    const ofUser = await world.grant(hrefOf(project), { user: user.id }, 'viewer');
    const ofGroup = await granted(admin, renamed.href, { group: group.id, role: 'viewer' });
    for (const [table, { id }, { href }, member] of [
      ['users', user, ofUser, 'user'],
      ['projects', project, ofUser, 'project'],
      ['groups', group, ofGroup, 'group'],
      ['guests', renamed, ofGroup, 'guest'],
    ] as const) {
      const before = await admin.expect(200, 'GET', href, inProject(shop));
      const name = uniqueName('renamed');
      await world.sql.query(`update ${table} set name = $2, name_folded = $2 where id = $1`, [id, name]);
      const after = await admin.expect(200, 'GET', href, inProject(shop));
      expect(after.json<Permission>()[member]).to.deep.equal({ id, name });
      expect(after.headers.get('etag')).to.not.equal(before.headers.get('etag'));
    }
  });

  it('are reported in events of the project to owners, with the caller, the role and the project or guest', async () => {
    const [user, group] = [await world.user(), await world.group()];
    const ofProject = await granted(people.owner.api, hrefOf(shop), { user: user.id, role: 'viewer' });
    const ofGuest = await granted(people.owner.api, guest.href, { group: group.id, role: 'operator' });
    for (const { href } of [ofProject, ofGuest]) await people.owner.api.expect(204, 'DELETE', href, inProject(shop));
    const eventsOf = async (id: string, { api } = people.owner): Promise<EventList['events']> => {
      const query = `/v1/events?limit=1000&kind=permission.granted,permission.revoked&sort_by=-id`;
      const { events } = (await api.expect(200, 'GET', query, inProject(shop))).json<EventList>();
      return events.filter(({ detail }) => detail?.['permission_id'] === id).reverse();
    };
    for (const [permission, detail, where] of [
      [
        ofProject,
        { role: 'viewer', user_id: user.id, user_name: user.name },
        { kind: 'project', id: shop.id, name: shop.name },
      ],
      [
        ofGuest,
        { role: 'operator', group_id: group.id, group_name: group.name },
        { kind: 'guest', id: guest.id, name: guest.name },
      ],
    ] as const) {
      await eventually(async () => (await eventsOf(permission.id)).length === 2);
      const events = await eventsOf(permission.id);
      expect(events.map(({ kind }) => kind)).to.deep.equal(['permission.granted', 'permission.revoked']);
      for (const event of events) {
        expect(event).to.include({ project_id: shop.id, user_id: people.owner.id, client_address: '127.0.0.1' });
        expect(event.subject).to.deep.equal(where);
        expect(event.detail).to.deep.equal({ permission_id: permission.id, ...detail });
      }
      for (const other of [people.viewer, people.operator, people.member]) {
        expect(await eventsOf(permission.id, other)).to.deep.equal([]);
      }
    }
  });
});
