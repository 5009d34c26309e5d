/**
 * A related field can be searched only within what the caller can see. A guest shows the id of its image and of its
 * user; whether the caller can search by their names depends on whether it can see the image and the user. So for every
 * field that belongs to another resource, a search for an invisible value has the same result as a search for a missing
 * value.
 *
 * The test reads the fields of every list from the handbook, and fails if it has no value for a related field.
 */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Guest, Image } from '../../generated/api-types.js';
import { AccessWorld, hrefOf, inProject, type Named, type Person } from '../support/access/access-world.js';
import { eventually } from '../support/eventually.js';
import type { Api } from '../support/api.js';
import { Service } from '../support/service.js';

const HANDBOOK = new URL('../../docs/guide/search.md', import.meta.url);
/** Fields of the lists that belong to another resource. The row itself stores the name of its subject. */
const RELATED =
  /^(?:project|user|image|group|member|network|host|zone|instance_type|placement_group)$|^(?!subject\.|metadata\.)\w+\./;
/** The missing value. No other value in this test begins with its first letter. */
const MISSING = 'zzz-missing';

/** As long as possible, because a short beginning of an id can also be that of a visible one. */
function startOf(value: string): string {
  return value.slice(0, Math.max(2, value.length - 2));
}

/** The related fields of the lists in the handbook: `guests.image`, `operations.user.name`… */
function relatedFields(): string[] {
  const rows = readFileSync(HANDBOOK, 'utf8').matchAll(/^\| (\w+) +\| (`.*`) +\|$/gm);
  return [...rows].flatMap(([, list = '', fields = '']) =>
    [...fields.matchAll(/`([^`]+)`/g)]
      .map(([, field = '']) => field)
      .filter((field) => RELATED.test(field))
      .map((field) => `${list}.${field}`),
  );
}

describe('A search by a related field', () => {
  let service: Service;
  let world: AccessWorld;
  let alpha: Named;
  let secret: Named;
  let ann: Person;
  /** A viewer of a single guest, which `ann` created in alpha from an image of alpha. */
  let gus: Person;
  let guest: Guest;
  let image: Image;
  let group: Named;
  /** A network that only the project `secret` can use. */
  let network: Named;
  before(async () => {
    service = await Service.start();
    world = await AccessWorld.open(service);
    [alpha, secret] = [await world.project('alpha-project'), await world.project('secret-project')];
    const user = await world.user('ann-the-owner');
    await world.grant(hrefOf(alpha), { user: user.id }, 'owner');
    const token = await world.token(user);
    ann = { ...user, token, api: world.apiOf(token) };
    group = await world.group([ann], 'group-of-ann');
    image = await makeImage(ann.api, alpha, 'image-of-alpha');
    const shared = await makeImage(world.admin, secret, 'offered');
    await world.admin.expect(200, 'PATCH', shared.href, {
      json: { shared: true },
      headers: { 'content-type': 'application/merge-patch+json' },
    });
    guest = await makeGuest('small', image.id);
    await makeGuest('unseen');
    network = await world.network('network-of-secret');
    await world.sql.query('insert into network_hosts (network_id, host_id) select $1, id from hosts', [network.id]);
    const list = (name: string, access: string): Promise<unknown> =>
      world.admin.expect(200, 'PATCH', `/v1/networks/${name}`, {
        json: { access, projects: [secret.id] },
        headers: { 'content-type': 'application/merge-patch+json' },
      });
    await list(network.id, 'listed');
    await list('lab', 'all');
    for (const project of [alpha, secret]) {
      await world.instanceType(project);
      await world.placementGroup(project);
    }
    await world.instanceType(null);
    gus = await world.person();
    await world.grant(guest.href, { user: gus.id }, 'viewer');
    await eventually(async () => (await found(gus.api, 'events', 'id>0')).length > 0);
  });
  after(async () => {
    await world.close();
    await service.leave();
  });

  async function makeImage(api: Api, project: Named, name: string): Promise<Image> {
    const json = { name, kind: 'disk', format: 'raw' };
    const made = (await api.expect(201, 'POST', '/v1/images', inProject(project, { json }))).json<Image>();
    const body = Buffer.alloc(1024 ** 2);
    const headers = { 'content-type': 'application/octet-stream' };
    await api.expect(200, 'PUT', `${made.href}/content`, inProject(project, { body, headers }));
    return made;
  }
  async function makeGuest(name: string, from?: string): Promise<Guest> {
    const json = { name, vcpus: 1, memory_mib: 64, disks: from === undefined ? [] : [{ image: from }] };
    const options = inProject(alpha, { json, headers: { prefer: 'wait=60' } });
    return (await ann.api.expect(201, 'POST', '/v1/guests', options)).json<Guest>();
  }

  /** The ids of the rows that a search finds. */
  async function found(api: Api, list: string, search: string, project = alpha): Promise<string[]> {
    const path = list === 'permissions' ? `/v1/projects/${project.id}/permissions` : `/v1/${list.replaceAll('_', '-')}`;
    const query = `limit=100&search=${encodeURIComponent(search)}`;
    const response = await api.expect(200, 'GET', `${path}?${query}`, inProject(project));
    return response.json<Record<string, { id: string }[]>>()[list]?.map(({ id }) => String(id)) ?? [];
  }

  /** For each related field: who searches, and the values that this caller cannot see. */
  function cases(): Readonly<Record<string, readonly [Api, readonly string[]]>> {
    const people = [ann.name, ann.name.slice(0, 3)];
    return {
      'guests.image': [gus.api, [image.name]],
      // Rows of other projects, the names that a row itself shows, and the names that every caller can see are covered
      // by the visibility of the rows.
      'guests.host.name': [gus.api, []],
      'guests.zone': [gus.api, []],
      'guests.instance_type': [gus.api, []],
      'guests.placement_group': [gus.api, []],
      'copies.host.name': [gus.api, []],
      'hosts.zone': [gus.api, []],
      'projects.zone': [gus.api, []],
      'guests.network': [gus.api, []],
      'networks.host': [gus.api, []],
      'networks.project': [gus.api, [secret.name, secret.id]],
      'hosts.network': [gus.api, [network.name, network.id]],
      'guests.project': [gus.api, [secret.name, secret.id]],
      'guests.user.name': [gus.api, people],
      'operations.project': [gus.api, [secret.name, secret.id]],
      'operations.user.name': [gus.api, people],
      'images.project': [gus.api, [secret.name, alpha.name.toUpperCase().replace('ALPHA', 'SECRET')]],
      'instance_types.project': [gus.api, [secret.name, secret.id]],
      'placement_groups.project': [ann.api, [secret.name, secret.id]],
      // A word of a closed list: test/store/search.test.ts compares it with the visible guests.
      'hosts.guests.state': [gus.api, []],
      'hosts.guests.name': [gus.api, ['unseen']],
      'events.project': [gus.api, [secret.name, secret.id]],
      'events.user.name': [gus.api, people],
      'users.group': [gus.api, [group.name, group.id]],
      'groups.member': [gus.api, people],
      'tokens.user': [gus.api, people],
      'tokens.project': [gus.api, [alpha.name, secret.name]],
      'permissions.user': [ann.api, [gus.name, gus.id]],
      'permissions.group': [ann.api, [group.name, group.id]],
    };
  }

  it('has the same result for an invisible value as for a missing value, at every field of the handbook', async () => {
    expect(Object.keys(cases()).sort()).to.deep.equal(relatedFields().sort());
    for (const [of, [api, values]] of Object.entries(cases())) {
      const [list = '', ...rest] = of.split('.');
      const field = rest.join('.');
      for (const value of values) {
        const searches = [
          [`${field}="${value}"`, `${field}="${MISSING}"`],
          [`${field}!="${value}"`, `${field}!="${MISSING}"`],
          [`${field}="${startOf(value)}*"`, `${field}="${startOf(MISSING)}*"`],
          [`${field}="*${value.slice(2)}"`, `${field}="*${MISSING.slice(2)}"`],
          [`"${value}"`, `"${MISSING}"`],
        ] as const;
        for (const [invisible, absent] of searches) {
          expect(await found(api, list, invisible), `${list}: ${invisible}`).to.deep.equal(
            await found(api, list, absent),
          );
        }
      }
    }
  });

  it('finds a visible value: owners search by the users of their project, and every caller by its own name', async () => {
    expect(await found(ann.api, 'guests', `image="${image.name}" user.name=${ann.name}`)).to.deep.equal([guest.id]);
    expect(await found(ann.api, 'guests', `user.name="ANN-the*" project=${alpha.name}`)).to.have.length(2);
    const owner = await world.person([[alpha, 'owner']]);
    const viewer = await world.person([[alpha, 'viewer']]);
    expect(await found(owner.api, 'guests', `user.name=${ann.name}`)).to.have.length(2);
    expect(await found(viewer.api, 'guests', `user.name=${ann.name}`)).to.deep.equal([]);
    expect(await found(viewer.api, 'guests', `image="${image.name}"`)).to.deep.equal([guest.id]);
    expect(await found(world.admin, 'images', `project="${secret.name}"`)).to.have.length(1);
    expect(await found(gus.api, 'guests', `project="${alpha.name}"`)).to.deep.equal([guest.id]);
  });
});
