/**
 * A way to a socket that is short enough: Linux takes at most 107 bytes for a unix socket's path, and a data folder may lie deep.
 * The folder is opened, and the socket reached through /proc/self/fd, which is a few bytes whatever the folder is called.
 */
import { open } from 'node:fs/promises';

/** Calls `use` with another path to `folder`, valid until its promise settles. */
export async function withShortPath<T>(folder: string, use: (shortFolder: string) => Promise<T>): Promise<T> {
  const handle = await open(folder, 'r');
  try {
    return await use(`/proc/self/fd/${handle.fd}`);
  } finally {
    await handle.close();
  }
}
