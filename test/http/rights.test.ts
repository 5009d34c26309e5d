/**
 * Which caller can call which operation: every kind of caller calls every operation of each contract. The results must
 * match the rights table (`x-right` of the operation, and the rights of each role in `GET /v1/roles`).
 *
 *   no valid credential           401; open operations respond
 *   token for metrics only        403 except at /metrics, even if its user is an administrator
 *   role in the project           with the right anything but 401, 403 and 404; otherwise 403
 *   role for one guest only       the same for that guest; other resources look absent, or 403 if the role allows
 *                                 nothing of the kind
 *   several roles                 each applies only where it was granted: the gate (src/http/access/authenticate.ts) admits
 *                                 a caller who has the right anywhere in the project
 *   role in another project       our resources look absent by id, and are in no list
 *
 * A rejected request changes nothing, and each 403 leaves an event. This file names only the operations that need a
 * body. An operation that is added to openapi.yaml adds its test cases, and the test fails if it cannot build a request
 * for an operation.
 */
import { expect } from 'chai';
import type { EventList, Guest, Image, RoleList, RoleName } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { AccessWorld, hrefOf, inProject, type Named, type Person } from '../support/access/access-world.js';
import { jobOf, uniqueName, type CheckedResponse, type Api, type SendOptions } from '../support/api.js';
import type { Operation } from '../support/contract.js';
import { describeEachContract, NATIVE } from '../support/contracts.js';
import { makeIso, OVIRT_PARTS } from '../support/dialects/ovirt-world.js';
import { Service } from '../support/service.js';

const ROLES: readonly RoleName[] = ['viewer', 'operator', 'member', 'owner', 'admin'];
const GUEST_ROLES: readonly RoleName[] = ['viewer', 'operator', 'member'];
/** The number of concurrent requests: enough to keep the service busy, and few enough that none has to wait. */
const SIDE_BY_SIDE = 12;
/** The statuses of requests for resources that the caller cannot even see. */
const IS_REFUSED = [403, 404];

interface Caller extends Person {
  readonly role: RoleName;
  /** The project that the caller's requests name. */
  readonly project: Named;
}

/** Values of path parameters, by the parameter's name. */
type ResourceIds = Readonly<Record<string, string>>;

/**
 * Rights to resources of the project. A caller with a role for only one guest sees none of these resources except
 * guests.
 */
const OF_PROJECT = /^(guests|images|instance-types|placement-groups)\./;

describeEachContract('Rights', (contract) => {
  const { operations, projectParameter, withAliases } = contract;
  let service: Service;
  let world: AccessWorld;
  let admin: Api;
  let shop: Named;
  let lab: Named;
  let guest: Guest;
  let other: Guest;
  /** Resources that exist, by the names of path parameters. */
  let shared: ResourceIds;
  let ofOther: ResourceIds;
  /** An instance type that every project can use. */
  let flavor: Named;
  let bystander: Named;
  /** The type and the image of an instance of Mogan's API. */
  let forInstance: object;
  let rightsOf: ReadonlyMap<RoleName, ReadonlySet<string>>;
  let inShop: readonly Caller[];
  let ofGuest: readonly Caller[];
  /** Viewer in the project, member for one guest, and owner of another project. */
  let both: Caller;
  let stranger: Caller;
  let metrics: Caller;
  /** Each 403 that a caller received, as `user operation`. */
  const refusals: string[] = [];

  before(async () => {
    service = await Service.start();
    world = await AccessWorld.open(service);
    admin = world.admin;
    const { roles } = (await admin.expect(200, 'GET', '/v1/roles')).json<RoleList>();
    rightsOf = new Map(roles.map(({ name, rights }) => [name, new Set(rights)]));
    [shop, lab, bystander] = [await world.project(), await world.project(), await world.user()];
    flavor = await world.instanceType(null);
    const disks = [{ size_mib: 1 }, { media: 'cdrom', image: (await makeIso(admin, inProject(shop))).id }];
    const [made, madeOther] = [await makeGuest({ nics: [{}], disks }), await makeGuest()];
    [guest, other] = [made[0], madeOther[0]];
    const image = (await makeImage()).id;
    await putContent(image);
    // Everyone can use these, because what a request may name is not the subject of this test. They are in another
    // project, because everyone can see the project of a shared image.
    const commons = await world.project();
    const sharedImage = (await makeImage(commons, { shared: true })).id;
    await putContent(sharedImage, commons);
    forInstance = { instance_type_uuid: (await world.instanceType(null)).id, image_uuid: sharedImage };
    const as = async (role: RoleName, places: readonly string[]): Promise<Caller> => {
      const person = await world.person();
      for (const place of places) await world.grant(place, { user: person.id }, role);
      return { ...person, role, project: shop };
    };
    inShop = await Promise.all(ROLES.map((role) => as(role, [hrefOf(shop)])));
    ofGuest = await Promise.all(GUEST_ROLES.map((role) => as(role, [guest.href])));
    both = { ...(await as('member', [guest.href])), role: 'viewer' };
    await world.grant(hrefOf(shop), { user: both.id }, 'viewer');
    await world.grant(hrefOf(lab), { user: both.id }, 'owner');
    stranger = { ...(await world.person([[lab, 'member']], { project: lab.id })), role: 'member', project: lab };
    metrics = { ...(await world.person([[shop, 'admin']], { scopes: ['metrics'] })), role: 'admin', project: shop };
    const group = await world.group([...inShop, ...ofGuest, both]);
    shared = withAliases({
      guest: guest.id,
      image,
      host: guest.host.id,
      network: 'lab',
      operation: made[1],
      zone: (await world.zone()).id,
      instance_type: (await world.instanceType(shop)).id,
      placement_group: (await world.placementGroup(shop)).id,
      project: shop.id,
      group: group.id,
      role: 'viewer',
      collection: 'guests',
      page: 'getting-started',
      dialect: 'sahara',
      id: guest.id,
      ...OVIRT_PARTS,
      event: await anEvent(),
      guestPermission: (await world.grant(guest.href, { user: bystander.id }, 'operator')).id,
      projectPermission: (await world.grant(hrefOf(shop), { user: bystander.id }, 'operator')).id,
    });
    ofOther = withAliases({
      guest: other.id,
      operation: madeOther[1],
      guestPermission: (await world.grant(other.href, { user: bystander.id }, 'operator')).id,
    });
  });
  after(async () => {
    await world.close();
    await service.leave();
  });

  async function makeGuest(more: object = {}): Promise<[Guest, string]> {
    const json = { ...(bodyOf('createGuest') as object), ...more };
    const options = inProject(shop, { json, headers: { prefer: 'wait=60' } });
    const response = await admin.expect(201, 'POST', '/v1/guests', options);
    return [response.json<Guest>(), jobOf(response)];
  }

  /** The number of an event about the guest. */
  async function anEvent(): Promise<string> {
    const path = `/v1/events?limit=1&guest=${guest.id}`;
    const read = async (): Promise<EventList> =>
      (await admin.expect(200, 'GET', path, inProject(shop))).json<EventList>();
    await eventually(async () => (await read()).events.length > 0);
    return String((await read()).events[0]?.id);
  }

  async function makeImage(project: Named = shop, more: object = {}): Promise<Image> {
    const options = inProject(project, { json: { ...(bodyOf('createImage') as object), ...more } });
    return (await admin.expect(201, 'POST', '/v1/images', options)).json<Image>();
  }

  async function putContent(image: string, project: Named = shop): Promise<void> {
    const headers = { 'content-type': 'application/octet-stream', 'x-project-id': project.id };
    await admin.expect(200, 'PUT', `/v1/images/${image}/content`, { body: Buffer.alloc(1024), headers });
  }

  /** Returns a valid body for the operation. Throws if this test has no body for it. */
  function bodyOf(operationId: string): unknown {
    const name = uniqueName();
    const grant = { user: bystander.id, role: 'viewer' };
    const bodies: Readonly<Record<string, unknown>> = {
      createGuest: { name, vcpus: 1, memory_mib: 64 },
      createMoganInstance: { name, ...forInstance, networks: [{ net_id: 'user' }] },
      createOvirtVm: { name, cluster: { name: 'default' }, template: { name: 'Blank' } },
      createOvirtVmPermission: { user: { id: bystander.id }, role: { id: 'viewer' } },
      createOvirtToken: { grant_type: 'password', username: 'ann', password: 'secret' },
      updateOvirtVm: { description: name },
      createMoganType: { name, vcpus: 1, memory_mib: 64 },
      createMistifyGuest: { memory: 64, metadata: { name } },
      createMistifyImage: { id: name },
      createImage: { name, kind: 'disk', format: 'raw' },
      createSaharaCluster: { name, plugin_name: 'guesthouse', node_groups: [{ flavor_id: flavor.id }] },
      createSaharaGuest: { name, vcpus: 1, memory_mib: 64 },
      createGroup: { name },
      createHost: { name, backend: 'fake', uri: `fake:///${name}` },
      createProject: { name },
      createInstanceType: { name, vcpus: 1, memory_mib: 64 },
      createPlacementGroup: { name, policy: 'spread' },
      createZone: { name },
      createToken: { name },
      createUser: { name },
      createGuestPermission: grant,
      createProjectPermission: grant,
      putImageContent: 'content',
      setGuestPowerState: { target: 'off' },
      putSaharaCluster: { description: name },
      putSaharaGuest: { description: name },
      updateSaharaCluster: { description: name },
      updateSaharaGuest: { description: name },
      setMoganInstancePower: { target: 'off' },
      updateMoganInstance: [{ op: 'replace', path: '/description', value: name }],
      updateMoganType: [{ op: 'replace', path: '/description', value: name }],
      updateGroup: { name },
      updateGuest: { description: name },
      updateGuestMetadata: { key: name },
      updateHost: { description: name },
      updateHostMetadata: { key: name },
      updateMistifyGuestMetadata: { key: name },
      updateMistifyMetadata: { key: name },
      updateNetwork: { description: name },
      updateImage: { description: name },
      updateProject: { description: name },
      updateInstanceType: { description: name },
      updatePlacementGroup: { description: name },
      updateZone: { description: name },
      updateUser: { name },
    };
    if (!(operationId in bodies)) throw new Error(`this test has no body for ${operationId}: add one`);
    return bodies[operationId];
  }

  /** Returns the value of a path parameter. A permission is for a guest or in a project, depending on the path. */
  function thingOf(operation: Operation, name: string, things: ResourceIds): string {
    const key =
      name === 'permission' ? (operation.path.includes('{guest}') ? 'guestPermission' : 'projectPermission') : name;
    const thing = things[key];
    if (thing === undefined)
      throw new Error(`this test has no value for {${name}} of ${operation.operationId}: add it`);
    return thing;
  }

  /** Returns a valid request for the operation. Throws if this test cannot build one. */
  function requestOf(operation: Operation, things: ResourceIds): [method: string, path: string, options: SendOptions] {
    const { operationId, method, path, parameters, bodyTypes, isBodyRequired } = operation;
    const unknown = parameters.find((each) => each.required === true && each.in !== 'path');
    if (unknown) throw new Error(`this test has no value for ${unknown.name} of ${operationId}: add it`);
    const [type = ''] = bodyTypes;
    const body = isBodyRequired ? bodyOf(operationId) : undefined;
    return [
      method.toUpperCase(),
      path.replaceAll(/\{(\w+)\}/g, (_, name: string) => thingOf(operation, name, things)),
      body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body), headers: { 'content-type': type } },
    ];
  }

  /** The shared resources, with the caller's own user and token. */
  function thingsOf({ id, token, project }: Caller, more: ResourceIds = {}): ResourceIds {
    const ofPath = projectParameter === null ? {} : { [projectParameter]: project.id };
    return { ...shared, user: id, token: token.id, ...more, ...ofPath };
  }

  async function call(
    caller: Caller,
    operation: Operation,
    things: ResourceIds = thingsOf(caller),
  ): Promise<CheckedResponse> {
    const [method, path, options] = requestOf(operation, things);
    const response = await caller.api.send(method, path, inProject(caller.project, options));
    if (response.status === 403) {
      if (contract === NATIVE) expect(response.fault().error_name).to.equal('FORBIDDEN');
      refusals.push(`${caller.id} ${operation.operationId}`);
    }
    return response;
  }

  function has(role: RoleName, { right }: Operation): boolean {
    return rightsOf.get(role)?.has(right) === true;
  }

  /**
   * Calls the operations that `which` selects. Returns each operation with an unexpected response, together with that
   * response.
   */
  async function surprises(
    which: (operation: Operation) => boolean,
    send: (operation: Operation) => Promise<CheckedResponse>,
    isExpected: (response: CheckedResponse, operation: Operation) => boolean,
  ): Promise<string[]> {
    const found: string[] = [];
    const selected = operations.filter(which);
    expect(selected).to.not.be.empty;
    const left = [...selected];
    const sendRest = async (): Promise<void> => {
      for (let operation = left.shift(); operation !== undefined; operation = left.shift()) {
        const response = await send(operation);
        if (!isExpected(response, operation)) {
          found.push(
            `${operation.operationId} (${operation.right}): ${response.status} ${response.text.slice(0, 300)}`,
          );
        }
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, sendRest));
    return found.sort();
  }

  /** The contents of all lists except that of events, which only grows. */
  async function everything(): Promise<Readonly<Record<string, unknown>>> {
    const lists = NATIVE.operations.filter(
      ({ operationId, parameters }) =>
        parameters.some(({ name }) => name === 'all_projects') && operationId !== 'listEvents',
    );
    expect(lists.length).to.be.greaterThan(9);
    const contents: Record<string, unknown> = {};
    // One after the other: a user can only have a few large pages waiting.
    for (const operation of lists) {
      const [method, path] = requestOf(operation, shared);
      const response = await admin.expect(200, method, `${path}?all_projects=true&limit=1000`, inProject(shop));
      // Leaves out the time of last use, because a rejected request counts as a use of its token.
      contents[operation.operationId] = response.text
        .replaceAll(/"last_used_at":[^,}]*/g, '')
        .replaceAll('},{', '},\n{');
    }
    return { ...contents, files: await service.imageFiles() };
  }

  async function changingNothing(work: () => Promise<void>): Promise<void> {
    await admin.noneUnderWay();
    const before = await everything();
    await work();
    const after = await everything();
    for (const [what, was] of Object.entries(before)) expect(after[what], what).to.deep.equal(was);
  }

  /** Some clients cannot send DELETE, so an API can have a POST for it. */
  function isDeletion({ method, path }: Operation): boolean {
    return method === 'delete' || (method === 'post' && path.endsWith('/delete'));
  }

  /** Makes a new resource that the request can delete: the last one that its path names. */
  async function makeDeletable(caller: Caller, operation: Operation): Promise<ResourceIds> {
    const name = /\{(\w+)\}(?:\/delete)?$/.exec(operation.nativePath)?.[1] ?? '';
    const make: Readonly<Record<string, () => Promise<{ readonly id: string }>>> = {
      guest: async () => {
        const [made] = await makeGuest();
        if (!ofGuest.includes(caller)) return made;
        await world.grant(made.href, { user: caller.id }, caller.role);
        await eventually(async () => (await caller.api.send('GET', made.href, inProject(shop))).status === 200);
        return made;
      },
      image: () => makeImage(),
      // The copy on this host: its removal does nothing if there is none.
      host: async () => ({ id: guest.host.id }),
      project: () => world.project(),
      zone: () => world.zone(),
      instance_type: () => world.instanceType(shop),
      placement_group: () => world.placementGroup(shop),
      user: () => world.user(),
      group: () => world.group(),
      network: () => world.network(),
      token: () => world.token(caller),
      permission: async () => {
        const place = operation.path.includes('{guest}') ? guest.href : hrefOf(shop);
        return world.grant(place, { user: (await world.user()).id }, 'viewer');
      },
    };
    const maker = make[name];
    if (maker === undefined) throw new Error(`this test cannot make a ${name} for ${operation.operationId}: add it`);
    const { id } = await maker();
    if (name === 'permission') return { permission: id, guestPermission: id, projectPermission: id };
    return withAliases({ [name]: id });
  }

  async function callForGood(caller: Caller, operation: Operation): Promise<CheckedResponse> {
    const fresh = isDeletion(operation) ? await makeDeletable(caller, operation) : {};
    return call(caller, operation, thingsOf(caller, fresh));
  }

  /** The counters of a guest exist only while it is powered on. */
  const isDone = ({ status }: CheckedResponse, { path }: Operation): boolean =>
    status < 500 && ![400, 401, 403, ...(path.includes('{statistic}') ? [] : [404])].includes(status);

  it('come from roles, each of which includes the rights of the previous one', () => {
    expect([...rightsOf.keys()].sort()).to.deep.equal([...ROLES].sort());
    for (const [index, role] of ROLES.entries()) {
      const before = ROLES[index - 1];
      if (before === undefined) continue;
      const more = [...(rightsOf.get(role) ?? [])];
      expect(more).to.include.members([...(rightsOf.get(before) ?? [])]);
      expect(more.length).to.be.greaterThan(rightsOf.get(before)?.size ?? Infinity);
    }
  });

  it('are required by every operation that is not open, and this test can build a request for each operation', () => {
    const things = { ...shared, user: '', token: '' };
    for (const operation of operations) {
      requestOf(operation, things);
      if (!operation.isOpen) expect(has('admin', operation), operation.operationId).to.equal(true);
    }
  });

  describe('without a valid credential', () => {
    const credentials: Readonly<Record<string, () => Promise<string | null>>> = {
      'none at all': () => Promise.resolve(null),
      'a wrong one': () => Promise.resolve(`gh_${'0'.repeat(43)}`),
      'an expired one': async () => {
        const { id, token } = await world.token({ id: inShop[4]?.id ?? '', name: '' });
        await world.sql.query(`update tokens set expires_at = clock_timestamp() - interval '1 second' where id = $1`, [
          id,
        ]);
        return token;
      },
      'a revoked one': async () => {
        const { href, token } = await world.token({ id: inShop[4]?.id ?? '', name: '' });
        await admin.expect(204, 'DELETE', href);
        return token;
      },
    };
    for (const [what, credential] of Object.entries(credentials)) {
      it(`(${what}) do not exist, and only open operations succeed`, async () => {
        const token = await credential();
        await changingNothing(async () => {
          const found = await surprises(
            () => true,
            (operation) => {
              const [method, path, options] = requestOf(operation, { ...shared, user: bystander.id, token: guest.id });
              return admin.send(method, path, inProject(shop, { ...options, token }));
            },
            ({ status }, { isOpen }) => (isOpen ? status < 400 : status === 401),
          );
          expect(found).to.deep.equal([]);
        });
      });
    }
  });

  it('of a token for metrics are limited to metrics', async () => {
    await changingNothing(async () => {
      const found = await surprises(
        ({ isOpen }) => !isOpen,
        (operation) => call(metrics, operation),
        ({ status }, { right }) => status === (right === 'metrics.read' ? 200 : 403),
      );
      expect(found).to.deep.equal([]);
    });
  });

  for (const [index, role] of ROLES.entries()) {
    const caller = (): Caller => inShop[index] as Caller;
    it(`of the role ${role} in the project do not exceed those in the table`, async () => {
      await changingNothing(async () => {
        if (operations.every((each) => each.isOpen || has(role, each))) {
          // An older API may have no operation that only administrators can call.
          if (contract === NATIVE) expect(role).to.equal('admin');
          return;
        }
        const found = await surprises(
          (each) => !each.isOpen && !has(role, each),
          (operation) => call(caller(), operation),
          ({ status }) => status === 403,
        );
        expect(found).to.deep.equal([]);
      });
    });
  }

  for (const [index, role] of GUEST_ROLES.entries()) {
    const caller = (): Caller => ofGuest[index] as Caller;
    it(`of the role ${role} for one guest do not exceed those in the table, and do not extend to other resources`, async () => {
      await changingNothing(async () => {
        const found = await surprises(
          (each) => !each.isOpen && !canForGuest(role, each),
          (operation) => call(caller(), operation),
          ({ status }, operation) => (isOfProject(operation) ? IS_REFUSED.includes(status) : status === 403),
        );
        const elsewhere = await surprises(
          ({ nativePath }) => /\{(guest|operation)\}/.test(nativePath),
          (operation) => call(caller(), operation, thingsOf(caller(), ofOther)),
          ({ status }, operation) => status === (has(role, operation) ? 404 : 403),
        );
        expect([...found, ...elsewhere]).to.deep.equal([]);
      });
    });

    it(`of the role ${role} for one guest show no other guest in lists`, async () => {
      const found = await surprises(
        (each) => each.method === 'get' && !each.nativePath.includes('{') && has(role, each),
        (operation) => call(caller(), operation),
        ({ status, text }) => status === 200 && !Object.values(ofOther).some((id) => text.includes(id)),
      );
      expect(found).to.deep.equal([]);
    });
  }

  /** Whether the operation is for a resource of the project that is neither a guest nor a list of visible resources. */
  function isOfProject({ method, nativePath, right }: Operation): boolean {
    const isList = method === 'get' && !nativePath.includes('{');
    return OF_PROJECT.test(right) && !nativePath.includes('{guest}') && !isList;
  }

  function canForGuest(role: RoleName, operation: Operation): boolean {
    return has(role, operation) && !isOfProject(operation);
  }

  it('of several roles each apply only where their role was granted', async () => {
    const isOfGuest = ({ nativePath }: Operation): boolean => /\{(guest|operation)\}/.test(nativePath);
    await changingNothing(async () => {
      const found = await surprises(
        (each) =>
          !each.isOpen && !has('viewer', each) && (isOfGuest(each) || isOfProject(each) || !has('member', each)),
        (operation) => call(both, operation, thingsOf(both, ofOther)),
        ({ status }) => status === 403,
      );
      expect(found).to.deep.equal([]);
    });
    const refused = await surprises(
      (each) => isOfGuest(each) && has('member', each) && !isDeletion(each),
      (operation) => call(both, operation),
      isDone,
    );
    expect(refused).to.deep.equal([]);
  });

  it('in another project give no access to this project', async () => {
    const owned = await world.token(bystander, { project: shop.id });
    const ofPath = projectParameter === null ? {} : { [projectParameter]: lab.id };
    const ours = { ...shared, user: bystander.id, token: owned.id, ...ofPath };
    const others = [...Object.keys(OVIRT_PARTS), 'dialect', 'id'];
    const visibleToAll = ['host', 'network', 'zone', 'role', 'collection', 'page', ...others];
    // The number of an event is too short to be told from other digits.
    const secret = Object.entries({ ...ours, other: other.id, otherJob: ofOther['operation'] ?? '' })
      .filter(([name]) => !visibleToAll.includes(name) && name !== 'event')
      .map(([, id]) => id);
    const isNamed = ({ path }: Operation): boolean =>
      [...path.matchAll(/\{(\w+)\}/g)].some(
        ([, name = '']) => name !== projectParameter && !visibleToAll.includes(name),
      );
    await changingNothing(async () => {
      const named = await surprises(
        (each) => !each.isOpen && isNamed(each),
        (operation) => call(stranger, operation, ours),
        ({ status }, operation) => status === (has('member', operation) ? 404 : 403),
      );
      const rest = await surprises(
        (each) => !each.isOpen && !isNamed(each) && each.method === 'get',
        (operation) => call(stranger, operation, ours),
        ({ status, text }, operation) => {
          const isSilent = operation.operationId.startsWith('follow') || !secret.some((id) => text.includes(id));
          return (has('member', operation) ? status < 400 : status === 403) && isSilent;
        },
      );
      expect([...named, ...rest]).to.deep.equal([]);
    });
    const found = await surprises(
      ({ isOpen, method, nativePath }) => !isOpen && method === 'post' && !nativePath.includes('{'),
      (operation) => call(stranger, operation, ours),
      ({ status }, operation) => (has('member', operation) ? [201, 202].includes(status) : status === 403),
    );
    expect(found).to.deep.equal([]);
  });

  for (const [index, role] of ROLES.entries()) {
    it(`of the role ${role} in the project include all those in the table`, async () => {
      const caller = inShop[index] as Caller;
      const found = await surprises(
        (each) => !each.isOpen && has(role, each),
        (operation) => callForGood(caller, operation),
        isDone,
      );
      expect(found).to.deep.equal([]);
    });
  }

  for (const [index, role] of GUEST_ROLES.entries()) {
    it(`of the role ${role} for one guest include all those in the table`, async () => {
      const caller = ofGuest[index] as Caller;
      const found = await surprises(
        (each) => !each.isOpen && canForGuest(role, each),
        (operation) => callForGood(caller, operation),
        isDone,
      );
      expect(found).to.deep.equal([]);
    });
  }

  it('that a caller lacked caused an `access.denied` event for each operation that rejected the caller', async () => {
    expect(refusals.length).to.be.greaterThan(operations.length);
    const { rows } = await world.sql.query<{ denied: string }>(
      `select user_id || ' ' || (detail ->> 'operation') as denied from events where kind = 'access.denied' and detail ->> 'reason' = 'forbidden'`,
    );
    // Further rejections of the same caller are counted.
    expect(new Set(rows.map(({ denied }) => denied))).to.deep.equal(new Set(refusals));
    const shown = (
      await admin.expect(200, 'GET', '/v1/events?all_projects=true&search=kind%3Daccess.denied')
    ).json<EventList>();
    expect(shown.events).to.not.be.empty;
  });
});
