/** Cross-origin requests of browsers: disabled, for listed origins, and for every origin. */
import { expect } from 'chai';
import { Api, makeCheckedResponse, type CheckedResponse } from '../support/api.js';
import { NATIVE } from '../support/contracts.js';
import { Service } from '../support/service.js';

const { operations } = NATIVE;

const OURS = 'https://console.example';
const FOREIGN = 'https://evil.example';
/** Pages can always read these (Fetch standard, CORS-safelisted response-header name). */
const ALWAYS_EXPOSED = ['content-length'];

function corsHeaders(headers: Headers): string[] {
  return [...headers.keys()].filter((name) => name.startsWith('access-control-'));
}

function listOf(headers: Headers, name: string): string[] {
  return (headers.get(name) ?? '')
    .toLowerCase()
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

/**
 * Does not use the checked client, because the contract documents OPTIONS with `Allow`, which the response to a
 * preflight lacks.
 */
async function preflight(
  service: Service,
  origin: string,
  path = '/v1/guests',
  method = 'PATCH',
): Promise<CheckedResponse> {
  const headers = {
    origin,
    'access-control-request-method': method,
    'access-control-request-headers': 'authorization,if-match',
  };
  const response = await fetch(service.url + path, { method: 'OPTIONS', headers });
  return makeCheckedResponse(response.status, response.headers, Buffer.from(await response.arrayBuffer()));
}

describe('Cross-origin requests', () => {
  describe('by default', () => {
    let service: Service;
    let api: Api;
    before(async () => {
      service = await Service.start();
      api = new Api(service);
    });
    after(() => service.leave());

    it('get responses without CORS headers', async () => {
      for (const path of ['/healthz', '/v1/guests', '/docs']) {
        const { headers } = await api.expect(200, 'GET', path, { headers: { origin: OURS } });
        expect(corsHeaders(headers), path).to.deep.equal([]);
        expect(headers.get('vary') ?? '', path).not.to.match(/\bOrigin\b/);
      }
    });

    it('get no preflight response: OPTIONS requires a credential as usual', async () => {
      const response = await preflight(service, OURS);
      expect([response.status, corsHeaders(response.headers)]).to.deep.equal([401, []]);
    });
  });

  describe('from listed origins', () => {
    let service: Service;
    let api: Api;
    before(async () => {
      service = await Service.start({ env: { GUESTHOUSE_CORS_ORIGINS: `http://localhost:3000, ${OURS}` } });
      api = new Api(service);
    });
    after(() => service.leave());

    it('can read every response, including faults, with every header that the contract documents', async () => {
      const documented = new Set(
        operations.flatMap(({ responses }) =>
          [...responses.values()].flatMap((each) => Object.keys(each.headers).map((name) => name.toLowerCase())),
        ),
      );
      for (const [status, path, token] of [
        [200, '/v1/guests'],
        [404, '/v1/guests/none'],
        [401, '/v1/guests', null],
        [501, '/v1/cats'],
        [405, '/v1'],
      ] as const) {
        const method = status === 405 ? 'DELETE' : 'GET';
        const options = { headers: { origin: OURS }, ...(token === null ? { token } : {}) };
        const { headers } = await api.expect(status, method, path, options);
        expect(headers.get('access-control-allow-origin'), path).to.equal(OURS);
        expect(headers.get('vary'), path).to.match(/^Origin\b/);
        const exposed = listOf(headers, 'access-control-expose-headers');
        expect(exposed).to.include.members([...documented].filter((name) => !ALWAYS_EXPOSED.includes(name)));
        expect(exposed).to.include.members([
          'etag',
          'link',
          'location',
          'x-operation-id',
          'x-request-id',
          'retry-after',
        ]);
        expect(exposed).to.include.members(['idempotency-replayed', 'preference-applied', 'content-range']);
      }
    });

    it('can send a preflight without a credential, at every path', async () => {
      for (const path of ['/v1/guests', '/v1/guests/x', '/v1/cats', '/', '/docs']) {
        const { status, headers, bytes } = await preflight(service, OURS, path);
        expect([status, bytes.length], path).to.deep.equal([204, 0]);
        expect(headers.get('access-control-allow-origin')).to.equal(OURS);
        expect(headers.get('vary')).to.equal('Origin');
        expect(headers.get('content-length')).to.equal(null);
        expect(headers.get('x-request-id')).to.be.a('string');
        expect(Number(headers.get('access-control-max-age'))).to.be.greaterThan(0);
      }
    });

    it('can use every method and header of the contract', async () => {
      const { headers } = await preflight(service, OURS);
      const methods = new Set(operations.map(({ method }) => method as string));
      expect(listOf(headers, 'access-control-allow-methods')).to.have.members([...methods, 'head']);
      const sent = operations.flatMap(({ parameters }) => parameters.filter((each) => each.in === 'header'));
      const allowed = listOf(headers, 'access-control-allow-headers');
      expect(allowed).to.include.members(sent.map(({ name }) => name.toLowerCase()));
      expect(allowed).to.include.members([
        'authorization',
        'content-type',
        'if-match',
        'if-none-match',
        'idempotency-key',
      ]);
      expect(allowed).to.include.members(['prefer', 'x-request-id', 'x-project-id', 'last-event-id']);
    });

    it('cannot use the credentials of the browser', async () => {
      const { headers } = await api.expect(200, 'GET', '/v1/guests', { headers: { origin: OURS } });
      expect(headers.get('access-control-allow-credentials')).to.equal(null);
      expect((await preflight(service, OURS)).headers.get('access-control-allow-credentials')).to.equal(null);
    });

    it('are the only allowed ones: other origins get no CORS header and no preflight response', async () => {
      for (const origin of [
        FOREIGN,
        'null',
        'https://console.example.evil.example',
        'http://console.example',
        `${OURS}:444`,
        OURS.toUpperCase(),
      ]) {
        const { headers } = await api.expect(200, 'GET', '/v1/guests', { headers: { origin } });
        expect(corsHeaders(headers), origin).to.deep.equal([]);
        expect(headers.get('vary'), origin).to.match(/^Origin\b/);
        const result = await preflight(service, origin);
        expect([result.status, corsHeaders(result.headers)], origin).to.deep.equal([401, []]);
      }
    });

    it('do not affect requests without an Origin, except for Vary', async () => {
      const { headers } = await api.expect(200, 'GET', '/v1/guests');
      expect(corsHeaders(headers)).to.deep.equal([]);
      expect(headers.get('vary')).to.match(/^Origin\b/);
    });

    it('do not affect an OPTIONS that is not a preflight: it returns Allow and requires a credential', async () => {
      const response = await api.expect(204, 'OPTIONS', '/v1/guests', { headers: { origin: OURS } });
      expect(response.headers.get('allow')).to.contain('POST');
      expect(response.headers.get('access-control-allow-origin')).to.equal(OURS);
      await api.refused(401, 'UNAUTHENTICATED', 'OPTIONS', '/v1/guests', { headers: { origin: OURS }, token: null });
    });
  });

  describe('from every origin, with `*`,', () => {
    let service: Service;
    before(async () => {
      service = await Service.start({ env: { GUESTHOUSE_CORS_ORIGINS: '*' } });
    });
    after(() => service.leave());

    it('are allowed for every page, still without the credentials of the browser', async () => {
      for (const origin of [OURS, FOREIGN, 'null']) {
        const { headers } = await new Api(service).expect(200, 'GET', '/v1/guests', { headers: { origin } });
        expect(headers.get('access-control-allow-origin')).to.equal('*');
        expect(headers.get('access-control-allow-credentials')).to.equal(null);
        const result = await preflight(service, origin);
        expect([result.status, result.headers.get('access-control-allow-origin')]).to.deep.equal([204, '*']);
      }
    });

    it('cause a warning in the log', () =>
      expect(service.log.some(({ level, msg }) => level === 40 && /any web page/.test(msg))).to.be.true);
  });
});
