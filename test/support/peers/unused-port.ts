/**
 * A loopback port on which no program listens during a test: a client socket of the test occupies it, so that no other
 * program can get it.
 */
import { once } from 'node:events';
import net from 'node:net';

export async function withUnusedPort<T>(work: (port: number) => Promise<T>): Promise<T> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = net.connect((server.address() as net.AddressInfo).port, '127.0.0.1');
  try {
    await once(client, 'connect');
    if (client.localPort === undefined) throw new Error('no port');
    return await work(client.localPort);
  } finally {
    client.destroy();
    server.close();
  }
}
