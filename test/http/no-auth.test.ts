/**
 * A service without credentials (`GUESTHOUSE_AUTH=none`): programs on its own machine can do everything, and all other
 * callers are rejected.
 */
import { expect } from 'chai';
import type { Guest } from '../../generated/api-types.js';
import { Api, newGuest } from '../support/api.js';
import { sendNode, type NodeResponse } from '../support/peers/node-request.js';
import { sendRaw } from '../support/peers/raw-request.js';
import { Service } from '../support/service.js';

describe('A service without credentials', () => {
  let service: Service;
  let api: Api;
  let port: string;
  before(async () => {
    service = await Service.start({ env: { GUESTHOUSE_AUTH: 'none' } });
    api = new Api(service);
    ({ port } = new URL(service.url));
  });
  after(() => service.leave());

  const PATHS = [
    '/v1/guests',
    '/healthz',
    '/docs',
    '/docs/guide/getting-started',
    '/v1/openapi.json',
    '/metrics',
    '/nowhere',
    '/v1/nowhere',
    '/docs/assets/swagger-ui.css',
  ];

  function get(headers: Readonly<Record<string, string>>, path = '/v1/guests', method = 'GET'): Promise<NodeResponse> {
    return sendNode(service.url, method, path, { headers });
  }

  it('logs a warning when it starts', () => {
    const warning = service.log.find(({ level, msg }) => level === 40 && msg.includes('GUESTHOUSE_AUTH=none'));
    expect(warning).to.be.an('object');
  });

  it('requires no credential, and treats every caller as the user admin', async () => {
    const made = await api.expect(201, 'POST', '/v1/guests', { token: null, json: newGuest() });
    const { id, project_id, user_id } = made.json<Guest>();
    expect(user_id).to.be.a('string');
    expect((await api.guest(id)).project_id).to.equal(project_id);
  });

  it('ignores the credentials in a request', async () => {
    for (const authorization of ['Bearer nonsense', 'Basic YWRtaW46YWRtaW4=', '']) {
      await api.expect(200, 'GET', '/v1/guests', { headers: { authorization } });
    }
    expect((await sendNode(service.url, 'GET', '/v1/guests')).status).to.equal(200);
  });

  it('responds to requests under every name of its own machine', async () => {
    for (const host of [
      'localhost',
      'LocalHost',
      '127.0.0.1',
      '127.1.2.3',
      '[::1]',
      'localhost:1',
      `127.0.0.1:${port}`,
    ]) {
      expect((await get({ host })).status, host).to.equal(200);
    }
  });

  it('rejects (403) every other name at every path, because DNS rebinding could point it here', async () => {
    const hosts = [
      'evil.example',
      `evil.example:${port}`,
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      '10.0.0.1',
    ];
    hosts.push(
      '128.0.0.1',
      '127.0.0.256',
      '127.0.0',
      '[::2]',
      '0.0.0.0',
      'localhost@evil.example',
      'localhost:x',
      'evil.example,localhost',
    );
    for (const host of hosts) {
      const response = await get({ host });
      expect(response.status, host).to.equal(403);
      expect(response.fault().error_name, host).to.equal('FORBIDDEN');
    }
    for (const text of ['GET /v1 HTTP/1.1\r\nHost:\r\n', 'GET /v1 HTTP/1.0\r\n']) {
      expect((await sendRaw(service.url, `${text}Connection: close\r\n\r\n`)).status, text).to.equal(403);
    }
    for (const path of PATHS) expect((await get({ host: 'evil.example' }, path)).status, path).to.equal(403);
    expect((await get({ host: 'evil.example' }, '/v1/guests', 'OPTIONS')).status).to.equal(403);
    expect((await get({ host: 'evil.example' }, '/v1/guests', 'HEAD')).status).to.equal(403);
  });

  it('rejects (403) requests from web pages of other origins, and accepts those from its own', async () => {
    const host = `localhost:${port}`;
    const foreign = [
      'https://evil.example',
      'null',
      'http://localhost',
      `https://localhost:${port}`,
      `http://127.0.0.1:${port}`,
    ];
    foreign.push(`http://localhost:${port}.evil.example`, `http://localhost:${port}/`, 'file://', '');
    for (const origin of foreign) {
      for (const path of PATHS) {
        const response = await get({ host, origin }, path);
        expect(response.status, `${origin} ${path}`).to.equal(403);
      }
    }
    const json = newGuest();
    const forged = await sendNode(service.url, 'POST', '/v1/guests', {
      headers: { host, origin: 'https://evil.example' },
      json,
    });
    expect(forged.status).to.equal(403);
    await api.refused(404, 'GUEST_NOT_FOUND', 'GET', `/v1/guests/${json.name}`);
    const own = await sendNode(service.url, 'POST', '/v1/guests', {
      headers: { host, origin: `http://${host}` },
      json,
    });
    expect(own.status).to.equal(201);
    expect((await get({ host: 'localhost:80', origin: 'http://localhost' })).status).to.equal(200);
    expect((await get({ host: `[::1]:${port}`, origin: `http://[::1]:${port}` })).status).to.equal(200);
  });

  it('rejects (403) forwarded requests, because a proxy lets other machines in', async () => {
    const names = ['Forwarded', 'X-Forwarded', 'Via', 'CDN-Loop', 'X-Real-IP', 'X-Client-IP', 'True-Client-IP'];
    names.push('X-Forwarded-For', 'X-Forwarded-Proto', 'X-Forwarded-Host', 'X-Forwarded-Prefix', 'X-Forwarded-Server');
    names.push('X-Original-Forwarded-For', 'X-Original-Host', 'X-Original-URL', 'X-Cluster-Client-IP');
    names.push('CF-Connecting-IP', 'CF-Ray', 'Fastly-Client-IP', 'X-Envoy-External-Address', 'X-Amzn-Trace-Id');
    for (const name of names) {
      const response = await get({ [name]: 'for=127.0.0.1' });
      expect(response.status, name).to.equal(403);
      expect(response.fault().error_name, name).to.equal('FORBIDDEN');
    }
  });

  it('does not start with settings that make it reachable from other machines', async () => {
    const open: readonly Record<string, string>[] = [
      { GUESTHOUSE_HOST: '0.0.0.0' },
      { GUESTHOUSE_INSECURE: '1' },
      { GUESTHOUSE_TLS_CERT: '/x', GUESTHOUSE_TLS_KEY: '/x' },
    ];
    for (const env of open) {
      const error = await Service.start({ env: { GUESTHOUSE_AUTH: 'none', ...env } }).then(
        (started) => started.leave(),
        (thrown: unknown) => String(thrown),
      );
      expect(error).to.match(/ended with 2: .*GUESTHOUSE_AUTH=none/s);
    }
  });
});
