/**
 * The examples of RFC 6902 and RFC 7396 over HTTP. The test applies an example to metadata if a map of strings can
 * express it, and expects the printed result. It sends each other example to a guest and expects a documented 4xx that
 * changes nothing.
 */
import { expect } from 'chai';
import { Api, type SendOptions } from '../support/api.js';
import { RFC_6902, RFC_7396 } from '../support/patch-examples.js';
import { expectNothingChanged, JSON_PATCH, MERGE_PATCH } from '../support/patches.js';
import { Service } from '../support/service.js';

interface Example {
  readonly title: string;
  readonly type: string;
  readonly document: unknown;
  readonly patch: string;
  /** Undefined if the patch is rejected. */
  readonly result: unknown;
  readonly refused?: { readonly status: number; readonly pointer: string };
}

const STATUS_OF = { validation_failed: 400, patch_test_failed: 409 };

const EXAMPLES: readonly Example[] = [
  ...RFC_6902.map(({ title, document, patch, result, refused }) => ({
    title: `RFC 6902 ${title}`,
    type: JSON_PATCH,
    document,
    patch: typeof patch === 'string' ? patch : JSON.stringify(patch),
    result,
    ...(refused === undefined
      ? {}
      : { refused: { status: STATUS_OF[refused.kind], pointer: refused.pointerOverHttp ?? refused.pointer } }),
  })),
  ...RFC_7396.map(([document, patch, result]) => ({
    title: `RFC 7396 ${JSON.stringify(document)} and ${JSON.stringify(patch)}`,
    type: MERGE_PATCH,
    document,
    patch: JSON.stringify(patch),
    result,
  })),
];

/** Whether the value can be metadata: an object of strings with plain keys. */
function isMap(value: unknown): value is Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([key, each]) => /^[A-Za-z0-9._:-]+$/.test(key) && typeof each === 'string');
}

describe('An example of the patch RFCs', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
  });
  after(() => service.leave());

  const send = ({ patch, type }: Example): SendOptions => ({ body: patch, headers: { 'content-type': type } });
  const expressible = EXAMPLES.filter(({ document, result, refused }) => isMap(document) && (refused || isMap(result)));

  for (const example of expressible) {
    it(`has the printed result when applied to metadata: ${example.title}`, async () => {
      const { document, result, refused } = example;
      const guest = await api.makeGuest({ metadata: document as Record<string, string> });
      const places = [`${guest.href}/metadata`, `/v1/hosts/${guest.host.id}/metadata`];
      for (const path of places) {
        const old = (await api.expect(200, 'GET', path)).json<Record<string, string>>();
        const cleared = Object.fromEntries(Object.keys(old).map((key) => [key, null]));
        await api.expect(200, 'PATCH', path, { json: { ...cleared, ...(document as object) } });
        const response = await api.send('PATCH', path, send(example));
        expect(response.status, path).to.equal(refused?.status ?? 200);
        if (refused) expect(response.fault().errors?.[0]?.pointer).to.equal(refused.pointer);
        else expect(response.json()).to.deep.equal(result);
        expect((await api.expect(200, 'GET', path)).json()).to.deep.equal(refused ? document : result);
      }
    });
  }

  for (const example of EXAMPLES.filter((each) => !expressible.includes(each))) {
    it(`is rejected and changes nothing if sent to a guest: ${example.title}`, async () => {
      const guest = await api.makeGuest({ metadata: { foo: 'bar' } });
      await expectNothingChanged(api, async () => {
        const response = await api.send('PATCH', guest.href, send(example));
        expect(response.status).to.be.oneOf([400, 409]);
        expect(response.fault().error_name).to.be.oneOf(['VALIDATION_FAILED', 'READ_ONLY_FIELD', 'PATCH_TEST_FAILED']);
      });
    });
  }

  it('is one of 31, of which 11 can be expressed as metadata', () => {
    expect(EXAMPLES).to.have.length(31);
    expect(expressible).to.have.length(11);
  });
});
