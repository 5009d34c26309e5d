/** Resident memory of the service: idle after its start, and idle again after work. */
import { setTimeout as sleep } from 'node:timers/promises';
import { residentMb } from './process-figures.js';
import { startMeasuredService } from './running-service.js';

const IDLE_MS = 10_000;
const REQUESTS = 5_000;

export async function benchMemory(): Promise<void> {
  const service = await startMeasuredService(1_000);
  try {
    await sleep(IDLE_MS);
    const idleMb = await residentMb(service.pid);
    for (let request = 0; request < REQUESTS; request++) {
      const response = await fetch(`${service.url}/v1/guests`, {
        headers: { Authorization: `Bearer ${service.token}` },
      });
      await response.arrayBuffer();
    }
    await sleep(IDLE_MS);
    const afterMb = await residentMb(service.pid);
    console.log('Memory: resident set of the service process');
    console.log(
      `  idle: ${idleMb.toFixed(0)} MB; aim: under 150 MB. Idle after ${REQUESTS} pages of 100: ${afterMb.toFixed(0)} MB\n`,
    );
  } finally {
    await service.stop();
  }
}
