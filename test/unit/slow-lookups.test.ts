/** Lookups of tokens in batches: the number of statements, and the result for each token. */
import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { SlowLookups } from '../../src/app/access/slow-lookups.js';

describe('Slow lookups', () => {
  it('find any number of tokens with one statement', async () => {
    const hashes = Array.from({ length: 1_000 }, () => randomBytes(32));
    const good = new Set([17, 999].map((index) => hashes[index]?.toString('latin1')));
    const asked: number[] = [];
    const lookups = new SlowLookups(async (batch) => {
      asked.push(batch.length);
      return batch.filter((hash) => good.has(hash.toString('latin1'))).map((hash) => Buffer.from(hash));
    }, 1);
    const found = await Promise.all(hashes.map((hash) => lookups.exists(hash)));
    expect(found.flatMap((isFound, index) => (isFound ? [index] : []))).to.deep.equal([17, 999]);
    expect(asked).to.deep.equal([1_000]);
  });

  it('have at most one statement in progress, and tokens that arrive meanwhile share the next one', async () => {
    const statements: { readonly size: number; readonly end: () => void }[] = [];
    let begun = (): void => undefined;
    const lookups = new SlowLookups((batch) => {
      const ended = new Promise<readonly Buffer[]>((resolve) => {
        statements.push({ size: batch.length, end: () => resolve(batch) });
      });
      begun();
      return ended;
    }, 0);
    const nextBegun = (): Promise<void> => new Promise((resolve) => (begun = resolve));
    const [firstBegun, first] = [nextBegun(), lookups.exists(randomBytes(32))];
    await firstBegun;
    const [secondBegun, more] = [nextBegun(), Array.from({ length: 3 }, () => lookups.exists(randomBytes(32)))];
    await new Promise((resolve) => setImmediate(resolve));
    expect(statements.map(({ size }) => size)).to.deep.equal([1]);
    statements[0]?.end();
    expect(await first).to.equal(true);
    await secondBegun;
    statements[1]?.end();
    expect(await Promise.all(more)).to.deep.equal([true, true, true]);
    expect(statements.map(({ size }) => size)).to.deep.equal([1, 3]);
  });

  it('fail with the error of their statement, and the next ones succeed', async () => {
    let isAway = true;
    const lookups = new SlowLookups(async () => {
      if (isAway) throw new Error('away');
      return [];
    }, 0);
    const outcomes = await Promise.allSettled([lookups.exists(randomBytes(32)), lookups.exists(randomBytes(32))]);
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
    isAway = false;
    expect(await lookups.exists(randomBytes(32))).to.equal(false);
  });
});
