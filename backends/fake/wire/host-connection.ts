/**
 * One connection to the simulated hypervisor. Several calls, identified by their ids, can be in flight in parallel, and
 * events arrive between their replies.
 *
 *   connecting ─(hello)─► open ─(end, error, bad line, close())─► lost      final: to continue, open a new connection
 *
 * Each failure has its own error: no hello came (`ConnectError`), the call was not sent (`NotSent`, a kind of
 * `ConnectError`), the host refused (`HostRefusal`), or the call was sent and its reply will not come
 * (`ConnectionLost`). After an abort the call's promise rejects immediately with the signal's reason, and the client
 * sends a `cancel` to the host. dialect.ts translates the failures into our errors.
 */
import { connect, type Socket } from 'node:net';
import { LineReader } from './line-reader.js';
import { decode, encode, HELLO, MAX_LINE_BYTES, PROTOCOL_VERSION, type Message, type Refusal } from './protocol.js';

export class ConnectError extends Error {
  /** Whether no process listens on the socket, so that the driver can start a host. */
  readonly isHostAbsent: boolean;

  constructor(message: string, isHostAbsent: boolean, cause?: unknown) {
    super(message, { cause });
    this.name = 'ConnectError';
    this.isHostAbsent = isHostAbsent;
  }
}

/** The connection was already lost when the call was about to be sent. The call can be sent on another connection. */
export class NotSent extends ConnectError {
  constructor(cause: unknown) {
    super('the connection was lost before the call was sent', false, cause);
    this.name = 'NotSent';
  }
}

export class ConnectionLost extends Error {
  constructor(cause: unknown) {
    super('the connection to the simulated hypervisor was lost', { cause });
    this.name = 'ConnectionLost';
  }
}

export class HostRefusal extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.reason);
    this.name = 'HostRefusal';
    this.refusal = refusal;
  }
}

class HostEnding extends Error {}

/**
 * Whether the hello is missing because no host runs: there is no socket, no listener, or only a host that is shutting
 * down or has just shut down.
 */
function isAbsence(cause: unknown): boolean {
  const code = (cause as NodeJS.ErrnoException | null)?.code ?? '';
  return cause instanceof HostEnding || ['ENOENT', 'ECONNREFUSED', 'ECONNRESET'].includes(code);
}

interface CallInFlight {
  resolve(reply: unknown): void;
  reject(error: Error): void;
  onPart(part: readonly unknown[]): void;
}

/** Params, reply and part of each call: `HostCalls`, or `ControlCalls` of the control socket. */
type CallMap<M> = { [C in keyof M]: { params: unknown; reply: unknown; part?: unknown } };
export type PartOf<T> = T extends { part: infer P } ? P : never;

type HostEvent = Extract<Message, { event: string }>;

export interface ConnectionOptions {
  readonly signal: AbortSignal;
  readonly onEvent?: (event: HostEvent) => void;
  /** Called once when the connection is lost, unless `close` ended it. */
  readonly onLost?: (cause: unknown) => void;
}

export class HostConnection<Calls extends CallMap<Calls>> {
  readonly #socket: Socket;
  readonly #reader = new LineReader(MAX_LINE_BYTES);
  readonly #inFlight = new Map<number, CallInFlight>();
  readonly #onEvent: (event: HostEvent) => void;
  readonly #onLost: (cause: unknown) => void;
  #lastId = 0;
  #state: 'connecting' | 'open' | 'lost' = 'connecting';
  #onHello: () => void = () => undefined;
  #onFailure: (error: Error) => void = () => undefined;

  private constructor(socket: Socket, options: ConnectionOptions) {
    this.#socket = socket;
    this.#onEvent = options.onEvent ?? (() => undefined);
    this.#onLost = options.onLost ?? (() => undefined);
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', (error) => this.#lose(error));
    // The connection counts as lost at 'end', not only at 'close': the host will not respond any more, and the next
    // call must not be written to it.
    socket.on('end', () => this.#lose(new Error('the host closed the connection')));
    socket.on('close', () => this.#lose(new Error('the connection was closed')));
  }

  /** Resolves after the host's hello; rejects with `ConnectError`, or with the signal's reason. */
  static async open<Calls extends CallMap<Calls>>(
    socketPath: string,
    options: ConnectionOptions,
  ): Promise<HostConnection<Calls>> {
    const { signal } = options;
    signal.throwIfAborted();
    const connection = new HostConnection<Calls>(connect(socketPath), options);
    const onAbort = () => connection.#lose(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await new Promise<void>((resolve, reject) => {
        connection.#onHello = resolve;
        connection.#onFailure = reject;
      });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
    return connection;
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /** Rejects with `HostRefusal`, `NotSent`, `ConnectionLost`, or the signal's reason. */
  async call<C extends keyof Calls & string>(
    call: C,
    params: Calls[C]['params'],
    options: { signal: AbortSignal; onPart?: (part: readonly PartOf<Calls[C]>[]) => void },
  ): Promise<Calls[C]['reply']> {
    const { signal, onPart } = options;
    signal.throwIfAborted();
    if (this.#state !== 'open') throw new NotSent(null);
    const id = ++this.#lastId;
    const onAbort = () => {
      const waiting = this.#inFlight.get(id);
      this.#inFlight.delete(id);
      // B5: the cancel must be sent; otherwise the host would still carry out a delayed call later.
      if (this.#state === 'open') this.#socket.write(encode({ cancel: id }));
      waiting?.reject(asError(signal.reason));
    };
    try {
      return await new Promise<unknown>((resolve, reject) => {
        this.#inFlight.set(id, {
          resolve,
          reject,
          onPart: (part) => onPart?.(part as readonly PartOf<Calls[C]>[]),
        });
        signal.addEventListener('abort', onAbort, { once: true });
        this.#socket.write(encode({ id, call, params }), (error) => {
          // The host has not received the whole line, and an incomplete line is not a call.
          if (error && this.#inFlight.delete(id)) reject(new NotSent(error));
          if (error) this.#lose(error);
        });
      });
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Ends the connection; calls in flight are lost. */
  close(): void {
    this.#lose(null);
  }

  #read(chunk: Buffer): void {
    try {
      for (const line of this.#reader.push(chunk)) {
        if (this.#state === 'lost') return;
        this.#take(decode(line));
      }
    } catch (error) {
      // After an invalid line, nothing that follows can be trusted.
      this.#lose(error);
    }
  }

  #take(message: Partial<Record<string, unknown>>): void {
    if (this.#state === 'connecting') {
      if (message['ending'] === true) return this.#lose(new HostEnding());
      if (message['hello'] !== HELLO || message['version'] !== PROTOCOL_VERSION)
        return this.#lose(
          new Error('the program that listens on the socket is not a simulated hypervisor of this release'),
        );
      this.#state = 'open';
      return this.#onHello();
    }
    if (message['event'] === 'missed') return this.#onEvent({ event: 'missed' });
    if (message['event'] === 'changed' && typeof message['machine'] === 'string')
      return this.#onEvent({ event: 'changed', machine: message['machine'] });
    // A message with an unknown id is the late reply to an aborted call.
    const waiting = typeof message['id'] === 'number' ? this.#inFlight.get(message['id']) : undefined;
    if (waiting === undefined) return;
    if (Array.isArray(message['part'])) return waiting.onPart(message['part']);
    this.#inFlight.delete(message['id'] as number);
    if (message['refusal'] === undefined) waiting.resolve(message['answer']);
    else waiting.reject(new HostRefusal(message['refusal'] as Refusal));
  }

  /** `cause` null: `close` was called. Invariant: every call in flight ends (test/wire/fake-driver.test.ts). */
  #lose(cause: unknown): void {
    if (this.#state === 'lost') return;
    const wasConnecting = this.#state === 'connecting';
    this.#state = 'lost';
    this.#socket.destroy();
    if (wasConnecting) {
      return this.#onFailure(new ConnectError('the simulated hypervisor did not say hello', isAbsence(cause), cause));
    }
    const calls = [...this.#inFlight.values()];
    this.#inFlight.clear();
    for (const call of calls) call.reject(new ConnectionLost(cause));
    if (cause !== null) this.#onLost(cause);
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason });
}
