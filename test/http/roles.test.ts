/**
 * Roles, from the lowest to the highest: the table that determines which roles have the right in the `x-right` of an
 * operation.
 */
import { expect } from 'chai';
import type { Role, RoleList, RoleName } from '../../generated/api-types.js';
import { Api } from '../support/api.js';
import { NATIVE } from '../support/contracts.js';
import { makePerson, type Person } from '../support/access/people.js';
import { Service } from '../support/service.js';

const { document } = NATIVE;

const ROLES = '/v1/roles';
const LOWEST_FIRST: readonly RoleName[] = ['viewer', 'operator', 'member', 'owner', 'admin'];

describe('Roles', () => {
  let service: Service;
  let api: Api;
  let stranger: Person;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    stranger = await makePerson(service);
  });
  after(() => service.leave());

  async function list(query = ''): Promise<Role[]> {
    return (await api.expect(200, 'GET', ROLES + query)).json<RoleList>().roles as Role[];
  }

  async function names(query: string): Promise<string[]> {
    return (await list(query)).map(({ name }) => name);
  }

  function search(text: string): Promise<string[]> {
    return names(`?search=${encodeURIComponent(text)}`);
  }

  it('are listed from the lowest to the highest, each with more rights than the previous one', async () => {
    const roles = await list();
    expect(roles.map(({ name }) => name)).to.deep.equal(LOWEST_FIRST);
    for (const [index, { rights }] of roles.entries()) {
      const before = roles[index - 1]?.rights ?? [];
      expect(rights).to.include.members(before);
      expect(rights.length).to.be.above(before.length);
    }
    expect(roles.filter((role) => role.for_guests).map(({ name }) => name)).to.deep.equal(LOWEST_FIRST.slice(0, 3));
  });

  it('together have every right that an operation of the contract requires', async () => {
    const needed = Object.values(document.paths).flatMap((item) =>
      Object.values(item).flatMap((node) => {
        const right = (node as { readonly 'x-right'?: string })['x-right'];
        return right === undefined || right === 'open' ? [] : [right];
      }),
    );
    expect(needed.length).to.be.above(50);
    const admin = (await api.expect(200, 'GET', `${ROLES}/admin`)).json<Role>();
    expect(admin.rights).to.include.members(needed);
    expect((await list()).flatMap(({ rights }) => rights)).to.include.members(needed);
  });

  it('can be read by name with any credential', async () => {
    for (const role of await list()) {
      const { api: theirs } = stranger;
      const response = await theirs.expect(200, 'GET', `${ROLES}/${role.name}`);
      expect(response.json()).to.deep.equal(role);
      const headers = { 'if-none-match': response.headers.get('etag') ?? '' };
      await theirs.expect(304, 'GET', `${ROLES}/${role.name}`, { headers });
    }
    expect(new Set(await Promise.all(LOWEST_FIRST.map(tagOf))).size).to.equal(LOWEST_FIRST.length);
    for (const name of ['king', 'Viewer', 'viewer ', 'x'.repeat(256)]) {
      await api.refused(404, 'ROLE_NOT_FOUND', 'GET', `${ROLES}/${encodeURIComponent(name)}`);
    }
    expect((await stranger.api.expect(200, 'GET', ROLES)).json()).to.deep.equal(
      (await api.expect(200, 'GET', ROLES)).json(),
    );
  });

  async function tagOf(name: string): Promise<string> {
    return (await api.expect(200, 'GET', `${ROLES}/${name}`)).headers.get('etag') ?? '';
  }

  it('are sorted, searched and paged like every list', async () => {
    expect(await names('?sort_by=-rank')).to.deep.equal([...LOWEST_FIRST].reverse());
    expect(await names('?sort_by=name')).to.deep.equal([...LOWEST_FIRST].sort());
    expect(await names('?sort_by=-name')).to.deep.equal([...LOWEST_FIRST].sort().reverse());
    expect(await names('?limit=2')).to.deep.equal(['viewer', 'operator']);
    expect(await names('?limit=2&marker=operator')).to.deep.equal(['member', 'owner']);
    expect(await names('?marker=admin')).to.deep.equal([]);
    await api.refused(400, 'MARKER_UNKNOWN', 'GET', `${ROLES}?marker=king`);
    await api.refused(400, 'VALIDATION_FAILED', 'GET', `${ROLES}?sort_by=for_guests`);
    expect(await search('rights=guests.delete')).to.deep.equal(['member', 'owner', 'admin']);
    expect(await search('rights=guests.operate rights!=guests.create')).to.deep.equal(['operator']);
    expect(await search('for_guests=false')).to.deep.equal(['owner', 'admin']);
    expect(await search('name=O*')).to.deep.equal(['operator', 'owner']);
    expect(await search('permissions sortby name')).to.deep.equal(['admin', 'owner']);
    await api.refused(400, 'SEARCH_SYNTAX', 'GET', `${ROLES}?search=rank%3D1`);
  });

  it('are the same with all_projects, which only administrators can request', async () => {
    expect(await names('?all_projects=true')).to.deep.equal(LOWEST_FIRST);
    await stranger.api.refused(403, 'FORBIDDEN', 'GET', `${ROLES}?all_projects=true`);
  });
});
