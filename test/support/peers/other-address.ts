/** A second address that clients of this machine can come from: all of 127.0.0.0/8 is loopback on Linux, but not everywhere. */
import { once } from 'node:events';
import { createServer } from 'node:net';

export const OTHER_ADDRESS = '127.0.0.2';

/** Why there is none here, or null. */
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
