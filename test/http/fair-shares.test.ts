/**
 * The shares of the database: one user, whatever it sends, leaves connections for other users and for the service
 * itself. The tests hold locks that block statements, so that nothing depends on the speed of the machine.
 */
import { expect } from 'chai';
import pg from 'pg';
import type { Guest } from '../../generated/api-types.js';
import { AccessWorld, type Named, type Person } from '../support/access/access-world.js';
import { type Api, type CheckedResponse, type SendOptions, uniqueName } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { mergePatch } from '../support/patches.js';
import { Service } from '../support/service.js';

/** More requests than the service has connections. */
const MANY = 24;
/** The connections for requests. A user has one of them while other users are active. */
const CONNECTIONS = 9;

describe('The database', () => {
  let service: Service;
  let world: AccessWorld;
  let project: Named;
  let ben: Person;
  before(async () => {
    service = await Service.start();
    world = await AccessWorld.open(service);
    project = await world.project();
    ben = await world.person([[project, 'member']]);
    await ben.api.expect(200, 'GET', '/v1/guests', inProject());
  });
  after(async () => {
    await world.close();
    await service.leave();
  });

  const inProject = (options: SendOptions = {}): SendOptions => ({
    ...options,
    headers: { ...options.headers, 'x-project-id': project.id },
  });

  /** Holds a lock while `work` runs, and returns how many statements wait for it. */
  async function whileLocked(lock: string, work: (waiting: () => Promise<number>) => Promise<void>): Promise<void> {
    const other = new pg.Client(service.databaseUrl);
    await other.connect();
    const waiting = async (): Promise<number> => {
      const { rows } = await world.sql.query<{ count: number }>(
        `select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows[0]?.count ?? 0;
    };
    try {
      await other.query('begin');
      await other.query(lock);
      await work(waiting);
    } finally {
      await other.end();
    }
  }

  /** Creates a guest and waits for the operation that defines it, because that operation locks the guest's row too. */
  async function makeGuest(api: Api): Promise<Guest> {
    const json = { name: uniqueName('guest'), vcpus: 1, memory_mib: 64 };
    const options = inProject({ json, headers: { prefer: 'wait=60' } });
    return (await api.expect(201, 'POST', '/v1/guests', options)).json<Guest>();
  }

  /** Sends changes of one guest. They wait for the lock of its row. */
  function changes({ api }: Person, guest: Guest, count = MANY): Promise<CheckedResponse[]> {
    const sent = Array.from({ length: count }, (_, nth) =>
      api.send('PATCH', guest.href, inProject(mergePatch({ description: `change ${nth}` }))),
    );
    return Promise.all(sent);
  }

  const lockOf = ({ id }: Guest): string => `select 1 from guests where id = '${id}' for update`;

  it('serves other users while one user searches as much as it can', async () => {
    const vic = await world.person([[project, 'viewer']]);
    await whileLocked('lock table events in access exclusive mode', async (waiting) => {
      const search = '/v1/events?search=user.name%3D*q*';
      const sent = Promise.all(Array.from({ length: MANY }, () => vic.api.send('GET', search, inProject())));
      await eventually(async () => (await waiting()) > 0);
      await ben.api.expect(200, 'GET', '/v1/guests', inProject());
      const faults = (await sent).map((response) => `${response.status} ${response.fault().error_name}`);
      expect(new Set(faults)).to.deep.equal(new Set(['503 QUERY_TIMED_OUT', '429 TOO_MANY_REQUESTS']));
      await ben.api.expect(200, 'GET', '/v1/guests', inProject());
    });
  });

  it('searches for one user at a time, so that a second user can search too', async () => {
    const vic = await world.person([[project, 'viewer']]);
    await whileLocked('lock table images in access exclusive mode', async (waiting) => {
      const search = (): Promise<CheckedResponse> => vic.api.send('GET', '/v1/images?search=name%3Dq*', inProject());
      const sent = Promise.all(Array.from({ length: MANY }, search));
      await eventually(async () => (await waiting()) > 0);
      await ben.api.expect(200, 'GET', '/v1/guests?search=name%3Dq*', inProject());
      expect(await waiting()).to.equal(1);
      for (const response of await sent) {
        if (response.status === 429) expect(Number(response.headers.get('retry-after'))).to.be.at.least(1);
      }
    });
    await vic.api.expect(200, 'GET', '/v1/images?search=name%3Dq*', inProject());
  });

  it('serves other users while the requests of one user wait for a locked row', async () => {
    const ann = await world.person([[project, 'member']]);
    const guest = await makeGuest(ann.api);
    let sent: Promise<CheckedResponse[]> = Promise.resolve([]);
    await whileLocked(lockOf(guest), async (waiting) => {
      sent = changes(ann, guest);
      await eventually(async () => (await waiting()) > 0);
      for (let nth = 0; nth < 5; nth += 1) await ben.api.expect(200, 'GET', '/v1/guests', inProject());
      // Three if nobody else was active when ann’s requests arrived.
      expect(await waiting()).to.be.within(1, 3);
    });
    expect((await sent).map(({ status }) => status)).to.deep.equal(Array.from({ length: MANY }, () => 200));
  });

  it('serves the service itself while requests hold every connection that requests can have', async () => {
    const guest = await makeGuest(ben.api);
    const people = Array.from({ length: CONNECTIONS }, () => world.person([[project, 'member']]));
    const members = await Promise.all(people);
    let sent: Promise<CheckedResponse[]>[] = [];
    await whileLocked(lockOf(guest), async (waiting) => {
      sent = members.map((member) => changes(member, guest, 3));
      await eventually(async () => (await waiting()) >= CONNECTIONS);
      // The lookup of an unknown credential needs the database.
      const unknown = `gh_${'u'.repeat(43)}`;
      await world.admin.refused(401, 'UNAUTHENTICATED', 'GET', '/v1/guests', { token: unknown });
    });
    for (const each of sent) for (const { status } of await each) expect(status).to.equal(200);
  });
});
