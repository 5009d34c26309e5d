/**
 * A revocation takes effect on every replica within a second, also for streams and while notifications are lost. Two
 * services share one database. One of them is behind a proxy that can swallow its notifications.
 */
import { expect } from 'chai';
import pg from 'pg';
import type { EventList, Permission, TokenWithSecret } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { Api, uniqueName } from '../support/api.js';
import { createTestDatabase, type TestDatabase } from '../support/database/database.js';
import { DatabaseProxy } from '../support/database/database-proxy.js';
import { EventStream } from '../support/peers/event-stream.js';
import { makePerson } from '../support/access/people.js';
import { Service } from '../support/service.js';
import { completeBeforeExpiry } from '../support/kill/complete-before-expiry.js';

describe('A credential', function () {
  this.timeout(120_000);

  let database: TestDatabase;
  let proxy: DatabaseProxy;
  let one: Service;
  let other: Service;
  let sql: pg.Client;
  before(async () => {
    database = await createTestDatabase();
    sql = new pg.Client(database.url);
    await sql.connect();
    one = await Service.start({ databaseUrl: database.url });
    proxy = await DatabaseProxy.open(database.url);
    other = await Service.start({ databaseUrl: proxy.url, dataFolder: one.dataFolder });
  });
  after(async () => {
    await sql.end();
    await other.stop();
    await one.leave();
    await proxy.leave();
    await database.drop();
  });

  async function newToken(more: object = {}): Promise<TokenWithSecret> {
    const json = { name: uniqueName('token'), ...more };
    return (await new Api(one).expect(201, 'POST', '/v1/tokens', { json })).json<TokenWithSecret>();
  }

  /** Uses the token at both services, so that both cache it. */
  async function known({ token }: { readonly token: string }): Promise<void> {
    for (const { url } of [one, other]) await new Api({ url, token }).expect(200, 'GET', '/v1');
  }

  /**
   * Allows or forbids new connections to the database. It uses a session in another database, because a session cannot
   * do this for its own database.
   */
  async function admit(isAdmitted: boolean): Promise<void> {
    const elsewhere = new URL(database.url);
    const name = elsewhere.pathname.slice(1);
    elsewhere.pathname = '/postgres';
    const admin = new pg.Client(elsewhere.href);
    await admin.connect();
    await admin.query(`alter database "${name}" allow_connections ${isAdmitted}`).finally(() => admin.end());
  }

  it('is rejected by every service after its revocation at one service, and its streams end', async () => {
    const made = await newToken();
    await known(made);
    const streams = await Promise.all([one, other].map(({ url }) => EventStream.open({ url, token: made.token })));
    await new Api(one).expect(204, 'DELETE', `/v1/tokens/${made.id}`);
    for (const { url } of [one, other]) {
      await eventually(async () => (await new Api({ url, token: made.token }).send('GET', '/v1')).status === 401);
    }
    await eventually(() => streams.every(({ ended }) => ended !== null));
  });

  it('has no rights at either service after its user has lost the role', async () => {
    const person = await makePerson(one, { role: 'viewer' });
    const headers = { 'x-project-id': 'default' };
    const elsewhere = new Api({ url: other.url, token: person.api.token });
    for (const api of [person.api, elsewhere]) await api.expect(200, 'GET', '/v1/guests', { headers });
    const list = '/v1/projects/default/permissions';
    const found = await new Api(one).expect(200, 'GET', `${list}?search=user%3D${person.id}`);
    const [permission] = found.json<{ permissions: Permission[] }>().permissions;
    await new Api(one).expect(204, 'DELETE', `${list}/${permission?.id}`);
    for (const api of [person.api, elsewhere]) {
      await eventually(async () => (await api.send('GET', '/v1/guests', { headers })).status === 400);
    }
  });

  it('has its streams ended when it expires, without any notification', async () => {
    const { made, stream } = await completeBeforeExpiry(4_000, async (expiresAt) => {
      const token = await newToken({ expires_at: expiresAt });
      await known(token);
      return { made: token, stream: await EventStream.open({ url: other.url, token: token.token }) };
    });
    await eventually(() => stream.ended !== null);
    await new Api(other).refused(401, 'UNAUTHENTICATED', 'GET', '/v1', { token: made.token });
  });

  it('is looked up for each request while no notification of its end can arrive', async () => {
    const made = await newToken();
    await known(made);
    // Cuts only the listening connections, and admits no new ones until the checks are done, so that notifications in
    // between are lost.
    const logged = [one, other].map(({ log }) => log.length);
    const listening = `from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and query like '%listening'`;
    const count = async (what: string): Promise<number> =>
      (await sql.query<{ count: number }>(`select count(${what})::int as count ${listening}`)).rows[0]?.count ?? 0;
    await admit(false);
    try {
      expect(await count('pg_terminate_backend(pid, 60000)')).to.be.at.least(2);
      const isDeaf = ({ log }: Service, nth: number): boolean =>
        log.slice(logged[nth]).some(({ msg }) => msg.includes('cannot receive notifications'));
      await eventually(() => [one, other].every(isDeaf));
      await sql.query('delete from tokens where id = $1', [made.id]);
      for (const { url } of [one, other]) {
        const api = new Api({ url, token: made.token });
        let status = 503;
        // Without a connection, the service cannot look up the credential and returns 503. With a cached credential, it
        // would return 200.
        await eventually(async () => ({ status } = await api.send('GET', '/v1')).status !== 503);
        expect(status).to.equal(401);
      }
    } finally {
      await admit(true);
    }
    await eventually(async () => (await count('*')) >= 2);
  });

  it('is looked up again, for each request and repeatedly for each stream, if notifications are silently lost', async () => {
    const made = await newToken();
    await known(made);
    const stream = await EventStream.open({ url: other.url, token: made.token });
    await proxy.swallow('listen');
    try {
      await new Api(one).expect(204, 'DELETE', `/v1/tokens/${made.id}`);
      await eventually(
        async () => (await new Api({ url: other.url, token: made.token }).send('GET', '/v1')).status === 401,
      );
      await eventually(() => stream.ended !== null);
    } finally {
      proxy.swallowNoMore();
    }
  });

  it('from admin.token stays revoked after its revocation, and is replaced after its file is deleted', async () => {
    const { token: old } = one;
    const api = new Api(one);
    const search = encodeURIComponent('name=admin.token');
    const [mine] = (await api.expect(200, 'GET', `/v1/tokens?search=${search}`)).json<{ tokens: { id: string }[] }>()
      .tokens;
    const spare = await newToken();
    await api.expect(204, 'DELETE', `/v1/tokens/${mine?.id}`);
    await other.stop();
    await one.stop();
    await one.start();
    await new Api({ url: one.url, token: old }).refused(401, 'UNAUTHENTICATED', 'GET', '/v1');
    expect(one.log.some(({ msg }) => msg.includes('was revoked'))).to.equal(true);
    await one.stop();
    await one.forgetToken();
    await one.start();
    expect(one.token).to.not.equal(old);
    for (const token of [one.token, spare.token]) await new Api({ url: one.url, token }).expect(200, 'GET', '/v1');
    await other.start();
  });

  it('from an admin.token that replaces a deleted one belongs to an administrator, even if the user had lost that role', async () => {
    const list = '/v1/projects/default/permissions';
    const found = await new Api(one).expect(200, 'GET', `${list}?search=${encodeURIComponent('user=admin')}`);
    const [permission] = found.json<{ permissions: Permission[] }>().permissions;
    expect(permission?.role).to.equal('admin');
    await new Api(one).expect(204, 'DELETE', `${list}/${permission?.id}`);
    await eventually(async () => (await new Api(one).send('GET', '/v1/users?all_projects=true')).status === 403);
    await one.stop();
    await one.start();
    // The file is unchanged, so the service treats the removal of the role as intended.
    await new Api(one).refused(403, 'FORBIDDEN', 'POST', '/v1/users', { json: { name: uniqueName('user') } });
    await one.stop();
    await one.forgetToken();
    await one.start();
    await new Api(one).expect(201, 'POST', '/v1/users', { json: { name: uniqueName('user') } });
    const search = encodeURIComponent('kind=permission.granted');
    await eventually(async () => {
      const { events } = (
        await new Api(one).expect(200, 'GET', `/v1/events?sort_by=-id&search=${search}`)
      ).json<EventList>();
      return events[0]?.user_id === null && events[0].detail?.['user_name'] === 'admin';
    });
  });
});
