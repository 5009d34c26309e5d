/**
 * Checks that a real service has returned every status of every operation of each contract in this run, and that a test
 * has checked these responses. Must run after the HTTP tests of the same run: mocha loads files in the order of their
 * paths, and test/http comes before test/spec. The only exemptions are those in exercised-exemptions.txt. An
 * unnecessary exemption is also a failure.
 */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { CONTRACTS, describeEachContract } from '../support/contracts.js';
import { exercisedPairs } from '../support/exercised.js';
import { skip } from '../support/skip.js';

const EXEMPTIONS = new Map(
  readFileSync(new URL('exercised-exemptions.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => /^(\S+ \d{3}) +(.*)$/.exec(line)?.slice(1) ?? [line, ''])
    .map(([pair = '', reason = '']) => [pair, reason] as const),
);

describeEachContract('The contract', ({ documentedPairs }) => {
  it('is exercised: tests have received every status of every operation', function () {
    const exercised = exercisedPairs();
    if (exercised.size === 0) skip(this, 'http', 'the HTTP tests were not part of this run');
    const missing = documentedPairs.filter((pair) => !exercised.has(pair) && !EXEMPTIONS.has(pair));
    expect(missing, 'documented, but never returned').to.deep.equal([]);
    const needless = [...EXEMPTIONS.keys()].filter((pair) => exercised.has(pair));
    expect(needless, 'exempt, but returned').to.deep.equal([]);
  });
});

describe('The exemptions', () => {
  it('are all documented, and each has a reason', () => {
    const documented = CONTRACTS.flatMap(({ documentedPairs }) => documentedPairs);
    for (const [pair, reason] of EXEMPTIONS) {
      expect(documented).to.include(pair);
      expect(reason, pair).to.not.equal('');
    }
  });
});
