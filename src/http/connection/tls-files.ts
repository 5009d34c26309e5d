/**
 * Certificate and key of the service, read from files that something else renews (certbot, a Kubernetes secret, an
 * administrator). A renewal renames files and swaps symbolic links one after the other.
 *
 *   read ─┬─► unchanged: nothing happens
 *         ├─► changed, and a matching pair: the follower gets it; new connections use it, open ones continue
 *         └─► changed, and no matching pair (half written, unreadable): the old pair stays in use; one warning
 *
 * The files are read when something changes in their folders, and when `reload` is called (SIGHUP). They are also read
 * every ten seconds, because a watch of a folder does not report a symbolic link that is swapped further up. Only the
 * content of the files counts, not their modification time.
 * Invariant: the certificate and key in use always belong together (test/wire/tls-files.test.ts).
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import tls from 'node:tls';
import type { Log } from '../../domain/log.js';

/** Each in PEM form. */
export interface TlsPaths {
  /** The certificate chain: the server's certificate, then the intermediate ones. */
  readonly certificate: string;
  readonly key: string;
  /** Certificate authorities: a client needs a certificate from one of them. Null: clients need no certificate. */
  readonly clientCa: string | null;
}

/** The content of the files; a server's secure context is built from it. */
export interface TlsMaterial {
  readonly cert: string;
  readonly key: string;
  readonly ca: string | null;
}

const CHECK_EVERY_MS = 10_000;
/** The delay between the first change and the read, because a renewal writes several files. */
const READ_DELAY_MS = 200;

const VARIABLE_OF = {
  cert: 'GUESTHOUSE_TLS_CERT',
  key: 'GUESTHOUSE_TLS_KEY',
  ca: 'GUESTHOUSE_TLS_CLIENT_CA',
} as const;
type Part = keyof typeof VARIABLE_OF;
/** The content of a file, or why it cannot be read. */
type Found = { readonly text: string } | { readonly problem: string };
type Contents = Readonly<Record<Part, Found | null>>;

/** The mistakes in the files, in sentences for the operator; empty if there are none. */
export function mistakesInTlsFiles(paths: TlsPaths): readonly string[] {
  const checked = checkFiles(readFilesSync(paths));
  return 'mistakes' in checked ? checked.mistakes : [];
}

/** Options for a new TLS server, or for its `setSecureContext`. */
export function secureContextOf({ cert, key, ca }: TlsMaterial): tls.SecureContextOptions {
  return { cert, key, ...(ca === null ? {} : { ca }), minVersion: 'TLSv1.2' };
}

export class TlsFiles {
  readonly #paths: TlsPaths;
  readonly #log: Log;
  readonly #watchers: FSWatcher[] = [];
  readonly #interval: NodeJS.Timeout;
  #delayedRead: NodeJS.Timeout | null = null;
  #material: TlsMaterial;
  /** The last unusable content as JSON, so that it causes only one warning. */
  #refused: string | null = null;
  #follow: (material: TlsMaterial) => void = () => undefined;
  #reloading: Promise<void> | null = null;
  #isReloadRequested = false;

  /** Throws if the files do not contain a certificate and its key. */
  constructor(paths: TlsPaths, log: Log, checkEveryMs = CHECK_EVERY_MS) {
    this.#paths = paths;
    this.#log = log;
    const checked = checkFiles(readFilesSync(paths));
    if ('mistakes' in checked) throw new Error(checked.mistakes.join('\n'));
    this.#material = checked.material;
    this.#logCertificate('certificate in use');
    for (const folder of new Set(filesOf(paths).map((file) => path.dirname(file)))) this.#watch(folder);
    this.#interval = setInterval(() => this.#reloadInBackground(), checkEveryMs);
  }

  get material(): TlsMaterial {
    return this.#material;
  }

  /** Sets the function to call with each new material. There is only one follower. */
  follow(follow: (material: TlsMaterial) => void): void {
    this.#follow = follow;
  }

  /** Reads the files now. Resolves when that is done. */
  async reload(): Promise<void> {
    // A read that is already running can miss a change, so another read follows it.
    this.#isReloadRequested = true;
    this.#reloading ??= this.#reloadWhileRequested().finally(() => (this.#reloading = null));
    await this.#reloading;
  }

  async close(): Promise<void> {
    clearInterval(this.#interval);
    if (this.#delayedRead !== null) clearTimeout(this.#delayedRead);
    for (const watcher of this.#watchers) watcher.close();
    await this.#reloading;
  }

  #watch(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, () => {
        this.#delayedRead ??= setTimeout(() => {
          this.#delayedRead = null;
          this.#reloadInBackground();
        }, READ_DELAY_MS);
      });
      watcher.on('error', () => watcher.close());
      this.#watchers.push(watcher);
    } catch (error) {
      this.#log.debug({ err: error, folder }, 'cannot watch a folder of certificates; checking it periodically');
    }
  }

  #reloadInBackground(): void {
    this.reload().catch((error: unknown) => this.#log.error({ err: error }, 'failed to reload the certificate'));
  }

  async #reloadWhileRequested(): Promise<void> {
    while (this.#isReloadRequested) {
      this.#isReloadRequested = false;
      this.#take(await readFiles(this.#paths));
    }
  }

  #take(contents: Contents): void {
    const checked = checkFiles(contents);
    if ('mistakes' in checked) {
      const seen = JSON.stringify(contents);
      if (seen === this.#refused) return;
      this.#refused = seen;
      this.#log.warn(
        { mistakes: checked.mistakes },
        'the changed certificate cannot be used; the old one stays in use',
      );
      return;
    }
    this.#refused = null;
    const { cert, key, ca } = checked.material;
    if (cert === this.#material.cert && key === this.#material.key && ca === this.#material.ca) return;
    this.#material = checked.material;
    this.#follow(checked.material);
    this.#logCertificate('certificate changed; new connections use the new one');
  }

  #logCertificate(what: string): void {
    const { validFrom, validTo, fingerprint256 } = new X509Certificate(this.#material.cert);
    const isValid = Date.parse(validFrom) <= Date.now() && Date.now() < Date.parse(validTo);
    const fields = { file: this.#paths.certificate, validFrom, validTo, fingerprint256 };
    if (isValid) this.#log.info(fields, what);
    else this.#log.warn(fields, `${what}, but it is not valid today; clients will reject it`);
  }
}

function filesOf({ certificate, key, clientCa }: TlsPaths): string[] {
  return [certificate, key, ...(clientCa === null ? [] : [clientCa])];
}

function readFilesSync({ certificate, key, clientCa }: TlsPaths): Contents {
  const read = (file: string): Found => {
    try {
      return { text: readFileSync(file, 'utf8') };
    } catch (error) {
      return unreadable(file, error);
    }
  };
  return { cert: read(certificate), key: read(key), ca: clientCa === null ? null : read(clientCa) };
}

async function readFiles({ certificate, key, clientCa }: TlsPaths): Promise<Contents> {
  const read = (file: string): Promise<Found> =>
    readFile(file, 'utf8').then(
      (text) => ({ text }),
      (error: unknown) => unreadable(file, error),
    );
  const [cert, itsKey, ca] = await Promise.all([
    read(certificate),
    read(key),
    clientCa === null ? null : read(clientCa),
  ]);
  return { cert, key: itsKey, ca };
}

function unreadable(file: string, error: unknown): Found {
  const { code = 'unknown' } = error as NodeJS.ErrnoException;
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    EACCES: 'this user has no permission to read it',
    EISDIR: 'it is a folder',
  };
  return { problem: `names ${file}, which cannot be read: ${reasons[code] ?? code}.` };
}

function checkFiles(contents: Contents): { readonly material: TlsMaterial } | { readonly mistakes: readonly string[] } {
  const mistakes: string[] = [];
  const check = <T>(part: Part, read: (text: string) => T): T | null => {
    const found = contents[part];
    if (found === null) return null;
    if ('problem' in found) {
      mistakes.push(`${VARIABLE_OF[part]} ${found.problem}`);
      return null;
    }
    try {
      return read(found.text);
    } catch (error) {
      mistakes.push(`${VARIABLE_OF[part]} ${error instanceof Unusable ? error.message : 'has unusable content.'}`);
      return null;
    }
  };
  const leaf = check('cert', (text) => certificatesIn(text)[0]);
  const key = check('key', privateKeyIn);
  check('ca', certificatesIn);
  if (leaf !== undefined && leaf !== null && key !== null && !leaf.checkPrivateKey(key)) {
    mistakes.push(
      'GUESTHOUSE_TLS_KEY is not the key of the certificate in GUESTHOUSE_TLS_CERT (the first one, if there are several).',
    );
  }
  if (mistakes.length > 0) return { mistakes };
  const material = { cert: textOf(contents.cert) ?? '', key: textOf(contents.key) ?? '', ca: textOf(contents.ca) };
  try {
    tls.createSecureContext(secureContextOf(material));
  } catch (error) {
    const { reason = 'unknown' } = error as { reason?: string };
    return { mistakes: [`GUESTHOUSE_TLS_CERT and GUESTHOUSE_TLS_KEY cannot be used: ${reason}.`] };
  }
  return { material };
}

/** An error whose message describes the mistake in a file; the caller puts the name of the file's variable in front. */
class Unusable extends Error {}

function textOf(found: Found | null): string | null {
  return found !== null && 'text' in found ? found.text : null;
}

function certificatesIn(text: string): X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw new Unusable('has no certificate in PEM form.');
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch {
    throw new Unusable('has a certificate that cannot be read.');
  }
}

function privateKeyIn(text: string): ReturnType<typeof createPrivateKey> {
  if (/ENCRYPTED/.test(text)) throw new Unusable('has a key that needs a passphrase. Remove the passphrase.');
  try {
    return createPrivateKey(text);
  } catch {
    throw new Unusable('has no private key in PEM form.');
  }
}
