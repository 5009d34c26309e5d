/** Work that several callers share: how often it runs, and what each of them gets. */
import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { SharedRun } from '../../backends/shared/shared-run.js';

describe('Shared work', () => {
  const { signal } = new AbortController();
  let begun: { end: (result: string) => void; fail: (why: Error) => void }[];
  let shared: SharedRun<string>;
  const work = (): Promise<string> => new Promise((end, fail) => begun.push({ end, fail }));
  const settle = async (): Promise<void> => {
    for (let turns = 0; turns < 5; turns += 1) await turn();
  };

  beforeEach(() => {
    begun = [];
    shared = new SharedRun();
  });

  it('runs once more for all callers that came during a run, and none of them gets the result of that run', async () => {
    const first = shared.run(work, signal);
    const others = Array.from({ length: 9 }, () => shared.run(work, signal));
    await settle();
    expect(begun).to.have.length(1);
    begun[0]?.end('first');
    expect(await first).to.equal('first');
    await settle();
    expect(begun).to.have.length(2);
    begun[1]?.end('second');
    expect(new Set(await Promise.all(others))).to.deep.equal(new Set(['second']));
    void shared.run(work, signal);
    expect(begun).to.have.length(3);
  });

  it('does not pass a failure on: the other callers do the work themselves', async () => {
    const first = shared.run(work, signal).catch((error: Error) => error.message);
    const others = [shared.run(work, signal).catch((error: Error) => error.message), shared.run(work, signal)];
    await settle();
    begun[0]?.fail(new Error('lost'));
    expect(await first).to.equal('lost');
    await settle();
    begun[1]?.fail(new Error('lost again'));
    expect(await others[0]).to.equal('lost again');
    await settle();
    begun[2]?.end('third');
    expect(await others[1]).to.equal('third');
  });

  it('does not make a caller wait whose call is aborted', async () => {
    const first = shared.run(work, signal);
    const abort = new AbortController();
    const second = shared.run(work, abort.signal).catch((error: Error) => error.message);
    abort.abort(new Error('no longer needed'));
    expect(await second).to.equal('no longer needed');
    begun[0]?.end('first');
    expect(await first).to.equal('first');
    await settle();
    expect(begun).to.have.length(1);
  });
});
