/** Metadata of a guest and of a host, which must behave the same. */
import { expect } from 'chai';
import { Api } from '../support/api.js';
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

      it('accepts a patch that removes an absent key, and an empty patch @conforming', async () => {
        expect(await patch(path, { nothing: null })).to.deep.equal({});
        expect(await patch(path, {})).to.deep.equal({});
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
          { 'a b': 'x' },
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

  it('keeps the keys of all concurrent changes', async () => {
    const path = paths['a guest'] ?? '';
    await Promise.all(Array.from({ length: 20 }, (_, index) => patch(path, { [`at-once-${index}`]: String(index) })));
    const found = (await api.expect(200, 'GET', path)).json<Record<string, string>>();
    expect(Object.keys(found).filter((key) => key.startsWith('at-once-'))).to.have.length(20);
  });
});
