/**
 * Uploads and downloads over libvirt's wire protocol. The scripted servers read, write, refuse, and disappear midway.
 */
import { expect } from 'chai';
import type { LibvirtConnection } from '../../backends/libvirt/rpc/connection.js';
import { ConnectionLost, LibvirtError, ProtocolViolation, StreamOverrun } from '../../backends/libvirt/rpc/errors.js';
import { parsePacket, STREAM_CHUNK_BYTES } from '../../backends/libvirt/rpc/packet.js';
import { StreamChannel } from '../../backends/libvirt/rpc/stream-channel.js';
import * as scripted from './scripted-libvirt.js';
import { caught, confirmationOf, dataOf, failure, refusalOf, replyTo, ScriptedLibvirt } from './scripted-libvirt.js';
import type { Peer, Received, ReceivedOnStream, Script } from './scripted-libvirt.js';

const VOLUME = { vol: { pool: 'p', name: 'v', key: '/p/v' }, offset: 0n, length: 0n, flags: 0 };
const OK = 0;
const ERROR = 1;
const CONTINUE = 2;
const MIB = 1024 * 1024;
const { signal } = new AbortController();

const opened = (call: Received): Buffer => replyTo(call, 'StorageVolUpload', undefined);
const hostnameOf = (call: Received): Buffer => replyTo(call, 'ConnectGetHostname', { hostname: 'h' });

describe('A stream over libvirt RPC', () => {
  let server: ScriptedLibvirt;
  let connection: LibvirtConnection;

  afterEach(async () => {
    await server.close();
  });

  const serve = async (script: Script): Promise<void> => {
    const withHostname: Script = (call, peer) => {
      if (call.name === 'ConnectGetHostname') peer.send(hostnameOf(call));
      else script(call, peer);
    };
    server = await ScriptedLibvirt.listen(scripted.afterHandshake(withHostname));
    connection = await server.connect({ keepalive: null });
  };
  /** Checks that the connection still works. */
  const expectUsable = async (): Promise<void> => {
    expect(await connection.call('ConnectGetHostname', undefined, { signal })).to.deep.equal({ hostname: 'h' });
  };
  const peer = (): Peer => server.peer;
  const statuses = (): number[] => peer().onStream.map(({ status }) => status);
  const streamCall = (): Received => {
    const call = peer().calls.find(({ name }) => name.startsWith('StorageVol'));
    if (call === undefined) throw new Error('no stream was opened');
    return call;
  };
  const untilStatus = async (status: number): Promise<ReceivedOnStream> => {
    await peer().until(() => statuses().includes(status));
    return peer().onStream.find((packet) => packet.status === status) as ReceivedOnStream;
  };

  describe('to the server', () => {
    const upload = (source: AsyncIterable<Uint8Array>, options = {}): Promise<void> =>
      connection.upload('StorageVolUpload', VOLUME, source, { signal, ...options });
    /** Yields some chunks, and then nothing until it is ended. */
    function silentAfter(...chunks: Uint8Array[]): AsyncIterable<Uint8Array> & { readonly ended: Promise<void> } {
      let end: () => void = () => undefined;
      const ended = new Promise<void>((resolve) => (end = resolve));
      const next = async (): Promise<IteratorResult<Uint8Array>> => {
        const value = chunks.shift();
        if (value !== undefined) return { value, done: false };
        return await new Promise(() => undefined);
      };
      const iterator = { next, return: async () => (end(), { value: undefined, done: true as const }) };
      return { ended, [Symbol.asyncIterator]: () => iterator };
    }

    it('sends its source in packets that libvirt accepts, and waits for the confirmation', async () => {
      await serve((call, to) => to.send(opened(call)));
      const chunks = [Buffer.alloc(3, 'a'), Buffer.alloc(0), Buffer.alloc(2 * STREAM_CHUNK_BYTES + 1, 'b')];
      let isDone = false;
      const uploading = upload(from(chunks)).then(() => (isDone = true));
      await untilStatus(OK);
      await expectUsable();
      expect(isDone).to.equal(false);
      peer().send(confirmationOf(streamCall()));
      await uploading;
      expect(statuses()).to.deep.equal([CONTINUE, CONTINUE, CONTINUE, CONTINUE, OK]);
      const sizes = peer().onStream.map(({ data }) => data.length);
      expect(sizes).to.deep.equal([3, STREAM_CHUNK_BYTES, STREAM_CHUNK_BYTES, 1, 0]);
      const all = Buffer.concat(peer().onStream.map(({ data }) => data));
      expect(all.equals(Buffer.concat(chunks))).to.equal(true);
    });

    it('reads its source only as fast as the server reads the stream', async () => {
      await serve((call, to) => to.send(opened(call)));
      let taken = 0;
      let noteTaken: () => void = () => undefined;
      async function* source(): AsyncGenerator<Buffer> {
        for (; taken < 64; taken++) {
          noteTaken();
          yield Buffer.alloc(MIB);
        }
      }
      const uploading = upload(source());
      await new Promise<void>((resolve) => (noteTaken = resolve));
      peer().socket.pause();
      // No event shows that nothing happens. So the test waits for a few turns of the event loop, in which an upload
      // without a limit would read its whole source.
      for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
      expect(taken).to.be.lessThan(8);
      peer().socket.resume();
      await untilStatus(OK);
      peer().send(confirmationOf(streamCall()));
      await uploading;
      expect(peer().onStream.reduce((sum, { data }) => sum + data.length, 0)).to.equal(64 * MIB);
    });

    it('ends immediately with the error of the call that opens it, and ends its source', async () => {
      await serve((call, to) => to.send(refusalOf(call, { code: 50, message: 'no such volume' })));
      const source = silentAfter();
      expect((await failure(upload(source), LibvirtError)).codeName).to.equal('NO_STORAGE_VOL');
      await source.ended;
      expect(peer().onStream).to.deep.equal([]);
      await expectUsable();
    });

    it('ends immediately after an error midway, even while its source yields nothing, and sends nothing more', async () => {
      await serve((call, to) => to.send(opened(call)));
      const source = silentAfter(Buffer.from('first'));
      const uploading = failure(upload(source), LibvirtError);
      await untilStatus(CONTINUE);
      peer().send(scripted.streamErrorOf(streamCall(), { code: 38, message: 'No space left on device' }));
      expect((await uploading).text).to.equal('No space left on device');
      await source.ended;
      await expectUsable();
      expect(statuses()).to.deep.equal([CONTINUE]);
    });

    it('ends with the error that is the reply to its finish', async () => {
      await serve((call, to) => to.send(opened(call)));
      const uploading = failure(upload(from([Buffer.from('all')])), LibvirtError);
      await untilStatus(OK);
      peer().send(scripted.streamErrorOf(streamCall(), { code: 38 }));
      expect((await uploading).codeName).to.equal('SYSTEM_ERROR');
      await expectUsable();
    });

    it('is aborted immediately by its signal, as libvirt aborts streams, and later messages of the server have no effect', async () => {
      const abort = new AbortController();
      await serve((call, to) => to.send(opened(call)));
      const source = silentAfter(Buffer.from('first'));
      const uploading = caught(upload(source, { signal: abort.signal }));
      await untilStatus(CONTINUE);
      abort.abort(new Error('waited long enough'));
      expect(await uploading).to.equal(abort.signal.reason);
      expect((await untilStatus(ERROR)).data).to.have.length(0);
      await source.ended;
      peer().send(confirmationOf(streamCall()), dataOf(streamCall(), Buffer.from('late')));
      await expectUsable();
      expect(statuses()).to.deep.equal([CONTINUE, ERROR]);
    });

    it('is aborted as soon as the server knows the stream, if the abort came earlier', async () => {
      const abort = new AbortController();
      await serve(() => abort.abort(new Error('waited long enough')));
      expect(await caught(upload(from([]), { signal: abort.signal }))).to.equal(abort.signal.reason);
      await expectUsable();
      expect(statuses()).to.deep.equal([]);
      peer().send(opened(streamCall()));
      await untilStatus(ERROR);
      peer().send(confirmationOf(streamCall()));
      await expectUsable();
    });

    it('is never opened with a signal that was already aborted, but its source is ended', async () => {
      await serve((call, to) => to.send(opened(call)));
      const source = silentAfter();
      const reason = new Error('waited long enough');
      expect(await caught(upload(source, { signal: AbortSignal.abort(reason) }))).to.equal(reason);
      await source.ended;
      await expectUsable();
      expect(peer().calls.map(({ name }) => name)).to.not.include('StorageVolUpload');
    });

    it('is never opened if it was aborted while it waited', async () => {
      const abort = new AbortController();
      const held: Received[] = [];
      server = await ScriptedLibvirt.listen(scripted.afterHandshake((call) => void held.push(call)));
      connection = await server.connect({ maxSlowCalls: 1 });
      const dom = { name: 'a', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 };
      const reset = (): Promise<void> => connection.call('DomainReset', { dom, flags: 0 }, { signal });
      const first = reset();
      const uploading = caught(upload(from([]), { signal: abort.signal }));
      const third = reset();
      abort.abort(new Error('waited long enough'));
      expect(await uploading).to.equal(abort.signal.reason);
      for (const [index, call] of [first, third].entries()) {
        await peer().until(() => held.length > index);
        peer().send(replyTo(held[index] as Received, 'DomainReset', undefined));
        await call;
      }
      expect(held.map(({ name }) => name)).to.deep.equal(['DomainReset', 'DomainReset']);
    });

    it('is aborted, not finished, if its source fails', async () => {
      await serve((call, to) => to.send(opened(call)));
      const reason = new Error('the file is gone');
      async function* source(): AsyncGenerator<Buffer> {
        yield Buffer.from('half');
        throw reason;
      }
      expect(await caught(upload(source()))).to.equal(reason);
      await untilStatus(ERROR);
      expect(statuses()).to.deep.equal([CONTINUE, ERROR]);
    });

    it('is lost with its connection', async () => {
      await serve((call, to) => to.send(opened(call)));
      const source = silentAfter(Buffer.from('first'));
      const uploading = failure(upload(source), ConnectionLost);
      await untilStatus(CONTINUE);
      peer().socket.destroy();
      expect((await uploading).wasSent).to.equal(true);
      await source.ended;
    });

    it('was not sent if its connection is lost while it waits, and may have been sent if the connection is lost later', async () => {
      server = await ScriptedLibvirt.listen(scripted.afterHandshake(() => undefined));
      connection = await server.connect({ maxSlowCalls: 1 });
      const sent = failure(upload(silentAfter()), ConnectionLost);
      const waiting = failure(upload(silentAfter()), ConnectionLost);
      await peer().until(() => peer().calls.length === 4);
      peer().socket.destroy();
      expect([(await sent).wasSent, (await waiting).wasSent]).to.deep.equal([true, false]);
    });

    it('is lost if its connection is lost before the reply to its call arrives', async () => {
      await serve((call, to) => to.socket.end(Buffer.concat([opened(call), Buffer.alloc(4)])));
      expect((await failure(upload(silentAfter()), ConnectionLost)).wasSent).to.equal(true);
    });

    it('continues if the server reports that it has nothing to send', async () => {
      await serve((call, to) => to.send(opened(call), dataOf(call, Buffer.alloc(0))));
      const uploading = upload(from([Buffer.from('all')]));
      await untilStatus(OK);
      peer().send(confirmationOf(streamCall()));
      await uploading;
    });

    const violations: Record<string, (call: Received) => Buffer> = {
      'data in the wrong direction': (call) => dataOf(call, Buffer.from('x')),
      'a confirmation of nothing': confirmationOf,
      'a packet of another procedure': (call) => scripted.withHeader(confirmationOf(call), { procedure: 1 }),
      'an unknown status': (call) => scripted.withHeader(confirmationOf(call), { status: 3 }),
      'an error that cannot be decoded': (call) => scripted.withHeader(confirmationOf(call), { status: 1 }),
    };
    for (const [what, packet] of Object.entries(violations)) {
      it(`ends, together with the connection, after ${what}`, async () => {
        await serve((call, to) => to.send(opened(call), packet(call)));
        const error = await failure(upload(silentAfter()), ConnectionLost);
        expect(error.cause).to.be.instanceOf(ProtocolViolation);
      });
    }
  });

  describe('from the server', () => {
    const download = (options = {}): AsyncGenerator<Buffer, void, void> =>
      connection.download('StorageVolDownload', VOLUME, { signal, ...options });
    const END = Buffer.alloc(0);

    it('returns all data, even data that arrives with or before the reply, and finishes as libvirt does', async () => {
      await serve((call, to) => to.send(dataOf(call, Buffer.from('a')), opened(call), dataOf(call, Buffer.from('b'))));
      const reading = collect(download());
      await peer().until(() => peer().calls.length === 4);
      peer().send(dataOf(streamCall(), Buffer.from('c')), dataOf(streamCall(), END));
      await untilStatus(OK);
      peer().send(confirmationOf(streamCall()));
      expect((await reading).toString()).to.equal('abc');
      expect(statuses()).to.deep.equal([OK]);
    });

    it('is opened only when it is read', async () => {
      await serve((call, to) => to.send(opened(call)));
      download();
      await expectUsable();
      expect(peer().calls.map(({ name }) => name)).to.not.include('StorageVolDownload');
    });

    it('returns the data before an error, and then the error', async () => {
      await serve((call, to) =>
        to.send(opened(call), dataOf(call, Buffer.from('half')), scripted.streamErrorOf(call, { code: 31 })),
      );
      const got: string[] = [];
      const reading = (async () => {
        for await (const chunk of download()) got.push(chunk.toString());
      })();
      expect((await failure(reading, LibvirtError)).codeName).to.equal('READ_FAILED');
      expect(got).to.deep.equal(['half']);
      expect(statuses()).to.deep.equal([]);
      await expectUsable();
    });

    it('ends with the error that is the reply to its finish or to the call that opens it', async () => {
      await serve((call, to) => to.send(opened(call), dataOf(call, END)));
      const reading = failure(collect(download()), LibvirtError);
      await untilStatus(OK);
      peer().send(scripted.streamErrorOf(streamCall(), { code: 31 }));
      expect((await reading).codeName).to.equal('READ_FAILED');
      await server.close();
      await serve((call, to) => to.send(refusalOf(call, { code: 55 })));
      expect((await failure(collect(download()), LibvirtError)).codeName).to.equal('OPERATION_INVALID');
    });

    it('is aborted if its reader stops, and late data has no effect', async () => {
      await serve((call, to) => to.send(opened(call), dataOf(call, Buffer.from('a')), dataOf(call, Buffer.from('b'))));
      for await (const chunk of download()) {
        expect(chunk.toString()).to.equal('a');
        break;
      }
      await untilStatus(ERROR);
      peer().send(dataOf(streamCall(), Buffer.from('late')), confirmationOf(streamCall()));
      peer().send(dataOf(streamCall(), Buffer.from('later still')));
      await expectUsable();
      expect(statuses()).to.deep.equal([ERROR]);
    });

    it('is aborted by its signal, and ends with its reason', async () => {
      const abort = new AbortController();
      await serve((call, to) => to.send(opened(call), dataOf(call, Buffer.from('a'))));
      const chunks = download({ signal: abort.signal });
      await chunks.next();
      const next = caught(chunks.next());
      abort.abort(new Error('waited long enough'));
      expect(await next).to.equal(abort.signal.reason);
      await untilStatus(ERROR);
      expect(await caught(download({ signal: abort.signal }).next())).to.equal(abort.signal.reason);
    });

    it('discards data that arrives after it was given up', () => {
      const sent: number[] = [];
      const channel = new StreamChannel('StorageVolDownload', {
        send: (status) => void sent.push(status),
        withdraw: () => undefined,
        whenWritable: () => null,
        bufferChanged: () => undefined,
        release: () => undefined,
      });
      const call: Received = { name: 'StorageVolDownload', args: VOLUME, serial: 1 };
      const packet = dataOf(call, Buffer.alloc(1000));
      channel.opened();
      channel.takePacket(parsePacket(packet, 0, packet.length));
      expect(channel.bufferedBytes).to.be.greaterThan(999);
      channel.giveUp(new Error('waited long enough'));
      channel.takePacket(parsePacket(packet, 0, packet.length));
      expect(channel.bufferedBytes).to.equal(0);
      expect(sent).to.deep.equal([ERROR]);
    });

    it('returns the data that arrived before the loss of its connection, and then fails', async () => {
      await serve((call, to) => to.socket.end(Buffer.concat([opened(call), dataOf(call, Buffer.from('a'))])));
      const chunks = download();
      expect((await chunks.next()).value?.toString()).to.equal('a');
      await failure(chunks.next(), ConnectionLost);
    });

    it('is received only as fast as its reader reads, and continues when the reader does', async () => {
      let written = 0;
      const total = 64;
      const chunk = Buffer.alloc(STREAM_CHUNK_BYTES, 'x');
      await serve((call, to) => {
        to.send(opened(call));
        const write = (): void => {
          while (written < total) {
            written++;
            if (!to.socket.write(dataOf(call, chunk))) return void to.socket.once('drain', write);
          }
          to.send(dataOf(call, END));
        };
        write();
      });
      const chunks = download();
      let bytes = (await chunks.next()).value?.length ?? 0;
      for (let turn = 0; turn < 500; turn++) await new Promise((resolve) => setImmediate(resolve));
      expect(written).to.be.lessThan(total / 2);
      const reading = (async () => {
        for await (const each of chunks) bytes += each.length;
      })();
      await untilStatus(OK);
      peer().send(confirmationOf(streamCall()));
      await reading;
      expect(bytes).to.equal(total * STREAM_CHUNK_BYTES);
    });

    it('with a slow reader does not delay a call, and is given up if too much data waits', async () => {
      const chunk = Buffer.alloc(STREAM_CHUNK_BYTES, 'x');
      let held: Received | null = null;
      server = await ScriptedLibvirt.listen(
        scripted.afterHandshake((call, to) => {
          if (call.name === 'ConnectGetHostname') held = call;
          else to.send(opened(call), ...Array.from({ length: 8 }, () => dataOf(call, chunk)));
        }),
      );
      connection = await server.connect({ keepalive: null });
      const chunks = download();
      await chunks.next();
      // Gives the connection time to pause reading. The call must make it read again.
      for (let turn = 0; turn < 500; turn++) await new Promise((resolve) => setImmediate(resolve));
      const result = connection.call('ConnectGetHostname', undefined, { signal });
      await peer().until(() => held !== null);
      peer().send(...Array.from({ length: 80 }, () => dataOf(streamCall(), chunk)));
      peer().send(hostnameOf(held as unknown as Received));
      expect(await result).to.deep.equal({ hostname: 'h' });
      await failure(collect(chunks), StreamOverrun);
      await untilStatus(ERROR);
      expect(connection.isOpen).to.equal(true);
    });
  });
});

async function* from(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function collect(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}
