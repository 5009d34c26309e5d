/**
 * An idle host: its regular polls read the database only if something can have changed, and still find every change
 * that no event has reported.
 */
import { expect } from 'chai';
import type { GuestId, HostId } from '../../src/domain/ids.js';
import type { Backend, Observation } from '../../backends/backend.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { HostObserver } from '../../src/hosts/observer.js';
import { openDatabase } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';
import { makeGuest, makeWorld } from '../support/database/rows.js';
import { eventually } from '../support/eventually.js';

describe('The observer of an idle host', function () {
  this.timeout(120_000);

  let database: TestDatabase;
  /** Of the observer. */
  let db: Database;
  let own: Database;
  let host: HostId;
  let guest: GuestId;
  /** What the host reports. */
  let state: Observation['state'] = 'running';
  let polls = 0;
  let reads = 0;

  before(async () => {
    database = await createTestDatabase();
    db = await openDatabase(database.url, { log: SILENT_LOG });
    own = await openDatabase(database.url, { log: SILENT_LOG });
    const world = await makeWorld(db);
    ({ host } = world);
    ({ id: guest } = await makeGuest(db, world));
    await db.knex.raw(
      `update guests set open_operation_id = null, open_kind = null, open_state = null, state = 'stopped'`,
    );
    await db.knex.raw('insert into host_leases (host_id, worker) values (?, 7)', [host]);
    // Each statement of the observer acquires a connection. The test itself uses another pool.
    const { client } = db.knex as unknown as { client: { acquireConnection: () => Promise<unknown> } };
    const acquire = client.acquireConnection.bind(client);
    client.acquireConnection = async () => {
      reads += 1;
      return await acquire();
    };
  });
  after(async () => {
    await own.close();
    await db.close();
    await database.drop();
  });

  const shown = async (): Promise<string | undefined> => {
    const { rows } = await own.knex.raw<{ rows: { state: string }[] }>('select state from guests where id = ?', [
      guest,
    ]);
    return rows[0]?.state;
  };

  it('reads the database once, and again after an operation, an event or a change on the host', async () => {
    const stop = new AbortController();
    const backend = {
      capabilities: {},
      describe: async () => ({ name: 'idle', hypervisorId: null, hypervisorVersion: '1', vcpus: 4, memoryMib: 4096 }),
      observeGuests: async () => {
        polls += 1;
        return new Map([[guest, { state }]]);
      },
      // Endless, and without an event.
      listenToEvents: async function* () {
        await new Promise((resolve) => stop.signal.addEventListener('abort', resolve));
      },
    } as unknown as Backend;
    const owner = { worker: 7, signal: stop.signal, requireOwnership: () => undefined, lose: () => undefined };
    const observer = new HostObserver(
      { db, backend, hostId: host, owner, log: SILENT_LOG, onChange: () => undefined, onPollTried: () => undefined },
      { isAway: false, isDescribed: true, fullPollEveryMs: 50 },
    );
    const running = observer.run(stop.signal);
    const afterPolls = async (count: number): Promise<number> => {
      const until = polls + count;
      await eventually(() => polls >= until);
      return reads;
    };
    try {
      await eventually(async () => (await shown()) === 'running');
      const settled = await afterPolls(5);
      expect(await afterPolls(10)).to.equal(settled);
      // A change that no event reports.
      state = 'stopped';
      await eventually(async () => (await shown()) === 'stopped');
      const again = await afterPolls(5);
      expect(again).to.be.greaterThan(settled);
      expect(await afterPolls(10)).to.equal(again);
      // An operation has written another state, and the guest has changed back without an event.
      await own.knex.raw(`update guests set state = 'running', observed = 'running', observed_seq = observed_seq + 1`);
      observer.rowsMayChange();
      await eventually(async () => (await shown()) === 'stopped');
    } finally {
      stop.abort();
      await running;
    }
  });
});
