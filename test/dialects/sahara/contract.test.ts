/** The words of Sahara, and the parts of its contract that are the same as in the native one. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'yaml';
import { GUEST_STATES } from '../../../src/domain/words.js';
import { CLUSTER_STATUSES, STATUS_OF_CLUSTER } from '../../../src/http/dialects/sahara/words.js';
import { SAHARA } from '../../../src/http/dialects/sahara/dialect.js';

type Node = Readonly<Record<string, unknown>>;
interface Document {
  readonly components: { readonly schemas: Readonly<Record<string, Node>> };
}

function read(file: string): Document {
  return parse(readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8')) as Document;
}

/** The schema with its references resolved, without texts and examples. */
function bare(document: Document, node: unknown): unknown {
  if (Array.isArray(node)) return node.map((each) => bare(document, each));
  if (typeof node !== 'object' || node === null) return node;
  const { $ref } = node as { $ref?: string };
  if ($ref !== undefined) return bare(document, document.components.schemas[$ref.split('/').at(-1) ?? '']);
  const isMembers = (key: string): boolean => key === 'properties';
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key, value]) => !(key === 'description' && typeof value === 'string') && key !== 'examples')
      .map(([key, value]) => [
        key,
        isMembers(key)
          ? Object.fromEntries(Object.entries(value as Node).map(([name, each]) => [name, bare(document, each)]))
          : bare(document, value),
      ]),
  );
}

describe('The contract of the Sahara dialect', () => {
  const native = read('openapi.yaml');
  const sahara = read('openapi/sahara.yaml');

  for (const name of ['GuestCreate', 'GuestUpdate']) {
    it(`takes the members of the native ${name}, with the same rules and defaults`, () => {
      const ours = bare(sahara, { $ref: `Sahara${name}` });
      expect(ours).to.deep.equal(bare(native, { $ref: name }));
      expect(JSON.stringify(ours)).to.have.length.above(300);
    });
  }

  it('shows members of the native guest, under the same names', () => {
    const membersOf = (document: Document, name: string): string[] =>
      Object.keys(document.components.schemas[name]?.['properties'] as object);
    expect(membersOf(native, 'Guest')).to.include.members(membersOf(sahara, 'SaharaGuest'));
    for (const [ours, theirs] of [
      ['SaharaDisk', 'Disk'],
      ['SaharaNic', 'Nic'],
    ] as const) {
      expect(membersOf(sahara, ours)).to.deep.equal(membersOf(native, theirs));
    }
    const statesOf = (document: Document, name: string): unknown => {
      const { properties } = document.components.schemas[name] as unknown as { properties: Record<string, Node> };
      return properties['state']?.['enum'];
    };
    expect(statesOf(sahara, 'SaharaGuest')).to.deep.equal(GUEST_STATES);
  });

  it('has a status of a cluster for each state of a guest', () => {
    expect(Object.keys(STATUS_OF_CLUSTER)).to.deep.equal(GUEST_STATES);
    const { properties } = sahara.components.schemas['SaharaCluster'] as unknown as {
      properties: { status: { enum: unknown[] } };
    };
    expect(properties.status.enum).to.deep.equal([...CLUSTER_STATUSES, null]);
    expect([...new Set(Object.values(STATUS_OF_CLUSTER))]).to.have.members([...CLUSTER_STATUSES, null]);
  });

  it('has one spelling for each path, and never a path of another API', () => {
    const rewritten = (url: string): readonly [string, string | undefined] => {
      const { url: path, mediaType } = SAHARA.rewrite(url);
      return [path, mediaType];
    };
    const json = 'application/json';
    expect(rewritten('/v1.1/p/guests')).to.deep.equal(['/v1.1/p/guests', undefined]);
    expect(rewritten('/v1.1/p/guests/')).to.deep.equal(['/v1.1/p/guests', undefined]);
    expect(rewritten('/v1.1/p/guests.json?limit=1')).to.deep.equal(['/v1.1/p/guests?limit=1', json]);
    expect(rewritten('/v1.1/p/guests/a.json.json')).to.deep.equal(['/v1.1/p/guests/a.json', json]);
    expect(rewritten('/v1.1/p/guests?a=b.json')).to.deep.equal(['/v1.1/p/guests?a=b.json', undefined]);
    for (const url of ['/v1.1', '/v1.1/', '/v1.1/.json', '/v1.1//', '/v1.1/%ff/guests', '/v1.1/..%2f']) {
      const [path] = rewritten(url);
      expect(SAHARA.owns(path.split('?')[0] ?? ''), url).to.equal(true);
      expect(() => SAHARA.projectNamedIn({}, path)).to.not.throw();
    }
    expect(SAHARA.projectNamedIn({}, '/v1.1/web%20shop/guests')).to.equal('web shop');
    expect(SAHARA.projectNamedIn({}, '/v1.1')).to.equal(undefined);
    expect(SAHARA.owns('/v1.10')).to.equal(false);
  });
});
