/** Tests of names: which of them are rejected, and in which form the others are stored. */
import { expect } from 'chai';
import { isGuesthouseError } from '../../src/domain/errors.js';
import { normalizeLabel, normalizeName } from '../../src/domain/name.js';

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
    ...['web#2', 'web?x', '100%', '%41', 'a;b', 'a\\b', '#', ';'],
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

  for (const name of ['w', 'web 1', '...', 'über', '𝒳'.repeat(255), 'a.b:c_d-e', '-', '&=+$,@!~*\'()[]^|<>"{}`']) {
    it(`keeps ${JSON.stringify(name.slice(0, 20))}`, () => expect(normalizeName(name)).to.equal(name.normalize('NFC')));
  }

  it('keeps the current name, in any form of Unicode, even if a new one could not be like it', () => {
    expect(normalizeName('cafe\u0301 #2', 'caf\u00e9 #2')).to.equal('caf\u00e9 #2');
    expect(() => normalizeName('CAF\u00c9 #2', 'caf\u00e9 #2')).to.throw();
  });

  it('keeps # % ; ? and \\ in the name of a token, which no path takes', () => {
    expect(normalizeLabel('deploy #2; 100%? \\o')).to.equal('deploy #2; 100%? \\o');
    expect(() => normalizeLabel('a/b')).to.throw();
  });

  it('keeps names in NFC', () => expect(normalizeName('cafe\u0301')).to.equal('caf\u00e9'));
});
