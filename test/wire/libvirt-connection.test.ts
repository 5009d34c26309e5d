/**
 * Calls over libvirt's wire protocol to scripted servers, which reply, stay silent, send nonsense or disconnect in
 * every possible way.
 */
import { expect } from 'chai';
import type { LibvirtConnection } from '../../backends/libvirt/rpc/connection.js';
import { ConnectionLost, DeadlinePassed, LibvirtError, ProtocolViolation } from '../../backends/libvirt/rpc/errors.js';
import { CannotEncode } from '../../backends/libvirt/rpc/xdr.js';
import type { Log } from '../../src/domain/log.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import * as scripted from './scripted-libvirt.js';
import { caught, failure, refusalOf, replyTo, ScriptedLibvirt, withHeader, withTail } from './scripted-libvirt.js';
import type { Received, Script } from './scripted-libvirt.js';

/** Longer than any of these tests. */
const LONG_MS = 30_000;
/** A short deadline, for tests in which it must pass. */
const SHORT_MS = 50;
const DOMAIN = { name: 'guesthouse-a', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 };
const { signal } = new AbortController();

describe('A call over libvirt RPC', () => {
  let server: ScriptedLibvirt;

  afterEach(async () => {
    await server.close();
  });

  const serve = async (script: Script): Promise<LibvirtConnection> => {
    server = await ScriptedLibvirt.listen(scripted.afterHandshake(script));
    return await server.connect();
  };
  const serveWith = async (script: Script, options: Parameters<ScriptedLibvirt['connect']>[0]) => {
    server = await ScriptedLibvirt.listen(scripted.afterHandshake(script));
    return await server.connect(options);
  };
  const hostname = (connection: LibvirtConnection, options = {}): Promise<{ readonly hostname: string }> =>
    connection.call('ConnectGetHostname', undefined, { signal, ...options });
  const lookUp = (connection: LibvirtConnection, name: string, options = {}): Promise<unknown> =>
    connection.call('DomainLookupByName', { name }, { signal, ...options });
  const found = (call: Received): Buffer => {
    const { name } = call.args as { name: string };
    return replyTo(call, 'DomainLookupByName', { dom: { ...DOMAIN, name } });
  };
  /** A call that can take a long time; the tests distinguish such calls by their flags. */
  const reset = (connection: LibvirtConnection, flags = 0, options = {}): Promise<void> =>
    connection.call('DomainReset', { dom: DOMAIN, flags }, { signal, ...options });
  const done = (call: Received): Buffer => replyTo(call, 'DomainReset', undefined);
  const hostnameReply = (call: Received): Buffer => replyTo(call, 'ConnectGetHostname', { hostname: 'host' });

  it('sends its arguments and gets its result', async () => {
    const connection = await serve((call, peer) => peer.send(found(call)));
    expect(await lookUp(connection, 'ü')).to.deep.equal({ dom: { ...DOMAIN, name: 'ü' } });
  });

  it('gets its own reply if several calls are in flight and replies arrive out of order, mixed with events', async () => {
    const waiting: Received[] = [];
    const connection = await serve((call, peer) => {
      if (waiting.push(call) < 3) return;
      const event = scripted.eventOf('DomainEventCallbackReboot', { callbackID: 0, msg: { dom: DOMAIN } });
      peer.send(...waiting.reverse().flatMap((each) => [event, found(each)]), event);
    });
    const results = await Promise.all(['a', 'b', 'c'].map((name) => lookUp(connection, name)));
    expect(results).to.deep.equal(['a', 'b', 'c'].map((name) => ({ dom: { ...DOMAIN, name } })));
  });

  it('accepts a reply that arrives in single bytes', async () => {
    const connection = await serve((call, peer) => peer.sendByByte(hostnameReply(call)));
    expect(await hostname(connection)).to.deep.equal({ hostname: 'host' });
  });

  it("ends with libvirt's error unchanged, and with the names of its numbers", async () => {
    const connection = await serve((call, peer) =>
      peer.send(refusalOf(call, { code: 42, domain: 10, message: 'Domain not found', str1: 'x', int1: 7 })),
    );
    const error = await failure(lookUp(connection, 'a'), LibvirtError);
    expect(error).to.include({ code: 42, codeName: 'NO_DOMAIN', domain: 10, domainName: 'QEMU', level: 2 });
    expect(error).to.include({ text: 'Domain not found', str1: 'x', str2: null, int1: 7 });
    expect(error.message).to.equal('DomainLookupByName: Domain not found (NO_DOMAIN)');
    expect(connection.isOpen).to.equal(true);
  });

  it('can end with an error whose number is not in the table', async () => {
    const connection = await serve((call, peer) =>
      peer.send(refusalOf(call, { code: 9999, domain: -1, message: null })),
    );
    const error = await failure(lookUp(connection, 'a'), LibvirtError);
    expect(error).to.include({ code: 9999, codeName: 'UNKNOWN', domainName: 'UNKNOWN', text: '' });
  });

  it('is not sent if an argument cannot be encoded, without affecting other calls', async () => {
    const connection = await serve((call, peer) => peer.send(found(call)));
    await failure(lookUp(connection, 'a\0b'), CannotEncode);
    await failure(lookUp(connection, 'x'.repeat(5_000_000)), CannotEncode);
    await lookUp(connection, 'b');
    expect(server.peer.calls.at(-1)?.args).to.deep.equal({ name: 'b' });
    expect(server.peer.calls).to.have.length(4);
  });

  it('waits if it can take a long time and three such calls are in flight, so that the daemon keeps reading', async () => {
    const held: Received[] = [];
    let most = 0;
    const connection = await serve((call, peer) => {
      if (call.name === 'ConnectGetHostname') return peer.send(hostnameReply(call));
      most = Math.max(most, held.push(call));
    });
    const slow = Array.from({ length: 10 }, (_, index) => reset(connection, index));
    // Quick calls are always sent.
    for (let round = 0; round < 10; round++) {
      await hostname(connection);
      const [oldest] = held.splice(0, 1);
      if (oldest === undefined) throw new Error('none was sent');
      server.peer.send(done(oldest));
    }
    await Promise.all(slow);
    expect(most).to.equal(3);
    const resets = server.peer.calls.filter(({ name }) => name === 'DomainReset');
    expect(resets.map(({ args }) => (args as { flags: number }).flags)).to.deep.equal(resets.map((_, index) => index));
    expect(resets).to.have.length(10);
  });

  it('waits only while 32 such calls are in flight if it is quick', async () => {
    const held: Received[] = [];
    const connection = await serve((call) => void held.push(call));
    const calls = Array.from({ length: 40 }, () => hostname(connection));
    await server.peer.until(() => held.length === 32);
    server.peer.send(...held.splice(0).map(hostnameReply));
    await server.peer.until(() => held.length === 8);
    server.peer.send(...held.map(hostnameReply));
    await Promise.all(calls);
  });

  describe('if its connection is lost', () => {
    it('may have been carried out if it was sent, but not if it was waiting', async () => {
      const connection = await serve((_, peer) => peer.socket.destroy());
      const calls = Array.from({ length: 5 }, (_, index) => failure(reset(connection, index), ConnectionLost));
      expect((await Promise.all(calls)).map(({ wasSent }) => wasSent)).to.deep.equal([true, true, true, false, false]);
      expect((await failure(hostname(connection), ConnectionLost)).wasSent).to.equal(false);
      expect(connection.isOpen).to.equal(false);
      expect(await connection.closed).to.be.instanceOf(Error);
    });

    it('may have been carried out, whichever byte of its reply comes last', async () => {
      let cut = 0;
      let whole = 0;
      const script = scripted.afterHandshake((call, peer) => {
        const bytes = hostnameReply(call);
        whole = bytes.length;
        peer.socket.end(bytes.subarray(0, cut));
      });
      server = await ScriptedLibvirt.listen(script);
      for (cut = 0; whole === 0 || cut < whole; cut++) {
        const error = await failure(hostname(await server.connect()), ConnectionLost);
        expect(error.wasSent, `cut at ${cut}`).to.equal(true);
      }
      expect(await hostname(await server.connect())).to.deep.equal({ hostname: 'host' });
    });

    it('may have been carried out if our side closed the connection', async () => {
      const connection = await serve(() => undefined);
      const calls = Array.from({ length: 4 }, (_, index) => failure(reset(connection, index), ConnectionLost));
      await connection.close();
      await connection.close();
      expect((await Promise.all(calls)).map(({ wasSent }) => wasSent)).to.deep.equal([true, true, true, false]);
      expect((await connection.closed).message).to.equal('this client closed the connection');
    });
  });

  describe('with a deadline', () => {
    it('may have been carried out if it was sent, and its late reply has no effect', async () => {
      const late: Received[] = [];
      const connection = await serve((call, peer) => {
        if (late.length === 0) late.push(call);
        else peer.send(...late.map(hostnameReply), hostnameReply(call));
      });
      expect((await failure(hostname(connection, { deadlineMs: SHORT_MS }), DeadlinePassed)).wasSent).to.equal(true);
      expect(await hostname(connection, { deadlineMs: LONG_MS })).to.deep.equal({ hostname: 'host' });
      expect(connection.isOpen).to.equal(true);
    });

    it('was not sent if it waited for the replies to earlier calls', async () => {
      const connection = await serve(() => undefined);
      const others = Array.from({ length: 3 }, () => failure(reset(connection), ConnectionLost));
      const error = await failure(reset(connection, 4711, { deadlineMs: SHORT_MS }), DeadlinePassed);
      expect(error.wasSent).to.equal(false);
      await server.peer.until(() => server.peer.calls.length === 3 + 3);
      await connection.close();
      await Promise.all(others);
      expect(server.peer.calls.some(({ args }) => (args as { flags?: number })?.flags === 4711)).to.equal(false);
    });
  });

  describe('that is aborted', () => {
    it('ends with the reason of the abort, and counts as in flight until its late reply', async () => {
      const abort = new AbortController();
      const reason = new Error('waited long enough');
      const held: Received[] = [];
      const connection = await serveWith(
        (call, peer) => {
          if ((call.args as { flags: number }).flags === 1) held.push(call);
          else peer.send(done(call));
        },
        { maxSlowCalls: 1 },
      );
      const aborted = caught(reset(connection, 1, { signal: abort.signal }));
      await server.peer.until(() => held.length === 1);
      abort.abort(reason);
      expect(await aborted).to.equal(reason);
      const next = reset(connection, 2);
      const [first] = held;
      if (first === undefined) throw new Error('nothing came');
      expect(server.peer.calls.at(-1)).to.equal(first);
      server.peer.send(done(first));
      await next;
      expect(server.peer.calls.at(-1)?.args).to.deep.equal({ dom: DOMAIN, flags: 2 });
    });

    it('is never sent if it was still waiting, or if its signal was already aborted', async () => {
      const abort = new AbortController();
      const reason = new Error('waited long enough');
      const held: Received[] = [];
      const connection = await serveWith((call) => void held.push(call), { maxSlowCalls: 1 });
      const first = reset(connection, 1);
      const second = caught(reset(connection, 2, { signal: abort.signal }));
      const third = reset(connection, 3);
      abort.abort(reason);
      expect(await second).to.equal(reason);
      expect(await caught(reset(connection, 4, { signal: abort.signal }))).to.equal(reason);
      for (const [index, call] of [first, third].entries()) {
        await server.peer.until(() => held.length > index);
        server.peer.send(done(held[index] as Received));
        await call;
      }
      expect(held.map(({ args }) => (args as { flags: number }).flags)).to.deep.equal([1, 3]);
    });

    it('ends together with all calls that have the same signal, which share one listener', async () => {
      const warnings: Error[] = [];
      const onWarning = (warning: Error): void => void warnings.push(warning);
      process.on('warning', onWarning);
      const abort = new AbortController();
      const connection = await serve(() => undefined);
      const calls = Array.from({ length: 50 }, () => caught(hostname(connection, { signal: abort.signal })));
      abort.abort(new Error('all calls end'));
      for (const error of await Promise.all(calls)) expect(error).to.equal(abort.signal.reason);
      await new Promise((resolve) => setImmediate(resolve));
      process.off('warning', onWarning);
      expect(warnings).to.deep.equal([]);
    });
  });

  describe('if the server breaks the protocol', () => {
    const violations: Record<string, (call: Received) => Buffer> = {
      'a reply to a call that was not made': (call) => withHeader(hostnameReply(call), { serial: 4711 }),
      'a reply of another procedure': (call) => withHeader(hostnameReply(call), { procedure: 1 }),
      'a reply of another program': (call) => withHeader(hostnameReply(call), { program: 0x20008087 }),
      'a packet of an unknown program': (call) => withHeader(hostnameReply(call), { program: 0x20008088 }),
      'a packet of another version': (call) => withHeader(hostnameReply(call), { version: 2 }),
      'a reply with the status of a stream': (call) => withHeader(hostnameReply(call), { status: 2 }),
      'a reply with an unknown status': (call) => withHeader(hostnameReply(call), { status: 7 }),
      'an error with the payload of a result': (call) => withHeader(hostnameReply(call), { status: 1 }),
      'a result with the payload of an error': (call) => withHeader(refusalOf(call, {}), { status: 0 }),
      'a call': (call) => withHeader(hostnameReply(call), { type: 0 }),
      'a reply with file descriptors': (call) => withHeader(hostnameReply(call), { type: 5 }),
      'a hole in a stream': (call) => withHeader(hostnameReply(call), { type: 6 }),
      'an unknown type': (call) => withHeader(hostnameReply(call), { type: 7 }),
      'keepalive that is no message': () => withHeader(scripted.keepalive('ping'), { type: 1 }),
      'an event with an error': () =>
        withHeader(scripted.eventOf('DomainEventCallbackReboot', { callbackID: 0, msg: { dom: DOMAIN } }), {
          status: 1,
        }),
      'a result that is too long': (call) => withTail(hostnameReply(call), Buffer.alloc(4)),
      'a result that is too short': (call) => withHeader(hostnameReply(call).subarray(0, 32), { length: 32 }),
      'a length below that of a header': (call) => withHeader(hostnameReply(call), { length: 27 }),
      'a length beyond the largest': (call) => withHeader(hostnameReply(call), { length: 0xffffffff }),
    };
    for (const [what, packet] of Object.entries(violations)) {
      it(`fails with its connection after ${what}`, async () => {
        const connection = await serve((call, peer) => peer.send(packet(call)));
        const error = await failure(hostname(connection), ConnectionLost);
        expect(error.wasSent).to.equal(true);
        expect(error.cause).to.be.instanceOf(ProtocolViolation);
        expect(await connection.closed).to.equal(error.cause);
        await server.peer.until(() => server.peer.socket.destroyed).catch(() => undefined);
      });
    }

    it('fails with its connection after an unreadable reply, even one to a call that was given up', async () => {
      const abort = new AbortController();
      const connection = await serve((call, peer) => {
        abort.abort(new Error('waited long enough'));
        peer.send(withTail(hostnameReply(call), Buffer.alloc(4)));
      });
      expect(await caught(hostname(connection, { signal: abort.signal }))).to.equal(abort.signal.reason);
      expect(await connection.closed).to.be.instanceOf(ProtocolViolation);
    });

    it('ignores the packets that follow the violation in the same chunk', async () => {
      const connection = await serve((call, peer) =>
        peer.send(withHeader(hostnameReply(call), { type: 7 }), hostnameReply(call)),
      );
      await failure(hostname(connection), ConnectionLost);
    });
  });

  describe('together with events', () => {
    const lifecycle = (callbackID: number): Buffer =>
      scripted.eventOf('DomainEventCallbackLifecycle', { callbackID, msg: { dom: DOMAIN, event: 5, detail: 0 } });

    it('passes each event to every listener until the listener is removed', async () => {
      let round = 0;
      const connection = await serve((call, peer) => peer.send(lifecycle(round++), hostnameReply(call)));
      const first: number[] = [];
      const second: number[] = [];
      const end = connection.onEvent('DomainEventCallbackLifecycle', ({ callbackID }) => void first.push(callbackID));
      connection.onEvent('DomainEventCallbackLifecycle', ({ callbackID, msg }) => {
        expect(msg).to.deep.equal({ dom: DOMAIN, event: 5, detail: 0 });
        second.push(callbackID);
      });
      await hostname(connection);
      end();
      await hostname(connection);
      expect([first, second]).to.deep.equal([[0], [0, 1]]);
    });

    it('continues if there is no listener, after an unknown event, and after a listener that throws', async () => {
      const errors: string[] = [];
      const log: Log = { ...SILENT_LOG, error: (_, message) => void errors.push(message) };
      const unknown = withHeader(lifecycle(0), { procedure: 333 });
      const connection = await serveWith((call, peer) => peer.send(unknown, lifecycle(0), hostnameReply(call)), {
        log,
      });
      await hostname(connection);
      connection.onEvent('DomainEventCallbackLifecycle', () => {
        throw new Error('a bug');
      });
      await hostname(connection);
      expect(errors).to.deep.equal(['listener for a libvirt event failed']);
    });

    it('fails with its connection after an event that cannot be decoded, if the event has a listener', async () => {
      const connection = await serve((_, peer) => peer.send(withTail(lifecycle(0), Buffer.alloc(4))));
      connection.onEvent('DomainEventCallbackLifecycle', () => undefined);
      expect((await failure(hostname(connection), ConnectionLost)).cause).to.be.instanceOf(ProtocolViolation);
    });
  });
});
