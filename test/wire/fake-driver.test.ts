/**
 * The driver of the simulated hypervisor against a scripted socket: its behavior if the other side breaks the protocol,
 * disconnects midway, or sends unexpected messages.
 */
import { expect } from 'chai';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeBackend } from '../../backends/fake/backend.js';
import { hostPaths } from '../../backends/fake/paths.js';
import { LineReader, LineTooLongError } from '../../backends/fake/wire/line-reader.js';
import { MAX_LINE_BYTES } from '../../backends/fake/wire/protocol.js';
import { isGuesthouseError, type ErrorKind } from '../../src/domain/errors.js';
import { newId, type GuestId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { EventLog } from '../contract/event-log.js';

const HELLO = '{"hello":"guesthouse-fake-host","version":1}\n';
const { signal } = new AbortController();

type Script = (line: { id: number; call: string; cancel?: number }, socket: Socket) => void;

describe('The fake driver, connected to a scripted socket,', () => {
  let dataFolder: string;
  let server: Server;
  let backend: FakeBackend;
  let greeting: string;
  let script: Script;
  let connections: number;

  beforeEach(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'guesthouse-wire-'));
    const { folder, socket: socketPath } = hostPaths(dataFolder);
    await mkdir(folder, { mode: 0o700 });
    greeting = HELLO;
    connections = 0;
    script = ({ id }, socket) => socket.write(`{"id":${id},"answer":null}\n`);
    server = createServer((socket) => {
      connections++;
      socket.on('error', () => undefined).write(greeting);
      const reader = new LineReader(MAX_LINE_BYTES);
      socket.on('data', (chunk: Buffer) => {
        for (const line of reader.push(chunk)) script(JSON.parse(line.toString()) as Parameters<Script>[0], socket);
      });
    });
    server.listen(socketPath);
    await once(server, 'listening');
    backend = new FakeBackend({ dataFolder, log: SILENT_LOG });
  });

  afterEach(async () => {
    await backend.close();
    server.close();
    await rm(dataFolder, { recursive: true });
  });

  async function expectKind(kind: ErrorKind, call: Promise<unknown>): Promise<void> {
    const error: unknown = await call.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(isGuesthouseError(error, kind), `${kind}, not ${String(error)}`).to.equal(true);
  }

  const start = () => backend.startGuest(newId<GuestId>(), { signal });

  it('reports outcome_unknown for a call whose connection is closed before the reply (B3)', async () => {
    script = (_, socket) => socket.destroy();
    await expectKind('outcome_unknown', start());
  });

  it('ends every call in flight if the connection is lost, and connects again for the next', async () => {
    let calls = 0;
    script = (_, socket) => {
      if (++calls === 3) socket.destroy();
    };
    await Promise.all([start(), start(), start()].map((call) => expectKind('outcome_unknown', call)));
    script = ({ id }, socket) => socket.write(`{"id":${id},"answer":null}\n`);
    await start();
    expect(connections).to.equal(2);
  });

  it('treats a line that is not JSON as a lost connection', async () => {
    script = (_, socket) => socket.write('{"id":1,"answer"\n');
    await expectKind('outcome_unknown', start());
  });

  it('treats a line that is not an object as a lost connection', async () => {
    script = (_, socket) => socket.write('[1]\n');
    await expectKind('outcome_unknown', start());
  });

  it('stops reading an endless line', async () => {
    script = (_, socket) => {
      const piece = Buffer.alloc(1 << 20, 'x');
      for (let sent = 0; sent <= MAX_LINE_BYTES; sent += piece.length) socket.write(piece);
    };
    await expectKind('outcome_unknown', start());
  });

  it('reports host_unreachable if something else responds, because nothing was sent (B3)', async () => {
    greeting = '{"QMP": {"version": {}}}\n';
    script = () => expect.fail('something was sent');
    await expectKind('host_unreachable', start());
  });

  it('reports host_unreachable if a host of another release responds', async () => {
    greeting = '{"hello":"guesthouse-fake-host","version":2}\n';
    script = () => expect.fail('something was sent');
    await expectKind('host_unreachable', start());
  });

  /**
   * Replies to the first `count` messages and then disappears, so that the connection is lost before the next message
   * can be sent.
   */
  function leaveAfter(count: number, reply = '"answer":null'): string[] {
    const calls: string[] = [];
    script = ({ id, call }, socket) => {
      calls.push(call);
      if (calls.length === count) greeting = 'nobody is there\n';
      // Both lines go out in one write, so the invalid line takes effect before the driver has processed the reply.
      socket.write(`{"id":${id},${reply}}\n${calls.length === count ? 'good-bye\n' : ''}`);
    };
    return calls;
  }

  for (const [verb, messages] of [
    ['restartGuest', ['reset', 'resume']],
    ['shutdownGuest', ['press-power-button', 'wait-until-off']],
    ['removeGuest', ['power-off', 'undefine', 'delete-volumes']],
  ] as const) {
    for (const [index, lost] of messages.entries()) {
      const kind = index === 0 ? 'host_unreachable' : 'outcome_unknown';
      it(`reports ${kind} for ${verb} if the host is gone before ${lost} can be sent (B3)`, async () => {
        if (index === 0) greeting = 'nobody is there\n';
        const calls = leaveAfter(index);
        await expectKind(kind, backend[verb](newId<GuestId>(), { signal }));
        expect(calls).to.deep.equal(messages.slice(0, index));
      });
    }
  }

  it('reports host_unreachable if the host is gone after a refusal, because nothing was changed (B3)', async () => {
    const calls = leaveAfter(1, '"refusal":{"code":"wrong-state","reason":"it is paused","state":"paused"}');
    await expectKind('host_unreachable', start());
    expect(calls).to.deep.equal(['power-on']);
  });

  it('ignores unexpected replies and events', async () => {
    script = ({ id }, socket) =>
      socket.write(
        `{"id":999,"answer":1}\n{"event":"changed","machine":"x"}\n{"event":"new"}\n{"id":${id},"answer":null}\n`,
      );
    await start();
    expect(connections).to.equal(1);
  });

  it('matches replies that arrive out of order to their calls', async () => {
    const waiting: number[] = [];
    script = ({ id }, socket) => {
      waiting.push(id);
      if (waiting.length < 2) return;
      for (const late of waiting.reverse())
        socket.write(`{"id":${late},"answer":{"name":"n${late}","version":"v","cpus":1,"memoryMib":1}}\n`);
    };
    const [one, two] = await Promise.all([backend.describe({ signal }), backend.describe({ signal })]);
    expect([one.name, two.name]).to.deep.equal(['n1', 'n2']);
  });

  it('decodes a character whose bytes arrive in separate packets', async () => {
    script = ({ id }, socket) => {
      const line = Buffer.from(`{"id":${id},"answer":{"name":"Zürich","version":"v","cpus":1,"memoryMib":1}}\n`);
      const inside = line.indexOf(0xc3) + 1;
      socket.write(line.subarray(0, inside), () => setImmediate(() => socket.write(line.subarray(inside))));
    };
    expect((await backend.describe({ signal })).name).to.equal('Zürich');
  });

  it('rejects an aborted call immediately and sends the host a request to cancel it (B5)', async () => {
    const abort = new AbortController();
    const cancelled = new Promise<number>((resolve) => {
      script = ({ cancel }) => {
        if (cancel === undefined) abort.abort(new Error('no longer needed'));
        else resolve(cancel);
      };
    });
    const error: unknown = await backend
      .startGuest(newId<GuestId>(), { signal: abort.signal })
      .catch((e: unknown) => e);
    expect(error).to.equal(abort.signal.reason);
    expect(await cancelled).to.equal(1);
  });

  it('reports no machine whose name is not one of Guesthouse’s (B8)', async () => {
    const ours = newId<GuestId>();
    const names = ['web', 'guesthouse-', 'guesthouse-web', `GUESTHOUSE-${ours}`, `guesthouse-${ours.toUpperCase()}`];
    script = ({ id }, socket) => {
      const part = [...names, `guesthouse-${ours}`].map((name) => [name, 'on']);
      socket.write(`${JSON.stringify({ id, part })}\n${JSON.stringify({ id, answer: null })}\n`);
    };
    expect([...(await backend.observeGuests('all', { signal }))]).to.deep.equal([[ours, { state: 'running' }]]);
  });

  it('reports the loss of the event stream, subscribes again, and emits observe_everything (B7)', async () => {
    const guest = newId<GuestId>();
    script = ({ id }, socket) => {
      socket.write(`{"id":${id},"answer":null}\n{"event":"changed","machine":"guesthouse-${guest}"}\n`);
      if (connections === 1) socket.end();
    };
    const events = new EventLog(backend);
    await events.next(({ kind }) => kind === 'stream_lost');
    await events.next(({ kind }) => kind === 'guest_changed');
    await events.end();
    expect(events.seen.map(({ kind }) => kind)).to.deep.equal([
      'observe_everything',
      'guest_changed',
      'stream_lost',
      'observe_everything',
      'guest_changed',
    ]);
  });

  it('emits observe_everything if the host has missed events', async () => {
    script = ({ id }, socket) => socket.write(`{"id":${id},"answer":null}\n{"event":"missed"}\n`);
    const events = new EventLog(backend);
    await events.next(({ kind }) => kind === 'observe_everything');
    await events.next(({ kind }) => kind === 'observe_everything');
    await events.end();
    expect(connections).to.equal(1);
  });
});

describe('The line reader', () => {
  const linesOf = (reader: LineReader, ...chunks: string[]) =>
    chunks.flatMap((chunk) => [...reader.push(Buffer.from(chunk))].map(String));

  it('finds the same lines wherever the chunks are split', () => {
    expect(linesOf(new LineReader(100), 'a', 'b\nc\n\nd', '', 'e\n', 'rest')).to.deep.equal(['ab', 'c', '', 'de']);
  });

  it('accepts a line of the maximum length, and rejects a longer one before it is complete', () => {
    expect(linesOf(new LineReader(3), 'abc\n', 'ab', 'c\n')).to.deep.equal(['abc', 'abc']);
    expect(() => linesOf(new LineReader(3), 'ab', 'cd')).to.throw(LineTooLongError);
    expect(() => linesOf(new LineReader(3), 'abcd\n')).to.throw(LineTooLongError);
  });
});
