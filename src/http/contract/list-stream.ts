/**
 * A list as a stream: the body of a response that contains a whole collection, written page by page. It needs the
 * memory of one page, and the client determines the pace.
 *
 *   first page fails            a fault, because nothing was sent yet
 *   a later page fails          the connection is closed: the client gets an incomplete body, never a short list that
 *                               looks complete
 *   the client disconnects,     as above, even if the client reads nothing; no page that is read later is sent. A list
 *   or its access ends          of one page is sent whole: it was read with the rights that the caller had then
 *
 * The operation must have `x-streamed` in its contract.
 */
import { Readable } from 'node:stream';
import { GuesthouseError } from '../../domain/errors.js';

/** How a list is written. */
export interface ListForm<Item> {
  /** The text before the first element. */
  readonly open: string;
  readonly between: string;
  /** The text after the last element. */
  readonly close: string;
  /** The text of a list without elements. Default: `open` and `close`. */
  readonly empty?: string;
  readonly textOf: (item: Item) => string;
}

/** A JSON array. `open` and `close` can put it into an object: `{"guests":[` and `]}`. */
export function jsonListForm<Item>(viewOf: (item: Item) => object, open = '[', close = ']'): ListForm<Item> {
  return { open, between: ',', close, textOf: (item) => JSON.stringify(viewOf(item)) };
}

/** Resolves when the first page has been read. `over`: aborts when the client disconnects or its access ends. */
export async function listStream<Item>(
  pages: AsyncIterable<readonly Item[]>,
  form: ListForm<Item>,
  over: AbortSignal,
): Promise<Readable> {
  const pagesLeft = pages[Symbol.asyncIterator]();
  const first = await pagesLeft.next();
  let hasLaterPage = false;
  const rest = {
    next: async (): Promise<IteratorResult<readonly Item[]>> => {
      const page = await pagesLeft.next();
      hasLaterPage ||= page.done !== true;
      return page;
    },
  };
  const stream = Readable.from(textsOf(first, rest, form, over), { objectMode: false });
  // A client that has stopped reading would otherwise keep its page and its connection.
  const end = (): void => void (hasLaterPage && stream.destroy(accessEnded()));
  over.addEventListener('abort', end, { once: true });
  stream.once('close', () => over.removeEventListener('abort', end));
  // The stream can be destroyed before the response reads it.
  stream.on('error', () => undefined);
  return stream;
}

function accessEnded(): GuesthouseError {
  return new GuesthouseError('unauthenticated', 'The access to the list has ended.');
}

/** One text for each page, because a text for each element would cost a turn of the event loop each. */
async function* textsOf<Item>(
  first: IteratorResult<readonly Item[]>,
  rest: AsyncIterator<readonly Item[]>,
  { open, between, close, empty = open + close, textOf }: ListForm<Item>,
  over: AbortSignal,
): AsyncGenerator<string> {
  let before = open;
  for (let page = first; page.done !== true; page = await rest.next()) {
    // A normal end would make the short list look complete.
    if (page !== first && over.aborted) throw accessEnded();
    if (page.value.length === 0) continue;
    yield before + page.value.map((item) => textOf(item)).join(between);
    before = between;
  }
  yield before === open ? empty : close;
}
