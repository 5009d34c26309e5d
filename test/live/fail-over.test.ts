/**
 * Two services on a database that fails over: the primary dies under load, and its standby is promoted. The services
 * find the new primary without a restart, and continue.
 *
 * With synchronous replication, nothing is lost that a client has a response for. With asynchronous replication, what
 * was lost is refused: no ETag, event id or token of it is mistaken for something else.
 *
 * The times are printed, and nothing depends on them.
 */
import { expect } from 'chai';
import type { Event, EventList, Guest, TokenWithSecret } from '../../generated/api-types.js';
import { Api, newGuest, uniqueName } from '../support/api.js';
import { FailOverPair } from '../support/database/fail-over-pair.js';
import { eventually } from '../support/eventually.js';
import { mergePatch } from '../support/patches.js';
import { EventStream } from '../support/peers/event-stream.js';
import { Service } from '../support/service.js';

/** Guests that one client creates and changes while the database fails over, and what it knows about them. */
interface Known {
  readonly id: string;
  /** The last change that the service confirmed, and the last one that the client sent. */
  confirmed: number;
  sent: number;
}

describe('Two services on a database that fails over', function () {
  this.timeout(300_000);

  let pair: FailOverPair;
  let one: Service;
  let other: Service;

  async function begin(isSynchronous: boolean): Promise<void> {
    pair = await FailOverPair.start({ isSynchronous });
    one = await Service.start({ databaseUrl: pair.url });
    other = await Service.start({ databaseUrl: pair.url, dataFolder: one.dataFolder });
  }
  afterEach(async () => {
    await other.stop();
    await one.leave();
    await pair.leave();
  });

  /** A client of a service. It continues until `isEnough`, and keeps what it knows. */
  class Client {
    readonly known: Known[] = [];
    readonly failures: string[] = [];
    #isEnough = false;
    readonly #api: Api;
    readonly #running: Promise<void>;

    constructor(service: Service) {
      this.#api = new Api(service);
      this.#running = this.#run();
    }

    get confirmed(): number {
      return this.known.reduce((sum, { confirmed }) => sum + confirmed, 0);
    }

    async stop(): Promise<void> {
      this.#isEnough = true;
      await this.#running;
    }

    async #run(): Promise<void> {
      while (!this.#isEnough) {
        const created = await this.#api.send('POST', '/v1/guests', { json: newGuest() });
        if (!this.#isConfirmed(created, 201)) continue;
        const guest: Known = { id: created.json<Guest>().id, confirmed: 0, sent: 0 };
        this.known.push(guest);
        while (guest.confirmed < 5 && !this.#isEnough) {
          guest.sent++;
          const patch = mergePatch({ description: String(guest.sent) });
          const patched = await this.#api.send('PATCH', `/v1/guests/${guest.id}`, patch);
          if (!this.#isConfirmed(patched, 200)) continue;
          guest.confirmed = guest.sent;
        }
      }
    }

    #isConfirmed(response: Awaited<ReturnType<Api['send']>>, status: number): boolean {
      if (response.status === status) return true;
      const { error_name } = response.fault();
      this.failures.push(
        `${response.status} ${error_name}${response.headers.has('retry-after') ? '' : ' (no Retry-After)'}`,
      );
      return false;
    }
  }

  /** A client that reads events, and comes back with the id of the last event when its stream ends. */
  class Reader {
    readonly #seen: Event[] = [];
    #stream: EventStream | null = null;
    #lastEventId: string | undefined;

    get events(): readonly Event[] {
      return [...this.#seen, ...(this.#stream?.events ?? [])];
    }

    async #comeBack(): Promise<void> {
      const options = this.#lastEventId === undefined ? {} : { lastEventId: this.#lastEventId };
      this.#stream = await EventStream.open(one, options).catch((error: unknown) => {
        if (String(error).includes('503')) return null;
        throw error;
      });
    }

    async isConnected(): Promise<boolean> {
      if (this.#stream !== null && this.#stream.ended !== null) {
        this.#seen.push(...this.#stream.events);
        this.#lastEventId = this.#stream.lastEventId ?? this.#lastEventId;
        this.#stream = null;
      }
      if (this.#stream === null) await this.#comeBack();
      return this.#stream !== null;
    }

    close(): Promise<void> {
      return this.#stream?.close() ?? Promise.resolve();
    }
  }

  const isUnderWay = (client: Client, more: number): Promise<void> => {
    const before = client.confirmed;
    return eventually(() => client.confirmed >= before + more);
  };

  async function failOver(clients: readonly Client[], breakDown: () => Promise<void>): Promise<void> {
    await Promise.all(clients.map((client) => isUnderWay(client, 10)));
    const began = performance.now();
    const elapsed = (): string => `${Math.round(performance.now() - began)} ms`;
    await breakDown();
    await pair.second.promote();
    const times = [`promoted after ${elapsed()}`];
    await Promise.all(
      clients.map(async (client, index) => {
        await isUnderWay(client, 1);
        times.push(`client ${index + 1} wrote again after ${elapsed()}`);
        await isUnderWay(client, 10);
      }),
    );
    await Promise.all(clients.map((client) => client.stop()));
    const drives = (service: Service): boolean => service.log.some(({ msg }) => msg === 'host acquired');
    await eventually(() => drives(one) || drives(other));
    await new Api(one).noneUnderWay();
    times.push(`every operation ended after ${elapsed()}`);
    process.stdout.write(`      ${times.join(', ')}\n`);
  }

  const etagOf = async (service: Service, href: string): Promise<string> =>
    (await new Api(service).expect(200, 'GET', href)).headers.get('etag') ?? '';

  const EXPECTED_FAILURES = ['503 DATABASE_UNREACHABLE'];

  it('lose nothing that was confirmed, with synchronous replication, when the primary is killed', async () => {
    await begin(true);
    const settled = [await new Api(one).makeGuest(), await new Api(other).makeGuest()];
    const etags = await Promise.all(settled.map(({ href }) => etagOf(one, href)));
    const reader = new Reader();
    await reader.isConnected();
    const clients = [new Client(one), new Client(one), new Client(other)];
    let isFailedOver = false;
    const reading = eventually(async () => (await reader.isConnected()) && isFailedOver);
    await failOver(clients, () => pair.first.kill());
    isFailedOver = true;
    await reading;
    for (const service of [one, other]) {
      const api = new Api(service);
      for (const [index, { href }] of settled.entries())
        await api.expect(304, 'GET', href, { headers: { 'if-none-match': etags[index] ?? '' } });
      for (const { id, confirmed, sent } of clients.flatMap(({ known }) => known)) {
        const guest = await api.guest(id);
        expect(guest.state, id).to.equal('stopped');
        // A change without a response may or may not have been made.
        expect(Number(guest.description || 0), id).to.be.within(confirmed, sent);
      }
    }
    const failures = new Set(clients.flatMap((client) => client.failures));
    expect([...failures].filter((failure) => !EXPECTED_FAILURES.includes(failure))).to.deep.equal([]);
    // The reader has seen every event once and in order, except those that are older than its first stream.
    const api = new Api(one);
    const first = reader.events[0];
    const listed: Event[] = [];
    for (let query = `marker=${first?.marker}&`; ;) {
      const page = (await api.expect(200, 'GET', `/v1/events?${query}limit=1000`)).json<EventList>().events as Event[];
      listed.push(...page);
      if (page.length < 1000) break;
      query = `marker=${page.at(-1)?.marker}&`;
    }
    await eventually(async () => (await reader.isConnected()) && reader.events.at(-1)?.id === listed.at(-1)?.id);
    expect(reader.events.slice(1).map(({ marker }) => marker)).to.deep.equal(listed.map(({ marker }) => marker));
    await reader.close();
  });

  it('find the new primary when the old one stays silent, and never go back to it when it resumes', async () => {
    await begin(false);
    const clients = [new Client(one), new Client(other)];
    await failOver(clients, () => pair.first.signalAll('SIGSTOP'));
    await pair.first.signalAll('SIGCONT');
    const sessions = `select from pg_stat_activity where application_name = 'guesthouse'`;
    await eventually(async () => (await pair.first.query(sessions)).length === 0);
    const api = new Api(other);
    const guest = await api.makeGuest();
    const count = `select from guests where id = '${guest.id}'`;
    expect(await pair.first.query(count)).to.have.length(0);
    expect(await pair.second.query(count)).to.have.length(1);
    // A former primary comes first in the URL, and a service that starts does not use it either.
    await other.stop();
    await other.start({ isHostAway: true });
    expect((await new Api(other).guest(guest.id)).id).to.equal(guest.id);
  });

  it('refuse what was lost, with asynchronous replication: ETags, event ids and tokens', async () => {
    await begin(false);
    const api = new Api(one);
    const guests = [await api.makeGuest(), await api.makeGuest(), await api.makeGuest()];
    await api.noneUnderWay();
    const patch = (id: string, text: string, headers = {}): ReturnType<Api['send']> =>
      api.send('PATCH', `/v1/guests/${id}`, mergePatch({ description: text }, headers));
    const newest = async (): Promise<Event> => {
      const { events } = (await api.expect(200, 'GET', '/v1/events?sort_by=-id&limit=1')).json<EventList>();
      return events[0] as Event;
    };
    const kept = {
      etags: await Promise.all(guests.map(({ href }) => etagOf(one, href))),
      marker: (await newest()).marker,
    };
    await pair.caughtUp();
    await pair.stopReplication();
    const stream = await EventStream.open(one);
    const token = (
      await api.expect(201, 'POST', '/v1/tokens', { json: { name: uniqueName('token') } })
    ).json<TokenWithSecret>();
    for (const { id } of guests) {
      expect((await patch(id, 'lost')).status).to.equal(200);
      await api.done('start', id);
    }
    const lost = { etags: await Promise.all(guests.map(({ href }) => etagOf(one, href))), event: await newest() };
    await stream.until(({ id }) => id >= lost.event.id);
    const secret = token.token;
    await api.expect(200, 'GET', '/v1/guests', { token: secret });

    await pair.first.kill();
    await pair.second.promote();
    for (const service of [one, other])
      await eventually(async () => (await new Api(service).send('GET', '/v1/guests')).status === 200);
    await api.refused(401, 'UNAUTHENTICATED', 'GET', '/v1/guests', { token: secret });
    // The guests run, as before, and the service observes it.
    for (const { id } of guests) await eventually(async () => (await api.guest(id)).state === 'running');
    await api.noneUnderWay();
    for (const { id } of guests) {
      expect((await api.guest(id)).description).to.equal('');
      expect((await patch(id, 'found')).status).to.equal(200);
    }
    for (const [index, { id }] of guests.entries()) {
      for (const etag of [kept.etags[index] ?? '', lost.etags[index] ?? '']) {
        expect((await patch(id, 'stale', { 'if-match': etag })).status).to.equal(412);
        await api.expect(200, 'GET', `/v1/guests/${id}`, { headers: { 'if-none-match': etag } });
      }
      expect((await api.guest(id)).description).to.equal('found');
    }
    await eventually(() => stream.ended !== null);
    const resumeAt = (lastEventId: string): Parameters<Api['send']>[2] => ({
      headers: { accept: 'text/event-stream', 'last-event-id': lastEventId },
    });
    // As many events as were lost, and more: their numbers are used again.
    for (let nth = 0; (await newest()).id <= lost.event.id; nth++) await patch(guests[0]?.id ?? '', `more ${nth}`);
    for (const id of [lost.event.marker, stream.lastEventId ?? ''])
      await api.refused(410, 'EVENTS_GONE', 'GET', '/v1/events', resumeAt(id));
    await api.refused(400, 'MARKER_UNKNOWN', 'GET', `/v1/events?marker=${lost.event.marker}`);
    const resumed = await EventStream.open(one, { lastEventId: kept.marker });
    const last = await newest();
    await resumed.until(({ id }) => id >= last.id);
    await resumed.close();
  });
});
