/**
 * A service behind a proxy: whose forwarded headers it trusts for the origin of links and for the client's address, and
 * over how many hops.
 */
import { expect } from 'chai';
import type { Guest, GuestList, Index } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { Api, newGuest } from '../support/api.js';
import { Service } from '../support/service.js';

type Headers = Readonly<Record<string, string>>;

/** Returns the origin of the links in the response to a request with these headers. */
async function originSeen(api: Api, headers: Headers): Promise<string> {
  const index = (await api.expect(200, 'GET', '/v1', { headers })).json<Index>();
  const self = index.links.find(({ rel }) => rel === 'self')?.href ?? '';
  return self.replace(/\/v1$/, '');
}

const EVERYTHING: Headers = {
  forwarded: 'for=198.51.100.1;proto=https;host=evil.example',
  'x-forwarded-for': '198.51.100.1',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-port': '444',
};

describe('Forwarded headers', () => {
  describe('of an untrusted peer', () => {
    for (const [what, env] of [
      ['by default', {}],
      ['if only other peers are trusted', { GUESTHOUSE_TRUSTED_PROXIES: '10.0.0.0/8, fd00::/8' }],
    ] as const) {
      it(`are ignored ${what}`, async () => {
        const service = await Service.start({ env });
        try {
          const api = new Api(service);
          expect(await originSeen(api, EVERYTHING)).to.equal(service.url);
          const made = await api.expect(201, 'POST', '/v1/guests', { headers: EVERYTHING, json: newGuest() });
          expect(made.headers.get('location')).to.equal(service.url + made.json<Guest>().href);
        } finally {
          await service.leave();
        }
      });
    }
  });

  describe('of a trusted proxy', () => {
    let service: Service;
    let api: Api;
    before(async () => {
      service = await Service.start({ env: { GUESTHOUSE_TRUSTED_PROXIES: 'loopback, 10.0.0.0/8, fd00::/8' } });
      api = new Api(service);
    });
    after(() => service.leave());

    it('set the origin of every link, of Location, of Link and of bookmarks', async () => {
      const headers = { forwarded: 'for=198.51.100.1;proto=https;host=api.example' };
      const made = await api.expect(201, 'POST', '/v1/guests', { headers, json: newGuest() });
      const guest = made.json<Guest>();
      expect(made.headers.get('location')).to.equal(`https://api.example${guest.href}`);
      expect(guest.links.map(({ href }) => new URL(href).origin)).to.deep.equal(Array(2).fill('https://api.example'));
      await api.makeGuest();
      const list = await api.expect(200, 'GET', '/v1/guests?limit=1', { headers });
      expect(list.headers.get('link')).to.match(/^<https:\/\/api\.example\/v1\/guests\?/);
      expect(list.json<GuestList>().guests[0]?.links[0]?.href).to.match(/^https:\/\/api\.example\//);
      const bookmark = await api.expect(307, 'GET', `/id/guests/${guest.id}`, { headers });
      expect(bookmark.headers.get('location')).to.equal(`https://api.example${guest.href}`);
    });

    const cases: readonly (readonly [string, Headers, string])[] = [
      ['Forwarded', { forwarded: 'proto=https;host=a.example' }, 'https://a.example'],
      [
        'Forwarded in any case, quoted, with a port',
        { forwarded: 'Proto=HTTPS;HOST="a.example:8443"' },
        'https://a.example:8443',
      ],
      ['Forwarded with IPv6', { forwarded: 'host="[2001:db8::1]:8443";proto=http' }, 'http://[2001:db8::1]:8443'],
      [
        'Forwarded rather than X-Forwarded-*',
        { ...EVERYTHING, forwarded: 'proto=https;host=a.example' },
        'https://a.example',
      ],
      ['only Forwarded, even if it names no origin', { ...EVERYTHING, forwarded: 'for=198.51.100.1' }, ''],
      ['only Forwarded, even if it cannot be parsed', { ...EVERYTHING, forwarded: 'host=;;' }, ''],
      [
        'X-Forwarded-Proto and -Host',
        { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'b.example' },
        'https://b.example',
      ],
      [
        'X-Forwarded-Port too',
        { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'b.example', 'x-forwarded-port': '8443' },
        'https://b.example:8443',
      ],
      [
        'the default port, which the origin omits',
        { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'b.example', 'x-forwarded-port': '443' },
        'https://b.example',
      ],
      [
        'the port in the host rather than X-Forwarded-Port',
        { 'x-forwarded-host': 'b.example:1', 'x-forwarded-port': '2' },
        'http://b.example:1',
      ],
      [
        'an invalid port, which the origin omits',
        { 'x-forwarded-host': 'b.example', 'x-forwarded-port': '99999' },
        'http://b.example',
      ],
      [
        'several hops, of which the outermost trusted one sets the origin',
        { forwarded: 'for=198.51.100.1;host=outer.example;proto=https, for=10.0.0.2;host=inner;proto=http' },
        'https://outer.example',
      ],
      [
        'a hop that the client made up, which is ignored left of the first untrusted hop',
        { forwarded: 'host=evil.example;proto=https, for=198.51.100.1;host=a.example' },
        'http://a.example',
      ],
      [
        'a hop that hides its address, beyond which all hops are ignored',
        { forwarded: 'host=evil.example, for=unknown;host=a.example' },
        'http://a.example',
      ],
      [
        'a made-up hop in X-Forwarded-*, which is ignored too',
        {
          'x-forwarded-for': '198.51.100.1',
          'x-forwarded-host': 'evil.example, b.example',
          'x-forwarded-proto': 'https, http',
        },
        'http://b.example',
      ],
      [
        'X-Forwarded-* over several hops',
        {
          'x-forwarded-for': '198.51.100.1, 10.0.0.2',
          'x-forwarded-host': 'outer.example, inner',
          'x-forwarded-proto': 'https, http',
        },
        'https://outer.example',
      ],
      [
        'X-Forwarded-Host and -Proto that only one proxy sets',
        {
          'x-forwarded-for': '198.51.100.1, 10.0.0.2',
          'x-forwarded-host': 'outer.example',
          'x-forwarded-proto': 'https',
        },
        'https://outer.example',
      ],
    ];
    for (const [what, headers, origin] of cases) {
      it(`give links the right origin: ${what}`, async () =>
        expect(await originSeen(api, headers)).to.equal(origin || service.url));
    }

    it('are ignored if their values are invalid', async () => {
      for (const host of [
        'a b',
        'evil.example/x',
        'u@evil.example',
        'x:99999',
        '"><script>',
        '[::',
        '999.1.1.1',
        'a:b',
        '',
      ]) {
        expect(await originSeen(api, { 'x-forwarded-host': host }), host).to.equal(service.url);
        const quoted = host.replaceAll('"', '\\"');
        expect(await originSeen(api, { forwarded: `host="${quoted}"` }), host).to.equal(service.url);
      }
      for (const proto of ['ftp', 'javascript', 'https:', 'http s', '']) {
        expect(await originSeen(api, { 'x-forwarded-proto': proto }), proto).to.equal(service.url);
        expect(await originSeen(api, { forwarded: `proto="${proto}"` }), proto).to.equal(service.url);
      }
    });

    it('cannot add a prefix to the path', async () => {
      expect(await originSeen(api, { 'x-forwarded-prefix': '/api', 'x-forwarded-host': 'b.example' })).to.equal(
        'http://b.example',
      );
    });
  });

  describe('determine the client address in the log', () => {
    let service: Service;
    let guest: Guest;
    before(async () => {
      service = await Service.start({ env: { GUESTHOUSE_TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8' } });
      guest = await new Api(service).makeGuest();
    });
    after(() => service.leave());

    const cases: readonly (readonly [string, Headers, string])[] = [
      ['none', {}, '127.0.0.1'],
      ['standard', { forwarded: 'for=198.51.100.7' }, '198.51.100.7'],
      ['standard-port', { forwarded: 'for="198.51.100.7:4711"' }, '198.51.100.7'],
      ['standard-v6', { forwarded: 'for="[2001:db8::7]:4711"' }, '2001:db8::7'],
      ['hops', { forwarded: 'for=203.0.113.9, for=198.51.100.7, for=10.1.1.1' }, '198.51.100.7'],
      ['hidden', { forwarded: 'for=203.0.113.9, for=_secret, for=10.1.1.1' }, '10.1.1.1'],
      ['x', { 'x-forwarded-for': '198.51.100.7' }, '198.51.100.7'],
      ['x-hops', { 'x-forwarded-for': '203.0.113.9, 198.51.100.7, 10.1.1.1' }, '198.51.100.7'],
      ['x-v6', { 'x-forwarded-for': '2001:db8::7' }, '2001:db8::7'],
      ['x-odd', { 'x-forwarded-for': 'localhost' }, '127.0.0.1'],
    ];
    for (const [id, headers, client] of cases) {
      it(`in the case ${id}`, async () => {
        // By default, the log contains no reads except those that fail.
        await service.host.refuse('console');
        await new Api(service).expect(502, 'GET', `${guest.href}/console-log`, {
          headers: { ...headers, 'x-request-id': `client-${id}` },
        });
        const found = (): object | undefined => service.log.find((each) => each['requestId'] === `client-${id}`);
        await eventually(() => found() !== undefined);
        expect(found()).to.include({ client });
      });
    }
  });

  it('are reported at startup if their setting is invalid, with all other configuration errors', async () => {
    const error = await Service.start({
      env: { GUESTHOUSE_TRUSTED_PROXIES: 'all', GUESTHOUSE_CORS_ORIGINS: 'x', GUESTHOUSE_PORT: 'y' },
    }).then(
      (service) => service.leave(),
      (thrown: unknown) => String(thrown),
    );
    for (const name of ['TRUSTED_PROXIES', 'CORS_ORIGINS', 'PORT']) expect(error).to.contain(`GUESTHOUSE_${name}`);
  });
});
