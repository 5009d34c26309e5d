/**
 * Credentials from an identity service, through the whole service, with a real OpenID provider and a real Keystone.
 */
import { expect } from 'chai';
import type { EventList, Guest, ProjectList, UserList } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { Api, newGuest, uniqueName } from '../support/api.js';
import { Keystone, whyNoKeystone } from '../support/peers/keystone.js';
import { eventsOf } from '../support/access/named-resource.js';
import { AUDIENCE, OidcProvider } from '../support/peers/oidc-provider.js';
import { grant } from '../support/access/people.js';
import { Service } from '../support/service.js';
import { skip } from '../support/skip.js';

/** Sends the credential in the header that OpenStack clients use. */
class TokenHeader extends Api {
  readonly #credential: string;

  constructor(service: Service, credential: string) {
    super(service);
    this.#credential = credential;
  }

  override send(...[method, path, options = {}]: Parameters<Api['send']>): ReturnType<Api['send']> {
    const headers = { ...options.headers, 'x-auth-token': this.#credential };
    return super.send(method, path, { ...options, headers, token: null });
  }
}

describe('A token of an OpenID provider', () => {
  let provider: OidcProvider;
  let service: Service;
  let admin: Api;
  before(async () => {
    provider = await OidcProvider.start();
    service = await Service.start({
      env: { GUESTHOUSE_OIDC_ISSUER: provider.issuer, GUESTHOUSE_OIDC_AUDIENCE: AUDIENCE },
    });
    admin = new Api(service);
  });
  after(async () => {
    await service.leave();
    await provider.stop();
  });

  const clientOf = (token: string): Api => new Api({ url: service.url, token });

  it('creates its user, without any rights, at its first use', async () => {
    const ann = clientOf(await provider.forge({ sub: 'ann', preferred_username: 'ann' }));
    const { users } = (await ann.expect(200, 'GET', '/v1/users')).json<UserList>();
    expect(users.map(({ name }) => name)).to.deep.equal(['ann']);
    await ann.refused(400, 'PROJECT_REQUIRED', 'GET', '/v1/guests');
    await ann.refused(400, 'PROJECT_REQUIRED', 'GET', '/v1/guests', { headers: { 'x-project-id': 'default' } });
    await ann.refused(403, 'FORBIDDEN', 'GET', '/v1/hosts');
    // The subject identifies the user, whatever name the token contains now.
    const again = clientOf(await provider.forge({ sub: 'ann', preferred_username: 'admin' }));
    expect((await again.expect(200, 'GET', '/v1/users')).json<UserList>().users).to.deep.equal(users);
  });

  it('does not identify another user by containing the name of that user', async () => {
    const thief = clientOf(await provider.forge({ sub: 'thief', preferred_username: 'admin' }));
    const [user] = (await thief.expect(200, 'GET', '/v1/users')).json<UserList>().users;
    expect(user?.name).to.equal('admin (2)');
    await thief.refused(403, 'FORBIDDEN', 'POST', '/v1/projects', { json: { name: uniqueName('project') } });
    const [event] = await eventsOf(admin, 'user.created', user?.id ?? '');
    expect(event?.detail['name']).to.equal('admin (2)');
  });

  it('that two services first see at the same time creates one user for each subject, and one event for each user', async () => {
    const another = await Service.start({
      databaseUrl: service.databaseUrl,
      dataFolder: service.dataFolder,
      env: { GUESTHOUSE_OIDC_ISSUER: provider.issuer, GUESTHOUSE_OIDC_AUDIENCE: AUDIENCE },
    });
    try {
      const name = uniqueName('twin');
      const tokens = await Promise.all(
        Array.from({ length: 20 }, (_, nth) =>
          provider.forge({ sub: `${name} ${nth % 2}`, preferred_username: name, jti: String(nth) }),
        ),
      );
      const seen = tokens.map(async (token, nth) => {
        const api = new Api({ url: nth % 4 < 2 ? service.url : another.url, token });
        return (await api.expect(200, 'GET', '/v1/users')).json<UserList>().users.map((user) => user.name);
      });
      const names = (await Promise.all(seen)).flat();
      expect(new Set(names)).to.deep.equal(new Set([name, `${name} (2)`]));
      expect(new Set(names.filter((_, nth) => nth % 2 === 0)).size).to.equal(1);
      const createdNames = async (): Promise<string[]> => {
        const response = await admin.expect(200, 'GET', '/v1/events?all_projects=true&kind=user.created&limit=1000');
        const events = response.json<EventList>().events.map(({ detail }) => String(detail?.['name']));
        return events.filter((each) => each.startsWith(name)).sort();
      };
      await eventually(async () => (await createdNames()).length >= 2);
      expect(await createdNames()).to.deep.equal([name, `${name} (2)`]);
    } finally {
      await another.stop();
    }
  });

  it('has the rights of the groups that it names', async () => {
    const name = uniqueName('group');
    const group = (await admin.expect(201, 'POST', '/v1/groups', { json: { name } })).json<{ id: string }>();
    await grant(service, { group: group.id }, { role: 'member' });
    const headers = { 'x-project-id': 'default' };
    const ben = clientOf(await provider.forge({ sub: 'ben', groups: [name, 'elsewhere'] }));
    await ben.expect(201, 'POST', '/v1/guests', { json: newGuest(), headers });
    const without = clientOf(await provider.forge({ sub: 'ben' }));
    await without.refused(400, 'PROJECT_REQUIRED', 'GET', '/v1/guests', { headers });
  });

  it('that names a project is valid only for that project', async () => {
    const name = uniqueName('group');
    const group = (await admin.expect(201, 'POST', '/v1/groups', { json: { name } })).json<{ id: string }>();
    const [here, there] = [uniqueName('project'), uniqueName('project')];
    for (const project of [here, there]) {
      await admin.expect(201, 'POST', '/v1/projects', { json: { name: project } });
      await grant(service, { group: group.id }, { role: 'viewer', project });
    }
    const claims = { sub: 'cat', groups: [name] };
    const bound = clientOf(await provider.forge({ ...claims, project: here }));
    await bound.expect(200, 'GET', '/v1/guests');
    const headers = { 'x-project-id': there };
    await bound.refused(400, 'PROJECT_REQUIRED', 'GET', '/v1/guests', { headers });
    await clientOf(await provider.forge(claims)).expect(200, 'GET', '/v1/guests', { headers });
    const lost = clientOf(await provider.forge({ ...claims, project: 'no-such-project' }));
    await lost.refused(401, 'UNAUTHENTICATED', 'GET', '/v1/guests');
  });

  it('is rejected if it is expired, for another service, or unsigned', async () => {
    const nowS = Math.floor(Date.now() / 1000);
    const [, payload = ''] = (await provider.forge()).split('.');
    const header = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    for (const token of [
      await provider.forge({ exp: nowS - 120, iat: nowS - 600 }),
      await provider.forge({ aud: 'https://other.example' }),
      `${header}.${payload}.`,
    ]) {
      await admin.refused(401, 'UNAUTHENTICATED', 'GET', '/v1', { token });
    }
  });

  it('signed with a new key cannot be verified while the provider is down, but tokens of the service itself still work', async () => {
    await clientOf(await provider.forge({ sub: 'dan' })).expect(200, 'GET', '/v1');
    const another = await Service.start({
      env: { GUESTHOUSE_OIDC_ISSUER: provider.issuer, GUESTHOUSE_OIDC_AUDIENCE: AUDIENCE },
    });
    try {
      const token = await provider.forge({ sub: 'dan' });
      await provider.stop();
      const api = new Api(another);
      await api.refused(503, 'IDENTITY_UNREACHABLE', 'GET', '/v1/guests', { token });
      await api.expect(200, 'GET', '/v1/guests');
      // A service that already has the keys of the provider does not need the provider.
      await admin.expect(200, 'GET', '/v1', { token });
    } finally {
      await another.leave();
      await provider.listen();
    }
  });
});

describe('A token of Keystone', function () {
  this.timeout(240_000);
  let keystone: Keystone;
  let service: Service;
  let web: { readonly id: string };
  before(async function () {
    const why = await whyNoKeystone();
    if (why !== null) skip(this, 'keystone', why);
    keystone = await Keystone.make();
    web = await keystone.make('project', { name: 'web', domain_id: 'default' });
    service = await Service.start({ env: { GUESTHOUSE_KEYSTONE_URL: keystone.url } });
  });
  after(async () => {
    await (service as Service | undefined)?.leave();
    await (keystone as Keystone | undefined)?.leave();
  });

  async function issue(name: string, role: string): Promise<string> {
    const user = await keystone.makeUser(name);
    await keystone.grant(role, user.id, { kind: 'project', id: web.id });
    return keystone.issue({ kind: 'project', id: web.id }, user.id);
  }

  it('gives access to its project, which the service creates at the first use, with the role that the token has there', async () => {
    const ada = new TokenHeader(service, await issue('ada', 'member'));
    const made = (await ada.expect(201, 'POST', '/v1/guests', { json: newGuest() })).json<Guest>();
    const { projects } = (await ada.expect(200, 'GET', '/v1/projects')).json<ProjectList>();
    expect(projects.map(({ id, name }) => ({ id, name }))).to.deep.equal([{ id: made.project_id, name: 'web' }]);
    const reader = new TokenHeader(service, await issue('bob', 'reader'));
    expect((await reader.expect(200, 'GET', `/v1/guests/${made.id}`)).json<Guest>().user_id).to.equal(made.user_id);
    await reader.refused(403, 'FORBIDDEN', 'DELETE', `/v1/guests/${made.id}`);
    await reader.refused(403, 'FORBIDDEN', 'POST', '/v1/projects', { json: { name: uniqueName('project') } });
  });

  it('is rejected if forged, and cannot be verified while Keystone is down, but tokens of the service itself still work', async () => {
    const made = await issue('cat', 'member');
    const forged = `${made.slice(0, -8)}AAAAAAAA`;
    await new TokenHeader(service, forged).refused(401, 'UNAUTHENTICATED', 'GET', '/v1/guests');
    await keystone.stop();
    await new TokenHeader(service, made).refused(503, 'IDENTITY_UNREACHABLE', 'GET', '/v1/guests');
    await new Api(service).expect(200, 'GET', '/v1/guests');
  });
});
