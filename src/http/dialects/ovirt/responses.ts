/**
 * The responses of the dialect, in XML or JSON as the client asked: single elements, and lists that are written page by
 * page. Nothing here knows a view.
 */
import type { Readable } from 'node:stream';
import { walk } from '../../../app/walk.js';
import type { Page, PageRequest } from '../../../domain/page.js';
import { jsonListForm, listStream } from '../../contract/list-stream.js';
import type { ListForm } from '../../contract/list-stream.js';
import type { RequestContext } from '../../request-context.js';
import type { ReadList } from './search.js';
import { rootSchema } from './xml-schema.js';
import type { SchemaDocument } from './xml-schema.js';
import { writeElement, XML_DECLARATION } from './xml-writer.js';

const JSON_TYPE = 'application/json';

/** XML is the first media type of every response, so only JSON is named. */
type Shown<Status extends number, Body> =
  | { readonly status: Status; readonly body: Body }
  | { readonly status: Status; readonly mediaType: typeof JSON_TYPE; readonly body: Body };

export function shown<Status extends number, Body>(
  status: Status,
  body: Body,
  { mediaType }: Pick<RequestContext, 'mediaType'>,
): Shown<Status, Body> {
  return mediaType === JSON_TYPE ? { status, mediaType, body } : { status, body };
}

export interface ListToShow<Row> {
  readonly asked: ReadList;
  /** The use case that returns one page. */
  readonly list: (page: PageRequest) => Promise<Page<Row>>;
  readonly viewOf: (row: Row) => object;
  /** Elements before those of the list, which its limit does not count. */
  readonly first?: readonly object[];
}

/** Writes the lists of one contract. */
export class Lists {
  readonly #document: SchemaDocument;

  constructor(document: SchemaDocument) {
    this.#document = document;
  }

  /** 200: a list whose schema has the given name. */
  async shown<Row>(
    schemaName: string,
    { asked, list, viewOf, first = [] }: ListToShow<Row>,
    context: RequestContext,
  ): Promise<Shown<200, Readable>> {
    const pages = views(rowsOf(asked, list), viewOf, first);
    return shown(200, await listStream(pages, this.#formOf(schemaName, context.mediaType), context.over), context);
  }

  #formOf(schemaName: string, mediaType: string | null): ListForm<object> {
    const { root, schema } = rootSchema(this.#document, schemaName);
    const [[member, { items }] = ['', {}]] = Object.entries(schema.properties ?? {});
    if (mediaType === JSON_TYPE) return jsonListForm((view: object) => view, `{"${member}":[`, ']}');
    const element = items?.$ref?.split('/').at(-1) ?? '';
    return {
      open: `${XML_DECLARATION}<${root}>\n`,
      between: '\n',
      close: `\n</${root}>\n`,
      empty: `${XML_DECLARATION}<${root}/>\n`,
      textOf: (view) => writeElement(view, element, this.#document, 1),
    };
  }
}

async function* rowsOf<Row>(
  { search, isCaseSensitive, rowsMax }: ReadList,
  list: ListToShow<Row>['list'],
): AsyncGenerator<readonly Row[]> {
  if (rowsMax === 0) yield [];
  else yield* walk(list, { marker: null, sortBy: search?.sortBy ?? null, search, isCaseSensitive }, rowsMax);
}

async function* views<Row>(
  pages: AsyncIterable<readonly Row[]>,
  viewOf: (row: Row) => object,
  first: readonly object[],
): AsyncGenerator<readonly object[]> {
  let before = first;
  for await (const rows of pages) {
    yield [...before, ...rows.map(viewOf)];
    before = [];
  }
}
