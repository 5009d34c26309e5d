/**
 * The interface between the server and its APIs: a second API on the same server can differ in everything that the
 * interface allows, and does not affect the native API.
 */
import { expect } from 'chai';
import type { Guest } from '../../generated/api-types.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import type { Log } from '../../src/domain/log.js';
import type { RegisteredDialect } from '../../src/http/dialects/registry.js';
import { Api } from '../support/api.js';
import { loadInn } from '../support/dialect/inn-api.js';
import { INN } from '../support/dialect/inn-dialect.js';
import { serveWith, type Served } from '../support/dialect/serve.js';
import { sendRaw } from '../support/peers/raw-request.js';
import { Service } from '../support/service.js';

interface SeamResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The lines of a fault: kind, operation, media type, path, message. */
  readonly fault: readonly string[];
}

describe('A dialect', () => {
  let service: Service;
  let guest: Guest;
  let served: Served;
  let loads = 0;
  let failures = 0;
  const logged: string[] = [];
  const log: Log = { ...SILENT_LOG, error: (_fields, message) => void logged.push(message) };
  const inn: RegisteredDialect = {
    dialect: INN,
    async load(app) {
      loads += 1;
      if (failures > 0) {
        failures -= 1;
        throw new Error('the file of the contract cannot be read');
      }
      return loadInn(app);
    },
  };

  before(async () => {
    service = await Service.start();
    guest = await new Api(service).makeGuest();
    served = await serveWith([inn], service.databaseUrl, log);
  });
  after(async () => {
    await served.stop();
    await service.leave();
  });

  async function send(
    method: string,
    path: string,
    options: RequestInit = {},
    url = served.url,
  ): Promise<SeamResponse> {
    const key = Buffer.from(`admin:${service.token}`).toString('base64');
    const headers = new Headers({ authorization: `Basic ${key}` });
    for (const [name, value] of Object.entries((options.headers ?? {}) as Record<string, string>)) {
      if (value === '') headers.delete(name);
      else headers.set(name, value);
    }
    const response = await fetch(url + path, { ...options, method, headers, redirect: 'manual' });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, fault: text.split('\n') };
  }

  function native(method: string, path: string): Promise<Response> {
    return fetch(served.url + path, { method, headers: { authorization: `Bearer ${service.token}` } });
  }

  // Must come first, because nothing has loaded the dialect yet.
  it('has its own form of faults even before it is loaded', async () => {
    const twoHosts = 'GET /inn HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n';
    const response = await sendRaw(served.url, twoHosts);
    expect([response.status, response.headers.get('content-type')]).to.deep.equal([422, 'text/x-fault; charset=utf-8']);
    expect(response.text).to.match(/^validation_failed\n-\n-\n\/inn\n/);
    expect(loads).to.equal(0);
  });

  it('is not loaded by requests for the native API', async () => {
    expect((await native('GET', '/healthz')).status).to.equal(200);
    expect((await native('GET', '/innkeeper')).status).to.equal(404);
    expect(loads).to.equal(0);
  });

  it('that cannot be loaded returns 500; the next request loads it, once for all waiting requests', async () => {
    failures = 1;
    const failed = await send('GET', '/inn');
    expect([failed.status, failed.fault[0]]).to.deep.equal([500, 'internal']);
    expect(failed.text).to.not.contain('contract');
    expect(logged).to.deep.equal(['request failed']);
    const responses = await Promise.all(Array.from({ length: 50 }, () => send('GET', '/inn')));
    expect(responses.map(({ status, text }) => `${status} ${text}`)).to.deep.equal(Array(50).fill('200 {"open":true}'));
    expect(loads).to.equal(2);
  });

  it('has its own paths and media types', async () => {
    const text = await send('GET', '/inn/rooms');
    expect([text.headers.get('content-type'), text.text]).to.deep.equal(['text/plain; charset=utf-8', '<rooms>']);
    for (const path of ['/inn/rooms.json', '/inn/rooms.json?floor=2']) {
      const { headers, text: body } = await send('GET', path, { headers: { accept: 'text/plain' } });
      expect(headers.get('content-type')).to.equal('application/json');
      expect(JSON.parse(body)).to.include({ floor: path.includes('?') ? 2 : 1, house: guest.project_id });
    }
    const room = await send('GET', `/inn/rooms/${guest.id}.json`);
    expect(room.text).to.equal(JSON.stringify({ name: guest.name }));
  });

  it('reads bodies in its own way, and prepares them for validation', async () => {
    const booked = async (body: string, type = ''): Promise<string> => {
      const headers: Record<string, string> = type === '' ? {} : { 'content-type': type };
      const { status, text } = await send('POST', '/inn/rooms', { headers, body: Buffer.from(body) });
      return `${status} ${status === 201 ? text : (text.split('\n')[0] ?? '')}`;
    };
    const ada = '201 {"name":"ada","beds":2}';
    expect(await booked('{"name":"ada","beds":2}', 'application/json')).to.equal(ada);
    expect(await booked('{"name":"ada","beds":"2"}')).to.equal(ada);
    expect(await booked('ada with 2', 'text/x-booking')).to.equal(ada);
    expect(await booked('{"name":"ada","beds":"none"}')).to.equal('422 validation_failed');
    expect(await booked('ada', 'text/x-booking')).to.equal('422 validation_failed');
    expect(await booked('x'.repeat(65), 'text/x-booking')).to.equal('413 body_too_large');
    expect(await booked('ada with 2', 'text/plain')).to.equal('415 unsupported_media_type');
  });

  it('has its own credentials and its own challenge', async () => {
    for (const authorization of ['', `Bearer ${service.token}`, 'Basic YTpi']) {
      const response = await send('GET', '/inn/rooms', { headers: { authorization } });
      expect([response.status, response.fault[0], response.fault[1]]).to.deep.equal([
        401,
        'unauthenticated',
        'listInnRooms',
      ]);
      expect(response.headers.get('www-authenticate')).to.equal('Basic realm="inn"');
    }
    expect((await send('GET', '/inn/nowhere', { headers: { authorization: '' } })).status).to.equal(401);
    for (const [user, status] of [
      ['ADMIN', 200],
      ['admin@inn.example', 200],
      ['ada', 401],
      ['ada@admin', 401],
    ] as const) {
      const authorization = `Basic ${Buffer.from(`${user}:${service.token}`).toString('base64')}`;
      expect((await send('GET', '/inn/rooms', { headers: { authorization } })).status, user).to.equal(status);
    }
    const elsewhere = await send('GET', '/inn/rooms', { headers: { 'inn-house': 'nowhere' } });
    expect([elsewhere.status, elsewhere.fault[0]]).to.deep.equal([400, 'project_required']);
  });

  it('has its own header for the request id, in addition to the common one', async () => {
    const response = await send('GET', '/inn', { headers: { 'inn-visit': 'visit-7', 'x-request-id': 'other' } });
    expect([response.headers.get('inn-visit'), response.headers.get('x-request-id')]).to.deep.equal([
      'visit-7',
      'visit-7',
    ]);
    expect((await native('GET', '/healthz')).headers.has('inn-visit')).to.equal(false);
  });

  it('returns faults in its own form for unknown paths', async () => {
    const door = await send('GET', '/inn/nowhere.json?x=1');
    expect([door.status, ...door.fault]).to.deep.equal([
      ...[404, 'not_found', '-', 'application/json', '/inn/nowhere.json', 'The inn has no such door.'],
    ]);
    const room = await send('GET', '/inn/rooms/nobody');
    expect([room.status, ...room.fault.slice(0, 4)]).to.deep.equal([
      ...[404, 'guest_not_found', 'getInnRoom', 'application/json', '/inn/rooms/nobody'],
    ]);
    const method = await send('DELETE', '/inn/rooms');
    expect([method.status, method.fault[0], method.headers.get('allow')]).to.deep.equal([
      ...[405, 'method_not_allowed', 'GET, HEAD, OPTIONS, POST'],
    ]);
    const options = await send('OPTIONS', '/inn/rooms.json');
    expect([options.status, options.headers.get('allow')]).to.deep.equal([204, 'GET, HEAD, OPTIONS, POST']);
    const media = await send('GET', '/inn/rooms', { headers: { accept: 'image/png' } });
    expect([media.status, media.text, media.headers.get('content-type')]).to.deep.equal([406, '', null]);
    const query = await send('GET', '/inn/rooms?floor=x');
    expect([query.status, query.fault[0], query.fault[2]]).to.deep.equal([422, 'validation_failed', 'text/plain']);
  });

  it('counts against the same limits as the native API', async () => {
    const limits = { requestsPerSecond: 1, streamsMax: 0 };
    const strict = await serveWith([inn], service.databaseUrl, log, { limits });
    try {
      const responses: SeamResponse[] = [];
      for (let sent = 0; sent < 4; sent++) responses.push(await send('GET', '/inn/rooms', {}, strict.url));
      const last = responses.at(-1);
      expect([last?.status, last?.fault[0]]).to.deep.equal([429, 'too_many_requests']);
      expect(last?.headers.get('retry-after')).to.match(/^[1-9]\d*$/);
      const headers = { authorization: `Bearer ${service.token}` };
      expect((await fetch(`${strict.url}/v1/guests`, { headers })).status).to.equal(429);
    } finally {
      await strict.stop();
    }
  });

  it('does not affect the native API', async () => {
    const response = await native('GET', guest.href);
    expect(((await response.json()) as Guest).name).to.equal(guest.name);
    for (const [path, status, name] of [
      ['/v1/inn', 501, 'NOT_IMPLEMENTED'],
      ['/innkeeper', 404, 'NOT_FOUND'],
      ['/v1/guests/nobody', 404, 'GUEST_NOT_FOUND'],
      ['/v1/guests?limit=x', 400, 'VALIDATION_FAILED'],
    ] as const) {
      const fault = await native('GET', path);
      expect(fault.headers.get('content-type'), path).to.equal('application/problem+json; charset=utf-8');
      expect(await fault.json()).to.include({ status, error_name: name });
    }
    const basic = await send('GET', '/v1/guests');
    expect([basic.status, basic.headers.get('www-authenticate')]).to.deep.equal([401, 'Bearer realm="guesthouse"']);
  });
});
