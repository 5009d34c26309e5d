/** Merging metadata as RFC 7396 defines it for a flat map. */
import { expect } from 'chai';
import { isGuesthouseError } from '../../src/domain/errors.js';
import { mergeMetadata } from '../../src/domain/metadata.js';

describe('mergeMetadata', () => {
  it('sets, replaces and removes, and keeps the rest', () => {
    const merged = mergeMetadata({ a: '1', b: '2', c: '3' }, { a: 'x', b: null, d: '', e: null });
    expect(merged).to.deep.equal({ a: 'x', c: '3', d: '' });
  });

  it('treats __proto__ as a key like any other', () => {
    const patch = JSON.parse('{"__proto__": "x"}') as Record<string, string>;
    const merged = mergeMetadata({}, patch);
    expect(Object.entries(merged)).to.deep.equal([['__proto__', 'x']]);
    expect(Object.getPrototypeOf(merged)).to.equal(Object.prototype);
  });

  it('rejects a result of more than 128 pairs, without counting the removed ones', () => {
    const full = Object.fromEntries(Array.from({ length: 128 }, (_, index) => [`k${index}`, 'v']));
    expect(Object.keys(mergeMetadata(full, { k0: null, extra: 'v' }))).to.have.length(128);
    let thrown: unknown;
    try {
      mergeMetadata(full, { extra: 'v' });
    } catch (error) {
      thrown = error;
    }
    expect(isGuesthouseError(thrown, 'validation_failed')).to.equal(true);
  });

  it('rejects a result of more than 64 KiB, in UTF-8, unless it is smaller than before', () => {
    const reasonOf = (current: Record<string, string>, patch: Record<string, string | null>): string => {
      try {
        mergeMetadata(current, patch);
        return 'none';
      } catch (error) {
        return isGuesthouseError(error, 'validation_failed') ? error.message : 'another';
      }
    };
    const full = Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`k${index + 10}`, 'v'.repeat(4093)]));
    expect(reasonOf({}, full)).to.equal('none');
    expect(reasonOf(full, { k: '' })).to.match(/65536 bytes/);
    expect(reasonOf(full, { k: '', k10: 'é'.repeat(2046) })).to.equal('none');
    expect(reasonOf(full, { k: '', k10: 'é'.repeat(2047) })).to.match(/65536 bytes/);
    const larger = { ...full, a: 'x', b: 'x', c: 'x' };
    expect(reasonOf(larger, { a: null })).to.equal('none');
    expect(reasonOf(larger, { a: 'y' })).to.match(/65536 bytes/);
    expect(reasonOf(larger, { a: 'xx', b: null })).to.equal('none');
  });
});
