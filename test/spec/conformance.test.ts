/**
 * The checker that every HTTP test relies on rejects each kind of response that openapi.yaml does not allow. A contract
 * of another API keeps its own form of faults and is selected by its own paths.
 */
import { expect } from 'chai';
import { checkResponse, Conformance, type ResponseToCheck } from '../support/conformance.js';
import { readContract } from '../support/contract.js';
import { isAllowed, readFuzzOperations } from '../support/fuzz/fuzz-contract.js';
import { PROBLEM } from '../support/problem.js';

const REQUEST_ID = 'r-1';
const JSON_TYPE = 'application/json';
const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

const problem = {
  type: '/docs/errors#guest-not-found',
  title: 'No such guest',
  status: 404,
  detail: 'The guest does not exist.',
  instance: '/v1/guests/x',
  error_name: 'GUEST_NOT_FOUND',
  request_id: REQUEST_ID,
};
const states = { state: 'running', power_state: 'on', target_power_state: null };

interface Parts {
  readonly method?: string;
  readonly pathname?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly body?: unknown;
}

function makeResponse({
  method = 'GET',
  pathname = '/v1/guests/x/states',
  status = 200,
  headers = {},
  body = states,
}: Parts): ResponseToCheck {
  const all = {
    'x-request-id': REQUEST_ID,
    etag: '"7"',
    'cache-control': status < 400 ? 'private, no-cache' : 'no-store',
    vary: 'Authorization, X-Auth-Token, X-Project-ID',
    'content-type': status < 400 ? JSON_TYPE : PROBLEM_TYPE,
    ...headers,
  };
  const present = Object.entries(all).filter((header): header is [string, string] => header[1] !== null);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { method, pathname, status, headers: new Headers(present), bytes: Buffer.from(text) };
}
function refusal(parts: Parts & { readonly change?: object }): ResponseToCheck {
  return makeResponse({ pathname: '/v1/guests/x', status: 404, body: { ...problem, ...parts.change }, ...parts });
}

function identityAway(parts: Parts & { readonly change?: object }): ResponseToCheck {
  const type = '/docs/errors#identity-unreachable';
  const fault = { type, error_name: 'IDENTITY_UNREACHABLE', title: 'The identity service is unreachable', status: 503 };
  const headers = { etag: null, 'retry-after': '5', ...parts.headers };
  return refusal({ status: 503, ...parts, headers, change: { ...fault, ...parts.change } });
}

describe('The response checker', () => {
  it('accepts what the contract documents', () => {
    expect(checkResponse(makeResponse({}))?.operationId).to.equal('getGuestStates');
    expect(checkResponse(refusal({}))?.operationId).to.equal('getGuest');
    expect(checkResponse(makeResponse({ method: 'HEAD', body: '' }))?.operationId).to.equal('getGuestStates');
  });

  it('accepts the fault of an unreachable identity service wherever a credential is needed', () => {
    expect(checkResponse(identityAway({}))).to.equal(null);
    expect(checkResponse(identityAway({ method: 'DELETE' }))).to.equal(null);
    expect(checkResponse(identityAway({ pathname: '/v1/cats', change: { instance: '/v1/cats' } }))).to.equal(null);
  });

  const refused: Record<string, () => ResponseToCheck> = {
    'a status that is not documented': () => makeResponse({ status: 201 }),
    'a missing header': () => makeResponse({ headers: { etag: null } }),
    'a missing request id': () => makeResponse({ headers: { 'x-request-id': null } }),
    'a response that caches can use': () => makeResponse({ headers: { 'cache-control': null } }),
    'a fault that caches can store': () => refusal({ headers: { 'cache-control': 'private, no-cache' } }),
    'a response that does not vary by the project': () =>
      makeResponse({ headers: { vary: 'Authorization, X-Auth-Token' } }),
    'another media type': () => makeResponse({ headers: { 'content-type': 'text/plain' } }),
    'a missing member': () => makeResponse({ body: { state: 'running', power_state: 'on' } }),
    'an undocumented member': () => makeResponse({ body: { ...states, colour: 'red' } }),
    'a member of another type': () => makeResponse({ body: { ...states, state: 1 } }),
    'a word that is not in the list': () => makeResponse({ body: { ...states, state: 'sleeping' } }),
    'a body that is not JSON': () => makeResponse({ body: '{' }),
    'a wrong Content-Length': () => makeResponse({ headers: { 'content-length': '3' } }),
    'a 406 without a body': () => makeResponse({ status: 406, headers: { 'content-type': null }, body: '' }),
    'a HEAD with a body': () => makeResponse({ method: 'HEAD', body: 'x' }),
    'a fault as plain JSON': () => refusal({ headers: { 'content-type': JSON_TYPE } }),
    'a fault with another status inside': () => refusal({ change: { status: 400 } }),
    'a fault of another request': () => refusal({ change: { request_id: 'other' } }),
    'a fault of another path': () => refusal({ change: { instance: '/v1' } }),
    'a fault with another title': () => refusal({ change: { title: 'Gone' } }),
    'a fault with a link to another place': () => refusal({ change: { type: '/docs/errors#not-found' } }),
    'a fault that is not documented for this response': () =>
      refusal({ change: { error_name: 'NOT_FOUND', title: 'No such resource', type: '/docs/errors#not-found' } }),
    'a fault with an undocumented member': () => refusal({ change: { stack: 'at …' } }),
    'a 401 without its challenge': () =>
      refusal({
        status: 401,
        change: {
          error_name: 'UNAUTHENTICATED',
          title: 'No valid credential',
          type: '/docs/errors#unauthenticated',
          status: 401,
        },
      }),
    'a 405 without Allow': () =>
      refusal({
        method: 'PUT',
        status: 405,
        change: {
          error_name: 'METHOD_NOT_ALLOWED',
          title: 'Method not allowed',
          type: '/docs/errors#method-not-allowed',
          status: 405,
        },
      }),
    'an unreachable identity service without Retry-After': () => identityAway({ headers: { 'retry-after': null } }),
    'an unreachable identity service with another title': () => identityAway({ change: { title: 'Away' } }),
    'an identity service that is away where no credential is needed': () =>
      identityAway({ pathname: '/healthz', change: { instance: '/healthz' } }),
    'a success at a path that the contract does not have': () => makeResponse({ pathname: '/v1/cats' }),
  };
  for (const [what, make] of Object.entries(refused)) {
    it(`rejects ${what}`, () => {
      expect(() => checkResponse(make())).to.throw(/→/);
    });
  }
});

describe('A contract of another API', () => {
  const golden = (name: string): URL => new URL(`codegen-golden/${name}`, import.meta.url);
  const rooms = readContract({ name: 'rooms', file: golden('rooms.yaml'), faultForm: PROBLEM, challenge: 'Bearer' });
  const inn = readContract({
    name: 'inn',
    file: golden('inn.yaml'),
    challenge: 'Basic',
    native: rooms,
    prefixes: ['/inn'],
    rewrite: (pathname) => pathname.replace(/(.)\/$/, '$1').toLowerCase(),
    faultForm: {
      mediaTypes: ['application/json'],
      nameOf: (body) => (body as { reason?: string }).reason,
      check: ({ body, names, mistakesBy, fail }) => {
        const mistakes = mistakesBy('/components/schemas/InnFault');
        if (mistakes !== null) fail(mistakes);
        const { reason } = body as { reason: string };
        if (!names.includes(reason)) fail(`${reason} is not among ${names.join()}`);
      },
    },
  });
  const conformance = new Conformance(inn);
  const check = (parts: Parts): string | undefined => {
    const headers = { etag: null, 'content-type': JSON_TYPE, ...parts.headers };
    return conformance.check(makeResponse({ pathname: '/inn/chambers', ...parts, headers }))?.operationId;
  };

  it('has its own operations, with the rights of their native twins', () => {
    expect(inn.operationOf('listInnChambers').right).to.equal('rooms.use');
    expect(inn.operationOf('getInnRoot').right).to.equal('open');
    expect(inn.documentedPairs).to.include('getInnRoot 503');
  });

  it('is selected by its paths, in the form in which the client sent them', () => {
    expect(inn.findOperation('GET', '/INN/chambers/')?.operationId).to.equal('listInnChambers');
    expect(inn.findOperation('GET', '/rooms/all')).to.equal(null);
    expect(['/inn', '/inn/', '/Inn/nothing'].map((path) => inn.owns(path))).to.deep.equal([true, true, true]);
    expect(['/innkeeper', '/v1'].map((path) => inn.owns(path))).to.deep.equal([false, false]);
  });

  it('accepts its responses, and its faults in its own form', () => {
    expect(check({ body: { chamber: [{ name: 'blue' }] } })).to.equal('listInnChambers');
    expect(check({ status: 404, body: { reason: 'NOT_FOUND' } })).to.equal('listInnChambers');
    const closed = { pathname: '/inn', status: 503, body: { is_open: false }, headers: { 'retry-after': '5' } };
    expect(check(closed), 'a response that is no fault, although its status is that of a fault').to.equal('getInnRoot');
  });

  it('rejects all other responses', () => {
    expect(() => check({ body: { chamber: [{}] } })).to.throw('required property');
    expect(() => check({ status: 404, body: { reason: 'OTHER' } })).to.throw('OTHER is not among NOT_FOUND');
    expect(() => check({ status: 404, body: problem })).to.throw('→ 404');
    expect(() => check({ status: 403, body: { reason: 'NOT_FOUND' } })).to.throw('→ 403');
  });

  it('gets fuzz values from its own schemas, even if another contract was read before', () => {
    const [posted] = readFuzzOperations(inn).filter(({ operation }) => operation.operationId === 'createInnChamber');
    const schema = posted?.bodies[0]?.schema ?? {};
    expect(isAllowed(schema, { name: 'blue' })).to.equal(true);
    expect(isAllowed(schema, { name: 'blue', colour: 'blue' })).to.equal(false);
    readFuzzOperations(rooms);
    expect(isAllowed(schema, { title: 'blue' })).to.equal(false);
  });
});
