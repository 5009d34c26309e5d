/** Every example in the appendices of RFC 6902 (JSON Patch) and RFC 7396 (JSON Merge Patch), as printed there. */
import { expect } from 'chai';
import { applyJsonPatch, applyMergePatch } from '../../src/app/patch.js';
import { isGuesthouseError } from '../../src/domain/errors.js';
import { RFC_6902, RFC_7396 } from '../support/patch-examples.js';

describe('JSON Patch reproduces the RFC 6902 example', () => {
  for (const { title, document, patch, result, refused } of RFC_6902) {
    it(title, () => {
      const before = structuredClone(document);
      const parsed: unknown = typeof patch === 'string' ? JSON.parse(patch) : patch;
      const copy = structuredClone(parsed);
      let thrown: unknown = null;
      try {
        expect(applyJsonPatch(document, parsed)).to.deep.equal(result);
      } catch (error) {
        if (refused === undefined || !isGuesthouseError(error)) throw error;
        thrown = error;
        expect(error.kind).to.equal(refused.kind);
        expect(error.mistakes.map((mistake) => 'pointer' in mistake && mistake.pointer)).to.deep.equal([
          refused.pointer,
        ]);
      }
      expect(thrown !== null, 'refused').to.equal(refused !== undefined);
      expect([document, parsed], 'arguments').to.deep.equal([before, copy]);
    });
  }

  it('of each of the 16 sections of appendix A', () => expect(RFC_6902).to.have.length(16));
});

describe('A merge patch reproduces the RFC 7396 example', () => {
  function merges(original: unknown, patch: unknown, result: unknown): void {
    const before = structuredClone([original, patch]);
    expect(applyMergePatch(original, patch)).to.deep.equal(result);
    expect([original, patch], 'arguments').to.deep.equal(before);
  }

  for (const [original, patch, result] of RFC_7396) {
    it(`of appendix A: ${JSON.stringify(original)} and ${JSON.stringify(patch)}`, () =>
      merges(original, patch, result));
  }

  it('of section 3, the article', () =>
    merges(
      {
        title: 'Goodbye!',
        author: { givenName: 'John', familyName: 'Doe' },
        tags: ['example', 'sample'],
        content: 'This will be unchanged',
      },
      { title: 'Hello!', phoneNumber: '+01-123-456-7890', author: { familyName: null }, tags: ['example'] },
      {
        title: 'Hello!',
        author: { givenName: 'John' },
        tags: ['example'],
        content: 'This will be unchanged',
        phoneNumber: '+01-123-456-7890',
      },
    ));

  it('of section 1, which changes one member and removes another', () =>
    merges({ a: 'b', c: { d: 'e', f: 'g' } }, { a: 'z', c: { f: null } }, { a: 'z', c: { d: 'e' } }));

  it('of each of the 15 lines of appendix A', () => expect(RFC_7396).to.have.length(15));
});
