/**
 * Events: what the service reports about each change, in pages and in a stream that loses nothing and repeats nothing.
 *
 *   GUESTHOUSE_SEED   a printed seed, to repeat a run: it determines after how many events a client reconnects
 */
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import pg from 'pg';
import type { Event, EventList, Guest } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { Api, jobOf, newGuest } from '../support/api.js';
import { EventStream } from '../support/peers/event-stream.js';
import { Dice } from '../support/fuzz/random.js';
import { SEED } from '../support/fuzz/seed.js';
import { Service } from '../support/service.js';

const EXPECTED_LIFE = [
  'guest.created creating',
  'guest.placed',
  'operation.queued guest.create',
  'operation.started guest.create',
  'operation.succeeded guest.create',
  'guest.state_changed stopped',
  'operation.queued guest.start',
  'guest.state_changed starting',
  'operation.started guest.start',
  'operation.succeeded guest.start',
  'guest.state_changed running',
  'operation.queued guest.delete',
  'guest.state_changed deleting',
  'operation.started guest.delete',
  'operation.succeeded guest.delete',
  'guest.deleted',
];

const GUESTS = 1_000;
const AT_ONCE = 24;

describe(`Events (seed ${SEED})`, () => {
  const dice = new Dice(SEED);
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
  });
  after(() => service.leave());

  async function list(query: string): Promise<EventList> {
    return (await api.expect(200, 'GET', `/v1/events${query}`)).json<EventList>();
  }
  const ofGuest = async (id: string): Promise<Event[]> =>
    (await list(`?guest=${id}&limit=1000`)).events as unknown as Event[];
  const describeEvent = ({ kind, detail }: Event): string =>
    [kind, detail['state'] ?? detail['kind']].filter(Boolean).join(' ');

  /** Creates a guest, changes its description, and starts it if `start` is set. */
  async function makeAndChange(): Promise<string> {
    const wait = { prefer: 'wait=60' };
    const isStarted = dice.oneIn(5);
    const made = await api.expect(201, 'POST', '/v1/guests', { json: newGuest(), headers: wait });
    const { id } = made.json<Guest>();
    const headers = { 'content-type': 'application/merge-patch+json' };
    await api.expect(200, 'PATCH', `/v1/guests/${id}`, { json: { description: `job ${jobOf(made)}` }, headers });
    if (isStarted) await api.expect(200, 'POST', `/v1/guests/${id}/start`, { headers: wait });
    return id;
  }

  it('report the life of a guest in order, each with the guest, the request and the operation', async () => {
    const guest = await api.makeGuest();
    await api.done('start', guest.id);
    const deletion = await api.done('delete', guest.id);
    await eventually(async () => (await ofGuest(guest.id)).some(({ kind }) => kind === 'guest.deleted'));
    const events = await ofGuest(guest.id);
    expect(events.map(describeEvent)).to.deep.equal(EXPECTED_LIFE);
    for (const event of events)
      expect(event).to.deep.include({ subject: { kind: 'guest', id: guest.id, name: guest.name }, severity: 'normal' });
    const last = events.filter(({ operation_id: id }) => id === deletion.id);
    expect(last.map(({ kind }) => kind)).to.include.members([
      'operation.queued',
      'operation.started',
      'operation.succeeded',
    ]);
    for (const event of last) expect(event.request_id).to.equal(deletion.request_id);
  });

  it('report changes from outside the service with a severity and without a caller', async () => {
    const guest = await api.makeGuest({}, '?start=true');
    await service.host.change(guest.id, 'crash');
    await eventually(async () => (await ofGuest(guest.id)).some(({ kind }) => kind === 'guest.crashed'));
    const crashed = (await ofGuest(guest.id)).find(({ kind }) => kind === 'guest.crashed');
    expect(crashed).to.deep.include({ severity: 'error', user_id: null, request_id: null, operation_id: null });
    expect(crashed?.detail).to.deep.include({ state: 'error', before: 'running' });
  });

  it('report changes of images and of metadata', async () => {
    const image = await api.makeImage();
    await api.expect(200, 'PATCH', `/v1/images/${image.id}`, {
      json: { description: 'another' },
      headers: { 'content-type': 'application/merge-patch+json' },
    });
    const { id: refused } = await api.announceImage({ format: 'qcow2' });
    await api.refused(400, 'IMAGE_NOT_ACCEPTABLE', 'PUT', `/v1/images/${refused}/content`, {
      body: Buffer.from('no qcow2'),
      headers: { 'content-type': 'application/octet-stream' },
    });
    await api.expect(204, 'DELETE', `/v1/images/${image.id}`);
    const guest = await api.makeGuest();
    await api.expect(200, 'PATCH', `/v1/guests/${guest.id}/metadata`, { json: { role: 'web' } });
    await api.expect(200, 'PATCH', `/v1/hosts/${guest.host.id}/metadata`, { json: { rack: '3' } });
    await eventually(async () => (await list('?kind=metadata.updated')).events.length === 2);
    const kinds = ((await list('?limit=1000')).events as unknown as Event[])
      .filter(({ detail }) => detail['image_id'] === image.id || detail['image_id'] === refused)
      .map(({ kind }) => kind);
    expect(kinds).to.deep.equal([
      'image.created',
      'image.available',
      'image.updated',
      'image.created',
      'image.rejected',
      'image.deleted',
    ]);
    const changed = (await list('?kind=metadata.updated')).events as unknown as Event[];
    expect(changed.map(({ detail, subject }) => [detail['set'], subject?.kind, subject?.id])).to.deep.equal([
      ['role', 'guest', guest.id],
      ['rack', 'host', guest.host.id],
    ]);
  });

  it('are listed by id, paged in both directions, searched and filtered like every collection', async () => {
    const whole = (await list('?limit=1000')).events.map(({ id }) => id);
    expect(whole).to.deep.equal([...whole].sort((a, b) => a - b));
    const walked: number[] = [];
    let marker: string | null = null;
    do {
      const page: EventList = await list(`?limit=7${marker === null ? '' : `&marker=${marker}`}`);
      walked.push(...page.events.map(({ id }) => id));
      marker = page.markers.next;
    } while (marker !== null);
    expect(walked.slice(0, whole.length)).to.deep.equal(whole);
    expect((await list('?limit=3&sort_by=-id')).events.map(({ id }) => id)).to.deep.equal(whole.slice(-3).reverse());
    const warnings = await list(`?search=${encodeURIComponent('severity>=warning')}`);
    expect(warnings.events.map(({ kind }) => kind))
      .to.include('image.rejected')
      .and.to.not.include('guest.created');
    expect(Object.keys((await list('?limit=1&fields=kind')).events[0] ?? {})).to.deep.equal(['id', 'kind']);
    await api.refused(400, 'MARKER_UNKNOWN', 'GET', '/v1/events?marker=999999999');
    await api.refused(400, 'MARKER_UNKNOWN', 'GET', '/v1/events?marker=web');
    await api.refused(400, 'VALIDATION_FAILED', 'GET', '/v1/events?kind=guest.exploded');
    await api.refused(400, 'SEARCH_SYNTAX', 'GET', '/v1/events?search=severity%3Eloud');
  });

  it('are streamed as they happen, filtered by guest and kind', async () => {
    const guest = await api.makeGuest();
    const other = await api.makeGuest();
    const [all, own, starts] = await Promise.all([
      EventStream.open(service),
      EventStream.open(service, { query: `?guest=${encodeURIComponent(guest.name)}` }),
      EventStream.open(service, { query: '?kind=operation.succeeded,operation.failed&fields=kind,subject' }),
    ]);
    try {
      await api.done('start', guest.id);
      await api.done('start', other.id);
      for (const stream of [all, starts]) {
        await stream.until((event) => event.kind === 'operation.succeeded' && event.subject?.id === other.id);
      }
      await own.until(({ kind }) => kind === 'operation.succeeded');
      expect(own.events.every((event) => event.subject?.id === guest.id)).to.be.true;
      expect(new Set(starts.events.map(({ kind }) => kind))).to.deep.equal(new Set(['operation.succeeded']));
      expect(Object.keys(starts.events[0] ?? {})).to.have.members(['id', 'kind', 'subject']);
      const ids = all.events.map(({ id }) => id);
      expect(ids).to.deep.equal([...new Set(ids)].sort((a, b) => a - b));
    } finally {
      await Promise.all([all.close(), own.close(), starts.close()]);
    }
  });

  it('of a thousand changing guests each arrive once and in order, whether the client reconnects or stays connected', async function () {
    this.timeout(300_000);
    const before = (await list('?limit=1&sort_by=-id')).events[0]?.id ?? 0;
    const steady = await EventStream.open(service, { lastEventId: before });
    const guests: string[] = [];
    let lastOfAll = Infinity;
    const work = (async () => {
      await sideBySide(GUESTS, async () => void guests.push(await makeAndChange()));
      // All other transactions have been committed, so their events have lower ids than this one.
      await api.expect(200, 'PATCH', `/v1/guests/${guests[0]}/metadata`, { json: { last: 'yes' } });
      lastOfAll = (await steady.until(({ id, kind }) => id > before && kind === 'metadata.updated')).id;
    })();
    const seen: Event[] = [];
    let connections = 0;
    // The first connection resumes with a number, as clients of earlier versions do, and the others with a marker.
    let resume: string | number = before;
    for (let last = before; last < lastOfAll; connections++) {
      const stream = await EventStream.open(service, { lastEventId: resume });
      const wanted = dice.below(500);
      await eventually(() => stream.events.length >= wanted || (stream.lastId ?? last) >= lastOfAll);
      await stream.close();
      seen.push(...stream.events);
      last = stream.lastId ?? last;
      resume = stream.lastEventId ?? resume;
    }
    await work;
    await steady.close();
    const listed: Event[] = [];
    for (let marker: string | null = before === 0 ? '' : String(before); marker !== null;) {
      const page: EventList = await list(`?limit=1000${marker === '' ? '' : `&marker=${marker}`}`);
      listed.push(...(page.events as unknown as Event[]));
      marker = page.markers.next;
    }
    expect(listed.at(-1)?.id, 'the last of all').to.equal(lastOfAll);
    expectSame(seen, listed);
    expectSame(steady.events, listed);
    expect(connections).to.be.greaterThan(10);
    for (const kind of ['guest.created', 'guest.updated', 'guest.state_changed']) {
      const reported = new Set(listed.filter((event) => event.kind === kind).map(({ subject }) => subject?.id));
      expect(
        guests.filter((guest) => !reported.has(guest)),
        kind,
      ).to.deep.equal([]);
    }
  });

  it('that have expired cannot be the start of a resumed stream, and a stream rejects the parameters of pages', async () => {
    const sql = new pg.Client(service.databaseUrl);
    await sql.connect();
    await sql.query('delete from events where id <= 10');
    await sql.end();
    await api.refused(410, 'EVENTS_GONE', 'GET', '/v1/events', {
      headers: { accept: 'text/event-stream', 'last-event-id': '3' },
    });
    const headers = { accept: 'text/event-stream' };
    for (const query of ['marker=20', 'sort_by=-id', 'search=x']) {
      await api.refused(400, 'VALIDATION_FAILED', 'GET', `/v1/events?${query}`, { headers });
    }
    await api.refused(400, 'VALIDATION_FAILED', 'GET', '/v1/events', { headers: { ...headers, 'last-event-id': 'x' } });
  });
});

/** Calls `what` this many times, with up to `AT_ONCE` concurrent calls. */
async function sideBySide(times: number, what: () => Promise<void>): Promise<void> {
  let left = times;
  const one = async (): Promise<void> => {
    while (left-- > 0) await what();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

/** Compares ids first, because a message about thousands of whole events would be unreadable. */
function expectSame(seen: readonly Event[], listed: readonly Event[]): void {
  const index = listed.findIndex(({ id }, at) => seen[at]?.id !== id);
  expect(index, `at ${index}: ${seen[index]?.id} is seen, ${listed[index]?.id} is listed`).to.equal(-1);
  expect(seen.length).to.equal(listed.length);
  expect(listed.find((event, at) => !isDeepStrictEqual(event, seen[at]))).to.equal(undefined);
}
