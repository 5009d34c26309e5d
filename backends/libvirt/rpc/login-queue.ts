/**
 * Limits how many connections of this process log in to one ssh server at the same time. The others wait in the order
 * in which they came.
 *
 * The reason: when ten clients are logging in, sshd drops each further one with a probability of 30 % (`MaxStartups
 * 10:30:100`, its default). With this limit, two services can share a host.
 *
 * Invariant: a turn that was taken or waited for is always passed on. (test/wire/libvirt-ssh.test.ts)
 */
const MAX_LOGINS = 4;

export class LoginQueue {
  readonly #servers = new Map<string, { loggingIn: number; readonly waiting: Set<() => void> }>();

  /** Resolves when it is this connection's turn. The function must be called when it has logged in or failed. */
  async take(server: string, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    const entry = this.#servers.get(server) ?? { loggingIn: 0, waiting: new Set() };
    this.#servers.set(server, entry);
    if (entry.loggingIn < MAX_LOGINS) entry.loggingIn += 1;
    else await untilTurn(entry.waiting, signal);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const [next] = entry.waiting;
      // The next connection takes over this place in the count.
      if (next !== undefined) return next();
      entry.loggingIn -= 1;
      if (entry.loggingIn === 0) this.#servers.delete(server);
    };
  }
}

function untilTurn(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      waiting.delete(go);
      signal.removeEventListener('abort', giveUp);
    };
    const go = (): void => {
      leave();
      resolve();
    };
    const giveUp = (): void => {
      leave();
      reject(signal.reason as Error);
    };
    waiting.add(go);
    signal.addEventListener('abort', giveUp, { once: true });
  });
}
