/**
 * The catalogue of the dialects that this server serves, and of their contracts as clients get them. A contract is
 * read on the first request for it. The routes of dialects are in registry.ts.
 */
import { GuesthouseError } from '../../domain/errors.js';
import { DIALECT_NAMES } from '../../domain/words.js';
import type { DialectName } from '../../domain/words.js';
import { loadContract } from '../contract/load-contract.js';
import type { OpenApiDocument } from '../contract/load-contract.js';

export interface ListedDialect {
  readonly name: DialectName;
  /** The API's full name. */
  readonly title: string;
  /** The beginnings of its paths. */
  readonly prefixes: readonly string[];
}

/** A contract as YAML, and the same document as JSON. */
export interface DialectSpec {
  readonly yaml: string;
  /** Frozen, so that it is serialized only once (bind.ts). */
  readonly json: Readonly<Record<string, unknown>>;
}

export class DialectCatalogue {
  /** By name. */
  readonly listed: readonly ListedDialect[];
  readonly #files = new Map<string, string>();
  readonly #specs = new Map<string, DialectSpec>();

  /** `document`: the native contract. `served`: the names of the dialects that are not turned off. */
  constructor(document: OpenApiDocument, served: readonly string[]) {
    this.listed = DIALECT_NAMES.flatMap((name) => {
      const entry = document['x-dialects']?.[name];
      if (entry === undefined || !served.includes(name)) return [];
      this.#files.set(name, entry.file);
      return [{ name, title: entry.title, prefixes: [entry.prefix].flat() }];
    });
  }

  /** Throws `not_found` if this server does not serve the dialect. */
  async specOf(name: string): Promise<DialectSpec> {
    const file = this.#files.get(name);
    if (file === undefined) throw new GuesthouseError('not_found', 'This server has no older API of this name.');
    const known = this.#specs.get(name);
    if (known !== undefined) return known;
    const { yaml, document } = await loadContract({ yaml: file, json: `generated/${name}/openapi.json` });
    const spec = { yaml, json: Object.freeze({ ...document }) };
    this.#specs.set(name, spec);
    return spec;
  }
}
