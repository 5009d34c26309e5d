/**
 * Certificates for one run of a test, made with openssl: an authority and the certificates that it signs. All keys are
 * P-256, and all certificates are valid for two days.
 */
import { execFile } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The reason why this machine cannot make certificates, or null. */
export async function whyNoCertificates(): Promise<string | null> {
  return await run('openssl', ['version']).then(
    () => null,
    () => 'openssl is not installed',
  );
}

export class Authority {
  readonly #folder: string;
  readonly #name: string;

  private constructor(folder: string, name: string) {
    this.#folder = folder;
    this.#name = name;
  }

  /** Writes `<name>.pem` and `<name>.key` into `folder`. */
  static async make(folder: string, name: string): Promise<Authority> {
    // Ignores the machine's openssl.cnf, which could add local settings.
    await writeFile(join(folder, 'openssl.cnf'), '[req]\ndistinguished_name=dn\n[dn]\n');
    const authority = new Authority(folder, name);
    await authority.#request(name, ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'], []);
    return authority;
  }

  get certificatePath(): string {
    return join(this.#folder, `${this.#name}.pem`);
  }

  /** Makes a server certificate for these names (`DNS:host`, `IP:127.0.0.1`). */
  async signServer(name: string, subjects: readonly string[]): Promise<{ certificate: string; key: string }> {
    return await this.#sign(name, ['extendedKeyUsage=serverAuth', `subjectAltName=${subjects.join(',')}`]);
  }

  async signClient(name: string): Promise<{ certificate: string; key: string }> {
    return await this.#sign(name, ['extendedKeyUsage=clientAuth']);
  }

  async #sign(name: string, extensions: readonly string[]): Promise<{ certificate: string; key: string }> {
    const signed = ['-CA', this.certificatePath, '-CAkey', join(this.#folder, `${this.#name}.key`)];
    const common = ['basicConstraints=critical,CA:FALSE', 'keyUsage=critical,digitalSignature,keyEncipherment'];
    return await this.#request(name, [...common, ...extensions], signed);
  }

  async #request(name: string, extensions: readonly string[], more: readonly string[]) {
    const paths = { certificate: join(this.#folder, `${name}.pem`), key: join(this.#folder, `${name}.key`) };
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    const files = ['-config', join(this.#folder, 'openssl.cnf'), '-out', paths.certificate, '-keyout', paths.key];
    const subject = ['-subj', `/CN=guesthouse test ${name}`, '-days', '2'];
    const added = extensions.flatMap((extension) => ['-addext', extension]);
    await run('openssl', ['req', '-x509', ...curve, ...files, ...subject, ...added, ...more]);
    // A daemon of another user must be able to read the key, which is useless outside of this test.
    await chmod(paths.key, 0o644);
    return paths;
  }
}
