/** The definition of each kind of operation, and that the definitions agree with each other. */
import { expect } from 'chai';
import { powerTarget } from '../../src/domain/lifecycle.js';
import { OPERATION_KINDS, VERBS } from '../../src/domain/words.js';
import type { OperationKind } from '../../src/domain/words.js';
import type { AnyKind } from '../../src/operations/kind.js';
import { getKind } from '../../src/operations/kind.js';
import { KIND_OF_VERB, KINDS } from '../../src/operations/kinds.js';

/** For each kind: the guest's state, the target, and whether a running operation can be cancelled. */
const EXPECTED: Record<OperationKind, readonly [string | null, string | null, boolean]> = {
  'guest.create': ['creating', null, true],
  'guest.update': ['updating', null, true],
  'guest.start': ['starting', 'on', true],
  'guest.shutdown': ['stopping', 'soft_off', true],
  'guest.reboot': ['rebooting', 'soft_reboot', true],
  'guest.restart': ['rebooting', 'reboot', true],
  'guest.poweroff': ['stopping', 'off', true],
  'guest.suspend': ['suspending', 'suspend', true],
  'guest.delete': ['deleting', null, false],
  'guest.accept_drift': ['updating', null, true],
  'guest.discard_drift': ['updating', null, true],
  'image.copy': [null, null, true],
};

describe('The kinds of operation', () => {
  for (const kind of OPERATION_KINDS) {
    const definition: AnyKind = KINDS[kind];

    it(`include ${kind} under its own name, with a state and a target for its guest`, () => {
      const { verb, stateMeanwhile, isCancellable } = definition;
      const target = verb === null ? null : powerTarget(verb);
      expect(definition.kind).to.equal(kind);
      expect([stateMeanwhile, target, isCancellable]).to.deep.equal(EXPECTED[kind]);
    });

    it(`give ${kind} steps whose shares add up to 100 percent`, () => {
      const shares = Object.values(definition.steps);
      expect(shares.reduce((sum, share) => sum + share, 0)).to.equal(100);
      expect(shares.every((share) => share > 0)).to.equal(true);
    });

    it(`make ${kind} part of the lifecycle if and only if its subject is a guest`, () => {
      expect(definition.isBeside).to.equal(definition.subject.kind !== 'guest');
    });
  }

  it('include one for each verb, and only the creation of a guest, and kinds for other subjects, have no verb', () => {
    for (const verb of VERBS) expect(KIND_OF_VERB[verb].verb).to.equal(verb);
    const verbless = Object.values<AnyKind>(KINDS).filter(({ verb }) => verb === null);
    expect(verbless.map(({ kind }) => kind)).to.deep.equal(['guest.create', 'image.copy']);
  });

  it('add defaults for the parameters that a request omits', () => {
    expect(KINDS['guest.shutdown'].readParams({})).to.deep.equal({ timeoutS: 90, force: false });
    expect(KINDS['guest.reboot'].readParams({ timeoutS: 5, force: true })).to.deep.equal({ timeoutS: 5, force: true });
    expect(KINDS['guest.create'].readParams({})).to.deep.equal({ start: false });
    expect(KINDS['guest.update'].readParams({ changes: { vcpus: 2 } })).to.deep.equal({
      changes: { vcpus: 2 },
      isSizeUnsure: false,
    });
    expect(KINDS['guest.discard_drift'].readParams({})).to.deep.equal({ loseDiskChanges: false });
  });

  it('do not include an unknown kind, which is reported by its name', () => {
    expect(() => getKind(KINDS, 'guest.teleport'))
      .to.throw('guest.teleport')
      .with.property('kind', 'internal');
  });
});
