/** The display names of users and projects of an identity service: they are repaired, not rejected. */
import { expect } from 'chai';
import { isGuesthouseError } from '../../src/domain/errors.js';
import { normalizeName } from '../../src/domain/name.js';
import { readableName } from '../../src/identity/foreign-name.js';

describe('The display name of a user of an identity service', () => {
  it('has no character that ends or changes a path', () => {
    const shown = readableName('ann#1?x;y%20/z\\\u0000', 'user', 'id.example');
    expect(shown).to.equal('ann-1-x-y-20-z--@id.example');
  });

  it('is a name that the service would accept, for any text', () => {
    const id = '5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2';
    for (const text of ['#', '..', '', ' ', '%', id, 'x'.repeat(300), '\ud800', 'cafe\u0301', ' a ', '\u00a0#']) {
      for (const host of [undefined, 'id.example']) {
        const shown = readableName(text, 'user', host);
        try {
          expect(normalizeName(shown)).to.equal(shown);
        } catch (error) {
          if (isGuesthouseError(error, 'validation_failed')) throw new Error(`not valid: ${JSON.stringify(shown)}`);
          throw error;
        }
      }
    }
  });
});
