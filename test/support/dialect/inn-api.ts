/**
 * The parts that the inn dialect loads on its first request: its contract, its checks and its routes. The routes are
 * written by hand, while those of a real dialect are generated.
 */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { Bind, Route } from '../../../generated/exchange.js';
import type { App } from '../../../src/app/app.js';
import { getGuest } from '../../../src/app/guests.js';
import { GuesthouseError } from '../../../src/domain/errors.js';
import { readContract } from '../../../src/http/contract/load-contract.js';
import type { OpenApiDocument } from '../../../src/http/contract/load-contract.js';
import { createRequestChecks } from '../../../src/http/contract/validate.js';
import type { BodyRules } from '../../../src/http/contract/validate.js';
import type { MountableApi } from '../../../src/http/mount-contract.js';
import type { RequestContext } from '../../../src/http/request-context.js';

const BODIES: BodyRules = {
  withoutType: 'application/json',
  ofOtherType: null,
  readers: new Map([['text/x-booking', { maxBytes: 64, read: readBooking }]]),
  // The number of beds can be text that consists of digits.
  prepare(operationId, body) {
    const booking = body as { readonly beds?: unknown };
    if (operationId !== 'bookInnRoom' || typeof booking.beds !== 'string') return body;
    return { ...booking, beds: Number(booking.beds) };
  },
};

export async function loadInn(app: App): Promise<MountableApi> {
  const yaml = await readFile(new URL('inn.yaml', import.meta.url), 'utf8');
  const document = parse(yaml) as OpenApiDocument & Parameters<typeof createRequestChecks>[0];
  return {
    contract: readContract(yaml, document),
    checks: await createRequestChecks(document, BODIES),
    register: (bind) => registerRoutes(app, bind),
    encode: (body, mediaType) => (mediaType === 'application/json' ? JSON.stringify(body) : `<${String(body)}>`),
  };
}

function readBooking(text: string): unknown {
  const [, name, beds] = /^(\w+) with (\d+)$/.exec(text) ?? [];
  if (name === undefined) throw new GuesthouseError('validation_failed', 'This is not a booking.');
  return { name, beds };
}

function registerRoutes(app: App, bind: Bind<RequestContext>): void {
  const json = { '200': 'application/json', '201': 'application/json' };
  const route = (operationId: string, method: Route['method'], path: string, more: Partial<Route> = {}): Route => ({
    ...{ operationId, method, path, parameters: [], mediaTypes: json },
    ...more,
  });
  bind(route('getInn', 'get', '/inn'), async (exchange) => exchange.respond({ status: 200, body: { open: true } }));
  const floor = { in: 'query', name: 'floor' } as const;
  bind(route('listInnRooms', 'get', '/inn/rooms', { parameters: [floor] }), async (exchange, [asked]) => {
    const { mediaType, projectCaller } = exchange.context;
    const body = mediaType === 'application/json' ? { floor: asked, house: projectCaller.projectId } : ['rooms'];
    exchange.respond({ status: 200, body, ...(mediaType === null ? {} : { mediaType }) });
  });
  const booking = { in: 'body', name: 'body' } as const;
  bind(route('bookInnRoom', 'post', '/inn/rooms', { parameters: [booking] }), async (exchange, [body]) =>
    exchange.respond({ status: 201, body }),
  );
  const room = { in: 'path', name: 'room' } as const;
  bind(route('getInnRoom', 'get', '/inn/rooms/:room', { parameters: [room] }), async (exchange, [name]) => {
    const guest = await getGuest(app, exchange.context.projectCaller, String(name));
    exchange.respond({ status: 200, body: { name: guest.name } });
  });
}
