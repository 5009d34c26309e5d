/**
 * GET /metrics as Prometheus reads it: counters, current values, and series that are omitted when the service cannot
 * read their values.
 */
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import pg from 'pg';
import type { Guest, Host, OperationList } from '../../generated/api-types.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';
import { DatabaseProxy } from '../support/database/database-proxy.js';
import { insertHosts } from '../support/database/insert-hosts.js';
import { RequestStatements } from '../support/database/request-statements.js';
import { eventually } from '../support/eventually.js';
import { Api, jobOf, newGuest, uniqueName } from '../support/api.js';
import { Exposition } from '../support/prometheus.js';
import { onHost, Service } from '../support/service.js';
import { FakeHostControl } from '../support/fake-host-control.js';

/** The Accept header of Prometheus 2.53. */
const ACCEPT =
  'application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2';
const CALLS = 'guesthouse_hypervisor_calls_total';

async function scrape(api: Api): Promise<Exposition> {
  return new Exposition((await api.expect(200, 'GET', '/metrics', { headers: { accept: ACCEPT } })).text);
}

/** Scrapes until the figures match, because a reading of the guests may be a few seconds old. */
async function scrapeUntil(api: Api, isMatch: (figures: Exposition) => boolean): Promise<Exposition> {
  let figures = await scrape(api);
  await eventually(async () => isMatch((figures = await scrape(api))));
  return figures;
}

describe('Prometheus metrics', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start({ env: { GUESTHOUSE_LOG: 'debug' } });
    api = new Api(service);
  });
  after(() => service.leave());

  it('are in the text format of Prometheus', async () => {
    const response = await api.expect(200, 'GET', '/metrics', { headers: { accept: ACCEPT } });
    expect(response.headers.get('content-type')).to.equal('text/plain; charset=utf-8');
    expect(new Exposition(response.text).samples).to.not.be.empty;
    await api.expect(200, 'GET', '/metrics', { headers: { accept: 'text/plain' } });
  });

  it('count requests by operation and status, and measure their duration', async () => {
    const before = await scrape(api);
    await api.expect(200, 'GET', '/v1/guests');
    await api.expect(200, 'GET', '/v1/guests');
    await api.refused(404, 'GUEST_NOT_FOUND', 'GET', '/v1/guests/nobody');
    await api.refused(401, 'UNAUTHENTICATED', 'GET', '/v1/guests/nobody', { token: null });
    await api.refused(400, 'VALIDATION_FAILED', 'GET', '/v1/guests?colour=red');
    const after = await scrape(api);
    const more = (name: string, labels: Record<string, string>): number =>
      after.sum(name, labels) - before.sum(name, labels);
    const requests = 'guesthouse_http_requests_total';
    expect(more(requests, { operation: 'listGuests', status: '200' })).to.equal(2);
    expect(more(requests, { operation: 'listGuests', status: '400' })).to.equal(1);
    expect(more(requests, { operation: 'getGuest', status: '404' })).to.equal(1);
    expect(more(requests, { operation: 'getGuest', status: '401' })).to.equal(1);
    expect(more('guesthouse_http_request_duration_seconds_count', { operation: 'getGuest' })).to.equal(2);
    expect(more('guesthouse_http_request_duration_seconds_bucket', { operation: 'getGuest', le: '+Inf' })).to.equal(2);
  });

  it('never use text from a client as a label of requests', async () => {
    for (const path of ['/secret-1', '/v1/secret-2', '/docs/secret-3']) await api.send('GET', path);
    await api.send('PURGE', '/v1/guests').catch(() => undefined);
    const figures = await scrape(api);
    expect(figures.sum('guesthouse_http_requests_total', { operation: 'unrouted', status: '404' })).to.be.at.least(2);
    for (const { labels } of figures.samples) expect(JSON.stringify(labels)).to.not.contain('secret');
  });

  it('count a request whose client disconnected', async () => {
    const guest = await api.makeGuest();
    await service.host.slow('console', null);
    const leaving = new AbortController();
    // Requests of earlier tests must have ended, so that the second open request is the one that the client leaves.
    await eventually(async () => (await scrape(api)).sum('guesthouse_http_requests_open') === 1);
    const left = api.send('GET', `${guest.href}/console-log`, { signal: leaving.signal }).catch(() => null);
    await eventually(async () => (await scrape(api)).sum('guesthouse_http_requests_open') === 2);
    leaving.abort();
    expect(await left).to.equal(null);
    // The service notices it although the request is still being handled.
    await scrapeUntil(api, (figures) => {
      return (
        figures.sum('guesthouse_http_requests_total', { operation: 'getGuestConsoleLog', status: 'abandoned' }) === 1
      );
    });
    await service.host.release();
  });

  it('show how many event streams are open, and how many requests wait for an operation', async () => {
    const guest = await api.makeGuest({}, '?start=true');
    await service.host.slow('pause', null);
    const waiting = api.send('POST', `/v1/guests/${guest.id}/suspend`, { headers: { prefer: 'wait=60' } });
    const stream = new AbortController();
    const headers = { accept: 'text/event-stream', authorization: `Bearer ${service.token}` };
    const flowing = await fetch(`${service.url}/v1/events`, { headers, signal: stream.signal });
    await scrapeUntil(api, (figures) => {
      return (
        figures.sum('guesthouse_event_streams_open') === 1 && figures.sum('guesthouse_http_requests_waiting') === 1
      );
    });
    await service.host.release();
    expect((await waiting).status).to.equal(200);
    stream.abort();
    await flowing.text().catch(() => undefined);
    const after = await scrapeUntil(api, (figures) => figures.sum('guesthouse_event_streams_open') === 0);
    expect(after.sum('guesthouse_http_requests_waiting')).to.equal(0);
    expect(after.sum('guesthouse_http_requests_total', { operation: 'listEvents', status: '200' })).to.equal(1);
    expect(after.has('guesthouse_http_request_duration_seconds_count')).to.equal(true);
    expect(after.sum('guesthouse_http_request_duration_seconds_count', { operation: 'listEvents' })).to.equal(0);
  });

  it('count operations by kind and result, and measure their time in the queue and their run time', async () => {
    const before = await scrape(api);
    const guest = await api.makeGuest();
    await service.host.refuse('power-on', { guest: onHost(guest) });
    const failed = await api.ended(await api.begin('start', guest.id));
    expect(failed.state).to.equal('failed');
    await api.done('start', guest.id);
    // A client can see the end of an operation a moment before the service counts it.
    const started = { kind: 'guest.start' };
    const counted = before.sum('guesthouse_operations_total', started) + 2;
    const after = await scrapeUntil(api, (found) => found.sum('guesthouse_operations_total', started) >= counted);
    const more = (name: string, labels: Record<string, string>): number =>
      after.sum(name, labels) - before.sum(name, labels);
    expect(more('guesthouse_operations_total', { kind: 'guest.create', result: 'succeeded' })).to.equal(1);
    expect(more('guesthouse_operations_total', { kind: 'guest.start', result: 'failed' })).to.equal(1);
    expect(more('guesthouse_operations_total', { kind: 'guest.start', result: 'succeeded' })).to.equal(1);
    for (const what of ['queue', 'run']) {
      expect(more(`guesthouse_operation_${what}_duration_seconds_count`, { kind: 'guest.start' }), what).to.equal(2);
    }
    expect(more(CALLS, { call: 'startGuest', outcome: 'backend_refused' })).to.equal(1);
    expect(more(CALLS, { call: 'startGuest', outcome: 'succeeded' })).to.equal(1);
    expect(more('guesthouse_hypervisor_call_duration_seconds_count', { call: 'startGuest' })).to.equal(2);
  });

  it('show how many operations are queued and running, and how many guests are in each state', async () => {
    const guest = await api.makeGuest();
    await service.host.slow('power-on', null);
    const start = await api.begin('start', guest.id);
    await eventually(async () => (await api.operation(start)).state === 'running');
    const during = await scrape(api);
    expect(during.values('guesthouse_operations_open', { state: 'running' })).to.deep.equal([1]);
    expect(during.values('guesthouse_operations_open', { state: 'queued' })).to.deep.equal([0]);
    expect(during.values('guesthouse_guests', { state: 'starting' })).to.deep.equal([1]);
    await api.ended(await api.begin('poweroff', guest.id));
    const isCounted = (found: Exposition): boolean =>
      found.sum('guesthouse_operations_total', { kind: 'guest.start', result: 'cancelled' }) > 0;
    const after = await scrapeUntil(api, isCounted);
    expect(after.values('guesthouse_operations_open', { state: 'running' })).to.deep.equal([0]);
    expect(after.values('guesthouse_guests', { state: 'starting' })).to.deep.equal([0]);
    expect(after.sum('guesthouse_operations_total', { kind: 'guest.start', result: 'cancelled' })).to.equal(1);
    await service.host.clearFaults();
  });

  it('show the queue length of a busy worker, and count operations that end while queued', async () => {
    const before = await scrape(api);
    await service.host.slow('define', null, { times: null });
    // Two more operations than the worker runs concurrently.
    const responses = await Promise.all(
      Array.from({ length: 34 }, () => api.expect(201, 'POST', '/v1/guests', { json: newGuest() })),
    );
    const queued = (figures: Exposition): number => figures.sum('guesthouse_operations_open', { state: 'queued' });
    await scrapeUntil(api, (figures) => queued(figures) === 2);
    const during = await scrape(api);
    expect(during.values('guesthouse_operations_open', { state: 'running' })).to.deep.equal([32]);
    const waiting = (await api.expect(200, 'GET', '/v1/operations?search=state=queued')).json<OperationList>()
      .operations;
    expect(waiting).to.have.length(2);
    await api.expect(200, 'POST', `/v1/operations/${waiting[0]?.id}/cancel`);
    await api.expect(202, 'DELETE', `/v1/guests/${waiting[1]?.subject?.id}`);
    const ended = { kind: 'guest.create', result: 'cancelled' };
    const after = await scrape(api);
    const [then, now] = [before, after].map((figures) => figures.sum('guesthouse_operations_total', ended));
    expect(Number(now) - Number(then)).to.equal(2);
    await service.host.clearFaults();
    for (const response of responses) {
      const operation = jobOf(response);
      await api.send('POST', `/v1/operations/${operation}/cancel`);
      await api.ended(operation);
    }
    await scrapeUntil(api, (figures) => queued(figures) === 0);
  });

  it('describe the database, its connection pool and the process', async () => {
    const figures = await scrape(api);
    expect(figures.values('guesthouse_database_up')).to.deep.equal([1]);
    expect(figures.sum('guesthouse_database_connections')).to.be.within(1, 10);
    expect(figures.values('guesthouse_database_connections_pending')).to.deep.equal([0]);
    expect(figures.sum('process_resident_memory_bytes')).to.be.above(1024 ** 2);
    expect(figures.has('nodejs_eventloop_lag_seconds')).to.equal(true);
  });

  describe('of guests', () => {
    let running: Guest;
    let off: Guest;
    const name = 'say "hi" \\ n\\n {x="1"} 名';
    before(async () => {
      const hardware = { vcpus: 2, memory_mib: 192, disks: [{ size_mib: 1 }], nics: [{}, {}] };
      running = await api.makeGuest(hardware, '?start=true');
      off = await api.makeGuest(hardware);
      // An older version has accepted this name.
      const sql = new pg.Client(service.databaseUrl);
      await sql.connect();
      await sql.query('update guests set name = $1 where id = $2', [name, running.id]);
      await sql.end();
    });

    it('equal the counters of the guest’s own resource, and are labelled with its id and its name', async () => {
      await service.host.setTime('step');
      await service.host.advance(60_000);
      const cpus = (await api.expect(200, 'GET', `${running.href}/metrics/cpu`)).json<{
        vcpus: { vcpu: number; cpu_time_s: number }[];
      }>();
      const labels = { id: running.id, name };
      const total = cpus.vcpus.reduce((sum, { cpu_time_s }) => sum + cpu_time_s, 0);
      const figures = await scrapeUntil(api, (found) => {
        return Math.abs(found.sum('guesthouse_guest_cpu_seconds_total', labels) - total) < 1e-6;
      });
      expect(figures.values('guesthouse_guest_cpu_seconds_total', labels)).to.have.length(2);
      expect(figures.values('guesthouse_guest_memory_bytes', labels)).to.deep.equal([192 * 1024 ** 2]);
      for (const counter of ['reads', 'read_bytes', 'read_seconds', 'writes', 'written_bytes', 'flushes']) {
        expect(figures.values(`guesthouse_guest_disk_${counter}_total`, { ...labels, device: 'vda' })).to.have.length(
          1,
        );
      }
      for (const way of ['receive', 'transmit']) {
        for (const counter of ['bytes', 'packets', 'errors', 'drops']) {
          expect(figures.values(`guesthouse_guest_network_${way}_${counter}_total`, labels)).to.have.length(2);
        }
      }
      expect(figures.values('guesthouse_host_up')).to.deep.equal([1]);
      expect(figures.values('guesthouse_host_owned')).to.deep.equal([1]);
      expect(figures.values('guesthouse_guests_left_out')).to.deep.equal([0]);
      await service.host.setTime('run');
    });

    it('are shown only for guests that are powered on', async () => {
      await api.done('start', off.id);
      await scrapeUntil(api, (found) => found.values('guesthouse_guest_memory_bytes', { id: off.id }).length === 1);
      await api.done('poweroff', off.id);
      await scrapeUntil(api, (found) => found.values('guesthouse_guest_memory_bytes', { id: off.id }).length === 0);
      for (const { labels } of (await scrape(api)).samples) expect(labels['id']).to.not.equal(off.id);
    });

    it('need one driver call for any number of guests and concurrent scrapes', async () => {
      const measured = async (): Promise<number> => (await scrape(api)).sum(CALLS, { call: 'measureGuests' });
      await api.done('start', off.id);
      const before = await measured();
      // A new reading has just begun, so all of these scrapes can share it.
      await eventually(async () => (await measured()) > before);
      const start = await measured();
      const all = await Promise.all(Array.from({ length: 8 }, () => scrape(api)));
      for (const figures of all) expect(figures.sum(CALLS, { call: 'measureGuests' })).to.be.within(start, start + 1);
      expect(all[0]?.labelValues('guesthouse_guest_memory_bytes', 'id')).to.include.members([running.id, off.id]);
    });

    it('are omitted while the host does not respond, but nothing else is', async () => {
      for (const call of ['info', 'stats'] as const) await service.host.slow(call, null, { times: null });
      const away = await scrapeUntil(api, (found) => found.sum('guesthouse_host_up') === 0);
      expect(away.values('guesthouse_host_up')).to.deep.equal([0]);
      expect(away.samples.filter((sample) => sample.name.startsWith('guesthouse_guest_'))).to.deep.equal([]);
      expect(away.values('guesthouse_database_up')).to.deep.equal([1]);
      expect(away.has('guesthouse_http_requests_total')).to.equal(true);
      await service.host.clearFaults();
      await scrapeUntil(api, (found) => found.sum('guesthouse_host_up') === 1);
    });

    it('are omitted while only their measurement takes too long, which does not count against the host', async () => {
      await service.host.slow('stats', null, { times: null });
      const isMissing = (found: Exposition): boolean => !found.has('guesthouse_guest_memory_bytes');
      const without = await scrapeUntil(api, isMissing);
      expect(without.values('guesthouse_host_up')).to.deep.equal([1]);
      await service.host.clearFaults();
      await scrapeUntil(api, (found) => !isMissing(found));
    });

    it('are shown only by the service that owns the host', async () => {
      const other = await Service.start({ databaseUrl: service.databaseUrl, dataFolder: service.dataFolder });
      try {
        const standing = await scrape(new Api({ url: other.url, token: service.token }));
        expect(standing.values('guesthouse_host_owned')).to.deep.equal([0]);
        expect(standing.has('guesthouse_host_up')).to.equal(false);
        expect(standing.samples.filter((sample) => sample.name.startsWith('guesthouse_guest_'))).to.deep.equal([]);
        expect(standing.sum(CALLS, { call: 'measureGuests' })).to.equal(0);
        expect(standing.sum('guesthouse_guests', { state: 'running' })).to.be.above(0);
      } finally {
        await other.stop();
      }
    });
  });

  describe('come with a log that', () => {
    it('has one line for each request, with its client, its operation and its result', async () => {
      const headers = { 'x-request-id': 'logged-1' };
      await api.refused(404, 'GUEST_NOT_FOUND', 'GET', '/v1/guests/nobody', { headers });
      await eventually(async () => linesOf('logged-1').length > 0);
      expect(linesOf('logged-1')).to.have.length(1);
      const [line] = linesOf('logged-1');
      expect(line).to.include({ msg: 'request ended', operationId: 'getGuest', status: '404', client: '127.0.0.1' });
      expect(line).to.include({ method: 'GET', path: '/v1/guests/nobody' });
      expect(line?.['durationMs']).to.be.a('number');
    });

    it('names the operation and the user of a request that started an operation', async () => {
      const guest = await api.makeGuest();
      const headers = { 'x-request-id': 'logged-4' };
      const response = await api.expect(202, 'POST', `/v1/guests/${guest.id}/start`, { headers });
      await eventually(async () => linesOf('logged-4').some(({ msg }) => msg === 'request ended'));
      const line = linesOf('logged-4').find(({ msg }) => msg === 'request ended');
      expect(line).to.include({
        operation: response.headers.get('x-operation-id'),
        user: guest.user_id,
        status: '202',
      });
    });

    it('names the guest of a read from the hypervisor in all lines about the read, including those of the driver', async () => {
      const guest = await api.makeGuest({}, '?start=true');
      const headers = { 'x-request-id': 'logged-5' };
      await api.expect(200, 'GET', `${guest.href}/metrics/cpu`, { headers });
      await eventually(async () => linesOf('logged-5').some(({ msg }) => msg === 'driver call'));
      const line = linesOf('logged-5').find(({ msg }) => msg === 'driver call');
      expect(line).to.include({ call: 'measureGuests', guest: guest.id });
    });

    it('contains no token, wherever a client sends one', async () => {
      const { token } = service;
      await api.send('GET', `/v1/guests?access_token=${token}`, { headers: { 'x-request-id': 'logged-6' } });
      await api.send('GET', '/v1/guests', { headers: { cookie: `token=${token}`, 'x-auth-token': token } });
      await api.refused(401, 'UNAUTHENTICATED', 'GET', '/v1/guests', { token: `${token}x` });
      await eventually(async () => linesOf('logged-6').length > 0);
      expect(JSON.stringify(service.log)).to.not.contain(token);
    });

    it('names the request of each driver call', async () => {
      const { href } = await api.makeGuest();
      await api.expect(200, 'GET', `${href}/console-log`, { headers: { 'x-request-id': 'logged-2' } });
      await eventually(async () => linesOf('logged-2').some(({ msg }) => msg === 'driver call'));
      const line = linesOf('logged-2').find(({ msg }) => msg === 'driver call');
      expect(line).to.include({ call: 'readConsoleLog', outcome: 'succeeded', backend: 'fake' });
    });

    it('names the operation, its request and its guest in all lines about that operation, including those of the driver', async () => {
      const guest = await api.makeGuest();
      const headers = { 'x-request-id': 'logged-3' };
      const response = await api.expect(202, 'POST', `/v1/guests/${guest.id}/start`, { headers });
      const operation = response.headers.get('x-operation-id') ?? '';
      await api.ended(operation);
      await eventually(async () => linesOf('logged-3').some(({ msg }) => msg === 'operation ended'));
      const lines = linesOf('logged-3').filter(({ msg }) => msg !== 'request ended');
      for (const line of lines) expect(line, line.msg).to.include({ operation, guest: guest.id });
      const calls = lines.filter(({ msg }) => msg === 'driver call').map((line) => line['call']);
      expect(calls).to.include.members(['startGuest', 'observeGuests']);
    });

    function linesOf(requestId: string) {
      return service.log.filter((line) => line['requestId'] === requestId);
    }
  });
});

describe('The log at its default level', () => {
  it('has a line for each request that may have changed something, and none for reads', async () => {
    const service = await Service.start();
    try {
      const api = new Api(service);
      const guest = await api.makeGuest();
      await api.expect(200, 'GET', guest.href);
      await api.expect(204, 'DELETE', guest.href, { headers: { prefer: 'wait=20' } });
      const loggedMethods = (): unknown[] =>
        service.log.filter(({ msg }) => msg === 'request ended').map((line) => line['method']);
      await eventually(async () => loggedMethods().includes('DELETE'));
      expect(loggedMethods()).to.deep.equal(['POST', 'DELETE']);
      expect(service.log.some(({ msg }) => msg === 'driver call')).to.equal(false);
    } finally {
      await service.leave();
    }
  });
});

describe('Prometheus metrics of hosts', () => {
  let service: Service;
  let api: Api;
  let database: TestDatabase;
  let proxy: DatabaseProxy;
  before(async () => {
    database = await createTestDatabase();
    proxy = await DatabaseProxy.open(database.url);
    service = await Service.start({ databaseUrl: proxy.url });
    api = new Api(service);
  });
  after(async () => {
    await service.leave();
    await proxy.leave();
    await database.drop();
  });

  /** Adds a simulated host, and waits until it has been reached. */
  async function addHost(name: string, size: string): Promise<Host> {
    const json = { name, backend: 'fake', uri: `fake:///${name}?${size}` };
    const { id } = (await api.expect(201, 'POST', '/v1/hosts', { json })).json<Host>();
    await eventually(async () => (await hostOf(id)).state === 'up');
    return hostOf(id);
  }

  async function hostOf(id: string): Promise<Host> {
    return (await api.expect(200, 'GET', `/v1/hosts/${id}`)).json<Host>();
  }

  async function listHosts(): Promise<Host[]> {
    return (await api.expect(200, 'GET', '/v1/hosts?limit=1000')).json<{ hosts: Host[] }>().hosts;
  }

  async function rename(host: string, name: string): Promise<void> {
    const sql = new pg.Client(database.url);
    await sql.connect();
    await sql.query('update hosts set name = $1 where id = $2', [name, host]);
    await sql.end();
  }

  const patch = async (host: string, json: object): Promise<void> => {
    const headers = { 'content-type': 'application/merge-patch+json' };
    await api.expect(200, 'PATCH', `/v1/hosts/${host}`, { json, headers });
  };

  /** The series of a host, each with its value, by name and state. */
  function seriesOf(figures: Exposition, host: string): Record<string, number> {
    const inProcess = ['guesthouse_host_up', 'guesthouse_host_owned'];
    const series = figures.samples.filter(
      ({ name, labels }) => name.startsWith('guesthouse_host_') && labels['host'] === host && !inProcess.includes(name),
    );
    return Object.fromEntries(
      series.map(({ name, labels, value }) => [[name.slice(16), labels['state']].filter(Boolean).join(' '), value]),
    );
  }

  /** What GET /v1/hosts shows, as series. */
  function expectedOf({ usage, state, schedulable }: Host): Record<string, number> {
    const MIB = 1024 ** 2;
    return {
      vcpus_taken: usage.vcpus.taken,
      vcpus_free: usage.vcpus.free,
      memory_taken_bytes: usage.memory_mib.taken * MIB,
      memory_free_bytes: usage.memory_mib.free * MIB,
      disk_taken_bytes: usage.disk_mib.taken * MIB,
      ...(usage.disk_mib.free === null ? {} : { disk_free_bytes: usage.disk_mib.free * MIB }),
      'state up': Number(state === 'up'),
      'state away': Number(state === 'away'),
      schedulable: Number(schedulable),
      'operations_open queued': 0,
      'operations_open running': 0,
    };
  }

  it('equal what GET /v1/hosts shows of every host, also without a limit of storage and beyond the capacity', async () => {
    await api.noneUnderWay();
    const sized = await addHost('sized', 'vcpus=4&memory_mib=8192&disk_mib=1000');
    await patch(sized.id, { ratios: { vcpus: 2.5, disk: 0.5 }, reserved: { memory_mib: 2048 }, schedulable: false });
    const full = await addHost('full', 'vcpus=4&memory_mib=4096');
    const placement = { host: full.id };
    await api.makeGuest({ vcpus: 2, memory_mib: 256, disks: [{ size_mib: 64 }], placement });
    await patch(full.id, { ratios: { vcpus: 0.25 } });
    // A hypervisor can report any name.
    const odd = 'say "hi" \\ n\\n {x="1"} 名';
    await rename(full.id, odd);
    const away = (
      await api.expect(201, 'POST', '/v1/hosts', {
        json: { name: 'unreached', backend: 'libvirt', uri: 'qemu+ssh://nobody@host.invalid/system' },
      })
    ).json<Host>();
    const hosts = await listHosts();
    expect(hosts).to.have.length.above(3);
    const figures = await scrape(api);
    for (const host of hosts) expect(seriesOf(figures, host.name), host.name).to.deep.equal(expectedOf(host));
    // The figures of this test, so that the two cannot be wrong in the same way.
    const ofSized = { vcpus_free: 10, memory_free_bytes: 6144 * 1024 ** 2, disk_free_bytes: 500 * 1024 ** 2 };
    expect(seriesOf(figures, 'sized')).to.include({ ...ofSized, schedulable: 0, 'state up': 1 });
    expect(seriesOf(figures, odd)).to.include({ vcpus_taken: 2, vcpus_free: 0, memory_taken_bytes: 256 * 1024 ** 2 });
    expect(seriesOf(figures, odd)).to.not.have.property('disk_free_bytes');
    expect(seriesOf(figures, 'unreached')).to.include({ 'state away': 1, 'state up': 0, vcpus_free: 0 });
    expect(figures.values('guesthouse_hosts_left_out')).to.deep.equal([0]);
    await api.expect(204, 'DELETE', `/v1/hosts/${away.id}`);
  });

  it('follow a host that is renamed, and disappear with a host that is deleted', async () => {
    const host = await addHost('first-name', 'vcpus=4&memory_mib=4096');
    const labelsNow = async (): Promise<string[]> => (await scrape(api)).labelValues('guesthouse_host_state', 'host');
    expect(await labelsNow()).to.include('first-name');
    const odd = 'second name';
    await patch(host.id, { name: odd });
    expect(await labelsNow())
      .to.include(odd)
      .and.to.not.include('first-name');
    // The series of the guests' host follow too, when this service has noticed the change.
    await scrapeUntil(api, (found) => found.labelValues('guesthouse_host_up', 'host').includes(odd));
    await api.expect(204, 'DELETE', `/v1/hosts/${host.id}`);
    expect(await labelsNow()).to.not.include(odd);
    const gone = await scrapeUntil(api, (found) => !found.labelValues('guesthouse_host_up', 'host').includes(odd));
    for (const { labels } of gone.samples) expect(labels['host']).to.not.be.oneOf([odd, 'first-name']);
  });

  it('show the queue of each host', async () => {
    await api.noneUnderWay();
    const host = await addHost('busy', 'vcpus=64&memory_mib=65536');
    const control = await FakeHostControl.open(service.dataFolder, 'busy');
    try {
      await control.slow('define', null, { times: null });
      const json = { vcpus: 1, memory_mib: 64, placement: { host: host.id } };
      // Two more operations than the worker of the host runs concurrently.
      const made = await Promise.all(
        Array.from({ length: 34 }, () =>
          api.expect(201, 'POST', '/v1/guests', { json: { ...json, name: uniqueName() } }),
        ),
      );
      const ofBusy = { host: 'busy', state: 'queued' };
      const during = await scrapeUntil(api, (figures) => figures.sum('guesthouse_host_operations_open', ofBusy) === 2);
      expect(seriesOf(during, 'busy')).to.include({ 'operations_open running': 32, vcpus_taken: 34 });
      expect(during.sum('guesthouse_host_operations_open')).to.equal(34);
      expect(during.sum('guesthouse_operations_open')).to.equal(34);
      await control.clearFaults();
      await control.release();
      for (const response of made) await api.ended(jobOf(response));
      expect(seriesOf(await scrape(api), 'busy')).to.include({
        'operations_open queued': 0,
        'operations_open running': 0,
      });
    } finally {
      control.close();
    }
  });

  it('need one query, however many hosts exist', async () => {
    const statements = new RequestStatements(proxy);
    for (const more of [0, 100]) {
      await insertHosts(database.url, more);
      // At first, the service also reads the rows of the new hosts.
      await eventually(async () => {
        statements.take();
        await scrape(api);
        const sent = statements.take().filter((statement) => statement !== 'metrics-guests');
        return isDeepStrictEqual(sent, ['metrics-counts']);
      });
    }
  });

  // Must come last: a service with as many hosts has other work to do.
  it('show at most 1,000 hosts, and the number of the others', async () => {
    await insertHosts(database.url, 1_000);
    const figures = await scrape(api);
    expect(figures.labelValues('guesthouse_host_state', 'host')).to.have.length(1_000);
    expect(figures.values('guesthouse_hosts_left_out')[0]).to.be.above(100);
    expect(figures.labelValues('guesthouse_host_owned', 'host')).to.have.length.within(1, 1_000);
  });
});

describe('Prometheus metrics of guests', () => {
  it('can be configured to show only ids, and to omit the newest guests beyond a limit', async () => {
    const env = { GUESTHOUSE_METRICS_GUESTS: 'id', GUESTHOUSE_METRICS_GUESTS_MAX: '2' };
    const service = await Service.start({ env });
    try {
      const api = new Api(service);
      const guests: Guest[] = [];
      for (let made = 0; made < 3; made++) guests.push(await api.makeGuest({}, '?start=true'));
      const figures = await scrapeUntil(api, (found) => found.sum('guesthouse_guests_left_out') === 1);
      const oldest = guests.slice(0, 2).map(({ id }) => id);
      expect(figures.labelValues('guesthouse_guest_memory_bytes', 'id')).to.deep.equal(oldest.sort());
      expect(figures.labelValues('guesthouse_guest_memory_bytes', 'name')).to.deep.equal(['']);
    } finally {
      await service.leave();
    }
  });

  it('can be switched off, so that the service only checks whether the host responds', async () => {
    const service = await Service.start({ env: { GUESTHOUSE_METRICS_GUESTS: 'none' } });
    try {
      const api = new Api(service);
      await api.makeGuest({}, '?start=true');
      const figures = await scrapeUntil(api, (found) => found.sum('guesthouse_host_up') === 1);
      expect(figures.samples.filter((sample) => sample.name.startsWith('guesthouse_guest_'))).to.deep.equal([]);
      expect(figures.sum(CALLS, { call: 'measureGuests' })).to.equal(0);
      const host = (await api.expect(200, 'GET', '/v1/hosts')).json<{ hosts: Host[] }>().hosts[0];
      expect(figures.labelValues('guesthouse_host_up', 'host')).to.deep.equal([host?.name]);
    } finally {
      await service.leave();
    }
  });
});
