/**
 * Clients that end their side of the connection after their request (RFC 9112 §9.6 allows it): they get the whole
 * response. The service also notices clients that have gone, which look the same at first.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import type { Guest, Image } from '../../generated/api-types.js';
import { Api, newGuest } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { Authority, whyNoCertificates } from '../support/peers/certificates.js';
import { sendNode } from '../support/peers/node-request.js';
import { WireClient, type WireResponse } from '../support/peers/wire-client.js';
import { Service } from '../support/service.js';
import { skip } from '../support/skip.js';

function headOf(token: string, line: string, headers: readonly string[] = []): string {
  const all = ['Host: x', `Authorization: Bearer ${token}`, ...headers];
  return `${line} HTTP/1.1\r\n${all.join('\r\n')}\r\n\r\n`;
}

function withJson(token: string, line: string, json: unknown, headers: readonly string[] = []): string {
  const body = JSON.stringify(json);
  const typed = ['Content-Type: application/json', `Content-Length: ${body.length}`];
  return headOf(token, line, [...typed, ...headers]) + body;
}

/** Without `100 Continue`, which the service sends if a response takes long. */
async function finalResponses(client: WireClient): Promise<WireResponse[]> {
  return (await client.ended()).filter(({ status }) => status !== 100);
}

describe('A client that ends its side of the connection', () => {
  let service: Service;
  let api: Api;
  const clients: WireClient[] = [];
  before(async () => {
    service = await Service.start();
    api = new Api(service);
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.leave();
  });
  after(async () => {
    expect(service.log.filter(({ level }) => level >= 50)).to.deep.equal([]);
    await service.leave();
  });

  async function open(): Promise<WireClient> {
    const client = await WireClient.connect(service.url);
    clients.push(client);
    return client;
  }

  async function sendAndFinish(bytes: string): Promise<WireResponse[]> {
    const client = await open();
    client.finish(bytes);
    return finalResponses(client);
  }

  const head = (line: string, headers?: readonly string[]): string => headOf(service.token, line, headers);
  const json = (line: string, value: unknown, headers?: readonly string[]): string =>
    withJson(service.token, line, value, headers);
  const statusesOf = (responses: readonly WireResponse[]): number[] => responses.map(({ status }) => status);
  const openRequests = async (count: number): Promise<boolean> =>
    (await api.expect(200, 'GET', '/metrics')).text.includes(`\nguesthouse_http_requests_open ${count}\n`);

  it('gets the whole response to a request of any method', async () => {
    const made = newGuest();
    expect(statusesOf(await sendAndFinish(json('POST /v1/guests', made)))).to.deep.equal([201]);
    const { href } = await api.guest(made.name);
    const [shown] = await sendAndFinish(head(`GET ${href}`));
    expect(JSON.parse(shown?.text ?? '')).to.include({ name: made.name });
    const patch = json(`PATCH ${href}`, { description: 'd' }).replace(
      'application/json',
      'application/merge-patch+json',
    );
    expect(statusesOf(await sendAndFinish(patch))).to.deep.equal([200]);
    expect(statusesOf(await sendAndFinish(head(`OPTIONS ${href}`)))).to.deep.equal([204]);
    expect(statusesOf(await sendAndFinish(head(`DELETE ${href}`)))).to.deep.equal([202]);
  });

  it('gets the response to an upload of content, which is stored', async () => {
    const image = await api.announceImage();
    const content = 'x'.repeat(100_000);
    const headers = ['Content-Type: application/octet-stream', `Content-Length: ${content.length}`];
    const [stored] = await sendAndFinish(head(`PUT ${image.href}/content`, headers) + content);
    expect(stored?.status).to.equal(200);
    expect((JSON.parse(stored?.text ?? '') as Image).state).to.equal('available');
    const [read] = await sendAndFinish(head(`GET ${image.href}/content`));
    expect(read?.text).to.equal(content);
  });

  it('gets the outcome for which its request waits', async () => {
    const guest = await api.makeGuest();
    await service.host.slow('power-on', null);
    const client = await open();
    client.finish(head(`POST ${guest.href}/start`, ['Prefer: wait=60']));
    await eventually(async () =>
      (await api.expect(200, 'GET', '/metrics')).text.includes('\nguesthouse_http_requests_waiting 1\n'),
    );
    await service.host.release();
    const final = await finalResponses(client);
    expect(final.map(({ status }) => status)).to.deep.equal([200]);
    expect((JSON.parse(final[0]?.text ?? '') as Guest).state).to.equal('running');
  });

  it('gets the responses to all of its pipelined requests', async () => {
    const [first, second] = [newGuest(), newGuest()];
    const responses = await sendAndFinish(
      json('POST /v1/guests', first) +
        head(`GET /v1/guests/${first.name}`) +
        json('POST /v1/guests', second) +
        head(`GET /v1/guests/${second.name}`).repeat(2),
    );
    expect(statusesOf(responses)).to.deep.equal([201, 200, 201, 200, 200]);
  });

  it('gets 400 for the request that it did not complete, after the responses to the requests before', async () => {
    const guest = newGuest();
    const responses = await sendAndFinish(json('POST /v1/guests', guest) + 'GET /v1/gue');
    expect(statusesOf(responses)).to.deep.equal([201, 400]);
  });

  it('keeps its event stream, and the stream ends soon after the client has gone', async () => {
    const client = await open();
    client.finish(head('GET /v1/events', ['Accept: text/event-stream']));
    await eventually(() => client.text.includes('text/event-stream'));
    const guest = await api.makeGuest();
    await eventually(() => client.text.includes(guest.id));
    expect(client.hasEnded).to.equal(false);
    client.leave();
    await eventually(() => openRequests(1));
  });

  it('is noticed if it has gone, although its request is still being handled', async () => {
    const guest = await api.makeGuest();
    await service.host.slow('power-on', null);
    const client = await open();
    client.write(head(`POST ${guest.href}/start`, ['Prefer: wait=60']));
    await eventually(() => openRequests(2));
    client.leave();
    await eventually(() => openRequests(1));
    await service.host.release();
  });

  it('in the middle of a body is not an error of the service', async () => {
    const image = await api.announceImage();
    const headers = ['Content-Type: application/octet-stream', 'Content-Length: 100000'];
    const uploads = async (): Promise<number> =>
      (await service.imageFiles()).filter((name) => name.endsWith('.part')).length;
    for (const end of ['finish', 'leave', 'reset'] as const) {
      const client = await open();
      client.write(head(`PUT ${image.href}/content`, headers) + 'x'.repeat(50_000));
      await eventually(async () => (await uploads()) === 1);
      if (end === 'reset') client.socket.resetAndDestroy();
      else client[end]();
      await eventually(async () => (await uploads()) === 0);
      await eventually(() => openRequests(1));
    }
    const content = 'y'.repeat(1000);
    expect((await api.putContent(image.id, content)).status).to.equal(200);
    expect(service.log.filter(({ level }) => level >= 50)).to.deep.equal([]);
  });
});

describe('A TLS client that ends its side of the connection', () => {
  let folder: string;
  let ca: string;
  let service: Service;
  before(async function () {
    const reason = await whyNoCertificates();
    if (reason !== null) skip(this, 'openssl', reason);
    folder = await mkdtemp(path.join(tmpdir(), 'guesthouse-half-'));
    const authority = await Authority.make(folder, 'ca');
    ca = await readFile(authority.certificatePath, 'utf8');
    const { certificate, key } = await authority.signServer('server', ['DNS:localhost', 'IP:127.0.0.1']);
    service = await Service.start({ env: { GUESTHOUSE_TLS_CERT: certificate, GUESTHOUSE_TLS_KEY: key } });
  });
  after(async () => {
    await service.leave();
    await rm(folder, { recursive: true, force: true });
  });

  it('gets the whole response to each of its requests, and the connection closes', async () => {
    const client = await WireClient.connect(service.url, ca);
    try {
      const guest = newGuest();
      client.finish(
        withJson(service.token, 'POST /v1/guests', guest) + headOf(service.token, `GET /v1/guests/${guest.name}`),
      );
      expect((await finalResponses(client)).map(({ status }) => status)).to.deep.equal([201, 200]);
      await eventually(() => client.isClosed);
    } finally {
      client.leave();
    }
  });

  it('is noticed if it has gone, although its request is a stream', async () => {
    const client = await WireClient.connect(service.url, ca);
    client.write(headOf(service.token, 'GET /v1/events', ['Accept: text/event-stream']));
    await eventually(() => client.text.includes('text/event-stream'));
    client.leave();
    await eventually(async () =>
      (await sendNode(service.url, 'GET', '/metrics', { ca, token: service.token })).text.includes(
        '\nguesthouse_http_requests_open 1\n',
      ),
    );
  });
});
