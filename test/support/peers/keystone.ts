/**
 * A real Keystone for tests: Debian's, with SQLite and keys in its own folder, on a loopback port. `stop` ends it, and
 * `start` starts it again at the same address with its data. It touches nothing else, and `leave` removes everything.
 */
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess, ChildProcessByStdio } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';

const PYTHON = '/usr/bin/python3';
const SERVE = '/usr/bin/keystone-wsgi-public';
const PASSWORD = 'only-for-this-test';
/**
 * Runs `keystone-manage db_sync` and `bootstrap` in one process, because each takes seconds to load. The database uses
 * write-ahead logging, because otherwise a reader that Keystone leaves open within a request would block the request's
 * own writes.
 */
const PREPARE = `
import sqlite3, sys
from keystone.cmd import cli
folder, password = sys.argv[1:]
sqlite3.connect(folder + '/keystone.sqlite').execute('pragma journal_mode = wal')
for command in (['db_sync'], ['bootstrap', '--bootstrap-password', password]):
    cli.CONF.reset()
    cli.main(['keystone-manage', '--config-file', folder + '/keystone.conf', *command])
`;
const run = promisify(execFile);

/** The instances that are still running. An aborted test run stops them when it exits. */
const present = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of present) child.kill('SIGKILL');
});

/** The reason why this machine cannot start a Keystone, or null. */
export async function whyNoKeystone(): Promise<string | null> {
  try {
    await access(SERVE);
    return null;
  } catch {
    return 'Keystone is not installed (make identity-services)';
  }
}

export interface KeystoneStart {
  /** The lifetime of the tokens that it issues from now on. */
  readonly tokenSeconds?: number;
  readonly provider?: 'fernet' | 'jws';
}

/** The scope of a token. A token without a scope is unscoped. */
export type Scope =
  { readonly kind: 'project' | 'domain'; readonly id: string } | { readonly kind: 'system'; readonly id?: never };

/** A resource of its API; all have an id. */
export interface Resource {
  readonly id: string;
  readonly [member: string]: unknown;
}

export class Keystone {
  readonly #folder: string;
  #child: ChildProcess | null = null;
  #port = 0;
  #administrator: string | null = null;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async make(): Promise<Keystone> {
    const keystone = new Keystone(await mkdtemp(path.join(tmpdir(), 'guesthouse-keystone-')));
    try {
      await keystone.#prepare();
      await keystone.start();
    } catch (error) {
      await keystone.leave();
      throw error;
    }
    return keystone;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/v3`;
  }

  /** Resolves when Keystone listens. */
  async start({ tokenSeconds = 3_600, provider = 'fernet' }: KeystoneStart = {}): Promise<void> {
    await this.#configure(tokenSeconds, provider);
    this.#administrator = null;
    const log = await open(path.join(this.#folder, 'serve.log'), 'a');
    const child = spawn(SERVE, ['--host', '127.0.0.1', '--port', String(this.#port)], {
      env: { ...this.#env, OS_KEYSTONE_CONFIG_DIR: this.#folder, OS_KEYSTONE_CONFIG_FILES: 'keystone.conf' },
      stdio: ['ignore', 'pipe', log.fd],
    }) as ChildProcessByStdio<null, Readable, null>;
    await log.close();
    this.#child = child;
    present.add(child);
    child.once('exit', () => present.delete(child));
    this.#port = await new Promise<number>((resolve, reject) => {
      createInterface(child.stdout).on('line', (line) => {
        const port = /^Available at http:\/\/\S+:(\d+)\//.exec(line)?.[1];
        if (port !== undefined) resolve(Number(port));
      });
      child.once('error', reject);
      child.once('exit', (code) => {
        void readFile(path.join(this.#folder, 'serve.log'), 'utf8').then((text) =>
          reject(new Error(`Keystone ended with ${code}: ${text.slice(-2_000)}`)),
        );
      });
    });
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  async leave(): Promise<void> {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Issues a token for a user of the test, or for `admin`. */
  async issue(scope: Scope | null, userId?: string): Promise<string> {
    const user = userId === undefined ? { name: 'admin', domain: { id: 'default' } } : { id: userId };
    return await this.issueBy({ methods: ['password'], password: { user: { ...user, password: PASSWORD } } }, scope);
  }

  async issueBy(identity: object, scope: Scope | null): Promise<string> {
    const { kind, id } = scope ?? {};
    const part = kind === 'system' ? { system: { all: true } } : { [kind ?? '']: { id } };
    const body = { auth: { identity, ...(scope === null ? {} : { scope: part }) } };
    const response = await this.#send('POST', '/auth/tokens', body);
    return response.headers.get('x-subject-token') ?? '';
  }

  async revoke(token: string): Promise<void> {
    await this.#send('DELETE', '/auth/tokens', undefined, token, { 'x-subject-token': token });
  }

  async makeUser(name: string, domainId = 'default'): Promise<Resource> {
    return await this.make('user', { name, domain_id: domainId, password: PASSWORD });
  }

  /** Creates a resource of its API. `kind` is the singular name. */
  async make(kind: string, members: object, at = `/${kind}s`, token?: string): Promise<Resource> {
    const response = await this.#send('POST', at, { [kind]: members }, token);
    return ((await response.json()) as Record<string, Resource>)[kind] as Resource;
  }

  /** Gives a user the role with this name. */
  async grant(
    role: string,
    userId: string,
    on: { readonly kind: 'project' | 'domain'; readonly id: string },
  ): Promise<void> {
    const found = (await (await this.#send('GET', `/roles?name=${encodeURIComponent(role)}`)).json()) as {
      roles: Resource[];
    };
    await this.#send('PUT', `/${on.kind}s/${on.id}/users/${userId}/roles/${found.roles[0]?.id}`);
  }

  /** Sends a request as administrator of the whole system, unless another token is given. Throws if it fails. */
  async #send(
    method: string,
    at: string,
    body?: object,
    token?: string,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const isLogin = method === 'POST' && at === '/auth/tokens';
    const sent = new Headers({ 'content-type': 'application/json', ...headers });
    if (!isLogin) sent.set('x-auth-token', token ?? (this.#administrator ??= await this.issue({ kind: 'system' })));
    const response = await fetch(this.url + at, {
      method,
      headers: sent,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${at}: ${response.status} ${await response.text()}`);
    return response;
  }

  get #env(): NodeJS.ProcessEnv {
    return { PATH: '/usr/bin:/bin', HOME: this.#folder, PYTHONDONTWRITEBYTECODE: '1' };
  }

  async #prepare(): Promise<void> {
    for (const name of ['fernet', 'credential', 'jws', 'jws/public']) {
      await mkdir(path.join(this.#folder, name), { mode: 0o700 });
    }
    // Writes the files of `fernet_setup` and `credential_setup`, which would take three seconds each.
    for (const name of ['fernet', 'credential']) {
      for (const number of ['0', '1']) {
        const key = randomBytes(32).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
        await writeFile(path.join(this.#folder, name, number), key, { mode: 0o600 });
      }
    }
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = { publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }) };
    await writeFile(path.join(this.#folder, 'jws/public/public.pem'), pem.publicKey);
    await writeFile(
      path.join(this.#folder, 'jws/private.pem'),
      pair.privateKey.export({ type: 'pkcs8', format: 'pem' }),
      { mode: 0o600 },
    );
    await this.#configure(3_600, 'fernet');
    await run(PYTHON, ['-c', PREPARE, this.#folder, PASSWORD], { env: this.#env });
  }

  async #configure(tokenSeconds: number, provider: 'fernet' | 'jws'): Promise<void> {
    const lines = [
      '[DEFAULT]',
      `log_file = ${this.#folder}/keystone.log`,
      '[database]',
      `connection = sqlite:///${this.#folder}/keystone.sqlite`,
      'sqlite_synchronous = false',
      '[fernet_tokens]',
      `key_repository = ${this.#folder}/fernet`,
      // Keystone always opens this repository too. Its default is in /etc/keystone, which may not exist.
      '[fernet_receipts]',
      `key_repository = ${this.#folder}/fernet`,
      '[credential]',
      `key_repository = ${this.#folder}/credential`,
      '[jwt_tokens]',
      `jws_public_key_repository = ${this.#folder}/jws/public`,
      `jws_private_key_repository = ${this.#folder}/jws`,
      '[token]',
      `expiration = ${tokenSeconds}`,
      `provider = ${provider}`,
      // The least hashing work that Keystone allows for passwords, because these passwords protect nothing.
      '[identity]',
      'password_hash_rounds = 4',
      '',
    ];
    await writeFile(path.join(this.#folder, 'keystone.conf'), lines.join('\n'));
  }
}
