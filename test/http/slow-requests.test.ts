/**
 * Requests that arrive slowly or never: each of them, except the upload of image content, has a deadline, and uses no
 * resources after that deadline.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect } from 'chai';
import type { Problem } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { Api, newGuest } from '../support/api.js';
import { beginRequest } from '../support/peers/half-request.js';
import { recordFaults } from '../support/exercised.js';
import { Service } from '../support/service.js';

/** A connection to which a test writes piece by piece. `text` is what the service has sent. */
class SlowClient {
  text = '';
  isClosed = false;
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('utf8').on('data', (chunk: string) => (this.text += chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => (this.isClosed = true));
  }

  static async connect(url: string): Promise<SlowClient> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return new SlowClient(socket);
  }

  write(text: string): void {
    this.#socket.write(text);
  }

  /** Sends a byte every 100 ms until the connection closes. */
  trickle(): void {
    const timer = setInterval(() => this.#socket.write(' '), 100);
    this.#socket.once('close', () => clearInterval(timer));
  }

  async closed(): Promise<void> {
    if (!this.isClosed) await once(this.#socket, 'close');
  }

  leave(): void {
    this.#socket.destroy();
  }
}

describe('A slow request', () => {
  let service: Service;
  let api: Api;
  const clients: SlowClient[] = [];
  before(async () => {
    service = await Service.start({ env: { GUESTHOUSE_REQUEST_TIMEOUT: '1s' } });
    api = new Api(service);
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.leave();
  });
  after(() => service.leave());

  async function open(): Promise<SlowClient> {
    const client = await SlowClient.connect(service.url);
    clients.push(client);
    return client;
  }

  function head(line: string, headers: readonly string[], token = service.token): string {
    const all = [`Host: ${new URL(service.url).host}`, `Authorization: Bearer ${token}`, ...headers];
    return `${line} HTTP/1.1\r\n${all.join('\r\n')}\r\n\r\n`;
  }

  const JSON_BODY = ['Content-Type: application/json', 'Content-Length: 1000'];

  function expectTimedOut(text: string): void {
    const [headers = '', body = ''] = text.split('\r\n\r\n');
    expect(headers).to.match(/^HTTP\/1\.1 408 /);
    expect(headers).to.match(/\r\ncontent-type: application\/problem\+json/i);
    expect(headers).to.match(/\r\nconnection: close/i);
    const problem = JSON.parse(body) as Problem;
    expect(problem).to.include({
      status: 408,
      error_name: 'REQUEST_TIMED_OUT',
      type: '/docs/errors#request-timed-out',
    });
    expect(headers.toLowerCase()).to.contain(`x-request-id: ${problem.request_id}`);
    const seen = new Headers({ 'content-type': 'application/problem+json' });
    recordFaults({ status: 408, headers: seen, bytes: Buffer.from(body) });
  }

  it('whose body never arrives is rejected (408), and its connection is closed', async () => {
    const client = await open();
    client.write(head('POST /v1/guests', JSON_BODY) + '{');
    await client.closed();
    expectTimedOut(client.text);
  });

  it('whose body trickles in is rejected (408), and its connection is closed although the body continues', async () => {
    const client = await open();
    client.write(head('POST /v1/guests', ['Content-Type: application/json', 'Transfer-Encoding: chunked']));
    client.write('1000\r\n');
    client.trickle();
    await client.closed();
    expectTimedOut(client.text);
  });

  it('is not carried out if the rest arrives after the rejection', async () => {
    const json = newGuest();
    const body = JSON.stringify(json);
    const client = await open();
    client.write(
      head('POST /v1/guests', ['Content-Type: application/json', `Content-Length: ${body.length}`]) + body.slice(0, -1),
    );
    await eventually(() => client.text.includes('\r\n\r\n'));
    client.write(body.slice(-1));
    await client.closed();
    expectTimedOut(client.text);
    await api.refused(404, 'GUEST_NOT_FOUND', 'GET', `/v1/guests/${json.name}`);
  });

  it('that got its response before its body arrived only has its connection closed', async () => {
    const client = await open();
    client.write(head('GET /healthz', ['Content-Length: 1000']));
    client.trickle();
    await client.closed();
    expect(client.text).to.match(/^HTTP\/1\.1 200 /);
    expect(client.text).to.not.contain('REQUEST_TIMED_OUT');
  });

  it('whose headers never arrive, or trickle in, is also rejected (408)', async () => {
    const silent = await open();
    const trickling = await open();
    trickling.write('GET /v1/guests HTTP/1.1\r\nX-Slow:');
    trickling.trickle();
    await Promise.all([silent.closed(), trickling.closed()]);
    expectTimedOut(trickling.text);
    expectTimedOut(silent.text);
  });

  it('with the content of an image can take longer than any deadline', async () => {
    const image = await api.announceImage();
    const upload = beginRequest(service, 'PUT', `/v1/images/${image.id}/content`, {
      'content-type': 'application/octet-stream',
      'content-length': 8,
    });
    await upload.write('half');
    // The deadline has passed when the service rejects a request that began later.
    const other = await open();
    other.write(head('POST /v1/guests', JSON_BODY));
    await other.closed();
    expectTimedOut(other.text);
    expect((await upload.finish('half')).status).to.equal(200);
  });

  it('with the content of an image has the usual deadline if its credential is not valid', async () => {
    const image = await api.announceImage();
    const client = await open();
    const headers = ['Content-Type: application/octet-stream', 'Content-Length: 1000'];
    client.write(head(`PUT /v1/images/${image.id}/content`, headers, 'nobody'));
    client.trickle();
    await client.closed();
    expect(client.text).to.match(/^HTTP\/1\.1 401 /);
  });

  it('does not affect the service', async () => {
    await api.expect(200, 'GET', '/healthz');
    await api.makeGuest();
  });
});
