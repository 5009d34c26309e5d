/**
 * Several requests on one connection that does not wait for responses (RFC 9112 §9.3.2): requests that change nothing
 * run side by side, and every other request runs after the requests before it, and before those after it.
 */
import { expect } from 'chai';
import type { Guest } from '../../generated/api-types.js';
import { Api, newGuest } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { WireClient } from '../support/peers/wire-client.js';
import { Service } from '../support/service.js';

describe('Pipelined requests', () => {
  let service: Service;
  let api: Api;
  let queried: Guest;
  const clients: WireClient[] = [];
  before(async () => {
    service = await Service.start({ env: { GUESTHOUSE_REQUEST_TIMEOUT: '4s' } });
    api = new Api(service);
    queried = await api.makeGuest();
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.leave();
  });
  after(() => service.leave());

  async function open(): Promise<WireClient> {
    const client = await WireClient.connect(service.url);
    clients.push(client);
    return client;
  }

  function request(line: string, json?: unknown, headers: readonly string[] = []): string {
    const body = json === undefined ? '' : JSON.stringify(json);
    const typed = json === undefined ? [] : ['Content-Type: application/json', `Content-Length: ${body.length}`];
    const all = ['Host: x', `Authorization: Bearer ${service.token}`, ...typed, ...headers];
    return `${line} HTTP/1.1\r\n${all.join('\r\n')}\r\n\r\n${body}`;
  }

  /** A request that queries the host, so that a test can make it slow. */
  const query = (): string => request(`GET ${queried.href}/console-log`);
  const patch = (guest: Guest, description: string): string =>
    request(`PATCH ${guest.href}`, { description }).replace('application/json', 'application/merge-patch+json');

  it('see the effect of the unsafe requests before them', async () => {
    for (let round = 0; round < 10; round += 1) {
      const guest = newGuest();
      const client = await open();
      client.write(request('POST /v1/guests', guest) + request(`GET /v1/guests/${guest.name}`));
      const statuses = (await client.received(2)).map(({ status }) => status);
      expect(statuses, `round ${round}`).to.deep.equal([201, 200]);
    }
  });

  it('that change one resource take effect in the order in which they were sent', async () => {
    const guest = await api.makeGuest();
    for (let round = 0; round < 10; round += 1) {
      const client = await open();
      const texts = Array.from({ length: 6 }, (_, index) => `${round}-${index}`);
      client.write(texts.map((text) => patch(guest, text)).join(''));
      const shown = (await client.received(texts.length)).map(({ text }) => (JSON.parse(text) as Guest).description);
      expect(shown).to.deep.equal(texts);
      expect((await api.guest(guest.id)).description).to.equal(texts.at(-1));
    }
  });

  it('that change nothing run side by side, and a later unsafe one runs after all of them', async () => {
    await service.host.slow('console', null);
    const openRequests = async (): Promise<string | undefined> =>
      /\nguesthouse_http_requests_open (\d+)\n/.exec((await api.expect(200, 'GET', '/metrics')).text)?.[1];
    await eventually(async () => (await openRequests()) === '1');
    const client = await open();
    const guest = newGuest();
    client.write(query().repeat(3) + request('POST /v1/guests', guest) + request('GET /v1/guests'));
    await eventually(async () => (await openRequests()) === '4');
    await api.refused(404, 'GUEST_NOT_FOUND', 'GET', `/v1/guests/${guest.name}`);
    expect(await openRequests()).to.equal('4');
    await service.host.release();
    const statuses = (await client.received(5)).map(({ status }) => status);
    expect(statuses).to.deep.equal([200, 200, 200, 201, 200]);
  });

  it('that wait have their whole deadline from the moment when it is their turn', async () => {
    await service.host.slow('console', null);
    const client = await open();
    const body = JSON.stringify(newGuest());
    // The body of the second request is incomplete for longer than the deadline, because the first one is slow.
    const second = request('POST /v1/guests', undefined, [
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
    ]);
    client.write(query() + second + body.slice(0, 1));
    // Another connection with the same deadline shows that it has passed.
    const other = await open();
    other.write(second + body.slice(0, 1));
    expect((await other.received(1)).map(({ status }) => status)).to.deep.equal([408]);
    await service.host.release();
    await client.received(1);
    client.write(body.slice(1));
    expect((await client.received(2)).map(({ status }) => status)).to.deep.equal([200, 201]);
  });

  it('that wait get 100 Continue only when it is their turn', async () => {
    await service.host.slow('console', null);
    const client = await open();
    const body = JSON.stringify(newGuest());
    const headers = ['Content-Type: application/json', `Content-Length: ${body.length}`, 'Expect: 100-continue'];
    client.write(query() + request('POST /v1/guests', undefined, headers));
    await api.expect(200, 'GET', '/healthz');
    expect(client.text).to.equal('');
    await service.host.release();
    expect((await client.received(2)).map(({ status }) => status)).to.deep.equal([200, 100]);
    client.write(body);
    expect((await client.received(3)).map(({ status }) => status)).to.deep.equal([200, 100, 201]);
  });

  it('that wait are never handled if their client disconnects', async () => {
    await service.host.slow('console', null);
    const client = await open();
    const guest = newGuest();
    client.write(query() + request('POST /v1/guests', guest));
    await eventually(async () => (await api.expect(200, 'GET', '/metrics')).text.includes('requests_open 2\n'));
    client.socket.resetAndDestroy();
    await eventually(async () => (await api.expect(200, 'GET', '/metrics')).text.includes('requests_open 1\n'));
    await service.host.release();
    await api.refused(404, 'GUEST_NOT_FOUND', 'GET', `/v1/guests/${guest.name}`);
  });

  it('after a request that closes the connection are never handled', async () => {
    const client = await open();
    const guest = newGuest();
    // The client that expects 100 Continue, and sends its body anyway, gets a refusal without 100 Continue. Whether
    // the next bytes are the body or a request is not certain, so the connection closes.
    const refused = request('POST /v1/guests', newGuest(), ['Expect: 100-continue']).replace('/json', '/cbor');
    client.write(refused + request('POST /v1/guests', guest));
    expect((await client.ended()).map(({ status }) => status)).to.deep.equal([415]);
    await api.refused(404, 'GUEST_NOT_FOUND', 'GET', `/v1/guests/${guest.name}`);
  });

  it('get the whole time for their headers, although the service did not read them while others waited', async () => {
    await service.host.slow('console', null);
    const guest = await api.makeGuest();
    const client = await open();
    const count = 17;
    const last = query();
    client.write(query() + patch(guest, 'd').repeat(count) + last.slice(0, 30));
    // Another connection with the same deadline shows that it has passed.
    const other = await open();
    other.write(last.slice(0, 30));
    expect((await other.received(1)).map(({ status }) => status)).to.deep.equal([408]);
    await service.host.release();
    expect(await client.received(1 + count)).to.have.length(1 + count);
    client.write(last.slice(30));
    const statuses = (await client.received(2 + count)).map(({ status }) => status);
    expect(statuses).to.deep.equal(Array(2 + count).fill(200));
  });

  it('have a deadline for their headers when the service reads them again', async () => {
    await service.host.slow('console', null);
    const guest = await api.makeGuest();
    const client = await open();
    const count = 17;
    client.write(query() + patch(guest, 'd').repeat(count) + 'GET /v1 HT');
    const other = await open();
    other.write('GET /v1 HT');
    await other.ended();
    await service.host.release();
    expect((await client.ended()).map(({ status }) => status)).to.deep.equal([
      ...Array<number>(1 + count).fill(200),
      408,
    ]);
  });

  it('that are not HTTP are rejected (400) after the responses to the requests before them', async () => {
    await service.host.slow('console', null);
    const client = await open();
    client.write(query() + 'GET /v1 HTTP/1.1\r\nHost x\r\n\r\n');
    await api.expect(200, 'GET', '/healthz');
    expect(client.text).to.equal('');
    await service.host.release();
    expect((await client.ended()).map(({ status }) => status)).to.deep.equal([200, 400]);
  });
});
