/**
 * Two services on one database. The owner of the host is killed, or paused like a machine that hangs, at the points of
 * the kill matrix. The other service takes over and ends every operation, and the paused service does no harm when it
 * resumes.
 *
 *   GUESTHOUSE_SOAK=1   every point; otherwise all points of start and delete, and a sample of the others
 *   GUESTHOUSE_SEED     repeats a printed seed
 */
import { expect } from 'chai';
import { eventually } from '../support/eventually.js';
import { Api } from '../support/api.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';
import { HeldStatements } from '../support/database/held-statements.js';
import { effectsOn, FakeHostUnderTest } from '../support/kill/fake-host-under-test.js';
import type { HostUnderTest } from '../support/kill/host-under-test.js';
import { roundsOf, undoFaults } from '../support/kill/kill-points.js';
import { bringAll, checkAll, choosePoints, expectFinished } from '../support/kill/kill-round.js';
import { SEED } from '../support/fuzz/seed.js';
import { onHost, Service } from '../support/service.js';

/**
 * The number of polls while the other service waits for a hung owner and then works: twenty seconds, or more on a slow
 * machine.
 */
const MAX_POLLS_WITH_HUNG_OWNER = 400;

describe(`Two services on one database (seed ${SEED})`, function () {
  this.timeout(300_000);

  let database: TestDatabase;
  let owner: Service;
  let standby: Service;
  /** The service whose data folder both services use. */
  let first: Service;
  let hosts: readonly HostUnderTest[];

  before(async () => {
    database = await createTestDatabase();
    first = owner = await Service.start({ databaseUrl: database.url });
    hosts = [FakeHostUnderTest.ofConfiguration(first)];
    standby = await Service.start({ databaseUrl: database.url, dataFolder: first.dataFolder });
    await standsBy(standby, 0);
  });
  // A failed test may leave the owner paused, which must not affect the next test.
  afterEach(() => {
    for (const service of [owner, standby]) goOn(service);
  });
  after(async () => {
    await (owner === first ? standby : owner).stop();
    await first.leave();
    await database.drop();
  });

  /** Resumes a service that a failed test may have left paused. Ignores a service that is dead. */
  function goOn(service: Service): void {
    try {
      process.kill(service.pid, 'SIGCONT');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
  const config = (): { connectionString: string } => ({ connectionString: database.url });
  const hasLogged = (service: Service, words: string, since: number): boolean =>
    service.log.slice(since).some(({ msg }) => msg.includes(words));
  const standsBy = (service: Service, since: number): Promise<void> =>
    eventually(() => hasLogged(service, 'standing by; another service owns the host', since));
  const swapRoles = (): void => void ([owner, standby] = [standby, owner]);

  const killed = roundsOf(choosePoints(8, SEED + 2, ['guest.start']));
  for (const [index, points] of killed.entries()) {
    it(`finish all work when the owner is killed at ${points.length} points (${index + 1} of ${killed.length} rounds)`, async () => {
      const statements = await HeldStatements.open(config());
      const held = await bringAll(points, { api: new Api(owner), statements, hosts });
      await owner.stop('SIGKILL');
      await statements.release();
      await statements.close();
      await undoFaults(held, hosts);
      const api = new Api(standby);
      await expectFinished(held, api);
      await checkAll(held, { api, hosts }, config(), 1);
      const since = owner.log.length;
      await owner.start();
      await standsBy(owner, since);
      swapRoles();
    });
  }

  const stopped = roundsOf(choosePoints(8, SEED + 3, ['guest.delete']));
  for (const [index, points] of stopped.entries()) {
    it(`finish all work when the owner is paused at ${points.length} points (${index + 1} of ${stopped.length} rounds)`, async () => {
      const statements = await HeldStatements.open(config());
      const held = await bringAll(points, { api: new Api(owner), statements, hosts });
      process.kill(owner.pid, 'SIGSTOP');
      const since = owner.log.length;
      await statements.release();
      await statements.close();
      await undoFaults(held, hosts);
      await expectFinished(held, new Api(standby), MAX_POLLS_WITH_HUNG_OWNER);
      process.kill(owner.pid, 'SIGCONT');
      await standsBy(owner, since);
      expect(hasLogged(owner, 'host acquired', since)).to.equal(false);
      for (const service of [owner, standby]) {
        await checkAll(held, { api: new Api(service), hosts }, config(), 2);
      }
      swapRoles();
    });
  }

  it('do not shut a guest down again when the owner, paused during a shutdown request, resumes after the guest was restarted', async () => {
    const guest = await new Api(owner).makeGuest({ disks: [{ size_mib: 1 }] }, '?start=true');
    // A timer presses the power button again every half second. It is long overdue when the owner resumes.
    await owner.host.ignoreShutdowns(onHost(guest));
    const reboot = await new Api(owner).begin('reboot', guest.id);
    await eventually(async () => (await new Api(owner).operation(reboot)).state === 'running');
    process.kill(owner.pid, 'SIGSTOP');
    const since = owner.log.length;
    await owner.host.ignoreShutdowns(onHost(guest), false);
    expect((await new Api(standby).ended(reboot)).state).to.equal('succeeded');
    const before = await effectsOn(guest, first.dataFolder);
    expect(before).to.include({ state: 'on', boots: 2, downs: 1 });
    process.kill(owner.pid, 'SIGCONT');
    await standsBy(owner, since);
    expect(await effectsOn(guest, first.dataFolder)).to.deep.equal(before);
    swapRoles();
  });
});
