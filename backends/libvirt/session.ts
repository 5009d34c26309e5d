/**
 * A session: a connection to the daemon, from the pool in daemon.ts, that one piece of work uses exclusively.
 *
 * Before each message, the session checks that its call is not over (B5). It reports each message that changed
 * something, so that a later loss of the connection is `outcome_unknown` (B3). guest.ts, volumes.ts and others decide
 * which messages are sent, and in which order.
 */
import { throwIfOver } from '../shared/abort.js';
import type { CallScope } from '../shared/abort.js';
import { toGuesthouseError } from './dialect.js';
import type { LibvirtConnection } from './rpc/connection.js';
import { LibvirtError } from './rpc/errors.js';
import { PROCEDURES } from './rpc/procedures.js';
import type { ArgsOf, CallName, DownloadName, ProcedureName, ResultOf } from './rpc/procedures.js';

export class Session {
  readonly #connection: LibvirtConnection;
  readonly #scope: CallScope;
  readonly #onChange: () => void;

  /** `onChange` is called after each message that changes something and was not refused. */
  constructor(connection: LibvirtConnection, scope: CallScope, onChange: () => void) {
    this.#connection = connection;
    this.#scope = scope;
    this.#onChange = onChange;
  }

  /**
   * Throws LibvirtError unchanged, and a lost connection as a GuesthouseError. `signal` bounds the wait for the reply.
   */
  async call<P extends CallName>(procedure: P, args: ArgsOf<P>, signal: AbortSignal): Promise<ResultOf<P>> {
    throwIfOver(this.#scope);
    const result = await callDaemon(this.#connection, procedure, args, signal);
    this.#responded(procedure);
    return result;
  }

  /**
   * A call that only makes libvirt refresh its view of the storage, or start a storage pool that it knows. It changes
   * no guest, and repeating it is harmless. So if the connection is lost during or after this call, the outcome does
   * not count as unknown.
   */
  async prepare<P extends CallName>(procedure: P, args: ArgsOf<P>, signal: AbortSignal): Promise<ResultOf<P>> {
    throwIfOver(this.#scope);
    try {
      return await this.#connection.call(procedure, args, { signal });
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof LibvirtError ? error : toGuesthouseError(error);
    }
  }

  async upload(
    args: ArgsOf<'StorageVolUpload'>,
    source: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ): Promise<void> {
    throwIfOver(this.#scope);
    try {
      await this.#connection.upload('StorageVolUpload', args, this.#whileNotOver(source), { signal });
    } catch (error) {
      signal.throwIfAborted();
      throw translateLoss(error, 'StorageVolUpload');
    }
    this.#responded('StorageVolUpload');
  }

  /** The whole content of the stream. */
  async download<P extends DownloadName>(procedure: P, args: ArgsOf<P>, signal: AbortSignal): Promise<Buffer> {
    throwIfOver(this.#scope);
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of this.#connection.download(procedure, args, { signal })) chunks.push(chunk);
    } catch (error) {
      signal.throwIfAborted();
      throw translateLoss(error, procedure);
    }
    return Buffer.concat(chunks);
  }

  async *#whileNotOver(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      throwIfOver(this.#scope);
      yield chunk;
    }
  }

  #responded(procedure: ProcedureName): void {
    if (PROCEDURES[procedure].changes) this.#onChange();
  }
}

/**
 * One call on a connection. Throws LibvirtError unchanged, so that callers can distinguish refusals, and a lost
 * connection as a GuesthouseError.
 */
export async function callDaemon<P extends CallName>(
  connection: LibvirtConnection,
  procedure: P,
  args: ArgsOf<P>,
  signal: AbortSignal,
): Promise<ResultOf<P>> {
  try {
    return await connection.call(procedure, args, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw translateLoss(error, procedure);
  }
}

function translateLoss(error: unknown, procedure: ProcedureName): unknown {
  return error instanceof LibvirtError ? error : toGuesthouseError(error, procedure);
}
