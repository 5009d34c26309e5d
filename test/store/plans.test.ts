/**
 * The plans of the statements that every operation runs. They must not depend on the statistics of the tables: between
 * two runs of autovacuum, the queue goes from empty to thousands of operations and back, and PostgreSQL keeps the plan
 * of a named statement until then (`settleSession` in src/store/database.ts).
 *
 * Each statement is planned with every kind of statistics, and then runs on a long queue. The test counts the rows that
 * PostgreSQL reads for it (EXPLAIN ANALYZE). No test here measures time.
 */
import { expect } from 'chai';
import type { Knex } from 'knex';
import type pg from 'pg';
import { EVERYTHING } from '../../src/domain/access.js';
import { newId } from '../../src/domain/ids.js';
import type { GuestId, HostId, ImageId, OperationId, PlacementGroupId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { openDatabase, openSession } from '../../src/store/database.js';
import type { Database } from '../../src/store/database.js';
import { listEventsAfter, numberEvents, readEventNumbers } from '../../src/store/events.js';
import { findGuestById, hasNic, lockGuest } from '../../src/store/guests.js';
import { recordImageCopies, releaseImageCopies } from '../../src/store/image-copies.js';
import * as operations from '../../src/store/operations.js';
import { countGuestsByHost, lockPlacementGroup } from '../../src/store/placement-groups.js';
import { countForMetrics } from '../../src/store/metrics.js';
import { claim, claimToResize, listCandidates, settleClaim } from '../../src/store/placements.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';
import { makeGuest, makeWorld } from '../support/database/rows.js';
import type { World } from '../support/database/rows.js';

/** Operations before, and after, the one that the statements are about; guests and numbered events, too. */
const OTHERS = 400;
/** Running operations, and events without a number: the statements that need all of them can read them twice. */
const FEW = 4;
const ROWS_MAX = 5 * FEW;
const WORKER = 7;
const GUEST = newId<GuestId>();
const OPERATION = newId<OperationId>();
/** The group, and the image, of a few guests. All others have another group and image. */
const GROUP = newId<PlacementGroupId>();
const IMAGE = newId<ImageId>();
/** A host on which a few guests have claims, among them this one. All others have their claims on another host. */
const ROOMY = newId<HostId>();
const RESIZED = newId<GuestId>();
/** Hosts without guests. */
const EMPTY_HOSTS = 40;
/** Statements about the whole fleet: they can read each row of a table once, but not once for each host. */
const OF_FLEET: readonly string[] = ['candidates', 'metrics-counts'];
const ROWS_OF_FLEET_MAX = 3 * OTHERS;
const TABLES = ['guests', 'operations', 'events', 'placements', 'guest_images', 'image_copies'] as const;
const NO_STEPS = { done: [], begun: null };

type Value = string | number | boolean | null | readonly string[];

interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly Value[];
}

/** A node of EXPLAIN's output. */
interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Loops': number;
  readonly 'Actual Rows': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

describe('Plans of the statements of an operation', () => {
  let database: TestDatabase;
  let db: Database;
  let world: World;
  let session: pg.Client;

  before(async () => {
    database = await createTestDatabase();
    db = await openDatabase(database.url, { log: SILENT_LOG });
    world = await makeWorld(db);
    await db.knex.raw(
      `insert into hosts (id, name, name_folded, backend, uri, uri_folded, state, hypervisor_version, hypervisor_version_folded, vcpus, memory_mib,
         capabilities, metadata_folded, zone_id)
       select case when n = 0 then '${ROOMY}'::uuid else gen_random_uuid() end, 'h' || n, 'h' || n, backend, uri, uri_folded, state,
         hypervisor_version, hypervisor_version_folded, vcpus, memory_mib, capabilities, metadata_folded, zone_id
       from hosts, generate_series(0, ${EMPTY_HOSTS}) n`,
    );
    const owned = { project_id: world.project, description: '', description_folded: '' };
    for (const name of ['few', 'many']) {
      const [group, image] = name === 'few' ? [GROUP, IMAGE] : [newId(), newId()];
      const named = { ...owned, name, name_folded: name };
      await db.knex('placement_groups').insert({ ...named, id: group, policy: 'spread', is_strict: false });
      await db.knex('images').insert({ ...named, id: image, kind: 'disk', format: 'raw', state: 'available' });
    }
    await db.knex.raw(
      `insert into images (id, project_id, name, name_folded, description, description_folded, kind, format, state)
       select gen_random_uuid(), project_id, 'copy ' || n, 'copy ' || n, '', '', kind, format, state
       from images, generate_series(1, ${OTHERS}) n where id = '${IMAGE}'`,
    );
  });
  beforeEach(async () => {
    session = await openSession(db.sessionConfig);
    await run(`truncate ${TABLES.join(', ')} cascade`);
    for (const table of TABLES) {
      await run(`alter table ${table} set (autovacuum_enabled = off)`);
    }
  });
  afterEach(async () => {
    await session.end();
  });
  after(async () => {
    await db.close();
    await database.drop();
  });

  const run = (sql: string): Promise<pg.QueryResult> => session.query(sql);

  async function addOperations(state: 'queued' | 'running' | 'succeeded', count: number): Promise<void> {
    await run(
      `insert into operations (id, kind, host_id, subject_kind, subject_id, subject_name, subject_name_folded, project_id, request_id, params, state, worker, finished_at)
       select gen_random_uuid(), 'guest.create', '${world.host}', 'guest', gen_random_uuid(), 'g', 'g', '${world.project}', 'test', '{}', '${state}',
         ${state === 'running' ? WORKER : 'null'}, ${state === 'succeeded' ? 'clock_timestamp()' : 'null'} from generate_series(1, ${count})`,
    );
  }

  async function addEvents(id: string, count: number): Promise<void> {
    await run(
      `insert into events (id, kind, severity, project_id, detail)
       select ${id}, 'operation.started', 'normal', '${world.project}', '{}' from generate_series(1, ${count}) n`,
    );
  }

  /**
   * Copies of one guest, each with its own MAC address and claim; a few have GROUP and IMAGE, or a claim on ROOMY.
   * Makes copies of images, too.
   */
  async function addGuests(count: number): Promise<void> {
    const model = await makeGuest(db, world, 'model');
    await run(`update guests set nics = '[{"network": "default", "mac": "52:54:00:00:00:00"}]'`);
    await run(
      `insert into guests (id, project_id, host_id, name, name_folded, description, description_folded, vcpus, memory_mib, firmware, disks, nics, nics_folded, metadata, metadata_folded, state)
       select case when n = 1 then '${RESIZED}'::uuid else gen_random_uuid() end, project_id, host_id, 'g' || n, 'g' || n, '', '', vcpus, memory_mib, firmware, disks,
         jsonb_build_array(jsonb_build_object('network', 'default', 'mac', 'copy ' || n)), nics_folded, metadata, metadata_folded, state
       from guests, generate_series(1, ${count}) n where id = '${model.id}'`,
    );
    await run(`delete from operations where id = '${model.operation}'`);
    await run(`delete from guests where id = '${model.id}'`);
    await run(
      `insert into placements (guest_id, host_id, vcpus, memory_mib, disk_mib)
       select id, case when row_number() over (order by id <> '${RESIZED}') <= ${FEW} then '${ROOMY}'::uuid else host_id end, 1, 64, 0 from guests`,
    );
    const shared = `(select id, case when row_number() over () <= ${FEW} then 'few' else 'many' end as name from guests) own`;
    await run(
      `update guests g set placement_group_id = p.id from ${shared} join placement_groups p using (name) where g.id = own.id`,
    );
    await run(
      `insert into guest_images (guest_id, image_id) select own.id, i.id from ${shared} join images i using (name)`,
    );
    await run(
      `insert into image_copies (image_id, host_id, state, is_ahead) select id, '${world.host}', 'ready', false from images`,
    );
  }

  const analyse = async (): Promise<void> => void (await run(`vacuum analyze ${TABLES.join(', ')}`));
  const empty = async (): Promise<void> => void (await run('delete from operations; delete from events'));

  const STATISTICS: Readonly<Record<string, () => Promise<void>>> = {
    'never collected': () => Promise.resolve(),
    'of empty tables': analyse,
    'of a few ended operations': async () => {
      await addOperations('succeeded', 60);
      await addEvents('n', 60);
      await analyse();
    },
    'of many ended operations': async () => {
      await addOperations('succeeded', 3_000);
      await addEvents('n', 3_000);
      await analyse();
    },
    'of a long queue, emptied since': async () => {
      await addOperations('queued', 3_000);
      await addEvents('null', 3_000);
      await analyse();
      await empty();
    },
    'of a long queue, emptied and vacuumed since': async () => {
      await addOperations('queued', 3_000);
      await addEvents('null', 3_000);
      await analyse();
      await empty();
      await run('vacuum operations, events');
    },
  };

  /** Queues many operations before and after OPERATION, which is running. */
  async function fill(): Promise<void> {
    await addGuests(OTHERS);
    await addOperations('queued', OTHERS);
    await addOperations('running', FEW);
    await run(
      `insert into operations (id, kind, host_id, subject_kind, subject_id, subject_name, subject_name_folded, project_id, request_id, params, state, worker)
       values ('${OPERATION}', 'guest.create', '${world.host}', 'guest', '${GUEST}', 'g', 'g', '${world.project}', 'test', '{}', 'running', ${WORKER})`,
    );
    await addOperations('queued', OTHERS);
    await addEvents('n + 10000', OTHERS);
    await addEvents('null', FEW);
  }

  /** Runs the functions of the store on a recorder, and returns their statements. */
  async function statements(): Promise<Statement[]> {
    const found: Statement[] = [];
    const subject = { id: GUEST, projectId: world.project };
    // Rows that let a function continue to its next statement.
    const rowsOf: Readonly<Record<string, unknown>> = {
      'operation-to-cancel': { kind: 'guest.create', state: 'queued', version: 1 },
      'lock-for-claim': { isOpen: true },
      'take-event-numbers': { last_id: 10_000 + OTHERS },
    };
    const query = (statement: Statement): { rows: unknown[] } => {
      if (!found.some(({ name }) => name === statement.name)) found.push(statement);
      const row = rowsOf[statement.name];
      return { rows: row === undefined ? [] : [row] };
    };
    const sql = {
      client: { acquireConnection: () => ({ query }), releaseConnection: () => undefined },
      raw: (text: string, values: readonly Value[]) => {
        let count = 0;
        return query({ name: `unnamed ${found.length}`, text: text.replaceAll('?', () => `$${++count}`), values });
      },
    } as unknown as Knex.Transaction;

    await operations.claimOperation(sql, world.host, WORKER);
    await operations.markSteps(sql, OPERATION, WORKER, NO_STEPS);
    await operations.writeProgress(sql, OPERATION, WORKER, 1);
    await operations.findNewestOpenOperation(sql, subject);
    await operations.endOperation(sql, OPERATION, WORKER, { state: 'succeeded', fault: null });
    await operations.requeueOperation(sql, OPERATION, WORKER, { afterMs: 0, steps: NO_STEPS });
    await operations.requestCancelOfOpen(sql, subject);
    await operations.endAllOpen(sql, subject);
    await operations.requestCancel(sql, OPERATION, () => true);
    await operations.listToStop(sql, WORKER, [OPERATION]);
    await operations.requeueLostOperations(sql, WORKER + 1);
    await operations.findHostsWithWork(sql, [world.host]);
    await operations.findOperationById(sql, OPERATION);
    await findGuestById(sql, GUEST);
    await lockGuest(sql, GUEST);
    await hasNic(sql, world.host, { network: 'default', mac: 'none' });
    await settleClaim(sql, GUEST);
    // More than the host has, so that nothing is written: GUEST has no row.
    await claim(sql, GUEST, ROOMY, { vcpus: 1_000, memoryMib: 1, diskMib: 1 });
    await claimToResize(sql, RESIZED, ROOMY, { vcpus: 2, memoryMib: 128 });
    await listCandidates(sql, {
      ...{ host: null, zone: null, search: null, visibility: EVERYTHING, seenNetworks: null },
      ...{ capabilities: { directKernelBoot: true }, networks: ['default'] },
    });
    await countForMetrics(sql, 1_000);
    await recordImageCopies(sql, world.host, [IMAGE]);
    await releaseImageCopies(sql, world.host, [IMAGE]);
    await lockPlacementGroup(sql, GROUP);
    await countGuestsByHost(sql, GROUP);
    await numberEvents(sql);
    await listEventsAfter(sql, { id: 10_000 + OTHERS - FEW, mark: null });
    await readEventNumbers(sql);
    return found;
  }

  /** Runs the prepared statement, and undoes its changes. */
  async function execute(
    { name, values }: Statement,
    explain: '' | 'explain (analyze, format json)',
  ): Promise<unknown> {
    const list = values.map(literal).join(', ');
    await run('begin');
    const result = await run(`${explain} execute "${name}"${list === '' ? '' : `(${list})`}`);
    await run('rollback');
    return result.rows[0];
  }

  /** The statements that read more rows than they need. */
  async function readsTooMuch(all: readonly Statement[]): Promise<string[]> {
    const found: string[] = [];
    for (const statement of all) {
      const explained = (await execute(statement, 'explain (analyze, format json)')) as {
        'QUERY PLAN': [{ Plan: PlanNode }];
      };
      const max = OF_FLEET.includes(statement.name) ? ROWS_OF_FLEET_MAX : ROWS_MAX;
      const scans = scansIn(explained['QUERY PLAN'][0].Plan).filter(({ count }) => count > max);
      found.push(...scans.map(({ scan, count }) => `${statement.name} reads ${count} rows by ${scan}`));
    }
    return found;
  }

  for (const [statistics, collect] of Object.entries(STATISTICS)) {
    for (const isEarly of [true, false]) {
      const moment = isEarly ? 'planned before the queue became long' : 'planned while the queue is long';
      it(`read only the rows that they need with statistics ${statistics}, ${moment}`, async () => {
        await collect();
        const all = await statements();
        for (const { name, text } of all) await run(`prepare "${name}" as ${text}`);
        if (isEarly) for (const statement of all) await execute(statement, '');
        await fill();
        expect(await readsTooMuch(all)).to.deep.equal([]);
      });
    }
  }
});

/** The scans of tables in the plan, each with the number of rows that it read. */
function scansIn(node: PlanNode): { scan: string; count: number }[] {
  const table = node['Relation Name'];
  const count = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
  const isScan = table !== undefined && node['Node Type'].endsWith('Scan');
  const own = isScan ? [{ scan: `${node['Node Type']} on ${node['Index Name'] ?? table}`, count }] : [];
  return [...own, ...(node.Plans ?? []).flatMap(scansIn)];
}

function literal(value: Value): string {
  if (value === null) return 'null';
  const text = typeof value === 'object' ? `{${value.map((each) => JSON.stringify(each)).join(',')}}` : String(value);
  return `'${text.replaceAll("'", "''")}'`;
}
