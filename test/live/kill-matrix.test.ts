/**
 * The kill matrix: the test kills the service and PostgreSQL at every step of every kind of operation. Afterwards no
 * operation is lost, done twice or stuck, and the guests match the rows.
 *
 *   GUESTHOUSE_SOAK=1   every point; otherwise all points of start and delete, and a sample of the others
 *   GUESTHOUSE_SEED     repeats a printed seed
 *
 * The service has no hook for this test. The simulated host holds back calls, and a trigger in the database holds back
 * the service's statements.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import pg from 'pg';
import { detectQemu } from '../../backends/qmp/installation.js';
import type { Guest, OperationKind } from '../../generated/api-types.js';
import { KINDS } from '../../src/operations/kinds.js';
import type { AnyKind } from '../../src/operations/kind.js';
import { eventually } from '../support/eventually.js';
import { Api } from '../support/api.js';
import { HeldStatements } from '../support/database/held-statements.js';
import { findViolations } from '../support/kill/invariants.js';
import { KILL_POINTS, PLANS, roundsOf, undoFaults } from '../support/kill/kill-points.js';
import { bringAll, checkAll, choosePoints, expectFinished } from '../support/kill/kill-round.js';
import { SEED } from '../support/fuzz/seed.js';
import { Service } from '../support/service.js';
import { skip } from '../support/skip.js';

/**
 * Steps that make no call to the host here. guest.reboot shares the step that defines the guest again with guest.start,
 * and almost never needs it. image.copy fetches the content from other services, of which there are none.
 */
const STEPS_WITHOUT_CALLS: Partial<Record<OperationKind, string>> = {
  'guest.reboot': 'define',
  'image.copy': 'content',
};

describe(`The kill matrix (seed ${SEED})`, function () {
  this.timeout(300_000);

  it('contains every kind of operation, and a point before and after each step of it', () => {
    const kinds = Object.keys(PLANS).map((name) => name.split(' ')[0]);
    expect(new Set(kinds)).to.deep.equal(new Set(Object.keys(KINDS)));
    for (const { kind, steps } of Object.values<AnyKind>(KINDS)) {
      const names = Object.keys(steps);
      const own = names.filter((step) => STEPS_WITHOUT_CALLS[kind] !== step);
      const moments = KILL_POINTS.filter(({ of }) => of.split(' ')[0] === kind).map(({ moment }) => moment);
      for (const when of ['before ', 'after ']) {
        expect(
          moments.filter((moment) => moment.startsWith(when)),
          kind,
        ).to.have.length.at.least(own.length);
      }
    }
  });

  describe('with the service killed', () => {
    let service: Service;
    before(async () => {
      service = await Service.start();
    });
    after(() => service.leave());

    const rounds = roundsOf(choosePoints(24, SEED));
    for (const [index, points] of rounds.entries()) {
      it(`loses and repeats no work at ${points.length} points (${index + 1} of ${rounds.length} rounds)`, async () => {
        const database = { connectionString: service.databaseUrl };
        const { host, dataFolder } = service;
        const statements = await HeldStatements.open(database);
        const held = await bringAll(points, { api: new Api(service), host, statements, dataFolder });
        await service.stop('SIGKILL');
        await statements.release();
        await statements.close();
        await undoFaults(held, host);
        await service.start();
        const api = new Api(service);
        await expectFinished(held, api);
        await checkAll(held, { api, host: service.host, dataFolder }, database, 1);
      });
    }
  });

  describe('with PostgreSQL killed', () => {
    let service: Service;
    before(async () => {
      service = await Service.start({ databaseUrl: '', env: { DATABASE_URL: '' } });
    });
    after(() => service.leave());

    const pidFile = async (): Promise<string[]> =>
      (await readFile(path.join(service.dataFolder, 'postgres/data/postmaster.pid'), 'utf8')).split('\n');
    async function database(): Promise<pg.ClientConfig> {
      const lines = await pidFile();
      return { host: lines[4] ?? '', port: Number(lines[3]), user: 'guesthouse', database: 'guesthouse' };
    }

    const rounds = roundsOf(choosePoints(12, SEED + 1, ['guest.start']));
    for (const [index, points] of rounds.entries()) {
      it(`loses and repeats no work at ${points.length} points (${index + 1} of ${rounds.length} rounds)`, async () => {
        const { host, dataFolder } = service;
        const api = new Api(service);
        const statements = await HeldStatements.open(await database());
        const held = await bringAll(points, { api, host, statements, dataFolder });
        const [pid] = await pidFile();
        process.kill(Number(pid), 'SIGKILL');
        await undoFaults(held, host);
        await statements.close();
        // Children of the dead server can still respond for a moment. So the test first waits until another server
        // runs.
        const isAnother = (): Promise<boolean> =>
          pidFile().then(
            ([now = '']) => now !== '' && now !== pid,
            () => false,
          );
        let isThere = false;
        await eventually(async () => {
          isThere ||= await isAnother();
          const { status } = await api.send('GET', '/v1/guests');
          expect(status).to.be.oneOf([200, 503]);
          return isThere && status === 200;
        });
        const again = await HeldStatements.open(await database());
        await again.release();
        await again.close();
        await expectFinished(held, api);
        await checkAll(held, { api, host, dataFolder }, await database(), 1);
      });
    }
  });

  describe('with the service killed over real QEMU', () => {
    let service: Service | null = null;
    let api: Api;
    before(async function () {
      const found = await detectQemu();
      if ('reason' in found) return skip(this, 'qmp', found.reason);
      service = await Service.start({ env: { GUESTHOUSE_BACKEND: 'qmp', GUESTHOUSE_ACCEL: 'tcg' } });
      api = new Api(service);
    });
    after(() => service?.leave());

    const makeGuest = (query = ''): Promise<Guest> =>
      api.makeGuest({ memory_mib: 64, disks: [{ size_mib: 16 }] }, query);

    async function killAndFollow(
      started: readonly Begun[],
      deleted: readonly Begun[],
      release: () => Promise<void> = async () => undefined,
    ): Promise<void> {
      if (service === null) throw new Error('no service');
      await service.stop('SIGKILL');
      await release();
      await service.start();
      api = new Api(service);
      for (const { operation } of [...started, ...deleted]) {
        expect(await api.ended(operation)).to.include({ state: 'succeeded', fault: null });
      }
      const folders = await readdir(path.join(service.dataFolder, 'qmp'));
      for (const { guest } of started) {
        expect((await api.guest(guest.id)).state).to.equal('running');
        expect(await qemusOf(guest)).to.have.length(1);
        expect(folders).to.include(`guesthouse-${guest.id}`);
      }
      for (const { guest } of deleted) {
        await api.refused(404, 'GUEST_NOT_FOUND', 'GET', `/v1/guests/${guest.id}`);
        expect(await qemusOf(guest)).to.deep.equal([]);
        expect(folders).to.not.include(`guesthouse-${guest.id}`);
      }
      const client = new pg.Client(service.databaseUrl);
      await client.connect();
      expect(await findViolations(client)).to.deep.equal([]);
      await client.end();
      for (const { guest } of started) {
        await api.done('delete', guest.id);
        expect(await qemusOf(guest)).to.deep.equal([]);
      }
    }

    it('loses and repeats no work if start and delete are not yet claimed, or if only their end is not yet recorded', async () => {
      const statements = await HeldStatements.open({ connectionString: service?.databaseUrl });
      const toStart = [await makeGuest(), await makeGuest()];
      const toDelete = [await makeGuest('?start=true'), await makeGuest('?start=true')];
      const held = [
        { verb: 'start', guest: toStart[0], moment: 'end' },
        { verb: 'delete', guest: toDelete[0], moment: 'end' },
        { verb: 'start', guest: toStart[1], moment: 'claim' },
      ] as const;
      const begun: (Begun & { verb: string })[] = [];
      for (const { verb, guest, moment } of held) {
        if (guest === undefined) throw new Error('no guest');
        await statements.hold(guest.name, moment);
        begun.push({ verb, guest, operation: await api.begin(verb, guest.id) });
        await eventually(() => statements.isHeld(guest.name, moment));
      }
      const [, last] = toDelete;
      if (last === undefined) throw new Error('no guest');
      begun.push({ verb: 'delete', guest: last, operation: await api.begin('delete', last.id) });
      await killAndFollow(
        begun.filter(({ verb }) => verb === 'start'),
        begun.filter(({ verb }) => verb === 'delete'),
        async () => {
          await statements.release();
          await statements.close();
        },
      );
    });

    it('loses and repeats no work as soon as a QEMU process exists', async () => {
      const guest = await makeGuest();
      const operation = await api.begin('start', guest.id);
      await eventually(async () => (await qemusOf(guest)).length > 0);
      await killAndFollow([{ guest, operation }], []);
    });

    it('loses and repeats no work as soon as the QEMU process is gone', async () => {
      const guest = await makeGuest('?start=true');
      const operation = await api.begin('delete', guest.id);
      await eventually(async () => (await qemusOf(guest)).length === 0);
      await killAndFollow([], [{ guest, operation }]);
    });
  });
});

interface Begun {
  readonly guest: Guest;
  readonly operation: string;
}

/** The ids of the processes that run the guest. */
async function qemusOf({ id }: Guest): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return pids.filter((_, index) => {
    const words = (lines[index] ?? '').split('\0');
    return words[0]?.includes('qemu-system') === true && words.includes(`guesthouse-${id}`);
  });
}
