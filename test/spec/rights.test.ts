/**
 * The table of rights: every operation names an existing right, each right is required by some operation, and a
 * viewer's rights allow no change.
 */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { operationsOf, parseDocument } from '../../src/codegen/contract.js';
import { RIGHTS_ADDED, rightsOf } from '../../src/domain/rights.js';
import type { Right } from '../../src/domain/rights.js';
import { CONTRACTS, NATIVE } from '../support/contracts.js';

/** Rights that are required inside operations whose `x-right` is another right. */
const WITHIN: readonly Right[] = ['images.share', 'everything.read', 'tokens.of-others', 'guests.forget'];

const operations = CONTRACTS.flatMap((contract) => contract.operations);

describe('The rights of operations', () => {
  it('exist in the table, or are `open` if no credential is needed', () => {
    const known: readonly string[] = rightsOf('admin');
    for (const { operationId, isOpen, right } of operations) {
      if (isOpen) expect(right, operationId).to.equal('open');
      else expect(known, operationId).to.include(right);
    }
  });

  it('are each required by some operation', () => {
    const asked = new Set([...NATIVE.operations.map(({ right }) => right), ...WITHIN]);
    expect(rightsOf('admin').filter((right) => !asked.has(right))).to.deep.equal([]);
  });

  it('of a viewer allow no change, and rights that allow a change do not belong to a viewer', () => {
    const seeing: readonly string[] = rightsOf('viewer');
    const harmless = ['tokens.change'];
    for (const { operationId, method, right } of operations) {
      if (method !== 'get' && !harmless.includes(right)) expect(seeing, operationId).to.not.include(right);
    }
    expect(RIGHTS_ADDED.viewer.every((right) => right.endsWith('.read'))).to.equal(true);
  });

  it('must be named, because an operation without a right is not generated', () => {
    const text = readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8');
    const without = text.replace(/ {6}x-right: guests\.operate\n/, '');
    expect(without).to.not.equal(text);
    expect(() => operationsOf(parseDocument(without))).to.throw('needs x-right');
    const both = text.replace('      x-right: guests.operate\n', '      x-right: open\n');
    expect(() => operationsOf(parseDocument(both))).to.throw('contradictory x-right and security');
  });
});
