/**
 * The contract of the Sahara dialect as the tests read it, with the form of its faults: a code that is the status, a
 * name that the contract documents, and a text.
 */
import { readContract, type Contract, type FaultForm } from '../contract.js';

interface SaharaFault {
  readonly error_code: number;
  readonly error_name: string;
  readonly error_message: string;
}

const FAULT: FaultForm = {
  mediaTypes: ['application/json'],
  nameOf: (body) => (body as Partial<SaharaFault> | null)?.error_name,
  check: ({ status, body, names, mistakesBy, fail }) => {
    const mistakes = mistakesBy('/components/schemas/SaharaFault');
    if (mistakes !== null) fail(`the fault violates the contract: ${mistakes}`);
    const { error_code: code, error_name: name } = body as SaharaFault;
    if (code !== status) fail(`the fault has the code ${code}`);
    // No names: the path is not in the contract. A project without access is rejected before its path is looked up.
    const isProject = status === 403 && name === 'PROJECT_REQUIRED';
    if (names.length > 0 && !names.includes(name) && !isProject) fail(`${name} is not among ${names.join(', ')}`);
  },
};

export function readSahara(native: Contract): Contract {
  return readContract({
    name: 'sahara',
    file: new URL('../../../openapi/sahara.yaml', import.meta.url),
    faultForm: FAULT,
    challenge: 'Bearer realm="guesthouse"',
    varyBy: ['Authorization', 'X-Auth-Token'],
    prefixes: ['/v1.1'],
    rewrite: (pathname) => pathname.replace(/(?<=[^/])\/$/, '').replace(/\.json$/, ''),
    native,
    projectParameter: 'project_id',
    aliases: { project_id: 'project', cluster: 'guest' },
  });
}
