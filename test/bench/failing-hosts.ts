/**
 * Operations on one host while another host of the same service fails: its program is stopped with SIGSTOP, each of its
 * calls is slow, or it closes every connection. The times are compared with those while the other host is healthy. In
 * each round, requests for operations on guests of the other host arrive all the time.
 */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FakeHostControl } from '../support/fake-host-control.js';
import type { HostCall } from '../support/fake-host-control.js';
import { durations, median, spread } from './median.js';
import { makeGuests, request, withOwnDatabase } from './running-service.js';
import type { RunningService } from './running-service.js';

const ROUNDS = 5;
const ROUND_MS = 4_000;
/** Long enough that the failing host is `away`, if it gets away. */
const SETTLE_MS = 7_000;
const SLOW_MS = 3_000;
const GUESTS_OF_OTHER = 8;
const REQUEST_EVERY_MS = 100;
const SLOW_CALLS: readonly HostCall[] = ['info', 'list', 'networks', 'power-on', 'power-off', 'read'];

type Fail = (control: FakeHostControl, pid: number) => Promise<unknown>;

const FAILURES: Readonly<Record<string, Fail>> = {
  'stopped with SIGSTOP': async (_control, pid) => process.kill(pid, 'SIGSTOP'),
  [`slow: ${SLOW_MS / 1_000} s for each call`]: (control) =>
    Promise.all(SLOW_CALLS.map((call) => control.slow(call, SLOW_MS, { times: null }))),
  'refusing every connection': (control) => control.refuseConnections(),
};

export async function benchFailingHosts(): Promise<void> {
  await withOwnDatabase(measure);
}

async function measure(service: RunningService): Promise<void> {
  const name = 'other';
  await request(service, 'POST', '/v1/hosts', { name, backend: 'fake', uri: `fake:///${name}?process=own&vcpus=64` });
  const onHealthyHost = { name: 'healthy', placement: { hosts: `name!=${name}` } };
  const [guest = ''] = await makeGuests(service, 1, '', onHealthyHost);
  const others = await makeGuests(service, GUESTS_OF_OTHER, '', { placement: { host: name } });
  const folder = path.join(service.dataFolder, 'fake-hosts', name);
  console.log(
    `Failing hosts: guest.start and guest.poweroff by turns on a healthy host, ${ROUNDS} rounds of ${ROUND_MS / 1_000} s in turn`,
  );
  try {
    for (const [failure, fail] of Object.entries(FAILURES)) {
      const [alone, beside] = [[] as number[], [] as number[]];
      const ratios: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const control = await FakeHostControl.open(folder, name);
        const { pid } = await control.inspect();
        const healthy = await timesOf(service, guest, others);
        let failing: number[];
        try {
          await fail(control, pid);
          await sleep(SETTLE_MS);
          failing = await timesOf(service, guest, others);
        } finally {
          // Otherwise, a program that is stopped could not be ended below.
          process.kill(pid, 'SIGCONT');
        }
        await control.clearFaults();
        await control.release();
        control.close();
        await untilUp(service, name);
        alone.push(...healthy);
        beside.push(...failing);
        ratios.push(median(failing) / median(healthy));
      }
      console.log(`  other host ${failure}: p50 ${spread(ratios)} of the time beside a healthy host; aim: at most 1.3`);
      console.log(`    beside it: ${durations(beside)}; beside a healthy host: ${durations(alone)}`);
    }
  } finally {
    await (await FakeHostControl.open(folder, name)).end();
  }
  console.log();
}

/** How long each operation on the guest took, in milliseconds, while requests for the other guests arrive. */
async function timesOf(service: RunningService, guest: string, others: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  const began = performance.now();
  const isOver = (): boolean => performance.now() - began >= ROUND_MS;
  const client = async (): Promise<void> => {
    while (!isOver()) {
      for (const verb of ['start', 'poweroff']) {
        const sentAt = performance.now();
        await request(service, 'POST', `/v1/guests/${guest}/${verb}`, undefined, { Prefer: 'wait=30' });
        times.push(performance.now() - sentAt);
      }
    }
  };
  const disturb = async (): Promise<void> => {
    for (let each = 0; !isOver(); each++) {
      const verb = each % (2 * others.length) < others.length ? 'start' : 'poweroff';
      // Rejected while the operation before is open, or the host is away.
      await request(service, 'POST', `/v1/guests/${others[each % others.length] ?? ''}/${verb}`).catch(() => undefined);
      await sleep(REQUEST_EVERY_MS);
    }
  };
  await Promise.all([client(), disturb()]);
  return times;
}

async function untilUp(service: RunningService, name: string): Promise<void> {
  for (;;) {
    const { state } = (await (await request(service, 'GET', `/v1/hosts/${name}`)).json()) as { state: string };
    if (state === 'up') return;
    await sleep(REQUEST_EVERY_MS);
  }
}
