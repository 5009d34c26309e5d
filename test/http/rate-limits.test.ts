/**
 * Limits that keep one client from starving others and that slow down the guessing of credentials: which requests are
 * rejected, of which callers, and for how long.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import pg from 'pg';
import type { EventList } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { Api, uniqueName } from '../support/api.js';
import { EventStream } from '../support/peers/event-stream.js';
import { beginRequest, type HalfRequest } from '../support/peers/half-request.js';
import { sendNode, type NodeResponse } from '../support/peers/node-request.js';
import { OTHER_ADDRESS, whyNoOtherAddress } from '../support/peers/other-address.js';
import { Service } from '../support/service.js';
import { skip } from '../support/skip.js';

const OTHER_TOKEN = `gh_${'o'.repeat(43)}`;
const STRANGERS_TOKEN = `gh_${'s'.repeat(43)}`;

/**
 * Inserts a second credential of the same user and a credential of a user without rights. It uses SQL, because the API
 * would count its requests.
 */
async function addTokens(service: Service): Promise<void> {
  const sql = new pg.Client(service.databaseUrl);
  await sql.connect();
  await sql.query(`insert into users (id, name, name_folded) values (gen_random_uuid(), 'stranger', 'stranger')`);
  await sql.query(
    `insert into tokens (id, name, name_folded, user_id, secret_sha256)
     select gen_random_uuid(), u.name, u.name_folded, u.id, sha256(convert_to(case u.name when 'admin' then $1 else $2 end, 'utf8'))
     from users u`,
    [OTHER_TOKEN, STRANGERS_TOKEN],
  );
  await sql.end();
}

describe('Requests of one credential', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start({ env: { GUESTHOUSE_RATE_LIMIT: '1', GUESTHOUSE_STREAMS_MAX: '2' } });
    api = new Api(service);
    await addTokens(service);
  });
  after(() => service.leave());

  /** Sends requests until the credential has reached its limit, or with null until the address has. */
  async function exhaust(path: string, token: string | null = service.token): Promise<number> {
    for (let round = 0; round < 10; round += 1) {
      // The requests are concurrent, because sequential requests might be too slow on a busy machine to reach the
      // limit.
      const sent = Array.from({ length: 10 }, () => api.send('GET', path, { token }));
      const refused = (await Promise.all(sent)).filter(({ status }) => status === 429);
      for (const response of refused) expect(response.fault().error_name).to.equal('TOO_MANY_REQUESTS');
      const last = refused.at(-1);
      if (last !== undefined) return Number(last.headers.get('retry-after'));
    }
    throw new Error('a hundred requests did not reach the limit');
  }

  it('are rejected (429) beyond the limit, until the time in Retry-After has passed', async () => {
    const retryAfterS = await exhaust('/v1/hosts');
    expect(retryAfterS).to.equal(1);
    await sleep(retryAfterS * 1_000);
    await api.expect(200, 'GET', '/v1/hosts');
  });

  it('are rejected (429) at every path that requires a credential, and at unknown paths', async () => {
    await exhaust('/v1/hosts');
    const statuses = ['/v1/guests', '/metrics', '/v1/nothing', '/nothing'].map(
      async (path) => (await api.send('GET', path)).status,
    );
    expect(await Promise.all(statuses)).to.include(429);
    await eventually(async () => (await api.send('GET', '/v1/nothing')).status === 429);
    await eventually(async () => (await api.send('DELETE', '/v1/hosts')).status === 429);
  });

  it('are rejected (429) even if they are forbidden, and are then not counted as refusals', async () => {
    const stranger = new Api({ url: service.url, token: STRANGERS_TOKEN });
    const sent = Array.from({ length: 30 }, () => stranger.send('POST', '/v1/projects', { json: { name: 'mine' } }));
    const statuses = (await Promise.all(sent)).map(({ status }) => status);
    expect(new Set(statuses)).to.deep.equal(new Set([403, 429]));
    const unnamed = Array.from({ length: 30 }, () => stranger.send('GET', '/v1/guests'));
    expect((await Promise.all(unnamed)).map(({ status }) => status)).to.include(429);
    const sql = new pg.Client(service.databaseUrl);
    await sql.connect();
    // The service writes its counts once a minute and when it stops.
    await service.stop();
    const { rows } = await sql.query<{ count: number }>(
      `select coalesce((detail ->> 'count')::int, 1) as count from events
       where kind = 'access.denied' and detail ->> 'reason' = 'forbidden' order by id, seq`,
    );
    await sql.end();
    await service.start();
    api = new Api(service);
    const forbidden = statuses.filter((status) => status === 403).length;
    expect(rows.map(({ count }) => count)).to.deep.equal(forbidden === 1 ? [1] : [1, forbidden - 1]);
  });

  it('count as several if their body is large', async () => {
    await sleep((await exhaust('/v1/hosts')) * 1_000);
    // If a request of this size counted as one, it would cost no more than one second at this rate.
    const json = { name: 'x'.repeat(100_000) };
    await api.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/projects', { json });
    expect(await exhaust('/v1/hosts')).to.be.greaterThan(1);
    // The body was taken on credit. Otherwise the debt of the credential and of its user would affect the next tests.
    await sleep(4_000);
  });

  it('do not affect another credential, or requests that need none', async () => {
    await exhaust('/v1/hosts');
    const other = new Api({ url: service.url, token: OTHER_TOKEN });
    await other.expect(200, 'GET', '/v1/hosts');
    await api.expect(200, 'GET', '/readyz', { token: null });
  });

  it('are also counted for all credentials of a user together, so that more tokens do not raise the limit', async () => {
    const tokens = Array.from({ length: 40 }, (_, index) => `gh_${String(index).padStart(43, 't')}`);
    const sql = new pg.Client(service.databaseUrl);
    await sql.connect();
    await sql.query(
      `insert into tokens (id, name, name_folded, user_id, secret_sha256)
       select gen_random_uuid(), 'many', 'many', u.id, sha256(convert_to(token, 'utf8'))
       from users u, unnest($1::text[]) token where u.name = 'stranger'`,
      [tokens],
    );
    await sql.end();
    // Each credential sends one request, so that none exceeds its own limit.
    const sent = tokens.map((token) => api.send('GET', '/v1/hosts', { token }));
    const refused = (await Promise.all(sent)).filter(({ status }) => status === 429);
    for (const response of refused) expect(response.fault().detail).to.contain('or its user');
    expect(refused.length).to.be.at.least(1);
    await api.expect(200, 'GET', '/v1', { token: OTHER_TOKEN });
  });

  it('are counted by address if they need no credential, but /healthz always responds', async function () {
    const reason = await whyNoOtherAddress();
    if (reason !== null) skip(this, 'loopback', reason);
    await exhaust('/v1/openapi.yaml', null);
    const path = '/v1/openapi.yaml';
    expect((await sendNode(service.url, 'GET', path, { localAddress: OTHER_ADDRESS })).status).to.equal(200);
    for (let sent = 0; sent < 20; sent += 1) await api.expect(200, 'GET', '/healthz', { token: null });
  });

  it('can have the configured number of event streams, and another one when one has ended', async () => {
    await sleep(3_000);
    const open = (): Promise<EventStream> => EventStream.open(service);
    const [first, second] = [await open(), await open()];
    await sleep(1_000);
    const headers = { accept: 'text/event-stream' };
    const refused = await api.expect(429, 'GET', '/v1/events', { headers });
    expect(refused.fault().detail).to.contain('2 event streams');
    expect(Number(refused.headers.get('retry-after'))).to.be.at.least(1);
    // A page of events does not count as a stream, and another credential has its own limit.
    await sleep(1_000);
    await api.expect(200, 'GET', '/v1/events');
    const others = await EventStream.open({ url: service.url, token: OTHER_TOKEN });
    await first.close();
    await eventually(async () => {
      await sleep(1_000);
      const response = await fetch(`${service.url}/v1/events`, {
        headers: { ...headers, authorization: `Bearer ${service.token}` },
      });
      await response.body?.cancel();
      return response.status === 200;
    });
    for (const stream of [second, others]) await stream.close();
  });
});

describe('Event streams that are dropped before they begin', () => {
  const STREAMS = 2;
  let service: Service;
  let sql: pg.Client;
  before(async () => {
    service = await Service.start({ env: { GUESTHOUSE_STREAMS_MAX: String(STREAMS) } });
    sql = new pg.Client(service.databaseUrl);
    await sql.connect();
  });
  after(async () => {
    await sql.end();
    await service.leave();
  });

  const streamRequest = (): string =>
    `GET /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${service.token}\r\nAccept: text/event-stream\r\n\r\n`;

  async function connected(): Promise<Socket> {
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
    socket.on('error', () => undefined).resume();
    await once(socket, 'connect');
    return socket;
  }

  /** Opens as many streams as the credential can have. This fails if a dropped stream is still counted. */
  async function expectAll(): Promise<void> {
    // The scrape itself counts as one open request.
    const areAllStreamsFree = async (): Promise<boolean> =>
      (await new Api(service).expect(200, 'GET', '/metrics')).text.includes('\nguesthouse_http_requests_open 1\n');
    await eventually(areAllStreamsFree);
    const streams = await Promise.all(Array.from({ length: STREAMS }, () => EventStream.open(service)));
    await Promise.all(streams.map((stream) => stream.close()));
    await eventually(areAllStreamsFree);
  }

  it('are not counted if the client disconnects while its credential is looked up', async () => {
    await sql.query(`begin; lock table tokens in access exclusive mode`);
    // Uses another session, because this session would send its notification only at the end of the transaction that
    // holds the lock.
    const other = new pg.Client(service.databaseUrl);
    await other.connect();
    await other.query(`select pg_notify('guesthouse_access', '')`);
    await other.end();
    const waiting = async (): Promise<number> =>
      (await sql.query(`select 1 from pg_locks where not granted and relation = 'tokens'::regclass`)).rowCount ?? 0;
    // The service accepts streams until it drops the cached credential.
    while ((await waiting()) === 0) {
      const sockets = await Promise.all(Array.from({ length: STREAMS }, connected));
      const responses = sockets.map((socket) => once(socket, 'data'));
      for (const each of responses) each.catch(() => undefined);
      for (const socket of sockets) socket.write(streamRequest());
      await Promise.race([...responses, eventually(async () => (await waiting()) > 0)]);
      // The response shows that the service has read everything that was sent before this request.
      await new Api(service).expect(200, 'GET', '/healthz', { token: null });
      for (const socket of sockets) socket.destroy();
    }
    await sql.query('commit');
    await expectAll();
  });

  it('are neither counted nor kept open if they wait behind another response', async () => {
    const socket = await connected();
    socket.write(streamRequest());
    await once(socket, 'data');
    // A second stream, and requests without a credential, wait behind a stream that never ends.
    socket.write(streamRequest() + 'GET /v1/guests HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(5));
    await eventually(async () =>
      (await new Api(service).expect(200, 'GET', '/metrics')).text.includes('\nguesthouse_http_requests_open 8\n'),
    );
    socket.destroy();
    await expectAll();
    // Anything that the service kept for them would delay its shutdown.
    await service.stop();
    await service.start();
  });
});

describe('Large request bodies', () => {
  const MIB = 1024 * 1024;
  let service: Service;
  before(async () => {
    service = await Service.start();
  });
  after(() => service.leave());

  /** Sends the largest allowed body except for its last byte. */
  async function beginLarge(): Promise<HalfRequest> {
    const headers = { 'content-type': 'application/json', 'content-length': MIB };
    const half = beginRequest(service, 'POST', '/v1/users', headers);
    await half.write(Buffer.alloc(MIB - 1, ' '));
    return half;
  }

  it('are rejected (429) only while one credential is sending too many of them', async () => {
    const api = new Api(service);
    const halves = await Promise.all(Array.from({ length: 64 }, beginLarge));
    const user = (): object => ({ json: { name: uniqueName('user') } });
    await eventually(async () => (await api.send('POST', '/v1/users', user())).status === 429);
    await api.expect(200, 'GET', '/v1/users');
    // Each body that completes or is aborted makes room for another.
    const [first, ...rest] = halves;
    expect((await first?.finish(' '))?.status).to.equal(400);
    await api.expect(201, 'POST', '/v1/users', user());
    for (const half of rest) half.breakOff();
    await eventually(async () =>
      (await api.expect(200, 'GET', '/metrics')).text.includes('\nguesthouse_http_requests_open 1\n'),
    );
    const more = await Promise.all(Array.from({ length: 64 }, beginLarge));
    for (const half of more) half.breakOff();
  });
});

describe('A limit of 0', () => {
  it('disables the limit', async () => {
    const env = { GUESTHOUSE_RATE_LIMIT: '0', GUESTHOUSE_STREAMS_MAX: '0', GUESTHOUSE_AUTH_FAILURES: '0' };
    const service = await Service.start({ env });
    try {
      const api = new Api(service);
      const many = Array.from({ length: 200 }, (_, index) =>
        api.send('GET', '/v1/networks', index % 4 === 0 ? { token: 'x' } : {}),
      );
      const statuses = new Set((await Promise.all(many)).map(({ status }) => status));
      expect([...statuses].sort()).to.deep.equal([200, 401]);
      const streams = await Promise.all(Array.from({ length: 40 }, () => EventStream.open(service)));
      await Promise.all(streams.map((stream) => stream.close()));
    } finally {
      await service.leave();
    }
  });
});

describe('Wrong credentials', () => {
  let service: Service;
  const FAILURES = 5;
  beforeEach(async () => {
    const env = { GUESTHOUSE_AUTH_FAILURES: String(FAILURES), GUESTHOUSE_TRUSTED_PROXIES: OTHER_ADDRESS };
    service = await Service.start({ env });
  });
  afterEach(() => service.leave());

  const send = (token: string, options: object = {}): Promise<NodeResponse> =>
    sendNode(service.url, 'GET', '/v1/hosts', { token, ...options });
  const statusesOf = async (count: number, options: object = {}, token = 'wrong'): Promise<number[]> => {
    const statuses: number[] = [];
    for (let index = 0; index < count; index += 1) statuses.push((await send(`${token}-${index}`, options)).status);
    return statuses;
  };

  it('are rate-limited (429) for the address that sends them, without affecting other callers', async function () {
    const reason = await whyNoOtherAddress();
    if (reason !== null) skip(this, 'loopback', reason);
    expect((await send(service.token)).status).to.equal(200);
    expect(await statusesOf(FAILURES)).to.deep.equal(Array(FAILURES).fill(401));
    const refused = await send('wrong-again');
    expect(refused.status).to.equal(429);
    expect(refused.fault().error_name).to.equal('TOO_MANY_REQUESTS');
    expect(Number(refused.headers.get('retry-after'))).to.be.within(1, 60 / FAILURES);
    // A credential that was accepted before still works from this address, and a request without a credential is not a
    // guess.
    expect((await send(service.token)).status).to.equal(200);
    expect((await sendNode(service.url, 'GET', '/v1/hosts')).status).to.equal(401);
    // The other address has sent no wrong credentials.
    expect((await send('wrong', { localAddress: OTHER_ADDRESS })).status).to.equal(401);
    expect((await send(service.token, { localAddress: OTHER_ADDRESS })).status).to.equal(200);
  });

  it('never keep a good token out, even from the same address, and even if the service has just started', async () => {
    await addTokens(service);
    const madeUp = (): string => `gh_${randomBytes(32).toString('base64url')}`;
    let isOver = false;
    // Each stream sends wrong tokens, one after the other, as fast as the service responds.
    const stream = async (): Promise<Set<number>> => {
      const statuses = new Set<number>();
      while (!isOver) statuses.add((await send(madeUp())).status);
      return statuses;
    };
    const streams = Array.from({ length: 100 }, stream);
    await statusesOf(FAILURES, {}, `gh_${'w'.repeat(41)}`);
    for (const token of [OTHER_TOKEN, service.token]) expect((await send(token)).status).to.equal(200);
    // A token of a user without rights is found too.
    expect((await send(STRANGERS_TOKEN)).status).to.equal(403);
    isOver = true;
    expect(new Set((await Promise.all(streams)).flatMap((statuses) => [...statuses]))).to.deep.equal(new Set([401]));
  });

  it('are counted together for one IPv6 /64 network, and separately for others', async function () {
    const reason = await whyNoOtherAddress();
    if (reason !== null) skip(this, 'loopback', reason);
    const from = (address: string): object => ({
      localAddress: OTHER_ADDRESS,
      headers: { 'x-forwarded-for': address },
    });
    for (let index = 0; index < FAILURES; index += 1) {
      expect((await send('wrong', from(`2001:db8:1:1::${index + 1}`))).status).to.equal(401);
    }
    expect((await send('wrong', from('2001:db8:1:1:ffff::1'))).status).to.equal(429);
    expect((await send('wrong', from('2001:db8:1:2::1'))).status).to.equal(401);
    expect((await send('wrong', from('198.51.100.7'))).status).to.equal(401);
  });

  it('are counted even if they are sent concurrently', async () => {
    const all = await Promise.all(Array.from({ length: 4 * FAILURES }, (_, index) => send(`wrong-${index}`)));
    for (const { status } of all) expect(status).to.be.oneOf([401, 429]);
    expect((await send('wrong-again')).status).to.equal(429);
  });

  it('are reported to administrators, in one event for each address', async function () {
    const reason = await whyNoOtherAddress();
    if (reason !== null) skip(this, 'loopback', reason);
    await statusesOf(FAILURES + 2);
    await sendNode(service.url, 'GET', '/v1/hosts');
    await send('wrong', { localAddress: OTHER_ADDRESS });
    // The service reports wrong credentials once a minute and when it stops.
    await service.stop();
    await service.start();
    const api = new Api(service);
    const events = async (): Promise<EventList['events']> =>
      (await api.expect(200, 'GET', '/v1/events?kind=access.denied&sort_by=id&all_projects=true')).json<EventList>()
        .events;
    await eventually(async () => (await events()).length >= 2);
    const found = await events();
    expect(found.map(({ detail }) => detail)).to.have.deep.members([
      { address: '127.0.0.1', count: FAILURES + 3, reason: 'unauthenticated' },
      { address: OTHER_ADDRESS, count: 1, reason: 'unauthenticated' },
    ]);
    for (const event of found) {
      expect(event).to.include({
        severity: 'warning',
        project_id: null,
        user_id: null,
        request_id: null,
        subject: null,
      });
    }
  });
});
