/**
 * libvirt over TLS: a real libvirtd that requires certificates, which the test creates, and the test's own server for
 * what a real daemon does not do on demand. Everything runs on loopback.
 */
import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import tls from 'node:tls';
import { expect } from 'chai';
import { LibvirtConnection } from '../../backends/libvirt/rpc/connection.js';
import { ConnectionLost } from '../../backends/libvirt/rpc/errors.js';
import { environmentOfProcess } from '../../backends/libvirt/rpc/client-environment.js';
import { parseLibvirtUri } from '../../backends/libvirt/rpc/uri.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import type { Log } from '../../src/domain/log.js';
import { Authority, whyNoCertificates } from '../support/peers/certificates.js';
import { withUnusedPort } from '../support/peers/unused-port.js';
import { SessionLibvirtd, whyNoLibvirtd } from '../support/peers/session-libvirtd.js';
import { skip } from '../support/skip.js';
import { afterHandshake, caught, failure, keepalive, Peer } from '../wire/scripted-libvirt.js';

const { signal } = new AbortController();

describe('A libvirt connection over TLS', () => {
  let folder = '';
  let daemon: SessionLibvirtd | null = null;
  let port: number;
  let warnings: string[];
  /** Folders in the layout of `pkipath`. */
  const pki = { good: '', withoutIdentity: '', otherAuthority: '', strangersIdentity: '', withoutAuthority: '' };

  before(async function () {
    const reason = (await whyNoLibvirtd()) ?? (await whyNoCertificates());
    if (reason !== null) skip(this, 'libvirt', reason);
    folder = await SessionLibvirtd.makeFolder();
    const ours = await Authority.make(folder, 'ca');
    const others = await Authority.make(folder, 'other-ca');
    // The certificate is not valid for 127.0.0.1, so that a client can address the same server by a name that the
    // certificate lacks.
    const server = await ours.signServer('server', ['DNS:localhost']);
    const client = await ours.signClient('client');
    const stranger = await others.signClient('stranger');
    const writePki = async (name: keyof typeof pki, files: Record<string, string>): Promise<void> => {
      pki[name] = join(folder, `pki-${name}`);
      await mkdir(pki[name]);
      for (const [to, from] of Object.entries(files)) await copyFile(from, join(pki[name], to));
    };
    const identity = { 'clientcert.pem': client.certificate, 'clientkey.pem': client.key };
    const strange = { 'clientcert.pem': stranger.certificate, 'clientkey.pem': stranger.key };
    await writePki('good', { 'cacert.pem': ours.certificatePath, ...identity });
    await writePki('withoutIdentity', { 'cacert.pem': ours.certificatePath });
    await writePki('otherAuthority', { 'cacert.pem': others.certificatePath, ...identity });
    await writePki('strangersIdentity', { 'cacert.pem': ours.certificatePath, ...strange });
    await writePki('withoutAuthority', identity);
    const files = { key_file: server.key, cert_file: server.certificate, ca_file: ours.certificatePath };
    ({ daemon, port } = await SessionLibvirtd.startOnPort(folder, (tlsPort) => {
      const settings = Object.entries({ ...files, tls_port: tlsPort, listen_addr: '127.0.0.1', auth_tls: 'none' });
      return ['listen_tls = 1', 'listen_tcp = 0', ...settings.map(([name, value]) => `${name} = "${value}"`)];
    }));
  });

  beforeEach(() => {
    warnings = [];
  });

  after(async () => {
    await daemon?.stop();
    if (folder !== '') await rm(folder, { recursive: true, force: true });
  });

  const log: Log = { ...SILENT_LOG, warn: (_, message) => void warnings.push(message) };
  const open = (host: string, pkiPath: string, more = '', to = port): Promise<LibvirtConnection> =>
    LibvirtConnection.open(parseLibvirtUri(`test+tls://${host}:${to}/default?pkipath=${pkiPath}${more}`), {
      signal,
      log,
    });
  const expectToWork = async (connection: LibvirtConnection): Promise<void> => {
    expect(await connection.call('ConnectGetUri', undefined, { signal })).to.deep.equal({ uri: 'test:///default' });
    await connection.close();
  };
  const expectRefused = async (opening: Promise<unknown>, ...words: string[]): Promise<void> => {
    const error = await failure(opening, ConnectionLost);
    expect(error.wasSent).to.equal(false);
    for (const word of words) expect(error.message).to.contain(word);
  };

  it('opens when client and server trust each other’s certificate', async () => {
    await expectToWork(await open('localhost', pki.good));
    expect(warnings).to.deep.equal([]);
  });

  it('reads the files from libvirt’s usual places: the user’s first, then the system’s', async () => {
    const home = join(folder, 'home');
    await mkdir(join(home, '.pki/libvirt'), { recursive: true });
    for (const name of ['clientcert.pem', 'clientkey.pem']) {
      await copyFile(join(pki.good, name), join(home, '.pki/libvirt', name));
    }
    const pkiFolder = join(folder, 'system-pki');
    await mkdir(join(pkiFolder, 'CA'), { recursive: true });
    await copyFile(join(pki.good, 'cacert.pem'), join(pkiFolder, 'CA/cacert.pem'));
    const environment = { ...environmentOfProcess(), uid: 1000, homeFolder: home, pkiFolder };
    const uri = parseLibvirtUri(`test+tls://localhost:${port}/default`);
    await expectToWork(await LibvirtConnection.open(uri, { signal, log, environment }));
  });

  it('rejects a server of another authority', async () => {
    await expectRefused(open('localhost', pki.otherAuthority), 'localhost', 'certificate');
  });

  it('rejects a server whose certificate lacks its name', async () => {
    await expectRefused(open('127.0.0.1', pki.good), '127.0.0.1', "does not match certificate's altnames");
  });

  it('rejects every server when the authority’s certificate is missing, and names the missing file', async () => {
    await expectRefused(open('localhost', pki.withoutAuthority), join(pki.withoutAuthority, 'cacert.pem'));
  });

  it('fails without a client certificate, or with one of another authority', async () => {
    await expectRefused(open('localhost', pki.withoutIdentity), 'localhost');
    await expectRefused(open('localhost', pki.strangersIdentity), 'localhost');
  });

  it('accepts any server with no_verify=1, and logs a warning', async () => {
    for (const [host, path] of [
      ['127.0.0.1', pki.good],
      ['localhost', pki.otherAuthority],
      ['localhost', pki.withoutAuthority],
    ] as const) {
      warnings = [];
      await expectToWork(await open(host, path, '&no_verify=1'));
      expect(warnings).to.have.length(1);
      expect(warnings[0]).to.contain('no_verify');
    }
  });

  it('fails with a clear message when no server listens', async () => {
    await withUnusedPort((unusedPort) => expectRefused(open('localhost', pki.good, '', unusedPort), 'ECONNREFUSED'));
  });

  describe('to a server that', () => {
    let server: tls.Server;
    const sockets = new Set<tls.TLSSocket>();

    afterEach(async () => {
      for (const socket of sockets) socket.destroy();
      sockets.clear();
      await new Promise((resolve) => server.close(resolve));
    });

    const serve = async (onConnection: (socket: tls.TLSSocket) => void): Promise<number> => {
      const [cert, key] = [await readFile(join(folder, 'server.pem')), await readFile(join(folder, 'server.key'))];
      server = tls.createServer({ cert, key }, (socket) => {
        sockets.add(socket.on('error', () => undefined));
        onConnection(socket);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return (server.address() as { port: number }).port;
    };

    it('rejects the client certificate fails with that reason', async () => {
      const to = await serve((socket) => socket.write(Buffer.from([0])));
      await expectRefused(open('localhost', pki.good, '', to), "does not accept this client's certificate");
    });

    it('closes after the handshake fails as if the certificate was rejected', async () => {
      const to = await serve((socket) => socket.end());
      await expectRefused(open('localhost', pki.good, '', to), "does not accept this client's certificate");
    });

    it('is silent after the handshake waits until its signal aborts it', async () => {
      const abort = new AbortController();
      const to = await serve(() => abort.abort(new Error('waited long enough')));
      const uri = parseLibvirtUri(`test+tls://localhost:${to}/default?pkipath=${pki.good}`);
      expect(await caught(LibvirtConnection.open(uri, { signal: abort.signal, log }))).to.equal(abort.signal.reason);
    });

    it('sends its welcome and first packets together receives all of them', async () => {
      const to = await serve((socket) => {
        // The server sends a ping before any call. Bytes that follow the welcome must reach the connection.
        const peer = new Peer(
          socket,
          afterHandshake((call, by) => by.reply(call, 'ConnectGetUri', { uri: 'test:///default' })),
        );
        peer.send(Buffer.from([1]), keepalive('ping'));
        void peer.until(() => peer.keepalives.length > 0).then(() => (pongs = peer.keepalives.length));
      });
      let pongs = 0;
      await expectToWork(await open('localhost', pki.good, '', to));
      expect(pongs).to.equal(1);
    });
  });
});
