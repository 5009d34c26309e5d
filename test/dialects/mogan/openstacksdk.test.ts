/**
 * Mogan's API with independent programs: openstacksdk's generic resource layer as its client, and python3-jsonpatch as
 * the judge of patches.
 */
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { MoganInstance } from '../../../generated/mogan/api-types.js';
import { Dice } from '../../support/fuzz/random.js';
import { SEED } from '../../support/fuzz/seed.js';
import { INSTANCES, MoganWorld } from '../../support/dialects/mogan-world.js';
import { runPython, whyNoModule } from '../../support/dialects/debian-python.js';
import { skip } from '../../support/skip.js';

const program = (name: string): string => fileURLToPath(new URL(`programs/${name}`, import.meta.url));

describe("Mogan's API with programs of others", () => {
  let world: MoganWorld;
  before(async function () {
    for (const module of ['openstack', 'jsonpatch']) {
      const reason = await whyNoModule(module);
      if (reason !== null) skip(this, 'ancestors', reason);
    }
    world = await MoganWorld.open();
  });
  after(() => world?.close());

  it('is served to openstacksdk: create, list, pages, get, patch, delete and faults', async function () {
    this.timeout(120_000);
    const { url, token } = world.service;
    const body = world.body({ extra: { 'My Server Name': 'Apache1' } });
    const output = await runPython([program('instances.py')], JSON.stringify({ url, token, body }));
    const found = JSON.parse(output) as Record<string, unknown>;
    const names = ['sdk-0', 'sdk-1', 'sdk-2'];
    expect(found).to.deep.include({
      status: 'building',
      shown: ['sdk-0', 'active', 'power on', { 'My Server Name': 'Apache1' }],
      all: names,
      pages: names,
      'one by one': names,
      changed: ['changed', { 'My Server Name': 'Apache2' }],
      taken: [409, 'Another guest of the project already has this name.'],
      absent: [404, 'The guest does not exist.'],
      unauthorized: [401, 'The credential is not valid.'],
      test: 409,
      unchanged: 'changed',
      deleted: [204, ''],
      left: ['sdk-1', 'sdk-2'],
    });
    const [status, details] = found['wrong'] as [number, string];
    expect([status, details.includes('instance_type_uuid')]).to.deep.equal([400, true]);
  });

  it(`applies patches as python3-jsonpatch does (seed ${SEED})`, async function () {
    this.timeout(120_000);
    const { uuid } = await world.make();
    const dice = new Dice(SEED);
    const keys = ['a', 'b', 'c'];
    const pointer = (): string => (dice.oneIn(5) ? '/description' : `/extra/${dice.of(keys)}`);
    const step = (): object => {
      const op = dice.of(['add', 'replace', 'remove', 'move', 'copy', 'test'] as const);
      const path = pointer();
      if (op === 'move' || op === 'copy') return { op, path, from: pointer() };
      return op === 'remove' ? { op, path } : { op, path, value: dice.of(['', 'x', 'y']) };
    };
    const cases: [object, object[]][] = [];
    const ours: (object | null)[] = [];
    for (let nth = 0; nth < 60; nth += 1) {
      const patch = Array.from({ length: 1 + dice.below(4) }, step);
      // The service gives a removed description its default, the empty text.
      const before = await world.get(uuid);
      const response = await world.api.send('PATCH', `${INSTANCES}/${uuid}`, { json: patch });
      cases.push([before, patch]);
      const { updated_at: _at, ...rest } = response.status === 200 ? response.json<MoganInstance>() : before;
      ours.push(response.status === 200 ? rest : null);
      if (response.status !== 200) expect(await world.get(uuid)).to.deep.equal(before);
    }
    const theirs = JSON.parse(
      await runPython([program('patch.py')], JSON.stringify(cases)),
    ) as (MoganInstance | null)[];
    const expected = theirs.map((each) => {
      if (each === null) return null;
      const { updated_at: _at, ...rest } = each;
      return { ...rest, description: rest.description ?? '' };
    });
    expect(ours).to.deep.equal(expected);
    expect(ours.filter((each) => each === null).length).to.be.within(5, 55);
  });
});
