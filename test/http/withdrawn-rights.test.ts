/**
 * Withdrawn rights: if a right is withdrawn while a request arrives, the service no longer completes the request by
 * that right, however slowly the request arrives.
 */
import { expect } from 'chai';
import type { Guest, Image, PermissionList } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { AccessWorld, faultWithoutIds, hrefOf, inProject, type Named } from '../support/access/access-world.js';
import { jobOf, newGuest, uniqueName, type Api, type CheckedResponse, type SendOptions } from '../support/api.js';
import type { Operation } from '../support/contract.js';
import { NATIVE } from '../support/contracts.js';
import { beginRequest, type HalfRequest } from '../support/peers/half-request.js';
import { Service } from '../support/service.js';
import { completeBeforeExpiry } from '../support/kill/complete-before-expiry.js';

describe('Rights that are withdrawn while a request body is still arriving', () => {
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

  /** Begins a request that the service admits by its headers, and sends the first bytes of its body. */
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

  it('grant nothing with a revoked token', async () => {
    const owner = await world.person([[project, 'owner']]);
    await owner.api.expect(200, 'GET', `${hrefOf(project)}/permissions`);
    const { half, rest } = await begin(owner.token.token, `${hrefOf(project)}/permissions`, {
      user: friend.id,
      role: 'owner',
    });
    await world.admin.expect(204, 'DELETE', owner.token.href);
    await eventually(async () => (await owner.api.send('GET', '/v1/projects')).status === 401);
    const response = await half.finish(rest);
    expect([response.status, response.fault().error_name]).to.deep.equal([401, 'UNAUTHENTICATED']);
    expect(await rolesOfFriend()).to.deep.equal([]);
  });

  it('grant nothing with a revoked role', async () => {
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
    const response = await half.finish(rest);
    expect([response.status, response.fault().error_name]).to.deep.equal([403, 'FORBIDDEN']);
    expect(await rolesOfFriend()).to.deep.equal([]);
  });

  it('create no guest', async () => {
    const member = await world.person();
    const permission = await world.grant(hrefOf(project), { user: member.id }, 'member');
    await member.api.expect(200, 'GET', '/v1/guests', inProject(project));
    const name = uniqueName();
    const { half, rest } = await begin(member.token.token, '/v1/guests', { name, vcpus: 1, memory_mib: 64 });
    await world.admin.expect(204, 'DELETE', permission.href);
    await eventually(async () => (await member.api.send('GET', '/v1/guests', inProject(project))).status === 400);
    const response = await half.finish(rest);
    expect([response.status, response.fault().error_name]).to.deep.equal([400, 'PROJECT_REQUIRED']);
    await world.admin.refused(404, 'GUEST_NOT_FOUND', 'GET', `/v1/guests/${name}`, inProject(project));
  });

  describe('with the content of an image', () => {
    const content = Buffer.alloc(4_096, 'x');

    async function beginUpload(token: string, api: Api): Promise<{ half: HalfRequest; path: string }> {
      const json = { name: uniqueName('image'), kind: 'disk', format: 'raw' };
      const made = (await api.expect(201, 'POST', '/v1/images', { json, ...inProject(project) })).json<Image>();
      const half = beginRequest({ url: service.url, token }, 'PUT', `${made.href}/content`, {
        'content-type': 'application/octet-stream',
        'content-length': content.length,
        'x-project-id': project.id,
      });
      await half.write(content.subarray(0, 1_000));
      await eventually(async () => {
        const begun = await world.sql.query('select 1 from images where id = $1 and upload_id is not null', [made.id]);
        return begun.rows.length === 1;
      });
      return { half, path: made.href };
    }

    async function stateOf(path: string): Promise<string> {
      return (await world.admin.expect(200, 'GET', path, inProject(project))).json<Image>().state;
    }

    it('fill no image with a revoked token', async () => {
      const member = await world.person([[project, 'member']]);
      const { half, path } = await beginUpload(member.token.token, member.api);
      await world.admin.expect(204, 'DELETE', member.token.href);
      await eventually(async () => (await member.api.send('GET', '/v1/projects')).status === 401);
      const response = await half.finish(content.subarray(1_000));
      expect([response.status, response.fault().error_name]).to.deep.equal([401, 'UNAUTHENTICATED']);
      expect(await stateOf(path)).to.equal('pending');
    });

    it('fill no image with a revoked role, but fill it if another role replaces that one', async () => {
      const member = await world.person();
      const permission = await world.grant(hrefOf(project), { user: member.id }, 'member');
      await world.grant(hrefOf(project), { user: member.id }, 'viewer');
      const { half, path } = await beginUpload(member.token.token, member.api);
      const other = await beginUpload(member.token.token, member.api);
      await world.admin.expect(204, 'DELETE', permission.href);
      // Uses a new name each time, because the first requests may still create an image, whose name would then be
      // taken.
      const createImage = async (): Promise<number> => {
        const json = { name: uniqueName('image'), kind: 'disk', format: 'raw' };
        return (await member.api.send('POST', '/v1/images', { json, ...inProject(project) })).status;
      };
      await eventually(async () => (await createImage()) === 403);
      const response = await half.finish(content.subarray(1_000));
      expect([response.status, response.fault().error_name]).to.deep.equal([403, 'FORBIDDEN']);
      expect(await stateOf(path)).to.equal('pending');
      await world.grant(hrefOf(project), { user: member.id }, 'owner');
      await eventually(async () => (await createImage()) === 201);
      expect((await other.half.finish(content.subarray(1_000))).status).to.equal(200);
    });

    it('fill an image with a token that has only expired', async () => {
      const { member, half, path } = await completeBeforeExpiry(3_000, async (expiresAt) => {
        const person = await world.person([[project, 'member']], { expires_at: expiresAt });
        return { member: person, ...(await beginUpload(person.token.token, person.api)) };
      });
      await eventually(async () => (await member.api.send('GET', '/v1/projects')).status === 401);
      expect((await half.finish(content.subarray(1_000))).status).to.equal(200);
      expect(await stateOf(path)).to.equal('available');
    });
  });
});

describe('A request that is repeated with its idempotency key after rights were withdrawn', () => {
  /** Operations that need no right in a project, or that only administrators can call. */
  const OF_OTHERS = [
    ...['createProject', 'createUser', 'createGroup', 'createToken'],
    ...['createHost', 'createZone', 'createInstanceType'],
  ];
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

  async function makeGuest(api: Api): Promise<Guest> {
    const options = inProject(project, { json: newGuest(), headers: { prefer: 'wait=60' } });
    return (await api.expect(201, 'POST', '/v1/guests', options)).json<Guest>();
  }

  /** The path and body of a request for the operation. */
  async function requestFor({ operationId, path }: Operation, api: Api): Promise<[string, object]> {
    const guest = await makeGuest(api);
    const inPath = { guest: guest.id, project: project.id, operation: jobOf(await start(api, guest)) };
    const at = path.replace(/\{(\w+)\}/g, (_, name: keyof typeof inPath) => inPath[name]);
    if (operationId.endsWith('Permission')) return [at, { user: friend.id, role: 'viewer' }];
    if (operationId === 'createGuest') return [at, newGuest()];
    if (operationId === 'createImage') return [at, { name: uniqueName('image'), kind: 'kernel' }];
    if (operationId === 'createPlacementGroup') return [at, { name: uniqueName('group'), policy: 'spread' }];
    return [at, {}];
  }
  async function start(api: Api, { href }: Guest): Promise<CheckedResponse> {
    return api.expect(200, 'POST', `${href}/start`, inProject(project, { headers: { prefer: 'wait=60' } }));
  }

  for (const [left, role] of [
    ['a role for another guest', null],
    ['the role viewer, and a role for another guest', 'viewer'],
  ] as const) {
    it(`gets the response of a new request if ${left} is left, at every operation with a key`, async () => {
      const owner = await world.person();
      const permission = await world.grant(hrefOf(project), { user: owner.id }, 'owner');
      if (role !== null) await world.grant(hrefOf(project), { user: owner.id }, role);
      await world.grant((await makeGuest(owner.api)).href, { user: owner.id }, 'member');
      const keyed = NATIVE.operations.filter(
        ({ operationId, parameters }) =>
          parameters.some(({ name }) => name === 'Idempotency-Key') && !OF_OTHERS.includes(operationId),
      );
      const sent: { readonly what: string; readonly path: string; readonly options: SendOptions }[] = [];
      for (const operation of keyed) {
        const [path, json] = await requestFor(operation, owner.api);
        const headers = { 'idempotency-key': operation.operationId };
        const options = inProject(project, Object.keys(json).length > 0 ? { json, headers } : { headers });
        const first = await owner.api.send('POST', path, options);
        expect((await owner.api.send('POST', path, options)).status, operation.operationId).to.equal(first.status);
        expect(first.status, operation.operationId).to.be.oneOf([200, 201, 202, 409]);
        sent.push({ what: operation.operationId, path, options });
      }
      await world.admin.expect(204, 'DELETE', permission.href);
      await eventually(
        async () => (await owner.api.send('GET', `${hrefOf(project)}/permissions`, inProject(project))).status === 403,
      );
      for (const { what, path, options } of sent) {
        const anew = {
          ...options,
          headers: { ...options.headers, 'idempotency-key': `${what} anew`.replace(' ', '-') },
        };
        const expected = faultWithoutIds(await owner.api.send('POST', path, anew));
        expect(faultWithoutIds(await owner.api.send('POST', path, options)), what).to.deep.equal(expected);
      }
    });
  }
});
