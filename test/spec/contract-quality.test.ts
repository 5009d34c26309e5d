/**
 * Every contract offers its readers what support/contract-quality.ts requires. The tests also break a small dialect in
 * one way at a time, to show that the checks reject it.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { parse, stringify } from 'yaml';
import type { OpenApiDocument } from '../../src/codegen/contract.js';
import { dialectContract, nativeContract, readContracts } from '../../src/codegen/contracts.js';
import { qualityChecks } from '../support/contract-quality.js';

const GOLDEN = path.join(import.meta.dirname, 'codegen-golden');

for (const contract of await readContracts(path.resolve(import.meta.dirname, '../..'))) {
  describe(contract.folder === '' ? 'The contract' : `The contract (${contract.folder})`, () => {
    for (const [what, check] of Object.entries(qualityChecks(contract))) it(what, check);
  });
}

describe('The checks of a contract', () => {
  const read = (name: string): Promise<string> => readFile(path.join(GOLDEN, name), 'utf8');
  const checksAfter = async (change: (inn: Inn) => unknown): Promise<ReturnType<typeof qualityChecks>> => {
    const inn = parse(await read('inn.yaml')) as OpenApiDocument;
    change(inn as unknown as Inn);
    const entry = { title: 'Inn', file: 'inn.yaml', prefix: '/inn' };
    return qualityChecks(dialectContract('inn', entry, stringify(inn), nativeContract(await read('rooms.yaml'))));
  };

  it('accept a complete small dialect', async () => {
    for (const check of Object.values(await checksAfter(() => undefined))) check();
  });

  /** Any part of the document, which a test breaks. */
  interface Inn {
    [part: string]: Inn;
  }
  const list = (inn: Inn): Inn | undefined => inn['paths']?.['/inn/chambers']?.['get'];
  const chamber = (inn: Inn): Inn | undefined => inn['components']?.['schemas']?.['InnChamber'];
  const rejected: Record<string, (inn: Inn) => unknown> = {
    'names every operation by a verb and a noun, and uses each name only once': (inn) =>
      Object.assign(list(inn) ?? {}, { operationId: 'chambersInn' }),
    'gives every operation a summary and a description': (inn) => delete list(inn)?.['description'],
    'describes every parameter, header, body, response, tag and schema': (inn) => delete chamber(inn)?.['description'],
    'gives an example of every schema, member, parameter and header': (inn) => delete chamber(inn)?.['examples'],
    'gives an example of every body and response': (inn) =>
      delete list(inn)?.['responses']?.['200']?.['content']?.['application/xml']?.['examples'],
    'gives only examples of bodies and responses that match their schema': (inn) =>
      Object.assign(inn['components']?.['examples']?.['InnTwoChambers'] ?? {}, { value: { chamber: [{}] } }),
    'gives only examples of schemas and members that match them': (inn) =>
      Object.assign(chamber(inn) ?? {}, { examples: [{ name: 1 }] }),
    'gives only examples of parameters and headers that match their schema': (inn) => {
      const [parameter] = Object.values(inn['components']?.['parameters'] ?? {});
      Object.assign(parameter ?? {}, { schema: { type: 'integer' }, example: 'ten' });
    },
    'documents X-Request-ID at every response, and Retry-After wherever a retry makes sense': (inn) =>
      delete list(inn)?.['responses']?.['200']?.['headers'],
    'rejects unknown members in every request': (inn) => delete chamber(inn)?.['additionalProperties'],
    'limits every value in a request, and allows no NUL in a text': (inn) =>
      delete chamber(inn)?.['properties']?.['name']?.['pattern'],
    'requires every member of every response, so that null is explicit': (inn) =>
      Object.assign(inn['components']?.['schemas']?.['InnRoot'] ?? {}, { required: [] }),
  };
  for (const [what, change] of Object.entries(rejected)) {
    it(`reject a contract that violates the rule "${what}"`, async () => {
      const checks = await checksAfter(change);
      expect(checks[what]).to.throw();
    });
  }

  it('are all covered by a test of a rejection', async () => {
    expect(Object.keys(await checksAfter(() => undefined))).to.have.members(Object.keys(rejected));
  });
});
