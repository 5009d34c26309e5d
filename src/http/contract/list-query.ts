/**
 * The query of a list, for any collection: the requested page, the members of each element to show, and the response.
 */
import type { Markers } from '../../../generated/api-types.js';
import { GuesthouseError } from '../../domain/errors.js';
import type { Collection } from '../../domain/collections.js';
import { readPageRequest } from '../../domain/page-request.js';
import type { Page, PageRequest } from '../../domain/page.js';
import { linkHeader } from '../views/links.js';

/** The query parameters as controllers get them, by their names in code. */
export interface ListInput {
  readonly limit: number;
  readonly marker?: string;
  readonly sortBy?: string;
  readonly fields?: string;
  readonly search?: string;
  readonly caseSensitive: boolean;
  readonly allProjects: boolean;
}

/** `Name`: the name of the collection, and of the member of the response that contains the elements. */
export class ListQuery<Member extends string, Name extends string = string> {
  readonly page: PageRequest;
  readonly #name: Name;
  readonly #input: ListInput;
  readonly #members: readonly Member[] | null;

  constructor(collection: Collection & { readonly name: Name }, known: readonly Member[], input: ListInput) {
    const { limit, marker, sortBy, search, caseSensitive } = input;
    this.#members = input.fields === undefined ? null : readFields(input.fields, known);
    this.page = readPageRequest(
      collection,
      { limit, marker, sort_by: sortBy, search, case_sensitive: caseSensitive },
      new Date(),
    );
    this.#name = collection.name;
    this.#input = input;
  }

  /** The members of an element that `fields` selects; all members without `fields`. */
  select<View extends object>(view: View): View {
    return this.#members === null ? view : selectMembers(view, this.#members);
  }

  /**
   * 200: a page of the list at `path`, with the members of each element's view that `fields` selects. `extra`:
   * parameters that only this list has.
   */
  response<Item, View extends object>(
    page: Page<Item>,
    origin: string,
    viewOf: (item: Item) => View,
    path = `/v1/${this.#name.replaceAll('_', '-')}`,
    extra: Readonly<Record<string, string | undefined>> = {},
  ): { status: 200; headers: { Link: string | undefined }; body: Record<Name, View[]> & { markers: Markers } } {
    const elements = page.rows.map((item) => this.select(viewOf(item)));
    const body = { [this.#name]: elements, markers: { prev: page.prev, next: page.next } };
    return {
      status: 200,
      headers: { Link: linkHeader(page, `${origin}${path}`, this.#parametersOfOtherPages(extra)) },
      body: body as Record<Name, View[]> & { markers: Markers },
    };
  }

  #parametersOfOtherPages(
    extra: Readonly<Record<string, string | undefined>>,
  ): Readonly<Record<string, string | number | boolean | undefined>> {
    const { limit, sortBy, fields, caseSensitive, allProjects } = this.#input;
    // The links have a marker instead of the page number: a request cannot have both.
    const search = this.page.search?.textWithoutPage;
    const query = { limit, sort_by: sortBy, fields, search: search === '' ? undefined : search, ...extra };
    const flags = {
      ...(caseSensitive ? { case_sensitive: true } : {}),
      ...(allProjects ? { all_projects: true } : {}),
    };
    return { ...query, ...flags };
  }
}

/** The members of a single resource that `fields` selects; all members if `fields` is undefined. */
export function selectFields<View extends object>(
  view: View,
  fields: string | undefined,
  known: readonly string[],
): View {
  return fields === undefined ? view : selectMembers(view, readFields(fields, known));
}

/** The members that `fields` names. Throws `validation_failed` if it names others. */
export function readFields<Member extends string>(text: string, known: readonly Member[]): readonly Member[] {
  const wanted = text.split(',').map((name) => name.trim());
  const unknown = wanted.filter((name) => !(known as readonly string[]).includes(name));
  if (unknown.length === 0) return wanted as Member[];
  throw new GuesthouseError('validation_failed', 'The request is not valid: fields has unknown members.', {
    mistakes: unknown.map((name) => ({
      parameter: 'fields',
      detail: `${name === '' ? 'an empty name' : name} is not a member; known members are ${known.join(', ')}`,
    })),
  });
}

/** Members that are always shown. A resource without an id always shows its name instead. */
const ALWAYS = ['id', 'links'];

/**
 * The static type is the type of the whole view. The contract's selection type has the same members, all optional
 * except those that are always shown.
 */
function selectMembers<View extends object>(view: View, members: readonly string[]): View {
  const always = 'id' in view ? ALWAYS : ['name'];
  return Object.fromEntries(
    Object.entries(view).filter(([name]) => members.includes(name) || always.includes(name)),
  ) as View;
}
