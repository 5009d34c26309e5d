/**
 * What the older APIs cost those who do not use them: the service with all of them, compared with the service without
 * any (`GUESTHOUSE_DIALECTS=none`), in turn.
 *
 *   - the start, from the start of the process until it serves
 *   - the resident memory, idle after the start
 *   - the CPU time of a request of the native API
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMs, residentMb } from './process-figures.js';
import { median, spread } from './median.js';
import { makeGuests, request, startMeasuredService, startService, stopService } from './running-service.js';

const ROUNDS = 9;
const IDLE_MS = 3_000;
const REQUESTS = 1_000;

interface Figures {
  readonly startMs: number;
  readonly idleMb: number;
  readonly requestMs: number;
}

export async function benchOlderApis(): Promise<void> {
  const measured = await startMeasuredService(0);
  try {
    const [guest = ''] = await makeGuests(measured, 1);
    await stopService(measured);
    const figuresWith = async (dialects: string): Promise<Figures> => {
      const began = performance.now();
      const env = {
        DATABASE_URL: measured.databaseUrl,
        GUESTHOUSE_RATE_LIMIT: '1000000',
        GUESTHOUSE_DIALECTS: dialects,
      };
      const service = await startService(measured.dataFolder, { env });
      const startMs = performance.now() - began;
      await sleep(IDLE_MS);
      const idleMb = await residentMb(service.pid);
      const before = await cpuMs(service.pid);
      for (let each = 0; each < REQUESTS; each++) {
        await (await request(service, 'GET', `/v1/guests/${guest}`)).arrayBuffer();
      }
      const requestMs = ((await cpuMs(service.pid)) - before) / REQUESTS;
      await stopService(service);
      return { startMs, idleMb, requestMs };
    };
    const [all, none]: [Figures[], Figures[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      all.push(await figuresWith('all'));
      none.push(await figuresWith('none'));
    }
    console.log(`Older APIs: all, relative to none; ${ROUNDS} rounds in turn; aim: no difference`);
    report('start', 'ms', all, none, ({ startMs }) => startMs);
    report('resident memory, idle', 'MB', all, none, ({ idleMb }) => idleMb);
    report('CPU time of GET one guest', 'ms', all, none, ({ requestMs }) => requestMs);
    console.log();
  } finally {
    await measured.stop();
  }
}

function report(
  what: string,
  unit: string,
  all: readonly Figures[],
  none: readonly Figures[],
  of: (figures: Figures) => number,
): void {
  const ratios = all.map((figures, round) => of(figures) / of(none[round] ?? figures));
  const [one, other] = [median(all.map(of)), median(none.map(of))];
  console.log(`  ${what}: ${spread(ratios)}; ${one.toFixed(2)} ${unit} against ${other.toFixed(2)} ${unit}`);
}
