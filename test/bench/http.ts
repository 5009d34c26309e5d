/**
 * GET one guest of 10,000, and GET a page of 100 of them, with a token and through the whole service. Both are compared
 * with a bare node:http server that runs the same named statement on a pool of the same size and writes the same bytes
 * (bare-server.ts). wrk sends the requests over 16 connections.
 *
 * The rate is what a client gets, but on a shared machine each server gets only the CPU time that other programs leave.
 * So the bench also prints the CPU time of both processes for each request (from /proc), which varies far less.
 */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { ProjectId } from '../../src/domain/ids.js';
import { findGuest, listGuests } from '../../src/store/guests.js';
import type { Database } from '../../src/store/database.js';
import { CONNECTIONS, runWrk } from './load.js';
import { cpuMs } from './process-figures.js';
import { median, spread } from './median.js';
import { startMeasuredService } from './running-service.js';
import type { MeasuredService } from './running-service.js';
import { allOf } from '../support/access/visibility.js';

const GUESTS = 10_000;
const ROUNDS = 9;
const ROUND_S = 2;
const WARM_UP_S = 5;

interface Server {
  readonly url: string;
  readonly pid: number;
}

interface Measured {
  readonly perSecond: number;
  /** CPU time of the process, for each request. */
  readonly cpuMs: number;
}

export interface BareServerTask {
  readonly connectionString: string;
  readonly statement: { readonly name: string; readonly text: string; readonly values: readonly unknown[] };
  readonly body: string;
}

export async function benchHttp(): Promise<void> {
  const service = await startMeasuredService(GUESTS);
  try {
    const page = await getText(service, '/v1/guests');
    const [guest] = (JSON.parse(page) as { guests: { id: string; project_id: ProjectId }[] }).guests;
    if (guest === undefined) throw new Error('there are no guests');
    console.log(`HTTP: ${GUESTS} guests, wrk -t1 -c${CONNECTIONS}, ${ROUNDS} interleaved rounds of ${ROUND_S} s`);
    await compare(service, `/v1/guests/${guest.id}`, 'GET one guest', 0.6, (db) =>
      findGuest(db.knex, allOf(guest.project_id), guest.project_id, guest.id),
    );
    await compare(service, '/v1/guests', 'GET a page of 100', 0.8, (db) =>
      listGuests(db.knex, allOf(guest.project_id), {
        limit: 100,
        marker: null,
        sortBy: null,
        search: null,
        isCaseSensitive: false,
      }),
    );
    console.log();
  } finally {
    await service.stop();
  }
}

async function compare(
  service: MeasuredService,
  path: string,
  what: string,
  aim: number,
  run: (db: Database) => Promise<unknown>,
): Promise<void> {
  const statement = await captureStatement(service.db, run);
  const bare = await startBareServer({
    connectionString: service.databaseUrl,
    statement,
    body: await getText(service, path),
  });
  try {
    const measure = async ({ url, pid }: Server, seconds: number): Promise<Measured> => {
      const beforeMs = await cpuMs(pid);
      const { perSecond, requests } = await runWrk(url + path, service.token, seconds);
      return { perSecond, cpuMs: ((await cpuMs(pid)) - beforeMs) / requests };
    };
    await measure(service, WARM_UP_S);
    await measure(bare, WARM_UP_S);
    const rounds: { service: Measured; bare: Measured }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      // The second measurement can find a busier machine, so the order alternates.
      if (round % 2 === 0) {
        rounds.push({ service: await measure(service, ROUND_S), bare: await measure(bare, ROUND_S) });
      } else {
        const second = await measure(bare, ROUND_S);
        rounds.push({ bare: second, service: await measure(service, ROUND_S) });
      }
    }
    const middle = (of: 'service' | 'bare', figure: keyof Measured): number =>
      median(rounds.map((round) => round[of][figure]));
    const ratios = rounds.map((round) => round.service.perSecond / round.bare.perSecond);
    const rates = `${middle('service', 'perSecond').toFixed(0)}/s against ${middle('bare', 'perSecond').toFixed(0)}/s`;
    console.log(`  ${what}: ${spread(ratios)} of the bare server (${rates}); aim: at least ${aim}`);
    const cpuRatios = rounds.map((round) => round.bare.cpuMs / round.service.cpuMs);
    const cpu = `${middle('service', 'cpuMs').toFixed(2)} ms against ${middle('bare', 'cpuMs').toFixed(2)} ms`;
    console.log(`    by CPU time for a request: ${spread(cpuRatios)} (${cpu})`);
  } finally {
    bare.child.kill();
  }
}

/** Captures the statement that the store sends, between pg's pool and its connections. */
async function captureStatement(
  db: Database,
  run: (db: Database) => Promise<unknown>,
): Promise<BareServerTask['statement']> {
  const sent: BareServerTask['statement'][] = [];
  const send = Object.getOwnPropertyDescriptor(pg.Client.prototype, 'query');
  if (send === undefined) throw new Error('pg no longer sends queries through Client.query');
  const original = send.value as (this: pg.Client, ...args: unknown[]) => unknown;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [statement] = args;
    if (typeof statement === 'object' && statement !== null && 'name' in statement) {
      sent.push(statement as BareServerTask['statement']);
    }
    return original.apply(this, args);
  } as typeof pg.Client.prototype.query;
  await run(db);
  Object.defineProperty(pg.Client.prototype, 'query', send);
  const [statement] = sent;
  if (statement === undefined || sent.length !== 1 || statement.name === '') {
    throw new Error(`expected one named statement, saw ${sent.length}`);
  }
  return statement;
}

async function startBareServer(task: BareServerTask): Promise<Server & { readonly child: ChildProcess }> {
  const child = fork(fileURLToPath(new URL('./bare-server.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
  });
  child.send(task);
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return { url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, child };
}

async function getText({ url, token }: MeasuredService, path: string): Promise<string> {
  const response = await fetch(url + path, { headers: { Authorization: `Bearer ${token}` } });
  if (response.status !== 200) throw new Error(`${path} returned ${response.status}`);
  return response.text();
}
