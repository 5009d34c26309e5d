/** The choice of a host for a new guest, as a pure function; test/hosts/placement.test.ts has the claims. */
import { expect } from 'chai';
import { NOTHING } from '../../src/domain/capacity.js';
import { newId } from '../../src/domain/ids.js';
import type { HostId } from '../../src/domain/ids.js';
import { choose } from '../../src/domain/placement.js';
import type { Candidate, GroupPolicy, Needs } from '../../src/domain/placement.js';

const NEEDS: Needs = {
  amounts: { vcpus: 1, memoryMib: 1024, diskMib: 0 },
  ...{ firmware: 'bios', hasKernel: false, diskBuses: [], nicModels: [] },
};

/** An empty host with 100 GiB of memory. */
function host(name: string, changes: Partial<Candidate> = {}): Candidate {
  return {
    ...{ id: newId<HostId>(), name, state: 'up', isSchedulable: true, isDescribed: true, isSelected: true },
    ...{ missingNetworks: [], capabilities: null, taken: NOTHING },
    ...{ vcpus: 100, memoryMib: 102_400, diskMib: null, reserved: NOTHING },
    ratios: { vcpus: 4, memoryMib: 1, diskMib: 1 },
    ...changes,
  };
}

const taking = (share: number): Partial<Candidate> => ({ taken: { ...NOTHING, memoryMib: 102_400 * share } });

/** The names of the hosts that come first, whatever the random numbers. */
function chosen(
  hosts: readonly Candidate[],
  group: GroupPolicy | null = null,
  imageBytes: ReadonlyMap<HostId, number> = new Map(),
): Set<string | undefined> {
  const randoms = Array.from({ length: 100 }, (_, index) => index / 100);
  return new Set(randoms.map((random) => choose(hosts, NEEDS, group, imageBytes, () => random).fitting[0]?.name));
}

describe('The choice of a host', () => {
  it('draws one of the three hosts of which the smallest share would be taken', () => {
    const hosts = [0.5, 0.1, 0.4, 0.2, 0.3].map((share) => host(`${share}`, taking(share)));
    expect(chosen(hosts)).to.deep.equal(new Set(['0.1', '0.2', '0.3']));
  });

  it('prefers hosts that have the images of the guest, unless they are much fuller', () => {
    const [a, b, c] = [host('a', taking(0.1)), host('b', taking(0.1)), host('c', taking(0.1))];
    const [near, full] = [host('near', taking(0.2)), host('full', taking(0.6))];
    const bytes = new Map([near, full].map(({ id }) => [id, 1000]));
    const order = choose([a, b, c, full, near], NEEDS, null, bytes, () => 0).fitting.map(({ name }) => name);
    expect(order[0]).to.equal('near');
    expect(order.at(-1)).to.equal('full');
    expect(chosen([a, near], null, new Map([[near.id, 1000]]))).to.include('near');
  });

  it('obeys the policy of the group before shares and images', () => {
    const [empty, used] = [host('empty', taking(0.9)), host('used')];
    const guestsByHost = new Map([[used.id, 1]]);
    const images = new Map([[used.id, 1000]]);
    const spread = { policy: 'spread', isStrict: false, guestsByHost } as const;
    expect(chosen([used, empty], spread, images)).to.deep.equal(new Set(['empty']));
    expect(chosen([used, empty], { ...spread, policy: 'together' })).to.deep.equal(new Set(['used']));
    const { out } = choose([used], NEEDS, { ...spread, isStrict: true }, images, () => 0);
    expect(out.map(({ reason }) => reason)).to.deep.equal(['group']);
  });

  it('gives the first reason for which each host is out', () => {
    const reasons = {
      not_selected: { isSelected: false, isSchedulable: false },
      cordoned: { isSchedulable: false, state: 'away' },
      network: { missingNetworks: ['br0'], state: 'away' },
      too_small: { memoryMib: 512 },
      full: taking(1),
      away: { state: 'away' },
    } satisfies Record<string, Partial<Candidate>>;
    for (const [reason, changes] of Object.entries(reasons)) {
      const { fitting, out } = choose([host('it', changes)], NEEDS, null, new Map(), () => 0);
      expect(fitting, reason).to.deep.equal([]);
      expect(out.map((each) => each.reason)).to.deep.equal([reason]);
    }
  });
});
