/**
 * A body means the same in XML and in JSON: the service accepts both, or rejects both with the same fault. The bodies
 * are random values of the contract's schemas, so most of them are rejected.
 */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { rootSchema, type SchemaDocument } from '../../../src/http/dialects/ovirt/xml-schema.js';
import { writeXml } from '../../../src/http/dialects/ovirt/xml-writer.js';
import { uniqueName, type CheckedResponse } from '../../support/api.js';
import { API, OvirtWorld } from '../../support/dialects/ovirt-world.js';
import { normalOf, valuesOf } from '../../support/dialects/xml-values.js';
import { SEED } from '../../support/fuzz/seed.js';

const CONTRACT = JSON.parse(
  readFileSync(new URL('../../../generated/ovirt/openapi.json', import.meta.url), 'utf8'),
) as SchemaDocument;

type Body = Readonly<Record<string, unknown>>;
/** Members with which many of the bodies are valid. */
type Usual = () => Body;

const TARGETS: readonly (readonly [method: string, path: string, schema: string, usual: Usual])[] = [
  [
    ...(['POST', '/vms', 'OvirtVmCreate'] as const),
    () => ({ name: uniqueName('vm'), cluster: { name: 'Default' }, template: { name: 'Blank' }, memory: 1024 ** 3 }),
  ],
  ['PUT', '/vms/target', 'OvirtVmUpdate', () => ({ name: 'target', description: 'same', memory: 1024 ** 3 })],
  ['POST', '/vms/target/start', 'OvirtStart', () => ({ async: false })],
  ['POST', '/vms/target/permissions', 'OvirtPermissionCreate', () => ({ role: { id: 'operator' } })],
];

describe('A body of oVirt', () => {
  let world: OvirtWorld;
  before(async () => {
    world = await OvirtWorld.open();
    await world.addVm('target');
  });
  after(() => world.close());

  const headers = (type: string): Record<string, string> => ({ 'content-type': type, accept: 'application/json' });
  const sendJson = (method: string, path: string, body: Body): Promise<CheckedResponse> =>
    world.api.send(method, API + path, { json: body, headers: headers('application/json') });
  const sendXml = (method: string, path: string, body: Body, schema: string): Promise<CheckedResponse> =>
    world.api.send(method, API + path, { body: writeXml(body, schema, CONTRACT), headers: headers('application/xml') });

  for (const [method, path, name, usual] of TARGETS) {
    it(`O6 O15 means the same in XML and in JSON: ${method} ${path}`, async () => {
      const { schema } = rootSchema(CONTRACT, name);
      const some = fc.tuple(
        valuesOf(CONTRACT, schema),
        fc.boolean(),
        fc.subarray(Object.keys(schema.properties ?? {})),
      );
      const statuses = new Set<number>();
      for (const [value, isUsual, kept] of fc.sample(some, { numRuns: 80, seed: SEED })) {
        const body = normalOf(CONTRACT, schema, value) as Body;
        // A few of the random members beside the usual ones, or all of them.
        const few = Object.fromEntries(Object.entries(body).filter(([key]) => kept.slice(0, 2).includes(key)));
        const make = (): Body => (isUsual ? { ...few, ...usual() } : body);
        const inJson = await sendJson(method, path, make());
        const inXml = await sendXml(method, path, make(), name);
        statuses.add(inJson.status);
        const shown = JSON.stringify(make());
        // The same action can have nothing to do the second time.
        if (inJson.status < 300) expect(inXml.status, shown).to.be.below(300);
        else expect([inXml.status, inXml.json()], shown).to.deep.equal([inJson.status, inJson.json()]);
        await world.api.noneUnderWay();
      }
      expect([...statuses].some((status) => status < 300)).to.equal(path !== '/vms/target/permissions');
      expect(statuses).to.include(400);
    });
  }
});
