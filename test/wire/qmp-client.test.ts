/**
 * The QMP client with scripted monitors, which reply, stay silent, send nonsense or disconnect in every possible way.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { QmpClient } from '../../backends/qmp/qmp/client.js';
import type { QmpEvent } from '../../backends/qmp/qmp/messages.js';
import { GuesthouseError } from '../../src/domain/errors.js';
import { eventually } from '../support/eventually.js';

const GREETING =
  '{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": ""}, "capabilities": ["oob"]}}\r\n';
/** Longer than any of these tests. */
const LONG_MS = 30_000;
/** A short deadline, for tests in which it must pass. */
const SHORT_MS = 50;

interface Received {
  readonly execute: string;
  readonly arguments?: Record<string, unknown>;
  readonly id?: string;
}
/** The function that the scripted monitor calls for each command. */
type Script = (command: Received, socket: net.Socket) => void;

describe('The QMP client', () => {
  let folder: string;
  let server: net.Server;
  const peers = new Set<net.Socket>();
  let events: QmpEvent[];
  let closes: (Error | null)[];
  let closed: Promise<void>;
  let markClosed: () => void;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guesthouse-qmp-'));
    events = [];
    closes = [];
    closed = new Promise((resolve) => (markClosed = resolve));
  });

  afterEach(async () => {
    for (const peer of peers) peer.destroy();
    peers.clear();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true, force: true });
  });

  const path = (): string => join(folder, 'qmp.sock');

  async function listen(onConnection: (socket: net.Socket) => void): Promise<void> {
    server = net.createServer((socket) => {
      peers.add(socket);
      socket.on('error', () => undefined);
      onConnection(socket);
    });
    await new Promise<void>((resolve) => server.listen(path(), resolve));
  }

  /** Starts a monitor that sends a greeting, negotiates, and then follows the script. */
  async function serve(script: Script): Promise<void> {
    await listen((socket) => {
      socket.write(GREETING);
      onCommands(socket, (command) => {
        if (command.execute === 'qmp_capabilities') socket.write('{"return": {}}\r\n');
        else script(command, socket);
      });
    });
  }

  const connect = (
    more: { signal?: AbortSignal; deadlineMs?: number; maxLineBytes?: number } = {},
  ): Promise<QmpClient> =>
    QmpClient.connect(path(), {
      signal: new AbortController().signal,
      deadlineMs: LONG_MS,
      onEvent: (event) => events.push(event),
      onClose: (cause) => {
        closes.push(cause);
        markClosed();
      },
      ...more,
    });

  describe('while connecting', () => {
    it('negotiates after the greeting and knows the version', async () => {
      await serve(() => undefined);
      const client = await connect();
      expect(client.version).to.equal('7.2.22');
      client.close();
    });

    it('accepts a greeting that arrives in single bytes', async () => {
      await listen((socket) => {
        for (const byte of Buffer.from(GREETING)) socket.write(Buffer.from([byte]));
        onCommands(socket, () => socket.write('{"return": {}}\n'));
      });
      (await connect()).close();
    });

    it('reports host_unreachable if there is no socket', async () => {
      await listen(() => undefined);
      await new Promise((resolve) => server.close(resolve));
      await rejects(connect(), 'host_unreachable');
    });

    it('reports host_unreachable if the monitor sends no greeting, because another client may be connected', async () => {
      await listen(() => undefined);
      const error = await rejects(connect({ deadlineMs: SHORT_MS }), 'host_unreachable');
      expect(error.logDetail).to.contain('no greeting');
    });

    it('reports host_unreachable if the negotiation gets no reply', async () => {
      await listen((socket) => socket.write(GREETING));
      await rejects(connect({ deadlineMs: SHORT_MS }), 'host_unreachable');
    });

    it('reports host_unreachable if the negotiation is refused', async () => {
      await listen((socket) => {
        socket.write(GREETING);
        onCommands(socket, () => socket.write('{"error": {"class": "GenericError", "desc": "no"}}\n'));
      });
      await rejects(connect(), 'host_unreachable');
    });

    for (const [what, first] of [
      ['not JSON', 'hello\n'],
      ['an array', '[1]\n'],
      ['a reply', '{"return": {}}\n'],
      ['an unknown object', '{"news": 1}\n'],
    ] as const) {
      it(`reports host_unreachable if the first message is ${what}`, async () => {
        await listen((socket) => socket.write(first));
        await rejects(connect(), 'host_unreachable');
      });
    }

    it('reports host_unreachable if the monitor disconnects before the greeting', async () => {
      await listen((socket) => socket.end());
      await rejects(connect(), 'host_unreachable');
    });

    it('reports host_unreachable if the monitor disconnects in the middle of the greeting', async () => {
      await listen((socket) => socket.end(GREETING.slice(0, 20)));
      await rejects(connect(), 'host_unreachable');
    });

    it('reports host_unreachable if the monitor disconnects in the middle of the negotiation', async () => {
      await listen((socket) => {
        socket.write(GREETING);
        onCommands(socket, () => socket.destroy());
      });
      await rejects(connect(), 'host_unreachable');
    });

    it('rejects with the reason of its signal', async () => {
      const abort = new AbortController();
      const reason = new Error('waited long enough');
      await listen(() => abort.abort(reason));
      expect(await caught(connect({ signal: abort.signal }))).to.equal(reason);
    });

    it('does not try to connect with a signal that was already aborted', async () => {
      let connections = 0;
      await listen(() => connections++);
      const reason = new Error('waited long enough');
      expect(await caught(connect({ signal: AbortSignal.abort(reason) }))).to.equal(reason);
      expect(connections).to.equal(0);
    });
  });

  describe('during a call', () => {
    const call = (
      client: QmpClient,
      command = 'query-status',
      deadlineMs = LONG_MS,
    ): ReturnType<QmpClient['execute']> => client.execute(command, null, { deadlineMs });

    it('sends the arguments and returns the value', async () => {
      await serve((command, socket) =>
        socket.write(`${JSON.stringify({ return: command.arguments ?? null, id: command.id })}\n`),
      );
      const client = await connect();
      const reply = await client.execute('echo', { a: [1, 'ü'] }, { deadlineMs: LONG_MS });
      expect(reply).to.deep.equal({ ok: true, value: { a: [1, 'ü'] } });
      expect(await call(client)).to.deep.equal({ ok: true, value: null });
      client.close();
    });

    it('returns a refusal as a value, with its class and text', async () => {
      await serve((command, socket) =>
        socket.write(`{"error": {"class": "CommandNotFound", "desc": "no such thing"}, "id": "${command.id}"}\n`),
      );
      const client = await connect();
      expect(await call(client)).to.deep.equal({
        ok: false,
        error: { class: 'CommandNotFound', desc: 'no such thing' },
      });
      client.close();
    });

    it('matches replies that arrive out of order to their calls, mixed with events', async () => {
      const waiting: Received[] = [];
      await serve((command, socket) => {
        waiting.push(command);
        if (waiting.length < 3) return;
        const lines = waiting.reverse().map(({ execute, id }) => JSON.stringify({ return: execute, id }));
        const event = '{"event": "STOP", "timestamp": {"seconds": 1, "microseconds": 2}}';
        socket.write(`${lines.join(`\r\n${event}\r\n`)}\r\n`);
      });
      const client = await connect();
      const replies = await Promise.all(['one', 'two', 'three'].map((command) => call(client, command)));
      expect(replies.map((reply) => reply.ok && reply.value)).to.deep.equal(['one', 'two', 'three']);
      expect(events.map((event) => event.name)).to.deep.equal(['STOP', 'STOP']);
      client.close();
    });

    it('passes on the data of events', async () => {
      await serve((command, socket) => {
        socket.write('{"event": "SHUTDOWN", "data": {"guest": true, "reason": "guest-shutdown"}, "timestamp": {}}\n');
        socket.write(`{"return": {}, "id": "${command.id}"}\n`);
      });
      const client = await connect();
      await call(client);
      expect(events).to.deep.equal([
        { kind: 'event', name: 'SHUTDOWN', data: { guest: true, reason: 'guest-shutdown' } },
      ]);
      client.close();
    });

    it('reports an unknown outcome if the connection is lost after the command was written', async () => {
      await serve((_command, socket) => socket.destroy());
      const client = await connect();
      await rejects(call(client), 'outcome_unknown');
      expect(client.isClosed).to.equal(true);
      expect(closes).to.have.length(1);
      expect(closes[0]).to.be.instanceOf(Error);
    });

    it('reports an unknown outcome if the connection is lost in the middle of the reply', async () => {
      await serve((_command, socket) => socket.end('{"return": {"status": "runn'));
      const client = await connect();
      await rejects(call(client), 'outcome_unknown');
    });

    it('reports host_unreachable if it could not write the command', async () => {
      await serve((_command, socket) => socket.destroy());
      const client = await connect();
      await rejects(call(client), 'outcome_unknown');
      await rejects(call(client), 'host_unreachable');
    });

    it('reports an unknown outcome after the deadline, and the late reply has no effect', async () => {
      let late: Received | null = null;
      await serve((command, socket) => {
        if (late === null) late = command;
        else
          for (const { id, execute } of [late, command]) socket.write(`${JSON.stringify({ return: execute, id })}\n`);
      });
      const client = await connect();
      await rejects(call(client, 'slow', SHORT_MS), 'outcome_unknown');
      expect(await call(client, 'next')).to.deep.equal({ ok: true, value: 'next' });
      expect(client.isClosed).to.equal(false);
      client.close();
    });

    it('rejects with the reason of the signal, and the late reply has no effect', async () => {
      const abort = new AbortController();
      const reason = new Error('waited long enough');
      let late: Received | null = null;
      await serve((command, socket) => {
        if (late === null) {
          late = command;
          abort.abort(reason);
        } else
          for (const { id, execute } of [late, command]) socket.write(`${JSON.stringify({ return: execute, id })}\n`);
      });
      const client = await connect();
      const error = await caught(client.execute('slow', null, { deadlineMs: LONG_MS, signal: abort.signal }));
      expect(error).to.equal(reason);
      expect(await call(client, 'next')).to.deep.equal({ ok: true, value: 'next' });
      client.close();
    });

    it('reports host_unreachable, and writes nothing, while sixteen abandoned calls have no reply', async () => {
      const seen: Received[] = [];
      await serve((command) => seen.push(command));
      const client = await connect();
      const calls = Array.from({ length: 16 }, () => call(client, 'slow', SHORT_MS));
      await Promise.all(calls.map((each) => rejects(each, 'outcome_unknown')));
      await eventually(() => seen.length === 16);
      await rejects(call(client), 'host_unreachable');
      expect(seen).to.have.length(16);
      client.close();
    });

    it('never writes with a signal that was already aborted', async () => {
      const seen: string[] = [];
      await serve((command, socket) => {
        seen.push(command.execute);
        socket.write(`{"return": {}, "id": "${command.id}"}\n`);
      });
      const client = await connect();
      const reason = new Error('waited long enough');
      const options = { deadlineMs: LONG_MS, signal: AbortSignal.abort(reason) };
      expect(await caught(client.execute('quit', null, options))).to.equal(reason);
      await call(client, 'query-status');
      expect(seen).to.deep.equal(['query-status']);
      client.close();
    });

    for (const [what, line] of [
      ['invalid JSON', 'rubbish\n'],
      ['a reply to a command that was never sent', '{"return": {}, "id": "nobody"}\n'],
      ['a reply that names no command', '{"error": {"class": "GenericError", "desc": "Invalid JSON syntax"}}\n'],
      ['a second greeting', GREETING],
      ['a line that is longer than allowed', `{"return": "${'x'.repeat(5000)}"}\n`],
    ] as const) {
      it(`reports an unknown outcome and closes the connection if the monitor sends ${what}`, async () => {
        await serve((_command, socket) => socket.write(line));
        const client = await connect({ maxLineBytes: 4096 });
        await rejects(call(client), 'outcome_unknown');
        expect(client.isClosed).to.equal(true);
      });
    }

    it('stops reading an endless line long before memory is exhausted', async () => {
      await serve((_command, socket) => socket.write('x'.repeat(100_000)));
      const client = await connect({ maxLineBytes: 4096 });
      await rejects(call(client), 'outcome_unknown');
    });
  });

  describe('when closed', () => {
    it('ends the calls in flight with an unknown outcome and notifies its owner once, without a cause', async () => {
      await serve(() => undefined);
      const client = await connect();
      const calls = ['one', 'two'].map((command) => client.execute(command, null, { deadlineMs: LONG_MS }));
      const outcomes = Promise.all(calls.map((call) => rejects(call, 'outcome_unknown')));
      client.close();
      client.close();
      await outcomes;
      expect(closes).to.deep.equal([null]);
      await rejects(client.execute('three', null, { deadlineMs: LONG_MS }), 'host_unreachable');
    });

    it('notifies its owner even without a call if the monitor closed the connection', async () => {
      await listen((socket) => {
        socket.write(GREETING);
        onCommands(socket, () => socket.end('{"return": {}}\n'));
      });
      await connect();
      await closed;
      expect(closes[0]).to.be.instanceOf(Error);
    });
  });
});

/** Calls `onCommand` for each command that arrives over the socket. */
function onCommands(socket: net.Socket, take: (command: Received) => void): void {
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('utf8');
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) take(JSON.parse(line) as Received);
  });
}

async function caught(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('the promise resolved');
}

async function rejects(promise: Promise<unknown>, kind: string): Promise<GuesthouseError> {
  const error = await caught(promise);
  expect(error).to.be.instanceOf(GuesthouseError);
  expect((error as GuesthouseError).kind).to.equal(kind);
  return error as GuesthouseError;
}
