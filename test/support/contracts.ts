/**
 * The contracts that the service serves, as values: what loops over a contract loops over these. A dialect comes here with its file, the form
 * of its faults, and its rewrites.
 */
import { readContract, type Contract } from './contract.js';
import { PROBLEM } from './problem.js';

export const NATIVE = readContract({
  name: 'native',
  file: new URL('../../openapi.yaml', import.meta.url),
  faultForm: PROBLEM,
  challenge: 'Bearer realm="guesthouse"',
  // One trailing slash is dropped, but pages are redirected.
  rewrite: (pathname) => (pathname.startsWith('/docs/') ? pathname : pathname.replace(/(?<=[^/])\/$/, '')),
});

export const CONTRACTS: readonly Contract[] = [NATIVE];

/** A `describe` for each contract; the native one has the title alone. */
export function describeEachContract(title: string, body: (contract: Contract) => void): void {
  for (const contract of CONTRACTS) {
    describe(contract === NATIVE ? title : `${title} (${contract.name})`, () => body(contract));
  }
}

/** The contract whose path it is. What no dialect owns is the native API's. */
export function contractOf(pathname: string): Contract {
  return CONTRACTS.find((contract) => contract !== NATIVE && contract.owns(pathname)) ?? NATIVE;
}
