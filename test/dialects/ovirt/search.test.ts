/**
 * Searches, limits and pages of oVirt's lists. The examples of oVirt's documentation are data, examples/searches.json,
 * and are sent as they are printed there.
 */
import { expect } from 'chai';
import type { OvirtEvents, OvirtHosts, OvirtTemplates, OvirtVms } from '../../../generated/ovirt/api-types.js';
import type { Guest } from '../../../generated/api-types.js';
import { isGuesthouseError } from '../../../src/domain/errors.js';
import { GUEST_STATES } from '../../../src/domain/words.js';
import * as search from '../../../src/http/dialects/ovirt/search.js';
import { STATUS_OF_GUEST } from '../../../src/http/dialects/ovirt/words.js';
import { makePerson } from '../../support/access/people.js';
import { OvirtWorld, readOvirtExample } from '../../support/dialects/ovirt-world.js';
import { eventually } from '../../support/eventually.js';
import { onHost } from '../../support/service.js';

interface Example {
  readonly promise: string;
  readonly request: string;
  readonly names?: readonly string[];
  readonly count?: number;
  readonly order?: 'ascending' | 'descending';
}

const API = '/ovirt-engine/api';
const EXAMPLES = JSON.parse(await readOvirtExample('searches.json')) as readonly Example[];

describe("Searches of oVirt's API", () => {
  let world: OvirtWorld;
  before(async () => {
    world = await OvirtWorld.open();
    const size = { memory_mib: 64, vcpus: 1 };
    // Names are unique without regard to case, so no second spelling of `myvm` can exist.
    const named = ['myvm', 'myvm2', 'myvm-webserver', 'of-mary', ...Array.from({ length: 8 }, (_, n) => `other-${n}`)];
    for (const name of named.filter((each) => each !== 'of-mary')) await world.api.makeGuest({ ...size, name });
    const mary = await makePerson(world.service, { name: 'mary', role: 'member' });
    await mary.api.expect(201, 'POST', '/v1/guests', {
      json: { ...size, name: 'of-mary' },
      headers: { 'x-project-id': 'default' },
    });
    await world.done('myvm', 'start');
    for (const name of ['other-0', 'other-1']) {
      await world.done(name, 'start');
      const guest = await world.api.guest(name);
      await world.service.host.change(onHost(guest), 'crash');
      await eventually(async () => (await world.api.guest(name)).state === 'error');
    }
  });
  after(() => world.close());

  async function namesOf(path: string): Promise<string[]> {
    return (await world.get<OvirtVms>(path)).vm.map(({ name }) => name);
  }

  const found = (text: string, more = ''): Promise<string[]> =>
    namesOf(`/vms?search=${encodeURIComponent(text)}${more}`);

  for (const { promise, request, names, count, order } of EXAMPLES) {
    it(`${promise} respond to the documented request ${request}`, async () => {
      const list = await world.get<Record<string, { name: string; index: number }[]>>(request.slice(API.length));
      const elements = Object.values(list)[0] ?? [];
      if (count !== undefined) expect(elements).to.have.length(count);
      if (names !== undefined) expect(elements.map(({ name }) => name)).to.have.members(names);
      if (order === undefined) return;
      const indexes = elements.map(({ index }) => index);
      expect(indexes.length).to.be.greaterThan(1);
      const sorted = [...indexes].sort((a, b) => (order === 'ascending' ? a - b : b - a));
      expect(indexes).to.deep.equal(sorted);
    });
  }

  it('O21 combine criteria, words and relations over the fields of oVirt', async () => {
    expect(await found('name=myvm')).to.deep.equal(['myvm']);
    expect(await found('name != other* and name != myvm*')).to.deep.equal(['of-mary']);
    expect(await found('status=up')).to.deep.equal(['myvm']);
    expect(await found('status=UP or name=of-mary sortby name desc')).to.deep.equal(['of-mary', 'myvm']);
    expect(await found('webserver')).to.deep.equal(['myvm-webserver']);
    expect(await found('vcpus=1 memory>=64 memory<65 max', '&max=1')).to.deep.equal([]);
    expect(await found('cluster=default host=* name=myvm')).to.deep.equal(['myvm']);
    expect(await found('users=mary')).to.deep.equal(['of-mary']);
    expect(await found('user.name=mary')).to.deep.equal(['of-mary']);
    expect(await found('creationdate > yesterday name=myvm')).to.deep.equal(['myvm']);
    expect(await found('')).to.have.length(12);
  });

  it('O21 find guests that failed as down, as they are shown', async () => {
    const down = await found('status=down');
    expect(down).to.include.members(['other-0', 'other-1', 'other-2']).and.not.include('myvm');
    expect(await found('status!=down')).to.deep.equal(['myvm']);
    const shown = (await world.get<OvirtVms>('/vms')).vm.filter(({ status }) => status === 'down');
    expect(down).to.deep.equal(shown.map(({ name }) => name));
  });

  it('O22 list everything without max, and at most max elements with it', async () => {
    expect(await namesOf('/vms')).to.have.length(12);
    for (const max of [1, 5, 12, 1_000, 5_000]) {
      expect(await namesOf(`/vms?max=${max}`)).to.have.length(Math.min(max, 12));
    }
    for (const max of ['0', '-1', 'abc', '', '1.5']) await world.refused(400, 'GET', `/vms?max=${max}`);
    await world.refused(400, 'GET', '/vms?max=1001&search=page%201');
  });

  it('O23 ignore case unless case_sensitive says otherwise, in each of its spellings', async () => {
    for (const value of ['false', 'False', 'f', 'no', 'n', '0'])
      expect(await found('name=MYVM', `&case_sensitive=${value}`), value).to.deep.equal(['myvm']);
    for (const value of ['true', 'TRUE', 't', 'yes', 'y', '1', '']) {
      expect(await found('name=MYVM', `&case_sensitive=${value}`), value).to.deep.equal([]);
      expect(await found('name=myvm', `&case_sensitive=${value}`), value).to.deep.equal(['myvm']);
    }
    await world.refused(400, 'GET', '/vms?case_sensitive=maybe');
  });

  it('O24 sort by a field, up or down', async () => {
    const names = await found('name=other* sortby name');
    expect(names).to.deep.equal([...names].sort());
    expect(await found('name=other* sortby name asc')).to.deep.equal(names);
    expect(await found('name=other* SORTBY name DESC')).to.deep.equal([...names].reverse());
    await world.refused(400, 'GET', '/vms?search=sortby%20colour');
  });

  it('O25 search hosts by the state of their machines, and events by their severity', async () => {
    const hosts = (text: string): Promise<OvirtHosts> => world.get(`/hosts?search=${encodeURIComponent(text)}`);
    expect((await hosts('vms.status=up')).host).to.have.length(1);
    expect((await hosts('vm.status=suspended')).host).to.deep.equal([]);
    expect((await hosts('vms.status!=suspended status=up')).host).to.have.length(1);
    const events = async (text: string): Promise<Set<string>> => {
      const { event } = await world.get<OvirtEvents>(`/events?search=${encodeURIComponent(text)}`);
      return new Set(event.map(({ severity }) => severity));
    };
    expect([...(await events('severity > normal'))].sort()).to.not.include('normal');
    expect([...(await events('severity < warning'))]).to.deep.equal(['normal']);
    expect([...(await events('severity >= alert'))]).to.deep.equal([]);
  });

  it('O26 decode percent-encoding, and take reserved characters as they are', async () => {
    for (const text of ['name%3Dmyvm', 'name=myvm', 'name%3d%6dyvm', 'name=myvm%20page%201&max=5', '+name=myvm+']) {
      expect(await namesOf(`/vms?search=${text}`), text).to.deep.equal(['myvm']);
    }
    await world.refused(400, 'GET', '/vms?search=%ff');
  });

  it('O27 take * for any text, and % and _ for themselves', async () => {
    expect(await found('name=*webserver')).to.deep.equal(['myvm-webserver']);
    expect(await found('name=my*web*')).to.deep.equal(['myvm-webserver']);
    expect(await found('name=myvm%')).to.deep.equal([]);
    expect(await found('name=myvm_')).to.deep.equal([]);
  });

  it('O28 number the pages from 1, each of max elements, and put everything on one page without max', async () => {
    const pages = [];
    for (let page = 1; page <= 4; page += 1) pages.push(await found(`sortby name page ${page}`, '&max=5'));
    expect(pages.map(({ length }) => length)).to.deep.equal([5, 5, 2, 0]);
    expect(pages.flat()).to.deep.equal(await found('sortby name'));
    expect(await found('sortby name page 1')).to.deep.equal(await found('sortby name'));
    expect(await found('page 2')).to.deep.equal([]);
    await world.refused(400, 'GET', `/vms?max=1000&search=${encodeURIComponent('page 101')}`);
  });

  it('O30 do not keep a state between requests: a page is that of the moment', async () => {
    const [first] = await found('name=other* sortby name page 1', '&max=1');
    await world.api.done('delete', first ?? '');
    expect(await found('name=other* sortby name page 1', '&max=1')).to.deep.equal(['other-1']);
  });

  it('reject an unknown field or a mistake in the grammar, and name the place', async () => {
    for (const text of [
      'colour=red',
      'name=',
      'name==',
      '(name=a',
      'status=flying',
      'name<a',
      'memory=many',
      'page 0',
    ]) {
      const { detail } = await world.refused(400, 'GET', `/vms?search=${encodeURIComponent(text)}`);
      expect(detail, text).to.match(/at character \d+/);
    }
  });

  it('find templates, with Blank before the images', async () => {
    await world.api.announceImage({ name: 'debian', kind: 'disk', format: 'raw' });
    await world.api.announceImage({ name: 'kernel', kind: 'kernel', format: 'raw' });
    const templates = async (query: string): Promise<string[]> =>
      (await world.get<OvirtTemplates>(`/templates${query}`)).template.map(({ name }) => name);
    expect(await templates('')).to.deep.equal(['Blank', 'debian']);
    expect(await templates('?search=name%3Dblank')).to.deep.equal(['Blank']);
    expect(await templates('?search=name%3Dblank&case_sensitive=true')).to.deep.equal([]);
    expect(await templates('?search=status%3Dlocked')).to.deep.equal(['debian']);
    expect(await templates('?max=1&search=page%202')).to.deep.equal([]);
  });

  it('T4 show the machines of one project only, even to a caller with a role for a machine of another', async () => {
    const { id } = (await world.api.expect(201, 'POST', '/v1/projects', { json: { name: 'lab' } })).json<Guest>();
    const made = await world.api.expect(201, 'POST', '/v1/guests', {
      json: { name: 'myvm', vcpus: 1, memory_mib: 64 },
      headers: { 'x-project-id': id },
    });
    const { id: other } = made.json<Guest>();
    const both = await makePerson(world.service, { role: 'operator' });
    await world.api.expect(201, 'POST', `/v1/guests/${other}/permissions`, {
      json: { user: both.id, role: 'operator' },
    });
    const signIn = (project: string): Record<string, string> => ({
      authorization: `Basic ${Buffer.from(`${both.name}@${project}:${both.api.token}`).toString('base64')}`,
    });
    const seen = async (project: string): Promise<string[]> => {
      const path = `/vms?search=name%3Dmyvm`;
      const response = await both.api.expect(200, 'GET', API + path, { headers: signIn(project), token: null });
      return response.json<OvirtVms>().vm.map((vm) => vm.id);
    };
    await eventually(async () => {
      const path = `${API}/vms`;
      return (await both.api.send('GET', path, { headers: signIn('lab'), token: null })).status === 200;
    });
    const [ours] = (await world.get<OvirtVms>('/vms?search=name%3Dmyvm')).vm;
    expect(await seen('default')).to.deep.equal([ours?.id]);
    expect(await seen('lab')).to.deep.equal([other]);
  });
});

describe("The translation of oVirt's search", () => {
  it('gives every state of a guest to exactly one status, and finds it by that status', () => {
    for (const state of GUEST_STATES) {
      const { search: read } = search.readList(search.VMS, { search: `status=${STATUS_OF_GUEST[state]}` });
      expect(JSON.stringify(read?.criteria)).to.contain(`"${state}"`);
    }
  });

  it('rejects every text with a fault, and never throws anything else', () => {
    for (const text of ['((((', '"', 'a=', '= =', 'sortby', 'page', 'name=\u0000', 'x'.repeat(5_000)]) {
      try {
        search.readList(search.VMS, { search: text });
      } catch (error) {
        expect(isGuesthouseError(error, 'search_syntax', 'validation_failed'), text).to.equal(true);
      }
    }
  });
});
