/** Configuration: defaults, flags over variables, and every mistake at once. */
import { expect } from 'chai';
import { ConfigError, readConfig } from '../../src/config.js';

function mistakesOf(env: Record<string, string>, args: string[] = []): readonly string[] {
  try {
    readConfig(env, args);
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
}

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(readConfig({}, [])).to.deep.equal({
      host: '127.0.0.1',
      port: 8480,
      dataFolder: null,
      databaseUrl: null,
      backend: 'auto',
      accel: 'auto',
      qemuUser: null,
      imageMaxBytes: 64 * 1024 ** 3,
      keepMs: 7 * 86_400_000,
      logLevel: 'info',
    });
  });

  it('prefers a flag to its variable, in both spellings', () => {
    const env = { GUESTHOUSE_PORT: '1', GUESTHOUSE_BACKEND: 'qmp' };
    const config = readConfig(env, ['--port=2', '--backend', 'fake', '--database-url', 'postgres://x/y']);
    expect(config).to.include({ port: 2, backend: 'fake', databaseUrl: 'postgres://x/y' });
  });

  it('takes an empty variable for an unset one', () => {
    expect(readConfig({ GUESTHOUSE_PORT: '', DATABASE_URL: '' }, [])).to.include({ port: 8480, databaseUrl: null });
  });

  it('reports every mistake at once', () => {
    const mistakes = mistakesOf(
      { GUESTHOUSE_PORT: '70000', GUESTHOUSE_BACKEND: 'xen', GUESTHOUSE_KEEP: 'long', DATABASE_URL: 'mysql://x' },
      ['--colour', 'red', '--accel'],
    );
    expect(mistakes).to.have.length(6);
  });

  it('listens beyond loopback only when told that this is insecure', () => {
    expect(mistakesOf({ GUESTHOUSE_HOST: '0.0.0.0' })).to.have.length(1);
    expect(mistakesOf({ GUESTHOUSE_HOST: '0.0.0.0', GUESTHOUSE_INSECURE: '1' })).to.have.length(0);
    for (const host of ['localhost', '127.0.0.2', '::1', '[::1]']) {
      expect(mistakesOf({ GUESTHOUSE_HOST: host }), host).to.have.length(0);
    }
  });

  it('cannot be changed afterwards', () => expect(readConfig({}, [])).to.be.frozen);
});
