/**
 * libvirt over ssh: what happens to the child process, and what the connection reports. A program of the test takes the
 * place of `ssh`: it connects, fails, hangs, writes too much, or does not end.
 */
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ChildStream } from '../../backends/libvirt/rpc/child-stream.js';
import { environmentOfProcess } from '../../backends/libvirt/rpc/client-environment.js';
import type { ClientEnvironment } from '../../backends/libvirt/rpc/client-environment.js';
import { LibvirtConnection } from '../../backends/libvirt/rpc/connection.js';
import type { OpenOptions } from '../../backends/libvirt/rpc/connection.js';
import { ConnectionLost } from '../../backends/libvirt/rpc/errors.js';
import { LoginQueue } from '../../backends/libvirt/rpc/login-queue.js';
import { parseLibvirtUri } from '../../backends/libvirt/rpc/uri.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { eventually } from '../support/eventually.js';
import { afterHandshake, caught, failure, ScriptedLibvirt } from './scripted-libvirt.js';

const SHORT_MS = 50;
const LARGE_BYTES = 8 * 1024 * 1024;
const LONG_MESSAGE_BYTES = 5_000_000;
const MESSAGE_MAX_CHARS = 1500;
/** Keeps the relay running although its socket has ended. */
const KEEP_RUNNING = 'process.exit = () => {}; setInterval(() => {}, 1000);';
const { signal } = new AbortController();

describe('A libvirt connection over ssh', () => {
  let folder: string;
  let pidPath: string;
  let environment: ClientEnvironment;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guesthouse-ssh-'));
    pidPath = join(folder, 'pid');
    environment = environmentOfProcess({ PATH: `${folder}:/usr/bin:/bin`, DATABASE_URL: 'postgres://u:p@h/d' });
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  /** Installs the program `ssh`. */
  async function install(script: string, mode = 0o755): Promise<void> {
    await writeFile(join(folder, 'ssh'), script);
    await chmod(join(folder, 'ssh'), mode);
  }

  const installShell = (lines: string): Promise<void> => install(`#!/bin/sh\necho $$ > ${pidPath}\n${lines}\n`);

  /** The program connects its standard input and output to a socket, as ssh does with nc on the host. */
  const installRelay = (path: string, more = ''): Promise<void> =>
    install(`#!${process.execPath}
const fs = require('node:fs');
const socket = require('node:net').connect(${JSON.stringify(path)});
fs.writeFileSync(${JSON.stringify(join(folder, 'env'))}, JSON.stringify([process.argv.slice(2), process.env]));
fs.writeFileSync(${JSON.stringify(pidPath)}, String(process.pid));
process.stdin.pipe(socket).pipe(process.stdout);
socket.on('close', () => process.exit(0));
${more}`);

  const open = (options: Partial<OpenOptions> = {}): Promise<LibvirtConnection> =>
    LibvirtConnection.open(parseLibvirtUri('qemu+ssh://ada@host/system'), {
      ...{ signal, log: SILENT_LOG, environment },
      ...options,
    });
  const readPid = async (): Promise<number> => Number(await readFile(pidPath, 'utf8'));

  /** Also false for a zombie, because `kill` finds those. */
  function hasEnded(pid: number): boolean {
    try {
      process.kill(pid, 0);
      return false;
    } catch {
      return true;
    }
  }

  async function expectNever(opening: Promise<unknown>, ...words: string[]): Promise<string> {
    const error = await failure(opening, ConnectionLost);
    expect(error.wasSent).to.equal(false);
    for (const word of words) expect(error.message).to.contain(word);
    return error.message;
  }

  describe('that succeeds', () => {
    let server: ScriptedLibvirt;

    beforeEach(async () => {
      server = await ScriptedLibvirt.listen(
        afterHandshake((call, peer) => {
          if (call.name === 'ConnectGetHostname') peer.reply(call, 'ConnectGetHostname', { hostname: 'there' });
        }),
      );
    });

    afterEach(async () => {
      await server.close();
    });

    it('runs ssh without the variables of the service, and ends it when the connection is closed', async () => {
      await installRelay(server.path);
      const connection = await open();
      expect(await connection.call('ConnectGetHostname', undefined, { signal })).to.deep.equal({ hostname: 'there' });
      const [args, variables] = JSON.parse(await readFile(join(folder, 'env'), 'utf8')) as [string[], object];
      expect(args.slice(-5, -1)).to.deep.equal(['-l', 'ada', '--', 'host']);
      expect(variables).to.have.property('PATH');
      expect(variables).not.to.have.property('DATABASE_URL');
      const pid = await readPid();
      expect(hasEnded(pid)).to.equal(false);
      await connection.close();
      expect(hasEnded(pid)).to.equal(true);
      expect((await connection.closed).message).to.contain('this client closed');
    });

    it('kills an ssh that ignores SIGTERM', async () => {
      await installRelay(server.path, `process.on('SIGTERM', () => {}); ${KEEP_RUNNING}`);
      const connection = await open();
      const pid = await readPid();
      await connection.close();
      expect(hasEnded(pid)).to.equal(true);
    });

    it('is lost when ssh is killed, and reports that the call was sent', async () => {
      await installRelay(server.path);
      const connection = await open();
      const pending = connection.call('NodeGetInfo', undefined, { signal });
      process.kill(await readPid(), 'SIGKILL');
      const error = await failure(pending, ConnectionLost);
      expect(error.wasSent).to.equal(true);
      expect(error.message).to.contain('ssh was ended by SIGKILL');
      expect((await connection.closed).message).to.contain('SIGKILL');
      expect(connection.isOpen).to.equal(false);
    });

    it('is lost when ssh is stopped and so is silent, and ends ssh', async () => {
      await installRelay(server.path);
      const connection = await open({ keepalive: { intervalMs: SHORT_MS, count: 2 } });
      const pid = await readPid();
      process.kill(pid, 'SIGSTOP');
      expect((await connection.closed).message).to.contain('no data arrived for more than 2 pings');
      await connection.close();
      expect(hasEnded(pid)).to.equal(true);
    });

    it('is lost when the host closes it, with the last messages of ssh', async () => {
      await installRelay(server.path, `socket.on('end', () => fs.writeSync(2, 'Connection to host closed.\\r\\n'));`);
      const connection = await open();
      server.peer.socket.end();
      expect((await connection.closed).message).to.equal('ssh ended with status 0: Connection to host closed.');
    });

    it('is lost when ssh closes its output without ending, and ends ssh', async () => {
      await installRelay(server.path, `socket.on('end', () => fs.closeSync(1)); ${KEEP_RUNNING}`);
      const connection = await open();
      const pid = await readPid();
      server.peer.socket.end();
      expect((await connection.closed).message).to.equal('ssh closed its pipes');
      await eventually(() => hasEnded(pid));
    });
  });

  describe('that does not succeed', () => {
    it('fails with the status and the messages of ssh', async () => {
      await installShell(`echo 'Host key verification failed.' >&2; exit 255`);
      await expectNever(open(), 'ssh ended with status 255: Host key verification failed.');
      await installShell('exit 0');
      await expectNever(open(), 'ssh ended with status 0');
    });

    it('fails with a message on one line, of limited length, and without control characters', async () => {
      await installShell(
        `head -c ${LONG_MESSAGE_BYTES} /dev/zero | tr '\\0' x >&2; printf 'a\\033[31mb\\r\\n\\n\\342\\200\\256c' >&2; exit 255`,
      );
      const message = await expectNever(open(), 'xxx', 'a\\u{1b}[31mb; \\u{202e}c');
      expect(message.length).to.be.below(MESSAGE_MAX_CHARS);
      expect(message).not.to.match(/\p{C}/u);
    });

    it('fails if ssh is not installed, or cannot be run', async () => {
      environment = environmentOfProcess({ PATH: folder });
      await expectNever(open(), 'the program ssh is not installed');
      await install('#!/bin/sh\n', 0o644);
      await expectNever(open(), 'the program ssh cannot be run', 'EACCES');
    });

    it('fails if ssh writes something that is not libvirt’s protocol', async () => {
      await installShell(`echo 'Welcome to this host, which has a banner'; cat >/dev/null`);
      await expectNever(open(), 'no connection to libvirt');
      expect(hasEnded(await readPid())).to.equal(true);
    });

    it('fails at its deadline if ssh hangs, and ends ssh', async () => {
      await installShell('exec sleep 600');
      await expectNever(open({ deadlineMs: 20 * SHORT_MS }), `no connection within ${20 * SHORT_MS} ms`);
      expect(hasEnded(await readPid())).to.equal(true);
    });

    it('fails with the signal’s reason if the signal aborts, and ends ssh', async () => {
      await installShell('exec sleep 600');
      const abort = new AbortController();
      const opening = caught(open({ signal: abort.signal }));
      await eventually(async () => (await readFile(pidPath, 'utf8').catch(() => '')).endsWith('\n'));
      abort.abort(new Error('waited long enough'));
      expect(await opening).to.equal(abort.signal.reason);
      expect(hasEnded(await readPid())).to.equal(true);
    });

    it('fails if ssh has ended but a process that it started holds its pipes', async () => {
      await installShell('sleep 5 & exit 1');
      await expectNever(open(), 'ssh ended with status 1');
    });
  });
});

describe('The queue of connections that log in over ssh', () => {
  const MAX_LOGINS = 4;
  const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('lets four log in to a server at the same time, and the others wait in their order', async () => {
    const queue = new LoginQueue();
    const order: number[] = [];
    const turns = Array.from({ length: 2 * MAX_LOGINS }, async (_, index) => {
      const done = await queue.take('host', signal);
      order.push(index);
      return done;
    });
    await soon();
    expect(order).to.deep.equal([0, 1, 2, 3]);
    (await queue.take('other', signal))();
    const first = await turns[0];
    first?.();
    first?.();
    await soon();
    expect(order).to.deep.equal([0, 1, 2, 3, 4]);
    for (const turn of turns) (await turn)();
    expect(order).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7]);
    for (let count = 0; count < MAX_LOGINS; count += 1) await queue.take('host', signal);
  });

  it('lets no turn get lost if a connection that waits is aborted', async () => {
    const queue = new LoginQueue();
    const taken = await Promise.all(Array.from({ length: MAX_LOGINS }, () => queue.take('host', signal)));
    const abort = new AbortController();
    const reason = new Error('waited long enough');
    const waiting = caught(queue.take('host', abort.signal));
    const last = queue.take('host', signal);
    abort.abort(reason);
    expect(await waiting).to.equal(reason);
    expect(await caught(queue.take('host', abort.signal))).to.equal(reason);
    taken[0]?.();
    (await last)();
  });
});

describe('The stream of a child process', () => {
  const environment = { PATH: '/usr/bin:/bin' };
  const start = (...args: string[]): ChildStream =>
    new ChildStream({ program: 'sh', args: ['-c', ...args], environment });
  const ended = (stream: ChildStream): Promise<void> => new Promise((resolve) => stream.once('close', resolve));

  it('carries all bytes in both directions to a reader that is slow', async () => {
    const sent = randomBytes(LARGE_BYTES);
    const stream = start('exec cat');
    stream.write(sent.subarray(0, LARGE_BYTES / 2));
    stream.cork();
    stream.write(sent.subarray(LARGE_BYTES / 2, -1));
    stream.write(sent.subarray(-1));
    stream.uncork();
    expect(stream.writableNeedDrain).to.equal(true);
    await new Promise((resolve) => setTimeout(resolve, SHORT_MS));
    const received = createHash('sha256');
    let count = 0;
    for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      received.update(chunk);
      count += chunk.length;
      if (count === LARGE_BYTES) break;
      if (count % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(received.digest('hex')).to.equal(createHash('sha256').update(sent).digest('hex'));
    stream.destroy();
    await ended(stream);
  });

  it('delivers what the child wrote before it ended, and then an error', async () => {
    const stream = start('printf "last words"; exit 3');
    let text = '';
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await ended(stream);
    expect(text).to.equal('last words');
    expect(stream.errored?.message).to.equal('sh ended with status 3');
  });

  it('ends with the reason if the child does not read any more', async () => {
    const stream = start('exec <&-; echo reason >&2; sleep 0.1; exit 4');
    const writing = setInterval(() => stream.destroyed || stream.write(Buffer.alloc(100_000)), 10);
    await ended(stream);
    clearInterval(writing);
    expect(stream.errored?.message).to.equal('sh ended with status 4: reason');
  });

  it('can be destroyed immediately, whether or not the program exists', async () => {
    for (const program of ['sh', 'no-such-program']) {
      const stream = new ChildStream({ program, args: ['-c', 'exec sleep 600'], environment });
      stream.destroy();
      await ended(stream);
      expect(stream.errored).to.equal(null);
    }
  });

  it('gives the child a session of its own, without a terminal', async () => {
    const stream = start('ps -o sid= -p $$; echo $$; exit 0');
    let text = '';
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await ended(stream);
    const [session, pid] = text.trim().split(/\s+/);
    expect(session).to.equal(pid);
  });
});
