/**
 * The order of the requests of one connection, over a bare server: which of them run, and when the service reads on.
 */
import { once } from 'node:events';
import http from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { expect } from 'chai';
import { RequestOrder } from '../../src/http/connection/request-order.js';
import { eventually } from '../support/eventually.js';

describe('A connection with several requests', () => {
  let server: http.Server;
  let client: Socket;
  let arrived: number;
  let begun: Map<string, http.ServerResponse>;

  beforeEach(async () => {
    arrived = 0;
    begun = new Map();
    const order = new RequestOrder();
    server = http.createServer((request, response) => {
      arrived += 1;
      order.run(request, response, () => void begun.set(`${request.method} ${request.url}`, response));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    client.on('error', () => undefined).resume();
    await once(client, 'connect');
  });
  afterEach(async () => {
    client.destroy();
    server.closeAllConnections();
    await once(server.close(), 'close');
  });

  const request = (line: string, body = ''): string =>
    `${line} HTTP/1.1\r\nHost: x\r\n${body === '' ? '' : `Content-Length: ${body.length}\r\n`}\r\n${body}`;

  async function send(...lines: string[]): Promise<void> {
    const before = arrived;
    client.write(lines.map((line) => request(line)).join(''));
    await eventually(() => arrived === before + lines.length);
  }

  const running = (): string[] => [...begun].filter(([, { closed }]) => !closed).map(([line]) => line);

  async function end(line: string): Promise<void> {
    const response = begun.get(line);
    if (response === undefined) throw new Error(`${line} has not begun`);
    const closed = once(response, 'close');
    response.end('ok');
    await closed;
  }

  it('runs safe requests side by side, and an unsafe one between them alone', async () => {
    await send('GET /1', 'HEAD /2', 'OPTIONS /3', 'PUT /4', 'GET /5', 'GET /6', 'DELETE /7', 'POST /8');
    expect(running()).to.deep.equal(['GET /1', 'HEAD /2', 'OPTIONS /3']);
    await end('GET /1');
    await end('HEAD /2');
    expect(running()).to.deep.equal(['OPTIONS /3']);
    await end('OPTIONS /3');
    expect(running()).to.deep.equal(['PUT /4']);
    await end('PUT /4');
    expect(running()).to.deep.equal(['GET /5', 'GET /6']);
    await end('GET /5');
    await end('GET /6');
    expect(running()).to.deep.equal(['DELETE /7']);
    await end('DELETE /7');
    expect(running()).to.deep.equal(['POST /8']);
  });

  it('runs an unsafe request only after a safe one whose response waits for an earlier response', async () => {
    await send('GET /1', 'GET /2', 'POST /3');
    begun.get('GET /2')?.end('ok');
    expect(running()).to.deep.equal(['GET /1', 'GET /2']);
    await end('GET /1');
    await eventually(() => begun.has('POST /3'));
  });

  it('never runs a request that waits when the connection closes', async () => {
    await send('GET /1', 'POST /2', 'GET /3');
    client.destroy();
    await eventually(() => begun.get('GET /1')?.closed === true);
    await new Promise((resolve) => setImmediate(resolve));
    expect([...begun.keys()]).to.deep.equal(['GET /1']);
  });

  it('never runs a request after a response that announced the end of the connection', async () => {
    await send('POST /1', 'POST /2', 'GET /3');
    begun.get('POST /1')?.setHeader('Connection', 'close').end('ok');
    await once(client, 'close');
    expect([...begun.keys()]).to.deep.equal(['POST /1']);
  });

  it('is not read while many requests wait, whatever the client sends', async () => {
    await send('GET /1');
    const body = 'x'.repeat(1000);
    client.write(request('POST /2', body).repeat(10_000));
    await eventually(() => arrived > 16);
    // Until the system takes no more from the client.
    let [sent, isFull] = [-1, false];
    while (!isFull) {
      for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      const now = client.bytesWritten - client.writableLength;
      isFull = now === sent;
      sent = now;
    }
    // The first one, those that can wait, and the rest of one read, which has at most 64 KiB.
    expect(arrived).to.be.at.most(1 + 16 + 64);
    const before = arrived;
    await end('GET /1');
    // Each request ends as soon as it has begun. The service reads on.
    while (arrived < before + 100) {
      const response = begun.get('POST /2');
      if (response?.writableEnded === false) await end('POST /2');
      else await new Promise((resolve) => setImmediate(resolve));
    }
  });

  it('is still read when its requests have ended', async () => {
    await send('GET /1', 'POST /2');
    await end('GET /1');
    await end('POST /2');
    await send('GET /3');
    await send('POST /4');
    expect(running()).to.deep.equal(['GET /3']);
    await end('GET /3');
    expect(running()).to.deep.equal(['POST /4']);
  });
});
