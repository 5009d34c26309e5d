/**
 * One connection to a libvirt daemon. Several calls, identified by their serials, can be in flight in parallel, and
 * packets of events and streams arrive between their replies.
 *
 *   transport ─► handshake ─► open ─► lost     final: to continue, open a new connection and register the callbacks again
 *       └────────────┴─► never made: ConnectionLost (nothing was sent), AuthDenied, LibvirtError
 *
 * - Slow calls wait in a queue (call-queue.ts), so that a busy daemon still reads quick calls and pings.
 * - A connection is lost if the server closes it, is silent for too long (keepalive.ts) or violates the protocol, or if
 *   we call `close`. Then every call and stream ends.
 * - All streams share the socket. If the reader of a download stops reading, and no call waits for a reply, the whole
 *   connection stops reading, including events. If a call waits, reading continues, and a stream with too much unread
 *   data is given up (`StreamOverrun`). So a download whose reader may be slow needs a separate connection.
 *
 * Invariant: whatever the server sends, every call ends, memory is bounded, and no error is left unhandled.
 * (test/wire/libvirt-connection.test.ts, test/wire/libvirt-fuzz.test.ts)
 */
import type { Duplex } from 'node:stream';
import type { Log } from '../../../src/domain/log.js';
import { AbortListeners } from './abort-listeners.js';
import { CallQueue, MAX_SLOW_CALLS } from './call-queue.js';
import { AuthDenied, ConnectionLost, LibvirtError, ProtocolViolation, StreamOverrun } from './errors.js';
import { EventListeners } from './event-listeners.js';
import { performHandshake } from './handshake.js';
import { DEFAULT_KEEPALIVE, Keepalive, KEEPALIVE_PROCEDURE, KEEPALIVE_PROGRAM } from './keepalive.js';
import type { KeepaliveOptions } from './keepalive.js';
import { PacketReader } from './packet-reader.js';
import { encodeHeader, encodePacket, PACKET_STATUS, PACKET_TYPE } from './packet.js';
import type { Packet, PacketStatus } from './packet.js';
import { PendingCall } from './pending-call.js';
import type { CallOptions } from './pending-call.js';
import { PROCEDURES, PROGRAM_VERSION, QEMU_PROGRAM, REMOTE_PROGRAM } from './procedures.js';
import type { ArgsOf, CallName, DownloadName, EventArgsOf, EventName, ResultOf, UploadName } from './procedures.js';
import type { Procedure, ProcedureName } from './procedures.js';
import { StreamChannel } from './stream-channel.js';
import { remoteError } from './structures.js';
import { environmentOfProcess } from './client-environment.js';
import type { ClientEnvironment } from './client-environment.js';
import { downloadFrom, uploadInto } from './transfers.js';
import { openTransport } from './transport.js';
import type { LibvirtUri } from './uri.js';
import { CannotEncode, decodeWhole, XdrFault, XdrWriter } from './xdr.js';

export interface OpenOptions {
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Time limit for transport and handshake together; default 10 s. */
  readonly deadlineMs?: number;
  /**
   * Default: a ping after 5 s of silence; the connection is lost if no data arrives during five pings in a row. Null:
   * we send no pings.
   */
  readonly keepalive?: KeepaliveOptions | null;
  /** Maximum number of slow calls in flight. Default 3: two less than a daemon's default max_client_requests. */
  readonly maxSlowCalls?: number;
  readonly environment?: ClientEnvironment;
}

const OPEN_DEADLINE_MS = 10_000;
/** The number of unread bytes of a stream at which reading pauses, if no call waits for a reply. */
const STREAM_PAUSE_BYTES = 1024 * 1024;
/** The number of unread bytes of a stream at which the stream is given up. */
const STREAM_MAX_BYTES = 16 * 1024 * 1024;
/** If the server has this many bytes to read, we send it no further pongs. */
const UNREAD_MAX_BYTES = 1024 * 1024;
const MAX_SERIAL = 0xffffffff;

export class LibvirtConnection {
  /** Resolves with the reason when the connection is lost or was closed. Never rejects. */
  readonly closed: Promise<Error>;
  readonly #socket: Duplex;
  readonly #reader = new PacketReader();
  readonly #writer = new XdrWriter();
  readonly #aborts = new AbortListeners();
  /** The parts of the connection that `PendingCall` needs. */
  readonly #owner = {
    aborts: this.#aborts,
    onGivenUp: (call: PendingCall): void => this.#calls.givenUp(call),
  };
  readonly #calls: CallQueue;
  readonly #channels = new Map<number, StreamChannel>();
  readonly #events: EventListeners;
  #keepalive: Keepalive | null = null;
  #nextSerial = 1;
  #whyLost: Error | null = null;
  #isPaused = false;
  /** While a chunk is processed: the packets to send in return, which are written together. Otherwise null. */
  #batch: Buffer[] | null = null;
  #onWritable: (() => void)[] = [];
  #resolveClosed: (why: Error) => void = () => undefined;

  private constructor(socket: Duplex, options: OpenOptions) {
    this.#socket = socket;
    this.#events = new EventListeners(options.log);
    this.#calls = new CallQueue(options.maxSlowCalls ?? MAX_SLOW_CALLS, (bytes) => this.#write(bytes));
    this.closed = new Promise((resolve) => (this.#resolveClosed = resolve));
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('drain', () => this.#wakeWriters());
    socket.on('error', (error) => this.#lose(error));
    // The connection counts as lost at 'end', not only at 'close': the server will not reply any more, and the next
    // call must not be written to it.
    socket.on('end', () => this.#lose(new Error('the server closed the connection')));
    socket.on('close', () => this.#lose(new Error('the connection was cut')));
    if (socket.destroyed) this.#lose(socket.errored ?? new Error('the connection was cut'));
  }

  /** Rejects with `ConnectionLost` (never sent), `AuthDenied`, `LibvirtError`, or the signal's reason. */
  static async open(uri: LibvirtUri, options: OpenOptions): Promise<LibvirtConnection> {
    const { signal, log, deadlineMs = OPEN_DEADLINE_MS, keepalive = DEFAULT_KEEPALIVE } = options;
    signal.throwIfAborted();
    const abort = new AbortController();
    const onAbort = (): void => abort.abort(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    const deadline = setTimeout(
      () => abort.abort(new ConnectionLost(`no connection within ${deadlineMs} ms`, false)),
      deadlineMs,
    );
    let connection: LibvirtConnection | null = null;
    try {
      const environment = options.environment ?? environmentOfProcess();
      const made = new LibvirtConnection(await openTransport(uri, { signal: abort.signal, log, environment }), options);
      connection = made;
      const { hasKeepalive } = await performHandshake(
        (procedure, args) => made.call(procedure, args, { signal: abort.signal }),
        uri.name,
      );
      if (hasKeepalive && keepalive !== null) made.#startKeepalive(keepalive);
      return made;
    } catch (error) {
      await connection?.close();
      signal.throwIfAborted();
      if (error instanceof LibvirtError || error instanceof AuthDenied) throw error;
      if (error instanceof ConnectionLost && !error.wasSent) throw error;
      throw new ConnectionLost(`no connection to libvirt: ${(error as Error).message}`, false, error);
    } finally {
      clearTimeout(deadline);
      signal.removeEventListener('abort', onAbort);
    }
  }

  get isOpen(): boolean {
    return this.#whyLost === null;
  }

  /** Rejects with an `RpcFailure`, with `CannotEncode`, or with the signal's reason. */
  call<P extends CallName>(procedure: P, args: ArgsOf<P>, options: CallOptions): Promise<ResultOf<P>> {
    return this.#begin(procedure, args, options, this.#takeSerial()) as Promise<ResultOf<P>>;
  }

  /**
   * Sends `source` into the stream that the procedure opens. Resolves when the server has confirmed that it has
   * received everything. A chunk must not change after it was yielded. If the signal aborts, or the source fails, the
   * stream is aborted. The source is always closed, unless it has reached its end.
   */
  async upload<P extends UploadName>(
    procedure: P,
    args: ArgsOf<P>,
    source: AsyncIterable<Uint8Array>,
    { signal }: CallOptions,
  ): Promise<void> {
    const { channel, end } = this.#openChannel(procedure, args, signal);
    try {
      await uploadInto(channel, source);
    } finally {
      end();
    }
  }

  /**
   * The content of the stream that the procedure opens. The first `next` opens the stream; leaving the loop early
   * aborts it.
   */
  async *download<P extends DownloadName>(
    procedure: P,
    args: ArgsOf<P>,
    { signal }: CallOptions,
  ): AsyncGenerator<Buffer, void, void> {
    const { channel, end } = this.#openChannel(procedure, args, signal);
    try {
      yield* downloadFrom(channel);
    } finally {
      end();
    }
  }

  /**
   * Calls `listener` for every event of this kind, for any registered callback. Returns a function that removes the
   * listener.
   */
  onEvent<E extends EventName>(event: E, listener: (args: EventArgsOf<E>) => void): () => void {
    return this.#events.add(event, listener);
  }

  /**
   * Ends the connection; calls and streams in flight are lost. When the socket closes, the daemon cleans up as it does
   * after ConnectClose.
   */
  async close(): Promise<void> {
    this.#lose(new ConnectionLost('this client closed the connection', false));
    if (!this.#socket.closed) await new Promise<void>((resolve) => this.#socket.once('close', () => resolve()));
  }

  /**
   * Reports failures only as rejections. Not `async`, because an async function would double the number of promises of
   * a call.
   */
  #begin(name: ProcedureName, args: unknown, options: CallOptions, serial: number): Promise<unknown> {
    if (options.signal.aborted) return Promise.reject(options.signal.reason as Error);
    if (this.#whyLost !== null) return Promise.reject(this.#lost(name, false));
    const procedure: Procedure = PROCEDURES[name];
    let bytes: Buffer;
    try {
      bytes = this.#encode(procedure, serial, args);
    } catch (error) {
      // Always CannotEncode, or a bug in our code.
      return Promise.reject(error instanceof Error ? error : new CannotEncode(String(error)));
    }
    const call = new PendingCall({ name, procedure, serial, bytes }, options, this.#owner);
    this.#calls.add(call);
    if (this.#isPaused) this.#updateReading();
    return call.outcome;
  }

  #openChannel(
    name: UploadName | DownloadName,
    args: unknown,
    signal: AbortSignal,
  ): { channel: StreamChannel; end: () => void } {
    const serial = this.#takeSerial();
    const opening = new AbortController();
    const channel: StreamChannel = new StreamChannel(name, {
      send: (status, data) => this.#sendOnStream(serial, PROCEDURES[name], status, data),
      // A call that was sent is not aborted: its reply shows whether a stream was opened, and then the stream is
      // aborted.
      withdraw: () => {
        if (this.#calls.inFlight(serial) === undefined) opening.abort();
      },
      whenWritable: () => this.#whenWritable(),
      bufferChanged: () => this.#updateReading(),
      release: () => {
        this.#channels.delete(serial);
        this.#updateReading();
      },
    });
    // Must come first: the first data can arrive in the same chunk as the reply, or before it.
    this.#channels.set(serial, channel);
    const abortable = { aborted: (reason: unknown): void => channel.giveUp(reason as Error) };
    if (signal.aborted) channel.giveUp(signal.reason as Error);
    else this.#aborts.add(signal, abortable);
    this.#begin(name, args, { signal: opening.signal }, serial).then(
      () => (this.#whyLost === null ? channel.opened() : channel.failed(this.#lost(name, true))),
      (error: unknown) => channel.failed(error as Error),
    );
    return { channel, end: () => this.#aborts.remove(signal, abortable) };
  }

  #takeSerial(): number {
    for (;;) {
      const serial = this.#nextSerial;
      this.#nextSerial = serial === MAX_SERIAL ? 1 : serial + 1;
      if (this.#calls.inFlight(serial) === undefined && !this.#channels.has(serial)) return serial;
    }
  }

  #encode(procedure: Procedure, serial: number, args: unknown): Buffer {
    const header = {
      program: procedure.program,
      version: PROGRAM_VERSION,
      procedure: procedure.number,
      type: PACKET_TYPE.call,
      serial,
      status: PACKET_STATUS.ok,
    };
    return encodePacket(this.#writer, header, procedure.args, args);
  }

  #write(bytes: Buffer): void {
    if (this.#batch === null) this.#socket.write(bytes);
    else this.#batch.push(bytes);
  }

  #writeBatch(): void {
    const batch = this.#batch ?? [];
    this.#batch = null;
    const [only] = batch;
    if (only === undefined || this.#whyLost !== null) return;
    this.#socket.write(batch.length === 1 ? only : Buffer.concat(batch));
  }

  #sendOnStream(serial: number, procedure: Procedure, status: PacketStatus, data: Uint8Array | null): void {
    if (this.#whyLost !== null) return;
    const header = {
      program: procedure.program,
      version: PROGRAM_VERSION,
      procedure: procedure.number,
      type: PACKET_TYPE.stream,
      serial,
      status,
    };
    const head = encodeHeader(this.#writer, header, data?.length ?? 0);
    if (data === null) {
      this.#write(head);
    } else {
      this.#socket.cork();
      this.#socket.write(head);
      this.#socket.write(data);
      this.#socket.uncork();
    }
    if (this.#isPaused) this.#updateReading();
  }

  #sendKeepalive(procedure: number): void {
    if (this.#whyLost !== null || this.#socket.writableLength > UNREAD_MAX_BYTES) return;
    const header = {
      program: KEEPALIVE_PROGRAM,
      version: PROGRAM_VERSION,
      procedure,
      type: PACKET_TYPE.message,
      serial: 0,
      status: PACKET_STATUS.ok,
    };
    this.#write(encodeHeader(this.#writer, header, 0));
  }

  #startKeepalive(options: KeepaliveOptions): void {
    if (this.#whyLost !== null) return;
    this.#keepalive = new Keepalive(options, {
      ping: () => this.#sendKeepalive(KEEPALIVE_PROCEDURE.ping),
      dead: () => this.#lose(new Error(`no data arrived for more than ${options.count} pings`)),
      isListening: () => !this.#isPaused,
    });
  }

  #read(chunk: Buffer): void {
    this.#keepalive?.heard();
    this.#batch = [];
    try {
      this.#reader.push(chunk, (packet) => {
        this.#take(packet);
        return this.#whyLost === null;
      });
    } catch (error) {
      const why =
        error instanceof XdrFault ? new ProtocolViolation(`unreadable: ${error.message}`, { cause: error }) : error;
      this.#lose(why as Error);
    } finally {
      this.#writeBatch();
    }
  }

  #take(packet: Packet): void {
    if (packet.version !== PROGRAM_VERSION) throw new ProtocolViolation(`a packet of version ${packet.version}`);
    if (packet.program === KEEPALIVE_PROGRAM) return this.#takeKeepalive(packet);
    if (packet.program !== REMOTE_PROGRAM && packet.program !== QEMU_PROGRAM) {
      throw new ProtocolViolation(`a packet of the program 0x${packet.program.toString(16)}`);
    }
    switch (packet.type) {
      case PACKET_TYPE.reply:
        return this.#takeReply(packet);
      case PACKET_TYPE.message:
        return this.#events.take(packet);
      case PACKET_TYPE.stream:
        // Data can arrive after its stream has ended. libvirt's own client ignores such data too
        // (virNetClientCallDispatchStream).
        return this.#channels.get(packet.serial)?.takePacket(packet);
      default:
        // Only we make calls; descriptors (4, 5) and holes (6) are sent only to clients that request them.
        throw new ProtocolViolation(`a packet of type ${packet.type}`);
    }
  }

  #takeKeepalive({ type, procedure }: Packet): void {
    if (type !== PACKET_TYPE.message) throw new ProtocolViolation(`keepalive in a packet of type ${type}`);
    if (procedure === KEEPALIVE_PROCEDURE.ping) this.#sendKeepalive(KEEPALIVE_PROCEDURE.pong);
  }

  #takeReply(packet: Packet): void {
    const call = this.#calls.inFlight(packet.serial);
    if (call === undefined) throw new ProtocolViolation('a reply to a call that was not made');
    const { name, procedure } = call;
    if (packet.procedure !== procedure.number || packet.program !== procedure.program) {
      throw new ProtocolViolation(`${name} received a reply of procedure ${packet.procedure}`);
    }
    const isRefusal = packet.status === PACKET_STATUS.error;
    if (!isRefusal && packet.status !== PACKET_STATUS.ok) {
      throw new ProtocolViolation(`${name} received a reply with status ${packet.status}`);
    }
    // The reply is decoded even if the caller has given up, because invalid bytes must always end the connection.
    const outcome = isRefusal
      ? new LibvirtError(name, decodeWhole(remoteError, packet.bytes, packet.start, packet.end))
      : decodeWhole(procedure.result, packet.bytes, packet.start, packet.end);
    if (isRefusal) call.reject(outcome);
    else call.resolve(outcome);
    this.#calls.completed(call);
  }

  #updateReading(): void {
    if (this.#whyLost !== null) return;
    let mustPause = false;
    for (const channel of this.#channels.values()) {
      if (channel.bufferedBytes > STREAM_MAX_BYTES) {
        channel.giveUp(new StreamOverrun(channel.procedure, STREAM_MAX_BYTES));
      }
      if (channel.bufferedBytes > STREAM_PAUSE_BYTES) mustPause = true;
    }
    if (this.#calls.isAwaited || [...this.#channels.values()].some((channel) => channel.isWaitingForReply))
      mustPause = false;
    if (mustPause === this.#isPaused) return;
    this.#isPaused = mustPause;
    if (mustPause) this.#socket.pause();
    else this.#socket.resume();
  }

  #whenWritable(): Promise<void> | null {
    if (this.#whyLost !== null || !this.#socket.writableNeedDrain) return null;
    return new Promise((resolve) => this.#onWritable.push(resolve));
  }

  #wakeWriters(): void {
    const waiting = this.#onWritable;
    this.#onWritable = [];
    for (const resolve of waiting) resolve();
  }

  #lost(name: string, wasSent: boolean): ConnectionLost {
    const what = wasSent ? 'the reply was lost' : 'it could not be sent';
    return new ConnectionLost(`${name}: ${what}: ${this.#whyLost?.message}`, wasSent, this.#whyLost);
  }

  #lose(why: Error): void {
    if (this.#whyLost !== null) return;
    this.#whyLost = why;
    this.#keepalive?.stop();
    this.#socket.destroy();
    this.#calls.rejectAll((call) => this.#lost(call.name, call.isSent));
    for (const channel of this.#channels.values()) {
      // A channel that is not open yet ends with its call, whose failure states whether the call was sent.
      if (channel.state !== 'opening') channel.failed(this.#lost(channel.procedure, true));
    }
    this.#channels.clear();
    this.#events.clear();
    this.#aborts.close();
    this.#wakeWriters();
    this.#resolveClosed(why);
  }
}
