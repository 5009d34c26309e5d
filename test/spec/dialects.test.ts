/**
 * The dialects and their contracts: each path belongs to one API, the list in openapi.yaml is that of the code, and an
 * unused dialect is not loaded.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { readContracts } from '../../src/codegen/contracts.js';
import { DIALECT_NAMES } from '../../src/domain/words.js';
import { DIALECTS } from '../../src/http/dialects/registry.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** The segments after /v1 that belong to an API of an older system, even if this service does not serve it yet. */
const RESERVED = ['instances', 'types', 'availability_zones'];

const [native, ...others] = await readContracts(ROOT);
const pathsOf = (contract: typeof native): string[] => Object.keys(contract?.document.paths ?? {});
const exampleOf = (route: string): string => route.replaceAll(/\{\w+\}/g, 'x');

describe('The dialects', () => {
  it('are in alphabetical order, and the same in the contract, in the words and in the registry', () => {
    expect(DIALECT_NAMES).to.deep.equal([...DIALECT_NAMES].sort());
    expect(Object.keys(native?.document['x-dialects'] ?? {})).to.deep.equal(DIALECT_NAMES);
    expect(DIALECTS.map(({ dialect }) => dialect.name)).to.deep.equal(DIALECT_NAMES);
  });

  it('own no path of the native API', () => {
    for (const route of pathsOf(native)) {
      for (const { dialect } of DIALECTS)
        expect(dialect.owns(exampleOf(route)), `${dialect.name} ${route}`).to.be.false;
      const [, version = '', segment = ''] = route.split('/');
      if (version === 'v1') expect(RESERVED, route).to.not.include(segment);
    }
  });

  it('own the paths of their contracts, and no path of another dialect', () => {
    for (const contract of others) {
      for (const route of pathsOf(contract)) {
        const owners = DIALECTS.filter(({ dialect }) => dialect.owns(exampleOf(route)));
        expect(
          owners.map(({ dialect }) => dialect.name),
          route,
        ).to.deep.equal([contract.folder]);
      }
    }
  });

  it('are loaded on the first request, so their parts are not imported with the service', () => {
    for (const name of DIALECT_NAMES) {
      const text = readFileSync(path.join(ROOT, `src/http/dialects/${name}/dialect.ts`), 'utf8');
      const targets = [...text.matchAll(/^import (?!type ).*'(\.[^']*)'/gm)].map(([, target = '']) => target);
      for (const target of targets) expect(target, name).to.not.match(/generated|contract\/|controllers|views|api\.js/);
    }
  });

  it('own no path that only begins like one of their prefixes', () => {
    for (const { dialect } of DIALECTS) {
      for (const prefix of [native?.document['x-dialects']?.[dialect.name]?.prefix ?? []].flat()) {
        expect(dialect.owns(`${prefix}x`), prefix).to.be.false;
      }
    }
  });
});
