/** Requests that no client library would send: those that Node's parser rejects, and those that the parser accepts. */
import { expect } from 'chai';
import { Api } from '../support/api.js';
import { checkResponse, checkParserFault } from '../support/conformance.js';
import { sendRaw } from '../support/peers/raw-request.js';
import { Service } from '../support/service.js';
import type { Guest } from '../../generated/api-types.js';

describe('A raw request', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
  });
  after(() => service.leave());

  function request(line: string, headers: readonly string[] = [], body = ''): string {
    const { host } = new URL(service.url);
    const all = [`Host: ${host}`, `Authorization: Bearer ${service.token}`, 'Connection: close', ...headers];
    return `${line} HTTP/1.1\r\n${all.join('\r\n')}\r\n\r\n${body}`;
  }

  it('with more than 64 KiB of URL and headers is rejected (431) with its path in the fault', async () => {
    for (const [path, ...headers] of [
      ['/v1/guests', `X-Large: ${'x'.repeat(70_000)}`],
      ['/v1/guests', ...Array.from({ length: 700 }, (_, index) => `X-${index}: ${'y'.repeat(100)}`)],
      [`/v1/guests?search=${'x'.repeat(70_000)}`],
    ]) {
      const response = await sendRaw(service.url, request(`GET ${path}`, headers));
      expect(response.status).to.equal(431);
      checkParserFault({ ...response, method: 'GET', pathname: '/v1/guests' });
      expect(response.fault()).to.include({ error_name: 'HEADERS_TOO_LARGE', instance: '/v1/guests' });
    }
  });

  it('with far more than 64 KiB of headers is rejected (431) while it is read', async () => {
    const response = await sendRaw(service.url, request('GET /v1/guests', [`X-Large: ${'x'.repeat(100_000)}`]));
    expect(response.status).to.equal(431);
    checkParserFault({ ...response, method: 'GET', pathname: '/v1/guests' });
    expect(response.fault()).to.include({ error_name: 'HEADERS_TOO_LARGE', instance: '/' });
  });

  it('with an unknown method is rejected (501)', async () => {
    for (const method of ['BREW', 'get', 'GUEST']) {
      const response = await sendRaw(service.url, request(`${method} /v1/guests`));
      expect(response.status, method).to.equal(501);
      checkParserFault({ ...response, method, pathname: '/v1/guests' });
    }
  });

  it('with an HTTP method that the service does not support is rejected (501)', async () => {
    for (const method of ['TRACE', 'PROPFIND', 'LOCK', 'PURGE']) {
      const response = await sendRaw(service.url, request(`${method} /v1/guests`));
      expect(response.status, method).to.equal(501);
      checkResponse({ ...response, method, pathname: '/v1/guests' });
      expect(response.fault().error_name).to.equal('NOT_IMPLEMENTED');
    }
  });

  it('that is not HTTP is rejected (400 or 501)', async () => {
    for (const text of [
      'hello\r\n\r\n',
      'GET\r\n\r\n',
      'GET /v1 HTTP/1.1\r\nHost x\r\n\r\n',
      '\u0016\u0003\u0001\u0002\u0000\r\n\r\n',
    ]) {
      const response = await sendRaw(service.url, text);
      expect(response.status, text).to.be.oneOf([400, 501]);
      checkParserFault({ ...response, method: 'GET', pathname: '/' });
    }
  });

  it('that could be parsed in two ways is rejected (400)', async () => {
    // Each of them could make a proxy and the service disagree about where the request ends (RFC 9112 11.2).
    for (const headers of [
      ['Content-Length: 5', 'Transfer-Encoding: chunked'],
      ['Content-Length: 5', 'Content-Length: 6'],
      ['Content-Length: 5, 6'],
      ['Content-Length: +5'],
      ['Content-Length: 0x5'],
      ['Content-Length: -5'],
      ['Content-Length: 5 5'],
      ['Content-Length : 5'],
      ['Content-Length: 99999999999999999999'],
      ['Transfer-Encoding : chunked'],
      ['Transfer-Encoding: chunked, identity'],
      ['Transfer-Encoding: xchunked', 'Content-Length: 5'],
      ['Transfer-Encoding:\u000bchunked', 'Content-Length: 5'],
      ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'],
      ['X: y\nTransfer-Encoding: chunked'],
      ['X: y\rContent-Length: 5'],
      [' Content-Length: 5'],
      ['X\u0000: y'],
    ]) {
      const response = await sendRaw(service.url, request('POST /v1/guests', headers, '0\r\n\r\n'));
      expect(response.status, JSON.stringify(headers)).to.equal(400);
      checkParserFault({ ...response, method: 'POST', pathname: '/v1/guests' });
    }
  });

  it('with a chunked body that is malformed is rejected (400), and its connection is closed', async () => {
    const headers = ['Content-Type: application/json', 'Transfer-Encoding: chunked'];
    for (const body of [
      '0x2\r\n{}\r\n0\r\n\r\n',
      'fffffffffffffffff\r\n{}\r\n0\r\n\r\n',
      '-2\r\n{}\r\n0\r\n\r\n',
      '2 \r\n{}\r\n0\r\n\r\n',
      '2\n{}\n0\n\n',
      '2\r\n{}XX0\r\n\r\n',
    ]) {
      const response = await sendRaw(service.url, request('POST /v1/guests', headers, body));
      expect(response.status, JSON.stringify(body)).to.equal(400);
      expect(response.text, JSON.stringify(body)).to.not.contain('HTTP/1.1');
    }
  });

  it('cannot put a header or another response into its response', async () => {
    const injected = '%0d%0aSet-Cookie:%20a=b%0d%0a%0d%0aHTTP/1.1%20200%20OK';
    const sent: readonly [string, readonly string[]][] = [
      [`/docs/?x=${injected}`, []],
      [`/docs/${injected}/`, []],
      [`/v1/guests/${injected}`, []],
      [`/v1/guests?limit=${injected}`, []],
      [`/v1/guests?marker=${injected}`, []],
      [`/v1/guests?search=name%3D${injected}`, []],
      [`/v1/bookmarks/guests/${injected}`, []],
      ['/v1/guests/none', ['X-Request-ID: a%0d%0aSet-Cookie: a=b']],
      ['/v1/guests/none', ['X-Request-ID: a\tSet-Cookie: a=b']],
    ];
    for (const [path, headers] of sent) {
      const response = await sendRaw(service.url, request(`GET ${path}`, headers));
      expect(response.headers.has('set-cookie'), path).to.equal(false);
      expect(response.text, path).to.not.contain('HTTP/1.1 200');
    }
    const name = 'x\r\nSet-Cookie: a=b\r\n\r\nHTTP/1.1 200 OK';
    await api.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/guests', { json: { name, vcpus: 1, memory_mib: 64 } });
  });

  it('with an unusual Host gets links that lead back to the service', async () => {
    const { href } = await api.makeGuest();
    const hosts: Record<string, string> = {
      'evil.example/x?': service.url,
      'a b': service.url,
      '"><script>': service.url,
      'user@evil.example': service.url,
      'evil.example:99999999': service.url,
      '': service.url,
      'guesthouse.example:8480': 'http://guesthouse.example:8480',
      '[::1]:8480': 'http://[::1]:8480',
    };
    for (const [host, origin] of Object.entries(hosts)) {
      const text = request(`GET ${href}`).replace(/Host: .*\r\n/, `Host: ${host}\r\n`);
      const response = await sendRaw(service.url, text);
      expect(response.status, host).to.equal(200);
      checkResponse({ ...response, method: 'GET', pathname: href });
      expect(response.json<Guest>().links[0]?.href, host).to.equal(origin + href);
    }
  });

  it('with an invalid path is rejected (404 or 501)', async () => {
    for (const path of [
      '/v1/guests/%',
      '/v1/guests/%ff',
      '/v1/guests/%zz',
      '/v1//guests',
      '/v1/guests//',
      '//v1/guests/',
      '/v1/guests/\\/',
      '/V1/guests',
      '/v1/../v1/guests',
      '/v1/guests/./x',
      '/v1\\guests',
      '/v1/\\/x',
      '/"<>`{|}',
      '//x',
    ]) {
      const response = await sendRaw(service.url, request(`GET ${path}`));
      expect(response.status, path).to.be.oneOf([404, 501]);
      checkResponse({ ...response, method: 'GET', pathname: path });
    }
  });

  it('never gets a redirect or a link to another server, whatever slashes its path contains', async () => {
    const targets = [
      '//evil.example/',
      '/\\evil.example/',
      '/docs//',
      '//docs/',
      '/docs/\\/',
      '/docs/%2e%2e/',
      '/docs/errors//',
    ];
    for (const path of [...targets, '//evil.example/docs/', '/docs//evil.example/', '\\\\evil.example/']) {
      const response = await sendRaw(service.url, request(`GET ${path}`));
      expect(response.status, path).to.be.oneOf([400, 404, 501]);
      expect(response.headers.get('location'), path).to.equal(null);
    }
    for (const target of [
      '/docs/?x=//evil.example',
      'http://evil.example/docs/?x=//evil.example',
      '/docs/?x=//evil.example#/',
    ]) {
      const response = await sendRaw(service.url, request(`GET ${target}`));
      expect(response.status, target).to.equal(308);
      expect(response.headers.get('location'), target).to.equal('/docs?x=//evil.example');
    }
  });

  it('with an absolute URL or a fragment addresses exactly the path in it', async () => {
    const { href } = await api.makeGuest();
    for (const target of [
      `http://elsewhere.example${href}`,
      `HTTP://[x]:1${href}`,
      `${href}#x`,
      `http://*${href}?#=`,
    ]) {
      const response = await sendRaw(service.url, request(`GET ${target}`));
      expect(response.status, target).to.equal(200);
      expect(response.json<Guest>().links[0]?.href, target).to.equal(service.url + href);
    }
    for (const target of ['http://elsewhere.example/v1/\\/x', '/v1/\\/x#', 'http://elsewhere.example//v1/guests']) {
      const response = await sendRaw(service.url, request(`GET ${target}`));
      expect(response.status, target).to.be.oneOf([404, 501]);
      const pathname = target.replace('http://elsewhere.example', '').replace('#', '');
      checkResponse({ ...response, method: 'GET', pathname });
    }
  });

  it('with a fragment is the same request for an idempotency key as without the fragment', async () => {
    const guest = await api.makeGuest();
    const key = 'Idempotency-Key: with-and-without';
    const [first, again] = [
      await sendRaw(service.url, request(`POST ${guest.href}/start`, [key])),
      await sendRaw(service.url, request(`POST ${guest.href}/start?#=`, [key])),
    ];
    expect([first.status, again.status]).to.deep.equal([202, 202]);
    expect(again.headers.get('idempotency-replayed')).to.equal('true');
  });

  it('with a trailing slash is the same request for an idempotency key as without the slash', async () => {
    const guest = await api.makeGuest();
    const key = 'Idempotency-Key: slash-and-no-slash';
    const first = await sendRaw(service.url, request(`POST ${guest.href}/start`, [key]));
    const again = await sendRaw(service.url, request(`POST ${guest.href}/start/`, [key]));
    expect([first.status, again.status]).to.deep.equal([202, 202]);
    expect(again.headers.get('idempotency-replayed')).to.equal('true');
  });

  it('on a connection with other requests gets its response in order', async () => {
    const keepAlive = request('GET /healthz').replace('Connection: close\r\n', '');
    const response = await sendRaw(service.url, keepAlive + keepAlive + request('GET /v1/networks'));
    expect(response.text.match(/HTTP\/1\.1 200/g)).to.have.length(2);
  });

  it('whose body never comes ends its connection, so that the next request is not its body', async () => {
    const get = (path: string, body: string): string =>
      request(`GET ${path}`, ['Content-Length: 17'], body).replace('Connection: close\r\n', '');
    const without = await sendRaw(service.url, get('/v1/networks', ''));
    expect(without.status).to.equal(200);
    expect(without.headers.get('connection')).to.equal('close');
    const with17 = get('/v1/networks', '<action></action>') + request('GET /v1/networks');
    expect((await sendRaw(service.url, with17)).text.match(/HTTP\/1\.1 200/g)).to.have.length(1);
  });

  it('whose body is rejected does not affect the service', async () => {
    const body = 'x'.repeat(100_000);
    const headers = ['Content-Type: text/plain', `Content-Length: ${body.length}`];
    const response = await sendRaw(service.url, request('POST /v1/guests', headers, body));
    expect(response.status).to.equal(415);
    await api.expect(200, 'GET', '/healthz');
  });
});
