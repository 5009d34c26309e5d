/**
 * Responses that wait for earlier responses on the same connection, over a bare server: each is closed once, whatever
 * happens to the connection.
 */
import { once } from 'node:events';
import http from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { expect } from 'chai';
import { closePipelinedResponses } from '../../src/http/connection/pipelined-responses.js';
import { eventually } from '../support/eventually.js';

describe('A response that waits for earlier responses', () => {
  let server: http.Server;
  let client: Socket;
  let begun: { readonly path: string; readonly response: http.ServerResponse }[];
  let closes: Map<string, number>;

  beforeEach(async () => {
    begun = [];
    closes = new Map();
    server = http.createServer(({ url: path = '' }, response) => {
      begun.push({ path, response });
      response.on('close', () => closes.set(path, (closes.get(path) ?? 0) + 1));
      if (path.startsWith('/quick')) response.end('ok');
    });
    closePipelinedResponses(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    client.on('error', () => undefined).resume();
  });
  afterEach(async () => {
    client.destroy();
    await once(server.close(), 'close');
  });

  async function sendRequests(paths: readonly string[]): Promise<void> {
    client.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`).join(''));
    await eventually(() => begun.length === paths.length);
  }

  it('is closed if the connection ends before its turn', async () => {
    const paths = ['/slow', '/quick', ...Array.from({ length: 50 }, (_, index) => `/slow/${index}`)];
    await sendRequests(paths);
    expect([...closes]).to.deep.equal([]);
    client.destroy();
    await eventually(() => closes.size === paths.length);
    expect([...closes.values()]).to.deep.equal(paths.map(() => 1));
    for (const { response } of begun) expect(response.destroyed).to.equal(true);
    // Code that did not notice the close writes to a closed connection, without effect.
    for (const { response } of begun) response.end('late');
  });

  it('is closed once when its turn has come', async () => {
    await sendRequests(['/slow', '/quick/1', '/quick/2', '/slow/last']);
    begun[0]?.response.end('ok');
    await eventually(() => closes.size === 3);
    client.destroy();
    await eventually(() => closes.size === 4);
    expect([...closes.values()]).to.deep.equal([1, 1, 1, 1]);
  });
});
