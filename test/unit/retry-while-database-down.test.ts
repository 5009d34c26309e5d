/**
 * How long the last step of a long task is retried while the database is away.
 * test/http/upload-outlasts-database.test.ts shows the purpose.
 */
import { expect } from 'chai';
import { retryWhileDatabaseDown } from '../../src/app/retry-while-database-down.js';
import { GuesthouseError } from '../../src/domain/errors.js';
import { SILENT_LOG } from '../../src/domain/log.js';

describe('Work that outlasts a database outage', () => {
  const away = new GuesthouseError('database_unreachable', 'The database cannot be reached.');
  const gone = new AbortController().signal;

  async function endOf(
    work: () => Promise<unknown>,
    options: { gone: AbortSignal; withinMs?: number },
  ): Promise<unknown> {
    return retryWhileDatabaseDown(work, { log: SILENT_LOG, ...options }).catch((error: unknown) => error);
  }

  it('is repeated until it succeeds', async () => {
    let calls = 0;
    const work = (): Promise<string> => (++calls < 3 ? Promise.reject(away) : Promise.resolve('done'));
    expect(await endOf(work, { gone })).to.equal('done');
    expect(calls).to.equal(3);
  });

  it('fails with its last error when its timeout expires', async () => {
    expect(await endOf(() => Promise.reject(away), { gone, withinMs: 1 })).to.equal(away);
  });

  it('fails when its client no longer waits', async () => {
    const client = new AbortController();
    const work = (): Promise<never> => {
      client.abort();
      return Promise.reject(away);
    };
    expect(await endOf(work, { gone: client.signal })).to.equal(away);
  });

  it('is not repeated after any other failure', async () => {
    const mistake = new GuesthouseError('image_not_found', 'The image does not exist.');
    let calls = 0;
    const work = (): Promise<never> => {
      calls += 1;
      return Promise.reject(mistake);
    };
    expect(await endOf(work, { gone })).to.equal(mistake);
    expect(calls).to.equal(1);
  });
});
