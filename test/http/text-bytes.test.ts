/**
 * Text that a request sends arrives exactly, or the request is rejected: bytes that are not UTF-8 (RFC 3629, RFC 8259
 * §8.1), and JSON that not every reader understands in the same way (I-JSON, RFC 7493 §2).
 */
import { expect } from 'chai';
import type { ErrorName, Guest } from '../../generated/api-types.js';
import { Api, newGuest, type CheckedResponse } from '../support/api.js';
import { sendRaw } from '../support/peers/raw-request.js';
import { Service } from '../support/service.js';

/** Bytes that are not UTF-8, and what is wrong with them. */
const NOT_UTF8: Readonly<Record<string, readonly number[]>> = {
  'latin-1': [0xe9],
  'a lone continuation': [0x80],
  'an overlong slash': [0xc0, 0xaf],
  'an overlong NUL': [0xe0, 0x80, 0x80],
  'a surrogate': [0xed, 0xa0, 0x80],
  'beyond Unicode': [0xf4, 0x90, 0x80, 0x80],
  'an incomplete character': [0xf0, 0x9f, 0x99],
  'the byte FF': [0xff],
};

const percent = (bytes: readonly number[]): string =>
  bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

describe('The text of a request', () => {
  let service: Service;
  let api: Api;
  let guest: Guest;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    guest = await api.makeGuest({ description: 'col\ufffd', metadata: { key: 'col\ufffd' } });
  });
  after(() => service.leave());

  async function expectUnchanged(check: () => Promise<void>): Promise<void> {
    const list = async (): Promise<unknown> => [
      (await api.expect(200, 'GET', '/v1/guests')).json(),
      (await api.expect(200, 'GET', '/v1/images')).json(),
    ];
    const before = await list();
    await check();
    expect(await list()).to.deep.equal(before);
  }

  function send(method: string, path: string, type: string, body: string | Buffer): Promise<CheckedResponse> {
    return api.send(method, path, { body, headers: { 'content-type': type } });
  }

  const MERGE = 'application/merge-patch+json';
  const PATCH = 'application/json-patch+json';

  for (const [what, bytes] of Object.entries(NOT_UTF8)) {
    it(`is rejected (400) in a JSON body that has ${what} in a text or a name of a member`, () =>
      expectUnchanged(async () => {
        const X = 'X_X';
        for (const [method, path, type, json] of [
          ['PATCH', guest.href, MERGE, `{"description":"col${X}"}`],
          ['PATCH', guest.href, MERGE, `{"metadata":{"k${X}":"v"}}`],
          ['PATCH', `${guest.href}/metadata`, MERGE, `{"k":"col${X}"}`],
          ['PATCH', `${guest.href}/metadata`, 'application/json', `{"k${X}":"v"}`],
          // U+FFFD stands for nothing: the test must not pass for a text that was replaced by it.
          ['PATCH', guest.href, PATCH, `[{"op":"test","path":"/description","value":"col${X}"}]`],
          ['POST', '/v1/guests', 'application/json', `{"name":"col${X}","vcpus":1,"memory_mib":64}`],
          ['POST', '/v1/images', 'application/json', `{"name":"col${X}","kind":"iso"}`],
          ['POST', `${guest.href}/shutdown`, 'application/json', `{"${X}":1}`],
        ] as const) {
          const [head = '', tail = ''] = json.split(X);
          const body = Buffer.concat([Buffer.from(head), Buffer.from(bytes), Buffer.from(tail)]);
          const response = await send(method, path, type, body);
          expect([response.status, response.fault().error_name], `${path} ${json}`).to.deep.equal([
            400,
            'VALIDATION_FAILED',
          ]);
          expect(response.fault().errors?.[0]?.detail).to.contain('UTF-8');
        }
      }));

    it(`is rejected in a query or a path that has ${what} in percent-encoding`, () =>
      expectUnchanged(async () => {
        const text = percent(bytes);
        for (const query of [`search=description%3Dcol${text}`, `marker=${text}`, `${text}=1`, `fields=name,${text}`]) {
          const response = await api.send('GET', `/v1/guests?${query}`);
          expect([response.status, response.fault().error_name], query).to.deep.equal([400, 'VALIDATION_FAILED']);
        }
        const started = await api.send('POST', `/v1/guests?start=${text}`, { json: newGuest() });
        expect(started.status).to.equal(400);
        for (const method of ['GET', 'DELETE']) {
          await api.refused(404, 'NOT_FOUND', method, `/v1/guests/col${text}`);
        }
      }));

    it(`is rejected in a request target that has ${what} as plain bytes`, async () => {
      const { host } = new URL(service.url);
      for (const target of ['/v1/guests/col', '/v1/guests?search=col', '/v1/guests?col']) {
        const head = `\u0020HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${service.token}\r\nConnection: close\r\n\r\n`;
        const request = [Buffer.from(`DELETE ${target}`), Buffer.from(bytes), Buffer.from(head)];
        expect((await sendRaw(service.url, Buffer.concat(request))).status).to.equal(400);
      }
    });
  }

  it('is rejected (400) in a query that is not percent-encoding', async () => {
    for (const query of ['search=%', 'search=100%25%', 'marker=%zz', 'search=%4']) {
      await api.refused(400, 'VALIDATION_FAILED', 'GET', `/v1/guests?${query}`);
    }
    await api.expect(200, 'GET', '/v1/guests?search=description%3D100%25');
  });

  it('is rejected (415) in a charset other than UTF-8', () =>
    expectUnchanged(async () => {
      const json = '{"description":"x"}';
      for (const charset of ['iso-8859-1', 'us-ascii', 'utf-16', 'utf-16le', 'utf-32', '"utf-16"', 'utf-7']) {
        const body = charset.includes('16') ? Buffer.from(json, 'utf16le') : json;
        const response = await send('PATCH', guest.href, `${MERGE}; charset=${charset}`, body);
        expect([response.status, response.fault().error_name], charset).to.deep.equal([415, 'UNSUPPORTED_MEDIA_TYPE']);
      }
    }));

  it('can have a byte order mark and a charset of UTF-8, and every character arrives unchanged', async () => {
    const description = 'col\u00e9 \ufeff \ufffd \u{1f642} \uffff \u0001 \u2028 e\u0301';
    for (const charset of ['', '; charset=utf-8', ';charset="UTF-8"', '; x=y; charset=Utf-8']) {
      for (const [mark, escaped] of [
        ['', false],
        ['\ufeff', false],
        ['', true],
      ] as const) {
        await api.expect(200, 'PATCH', guest.href, {
          body: '{"description":""}',
          headers: { 'content-type': MERGE },
        });
        const json = JSON.stringify({ description });
        const text = escaped
          ? json.replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
          : json;
        const response = await send('PATCH', guest.href, MERGE + charset, mark + text);
        expect(response.status, charset).to.equal(200);
        expect((await api.guest(guest.id)).description).to.equal(description);
      }
    }
  });

  const unfaithful: Readonly<Record<string, readonly [at: string, json: string, patch: string]>> = {
    'half of a surrogate pair': ['/description', '{"description":"\\ud800"}', '"\\ud800"'],
    'the wrong half first': ['/description', '{"description":"a\\uDC00\\uD800"}', '"\\udc00\\ud800"'],
    'half of a surrogate pair in the name of a member': ['/metadata', '{"metadata":{"\\uDFFF":"x"}}', '{"\\udfff":1}'],
    'a number beyond 2^53 − 1': ['/vcpus', '{"vcpus":9007199254740993}', '9007199254740993'],
    'a number beyond −(2^53 − 1)': ['/vcpus', '{"vcpus":-9007199254740993}', '-9007199254740992'],
    'a number beyond every range': ['/vcpus', '{"vcpus":1e400}', '[1e400]'],
    'a member twice': ['', '{"description":"a","description":"b"}', '{"a":1,"a":1}'],
    'a member twice, in two spellings': ['', '{"description":"a","\\u0064escription":"b"}', '{"a":1,"\\u0061":2}'],
    'a member twice, far inside': ['', '{"metadata":{"a:{":"\\":","a:{":"\\\\"}}', '[{"a":[{"b":1,"b":2}]}]'],
    '__proto__ twice': ['', '{"metadata":{"__proto__":"a","__proto__":"b"}}', '{"__proto__":1,"__proto__":2}'],
  };
  for (const [what, [at, json, value]] of Object.entries(unfaithful)) {
    it(`is rejected (400) in JSON that has ${what}, which other readers understand differently`, () =>
      expectUnchanged(async () => {
        const response = await send('PATCH', guest.href, MERGE, json);
        expect(response.status).to.equal(400);
        expect(response.fault().errors?.map(({ pointer }) => pointer)).to.include(at);
        const patch = `[{"op":"test","path":"/vcpus","value":${value}}]`;
        const name: ErrorName = 'VALIDATION_FAILED';
        const tested = await send('PATCH', guest.href, PATCH, patch);
        expect([tested.status, tested.fault().error_name]).to.deep.equal([400, name]);
      }));
  }

  it('is not mistaken for a repeated member if it has colons, quotes or backslashes', async () => {
    const metadata = { 'a:b': '"c":', b: '\\":', ':': '\\', '::': '\\\\"' };
    const response = await send('PATCH', guest.href, MERGE, JSON.stringify({ metadata, description: '{":":":"}' }));
    expect(response.status).to.equal(200);
    expect((await api.guest(guest.id)).metadata).to.include(metadata);
  });
});
