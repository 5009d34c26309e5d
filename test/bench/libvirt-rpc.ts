/**
 * Calls over libvirt's wire protocol: the service's client against a bare socket that writes prepared packets and only
 * counts the replies. Both call the test driver of the same private libvirtd, in turn. They use the cheapest call, so
 * that the client's share of the time is largest.
 */
import { once } from 'node:events';
import net from 'node:net';
import { LibvirtConnection } from '../../backends/libvirt/rpc/connection.js';
import { HEADER_BYTES } from '../../backends/libvirt/rpc/packet.js';
import { parseLibvirtUri } from '../../backends/libvirt/rpc/uri.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { SessionLibvirtd, whyNoLibvirtd } from '../support/peers/session-libvirtd.js';
import { callOf, withHeader } from '../wire/scripted-libvirt.js';
import { median, spread } from './median.js';

const ROUNDS = 15;
const CALLS = 2_000;
const { signal } = new AbortController();

export async function benchLibvirtRpc(): Promise<void> {
  const reason = await whyNoLibvirtd();
  if (reason !== null) {
    console.log(`libvirt RPC: not measured, ${reason}\n`);
    return;
  }
  const daemon = await SessionLibvirtd.start(await SessionLibvirtd.makeFolder());
  try {
    const bare = await BareClient.open(daemon.socketPath);
    const uri = parseLibvirtUri(`test+unix:///default?socket=${daemon.socketPath}`);
    const ours = await LibvirtConnection.open(uri, { signal, log: SILENT_LOG });
    const call = (): Promise<unknown> => ours.call('ConnectGetType', undefined, { signal });
    const oneByOne = async (): Promise<void> => {
      for (let count = 0; count < CALLS; count++) await call();
    };
    const pipelined = async (): Promise<void> => {
      await Promise.all(Array.from({ length: CALLS }, call));
    };
    console.log(`libvirt RPC: ${ROUNDS} rounds of ${CALLS} ConnectGetType in turn, over the unix socket of libvirtd`);
    await compare('one after another', oneByOne, () => bare.oneByOne(CALLS));
    await compare('pipelined', pipelined, () => bare.pipelined());
    console.log('');
    await ours.close();
    bare.close();
  } finally {
    await daemon.stop();
  }
}

/** Each round measures both, so that other load on the machine affects both. */
async function compare(what: string, ours: () => Promise<void>, bare: () => Promise<void>): Promise<void> {
  await ours();
  await bare();
  const rates = { ours: [] as number[], bare: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    rates.ours.push(CALLS / (await secondsOf(ours)));
    rates.bare.push(CALLS / (await secondsOf(bare)));
  }
  const ratios = rates.ours.map((rate, round) => rate / (rates.bare[round] ?? NaN));
  const [mine, theirs] = [median(rates.ours).toFixed(0), median(rates.bare).toFixed(0)];
  console.log(`  ${what}: ${spread(ratios)} of a bare socket; aim: 0.8 (${mine}/s against ${theirs}/s)`);
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

/** Writes prepared bytes and counts whole packets by their length words: the smallest possible client. */
class BareClient {
  readonly #socket: net.Socket;
  readonly #packet = callOf('ConnectGetType', undefined, 1);
  readonly #packets = Array.from({ length: CALLS }, (_, serial) => withHeader(this.#packet, { serial: serial + 1 }));
  #left = Buffer.alloc(0);
  #onPackets: (count: number) => void = () => undefined;

  private constructor(socket: net.Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#count(chunk));
  }

  static async open(path: string): Promise<BareClient> {
    const socket = net.connect(path);
    await once(socket, 'connect');
    const client = new BareClient(socket);
    await client.#exchange([callOf('AuthList', undefined, 1)]);
    await client.#exchange([callOf('ConnectOpen', { name: 'test:///default', flags: 0 }, 2)]);
    return client;
  }

  async oneByOne(calls: number): Promise<void> {
    for (let count = 0; count < calls; count++) await this.#exchange([this.#packet]);
  }

  async pipelined(): Promise<void> {
    await this.#exchange(this.#packets);
  }

  close(): void {
    this.#socket.destroy();
  }

  #exchange(packets: readonly Buffer[]): Promise<void> {
    return new Promise((resolve) => {
      let missing = packets.length;
      this.#onPackets = (count) => {
        missing -= count;
        if (missing === 0) resolve();
      };
      this.#socket.write(packets.length === 1 ? (packets[0] ?? '') : Buffer.concat(packets));
    });
  }

  #count(chunk: Buffer): void {
    const bytes = this.#left.length === 0 ? chunk : Buffer.concat([this.#left, chunk]);
    let at = 0;
    let count = 0;
    while (bytes.length - at >= HEADER_BYTES && bytes.length - at >= bytes.readUInt32BE(at)) {
      at += bytes.readUInt32BE(at);
      count++;
    }
    this.#left = Buffer.from(bytes.subarray(at));
    if (count > 0) this.#onPackets(count);
  }
}
