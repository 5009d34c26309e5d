/**
 * Every example of a request in the contract is accepted by its operation: the bodies, the parameters of queries, the
 * headers and the names in paths. The examples of responses are checked in test/spec/contract-quality.test.ts.
 *
 * The examples of creations make most of the world that the other examples need. Ids in examples name nothing; they are
 * replaced by ids that exist.
 */
import { expect } from 'chai';
import pg from 'pg';
import type { Guest } from '../../generated/api-types.js';
import { Api, jobOf, type CheckedResponse } from '../support/api.js';
import type { Operation } from '../support/contract.js';
import { NATIVE } from '../support/contracts.js';
import { mergePatch } from '../support/patches.js';
import { Service } from '../support/service.js';

/** The operations that create, in the order in which each finds what its examples name. */
const CREATIONS = [
  ...[
    'createUser',
    'createGroup',
    'createZone',
    'createProject',
    'createInstanceType',
    'createPlacementGroup',
    'createImage',
    'createGuest',
    'createToken',
    'createHost',
  ],
  ...['createGuestPermission', 'createProjectPermission'],
];
/** Headers whose examples have an effect that depends on the resource; a test of its own sends each. */
const CONDITIONS = ['If-Match', 'If-None-Match', 'Last-Event-ID', 'Content-Digest', 'Idempotency-Key'];

describe('Every example of the contract', () => {
  let service: Service;
  let api: Api;
  let sql: pg.Client;
  /** Values of path parameters that exist. */
  const present: Record<string, string> = { collection: 'guests', page: 'getting-started' };
  const sent = new Set<string>();

  before(async () => {
    service = await Service.start();
    api = new Api(service);
    sql = new pg.Client(service.databaseUrl);
    await sql.connect();
    await sql.query(`update hosts set name = 'rack-3', name_folded = 'rack-3', is_name_given = true`);
    await sql.query(
      `insert into networks (id, name, name_folded, kind) values (gen_random_uuid(), 'br0', 'br0', 'bridge')`,
    );
  });
  after(async () => {
    await sql.end();
    await service.leave();
  });

  const operationsWith = (has: (operation: Operation) => boolean): Operation[] =>
    NATIVE.operations.filter((operation) => has(operation));

  function pathOf({ path, parameters }: Operation): string {
    return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const example = parameters.find((each) => each.in === 'path' && each.name === name)?.example;
      const place = path.startsWith('/v1/guests/') ? 'guest' : 'project';
      return encodeURIComponent(present[`${place}.${name}`] ?? present[name] ?? String(example));
    });
  }

  /** The headers of the operation with their examples, except those that depend on the resource. */
  function headersOf({ parameters }: Operation): Record<string, string> {
    const headers = parameters.filter((each) => each.in === 'header' && !CONDITIONS.includes(each.name));
    return Object.fromEntries(headers.map(({ name, example }) => [name, String(example)]));
  }

  async function sendExample(
    operation: Operation,
    { mediaType, name, value }: Operation['bodyExamples'][number],
  ): Promise<CheckedResponse> {
    sent.add(`${operation.operationId} ${mediaType} ${name}`);
    const headers = { ...headersOf(operation), 'content-type': mediaType };
    const response = await api.send(operation.method.toUpperCase(), pathOf(operation), { json: value, headers });
    expect(response.status, `${operation.operationId} ${name}: ${response.text}`).to.be.within(200, 299);
    return response;
  }

  it('of a creation is accepted', async () => {
    for (const operationId of CREATIONS) {
      const operation = NATIVE.operationOf(operationId);
      if (operationId === 'createGroup')
        for (const name of ['bob', 'monitoring']) await api.expect(201, 'POST', '/v1/users', { json: { name } });
      if (operationId === 'createGuest') {
        await api.announceImage({ name: 'debian-12-initrd', kind: 'initrd' });
        for (const image of ['debian-12-kernel', 'debian-12-initrd']) await api.putContent(image, 'content');
        // An empty qcow2 of 1 MiB: the header of version 2, with no table of clusters.
        const qcow2 = Buffer.alloc(65_536 * 4);
        Buffer.from('514649fb00000002', 'hex').copy(qcow2);
        qcow2.writeUInt32BE(16, 20);
        qcow2.writeBigUInt64BE(1024n * 1024n, 24);
        qcow2.writeUInt32BE(1, 36);
        qcow2.writeBigUInt64BE(196_608n, 40);
        qcow2.writeBigUInt64BE(65_536n, 48);
        qcow2.writeUInt32BE(1, 56);
        qcow2.writeBigUInt64BE(131_072n, 65_536);
        for (let cluster = 0; cluster < 4; cluster += 1) qcow2.writeUInt16BE(1, 131_072 + 2 * cluster);
        const put = await api.putContent('debian-12', qcow2);
        expect(put.status, put.text).to.equal(200);
      }
      for (const example of operation.bodyExamples) {
        const made = (await sendExample(operation, example)).json<{ id: string }>();
        const place = operationId === 'createGuestPermission' ? 'guest' : 'project';
        if (operationId.endsWith('Permission')) present[`${place}.permission`] = made.id;
        if (operationId === 'createToken') present['token'] = made.id;
      }
    }
    await api.noneUnderWay();
    const guest = await api.guest('web-1');
    present['id'] = guest.id;
    const list = await api.expect(200, 'GET', '/v1/operations?limit=1');
    present['operation'] = list.json<{ operations: { id: string }[] }>().operations[0]?.id ?? '';
  });

  /** What an operation needs before each of its examples. */
  const preparations: Readonly<Record<string, () => Promise<unknown>>> = {
    updateHostMetadata: () => api.expect(200, 'PATCH', '/v1/hosts/rack-3/metadata', mergePatch({ role: 'web' })),
    updateGuestMetadata: () => api.expect(200, 'PATCH', '/v1/guests/web-1/metadata', mergePatch({ role: 'web' })),
    updateGuest: () => off('web-1'),
    shutdownGuest: () => on('web-1'),
    rebootGuest: () => on('web-1'),
    discardGuestDrift: () => off('web-1'),
    setGuestPowerState: () => on('web-1'),
    updateNetwork: () => api.expect(200, 'PATCH', '/v1/networks/br0', mergePatch({ projects: [] })),
    updateGroup: () => api.expect(200, 'PATCH', '/v1/groups/front-end', mergePatch({ members: ['ann'] })),
  };
  /** Undoes a rename, or a setting of a host, by an example. */
  const repairs: Readonly<Record<string, () => Promise<unknown>>> = {
    updateHost: () =>
      api.expect(200, 'PATCH', '/v1/hosts/rack-3', mergePatch({ ratios: null, reserved: null, schedulable: null })),
    updateGuest: () => api.send('PATCH', '/v1/guests/web-2', mergePatch({ name: 'web-1' })),
    updateProject: () => api.send('PATCH', '/v1/projects/store', mergePatch({ name: 'shop' })),
    updateUser: () => api.send('PATCH', '/v1/users/ann.smith', mergePatch({ name: 'ann' })),
  };
  async function on(guest: string): Promise<void> {
    if ((await api.guest(guest)).state !== 'running') await api.done('start', guest);
  }
  async function off(guest: string): Promise<void> {
    if ((await api.guest(guest)).state !== 'stopped') await api.done('poweroff', guest);
  }

  for (const operation of operationsWith(
    ({ operationId, bodyExamples }) => bodyExamples.length > 0 && !CREATIONS.includes(operationId),
  )) {
    it(`of the body of ${operation.operationId} is accepted`, async () => {
      for (const example of operation.bodyExamples) {
        await preparations[operation.operationId]?.();
        const response = await sendExample(operation, example);
        if (response.headers.has('x-operation-id')) await api.ended(jobOf(response));
        await repairs[operation.operationId]?.();
      }
    });
  }

  it('of a body has been sent', () => {
    const all = NATIVE.operations.flatMap(({ operationId, bodyExamples }) =>
      bodyExamples.map(({ mediaType, name }) => `${operationId} ${mediaType} ${name}`),
    );
    expect([...sent]).to.have.members(all);
  });

  const queries = operationsWith(({ parameters }) => parameters.some((each) => each.in === 'query'));
  for (const operation of queries.filter(({ method }) => method === 'get')) {
    it(`of a query parameter of ${operation.operationId} is accepted`, async () => {
      for (const { name, example } of operation.parameters.filter((each) => each.in === 'query')) {
        const path = `${pathOf(operation)}?${name}=${encodeURIComponent(String(example))}`;
        const response = await api.send('GET', path, { headers: headersOf(operation) });
        // The id in the example of a marker names nothing. The markers of roles are names, which exist.
        const isId = name === 'marker' && operation.operationId !== 'listRoles';
        if (isId) expect(response.fault().error_name, path).to.equal('MARKER_UNKNOWN');
        else expect(response.status, `${path}: ${response.text}`).to.equal(200);
      }
    });
  }

  it('of a query parameter can be written without percent-encoding', async () => {
    for (const name of ['fields', 'sort_by']) {
      for (const operation of queries.filter(({ parameters }) => parameters.some((each) => each.name === name))) {
        const example = operation.parameters.find((each) => each.name === name)?.example;
        await api.expect(200, 'GET', `${pathOf(operation)}?${name}=${String(example)}`);
      }
    }
  });

  it('of a query parameter of a change is accepted', async () => {
    const changes = queries.filter(({ method }) => method !== 'get');
    expect(changes.map(({ operationId }) => operationId)).to.have.members(['createGuest', 'deleteGuest']);
    const json = { name: 'short-lived', vcpus: 1, memory_mib: 64 };
    const parameterOf = (operationId: string): string =>
      NATIVE.operationOf(operationId)
        .parameters.filter((each) => each.in === 'query')
        .map(({ name, example }) => `${name}=${String(example)}`)
        .join('&');
    const made = await api.expect(201, 'POST', `/v1/guests?${parameterOf('createGuest')}`, { json });
    await api.ended(jobOf(made));
    const path = `/v1/guests/${made.json<Guest>().id}?${parameterOf('deleteGuest')}`;
    await api.ended(jobOf(await api.expect(202, 'DELETE', path)));
  });

  for (const operation of operationsWith(({ parameters }) =>
    parameters.some(({ name }) => CONDITIONS.includes(name)),
  )) {
    it(`of a conditional header of ${operation.operationId} is accepted`, async () => {
      for (const { name, example } of operation.parameters.filter((each) => CONDITIONS.includes(each.name))) {
        const value = String(example);
        if (name === 'Last-Event-ID') {
          const headers = { accept: 'text/event-stream', 'last-event-id': value, authorization: `Bearer ${api.token}` };
          const stream = await fetch(api.url + pathOf(operation), { headers });
          await stream.body?.cancel();
          // The id names no event of this database.
          expect([200, 410]).to.include(stream.status);
        } else if (name === 'If-Match') {
          const [body] = operation.bodyExamples;
          const headers = { 'if-match': value, ...(body === undefined ? {} : { 'content-type': body.mediaType }) };
          const sentBody = body === undefined ? {} : { json: body.value };
          const method = operation.method.toUpperCase();
          await api.refused(412, 'PRECONDITION_FAILED', method, pathOf(operation), { headers, ...sentBody });
        } else if (name === 'If-None-Match') {
          const isRead = NATIVE.operations.some(({ path, method }) => path === operation.path && method === 'get');
          const method = isRead ? 'GET' : operation.method.toUpperCase();
          const json = isRead || operation.bodyExample === undefined ? {} : { json: operation.bodyExample };
          const response = await api.send(method, pathOf(operation), { headers: { 'if-none-match': value }, ...json });
          // A verb can be one that the state of the guest does not allow.
          expect(isRead ? [200] : [200, 202, 409], response.text).to.include(response.status);
        } else if (name === 'Content-Digest') {
          const { id } = await api.announceImage();
          const put = await api.putContent(id, '{}', { 'content-digest': value });
          expect(put.status, put.text).to.equal(200);
        } else {
          const response = await api.send(operation.method.toUpperCase(), pathOf(operation), {
            json: operation.bodyExample ?? {},
            headers: { 'idempotency-key': `${value}-${operation.operationId}`, 'content-type': 'application/json' },
          });
          // The resource exists already, or is not in the state that the operation needs.
          expect([200, 201, 202, 409], response.text).to.include(response.status);
        }
      }
    });
  }
});
