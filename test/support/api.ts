/**
 * A client of a running service for tests. It checks every response against openapi.yaml (conformance.ts) before a test
 * gets it, and records it as exercised. `client` is the generated client. `send` sends requests that the generated
 * client cannot or must not send.
 */
import { createGuesthouseClient, type GuesthouseClient } from '../../generated/client.js';
import type {
  ErrorName,
  Guest,
  GuestCreate,
  Image,
  ImageCreate,
  Operation,
  OperationList,
  Problem,
} from '../../generated/api-types.js';
import { eventually } from './eventually.js';
import { checkResponse } from './conformance.js';
import { contractOf } from './contracts.js';
import { recordExercised, recordFaults } from './exercised.js';
import { hasSecret } from './access/secrets.js';

export type Body = NonNullable<RequestInit['body']>;

export interface SendOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent unchanged. */
  readonly body?: Body;
  /** If null, the request has no credential. Default: the service's own token. */
  readonly token?: string | null;
  readonly signal?: AbortSignal;
}

export interface CheckedResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly text: string;
  /** The body, as the type that the test expects. The body has been checked against the contract. */
  json<T>(): T;
  /** The fault in the response. Throws if the response is not a fault. */
  fault(): Problem;
}

const FINAL = ['succeeded', 'failed', 'cancelled'];

export class Api {
  readonly url: string;
  readonly client: GuesthouseClient;
  readonly token: string;

  constructor(service: { readonly url: string; readonly token: string }) {
    this.url = service.url;
    this.token = service.token;
    this.client = createGuesthouseClient({ baseUrl: service.url, token: service.token, fetch: fetchChecked });
  }

  async send(method: string, path: string, options: SendOptions = {}): Promise<CheckedResponse> {
    const { json, token = this.token } = options;
    const headers = new Headers(options.headers);
    if (token !== null && !headers.has('authorization')) headers.set('authorization', `Bearer ${token}`);
    const { accept } = contractOf(new URL(this.url + path).pathname);
    if (accept !== undefined && !headers.has('accept')) headers.set('accept', accept);
    if (json !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
    const body = json === undefined ? options.body : JSON.stringify(json);
    const request = new Request(this.url + path, {
      method,
      headers,
      redirect: 'manual',
      ...(body === undefined ? {} : { body, duplex: 'half' }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    const response = await fetchChecked(request);
    return makeCheckedResponse(response.status, response.headers, Buffer.from(await response.arrayBuffer()));
  }

  /** Sends a request, expects its rejection and returns the fault. */
  async refused(
    status: number,
    name: ErrorName,
    method: string,
    path: string,
    options: SendOptions = {},
  ): Promise<Problem> {
    const response = await this.send(method, path, options);
    if (response.status !== status)
      throw new Error(`${method} ${path}: ${response.status} instead of ${status}: ${response.text}`);
    const fault = response.fault();
    if (fault.error_name !== name)
      throw new Error(`${method} ${path}: ${fault.error_name} instead of ${name}: ${fault.detail}`);
    return fault;
  }

  async guest(idOrName: string): Promise<Guest> {
    return (await this.expect(200, 'GET', `/v1/guests/${encodeURIComponent(idOrName)}`)).json<Guest>();
  }

  async operation(id: string): Promise<Operation> {
    return (await this.expect(200, 'GET', `/v1/operations/${id}`)).json<Operation>();
  }

  async expect(status: number, method: string, path: string, options: SendOptions = {}): Promise<CheckedResponse> {
    const response = await this.send(method, path, options);
    if (response.status !== status)
      throw new Error(`${method} ${path}: ${response.status} instead of ${status}: ${response.text}`);
    return response;
  }

  /** Waits until the operation has ended, and returns it. */
  async ended(id: string): Promise<Operation> {
    let operation = await this.operation(id);
    await eventually(async () => FINAL.includes((operation = await this.operation(id)).state));
    return operation;
  }

  /**
   * Waits until no operation of any user is open, because its effects could be mistaken for those of the next step.
   * Only administrators can call this.
   */
  async noneUnderWay(): Promise<void> {
    const path = `/v1/operations?all_projects=true&search=${encodeURIComponent('state=queued or state=running')}`;
    await eventually(async () => {
      const { operations } = (await this.expect(200, 'GET', path)).json<OperationList>();
      return operations.length === 0;
    });
  }

  /** Sends a verb that starts an operation, and returns that operation's id. */
  async begin(verb: string, guest: string, json?: unknown): Promise<string> {
    const [method, path] = verb === 'delete' ? ['DELETE', ''] : ['POST', `/${verb}`];
    const response = await this.expect(202, method, `/v1/guests/${guest}${path}`, json === undefined ? {} : { json });
    return jobOf(response);
  }

  /** Sends a verb and waits until its operation has succeeded. */
  async done(verb: string, guest: string, json?: unknown): Promise<Operation> {
    const operation = await this.ended(await this.begin(verb, guest, json));
    if (operation.state !== 'succeeded') throw new Error(`${verb} ${operation.state}: ${operation.fault?.detail}`);
    return operation;
  }

  /** Creates a guest and waits until it is stopped, or with `?start=true` until it runs. */
  async makeGuest(overrides: Partial<GuestCreate> = {}, query = ''): Promise<Guest> {
    const response = await this.expect(201, 'POST', `/v1/guests${query}`, { json: { ...newGuest(), ...overrides } });
    const operation = await this.ended(jobOf(response));
    if (operation.state !== 'succeeded') throw new Error(`create ${operation.state}: ${operation.fault?.detail}`);
    return this.guest(response.json<Guest>().id);
  }

  async announceImage(overrides: Partial<ImageCreate> = {}): Promise<Image> {
    const json = { name: uniqueName('image'), kind: 'disk', format: 'raw', ...overrides };
    return (await this.expect(201, 'POST', '/v1/images', { json })).json<Image>();
  }

  putContent(image: string, body: Body, headers: Readonly<Record<string, string>> = {}): Promise<CheckedResponse> {
    return this.send('PUT', `/v1/images/${image}/content`, {
      body,
      headers: { 'content-type': 'application/octet-stream', ...headers },
    });
  }

  async makeImage(body: Body = Buffer.alloc(1024 * 1024), overrides: Partial<ImageCreate> = {}): Promise<Image> {
    const { id } = await this.announceImage(overrides);
    const response = await this.putContent(id, body);
    if (response.status !== 200) throw new Error(`PUT content: ${response.status}: ${response.text}`);
    return response.json<Image>();
  }
}

/** The platform's fetch, which checks and records every response. */
export async function fetchChecked(request: Request): Promise<Response> {
  const { method } = request;
  const { pathname, search } = new URL(request.url);
  const response = await fetch(request.redirect === 'manual' ? request : new Request(request, { redirect: 'manual' }));
  const bytes = Buffer.from(await response.arrayBuffer());
  const operation = checkResponse({
    method,
    pathname,
    search,
    status: response.status,
    headers: response.headers,
    bytes,
  });
  if (response.status >= 400 && hasSecret(bytes.toString('latin1')))
    throw new Error(`${method} ${pathname}: a secret is in the fault`);
  if (operation !== null && method !== 'HEAD') recordExercised(operation.operationId, response.status);
  recordFaults({ status: response.status, headers: response.headers, bytes });
  const hasBody = bytes.length > 0;
  return new Response(hasBody ? bytes : null, { status: response.status, headers: response.headers });
}

export function makeCheckedResponse(status: number, headers: Headers, bytes: Buffer): CheckedResponse {
  const text = bytes.toString('utf8');
  return {
    status,
    headers,
    bytes,
    text,
    json: <T>() => JSON.parse(text) as T,
    fault: () => {
      if (status < 400) throw new Error(`${status} is not a fault: ${text}`);
      return JSON.parse(text) as Problem;
    },
  };
}

export function jobOf(response: CheckedResponse): string {
  const id = response.headers.get('x-operation-id');
  if (id === null) throw new Error(`no operation was started: ${response.status} ${response.text}`);
  return id;
}

let names = 0;
export function uniqueName(prefix = 'guest'): string {
  return `${prefix}-${++names}`;
}

export function newGuest(): { name: string; vcpus: number; memory_mib: number } {
  return { name: uniqueName(), vcpus: 1, memory_mib: 128 };
}
