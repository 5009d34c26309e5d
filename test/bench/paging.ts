/** The first page of 100 against the last, of 100,000 guests: one client, requests in turn, median of the times. */
import { median } from './median.js';
import { startMeasuredService } from './running-service.js';

const GUESTS = 100_000;
const REQUESTS = 400;
const REPEATS = 5;

export async function benchPaging(): Promise<void> {
  const service = await startMeasuredService(GUESTS);
  try {
    const get = async (path: string): Promise<number> => {
      const begun = performance.now();
      const response = await fetch(service.url + path, { headers: { Authorization: `Bearer ${service.token}` } });
      const { guests } = (await response.json()) as { guests: unknown[] };
      if (guests.length !== 100) throw new Error(`${path} answered ${guests.length} guests`);
      return performance.now() - begun;
    };
    // The element that 100 others follow.
    const [edge] = await service.db
      .knex<{ id: string; created_at: string }>('guests')
      .orderBy('created_at', 'desc')
      .offset(100)
      .limit(1)
      .select('id');
    const first = '/v1/guests';
    const last = `/v1/guests?marker=${edge?.id}`;
    for (let warm = 0; warm < 200; warm++) await get(warm % 2 === 0 ? first : last);
    const ratios: number[] = [];
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      const times: { first: number[]; last: number[] } = { first: [], last: [] };
      for (let request = 0; request < REQUESTS; request++) {
        times.first.push(await get(first));
        times.last.push(await get(last));
      }
      ratios.push(median(times.last) / median(times.first));
    }
    console.log(`Paging: ${GUESTS} guests, pages of 100, ${REQUESTS} requests each in turn, ${REPEATS} times`);
    console.log(
      `  last page: ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')} → ${median(ratios).toFixed(2)} of the first; aim: within 1.1\n`,
    );
  } finally {
    await service.stop();
  }
}
