/**
 * `Prefer: wait`: the service responds when the operation has ended, with any result and on any replica.
 * test/store/listener.test.ts tests what waiting costs the database, and that nothing remains of a client that
 * disconnects.
 */
import { expect } from 'chai';
import pg from 'pg';
import type { ErrorName, Guest } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { Api, jobOf, newGuest, uniqueName, type CheckedResponse } from '../support/api.js';
import { MERGE_PATCH } from '../support/patches.js';
import { onHost, Service } from '../support/service.js';

interface Begun {
  readonly what: string;
  /** Whether the operation needs a running guest. */
  readonly isPowered: boolean;
  /** The host call that does the work of the operation. */
  readonly call: Parameters<Service['host']['slow']>[0];
  readonly method: string;
  readonly path: string;
  readonly json?: unknown;
}

/** Every request that starts an operation on a guest, except its deletion. */
const BEGUN: readonly Begun[] = [
  { what: 'startGuest', isPowered: false, call: 'power-on', method: 'POST', path: '/start' },
  { what: 'shutdownGuest', isPowered: true, call: 'press-power-button', method: 'POST', path: '/shutdown' },
  { what: 'rebootGuest', isPowered: true, call: 'press-power-button', method: 'POST', path: '/reboot' },
  { what: 'restartGuest', isPowered: true, call: 'reset', method: 'POST', path: '/restart' },
  { what: 'poweroffGuest', isPowered: true, call: 'power-off', method: 'POST', path: '/poweroff' },
  { what: 'suspendGuest', isPowered: true, call: 'pause', method: 'POST', path: '/suspend' },
  {
    what: 'setGuestPowerState',
    isPowered: false,
    call: 'power-on',
    method: 'PUT',
    path: '/states/power',
    json: { target: 'on' },
  },
  { what: 'updateGuest', isPowered: false, call: 'define', method: 'PATCH', path: '', json: { vcpus: 2 } },
];

describe('Waiting for an operation', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
  });
  after(() => service.leave());
  afterEach(() => service.host.clearFaults());

  function makeGuest(isPowered: boolean): Promise<Guest> {
    return api.makeGuest({}, isPowered ? '?start=true' : '');
  }

  function begin(
    { method, path, json }: Begun,
    guest: Guest,
    prefer: string,
    through: Api = api,
  ): Promise<CheckedResponse> {
    const type = { 'content-type': method === 'PATCH' ? MERGE_PATCH : 'application/json' };
    const headers = { prefer, ...(json === undefined ? {} : type) };
    return through.send(method, guest.href + path, json === undefined ? { headers } : { headers, json });
  }

  function applied(response: CheckedResponse): string | null {
    return response.headers.get('preference-applied');
  }

  /** Resolves when at least `count` requests wait for the end of an operation. */
  async function areWaiting(count: number): Promise<void> {
    await eventually(async () => {
      const { text } = await api.expect(200, 'GET', '/metrics');
      return Number(/^guesthouse_http_requests_waiting (\d+)$/m.exec(text)?.[1]) >= count;
    });
  }

  async function isUnderWay(guest: Guest): Promise<boolean> {
    const { data } = await api.client.GET('/v1/guests/{guest}/operations', { params: { path: { guest: guest.id } } });
    return (data?.operations ?? []).some(({ state }) => state === 'running');
  }

  for (const each of BEGUN) {
    describe(`that ${each.what} started`, () => {
      it('returns 200 with the result', async () => {
        const guest = await makeGuest(each.isPowered);
        const response = await begin(each, guest, 'wait=60');
        expect([response.status, applied(response)]).to.deep.equal([200, 'wait=60']);
        expect((await api.operation(jobOf(response))).state).to.equal('succeeded');
        const path = each.path === '/states/power' ? `${guest.href}/states` : guest.href;
        const now = await api.expect(200, 'GET', path);
        expect(response.json()).to.deep.equal(now.json());
        expect(response.headers.get('etag')).to.equal(now.headers.get('etag'));
      });

      it('returns 202 when the time is up, like a request that does not wait', async () => {
        const guest = await makeGuest(each.isPowered);
        await service.host.slow(each.call, null, { guest: onHost(guest) });
        const response = await begin(each, guest, each.method === 'POST' ? 'wait=0' : 'wait=1');
        expect(response.status).to.equal(202);
        expect(applied(response)).to.match(/^wait=[01]$/);
        const states = `${service.url}${guest.href}/states`;
        const isPut = each.method === 'PUT';
        expect(response.headers.get('location')).to.equal(
          isPut ? states : `${service.url}/v1/operations/${jobOf(response)}`,
        );
        expect((await api.operation(jobOf(response))).finished_at).to.equal(null);
      });

      it('returns the fault of the operation with its status if the operation fails', async () => {
        const guest = await makeGuest(each.isPowered);
        await service.host.refuse(each.call, { guest: onHost(guest), times: null });
        const response = await begin(each, guest, 'wait=60');
        expect([response.status, response.fault().error_name]).to.deep.equal([502, 'BACKEND_REFUSED']);
        const operation = await api.operation(jobOf(response));
        expect(operation.fault?.detail).to.equal(response.fault().detail);
        expect(operation.state).to.equal('failed');
      });

      it('returns 409 if the operation is cancelled', async () => {
        const guest = await makeGuest(each.isPowered);
        await service.host.slow(each.call, null, { guest: onHost(guest) });
        const response = begin(each, guest, 'wait=60');
        await eventually(() => isUnderWay(guest));
        await api.done(each.what === 'poweroffGuest' ? 'delete' : 'poweroff', guest.id);
        const cancelled = await response;
        expect([cancelled.status, cancelled.fault().error_name]).to.deep.equal([409, 'OPERATION_CANCELLED']);
        expect((await api.operation(jobOf(cancelled))).state).to.equal('cancelled');
      });
    });
  }

  describe('that createGuest started', () => {
    const create = (prefer: string, query = ''): Promise<CheckedResponse> =>
      api.send('POST', `/v1/guests${query}`, { json: newGuest(), headers: { prefer } });

    it('returns 201 with the created guest, which is running if the request has start=true', async () => {
      for (const [query, state] of [
        ['', 'stopped'],
        ['?start=true', 'running'],
      ] as const) {
        const response = await create('wait=60', query);
        expect([response.status, applied(response)]).to.deep.equal([201, 'wait=60']);
        const guest = response.json<Guest>();
        expect(guest.state).to.equal(state);
        expect(response.headers.get('location')).to.equal(service.url + guest.href);
        expect(await api.guest(guest.id)).to.deep.equal(guest);
      }
    });

    it('returns 201 with the guest as it is when the time is up', async () => {
      await service.host.slow('define', null);
      const response = await create('wait=0');
      expect([response.status, applied(response), response.json<Guest>().state]).to.deep.equal([
        201,
        'wait=0',
        'creating',
      ]);
      // Otherwise this creation would get the fault that the next test plans for its own guest.
      await api.expect(200, 'POST', `/v1/operations/${jobOf(response)}/cancel`);
      await api.ended(jobOf(response));
    });

    it('returns the fault of the operation with its status if the operation fails', async () => {
      const failures: [Parameters<Service['host']['refuse']>[1], number, ErrorName][] = [
        [{ code: 'not-now' }, 502, 'BACKEND_REFUSED'],
        [{ code: 'no-room' }, 507, 'CAPACITY_EXHAUSTED'],
        [{ code: 'unsupported' }, 501, 'UNSUPPORTED_BY_BACKEND'],
      ];
      for (const [refusal, status, name] of failures) {
        await service.host.refuse('define', refusal);
        const response = await create('wait=60');
        expect([response.status, response.fault().error_name]).to.deep.equal([status, name]);
        expect((await api.operation(jobOf(response))).state).to.equal('failed');
      }
    });

    it('returns 409 if the guest is deleted before it is created', async () => {
      await service.host.slow('define', null);
      const json = newGuest();
      const response = api.send('POST', '/v1/guests', { json, headers: { prefer: 'wait=60' } });
      await eventually(async () => (await api.send('GET', `/v1/guests/${json.name}`)).status === 200);
      await api.done('delete', json.name);
      expect([(await response).status, (await response).fault().error_name]).to.deep.equal([
        409,
        'OPERATION_CANCELLED',
      ]);
    });
  });

  describe('that deleteGuest started', () => {
    const remove = (guest: Guest, prefer: string): Promise<CheckedResponse> =>
      api.send('DELETE', guest.href, { headers: { prefer } });

    it('returns 204 when the guest is gone', async () => {
      const guest = await makeGuest(true);
      const response = await remove(guest, 'wait=60');
      expect([response.status, applied(response), response.text]).to.deep.equal([204, 'wait=60', '']);
      expect(await api.operation(jobOf(response))).to.include({ kind: 'guest.delete', state: 'succeeded' });
      await api.refused(404, 'GUEST_NOT_FOUND', 'GET', guest.href);
    });

    it('returns 202 when the time is up, and 204 to all callers that wait longer for the same deletion', async () => {
      const guest = await makeGuest(false);
      await service.host.slow('delete-volumes', null, { guest: onHost(guest) });
      const sent = [remove(guest, 'wait=0'), ...[1, 2].map(() => remove(guest, 'wait=60'))];
      await sent[0];
      await areWaiting(2);
      await service.host.release();
      const [first, ...others] = await Promise.all(sent);
      expect([first?.status, ...others.map(({ status }) => status)]).to.deep.equal([202, 204, 204]);
      expect(new Set([first, ...others].map((response) => response?.headers.get('x-operation-id'))).size).to.equal(1);
    });

    it('returns the fault of the operation if it fails', async () => {
      const guest = await makeGuest(false);
      await service.host.refuse('delete-volumes', { guest: onHost(guest), times: null });
      const response = await remove(guest, 'wait=60');
      expect([response.status, response.fault().error_name]).to.deep.equal([502, 'BACKEND_REFUSED']);
    });
  });

  it('returns 504 if the guest does not shut down or reboot in time', async () => {
    for (const verb of ['shutdown', 'reboot']) {
      const guest = await makeGuest(true);
      await service.host.ignoreShutdowns(onHost(guest));
      const options = { json: { timeout_s: 1 }, headers: { prefer: 'wait=60' } };
      await api.refused(504, 'OPERATION_TIMED_OUT', 'POST', `${guest.href}/${verb}`, options);
    }
  });

  it('returns immediately if there is nothing to wait for', async () => {
    const guest = await makeGuest(false);
    const response = await api.expect(200, 'POST', `${guest.href}/poweroff`, { headers: { prefer: 'wait=60' } });
    expect(response.headers.has('x-operation-id')).to.equal(false);
    const put = { json: { target: 'off' }, headers: { prefer: 'wait=60' } };
    const states = await api.expect(202, 'PUT', `${guest.href}/states/power`, put);
    expect(states.headers.has('x-operation-id')).to.equal(false);
    const named = { json: { name: uniqueName() }, headers: { prefer: 'wait=60', 'content-type': MERGE_PATCH } };
    expect((await api.expect(200, 'PATCH', guest.href, named)).headers.has('x-operation-id')).to.equal(false);
  });

  describe('is requested', () => {
    const preferences: Readonly<Record<string, string | null>> = {
      'wait=30': 'wait=30',
      'WAIT = "30"': 'wait=30',
      'respond-async, wait=30': 'wait=30',
      'handling=lenient; x="a;b", wait=30; y=z': 'wait=30',
      'wait=30, wait=1': 'wait=30',
      'wait=61': 'wait=60',
      'wait=99999999999999999999999999': 'wait=60',
      wait: null,
      'wait=': null,
      'wait=soon': null,
      'wait=-1': null,
      'wait=1.5': null,
      'respond-async': null,
      'waiting=30': null,
      'note="first, wait=30"': null,
    };
    for (const [prefer, expected] of Object.entries(preferences)) {
      it(`by ${prefer} as ${expected ?? 'no wait'}`, async () => {
        const guest = await makeGuest(false);
        // The operation is slow enough that a response without waiting comes before its end.
        await service.host.slow('power-on', expected === null ? null : 20, { guest: onHost(guest) });
        const response = await api.send('POST', `${guest.href}/start`, { headers: { prefer } });
        expect([response.status, applied(response)]).to.deep.equal([expected === null ? 202 : 200, expected]);
      });
    }
  });

  it('ends for all callers when the operation ends', async () => {
    const guest = await makeGuest(false);
    await service.host.slow('delete-volumes', null, { guest: onHost(guest) });
    const waiting = Array.from({ length: 20 }, () =>
      api.send('DELETE', guest.href, { headers: { prefer: 'wait=60' } }),
    );
    await areWaiting(20);
    await service.host.release();
    const responses = await Promise.all(waiting);
    expect(responses.map(({ status }) => status)).to.deep.equal(Array(20).fill(204));
  });

  it('works on a replica that does not own the host', async () => {
    const replica = await Service.start({ databaseUrl: service.databaseUrl, dataFolder: service.dataFolder });
    try {
      // One of the two services owns the host, and it does not matter which.
      for (const through of [api, new Api(replica)]) {
        const guest = await makeGuest(false);
        await service.host.slow('power-on', 300, { guest: onHost(guest) });
        const response = await begin(BEGUN[0] as Begun, guest, 'wait=60', through);
        expect([response.status, response.json<Guest>().state]).to.deep.equal([200, 'running']);
      }
    } finally {
      await replica.stop();
    }
  });

  /**
   * Operations that create a guest or power it on, which the host can refuse because it has no room or lacks support.
   */
  const MAKING = [
    ['startGuest', 'power-on'],
    ['rebootGuest', 'power-on'],
    ['setGuestPowerState', 'power-on'],
    ['updateGuest', 'define'],
  ] as const;
  for (const [what, call] of MAKING) {
    it(`for ${what} returns 507 if the host has no room for the guest, and 501 if the host does not support the guest`, async () => {
      const begun = BEGUN.find((each) => each.what === what) as Begun;
      for (const [code, status, name] of [
        ['no-room', 507, 'CAPACITY_EXHAUSTED'],
        ['unsupported', 501, 'UNSUPPORTED_BY_BACKEND'],
      ] as const) {
        const guest = await makeGuest(begun.isPowered);
        await service.host.refuse(call, { code, guest: onHost(guest) });
        const response = await begin(begun, guest, 'wait=60');
        expect([response.status, response.fault().error_name]).to.deep.equal([status, name]);
      }
    });
  }

  it('continues if the connection that reports the end of operations is lost', async () => {
    const admin = new pg.Client(service.databaseUrl);
    await admin.connect();
    try {
      for (const afterMs of [0, 200]) {
        const guest = await makeGuest(false);
        await service.host.slow('power-on', afterMs, { guest: onHost(guest) });
        const response = begin(BEGUN[0] as Begun, guest, 'wait=60');
        // The worker listens to its queue on another connection, which is not cut.
        const cut = `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and (query like '%listening' or query like 'listen %') and query not like '%guesthouse_operations%'`;
        // The service may still be reconnecting after the previous cut.
        await eventually(async () => (await admin.query(cut)).rowCount !== 0);
        expect([(await response).status, (await response).json<Guest>().state]).to.deep.equal([200, 'running']);
      }
    } finally {
      await admin.end();
    }
  });
});
