/**
 * Creations and deletions of users, groups, projects, tokens and permissions, while the service is killed or the
 * database is lost just before or after the COMMIT. A repeated request gets the documented response, and the change
 * takes effect once, with one row and one event.
 *
 *   before the COMMIT   the change did not take effect: a repeated request makes it
 *   after the COMMIT    the change took effect: a repeated request with the same key gets the same response; without
 *                       a key it is rejected because the change was already made
 */
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { ErrorName } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { Api, uniqueName, type CheckedResponse } from '../support/api.js';
import { makePerson } from '../support/access/people.js';
import { createTestDatabase, type TestDatabase } from '../support/database/database.js';
import { DatabaseProxy } from '../support/database/database-proxy.js';
import { Service } from '../support/service.js';

interface Change {
  readonly method: 'POST' | 'DELETE';
  readonly path: string;
  readonly json?: object;
  readonly key: string | null;
  readonly event: string;
  /** The expected number of rows of the created or deleted resource. */
  readonly rows: () => Promise<number>;
  /** The response to a repeated request without a key after the change was made. */
  readonly again: readonly [number, ErrorName | null];
}

/** A change with the token of the user who makes it and repeats it. */
interface OwnedChange extends Change {
  readonly token: string;
}

/** The most changes that are interrupted at once. */
const CHANGES_MAX = 6;

/** The ways in which a change is interrupted. */
type Interruption =
  'killed before the COMMIT' | 'killed after the COMMIT' | 'cut before the COMMIT' | 'result of the COMMIT lost';

describe('An interrupted change of access', function () {
  this.timeout(120_000);

  let database: TestDatabase;
  let proxy: DatabaseProxy;
  let service: Service;
  let sql: pg.Client;
  /** An administrator for each change, because the database serves only one request of each user at once. */
  let tokens: readonly string[];
  before(async () => {
    database = await createTestDatabase();
    proxy = await DatabaseProxy.open(database.url);
    service = await Service.start({ databaseUrl: proxy.url });
    sql = new pg.Client(database.url);
    await sql.connect();
    const admins = Array.from({ length: CHANGES_MAX }, () => makePerson(service, { role: 'admin' }));
    tokens = (await Promise.all(admins)).map((admin) => admin.api.token);
  });
  after(async () => {
    await sql.end();
    await service.leave();
    await proxy.leave();
    await database.drop();
  });

  const api = (): Api => new Api(service);
  const count = async (table: string, where: string, value: string): Promise<number> =>
    (await sql.query(`select 1 from ${table} where ${where} = $1`, [value])).rowCount ?? 0;

  async function make(collection: string, json: object = {}): Promise<{ id: string; name: string; href: string }> {
    const response = await api().expect(201, 'POST', `/v1/${collection}`, {
      json: { name: uniqueName('one'), ...json },
    });
    return response.json<{ id: string; name: string; href: string }>();
  }

  async function creations(key: () => string | null): Promise<Change[]> {
    const named = (kind: 'user' | 'group' | 'project', error: ErrorName): Change => {
      const name = uniqueName(kind);
      const rows = (): Promise<number> => count(`${kind}s`, 'name', name);
      const [path, event] = [`/v1/${kind}s`, `${kind}.created`];
      return { method: 'POST', path, json: { name }, key: key(), event, rows, again: [409, error] };
    };
    const granted = async (place: string): Promise<Change> => {
      const user = (await make('users')).id;
      const rows = (): Promise<number> => count('permissions', 'user_id', user);
      const json = { user, role: 'viewer' };
      const again = [409, 'PERMISSION_ALREADY_EXISTS'] as const;
      const path = `${place}/permissions`;
      return { method: 'POST', path, json, key: key(), event: 'permission.granted', rows, again };
    };
    const name = uniqueName('token');
    const token: Change = {
      method: 'POST',
      path: '/v1/tokens',
      json: { name },
      key: key(),
      event: 'token.created',
      rows: () => count('tokens', 'name', name),
      // Names of tokens are not unique, so a client without a key gets two tokens.
      again: [201, null],
    };
    return [
      named('user', 'USER_NAME_ALREADY_EXISTS'),
      named('group', 'GROUP_NAME_ALREADY_EXISTS'),
      named('project', 'PROJECT_NAME_ALREADY_EXISTS'),
      await granted('/v1/projects/default'),
      await granted((await api().makeGuest()).href),
      token,
    ];
  }

  async function deletions(): Promise<Change[]> {
    const change = (href: string, what: string): Change => {
      const [kind = '', id = ''] = [what, href.split('/').at(-1)];
      const event = { permission: 'permission.revoked', token: 'token.revoked' }[kind] ?? `${kind}.deleted`;
      const again = [404, `${kind.toUpperCase()}_NOT_FOUND` as ErrorName] as const;
      return { method: 'DELETE', path: href, key: null, event, rows: () => count(`${kind}s`, 'id', id), again };
    };
    const user = (await make('users')).id;
    const permission = await api().expect(201, 'POST', '/v1/projects/default/permissions', {
      json: { user, role: 'viewer' },
    });
    return [
      ...(
        await Promise.all(
          (['user', 'group', 'project'] as const).map(async (kind) => [kind, await make(`${kind}s`)] as const),
        )
      ).map(([kind, { href }]) => change(href, kind)),
      change(permission.json<{ href: string }>().href, 'permission'),
      change((await make('tokens')).href, 'token'),
    ];
  }

  function send({ method, path, json, key, token }: OwnedChange): Promise<CheckedResponse> {
    const options = key === null ? { token } : { token, headers: { 'idempotency-key': key } };
    return api().send(method, path, { ...options, ...(json === undefined ? {} : { json }) });
  }

  /** Sends all changes and interrupts them. */
  async function interrupt(interruption: Interruption, changes: readonly OwnedChange[]): Promise<void> {
    const isBefore = interruption.endsWith('before the COMMIT');
    const isKilled = interruption.startsWith('killed');
    // Every change writes its event before it commits.
    const committing = changes.map(({ event }) => {
      if (isBefore) return proxy.withholdCommitOf(event);
      return isKilled ? proxy.holdCommitOf(event) : proxy.loseCommitOf(event);
    });
    const sent = changes.map((change) =>
      send(change).then(
        ({ status, text }) => ({ status, text }),
        () => null,
      ),
    );
    await Promise.all(committing);
    if (isKilled) await service.stop('SIGKILL');
    if (interruption === 'cut before the COMMIT') await proxy.cut();
    const responses = await Promise.all(sent);
    if (isKilled) {
      expect(responses).to.deep.equal(changes.map(() => null));
      await service.start();
    } else {
      if (isBefore) await proxy.restore();
      for (const response of responses) {
        expect(response?.status).to.equal(503);
        expect(response?.text).to.contain('DATABASE_UNREACHABLE');
        if (!isBefore) expect(response?.text).to.contain('is not known');
      }
      await eventually(async () => (await api().send('GET', '/readyz')).status === 200);
    }
  }

  /** Repeats the request and checks the response and the rows. */
  async function settle(change: OwnedChange, isDone: boolean): Promise<void> {
    const { method, path, key, again } = change;
    const what = `${method} ${path} ${key === null ? 'without a key' : 'with a key'}`;
    const response = await send(change);
    const isToken = path === '/v1/tokens';
    if (!isDone) expect(response.status, what).to.equal(method === 'POST' ? 201 : 204);
    else if (key === null) {
      expect(response.status, what).to.equal(again[0]);
      if (again[1] !== null) expect(response.fault().error_name, what).to.equal(again[1]);
    } else {
      expect(response.status, what).to.equal(isToken ? 409 : 201);
      expect(response.headers.get('idempotency-replayed'), what).to.equal('true');
      if (isToken) expect(response.fault().error_name).to.equal('TOKEN_ALREADY_SHOWN');
    }
    const isTwice = isToken && isDone && key === null;
    expect(await change.rows(), what).to.equal(method === 'DELETE' ? 0 : isTwice ? 2 : 1);
  }

  const interruptions: readonly Interruption[] = [
    'killed before the COMMIT',
    'killed after the COMMIT',
    'cut before the COMMIT',
    'result of the COMMIT lost',
  ];
  for (const interruption of interruptions) {
    const sets: readonly [string, () => Promise<Change[]>][] = [
      ['making, with a key', () => creations(() => randomUUID())],
      ['making, without a key', () => creations(() => null)],
      ['deleting', deletions],
    ];
    for (const [what, changesOf] of sets) {
      it(`takes effect exactly once (${interruption}: ${what})`, async () => {
        const changes = (await changesOf()).map((change, index) => ({ ...change, token: tokens[index] ?? '' }));
        const { rows: before } = await sql.query<{ last: number }>(
          'select coalesce(max(seq), 0)::int as last from events',
        );
        await interrupt(interruption, changes);
        const isDone = !interruption.endsWith('before the COMMIT');
        for (const change of changes) await settle(change, isDone);
        // One event for each change that took effect, and none for the others.
        const { rows } = await sql.query<{ kind: string }>('select kind from events where seq > $1', [before[0]?.last]);
        const kinds = rows.map(({ kind }) => kind).filter((kind) => changes.some(({ event }) => event === kind));
        const isTwice = isDone && what === 'making, without a key';
        const expected = changes.flatMap(({ event }) =>
          event === 'token.created' && isTwice ? [event, event] : [event],
        );
        expect(kinds.sort()).to.deep.equal(expected.sort());
      });
    }
  }
});
