/** Tokens of a real OpenID provider, and forged ones. */
import { createHmac, createPublicKey, KeyObject, sign } from 'node:crypto';
import { expect } from 'chai';
import { SignJWT, UnsecuredJWT } from 'jose';
import { JsonClient } from '../../src/identity/json-client.js';
import { OidcSource } from '../../src/identity/oidc.js';
import type { OidcSettings } from '../../src/identity/oidc.js';
import { KeptLog, outcomeOf, TurnedClock } from '../support/access/identity.js';
import { AUDIENCE, makeSigningKey, OidcProvider, SIGNATURES } from '../support/peers/oidc-provider.js';

describe('The source for tokens of an OpenID provider', () => {
  let provider: OidcProvider;
  let source: OidcSource;
  let clock: TurnedClock;
  let log: KeptLog;
  const nowS = (): number => Math.floor(clock.now() / 1000);
  const open = (settings: Partial<OidcSettings> = {}): OidcSource => {
    const usual = { issuer: provider.issuer, audience: AUDIENCE, userClaim: null };
    return new OidcSource(
      { ...usual, groupsClaim: 'groups', projectClaim: 'project', clients: [], tokenType: 'jwt', ...settings },
      { log, now: clock.now, client: new JsonClient({ deadlineMs: 60_000 }) },
    );
  };
  before(async () => {
    provider = await OidcProvider.start();
  });
  beforeEach(() => {
    clock = new TurnedClock();
    log = new KeptLog();
    source = open();
  });
  afterEach(() => source.close());
  after(() => provider.stop());

  /** Identifies a token with a separate source that has these settings. */
  async function identify(token: string, settings: Partial<OidcSettings> = {}) {
    const other = open(settings);
    try {
      return await other.identify(token);
    } finally {
      await other.close();
    }
  }

  for (const alg of SIGNATURES) {
    it(`identifies the user of an access token that the provider signed with ${alg}`, async () => {
      const claims = { preferred_username: 'ada', groups: ['admins', 'web'], project: 'analytics' };
      const identity = await source.identify(await provider.issue({ alg, claims }));
      expect(identity).to.deep.include({
        source: 'oidc',
        subject: `${provider.issuer} ${alg}`,
        userName: 'ada@127.0.0.1',
        groups: ['admins', 'web'],
        project: { externalId: null, name: 'analytics' },
        role: null,
      });
      expect(identity?.expiresAtMs)
        .to.be.greaterThan(Date.now())
        .and.at.most(Date.now() + 600_000);
      expect(identity).to.be.frozen;
    });
  }

  it('fetches the keys once for any number of concurrent tokens', async () => {
    const tokens = await Promise.all(SIGNATURES.map((alg) => provider.issue({ alg })));
    provider.requestedPaths.length = 0;
    const identities = await Promise.all([...tokens, ...tokens].map((token) => source.identify(token)));
    expect(identities.every((identity) => identity !== null)).to.equal(true);
    expect(provider.requestedPaths).to.deep.equal(['/.well-known/openid-configuration', '/jwks']);
  });

  it('sends no request before the first token', () => {
    provider.requestedPaths.length = 0;
    expect(open().acceptsForm('gh_x')).to.equal(false);
    expect(provider.requestedPaths).to.deep.equal([]);
  });

  describe('rejects', () => {
    /**
     * The code and subject of the logged reason; null if the source rejects the token by its form and verifies nothing.
     */
    type Because = RegExp | null;
    const CLAIM = (name: string): RegExp => new RegExp(`ERR_JWT_CLAIM_VALIDATION_FAILED.*\\\\"${name}\\\\"`);
    const refused: Record<string, [Because, () => Promise<string>]> = {
      'a token without a signature': [
        /ALG_NOT_ALLOWED/,
        async () => {
          const token = new UnsecuredJWT({ sub: 'x' }).setIssuer(provider.issuer).setAudience(AUDIENCE);
          return token.setExpirationTime('1h').encode();
        },
      ],
      'a token without a signature that names a key': [
        /ALG_NOT_ALLOWED/,
        async () => {
          const [, payload] = (await provider.forge()).split('.');
          return `${encode({ alg: 'none', kid: provider.keyFor('RS256').kid })}.${payload}.`;
        },
      ],
      'a token with its signature cut off': [
        /SIGNATURE_VERIFICATION_FAILED/,
        async () => (await provider.issue()).replace(/[^.]+$/, ''),
      ],
      'HS256 with the public key as the secret, as PEM': [
        /ALG_NOT_ALLOWED/,
        async () => {
          const key = provider.keyFor('RS256');
          const pem = String(
            createPublicKey({ key: key.public, format: 'jwk' }).export({ type: 'spki', format: 'pem' }),
          );
          return hs256(await provider.forge(), key.kid, pem);
        },
      ],
      'HS256 with the public key as the secret, as JWK': [
        /ALG_NOT_ALLOWED/,
        async () => {
          const key = provider.keyFor('RS256');
          return hs256(await provider.forge(), key.kid, JSON.stringify(key.public));
        },
      ],
      'an unsupported algorithm with a key that the provider has': [
        /ALG_NOT_ALLOWED/,
        async () => {
          const key = provider.keyFor('RS256');
          const [, payload] = (await provider.forge()).split('.');
          const signed = `${encode({ alg: 'RS512', kid: key.kid })}.${payload}`;
          return `${signed}.${sign('sha512', Buffer.from(signed), KeyObject.from(key.private)).toString('base64url')}`;
        },
      ],
      'a foreign key that has the name of the provider’s key': [
        /SIGNATURE_VERIFICATION_FAILED/,
        async () => provider.forge({}, { kid: provider.keyFor('RS256').kid }, await makeSigningKey('RS256')),
      ],
      'a key that the token itself contains': [
        /JWKS_NO_MATCHING_KEY/,
        async () => {
          const stranger = await makeSigningKey('RS256');
          return provider.forge({}, { jwk: stranger.public }, stranger);
        },
      ],
      'a key of another algorithm': [
        /JWKS_NO_MATCHING_KEY/,
        () => provider.forge({}, { kid: provider.keyFor('PS256').kid }),
      ],
      'a changed claim': [
        /SIGNATURE_VERIFICATION_FAILED/,
        async () => {
          const [header, payload = '', signature] = (await provider.forge()).split('.');
          return `${header}.${encode({ ...decode(payload), sub: 'admin' })}.${signature}`;
        },
      ],
      'a token for another audience': [CLAIM('aud'), () => provider.issue({ audience: 'https://other.example' })],
      'an ID token for a client': [CLAIM('aud'), () => provider.forge({ aud: 'RS256', nonce: 'n' }, { typ: 'JWT' })],
      'an ID token whose audience is that of this service (nonce)': [
        /ID token/,
        () => provider.forge({ nonce: 'n' }, { typ: 'JWT' }),
      ],
      'an ID token whose audience is that of this service (at_hash)': [
        /ID token/,
        () => provider.forge({ at_hash: 'h' }, { typ: undefined }),
      ],
      'an ID token whose audience is that of this service (c_hash)': [
        /ID token/,
        () => provider.forge({ c_hash: 'h' }, { typ: 'JWT' }),
      ],
      'a token for no audience': [CLAIM('aud'), () => provider.forge({ aud: undefined })],
      'another issuer': [null, () => provider.forge({ iss: 'https://id.example' })],
      'an issuer with an additional slash': [null, () => provider.forge({ iss: `${provider.issuer}/` })],
      'a list of issuers': [null, () => provider.forge({ iss: [provider.issuer] as unknown as string })],
      'an expired token': [/JWT_EXPIRED/, () => provider.forge({ exp: nowS() - 60 })],
      'a token that does not expire': [CLAIM('exp'), () => provider.forge({ exp: undefined })],
      'a token whose expiry is not a time': [CLAIM('exp'), () => provider.forge({ exp: 'never' as unknown as number })],
      'a token that is not yet valid': [CLAIM('nbf'), () => provider.forge({ nbf: nowS() + 600 })],
      'a token without a subject': [CLAIM('sub'), () => provider.forge({ sub: undefined })],
      'an empty subject': [/no subject/, () => provider.forge({ sub: '' })],
      'a subject that is not text': [/no subject/, () => provider.forge({ sub: 7 as unknown as string })],
      'a subject that no database can store': [/no subject/, () => provider.forge({ sub: 'a\u0000b' })],
      'a subject that is too long': [/no subject/, () => provider.forge({ sub: 'x'.repeat(256) })],
      'a logout token': [/not an access token/, () => provider.forge({}, { typ: 'logout+jwt' })],
      'an unknown critical extension': [
        /JOSE_NOT_SUPPORTED/,
        () => provider.forge({}, { crit: ['x-urgent'], 'x-urgent': 1 }),
      ],
      'a token that is too long': [null, () => provider.forge({ padding: 'x'.repeat(12_288) })],
      'a project whose name cannot be stored': [
        /not the name of a project/,
        () => provider.forge({ project: 'a\u0000' }),
      ],
      'a list of projects': [/not the name of a project/, () => provider.forge({ project: ['a', 'b'] })],
      'a token that is bound to the key of its sender': [
        /bound to a key/,
        async () => {
          const key = await makeSigningKey('ES256');
          const { kty, crv, x, y } = key.public;
          const proof = new SignJWT({ htm: 'POST', htu: `${provider.issuer}/token`, jti: 'one' })
            .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } })
            .setIssuedAt();
          const token = await provider.issue({ headers: { dpop: await proof.sign(key.private) } });
          expect(decode(token.split('.')[1] ?? '')).to.have.property('cnf');
          return token;
        },
      ],
    };
    for (const [what, [because, make]] of Object.entries(refused)) {
      it(what, async () => {
        const token = await make();
        expect(await source.identify(token)).to.equal(null);
        if (because === null) expect(log.lines).to.deep.equal([]);
        else expect(log.lines).to.have.length(1).and.to.have.nested.property('[0]').that.matches(because);
        for (const part of token.split('.').filter((each) => each !== ''))
          expect(log.lines.join()).to.not.contain(part);
        // The same source accepts a good token; otherwise the rejection would prove nothing.
        expect(await source.identify(await provider.forge())).to.not.equal(null);
      });
    }

    it('malformed tokens without any request to the provider', async () => {
      const claims = { iss: provider.issuer };
      const nonsense = ['', '.', '..', 'a.b.c', `a.${encode(claims)}`, `..${encode(claims)}`, 'gh_abc', '\u0000', '%'];
      nonsense.push(`${encode({ alg: 'RS256' })}.${encode([])}.x`, `${encode({ alg: 'RS256' })}.${encode(null)}.x`);
      nonsense.push(
        `x.${encode(claims)}.x`,
        `${encode({})}.${encode(claims)}.x`,
        `${encode(null)}.${encode(claims)}.x`,
      );
      nonsense.push(
        `${encode({ alg: 'constructor' })}.${encode(claims)}.x`,
        `${encode({ alg: 1 })}.${encode(claims)}.`,
      );
      provider.requestedPaths.length = 0;
      for (const credential of nonsense) expect(await source.identify(credential), credential).to.equal(null);
      expect(provider.requestedPaths).to.deep.equal([]);
    });
  });

  it('tolerates clocks that differ by half a minute, in both directions', async () => {
    expect(await source.identify(await provider.forge({ exp: nowS() - 5 }))).to.not.equal(null);
    expect(await source.identify(await provider.forge({ nbf: nowS() + 15 }))).to.not.equal(null);
    const token = await provider.forge({ exp: nowS() + 600 });
    clock.turn(600_000 + 20_000);
    expect(await source.identify(token)).to.not.equal(null);
    clock.turn(20_000);
    expect(await source.identify(token)).to.equal(null);
  });

  it('accepts the type JWT, or none, for an access token', async () => {
    for (const typ of ['JWT', 'jwt', 'AT+JWT', 'application/at+jwt', undefined]) {
      expect(await source.identify(await provider.forge({}, { typ })), typ).to.not.equal(null);
    }
  });

  it('accepts only declared access tokens if it is configured to', async () => {
    const isAccepted = async (typ: string | undefined): Promise<boolean> =>
      (await identify(await provider.forge({}, { typ }), { tokenType: 'at+jwt' })) !== null;
    for (const typ of ['at+jwt', 'AT+JWT', 'application/at+jwt']) expect(await isAccepted(typ), typ).to.equal(true);
    for (const typ of ['JWT', 'application/jwt', undefined]) expect(await isAccepted(typ), typ).to.equal(false);
    expect(await identify(await provider.issue(), { tokenType: 'at+jwt' })).to.not.equal(null);
  });

  it('accepts only tokens of the configured clients, whichever claim names the client', async () => {
    const isAccepted = async (claims: Record<string, unknown>): Promise<boolean> =>
      (await identify(await provider.forge(claims), { clients: ['console', 'cli'] })) !== null;
    for (const claims of [{ azp: 'console' }, { client_id: 'cli' }, { azp: 'cli', client_id: 'cli' }]) {
      expect(await isAccepted(claims), JSON.stringify(claims)).to.equal(true);
    }
    const others = [{}, { azp: 'evil' }, { client_id: 'evil' }, { azp: 'console', client_id: 'evil' }, { azp: 'CLI' }];
    for (const claims of [...others, { azp: ['cli'] }, { azp: null }]) {
      expect(await isAccepted(claims), JSON.stringify(claims)).to.equal(false);
    }
    expect(await identify(await provider.issue({ alg: 'ES256' }), { clients: ['ES256'] })).to.not.equal(null);
    expect(await identify(await provider.issue({ alg: 'ES256' }), { clients: ['RS256'] })).to.equal(null);
  });

  it('recognizes the tokens of its issuer and no others', async () => {
    expect(source.acceptsForm(await provider.issue())).to.equal(true);
    expect(source.acceptsForm(await provider.forge({ iss: 'https://id.example' }))).to.equal(false);
    expect(source.acceptsForm('gAAAAABrATBtLjY64lkSZWsEAmDai8MAbQb6QvOAPfKkeaoz8xqoxgumhFgLi4CjZcVi')).to.equal(false);
  });

  describe('as the user’s name, before the host of the provider,', () => {
    const names: Record<string, [Record<string, unknown>, Partial<OidcSettings>, string]> = {
      'takes the preferred one': [{ preferred_username: 'ada', email: 'a@x.example', email_verified: true }, {}, 'ada'],
      'takes a verified address if there is no preferred one': [
        { email: 'a@x.example', email_verified: true },
        {},
        'a@x.example',
      ],
      'never takes an unverified address': [{ email: 'root@x.example' }, {}, 'somebody'],
      'never takes an address that the token declares unverified': [
        { email: 'root@x.example', email_verified: false },
        {},
        'somebody',
      ],
      'takes the configured claim': [{ upn: 'ada', preferred_username: 'x' }, { userClaim: 'upn' }, 'ada'],
      'takes the subject if the configured claim is absent': [
        { preferred_username: 'x' },
        { userClaim: 'upn' },
        'somebody',
      ],
      'never takes a member that every object inherits': [{}, { userClaim: 'constructor' }, 'somebody'],
      'replaces characters that are not valid in names': [{ preferred_username: ' a/b\u0000c\ud800 ' }, {}, 'a-b-c-'],
      'shortens one that is too long': [{ preferred_username: '𝒳'.repeat(300) }, {}, '𝒳'.repeat(245)],
      'accepts one that has the form of an id': [
        { preferred_username: '3f0c9a52-6d1e-4a6b-8f6e-2f4f1f9d7c10' },
        {},
        '3f0c9a52-6d1e-4a6b-8f6e-2f4f1f9d7c10',
      ],
    };
    for (const [what, [claims, settings, name]] of Object.entries(names)) {
      it(what, async () => {
        const identity = await identify(await provider.forge(claims), settings);
        expect(identity?.userName).to.equal(`${name}@127.0.0.1`);
        expect(identity?.subject).to.equal(`${provider.issuer} somebody`);
      });
    }
  });

  it('does not change names of groups and projects, even to NFC, and omits names that cannot be stored', async () => {
    const exact = ['web', '/admins', ' admins', '.', 'K\u00e9', 'K\u0065\u0301', '\u212a\u00e9'];
    const groups = [...exact, 1, null, '', 'a\u0000', 'a\ud800'];
    const identity = await source.identify(await provider.forge({ groups, project: 'K\u0065\u0301' }));
    expect(identity?.groups).to.deep.equal(exact).and.be.frozen;
    expect(identity?.project?.name).to.equal('K\u0065\u0301');
    expect((await source.identify(await provider.forge({ groups: 'web' })))?.groups).to.deep.equal(['web']);
    expect((await source.identify(await provider.forge({ groups: { a: 1 } })))?.groups).to.deep.equal([]);
    const many = Array.from({ length: 1_000 }, (_, index) => `g${index}`);
    expect((await source.identify(await provider.forge({ groups: many })))?.groups).to.have.length(512);
  });

  it('reads groups and project from the configured claims', async () => {
    const settings = { groupsClaim: 'https://x.example/groups', projectClaim: 'team' };
    const claims = { groups: ['no'], project: 'no', team: 'yes', [settings.groupsClaim]: ['yes'] };
    const identity = await identify(await provider.issue({ claims }), settings);
    expect(identity).to.deep.include({ groups: ['yes'], project: { externalId: null, name: 'yes' } });
  });

  it('has no project if the token names none', async () => {
    for (const project of [undefined, null, '']) {
      expect((await source.identify(await provider.forge({ project })))?.project).to.equal(null);
    }
  });

  it('limits an expiry to the largest time that a Date can represent', async () => {
    const identity = await source.identify(await provider.forge({ exp: 1e300 }));
    expect(new Date(identity?.expiresAtMs ?? NaN).getTime()).to.equal(8.64e15);
  });

  it('accepts tokens of new keys after a rotation, and none of the old ones', async () => {
    const old = await provider.issue();
    expect(await source.identify(old)).to.not.equal(null);
    await provider.rotate();
    clock.turn(30_000);
    expect(await source.identify(await provider.issue())).to.not.equal(null);
    expect(await source.identify(old)).to.equal(null);
  });

  it('works without the provider for known keys, and reports the provider unreachable for others', async () => {
    const token = await provider.issue();
    const stranger = await makeSigningKey('RS256');
    const unknown = await provider.forge({}, {}, stranger);
    expect(await outcomeOf(source.identify(token))).to.not.be.oneOf([null, 'unreachable']);
    await provider.stop();
    try {
      clock.turn(3_600_000);
      const again = await provider.forge({ exp: nowS() + 7_200 });
      expect(await outcomeOf(source.identify(again))).to.not.be.oneOf([null, 'unreachable']);
      expect(await outcomeOf(source.identify(await provider.forge({ exp: nowS() + 7_200 }, {}, stranger)))).to.equal(
        'unreachable',
      );
      expect(await outcomeOf(open().identify(unknown))).to.equal('unreachable');
    } finally {
      await provider.listen();
    }
    clock.turn(30_000);
    expect(await outcomeOf(source.identify(await provider.forge({ exp: nowS() + 7_200 }, {}, stranger)))).to.equal(
      null,
    );
  });

  it('starts while the provider is away, and accepts tokens when the provider is back', async () => {
    const token = await provider.issue();
    await provider.stop();
    try {
      expect(await outcomeOf(source.identify(token))).to.equal('unreachable');
      // A credential that cannot belong to the provider causes no request.
      expect(await outcomeOf(source.identify('x.y.z'))).to.equal(null);
    } finally {
      await provider.listen();
    }
    expect(await outcomeOf(source.identify(token)), 'still within the 5 s in which nobody asks again').to.equal(
      'unreachable',
    );
    clock.turn(5_000);
    expect(await outcomeOf(source.identify(token))).to.not.be.oneOf([null, 'unreachable']);
  });

  it('reports the provider unreachable once it is closed', async () => {
    await source.close();
    expect(await outcomeOf(source.identify(await provider.issue()))).to.equal('unreachable');
  });
});

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>;
}

/** The token's claims, signed with a publicly known text. */
function hs256(token: string, kid: string, secret: string): string {
  const signed = `${encode({ alg: 'HS256', kid, typ: 'at+jwt' })}.${token.split('.')[1]}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
