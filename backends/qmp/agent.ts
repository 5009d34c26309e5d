/**
 * Asks the guest agent, a program inside the guest, to power the guest off.
 *
 * Its channel uses the monitor's protocol (QMP spec 2.7), but has no greeting and no ids, and data of an earlier
 * conversation can arrive first. So we begin with `guest-sync-delimited` and ignore everything before its reply, which
 * starts with the byte 0xFF.
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
const MAX_LINE_BYTES = 64 * 1024;

/** Whether the agent accepted the request. Rejects only if the call is over. */
export async function requestAgentPoweroff(socketPath: string, call: CallScope): Promise<boolean> {
  throwIfOver(call);
  const { signal } = call;
  const syncId = Math.floor(Math.random() * 0x7fffffff);
  return await new Promise<boolean>((resolve, reject) => {
    const socket = net.connect(socketPath);
    const reader = new LineReader(MAX_LINE_BYTES);
    let isInSync = false;

    const finish = (wasAccepted: boolean): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve(wasAccepted);
    };
    let timer = setTimeout(() => finish(false), SYNC_DEADLINE_MS);
    const isOver = (): boolean => {
      try {
        throwIfOver(call);
        return false;
      } catch (error) {
        const reason = error as Error;
        reject(reason);
        finish(false);
        return true;
      }
    };
    const onAbort = (): void => {
      reject(signal.reason as Error);
      finish(false);
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
        for (const line of reader.push(chunk)) {
          const reply: unknown = JSON.parse(line.slice(line.lastIndexOf('\ufffd') + 1));
          if (isInSync) {
            if (isRecord(reply) && 'error' in reply) finish(false);
          } else if (isRecord(reply) && reply['return'] === syncId) {
            isInSync = true;
            if (isOver()) return;
            socket.write('{"execute":"guest-shutdown","arguments":{"mode":"powerdown"}}\n');
            clearTimeout(timer);
            timer = setTimeout(() => finish(true), REFUSAL_DEADLINE_MS);
          }
        }
      } catch {
        finish(false); // not a guest agent
      }
    });
    socket.on('error', () => finish(isInSync));
    socket.on('close', () => finish(isInSync));
  });
}
