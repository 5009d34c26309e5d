/**
 * The keys of an OpenID provider over time: when the service requests them, which responses it accepts, and which keys
 * are valid while the provider does not respond.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import https from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { JsonClient } from '../../src/identity/json-client.js';
import { SigningKeys } from '../../src/identity/signing-keys.js';
import { Authority, whyNoCertificates } from '../support/peers/certificates.js';
import { HttpPeer, json } from '../support/peers/http-peer.js';
import { KeptLog, outcomeOf, TurnedClock } from '../support/access/identity.js';
import { makeSigningKey, type SigningKey } from '../support/peers/oidc-provider.js';
import { skip } from '../support/skip.js';

const DISCOVERY = '/realm/.well-known/openid-configuration';
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe('The keys of an OpenID provider', () => {
  let first: SigningKey;
  let second: SigningKey;
  let peer: HttpPeer;
  let issuer: string;
  let clock: TurnedClock;
  let log: KeptLog;
  let client: JsonClient;
  let keys: SigningKeys;
  let published: readonly SigningKey[];
  /** Responses for some paths that replace the usual ones of a provider. */
  let overrides: Record<string, RequestListener>;
  before(async () => {
    [first, second] = [await makeSigningKey('ES256'), await makeSigningKey('ES256')];
  });
  beforeEach(async () => {
    published = [first];
    overrides = {};
    peer = await HttpPeer.start((request, response) => {
      const usual: Record<string, RequestListener> = {
        [DISCOVERY]: json({ issuer, jwks_uri: `${peer.url}/jwks` }),
        '/jwks': json({ keys: published.map((key) => key.public) }),
      };
      const handler = overrides[request.url ?? ''] ?? usual[request.url ?? ''] ?? json({}, 404);
      handler(request, response);
    });
    issuer = `${peer.url}/realm`;
    clock = new TurnedClock();
    log = new KeptLog();
    client = new JsonClient({ deadlineMs: 60_000 });
    keys = open();
  });
  afterEach(async () => {
    client.close();
    await peer.stop();
  });

  function open(at: string = issuer, through: JsonClient = client): SigningKeys {
    return new SigningKeys({ issuer: at, client: through, now: clock.now, log });
  }
  /** Whether the key is known; `unreachable` if that cannot be decided. */
  async function knows(key: { kid: string }): Promise<boolean | 'unreachable'> {
    const found = await outcomeOf(keys.find({ alg: 'ES256', kid: key.kid }));
    return found === 'unreachable' ? found : found !== null;
  }
  /** The number of requests to the provider since the last call. */
  function requestCount(): number {
    const requests = peer.requests.splice(0).filter((request) => request.url === DISCOVERY);
    return requests.length;
  }

  it('are fetched on first use, once for all concurrent lookups', async () => {
    expect(await Promise.all([knows(first), knows(first), knows(first)])).to.deep.equal([true, true, true]);
    expect(requestCount()).to.equal(1);
    clock.turn(9 * MINUTE);
    expect(await knows(first)).to.equal(true);
    expect(requestCount()).to.equal(0);
  });

  it('are fetched again for an unknown key, but not for a flood of them', async () => {
    expect(await knows(first)).to.equal(true);
    clock.turn(31 * SECOND);
    published = [first, second];
    expect(await knows(second)).to.equal(true);
    expect(requestCount()).to.equal(2);
    const flood = Array.from({ length: 500 }, (_, index) => knows({ kid: `made-up-${index}` }));
    expect(new Set(await Promise.all(flood))).to.deep.equal(new Set([false]));
    expect(requestCount()).to.equal(0);
    clock.turn(31 * SECOND);
    const more = Array.from({ length: 500 }, (_, index) => knows({ kid: `made-up-${index}` }));
    expect(new Set(await Promise.all(more))).to.deep.equal(new Set([false]));
    expect(requestCount()).to.equal(1);
  });

  it('are fetched again after ten minutes, which drops a withdrawn key', async () => {
    expect(await knows(first)).to.equal(true);
    published = [second];
    clock.turn(9 * MINUTE);
    expect(await knows(first)).to.equal(true);
    clock.turn(MINUTE);
    expect(await knows(first)).to.equal(false);
    expect(await knows(second)).to.equal(true);
  });

  it('remain valid for a day while the provider does not respond, and not every lookup waits for the provider', async () => {
    expect(await knows(first)).to.equal(true);
    overrides[DISCOVERY] = json({}, 500);
    requestCount();
    clock.turn(HOUR);
    expect(await knows(first)).to.equal(true);
    expect(requestCount()).to.equal(1);
    clock.turn(29 * SECOND);
    expect(await knows(first)).to.equal(true);
    expect(requestCount()).to.equal(0);
    clock.turn(SECOND);
    expect(await knows(first)).to.equal(true);
    expect(requestCount()).to.equal(1);
    clock.turn(22 * HOUR);
    expect(await knows(first)).to.equal(true);
    clock.turn(HOUR);
    expect(await knows(first)).to.equal('unreachable');
    delete overrides[DISCOVERY];
    clock.turn(5 * SECOND);
    expect(await knows(first)).to.equal(true);
  });

  it('cannot be distinguished from invented ones while the provider, queried at most every five seconds, does not respond', async () => {
    expect(await knows(first)).to.equal(true);
    overrides['/jwks'] = json({}, 503);
    clock.turn(31 * SECOND);
    requestCount();
    const flood = Array.from({ length: 100 }, () => knows(second));
    expect(new Set(await Promise.all(flood))).to.deep.equal(new Set(['unreachable']));
    expect(await knows(second)).to.equal('unreachable');
    expect(await knows(first)).to.equal(true);
    expect(requestCount()).to.equal(1);
    clock.turn(5 * SECOND);
    expect(await knows(second)).to.equal('unreachable');
    expect(requestCount()).to.equal(1);
    expect(log.lines).to.have.length(2);
  });

  it('are fetched again after the clock was set back, instead of staying valid longer', async () => {
    expect(await knows(first)).to.equal(true);
    published = [second];
    clock.turn(-HOUR);
    expect(await knows(first)).to.equal(false);
  });

  it('must be named by a token if there are several', async () => {
    expect(await outcomeOf(keys.find({ alg: 'ES256' }))).to.not.be.oneOf([null, 'unreachable']);
    published = [first, second];
    clock.turn(10 * MINUTE);
    expect(await outcomeOf(keys.find({ alg: 'ES256' }))).to.equal(null);
  });

  describe('are not taken from', () => {
    const invalid: Record<string, [RegExp, () => Record<string, RequestListener>]> = {
      'a document of another issuer': [
        /a different issuer/,
        () => ({ [DISCOVERY]: json({ issuer: `${issuer}/`, jwks_uri: `${peer.url}/jwks` }) }),
      ],
      'a document of no issuer': [
        /a different issuer/,
        () => ({ [DISCOVERY]: json({ jwks_uri: `${peer.url}/jwks` }) }),
      ],
      'an address without TLS on another host': [
        /jwks_uri/,
        () => ({ [DISCOVERY]: json({ issuer, jwks_uri: `http://192.0.2.1/jwks` }) }),
      ],
      'a file': [/jwks_uri/, () => ({ [DISCOVERY]: json({ issuer, jwks_uri: 'file:///etc/passwd' }) })],
      'a document without an address': [/jwks_uri/, () => ({ [DISCOVERY]: json({ issuer }) })],
      'a place that the document redirects to': [
        /responded with 302/,
        () => ({
          [DISCOVERY]: (_, response) => response.writeHead(302, { location: `${peer.url}/other` }).end(),
          '/other': json({ issuer, jwks_uri: `${peer.url}/jwks` }),
        }),
      ],
      'a place that the keys’ address redirects to': [
        /responded with 307/,
        () => ({
          '/jwks': (_, response) => response.writeHead(307, { location: `${peer.url}/other` }).end(),
          '/other': json({ keys: [first.public] }),
        }),
      ],
      'an HTML page': [/not a JSON object/, () => ({ [DISCOVERY]: (_, response) => response.end('<html>') })],
      'JSON that is not an object': [/not a JSON object/, () => ({ [DISCOVERY]: json('x') })],
      'a response that is not a set of keys': [/not a JSON Web Key Set/, () => ({ '/jwks': json({ keys: 'none' }) })],
      'a bare list of keys': [/not a JSON Web Key Set/, () => ({ '/jwks': json([first.public]) })],
      'an oversized response': [
        /more than 1048576 bytes/,
        () => ({ '/jwks': json({ keys: [first.public], padding: 'x'.repeat(1024 * 1024) }) }),
      ],
      'a response that breaks off': [
        /ECONNRESET/,
        () => ({
          '/jwks': (_, response) => {
            response.writeHead(200, { 'content-length': '1000' });
            response.write('{', () => response.destroy());
          },
        }),
      ],
      'a response that is not HTTP': [
        /HPE_/,
        () => ({ [DISCOVERY]: (request) => request.socket.end('220 mail.example ESMTP\r\n') }),
      ],
    };
    for (const [what, [because, make]] of Object.entries(invalid)) {
      it(what, async () => {
        overrides = make();
        expect(await knows(first)).to.equal('unreachable');
        expect(log.lines).to.have.length(1).and.to.have.nested.property('[0]').that.matches(because);
        overrides = {};
        clock.turn(5 * SECOND);
        expect(await knows(first)).to.equal(true);
      });
    }

    it('a provider that begins a response and never ends it', async () => {
      client.close();
      client = new JsonClient({ deadlineMs: 100 });
      keys = open();
      overrides['/jwks'] = (_, response) => void response.writeHead(200).write('{');
      expect(await knows(first)).to.equal('unreachable');
      expect(log.lines.join()).to.contain('no response in time');
    });
  });

  describe('over TLS', () => {
    let folder: string;
    let server: https.Server;
    let ca: string;
    /** The address of the keys in the provider's document. */
    let jwksUri: string;
    before(async function () {
      const why = await whyNoCertificates();
      if (why !== null) skip(this, 'openssl', why);
      folder = await mkdtemp(path.join(tmpdir(), 'guesthouse-oidc-'));
      const authority = await Authority.make(folder, 'authority');
      const files = await authority.signServer('provider', ['IP:127.0.0.1']);
      ca = await readFile(authority.certificatePath, 'utf8');
      const [cert, key] = [await readFile(files.certificate), await readFile(files.key)];
      server = https.createServer({ cert, key }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      server.on('request', (request, response) => {
        const body = request.url === '/jwks' ? { keys: [first.public] } : { issuer, jwks_uri: jwksUri };
        json(body)(request, response);
      });
    });
    beforeEach(() => {
      issuer = `https://127.0.0.1:${(server.address() as { port: number }).port}`;
      jwksUri = `${issuer}/jwks`;
    });
    after(async () => {
      // Both are undefined if no certificates can be made.
      (server as https.Server | undefined)?.closeAllConnections();
      (server as https.Server | undefined)?.close();
      if (folder as string | undefined) await rm(folder, { recursive: true, force: true });
    });
    async function knowsBy(by: ConstructorParameters<typeof JsonClient>[0]): Promise<boolean | 'unreachable'> {
      client.close();
      client = new JsonClient({ deadlineMs: 60_000, ...by });
      keys = open();
      return await knows(first);
    }

    it('are taken from a provider whose certificate a known authority signed', async () => {
      expect(await knowsBy({ ca })).to.equal(true);
    });

    it('are not taken from a provider whose certificate no known authority signed', async () => {
      expect(await knowsBy({})).to.equal('unreachable');
      expect(log.lines.join()).to.match(/SELF_SIGNED|UNABLE_TO_/);
    });

    it('are not taken from a local port without TLS, which any local user could have opened', async () => {
      jwksUri = `${peer.url}/jwks`;
      expect(await knowsBy({ ca })).to.equal('unreachable');
      expect(log.lines.join()).to.contain('jwks_uri');
    });
  });

  it('are reported as unreachable if the provider publishes them broken, but its other keys are accepted', async () => {
    const broken = { ...first.public, kid: 'broken', x: 'AAAA' };
    overrides['/jwks'] = json({ keys: [broken, second.public] });
    expect(await knows({ kid: 'broken' })).to.equal('unreachable');
    expect(await knows(second)).to.equal(true);
  });

  it('are fetched over one persistent connection, and over a new one when that is lost', async () => {
    expect(await knows(first)).to.equal(true);
    expect(peer.connections).to.equal(1);
    let isFirst = true;
    overrides[DISCOVERY] = (request, response) => {
      // A server does this when it closes an idle connection just as a request arrives.
      if (isFirst) request.socket.destroy();
      else json({ issuer, jwks_uri: `${peer.url}/jwks` })(request, response);
      isFirst = false;
    };
    clock.turn(10 * MINUTE);
    published = [second];
    expect(await knows(second)).to.equal(true);
    expect(peer.connections).to.equal(2);
  });

  it('are no longer awaited once the client is closed', async () => {
    overrides[DISCOVERY] = () => client.close();
    expect(await knows(first)).to.equal('unreachable');
    clock.turn(5 * SECOND);
    expect(await knows(first)).to.equal('unreachable');
    expect(requestCount()).to.equal(1);
  });
});
