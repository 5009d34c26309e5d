/** Tests of names: which of them are rejected, and in which form the others are stored. */
import { expect } from 'chai';
import { isGuesthouseError } from '../../src/domain/errors.js';
import { normalizeName } from '../../src/domain/name.js';

describe('normalizeName', () => {
  const REFUSED = [
    '',
    ' web',
    'web ',
    '\u00a0web',
    'a/b',
    '../etc/passwd',
    '.',
    '..',
    'tab\there',
    'nul\u0000',
    'c1\u0085x',
    'x'.repeat(256),
    '123e4567-e89b-42d3-a456-426614174000',
    '123E4567-E89B-42D3-A456-426614174000',
  ];
  for (const name of REFUSED) {
    it(`rejects ${JSON.stringify(name.length > 60 ? `${name.slice(0, 9)}… (${name.length})` : name)}`, () => {
      let thrown: unknown;
      try {
        normalizeName(name);
      } catch (error) {
        thrown = error;
      }
      expect(isGuesthouseError(thrown, 'validation_failed')).to.equal(true);
    });
  }

  for (const name of ['w', 'web 1', '...', 'über', '𝒳'.repeat(255), 'a.b:c_d-e', '-', '%41']) {
    it(`keeps ${JSON.stringify(name.slice(0, 20))}`, () => expect(normalizeName(name)).to.equal(name.normalize('NFC')));
  }

  it('keeps names in NFC', () => expect(normalizeName('cafe\u0301')).to.equal('caf\u00e9'));
});
