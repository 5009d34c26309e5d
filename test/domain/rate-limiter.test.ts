/** Tests of RateLimiter: what it admits, when a caller can retry, and how many keys it remembers. */
import { expect } from 'chai';
import fc from 'fast-check';
import { RateLimiter } from '../../src/domain/rate-limiter.js';

describe('RateLimiter', () => {
  it('admits a burst, and then requests at its rate', () => {
    const pace = new RateLimiter({ perSecond: 10, burst: 3, keysMax: 10 });
    expect([0, 0, 0].map((now) => pace.take('a', now))).to.deep.equal([0, 0, 0]);
    expect(pace.take('a', 0)).to.be.closeTo(100, 1e-6);
    expect(pace.take('a', 40)).to.be.closeTo(60, 1e-6);
    expect(pace.take('a', 100)).to.equal(0);
    expect(pace.take('a', 100)).to.be.closeTo(100, 1e-6);
  });

  it('takes several tokens on credit if there is one, so that a large request is admitted and paid for', () => {
    const pace = new RateLimiter({ perSecond: 10, burst: 5, keysMax: 10 });
    expect(pace.take('a', 0, 4)).to.equal(0);
    expect(pace.take('a', 0, 4)).to.equal(0);
    expect(pace.take('a', 0)).to.be.closeTo(400, 1e-6);
    expect(pace.take('a', 400)).to.equal(0);
    // The debt is at most one full bucket.
    expect(pace.take('b', 0, 1_000)).to.equal(0);
    expect(pace.take('b', 0)).to.be.closeTo(600, 1e-6);
  });

  it('limits each key separately', () => {
    const pace = new RateLimiter({ perSecond: 1, burst: 1, keysMax: 10 });
    expect(pace.take('a', 0)).to.equal(0);
    expect(pace.take('b', 0)).to.equal(0);
    expect(pace.take('a', 0)).to.be.greaterThan(0);
  });

  it('never admits more in an interval than the burst plus the rate', () => {
    const gapsMs = fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 20 }),
        gapsMs,
        (perSecond, burst, gaps) => {
          const pace = new RateLimiter({ perSecond, burst, keysMax: 10 });
          const passed: number[] = [];
          let now = 1_000_000;
          for (const gap of gaps) {
            now += gap;
            if (pace.take('a', now) === 0) passed.push(now);
          }
          for (const [from, begin] of passed.entries()) {
            for (const [to, end] of passed.entries()) {
              if (to >= from && to - from + 1 > burst + ((end - begin) * perSecond) / 1_000 + 1e-3) return false;
            }
          }
          return true;
        },
      ),
    );
  });

  it('admits a caller that waits for the returned time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 997 }), fc.integer({ min: 1, max: 20 }), (perSecond, burst) => {
        const pace = new RateLimiter({ perSecond, burst, keysMax: 10 });
        let now = 123_456.789;
        for (let index = 0; index < 50; index += 1) {
          const waitMs = pace.take('a', now);
          if (waitMs === 0) continue;
          now += waitMs;
          if (pace.take('a', now) !== 0) return false;
        }
        return true;
      }),
    );
  });

  it('limits the debt of a key to a full bucket', () => {
    const pace = new RateLimiter({ perSecond: 1, burst: 10, keysMax: 10 });
    for (let index = 0; index < 1_000; index += 1) pace.charge('a', 0);
    expect(pace.waitMs('a', 0)).to.be.closeTo(11_000, 1e-6);
    expect(pace.waitMs('a', 11_000)).to.equal(0);
  });

  it('remembers no more keys than its limit, and forgets those with a full bucket first', () => {
    const keysMax = 100;
    const pace = new RateLimiter({ perSecond: 1, burst: 1, keysMax });
    pace.take('busy', 10_000);
    for (let index = 0; index < keysMax - 1; index += 1) pace.take(`rested ${index}`, 0);
    // Every key except `busy` has a full bucket again, so those make room.
    pace.take('new', 10_001);
    expect(pace.keys).to.equal(2);
    expect(pace.take('busy', 10_001)).to.be.greaterThan(0);
    for (let index = 0; index < 100 * keysMax; index += 1) pace.take(`flood ${index}`, 10_002);
    expect(pace.keys).to.be.at.most(keysMax);
  });
});
