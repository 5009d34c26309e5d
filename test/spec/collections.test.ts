/**
 * The sort keys and search fields of lists are the same in the code, in openapi.yaml and in the guide.
 */
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { parse } from 'yaml';
import * as collections from '../../src/domain/collections.js';
import { fieldNames, type Collection } from '../../src/domain/collections.js';

interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly schema: { readonly enum?: readonly string[] };
}
interface Document {
  readonly paths: Readonly<Record<string, { readonly get?: { readonly parameters?: readonly Parameter[] } }>>;
  readonly components: { readonly parameters: Readonly<Record<string, Parameter>> };
}

const ROOT = new URL('../../', import.meta.url);
const COLLECTIONS: readonly Collection[] = Object.values(collections).filter((one) => typeof one === 'object');

describe('The lists', () => {
  let contract: string;

  before(async () => {
    contract = await readFile(new URL('openapi.yaml', ROOT), 'utf8');
  });

  it('can be sorted by the keys that the contract lists, in both directions', () => {
    const { paths, components } = parse(contract) as Document;
    const sorted = Object.entries(paths).flatMap(([path, { get }]) => {
      const parameters = (get?.parameters ?? []).map((one) =>
        one.$ref === undefined ? one : components.parameters[one.$ref.split('/').at(-1) ?? ''],
      );
      const sort = parameters.find((one) => one?.name === 'sort_by');
      return sort === undefined ? [] : [{ path, keys: sort.schema.enum }];
    });
    const listed = new Set<string>();
    for (const { path, keys } of sorted) {
      const name = path.split('/').at(-1)?.replaceAll('-', '_');
      const collection = COLLECTIONS.find((one) => one.name === name);
      listed.add(collection?.name ?? '');
      expect(keys, path).to.have.members(collection?.sortKeys.flatMap((key) => [key, `-${key}`]) ?? []);
    }
    expect([...listed]).to.have.members(COLLECTIONS.map(({ name }) => name));
  });

  it('can be searched by the fields that the guide lists', async () => {
    const guide = await readFile(new URL('docs/guide/search.md', ROOT), 'utf8').catch(() => '');
    const rows = [...`${contract}\n${guide}`.matchAll(/^ *\| *(\w+) *\| *(`[^|]*`) *\| *$/gm)].map(
      ([, name = '', fields = '']) => ({ name, fields: [...fields.matchAll(/`([^`]+)`/g)].map(([, field]) => field) }),
    );
    for (const collection of COLLECTIONS) {
      const tables = rows.filter(({ name }) => name === collection.name);
      expect(tables, `a row for ${collection.name}`).to.not.be.empty;
      for (const { fields } of tables) expect(fields, collection.name).to.have.members(fieldNames(collection));
    }
  });
});
