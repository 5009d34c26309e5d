/**
 * The project of administrators who name none, and the user of the file `admin.token`. The first start makes them; from
 * then on they are known by their ids, whatever their names.
 */
import { expect } from 'chai';
import type { Guest, GuestList, ProjectList, Token, TokenList, User, UserList } from '../../generated/api-types.js';
import { Api, newGuest } from '../support/api.js';
import { mergePatch } from '../support/patches.js';
import { Service } from '../support/service.js';

describe('The first project and the first user', () => {
  let service: Service;
  let api: Api;

  async function begin(env: Readonly<Record<string, string>> = {}): Promise<void> {
    service = await Service.start({ env });
    api = new Api(service);
    await api.expect(200, 'PATCH', '/v1/projects/default', mergePatch({ name: 'production' }));
    await api.expect(200, 'PATCH', '/v1/users/admin', mergePatch({ name: 'root' }));
  }
  afterEach(() => service.leave());

  const startAgain = async (): Promise<void> => {
    await service.stop();
    await service.start();
    api = new Api(service);
  };
  const userNames = async (): Promise<(string | undefined)[]> =>
    (await api.expect(200, 'GET', '/v1/users')).json<UserList>().users.map(({ name }) => name);
  const projectNames = async (): Promise<(string | undefined)[]> =>
    (await api.expect(200, 'GET', '/v1/projects')).json<ProjectList>().projects.map(({ name }) => name);
  const usersOfTokens = async (): Promise<(string | undefined)[]> =>
    (await api.expect(200, 'GET', '/v1/tokens')).json<TokenList>().tokens.map((token) => (token as Token).user.name);

  it('keep their parts after a rename, and a start makes no others', async () => {
    await begin();
    const guest = await api.makeGuest();
    expect((await api.expect(200, 'GET', `/v1/projects/production`)).json<{ id: string }>().id).to.equal(
      guest.project_id,
    );
    await startAgain();
    expect((await api.expect(200, 'GET', '/v1/guests')).json<GuestList>().guests.map(({ id }) => id)).to.deep.equal([
      guest.id,
    ]);
    await api.expect(200, 'GET', '/v1/guests?all_projects=true');
    expect(await projectNames()).to.deep.equal(['production']);
    expect(await userNames()).to.deep.equal(['root']);
  });

  it('lose their parts to nobody who takes their names, and a new admin.token belongs to the first user', async () => {
    await begin();
    const first = (await api.expect(200, 'GET', '/v1/users/root')).json<User>();
    await api.expect(201, 'POST', '/v1/users', { json: { name: 'admin' } });
    await api.expect(201, 'POST', '/v1/projects', { json: { name: 'default' } });
    const guest = await api.makeGuest();
    await service.forgetToken();
    await startAgain();
    expect((await api.guest(guest.id)).id).to.equal(guest.id);
    expect(await usersOfTokens()).to.deep.equal(['root', 'root']);
    expect((await api.makeGuest()).user_id).to.equal(first.id);
    expect(await userNames()).to.deep.equal(['root', 'admin']);
    expect(await projectNames()).to.deep.equal(['production', 'default']);
  });

  it('keep their parts in a service without credentials', async () => {
    await begin({ GUESTHOUSE_AUTH: 'none' });
    const before = (await api.expect(201, 'POST', '/v1/guests', { token: null, json: newGuest() })).json<Guest>();
    await startAgain();
    const after = (await api.expect(201, 'POST', '/v1/guests', { token: null, json: newGuest() })).json<Guest>();
    expect([after.user_id, after.project_id]).to.deep.equal([before.user_id, before.project_id]);
    expect(await userNames()).to.deep.equal(['root']);
  });

  it('are made again after they were deleted', async () => {
    await begin();
    const administrator = (await api.expect(201, 'POST', '/v1/users', { json: { name: 'other' } })).json<User>();
    const project = (await api.expect(201, 'POST', '/v1/projects', { json: { name: 'elsewhere' } })).json<{
      id: string;
    }>();
    await api.expect(201, 'POST', `/v1/projects/${project.id}/permissions`, {
      json: { user: administrator.id, role: 'admin' },
    });
    const made = await api.expect(201, 'POST', '/v1/tokens', { json: { name: 'other', user: administrator.id } });
    const { token } = made.json<{ token: string }>();
    await api.expect(204, 'DELETE', '/v1/users/root', { token });
    await api.expect(204, 'DELETE', '/v1/projects/production', { token });
    await api.refused(400, 'PROJECT_REQUIRED', 'GET', '/v1/guests', { token });
    await service.forgetToken();
    await startAgain();
    await api.expect(200, 'GET', '/v1/guests');
    expect(await projectNames()).to.deep.equal(['elsewhere', 'default']);
    expect(await userNames()).to.deep.equal(['other', 'admin']);
  });
});
