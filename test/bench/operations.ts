/**
 * Operations on the simulated hypervisor, requested over HTTP by 1, 8 and 64 clients. Each client has one operation in
 * progress: it powers its own guest on and off in turn and waits for the end of each operation (`Prefer: wait`). The
 * setup is that of `make run`, including the service's own PostgreSQL.
 *
 * "From commit to run" starts when the service's process receives the result of the COMMIT of the request's
 * transaction, and ends when that process runs the operation. The process measures it with its own clock
 * (commit-probe.ts). The bench also prints the time since COMMIT was sent, which includes the commit in PostgreSQL.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { durations, spread } from './median.js';
import { makeGuests, request, withOwnDatabase } from './running-service.js';
import type { RunningService } from './running-service.js';

const IN_FLIGHT = [1, 8, 64] as const;
const ROUNDS = 3;
const ROUND_MS = 4_000;
const WARM_UP_MS = 3_000;
/** The probe reports with a delay. */
const PROBE_LAGS_MS = 300;

interface Seen {
  readonly kind: string;
  readonly sentMs: number;
  readonly respondedMs: number;
  readonly calledMs: number;
}

export async function benchOperations(): Promise<void> {
  const preload = new URL('./commit-probe.ts', import.meta.url).href;
  await withOwnDatabase(measure, { preload });
}

async function measure(service: RunningService): Promise<void> {
  let seen: Seen[] = [];
  service.child.on('message', (more: Seen[]) => (seen = seen.concat(more)));
  const guests = await makeGuests(service, Math.max(...IN_FLIGHT));
  await round(service, guests.slice(0, 8), WARM_UP_MS);
  const rates = new Map<number, number[]>();
  const waits = new Map<number, Seen[]>();
  for (let turn = 0; turn < ROUNDS; turn++) {
    for (const inFlight of IN_FLIGHT) {
      await sleep(PROBE_LAGS_MS);
      seen = [];
      const rate = await round(service, guests.slice(0, inFlight), ROUND_MS);
      await sleep(PROBE_LAGS_MS);
      rates.set(inFlight, [...(rates.get(inFlight) ?? []), rate]);
      waits.set(inFlight, [...(waits.get(inFlight) ?? []), ...seen]);
    }
  }
  console.log(
    `Operations: guest.start and guest.poweroff by turns on the simulation, ${ROUNDS} interleaved rounds of ${ROUND_MS / 1_000} s`,
  );
  for (const inFlight of IN_FLIGHT) {
    console.log(`  ${inFlight} in flight: ${spread(rates.get(inFlight) ?? [], 0)} operations per second`);
    const all = (waits.get(inFlight) ?? []).filter(({ respondedMs }) => !Number.isNaN(respondedMs));
    if (all.length === 0) throw new Error('the probe has seen nothing');
    const aim = inFlight === 1 ? '; aim: p50 under 3 ms, p99 under 15 ms' : '';
    console.log(`    from commit to run: ${durations(all.map((each) => each.calledMs - each.respondedMs))}${aim}`);
    console.log(`    since COMMIT was sent: ${durations(all.map((each) => each.calledMs - each.sentMs))}`);
  }
  console.log();
}

/** Operations per second, one client for each guest. */
async function round(service: RunningService, guests: readonly string[], forMs: number): Promise<number> {
  const begun = performance.now();
  let ended = 0;
  const client = async (guest: string): Promise<void> => {
    while (performance.now() - begun < forMs) {
      for (const verb of ['start', 'poweroff']) {
        await request(service, 'POST', `/v1/guests/${guest}/${verb}`, undefined, { Prefer: 'wait=30' });
        ended += 1;
      }
    }
  };
  await Promise.all(guests.map(client));
  return ended / ((performance.now() - begun) / 1_000);
}
