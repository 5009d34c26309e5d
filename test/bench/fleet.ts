/**
 * A fleet of 200 simulated hosts with 100 guests each, played by one program, compared with one host that has as many
 * guests:
 *
 *   - the start of the service: when it serves, and when it is ready (`/readyz`), that is, has polled every host
 *   - the CPU time of the idle service
 *   - the time of a request for one host, and for a page of 100 guests
 *
 * No guest changes while the service is stopped, as in an upgrade of the service.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { copyGuest } from '../support/fake-fleet.js';
import type { Origin } from '../support/fake-fleet.js';
import { FakeHostControl } from '../support/fake-host-control.js';
import { median, spread } from './median.js';
import { cpuMs } from './process-figures.js';
import { makeGuests, request, startMeasuredService, startService, stopService } from './running-service.js';
import type { MeasuredService, RunningService } from './running-service.js';

const HOSTS = 200;
const GUESTS_PER_HOST = 100;
const START_ROUNDS = 3;
const PAGE_ROUNDS = 9;
const PAGE_REQUESTS = 40;
/** Until then, the service has read which guests it must compare with their baselines. */
const SETTLE_MS = 40_000;
const IDLE_MS = 20_000;
const POLL_INTERVAL_MS = 5;

interface Fleet {
  readonly measured: MeasuredService;
  readonly sql: pg.Client;
  /** The service of the current start. */
  service: RunningService;
}

interface Start {
  readonly servingMs: number;
  readonly readyMs: number;
}

export async function benchFleet(): Promise<void> {
  const opened: Fleet[] = [];
  const open = async (hosts: number, to: Origin, perHost: number): Promise<Fleet> => {
    const fleet = await openFleet(hosts);
    opened.push(fleet);
    await fill(fleet, to, perHost);
    return fleet;
  };
  try {
    const one = await open(0, 'environment', HOSTS * GUESTS_PER_HOST);
    const many = await open(HOSTS, 'request', GUESTS_PER_HOST);
    const starts: Start[] = [];
    const startsOfOne: Start[] = [];
    for (let round = 0; round < START_ROUNDS; round++) {
      startsOfOne.push(await restart(one));
      starts.push(await restart(many));
    }
    console.log(
      `Fleet: ${HOSTS} simulated hosts with ${GUESTS_PER_HOST} guests each, and one host with as many guests; ` +
        `${START_ROUNDS} starts in turn; milliseconds`,
    );
    report('the fleet', starts, '; aim: ready within 5,000');
    report('one host', startsOfOne, '');
    await reportIdle(many, 'the fleet', '; aim: at most 5 %');
    await reportIdle(one, 'one host', '');
    await comparePages(many.service, one.service);
    console.log();
  } finally {
    for (const { measured, sql, service } of opened) {
      await sql.end();
      await stopService(service);
      await measured.stop();
    }
  }
}

async function openFleet(hosts: number): Promise<Fleet> {
  const measured = await startMeasuredService(0);
  const sql = new pg.Client({ connectionString: measured.databaseUrl });
  await sql.connect();
  for (let index = 0; index < hosts; index++) {
    const body = { name: `rack-${index}`, backend: 'fake', uri: `fake:///rack-${index}?vcpus=64` };
    await request(measured, 'POST', '/v1/hosts', body);
  }
  return { measured, sql, service: measured };
}

/** Stops the service and the simulation, and gives each host its guests. */
async function fill({ measured, sql, service }: Fleet, to: Origin, perHost: number): Promise<void> {
  const [guest = ''] = await makeGuests(service, 1, '?start=true');
  await stopService(service);
  await (await FakeHostControl.open(measured.dataFolder)).end();
  await copyGuest(sql, measured.dataFolder, guest, { to, perHost });
}

async function restart(fleet: Fleet): Promise<Start> {
  const { measured, sql } = fleet;
  await stopService(fleet.service);
  await sql.query('delete from events');
  await sql.query('vacuum analyze');
  const began = performance.now();
  const env = { DATABASE_URL: measured.databaseUrl, GUESTHOUSE_RATE_LIMIT: '1000000' };
  fleet.service = await startService(measured.dataFolder, { env });
  const servingMs = performance.now() - began;
  const { url } = fleet.service;
  while ((await fetch(`${url}/readyz`)).status !== 200) await sleep(POLL_INTERVAL_MS);
  return { servingMs, readyMs: performance.now() - began };
}

function report(what: string, starts: readonly Start[], aim: string): void {
  const of = (read: (start: Start) => number): string => spread(starts.map(read), 0);
  console.log(
    `  ${what}: serves after ${of(({ servingMs }) => servingMs)}, ready after ${of(({ readyMs }) => readyMs)}${aim}`,
  );
}

async function reportIdle({ service, measured }: Fleet, what: string, aim: string): Promise<void> {
  const control = await FakeHostControl.open(measured.dataFolder);
  const { pid: simulation } = await control.inspect();
  control.close();
  await sleep(SETTLE_MS);
  const before = await Promise.all([cpuMs(service.pid), cpuMs(simulation)]);
  await sleep(IDLE_MS);
  const after = await Promise.all([cpuMs(service.pid), cpuMs(simulation)]);
  const [own, simulated] = after.map((ms, index) => ((ms - (before[index] ?? 0)) / IDLE_MS) * 100);
  console.log(
    `  ${what}, idle: the service uses ${own?.toFixed(1)} % of a core${aim}; the simulation ${simulated?.toFixed(1)} %`,
  );
}

/** Both services in turn, one client. */
async function comparePages(many: RunningService, one: RunningService): Promise<void> {
  for (const path of ['/v1/hosts?limit=1', '/v1/guests?limit=100']) {
    const [first, second] = [[] as number[], [] as number[]];
    for (let round = 0; round < PAGE_ROUNDS; round++) {
      first.push(await timeOf(many, path));
      second.push(await timeOf(one, path));
    }
    const ratios = first.map((ms, round) => ms / (second[round] ?? NaN));
    console.log(
      `  GET ${path}: ${median(first).toFixed(1)} ms, ${spread(ratios)} of the time with one host; aim: within 1.2`,
    );
  }
}

async function timeOf(service: RunningService, path: string): Promise<number> {
  const times: number[] = [];
  for (let each = 0; each < PAGE_REQUESTS; each++) {
    const began = performance.now();
    await (await request(service, 'GET', path)).arrayBuffer();
    times.push(performance.now() - began);
  }
  return median(times);
}
