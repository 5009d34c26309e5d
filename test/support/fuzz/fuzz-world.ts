/**
 * The existing resources as far as a fuzz run knows them, which is everything that responses mention. An object is a
 * resource if its `href`, or its link `self`, is a path of the contract, and the values of the path's parameters name
 * it. In an API without links, an element of a collection is a resource if it has an id. So this file needs no change
 * for a new collection.
 */
import { hostname } from 'node:os';
import type { Contract, Operation } from '../contract.js';
import type { Random } from './fuzz-random.js';
import type { Known } from './fuzz-values.js';

type PathValues = Readonly<Record<string, string>>;
interface Resource {
  readonly href: string;
  readonly values: PathValues;
  readonly name: string | null;
}

/**
 * The resources on which the run itself depends: its user, project, token and role. The run never records them, so it
 * never renames or deletes them.
 */
function isSpared(name: unknown, user: unknown): boolean {
  const isOfRun = typeof name === 'string' && ['admin', 'default', 'admin.token'].includes(name);
  return isOfRun || (user as { name?: unknown } | null | undefined)?.name === 'admin';
}
/**
 * The run uses the host that the service itself made, but never changes or deletes it: without it, no guest would
 * find room.
 */
function isFixed({ name }: Resource): boolean {
  return name === hostname();
}

/** The path of an object's link `self`, which is an absolute URL; undefined if it has none. */
function pathOfSelf(value: object): string | undefined {
  const { links } = value as { links?: unknown };
  if (!Array.isArray(links)) return undefined;
  const self = (links as { rel?: unknown; href?: unknown }[]).find((link) => link?.rel === 'self')?.href;
  return typeof self === 'string' && URL.canParse(self) ? new URL(self).pathname : undefined;
}

/** The paths of the elements of a collection that have an id, but no link: the body itself, or an element of a list. */
function pathsOfElements(pathname: string, body: unknown): string[] {
  const members: readonly unknown[] = typeof body !== 'object' || body === null ? [] : Object.values(body);
  const lists = [body, ...members].filter((value): value is unknown[] => Array.isArray(value));
  const elements = [body, ...lists.flat()];
  return elements.flatMap((element) => {
    if (typeof element !== 'object' || element === null || 'href' in element || 'links' in element) return [];
    const { id, ID = id } = element as { id?: unknown; ID?: unknown };
    return typeof ID === 'string' ? [`${pathname}/${ID}`] : [];
  });
}

/** The maximum number of recorded resources of a kind. Others are ignored. */
const REMEMBERED_MAX = 40;

interface ResourcePath {
  readonly path: string;
  /** The names of the path's parameters. */
  readonly names: readonly string[];
  readonly pattern: RegExp;
}

export class World {
  /** Paths that end in the name of one resource, such as `/v1/guests/{guest}`. */
  readonly #resourcePaths: readonly ResourcePath[];
  readonly #byPath = new Map<string, Map<string, Resource>>();
  readonly #etags = new Map<string, string>();

  constructor({ operations }: Contract) {
    this.#resourcePaths = [...new Set(operations.map(({ path }) => path))]
      .filter((path) => path.endsWith('}'))
      .map((path) => {
        const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
        return { path, names, pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`) };
      });
  }

  /** Records the resources in the body of a response, and the ETag of the resource that the response shows. */
  learn(pathname: string, body: unknown, etag: string | null): void {
    if (etag !== null) this.#etags.set(pathname, etag);
    for (const path of pathsOfElements(pathname, body)) this.#remember(path, null);
    const rest = [body];
    for (let value = rest.pop(); value !== undefined; value = rest.pop()) {
      if (typeof value !== 'object' || value === null) continue;
      rest.push(...(Object.values(value) as unknown[]).filter((member) => member !== undefined));
      const { href = pathOfSelf(value), name, user } = value as { href?: unknown; name?: unknown; user?: unknown };
      if (typeof href === 'string' && !isSpared(name, user))
        this.#remember(href, typeof name === 'string' ? name : null);
    }
  }

  #remember(href: string, name: string | null): void {
    for (const { path, names, pattern } of this.#resourcePaths) {
      const found = pattern.exec(href);
      if (found === null) continue;
      const values = Object.fromEntries(names.map((each, index) => [each, found[index + 1] ?? '']));
      const known = this.#byPath.get(path) ?? new Map<string, Resource>();
      this.#byPath.set(path, known.set(href, { href, values, name }));
      const [oldest] = known.keys();
      if (known.size > REMEMBERED_MAX && oldest !== undefined) known.delete(oldest);
    }
  }

  /** Removes the record of a resource that is gone or never existed. */
  forget(pathname: string): void {
    this.#etags.delete(pathname);
    for (const known of this.#byPath.values()) known.delete(pathname);
  }

  count(path: string): number {
    return this.#byPath.get(path)?.size ?? 0;
  }

  /** The oldest resource that can be deleted. */
  oldest(path: string): string | null {
    const first = [...(this.#byPath.get(path)?.values() ?? [])].find((resource) => !isFixed(resource));
    return first?.href ?? null;
  }

  etagOf(pathname: string): string | undefined {
    return this.#etags.get(pathname);
  }

  /** Returns values for the parameters of the path that name existing resources, by id or by name. */
  valuesFor({ method, path }: Operation, random: Random): PathValues {
    const values: Record<string, string> = {};
    for (const resourcePath of this.#resourcePaths.filter(({ path: each }) => path.startsWith(each))) {
      const isChange = resourcePath.path === path && ['patch', 'delete'].includes(method);
      const resource = this.#pick(resourcePath.path, random, (each) => !isChange || !isFixed(each));
      if (resource === undefined) continue;
      Object.assign(values, resource.values);
      const last = resourcePath.names.at(-1) ?? '';
      if (resource.name !== null && random.chance(0.3)) values[last] = encodeURIComponent(resource.name);
    }
    // A path can also name what does not exist below it yet, such as the host that an image is copied to.
    for (const [, name = ''] of path.matchAll(/\{(\w+)\}/g)) {
      const value = values[name] ?? this.known(name, random);
      if (value !== undefined) values[name] ??= encodeURIComponent(value);
    }
    return values;
  }

  /**
   * Returns values for members and parameters such as `image`, `kernel_image` and `marker`, which name existing
   * resources.
   */
  readonly known: Known = (name, random) => {
    const last = name.split('_').at(-1) ?? '';
    const fitting = this.#resourcePaths.filter(({ names }) => names.at(-1) === last);
    const from = fitting.length > 0 ? fitting : name === 'marker' ? this.#resourcePaths : [];
    const resource = from.length === 0 ? undefined : this.#pick(random.pick(from).path, random);
    if (resource === undefined) return undefined;
    return resource.name !== null && random.chance(0.3) ? resource.name : Object.values(resource.values).at(-1);
  };

  #pick(path: string, random: Random, isFit: (resource: Resource) => boolean = () => true): Resource | undefined {
    const known = [...(this.#byPath.get(path)?.values() ?? [])].filter(isFit);
    return known.length === 0 ? undefined : random.pick(known);
  }
}
