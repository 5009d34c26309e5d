/**
 * The contracts that the service serves, as values for tests that loop over all contracts. To add a dialect, list it
 * here with its file, the form of its faults, and its rewrites.
 */
import { readContract, type Contract } from './contract.js';
import { valueOfXml } from './dialects/ovirt-xml.js';
import { MOGAN_FAULT } from './mogan-fault.js';
import { readAsGo } from './dialects/mistify-zeros.js';
import { MISTIFY_FAULT } from './mistify-fault.js';
import { OVIRT_FAULT } from './ovirt-fault.js';
import { readSahara } from './dialects/sahara.js';
import { PROBLEM } from './problem.js';

export const NATIVE = readContract({
  name: 'native',
  file: new URL('../../openapi.yaml', import.meta.url),
  faultForm: PROBLEM,
  challenge: 'Bearer realm="guesthouse"',
  varyBy: ['Authorization', 'X-Auth-Token', 'X-Project-ID'],
  // One trailing slash is ignored, except that pages are redirected.
  rewrite: (pathname) => (pathname.startsWith('/docs/') ? pathname : pathname.replace(/(?<=[^/])\/$/, '')),
});

export const MOGAN = readContract({
  name: 'mogan',
  file: new URL('../../openapi/mogan.yaml', import.meta.url),
  faultForm: MOGAN_FAULT,
  challenge: 'Bearer realm="guesthouse"',
  varyBy: ['Authorization', 'X-Auth-Token', 'X-Project-ID'],
  prefixes: ['/v1/instances', '/v1/types', '/v1/availability_zones', '/instances', '/types'],
  rewrite: (pathname) => pathname.replace(/(?<=[^/])\/$/, ''),
  native: NATIVE,
});

export const MISTIFY = readContract({
  name: 'mistify',
  file: new URL('../../openapi/mistify.yaml', import.meta.url),
  faultForm: MISTIFY_FAULT,
  challenge: 'Bearer realm="guesthouse", Basic realm="guesthouse", charset="UTF-8"',
  varyBy: ['Authorization', 'X-Auth-Token', 'X-Project-ID'],
  prefixes: ['/guests', '/metadata', '/jobs', '/images'],
  rewrite: (pathname) => pathname.replace(/(?<=[^/])\/$/, ''),
  otherTypeStatus: 400,
  readBody: readAsGo,
  native: NATIVE,
});

export const OVIRT = readContract({
  name: 'ovirt',
  file: new URL('../../openapi/ovirt.yaml', import.meta.url),
  faultForm: OVIRT_FAULT,
  challenge: 'Basic realm="RESTAPI", charset="UTF-8", Bearer realm="guesthouse"',
  varyBy: ['Authorization', 'X-Auth-Token', 'X-Project-ID'],
  prefixes: ['/ovirt-engine/api', '/ovirt-engine/sso'],
  rewrite: (pathname) => pathname.replace(/^(\/ovirt-engine\/api)\/v4(?=\/|$)/, '$1').replace(/(?<=[^/])\/$/, ''),
  native: NATIVE,
  // Responses are XML unless the client asks for JSON, which these tests read.
  accept: 'application/json',
  valueOfText: valueOfXml,
});

export const SAHARA = readSahara(NATIVE);

export const CONTRACTS: readonly Contract[] = [NATIVE, MISTIFY, MOGAN, OVIRT, SAHARA];

/** Defines a `describe` for each contract. Every title except that of the native contract has a suffix. */
export function describeEachContract(title: string, body: (contract: Contract) => void): void {
  for (const contract of CONTRACTS) {
    describe(contract === NATIVE ? title : `${title} (${contract.name})`, () => body(contract));
  }
}

/** Returns the contract that the path belongs to, which is the native contract if no dialect owns the path. */
export function contractOf(pathname: string): Contract {
  return CONTRACTS.find((contract) => contract !== NATIVE && contract.owns(pathname)) ?? NATIVE;
}
