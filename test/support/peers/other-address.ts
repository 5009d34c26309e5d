/**
 * A second address from which clients on this machine can connect. On Linux, all of 127.0.0.0/8 is loopback, but not on
 * every system.
 */
import { once } from 'node:events';
import { createServer } from 'node:net';

export const OTHER_ADDRESS = '127.0.0.2';

/** The reason why this machine has no second address, or null. */
export async function whyNoOtherAddress(): Promise<string | null> {
  const server = createServer().listen(0, OTHER_ADDRESS);
  try {
    await once(server, 'listening');
    return null;
  } catch {
    return `${OTHER_ADDRESS} is no address of this machine`;
  } finally {
    server.close();
  }
}
