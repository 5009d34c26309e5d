/** A built service in its own process, on a database filled with guests, for measurements. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { FakeHostControl } from '../support/fake-host-control.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { openDatabase } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import { createTestDatabase } from '../support/database/database.js';

export interface RunningService {
  readonly url: string;
  readonly token: string;
  readonly pid: number;
  readonly dataFolder: string;
  readonly child: ChildProcess;
}

export interface MeasuredService extends RunningService {
  readonly databaseUrl: string;
  readonly db: Database;
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));

export async function startMeasuredService(
  guests: number,
  more: Readonly<Record<string, string>> = {},
): Promise<MeasuredService> {
  const database = await createTestDatabase();
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'guesthouse-bench-'));
  // Rate limiting stays on, because its cost belongs to the figures, but with a limit that rejects nothing.
  const env = { DATABASE_URL: database.url, GUESTHOUSE_RATE_LIMIT: '1000000', ...more };
  const service = await startService(dataFolder, { env });
  const db = await openDatabase(database.url, { log: SILENT_LOG });
  await fillGuests(db, guests);
  return {
    ...service,
    databaseUrl: database.url,
    db,
    async stop() {
      await db.close();
      await stopService(service);
      await endHost(dataFolder);
      await database.drop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

/**
 * Runs the work with the setup of `make run`: the service's own PostgreSQL, with durable commits. `preload` is a file
 * for `node --import`.
 */
export async function withOwnDatabase(
  run: (service: RunningService) => Promise<void>,
  options: { readonly preload?: string } = {},
): Promise<void> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'guesthouse-bench-'));
  const service = await startService(dataFolder, { ...options, env: { DATABASE_URL: '' } });
  try {
    await run(service);
  } finally {
    await stopService(service);
    await endHost(dataFolder);
    await rm(dataFolder, { recursive: true, force: true });
  }
}

/** Resolves when the service serves. */
export async function startService(
  dataFolder: string,
  { env, preload }: { readonly env: Readonly<Record<string, string>>; readonly preload?: string },
): Promise<RunningService> {
  const child = spawn(
    process.execPath,
    [...(preload === undefined ? [] : ['--import', 'tsx', '--import', preload]), MAIN],
    {
      env: {
        ...process.env,
        GUESTHOUSE_DATA: dataFolder,
        GUESTHOUSE_BACKEND: 'fake',
        GUESTHOUSE_PORT: '0',
        GUESTHOUSE_LOG: 'info',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'inherit', ...(preload === undefined ? [] : (['ipc'] as const))],
    },
  );
  const { stdout } = child;
  if (stdout === null) throw new Error('the service has no log');
  let url: string | undefined;
  const lines: string[] = [];
  for await (const line of createInterface({ input: stdout })) {
    lines.push(line);
    const entry = JSON.parse(line) as { msg: string; url?: string };
    if (entry.msg !== 'serving') continue;
    url = entry.url;
    break;
  }
  if (url === undefined) throw new Error(`the service does not serve:\n${lines.join('\n')}`);
  stdout.resume();
  const token = (await readFile(path.join(dataFolder, 'admin.token'), 'utf8')).trim();
  return { url, token, pid: child.pid ?? 0, dataFolder, child };
}

export async function stopService({ child }: RunningService): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function endHost(dataFolder: string): Promise<void> {
  await (await FakeHostControl.open(dataFolder)).end();
}

/** Sends a request; any response other than success is an error. */
export async function request(
  { url, token }: RunningService,
  method: string,
  at: string,
  body?: unknown,
  extra: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const response = await fetch(url + at, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...extra },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${at}: ${response.status} ${await response.text()}`);
  return response;
}

/** Creates guests through the API, concurrently, and returns their ids. */
export async function makeGuests(service: RunningService, count: number, query = '', hardware = {}): Promise<string[]> {
  const ids: string[] = [];
  let made = 0;
  const makeSome = async (): Promise<void> => {
    while (made < count) {
      const body = { name: `guest-${made++}`, vcpus: 1, memory_mib: 64, ...hardware };
      const response = await request(service, 'POST', `/v1/guests${query}`, body, { Prefer: 'wait=30' });
      ids.push(((await response.json()) as { id: string }).id);
    }
  };
  await Promise.all(Array.from({ length: 16 }, makeSome));
  return ids;
}

/**
 * Inserts rows as the API would: each guest has a disk, a NIC, some metadata, and one of the given states in turn. No
 * poll has observed the guests, so `observed` is null.
 */
export async function fillGuests(db: Database, count: number, states: readonly string[] = ['error']): Promise<void> {
  await db.knex.raw(
    `insert into guests (id, project_id, host_id, name, name_folded, description, description_folded, vcpus, memory_mib, firmware, boot,
       disks, nics, nics_folded, metadata, metadata_folded, state, created_at)
     select gen_random_uuid(), p.id, h.id, 'web-' || n, 'web-' || n, 'One of many', 'one of many', 2, 2048, 'bios', null,
       '[{"device":"vda","media":"disk","sizeMib":10240,"image":null,"bus":"virtio","format":"qcow2"}]',
       '[{"device":"net0","network":"user","model":"virtio","mac":"52:54:00:12:34:56","address":null}]',
       '[{"network":"user","mac":"52:54:00:12:34:56","address":null}]',
       '{"role":"web","stage":"test"}', '{"role":"web","stage":"test"}', (?::text[])[1 + n % ?], now() - (? - n) * interval '1 second'
     from generate_series(1, ?) n, projects p, hosts h`,
    [[...states], states.length, count, count],
  );
  // Updates the visibility map and the statistics, as autovacuum does within a minute.
  await db.knex.raw('vacuum analyze guests');
}
