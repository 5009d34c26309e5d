/**
 * The driver's connection to one guest's monitor: opened when first needed, kept, and opened again after a loss.
 * Concurrent callers share one attempt, because a monitor accepts one client at a time. A guest has two monitors. The
 * driver tries both in parallel and keeps the first that sends a greeting, so that it can connect while its predecessor
 * still occupies the other monitor.
 *
 * A monitor that does not respond is `guest_unresponsive`, never `host_unreachable`: the host is this machine.
 */
import { join } from 'node:path';
import { GuesthouseError, isGuesthouseError } from '../../src/domain/errors.js';
import { throwIfOver, untilAborted } from '../shared/abort.js';
import type { CallScope } from '../shared/abort.js';
import { withShortPath } from './guest-folder.js';
import { QMP_SOCKETS } from './launch.js';
import { QmpClient } from './qmp/client.js';
import type { QmpEvent } from './qmp/messages.js';

/**
 * Time limit for a QEMU that runs. Its main loop replies within milliseconds, or within a second or two on an
 * overloaded machine.
 */
export const REPLY_DEADLINE_MS = 5000;

export interface MonitorOwner {
  onEvent(event: QmpEvent): void;
  /** Called when the connection was lost; not called after our own close. */
  onLoss(): void;
}

export class Monitor {
  readonly #folder: string;
  readonly #owner: MonitorOwner;
  #client: QmpClient | null = null;
  #attempt: { readonly promise: Promise<QmpClient>; readonly abort: AbortController } | null = null;

  constructor(folder: string, owner: MonitorOwner) {
    this.#folder = folder;
    this.#owner = owner;
  }

  /** Returns the connection. `deadlineMs` applies only if this call begins the attempt. */
  async connect(signal: AbortSignal, deadlineMs = REPLY_DEADLINE_MS): Promise<QmpClient> {
    if (this.#client !== null) return this.#client;
    this.#attempt ??= this.#begin(deadlineMs);
    return await untilAborted(this.#attempt.promise, signal);
  }

  /** Executes a command that changes nothing. So a lost reply is never `outcome_unknown`. */
  async query(command: string, call: CallScope): Promise<unknown> {
    try {
      return await this.execute(command, null, call);
    } catch (error) {
      throw isGuesthouseError(error, 'outcome_unknown') ? unresponsive(error.logDetail, error) : error;
    }
  }

  /** Executes a command and returns its value. Throws `backend_refused` if the monitor refuses. */
  async execute(
    command: string,
    args: Record<string, unknown> | null,
    call: CallScope,
    deadlineMs = REPLY_DEADLINE_MS,
  ): Promise<unknown> {
    const { signal } = call;
    const client = await this.connect(signal);
    throwIfOver(call);
    const reply = await client.execute(command, args, { signal, deadlineMs }).catch(asSilence);
    if (reply.ok) return reply.value;
    throw new GuesthouseError('backend_refused', `The hypervisor refused: ${reply.error.desc}`, {
      logDetail: `${command}: ${reply.error.class}`,
    });
  }

  /** Disconnects; the next call connects again. */
  reset(): void {
    this.#attempt?.abort.abort(unresponsive('the driver gave up the connection'));
    this.#client?.close();
    this.#client = null;
  }

  #begin(deadlineMs: number): { promise: Promise<QmpClient>; abort: AbortController } {
    const abort = new AbortController();
    const promise = this.#open(abort.signal, deadlineMs)
      .catch(asSilence)
      .finally(() => (this.#attempt = null));
    promise.catch(() => undefined);
    return { promise, abort };
  }

  async #open(signal: AbortSignal, deadlineMs: number): Promise<QmpClient> {
    // The callback checks which client was closed, because closing the client that is not kept is not a loss.
    let kept: QmpClient | null = null;
    let isLost = false;
    const rest = new AbortController();
    const either = AbortSignal.any([signal, rest.signal]);
    const candidates = QMP_SOCKETS.map(async (socket) => {
      const client: QmpClient = await withShortPath(this.#folder, (shortFolder) =>
        QmpClient.connect(join(shortFolder, socket), {
          signal: either,
          deadlineMs,
          onEvent: (event) => this.#owner.onEvent(event),
          onClose: (cause) => {
            if (client !== kept) return;
            isLost = true;
            this.#client = null;
            if (cause !== null) this.#owner.onLoss();
          },
        }),
      );
      if (kept === null) kept = client;
      else client.close();
      return client;
    });
    try {
      const client = await Promise.any(candidates);
      signal.throwIfAborted();
      if (isLost || client.isClosed) throw unresponsive('the connection was lost immediately');
      client.unref();
      this.#client = client;
      return client;
    } catch (error) {
      throw error instanceof AggregateError ? error.errors[0] : error;
    } finally {
      rest.abort(unresponsive('the other monitor responded first'));
    }
  }
}

function unresponsive(logDetail: string | undefined, cause?: unknown): GuesthouseError {
  const message = 'The virtual machine of the guest does not respond.';
  return new GuesthouseError('guest_unresponsive', message, {
    ...(logDetail === undefined ? {} : { logDetail }),
    cause,
  });
}

/** The client reports a lost monitor as `host_unreachable`, but here only the guest is lost. */
function asSilence(error: unknown): never {
  throw isGuesthouseError(error, 'host_unreachable') ? unresponsive(error.logDetail, error) : error;
}
