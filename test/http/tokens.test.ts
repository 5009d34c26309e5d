/**
 * Tokens: what they show, who can make, see and revoke them, and that no token has more rights than the credential that
 * made it.
 *
 *   GUESTHOUSE_SEED   replays a printed seed (which tokens a chain of tokens consists of)
 */
import { createHash, randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { EventList, RoleName, Token, TokenCreate, TokenList, TokenWithSecret } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { AccessWorld, inProject, faultWithoutIds, type Named, type Person } from '../support/access/access-world.js';
import { uniqueName, type CheckedResponse, type Api } from '../support/api.js';
import { Dice } from '../support/fuzz/random.js';
import { SEED } from '../support/fuzz/seed.js';
import { Service } from '../support/service.js';
import { completeBeforeExpiry } from '../support/kill/complete-before-expiry.js';

const ROLES: readonly RoleName[] = ['viewer', 'operator', 'member', 'owner', 'admin'];
const ABSENT_ID = '00000000-0000-4000-8000-000000000000';
const HOUR_MS = 3_600_000;

describe('Tokens', () => {
  let service: Service;
  let world: AccessWorld;
  let admin: Api;
  let shop: Named;
  let lab: Named;
  before(async () => {
    service = await Service.start();
    world = await AccessWorld.open(service);
    admin = world.admin;
    shop = await world.project('shop');
    lab = await world.project('lab');
  });
  after(async () => {
    await world.close();
    await service.leave();
  });

  function inHours(hours: number): string {
    return new Date(Date.now() + hours * HOUR_MS).toISOString();
  }

  async function make(api: Api, more: Partial<TokenCreate> = {}): Promise<TokenWithSecret> {
    const json = { name: uniqueName('token'), ...more };
    return (await api.expect(201, 'POST', '/v1/tokens', { json })).json<TokenWithSecret>();
  }

  /** Expects a rejection (400) for one member of the body. */
  async function refusedAt(pointer: string, api: Api, more: Record<string, unknown>): Promise<CheckedResponse> {
    const response = await api.expect(400, 'POST', '/v1/tokens', { json: { name: uniqueName('token'), ...more } });
    expect(response.fault().error_name).to.equal('VALIDATION_FAILED');
    const pointers = new Set(response.fault().errors?.map((each) => each.pointer));
    expect([...pointers], JSON.stringify(more)).to.deep.equal([pointer]);
    return response;
  }

  async function forbidden(api: Api, more: Partial<TokenCreate>): Promise<CheckedResponse> {
    const response = await api.send('POST', '/v1/tokens', { json: { name: uniqueName('token'), ...more } });
    expect([response.status, response.text.includes('FORBIDDEN')], response.text).to.deep.equal([403, true]);
    return response;
  }

  async function listed(api: Api, query = ''): Promise<Token[]> {
    return (await api.expect(200, 'GET', `/v1/tokens${query}`)).json<TokenList>().tokens as Token[];
  }

  async function count(): Promise<number> {
    return (await world.sql.query<{ count: number }>('select count(*)::int from tokens')).rows[0]?.count ?? -1;
  }

  async function eventsOf(token: Token, api = admin): Promise<EventList['events']> {
    const search = encodeURIComponent(`kind=token.* sortby id desc`);
    const query = `/v1/events?limit=1000&all_projects=true&search=${search}`;
    const { events } = (await api.expect(200, 'GET', query)).json<EventList>();
    return events.filter(({ detail }) => detail?.['token_id'] === token.id).reverse();
  }

  describe('at creation', () => {
    it('have the rights of the credential that creates them, and show their secret only then @conforming', async () => {
      const response = await admin.expect(201, 'POST', '/v1/tokens', { json: { name: 'laptop' } });
      const { token: secret, ...shown } = response.json<TokenWithSecret>();
      expect(secret).to.match(/^gh_[A-Za-z0-9_-]{43}$/);
      expect(response.headers.get('location')).to.equal(service.url + shown.href);
      expect(shown).to.deep.include({ name: 'laptop', project: null, role: null, scopes: [], expires_at: null });
      expect(shown.user.name).to.equal('admin');
      const got = await admin.expect(200, 'GET', shown.href);
      expect(got.headers.get('etag')).to.equal(response.headers.get('etag'));
      expect(got.json()).to.deep.equal(shown);
      expect(await listed(admin)).to.deep.include(shown);
      expect((await listed(world.apiOf({ token: secret }))).map(({ id }) => id)).to.include(shown.id);
    });

    it('can be used immediately, in either header', async () => {
      const { token } = await make(admin);
      await admin.expect(200, 'GET', '/v1/guests', { token });
      await admin.expect(200, 'GET', '/v1/guests', { token: null, headers: { 'x-auth-token': token } });
    });

    it('keep their secret out of the database, the log, the events and every other response', async () => {
      const key = randomUUID();
      const json = { name: uniqueName('secret') };
      const made = await admin.expect(201, 'POST', '/v1/tokens', { json, headers: { 'idempotency-key': key } });
      const { token: secret, href } = made.json<TokenWithSecret>();
      await admin.expect(200, 'GET', '/v1/guests', { token: secret });
      await admin.send('GET', '/v1/guests', { token: `${secret}x` });
      const again = await admin.send('POST', '/v1/tokens', { json, headers: { 'idempotency-key': key } });
      const responses = [again, await admin.send('GET', href), await admin.send('GET', '/v1/tokens?limit=1000')];
      for (const { text } of responses) expect(text).to.not.contain(secret);
      const { rows: tables } = await world.sql.query<{ name: string }>(
        `select table_name as name from information_schema.tables where table_schema = current_schema()`,
      );
      expect(tables.map(({ name }) => name)).to.include.members(['tokens', 'events', 'idempotency_keys']);
      for (const { name } of tables) {
        const found = await world.sql.query(`select 1 from "${name}" t where strpos(t::text, $1) > 0`, [secret]);
        expect(found.rowCount, name).to.equal(0);
      }
      expect(JSON.stringify(service.log)).to.not.contain(secret);
      await admin.expect(204, 'DELETE', href);
      expect(JSON.stringify(await eventsOf(made.json()))).to.not.contain(secret);
    });

    it('need not have unique names, but names must follow the usual rules', async () => {
      const one = await make(admin, { name: 'Caf\u0065\u0301' });
      const two = await make(admin, { name: 'caf\u00e9' });
      expect([one.name, two.name]).to.deep.equal(['Caf\u00e9', 'caf\u00e9']);
      for (const name of ['', ' a', 'a/b', '..', 'a\u0000', 'x'.repeat(256), randomUUID()]) {
        await refusedAt('/name', admin, { name });
      }
    });

    it('are rejected (400) with values or members that the contract does not allow', async () => {
      const before = await count();
      for (const more of [
        { role: 'king' },
        { scopes: ['all'] },
        { scopes: ['metrics', 'metrics'] },
        { token: 'gh_x' },
      ]) {
        const response = await admin.send('POST', '/v1/tokens', { json: { name: 'x', ...more } });
        expect(response.status, JSON.stringify(more)).to.equal(400);
      }
      expect(await count()).to.equal(before);
    });

    it('require an expiry in the future, and show it to the millisecond', async () => {
      for (const text of [
        ...['2020-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '2126-02-30T00:00:00Z', '2126-01-01T24:00:00Z', 'tomorrow'],
        ...[
          '2126-01-01',
          '2126-01-01T00:00:00',
          '2126-01-01 00:00:00Z',
          '9999-12-31T23:59:59-12:00',
          '2126-13-01T00:00:00Z',
        ],
      ]) {
        await refusedAt('/expires_at', admin, { expires_at: text });
      }
      for (const [text, shown] of [
        ['2126-01-01T02:00:00.123+02:00', '2126-01-01T00:00:00.123Z'],
        ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
      ] as const) {
        expect((await make(admin, { expires_at: text })).expires_at).to.equal(shown);
      }
    });

    it('are rejected (401) after their expiry', async () => {
      const { token } = await completeBeforeExpiry(1_000, (expiresAt) => make(admin, { expires_at: expiresAt }));
      await eventually(async () => (await admin.send('GET', '/v1/tokens', { token })).status === 401);
    });
  });

  describe('for other users', () => {
    it('can be created by administrators, for users by id or name', async () => {
      const user = await world.user('Bob');
      for (const named of [user.id, 'Bob', 'bOB']) {
        expect((await make(admin, { user: named })).user).to.deep.equal(user);
      }
      for (const nobody of [ABSENT_ID, 'nobody']) await refusedAt('/user', admin, { user: nobody });
    });

    it('cannot be created by anyone else, whether or not the user exists', async () => {
      const other = await world.user();
      const bound = await make(admin, { project: shop.id });
      for (const role of ROLES.slice(0, 4)) {
        const { api, id, name } = await world.person([[shop, role]]);
        const refusals = await Promise.all(
          [other.id, other.name, ABSENT_ID, 'nobody', 'admin'].map((user) => forbidden(api, { user })),
        );
        expect(new Set(refusals.map((each) => JSON.stringify(faultWithoutIds(each)))).size).to.equal(1);
        for (const user of [id, name, name.toUpperCase()])
          expect((await make(api, { user })).user).to.deep.equal({ id, name });
      }
      await forbidden(world.apiOf(bound), { user: other.id });
      await forbidden(world.apiOf(await make(admin, { role: 'owner' })), { user: other.id });
    });

    it('can be seen and revoked only by administrators, and seem not to exist for other callers', async () => {
      const [owner, stranger] = [await world.person([[shop, 'owner']]), await world.person([[shop, 'owner']])];
      const bound = world.apiOf(await make(admin, { project: shop.id }));
      for (const api of [stranger.api, bound, world.apiOf(await make(admin, { role: 'owner' }))]) {
        for (const method of ['GET', 'DELETE']) {
          const [there, absent] = [
            await api.send(method, owner.token.href),
            await api.send(method, `/v1/tokens/${ABSENT_ID}`),
          ];
          expect(there.fault().error_name).to.equal('TOKEN_NOT_FOUND');
          expect(faultWithoutIds(there)).to.deep.equal(faultWithoutIds(absent));
        }
        await api.refused(403, 'FORBIDDEN', 'GET', '/v1/tokens?all_projects=true');
        const markers = [owner.token.id, ABSENT_ID].map((id) => api.send('GET', `/v1/tokens?marker=${id}`));
        const [there, absent] = await Promise.all(markers);
        expect(there?.fault().error_name).to.equal('MARKER_UNKNOWN');
        expect(there && faultWithoutIds(there)).to.deep.equal(absent && faultWithoutIds(absent));
      }
      const all = await listed(admin, '?all_projects=true&limit=1000');
      expect(all.map(({ id }) => id)).to.include.members([owner.token.id, stranger.token.id]);
      expect((await listed(admin, '?limit=1000')).map(({ id }) => id)).to.not.include(owner.token.id);
      const { token: _secret, ...shown } = owner.token;
      const { last_used_at: _used, ...got } = (await admin.expect(200, 'GET', owner.token.href)).json<Token>();
      expect(shown).to.deep.include(got);
      await admin.expect(204, 'DELETE', owner.token.href);
      await eventually(async () => (await owner.api.send('GET', '/v1/tokens')).status === 401);
    });
  });

  describe('that are bound to a project', () => {
    it('are valid only for that project, named by id or name', async () => {
      const person = await world.person([
        [shop, 'member'],
        [lab, 'member'],
      ]);
      for (const project of [shop.id, 'shop', 'SHOP']) {
        const bound = await make(person.api, { project });
        expect(bound.project).to.deep.equal(shop);
        const api = world.apiOf(bound);
        const guest = await api.makeGuest();
        expect(guest.project_id).to.equal(shop.id);
        await person.api.expect(200, 'GET', guest.href, inProject(shop));
        await person.api.refused(404, 'GUEST_NOT_FOUND', 'GET', guest.href, inProject(lab));
      }
    });

    it('cannot be bound to a project in which the caller has no role, whether or not the project exists', async () => {
      const person = await world.person([[shop, 'owner']]);
      const [other, absent, none] = [
        await refusedAt('/project', person.api, { project: lab.id }),
        await refusedAt('/project', person.api, { project: ABSENT_ID }),
        await refusedAt('/project', person.api, { project: 'nowhere' }),
      ];
      expect(faultWithoutIds(other)).to.deep.equal(faultWithoutIds(absent));
      expect(faultWithoutIds(other)).to.deep.equal(faultWithoutIds(none));
      await refusedAt('/project', admin, { project: ABSENT_ID });
    });

    it('can create tokens only for the same project', async () => {
      const person = await world.person([
        [shop, 'owner'],
        [lab, 'owner'],
      ]);
      const bound = world.apiOf(await make(person.api, { project: 'shop' }));
      for (const more of [{}, { project: null }, { project: shop.id }, { project: 'Shop' }]) {
        expect((await make(bound, more)).project).to.deep.equal(shop);
      }
      const refusals = await Promise.all(
        [lab.id, 'lab', ABSENT_ID, 'nowhere'].map((project) => forbidden(bound, { project })),
      );
      expect(new Set(refusals.map((each) => JSON.stringify(faultWithoutIds(each)))).size).to.equal(1);
    });

    it('can see and revoke only tokens that are bound to the same project', async () => {
      const person = await world.person([[shop, 'owner']]);
      const [bound, sibling] = [
        await make(person.api, { project: 'shop' }),
        await make(person.api, { project: 'shop' }),
      ];
      const api = world.apiOf(bound);
      expect((await listed(api)).map(({ id }) => id)).to.deep.equal([bound.id, sibling.id]);
      expect((await listed(person.api)).map(({ id }) => id)).to.deep.equal([person.token.id, bound.id, sibling.id]);
      await api.refused(404, 'TOKEN_NOT_FOUND', 'GET', person.token.href);
      await api.refused(404, 'TOKEN_NOT_FOUND', 'DELETE', person.token.href);
      await api.refused(400, 'MARKER_UNKNOWN', 'GET', `/v1/tokens?marker=${person.token.id}`);
      await api.expect(204, 'DELETE', sibling.href);
    });

    it('are removed with the project', async () => {
      const project = await world.project();
      const bound = await make(admin, { project: project.id });
      await world.sql.query('delete from projects where id = $1', [project.id]);
      await eventually(async () => (await world.apiOf(bound).send('GET', '/v1/tokens')).status === 401);
      await admin.refused(404, 'TOKEN_NOT_FOUND', 'GET', bound.href);
      await admin.expect(200, 'GET', `/v1/tokens?all_projects=true&marker=${bound.id}`);
    });
  });

  describe('with a role', () => {
    it('limit their user to that role', async () => {
      const person = await world.person([[shop, 'member']]);
      const guest = await person.api.expect(
        201,
        'POST',
        '/v1/guests',
        inProject(shop, { json: { name: uniqueName(), vcpus: 1, memory_mib: 64 } }),
      );
      const { href } = guest.json<{ href: string }>();
      const viewer = world.apiOf(await make(person.api, { role: 'viewer' }));
      await viewer.expect(200, 'GET', href, inProject(shop));
      await viewer.refused(403, 'FORBIDDEN', 'DELETE', href, inProject(shop));
      const owner = world.apiOf(await make(person.api, { role: 'owner' }));
      await owner.refused(403, 'FORBIDDEN', 'GET', `/v1/projects/${shop.id}/permissions`);
    });

    it('cannot revoke tokens with a higher role or without one', async () => {
      const person = await world.person([[shop, 'owner']]);
      const lesser = await make(person.api, { role: 'operator' });
      const api = world.apiOf(lesser);
      for (const { href } of [person.token, await make(person.api, { role: 'member' })]) {
        await api.refused(403, 'FORBIDDEN', 'DELETE', href);
        await admin.expect(200, 'GET', href);
      }
      for (const { href } of [await make(person.api, { role: 'viewer' }), lesser])
        await api.expect(204, 'DELETE', href);
    });

    it('cannot create tokens with a higher role', async () => {
      for (const [rank, ceiling] of ROLES.entries()) {
        const api = world.apiOf(await make(admin, { role: ceiling }));
        expect((await make(api)).role).to.equal(ceiling);
        expect((await make(api, { role: null })).role).to.equal(ceiling);
        for (const [wanted, role] of ROLES.entries()) {
          if (wanted > rank) await forbidden(api, { role });
          else expect((await make(api, { role })).role).to.equal(role);
        }
      }
    });
  });

  describe('with an expiry', () => {
    it('cannot create tokens that outlive them', async () => {
      const end = inHours(1);
      const api = world.apiOf(await make(admin, { expires_at: end }));
      for (const more of [{}, { expires_at: null }, { expires_at: end }])
        expect((await make(api, more)).expires_at).to.equal(end);
      const sooner = inHours(0.5);
      expect((await make(api, { expires_at: sooner })).expires_at).to.equal(sooner);
      await forbidden(api, { expires_at: new Date(Date.parse(end) + 1).toISOString() });
    });
  });

  describe('with a scope', () => {
    it('can do only what the scope allows, and cannot create, see or revoke tokens, not even themselves', async () => {
      const user = await world.person([[shop, 'admin']]);
      const scoped = await make(admin, { user: user.id, scopes: ['metrics'] });
      expect(scoped.scopes).to.deep.equal(['metrics']);
      const api = world.apiOf(scoped);
      await api.expect(200, 'GET', '/metrics');
      await forbidden(api, {});
      await forbidden(api, { scopes: ['metrics'] });
      await api.refused(403, 'FORBIDDEN', 'GET', '/v1/tokens');
      await api.refused(403, 'FORBIDDEN', 'GET', scoped.href);
      await api.refused(403, 'FORBIDDEN', 'DELETE', scoped.href);
      await api.refused(403, 'FORBIDDEN', 'GET', '/v1/guests');
    });

    it('loses the rights of the scope when its user does', async () => {
      const user = await world.user();
      const api = world.apiOf(await make(admin, { user: user.id, scopes: ['metrics'] }));
      await api.refused(403, 'FORBIDDEN', 'GET', '/metrics');
      const permission = await world.grant(`/v1/projects/${shop.id}`, { user: user.id }, 'admin');
      await eventually(async () => (await api.send('GET', '/metrics')).status === 200);
      await admin.expect(204, 'DELETE', permission.href);
      await eventually(async () => (await api.send('GET', '/metrics')).status === 403);
    });

    it('can be created only by callers who have the rights of the scope', async () => {
      const scopes: TokenCreate['scopes'] = ['metrics'];
      for (const role of ROLES.slice(0, 4)) await forbidden((await world.person([[shop, role]])).api, { scopes });
      await forbidden(world.apiOf(await make(admin, { project: shop.id })), { scopes });
      await forbidden(world.apiOf(await make(admin, { role: 'owner' })), { scopes });
    });
  });

  it(`never have more rights than the credential that created them, however long the chain (seed ${SEED})`, async () => {
    const dice = new Dice(SEED);
    interface Link {
      readonly api: Api;
      readonly shown: Token;
    }
    const person = await world.person([
      [shop, 'owner'],
      [lab, 'member'],
    ]);
    const links: Link[] = [
      { api: admin, shown: await make(admin) },
      { api: person.api, shown: person.token },
    ];
    let [made, refused] = [0, 0];
    for (let round = 0; round < 100; round++) {
      const { api, shown: maker } = dice.of(links);
      const wish: Partial<TokenCreate> = {
        ...(dice.oneIn(2) ? {} : { project: dice.of([shop, lab]).id }),
        ...(dice.oneIn(2) ? {} : { role: dice.of(ROLES) }),
        ...(dice.oneIn(2) ? {} : { expires_at: inHours(1 + dice.below(5)) }),
        ...(dice.oneIn(8) ? { scopes: ['metrics' as const] } : {}),
      };
      const response = await api.send('POST', '/v1/tokens', { json: { name: 'link', ...wish } });
      if (response.status !== 201) {
        expect([400, 403], response.text).to.include(response.status);
        refused += 1;
        continue;
      }
      made += 1;
      const token = response.json<TokenWithSecret>();
      expect(token.user).to.deep.equal(maker.user);
      expect(maker.scopes).to.deep.equal([]);
      if (maker.project !== null) expect(token.project).to.deep.equal(maker.project);
      if (maker.role !== null) expect(ROLES.indexOf(token.role ?? 'admin')).to.be.at.most(ROLES.indexOf(maker.role));
      if (maker.expires_at !== null)
        expect(Date.parse(token.expires_at ?? '9999-12-31')).to.be.at.most(Date.parse(maker.expires_at));
      if (token.scopes.length > 0) await api.expect(200, 'GET', '/metrics');
      links.push({ api: world.apiOf(token), shown: token });
    }
    expect(made).to.be.greaterThan(0);
    expect(refused).to.be.greaterThan(0);
  });

  describe('when revoked', () => {
    it('are rejected (401) from then on and forever @conforming', async () => {
      const token = await make(admin);
      const api = world.apiOf(token);
      await api.expect(200, 'GET', '/v1/tokens');
      await admin.expect(204, 'DELETE', token.href);
      await eventually(async () => (await api.send('GET', '/v1/tokens')).status === 401);
      await admin.refused(404, 'TOKEN_NOT_FOUND', 'GET', token.href);
      await admin.refused(404, 'TOKEN_NOT_FOUND', 'DELETE', token.href);
      const hash = createHash('sha256').update(token.token).digest();
      const kept = await world.sql.query('select 1 from revoked_tokens where secret_sha256 = $1', [hash]);
      expect(kept.rowCount).to.equal(1);
    });

    it('can be the credential of the request that revokes them', async () => {
      const { api, token } = await world.person();
      await api.expect(204, 'DELETE', token.href);
      await eventually(async () => (await api.send('GET', '/v1/tokens')).status === 401);
    });

    it('require the current ETag if If-Match is sent', async () => {
      const { href } = await make(admin);
      const tag = (await admin.expect(200, 'GET', href)).headers.get('etag') ?? '';
      for (const stale of ['"1"', `W/${tag}`]) {
        await admin.refused(412, 'PRECONDITION_FAILED', 'DELETE', href, { headers: { 'if-match': stale } });
      }
      await admin.expect(304, 'GET', href, { headers: { 'if-none-match': tag } });
      await admin.expect(204, 'DELETE', href, { headers: { 'if-match': tag } });
      await admin.refused(404, 'TOKEN_NOT_FOUND', 'DELETE', href, { headers: { 'if-match': '*' } });
    });

    it('cannot create tokens, even while a replica has not yet received the revocation', async () => {
      await world.sql.query('alter table tokens disable trigger tokens_access');
      try {
        for (let isRemembered = false; !isRemembered;) {
          const token = await make(admin);
          const api = world.apiOf(token);
          await api.expect(200, 'GET', '/v1/tokens');
          await admin.expect(204, 'DELETE', token.href);
          // The token is still in the cache, as on another replica that has not yet received the notification. It is
          // not in the cache if the service has just lost its listening connection.
          isRemembered = (await api.send('GET', '/v1/tokens')).status === 200;
          await api.refused(401, 'UNAUTHENTICATED', 'POST', '/v1/tokens', { json: { name: 'heir' } });
        }
      } finally {
        await world.sql.query('alter table tokens enable trigger tokens_access');
      }
    });

    it('are revoked by only one of several concurrent requests', async () => {
      const token = await make(admin);
      const responses = await Promise.all(Array.from({ length: 8 }, () => admin.send('DELETE', token.href)));
      expect(responses.map(({ status }) => status).sort()).to.deep.equal([204, ...Array<number>(7).fill(404)]);
      await eventually(async () => (await eventsOf(token)).length === 2);
    });

    it('are removed with their user, but their hashes are kept', async () => {
      const { id, token, api } = await world.person();
      await world.sql.query('delete from users where id = $1', [id]);
      await eventually(async () => (await api.send('GET', '/v1/tokens')).status === 401);
      const hash = createHash('sha256').update(token.token).digest();
      expect(
        (await world.sql.query('select 1 from revoked_tokens where secret_sha256 = $1', [hash])).rowCount,
      ).to.equal(1);
    });
  });

  describe('requested again with one idempotency key', () => {
    it('are created once, and the secret is not shown again', async () => {
      const options = { json: { name: uniqueName('once') }, headers: { 'idempotency-key': randomUUID() } };
      const made = (await admin.expect(201, 'POST', '/v1/tokens', options)).json<TokenWithSecret>();
      const before = await count();
      for (let time = 2; time <= 3; time++) {
        const again = await admin.expect(409, 'POST', '/v1/tokens', options);
        expect(again.fault().error_name).to.equal('TOKEN_ALREADY_SHOWN');
        expect(again.fault().detail).to.contain(made.id);
        expect(again.headers.get('idempotency-replayed')).to.equal('true');
      }
      expect(await count()).to.equal(before);
      const other = { ...options, json: { ...options.json, role: 'viewer' } };
      await admin.refused(422, 'IDEMPOTENCY_KEY_REUSED', 'POST', '/v1/tokens', other);
    });

    it('are created once by 20 concurrent requests', async () => {
      const before = await count();
      const options = { json: { name: uniqueName('once') }, headers: { 'idempotency-key': randomUUID() } };
      const responses = await Promise.all(Array.from({ length: 20 }, () => admin.send('POST', '/v1/tokens', options)));
      expect(responses.filter(({ status }) => status === 201)).to.have.length(1);
      const refusals = responses.filter(({ status }) => status !== 201);
      for (const each of refusals)
        expect(['TOKEN_ALREADY_SHOWN', 'IDEMPOTENCY_KEY_IN_USE']).to.include(each.fault().error_name);
      expect(await count()).to.equal(before + 1);
    });

    it('are created once for each user who sends the key', async () => {
      const options = { json: { name: uniqueName('once') }, headers: { 'idempotency-key': randomUUID() } };
      const [one, two] = [await world.person(), await world.person()];
      await one.api.expect(201, 'POST', '/v1/tokens', options);
      await two.api.expect(201, 'POST', '/v1/tokens', options);
    });
  });

  describe('in lists', () => {
    let person: Person;
    let tokens: Token[];
    before(async () => {
      person = await world.person([[shop, 'owner']]);
      for (const [name, more] of [
        ['Alpha', { project: 'shop', role: 'viewer' }],
        ['beta', { role: 'operator', expires_at: '2126-01-01T00:00:00Z' }],
        ['gamma', { role: 'owner' }],
      ] as const) {
        await make(person.api, { name, ...more });
      }
      tokens = await listed(person.api);
    });

    async function names(query: string): Promise<string[]> {
      return (await listed(person.api, `?${query}`)).map(({ name }) => name);
    }

    it('are sorted by creation time or by name', async () => {
      const own = person.token.name;
      expect(tokens.map(({ name }) => name)).to.deep.equal([own, 'Alpha', 'beta', 'gamma']);
      expect(await names('sort_by=-created_at')).to.deep.equal(['gamma', 'beta', 'Alpha', own]);
      expect(await names('sort_by=name')).to.deep.equal(['Alpha', 'beta', 'gamma', own]);
      expect(await names('sort_by=-name')).to.deep.equal([own, 'gamma', 'beta', 'Alpha']);
    });

    it('are found by each searchable field', async () => {
      const own = person.token.name;
      const found: Readonly<Record<string, readonly string[]>> = {
        'name=ALPHA': ['Alpha'],
        'project=shop': ['Alpha'],
        [`project=${shop.id}`]: ['Alpha'],
        'project=lab': [],
        [`user=${person.name}`]: [own, 'Alpha', 'beta', 'gamma'],
        'user=admin': [],
        'role=operator': ['beta'],
        'role<owner': ['Alpha', 'beta'],
        'role>=operator': ['beta', 'gamma'],
        'role!=viewer': [own, 'beta', 'gamma'],
        'scopes=metrics': [],
        'scopes!=metrics': [own, 'Alpha', 'beta', 'gamma'],
        'expires_at>2126-01-01': [],
        'expires_at=2126-01-01': ['beta'],
        'expires_at!=*': [own, 'Alpha', 'gamma'],
        'last_used_at=*': [own],
        'created_at>2020-01-01': [own, 'Alpha', 'beta', 'gamma'],
        alph: ['Alpha'],
        [`id=${tokens[3]?.id}`]: ['gamma'],
      };
      // The service writes the time of use after the response.
      await eventually(async () => (await names(`search=${encodeURIComponent('last_used_at=*')}`)).length > 0);
      for (const [search, expected] of Object.entries(found)) {
        expect(await names(`search=${encodeURIComponent(search)}`), search).to.deep.equal(expected);
      }
      await person.api.refused(400, 'SEARCH_SYNTAX', 'GET', '/v1/tokens?search=secret%3Dx');
      expect(await names('case_sensitive=true&search=name%3Dalpha')).to.deep.equal([]);
    });

    it('are paged by markers, including those of revoked tokens', async () => {
      const page = async (marker: string | null, sort = 'created_at'): Promise<TokenList> => {
        const query = `?limit=1&sort_by=${sort}${marker === null ? '' : `&marker=${marker}`}`;
        return (await person.api.expect(200, 'GET', `/v1/tokens${query}`)).json<TokenList>();
      };
      const pages = [await page(null)];
      for (let next = pages[0]?.markers.next ?? null; next !== null; next = pages.at(-1)?.markers.next ?? null) {
        pages.push(await page(next));
      }
      const seen = pages.flatMap((each) => each.tokens.map(({ id }) => id));
      expect(seen).to.deep.equal(tokens.map(({ id }) => id));
      const extra = await make(person.api, { name: 'Beta 2', project: 'shop' });
      await person.api.expect(204, 'DELETE', extra.href);
      expect((await page(extra.id)).tokens).to.deep.equal([]);
      expect((await page(extra.id, 'name')).tokens[0]?.name).to.equal('gamma');
      const bound = world.apiOf(await make(person.api, { project: 'shop' }));
      await bound.expect(200, 'GET', `/v1/tokens?marker=${extra.id}`);
      const stranger = await world.person([[shop, 'owner']]);
      await stranger.api.refused(400, 'MARKER_UNKNOWN', 'GET', `/v1/tokens?marker=${extra.id}`);
      await admin.refused(400, 'MARKER_UNKNOWN', 'GET', `/v1/tokens?marker=${extra.id}`);
      await admin.expect(200, 'GET', `/v1/tokens?all_projects=true&marker=${extra.id}`);
    });
  });

  it('show new names after a rename, with a new ETag', async () => {
    const [user, project] = [await world.user(), await world.project()];
    const { href } = await make(admin, { user: user.id, project: project.id });
    let tag = (await admin.expect(200, 'GET', href)).headers.get('etag');
    for (const [table, { id }, member] of [
      ['users', user, 'user'],
      ['projects', project, 'project'],
    ] as const) {
      const name = uniqueName('renamed');
      await world.sql.query(`update ${table} set name = $2, name_folded = $2 where id = $1`, [id, name]);
      const response = await admin.expect(200, 'GET', href);
      expect(response.json<Token>()[member]).to.deep.equal({ id, name });
      expect(response.headers.get('etag')).to.not.equal(tag);
      tag = response.headers.get('etag');
    }
  });

  it('are reported in events, to the owners of their project or to administrators', async () => {
    const person = await world.person([[shop, 'viewer']]);
    const bound = await make(person.api, { project: 'shop', role: 'viewer', expires_at: inHours(1) });
    const free = await make(person.api);
    for (const { href } of [bound, free]) await person.api.expect(204, 'DELETE', href);
    for (const token of [bound, free]) {
      await eventually(async () => (await eventsOf(token)).length === 2);
      const events = await eventsOf(token);
      expect(events.map(({ kind }) => kind)).to.deep.equal(['token.created', 'token.revoked']);
      for (const event of events) {
        expect(event).to.include({
          project_id: token.project?.id ?? null,
          user_id: person.id,
          client_address: '127.0.0.1',
        });
        expect(event.detail).to.deep.equal({
          token_id: token.id,
          name: token.name,
          user_id: person.id,
          user_name: person.name,
          role: token.role,
          scopes: '',
          expires_at: token.expires_at,
        });
      }
    }
    const seenBy = async (api: Api): Promise<unknown[]> => {
      const { events } = (await api.expect(200, 'GET', '/v1/events?limit=1000', inProject(shop))).json<EventList>();
      return events.map(({ detail }) => detail?.['token_id']);
    };
    const seenByOwner = await seenBy((await world.person([[shop, 'owner']])).api);
    expect(seenByOwner).to.include(bound.id);
    expect(seenByOwner).to.not.include(free.id);
    expect(await seenBy(person.api)).to.not.include.oneOf([bound.id, free.id]);
  });
});
