/**
 * Limits on the connections of an HTTP server: how many there can be, how many for each client, and how long they can
 * stay without traffic. The tests use a bare server, so that each limit can be small.
 */
import { once } from 'node:events';
import http from 'node:http';
import { connect, Socket, type AddressInfo } from 'node:net';
import { expect } from 'chai';
import { SILENT_LOG } from '../../src/domain/log.js';
import { Connections, type ConnectionOptions } from '../../src/http/connection/connections.js';
import { eventually } from '../support/eventually.js';
import { OTHER_ADDRESS, whyNoOtherAddress } from '../support/peers/other-address.js';
import { skip } from '../support/skip.js';

describe('The connection limit', () => {
  let server: http.Server;
  let connections: Connections;
  let warnings: object[];
  const clients: Socket[] = [];

  async function serve(options: Partial<ConnectionOptions>, handler: http.RequestListener = (_, to) => to.end('ok')) {
    warnings = [];
    const log = { ...SILENT_LOG, warn: (fields: object) => void warnings.push(fields) };
    server = http.createServer(handler);
    connections = new Connections(server, { max: 100, isShared: () => false, log, ...options });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }

  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    await connections.stop();
  });

  async function open(from = '127.0.0.1'): Promise<Socket> {
    const { port } = server.address() as AddressInfo;
    const socket = connect({ port, host: '127.0.0.1', localAddress: from });
    clients.push(socket);
    socket.on('error', () => undefined);
    // A socket that is not read never reports its end.
    socket.resume();
    await once(socket, 'connect');
    return socket;
  }

  const closed = (socket: Socket): Promise<unknown> => (socket.closed ? Promise.resolve() : once(socket, 'close'));
  const sendRequest = (socket: Socket): void => void socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');

  it('allows one address at most half of all connections, which leaves room for others', async function () {
    const reason = await whyNoOtherAddress();
    if (reason !== null) skip(this, 'loopback', reason);
    await serve({ max: 8 });
    const kept = await Promise.all([open(), open(), open(), open()]);
    await eventually(() => connections.count === 4);
    const refused = await open();
    await closed(refused);
    expect(connections.count).to.equal(4);
    const other = await open(OTHER_ADDRESS);
    sendRequest(other);
    await once(other, 'data');
    expect(warnings).to.have.length(1);
    kept[0]?.destroy();
    await eventually(() => connections.count === 4);
    const next = await open();
    sendRequest(next);
    await once(next, 'data');
  });

  it('counts an IPv6 network as one client, whichever of its addresses it uses', async () => {
    await serve({ max: 4 });
    const from = (remoteAddress: string): Socket => {
      const socket = Object.defineProperties(new Socket(), {
        remoteAddress: { value: remoteAddress },
        remotePort: { value: clients.length },
      });
      clients.push(socket);
      server.emit('connection', socket);
      return socket;
    };
    const kept = [from('2001:db8::1'), from('2001:db8::2')];
    expect(from('2001:db8::3').destroyed).to.equal(true);
    // Another network, and an IPv4 address as a dual-stack socket reports it.
    const others = [from('2001:db8:0:1::1'), ...[1, 2, 3].map((last) => from(`::ffff:198.51.100.${last}`))];
    expect([...kept, ...others].map(({ destroyed }) => destroyed)).to.deep.equal(Array(6).fill(false));
    expect(connections.count).to.equal(6);
  });

  it('limits a proxy that many clients share only by the total', async () => {
    await serve({ max: 4, isShared: (address) => address === '127.0.0.1' });
    for (let index = 0; index < 4; index += 1) await open();
    await eventually(() => connections.count === 4);
    await closed(await open());
    expect(connections.count).to.equal(4);
    expect(warnings).to.have.length(1);
  });

  it('ends connections without traffic, even in the middle of a body, a response, or a call', async () => {
    await serve({ silenceMs: 300 }, (request, response) => {
      if (request.url === '/large') response.end(Buffer.alloc(64 * 1024 * 1024));
      else request.resume();
    });
    const uploading = await open();
    uploading.write('PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf');
    const waiting = await open();
    sendRequest(waiting);
    const neverReading = await open();
    neverReading.pause();
    neverReading.write('GET /large HTTP/1.1\r\nHost: x\r\n\r\n');
    await eventually(() => connections.count === 3);
    await eventually(() => connections.count === 0);
  });

  it('keeps connections with traffic, however long they take', async () => {
    await serve({ silenceMs: 300 }, (request) => void request.resume());
    const trickling = await open();
    trickling.write('PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n');
    const timer = setInterval(() => trickling.write('x'), 50);
    // Two silent connections are ended one after the other, so the trickling one lasts longer than the limit.
    for (let silent = 0; silent < 2; silent += 1) {
      const other = await open();
      sendRequest(other);
      await closed(other);
    }
    clearInterval(timer);
    expect(trickling.closed).to.equal(false);
  });

  it('ends idle connections when the server stops, and waits for running calls', async () => {
    let finish: (() => void) | null = null;
    await serve({}, (_, response) => (finish = () => void response.end('ok')));
    const unused = await open();
    const calling = await open();
    sendRequest(calling);
    await eventually(() => connections.count === 2 && finish !== null);
    const stopped = connections.stop();
    await closed(unused);
    await eventually(() => connections.count === 1);
    (finish as (() => void) | null)?.();
    const [received] = (await once(calling, 'data')) as [Buffer];
    expect(received.toString()).to.match(/^HTTP\/1\.1 200 /);
    await stopped;
    await eventually(() => connections.count === 0);
  });
});
