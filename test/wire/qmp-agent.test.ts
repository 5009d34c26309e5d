/**
 * Requests to scripted guest agents: the driver must never wait for an agent that is missing or sends nonsense.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { requestAgentInterfaces, requestAgentPoweroff } from '../../backends/qmp/agent.js';

describe('The guest agent', () => {
  let folder: string;
  let server: net.Server;
  const peers = new Set<net.Socket>();
  let heard: string[];
  const { signal } = new AbortController();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guesthouse-agent-'));
    heard = [];
  });

  afterEach(async () => {
    for (const peer of peers) peer.destroy();
    peers.clear();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true, force: true });
  });

  const path = (): string => join(folder, 'agent.sock');

  /** Starts an agent that replies to each command with the result of `makeReply`. */
  async function serve(
    makeReply: (command: { execute: string; arguments: { id?: number } }) => string | Buffer | null,
  ) {
    server = net.createServer((socket) => {
      peers.add(socket);
      socket.on('error', () => undefined);
      let bytes = Buffer.alloc(0);
      socket.on('data', (chunk) => {
        bytes = Buffer.concat([bytes, chunk]);
        for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10)) {
          const line = bytes.subarray(0, end);
          bytes = bytes.subarray(end + 1);
          const command = JSON.parse(line.subarray(line[0] === 0xff ? 1 : 0).toString()) as Parameters<
            typeof makeReply
          >[0];
          heard.push(command.execute);
          const reply = makeReply(command);
          if (reply === null) socket.destroy();
          else socket.write(reply);
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(path(), resolve));
  }
  const synced = (id: number | undefined): Buffer =>
    Buffer.concat([Buffer.from([0xff]), Buffer.from(`{"return": ${id}}\n`)]);

  it('accepts the request after its first reply, even if parts of an earlier conversation come first', async () => {
    await serve(({ execute, arguments: { id } }) =>
      execute === 'guest-sync-delimited' ? Buffer.concat([Buffer.from('{"return": {"half": \n'), synced(id)]) : '',
    );
    // Half a reply of an earlier conversation is not JSON, so this conversation fails too, and the driver uses the
    // power button instead.
    expect(await requestAgentPoweroff(path(), { signal })).to.equal(false);
    await serveAgain(({ execute, arguments: { id } }) =>
      execute === 'guest-sync-delimited' ? Buffer.concat([Buffer.from('{"return": 1}\n{"return": 2'), synced(id)]) : '',
    );
    expect(await requestAgentPoweroff(path(), { signal })).to.equal(true);
    expect(heard.at(-1)).to.equal('guest-shutdown');
  });

  it('has not accepted the request if it refuses it', async () => {
    await serve(({ execute, arguments: { id } }) =>
      execute === 'guest-sync-delimited' ? synced(id) : '{"error": {"class": "GenericError", "desc": "no"}}\n',
    );
    expect(await requestAgentPoweroff(path(), { signal })).to.equal(false);
  });

  it('has accepted the request if it disconnects after receiving it', async () => {
    await serve(({ execute, arguments: { id } }) => (execute === 'guest-sync-delimited' ? synced(id) : null));
    expect(await requestAgentPoweroff(path(), { signal })).to.equal(true);
  });

  it('gets no request if it disconnects earlier, is silent, replies to another client, or floods the connection', async () => {
    await serve(() => null);
    expect(await requestAgentPoweroff(path(), { signal })).to.equal(false);
    await serveAgain(() => '');
    expect(await requestAgentPoweroff(path(), { signal })).to.equal(false);
    await serveAgain(() => synced(7));
    expect(await requestAgentPoweroff(path(), { signal })).to.equal(false);
    await serveAgain(() => 'x'.repeat(100_000));
    expect(await requestAgentPoweroff(path(), { signal })).to.equal(false);
    expect(heard).not.to.include('guest-shutdown');
  });

  it('causes no delay if it does not exist', async () => {
    await serve(() => null);
    expect(await requestAgentPoweroff(join(folder, 'nobody.sock'), { signal })).to.equal(false);
  });

  it('gets no request after an abort', async () => {
    const abort = new AbortController();
    const reason = new Error('waited long enough');
    await serve(({ arguments: { id } }) => {
      abort.abort(reason);
      return synced(id);
    });
    const error: unknown = await requestAgentPoweroff(path(), { signal: abort.signal }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).to.equal(reason);
    expect(heard).not.to.include('guest-shutdown');
  });

  it('is asked for its interfaces, and its result is returned unchecked', async () => {
    const result = '[{"name": "eth0", "ip-addresses": "anything"}]';
    await serve(({ execute, arguments: args }) =>
      execute === 'guest-sync-delimited' ? synced(args.id) : `{"return": ${result}}\n`,
    );
    expect(await requestAgentInterfaces(path(), { signal })).to.deep.equal({ result: JSON.parse(result) as unknown });
    expect(heard).to.deep.equal(['guest-sync-delimited', 'guest-network-get-interfaces']);
  });

  it('reports no interfaces if it refuses, disconnects, is silent, sends nonsense, or floods the connection', async () => {
    const replies: (string | Buffer | null)[] = [
      '{"error": {"class": "CommandNotFound", "desc": "no"}}\n',
      null,
      '',
      'nonsense\n',
      '[]\n'.repeat(300_000),
      'x'.repeat(1_000_000),
      `{"return": [${'"x",'.repeat(200_000)}"x"]}\n`,
    ];
    for (const reply of replies) {
      if (heard.length === 0) await serve(() => '');
      heard.push('next');
      await serveAgain(({ execute, arguments: args }) =>
        execute === 'guest-sync-delimited' ? synced(args?.id) : reply,
      );
      expect(await requestAgentInterfaces(path(), { signal }), String(reply).slice(0, 20)).to.equal(null);
    }
  }).timeout(30_000);

  it('is not asked any longer after an abort', async () => {
    const abort = new AbortController();
    const reason = new Error('the guest shuts down');
    await serve(() => '');
    setTimeout(() => abort.abort(reason), 50);
    const error: unknown = await requestAgentInterfaces(path(), { signal: abort.signal }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).to.equal(reason);
  });

  async function serveAgain(makeReply: Parameters<typeof serve>[0]): Promise<void> {
    for (const peer of peers) peer.destroy();
    await new Promise((resolve) => server.close(resolve));
    await serve(makeReply);
  }
});
