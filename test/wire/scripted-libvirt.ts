/**
 * A scripted libvirt server: it replies, refuses, sends nonsense, stays silent or disconnects, at any byte.
 *
 * It builds packets from the same tables as the client (`replyTo`, `refusalOf`, `eventOf`, `streamOf`…). Tests cut and
 * overwrite these to make packets that the tables cannot express (`withHeader`). test/live/libvirt-wire.test.ts checks
 * with a real daemon that the tables match libvirt.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LibvirtConnection } from '../../backends/libvirt/rpc/connection.js';
import type { OpenOptions } from '../../backends/libvirt/rpc/connection.js';
import { KEEPALIVE_PROCEDURE, KEEPALIVE_PROGRAM } from '../../backends/libvirt/rpc/keepalive.js';
import { PacketReader } from '../../backends/libvirt/rpc/packet-reader.js';
import { encodeHeader, encodePacket, PACKET_STATUS, PACKET_TYPE } from '../../backends/libvirt/rpc/packet.js';
import type { Packet, PacketHeader, PacketStatus } from '../../backends/libvirt/rpc/packet.js';
import { EVENTS, PROCEDURES, REMOTE_PROGRAM } from '../../backends/libvirt/rpc/procedures.js';
import type { ArgsOf, EventArgsOf, EventName, ProcedureName, ResultOf } from '../../backends/libvirt/rpc/procedures.js';
import { remoteError } from '../../backends/libvirt/rpc/structures.js';
import type { RemoteError } from '../../backends/libvirt/rpc/structures.js';
import { parseLibvirtUri } from '../../backends/libvirt/rpc/uri.js';
import { decodeWhole, XdrWriter } from '../../backends/libvirt/rpc/xdr.js';
import type { Codec } from '../../backends/libvirt/rpc/xdr.js';
import { SILENT_LOG } from '../../src/domain/log.js';

/** A received call. */
export interface Received {
  readonly name: ProcedureName;
  readonly args: unknown;
  readonly serial: number;
}

/** A received packet of a stream. */
export interface ReceivedOnStream {
  readonly serial: number;
  readonly status: number;
  readonly data: Buffer;
}

export type Script = (call: Received, peer: Peer) => void;

const VERSION = 1;

function headerOf(call: Received, type: number, status: PacketStatus): PacketHeader {
  const { program, number } = PROCEDURES[call.name];
  return { program, version: VERSION, procedure: number, type, serial: call.serial, status };
}

export function replyTo<P extends ProcedureName>(call: Received, _name: P, result: ResultOf<P>): Buffer {
  const codec: Codec<unknown> = PROCEDURES[call.name].result;
  return encodePacket(new XdrWriter(), headerOf(call, PACKET_TYPE.reply, PACKET_STATUS.ok), codec, result);
}

export function refusalOf(call: Received, error: Partial<RemoteError>): Buffer {
  const header = headerOf(call, PACKET_TYPE.reply, PACKET_STATUS.error);
  return encodePacket(new XdrWriter(), header, remoteError, fullError(error));
}

export function eventOf<E extends EventName>(name: E, args: EventArgsOf<E>): Buffer {
  const { number, args: codec } = EVENTS[name];
  const header = { program: REMOTE_PROGRAM, version: VERSION, procedure: number, serial: 0, type: PACKET_TYPE.message };
  return encodePacket(new XdrWriter(), { ...header, status: PACKET_STATUS.ok }, codec as Codec<unknown>, args);
}

/** A packet with data. Without data, it marks the end of the data. */
export function dataOf(call: Received, data: Uint8Array): Buffer {
  const header = headerOf(call, PACKET_TYPE.stream, PACKET_STATUS.continue);
  return Buffer.concat([encodeHeader(new XdrWriter(), header, data.length), data]);
}

export function confirmationOf(call: Received): Buffer {
  return encodeHeader(new XdrWriter(), headerOf(call, PACKET_TYPE.stream, PACKET_STATUS.ok), 0);
}

export function streamErrorOf(call: Received, error: Partial<RemoteError>): Buffer {
  const header = headerOf(call, PACKET_TYPE.stream, PACKET_STATUS.error);
  return encodePacket(new XdrWriter(), header, remoteError, fullError(error));
}

export function keepalive(what: keyof typeof KEEPALIVE_PROCEDURE): Buffer {
  const header = { program: KEEPALIVE_PROGRAM, version: VERSION, procedure: KEEPALIVE_PROCEDURE[what], serial: 0 };
  return encodeHeader(new XdrWriter(), { ...header, type: PACKET_TYPE.message, status: PACKET_STATUS.ok }, 0);
}

/** The words of a packet's header, by position. */
const WORDS = { length: 0, program: 4, version: 8, procedure: 12, type: 16, serial: 20, status: 24 } as const;

/** Returns the packet with other words in its header. */
export function withHeader(packet: Buffer, words: Partial<Record<keyof typeof WORDS, number>>): Buffer {
  const changed = Buffer.from(packet);
  for (const [name, value] of Object.entries(words)) changed.writeUInt32BE(value, WORDS[name as keyof typeof WORDS]);
  return changed;
}

/** Returns the packet with `bytes` after its payload. Its length includes them. */
export function withTail(packet: Buffer, bytes: Uint8Array): Buffer {
  return withHeader(Buffer.concat([packet, bytes]), { length: packet.length + bytes.length });
}

function fullError(error: Partial<RemoteError>): RemoteError {
  const empty = { dom: null, str1: null, str2: null, str3: null, int1: 0, int2: 0, net: null };
  return { code: 1, domain: 10, message: 'no', level: 2, ...empty, ...error };
}

/** The server's end of one connection. */
export class Peer {
  readonly socket: net.Socket;
  readonly calls: Received[] = [];
  readonly onStream: ReceivedOnStream[] = [];
  readonly keepalives: number[] = [];
  #wake: () => void = () => undefined;

  constructor(socket: net.Socket, script: Script) {
    this.socket = socket;
    const reader = new PacketReader();
    socket.on('error', () => undefined);
    socket.on('close', () => this.#wake());
    socket.on('data', (chunk: Buffer) => {
      reader.push(chunk, (packet) => {
        this.#take(packet, script);
        return true;
      });
      this.#wake();
    });
  }

  send(...packets: Uint8Array[]): void {
    if (!this.socket.destroyed) this.socket.write(Buffer.concat(packets));
  }

  /** Sends one byte at a time, each in a separate write. */
  sendByByte(bytes: Uint8Array): void {
    this.socket.setNoDelay(true);
    for (const byte of bytes) this.socket.write(Buffer.from([byte]));
  }

  reply<P extends ProcedureName>(call: Received, name: P, result: ResultOf<P>): void {
    this.send(replyTo(call, name, result));
  }

  /** Resolves when `isSo` returns true. It calls `isSo` again whenever something arrives. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.socket.destroyed) throw new Error('the connection ended before the condition was met');
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  #take(packet: Packet, script: Script): void {
    if (packet.program === KEEPALIVE_PROGRAM) {
      this.keepalives.push(packet.procedure);
      return;
    }
    if (packet.type === PACKET_TYPE.stream) {
      const data = Buffer.from(packet.bytes.subarray(packet.start, packet.end));
      this.onStream.push({ serial: packet.serial, status: packet.status, data });
      return;
    }
    const entry = Object.entries(PROCEDURES).find(
      ([, { program, number }]) => program === packet.program && number === packet.procedure,
    );
    if (entry === undefined) throw new Error(`unknown procedure ${packet.procedure}`);
    const codec: Codec<unknown> = entry[1].args;
    const args = decodeWhole(codec, packet.bytes, packet.start, packet.end);
    const call = { name: entry[0] as ProcedureName, args, serial: packet.serial };
    this.calls.push(call);
    script(call, this);
  }
}

/** Replies to the first calls like a daemon without authentication, and passes the other calls to `script`. */
export function afterHandshake(script: Script, { hasKeepalive = true } = {}): Script {
  return (call, peer) => {
    if (call.name === 'AuthList') peer.reply(call, 'AuthList', { types: [0] });
    else if (call.name === 'ConnectSupportsFeature') {
      peer.reply(call, 'ConnectSupportsFeature', { supported: hasKeepalive });
    } else if (call.name === 'ConnectOpen') peer.reply(call, 'ConnectOpen', undefined);
    else script(call, peer);
  };
}

export class ScriptedLibvirt {
  readonly path: string;
  readonly peers: Peer[] = [];
  readonly #folder: string;
  readonly #server: net.Server;
  readonly #opened: LibvirtConnection[] = [];

  private constructor(folder: string, server: net.Server, path: string) {
    this.#folder = folder;
    this.#server = server;
    this.path = path;
  }

  static async listen(script: Script, socketName = 'libvirt-sock'): Promise<ScriptedLibvirt> {
    const folder = await mkdtemp(join(tmpdir(), 'guesthouse-libvirt-'));
    const server = net.createServer();
    const scripted = new ScriptedLibvirt(folder, server, join(folder, socketName));
    server.on('connection', (socket) => scripted.peers.push(new Peer(socket, script)));
    await new Promise<void>((resolve) => server.listen(scripted.path, resolve));
    return scripted;
  }

  get folder(): string {
    return this.#folder;
  }

  /** The only peer, in tests with one connection. */
  get peer(): Peer {
    const [peer] = this.peers;
    if (peer === undefined || this.peers.length > 1) throw new Error(`${this.peers.length} connections, not one`);
    return peer;
  }

  /** Connects to this server. `close` closes all connections that are still open. */
  async connect(options: Partial<OpenOptions> = {}): Promise<LibvirtConnection> {
    const uri = parseLibvirtUri(`qemu+unix:///system?socket=${this.path}`);
    const signal = new AbortController().signal;
    const connection = await LibvirtConnection.open(uri, { signal, log: SILENT_LOG, ...options });
    this.#opened.push(connection);
    return connection;
  }

  async close(): Promise<void> {
    for (const connection of this.#opened) await connection.close();
    for (const { socket } of this.peers) socket.destroy();
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve));
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** The bytes of a call, for a test of the framing that needs a client's packets. */
export function callOf<P extends ProcedureName>(name: P, args: ArgsOf<P>, serial: number): Buffer {
  const header = headerOf({ name, args, serial }, PACKET_TYPE.call, PACKET_STATUS.ok);
  return encodePacket(new XdrWriter(), header, PROCEDURES[name].args as Codec<unknown>, args);
}

/** The error that `promise` rejects with. */
export async function caught(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('the promise resolved');
}

/** The error that `promise` rejects with. It must be an instance of `kind`. */
export async function failure<E extends Error>(
  promise: Promise<unknown>,
  kind: new (...args: never[]) => E,
): Promise<E> {
  const error = await caught(promise);
  if (error instanceof kind) return error;
  throw new Error(`not a ${kind.name}`, { cause: error });
}
