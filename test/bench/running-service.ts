/** A built service in a process of its own, on a database filled with guests, for measuring. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { FakeHostControl } from '../../backends/fake/host/control.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { openDatabase } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import { createTestDatabase } from '../support/database.js';

export interface MeasuredService {
  readonly url: string;
  readonly token: string;
  readonly databaseUrl: string;
  readonly pid: number;
  readonly db: Database;
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));

export async function startMeasuredService(guests: number): Promise<MeasuredService> {
  const database = await createTestDatabase();
  const data = await mkdtemp(path.join(tmpdir(), 'guesthouse-bench-'));
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...process.env,
      DATABASE_URL: database.url,
      GUESTHOUSE_DATA: data,
      GUESTHOUSE_BACKEND: 'fake',
      GUESTHOUSE_PORT: '0',
      // The price of counting is in the figures; being refused would be no measurement.
      GUESTHOUSE_RATE_LIMIT: '1000000',
      GUESTHOUSE_LOG: 'info',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let url = '';
  for await (const line of createInterface({ input: child.stdout })) {
    const entry = JSON.parse(line) as { msg: string; url?: string };
    if (entry.msg !== 'serving') continue;
    url = entry.url ?? '';
    break;
  }
  child.stdout.resume();
  const db = await openDatabase(database.url, { log: SILENT_LOG });
  await fillGuests(db, guests);
  return {
    url,
    token: (await readFile(path.join(data, 'admin.token'), 'utf8')).trim(),
    pid: child.pid ?? 0,
    databaseUrl: database.url,
    db,
    async stop() {
      await db.close();
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      await (await FakeHostControl.open(data)).end();
      await database.drop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

/**
 * Rows as the API would have made them, with a disk, a NIC and some metadata each, in the given states by turns. Nothing looks at them:
 * observed is null.
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
  // What autovacuum would have done within a minute: visibility map and statistics.
  await db.knex.raw('vacuum analyze guests');
}
