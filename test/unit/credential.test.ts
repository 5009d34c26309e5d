/** The credential in the headers of a request. Whether it is valid is tested in test/http and test/dialects. */
import { expect } from 'chai';
import { basicBearerOrTokenHeader, basicCredential, bearerOrTokenHeader } from '../../src/http/access/credential.js';

const basic = (text: string | Buffer): string => `Basic ${Buffer.from(text).toString('base64')}`;

describe('A Basic credential', () => {
  for (const [what, authorization, user, secret] of [
    ['a user and a token', basic('ann:gh_secret'), 'ann', 'gh_secret'],
    ['a user with a domain', basic('ann@internal:gh_secret'), 'ann@internal', 'gh_secret'],
    ['a user in UTF-8', basic('åsa:gh_secret'), 'åsa', 'gh_secret'],
    ['a token with colons', basic('ann:a:b:c'), 'ann', 'a:b:c'],
    ['with the scheme in other case', basic('ann:gh_secret').replace('Basic', 'bAsIc'), 'ann', 'gh_secret'],
    ['with several spaces after the scheme', basic('ann:gh_secret').replace(' ', '   '), 'ann', 'gh_secret'],
  ] as const) {
    it(`can be ${what}`, () => {
      expect(basicCredential(authorization)).to.deep.equal({ secret, mistake: null, user });
    });
  }

  for (const [what, authorization] of [
    ['empty', 'Basic '],
    ['without the scheme', 'YW5uOmE='],
    ['of characters that base64 does not have', 'Basic YW5u!mE='],
    ['without the padding', 'Basic YW5uOmE'],
    ['with bits after the end', 'Basic YW5uOmF='],
    ['two values', 'Basic YW5uOmE= YW5uOmE='],
    ['not UTF-8', basic(Buffer.from([0xe5, 0x3a, 0x61]))],
    ['without a colon', basic('ann')],
    ['without a user', basic(':gh_secret')],
    ['without a token', basic('ann:')],
    ['with a space in the token', basic('ann:gh secret')],
    ['with a control character', basic('an\u0007n:gh_secret')],
    ['too long', basic(`ann:${'x'.repeat(20_000)}`)],
  ] as const) {
    it(`cannot be ${what}, and the mistake names no secret`, () => {
      const { secret, mistake, user } = basicCredential(authorization);
      expect([secret, user]).to.deep.equal([null, undefined]);
      expect(mistake)
        .to.match(/base64\.$/)
        .and.not.contain('secret');
    });
  }

  it('can be sent together with the same token in X-Auth-Token, and not with another', () => {
    const authorization = basic('ann:gh_secret');
    const expected = { secret: 'gh_secret', mistake: null, user: 'ann' };
    expect(basicBearerOrTokenHeader({ authorization, 'x-auth-token': 'gh_secret' })).to.deep.equal(expected);
    expect(basicBearerOrTokenHeader({ authorization, 'x-auth-token': 'gh_other' }).secret).to.equal(null);
  });

  it('is not accepted from web pages, to which browsers add it by themselves', () => {
    const authorization = basic('ann:gh_secret');
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:8480', '']) {
      expect(basicBearerOrTokenHeader({ authorization, origin }).secret, origin).to.equal(null);
      const bearer = { authorization: 'Bearer gh_secret', origin };
      expect(basicBearerOrTokenHeader(bearer).secret).to.equal('gh_secret');
    }
  });

  it('is accepted only where the dialect reads it, beside the two other forms', () => {
    const token = { secret: 'gh_secret', mistake: null };
    for (const headers of [{ authorization: 'Bearer gh_secret' }, { 'x-auth-token': 'gh_secret' }]) {
      expect(basicBearerOrTokenHeader(headers)).to.deep.equal(token);
      expect(bearerOrTokenHeader(headers)).to.deep.equal(token);
    }
    expect(basicBearerOrTokenHeader({})).to.deep.equal({ secret: null, mistake: null });
    expect(bearerOrTokenHeader({ authorization: basic('ann:gh_secret') }).secret).to.equal(null);
    expect(basicBearerOrTokenHeader({ authorization: 'Digest username="ann"' }).secret).to.equal(null);
  });
});
