/**
 * The contracts that the service serves, as values for tests that loop over all contracts. To add a dialect, list it
 * here with its file, the form of its faults, and its rewrites.
 */
import { readContract, type Contract } from './contract.js';
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

export const SAHARA = readSahara(NATIVE);

export const CONTRACTS: readonly Contract[] = [NATIVE, SAHARA];

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
