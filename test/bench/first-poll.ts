/**
 * The first poll of 10,000 simulated guests by a restarted service: once with nothing changed, and once with every
 * guest different from its row, as after a power loss of the host. The second case also writes 10,000 events. The
 * measured time runs from the start of the process until `/readyz` reports that the first poll is done. The bench also
 * prints how much of that time passed after the service began to serve, because the rest is the time of a start without
 * guests.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { FakeBackend } from '../../backends/fake/backend.js';
import type { GuestId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import type { Database } from '../../src/store/database.js';
import { median, spread } from './median.js';
import { startMeasuredService, startService, stopService } from './running-service.js';
import type { MeasuredService } from './running-service.js';

const GUESTS = 10_000;
const ROUNDS = 3;
const SIDE_BY_SIDE = 64;
const POLL_INTERVAL_MS = 5;

interface Start {
  readonly servingMs: number;
  readonly readyMs: number;
}

export async function benchFirstPoll(): Promise<void> {
  const measured = await startMeasuredService(GUESTS);
  try {
    const { db } = measured;
    await defineAll(measured);
    await stopService(measured);
    const unchanged: Start[] = [];
    const changed: Start[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await remember(db, 'stopped');
      unchanged.push(await restart(measured));
      await remember(db, 'running');
      changed.push(await restart(measured));
    }
    console.log(
      `First poll: a service is restarted, ${GUESTS} guests on the simulation, ${ROUNDS} rounds in turn; milliseconds`,
    );
    report('nothing has changed', unchanged);
    report('every guest has changed', changed);
  } finally {
    await measured.stop();
  }
}

function report(what: string, starts: readonly Start[]): void {
  const ready = starts.map(({ readyMs }) => readyMs);
  const pollMs = starts.map(({ servingMs, readyMs }) => readyMs - servingMs);
  console.log(
    `  ${what}: polled after ${spread(ready, 0)}, ${median(pollMs).toFixed(0)} of it since it served; aim: under 2,000`,
  );
}

/** Defines a guest on the host for each row. All of them are stopped. */
async function defineAll({ db, dataFolder }: MeasuredService): Promise<void> {
  const rows = await db.knex<{ id: GuestId; name: string }>('guests').select('id', 'name');
  const backend = new FakeBackend({ dataFolder, log: SILENT_LOG });
  const defineSome = async (): Promise<void> => {
    for (let row = rows.pop(); row !== undefined; row = rows.pop()) {
      const hardware = { vcpus: 1, memoryMib: 64, firmware: 'bios', boot: null, disks: [], nics: [] } as const;
      await backend.defineGuest({ ...row, ...hardware }, { disks: 'make', signal: new AbortController().signal });
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, defineSome));
  await backend.close();
}

/** Sets the state of all guests as if the last poll had observed it. */
async function remember(db: Database, observed: 'stopped' | 'running'): Promise<void> {
  await db.knex.raw('update guests set observed = ?, state = ?, fault = null', [observed, observed]);
  await db.knex.raw('delete from events');
  await db.knex.raw('vacuum analyze guests');
}

async function restart({ db, dataFolder, databaseUrl }: MeasuredService): Promise<Start> {
  const begun = performance.now();
  const service = await startService(dataFolder, { env: { DATABASE_URL: databaseUrl } });
  const servingMs = performance.now() - begun;
  while ((await fetch(`${service.url}/readyz`)).status !== 200) await sleep(POLL_INTERVAL_MS);
  const readyMs = performance.now() - begun;
  const { rows } = await db.knex.raw<{ rows: { state: string; guests: number }[] }>(
    'select state, count(*)::int as guests from guests group by 1',
  );
  await stopService(service);
  if (rows.length !== 1 || rows[0]?.state !== 'stopped') throw new Error(`not polled: ${JSON.stringify(rows)}`);
  return { servingMs, readyMs };
}
