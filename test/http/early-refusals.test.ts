/**
 * Requests that are rejected before their body is read: the service decides by the headers, never asks for the body,
 * and the response reaches the client even if the client first sends everything.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type { Image, Problem, Project } from '../../generated/api-types.js';
import { Api, newGuest } from '../support/api.js';
import { Authority, whyNoCertificates } from '../support/peers/certificates.js';
import { sendNode } from '../support/peers/node-request.js';
import { WireClient, type WireResponse } from '../support/peers/wire-client.js';
import { Service } from '../support/service.js';
import { skip } from '../support/skip.js';

const run = promisify(execFile);
const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

describe('A request that is rejected by its headers', () => {
  let service: Service;
  let api: Api;
  const clients: WireClient[] = [];
  before(async () => {
    service = await Service.start({ env: { GUESTHOUSE_IMAGE_MAX_GIB: '1' } });
    api = new Api(service);
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

  function head(line: string, headers: readonly string[], token = service.token): string {
    const all = ['Host: x', `Authorization: Bearer ${token}`, ...headers];
    return `${line} HTTP/1.1\r\n${all.join('\r\n')}\r\n\r\n`;
  }

  const faultOf = ({ text }: WireResponse): string => (JSON.parse(text) as Problem).error_name;

  /** Heads of requests, each with the fault that it gets. None of them is followed by its body. */
  async function refusedHeads(): Promise<[string, number, string][]> {
    const [pending, available] = [await api.announceImage(), await api.makeImage(Buffer.alloc(1024))];
    const content = ['Content-Type: application/octet-stream', 'Content-Length: 1000000'];
    const json = ['Content-Type: application/json', 'Content-Length: 1000000'];
    const upload = (image: string): string => `PUT /v1/images/${image}/content`;
    return [
      [head(upload(pending.id), content, 'wrong'), 401, 'UNAUTHENTICATED'],
      [head(upload('none'), content), 404, 'IMAGE_NOT_FOUND'],
      [head(upload(available.id), content), 409, 'IMAGE_ALREADY_AVAILABLE'],
      [
        head(upload(pending.id), ['Content-Type: application/octet-stream', `Content-Length: ${GIB + 1}`]),
        413,
        'BODY_TOO_LARGE',
      ],
      [head(upload(pending.id), ['Content-Type: text/plain', ...content.slice(1)]), 415, 'UNSUPPORTED_MEDIA_TYPE'],
      [head(upload(pending.id), [...content, 'Content-Encoding: gzip']), 415, 'UNSUPPORTED_MEDIA_TYPE'],
      [head(upload(pending.id), [...content, 'Content-Digest: sha-256=:x:']), 400, 'VALIDATION_FAILED'],
      [head('POST /v1/guests', json, 'wrong'), 401, 'UNAUTHENTICATED'],
      [
        head('POST /v1/guests', ['Content-Type: application/json', `Content-Length: ${MIB + 1}`]),
        413,
        'BODY_TOO_LARGE',
      ],
      [head('POST /v1/guests', ['Content-Type: text/plain', ...json.slice(1)]), 415, 'UNSUPPORTED_MEDIA_TYPE'],
      [head('POST /v1/guests', [...json, 'Content-Encoding: zip']), 415, 'UNSUPPORTED_MEDIA_TYPE'],
      [
        head('POST /v1/guests', ['Content-Type: application/json; charset=latin1', ...json.slice(1)]),
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      ],
      [head('POST /v1/guests', [...json, 'Accept: text/html']), 406, 'NOT_ACCEPTABLE'],
      [head('POST /v1/cats', json), 501, 'NOT_IMPLEMENTED'],
      [head('PUT /v1/guests', json), 405, 'METHOD_NOT_ALLOWED'],
    ];
  }

  it('gets the refusal at once, although it has not sent its body', async () => {
    for (const [text, status, name] of await refusedHeads()) {
      const client = await open();
      client.write(text);
      const [refused] = await client.ended();
      expect([refused?.status, refused?.headers.get('connection')], text).to.deep.equal([status, 'close']);
      if (refused !== undefined) expect(faultOf(refused), text).to.equal(name);
    }
  });

  it('and expects 100 Continue gets only the refusal', async () => {
    for (const [text, status] of await refusedHeads()) {
      const client = await open();
      client.write(text.replace('\r\n\r\n', '\r\nExpect: 100-continue\r\n\r\n'));
      expect(
        (await client.ended()).map((each) => each.status),
        text,
      ).to.deep.equal([status]);
    }
  });

  it('gets 100 Continue if its body will be read', async () => {
    const image = await api.announceImage();
    const content = 'x'.repeat(1000);
    const client = await open();
    const headers = ['Content-Type: application/octet-stream', `Content-Length: ${content.length}`];
    client.write(head(`PUT /v1/images/${image.id}/content`, [...headers, 'Expect: 100-continue']));
    expect((await client.received(1)).map(({ status }) => status)).to.deep.equal([100]);
    client.write(content);
    expect((await client.received(2)).map(({ status }) => status)).to.deep.equal([100, 200]);
  });

  it('gets the refusal although it sends everything before it reads, and nothing after it is handled', async () => {
    const guest = newGuest();
    const body = JSON.stringify(guest);
    const next = head('POST /v1/guests', ['Content-Type: application/json', `Content-Length: ${body.length}`]) + body;
    for (const [text, status] of await refusedHeads()) {
      if (text.includes(String(GIB + 1))) continue;
      const client = await open();
      client.socket.pause();
      client.write(text);
      const chunk = Buffer.alloc(100_000, ' ');
      // The length that each of them announces, and a bit more.
      for (let sent = 0; sent < MIB + 1; sent += chunk.length) client.write(chunk);
      client.write(next);
      await new Promise((resolve) => client.socket.write('', resolve));
      client.socket.resume();
      expect(
        (await client.ended()).map((each) => each.status),
        text,
      ).to.deep.equal([status]);
    }
    await api.refused(404, 'GUEST_NOT_FOUND', 'GET', `/v1/guests/${guest.name}`);
  });

  it('by the parser gets the refusal although it sends much more', async () => {
    for (const [text, status] of [
      [`GET /v1 HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(2 * MIB)}\r\n\r\n`, 431],
      [`GET /v1 HTTP/1.1\r\nHost x\r\n\r\n${'x'.repeat(2 * MIB)}`, 400],
      [`CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n${'x'.repeat(2 * MIB)}`, 501],
    ] as const) {
      const client = await open();
      client.socket.pause();
      client.write(text);
      await new Promise((resolve) => client.socket.write('', resolve));
      client.socket.resume();
      const [refused] = await client.ended();
      expect(refused?.status).to.equal(status);
    }
  });

  it('and a limit that it passes without having declared its length reads the refusal', async () => {
    const json = { name: 'small', quota: { image_bytes: 100_000 } };
    const project = (await api.expect(201, 'POST', '/v1/projects', { json })).json<Project>();
    const headers = { 'x-project-id': project.id };
    const made = await api.expect(201, 'POST', '/v1/images', {
      headers,
      json: { name: 'undeclared', kind: 'disk', format: 'raw' },
    });
    const client = await open();
    client.socket.pause();
    const line = `PUT ${made.json<Image>().href}/content`;
    const chunked = ['Content-Type: application/octet-stream', 'Transfer-Encoding: chunked'];
    client.write(head(line, [...chunked, `X-Project-ID: ${project.id}`]));
    for (let index = 0; index < 64; index += 1) client.write(`20000\r\n${'x'.repeat(0x20000)}\r\n`);
    await new Promise((resolve) => client.socket.write('0\r\n\r\n', resolve));
    client.socket.resume();
    const [refused] = await client.ended();
    expect(refused?.status).to.equal(403);
    if (refused !== undefined) expect(faultOf(refused)).to.equal('QUOTA_EXCEEDED');
  });
});

/** How much of its body the client sends. */
const SENT = 12 * MIB;

/** Sends the body in twelve parts with pauses of half a second, and only then reads the response. */
const UPLOAD_BY_PYTHON = `
import http.client, ssl, sys, time
port, ca, path, length, sent, *headers = sys.argv[1:]
connection = http.client.HTTPSConnection('127.0.0.1', int(port), context=ssl.create_default_context(cafile=ca))
connection.putrequest('PUT', path)
for header in headers: connection.putheader(*header.split(': ', 1))
connection.putheader('Content-Length', length)
connection.endheaders()
for index in range(12):
    connection.send(b'x' * (int(sent) // 12))
    time.sleep(0.5)
response = connection.getresponse()
print(response.status, response.read().decode())
`;

describe('A client over TLS that sends its whole body before it reads', () => {
  let folder: string;
  let caPath: string;
  let service: Service;
  before(async function () {
    const reason = await whyNoCertificates();
    if (reason !== null) skip(this, 'openssl', reason);
    folder = await mkdtemp(path.join(tmpdir(), 'guesthouse-early-'));
    const authority = await Authority.make(folder, 'ca');
    caPath = authority.certificatePath;
    const { certificate, key } = await authority.signServer('server', ['DNS:localhost', 'IP:127.0.0.1']);
    const env = { GUESTHOUSE_TLS_CERT: certificate, GUESTHOUSE_TLS_KEY: key, GUESTHOUSE_IMAGE_MAX_GIB: '1' };
    service = await Service.start({ env });
  });
  after(async () => {
    await service.leave();
    await rm(folder, { recursive: true, force: true });
  });

  async function announce(): Promise<string> {
    const json = { name: `image-${crypto.randomUUID()}`, kind: 'disk', format: 'raw' };
    const ca = await readFile(caPath, 'utf8');
    const made = await sendNode(service.url, 'POST', '/v1/images', { ca, token: service.token, json });
    return `${made.json<{ href: string }>().href}/content`;
  }

  it('for longer than five seconds reads the refusal: Python', async function () {
    const hasPython = await run('python3', ['-c', 'import ssl, http.client']).then(
      () => true,
      () => false,
    );
    if (!hasPython) skip(this, 'python3', 'python3 is not installed');
    const content = await announce();
    const type = 'Content-Type: application/octet-stream';
    const own = `Authorization: Bearer ${service.token}`;
    const sends = [
      [content, SENT, [type, 'Authorization: Bearer wrong'], '401', 'UNAUTHENTICATED'],
      [content, GIB + 1, [type, own], '413', 'BODY_TOO_LARGE'],
      [content, SENT, ['Content-Type: text/plain', own], '415', 'UNSUPPORTED_MEDIA_TYPE'],
    ] as const;
    await Promise.all(
      sends.map(async ([target, length, headers, status, name]) => {
        const { port } = new URL(service.url);
        const args = ['-c', UPLOAD_BY_PYTHON, port, caPath, target, String(length), String(SENT), ...headers];
        const { stdout } = await run('python3', args);
        expect(stdout).to.match(new RegExp(`^${status} `));
        expect((JSON.parse(stdout.slice(4)) as Problem).error_name).to.equal(name);
      }),
    );
  });

  it('reads the refusal: curl', async function () {
    const hasCurl = await run('curl', ['--version']).then(
      () => true,
      () => false,
    );
    if (!hasCurl) skip(this, 'curl', 'curl is not installed');
    const content = await announce();
    const file = path.join(folder, 'content');
    // A file with a hole: curl declares its length.
    await writeFile(file, '');
    await truncate(file, GIB + 1);
    for (const [token, expectation, status] of [
      ['wrong', [], '401'],
      ['wrong', ['-H', 'Expect:'], '401'],
      [service.token, [], '413'],
      [service.token, ['-H', 'Expect:'], '413'],
    ] as const) {
      const headers = ['-H', `Authorization: Bearer ${token}`, '-H', 'Content-Type: application/octet-stream'];
      const args = ['-sS', '--http1.1', '--cacert', caPath, '-T', file, ...headers, ...expectation];
      const { stdout } = await run('curl', [...args, '-w', '\n%{http_code} %{size_upload}', service.url + content]);
      const [code, sent] = stdout.split('\n').at(-1)?.split(' ') ?? [];
      expect(code).to.equal(status);
      // With Expect, nothing is sent.
      if (expectation.length === 0) expect(sent).to.equal('0');
    }
  });
});
