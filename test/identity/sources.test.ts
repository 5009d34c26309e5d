/**
 * The identity sources that follow from a configuration: exactly the configured ones exist, and each accepts only its
 * own credentials.
 */
import { expect } from 'chai';
import { readConfig } from '../../src/config.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { identitySources } from '../../src/identity/sources.js';

const ISSUER = 'https://id.example';
const FERNET = `gAAAA${'x'.repeat(178)}`;
const SIGNED = `e30.${Buffer.from(JSON.stringify({ iss: ISSUER })).toString('base64url')}.x`;
const OURS = `gh_${'x'.repeat(43)}`;

describe('The identity sources', () => {
  const oidc = { GUESTHOUSE_OIDC_ISSUER: ISSUER, GUESTHOUSE_OIDC_AUDIENCE: 'guesthouse' };
  const keystone = { GUESTHOUSE_KEYSTONE_URL: 'https://keystone.example/v3' };
  /** Whether each source claims the provider's token, Keystone's token, and a token of this service. */
  async function claims(env: Record<string, string>): Promise<boolean[][]> {
    const sources = identitySources(readConfig(env, []), SILENT_LOG);
    const results = sources.map((source) => [SIGNED, FERNET, OURS].map((credential) => source.acceptsForm(credential)));
    await Promise.all(sources.map((source) => source.close()));
    return results;
  }

  it('are exactly the configured ones', async () => {
    expect(await claims({})).to.deep.equal([]);
    expect(await claims(oidc)).to.deep.equal([[true, false, false]]);
    expect(await claims(keystone)).to.deep.equal([[false, true, false]]);
  });

  it('receive no credentials that belong to other sources', async () => {
    expect(await claims({ ...oidc, ...keystone })).to.deep.equal([
      [true, false, false],
      [false, true, false],
    ]);
  });
});
