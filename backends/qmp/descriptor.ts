/**
 * The file descriptor of a server, socket or pipe, to pass it to a child. Reads a private property: Node has no public
 * API for the descriptor, but accepts only numbers for the additional descriptors of a child.
 */
export function descriptorOf(holder: object): number {
  const { _handle: handle } = holder as { _handle?: { fd?: unknown } | null };
  if (typeof handle?.fd !== 'number' || handle.fd < 0) throw new Error('the socket has no descriptor');
  return handle.fd;
}
