/** How a connection to libvirt is opened, kept alive and ended. The servers are scripted. */
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { LibvirtConnection } from '../../backends/libvirt/rpc/connection.js';
import { AuthDenied, ConnectionLost, LibvirtError, ProtocolViolation } from '../../backends/libvirt/rpc/errors.js';
import { environmentOfProcess } from '../../backends/libvirt/rpc/client-environment.js';
import { parseLibvirtUri } from '../../backends/libvirt/rpc/uri.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { afterHandshake, caught, failure, keepalive, refusalOf, replyTo, ScriptedLibvirt } from './scripted-libvirt.js';
import type { Script } from './scripted-libvirt.js';

const SHORT_MS = 50;
const { signal } = new AbortController();
const PING = 1;
const PONG = 2;

describe('A connection to libvirt', () => {
  let server: ScriptedLibvirt;

  afterEach(async () => {
    await server.close();
  });

  const serve = async (script: Script, socketName?: string): Promise<void> => {
    server = await ScriptedLibvirt.listen(script, socketName);
  };
  const names = (): string[] => server.peer.calls.map(({ name }) => name);

  describe('that succeeds', () => {
    it('requests authentication, keepalive, and the driver of the URI', async () => {
      await serve(afterHandshake(() => undefined));
      await server.connect();
      expect(names()).to.deep.equal(['AuthList', 'ConnectSupportsFeature', 'ConnectOpen']);
      expect(server.peer.calls[1]?.args).to.deep.equal({ feature: 10 });
      expect(server.peer.calls[2]?.args).to.deep.equal({ name: 'qemu:///system', flags: 0 });
    });

    it('is authorized by polkit if the daemon requires it', async () => {
      await serve((call, peer) => {
        if (call.name === 'AuthList') peer.reply(call, 'AuthList', { types: [2] });
        else afterHandshake((other) => peer.reply(other, 'AuthPolkit', { complete: 1 }))(call, peer);
      });
      await server.connect();
      expect(names()).to.deep.equal(['AuthList', 'AuthPolkit', 'ConnectSupportsFeature', 'ConnectOpen']);
    });

    it('sends no pings to a server that is too old to support keepalive', async () => {
      await serve((call, peer) => {
        if (call.name === 'ConnectSupportsFeature') peer.send(refusalOf(call, { code: 3 }));
        else afterHandshake((other) => peer.reply(other, 'ConnectGetHostname', { hostname: 'h' }))(call, peer);
      });
      const connection = await server.connect({ keepalive: { intervalMs: 5, count: 1 } });
      await new Promise((resolve) => setTimeout(resolve, SHORT_MS));
      await connection.call('ConnectGetHostname', undefined, { signal });
      expect(server.peer.keepalives).to.deep.equal([]);
    });

    it('uses the socket of virtqemud if it is the only one', async () => {
      await serve(
        afterHandshake(() => undefined),
        'virtqemud-sock',
      );
      const environment = { ...environmentOfProcess(), systemSocketFolders: [server.folder] };
      const options = { signal, log: SILENT_LOG, environment };
      const connection = await LibvirtConnection.open(parseLibvirtUri('qemu:///system'), options);
      await connection.close();
      const error = await failure(LibvirtConnection.open(parseLibvirtUri('test:///default'), options), ConnectionLost);
      expect(error.message).to.contain('libvirt-sock').and.not.contain('virtqemud');
    });

    it('uses the next socket if no daemon listens on the first', async () => {
      await serve(
        afterHandshake(() => undefined),
        'virtqemud-sock',
      );
      const stale = await ScriptedLibvirt.listen(() => undefined);
      await rename(stale.path, join(server.folder, 'libvirt-sock'));
      await stale.close();
      const environment = { ...environmentOfProcess(), systemSocketFolders: [server.folder] };
      const connection = await LibvirtConnection.open(parseLibvirtUri('qemu:///system'), {
        signal,
        log: SILENT_LOG,
        environment,
      });
      await connection.close();
    });
  });

  describe('that does not succeed', () => {
    it('fails with AuthDenied if polkit refuses, and names polkit', async () => {
      await serve((call, peer) => {
        if (call.name === 'AuthList') peer.reply(call, 'AuthList', { types: [2] });
        else peer.send(refusalOf(call, { code: 45, domain: 60, message: 'authentication failed: not allowed' }));
      });
      const error = await failure(server.connect(), AuthDenied);
      expect(error.method).to.equal('polkit');
      expect(error.message).to.contain('polkit').and.contain('not allowed');
      expect(error.cause).to.be.instanceOf(LibvirtError);
    });

    it('fails if the daemon requires SASL, or an unknown type', async () => {
      let types = [1];
      await serve((call, peer) => peer.reply(call, 'AuthList', { types }));
      const sasl = await failure(server.connect(), AuthDenied);
      expect(sasl.method).to.equal('sasl');
      expect(sasl.message).to.contain('SASL');
      types = [77];
      expect((await failure(server.connect(), AuthDenied)).method).to.equal('unknown');
      types = [];
      expect((await failure(server.connect(), AuthDenied)).method).to.equal('unknown');
    });

    it("fails with libvirt's error if there is no such driver", async () => {
      await serve((call, peer) => {
        if (call.name === 'ConnectOpen') peer.send(refusalOf(call, { code: 5, message: 'no connection driver' }));
        else afterHandshake(() => undefined)(call, peer);
      });
      expect((await failure(server.connect(), LibvirtError)).codeName).to.equal('NO_CONNECT');
      await server.peer.until(() => false).catch(() => undefined); // the client closed the socket, too
    });

    it('fails if the socket does not exist, or is a plain file', async () => {
      await serve(() => undefined);
      const path = join(server.folder, 'elsewhere');
      const open = (): Promise<unknown> =>
        LibvirtConnection.open(parseLibvirtUri(`qemu+unix:///system?socket=${path}`), { signal, log: SILENT_LOG });
      const error = await failure(open(), ConnectionLost);
      expect(error.wasSent).to.equal(false);
      expect(error.message).to.contain(path);
      await writeFile(path, '');
      expect((await failure(open(), ConnectionLost)).wasSent).to.equal(false);
    });

    it('fails at the deadline if the server is silent', async () => {
      await serve(() => undefined);
      const error = await failure(server.connect({ deadlineMs: SHORT_MS }), ConnectionLost);
      expect(error.wasSent).to.equal(false);
      expect(error.message).to.contain(`${SHORT_MS} ms`);
    });

    it("fails with the signal's reason if the signal aborts before or during the attempt", async () => {
      const abort = new AbortController();
      const reason = new Error('waited long enough');
      await serve(() => abort.abort(reason));
      expect(await caught(server.connect({ signal: abort.signal }))).to.equal(reason);
      const count = server.peers.length;
      expect(await caught(server.connect({ signal: abort.signal }))).to.equal(reason);
      expect(server.peers).to.have.length(count);
    });

    it('fails if the server breaks the protocol', async () => {
      await serve((_, peer) => peer.send(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')));
      const error = await failure(server.connect(), ConnectionLost);
      expect(error.wasSent).to.equal(false);
      expect((error.cause as Error).cause).to.be.instanceOf(ProtocolViolation);
    });

    it('fails if the server closes it, whichever byte of its first messages comes last', async () => {
      let left = 0;
      const script: Script = (call, peer) => {
        let bytes: Buffer = Buffer.alloc(0);
        if (call.name === 'AuthList') bytes = replyTo(call, 'AuthList', { types: [0] });
        if (call.name === 'ConnectSupportsFeature')
          bytes = replyTo(call, 'ConnectSupportsFeature', { supported: true });
        if (call.name === 'ConnectOpen') bytes = replyTo(call, 'ConnectOpen', undefined);
        if (left < bytes.length) peer.socket.end(bytes.subarray(0, left));
        else peer.send(bytes);
        left -= bytes.length;
      };
      await serve(script);
      let whole = 0;
      for (let cut = 0; whole === 0; cut++) {
        left = cut;
        const made = await server.connect().catch((error: unknown) => error);
        if (made instanceof LibvirtConnection) whole = cut;
        else expect(made, `cut at ${cut}`).to.be.instanceOf(ConnectionLost).and.to.include({ wasSent: false });
      }
      expect(whole).to.equal(36 + 32 + 28);
    });
  });

  describe('with keepalive', () => {
    it('responds to the pings of the server', async () => {
      await serve(afterHandshake(() => undefined));
      await server.connect({ keepalive: null });
      server.peer.send(keepalive('ping'), keepalive('ping'), keepalive('pong'));
      await server.peer.until(() => server.peer.keepalives.length === 2);
      expect(server.peer.keepalives).to.deep.equal([PONG, PONG]);
    });

    it('sends pings after silence, and stays open as long as anything arrives', async () => {
      await serve(afterHandshake(() => undefined));
      const connection = await server.connect({ keepalive: { intervalMs: 10, count: 3 } });
      for (let pings = 1; pings < 8; pings++) {
        await server.peer.until(() => server.peer.keepalives.length >= pings);
        server.peer.send(keepalive('pong'));
      }
      expect(new Set(server.peer.keepalives)).to.deep.equal(new Set([PING]));
      expect(connection.isOpen).to.equal(true);
    });

    it('is lost with every call if its pings get no reply', async () => {
      await serve(afterHandshake(() => undefined));
      const connection = await server.connect({ keepalive: { intervalMs: 10, count: 3 } });
      const error = await failure(connection.call('ConnectGetHostname', undefined, { signal }), ConnectionLost);
      expect(error.wasSent).to.equal(true);
      expect((await connection.closed).message).to.contain('3 pings');
      expect(server.peer.keepalives).to.deep.equal([PING, PING, PING]);
    });

    it('does not accumulate pongs for a server that does not read', async () => {
      await serve(afterHandshake((call, peer) => peer.reply(call, 'ConnectGetHostname', { hostname: 'h' })));
      const connection = await server.connect({ keepalive: null });
      server.peer.socket.pause();
      const rounds = 30;
      const flood = Buffer.concat(Array.from({ length: 10_000 }, () => keepalive('ping')));
      for (let round = 0; round < rounds; round++) {
        if (!server.peer.socket.write(flood)) await new Promise((resolve) => server.peer.socket.once('drain', resolve));
      }
      server.peer.socket.resume();
      // This call comes after all pongs.
      await connection.call('ConnectGetHostname', undefined, { signal });
      expect(server.peer.keepalives.length)
        .to.be.greaterThan(0)
        .and.lessThan((rounds * 10_000) / 2);
    });
  });

  it('leaves no timer behind after a close with calls in flight', async () => {
    await serve(afterHandshake(() => undefined));
    // Counts timers where they are made, because other timers of the process end during this test.
    const { setTimeout: set, clearTimeout: clear } = globalThis;
    const running = new Set<unknown>();
    globalThis.setTimeout = Object.assign((callback: () => void, ms?: number) => {
      const timer = set(() => {
        running.delete(timer);
        callback();
      }, ms);
      running.add(timer);
      return timer;
    }, set);
    globalThis.clearTimeout = (timer) => {
      running.delete(timer);
      clear(timer);
    };
    try {
      const connection = await server.connect({ keepalive: null });
      const calls = Array.from({ length: 6 }, () =>
        failure(connection.call('ConnectGetHostname', undefined, { signal, deadlineMs: 60_000 }), ConnectionLost),
      );
      expect(running.size).to.equal(6);
      await connection.close();
      await Promise.all(calls);
      expect(running.size).to.equal(0);
    } finally {
      Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
    }
  });

  it('stops keepalive when it is closed, which must be checked here because keepalive timers do not keep the process alive', async () => {
    await serve(afterHandshake(() => undefined));
    const { setInterval: set, clearInterval: clear } = globalThis;
    const running = new Set<unknown>();
    globalThis.setInterval = (...args: Parameters<typeof set>) => {
      const timer = set(...args);
      running.add(timer);
      return timer;
    };
    globalThis.clearInterval = (timer) => {
      running.delete(timer);
      clear(timer);
    };
    try {
      const connection = await server.connect();
      expect(running.size).to.equal(1);
      await connection.close();
      expect(running.size).to.equal(0);
    } finally {
      Object.assign(globalThis, { setInterval: set, clearInterval: clear });
    }
  });
});
