/**
 * `Idempotency-Key`: a request that is sent twice under one key takes effect once and gets the same response twice.
 * That holds for concurrent and for successive requests, through several services, and across kill -9.
 * test/store/idempotency.test.ts tests who owns a key and how long it is kept.
 *
 *   GUESTHOUSE_SEED   a printed seed, to repeat a run (it determines when the kills happen)
 *   GUESTHOUSE_SOAK   1: a hundred kills
 */
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Guest, GuestList, Image, OperationList } from '../../generated/api-types.js';
import { makeAbsentNetwork } from '../support/access/absent-network.js';
import { eventually } from '../support/eventually.js';
import { Api, jobOf, newGuest, uniqueName, type CheckedResponse, type SendOptions } from '../support/api.js';
import { NATIVE } from '../support/contracts.js';
import { expectNothingChanged } from '../support/patches.js';
import { random } from '../support/fuzz/random.js';
import { SEED } from '../support/fuzz/seed.js';
import { onHost, Service } from '../support/service.js';
import { makePerson } from '../support/access/people.js';
import { countWaiting } from '../support/database/waiting.js';

const { operations } = NATIVE;

const ROUNDS = process.env['GUESTHOUSE_SOAK'] === '1' ? 100 : 6;
/** About the duration of a creation. A kill within this time comes before, during or after the creation. */
const KILL_WITHIN_MS = 40;

describe('An idempotency key', () => {
  let service: Service;
  let api: Api;
  let sql: pg.Client;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    sql = new pg.Client(service.databaseUrl);
    await sql.connect();
  });
  after(async () => {
    await sql.end();
    await service.leave();
  });
  afterEach(async () => {
    await service.host.clearFaults();
    await service.host.release();
    await api.noneUnderWay();
  });

  function keyed(key: string, options: SendOptions = {}): SendOptions {
    return { ...options, headers: { ...options.headers, 'idempotency-key': key } };
  }

  function isReplayed(response: CheckedResponse): boolean {
    return response.headers.get('idempotency-replayed') === 'true';
  }

  /** The part of a response that is the same in every replay. */
  function comparable(response: CheckedResponse): unknown {
    const { headers } = response;
    const names = ['location', 'x-operation-id', 'etag', 'content-type'];
    return [response.status, names.map((name) => headers.get(name)), response.text];
  }

  interface Request {
    readonly path: string;
    readonly options: SendOptions;
  }

  let port = 0;
  /** Requests that take effect each time they are sent without a key. */
  const POSTS: Readonly<Record<string, () => Promise<Request>>> = {
    createGuest: async () => ({ path: '/v1/guests', options: { json: newGuest() } }),
    createImage: async () => ({
      path: '/v1/images',
      options: { json: { name: uniqueName('image'), kind: 'disk', format: 'raw' } },
    }),
    createInstanceType: async () => ({
      path: '/v1/instance-types',
      options: { json: { name: uniqueName('type'), vcpus: 1, memory_mib: 64 } },
    }),
    createPlacementGroup: async () => ({
      path: '/v1/placement-groups',
      options: { json: { name: uniqueName('group'), policy: 'spread' } },
    }),
    createZone: async () => ({ path: '/v1/zones', options: { json: { name: uniqueName('zone') } } }),
    createProject: async () => ({ path: '/v1/projects', options: { json: { name: uniqueName('project') } } }),
    createUser: async () => ({ path: '/v1/users', options: { json: { name: uniqueName('user') } } }),
    createGroup: async () => ({
      path: '/v1/groups',
      options: { json: { name: uniqueName('group'), members: ['admin'] } },
    }),
    createHost: async () => {
      // Nothing responds there, so the host does not change by itself.
      const uri = `qemu+tcp://127.0.0.1:${++port}/system`;
      return { path: '/v1/hosts', options: { json: { name: uniqueName('host'), backend: 'libvirt', uri } } };
    },
    createToken: async () => ({ path: '/v1/tokens', options: { json: { name: uniqueName('token') } } }),
    createGuestPermission: async () => ({
      path: `${(await api.makeGuest()).href}/permissions`,
      options: { json: { user: 'admin', role: 'member' } },
    }),
    createProjectPermission: async () => {
      // Another test may have granted the same permission.
      await sql.query(`delete from permissions where project_id is not null and role = 'member'`);
      return { path: '/v1/projects/default/permissions', options: { json: { user: 'admin', role: 'member' } } };
    },
    startGuest: async () => ({ path: `${(await api.makeGuest()).href}/start`, options: {} }),
    shutdownGuest: () => ofRunning('shutdown', { json: { timeout_s: 60 } }),
    rebootGuest: () => ofRunning('reboot', { json: { timeout_s: 60 } }),
    restartGuest: () => ofRunning('restart'),
    poweroffGuest: () => ofRunning('poweroff'),
    suspendGuest: () => ofRunning('suspend'),
    acceptGuestDrift: async () => ({ path: `${(await api.makeGuest()).href}/drift/accept`, options: {} }),
    discardGuestDrift: async () => ({ path: `${(await api.makeGuest()).href}/drift/discard`, options: { json: {} } }),
    cancelOperation: async () => {
      const guest = await api.makeGuest({}, '?start=true');
      await service.host.slow('reset', null, { guest: onHost(guest) });
      const operation = await api.begin('restart', guest.id);
      // From here on, the operation does not change until it is cancelled.
      await eventually(async () => (await service.host.inspectGuest(onHost(guest))).held === 1);
      return { path: `/v1/operations/${operation}/cancel`, options: {} };
    },
  };

  /** A member that makes the body different. */
  function otherThan(operationId: string): object {
    if (operationId.endsWith('Permission')) return { role: 'viewer' };
    if (operationId === 'discardGuestDrift') return { lose_disk_changes: true };
    return operationId.startsWith('create') ? { name: uniqueName('other') } : { force: true };
  }

  async function ofRunning(verb: string, options: SendOptions = {}): Promise<Request> {
    return { path: `${(await api.makeGuest({}, '?start=true')).href}/${verb}`, options };
  }

  const takers = operations.filter(({ parameters }) => parameters.some(({ name }) => name === 'Idempotency-Key'));

  it('is accepted by every POST of the contract', () => {
    const posts = operations.filter(({ method }) => method === 'post').map(({ operationId }) => operationId);
    expect(takers.map(({ operationId }) => operationId)).to.have.members(posts);
    expect(Object.keys(POSTS)).to.have.members(posts);
  });

  for (const { operationId, bodyTypes } of takers) {
    describe(`of ${operationId}`, () => {
      const make = POSTS[operationId] as () => Promise<Request>;

      // The service shows a secret only once (tokens.test.ts).
      const isShownOnce = operationId === 'createToken';
      it(`returns ${isShownOnce ? 'no secret' : 'the first response'} again, and changes nothing`, async () => {
        const { path, options } = await make();
        const key = randomUUID();
        const first = await api.send('POST', path, keyed(key, options));
        expect([200, 201, 202]).to.include(first.status);
        expect(isReplayed(first)).to.equal(false);
        const job = first.headers.get('x-operation-id') ?? /operations\/([^/]+)\/cancel$/.exec(path)?.[1] ?? null;
        if (job !== null) await api.ended(job);
        await expectNothingChanged(api, async () => {
          for (let time = 2; time <= 4; time++) {
            const again = await api.send('POST', path, keyed(key, options));
            if (isShownOnce) expect(again.fault().error_name).to.equal('TOKEN_ALREADY_SHOWN');
            else expect(comparable(again)).to.deep.equal(comparable(first));
            expect(isReplayed(again)).to.equal(true);
          }
        });
      });

      if (bodyTypes.length > 0) {
        it('is rejected with a different body', async () => {
          const { path, options } = await make();
          const key = randomUUID();
          const first = await api.send('POST', path, keyed(key, options));
          const job = first.headers.get('x-operation-id');
          if (job !== null) await api.ended(job);
          const other = { ...(options.json as object), ...otherThan(operationId) };
          await expectNothingChanged(api, async () => {
            await api.refused(422, 'IDEMPOTENCY_KEY_REUSED', 'POST', path, keyed(key, { json: other }));
          });
        });
      }

      it('is rejected if it is malformed', async () => {
        const { path, options } = await make();
        await expectNothingChanged(api, async () => {
          for (const key of ['a b', 'schl\u00fcssel', 'x'.repeat(256), 'a\tb']) {
            const response = await api.send('POST', path, keyed(key, options));
            expect(response.status, key).to.equal(400);
            expect(response.fault().errors?.[0]?.parameter?.toLowerCase()).to.equal('idempotency-key');
          }
        });
      });
    });
  }

  it('in a project that is deleted meanwhile is rejected like a key in a project that does not exist', async () => {
    const named = { name: uniqueName('doomed') };
    const project = (await api.expect(201, 'POST', '/v1/projects', { json: named })).json<{ id: string }>();
    // Different users, because the database serves only one request of each user at once.
    const { api: bound } = await makePerson(service, {
      role: 'owner',
      project: project.id,
      token: { project: project.id },
    });
    const guest = await api.makeGuest();
    const there = { headers: { 'x-project-id': project.id } };
    const admins = await Promise.all([1, 2, 3].map(() => makePerson(service, { role: 'admin' })));
    for (const admin of admins) await admin.api.expect(200, 'GET', '/v1/guests', there);
    await bound.expect(200, 'GET', '/v1/guests');
    // The deletion is held before it is announced, so the service still caches the credentials and the project.
    await sql.query('begin');
    await sql.query('delete from projects where id = $1', [project.id]);
    const [one = '', two = '', three = ''] = admins.map((admin) => admin.api.token);
    const grant = { user: 'admin', role: 'viewer' };
    const requests: Request[] = [
      { path: '/v1/guests', options: { ...there, token: one, json: newGuest() } },
      { path: `${guest.href}/start`, options: { ...there, token: two } },
      { path: '/v1/projects/default/permissions', options: { ...there, token: three, json: grant } },
      { path: '/v1/tokens', options: { token: bound.token, json: { name: uniqueName('token') } } },
    ];
    const responses = requests.map(({ path, options }) => api.send('POST', path, keyed(randomUUID(), options)));
    try {
      // Leaves out what the service itself writes: the time of last use of the token that is deleted with the project.
      const countMeant = async (): Promise<number> =>
        (await countWaiting(sql, '%')) - (await countWaiting(sql, '%set last_used_at%'));
      await eventually(async () => (await countMeant()) >= requests.length);
    } finally {
      await sql.query('commit');
    }
    for (const response of await Promise.all(responses)) {
      expect([response.status, response.fault().error_name]).to.deep.equal([400, 'PROJECT_REQUIRED']);
    }
  });

  it('can have 255 characters of any visible kind', async () => {
    const key = '!~:/"\'{}'.padEnd(255, 'x');
    const json = newGuest();
    const first = await api.expect(201, 'POST', '/v1/guests', keyed(key, { json }));
    expect(comparable(await api.send('POST', '/v1/guests', keyed(key, { json })))).to.deep.equal(comparable(first));
  });

  it('is rejected with a different query', async () => {
    const key = randomUUID();
    const json = newGuest();
    await api.expect(201, 'POST', '/v1/guests?start=true', keyed(key, { json }));
    await api.refused(422, 'IDEMPOTENCY_KEY_REUSED', 'POST', '/v1/guests', keyed(key, { json }));
  });

  it('counts as a different key at a different path', async () => {
    const key = randomUUID();
    const name = uniqueName('both');
    const [guest] = [
      (await api.expect(201, 'POST', '/v1/guests', keyed(key, { json: { ...newGuest(), name } }))).json<Guest>(),
    ];
    const image = (
      await api.expect(201, 'POST', '/v1/images', keyed(key, { json: { name, kind: 'disk' } }))
    ).json<Image>();
    expect([guest.name, image.name]).to.deep.equal([name, name]);
    const [one, two] = [await api.makeGuest(), await api.makeGuest()];
    const jobs = await Promise.all(
      [one, two].map(async ({ href }) => jobOf(await api.expect(202, 'POST', `${href}/start`, keyed(key)))),
    );
    expect(new Set(jobs).size).to.equal(2);
  });

  it('still returns the first response after the guest has been deleted', async () => {
    const guest = await api.makeGuest();
    const key = randomUUID();
    const first = await api.expect(202, 'POST', `${guest.href}/start`, keyed(key));
    await api.ended(jobOf(first));
    await api.done('delete', guest.id);
    const again = await api.expect(202, 'POST', `${guest.href}/start`, keyed(key));
    expect(comparable(again)).to.deep.equal(comparable(first));
    const waited = await api.expect(200, 'POST', `${guest.href}/start`, keyed(key, { headers: { prefer: 'wait=60' } }));
    expect(isReplayed(waited)).to.equal(true);
    await api.refused(404, 'GUEST_NOT_FOUND', 'GET', guest.href);
  });

  it('still returns a 409 after the reason for it is gone', async () => {
    const guest = await api.makeGuest();
    const key = randomUUID();
    await api.refused(409, 'GUEST_NOT_RUNNING', 'POST', `${guest.href}/reboot`, keyed(key));
    await api.done('start', guest.id);
    const again = await api.expect(409, 'POST', `${guest.href}/reboot`, keyed(key));
    expect([again.fault().error_name, isReplayed(again)]).to.deep.equal(['GUEST_NOT_RUNNING', true]);
    await api.refused(
      422,
      'IDEMPOTENCY_KEY_REUSED',
      'POST',
      `${guest.href}/reboot`,
      keyed(key, { json: { force: true } }),
    );
    const json = { ...newGuest(), name: guest.name };
    await api.refused(409, 'GUEST_NAME_ALREADY_EXISTS', 'POST', '/v1/guests', keyed(key, { json }));
    await api.done('delete', guest.id);
    const taken = await api.expect(409, 'POST', '/v1/guests', keyed(key, { json }));
    expect([taken.fault().error_name, isReplayed(taken)]).to.deep.equal(['GUEST_NAME_ALREADY_EXISTS', true]);
  });

  it('does not store any other fault', async () => {
    const key = randomUUID();
    const network = await makeAbsentNetwork(sql);
    const json = { ...newGuest(), nics: [{ network: network.name }] };
    await api.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/guests', keyed(key, { json }));
    await sql.query(`insert into network_hosts (network_id, host_id) select $1, id from hosts`, [network.id]);
    const made = await api.expect(201, 'POST', '/v1/guests', keyed(key, { json }));
    expect(isReplayed(made)).to.equal(false);
    await api.ended(jobOf(made));
    const verb = `/v1/guests/${uniqueName('later')}/start`;
    await api.refused(404, 'GUEST_NOT_FOUND', 'POST', verb, keyed(key));
    await api.makeGuest({ name: verb.split('/')[3] ?? '' });
    expect(isReplayed(await api.expect(202, 'POST', verb, keyed(key)))).to.equal(false);
    const stale = keyed(key, { headers: { 'if-match': '"1"' } });
    const { href } = await api.makeGuest();
    await api.refused(412, 'PRECONDITION_FAILED', 'POST', `${href}/start`, stale);
    await api.expect(202, 'POST', `${href}/start`, keyed(key));
  });

  it('returns the outcome of the operation to a client that waits again', async () => {
    const guest = await api.makeGuest();
    const key = randomUUID();
    await service.host.refuse('power-on', { guest: onHost(guest) });
    const options = keyed(key, { headers: { prefer: 'wait=60' } });
    const first = await api.expect(502, 'POST', `${guest.href}/start`, options);
    const again = await api.expect(502, 'POST', `${guest.href}/start`, options);
    expect(jobOf(again)).to.equal(jobOf(first));
    expect(jobOf(await api.expect(202, 'POST', `${guest.href}/start`, keyed(key)))).to.equal(jobOf(first));
  });

  it('expires after 24 hours', async () => {
    const key = randomUUID();
    const json = { name: uniqueName('image'), kind: 'disk' };
    await api.expect(201, 'POST', '/v1/images', keyed(key, { json }));
    const age = (by: string): Promise<unknown> =>
      sql.query(`update idempotency_keys set created_at = clock_timestamp() - $1::interval where key = $2`, [by, key]);
    await age('23 hours 55 minutes');
    expect(isReplayed(await api.expect(201, 'POST', '/v1/images', keyed(key, { json })))).to.equal(true);
    await age('24 hours 1 second');
    const anew = await api.expect(409, 'POST', '/v1/images', keyed(key, { json }));
    expect([anew.fault().error_name, isReplayed(anew)]).to.deep.equal(['IMAGE_NAME_ALREADY_EXISTS', false]);
    expect(isReplayed(await api.expect(409, 'POST', '/v1/images', keyed(key, { json })))).to.equal(true);
  });

  /**
   * Expects that one guest exists, and that every response either equals the first response or reports that the key is
   * still in use.
   */
  async function expectOneGuest(name: string, responses: readonly CheckedResponse[]): Promise<void> {
    const made = responses.filter(({ status }) => status === 201);
    const others = responses.filter(({ status }) => status !== 201);
    expect(made.length).to.be.at.least(1);
    expect(
      new Set(made.map((response) => JSON.stringify(comparable(response)).replaceAll(/:\/\/127\.0\.0\.1:\d+/g, '')))
        .size,
    ).to.equal(1);
    expect(made.filter((response) => !isReplayed(response))).to.have.length(1);
    for (const response of others) expect(response.fault().error_name).to.equal('IDEMPOTENCY_KEY_IN_USE');
    await expectMadeOnce(name);
  }

  async function expectMadeOnce(name: string): Promise<void> {
    const search = encodeURIComponent(`name="${name}"`);
    const { guests } = (await api.expect(200, 'GET', `/v1/guests?search=${search}`)).json<GuestList>();
    expect(guests).to.have.length(1);
    const list = await api.expect(200, 'GET', `/v1/operations?search=${encodeURIComponent(`subject.name="${name}"`)}`);
    expect(list.json<OperationList>().operations.map(({ kind }) => kind)).to.deep.equal(['guest.create']);
  }

  it('sent 50 times at once creates one guest', async () => {
    const key = randomUUID();
    const json = newGuest();
    const responses = await Promise.all(
      Array.from({ length: 50 }, () => api.send('POST', '/v1/guests', keyed(key, { json }))),
    );
    await expectOneGuest(json.name, responses);
  });

  it('sent 50 times at once with a request that is rejected (409) gets the same rejection each time', async () => {
    const { name } = await api.makeGuest();
    const key = randomUUID();
    const json = { ...newGuest(), name };
    const responses = await Promise.all(
      Array.from({ length: 50 }, () => api.send('POST', '/v1/guests', keyed(key, { json }))),
    );
    expect(new Set(responses.map((response) => response.fault().error_name))).to.deep.equal(
      new Set(['GUEST_NAME_ALREADY_EXISTS']),
    );
    expect(responses.filter((response) => !isReplayed(response))).to.have.length(1);
  });

  describe('at two services with one database', () => {
    let replica: Service;
    let other: Api;
    before(async () => {
      replica = await Service.start({ databaseUrl: service.databaseUrl, dataFolder: service.dataFolder });
      other = new Api(replica);
    });
    after(() => replica.stop());

    it('sent 50 times at once creates one guest', async () => {
      const key = randomUUID();
      const json = newGuest();
      const responses = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          (index % 2 === 0 ? api : other).send('POST', '/v1/guests', keyed(key, { json })),
        ),
      );
      await expectOneGuest(json.name, responses);
    });

    it('is reported as in use if the first request takes longer than the wait of the others', async () => {
      const guest = await api.makeGuest();
      const key = randomUUID();
      await sql.query('begin');
      await sql.query('select 1 from guests where id = $1 for update', [guest.id]);
      const send = (through: Api): Promise<CheckedResponse> => through.send('POST', `${guest.href}/start`, keyed(key));
      const first = send(api);
      try {
        // Waits until the first request holds the key and is blocked by the lock on the guest's row.
        await eventually(async () => (await countWaiting(sql, '%for update of t')) > 0);
        const duplicates = await Promise.all([send(api), send(other)]);
        for (const response of duplicates) {
          expect([response.status, response.fault().error_name]).to.deep.equal([409, 'IDEMPOTENCY_KEY_IN_USE']);
          expect(isReplayed(response)).to.equal(false);
        }
      } finally {
        await sql.query('commit');
      }
      expect((await first).status).to.equal(202);
      const again = await send(other);
      expect([again.status, isReplayed(again), jobOf(again)]).to.deep.equal([202, true, jobOf(await first)]);
    });
  });

  it(`creates one guest even if the service is killed at any moment while the client retries (seed ${SEED})`, async function () {
    this.timeout(ROUNDS * 20_000);
    const next = random(SEED);
    for (let round = 0; round < ROUNDS; round++) {
      const key = randomUUID();
      const json = newGuest();
      const send = (): Promise<CheckedResponse | null> =>
        api.send('POST', '/v1/guests', keyed(key, { json })).catch((error: unknown) => {
          // If the connection breaks, fetch throws a TypeError. Any other error is a defect.
          if (error instanceof TypeError) return null;
          throw error;
        });
      const first = send();
      await wait(next() * KILL_WITHIN_MS);
      await service.stop('SIGKILL');
      const before = await first;
      await service.start();
      api = new Api(service);
      const response = await send();
      if (response === null) throw new Error('the service disappeared without a kill');
      expect(response.status).to.equal(201);
      if (before !== null) expect(response.json<Guest>().id).to.equal(before.json<Guest>().id);
      expect((await api.ended(jobOf(response))).state).to.equal('succeeded');
      await expectMadeOnce(json.name);
    }
  });
});
