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
import type { Guest, HostList, OperationKind } from '../../generated/api-types.js';
import { KINDS } from '../../src/operations/kinds.js';
import type { AnyKind } from '../../src/operations/kind.js';
import { eventually } from '../support/eventually.js';
import { Api } from '../support/api.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';
import { HeldStatements } from '../support/database/held-statements.js';
import { FakeHostUnderTest } from '../support/kill/fake-host-under-test.js';
import type { HostUnderTest } from '../support/kill/host-under-test.js';
import { findViolations } from '../support/kill/invariants.js';
import { findUnfinished, KILL_POINTS, PLANS, roundsOf, undoFaults } from '../support/kill/kill-points.js';
import type { HeldOperation, KillPoint } from '../support/kill/kill-points.js';
import { bringAll, checkAll, choosePoints, expectFinished } from '../support/kill/kill-round.js';
import { LibvirtHostUnderTest } from '../support/kill/libvirt-host-under-test.js';
import { QemuHostUnderTest, qemusOf } from '../support/kill/qemu-host-under-test.js';
import { SEED } from '../support/fuzz/seed.js';
import { Gateway } from '../support/peers/gateway.js';
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

const QEMU = { GUESTHOUSE_BACKEND: 'qmp', GUESTHOUSE_ACCEL: 'tcg' };

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
    let hosts: readonly HostUnderTest[];
    before(async () => {
      service = await Service.start();
      hosts = [FakeHostUnderTest.ofConfiguration(service)];
    });
    after(() => service.leave());

    const rounds = roundsOf(choosePoints(24, SEED));
    for (const [index, points] of rounds.entries()) {
      it(`loses and repeats no work at ${points.length} points (${index + 1} of ${rounds.length} rounds)`, () =>
        killServiceAt(points, service, hosts));
    }
  });

  describe('with the service killed while it drives three hosts', () => {
    let service: Service;
    let hosts: readonly HostUnderTest[];
    let fakes: readonly FakeHostUnderTest[];
    let isReal: boolean;
    before(async () => {
      isReal = 'version' in (await detectQemu());
      // Only the host that the configuration names can have bare QEMU.
      service = await Service.start({ env: isReal ? QEMU : {} });
      const configured = (await hostIdsOf(service))[0] ?? '';
      fakes = [await FakeHostUnderTest.create(service, 'second'), await FakeHostUnderTest.create(service, 'third')];
      const first = isReal
        ? new QemuHostUnderTest(configured, service.dataFolder)
        : FakeHostUnderTest.ofConfiguration(service, configured);
      hosts = [first, ...fakes];
    });
    // A real guest that runs would slow down the next round.
    afterEach(async () => {
      if (isReal) await deleteGuestsOn(hosts[0], service);
    });
    after(async () => {
      await service.stop();
      if (isReal) await fakes[0]?.end();
      await service.leave();
    });

    const rounds = roundsOf(choosePoints(6, SEED + 4, ['guest.start']));
    for (const [index, points] of rounds.entries()) {
      it(`loses and repeats no work at ${points.length} points (${index + 1} of ${rounds.length} rounds)`, () =>
        killServiceAt(points, service, hosts));
    }
  });

  describe('with two services that each drive two hosts, and another that both can drive', () => {
    let database: TestDatabase;
    /** The addresses at which the services get the content of images from each other. */
    const gateways: Gateway[] = [];
    let killed: Service;
    let other: Service;
    let hostsOfKilled: readonly FakeHostUnderTest[];
    let hostsOfOther: readonly FakeHostUnderTest[];
    /** Both services can drive it. */
    let shared: LibvirtHostUnderTest;
    before(async () => {
      database = await createTestDatabase();
      killed = await startService();
      hostsOfKilled = [
        FakeHostUnderTest.ofConfiguration(killed, (await hostIdsOf(killed)).at(-1)),
        await FakeHostUnderTest.create(killed, 'second'),
      ];
      shared = await LibvirtHostUnderTest.create(killed, 'shared');
      other = await startService();
      hostsOfOther = [
        FakeHostUnderTest.ofConfiguration(other, (await hostIdsOf(other)).at(-1)),
        await FakeHostUnderTest.create(other, 'second-of-other'),
      ];
    });
    // The simulated daemon has little room.
    afterEach(() => deleteGuestsOn(shared, other));
    after(async () => {
      for (const service of [killed, other]) await service.leave();
      await shared.close();
      for (const gateway of gateways) await gateway.stop();
      await database.drop();
    });

    async function startService(): Promise<Service> {
      const gateway = await Gateway.start();
      gateways.push(gateway);
      const env = { GUESTHOUSE_ADVERTISE_URL: gateway.url };
      const service = await Service.start({ databaseUrl: database.url, env });
      gateway.service = service;
      return service;
    }

    const config = (): pg.ClientConfig => ({ connectionString: database.url });

    const ofOne = roundsOf(choosePoints(4, SEED + 5, ['guest.start']));
    for (const [index, points] of ofOne.entries()) {
      it(`finish the work of one only when it is back, and of the other at once, at ${points.length} points (${index + 1} of ${ofOne.length} rounds)`, async () => {
        const going = hostsOfOther.map((host) => host.withoutKill());
        const hosts = [...hostsOfKilled, ...going, shared];
        const statements = await HeldStatements.open(config());
        const held = await bringAll(points, { api: new Api(killed), statements, hosts });
        await killed.stop('SIGKILL');
        await statements.release();
        await statements.close();
        await undoFaults(held, hosts);
        for (const host of going) await host.release();
        const api = new Api(other);
        const isKilled = ({ host }: HeldOperation): boolean => hostsOfKilled.some((each) => each === host);
        await expectFinished(
          held.filter((each) => !isKilled(each)),
          api,
        );
        for (const { id } of [...going, shared]) {
          const guest = await api.makeGuest({ placement: { host: id } }, '?start=true');
          await api.done('delete', guest.id);
        }
        expect(await findUnfinished(held, api)).to.have.length(held.filter(isKilled).length);
        await killed.start();
        await expectFinished(held, api);
        for (const service of [killed, other]) await checkAll(held, { api: new Api(service), hosts }, config(), 2);
      });
    }

    const ofBoth = roundsOf(choosePoints(2, SEED + 6, ['guest.delete']));
    for (const [index, points] of ofBoth.entries()) {
      it(`lose and repeat no work when both are killed at ${points.length} points (${index + 1} of ${ofBoth.length} rounds)`, async () => {
        const hosts = [...hostsOfKilled, ...hostsOfOther, shared];
        const statements = await HeldStatements.open(config());
        const held = await bringAll(points, { api: new Api(killed), statements, hosts });
        await Promise.all([killed.stop('SIGKILL'), other.stop('SIGKILL')]);
        await statements.release();
        await statements.close();
        await undoFaults(held, hosts);
        await Promise.all([killed.start(), other.start()]);
        const api = new Api(killed);
        await expectFinished(held, api);
        await checkAll(held, { api, hosts }, config(), 2);
      });
    }
  });

  describe('with PostgreSQL killed', () => {
    let service: Service;
    let hosts: readonly HostUnderTest[];
    before(async () => {
      service = await Service.start({ databaseUrl: '', env: { DATABASE_URL: '' } });
      hosts = [FakeHostUnderTest.ofConfiguration(service)];
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
        const api = new Api(service);
        const statements = await HeldStatements.open(await database());
        const held = await bringAll(points, { api, statements, hosts });
        const [pid] = await pidFile();
        process.kill(Number(pid), 'SIGKILL');
        await undoFaults(held, hosts);
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
        await checkAll(held, { api, hosts }, await database(), 1);
      });
    }
  });

  describe('with the service killed over real QEMU', () => {
    let service: Service | null = null;
    let api: Api;
    before(async function () {
      const found = await detectQemu();
      if ('reason' in found) return skip(this, 'qmp', found.reason);
      service = await Service.start({ env: QEMU });
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

/** Kills the service at the points, starts it again, and checks that no work is lost or done twice. */
async function killServiceAt(
  points: readonly KillPoint[],
  service: Service,
  hosts: readonly HostUnderTest[],
): Promise<void> {
  const database = { connectionString: service.databaseUrl };
  const statements = await HeldStatements.open(database);
  const held = await bringAll(points, { api: new Api(service), statements, hosts });
  await service.stop('SIGKILL');
  await statements.release();
  await statements.close();
  await undoFaults(held, hosts);
  await service.start();
  const api = new Api(service);
  await expectFinished(held, api);
  await checkAll(held, { api, hosts }, database, 1);
}

/** The ids of the hosts in the order of their creation. */
async function hostIdsOf(service: Service): Promise<readonly string[]> {
  const { hosts } = (await new Api(service).expect(200, 'GET', '/v1/hosts')).json<HostList>();
  return hosts.map(({ id }) => id);
}

/** `kept`: the guest that stays. */
async function deleteGuestsOn(host: HostUnderTest | undefined, service: Service): Promise<void> {
  const api = new Api(service);
  for (const guest of (await host?.listGuests()) ?? []) await api.done('delete', guest);
}

interface Begun {
  readonly guest: Guest;
  readonly operation: string;
}
