/**
 * The common tests of zones, projects, users and groups. These resources have an id and a name, belong to no project,
 * are visible to the callers they concern, and can be changed only by administrators. The test file of each kind adds
 * the tests of its own functions.
 */
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import type { ErrorName, Event, EventKind, EventList, RoleName } from '../../../generated/api-types.js';
import { eventually } from '../eventually.js';
import { uniqueName, type Api, type SendOptions } from '../api.js';
import { expectNothingChanged, jsonPatch, mergePatch, WAYS_TO_PATCH } from '../patches.js';
import { makePerson, type Person } from './people.js';
import type { Service } from '../service.js';

/** The members that all kinds have. */
export interface Named {
  readonly id: string;
  readonly href: string;
  readonly name: string;
  readonly created_at: string;
}

export interface NamedResource {
  /** The singular, as in `project.created`. */
  readonly one: 'zone' | 'instance_type' | 'placement_group' | 'project' | 'user' | 'group';
  /** The plural, as in the path. */
  readonly many: 'zones' | 'instance-types' | 'placement-groups' | 'projects' | 'users' | 'groups';
  readonly notFound: ErrorName;
  readonly nameTaken: ErrorName;
  /** Members that a patch cannot write. */
  readonly readOnly: readonly string[];
  /** The members of a new resource that was created with only a name. */
  readonly plain: Readonly<Record<string, unknown>>;
  /** Whether every caller with a role in the project sees the resources. Default: false. */
  readonly isPublic?: boolean;
  /** Further members that a creation needs. */
  readonly required?: object;
  /** The roles that can change the resources, other than `admin`. Default: none. */
  readonly changers?: readonly RoleName[];
  /** Whether the resources belong to a project. Default: false. */
  readonly isOfProject?: boolean;
}

const ABSENT_ID = '00000000-0000-4000-8000-000000000000';
const BAD_NAMES = ['', ' x', 'x ', '.', '..', 'a/b', 'a\u0000b', 'a\nb', 'x'.repeat(256), ABSENT_ID];

export const make = makeNamed;

async function makeNamed(api: Api, many: string, json: object = {}): Promise<Named> {
  const response = await api.expect(201, 'POST', `/v1/${many}`, { json: { name: uniqueName(many), ...json } });
  return response.json<Named>();
}

/** The ids on the first page of a list. */
export async function idsIn(api: Api, path: string): Promise<string[]> {
  const { markers: _, ...rest } = (await api.expect(200, 'GET', path)).json<Record<string, { id: string }[]>>();
  return Object.values(rest)
    .flat()
    .map(({ id }) => id);
}

/** Waits for an event of this kind about the resource, and returns all such events. */
export async function eventsOf(api: Api, kind: EventKind, id: string): Promise<Event[]> {
  let found: Event[] = [];
  await eventually(async () => {
    const path = `/v1/events?all_projects=true&limit=1000&sort_by=-id&search=${encodeURIComponent(`kind=${kind}`)}`;
    const { events } = (await api.expect(200, 'GET', path)).json<EventList>() as { events: Event[] };
    found = events.filter(({ detail }) => Object.values(detail).includes(id));
    return found.length > 0;
  });
  return found;
}

/** Defines the tests. Call it inside a `describe`, with the clients that its `before` makes. */
export function describeNamedResource(
  resource: NamedResource,
  world: () => { readonly service: Service; readonly api: Api },
): void {
  const { one, many, notFound, nameTaken, readOnly, plain, isPublic = false, required = {} } = resource;
  const { changers = [], isOfProject = false } = resource;
  const list = `/v1/${many}`;
  const make = (by: Api, kind: string, json: object = {}): Promise<Named> =>
    makeNamed(by, kind, { ...required, ...json });
  let service: Service;
  let api: Api;
  before(() => ({ service, api } = world()));

  it('are created with a name, and can be read by their name and by their id', async () => {
    const name = `Zu\u0308rich ${uniqueName(many)}`;
    const response = await api.expect(201, 'POST', list, { json: { ...required, name } });
    const made = response.json<Named>();
    expect(made).to.deep.include({ ...plain, name: name.normalize('NFC'), href: `${list}/${made.id}` });
    expect(response.headers.get('location')).to.equal(service.url + made.href);
    for (const path of [made.href, `${list}/${encodeURIComponent(name.toUpperCase())}`]) {
      const shown = await api.expect(200, 'GET', path);
      expect(shown.json()).to.deep.equal(made);
      expect(shown.headers.get('etag')).to.equal(response.headers.get('etag'));
    }
    await api.expect(307, 'GET', `/id/${many}/${made.id}`);
    const search = encodeURIComponent(`name="${made.name.toUpperCase()}"`);
    expect(await idsIn(api, `${list}?search=${search}`)).to.deep.equal([made.id]);
  });

  it('are listed by creation time or by name, and found by each searchable field', async () => {
    const prefix = uniqueName('sorted');
    const made = [await make(api, many, { name: `${prefix}-b` }), await make(api, many, { name: `${prefix}-A` })];
    const ids = made.map(({ id }) => id);
    const query = `?search=${encodeURIComponent(`name=${prefix}*`)}`;
    expect(await idsIn(api, list + query)).to.deep.equal(ids);
    expect(await idsIn(api, `${list}${query}&sort_by=-created_at`)).to.deep.equal([...ids].reverse());
    expect(await idsIn(api, `${list}${query}&sort_by=name`)).to.deep.equal([...ids].reverse());
    expect(await idsIn(api, `${list}${query}&sort_by=name&marker=${ids[1]}`)).to.deep.equal([ids[0]]);
    expect(await idsIn(api, `${list}${query}&sort_by=-name&limit=1`)).to.deep.equal([ids[0]]);
    expect(await idsIn(api, `${list}${query}&case_sensitive=true`)).to.deep.equal(ids);
    const exact = encodeURIComponent(`name=${prefix}-a`);
    expect(await idsIn(api, `${list}?search=${exact}&case_sensitive=true`)).to.deep.equal([]);
    expect(await idsIn(api, `${list}?search=${encodeURIComponent(`id=${ids[0]}`)}`)).to.deep.equal([ids[0]]);
    expect(await idsIn(api, `${list}?search=${encodeURIComponent(`${prefix}-b`)}`)).to.deep.equal([ids[0]]);
    const sameTime = encodeURIComponent(`created_at=${made[0]?.created_at} name=${prefix}*`);
    expect(await idsIn(api, `${list}?search=${sameTime}`)).to.include(ids[0]);
    await api.refused(400, 'SEARCH_SYNTAX', 'GET', `${list}?search=colour%3Dred`);
    await api.refused(400, 'MARKER_UNKNOWN', 'GET', `${list}?marker=${randomUUID()}`);
    await api.refused(400, 'VALIDATION_FAILED', 'GET', `${list}?sort_by=colour`);
  });

  it('must have a valid name, which no other resource of the kind has in upper or lower case', async () => {
    const first = await make(api, many);
    const second = await make(api, many);
    await expectNothingChanged(api, async () => {
      for (const name of [first.name, first.name.toUpperCase()]) {
        await api.refused(409, nameTaken, 'POST', list, { json: { ...required, name } });
        await api.refused(409, nameTaken, 'PATCH', second.href, mergePatch({ name }));
      }
      for (const name of BAD_NAMES) {
        await api.refused(400, 'VALIDATION_FAILED', 'POST', list, { json: { ...required, name } });
        await api.refused(400, 'VALIDATION_FAILED', 'PATCH', first.href, mergePatch({ name }));
      }
      await api.refused(400, 'VALIDATION_FAILED', 'POST', list, { json: required });
      await api.refused(400, 'VALIDATION_FAILED', 'POST', list, {
        json: { ...required, name: uniqueName(), colour: 'red' },
      });
      for (const member of readOnly) {
        await api.refused(400, 'READ_ONLY_FIELD', 'POST', list, {
          json: { ...required, name: uniqueName(), [member]: 'x' },
        });
      }
    });
    // A resource can change the case of its own name.
    const name = first.name.toUpperCase();
    expect((await api.expect(200, 'PATCH', first.href, mergePatch({ name }))).json<Named>().name).to.equal(name);
  });

  it('give a name to only one of several concurrent requests for it', async () => {
    const name = uniqueName('coveted');
    const responses = await Promise.all(
      Array.from({ length: 6 }, () => api.send('POST', list, { json: { ...required, name } })),
    );
    expect(responses.map(({ status }) => status).sort()).to.deep.equal([201, ...Array<number>(5).fill(409)]);
    const others = await Promise.all(Array.from({ length: 4 }, () => make(api, many)));
    const wanted = mergePatch({ name: uniqueName('coveted') });
    const renamed = await Promise.all(others.map(({ href }) => api.send('PATCH', href, wanted)));
    expect(renamed.map(({ status }) => status).sort()).to.deep.equal([200, ...Array<number>(3).fill(409)]);
  });

  for (const [what, change] of WAYS_TO_PATCH) {
    it(`are changed by ${what}, which writes nothing if the value stays the same`, async () => {
      const made = await make(api, many);
      const before = await api.expect(200, 'GET', made.href);
      const same = await api.expect(200, 'PATCH', made.href, change({ name: made.name }));
      expect(same.json()).to.deep.equal(made);
      expect(same.headers.get('etag')).to.equal(before.headers.get('etag'));
      const name = uniqueName('renamed');
      const changed = await api.expect(200, 'PATCH', made.href, change({ name }));
      const { updated_at } = changed.json<{ updated_at?: string }>();
      expect(changed.json()).to.deep.equal({ ...made, name, ...(updated_at === undefined ? {} : { updated_at }) });
      expect(changed.headers.get('etag')).to.not.equal(before.headers.get('etag'));
      await api.refused(404, notFound, 'GET', `${list}/${made.name}`);
      await expectNothingChanged(api, async () => {
        for (const member of readOnly) {
          await api.refused(400, 'READ_ONLY_FIELD', 'PATCH', made.href, change({ [member]: 'x' }));
        }
        await api.refused(400, 'VALIDATION_FAILED', 'PATCH', made.href, change({ name: null }));
        await api.refused(400, 'VALIDATION_FAILED', 'PATCH', made.href, change({ colour: 'red' }));
        await api.refused(404, notFound, 'PATCH', `${list}/${ABSENT_ID}`, change({ name: 'x' }));
        await api.refused(415, 'UNSUPPORTED_MEDIA_TYPE', 'PATCH', made.href, { json: { name: 'x' } });
      });
    });
  }

  it('are not changed by a JSON Patch whose test fails', async () => {
    const made = await make(api, many);
    const steps = [
      { op: 'test', path: '/id', value: made.id },
      { op: 'replace', path: '/name', value: uniqueName('unseen') },
      { op: 'test', path: '/created_at', value: 'never' },
    ];
    await expectNothingChanged(api, async () => {
      await api.refused(409, 'PATCH_TEST_FAILED', 'PATCH', made.href, jsonPatch(steps));
    });
    await api.expect(200, 'PATCH', made.href, jsonPatch(steps.slice(0, 2)));
  });

  it('are gone after their deletion, but their id remains a valid marker', async () => {
    const prefix = uniqueName('passing');
    const made = [];
    for (const letter of ['a', 'b', 'c']) made.push(await make(api, many, { name: `${prefix}-${letter}` }));
    const [first, second, third] = made;
    if (first === undefined || second === undefined || third === undefined)
      throw new Error('fewer than three were made');
    await api.expect(204, 'DELETE', `${list}/${second.name}`);
    await api.refused(404, notFound, 'GET', second.href);
    await api.refused(404, notFound, 'GET', `${list}/${second.name}`);
    await api.refused(404, notFound, 'DELETE', second.href);
    await api.refused(404, notFound, 'PATCH', second.href, mergePatch({ name: 'x' }));
    const search = `search=${encodeURIComponent(`name=${prefix}*`)}`;
    for (const order of ['created_at', 'name']) {
      const page = `${list}?${search}&sort_by=${order}`;
      expect(await idsIn(api, page)).to.deep.equal([first.id, third.id]);
      expect(await idsIn(api, `${page}&marker=${second.id}`)).to.deep.equal([third.id]);
    }
    // The name is free again, and a new resource with the name has another id.
    expect((await make(api, many, { name: second.name })).id).to.not.equal(second.id);
  });

  it('are deleted by only one of several concurrent requests', async () => {
    const { href } = await make(api, many);
    const responses = await Promise.all(Array.from({ length: 5 }, () => api.send('DELETE', href)));
    expect(responses.map(({ status }) => status).sort()).to.deep.equal([204, 404, 404, 404, 404]);
  });

  it('are reported in events with the user who acted, and only if something changed', async () => {
    const headers = { 'x-request-id': `events-of-${many}` };
    const made = (
      await api.expect(201, 'POST', list, { json: { ...required, name: uniqueName(many) }, headers })
    ).json<Named>();
    const name = uniqueName('renamed');
    await api.expect(200, 'PATCH', made.href, mergePatch({ name: made.name }, headers));
    await api.expect(200, 'PATCH', made.href, mergePatch({ name }, headers));
    await api.expect(204, 'DELETE', made.href, { headers });
    const expected: [EventKind, string][] = [
      [`${one}.created`, made.name],
      [`${one}.updated`, name],
      [`${one}.deleted`, name],
    ];
    const ours = (await api.expect(200, 'GET', '/v1/projects/default')).json<Named>().id;
    for (const [kind, named] of expected) {
      const events = await eventsOf(api, kind, made.id);
      expect(events, kind).to.have.length(1);
      expect(events[0], kind).to.deep.include({
        severity: 'normal',
        request_id: headers['x-request-id'],
        project_id: one === 'project' ? made.id : isOfProject ? ours : null,
        subject: { kind: one, id: made.id, name: named },
      });
      expect(events[0]?.user_id, kind).to.be.a('string');
      expect(events[0]?.detail, kind).to.include({ [`${one}_id`]: made.id, name: named });
    }
  });

  describe('for callers who are not administrators', () => {
    const ROLES: readonly RoleName[] = ['viewer', 'operator', 'member', 'owner'];
    const people: Person[] = [];
    let made: Named;
    before(async () => {
      people.push(await makePerson(service));
      for (const role of ROLES) people.push(await makePerson(service, { role }));
      made = await make(api, many);
    });

    if (isPublic) {
      it('can be read with any role', async () => {
        const [stranger, ...others] = people;
        for (const path of [made.href, list]) {
          expect([400, 403], path).to.include((await stranger?.api.send('GET', path))?.status);
        }
        for (const { api: theirs } of others) {
          expect((await theirs.expect(200, 'GET', `${list}?limit=1000`, IN_DEFAULT)).text).to.include(made.id);
          for (const path of [made.href, `${list}/${made.name}`]) {
            expect((await theirs.expect(200, 'GET', path, IN_DEFAULT)).json()).to.deep.equal(made);
          }
        }
      });
    } else
      it('seem not to exist unless they concern the caller', async () => {
        for (const { api: theirs } of people) {
          expect(await idsIn(theirs, `${list}?limit=1000`)).to.not.include(made.id);
          for (const path of [made.href, `${list}/${made.name}`, `${list}/${ABSENT_ID}`]) {
            const absent = await theirs.refused(404, notFound, 'GET', path);
            expect(absent.detail).to.equal((await theirs.refused(404, notFound, 'GET', `${list}/nobody`)).detail);
          }
          await theirs.refused(400, 'MARKER_UNKNOWN', 'GET', `${list}?marker=${made.id}`);
          const search = encodeURIComponent(`name="${made.name}"`);
          expect(await idsIn(theirs, `${list}?search=${search}`)).to.deep.equal([]);
        }
      });

    it('cannot be created, changed or deleted, whether or not they exist, and cannot all be listed', async () => {
      await expectNothingChanged(api, async () => {
        for (const { api: theirs } of people.filter(
          (_, index) => !changers.some((role) => role === ROLES[index - 1]),
        )) {
          // A request about resources of a project must name a project of the caller.
          const expectRefused = async (method: string, path: string, options: SendOptions = {}): Promise<void> => {
            const headers = { ...options.headers, ...IN_DEFAULT.headers };
            const { status, text } = await theirs.send(method, path, { ...options, headers });
            const isNameless = isOfProject && theirs === people[0]?.api;
            expect([status, text.includes(isNameless ? 'PROJECT_REQUIRED' : 'FORBIDDEN')]).to.deep.equal([
              isNameless ? 400 : 403,
              true,
            ]);
          };
          const name = uniqueName('forbidden');
          await expectRefused('POST', list, { json: { ...required, name } });
          for (const path of [made.href, `${list}/${ABSENT_ID}`]) {
            await expectRefused('PATCH', path, mergePatch({ name }));
            await expectRefused('DELETE', path);
          }
          if (!isPublic || theirs !== people[0]?.api) await expectRefused('GET', `${list}?all_projects=true`);
        }
      });
    });

    if (!isPublic)
      it('reveal nothing in events', async () => {
        await eventsOf(api, `${one}.created`, made.id);
        for (const { api: theirs } of people.slice(1)) {
          const { events } = (await theirs.expect(200, 'GET', '/v1/events?limit=1000', IN_DEFAULT)).json<EventList>();
          expect(JSON.stringify(events)).to.not.contain(made.id);
        }
      });
  });
}

const IN_DEFAULT = { headers: { 'x-project-id': 'default' } };
