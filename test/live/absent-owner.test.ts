/**
 * A host whose owner is gone. A service on another machine with the same database reports the host as away. The owner
 * reports the host as up again when it returns, whether it was killed or only paused.
 */
import { expect } from 'chai';
import pg from 'pg';
import type { EventList, Guest, HostList } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { Api } from '../support/api.js';
import { createTestDatabase, type TestDatabase } from '../support/database/database.js';
import { onHost, Service } from '../support/service.js';

describe('A host without its owner', function () {
  this.timeout(120_000);

  let database: TestDatabase;
  let sql: pg.Client;
  let owner: Service;
  let elsewhere: Service;
  let there: Api;
  let guest: Guest;
  before(async () => {
    database = await createTestDatabase();
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    owner = await Service.start({ databaseUrl: database.url });
    guest = await new Api(owner).makeGuest({}, '?start=true');
    elsewhere = await Service.start({ databaseUrl: database.url });
    there = new Api(elsewhere);
  });
  after(async () => {
    await sql.end();
    await elsewhere.leave();
    await owner.leave();
    await database.drop();
  });

  const hostState = async (): Promise<string | undefined> =>
    (await there.expect(200, 'GET', '/v1/hosts')).json<HostList>().hosts[0]?.state;

  async function hostEventKinds(): Promise<(string | undefined)[]> {
    const search = encodeURIComponent(`subject.id=${guest.host.id} and (kind=host.away or kind=host.up)`);
    const { events } = (await there.expect(200, 'GET', `/v1/events?search=${search}&sort_by=id`)).json<EventList>();
    return events.map(({ kind }) => kind);
  }

  /** Changes the time of the owner's last renewal to more than half a minute ago. */
  const letTimePass = (): Promise<unknown> =>
    sql.query(
      `update host_leases set renewed_at = renewed_at - interval '1 minute'
       where host_id = (select id from hosts order by created_at limit 1)`,
    );

  async function expectAway(): Promise<void> {
    // A last renewal by the owner may still be in progress.
    await eventually(async () => {
      await letTimePass();
      return (await hostState()) === 'away';
    });
    expect(await there.guest(guest.id)).to.include({ state: 'unknown' });
    await there.refused(503, 'HOST_UNREACHABLE', 'POST', `${guest.href}/suspend`);
  }

  async function expectBack(): Promise<void> {
    await eventually(async () => (await hostState()) === 'up');
    await eventually(async () => (await there.guest(guest.id)).state === 'running');
    expect((await owner.host.inspectGuest(onHost(guest))).state).to.equal('on');
  }

  it('stays up while its owner only restarts', async () => {
    await owner.stop('SIGKILL');
    expect(await hostState()).to.equal('up');
    await owner.start();
    await there.done('suspend', guest.id);
    await there.done('start', guest.id);
    expect(await hostEventKinds()).to.deep.equal([]);
  });

  it('goes away when its owner has been silent for a long time, and comes up when a service starts on its machine', async () => {
    await owner.stop('SIGKILL');
    await expectAway();
    await owner.start();
    await expectBack();
    await eventually(async () => (await hostEventKinds()).length === 2);
    expect(await hostEventKinds()).to.deep.equal(['host.away', 'host.up']);
  });

  it('comes back up when its paused owner resumes and reacquires it', async () => {
    process.kill(owner.pid, 'SIGSTOP');
    try {
      await expectAway();
    } finally {
      process.kill(owner.pid, 'SIGCONT');
    }
    await expectBack();
    await there.done('restart', guest.id);
    await eventually(async () => (await hostEventKinds()).length === 4);
    expect(await hostEventKinds()).to.deep.equal(['host.away', 'host.up', 'host.away', 'host.up']);
  });
});
