/**
 * A database that is restored from a backup: what happened after the backup never happened, and the same counters count
 * other changes. Whatever a client knows from the lost time must not be taken for something else. What it knows from
 * before the backup stays valid.
 */
import { expect } from 'chai';
import pg from 'pg';
import type { Event, EventList, Guest, Image } from '../../generated/api-types.js';
import { makeAbsentNetwork } from '../support/access/absent-network.js';
import { Api, uniqueName } from '../support/api.js';
import { createTestDatabase, type TestDatabase } from '../support/database/database.js';
import { DatabaseProxy } from '../support/database/database-proxy.js';
import { eventually } from '../support/eventually.js';
import { mergePatch } from '../support/patches.js';
import { EventStream } from '../support/peers/event-stream.js';
import { Service } from '../support/service.js';

const OF_EACH = 5;

interface Seen {
  readonly etag: string;
  /** Without the address of the service, which changes at every start. */
  readonly text: string;
}

describe('After its database was restored from a backup', () => {
  let database: TestDatabase;
  let proxy: DatabaseProxy;
  let service: Service;
  let api: Api;
  beforeEach(async () => {
    database = await createTestDatabase();
    proxy = await DatabaseProxy.open(database.url);
    service = await Service.start({ databaseUrl: proxy.url });
    api = new Api(service);
  });
  afterEach(async () => {
    await service.leave();
    await proxy.leave();
    await database.drop();
  });

  /** Backs up the stopped service, and starts it again. */
  async function backUp(): Promise<TestDatabase> {
    await service.stop();
    const backup = await database.backUp();
    await startAgain();
    return backup;
  }

  async function restore(backup: TestDatabase): Promise<void> {
    await service.stop();
    await database.restore(backup);
    await backup.drop();
    await startAgain();
  }

  async function startAgain(): Promise<void> {
    await service.start();
    api = new Api(service);
    await api.noneUnderWay();
  }

  const read = async (path: string): Promise<Seen> => {
    const { headers, text } = await api.expect(200, 'GET', path);
    return { etag: headers.get('etag') ?? '', text: text.replaceAll(service.url, '') };
  };

  /** Five resources of each kind that a patch can change, each with the members that the patch sets. */
  async function makeResources(): Promise<{ path: string; patchOf: (nth: number) => object }[]> {
    const made: { path: string; patchOf: (nth: number) => object }[] = [];
    const sql = new pg.Client(database.url);
    await sql.connect();
    for (let nth = 0; nth < OF_EACH; nth++) {
      const guest: Guest = await api.makeGuest();
      const image: Image = await api.announceImage();
      const project = await api.expect(201, 'POST', '/v1/projects', { json: { name: uniqueName('project') } });
      const zone = await api.expect(201, 'POST', '/v1/zones', { json: { name: uniqueName('zone') } });
      const user = await api.expect(201, 'POST', '/v1/users', { json: { name: uniqueName('user') } });
      const group = await api.expect(201, 'POST', '/v1/groups', { json: { name: uniqueName('group') } });
      const type = await api.expect(201, 'POST', '/v1/instance-types', {
        json: { name: uniqueName('type'), vcpus: 1, memory_mib: 64 },
      });
      const placed = await api.expect(201, 'POST', '/v1/placement-groups', {
        json: { name: uniqueName('group'), policy: 'spread' },
      });
      const hrefs = [project, zone, type, placed].map((response) => response.json<{ href: string }>().href);
      const network = await makeAbsentNetwork(sql);
      const described = [guest.href, image.href, network.href, ...hrefs];
      const named = [user, group].map((response) => response.json<{ href: string }>().href);
      for (const href of described) made.push({ path: href, patchOf: (to) => ({ description: `text ${to}` }) });
      for (const href of named) made.push({ path: href, patchOf: (to) => ({ name: `${href.slice(-12)} ${to}` }) });
    }
    await sql.end();
    return made.map(({ path, patchOf }) => ({ path: path.replace(/^https?:\/\/[^/]*/, ''), patchOf }));
  }

  it('an ETag of the lost time never matches: If-None-Match gives no 304, and If-Match changes no byte', async () => {
    const resources = await makeResources();
    await api.noneUnderWay();
    const kept = await Promise.all(resources.map(({ path }) => read(path)));
    const backup = await backUp();
    for (const { path, patchOf } of resources) await api.expect(200, 'PATCH', path, mergePatch(patchOf(1)));
    const lost = await Promise.all(resources.map(({ path }) => read(path)));
    await restore(backup);
    for (const [index, { path }] of resources.entries()) {
      const headers = { 'if-none-match': kept[index]?.etag ?? '' };
      await api.expect(304, 'GET', path, { headers });
      expect((await read(path)).text, path).to.equal(kept[index]?.text);
    }
    for (const { path, patchOf } of resources) await api.expect(200, 'PATCH', path, mergePatch(patchOf(2)));
    const statuses: number[] = [];
    for (const [index, { path, patchOf }] of resources.entries()) {
      const now = await read(path);
      const { etag } = lost[index] ?? { etag: '' };
      statuses.push((await api.send('GET', path, { headers: { 'if-none-match': etag } })).status);
      statuses.push((await api.send('PATCH', path, mergePatch(patchOf(3), { 'if-match': etag }))).status);
      expect((await read(path)).text, path).to.equal(now.text);
    }
    expect(statuses).to.deep.equal(resources.flatMap(() => [200, 412]));
  });

  const changeHost = async (metadata: object): Promise<void> => {
    const { data } = await api.client.GET('/v1/hosts');
    await api.expect(200, 'PATCH', `/v1/hosts/${data?.hosts[0]?.id}/metadata`, { json: metadata });
  };
  const events = async (query: string): Promise<readonly Event[]> =>
    (await api.expect(200, 'GET', `/v1/events?${query}`)).json<EventList>().events as readonly Event[];
  /** Changes the host until this many more events are visible. Returns the last one, and the number of changes. */
  async function addEvents(count: number, what: string): Promise<Event & { readonly changes: number }> {
    const newest = async (): Promise<Event | undefined> => (await events('sort_by=-id&limit=1'))[0];
    const first = (await newest())?.id ?? 0;
    for (let changes = 1; ; changes++) {
      await changeHost({ [what]: String(changes) });
      const last = await newest();
      if (last !== undefined && last.id >= first + count) return { ...last, changes };
    }
  }
  const resumeAt = (lastEventId: string): Parameters<Api['send']>[2] => ({
    headers: { accept: 'text/event-stream', 'last-event-id': lastEventId },
  });

  it('an event id of the lost time is gone (410), and one from before the backup continues and misses nothing', async () => {
    const { marker: kept } = await addEvents(3, 'kept');
    const backup = await backUp();
    const lost = await addEvents(10, 'lost');
    await restore(backup);
    const beyond = await api.refused(410, 'EVENTS_GONE', 'GET', '/v1/events', resumeAt(lost.marker));
    expect(beyond.detail).to.match(/restored from a backup.*without Last-Event-ID/);
    await api.refused(410, 'EVENTS_GONE', 'GET', '/v1/events', resumeAt(String(lost.id)));
    const last = await addEvents(20, 'found');
    expect(last.id).to.be.greaterThan(lost.id);
    await api.refused(410, 'EVENTS_GONE', 'GET', '/v1/events', resumeAt(lost.marker));
    await api.refused(400, 'MARKER_UNKNOWN', 'GET', `/v1/events?marker=${lost.marker}`);
    const stream = await EventStream.open(service, { lastEventId: kept });
    const found = ({ detail }: Event): boolean => detail['set'] === 'found';
    // The last changes can still lack a number, and so be invisible.
    await eventually(() => stream.events.filter(found).length === last.changes);
    await stream.close();
    const listed = await events(`marker=${kept}&limit=1000`);
    expect(stream.events).to.deep.equal(listed.slice(0, stream.events.length));
    expect(listed.filter(found)).to.have.length(last.changes);
    expect(listed.filter(({ detail }) => detail['set'] === 'lost')).to.deep.equal([]);
  });

  it('while the service ran, streams of the lost time end, and cannot be resumed after an event of it', async () => {
    const backup = await backUp();
    const stream = await EventStream.open(service);
    const lost = await addEvents(10, 'lost');
    await stream.until(({ id }) => id >= lost.id);
    await proxy.cut();
    await database.restore(backup);
    await backup.drop();
    await proxy.restore();
    await eventually(() => stream.ended !== null);
    expect(stream.ended).to.equal('the service ended it');
    await eventually(async () => (await api.send('GET', '/readyz')).status === 200);
    await api.refused(410, 'EVENTS_GONE', 'GET', '/v1/events', resumeAt(stream.lastEventId ?? ''));
    await addEvents(20, 'found');
    await api.refused(410, 'EVENTS_GONE', 'GET', '/v1/events', resumeAt(stream.lastEventId ?? ''));
  });
});
