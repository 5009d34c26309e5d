/**
 * Credentials from an identity service, through the whole service, with a real OpenID provider and a real Keystone.
 */
import { expect } from 'chai';
import pg from 'pg';
import type {
  EventList,
  Group,
  Guest,
  GuestList,
  Project,
  ProjectList,
  TokenWithSecret,
  User,
  UserList,
} from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { Api, newGuest, uniqueName } from '../support/api.js';
import { Keystone, whyNoKeystone } from '../support/peers/keystone.js';
import { eventsOf } from '../support/access/named-resource.js';
import { AUDIENCE, makeSigningKey, OidcProvider } from '../support/peers/oidc-provider.js';
import { mergePatch } from '../support/patches.js';
import { grant } from '../support/access/people.js';
import { Service } from '../support/service.js';
import { skip } from '../support/skip.js';

/** Sends the credential in the header that OpenStack clients use. */
class TokenHeader extends Api {
  readonly credential: string;

  constructor(service: Service, credential: string) {
    super(service);
    this.credential = credential;
  }

  override send(...[method, path, options = {}]: Parameters<Api['send']>): ReturnType<Api['send']> {
    const headers = { ...options.headers, 'x-auth-token': this.credential };
    return super.send(method, path, { ...options, headers, token: null });
  }
}

function credentialOf(api: Api): string {
  return api instanceof TokenHeader ? api.credential : api.token;
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
    expect(users.map(({ name, source, external_id }) => ({ name, source, external_id }))).to.deep.equal([
      { name: 'ann@127.0.0.1', source: 'oidc', external_id: `oidc:${provider.issuer} ann` },
    ]);
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
    expect(user?.name).to.equal('admin@127.0.0.1');
    await thief.refused(403, 'FORBIDDEN', 'POST', '/v1/projects', { json: { name: uniqueName('project') } });
    const [event] = await eventsOf(admin, 'user.created', user?.id ?? '');
    expect(event?.detail['name']).to.equal('admin@127.0.0.1');
  });

  it('never makes its user the user `admin`, even if `admin` was deleted and its token was lost', async () => {
    const name = uniqueName('king');
    const king = clientOf(await provider.forge({ sub: name, preferred_username: name }));
    const [user] = (await king.expect(200, 'GET', '/v1/users')).json<UserList>().users;
    await admin.expect(200, 'PATCH', `/v1/users/${user?.id}`, mergePatch({ name: 'temporary' }));
    const own = { name: 'mine', user: user?.id ?? '' };
    await admin.expect(204, 'DELETE', `/v1/users/admin`);
    const sql = new pg.Client(service.databaseUrl);
    await sql.connect();
    await sql.query(`update users set name = 'ADMIN', name_folded = 'admin' where id = $1`, [user?.id]);
    await sql.end();
    await service.stop();
    await service.forgetToken();
    await service.start();
    admin = new Api(service);
    await admin.expect(201, 'POST', '/v1/projects', { json: { name: uniqueName('project') } });
    const again = new Api({ url: service.url, token: await provider.forge({ sub: name }) });
    await again.refused(403, 'FORBIDDEN', 'POST', '/v1/projects', { json: { name: uniqueName('project') } });
    const shown = await admin.expect(200, 'GET', `/v1/users/${user?.id}`);
    expect(shown.json<User>().name).to.equal(`ADMIN ${user?.id}`);
    await admin.expect(201, 'POST', '/v1/tokens', { json: own });
  });

  it('leaves every name free for local users, whatever name its user has at the provider', async () => {
    const name = uniqueName('carol');
    await clientOf(await provider.forge({ sub: name, preferred_username: name })).expect(200, 'GET', '/v1/users');
    await admin.expect(201, 'POST', '/v1/users', { json: { name } });
  });

  it('never gives its user a role, a token or a group that was granted by a name', async () => {
    const name = uniqueName('mallory');
    const sub = `${name} sub`;
    const mallory = clientOf(await provider.forge({ sub, preferred_username: name }));
    const [user] = (await mallory.expect(200, 'GET', '/v1/users')).json<UserList>().users;
    const externalId = `oidc:${provider.issuer} ${sub}`;
    const names = [name, user?.name ?? '', `${name}@127.0.0.1`, sub, `oidc:${sub}`, externalId.toUpperCase()];
    const permission = (who: string): object => ({ json: { user: who, role: 'viewer' } });
    const permissions = '/v1/projects/default/permissions';
    for (const who of names) {
      await admin.refused(400, 'VALIDATION_FAILED', 'POST', permissions, permission(who));
      await admin.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/tokens', { json: { name: 'x', user: who } });
      const json = { name: uniqueName('group'), members: [who] };
      await admin.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/groups', { json });
    }
    await mallory.refused(400, 'PROJECT_REQUIRED', 'GET', '/v1/guests', { headers: { 'x-project-id': 'default' } });
    // The id of the user, and its id at the provider, name exactly one user.
    await admin.expect(201, 'POST', permissions, permission(externalId));
    await mallory.expect(200, 'GET', '/v1/guests', { headers: { 'x-project-id': 'default' } });
    for (const who of [externalId, user?.id ?? '']) {
      await admin.expect(201, 'POST', '/v1/tokens', { json: { name: 'x', user: who } });
      const json = { name: uniqueName('group'), members: [who] };
      const group = (await admin.expect(201, 'POST', '/v1/groups', { json })).json<Group>();
      expect(group.members.map(({ id }) => id)).to.deep.equal([user?.id]);
    }
    const found = await admin.expect(200, 'GET', `/v1/users?search=source=oidc+name=${name}*&all_projects=true`);
    expect(found.json<UserList>().users).to.deep.equal([
      (await admin.expect(200, 'GET', `/v1/users/${user?.id}`)).json(),
    ]);
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
      expect(new Set(names)).to.deep.equal(new Set([`${name}@127.0.0.1`, `${name}@127.0.0.1 (2)`]));
      expect(new Set(names.filter((_, nth) => nth % 2 === 0)).size).to.equal(1);
      const createdNames = async (): Promise<string[]> => {
        const response = await admin.expect(200, 'GET', '/v1/events?all_projects=true&kind=user.created&limit=1000');
        const events = response.json<EventList>().events.map(({ detail }) => String(detail?.['name']));
        return events.filter((each) => each.startsWith(name)).sort();
      };
      await eventually(async () => (await createdNames()).length >= 2);
      expect(await createdNames()).to.deep.equal([`${name}@127.0.0.1`, `${name}@127.0.0.1 (2)`]);
    } finally {
      await another.stop();
    }
  });

  /** A group that represents a group of the provider, with a role in the project `default`. */
  async function makeGroup(externalName: string, role: 'viewer' | 'member' = 'viewer'): Promise<Group> {
    const json = { name: uniqueName('group'), external_name: externalName };
    const group = (await admin.expect(201, 'POST', '/v1/groups', { json })).json<Group>();
    await grant(service, { group: group.id }, { role });
    return group;
  }
  const inDefault = { headers: { 'x-project-id': 'default' } };

  it('has the rights of the groups whose external names it contains', async () => {
    const name = `/${uniqueName('team')}/admins`;
    const group = await makeGroup(name, 'member');
    const ben = clientOf(await provider.forge({ sub: 'ben', groups: [name, 'elsewhere'] }));
    await ben.expect(201, 'POST', '/v1/guests', { json: newGuest(), ...inDefault });
    const without = clientOf(await provider.forge({ sub: 'ben' }));
    await without.refused(400, 'PROJECT_REQUIRED', 'GET', '/v1/guests', inDefault);
    // A change of the mapping takes effect immediately.
    await admin.expect(200, 'PATCH', `/v1/groups/${group.id}`, mergePatch({ external_name: null }));
    await eventually(async () => (await ben.send('GET', '/v1/guests', inDefault)).status === 400);
  });

  it('never has the rights of a group without an external name', async () => {
    const name = uniqueName('local');
    const group = (await admin.expect(201, 'POST', '/v1/groups', { json: { name } })).json<Group>();
    await grant(service, { group: group.id }, { role: 'viewer' });
    const claims = { sub: 'eve', groups: [name, group.id, 'null', ''] };
    const eve = clientOf(await provider.forge(claims));
    await eve.refused(400, 'PROJECT_REQUIRED', 'GET', '/v1/guests', inDefault);
  });

  // Each of these names folds to the first one. U+212A is K (Kelvin), which even NFC turns into the letter K.
  for (const alike of ['\u0131', '\u017f', 'S', '\u212a', 'K', '\ufb01']) {
    it(`never has the rights of a group whose external name only resembles a name in it (${alike})`, async () => {
      const name = uniqueName('kiosks-file');
      await makeGroup(name);
      const letter = { '\u0131': 'i', '\u017f': 's', S: 's', '\u212a': 'k', K: 'k', '\ufb01': 'fi' }[alike];
      const eve = clientOf(await provider.forge({ sub: 'eve', groups: [name.replace(letter ?? '', alike)] }));
      await eve.refused(400, 'PROJECT_REQUIRED', 'GET', '/v1/guests', inDefault);
    });
  }

  it('that names a project is valid only for that project', async () => {
    const claim = uniqueName('team');
    const group = await makeGroup(claim);
    const [here, there] = [uniqueName('project'), uniqueName('project')];
    for (const project of [here, there]) {
      await admin.expect(201, 'POST', '/v1/projects', { json: { name: project } });
      await grant(service, { group: group.id }, { role: 'viewer', project });
    }
    const claims = { sub: 'cat', groups: [claim] };
    const bound = clientOf(await provider.forge({ ...claims, project: here }));
    await bound.expect(200, 'GET', '/v1/guests');
    const headers = { 'x-project-id': there };
    await bound.refused(400, 'PROJECT_REQUIRED', 'GET', '/v1/guests', { headers });
    await clientOf(await provider.forge(claims)).expect(200, 'GET', '/v1/guests', { headers });
    // The name must be exactly that of a project.
    for (const project of ['no-such-project', here.toUpperCase(), here.replace('p', '\u1d56')]) {
      const lost = clientOf(await provider.forge({ ...claims, project }));
      await lost.refused(401, 'UNAUTHENTICATED', 'GET', '/v1/guests');
    }
  });

  it('creates no user if it names a project that does not exist', async () => {
    const sub = uniqueName('lost');
    const lost = clientOf(await provider.forge({ sub, project: 'no-such-project' }));
    await lost.refused(401, 'UNAUTHENTICATED', 'GET', '/v1/guests');
    const { users } = (await admin.expect(200, 'GET', `/v1/users?search=name%3D${sub}*`)).json<UserList>();
    expect(users).to.deep.equal([]);
    await clientOf(await provider.forge({ sub })).send('GET', '/v1/guests');
    const found = (await admin.expect(200, 'GET', `/v1/users?search=name%3D${sub}*`)).json<UserList>();
    expect(found.users).to.have.length(1);
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

  it('is accepted even after wrong credentials from the same address', async () => {
    const strict = await Service.start({
      env: {
        GUESTHOUSE_OIDC_ISSUER: provider.issuer,
        GUESTHOUSE_OIDC_AUDIENCE: AUDIENCE,
        GUESTHOUSE_AUTH_FAILURES: '2',
      },
    });
    try {
      const api = new Api(strict);
      const forged = await provider.forge({ sub: 'x' }, {}, await makeSigningKey('RS256'));
      const wrong = ['x', 'gAAAA', `gh_${'x'.repeat(43)}`, forged, await provider.forge({ aud: 'x' })];
      for (const token of [...wrong, ...wrong]) {
        const { status } = await api.send('GET', '/v1', { token });
        expect(status).to.be.oneOf([401, 429]);
      }
      for (const sub of ['ann', 'bob', 'cat']) {
        await api.expect(200, 'GET', '/v1', { token: await provider.forge({ sub }) });
      }
    } finally {
      await strict.leave();
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

  /** A user of this service, with a role in the project. */
  async function localMember(project: string): Promise<Api> {
    const administrator = new Api(service);
    const user = (
      await administrator.expect(201, 'POST', '/v1/users', { json: { name: uniqueName('user') } })
    ).json<User>();
    const grant = { user: user.id, role: 'member' };
    await administrator.expect(201, 'POST', `/v1/projects/${project}/permissions`, { json: grant });
    const json = { name: uniqueName('token'), user: user.id };
    const { token } = (await administrator.expect(201, 'POST', '/v1/tokens', { json })).json<TokenWithSecret>();
    return new Api({ url: service.url, token });
  }

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

  it('with the role admin gives the rights of an owner in its project, and of an administrator only for the whole system', async () => {
    const eve = new TokenHeader(service, await issue('eve', 'admin'));
    await eve.expect(200, 'GET', '/v1/projects/web/permissions');
    await eve.refused(403, 'FORBIDDEN', 'GET', '/v1/guests?all_projects=true');
    await eve.refused(403, 'FORBIDDEN', 'GET', '/metrics');
    const operator = new TokenHeader(service, await keystone.issue({ kind: 'system' }));
    await operator.expect(200, 'GET', '/v1/guests?all_projects=true');
    await operator.expect(201, 'POST', '/v1/projects', { json: { name: uniqueName('project') } });
  });

  it('names its project by the stored name, not by the name in Keystone', async () => {
    const taken = await keystone.make('project', { name: 'default', domain_id: 'default' });
    const gil = await keystone.makeUser('gil');
    await keystone.grant('member', gil.id, { kind: 'project', id: taken.id });
    const api = new TokenHeader(service, await keystone.issue({ kind: 'project', id: taken.id }, gil.id));
    const [shown] = (await api.expect(200, 'GET', '/v1/projects')).json<ProjectList>().projects;
    expect(shown?.name).to.equal('default (2)');
    await api.expect(200, 'GET', '/v1/guests', { headers: { 'x-project-id': 'default (2)' } });
    await api.refused(400, 'PROJECT_REQUIRED', 'GET', '/v1/guests', { headers: { 'x-project-id': 'default' } });
  });

  it('and every other credential names its project by its id in Keystone too, in the header and in a path', async () => {
    const hal = new TokenHeader(service, await issue('hal', 'member'));
    const guest = (await hal.expect(201, 'POST', '/v1/guests', { json: newGuest() })).json<Guest>();
    const named = { headers: { 'x-project-id': web.id } };
    const callers = [hal, new Api(service), await localMember(guest.project_id)];
    for (const api of callers) {
      const { guests } = (await api.expect(200, 'GET', '/v1/guests', named)).json<GuestList>();
      expect(guests.map(({ id }) => id)).to.include(guest.id);
      // Not through `api`, which checks the responses of native operations.
      const headers = { 'x-auth-token': credentialOf(api) };
      const inPath = await fetch(`${service.url}/v1.1/${web.id}/guests/${guest.name}`, { headers });
      expect(((await inPath.json()) as { guest: Guest }).guest.id).to.equal(guest.id);
    }
    const absent = { headers: { 'x-project-id': web.id.replace(/^./, (first) => (first === '0' ? '1' : '0')) } };
    for (const api of callers) {
      await api.refused(400, 'PROJECT_REQUIRED', 'GET', '/v1/guests', absent);
    }
  });

  it('names a project by its name rather than by an id in Keystone', async () => {
    const administrator = new Api(service);
    const json = { name: web.id };
    const { id } = (await administrator.expect(201, 'POST', '/v1/projects', { json })).json<Project>();
    const named = { headers: { 'x-project-id': web.id } };
    const made = await administrator.expect(201, 'POST', '/v1/guests', { json: newGuest(), ...named });
    expect(made.json<Guest>().project_id).to.equal(id);
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
