/**
 * TLS files that other programs replace: the files are renamed, swapped behind links, half written, or gone. The tests
 * check which pair is used meanwhile.
 */
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { SILENT_LOG } from '../../src/domain/log.js';
import type { Log } from '../../src/domain/log.js';
import { mistakesInTlsFiles, TlsFiles } from '../../src/http/connection/tls-files.js';
import type { TlsMaterial } from '../../src/http/connection/tls-files.js';
import { eventually } from '../support/eventually.js';
import { Authority, whyNoCertificates } from '../support/peers/certificates.js';
import { skip } from '../support/skip.js';

/** Longer than any test, so that the interval never has an effect. */
const NEVER_MS = 600_000;

interface Pair {
  readonly certificate: string;
  readonly key: string;
}

describe('TLS files', () => {
  let made: string;
  let authority: Authority;
  let pairs: readonly [Pair, Pair, Pair];
  let folder: string;
  let files: TlsFiles | null = null;
  let followed: TlsMaterial[];
  let warnings: object[];

  before(async function () {
    const reason = await whyNoCertificates();
    if (reason !== null) skip(this, 'openssl', reason);
    made = await mkdtemp(path.join(tmpdir(), 'guesthouse-certificates-'));
    authority = await Authority.make(made, 'ca');
    const sign = (name: string): Promise<Pair> => authority.signServer(name, ['DNS:localhost']);
    pairs = [await sign('first'), await sign('second'), await sign('third')];
  });
  after(() => rm(made, { recursive: true, force: true }));
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'guesthouse-tls-'));
    followed = [];
    warnings = [];
  });
  afterEach(async () => {
    await files?.close();
    files = null;
    await rm(folder, { recursive: true, force: true });
  });

  function open(inFolder = folder, checkEveryMs = NEVER_MS): TlsFiles {
    const log: Log = { ...SILENT_LOG, warn: (fields) => void warnings.push(fields) };
    const paths = {
      certificate: path.join(inFolder, 'tls.crt'),
      key: path.join(inFolder, 'tls.key'),
      clientCa: null,
    };
    files = new TlsFiles(paths, log, checkEveryMs);
    files.follow((material) => followed.push(material));
    return files;
  }

  /** Writes each file under another name and then renames it, as a careful program does. */
  async function lay({ certificate, key }: Pair, into = folder): Promise<void> {
    await mkdir(into, { recursive: true });
    for (const [from, name] of [
      [certificate, 'tls.crt'],
      [key, 'tls.key'],
    ] as const) {
      await copyFile(from, path.join(into, `.${name}.new`));
      await rename(path.join(into, `.${name}.new`), path.join(into, name));
    }
  }

  /** Replaces the link in one step. */
  async function pointLink(link: string, target: string): Promise<void> {
    await symlink(target, `${link}.new`);
    await rename(`${link}.new`, link);
  }

  const textOf = ({ certificate }: Pair): Promise<string> => readFile(certificate, 'utf8');

  it('are used as they are at the start', async () => {
    await lay(pairs[0]);
    const { material } = open();
    expect(material.cert).to.equal(await textOf(pairs[0]));
    expect(material.key).to.equal(await readFile(pairs[0].key, 'utf8'));
  });

  it('are loaded again when they are renamed into place', async () => {
    await lay(pairs[0]);
    open();
    await lay(pairs[1]);
    await eventually(() => followed.length > 0);
    expect(followed[0]?.cert).to.equal(await textOf(pairs[1]));
    expect(files?.material).to.equal(followed[0]);
  });

  it('are loaded again when a link beside them is swapped, as Kubernetes does', async () => {
    await lay(pairs[0], path.join(folder, '..2026_1'));
    await lay(pairs[1], path.join(folder, '..2026_2'));
    await pointLink(path.join(folder, '..data'), '..2026_1');
    for (const name of ['tls.crt', 'tls.key']) await symlink(`..data/${name}`, path.join(folder, name));
    expect(open().material.cert).to.equal(await textOf(pairs[0]));
    await pointLink(path.join(folder, '..data'), '..2026_2');
    await rm(path.join(folder, '..2026_1'), { recursive: true });
    await eventually(() => followed.length > 0);
    expect(followed.map(({ cert }) => cert)).to.deep.equal([await textOf(pairs[1])]);
  });

  it('are loaded again when their links are swapped one by one, as certbot does it', async () => {
    const live = path.join(folder, 'live');
    await mkdir(live);
    for (const [index, pair] of pairs.entries()) await lay(pair, path.join(folder, `archive${index}`));
    for (const name of ['tls.crt', 'tls.key']) await symlink(`../archive0/${name}`, path.join(live, name));
    open(live);
    for (const name of ['tls.crt', 'tls.key']) await pointLink(path.join(live, name), `../archive1/${name}`);
    await eventually(() => followed.length > 0);
    expect(followed[0]?.cert).to.equal(await textOf(pairs[1]));
  });

  it('are checked periodically, because no watch sees a swapped link in a parent folder', async () => {
    await lay(pairs[0], path.join(folder, 'one'));
    await lay(pairs[1], path.join(folder, 'two'));
    await pointLink(path.join(folder, 'current'), 'one');
    open(path.join(folder, 'current'), 50);
    await pointLink(path.join(folder, 'current'), 'two');
    await eventually(() => followed.length > 0);
    expect(followed[0]?.cert).to.equal(await textOf(pairs[1]));
  });

  it('are checked on request', async () => {
    await lay(pairs[0], path.join(folder, 'one'));
    await lay(pairs[1], path.join(folder, 'two'));
    await pointLink(path.join(folder, 'current'), 'one');
    const check = () => files?.reload();
    open(path.join(folder, 'current'));
    await pointLink(path.join(folder, 'current'), 'two');
    expect(followed).to.be.empty;
    await check();
    expect(followed).to.have.length(1);
    await check();
    expect(followed).to.have.length(1);
  });

  const broken: Readonly<Record<string, () => Promise<void>>> = {
    'half written': async () => {
      await writeFile(path.join(folder, 'tls.crt'), (await textOf(pairs[1])).slice(0, 200));
    },
    empty: () => writeFile(path.join(folder, 'tls.crt'), ''),
    gone: () => rm(path.join(folder, 'tls.key')),
    'of two pairs': () => copyFile(pairs[1].key, path.join(folder, 'tls.key')),
    'no certificates at all': () => writeFile(path.join(folder, 'tls.key'), 'hello\n'),
  };
  for (const [what, breakFiles] of Object.entries(broken)) {
    it(`that are ${what} cause one log entry and have no other effect`, async () => {
      await lay(pairs[0]);
      const opened = open();
      await breakFiles();
      await opened.reload();
      await opened.reload();
      expect(followed).to.be.empty;
      expect(opened.material.cert).to.equal(await textOf(pairs[0]));
      expect(warnings).to.have.length(1);
      // The next valid pair is still loaded.
      await lay(pairs[2]);
      await opened.reload();
      expect(opened.material.cert).to.equal(await textOf(pairs[2]));
    });
  }

  it('that do not match are rejected at the start, with a message', async () => {
    await lay(pairs[0]);
    const certificate = path.join(folder, 'tls.crt');
    const key = path.join(folder, 'tls.key');
    const encrypted = path.join(folder, 'encrypted.key');
    await writeFile(encrypted, '-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII=\n-----END ENCRYPTED PRIVATE KEY-----\n');
    const clientCa = authority.certificatePath;
    expect(mistakesInTlsFiles({ certificate, key, clientCa })).to.be.empty;
    const say = (paths: Partial<Parameters<typeof mistakesInTlsFiles>[0]>): string =>
      mistakesInTlsFiles({ certificate, key, clientCa: null, ...paths }).join('\n');
    expect(say({ key: path.join(folder, 'none') })).to.match(/^GUESTHOUSE_TLS_KEY names .*: there is no such file\.$/);
    expect(say({ certificate: folder })).to.match(/^GUESTHOUSE_TLS_CERT names .*: it is a folder\.$/);
    expect(say({ certificate: key })).to.equal('GUESTHOUSE_TLS_CERT has no certificate in PEM form.');
    expect(say({ key: certificate })).to.equal('GUESTHOUSE_TLS_KEY has no private key in PEM form.');
    expect(say({ key: pairs[1].key })).to.contain('is not the key of the certificate');
    expect(say({ key: encrypted })).to.contain('passphrase');
    expect(say({ clientCa: key })).to.equal('GUESTHOUSE_TLS_CLIENT_CA has no certificate in PEM form.');
    expect(say({ certificate: folder, key: folder, clientCa: folder }).split('\n')).to.have.length(3);
    expect(() => open(path.join(folder, 'nowhere'))).to.throw(/no such file/);
  });
});
