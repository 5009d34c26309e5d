/**
 * A service that is killed between a change of a host's row and the change of the host's driver. After the next start,
 * each host has its one driver, at the place that its row names, and a host without a row has none.
 *
 * A program of its own simulates each host, and shows how many connections of drivers the host has.
 */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import pg from 'pg';
import type { EventList, Host } from '../../generated/api-types.js';
import { Api, uniqueName } from '../support/api.js';
import type { CheckedResponse, SendOptions } from '../support/api.js';
import { SealedTable } from '../support/database/sealed-table.js';
import { eventually } from '../support/eventually.js';
import { FakeHostControl } from '../support/fake-host-control.js';
import { mergePatch } from '../support/patches.js';
import { Service } from '../support/service.js';

/** One for its calls, and one for its events. */
const CONNECTIONS_OF_DRIVER = 2;
/** The interval at which a service tries to own the hosts that it does not own, and more. */
const NEXT_ATTEMPT_MS = 1_500;
/** The statements of the requests that wait for the table. */
const CREATES = 'lock table hosts in share row exclusive mode';
const CHANGES = 'update "hosts" set %';
const DELETES = '%delete from hosts%';
const OWNERS = `select count(*)::int from pg_locks where locktype = 'advisory' and granted and classid = ${0x67680002}::oid
  and objid = (hashtext($1)::bigint & 4294967295)::oid
  and database = (select oid from pg_database where datname = current_database())`;

describe('A service that is killed after a change of a host', function () {
  this.timeout(120_000);

  let service: Service;
  let api: Api;
  let sql: pg.Client;
  const controls: FakeHostControl[] = [];
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    sql = new pg.Client(service.databaseUrl);
    await sql.connect();
  });
  after(async () => {
    await sql.end();
    await service.stop();
    for (const control of controls) await control.end().catch(() => undefined);
    await service.leave();
  });

  const uriOf = (name: string, vcpus: number): string => `fake:///${name}?process=own&vcpus=${vcpus}`;
  const bodyOf = (name: string, vcpus = 2): SendOptions => ({
    json: { name, backend: 'fake', uri: uriOf(name, vcpus) },
  });
  const read = async (host: string): Promise<Host> => (await api.expect(200, 'GET', `/v1/hosts/${host}`)).json<Host>();
  async function openControl(name: string): Promise<FakeHostControl> {
    const control = await FakeHostControl.open(path.join(service.dataFolder, 'fake-hosts', name), name);
    controls.push(control);
    return control;
  }
  async function eventsOf(id: string): Promise<(string | undefined)[]> {
    const search = encodeURIComponent(`subject.id=${id}`);
    const { events } = (await api.expect(200, 'GET', `/v1/events?search=${search}&sort_by=id`)).json<EventList>();
    return events.map(({ kind }) => kind);
  }
  async function create(name: string): Promise<Host & { control: FakeHostControl }> {
    const host = (await api.expect(201, 'POST', '/v1/hosts', bodyOf(name))).json<Host>();
    await eventually(async () => (await read(host.id)).state === 'up');
    return { ...host, control: await openControl(name) };
  }
  /** The number of locks of the host that services hold. */
  async function countOwners(id: string): Promise<number | undefined> {
    return (await sql.query<{ count: number }>(OWNERS, [id])).rows[0]?.count;
  }
  const holdHosts = (): Promise<SealedTable> => SealedTable.hold({ connectionString: service.databaseUrl }, 'hosts');

  /**
   * Sends the request, and kills the service when the change is committed and acknowledged, before the service can read
   * the row. Calls `look` before the kill.
   */
  async function killAfter(
    statement: string,
    send: () => Promise<CheckedResponse>,
    look: (table: SealedTable, response: CheckedResponse) => Promise<void>,
  ): Promise<void> {
    const table = await holdHosts();
    const sent = send();
    await table.whenWaiting(statement);
    await table.seal();
    await look(table, await sent);
    await service.stop('SIGKILL');
    await table.release();
  }

  async function startAgain(): Promise<void> {
    await service.start();
    api = new Api(service);
  }

  /** Checks that the running service has one driver for the host and owns it once. */
  async function expectOneDriver(id: string, control: FakeHostControl, since: number): Promise<void> {
    await eventually(async () => (await control.inspect()).connections === CONNECTIONS_OF_DRIVER);
    await sleep(NEXT_ATTEMPT_MS);
    expect((await control.inspect()).connections).to.equal(CONNECTIONS_OF_DRIVER);
    const acquired = service.log.slice(since).filter((line) => line.msg === 'host acquired' && line['host'] === id);
    expect(acquired).to.have.length(1);
    expect(await countOwners(id)).to.equal(1);
  }

  /** Checks that the running service has no driver for the host: then its program ends by itself. */
  async function expectNoDriver(id: string, control: FakeHostControl, since: number): Promise<void> {
    await sleep(NEXT_ATTEMPT_MS);
    expect((await control.inspect()).connections).to.equal(0);
    await control.setIdleEnd(100);
    await control.whenEnded();
    expect(service.log.slice(since).filter((line) => line['host'] === id)).to.deep.equal([]);
    expect(await countOwners(id)).to.equal(0);
  }

  it('drives a host that was created before it read the row, once', async () => {
    const name = uniqueName('created');
    let id = '';
    await killAfter(
      CREATES,
      () => api.expect(201, 'POST', '/v1/hosts', bodyOf(name)),
      async (table, response) => {
        ({ id } = response.json<Host>());
        expect(await table.read('select state from hosts where id = $1', [id])).to.equal('away');
        expect(await countOwners(id)).to.equal(0);
      },
    );
    const since = service.log.length;
    await startAgain();
    await eventually(async () => (await read(id)).state === 'up');
    await expectOneDriver(id, await openControl(name), since);
    expect(await eventsOf(id)).to.deep.equal(['host.added', 'host.up']);
    const guest = await api.makeGuest({ placement: { host: id } }, '?start=true');
    await api.done('delete', guest.id);
  });

  it('has nothing of a host whose creation was not committed', async () => {
    const name = uniqueName('uncommitted');
    const table = await holdHosts();
    const sent = api.send('POST', '/v1/hosts', bodyOf(name)).catch(() => null);
    await table.whenWaiting(CREATES);
    const control = await openControl(name);
    await service.stop('SIGKILL');
    expect(await sent).to.equal(null);
    await table.release();
    await startAgain();
    await api.refused(404, 'HOST_NOT_FOUND', 'GET', `/v1/hosts/${name}`);
    await sleep(NEXT_ATTEMPT_MS);
    expect((await control.inspect()).connections).to.equal(0);
    const { id } = await create(name);
    await eventually(async () => (await eventsOf(id)).length === 2);
    expect(await eventsOf(id)).to.deep.equal(['host.added', 'host.up']);
  });

  it('drives a host at the URI that it was moved to before it read the row, once', async () => {
    const name = uniqueName('moved');
    const { id, href, control } = await create(name);
    const guest = await api.makeGuest({ placement: { host: id } }, '?start=true');
    await killAfter(
      CHANGES,
      () => api.expect(200, 'PATCH', href, mergePatch({ uri: uriOf(name, 32) })),
      async (table) => {
        expect(await table.read('select vcpus from hosts where id = $1', [id])).to.equal(2);
        expect(await countOwners(id)).to.equal(1);
      },
    );
    const since = service.log.length;
    await startAgain();
    await eventually(async () => (await read(id)).vcpus === 32);
    await expectOneDriver(id, control, since);
    expect(await read(id)).to.include({ state: 'up', uri: uriOf(name, 32) });
    expect((await eventsOf(id)).filter((kind) => kind === 'host.changed')).to.have.length(1);
    expect((await api.guest(guest.id)).state).to.equal('running');
    await api.done('delete', guest.id);
  });

  it('shows the name that a host was given before it read the row', async () => {
    const [before, name] = [uniqueName('named'), uniqueName('renamed')];
    const { id, href, control } = await create(before);
    await killAfter(
      CHANGES,
      () => api.expect(200, 'PATCH', href, mergePatch({ name })),
      async () => {
        expect(await countOwners(id)).to.equal(1);
      },
    );
    const since = service.log.length;
    await startAgain();
    await expectOneDriver(id, control, since);
    expect(await read(id)).to.include({ state: 'up', name });
    const { text } = await api.expect(200, 'GET', '/metrics');
    expect(text).to.include(`host="${name}"`).and.not.include(`host="${before}"`);
    expect((await eventsOf(id)).filter((kind) => kind === 'host.changed')).to.have.length(1);
  });

  it('does not drive a host that was deleted before it read the rows, and nothing of the host remains', async () => {
    const name = uniqueName('deleted');
    const { id, href, control } = await create(name);
    await killAfter(
      DELETES,
      () => api.expect(204, 'DELETE', href),
      async (table) => {
        expect(await table.read('select id from hosts where id = $1', [id])).to.equal(undefined);
        expect(await countOwners(id)).to.equal(1);
        expect((await control.inspect()).connections).to.equal(CONNECTIONS_OF_DRIVER);
      },
    );
    const since = service.log.length;
    await startAgain();
    await api.refused(404, 'HOST_NOT_FOUND', 'GET', href);
    await expectNoDriver(id, control, since);
    expect((await eventsOf(id)).at(-1)).to.equal('host.removed');
    const again = await create(name);
    expect(again.id).not.to.equal(id);
  });
});
