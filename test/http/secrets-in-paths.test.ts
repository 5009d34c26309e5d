/**
 * Secrets in paths: a client that puts a credential where an id belongs must not find it in the log, in a fault or in
 * the database. The natural mistake is to revoke a token by its secret.
 */
import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { hasSecret } from '../support/access/secrets.js';
import { Api } from '../support/api.js';
import { NATIVE } from '../support/contracts.js';
import { Service } from '../support/service.js';

const part = (bytes: number): string => randomBytes(bytes).toString('base64url');
const json = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
/** A credential of each kind that the service accepts: its own token, a signed token, a token of Keystone. */
const SECRETS = [
  `gh_${part(32)}`,
  `${json({ alg: 'RS256', typ: 'JWT' })}.${json({ sub: 'somebody', aud: 'guesthouse' })}.${part(64)}`,
  `gAAAAA${part(120)}`,
];

describe('A secret in a path', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start({ env: { GUESTHOUSE_LOG: 'debug' } });
    api = new Api(service);
  });
  after(() => service.leave());

  it('is neither in the log nor in the response, at any path of the contract', async () => {
    const paths = NATIVE.operations.map(({ method, path }) => ({ method: method.toUpperCase(), path }));
    for (const secret of SECRETS) {
      const encoded = `%${secret.charCodeAt(0).toString(16)}${secret.slice(1)}`;
      for (const { method, path } of [
        ...paths,
        { method: 'GET', path: '/v1/{nowhere}' },
        { method: 'GET', path: '/{x}' },
      ]) {
        for (const segment of [secret, encoded, `x${secret}`]) {
          const at = path.replace(/\{\w+\}/g, segment);
          if (at === path) continue;
          // The client of the tests rejects a fault with a secret, and `leave` a log with one.
          const response = await api.send(method, at);
          expect(hasSecret(JSON.stringify([...response.headers])) && response.status >= 400, at).to.equal(false);
        }
      }
    }
    const lines = service.log.filter(({ path }) => typeof path === 'string');
    expect(lines.length).to.be.above(SECRETS.length * paths.length);
    expect(
      lines.filter((line) => SECRETS.some((secret) => JSON.stringify(line).includes(secret.slice(-30)))),
    ).to.deep.equal([]);
    expect(lines.some(({ path }) => path === '/v1/tokens/***')).to.equal(true);
  });

  it('is reported as a mistake where the id of a token belongs', async () => {
    for (const method of ['GET', 'DELETE']) {
      const fault = await api.refused(404, 'TOKEN_NOT_FOUND', method, `/v1/tokens/${SECRETS[0]}`);
      expect(fault.detail).to.include('secret');
      expect(fault.instance).to.equal('/v1/tokens/***');
    }
  });
});
