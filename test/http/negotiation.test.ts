/**
 * Content negotiation: which media types and methods a request can use, and how the service rejects others. Most tests
 * send their requests over plain sockets.
 */
import { expect } from 'chai';
import type { Guest } from '../../generated/api-types.js';
import { Api, newGuest, type CheckedResponse } from '../support/api.js';
import { checkResponse, checkParserFault } from '../support/conformance.js';
import { sendRaw } from '../support/peers/raw-request.js';
import { Service } from '../support/service.js';

describe('A request', () => {
  let service: Service;
  let api: Api;
  let guest: Guest;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    guest = await api.makeGuest();
  });
  after(() => service.leave());

  function request(line: string, headers: readonly string[] = [], body = ''): string {
    const all = [`Host: ${new URL(service.url).host}`, `Authorization: Bearer ${service.token}`, 'Connection: close'];
    return `${line} HTTP/1.1\r\n${[...all, ...headers].join('\r\n')}\r\n\r\n${body}`;
  }

  /** Sends the request over a plain socket and checks the response against the contract. */
  async function raw(line: string, headers: readonly string[] = [], body = ''): Promise<CheckedResponse> {
    const response = await sendRaw(service.url, request(line, headers, body));
    const [method = '', pathname = ''] = line.split(' ');
    checkResponse({ ...response, method, pathname });
    return response;
  }

  describe('with an Accept header', () => {
    const taken = [
      '*/*',
      'application/*',
      'application/json',
      'APPLICATION/JSON',
      'Application/*',
      'application/json; charset=utf-8',
      'application/json;version="1,2"',
      'application/json ; q=0.1',
      'application/json;Q=1.000',
      'text/html, application/json;q=0.1',
      'text/html;q=1, */*;q=0.001',
      'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
      'text/*, application/*;q=0.5',
      'application/json, */*;q=0',
      'application/*;q=0, application/json',
      'text/plain;q=0, */*',
      // Any other JSON: what generated clients send.
      'application/problem+json',
      'application/vnd.api+json',
      'text/html, application/hal+json;q=0.1',
      // A range that cannot be parsed is ignored.
      '',
      ' ',
      ',',
      'json',
      'application/',
      'a b/c',
      '*/json',
      'application/json;q=high',
      'text/html;q=2',
      'nonsense, application/json',
      '"',
      'application/json;x="unfinished',
      'a/b'.repeat(1000),
      '"\\'.repeat(4000),
    ];
    it('gets JSON if the header allows it, in whatever form, and also without the header', async () => {
      expect((await raw(`GET ${guest.href}`)).status).to.equal(200);
      for (const accept of taken) {
        const response = await raw(`GET ${guest.href}`, [`Accept: ${accept}`]);
        expect([response.status, response.headers.get('content-type')], accept.slice(0, 80)).to.deep.equal([
          200,
          'application/json',
        ]);
      }
    });

    const refused = [
      'text/html',
      'application/xml',
      'text/*',
      'application/jso',
      'application/json5',
      'application/json;q=0',
      'application/json;q=0.000, text/html',
      'application/json;q=0, */*',
      'application/json;q=0, application/*;q=1',
      'application/*;q=0, */*',
      '*/*;q=0',
      'application/problem+json, application/json;q=0',
      'application/problem+json;q=0, text/html',
      'text/html, image/png;q=0.9',
      'nonsense, text/html',
    ];
    it('that excludes JSON is rejected (406) with a fault in JSON', async () => {
      for (const accept of refused) {
        for (const method of ['GET', 'HEAD']) {
          const response = await raw(`${method} ${guest.href}`, [`Accept: ${accept}`]);
          expect([response.status, response.headers.get('content-type')], accept).to.deep.equal([
            406,
            'application/problem+json; charset=utf-8',
          ]);
          if (method === 'GET') expect(response.fault().error_name, accept).to.equal('NOT_ACCEPTABLE');
        }
      }
    });

    it('is treated the same if the header is split into several', async () => {
      expect((await raw(`GET ${guest.href}`, ['Accept: text/html', 'Accept: application/json;q=0.1'])).status).to.equal(
        200,
      );
      expect((await raw(`GET ${guest.href}`, ['Accept: application/json;q=0', 'Accept: */*'])).status).to.equal(406);
    });

    it('that excludes JSON is rejected before it has any effect', async () => {
      const json = newGuest();
      const response = await api.expect(406, 'POST', '/v1/guests', { json, headers: { accept: 'text/html' } });
      expect(response.fault().error_name).to.equal('NOT_ACCEPTABLE');
      await api.refused(404, 'GUEST_NOT_FOUND', 'GET', `/v1/guests/${json.name}`);
    });

    it('is not rejected with the method OPTIONS, whose response has no content, and gets faults as problem+json', async () => {
      expect((await raw('OPTIONS /v1/guests', ['Accept: text/html'])).status).to.equal(204);
      const fault = await raw('GET /v1/guests/none', ['Accept: application/json']);
      expect([fault.status, fault.headers.get('content-type')?.split(';')[0]]).to.deep.equal([
        404,
        'application/problem+json',
      ]);
      expect((await raw('DELETE /v1/guests', ['Accept: text/html'])).status).to.equal(405);
      expect((await raw('GET /v1/cats', ['Accept: text/html'])).status).to.equal(501);
    });

    it('is checked against the media types of its own operation', async () => {
      for (const [path, good, bad] of [
        ['/v1/openapi.yaml', 'application/yaml', 'text/html'],
        ['/docs', 'text/html,application/xhtml+xml,*/*;q=0.8', 'text/plain'],
        [`${guest.href}/console-log`, 'text/plain', 'text/html'],
      ] as const) {
        expect((await raw(`GET ${path}`, [`Accept: ${good}`])).status, path).to.equal(200);
        expect((await raw(`GET ${path}`, [`Accept: ${bad}`])).status, path).to.equal(406);
      }
    });
  });

  it('that accepts only JSON gets text and bytes from the operations that have no JSON', async () => {
    const image = await api.makeImage(Buffer.from('content'));
    for (const [path, type] of [
      ['/v1/openapi.yaml', 'application/yaml'],
      ['/docs', 'text/html; charset=utf-8'],
      ['/metrics', 'text/plain; charset=utf-8'],
      [`${guest.href}/console-log`, 'text/plain; charset=utf-8'],
      [`${image.href}/content`, 'application/octet-stream'],
    ] as const) {
      for (const accept of ['application/json', 'application/problem+json']) {
        const response = await raw(`GET ${path}`, [`Accept: ${accept}`]);
        expect([response.status, response.headers.get('content-type')], path).to.deep.equal([200, type]);
      }
    }
  });

  describe('with a body', () => {
    it('of an unsupported media type or encoding learns which ones the operation accepts', async () => {
      const image = await api.announceImage();
      const patches = 'application/merge-patch+json, application/json-patch+json';
      for (const [line, accepted] of [
        [`PATCH ${guest.href}`, { accept: patches, 'accept-patch': patches, 'accept-post': null }],
        ['POST /v1/guests', { accept: 'application/json', 'accept-patch': null, 'accept-post': 'application/json' }],
        [
          `PUT ${image.href}/content`,
          { accept: 'application/octet-stream', 'accept-patch': null, 'accept-post': null },
        ],
      ] as const) {
        for (const [headers, encodings] of [
          [['Content-Type: text/plain'], null],
          [[`Content-Type: ${accepted.accept.split(',')[0]}`, 'Content-Encoding: zip'], /^identity$/],
        ] as const) {
          const response = await raw(line, [...headers, 'Content-Length: 2'], '{}');
          expect(response.status, line).to.equal(415);
          for (const [name, value] of Object.entries(accepted))
            expect(response.headers.get(name), line).to.equal(value);
          const found = response.headers.get('accept-encoding');
          if (encodings === null) expect(found).to.equal(null);
          else expect(found).to.match(encodings);
        }
      }
    });

    it('of an unsupported media type is rejected (415), whatever the content', async () => {
      for (const type of [
        'text/plain',
        'application/xml',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'json',
        '',
        '*/*',
      ]) {
        const response = await raw('POST /v1/guests', [`Content-Type: ${type}`, 'Content-Length: 2'], '{}');
        expect([response.status, response.fault().error_name], type).to.deep.equal([415, 'UNSUPPORTED_MEDIA_TYPE']);
      }
      const untyped = await raw('POST /v1/guests', ['Content-Length: 2'], '{}');
      expect(untyped.status).to.equal(415);
    });

    it('of a supported media type is accepted in any case and with parameters', async () => {
      for (const type of ['Application/JSON', 'application/json; charset=UTF-8', 'application/json ;x=y']) {
        const body = JSON.stringify(newGuest());
        const response = await raw(
          'POST /v1/guests',
          [`Content-Type: ${type}`, `Content-Length: ${body.length}`],
          body,
        );
        expect(response.status, type).to.equal(201);
      }
    });
  });

  describe('that uses', () => {
    it('a method that the path does not support is rejected (405), with the supported ones in Allow', async () => {
      for (const [line, allow] of [
        ['DELETE /v1/guests', 'GET, HEAD, OPTIONS, POST'],
        ['PUT /healthz', 'GET, HEAD, OPTIONS'],
        [`GET ${guest.href}/start`, 'OPTIONS, POST'],
        [`HEAD ${guest.href}/start`, 'OPTIONS, POST'],
      ] as const) {
        const response = await raw(line);
        expect([response.status, response.headers.get('allow')], line).to.deep.equal([405, allow]);
      }
    });

    it('HEAD gets the status and headers of GET, without a body', async () => {
      const get = await raw(`GET ${guest.href}`);
      const head = await raw(`HEAD ${guest.href}`);
      expect([head.status, head.bytes.length]).to.deep.equal([200, 0]);
      for (const name of ['content-type', 'content-length'])
        expect(head.headers.get(name)).to.equal(get.headers.get(name));
      const missing = await raw('HEAD /v1/guests/none');
      expect([missing.status, missing.bytes.length]).to.deep.equal([404, 0]);
    });

    it('OPTIONS gets 204 with Allow, or for an unknown path the same status as any other method', async () => {
      const response = await raw('OPTIONS /v1/guests');
      expect([response.status, response.bytes.length]).to.deep.equal([204, 0]);
      expect(response.headers.get('allow')).to.equal('GET, HEAD, OPTIONS, POST');
      expect(response.headers.get('accept-post')).to.equal('application/json');
      expect(response.headers.get('accept-patch')).to.equal(null);
      const patchable = await raw(`OPTIONS ${guest.href}`);
      expect(patchable.headers.get('accept-patch')).to.equal(
        'application/merge-patch+json, application/json-patch+json',
      );
      expect(patchable.headers.get('accept-post')).to.equal(null);
      expect((await raw('OPTIONS /v1/cats')).status).to.equal(501);
      expect((await raw('OPTIONS /cats')).status).to.equal(404);
    });

    it('CONNECT is rejected (501), and its connection is closed', async () => {
      for (const target of ['example.com:443', '/v1/guests']) {
        const response = await sendRaw(service.url, request(`CONNECT ${target}`));
        expect(response.status).to.equal(501);
        checkParserFault({ ...response, method: 'CONNECT', pathname: '/' });
        expect(response.headers.get('connection')).to.equal('close');
      }
    });
  });

  describe('that Node would handle by itself', () => {
    it('is rejected (400) without a Host header or with two', async () => {
      const withoutHost = request('GET /healthz').replace(/Host: .*\r\n/, '');
      const withTwo = request('GET /healthz', ['Host: other.example']);
      for (const text of [withoutHost, withTwo]) {
        const response = await sendRaw(service.url, text);
        checkResponse({ ...response, method: 'GET', pathname: '/healthz' });
        expect([response.status, response.fault().error_name]).to.deep.equal([400, 'VALIDATION_FAILED']);
      }
    });

    it('is accepted without a Host header under HTTP/1.0', async () => {
      const response = await sendRaw(service.url, `GET /v1 HTTP/1.0\r\nAuthorization: Bearer ${service.token}\r\n\r\n`);
      expect(response.status).to.equal(200);
      expect(response.text).to.contain(`"${service.url}/v1"`);
    });

    it('is accepted with an unknown expectation, and gets 100 Continue for 100-continue', async () => {
      const body = JSON.stringify(newGuest());
      const headers = ['Content-Type: application/json', `Content-Length: ${body.length}`];
      expect((await raw('POST /v1/guests', [...headers, 'Expect: miracles'], body)).status).to.equal(201);
      const other = JSON.stringify(newGuest());
      const response = await sendRaw(
        service.url,
        request(
          'POST /v1/guests',
          [...headers.slice(0, 1), `Content-Length: ${other.length}`, 'Expect: 100-continue'],
          other,
        ),
      );
      expect([response.status, response.text.split('\r\n')[0]]).to.deep.equal([100, 'HTTP/1.1 201 Created']);
    });

    it('gets the usual response if it offers an upgrade', async () => {
      for (const protocol of ['websocket', 'h2c']) {
        const upgrade = [
          `Upgrade: ${protocol}`,
          'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
          'Sec-WebSocket-Version: 13',
        ];
        const text = request(`GET ${guest.href}`, upgrade).replace('Connection: close', 'Connection: Upgrade, close');
        const response = await sendRaw(service.url, text);
        checkResponse({ ...response, method: 'GET', pathname: guest.href });
        expect(response.status, protocol).to.equal(200);
      }
    });
  });
});
