/** Metadata of a guest and of a host, which must behave the same. */
import { expect } from 'chai';
import type { EventList } from '../../generated/api-types.js';
import { Api, jobOf, newGuest, uniqueName } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { jsonPatch, mergePatch } from '../support/patches.js';
import { Service } from '../support/service.js';

describe('Metadata', () => {
  let service: Service;
  let api: Api;
  const paths: Record<string, string> = {};
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    const guest = await api.makeGuest();
    paths['a guest'] = `${guest.href}/metadata`;
    paths['a host'] = `/v1/hosts/${guest.host.id}/metadata`;
  });
  after(() => service.leave());

  async function patch(path: string, json: unknown, type = 'application/merge-patch+json'): Promise<unknown> {
    return (await api.expect(200, 'PATCH', path, { json, headers: { 'content-type': type } })).json();
  }

  for (const what of ['a guest', 'a host']) {
    describe(`of ${what}`, () => {
      let path: string;
      beforeEach(async () => {
        path = paths[what] ?? '';
        const old = (await api.expect(200, 'GET', path)).json<Record<string, string>>();
        await patch(path, Object.fromEntries(Object.keys(old).map((key) => [key, null])));
      });

      it('is changed by a patch, which sets keys, removes those with null, and returns the whole map @conforming', async () => {
        expect(await patch(path, { role: 'web', 'billing:cost-centre': '4711' })).to.deep.equal({
          role: 'web',
          'billing:cost-centre': '4711',
        });
        expect(
          await patch(path, { role: 'db', 'billing:cost-centre': null, empty: '' }, 'application/json'),
        ).to.deep.equal({
          role: 'db',
          empty: '',
        });
        expect((await api.expect(200, 'GET', path)).json()).to.deep.equal({ role: 'db', empty: '' });
      });

      it('has the same bytes in the response to the patch as when it is read, whatever the order of the keys', async () => {
        const odd = { zz: '1', a: '2', '10': '3', '9': '4', Z: '5', bbb: '6', 'a:b': '7', aa: '8' };
        const headers = { 'content-type': 'application/merge-patch+json' };
        const patched = await api.expect(200, 'PATCH', path, { json: odd, headers });
        const read = await api.expect(200, 'GET', path);
        expect(patched.text).to.equal(read.text);
        expect(patched.headers.get('etag')).to.equal(read.headers.get('etag'));
      });

      it('accepts a patch that removes an absent key, and an empty patch @conforming', async () => {
        expect(await patch(path, { nothing: null })).to.deep.equal({});
        expect(await patch(path, {})).to.deep.equal({});
      });

      it('can have keys with single blanks inside, which events list between commas', async () => {
        expect(await patch(path, { 'My Server Name': 'shop', role: 'web' })).to.deep.equal({
          'My Server Name': 'shop',
          role: 'web',
        });
        await eventually(async () => {
          const { events } = (
            await api.expect(200, 'GET', '/v1/events?kind=metadata.updated&sort_by=-id')
          ).json<EventList>();
          return events.at(0)?.detail?.['set'] === 'My Server Name, role';
        });
      });

      it('keeps keys that have a special meaning in JavaScript', async () => {
        const odd = '{"__proto__":"1","constructor":"2","toString":"3","hasOwnProperty":"4"}';
        const headers = { 'content-type': 'application/merge-patch+json' };
        const response = await api.expect(200, 'PATCH', path, { body: odd, headers });
        const found = new Map(Object.entries(response.json<object>()));
        expect([...found].sort()).to.deep.equal([
          ['__proto__', '1'],
          ['constructor', '2'],
          ['hasOwnProperty', '4'],
          ['toString', '3'],
        ]);
        expect((await api.expect(200, 'GET', path)).json()).to.have.all.keys([...found.keys()]);
        const gone = await api.expect(200, 'PATCH', path, { body: odd.replaceAll(/"\d"/g, 'null'), headers });
        expect(gone.text).to.equal('{}');
      });

      it('holds 128 pairs, and rejects (400) a change that would leave more', async () => {
        const many = Object.fromEntries(Array.from({ length: 128 }, (_, index) => [`key-${index}`, String(index)]));
        await patch(path, many);
        await api.refused(400, 'VALIDATION_FAILED', 'PATCH', path, { json: { more: 'x' } });
        expect((await api.expect(200, 'GET', path)).json()).to.deep.equal(many);
        expect(await patch(path, { more: 'x', 'key-0': null })).to.have.property('more', 'x');
      });

      it('can have 64 KiB, and a change to more is rejected (400)', async () => {
        const full = Object.fromEntries(Array.from({ length: 16 }, (_, nth) => [`k${nth + 10}`, 'v'.repeat(4093)]));
        await patch(path, full);
        const fault = await api.refused(400, 'VALIDATION_FAILED', 'PATCH', path, { json: { k: 'x' } });
        expect(fault.detail).to.match(/65536 bytes/);
        expect((await api.expect(200, 'GET', path)).json()).to.deep.equal(full);
        expect(await patch(path, { k: 'x', k10: null })).to.have.property('k', 'x');
      });

      it('rejects (400) keys and values that the contract does not allow, and changes nothing', async () => {
        await patch(path, { role: 'web' });
        const refused: unknown[] = [
          { 'a  b': 'x' },
          { ' a': 'x' },
          { 'a ': 'x' },
          { 'a\tb': 'x' },
          { '': 'x' },
          { ['x'.repeat(256)]: 'x' },
          { schlüssel: 'x' },
          { role: 1 },
          { role: true },
          { role: {} },
          { role: ['x'] },
          { role: 'x'.repeat(4097) },
          { role: 'a\u0000b' },
          { role: 'a\ud800b' },
        ];
        for (const json of refused) await api.refused(400, 'VALIDATION_FAILED', 'PATCH', path, { json });
        expect((await api.expect(200, 'GET', path)).json()).to.deep.equal({ role: 'web' });
      });

      it('accepts the longest keys and values, and any text without NUL', async () => {
        const value = '\u{1F600}ü\n\t"\\'.padEnd(4096, 'x');
        expect(await patch(path, { ['k'.repeat(255)]: value })).to.deep.equal({ ['k'.repeat(255)]: value });
      });
    });
  }

  /** JSON.parse makes own members of every name; JSON.stringify writes them. */
  const mapOf = (key: string, value: string | null): object =>
    JSON.parse(`{"${key}":${JSON.stringify(value)}}`) as object;
  const guestPatch =
    (make: typeof mergePatch, patchOf: (key: string) => unknown) =>
    async (key: string): Promise<string> => {
      const { href } = await api.makeGuest();
      await api.expect(200, 'PATCH', href, make(patchOf(key)));
      return `${href}/metadata`;
    };
  const mapPatch =
    (make: typeof mergePatch, patchOf: (key: string) => unknown) =>
    async (key: string): Promise<string> => {
      const { href } = await api.makeGuest();
      await api.expect(200, 'PATCH', `${href}/metadata`, make(patchOf(key)));
      return `${href}/metadata`;
    };
  /** Every way to give a guest the key with the value `x`; each returns the path of the metadata. */
  const ways: Readonly<Record<string, (key: string) => Promise<string>>> = {
    'the creation of a guest': async (key) => {
      const json = { ...newGuest(), metadata: mapOf(key, 'x') };
      const made = await api.expect(201, 'POST', '/v1/guests', { json });
      await api.ended(jobOf(made));
      return `${made.json<{ href: string }>().href}/metadata`;
    },
    'a merge patch of a guest': guestPatch(mergePatch, (key) => ({ metadata: mapOf(key, 'x') })),
    'a JSON Patch that adds it to a guest': guestPatch(jsonPatch, (key) => [
      { op: 'add', path: `/metadata/${key}`, value: 'x' },
    ]),
    'a JSON Patch that replaces the map of a guest': guestPatch(jsonPatch, (key) => [
      { op: 'replace', path: '/metadata', value: mapOf(key, 'x') },
    ]),
    'a merge patch of metadata': mapPatch(mergePatch, (key) => mapOf(key, 'x')),
    'a JSON Patch of metadata that adds it': mapPatch(jsonPatch, (key) => [{ op: 'add', path: `/${key}`, value: 'x' }]),
    'a JSON Patch of metadata that moves it': mapPatch(jsonPatch, (key) => [
      { op: 'add', path: '/other', value: 'x' },
      { op: 'move', from: '/other', path: `/${key}` },
    ]),
    'a JSON Patch that replaces all metadata': mapPatch(jsonPatch, (key) => [
      { op: 'replace', path: '', value: mapOf(key, 'x') },
    ]),
  };
  for (const [way, give] of Object.entries(ways)) {
    it(`can have keys such as __proto__ and constructor, by ${way}`, async () => {
      for (const key of ['__proto__', 'constructor', 'prototype', 'toString']) {
        const path = await give(key);
        expect((await api.expect(200, 'GET', path)).text, key).to.equal(JSON.stringify(mapOf(key, 'x')));
        const searched = `/v1/guests?search=${encodeURIComponent(`metadata.${key}=x and id=${path.split('/')[3]}`)}`;
        expect((await api.expect(200, 'GET', searched)).json<{ guests: object[] }>().guests, key).to.have.length(1);
        const replaced = [
          { op: 'test', path: `/${key}`, value: 'x' },
          { op: 'replace', path: `/${key}`, value: 'y' },
        ];
        expect((await api.expect(200, 'PATCH', path, jsonPatch(replaced))).text).to.equal(
          JSON.stringify(mapOf(key, 'y')),
        );
        const removed = await api.expect(200, 'PATCH', path, jsonPatch([{ op: 'remove', path: `/${key}` }]));
        expect(removed.text, key).to.equal('{}');
        await patch(path, mapOf(key, 'z'));
        expect((await api.expect(200, 'PATCH', path, mergePatch(mapOf(key, null)))).text, key).to.equal('{}');
      }
    });
  }

  it('is the only map with keys of your own: __proto__ is an unknown member everywhere else', async () => {
    const { href } = await api.makeGuest();
    const project = (await api.expect(201, 'POST', '/v1/projects', { json: { name: uniqueName('project') } })).json<{
      href: string;
    }>();
    for (const [path, patchOf] of [
      [href, (key: string) => mapOf(key, 'x')],
      [project.href, (key: string) => mapOf(key, 'x')],
      [project.href, (key: string) => ({ quota: mapOf(key, 'x') })],
    ] as const) {
      for (const key of ['__proto__', 'constructor', 'prototype'])
        await api.refused(400, 'VALIDATION_FAILED', 'PATCH', path, mergePatch(patchOf(key)));
    }
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      const operations = [{ op: 'add', path: `/${key}`, value: 'x' }];
      await api.refused(400, 'VALIDATION_FAILED', 'PATCH', href, jsonPatch(operations));
    }
  });

  it('keeps the keys of all concurrent changes', async () => {
    const path = paths['a guest'] ?? '';
    await Promise.all(Array.from({ length: 20 }, (_, index) => patch(path, { [`at-once-${index}`]: String(index) })));
    const found = (await api.expect(200, 'GET', path)).json<Record<string, string>>();
    expect(Object.keys(found).filter((key) => key.startsWith('at-once-'))).to.have.length(20);
  });
});
