/** Tests of the progress of an operation: which values are written, and when. */
import { expect } from 'chai';
import { SILENT_LOG } from '../../src/domain/log.js';
import { Progress } from '../../src/operations/progress.js';
import { Steps } from '../../src/operations/steps.js';

describe('The progress of an operation', () => {
  let now: number;
  let written: number[];
  let isOurs: boolean;
  let failure: Error | null;
  let progress: Progress;
  /** Lets a write in progress finish. */
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const report = async (percent: number, atMs: number): Promise<void> => {
    now = atMs;
    progress.report(percent);
    await settle();
  };

  beforeEach(() => {
    [now, written, isOurs, failure] = [0, [], true, null];
    const write = async (percent: number): Promise<boolean> => {
      await Promise.resolve();
      if (failure !== null) throw failure;
      written.push(percent);
      return isOurs;
    };
    progress = new Progress(null, write, { log: SILENT_LOG, now: () => now });
  });

  it('is written immediately, then at most once a second; reports in between are dropped', async () => {
    await report(1, 0);
    await report(2, 500);
    await report(3, 999);
    await report(4, 1_000);
    await report(5, 1_999);
    expect(written).to.deep.equal([1, 4]);
  });

  it('is written in whole percent, and only if it has changed', async () => {
    for (const [percent, atMs] of [
      [10, 0],
      [10.9, 2_000],
      [11, 4_000],
    ] as const) {
      await report(percent, atMs);
    }
    expect(written).to.deep.equal([10, 11]);
  });

  it('is never 100 before the end, never negative, and always a number', async () => {
    await report(-5, 0);
    await report(NaN, 2_000);
    await report(250, 4_000);
    expect(written).to.deep.equal([0, 99]);
  });

  it('is not written again if an earlier attempt has already shown it', async () => {
    progress = new Progress(
      40,
      (percent) => {
        written.push(percent);
        return Promise.resolve(true);
      },
      { log: SILENT_LOG, now: () => now },
    );
    await report(40, 0);
    await report(20, 1);
    expect(written).to.deep.equal([20]);
  });

  it('is no longer written once the worker has lost the operation', async () => {
    isOurs = false;
    await report(1, 0);
    await report(2, 2_000);
    expect(written).to.deep.equal([1]);
  });

  it('waits for a write in progress when it is closed, and writes nothing afterwards', async () => {
    progress.report(1);
    await progress.close();
    expect(written).to.deep.equal([1]);
    await report(2, 2_000);
    expect(written).to.deep.equal([1]);
  });

  it('does not fail the operation when it cannot be written, and is written again as soon as possible', async () => {
    failure = new Error('the database is away');
    await report(1, 0);
    failure = null;
    await report(2, 2_000);
    expect(written).to.deep.equal([2]);
  });
});

describe('The progress of a step', () => {
  const NO_STEPS = { done: [], begun: null };
  let reported: number[];
  let steps: Steps;
  beforeEach(() => {
    reported = [];
    const shares = { copy: 80, start: 20 };
    steps = new Steps(NO_STEPS, { shares, mark: () => Promise.resolve(), report: (percent) => reported.push(percent) });
  });

  it('counts toward the progress of the operation by the step’s share', async () => {
    await steps.step('copy', (onProgress) => {
      for (const percent of [0, 50, 100]) onProgress(percent);
      return Promise.resolve();
    });
    await steps.stepOnce('start', (onProgress) => {
      for (const percent of [-1, 50, 101]) onProgress(percent);
      return Promise.resolve();
    });
    expect(reported).to.deep.equal([0, 40, 80, 80, 90, 100]);
  });

  it('is ignored if it is reported after the end of the step', async () => {
    let late: (percent: number) => void = () => undefined;
    await steps.step('copy', (onProgress) => {
      late = onProgress;
      return Promise.resolve();
    });
    late(50);
    expect(reported).to.deep.equal([]);
  });

  it('exists only for steps that the kind of operation defines', async () => {
    const error: unknown = await steps.step('dance', () => Promise.resolve()).catch((failed: unknown) => failed);
    expect(String(error)).to.contain('dance');
  });
});
