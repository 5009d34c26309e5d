/**
 * Every operation and every status of each contract was returned in this run, by a real service, and checked. Must run
 * after the HTTP tests of the same run: mocha takes files in the order of their paths, and test/http comes before
 * test/spec.
 * The only exemptions are those of exercised-exemptions.txt; an unneeded one is a failure too.
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

describeEachContract('the contract', ({ documentedPairs }) => {
  it('is exercised: a test receives every status of every operation', function () {
    const exercised = exercisedPairs();
    if (exercised.size === 0) skip(this, 'http', 'the HTTP tests were no part of this run');
    const missing = documentedPairs.filter((pair) => !exercised.has(pair) && !EXEMPTIONS.has(pair));
    expect(missing, 'documented, but never answered').to.deep.equal([]);
    const needless = [...EXEMPTIONS.keys()].filter((pair) => exercised.has(pair));
    expect(needless, 'exempt, but answered').to.deep.equal([]);
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
