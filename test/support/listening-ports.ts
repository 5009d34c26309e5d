/** The TCP ports on which a process listens, as Linux shows them in /proc (proc(5), `/proc/net/tcp`). */
import { readdir, readFile, readlink } from 'node:fs/promises';

/** The state `TCP_LISTEN` in /proc/net/tcp. */
const LISTEN = '0A';

/** Returns the ports, sorted. Only root can see those of another user's process. */
export async function listeningPorts(pid: number): Promise<number[]> {
  const folder = `/proc/${pid}/fd`;
  const links = await Promise.all((await readdir(folder)).map((fd) => readlink(`${folder}/${fd}`).catch(() => '')));
  const inodes = new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => readFile(`/proc/${pid}/net/${name}`, 'utf8')));
  const ports = tables.flatMap((table) =>
    table.split('\n').flatMap((line) => {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
      const isOwn = state === LISTEN && inode !== undefined && inodes.has(inode);
      return isOwn ? [Number.parseInt(local?.split(':')[1] ?? '', 16)] : [];
    }),
  );
  return ports.sort((a, b) => a - b);
}
