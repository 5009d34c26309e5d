/**
 * Strangers learn nothing. If a caller without a role in a project names its resources in a path, list, search, header
 * or body, the response is exactly the one for resources that do not exist. The service also sends the same queries to
 * the database in both cases, so timing does not reveal a difference.
 *
 * Two projects contain the same resources under the same names. Three strangers send requests in the second project
 * about the first: the owner of the second project with a token that is bound to that project, the same owner with a
 * token that is not bound, and an administrator with a token that is bound to the second project. The test sends each
 * request twice: once about a resource of the first project, and once about a resource that does not exist. It derives
 * the requests from openapi.yaml, and fails if an operation needs a kind of resource that the test does not have.
 *
 * Only the first refusal of a user for an operation causes an event; further ones are counted for a minute
 * (src/app/access/refusals.ts). So the test first sends each request about a resource that does not exist: then both
 * refusals that it compares must only be counted, whatever they are about. It repeats a comparison during which the
 * service wrote the counts, with a new user.
 *
 * The service does not hide two facts, so the test does not check them. A caller who can grant roles or name members
 * learns whether a user or a group with a name exists. And all projects share one sequence of event numbers, so gaps in
 * it show that something happened elsewhere.
 */
import { createHash, randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { EventList, Guest, Image } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { AccessWorld, hrefOf, inProject, type Named, type Person } from '../support/access/access-world.js';
import { jobOf, type CheckedResponse, type Api, type SendOptions } from '../support/api.js';
import type { Operation } from '../support/contract.js';
import { describeEachContract } from '../support/contracts.js';
import { createTestDatabase, type TestDatabase } from '../support/database/database.js';
import { DatabaseProxy } from '../support/database/database-proxy.js';
import { EventStream } from '../support/peers/event-stream.js';
import { RequestStatements } from '../support/database/request-statements.js';
import { OVIRT_PARTS } from '../support/dialects/ovirt-world.js';
import { Service } from '../support/service.js';

/** Ids of resources, by the names of path parameters. */
type ResourceIds = Readonly<Record<string, string>>;

/** A request whose subject is still open. */
interface StrangersRequest {
  readonly what: string;
  readonly method: string;
  readonly path: (named: ResourceIds) => string;
  readonly options?: (named: ResourceIds) => SendOptions;
}

/** Begins the description of a request for a list after a marker. */
const BEHIND = 'behind';
/** Path parameters that name resources which every caller can see. */
const VISIBLE_TO_ALL = new Set(['host', 'zone', 'role', 'collection', ...Object.keys(OVIRT_PARTS)]);
const STRANGERS = [
  'an owner elsewhere',
  'an owner elsewhere, with a bound token',
  'an administrator, with a token that is bound elsewhere',
] as const;
/** The content of an image in both projects. */
const CONTENT = Buffer.alloc(1024 ** 2);

describeEachContract('Strangers', ({ operations }) => {
  let database: TestDatabase;
  let proxy: DatabaseProxy;
  let service: Service;
  let world: AccessWorld;
  let statements: RequestStatements;
  let ours: Named;
  let theirs: Named;
  let our: ResourceIds;
  let their: ResourceIds;
  /** Ids that do not exist. All except that of the event are as long as ours. */
  let absent: ResourceIds;
  let them: Person;
  let boundToken: string;

  before(async function () {
    this.timeout(120_000);
    database = await createTestDatabase();
    proxy = await DatabaseProxy.open(database.url);
    service = await Service.start({ databaseUrl: proxy.url });
    world = await AccessWorld.open(service);
    [ours, theirs] = [await world.project('project-a'), await world.project('project-b')];
    const us = await world.person([[ours, 'owner']]);
    them = await world.person([[theirs, 'owner']]);
    our = await createResources(ours, us);
    their = await createResources(theirs, them);
    absent = Object.fromEntries(Object.keys(our).map((kind) => [kind, randomUUID()]));
    our = { ...our, projectName: ours.name };
    // This id can be longer, because no response repeats the number of an event.
    absent = { ...absent, event: '999999999', projectName: 'project-c' };
    boundToken = (await world.token(them, { project: theirs.id })).token;
    statements = new RequestStatements(proxy);
  });
  after(async () => {
    await world.close();
    await service.leave();
    await proxy.leave();
    await database.drop();
  });

  /** Creates the same resources under the same names in each project. */
  async function createResources(project: Named, owner: Person): Promise<ResourceIds> {
    const post = (path: string, json: object): Promise<CheckedResponse> =>
      owner.api.expect(201, 'POST', path, inProject(project, { json, headers: { prefer: 'wait=60' } }));
    const image = (await post('/v1/images', { name: 'base', kind: 'disk', format: 'raw' })).json<Image>();
    await owner.api.expect(
      200,
      'PUT',
      `/v1/images/${image.id}/content`,
      inProject(project, { body: CONTENT, headers: { 'content-type': 'application/octet-stream' } }),
    );
    const disks = [{ image: image.id }];
    const made = await post('/v1/guests?start=true', { name: 'web', vcpus: 1, memory_mib: 64, disks });
    const guest = made.json<Guest>();
    await post('/v1/guests', { name: 'db', vcpus: 1, memory_mib: 64 });
    const member = await world.user();
    const [inGuest, inAll] = [
      await world.grant(guest.href, { user: member.id }, 'viewer'),
      await world.grant(hrefOf(project), { user: member.id }, 'viewer'),
    ];
    const group = await world.group([member]);
    const type = await world.instanceType(project);
    const placed = await world.placementGroup(project, 'pair');
    const token = await world.token(member, { project: project.id });
    const network = await world.network();
    const mergePatch = { 'content-type': 'application/merge-patch+json' };
    const access = { json: { access: 'listed', projects: [project.id] }, headers: mergePatch };
    await world.admin.expect(200, 'PATCH', `/v1/networks/${network.id}`, access);
    // Otherwise no guest can be created on the network, in whichever project.
    await world.sql.query('insert into network_hosts (network_id, host_id) select $1, id from hosts', [network.id]);
    const path = '/v1/events?limit=1&sort_by=-id';
    const newest = async (): Promise<EventList['events']> =>
      (await owner.api.expect(200, 'GET', path, inProject(project))).json<EventList>().events;
    await eventually(async () => (await newest()).length > 0);
    return {
      guest: guest.id,
      image: image.id,
      operation: jobOf(made),
      network: network.id,
      project: project.id,
      guestPermission: inGuest.id,
      projectPermission: inAll.id,
      token: token.id,
      user: member.id,
      group: group.id,
      instance_type: type.id,
      placement_group: placed.id,
      event: String((await newest())[0]?.id),
    };
  }

  /** A new user, so that no refusals of it have been counted yet. */
  async function strangerOf(who: (typeof STRANGERS)[number]): Promise<Person> {
    if (who === 'an owner elsewhere') return world.person([[theirs, 'owner']]);
    if (who === 'an owner elsewhere, with a bound token') {
      return world.person([[theirs, 'owner']], { project: theirs.id });
    }
    return world.person([[await world.project(), 'admin']], { project: theirs.id });
  }

  const plainly = (): Readonly<Record<string, string>> => ({});
  /** Uses a new idempotency key each time, because the second response would otherwise repeat the first. */
  const withAllHeaders = (): Readonly<Record<string, string>> => ({
    'if-match': '*',
    'if-none-match': '*',
    'idempotency-key': randomUUID(),
    prefer: 'wait=1',
  });

  function bodyFor({ operationId, bodyTypes, isBodyRequired, bodyExample }: Operation): SendOptions {
    const [type = ''] = bodyTypes;
    if (!isBodyRequired) return {};
    // A permission names an existing user, so that only the subject of the request may be absent.
    const grant = { user: their['user'], role: 'viewer' };
    const grantInOvirt = { user: { id: their['user'] }, role: { id: 'viewer' } };
    const grants: Readonly<Record<string, object>> = { createOvirtVmPermission: grantInOvirt };
    const json = grants[operationId] ?? (operationId.endsWith('Permission') ? grant : bodyExample);
    return { body: type.endsWith('json') ? JSON.stringify(json) : 'content', headers: { 'content-type': type } };
  }

  function kindOf(path: string, name: string): string {
    if (name !== 'permission') return name;
    return path.includes('{guest}') ? 'guestPermission' : 'projectPermission';
  }

  function fill(path: string, idOf: (kind: string) => string | undefined): string {
    return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const found = idOf(kindOf(path, name));
      if (found === undefined) throw new Error(`this test has no {${name}} for ${path}: add it`);
      return found;
    });
  }

  /** The response without the values that the request named, and without what differs in every response. */
  function comparable(response: CheckedResponse, named: ResourceIds): unknown {
    // The number of an event is not replaced: it is too short to be distinguished from other digits, and no response
    // repeats it.
    const values = Object.values(named).filter((value) => !/^\d+$/.test(value));
    const bare = (text: string): string =>
      values
        .reduce((left, value) => left.replaceAll(value, '<asked>'), text)
        .replaceAll(/"request_id":"[^"]*"|"time":\d+/g, '');
    const headers = [...response.headers]
      .filter(([name]) => !['date', 'x-request-id', 'openstack-request-id', 'correlation-id'].includes(name))
      .map(([name, value]) => `${name}: ${bare(value)}`);
    return { status: response.status, headers, body: bare(response.text) };
  }

  async function send(
    api: Api,
    request: StrangersRequest,
    named: ResourceIds,
  ): Promise<{ response: CheckedResponse; sent: readonly string[] }> {
    const options = request.options?.(named) ?? {};
    const headers = { 'x-project-id': theirs.id, ...options.headers };
    statements.take();
    const response = await api.send(request.method, request.path(named), { ...options, headers });
    return { response, sent: statements.take() };
  }

  /**
   * Sends every request about our resources and about absent ones, and expects the same response. Returns the requests
   * that were not rejected.
   */
  async function expectAlike(
    who: (typeof STRANGERS)[number],
    requests: readonly StrangersRequest[],
  ): Promise<readonly string[]> {
    for (;;) {
      const stranger = await strangerOf(who);
      const writtenBefore = await writtenCounts();
      const { differences, successful } = await compare(stranger.api, requests);
      if ((await writtenCounts()) > writtenBefore) continue;
      // Beyond this number, whether a refusal causes an event depends on the time (`EVENTS_BURST`).
      expect(await refusalsInEvents(stranger)).to.be.lessThan(100);
      expect(differences, JSON.stringify(differences.slice(0, 3), null, 1)).to.deep.equal([]);
      return successful;
    }
  }

  async function compare(
    api: Api,
    requests: readonly StrangersRequest[],
  ): Promise<{ differences: readonly unknown[]; successful: readonly string[] }> {
    const differences: unknown[] = [];
    const successful: string[] = [];
    // From here on, the service has the credential in its cache.
    await api.send('GET', '/v1/guests', inProject(theirs));
    for (const request of requests) {
      // From here on, a refusal of this request is only counted.
      await send(api, request, absent);
      const ask = async () => ({ ours: await send(api, request, our), nobodys: await send(api, request, absent) });
      let asked = await ask();
      // A project that has left the cache between the two requests is read again: only another difference remains.
      for (let again = 0; again < 2 && !areSentAlike(asked); again++) asked = await ask();
      const { ours, nobodys } = asked;
      const [one, other] = [comparable(ours.response, our), comparable(nobodys.response, absent)];
      if (JSON.stringify(one) !== JSON.stringify(other)) differences.push({ question: request.what, one, other });
      if (!areSentAlike(asked)) differences.push({ question: request.what, ours: ours.sent, nobodys: nobodys.sent });
      if (ours.response.status < 400) successful.push(request.what);
    }
    return { differences, successful };
  }

  /** The number of events in which the service has written counts of refusals. */
  async function writtenCounts(): Promise<number> {
    const { rowCount } = await world.sql.query(
      `select 1 from events where kind = 'access.denied' and detail->>'count' is not null`,
    );
    return rowCount ?? 0;
  }

  async function refusalsInEvents({ id }: Person): Promise<number> {
    const { rowCount } = await world.sql.query(`select 1 from events where kind = 'access.denied' and user_id = $1`, [
      id,
    ]);
    return rowCount ?? 0;
  }

  /**
   * Requests for every operation whose path names resources. Each of these resources in turn is the subject of a
   * request, in which the stranger's own resources replace the others. In a further request, all of them are subjects
   * together.
   */
  function byPath(): StrangersRequest[] {
    const requests: StrangersRequest[] = [];
    for (const operation of operations) {
      const { operationId, method, path } = operation;
      // A bookmark only returns the URL that a resource would have, without a lookup.
      if (operation.isOpen || operationId.startsWith('follow')) continue;
      const kinds = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => kindOf(path, name));
      const secretKinds = kinds.filter((kind) => !VISIBLE_TO_ALL.has(kind));
      const wholes = secretKinds.length > 1 ? [secretKinds] : [];
      for (const about of [...secretKinds.map((kind) => [kind]), ...wholes]) {
        for (const conditions of [plainly, withAllHeaders]) {
          requests.push({
            what: `${operationId} by ${about.join(' and ')}, ${conditions.name}`,
            method: method.toUpperCase(),
            path: (named) => fill(path, (kind) => (about.includes(kind) ? named : their)[kind] ?? `a-${kind}`),
            options: () => {
              const { headers, ...body } = bodyFor(operation);
              return { ...body, headers: { ...headers, ...conditions() } };
            },
          });
        }
      }
    }
    return requests;
  }

  const SEARCHES: readonly ((named: ResourceIds) => string)[] = [
    (named) => `id=${named['guest']}`,
    (named) => `id=${named['image']} or id=${named['operation']} or id=${named['token']}`,
    (named) => `id=${named['projectPermission']} or id=${named['guestPermission']}`,
    (named) => `id=${named['event']}`,
    (named) => `project=${named['project']}`,
    (named) => `project=${named['projectName']}`,
    (named) => `name=${named['projectName']}`,
    (named) => `subject.id=${named['guest']}`,
    (named) => `image=${named['image']}`,
    (named) => `network=${named['network']} or id=${named['network']}`,
    (named) => `instance_type=${named['instance_type']} or id=${named['instance_type']}`,
    (named) => `placement_group=${named['placement_group']} or id=${named['placement_group']}`,
    (named) => `user=${named['user']} or group=${named['group']}`,
    (named) => `${named['projectName']}`,
    (named) => `host=* template=${named['image']} or users.name=${named['user']}`,
    (named) => `vms.name=${named['guest']} or vms=${named['guest']}`,
  ];

  /** Every list, with markers and searches that name the subject of the request. */
  function byList(): StrangersRequest[] {
    return operations
      .filter(({ parameters }) => parameters.some(({ name }) => name === 'search' || name === 'marker'))
      .flatMap(({ operationId, path, parameters }) => {
        const at = fill(path, (kind) => their[kind]);
        const list = (what: string, query: (named: ResourceIds) => string): StrangersRequest => ({
          what: `${operationId} ${what}`,
          method: 'GET',
          path: (named) => `${at}?${query(named)}`,
        });
        const has = (parameter: string): boolean => parameters.some(({ name }) => name === parameter);
        const isOfEvents = parameters.some(({ name }) => name === 'guest');
        return [
          ...(has('marker') ? Object.keys(our) : []).map((kind) =>
            list(`${BEHIND} the ${kind}`, (named) => `marker=${named[kind]}`),
          ),
          ...(has('search') ? SEARCHES : []).map((search) =>
            list(search(Object.fromEntries(Object.keys(our).map((kind) => [kind, kind]))), (named) => {
              return `search=${encodeURIComponent(search(named))}`;
            }),
          ),
          ...(isOfEvents ? [list('of a guest', (named) => `guest=${named['guest']}`)] : []),
        ];
      });
  }

  /** Requests whose body names resources of others. */
  function byBody(): StrangersRequest[] {
    const post = (what: string, path: string, json: (named: ResourceIds) => object): StrangersRequest => ({
      what,
      method: 'POST',
      path: () => path,
      options: (named) => ({ json: json(named) }),
    });
    const guest = { name: 'made', vcpus: 1, memory_mib: 64 };
    const { instance_type: ofThem, image: imageOfThem } = their;
    const instance = {
      ...{ name: 'made', instance_type_uuid: ofThem, image_uuid: imageOfThem },
      networks: [{ net_id: 'user' }],
    };
    return [
      post('a guest of an instance type', '/v1/guests', ({ instance_type }) => ({ name: 'made', instance_type })),
      post('a guest of a placement group', '/v1/guests', ({ placement_group: group }) => ({
        ...guest,
        placement: { group },
      })),
      post('a guest of an image', '/v1/guests', ({ image }) => ({ ...guest, disks: [{ image }] })),
      post('a guest on a network', '/v1/guests', ({ network }) => ({ ...guest, nics: [{ network }] })),
      post('a guest of a kernel', '/v1/guests', ({ image }) => ({ ...guest, boot: { kernel_image: image } })),
      post('a guest of a kernel and an initrd', '/v1/guests', ({ image }) => ({
        ...guest,
        boot: { kernel_image: image, initrd_image: image },
      })),
      post("Mistify's guest of an image", '/guests', ({ image }) => ({ disks: [{ image }] })),
      post("Mistify's guest on a network", '/guests', ({ network }) => ({ nics: [{ network }] })),
      post('an instance of a type', '/v1/instances', ({ instance_type: type }) => ({
        ...instance,
        instance_type_uuid: type,
      })),
      post('an instance of an image', '/v1/instances', ({ image }) => ({ ...instance, image_uuid: image })),
      post('an instance on a network', '/v1/instances', ({ network }) => ({
        ...instance,
        networks: [{ net_id: network }],
      })),
      post('a token for a project', '/v1/tokens', ({ project }) => ({ name: 'made', project })),
      post('a token for a project by its name', '/v1/tokens', ({ projectName }) => ({
        name: 'made',
        project: projectName,
      })),
      post('a token of a user', '/v1/tokens', ({ user }) => ({ name: 'made', user })),
    ];
  }

  /** Operations that belong to no project. For them, the service does not look up the project in the header. */
  const areInNone = new Set(
    operations
      .filter(({ right }) => /^(service|roles|projects|users|groups|tokens)\.(read|change)$/.test(right))
      .map(({ operationId }) => operationId),
  );

  /**
   * Every operation, with the subject of the request in the project header. createToken is left out, because it would
   * make a token each time, in no project.
   */
  function byProjectHeader(): StrangersRequest[] {
    return operations
      .filter(({ isOpen, operationId }) => !isOpen && operationId !== 'createToken')
      .flatMap((operation) =>
        (['project', 'projectName'] as const).map((kind) => ({
          what: `${operation.operationId} in the ${kind}`,
          method: operation.method.toUpperCase(),
          path: () => fill(operation.path, (name) => their[name] ?? `a-${name}`),
          options: (named: ResourceIds) => {
            const { headers, ...body } = bodyFor(operation);
            return { ...body, headers: { ...headers, 'x-project-id': named[kind] ?? '' } };
          },
        })),
      );
  }

  for (const who of STRANGERS) {
    describe(`(${who})`, function () {
      this.timeout(180_000);
      it('learn nothing from paths that name resources', async () => {
        expect(await expectAlike(who, byPath())).to.deep.equal([]);
      });

      it('learn nothing from lists, by markers and searches', async () => {
        const requests = byList();
        const successful = await expectAlike(who, requests);
        // Most markers are refused. Some older APIs have no markers, or no searches.
        const hasMarkers = requests.some(({ what }) => what.includes(BEHIND));
        expect(successful.length).to.be.at.most(requests.length - (hasMarkers ? 20 : 0));
      });

      it('learn nothing by naming resources in request bodies', async () => {
        expect(await expectAlike(who, byBody())).to.deep.equal([]);
      });

      it('learn nothing by naming a project in the header', async () => {
        const successful = await expectAlike(who, byProjectHeader());
        expect(successful.filter((what) => !areInNone.has(what.split(' ')[0] ?? ''))).to.deep.equal([]);
      });
    });
  }

  it('can use the names, idempotency keys and content of others as if no one else used them', async () => {
    const key = randomUUID();
    const image = (name: string, content: Buffer): object => ({
      name,
      kind: 'disk',
      format: 'raw',
      sha256: createHash('sha256').update(content).digest('hex'),
    });
    const headers = { 'idempotency-key': key };
    await world.admin.expect(201, 'POST', '/v1/images', inProject(ours, { json: image('only', CONTENT), headers }));
    const made: unknown[] = [];
    for (const [name, content, once] of [
      ['only', CONTENT, key],
      ['none', Buffer.from('none'), randomUUID()],
    ] as const) {
      const request: StrangersRequest = {
        what: name,
        method: 'POST',
        path: () => '/v1/images',
        options: () => ({ json: image(name, content), headers: { 'idempotency-key': once } }),
      };
      const { response, sent } = await send(them.api, request, absent);
      expect(response.status, response.text).to.equal(201);
      made.push({ headers: [...response.headers.keys()], sent });
    }
    expect(made[0]).to.deep.equal(made[1]);
  });

  it('receive nothing about others in event streams', async () => {
    const listen = (token: string, query: string): Promise<EventStream> =>
      EventStream.open({ url: service.url, token }, { query, lastEventId: 0 });
    const everything = await listen(service.token, '?all_projects=true');
    const own = await listen(boundToken, '');
    const ofExisting = await listen(boundToken, `?guest=${our['guest']}`);
    const ofAbsent = await listen(boundToken, `?guest=${absent['guest']}`);
    const streams = [everything, own, ofExisting, ofAbsent];
    try {
      for (const [guest, witness] of [
        [our['guest'], everything],
        // Must come last and over the same database connection. When this event arrives, the other streams have
        // received all earlier events.
        [their['guest'], own],
      ] as const) {
        await world.admin.done('poweroff', guest ?? '');
        await witness.until(
          ({ kind, subject: about, detail }) =>
            kind === 'operation.succeeded' && about?.id === guest && detail?.['kind'] === 'guest.poweroff',
        );
      }
      expect(new Set(own.events.map(({ project_id }) => project_id))).to.deep.equal(new Set([theirs.id]));
      for (const secret of Object.values(our).filter((value) => value.length > 8)) {
        expect(JSON.stringify(own.events)).to.not.contain(secret);
      }
      expect(ofExisting.events).to.deep.equal([]);
      expect(ofAbsent.events).to.deep.equal([]);
      expect([ofExisting.comments, ofExisting.ended]).to.deep.equal([ofAbsent.comments, ofAbsent.ended]);
    } finally {
      for (const stream of streams) await stream.close();
    }
  });
});

interface Sent {
  readonly sent: readonly string[];
}

function areSentAlike({ ours, nobodys }: { readonly ours: Sent; readonly nobodys: Sent }): boolean {
  return JSON.stringify(ours.sent) === JSON.stringify(nobodys.sent);
}
