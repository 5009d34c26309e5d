/**
 * TLS in the service itself: its effect on clients, certificates that change while the service runs, and connections
 * that never complete a handshake.
 */
import { once } from 'node:events';
import { X509Certificate } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import https from 'node:https';
import type { IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { expect } from 'chai';
import type { Guest, GuestList, Image, Index } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { newGuest } from '../support/api.js';
import { Authority, whyNoCertificates } from '../support/peers/certificates.js';
import { checkParserFault } from '../support/conformance.js';
import { sendNode, type NodeResponse, type NodeRequest } from '../support/peers/node-request.js';
import { sendRaw } from '../support/peers/raw-request.js';
import { Service } from '../support/service.js';
import { skip } from '../support/skip.js';

interface Pair {
  readonly certificate: string;
  readonly key: string;
}

describe('TLS', () => {
  let folder: string;
  let authority: Authority;
  let ca: string;
  let first: Pair;
  let second: Pair;
  let client: Pair;

  before(async function () {
    const reason = await whyNoCertificates();
    if (reason !== null) skip(this, 'openssl', reason);
    folder = await mkdtemp(path.join(tmpdir(), 'guesthouse-tls-'));
    authority = await Authority.make(folder, 'ca');
    ca = await readFile(authority.certificatePath, 'utf8');
    const subjects = ['DNS:localhost', 'DNS:guesthouse.example', 'IP:127.0.0.1'];
    first = await authority.signServer('first', subjects);
    second = await authority.signServer('second', subjects);
    client = await authority.signClient('client');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const fingerprintOf = async ({ certificate }: Pair): Promise<string> =>
    new X509Certificate(await readFile(certificate)).fingerprint256;

  /** Copies a pair into a folder and returns the settings that name it. */
  async function lay(pair: Pair, into: string): Promise<Record<string, string>> {
    await mkdir(into, { recursive: true });
    const [certificate, key] = [path.join(into, 'tls.crt'), path.join(into, 'tls.key')];
    for (const [from, to] of [
      [pair.certificate, certificate],
      [pair.key, key],
    ] as const) {
      await copyFile(from, `${to}.new`);
      await rename(`${to}.new`, to);
    }
    return { GUESTHOUSE_TLS_CERT: certificate, GUESTHOUSE_TLS_KEY: key };
  }

  function portOf({ url }: Service): number {
    return Number(new URL(url).port);
  }

  describe('with a server certificate', () => {
    let service: Service;
    let live: string;
    const sockets: Socket[] = [];
    before(async () => {
      live = path.join(folder, 'live');
      service = await Service.start({ env: { ...(await lay(first, live)), GUESTHOUSE_REQUEST_TIMEOUT: '2s' } });
    });
    afterEach(() => {
      for (const socket of sockets.splice(0)) socket.destroy();
    });
    after(() => service.leave());

    const send = (method: string, target: string, options: NodeRequest = {}): Promise<NodeResponse> =>
      sendNode(service.url, method, target, { ca, token: service.token, ...options });

    it('serves requests, including health checks', async () => {
      expect(service.url).to.match(/^https:\/\/127\.0\.0\.1:\d+$/);
      const response = await send('GET', '/healthz');
      expect(response.status).to.equal(200);
      expect(response.fingerprint).to.equal(await fingerprintOf(first));
      await eventually(async () => (await send('GET', '/readyz')).status === 200);
    });

    it('appears in Location, links and pages as the scheme https', async () => {
      const made = await send('POST', '/v1/guests', { json: newGuest() });
      expect(made.status).to.equal(201);
      const { href, links } = made.json<Guest>();
      expect(made.headers.get('location')).to.equal(service.url + href);
      expect(links.map((link) => new URL(link.href).origin)).to.deep.equal(Array(2).fill(service.url));
      await send('POST', '/v1/guests', { json: newGuest() });
      const list = await send('GET', '/v1/guests?limit=1');
      expect(list.headers.get('link')).to.contain(`<${service.url}/v1/guests?`);
      expect(list.json<GuestList>().guests).to.have.length(1);
      const named = await send('GET', '/v1', { headers: { host: 'guesthouse.example' } });
      expect(named.json<Index>().links[0]?.href).to.match(/^https:\/\/guesthouse\.example\//);
    });

    it('is announced by Strict-Transport-Security, except under loopback names', async () => {
      for (const [host, isStrict] of [
        ['guesthouse.example', true],
        ['guesthouse.example:8480', true],
        ['localhost', false],
        ['127.0.0.1:8480', false],
        ['[::1]', false],
      ] as const) {
        const response = await send('GET', '/healthz', { headers: { host } });
        expect(response.headers.get('strict-transport-security'), host).to.equal(isStrict ? 'max-age=31536000' : null);
      }
    });

    it('is version 1.2 or 1.3, and older clients are rejected', async () => {
      const versionOf = async (version: tls.SecureVersion): Promise<string> => {
        const ciphers = 'DEFAULT:@SECLEVEL=0';
        const socket = tls.connect({ port: portOf(service), ca, minVersion: version, maxVersion: version, ciphers });
        sockets.push(socket);
        try {
          await once(socket, 'secureConnect');
          return socket.getProtocol() ?? 'none';
        } catch (error) {
          return (error as NodeJS.ErrnoException).code ?? 'no code';
        }
      };
      expect(await versionOf('TLSv1.3')).to.equal('TLSv1.3');
      expect(await versionOf('TLSv1.2')).to.equal('TLSv1.2');
      expect(await versionOf('TLSv1.1')).to.equal('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
      expect(await versionOf('TLSv1')).to.equal('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
    });

    it('is required: a plain HTTP request is rejected (400) with a hint to use https', async () => {
      const response = await sendRaw(service.url, 'GET /v1/guests HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
      expect(response.status).to.equal(400);
      checkParserFault({ ...response, method: 'GET', pathname: '/v1/guests' });
      expect(response.fault().detail).to.contain('https://');
    });

    it('requires a prompt handshake: a silent, invalid or incomplete one is cut off', async () => {
      const texts = ['', 'hello\r\n\r\n', '\u0016\u0003\u0001\u0002\u0000\u0001', '\u0016\u0003\u0001\u00ff\u00ffxxxx'];
      await Promise.all(
        texts.map(async (text) => {
          const socket = connect(portOf(service), '127.0.0.1');
          sockets.push(socket);
          socket.on('error', () => undefined).resume();
          if (text !== '') socket.write(Buffer.from(text, 'latin1'));
          await once(socket, 'close');
        }),
      );
      // The service also cuts off a handshake that trickles in.
      const trickling = connect(portOf(service), '127.0.0.1');
      sockets.push(trickling);
      trickling.on('error', () => undefined).resume();
      trickling.write(Buffer.from('\u0016\u0003\u0001\u0040\u0000', 'latin1'));
      const timer = setInterval(() => trickling.write('\u0001'), 100);
      await once(trickling, 'close');
      clearInterval(timer);
      expect((await send('GET', '/healthz')).status).to.equal(200);
    });

    it('changes its certificate while the service runs, and open connections stay open', async () => {
      const agent = new https.Agent({ keepAlive: true, maxSockets: 1, maxCachedSessions: 0 });
      const kept = (): Promise<NodeResponse> => send('GET', '/v1/guests', { agent });
      expect((await kept()).fingerprint).to.equal(await fingerprintOf(first));
      await lay(second, live);
      const wanted = await fingerprintOf(second);
      await eventually(async () => (await send('GET', '/healthz')).fingerprint === wanted);
      expect((await kept()).fingerprint).to.equal(await fingerprintOf(first));
      agent.destroy();
      // The key belongs to another certificate, so the service keeps the pair that it uses.
      await copyFile(first.key, path.join(live, 'tls.key'));
      await eventually(() => service.log.some(({ msg }) => msg.includes('the old one stays in use')));
      expect((await send('GET', '/healthz')).fingerprint).to.equal(wanted);
    });

    it('ends with the service: running calls finish, and open handshakes do not delay the shutdown', async () => {
      await lay(second, live);
      const half = connect(portOf(service), '127.0.0.1');
      const idle = tls.connect({ port: portOf(service), ca });
      for (const socket of [half, idle]) {
        sockets.push(socket);
        socket.on('error', () => undefined).resume();
      }
      // The service may cut off the handshakes before it ends, because it does not wait for them indefinitely.
      const areCut = Promise.all([once(half, 'close'), once(idle, 'close')]);
      await Promise.all([once(half, 'connect'), once(idle, 'secureConnect')]);
      const json = { name: 'disk', kind: 'disk', format: 'raw' };
      const image = (await send('POST', '/v1/images', { json })).json<Image>();
      const upload = https.request(`${service.url}${image.href}/content`, {
        method: 'PUT',
        ca,
        agent: false,
        headers: {
          authorization: `Bearer ${service.token}`,
          'content-type': 'application/octet-stream',
          'content-length': 8,
          expect: '100-continue',
        },
      });
      const responded = once(upload, 'response') as Promise<[IncomingMessage]>;
      upload.flushHeaders();
      // From here on, the service has a running call.
      await once(upload, 'continue');
      upload.write('half');
      const stopped = service.stop();
      await areCut;
      upload.end('half');
      const [response] = await responded;
      expect(response.resume().statusCode).to.equal(200);
      expect(await stopped).to.equal(0);
      await service.start();
      expect((await send('GET', '/healthz')).status).to.equal(200);
    });
  });

  it('loads the certificate behind a changed symbolic link on SIGHUP', async () => {
    await lay(first, path.join(folder, 'one'));
    await lay(second, path.join(folder, 'two'));
    const current = path.join(folder, 'current');
    await symlink('one', current);
    const env = {
      GUESTHOUSE_TLS_CERT: path.join(current, 'tls.crt'),
      GUESTHOUSE_TLS_KEY: path.join(current, 'tls.key'),
    };
    const service = await Service.start({ env });
    try {
      await symlink('two', `${current}.new`);
      await rename(`${current}.new`, current);
      process.kill(service.pid, 'SIGHUP');
      const wanted = await fingerprintOf(second);
      await eventually(async () => (await sendNode(service.url, 'GET', '/healthz', { ca })).fingerprint === wanted);
    } finally {
      await service.leave();
    }
  });

  describe('with client certificates', () => {
    let service: Service;
    before(async () => {
      const env = await lay(first, path.join(folder, 'mutual'));
      service = await Service.start({ env: { ...env, GUESTHOUSE_TLS_CLIENT_CA: authority.certificatePath } });
    });
    after(() => service.leave());

    const send = async (pair: Pair | null, options: NodeRequest = {}): Promise<NodeResponse> => {
      const own = pair === null ? {} : { cert: await readFile(pair.certificate), key: await readFile(pair.key) };
      return sendNode(service.url, 'GET', '/v1/guests', { ca, ...own, ...options });
    };
    const refusal = (sent: Promise<NodeResponse>): Promise<unknown> =>
      sent.then(
        ({ status }) => status,
        (error: NodeJS.ErrnoException) => error.code,
      );

    it('still requires a credential', async () => {
      expect((await send(client, { token: service.token })).status).to.equal(200);
      expect((await send(client)).status).to.equal(401);
      expect((await send(client, { token: 'wrong' })).status).to.equal(401);
    });

    it('rejects a certificate that is missing, of another authority, or of the wrong kind', async () => {
      const { token } = service;
      const others = await Authority.make(folder, 'other-ca');
      const stranger = await others.signClient('stranger');
      // The handshake fails, but it depends on timing when the client notices.
      const isCut = (code: unknown): boolean => /^(ECONNRESET|EPIPE|EPROTO|ERR_SSL_\w+_ALERT_\w+)$/.test(String(code));
      const maxVersion = 'TLSv1.2';
      for (const pair of [null, stranger, second]) {
        for (const options of [{ token }, { token, maxVersion }] as const) {
          expect(await refusal(send(pair, options)), pair?.certificate).to.satisfy(isCut);
        }
      }
      expect((await send(client, { token, maxVersion })).status).to.equal(200);
    });
  });

  it('does not start a handshake for an address with too many connections', async () => {
    const env = { ...(await lay(first, path.join(folder, 'few'))), GUESTHOUSE_CONNECTIONS_MAX: '4' };
    const service = await Service.start({ env });
    const open = (): tls.TLSSocket => tls.connect({ port: portOf(service), ca }).on('error', () => undefined);
    const kept = [open(), open()];
    try {
      await Promise.all(kept.map((socket) => once(socket, 'secureConnect')));
      for (let index = 0; index < 5; index += 1) await new Promise((resolve) => open().resume().once('close', resolve));
      const complaints = (): unknown[] => service.log.filter(({ msg }) => msg.startsWith('rejecting connections'));
      await eventually(() => complaints().length > 0);
      expect(complaints()).to.have.length(1);
      kept[0]?.destroy();
      const isServed = (): Promise<boolean> =>
        sendNode(service.url, 'GET', '/healthz', { ca }).then(
          ({ status }) => status === 200,
          () => false,
        );
      await eventually(isServed);
    } finally {
      for (const socket of kept) socket.destroy();
      await service.leave();
    }
  });

  it('reports an unusable certificate at startup, with all other configuration errors', async () => {
    const env = { GUESTHOUSE_TLS_CERT: first.certificate, GUESTHOUSE_TLS_KEY: second.key, GUESTHOUSE_PORT: 'x' };
    const error = await Service.start({ env }).then(
      (service) => service.leave(),
      (thrown: unknown) => String(thrown),
    );
    expect(error).to.match(/ended with 2: GUESTHOUSE_TLS_KEY is not the key .*GUESTHOUSE_PORT/s);
  });
});
