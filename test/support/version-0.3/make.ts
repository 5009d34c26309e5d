/**
 * The program that made the databases of version 0.3 in this folder. Run it only to make them again:
 *
 *   git worktree add /tmp/v03 040cbed2^ && cd /tmp/v03 && npm ci && npx tsc -p tsconfig.build.json
 *   createdb v03 && DATABASE_URL=postgres:///v03 npx tsx test/support/version-0.3/make.ts /tmp/v03 fake
 *   createdb v03q && DATABASE_URL=postgres:///v03q npx tsx test/support/version-0.3/make.ts /tmp/v03 qmp
 *
 * It starts the service of version 0.3 on an empty database (PostgreSQL 15, so that each later version can read the
 * dump), uses every kind of resource that 0.3 had, records what the service shows, kills the service while it runs an
 * operation, and dumps the database. It writes:
 *
 *   tables.sql, indexes.sql    the schema, before and after the rows
 *   <backend>.sql              the rows, with the data folder, the machine and its name replaced (databases.ts)
 *   <backend>-shown.jsonl      what the service shows: a resource on each line
 *   fake-journal.jsonl         the file in which the simulated hypervisor keeps its guests
 *   fake-admin-token.txt       the token of the first user, which is valid only in this database
 */
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { processesThatName } from '../service.js';
import { contentOf, PLACEHOLDERS } from './databases.js';

const FOLDER = import.meta.dirname;
const [, , program = '', backend = ''] = process.argv;
const databaseUrl = process.env['DATABASE_URL'] ?? '';

const RECORDED = ['hosts', 'projects', 'users', 'groups', 'images', 'guests', 'operations', 'events', 'tokens'];
const withoutLinks = (key: string, value: unknown): unknown => (key === 'links' ? undefined : value);

class Client {
  constructor(
    readonly url: string,
    readonly token: string,
  ) {}

  async send(method: string, target: string, json?: unknown, headers: Record<string, string> = {}): Promise<Sent> {
    const body = json instanceof Uint8Array ? json : json === undefined ? null : JSON.stringify(json);
    const type = json instanceof Uint8Array ? 'application/octet-stream' : 'application/json';
    const patch = method === 'PATCH' ? 'application/merge-patch+json' : type;
    const response = await fetch(this.url + target, {
      method,
      body,
      headers: {
        authorization: `Bearer ${this.token}`,
        prefer: 'wait=60',
        ...(body === null ? {} : { 'content-type': patch }),
        ...headers,
      },
    });
    const text = await response.text();
    return { status: response.status, value: text === '' ? null : (JSON.parse(text) as unknown) };
  }

  /** Throws unless the response is a success. */
  async make(method: string, target: string, json?: unknown, headers: Record<string, string> = {}): Promise<unknown> {
    const { status, value } = await this.send(method, target, json, headers);
    if (status >= 300) throw new Error(`${method} ${target}: ${status} ${JSON.stringify(value)}`);
    return value;
  }
}

interface Sent {
  readonly status: number;
  readonly value: unknown;
}

async function startVersion03(dataFolder: string): Promise<{ client: Client; service: ChildProcess }> {
  const service = spawn(process.execPath, [path.join(program, 'dist/src/main.js')], {
    cwd: dataFolder,
    env: {
      ...{ PATH: process.env['PATH'], DATABASE_URL: databaseUrl, GUESTHOUSE_DATA: dataFolder, GUESTHOUSE_PORT: '0' },
      ...{ GUESTHOUSE_BACKEND: backend, GUESTHOUSE_ACCEL: 'tcg' },
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    service.once('exit', (code) => reject(new Error(`version 0.3 ended with ${code}`)));
    createInterface({ input: service.stdout }).on('line', (line) => {
      const entry = JSON.parse(line) as { msg: string; url: string };
      if (entry.msg === 'serving') resolve(entry.url);
    });
  });
  const token = (await readFile(path.join(dataFolder, 'admin.token'), 'utf8')).trim();
  return { client: new Client(url, token), service };
}

/** A second project, users, groups, roles and tokens. */
async function makeAccess(client: Client): Promise<void> {
  await client.make('POST', '/v1/projects', { name: 'shop', description: 'The web shop' });
  await client.make('POST', '/v1/users', { name: 'ann' });
  await client.make('POST', '/v1/groups', { name: 'operators' });
  await client.make('POST', '/v1/projects/shop/permissions', { user: 'ann', role: 'owner' });
  await client.make('POST', '/v1/projects/default/permissions', { group: 'operators', role: 'operator' });
  await client.make('POST', '/v1/tokens', { name: 'laptop', user: 'ann', project: 'shop' });
}

async function makeImages(client: Client): Promise<void> {
  const images = [
    { name: 'kernel', kind: 'kernel' },
    { name: 'initrd', kind: 'initrd' },
    { name: 'appliance', kind: 'disk', format: 'raw', shared: true },
    { name: 'installer', kind: 'iso' },
  ];
  for (const image of images) {
    await client.make('POST', '/v1/images', image);
    const size = image.kind === 'disk' ? 1024 ** 2 : 64 * 1024;
    await client.make('PUT', `/v1/images/${image.name}/content`, contentOf(image.name, size));
  }
  await client.make('POST', '/v1/images', { name: 'announced', kind: 'disk', format: 'qcow2' });
}

/** Guests of every kind. Together they have more vCPUs than a host offers with the default ratio of today. */
async function makeFakeGuests(client: Client): Promise<void> {
  const inShop = { 'x-project-id': 'shop' };
  await client.make('POST', '/v1/guests?start=true', {
    ...{ name: 'web-1', vcpus: 2, memory_mib: 512, metadata: { tier: 'front', 'example.com:owner': 'Ann Ö.' } },
    boot: { kernel_image: 'kernel', initrd_image: 'initrd', cmdline: 'console=ttyS0' },
    disks: [
      { image: 'appliance', size_mib: 64 },
      { size_mib: 32, bus: 'sata' },
      { media: 'cdrom', image: 'installer' },
    ],
    nics: [{}, { network: 'lab', mac: '52:54:00:00:00:31', model: 'e1000' }],
  });
  await client.make('POST', '/v1/guests', { name: 'idle', vcpus: 1, memory_mib: 128 });
  const large = { name: 'large', vcpus: 2, memory_mib: 256, firmware: 'uefi', nics: [{ network: 'lab' }] };
  await client.make('POST', '/v1/guests', large, inShop);
  for (const name of ['large-2', 'large-3', 'large-4'])
    await client.make('POST', '/v1/guests', { ...large, name }, inShop);
  await client.make('POST', '/v1/guests?start=true', { name: 'asleep', vcpus: 1, memory_mib: 128 });
  await client.make('POST', '/v1/guests/asleep/suspend');
  await client.make('POST', '/v1/guests', { name: 'gone', vcpus: 1, memory_mib: 64 });
  await client.make('DELETE', '/v1/guests/gone');
  await client.make('PATCH', '/v1/guests/idle', { name: 'Idle', description: 'Nobody uses it', memory_mib: 192 });
  await client.make('POST', '/v1/guests/idle/permissions', { user: 'ann', role: 'operator' });
  const key = { 'idempotency-key': 'made-by-0.3' };
  await client.make('POST', '/v1/guests', { name: 'keyed', vcpus: 1, memory_mib: 64 }, key);
  await client.make('PATCH', `/v1/hosts/${await onlyHost(client)}/metadata`, { rack: '3' });
  const busy = await client.send('POST', '/v1/guests/web-1/start');
  if (busy.status !== 200) throw new Error(`a start of a running guest: ${busy.status}`);
}

async function makeQmpGuests(client: Client): Promise<void> {
  const disks = [{ image: 'appliance', size_mib: 16 }, { size_mib: 8 }];
  await client.make('POST', '/v1/guests?start=true', { name: 'real', vcpus: 1, memory_mib: 128, disks, nics: [{}] });
  await client.make('POST', '/v1/guests', { name: 'off', vcpus: 2, memory_mib: 256, nics: [{}, {}] });
}

async function onlyHost(client: Client): Promise<string> {
  const { hosts } = (await client.make('GET', '/v1/hosts')) as { hosts: { id: string }[] };
  return hosts[0]?.id ?? '';
}

/** Each resource, with the name of its collection. */
async function record(client: Client, collections: readonly string[]): Promise<object[]> {
  const recorded: object[] = [];
  for (const of of collections) {
    const isOfProjects = ['images', 'guests', 'operations', 'events', 'tokens'].includes(of);
    const found = await client.make('GET', `/v1/${of}?limit=1000${isOfProjects ? '&all_projects=true' : ''}`);
    for (const shown of (found as Record<string, object[]>)[of] ?? []) recorded.push({ of, shown });
  }
  return recorded;
}

/** Starts a guest on a host that does not respond, so that the operation stays open. */
async function beginOperation(client: Client, dataFolder: string): Promise<void> {
  for (const pid of simulators(dataFolder)) process.kill(pid, 'SIGSTOP');
  const { status } = await client.send('POST', '/v1/guests/idle/start', undefined, { prefer: '' });
  if (status !== 202) throw new Error(`the start of a guest: ${status}`);
  await sleep(500);
}

const simulators = (dataFolder: string): number[] => processesThatName(dataFolder).map(Number);

async function dump(section: 'pre-data' | 'data' | 'post-data', file: string): Promise<void> {
  const options = ['--no-owner', '--no-privileges', '--no-comments', '--inserts', '--rows-per-insert=1000'];
  const maxBuffer = 64 * 1024 ** 2;
  const { stdout } = await promisify(execFile)('pg_dump', [...options, `--section=${section}`, databaseUrl], {
    maxBuffer,
  });
  // Without what only psql or a person reads.
  const lines = stdout.split('\n').filter((line) => line !== '' && !/^(--|\\)/.test(line));
  const header = '-- Of a database of version 0.3; written by pg_dump (make.ts). Do not edit.';
  await writeFile(path.join(FOLDER, file), replace([header, ...lines, ''].join('\n')));
}

const dataFolder = await mkdtemp(path.join(tmpdir(), 'guesthouse-v03-'));
const machineId = (await readFile('/etc/machine-id', 'utf8')).trim();
const replacements: readonly (readonly [string, string])[] = [
  [dataFolder, PLACEHOLDERS.dataFolder],
  [machineId, PLACEHOLDERS.machineId],
  [`'${hostname()}'`, `'${PLACEHOLDERS.hostname}'`],
  [`"${hostname()}"`, `"${PLACEHOLDERS.hostname}"`],
];
const replace = (text: string): string => replacements.reduce((all, [from, to]) => all.replaceAll(from, to), text);
const { client, service } = await startVersion03(dataFolder);
try {
  await makeAccess(client);
  await makeImages(client);
  await (backend === 'fake' ? makeFakeGuests(client) : makeQmpGuests(client));
  // Version 0.3 reads the networks from the host, which does not respond later.
  const networks = await record(client, ['networks']);
  if (backend === 'fake') await beginOperation(client, dataFolder);
  const lines = [...networks, ...(await record(client, RECORDED))].map((line) => JSON.stringify(line, withoutLinks));
  await writeFile(path.join(FOLDER, `${backend}-shown.jsonl`), replace(`${lines.join('\n')}\n`));
  const ended = once(service, 'exit');
  service.kill('SIGKILL');
  await ended;
  if (backend === 'fake') {
    await writeFile(path.join(FOLDER, 'fake-admin-token.txt'), `${client.token}\n`);
    for (const pid of simulators(dataFolder)) {
      process.kill(pid, 'SIGTERM');
      process.kill(pid, 'SIGCONT');
    }
    while (simulators(dataFolder).length > 0) await sleep(100);
    const folder = path.join(dataFolder, 'fake');
    const journal = await readFile(path.join(folder, 'journal.jsonl'), 'utf8');
    await writeFile(path.join(FOLDER, 'fake-journal.jsonl'), replace(journal));
  }
  await dump('pre-data', 'tables.sql');
  await dump('data', `${backend}.sql`);
  await dump('post-data', 'indexes.sql');
} finally {
  service.kill('SIGKILL');
  for (const pid of simulators(dataFolder)) process.kill(pid, 'SIGKILL');
  await sleep(500);
  await rm(dataFolder, { recursive: true, force: true });
}
