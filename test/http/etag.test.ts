/**
 * ETag, If-Match and If-None-Match. Every single resource and every page has one entity tag, whichever members a
 * response shows. Every operation with an ETag evaluates both conditions, If-Match first (RFC 9110 §13.2.2). The
 * service checks a condition before it checks anything else about the resource. images.test.ts tests the conditions on
 * content, and test/store/versions.test.ts tests which writes change a version.
 */
import { expect } from 'chai';
import pg from 'pg';
import type { Guest, GuestCreate, Host, Image } from '../../generated/api-types.js';
import { makeAbsentNetwork } from '../support/access/absent-network.js';
import { accessPresent, fillPath, type Present } from '../support/access/access-present.js';
import { Api, newGuest, uniqueName, type CheckedResponse } from '../support/api.js';
import { NATIVE } from '../support/contracts.js';
import { expectNothingChanged, jsonPatch, mergePatch } from '../support/patches.js';
import { peoplePresent } from '../support/access/people.js';
import { eventually } from '../support/eventually.js';
import { Service } from '../support/service.js';

type Headers = Readonly<Record<string, string>>;

const { operations } = NATIVE;

const STRONG = /^"[!\x23-\x7e]+"$/;
/** A version that no row has: versions have 16 digits. */
const STALE = '"1"';

const CONTENT = '/v1/images/{image}/content';

const hostMetadataOf = ({ host }: Guest): string => `/v1/hosts/${host.id}/metadata`;

describe('Entity tags', () => {
  let service: Service;
  let api: Api;
  let sql: pg.Client;
  let guest: Guest;
  let image: Image;
  /** The single resources of the contract, by the operation that reads them. */
  let resources: Readonly<Record<string, string>>;
  before(async () => {
    // Each target has a token of its own, and there are more targets than tokens by default.
    service = await Service.start({ env: { GUESTHOUSE_TOKENS_MAX: '1000' } });
    api = new Api(service);
    sql = new pg.Client(service.databaseUrl);
    await sql.connect();
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
      getNetwork: `/v1/networks/${people['network']}`,
      getOperation: data?.operations[0]?.href ?? '',
      getZone: `/v1/zones/${people['zone']}`,
      getInstanceType: `/v1/instance-types/${people['instance_type']}`,
      getPlacementGroup: `/v1/placement-groups/${people['placement_group']}`,
      getProject: `/v1/projects/${people['project']}`,
      getUser: `/v1/users/${people['user']}`,
      getGroup: `/v1/groups/${people['group']}`,
      getRole: `/v1/roles/${people['role']}`,
      getToken: fillPath('/v1/tokens/{token}', access),
      getGuestPermission: fillPath('/v1/guests/{guest}/permissions/{permission}', access),
      getProjectPermission: fillPath('/v1/projects/{project}/permissions/{permission}', access),
      getSpecJson: '/v1/openapi.json',
      getSpecYaml: '/v1/openapi.yaml',
      getDialectSpecJson: '/v1/dialects/sahara/openapi.json',
      getDialectSpecYaml: '/v1/dialects/sahara/openapi.yaml',
      getDocs: '/docs',
      getErrorCatalogue: '/docs/errors',
      getGuidePage: '/docs/guide/paging',
    };
  });
  // An operation that is still running would change resources while the next test checks that nothing changes.
  afterEach(() => api.noneUnderWay());
  after(async () => {
    await sql.end();
    await service.leave();
  });

  function tagOf(response: CheckedResponse): string {
    const etag = response.headers.get('etag');
    if (etag === null) throw new Error(`there is no ETag: ${response.status} ${response.text}`);
    return etag;
  }

  async function tagAt(path: string): Promise<string> {
    return tagOf(await api.expect(200, 'GET', path));
  }

  const conditional = operations.filter(
    ({ method, path, parameters }) =>
      method === 'get' && path !== CONTENT && parameters.some(({ name }) => name === 'If-None-Match'),
  );

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

      it('are rejected in a malformed If-Match or If-None-Match', async () => {
        for (const header of ['If-Match', 'If-None-Match']) {
          for (const condition of ['1', 'abc', '"a', 'w/"a"', '"a" "b"', '*, "a"', ',', "'a'"]) {
            const response = await api.expect(400, 'GET', path, { headers: { [header]: condition } });
            expect(response.fault().errors?.[0]?.parameter, condition).to.equal(header);
          }
        }
      });

      it('produce 412 if they are not in If-Match, whatever If-None-Match says', async () => {
        const tag = await tagAt(path);
        for (const method of ['GET', 'HEAD']) {
          for (const condition of [STALE, `W/${tag}`, `${STALE}, W/${tag}`]) {
            for (const extra of [{}, { 'if-none-match': tag }, { 'if-none-match': '*' }] as Headers[]) {
              const response = await api.expect(412, method, path, { headers: { 'if-match': condition, ...extra } });
              if (method === 'GET') expect(response.fault().error_name).to.equal('PRECONDITION_FAILED');
            }
          }
          for (const condition of ['*', tag, `${STALE}, ${tag}`]) {
            await api.expect(200, method, path, { headers: { 'if-match': condition, 'if-none-match': STALE } });
            await api.expect(304, method, path, { headers: { 'if-match': condition, 'if-none-match': tag } });
          }
        }
      });

      it('are the only validators: conditions with a date are ignored, because nothing has a date', async () => {
        const [past, future] = ['Sat, 29 Oct 1994 19:43:31 GMT', new Date(Date.UTC(2100, 0)).toUTCString()];
        for (const header of ['if-modified-since', 'if-unmodified-since']) {
          for (const date of [past, future]) {
            const response = await api.expect(200, 'GET', path, { headers: { [header]: date } });
            expect(response.headers.get('last-modified')).to.equal(null);
          }
        }
      });
    });
  }

  /** Every operation that accepts If-Match, with a request that succeeds on an existing target. */
  const writes = operations.filter(
    // cancel.test.ts tests writes to operations, because it can keep operations open.
    ({ method, path, parameters }) =>
      method !== 'get' &&
      !path.includes('{operation}') &&
      path !== CONTENT &&
      parameters.some(({ name }) => name === 'If-Match'),
  );

  function write(operationId: string, target: Target, condition: string | Headers): Promise<CheckedResponse> {
    const operation = writes.find((each) => each.operationId === operationId);
    if (operation === undefined) throw new Error(`${operationId} does not accept If-Match`);
    const path = pathOf(operation.path, target);
    const headers = typeof condition === 'string' ? { 'if-match': condition } : condition;
    const name = { name: uniqueName('conditional') };
    const bodies: Record<string, unknown> = {
      setGuestPowerState: { target: 'on' },
      updateGuest: name,
      updateImage: name,
      updateGuestMetadata: name,
      updateHost: { description: uniqueName('conditional') },
      updateHostMetadata: name,
      updateZone: name,
      updateInstanceType: name,
      updatePlacementGroup: name,
      updateProject: name,
      updateUser: name,
      updateGroup: name,
      updateNetwork: { description: uniqueName('conditional') },
    };
    const json = bodies[operationId];
    if (json === undefined) return api.send(operation.method.toUpperCase(), path, { headers });
    const options = operation.method === 'patch' ? mergePatch(json, headers) : { json, headers };
    return api.send(operation.method.toUpperCase(), path, options);
  }

  function pathOf(path: string, { guest, image, host, people, access }: Target): string {
    // A permission belongs to the guest or project in `access`. Other writes use the resources in `people`.
    const others = path.includes('{permission}') ? access : { ...access, ...people };
    const ofHost = path === '/v1/hosts/{host}' ? host : guest.host;
    return fillPath(path, { guest: guest.id, image: image.id, host: ofHost.id, ...others });
  }

  interface Target {
    readonly guest: Guest;
    readonly image: Image;
    /** A host without guests. */
    readonly host: Pick<Host, 'id'>;
    /** The ids of a project, a user, a group and a network. */
    readonly people: Present;
    /** The ids of a token, and of permissions for the guest and in its project. */
    readonly access: Present;
  }

  async function newTarget(query = ''): Promise<Target> {
    const made = await api.makeGuest({}, query);
    return {
      guest: made,
      // Only an image with content can be copied to a host.
      image: await api.makeImage(),
      host: await makeHost(),
      people: { ...(await peoplePresent(api)), network: (await makeAbsentNetwork(sql)).id },
      access: await accessPresent(api, made),
    };
  }

  async function makeHost(): Promise<Host> {
    const name = uniqueName('host');
    const json = { name, backend: 'fake', uri: `fake:///${name}` };
    const host = (await api.expect(201, 'POST', '/v1/hosts', { json })).json<Host>();
    // Its tag changes when it becomes up.
    await eventually(async () => (await api.expect(200, 'GET', host.href)).json<Host>().state === 'up');
    return host;
  }

  async function currentTag(operationId: string, target: Target): Promise<string> {
    const { guest, image, host, people } = target;
    const { path = '' } = writes.find((each) => each.operationId === operationId) ?? {};
    if (/(Token|Permission)$/.test(operationId)) return tagAt(pathOf(path, target));
    if (/Image(Copy)?$/.test(operationId)) return tagAt(image.href);
    if (/(InstanceType|PlacementGroup)$/.test(operationId)) return tagAt(pathOf(path, target));
    const one = /^(?:update|delete)(Zone|Project|User|Group|Network)$/.exec(operationId)?.[1]?.toLowerCase();
    if (one !== undefined) return tagAt(`/v1/${one}s/${people[one]}`);
    if (/^(?:update|delete)Host$/.test(operationId)) return tagAt(`/v1/hosts/${host.id}`);
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

    it(`allow ${operationId} only if If-None-Match does not match, and otherwise reject it (412)`, async () => {
      const target = await newTarget(NEEDS_POWER.includes(operationId) ? '?start=true' : '');
      const tag = await currentTag(operationId, target);
      await expectNothingChanged(api, async () => {
        for (const condition of ['*', tag, `W/${tag}`, `${STALE}, ${tag}`]) {
          for (const extra of [{}, { 'if-match': tag }, { 'if-match': '*' }] as Headers[]) {
            const response = await write(operationId, target, { 'if-none-match': condition, ...extra });
            expect([response.status, response.fault().error_name], condition).to.deep.equal([
              412,
              'PRECONDITION_FAILED',
            ]);
          }
        }
        const malformed = await write(operationId, target, { 'if-none-match': '"' });
        expect(malformed.status).to.equal(400);
        expect(malformed.fault().errors?.[0]?.parameter).to.equal('If-None-Match');
      });
      const response = await write(operationId, target, { 'if-none-match': STALE, 'if-match': tag });
      expect(response.status).to.be.within(200, 204);
    });

    it(`allow ${operationId} with * if the resource exists`, async () => {
      const target = await newTarget(NEEDS_POWER.includes(operationId) ? '?start=true' : '');
      expect((await write(operationId, target, '*')).status).to.be.within(200, 204);
      if (operationId === 'updateHostMetadata') return;
      const id = '00000000-0000-4000-8000-000000000000';
      const absent = { id, host: { id } } as Guest & Image;
      const people = {
        zone: id,
        instance_type: id,
        placement_group: id,
        project: id,
        user: id,
        group: id,
        network: id,
      };
      const access = { token: id, project: id };
      expect(
        (await write(operationId, { guest: absent, image: absent, host: { id }, people, access }, '*')).status,
      ).to.equal(404);
    });
  }

  const creations = operations.filter(
    ({ method, path, parameters }) =>
      method === 'post' && !path.includes('{operation}') && !parameters.some(({ name }) => name === 'If-Match'),
  );

  /** The target of a creation is a list, which exists and has no tag. */
  for (const { operationId, path } of creations) {
    it(`of lists do not exist, so ${operationId} is rejected (412) if If-Match names one, or with If-None-Match: *`, async () => {
      const { access } = await newTarget();
      const address = fillPath(path, access);
      await expectNothingChanged(api, async () => {
        for (const [header, condition] of [
          ['if-match', STALE],
          ['if-match', `W/${STALE}`],
          ['if-none-match', '*'],
        ] as const) {
          const options = { json: {}, headers: { [header]: condition } };
          await api.refused(412, 'PRECONDITION_FAILED', 'POST', address, options);
        }
        for (const header of ['If-Match', 'If-None-Match']) {
          const malformed = await api.refused(400, 'VALIDATION_FAILED', 'POST', address, {
            json: {},
            headers: { [header]: 'x' },
          });
          expect(malformed.errors?.[0]?.parameter).to.equal(header);
        }
        // These conditions hold, so the body is checked.
        for (const [header, condition] of [
          ['if-match', '*'],
          ['if-none-match', STALE],
        ] as const) {
          await api.refused(400, 'VALIDATION_FAILED', 'POST', address, { json: {}, headers: { [header]: condition } });
        }
      });
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
