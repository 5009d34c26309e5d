/**
 * What a broken or hostile server can send: real replies with changed, cut, doubled and mixed bytes, and plain noise.
 * The tests send it to the decoder, and over whole connections with calls and streams in flight. Each call must end in
 * a value or one of our errors, and never in a hang or a crash. The test prints its seed; GUESTHOUSE_SEED sets it.
 * GUESTHOUSE_SOAK=1 is the long form.
 */
import { expect } from 'chai';
import type { LibvirtConnection } from '../../backends/libvirt/rpc/connection.js';
import { ConnectionLost, DeadlinePassed, LibvirtError, StreamOverrun } from '../../backends/libvirt/rpc/errors.js';
import { HEADER_BYTES } from '../../backends/libvirt/rpc/packet.js';
import { EVENTS, PROCEDURES } from '../../backends/libvirt/rpc/procedures.js';
import { remoteError } from '../../backends/libvirt/rpc/structures.js';
import { CannotEncode, decodeWhole, XdrFault, XdrWriter } from '../../backends/libvirt/rpc/xdr.js';
import type { Codec } from '../../backends/libvirt/rpc/xdr.js';
import * as scripted from './scripted-libvirt.js';
import { ScriptedLibvirt } from './scripted-libvirt.js';
import type { Received } from './scripted-libvirt.js';
import { SEED } from '../support/fuzz/seed.js';

const IS_SOAK = process.env['GUESTHOUSE_SOAK'] === '1';
const PAYLOADS = IS_SOAK ? 2_000_000 : 60_000;
const CONNECTIONS = IS_SOAK ? 20_000 : 400;
const CONNECTIONS_MAX = 20 * CONNECTIONS;
const EVERY_END = ['a value', 'LibvirtError', 'ConnectionLost', 'DeadlinePassed'];
/** The deadline of calls that a mutation leaves without a reply. */
const DEADLINE_MS = 100;

const DOMAIN = { name: 'guesthouse-a', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 };
const VOLUME = { vol: { pool: 'p', name: 'v', key: '/p/v' }, offset: 0n, length: 0n, flags: 0 };
const STATS = {
  retStats: [
    {
      dom: DOMAIN,
      params: [
        { field: 'state.state', type: 'int', value: 1 },
        { field: 'cpu.time', type: 'ullong', value: 123456789n },
        { field: 'block.0.name', type: 'string', value: 'vda' },
        { field: 'x', type: 'double', value: 0.5 },
        { field: 'y', type: 'boolean', value: true },
      ],
    },
  ],
} as const;

/** mulberry32, which is small and gives the same numbers on every machine. */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

type Random = ReturnType<typeof random>;

/** Numbers at which lengths and flags change their meaning. */
const ODD_WORDS = [0, 1, 2, 3, 7, 27, 28, 29, 255, 4096, 16_384, 16_385, 4_194_304, 4_194_305, 0x7fffffff, 0xffffffff];

function mutated(bytes: Buffer, next: Random): Buffer {
  let result = Buffer.from(bytes);
  for (let times = 1 + next(3); times > 0; times--) {
    const at = next(result.length + 1);
    switch (next(6)) {
      case 0:
        if (at < result.length) result[at] = next(256);
        break;
      case 1:
        if (at < result.length) result[at] = (result[at] ?? 0) ^ (1 << next(8));
        break;
      case 2: {
        const word = at & ~3;
        if (word + 4 <= result.length) result.writeUInt32BE(ODD_WORDS[next(ODD_WORDS.length)] ?? 0, word);
        break;
      }
      case 3:
        result = result.subarray(0, at);
        break;
      case 4:
        result = Buffer.concat([result.subarray(0, at), noise(next(9), next), result.subarray(at)]);
        break;
      default:
        result = Buffer.concat([result.subarray(0, at), result.subarray(next(result.length + 1))]);
    }
  }
  return result;
}

function noise(length: number, next: Random): Buffer {
  return Buffer.from(Array.from({ length }, () => next(256)));
}

/** The packet with a correct length word, so that a mutation passes the framing. */
function reframed(packet: Buffer): Buffer {
  return packet.length < HEADER_BYTES ? packet : scripted.withHeader(packet, { length: packet.length });
}

describe(`A hostile libvirt server (seed ${SEED})`, () => {
  it('can send no payload that is neither decoded nor rejected', () => {
    const next = random(SEED);
    const codecs: Codec<unknown>[] = [
      ...Object.values(PROCEDURES).flatMap(({ args, result }) => [args as Codec<unknown>, result as Codec<unknown>]),
      ...Object.values(EVENTS).map(({ args }) => args),
      remoteError,
    ];
    const samples = corpus({ name: 'ConnectGetAllDomainStats', args: {}, serial: 1 }).map((packet) =>
      packet.subarray(HEADER_BYTES),
    );
    let values = 0;
    let refusals = 0;
    for (let round = 0; round < PAYLOADS; round++) {
      const codec = codecs[next(codecs.length)] as Codec<unknown>;
      const sample = samples[next(samples.length)] as Buffer;
      const bytes = next(4) === 0 ? noise(next(64), next) : mutated(sample, next);
      try {
        expectStable(codec, decodeWhole(codec, bytes));
        values++;
      } catch (error) {
        if (!(error instanceof XdrFault)) throw error;
        refusals++;
      }
    }
    // Both outcomes must occur, because mutations that are too strong or too weak would prove nothing.
    expect(values).to.be.greaterThan(PAYLOADS / 1000);
    expect(refusals).to.be.greaterThan(PAYLOADS / 1000);
  });

  it('cannot keep a call or a stream from ending in a value or one of our errors', async function () {
    this.timeout(IS_SOAK ? 3_600_000 : 300_000);
    const next = random(SEED + 1);
    const strays: unknown[] = [];
    const onStray = (error: unknown): void => void strays.push(error);
    process.on('unhandledRejection', onStray).on('uncaughtException', onStray);
    const server = await ScriptedLibvirt.listen(
      scripted.afterHandshake((call, peer) => {
        // Several calls are in flight. Not every call gets a reply, and some calls get several.
        const packets = Array.from({ length: next(4) }, () => hostile(call, next));
        peer.send(...packets);
        if (next(3) === 0) peer.socket.end();
      }),
    );
    const ends = new Set<string>();
    const isAllSeen = (): boolean => EVERY_END.every((name) => ends.has(name));
    const note = (outcome: unknown): void => {
      const isOurs = [LibvirtError, ConnectionLost, DeadlinePassed, StreamOverrun].some(
        (kind) => outcome instanceof kind,
      );
      if (outcome instanceof Error && !isOurs) throw new Error('not one of our errors', { cause: outcome });
      ends.add(outcome instanceof Error ? outcome.name : 'a value');
    };
    try {
      // Rare properties get more rounds, because otherwise a seed would fail only because it does not produce them.
      for (let round = 0; round < CONNECTIONS || (round < CONNECTIONS_MAX && !isAllSeen()); round++) {
        const connection = await server.connect({ keepalive: null });
        for (const outcome of await Promise.all(workOf(connection))) note(outcome);
        await connection.close();
        server.peers.length = 0;
      }
    } finally {
      await server.close();
      process.off('unhandledRejection', onStray).off('uncaughtException', onStray);
    }
    expect(strays).to.deep.equal([]);
    expect([...ends]).to.include.members(EVERY_END);
  });
});

/**
 * Checks that a decoded value can be encoded and decodes to the same value again, except for values that C cannot hold.
 */
function expectStable(codec: Codec<unknown>, value: unknown): void {
  const writer = new XdrWriter();
  try {
    codec.encode(writer, value);
  } catch (error) {
    if (error instanceof CannotEncode) return;
    throw error;
  }
  expect(decodeWhole(codec, writer.take())).to.deep.equal(value);
}

/** Returns packets for this call, as a real server sends them. */
function corpus(call: Received): Buffer[] {
  return [
    scripted.replyTo({ ...call, name: 'ConnectGetAllDomainStats' }, 'ConnectGetAllDomainStats', STATS),
    scripted.replyTo({ ...call, name: 'DomainLookupByName' }, 'DomainLookupByName', { dom: DOMAIN }),
    scripted.replyTo({ ...call, name: 'ConnectGetHostname' }, 'ConnectGetHostname', { hostname: 'host' }),
    scripted.replyTo({ ...call, name: 'StorageVolUpload' }, 'StorageVolUpload', undefined),
    scripted.refusalOf(call, { code: 42, message: 'Domain not found', dom: DOMAIN, str1: 'x' }),
    scripted.streamErrorOf(call, { code: 38 }),
    scripted.dataOf(call, Buffer.from('some data')),
    scripted.dataOf(call, Buffer.alloc(0)),
    scripted.confirmationOf(call),
    scripted.keepalive('ping'),
    scripted.eventOf('DomainEventCallbackLifecycle', { callbackID: 1, msg: { dom: DOMAIN, event: 5, detail: 0 } }),
  ];
}

/** Sends mostly packets with a mistake, sometimes a correct reply, and sometimes noise. */
function hostile(call: Received, next: Random): Buffer {
  const packets = corpus(call);
  const packet = packets[next(packets.length)] as Buffer;
  switch (next(8)) {
    case 0:
    case 1:
      return packets.find((each) => each.readUInt32BE(12) === PROCEDURES[call.name].number && each[19] === 1) ?? packet;
    case 2:
      return packet;
    case 3:
      return noise(next(80), next);
    case 4:
      return mutated(packet, next);
    default:
      return reframed(mutated(packet, next));
  }
}

/** Runs calls and streams in parallel. Each resolves with its value or its error. */
function workOf(connection: LibvirtConnection): Promise<unknown>[] {
  const options = { signal: new AbortController().signal, deadlineMs: DEADLINE_MS };
  const streamSignal = new AbortController();
  const giveUp = setTimeout(() => streamSignal.abort(new DeadlinePassed('a stream', DEADLINE_MS, true)), DEADLINE_MS);
  connection.onEvent('DomainEventCallbackLifecycle', () => undefined);
  async function* source(): AsyncGenerator<Buffer> {
    yield Buffer.from('first');
    yield Buffer.from('second');
  }
  const read = async (): Promise<number> => {
    let bytes = 0;
    for await (const chunk of connection.download('StorageVolDownload', VOLUME, streamSignal)) bytes += chunk.length;
    return bytes;
  };
  const work = [
    connection.call('ConnectGetHostname', undefined, options),
    connection.call('DomainLookupByName', { name: 'a' }, options),
    connection.call('ConnectGetAllDomainStats', { doms: [], stats: 0, flags: 0 }, options),
    connection.upload('StorageVolUpload', VOLUME, source(), streamSignal),
    read(),
  ].map((each) => each.catch((error: unknown) => error));
  void Promise.all(work).then(() => clearTimeout(giveUp));
  return work;
}
