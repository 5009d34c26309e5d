/**
 * Talks to the guest agent, a program inside the guest: asks it to power the guest off, or for the addresses of the
 * guest. One conversation is one connection with one command. Which conversations must not overlap is decided in
 * guest.ts.
 *
 * Its channel uses the monitor's protocol (QMP spec 2.7), but has no greeting and no ids, and data of an earlier
 * conversation can arrive first. So we begin with `guest-sync-delimited` and ignore everything before its reply, which
 * starts with the byte 0xFF. The guest controls the agent, so a conversation bounds the bytes that it reads and the
 * time that it takes.
 */
import net from 'node:net';
import { throwIfOver } from '../shared/abort.js';
import type { CallScope } from '../shared/abort.js';
import { LineReader } from './qmp/line-reader.js';
import { isRecord } from './qmp/messages.js';

/** Time limit for the agent's first reply. A live agent replies within milliseconds. */
const SYNC_DEADLINE_MS = 2000;
/**
 * An agent replies to `guest-shutdown` only if the request fails. Silence for this long means that the agent accepted
 * the request.
 */
const REFUSAL_DEADLINE_MS = 300;
/** Time limit for the list of interfaces. An agent on a busy guest can take longer than for its first reply. */
const INTERFACES_DEADLINE_MS = 3000;

interface Question<T> {
  /** The command to send, as a line. */
  readonly command: string;
  readonly deadlineMs: number;
  /** The longest line of the agent. */
  readonly maxLineBytes: number;
  /** What a reply after the command means; undefined: wait for another one. */
  readonly read: (reply: Record<string, unknown>) => T | undefined;
  /** The result if the command was sent, but no reply came. */
  readonly silence: T;
  /** The result if the command was not sent, or the other end is not an agent. */
  readonly nothing: T;
}

/** Whether the agent accepted the request. Rejects only if the call is over. */
export async function requestAgentPoweroff(socketPath: string, call: CallScope): Promise<boolean> {
  return await ask(socketPath, call, {
    command: '{"execute":"guest-shutdown","arguments":{"mode":"powerdown"}}',
    deadlineMs: REFUSAL_DEADLINE_MS,
    maxLineBytes: 64 * 1024,
    read: (reply) => ('error' in reply ? false : undefined),
    silence: true,
    nothing: false,
  });
}

/**
 * The result of `guest-network-get-interfaces`, in the form of the agent, unchecked. Null if no agent responds. Rejects
 * only if the call is over.
 */
export async function requestAgentInterfaces(socketPath: string, call: CallScope): Promise<{ result: unknown } | null> {
  return await ask<{ result: unknown } | null>(socketPath, call, {
    command: '{"execute":"guest-network-get-interfaces"}',
    deadlineMs: INTERFACES_DEADLINE_MS,
    // An interface takes about 500 bytes, so this is enough for 500 interfaces.
    maxLineBytes: 256 * 1024,
    read: (reply) => ('return' in reply ? { result: reply['return'] } : null),
    silence: null,
    nothing: null,
  });
}

async function ask<T>(socketPath: string, call: CallScope, question: Question<T>): Promise<T> {
  throwIfOver(call);
  const { signal } = call;
  const { command, deadlineMs, maxLineBytes, read, silence, nothing } = question;
  const syncId = Math.floor(Math.random() * 0x7fffffff);
  return await new Promise<T>((resolve, reject) => {
    const socket = net.connect(socketPath);
    const reader = new LineReader(maxLineBytes);
    let isInSync = false;
    let bytesLeft = 2 * maxLineBytes;

    const finish = (result: T): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve(result);
    };
    let timer = setTimeout(() => finish(nothing), SYNC_DEADLINE_MS);
    const isOver = (): boolean => {
      try {
        throwIfOver(call);
        return false;
      } catch (error) {
        const reason = error as Error;
        reject(reason);
        finish(nothing);
        return true;
      }
    };
    const onAbort = (): void => {
      reject(signal.reason as Error);
      finish(nothing);
    };
    signal.addEventListener('abort', onAbort, { once: true });

    socket.on('connect', () => {
      // The byte 0xFF comes first: if an earlier conversation broke off in the middle of a message, it resets the
      // agent's parser (2.6).
      socket.write(Buffer.from([0xff]));
      socket.write(`{"execute":"guest-sync-delimited","arguments":{"id":${syncId}}}\n`);
    });
    socket.on('data', (chunk) => {
      try {
        bytesLeft -= chunk.length;
        if (bytesLeft < 0) return finish(nothing);
        for (const line of reader.push(chunk)) {
          const reply: unknown = JSON.parse(line.slice(line.lastIndexOf('\ufffd') + 1));
          if (isInSync) {
            const result = isRecord(reply) ? read(reply) : undefined;
            if (result !== undefined) return finish(result);
          } else if (isRecord(reply) && reply['return'] === syncId) {
            isInSync = true;
            if (isOver()) return;
            socket.write(`${command}\n`);
            clearTimeout(timer);
            timer = setTimeout(() => finish(silence), deadlineMs);
          }
        }
      } catch {
        finish(nothing); // not a guest agent
      }
    });
    socket.on('error', () => finish(isInSync ? silence : nothing));
    socket.on('close', () => finish(isInSync ? silence : nothing));
  });
}
