/** The controller of events. It responds with a page or a stream, depending on the client's `Accept`. */
import { Readable } from 'node:stream';
import { EventsController as EventsBase } from '../../../generated/controllers/Events.js';
import type * as responses from '../../../generated/controllers/Events.js';
import { MEMBERS } from '../../../generated/members.js';
import type { App } from '../../app/app.js';
import * as events from '../../app/events/events.js';
import type { EventFilter } from '../../app/events/events.js';
import { EVENTS } from '../../domain/collections.js';
import { GuesthouseError } from '../../domain/errors.js';
import { readMarker } from '../../domain/event.js';
import { EVENT_KINDS } from '../../domain/words.js';
import type { EventKind } from '../../domain/words.js';
import { ListQuery } from '../contract/list-query.js';
import type { ListInput } from '../contract/list-query.js';
import type { RequestContext } from '../request-context.js';
import { eventView, serverSentEvent } from '../views/events.js';

/** Longest silence of a stream: many proxies close a connection that is silent for longer. */
const SILENCE_MS = 15_000;

type Input = ListInput & { guest?: string; kind?: string; lastEventID?: string };

export class EventsController extends EventsBase<RequestContext> {
  readonly #app: App;

  constructor(app: App) {
    super();
    this.#app = app;
  }

  protected async listEvents(input: Input, context: RequestContext): Promise<responses.ListEventsResponse> {
    const filter = { guest: input.guest ?? null, kinds: readKinds(input.kind) };
    const list = new ListQuery(EVENTS, MEMBERS.Event, input);
    if (context.mediaType === 'text/event-stream') return this.#stream(input, filter, list, context);
    const page = await events.listEvents(this.#app, context.projectCaller, filter, list.page, input.allProjects);
    const extra = { guest: input.guest, kind: input.kind };
    return list.response(page, context.origin, eventView, '/v1/events', extra);
  }

  async #stream(
    input: Input,
    filter: EventFilter,
    list: ListQuery<string, 'events'>,
    context: RequestContext,
  ): Promise<responses.ListEventsResponse> {
    for (const name of ['marker', 'sortBy', 'search'] as const) if (input[name] !== undefined) throw onlyForPages(name);
    const after = input.lastEventID === undefined ? null : readMarker(input.lastEventID);
    const options = { after, silenceMs: SILENCE_MS, signal: context.over };
    const items = await events.streamEvents(this.#app, context.projectCaller, filter, options, input.allProjects);
    const lines = async function* (): AsyncGenerator<string> {
      for await (const item of items) yield serverSentEvent(item, (view) => list.select(view));
    };
    return { status: 200, mediaType: 'text/event-stream', body: Readable.from(lines(), { objectMode: false }) };
  }
}

function readKinds(text: string | undefined): EventKind[] | null {
  if (text === undefined) return null;
  const wanted = text.split(',').map((kind) => kind.trim());
  const unknown = wanted.filter((kind) => !(EVENT_KINDS as readonly string[]).includes(kind));
  if (unknown.length === 0) return wanted as EventKind[];
  throw new GuesthouseError('validation_failed', 'The request is not valid: kind has unknown event kinds.', {
    mistakes: unknown.map((kind) => ({
      parameter: 'kind',
      detail: `${kind || 'an empty name'} is not an event kind; known kinds are ${EVENT_KINDS.join(', ')}`,
    })),
  });
}

function onlyForPages(name: string): GuesthouseError {
  const parameter = name === 'sortBy' ? 'sort_by' : name;
  return new GuesthouseError(
    'validation_failed',
    `The request is not valid: an event stream does not accept ${parameter}.`,
    {
      mistakes: [{ parameter, detail: 'is not accepted by an event stream, which accepts only guest and kind' }],
    },
  );
}
