/**
 * One stream of libvirt's RPC, from the call that opens it to its end (virnetprotocol.x; remote_daemon_stream.c).
 *
 *   opening ─reply─► open ─our finish─► finishing ─confirmed─► over
 *      │              │ └──── the server's error, or the connection is lost ────► over (failed)
 *      │            giveUp
 *    giveUp           ▼
 *      │          abandoned: ERROR was sent ─confirmed, or the server's error─► over
 *      └─reply───────►┘
 *
 * - A stream is identified by the serial of its call. The server acknowledges only finish and abort, by an empty OK; it
 *   never acknowledges data.
 * - A stream that is given up while it is opening is aborted as soon as its reply arrives, because the server does not
 *   know the stream until then.
 * - The server marks the end of its data by a data packet without data. The stream is over only when the server has
 *   confirmed our finish.
 * - After an error of the server nothing is sent, because the server has dropped the stream.
 *
 * A stream can fail with a failure of its call, with `LibvirtError` during the stream, with `ConnectionLost`, or with
 * the reason for giving up the stream. Data that arrived before a failure is passed on before the failure.
 */
import { LibvirtError, ProtocolViolation } from './errors.js';
import { PACKET_STATUS } from './packet.js';
import type { Packet, PacketStatus } from './packet.js';
import { PROCEDURES } from './procedures.js';
import type { DownloadName, UploadName } from './procedures.js';
import { remoteError } from './structures.js';
import { decodeWhole } from './xdr.js';

/** The parts of the connection that a stream uses. */
export interface StreamPort {
  /** Writes one packet of this stream. */
  send(status: PacketStatus, data: Uint8Array | null): void;
  /** Called when the call that opens the stream is no longer needed: a call that was not sent yet is never sent. */
  withdraw(): void;
  /** Resolves when the socket accepts more data, or is closed. Null: it accepts more data now. */
  whenWritable(): Promise<void> | null;
  /**
   * Called when the amount of buffered data has changed, because the connection may have to pause or resume reading.
   */
  bufferChanged(): void;
  /** Called when the stream is over: no further packets of it are expected. */
  release(): void;
}

type State = 'opening' | 'open' | 'finishing' | 'abandoned' | 'over';

/** Counted for each packet in addition to its bytes, so that many tiny packets also reach the limit. */
const PACKET_OVERHEAD_BYTES = 128;

export class StreamChannel {
  readonly procedure: UploadName | DownloadName;
  readonly #port: StreamPort;
  #state: State = 'opening';
  #data: Buffer[] = [];
  #bufferedBytes = 0;
  #hasServerFinished = false;
  #failure: Error | null = null;
  /** Wakes the caller that waits in `changed`. */
  #wake: () => void = () => undefined;

  constructor(procedure: UploadName | DownloadName, port: StreamPort) {
    this.procedure = procedure;
    this.#port = port;
  }

  get state(): State {
    return this.#state;
  }

  get failure(): Error | null {
    return this.#failure;
  }

  /** Bytes that have not been read yet. */
  get bufferedBytes(): number {
    return this.#bufferedBytes;
  }

  /** Whether the server has marked the end of its data. */
  get hasServerFinished(): boolean {
    return this.#hasServerFinished;
  }

  /** Whether the stream waits for a reply of the server, so that the connection must keep reading. */
  get isWaitingForReply(): boolean {
    return this.#state === 'finishing' || this.#state === 'abandoned';
  }

  /** Resolves at the next change of the channel. */
  changed(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  /** Removes and returns the oldest data that was not read yet. */
  take(): Buffer | null {
    const data = this.#data.shift();
    if (data === undefined) return null;
    this.#bufferedBytes -= data.length + PACKET_OVERHEAD_BYTES;
    this.#port.bufferChanged();
    return data;
  }

  /** Sends data; resolves when more can be sent. Null: more can be sent now. */
  write(data: Uint8Array): Promise<void> | null {
    if (this.#state !== 'open') return null;
    this.#port.send(PACKET_STATUS.continue, data);
    return this.#port.whenWritable();
  }

  finish(): void {
    if (this.#state !== 'open') return;
    this.#state = 'finishing';
    this.#port.send(PACKET_STATUS.ok, null);
    this.#wake();
  }

  /** Ends the stream from our side. Everything that waits for the stream fails with `reason`. */
  giveUp(reason: Error): void {
    if (this.#state === 'over' || this.#state === 'abandoned') return;
    this.#failure = reason;
    const wasKnown = this.#state !== 'opening';
    this.#state = 'abandoned';
    this.#drop();
    if (wasKnown) this.#port.send(PACKET_STATUS.error, null);
    else this.#port.withdraw();
    this.#wake();
  }

  /** Called when the server has replied to the call that opens the stream. */
  opened(): void {
    if (this.#state === 'abandoned') this.#port.send(PACKET_STATUS.error, null);
    if (this.#state !== 'opening') return;
    this.#state = 'open';
    this.#wake();
  }

  /** Handles a packet of the server. Throws ProtocolViolation or XdrFault. */
  takePacket(packet: Packet): void {
    const { program, number, kind } = PROCEDURES[this.procedure];
    if (packet.procedure !== number || packet.program !== program) {
      throw new ProtocolViolation(`the stream of ${this.procedure} continued as procedure ${packet.procedure}`);
    }
    const { status, bytes, start, end } = packet;
    switch (status) {
      case PACKET_STATUS.continue:
        if (kind === 'upload' && end > start) throw new ProtocolViolation(`data from ${this.procedure}`);
        return this.#received(bytes.subarray(start, end));
      case PACKET_STATUS.ok:
        if (!this.isWaitingForReply || end > start) {
          throw new ProtocolViolation(`an unexpected confirmation in the stream of ${this.procedure}`);
        }
        return this.#end();
      case PACKET_STATUS.error:
        return this.failed(new LibvirtError(this.procedure, decodeWhole(remoteError, bytes, start, end)));
      default:
        throw new ProtocolViolation(`a stream packet with status ${status}`);
    }
  }

  /** Called when the server has ended the stream with an error, or the stream's call or connection has failed. */
  failed(error: Error): void {
    this.#failure ??= error;
    this.#end();
  }

  /** Handles data. An empty packet marks the end of the server's data. */
  #received(data: Buffer): void {
    if (this.#state === 'abandoned') return; // sent before it received our abort
    if (data.length === 0) {
      this.#hasServerFinished = true;
    } else {
      this.#data.push(data);
      this.#bufferedBytes += data.length + PACKET_OVERHEAD_BYTES;
      this.#port.bufferChanged();
    }
    this.#wake();
  }

  #end(): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#port.release();
    this.#wake();
  }

  #drop(): void {
    this.#data = [];
    this.#bufferedBytes = 0;
    this.#port.bufferChanged();
  }
}
