/**
 * A reader of `GET /v1/events` as server-sent events. It checks each event against openapi.yaml, records the call as
 * exercised, and reads until it is closed. Tests read `events`.
 */
import { Readable } from 'node:stream';
import type { Event } from '../../../generated/api-types.js';
import { eventually } from '../eventually.js';
import { checkResponse } from '../conformance.js';
import { recordExercised } from '../exercised.js';

export interface StreamOptions {
  /** The query, including its `?`. */
  readonly query?: string;
  /** The marker of an event, or only its number. */
  readonly lastEventId?: string | number;
  /** The id of the project; default: the caller's own. */
  readonly project?: string;
}

export class EventStream {
  readonly events: Event[] = [];
  /** The `id` of the last message, which a client sends as `Last-Event-ID`. */
  lastEventId: string | undefined;
  /** The received comments, unparsed. */
  readonly comments: string[] = [];
  /** The reason why reading ended, or null while it continues. */
  ended: unknown = null;
  readonly #abort = new AbortController();
  #reading: Promise<void> = Promise.resolve();

  static async open(service: { url: string; token: string }, options: StreamOptions = {}): Promise<EventStream> {
    const stream = new EventStream();
    const { query = '', lastEventId, project } = options;
    const response = await fetch(`${service.url}/v1/events${query}`, {
      headers: {
        Authorization: `Bearer ${service.token}`,
        Accept: 'text/event-stream',
        ...(lastEventId === undefined ? {} : { 'Last-Event-ID': String(lastEventId) }),
        ...(project === undefined ? {} : { 'X-Project-ID': project }),
      },
      signal: stream.#abort.signal,
    });
    const bytes = response.status === 200 ? null : Buffer.from(await response.arrayBuffer());
    checkResponse({
      method: 'GET',
      pathname: '/v1/events',
      status: response.status,
      headers: response.headers,
      bytes,
    });
    if (response.status !== 200 || response.body === null) {
      throw new Error(`no stream: ${response.status} ${bytes?.toString('utf8')}`);
    }
    recordExercised('listEvents', response.status);
    stream.#reading = stream.#read(Readable.fromWeb(response.body));
    return stream;
  }

  get lastId(): number | undefined {
    return this.events.at(-1)?.id;
  }

  /** Resolves with the first event for which the condition holds. */
  async until(holds: (event: Event) => boolean): Promise<Event> {
    await eventually(() => Promise.resolve(this.events.some(holds)));
    return this.events.find(holds) as Event;
  }

  async close(): Promise<void> {
    this.#abort.abort();
    await this.#reading;
  }

  async #read(body: Readable): Promise<void> {
    let text = '';
    try {
      for await (const chunk of body) {
        text += (chunk as Buffer).toString('utf8');
        const messages = text.split('\n\n');
        text = messages.pop() ?? '';
        for (const message of messages) this.#take(message);
      }
      this.ended = 'the service ended it';
    } catch (error) {
      this.ended = error;
    }
  }

  #take(message: string): void {
    const fields = new Map<string, string>();
    for (const line of message.split('\n')) {
      const [, name = '', value = ''] = /^([^:]*): ?(.*)$/.exec(line) ?? [];
      if (name === '') this.comments.push(value);
      else fields.set(name, value);
    }
    const data = fields.get('data');
    if (data === undefined) return;
    const event = JSON.parse(data) as Event;
    // With `fields`, the data can lack the marker.
    const { id, marker = fields.get('id'), kind = fields.get('event') } = event as Partial<Event>;
    if (!marker?.startsWith(`${id}-`) || fields.get('id') !== marker || fields.get('event') !== kind) {
      throw new Error(`the fields of an event do not agree with its data: ${message}`);
    }
    this.events.push(event);
    this.lastEventId = marker;
  }
}
