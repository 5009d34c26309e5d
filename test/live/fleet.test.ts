/**
 * A fleet of simulated hosts that one program plays: 200 hosts with 100 guests each. A service that starts finds all of
 * them, and idles at little cost: it queries the hypervisors, and the database only when something changes. Prints what
 * it measured, and asserts no time.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import pg from 'pg';
import type { HostList } from '../../generated/api-types.js';
import { Api } from '../support/api.js';
import { createTestDatabase, type TestDatabase } from '../support/database/database.js';
import { eventually } from '../support/eventually.js';
import { copyGuest } from '../support/fake-fleet.js';
import { Service } from '../support/service.js';

const HOSTS = 200;
const GUESTS_PER_HOST = 100;
/**
 * If one user sends more requests at once, they wait for a connection, and a slow machine rejects some of them (503).
 */
const AT_ONCE = 2;
const IDLE_FOR_MS = 10_000;

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** CPU seconds that the process has used. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

describe('A fleet of simulated hosts', function () {
  this.timeout(300_000);

  let database: TestDatabase;
  let sql: pg.Client;
  let service: Service;
  let api: Api;

  before(async () => {
    database = await createTestDatabase();
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    service = await Service.start({ databaseUrl: database.url });
    api = new Api(service);
  });
  after(async () => {
    await sql.end();
    await service.leave();
    await database.drop();
  });

  const countUp = async (): Promise<number> => {
    const { rows } = await sql.query<{ count: number }>(`select count(*)::int from hosts where state = 'up'`);
    return rows[0]?.count ?? 0;
  };

  it(`gets ${HOSTS} hosts by request, all of which become up by themselves`, async () => {
    const began = performance.now();
    for (let from = 0; from < HOSTS; from += AT_ONCE) {
      const some = Array.from({ length: AT_ONCE }, (_, index) => `rack-${from + index}`);
      await Promise.all(
        some.map((name) =>
          api.expect(201, 'POST', '/v1/hosts', { json: { name, backend: 'fake', uri: `fake:///${name}?vcpus=64` } }),
        ),
      );
    }
    await eventually(async () => (await countUp()) === HOSTS + 1);
    print(`      ${HOSTS} hosts were created and up after ${Math.round(performance.now() - began)} ms`);
  });

  it(`becomes ready and observes every guest after a start, with ${GUESTS_PER_HOST} guests on each host`, async () => {
    const guest = await api.makeGuest({ name: 'first' }, '?start=true');
    const { pid } = await service.host.inspect();
    await service.stop();
    await service.host.end();
    await eventually(() => {
      try {
        return !process.kill(pid, 0);
      } catch {
        return true;
      }
    });
    await copyGuest(sql, service.dataFolder, guest.id, { to: 'request', perHost: GUESTS_PER_HOST });
    await sql.query(`update guests set state = 'unknown', observed_seq = observed_seq + 1`);
    const began = performance.now();
    await service.start({ isHostAway: true });
    const serving = performance.now() - began;
    api = new Api(service);
    await eventually(async () => (await api.send('GET', '/readyz')).status === 200);
    const ready = performance.now() - began;
    await eventually(async () => {
      const { rows } = await sql.query<{ count: number }>(`select count(*)::int from guests where state = 'unknown'`);
      return rows[0]?.count === 0;
    });
    const observed = performance.now() - began;
    const [a, b, c] = [serving, ready, observed].map(Math.round);
    print(`      serving after ${a} ms, ready after ${b} ms, all guests observed after ${c} ms`);
    const running = await sql.query<{ count: number }>(`select count(*)::int from guests where state = 'running'`);
    expect(running.rows[0]?.count).to.equal(HOSTS * GUESTS_PER_HOST + 1);
  });

  it('lists a thousand hosts at most as one page, each with what its guests claim', async () => {
    const { hosts } = (await api.expect(200, 'GET', '/v1/hosts?limit=1000')).json<HostList>();
    expect(hosts).to.have.length(HOSTS + 1);
    expect(hosts.every(({ state }) => state === 'up')).to.equal(true);
  });

  it('costs little while nothing happens', async () => {
    await service.takeHost();
    const { pid } = await service.host.inspect();
    await sleep(25_000);
    const statements = async (): Promise<number> => {
      const { rows } = await sql.query<{ count: string }>(
        'select xact_commit::text as count from pg_stat_database where datname = current_database()',
      );
      return Number(rows[0]?.count);
    };
    const before = { service: cpuSeconds(service.pid), program: cpuSeconds(pid), statements: await statements() };
    await sleep(IDLE_FOR_MS);
    const share = (after: number, earlier: number): number => ((after - earlier) / (IDLE_FOR_MS / 1000)) * 100;
    const ofService = share(cpuSeconds(service.pid), before.service);
    const ofProgram = share(cpuSeconds(pid), before.program);
    const rate = ((await statements()) - before.statements) / (IDLE_FOR_MS / 1000);
    print(
      `      idle: service ${ofService.toFixed(1)} % and program ${ofProgram.toFixed(1)} % of a core, ${rate.toFixed(1)} transactions a second`,
    );
  });
});
