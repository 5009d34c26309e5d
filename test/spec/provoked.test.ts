/**
 * Checks that every fault of the catalogue (`ErrorName` in openapi.yaml) was provoked in this run: a real service
 * returned it, or showed it as the `fault` of a guest or an operation. Must run after the HTTP tests of the same run,
 * like exercised.test.ts. The only exemptions are those in provoked-exemptions.txt. An unnecessary exemption is also a
 * failure.
 */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { NATIVE } from '../support/contracts.js';
import { provokedFaults } from '../support/exercised.js';
import { skip } from '../support/skip.js';

/** The faults of the native API. Dialects have no catalogue of their own. */
const { faults } = NATIVE;
const EXEMPTIONS = new Map(
  readFileSync(new URL('provoked-exemptions.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => /^([A-Z_]+) +(.*)$/.exec(line)?.slice(1) ?? [line, ''])
    .map(([name = '', reason = '']) => [name, reason] as const),
);

describe('The catalogue of faults', () => {
  it('is covered completely by provoked faults', function () {
    const provoked = provokedFaults();
    if (provoked.size === 0) skip(this, 'http', 'the HTTP tests were not part of this run');
    const missing = Object.keys(faults).filter((name) => !provoked.has(name) && !EXEMPTIONS.has(name));
    expect(missing, 'in the catalogue, but never provoked').to.deep.equal([]);
    const needless = [...EXEMPTIONS.keys()].filter((name) => provoked.has(name));
    expect(needless, 'exempt, but provoked').to.deep.equal([]);
  });

  it('contains every exempted fault, and each exemption has a reason', () => {
    for (const [name, reason] of EXEMPTIONS) {
      expect(faults).to.have.property(name);
      expect(reason, name).to.not.equal('');
    }
  });
});
