/**
 * No code of the service measures a duration with the wall clock, which can be wrong and can jump: durations follow
 * `performance.now()`, and what spans several processes follows the clock of the database. test/http/clocks.test.ts
 * tests the effect; this test finds new places in the code.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';

const REPOSITORY = new URL('../../', import.meta.url);
const WALL_CLOCK = /\bDate\.now\b|\bnew Date\b(?!\()|\bnew Date\(\s*\)|(?<!new )\bDate\(\s*\)/;

/** The places that need the wall clock, each with the reason. */
const NEEDED: Readonly<Record<string, string>> = {
  'src/domain/timestamp.ts': 'a timestamp that clients see',
  'src/http/contract/list-query.ts': 'the calendar days that a search names (`today`)',
  'src/http/connection/tls-files.ts': 'the validity of certificates, which are dated by their issuers',
  'src/identity/oidc.ts':
    'exp, iat and nbf, which the provider dates; the ages of its keys are checked in both directions',
  'src/identity/keystone.ts':
    'expires_at, which Keystone dates; the ages of remembered tokens are checked in both directions',
  'src/app/access/authenticate.ts': 'how much time such a token has left; from then on the monotonic clock counts',
  'src/store/session.ts':
    'the sleep of a machine, in which the monotonic clock stands still; a jump only ends the session',
  'src/app/placement.ts': 'the times in a search over hosts, as in list-query.ts',
  'src/http/dialects/mistify/controllers/images.ts': 'the days that a search names, as in list-query.ts',
  'src/http/dialects/ovirt/search.ts': 'the days that a search names, as in list-query.ts',
  'src/http/dialects/ovirt/views/api.ts': 'the time of day, which the root of the API shows',
  'src/http/dialects/sahara/list-response.ts': 'the days that a search names, as in list-query.ts',
  'backends/fake/host/main.ts': 'the time of a log line',
};

describe('The wall clock', () => {
  it('is read only where a time of day is needed, never to measure a duration', () => {
    const found = ['src', 'backends'].flatMap((folder) =>
      readdirSync(new URL(folder, REPOSITORY), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => `${folder}/${file}`)
        .filter((file) => linesOf(file).some((line) => WALL_CLOCK.test(line))),
    );
    expect(found.sort()).to.deep.equal(Object.keys(NEEDED).sort());
  });

  it('is found in every form', () => {
    for (const line of ['Date.now()', 'now = Date.now,', 'new Date()', 'new Date( )', 'Date()', 'f(new Date)']) {
      expect(WALL_CLOCK.test(line), line).to.equal(true);
    }
    for (const line of ['new Date(text)', 'Date.parse(text)', 'timestampOf(new Date(endMs))', 'performance.now()']) {
      expect(WALL_CLOCK.test(line), line).to.equal(false);
    }
  });
});

/** Without comments. */
function linesOf(file: string): string[] {
  return readFileSync(new URL(file, REPOSITORY), 'utf8')
    .split('\n')
    .filter((line) => !/^\s*(?:\*|\/[/*])/.test(line));
}
