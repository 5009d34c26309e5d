/**
 * Transfers through a stream: to the server from an iterable, and from the server as an iterable. Both apply
 * back-pressure: an upload reads from its source only as fast as the socket accepts data, and a download reads from the
 * socket only as fast as its reader reads (connection.ts, `bufferChanged`).
 */
import { STREAM_CHUNK_BYTES } from './packet.js';
import type { StreamChannel } from './stream-channel.js';

/**
 * Resolves when the server has confirmed the finish. Rejects with the channel's failure immediately, even if the source
 * is waiting.
 */
export async function uploadInto(channel: StreamChannel, source: AsyncIterable<Uint8Array>): Promise<void> {
  // The iterator must always be created, so that it can always be closed; otherwise a file would stay open.
  const chunks = source[Symbol.asyncIterator]();
  let isExhausted = false;
  try {
    await untilOpen(channel);
    for (;;) {
      const next = await orFailure(channel, chunks.next());
      if (next.done === true) break;
      for (let at = 0; at < next.value.length; at += STREAM_CHUNK_BYTES) {
        const writable = channel.write(next.value.subarray(at, at + STREAM_CHUNK_BYTES));
        if (writable !== null) await orFailure(channel, writable);
        if (channel.failure !== null) throw channel.failure;
      }
    }
    isExhausted = true;
    channel.finish();
    while (channel.state === 'finishing') await channel.changed();
    if (channel.failure !== null) throw channel.failure;
  } catch (error) {
    // If the source itself fails, the server must not mistake the incomplete data for the whole content.
    channel.giveUp(error as Error);
    throw error;
  } finally {
    // Not awaited: if the source hangs in `next`, the promise of `return` never settles.
    if (!isExhausted) void Promise.resolve(chunks.return?.()).catch(() => undefined);
  }
}

/**
 * Yields the data until the server has marked its end and confirmed our finish. If the consumer stops earlier, the
 * stream is aborted.
 */
export async function* downloadFrom(channel: StreamChannel): AsyncGenerator<Buffer, void, void> {
  try {
    await untilOpen(channel);
    for (;;) {
      const data = channel.take();
      if (data !== null) yield data;
      else if (channel.failure !== null) throw channel.failure;
      else if (channel.state === 'over') return;
      else {
        if (channel.hasServerFinished) channel.finish();
        await channel.changed();
      }
    }
  } finally {
    channel.giveUp(new Error('the reader left'));
  }
}

async function untilOpen(channel: StreamChannel): Promise<void> {
  while (channel.state === 'opening') await channel.changed();
  if (channel.failure !== null && channel.bufferedBytes === 0) throw channel.failure;
}

/** The result of `promise`, or the channel's failure as soon as there is one. */
async function orFailure<T>(channel: StreamChannel, promise: Promise<T>): Promise<T> {
  let isSettled = false;
  const settled = promise.finally(() => (isSettled = true));
  settled.catch(() => undefined);
  while (!isSettled && channel.failure === null) await Promise.race([settled, channel.changed()]);
  if (channel.failure !== null) throw channel.failure;
  return await settled;
}
