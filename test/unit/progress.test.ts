/** How far an operation is: what of it is written, and when. */
import { expect } from 'chai';
import { SILENT_LOG } from '../../src/domain/log.js';
import { Progress } from '../../src/operations/progress.js';
import { Steps } from '../../src/operations/steps.js';

describe('the progress of an operation', () => {
  let now: number;
  let written: number[];
  let isOurs: boolean;
  let failure: Error | null;
  let progress: Progress;
  /** Lets a write under way come to its end. */
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

  it('is written at once, then at most once a second, and what comes between is dropped', async () => {
    await report(1, 0);
    await report(2, 500);
    await report(3, 999);
    await report(4, 1_000);
    await report(5, 1_999);
    expect(written).to.deep.equal([1, 4]);
  });

  it('is written only where it has changed, in whole percent', async () => {
    for (const [percent, atMs] of [
      [10, 0],
      [10.9, 2_000],
      [11, 4_000],
    ] as const) {
      await report(percent, atMs);
    }
    expect(written).to.deep.equal([10, 11]);
  });

  it('is never 100 before the end, never less than nothing, and never no number', async () => {
    await report(-5, 0);
    await report(NaN, 2_000);
    await report(250, 4_000);
    expect(written).to.deep.equal([0, 99]);
  });

  it('does not repeat what the attempt before has shown', async () => {
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

  it('is written no more once the operation was taken away', async () => {
    isOurs = false;
    await report(1, 0);
    await report(2, 2_000);
    expect(written).to.deep.equal([1]);
  });

  it('waits for what is being written when it is closed, and writes nothing afterwards', async () => {
    progress.report(1);
    await progress.close();
    expect(written).to.deep.equal([1]);
    await report(2, 2_000);
    expect(written).to.deep.equal([1]);
  });

  it('fails nothing where it cannot be written, and goes on when it can', async () => {
    failure = new Error('the database is away');
    await report(1, 0);
    failure = null;
    await report(2, 2_000);
    expect(written).to.deep.equal([2]);
  });
});

describe('the progress of steps', () => {
  const NO_STEPS = { done: [], begun: null };
  let told: number[];
  let steps: Steps;
  beforeEach(() => {
    told = [];
    const shares = { copy: 80, start: 20 };
    steps = new Steps(NO_STEPS, { shares, mark: () => Promise.resolve(), report: (percent) => told.push(percent) });
  });

  it('is that of the whole operation, by the shares of the steps', async () => {
    await steps.step('copy', (onProgress) => {
      for (const percent of [0, 50, 100]) onProgress(percent);
      return Promise.resolve();
    });
    await steps.stepOnce('start', (onProgress) => {
      for (const percent of [-1, 50, 101]) onProgress(percent);
      return Promise.resolve();
    });
    expect(told).to.deep.equal([0, 40, 80, 80, 90, 100]);
  });

  it('ends with its step', async () => {
    let late: (percent: number) => void = () => undefined;
    await steps.step('copy', (onProgress) => {
      late = onProgress;
      return Promise.resolve();
    });
    late(50);
    expect(told).to.deep.equal([]);
  });

  it('is of the steps that the kind has named', async () => {
    const error: unknown = await steps.step('dance', () => Promise.resolve()).catch((failed: unknown) => failed);
    expect(String(error)).to.contain('dance');
  });
});
