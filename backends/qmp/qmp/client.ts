/**
 * A client of the QEMU Machine Protocol over a unix socket.
 *
 *   connect ─► greeting ─► qmp_capabilities ─► ready ─► closed
 *      └──────────┴────────────────┴─► not connected: `host_unreachable`
 *
 * - ready: any number of commands can be in flight, identified by their ids; events arrive in between.
 * - closed: by us, by the other end, or after a protocol error (a line that is too long, invalid JSON, a reply that
 *   belongs to no command). Never reopened: to continue, connect a new client.
 *
 * A call returns the monitor's reply as a value, even if the reply is a refusal. It rejects with `outcome_unknown` if
 * the command was written and its reply did not arrive (loss, deadline), with `host_unreachable` if nothing was
 * written, or with the signal's reason.
 *
 * Invariant: if the greeting does not arrive within the deadline, the client reports the failure and stops waiting. (A
 * monitor accepts one client at a time and sends nothing to a second one.) (test/wire/qmp-client.test.ts)
 */
import net from 'node:net';
import { GuesthouseError } from '../../../src/domain/errors.js';
import { LineReader } from './line-reader.js';
import { isRecord, parseQmpMessage, QmpProtocolFault } from './messages.js';
import type { QmpEvent, QmpMessage, QmpReply } from './messages.js';

/**
 * Longest accepted line, in bytes. The longest replies that we request (block statistics of 16 disks) have about 20
 * KiB.
 */
const MAX_LINE_BYTES = 4 * 1024 * 1024;

/**
 * Maximum number of abandoned calls without a reply. At this number, the monitor counts as hung: further commands are
 * not sent, because their calls would only fill our memory.
 */
const MAX_ABANDONED = 16;

export interface QmpConnectOptions {
  readonly signal: AbortSignal;
  /** Time limit for connect, greeting and negotiation together. */
  readonly deadlineMs: number;
  readonly onEvent: (event: QmpEvent) => void;
  /** Called once when a ready client is closed, from either side; `cause` is null if `close()` closed it. */
  readonly onClose: (cause: Error | null) => void;
  readonly maxLineBytes?: number;
}

export interface QmpCallOptions {
  readonly signal?: AbortSignal;
  readonly deadlineMs: number;
}

interface PendingCall {
  readonly command: string;
  settle(outcome: QmpReply | Error): void;
}

export class QmpClient {
  readonly version: string;
  readonly #socket: net.Socket;
  readonly #onClose: (cause: Error | null) => void;
  readonly #pending = new Map<string, PendingCall>();
  /** The ids of calls whose callers have given up and whose replies have not arrived yet. */
  readonly #abandoned = new Set<string>();
  #nextId = 1;
  #isClosed = false;

  private constructor(socket: net.Socket, version: string, onClose: (cause: Error | null) => void) {
    this.#socket = socket;
    this.version = version;
    this.#onClose = onClose;
  }

  /** Connects and negotiates. Rejects with `host_unreachable` or the signal's reason; then no socket is left open. */
  static async connect(path: string, options: QmpConnectOptions): Promise<QmpClient> {
    options.signal.throwIfAborted();
    return await new Promise<QmpClient>((resolve, reject) => {
      const socket = net.connect(path);
      const reader = new LineReader(options.maxLineBytes ?? MAX_LINE_BYTES);
      let client: QmpClient | null = null;
      let phase: 'greeting' | 'negotiation' | 'ready' | 'over' = 'greeting';

      const deadline = setTimeout(() => {
        const waitedFor =
          phase === 'greeting' ? 'greeting (is another client connected?)' : 'reply to qmp_capabilities';
        giveUp(unreachable(`no ${waitedFor} within ${options.deadlineMs} ms`));
      }, options.deadlineMs);
      const onAbort = (): void => giveUp(options.signal.reason as Error);
      options.signal.addEventListener('abort', onAbort, { once: true });

      const settle = (): void => {
        clearTimeout(deadline);
        options.signal.removeEventListener('abort', onAbort);
      };
      const giveUp = (error: Error): void => {
        if (phase === 'ready' || phase === 'over') return;
        phase = 'over';
        settle();
        socket.destroy();
        reject(error);
      };
      const fail = (cause: Error): void => {
        if (phase === 'ready') client?.closeWith(cause);
        else giveUp(unreachable(cause.message, cause));
      };

      const take = (message: QmpMessage): void => {
        if (phase === 'ready') {
          if (message.kind === 'greeting') throw new QmpProtocolFault('a second greeting');
          if (message.kind === 'event') options.onEvent(message);
          else client?.takeReply(message.id, message.reply);
          return;
        }
        // 4: the monitor delivers no events before the negotiation ends, so an event that arrives now is ignored.
        if (message.kind === 'event') return;
        if (phase === 'greeting') {
          if (message.kind !== 'greeting') throw new QmpProtocolFault('the first message is not a greeting');
          client = new QmpClient(socket, message.version, options.onClose);
          phase = 'negotiation';
          // 4 Capabilities negotiation: any other command is refused until this one has its reply. We enable no
          // capability.
          socket.write('{"execute":"qmp_capabilities"}\n');
          return;
        }
        if (message.kind !== 'reply') throw new QmpProtocolFault('a second greeting');
        if (!message.reply.ok) throw new QmpProtocolFault(`negotiation refused: ${message.reply.error.desc}`);
        if (client === null) return;
        phase = 'ready';
        settle();
        resolve(client);
      };

      socket.on('data', (chunk) => {
        try {
          for (const line of reader.push(chunk)) {
            // An earlier message in this chunk may have ended the connection.
            if (phase === 'over' || socket.destroyed) return;
            take(parseQmpMessage(line));
          }
        } catch (error) {
          fail(error instanceof Error ? error : new Error(String(error)));
        }
      });
      socket.on('error', fail);
      socket.on('close', () => fail(new Error('the monitor closed the connection')));
    });
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Sends one command (2.3) and waits for its reply. */
  async execute(command: string, args: Record<string, unknown> | null, options: QmpCallOptions): Promise<QmpReply> {
    options.signal?.throwIfAborted();
    if (this.#isClosed) throw unreachable('the connection to the monitor is closed');
    if (this.#abandoned.size >= MAX_ABANDONED) throw unreachable(`${MAX_ABANDONED} calls still have no reply`);
    const id = String(this.#nextId++);
    return await new Promise<QmpReply>((resolve, reject) => {
      const end = (outcome: QmpReply | Error): void => {
        clearTimeout(deadline);
        options.signal?.removeEventListener('abort', onAbort);
        this.#pending.delete(id);
        if (outcome instanceof Error) reject(outcome);
        else resolve(outcome);
      };
      const abandon = (error: Error): void => {
        this.#abandoned.add(id);
        end(error);
      };
      const deadline = setTimeout(
        () => abandon(unknownOutcome(command, `no reply within ${options.deadlineMs} ms`)),
        options.deadlineMs,
      );
      const onAbort = (): void => abandon(options.signal?.reason as Error);
      options.signal?.addEventListener('abort', onAbort, { once: true });
      this.#pending.set(id, { command, settle: end });
      this.#socket.write(
        `${JSON.stringify(args === null ? { execute: command, id } : { execute: command, arguments: args, id })}\n`,
      );
    });
  }

  /** Ends the connection; calls in flight end with `outcome_unknown`. */
  close(): void {
    this.closeWith(null);
  }

  /** Called by the socket's handlers above: ends the connection with `cause`. */
  closeWith(cause: Error | null): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket.destroy();
    for (const call of [...this.#pending.values()]) {
      call.settle(unknownOutcome(call.command, cause?.message ?? 'the connection was closed', cause));
    }
    this.#onClose(cause);
  }

  /** Called by the socket's handlers above: passes a reply to the call that waits for it. */
  takeReply(id: string | null, reply: QmpReply): void {
    const call = id === null ? undefined : this.#pending.get(id);
    if (call !== undefined) {
      call.settle(reply);
      return;
    }
    if (id !== null && this.#abandoned.delete(id)) return;
    // 2.4: a reply has the id of its command. If a reply has no id, or an id that was never sent, the two ends no
    // longer agree on the commands. Continuing could return a reply to the wrong caller.
    throw new QmpProtocolFault(id === null ? 'a reply names no command' : 'a reply to a command that was never sent');
  }

  /** After this call, the connection does not keep our process alive. */
  unref(): void {
    this.#socket.unref();
  }
}

/** The member `name` of an object that a monitor returned, or undefined. */
export function memberOf(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}

function unreachable(logDetail: string, cause?: Error): GuesthouseError {
  return new GuesthouseError('host_unreachable', "The guest's monitor does not respond.", { logDetail, cause });
}

function unknownOutcome(command: string, logDetail: string, cause?: Error | null): GuesthouseError {
  return new GuesthouseError('outcome_unknown', 'The response of the hypervisor was lost.', {
    logDetail: `${command}: ${logDetail}`,
    cause: cause ?? undefined,
  });
}
