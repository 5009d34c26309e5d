/** The grammar of DATABASE_URL: several hosts as in libpq, and the values that the service rejects. */
import { expect } from 'chai';
import { DatabaseUrlMistake, parseDatabaseUrl } from '../../src/domain/database-url.js';

const hostsOf = (url: string): unknown[] => parseDatabaseUrl(url).hosts.map(({ host, port }) => [host, port]);
const urlsOf = (text: string): string[] => {
  const url = parseDatabaseUrl(text);
  return url.hosts.map((host) => url.urlOf(host));
};
function mistakeOf(url: string): string {
  try {
    parseDatabaseUrl(url);
  } catch (error) {
    if (error instanceof DatabaseUrlMistake) return error.message;
    throw error;
  }
  throw new Error(`accepted: ${url}`);
}

describe('DATABASE_URL', () => {
  it('names one or several hosts, each with its own port or the default', () => {
    const cases: Readonly<Record<string, unknown>> = {
      'postgres:///g': [[null, null]],
      'postgres://': [[null, null]],
      'postgresql://u@db.example/g': [['db.example', null]],
      'postgres://u:p@a:5432,b:5433/g': [
        ['a', 5432],
        ['b', 5433],
      ],
      'postgres://a,b:5433/g': [
        ['a', null],
        ['b', 5433],
      ],
      'postgres://u@/g?host=a,b&port=1,2': [
        ['a', 1],
        ['b', 2],
      ],
      'postgres:///g?host=a,b&port=6432': [
        ['a', 6432],
        ['b', 6432],
      ],
      'postgres:///g?port=6432&host=a,b': [
        ['a', 6432],
        ['b', 6432],
      ],
      'postgres://a,b/g?port=6432': [
        ['a', 6432],
        ['b', 6432],
      ],
      'postgres://[2001:db8::1]:5433,[::1]/g': [
        ['2001:db8::1', 5433],
        ['::1', null],
      ],
      'postgres://%2Fvar%2Frun%2Fpostgresql/g': [['/var/run/postgresql', null]],
      'postgres:///g?host=/var/run/postgresql,db.example': [
        ['/var/run/postgresql', null],
        ['db.example', null],
      ],
      'postgres://u@localhost:6000/g?host=%2Ftmp%2Fa%2Cb': [
        ['/tmp/a', 6000],
        ['b', 6000],
      ],
      'postgres://u:p%40,x:y@a,b/g': [
        ['a', null],
        ['b', null],
      ],
      'postgres://u:p@ss@a/g': [['a', null]],
      // The last value of a repeated parameter applies.
      'postgres:///g?host=a&host=b': [['b', null]],
    };
    for (const [url, hosts] of Object.entries(cases)) expect(hostsOf(url), url).to.deep.equal(hosts);
  });

  it('gives pg one host at a time, and keeps the user, the password, the database and other parameters', () => {
    expect(
      urlsOf('postgres://u:p%40%2C@a:1,[::1]:2/g%20h?sslmode=verify-full&connect_timeout=3&options=-c%20x'),
    ).to.eql([
      'postgres://u:p%40%2C@localhost/g%20h?sslmode=verify-full&options=-c%20x&host=a&port=1',
      'postgres://u:p%40%2C@localhost/g%20h?sslmode=verify-full&options=-c%20x&host=%3A%3A1&port=2',
    ]);
    expect(urlsOf('postgres://u@/g?host=a,/run&target_session_attrs=primary&load_balance_hosts=disable')).to.eql([
      'postgres://u@localhost/g?host=a',
      'postgres://u@localhost/g?host=%2Frun',
    ]);
    expect(urlsOf('postgres:///g')).to.eql(['postgres:///g?']);
  });

  it('selects a server that can write if there are several hosts, and any server if there is one', () => {
    const attrsOf = (url: string): unknown => {
      const { sessionAttrs, canFailOver } = parseDatabaseUrl(url);
      return [sessionAttrs, canFailOver];
    };
    expect(attrsOf('postgres://a/g')).to.eql(['any', false]);
    expect(attrsOf('postgres://a/g?target_session_attrs=read-write')).to.eql(['read-write', true]);
    expect(attrsOf('postgres://a,b/g')).to.eql(['read-write', true]);
    expect(attrsOf('postgres://a,b/g?target_session_attrs=primary')).to.eql(['primary', true]);
  });

  it('takes the time for a connection from connect_timeout', () => {
    expect(parseDatabaseUrl('postgres://a/g').connectTimeoutMs).to.equal(null);
    expect(parseDatabaseUrl('postgres://a/g?connect_timeout=7').connectTimeoutMs).to.equal(7_000);
  });

  it('rejects what the service cannot use, and shows neither the password nor the host', () => {
    const cases: Readonly<Record<string, RegExp>> = {
      'mysql://u:hush@a/g': /^must start with postgres:\/\//,
      'postgres://u:hush@a,b/g?target_session_attrs=any': /any, which can select a standby/,
      'postgres://u:hush@a,b/g?target_session_attrs=standby': /=standby, but the service writes/,
      'postgres://u:hush@a,b/g?target_session_attrs=read-only': /=read-only, but the service writes/,
      'postgres://u:hush@a,b/g?target_session_attrs=prefer-standby': /=prefer-standby, but the service writes/,
      'postgres://u:hush@a,b/g?target_session_attrs=hush': /other than any, read-write and primary/,
      'postgres://u:hush@a,b/g?load_balance_hosts=random': /^sets load_balance_hosts/,
      'postgres://u:hush@/g?host=a,b,c&port=1,2': /names 3 hosts and 2 ports/,
      'postgres://u:hush@a,,b/g': /one of them is empty/,
      'postgres://u:hush@a:0/g': /port that is not a whole number/,
      'postgres://u:hush@a:hush/g': /port that is not a whole number/,
      'postgres://u:hush@2001:db8::1/g': /port that is not a whole number/,
      'postgres://u:hush@[2001:db8::1/g': /IPv6 address in brackets|port/,
      'postgres://u:hush@a%zz/g': /percent sign in its host/,
      'postgres://u:hush@a/g?options=%zz': /percent sign in its query/,
      'postgres://u:hush@a/g?connect_timeout=0': /connect_timeout that is not/,
      'postgres://u:hush@a/g?connect_timeout=hush': /connect_timeout that is not/,
    };
    for (const [url, message] of Object.entries(cases)) {
      expect(mistakeOf(url), url).to.match(message);
      expect(mistakeOf(url), url).not.to.include('hush');
    }
  });
});
