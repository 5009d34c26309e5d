/**
 * Case folding never decides who has rights that an identity service names. To an identity service, `admins`, `Admins`
 * and `admıns` can be three groups, so its names of groups, roles and projects are compared character by character.
 * test/http/identity-services.test.ts tests the effect; this test finds new places in the code.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { expect } from 'chai';

const FOLDER = new URL('../../src/identity/', import.meta.url);
const FOLDING = /\b(?:fold\w*|toLowerCase|toUpperCase|toLocale\w+|localeCompare|Collator)\b/;
/** Media types, which have no case (RFC 9110 §8.3.1). */
const HARMLESS = new Set(['const type = header.typ?.toLowerCase();']);

describe('The code that reads names from identity services', () => {
  it('folds no name', () => {
    const lines = readdirSync(FOLDER).flatMap((file) =>
      readFileSync(new URL(file, FOLDER), 'utf8')
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => FOLDING.test(line) && !/^(?:\*|\/[/*])/.test(line) && !HARMLESS.has(line))
        .map((line) => `${file}: ${line}`),
    );
    expect(lines).to.deep.equal([]);
  });
});
