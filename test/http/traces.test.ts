/**
 * Traces as a collector receives them. The collector is an HTTP server of the test that accepts OTLP as JSON. The tests
 * check that one trace covers a request and everything that was done for it, and that it contains no secret. They do
 * not check other details of a span.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { eventually } from '../support/eventually.js';
import { Api } from '../support/api.js';
import { onHost, Service } from '../support/service.js';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly status: { readonly code?: number };
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly resource: Readonly<Record<string, unknown>>;
}

interface KeyValue {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}
interface ExportRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeSpans: readonly {
      readonly spans: readonly (Omit<Span, 'attributes'> & { attributes: KeyValue[] })[];
    }[];
  }[];
}

class Collector {
  readonly spans: Span[] = [];
  readonly requests: IncomingMessage[] = [];
  /** All request bodies, unparsed. */
  text = '';
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (part: string) => (body += part));
      request.on('end', () => {
        this.requests.push(request);
        this.text += body;
        this.#take(JSON.parse(body) as ExportRequest);
        response.setHeader('Content-Type', 'application/json').end('{}');
      });
    });
  }

  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async first(isIt: (span: Span) => boolean): Promise<Span> {
    await eventually(() => this.spans.some(isIt));
    return this.spans.find(isIt) as Span;
  }

  #take({ resourceSpans }: ExportRequest): void {
    for (const { resource, scopeSpans } of resourceSpans) {
      for (const span of scopeSpans.flatMap(({ spans }) => spans)) {
        this.spans.push({ ...span, attributes: read(span.attributes), resource: read(resource.attributes) });
      }
    }
  }
}

function read(attributes: readonly KeyValue[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}

const SERVER = 2;
const CLIENT = 3;
const ERROR = 2;
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';

describe('Traces', () => {
  let collector: Collector;
  let service: Service;
  let api: Api;
  before(async () => {
    collector = new Collector();
    const endpoint = await collector.open();
    service = await Service.start({
      env: {
        OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
        OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=tests',
        OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
        OTEL_BSP_SCHEDULE_DELAY: '50',
      },
    });
    api = new Api(service);
  });
  after(async () => {
    await service.leave();
    collector.close();
  });

  it('have a span for each request, within the trace of its client', async () => {
    const headers = { traceparent: `00-${TRACE}-${PARENT}-01`, 'x-request-id': 'traced-1' };
    await api.refused(404, 'GUEST_NOT_FOUND', 'GET', '/v1/guests/nobody', { headers });
    const span = await collector.first(({ traceId, kind }) => traceId === TRACE && kind === SERVER);
    expect(span).to.include({ name: 'GET /v1/guests/{guest}', parentSpanId: PARENT });
    expect(span.attributes).to.include({
      'http.request.method': 'GET',
      'http.route': '/v1/guests/{guest}',
      'guesthouse.operation_id': 'getGuest',
      'guesthouse.request_id': 'traced-1',
    });
    expect(Number(span.attributes['http.response.status_code'])).to.equal(404);
    expect(span.status.code ?? 0).to.not.equal(ERROR);
    expect(span.resource).to.include({ 'service.name': 'guesthouse', 'deployment.environment.name': 'test' });
    const [request] = collector.requests;
    expect(request?.url).to.equal('/v1/traces');
    expect(request?.headers).to.include({ 'x-tenant': 'tests', 'content-type': 'application/json' });
  });

  it('ignore an invalid traceparent', async () => {
    const headers = { traceparent: 'not-a-trace', 'x-request-id': 'traced-2' };
    await api.expect(200, 'GET', '/v1/networks', { headers });
    const span = await collector.first(({ attributes }) => attributes['guesthouse.request_id'] === 'traced-2');
    expect(span.parentSpanId ?? '').to.equal('');
  });

  it('show the database queries and driver calls of a request inside its span', async () => {
    const guest = await api.makeGuest();
    await api.expect(200, 'GET', `${guest.href}/console-log`, { headers: { 'x-request-id': 'traced-3' } });
    const request = await collector.first(({ attributes }) => attributes['guesthouse.request_id'] === 'traced-3');
    // The trace also contains a lookup of the credential if it was not in the cache.
    const call = await collector.first(
      ({ parentSpanId, name }) => parentSpanId === request.spanId && name.startsWith('driver '),
    );
    expect(call).to.include({ name: 'driver readConsoleLog', kind: CLIENT, traceId: request.traceId });
    await api.expect(200, 'GET', '/v1/guests', { headers: { 'x-request-id': 'traced-4' } });
    const list = await collector.first(({ attributes }) => attributes['guesthouse.request_id'] === 'traced-4');
    const query = await collector.first(({ parentSpanId }) => parentSpanId === list.spanId);
    expect(query).to.include({ name: 'database query', kind: CLIENT });
    expect(query.attributes).to.deep.equal({ 'db.system.name': 'postgresql' });
  });

  it('link each attempt of an operation to its request, and show what the attempt did', async () => {
    const guest = await api.makeGuest();
    const headers = { 'x-request-id': 'traced-5' };
    const response = await api.expect(202, 'POST', `/v1/guests/${guest.id}/start`, { headers });
    const id = response.headers.get('x-operation-id') ?? '';
    await api.ended(id);
    const attempt = await collector.first(({ attributes }) => attributes['guesthouse.operation.id'] === id);
    const request = await collector.first(
      ({ attributes, kind }) => attributes['guesthouse.request_id'] === 'traced-5' && kind === SERVER,
    );
    expect(attempt.name).to.equal('operation guest.start');
    expect(attempt.traceId).to.not.equal(request.traceId);
    expect(attempt.links?.map(({ traceId, spanId }) => [traceId, spanId])).to.deep.equal([
      [request.traceId, request.spanId],
    ]);
    expect(attempt.attributes).to.include({ 'guesthouse.guest.id': guest.id, 'guesthouse.request_id': 'traced-5' });
    const within = (): string[] =>
      collector.spans.filter(({ parentSpanId }) => parentSpanId === attempt.spanId).map(({ name }) => name);
    expect(within()).to.include.members(['driver startGuest', 'driver observeGuests', 'database transaction']);
    const operation = await api.operation(id);
    expect(JSON.stringify(operation)).to.not.contain(request.traceId);
  });

  it('mark failures with the kind of the error, and never with its text', async () => {
    const guest = await api.makeGuest();
    await service.host.refuse('power-on', { guest: onHost(guest), reason: 'the fuse is blown' });
    await api.ended(await api.begin('start', guest.id));
    const call = await collector.first(({ name, status }) => name === 'driver startGuest' && status.code === ERROR);
    expect(call.attributes).to.include({ 'error.type': 'backend_refused' });
    expect(collector.text).to.not.contain('blown');
    await service.host.refuse('console', { reason: 'the wire is cut' });
    await api.refused(502, 'BACKEND_REFUSED', 'GET', `${guest.href}/console-log`, {
      headers: { 'x-request-id': 'traced-6' },
    });
    const request = await collector.first(({ attributes }) => attributes['guesthouse.request_id'] === 'traced-6');
    expect(request.attributes).to.include({ 'error.type': '502' });
    expect(request.status.code).to.equal(ERROR);
  });

  it('contain no token, no SQL and no name of a guest', async () => {
    await api.makeGuest({ name: 'most-secret', description: 'nobody may know' });
    await collector.first(({ name }) => name === 'operation guest.create');
    await service.stop();
    for (const secret of [service.token, 'select ', 'insert ', 'most-secret', 'nobody may know']) {
      expect(collector.text.includes(secret), secret).to.equal(false);
    }
  });
});

describe('A service with a trace collector', () => {
  it('sends nothing to it if OpenTelemetry or its exporter is switched off', async () => {
    const collector = new Collector();
    const OTEL_EXPORTER_OTLP_ENDPOINT = await collector.open();
    const ways: Record<string, string>[] = [{ OTEL_SDK_DISABLED: 'true' }, { OTEL_TRACES_EXPORTER: 'none' }];
    for (const off of ways) {
      const service = await Service.start({
        env: { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_BSP_SCHEDULE_DELAY: '1', ...off },
      });
      await new Api(service).expect(200, 'GET', '/v1/networks');
      await service.leave();
    }
    expect(collector.requests).to.deep.equal([]);
    collector.close();
  });

  it('runs and stops as usual if the collector is unreachable', async () => {
    const collector = new Collector();
    const endpoint = await collector.open();
    collector.close();
    const service = await Service.start({ env: { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${endpoint}/v1/traces` } });
    const api = new Api(service);
    await api.done('start', (await api.makeGuest()).id);
    expect(await service.stop()).to.equal(0);
    await service.leave();
  });

  it('is not delayed, not even when it stops, by a collector that accepts spans and never responds', async () => {
    const taken: IncomingMessage[] = [];
    const silent = createServer((request) => void taken.push(request.resume()));
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const service = await Service.start({
      env: {
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
        OTEL_BSP_SCHEDULE_DELAY: '1',
        OTEL_BSP_MAX_QUEUE_SIZE: '16',
        OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '8',
        // Longer than a test can take, so only the service's own timeout ends the wait.
        OTEL_BSP_EXPORT_TIMEOUT: '600000',
        OTEL_EXPORTER_OTLP_TIMEOUT: '600000',
      },
    });
    const api = new Api(service);
    await api.expect(200, 'GET', '/v1/networks');
    await eventually(async () => taken.length > 0);
    // Many more spans than the queue can hold.
    for (let asked = 0; asked < 64; asked++) await api.expect(200, 'GET', '/v1/networks');
    await api.done('start', (await api.makeGuest()).id);
    expect(await service.stop()).to.equal(0);
    await service.leave();
    silent.close();
    silent.closeAllConnections();
  });
});
