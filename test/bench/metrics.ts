/**
 * GET /metrics with 1,000 running simulated guests that have a disk and a NIC each. Each round scrapes twice. The first
 * scrape queries the host, because the readings of the previous scrape have expired. The second follows immediately and
 * shows the cached readings. The bench creates the guests through the API.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { median, spread } from './median.js';
import { makeGuests, request, startMeasuredService } from './running-service.js';
import type { MeasuredService } from './running-service.js';

const GUESTS = 1_000;
const ROUNDS = 9;
/** Longer than the service caches a reading of the guests. */
const APART_MS = 3_200;

export async function benchMetrics(): Promise<void> {
  const service = await startMeasuredService(0);
  try {
    await makeGuests(service, GUESTS, '?start=true', { disks: [{ size_mib: 1 }], nics: [{}] });
    await untilAllRun(service);
    const asked: number[] = [];
    const kept: number[] = [];
    let text = '';
    const scrape = async (): Promise<number> => {
      const begun = performance.now();
      text = await (await request(service, 'GET', '/metrics')).text();
      return performance.now() - begun;
    };
    await scrape();
    for (let round = 0; round < ROUNDS; round++) {
      await sleep(APART_MS);
      asked.push(await scrape());
      kept.push(await scrape());
    }
    const shown = text.match(/^guesthouse_guest_memory_bytes\{/gm)?.length ?? 0;
    if (shown !== GUESTS) throw new Error(`${shown} guests are shown`);
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length;
    console.log(
      `Metrics: ${GUESTS} running guests, ${lines} series, ${Math.round(text.length / 1024)} KiB, ${ROUNDS} scrapes of each kind`,
    );
    console.log(`  with a query of the host: ${spread(asked, 0)} ms; aim: under 100 ms`);
    console.log(`  shortly after another: ${median(kept).toFixed(0)} ms\n`);
  } finally {
    await service.stop();
  }
}

async function untilAllRun(service: MeasuredService): Promise<void> {
  for (;;) {
    const figures = await (await request(service, 'GET', '/metrics')).text();
    if (figures.includes(`guesthouse_guests{state="running"} ${GUESTS}\n`)) return;
    await sleep(500);
  }
}
