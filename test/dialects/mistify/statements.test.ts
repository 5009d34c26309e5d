/**
 * What Mistify's API costs the database: each operation that reads sends the statements of its native twin, and a list
 * one statement for each 1,000 elements. The metadata of the hypervisor needs the list of hosts instead of one host.
 */
import { expect } from 'chai';
import pg from 'pg';
import type { Guest } from '../../../generated/api-types.js';
import { Api } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database/database.js';
import { DatabaseProxy } from '../../support/database/database-proxy.js';
import { RequestStatements } from '../../support/database/request-statements.js';
import { MistifyClient } from '../../support/dialects/mistify-client.js';
import { Service } from '../../support/service.js';

const MORE_THAN_A_PAGE = 1_001;

describe('The statements of Mistify’s operations', () => {
  let database: TestDatabase;
  let proxy: DatabaseProxy;
  let service: Service;
  let api: Api;
  let statements: RequestStatements;
  let guest: Guest;
  before(async () => {
    database = await createTestDatabase();
    proxy = await DatabaseProxy.open(database.url);
    service = await Service.start({ databaseUrl: proxy.url });
    api = new Api(service);
    statements = new RequestStatements(proxy);
    guest = await api.makeGuest();
  });
  after(async () => {
    await service.leave();
    await proxy.leave();
    await database.drop();
  });

  async function sentFor(path: string): Promise<string[]> {
    await api.noneUnderWay();
    // From here on, the service has the credential in its cache.
    await api.expect(200, 'GET', '/v1');
    statements.take();
    await api.expect(200, 'GET', path);
    return statements.take();
  }

  it('are those of the native operations', async () => {
    const image = await api.announceImage();
    const { operations } = (await api.expect(200, 'GET', `${guest.href}/operations`)).json<{
      operations: { id: string }[];
    }>();
    const job = operations[0]?.id ?? '';
    for (const [path, native] of [
      [`/guests/${guest.id}`, guest.href],
      [`/guests/${guest.id}/metadata`, `${guest.href}/metadata`],
      [`/guests/${guest.id}/jobs`, `${guest.href}/operations?limit=1000&sort_by=-created_at`],
      [`/guests/${guest.id}/jobs/${job}`, `/v1/operations/${job}`],
      ['/guests', '/v1/guests'],
      ['/jobs', '/v1/operations?limit=1000&sort_by=-created_at'],
      [`/jobs/${job}`, `/v1/operations/${job}`],
      ['/images', '/v1/images'],
      [`/images/${image.id}`, image.href],
      ['/metadata', '/v1/hosts?limit=1'],
    ] as const) {
      const expected = await sentFor(native);
      expect(expected, native).to.not.be.empty;
      expect(await sentFor(path), path).to.deep.equal(expected);
    }
  });

  /** Copies the row of the guest, under new ids and names. */
  async function copyGuest(copies: number): Promise<void> {
    const sql = new pg.Client(database.url);
    await sql.connect();
    try {
      const { rows } = await sql.query<{ names: string }>(
        `select string_agg(column_name, ', ') as names from information_schema.columns
          where table_name = 'guests' and is_generated = 'NEVER'`,
      );
      const columns = rows[0]?.names ?? '';
      await sql.query(
        `insert into guests (${columns})
         select ${columns} from generate_series(1, $2::integer) n, lateral (select copy.* from guests g,
           jsonb_populate_record(g, jsonb_build_object('id', gen_random_uuid(), 'name', 'copy-' || n,
             'name_folded', 'copy-' || n)) copy where g.id = $1) copies`,
        [guest.id, copies],
      );
    } finally {
      await sql.end();
    }
  }

  it('M5 of a list are those of a native page, then one for each 1,000 guests, and the list is complete', async () => {
    await copyGuest(MORE_THAN_A_PAGE - 1);
    const native = await sentFor('/v1/guests');
    const sent = await sentFor('/guests');
    expect(sent.slice(0, native.length)).to.deep.equal(native);
    // In a transaction.
    expect(sent.slice(native.length)).to.have.length(3);
    const all = await new MistifyClient(service.url, `Bearer ${service.token}`).listGuests();
    expect(new Set(all.map(({ id }) => id)).size).to.equal(MORE_THAN_A_PAGE);
  });
});
