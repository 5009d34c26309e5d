/**
 * ETag, If-Match and If-None-Match. Every single resource and every page has one entity tag, whichever members a
 * response shows. The service checks a condition before it checks anything else about the resource.
 * test/store/versions.test.ts tests which writes change a version.
 */
import { expect } from 'chai';
import type { Guest, GuestCreate, Image } from '../../generated/api-types.js';
import { accessPresent, fillPath, type Present } from '../support/access/access-present.js';
import { Api, newGuest, uniqueName, type CheckedResponse } from '../support/api.js';
import { NATIVE } from '../support/contracts.js';
import { expectNothingChanged, jsonPatch, mergePatch } from '../support/patches.js';
import { peoplePresent } from '../support/access/people.js';
import { Service } from '../support/service.js';

const { operations } = NATIVE;

const STRONG = /^"[!\x23-\x7e]+"$/;
/** A version that no row has: versions have 16 digits. */
const STALE = '"1"';

const hostMetadataOf = ({ host }: Guest): string => `/v1/hosts/${host.id}/metadata`;

describe('Entity tags', () => {
  let service: Service;
  let api: Api;
  let guest: Guest;
  let image: Image;
  /** The single resources of the contract, by the operation that reads them. */
  let resources: Readonly<Record<string, string>>;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    guest = await api.makeGuest();
    image = await api.makeImage();
    const { data } = await api.client.GET('/v1/operations');
    const people = await peoplePresent(api);
    const access = { guest: guest.id, ...(await accessPresent(api, guest, 'member')) };
    resources = {
      getGuest: guest.href,
      getGuestStates: `${guest.href}/states`,
      getGuestMetadata: `${guest.href}/metadata`,
      getImage: image.href,
      getHost: `/v1/hosts/${guest.host.id}`,
      getHostMetadata: `/v1/hosts/${guest.host.id}/metadata`,
      getOperation: data?.operations[0]?.href ?? '',
      getProject: `/v1/projects/${people['project']}`,
      getUser: `/v1/users/${people['user']}`,
      getGroup: `/v1/groups/${people['group']}`,
      getRole: `/v1/roles/${people['role']}`,
      getToken: fillPath('/v1/tokens/{token}', access),
      getGuestPermission: fillPath('/v1/guests/{guest}/permissions/{permission}', access),
      getProjectPermission: fillPath('/v1/projects/{project}/permissions/{permission}', access),
      getSpecJson: '/v1/openapi.json',
      getSpecYaml: '/v1/openapi.yaml',
      getDocs: '/docs',
      getErrorCatalogue: '/docs/errors',
      getGuidePage: '/docs/guide/paging',
    };
  });
  // An operation that is still running would change resources while the next test checks that nothing changes.
  afterEach(() => api.noneUnderWay());
  after(() => service.leave());

  function tagOf(response: CheckedResponse): string {
    const etag = response.headers.get('etag');
    if (etag === null) throw new Error(`there is no ETag: ${response.status} ${response.text}`);
    return etag;
  }

  async function tagAt(path: string): Promise<string> {
    return tagOf(await api.expect(200, 'GET', path));
  }

  const conditional = operations.filter(({ parameters }) => parameters.some(({ name }) => name === 'If-None-Match'));

  it('are tested on every single resource of the contract', () => {
    expect(Object.keys(resources)).to.have.members(conditional.map(({ operationId }) => operationId));
  });

  for (const { operationId, parameters } of conditional) {
    describe(`of ${operationId}`, () => {
      let path: string;
      beforeEach(() => (path = resources[operationId] ?? ''));

      it('are strong, stay the same while nothing changes, and do not depend on HEAD or `fields`', async () => {
        const tag = await tagAt(path);
        expect(tag).to.match(STRONG);
        expect(await tagAt(path)).to.equal(tag);
        expect(tagOf(await api.expect(200, 'HEAD', path))).to.equal(tag);
        if (!parameters.some(({ name }) => name === 'fields')) return;
        const [first = '', second = ''] = Object.keys((await api.expect(200, 'GET', path)).json<object>());
        expect(await tagAt(`${path}?fields=${first}`)).to.equal(tag);
        expect(await tagAt(`${path}?fields=${second},${first}`)).to.equal(tag);
      });

      it('produce 304 without a body for a client that has the current version', async () => {
        const tag = await tagAt(path);
        for (const method of ['GET', 'HEAD']) {
          for (const condition of [
            tag,
            `W/${tag}`,
            `${STALE}, ${tag}`,
            `"a,b", W/${tag} ,`,
            '*',
            `${STALE},${tag},"x"`,
          ]) {
            const response = await api.expect(304, method, path, { headers: { 'if-none-match': condition } });
            expect([tagOf(response), response.text, response.headers.get('content-type')], condition).to.deep.equal([
              tag,
              '',
              null,
            ]);
          }
        }
        for (const condition of [STALE, `W/${STALE}`, `"${tag.slice(1, -1)}0"`, '"a", "b"']) {
          await api.expect(200, 'GET', path, { headers: { 'if-none-match': condition } });
        }
      });

      it('are rejected in a malformed If-None-Match', async () => {
        for (const condition of ['1', 'abc', '"a', 'w/"a"', '"a" "b"', '*, "a"', ',', "'a'"]) {
          const response = await api.expect(400, 'GET', path, { headers: { 'if-none-match': condition } });
          expect(response.fault().errors?.[0]?.parameter, condition).to.equal('If-None-Match');
        }
      });
    });
  }

  /** Every operation that accepts If-Match, with a request that succeeds on an existing target. */
  const writes = operations.filter(
    // cancel.test.ts tests writes to operations, because it can keep operations open.
    ({ path, parameters }) => !path.includes('{operation}') && parameters.some(({ name }) => name === 'If-Match'),
  );

  function write(operationId: string, target: Target, condition: string): Promise<CheckedResponse> {
    const operation = writes.find((each) => each.operationId === operationId);
    if (operation === undefined) throw new Error(`${operationId} does not accept If-Match`);
    const path = pathOf(operation.path, target);
    const headers = { 'if-match': condition };
    const name = { name: uniqueName('conditional') };
    const bodies: Record<string, unknown> = {
      setGuestPowerState: { target: 'on' },
      updateGuest: name,
      updateImage: name,
      updateGuestMetadata: name,
      updateHostMetadata: name,
      updateProject: name,
      updateUser: name,
      updateGroup: name,
    };
    const json = bodies[operationId];
    if (json === undefined) return api.send(operation.method.toUpperCase(), path, { headers });
    const options = operation.method === 'patch' ? mergePatch(json, headers) : { json, headers };
    return api.send(operation.method.toUpperCase(), path, options);
  }

  function pathOf(path: string, { guest, image, people, access }: Target): string {
    // A permission belongs to the guest or project in `access`. Other writes use the resources in `people`.
    const others = path.includes('{permission}') ? access : { ...access, ...people };
    return fillPath(path, { guest: guest.id, image: image.id, host: guest.host.id, ...others });
  }

  interface Target {
    readonly guest: Guest;
    readonly image: Image;
    /** The ids of a project, a user and a group. */
    readonly people: Present;
    /** The ids of a token, and of permissions for the guest and in its project. */
    readonly access: Present;
  }

  async function newTarget(query = ''): Promise<Target> {
    const made = await api.makeGuest({}, query);
    return {
      guest: made,
      image: await api.announceImage(),
      people: await peoplePresent(api),
      access: await accessPresent(api, made),
    };
  }

  async function currentTag(operationId: string, target: Target): Promise<string> {
    const { guest, image, people } = target;
    const { path = '' } = writes.find((each) => each.operationId === operationId) ?? {};
    if (/(Token|Permission)$/.test(operationId)) return tagAt(pathOf(path, target));
    if (operationId.endsWith('Image')) return tagAt(image.href);
    const one = /^(?:update|delete)(Project|User|Group)$/.exec(operationId)?.[1]?.toLowerCase();
    if (one !== undefined) return tagAt(`/v1/${one}s/${people[one]}`);
    if (operationId === 'updateHostMetadata') return tagAt(hostMetadataOf(guest));
    return tagAt(guest.href);
  }

  /** Verbs that need a running guest. For a stopped guest they are rejected or have no effect. */
  const NEEDS_POWER = ['shutdownGuest', 'rebootGuest', 'restartGuest', 'poweroffGuest', 'suspendGuest'];

  for (const { operationId } of writes) {
    it(`allow ${operationId} if they match, and otherwise reject it before it does anything`, async () => {
      const target = await newTarget(NEEDS_POWER.includes(operationId) ? '?start=true' : '');
      await expectNothingChanged(api, async () => {
        const tag = await currentTag(operationId, target);
        for (const condition of [STALE, `W/${tag}`, `${STALE}, W/${tag}`]) {
          const response = await write(operationId, target, condition);
          expect(response.status, condition).to.equal(412);
          expect(response.fault().error_name).to.equal('PRECONDITION_FAILED');
          expect(response.fault().detail).to.contain(tag);
        }
        for (const condition of ['nonsense', '"a" "b"', ',', '"']) {
          const response = await write(operationId, target, condition);
          expect(response.status, condition).to.equal(400);
          expect(response.fault().errors?.[0]?.parameter).to.equal('If-Match');
        }
      });
      const tag = await currentTag(operationId, target);
      const response = await write(operationId, target, `${STALE}, ${tag}`);
      expect(response.status).to.be.within(200, 204);
    });

    it(`allow ${operationId} with * if the resource exists`, async () => {
      const target = await newTarget(NEEDS_POWER.includes(operationId) ? '?start=true' : '');
      expect((await write(operationId, target, '*')).status).to.be.within(200, 204);
      if (operationId === 'updateHostMetadata') return;
      const id = '00000000-0000-4000-8000-000000000000';
      const absent = { id, host: target.guest.host } as Guest & Image;
      const people = { project: id, user: id, group: id };
      const access = { token: id, project: id };
      expect((await write(operationId, { guest: absent, image: absent, people, access }, '*')).status).to.equal(404);
    });
  }

  it('are checked before a verb finds that the guest is already in the target state, or that the guest’s state does not allow the verb', async () => {
    const { guest: stopped } = await newTarget();
    const headers = { 'if-match': STALE };
    await expectNothingChanged(api, async () => {
      for (const verb of ['poweroff', 'shutdown', 'reboot', 'suspend']) {
        await api.refused(412, 'PRECONDITION_FAILED', 'POST', `${stopped.href}/${verb}`, { headers });
      }
      const json = { target: 'off' };
      await api.refused(412, 'PRECONDITION_FAILED', 'PUT', `${stopped.href}/states/power`, { headers, json });
      const failing = jsonPatch([{ op: 'test', path: '/vcpus', value: 77 }], headers);
      await api.refused(412, 'PRECONDITION_FAILED', 'PATCH', stopped.href, failing);
    });
  });

  it('allow exactly one of many concurrent writers to change the version that all of them have read', async () => {
    const { guest: stopped, image: pending } = await newTarget();
    for (const path of [stopped.href, `${stopped.href}/metadata`, pending.href, hostMetadataOf(stopped)]) {
      const headers = { 'if-match': await tagAt(path) };
      const names = Array.from({ length: 8 }, () => uniqueName('racer'));
      const responses = await Promise.all(names.map((name) => api.send('PATCH', path, mergePatch({ name }, headers))));
      expect(responses.map(({ status }) => status).sort(), path).to.deep.equal([200, ...Array<number>(7).fill(412)]);
      const winner = responses.find(({ status }) => status === 200);
      expect((await api.expect(200, 'GET', path)).json()).to.deep.equal(winner?.json());
      expect(await tagAt(path)).to.equal(winner?.headers.get('etag'));
    }
  });

  it('change with the resource, and are those of the response that reports the change', async () => {
    const { guest: stopped } = await newTarget();
    const seen = [await tagAt(stopped.href)];
    const next = async (response: CheckedResponse): Promise<void> => {
      const tag = await tagAt(stopped.href);
      expect(seen).to.not.include(tag);
      expect(tagOf(response)).to.equal(tag);
      seen.push(tag);
    };
    await next(await api.expect(200, 'PATCH', stopped.href, mergePatch({ description: 'changed' })));
    await next(await api.expect(200, 'PATCH', `${stopped.href}/metadata`, mergePatch({ role: 'web' })));
    await next(await api.expect(200, 'POST', `${stopped.href}/start`, { headers: { prefer: 'wait=60' } }));
    const off = { json: { target: 'off' }, headers: { prefer: 'wait=60' } };
    await next(await api.expect(200, 'PUT', `${stopped.href}/states/power`, off));
    expect(await tagAt(`${stopped.href}/states`)).to.equal(seen.at(-1));
  });

  it('are never reused, not even by a new guest with the same name', async () => {
    const json: GuestCreate = { ...newGuest() };
    const first = await api.makeGuest(json);
    const tag = await tagAt(first.href);
    await api.done('delete', first.id);
    await api.makeGuest(json);
    expect(await tagAt(`/v1/guests/${json.name}`)).to.not.equal(tag);
    await api.refused(412, 'PRECONDITION_FAILED', 'DELETE', `/v1/guests/${json.name}`, {
      headers: { 'if-match': tag },
    });
  });
});
