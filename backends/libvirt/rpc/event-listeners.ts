/**
 * The listeners for the events of a connection. An event without a listener is not decoded. A daemon sends only events
 * for which a callback was registered, and may support more kinds of events than the table in procedures.ts.
 */
import type { Log } from '../../../src/domain/log.js';
import { ProtocolViolation } from './errors.js';
import { PACKET_STATUS } from './packet.js';
import type { Packet } from './packet.js';
import { EVENTS, REMOTE_PROGRAM } from './procedures.js';
import type { EventArgsOf, EventName } from './procedures.js';
import { decodeWhole } from './xdr.js';
import type { Codec } from './xdr.js';

interface Listened {
  readonly codec: Codec<unknown>;
  readonly listeners: Set<(args: never) => void>;
}

export class EventListeners {
  readonly #byNumber = new Map<number, Listened>();
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Returns a function that removes the listener. */
  add<E extends EventName>(event: E, listener: (args: EventArgsOf<E>) => void): () => void {
    const { number, args } = EVENTS[event];
    const { listeners } = this.#byNumber.get(number) ?? { listeners: new Set() };
    this.#byNumber.set(number, { codec: args, listeners: listeners.add(listener) });
    return () => void listeners.delete(listener);
  }

  /** Throws ProtocolViolation or XdrFault. Logs an error of a listener. */
  take({ program, procedure, status, bytes, start, end }: Packet): void {
    if (status !== PACKET_STATUS.ok) throw new ProtocolViolation(`an event with status ${status}`);
    const listened = program === REMOTE_PROGRAM ? this.#byNumber.get(procedure) : undefined;
    if (listened === undefined || listened.listeners.size === 0) return;
    const args = decodeWhole(listened.codec, bytes, start, end);
    for (const listener of [...listened.listeners]) {
      try {
        listener(args as never);
      } catch (error) {
        this.#log.error({ err: error, event: procedure }, 'listener for a libvirt event failed');
      }
    }
  }

  clear(): void {
    this.#byNumber.clear();
  }
}
