/** Rights that were taken away: what was begun with them is not finished with them, however slowly it was begun. */
import { expect } from 'chai';
import type { PermissionList } from '../../generated/api-types.js';
import { eventually } from '../contract/eventually.js';
import { AccessWorld, hrefOf, inProject, type Named } from '../support/access-world.js';
import { uniqueName } from '../support/api.js';
import { beginRequest, type HalfRequest } from '../support/half-request.js';
import { Service } from '../support/service.js';

describe('rights that are taken away while a body is still on its way', () => {
  let service: Service;
  let world: AccessWorld;
  let project: Named;
  let friend: Named;
  before(async () => {
    service = await Service.start();
    world = await AccessWorld.open(service);
    project = await world.project();
    friend = await world.user();
  });
  after(async () => {
    await world.close();
    await service.leave();
  });

  /** Let in by its headers; of its body the first half has come. */
  async function begin(token: string, path: string, json: object): Promise<{ half: HalfRequest; rest: string }> {
    const body = JSON.stringify(json);
    const half = beginRequest({ url: service.url, token }, 'POST', path, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'x-project-id': project.id,
    });
    await half.write(body.slice(0, 5));
    return { half, rest: body.slice(5) };
  }

  async function rolesOfFriend(): Promise<unknown[]> {
    const { permissions } = (
      await world.admin.expect(200, 'GET', `${hrefOf(project)}/permissions`)
    ).json<PermissionList>();
    return permissions.filter(({ user }) => user?.id === friend.id).map(({ role }) => role);
  }

  it('grant nothing with a token that was revoked', async () => {
    const owner = await world.person([[project, 'owner']]);
    await owner.api.expect(200, 'GET', `${hrefOf(project)}/permissions`);
    const { half, rest } = await begin(owner.token.token, `${hrefOf(project)}/permissions`, {
      user: friend.id,
      role: 'owner',
    });
    await world.admin.expect(204, 'DELETE', owner.token.href);
    await eventually(async () => (await owner.api.send('GET', '/v1/projects')).status === 401);
    const answer = await half.finish(rest);
    expect([answer.status, answer.fault().error_name]).to.deep.equal([401, 'UNAUTHENTICATED']);
    expect(await rolesOfFriend()).to.deep.equal([]);
  });

  it('grant nothing with a role that was revoked', async () => {
    const owner = await world.person();
    const permission = await world.grant(hrefOf(project), { user: owner.id }, 'owner');
    await world.grant(hrefOf(project), { user: owner.id }, 'viewer');
    await owner.api.expect(200, 'GET', `${hrefOf(project)}/permissions`);
    const { half, rest } = await begin(owner.token.token, `${hrefOf(project)}/permissions`, {
      user: friend.id,
      role: 'owner',
    });
    await world.admin.expect(204, 'DELETE', permission.href);
    await eventually(async () => (await owner.api.send('GET', `${hrefOf(project)}/permissions`)).status === 403);
    const answer = await half.finish(rest);
    expect([answer.status, answer.fault().error_name]).to.deep.equal([403, 'FORBIDDEN']);
    expect(await rolesOfFriend()).to.deep.equal([]);
  });

  it('make no guest', async () => {
    const member = await world.person();
    const permission = await world.grant(hrefOf(project), { user: member.id }, 'member');
    await member.api.expect(200, 'GET', '/v1/guests', inProject(project));
    const name = uniqueName();
    const { half, rest } = await begin(member.token.token, '/v1/guests', { name, vcpus: 1, memory_mib: 64 });
    await world.admin.expect(204, 'DELETE', permission.href);
    await eventually(async () => (await member.api.send('GET', '/v1/guests', inProject(project))).status === 400);
    const answer = await half.finish(rest);
    expect([answer.status, answer.fault().error_name]).to.deep.equal([400, 'PROJECT_REQUIRED']);
    await world.admin.refused(404, 'GUEST_NOT_FOUND', 'GET', `/v1/guests/${name}`, inProject(project));
  });
});
