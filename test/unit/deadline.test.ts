/** Signals that abort after a time, even if only a combined signal refers to them. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { deadlineSignal, withDeadline } from '../../src/domain/deadline.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('A signal that aborts after a time', () => {
  it('has the reason of a time limit', async () => {
    const signal = deadlineSignal(1);
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    expect((signal.reason as Error).name).to.equal('TimeoutError');
  });

  it('also aborts a signal that combines it, while the garbage collector runs', () => {
    const program = `
      import { deadlineSignal, withDeadline } from ${JSON.stringify(path.join(ROOT, 'src/domain/deadline.ts'))};
      const stop = new AbortController();
      const collecting = setInterval(gc, 10);
      const aborted = Array.from({ length: 20 }, () => {
        const combined = AbortSignal.any([stop.signal, deadlineSignal(200)]);
        return new Promise((resolve) => combined.addEventListener('abort', resolve));
      });
      await Promise.all(aborted);
      clearInterval(collecting);
      console.log('all aborted');`;
    const args = ['--expose-gc', '--import', 'tsx', '--input-type=module', '--eval', program];
    const output = execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', timeout: 30_000 });
    expect(output.trim()).to.equal('all aborted');
  }).timeout(40_000);

  it('limits work, and ends with it', async () => {
    const { signal } = new AbortController();
    const given: AbortSignal[] = [];
    const outcome = async (within: AbortSignal, ms: number, work: () => Promise<string>): Promise<unknown> => {
      const limited = withDeadline(ms, within, async (inTime) => {
        given.push(inTime);
        const aborted = new Promise<never>((_, reject) =>
          inTime.addEventListener('abort', () => reject(inTime.reason as Error)),
        );
        inTime.throwIfAborted();
        return await Promise.race([work(), aborted]);
      });
      return await limited.catch((error: unknown) => (error as Error).name);
    };
    const never = (): Promise<string> => new Promise(() => undefined);
    expect(await outcome(signal, 60_000, () => Promise.resolve('done'))).to.equal('done');
    expect(await outcome(signal, 1, never)).to.equal('TimeoutError');
    expect(await outcome(AbortSignal.abort(new RangeError('over')), 60_000, never)).to.equal('RangeError');
    expect(given.map(({ aborted }) => aborted)).to.deep.equal([false, true, true]);
  });

  it('replaces AbortSignal.timeout everywhere in the service and the drivers', async () => {
    const found: string[] = [];
    for (const folder of ['src', 'backends']) {
      for (const file of await readdir(path.join(ROOT, folder), { recursive: true })) {
        if (!file.endsWith('.ts')) continue;
        const text = readFileSync(path.join(ROOT, folder, file), 'utf8');
        if (text.includes('AbortSignal.timeout(')) found.push(path.join(folder, file));
      }
    }
    expect(found).to.deep.equal([]);
  });
});
