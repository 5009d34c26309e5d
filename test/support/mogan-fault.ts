/** The form of faults in the API of Mogan: JSON in a string of JSON. They do not contain the name of the fault. */
import type { FaultForm } from './contract.js';

/** The fault inside the string. */
export interface MoganFault {
  readonly faultstring: string;
  readonly faultcode: 'Client' | 'Server';
  readonly debuginfo: null;
}

export const MOGAN_FAULT: FaultForm = {
  mediaTypes: ['application/json'],
  nameOf: () => undefined,
  check({ status, headers, body, mistakesBy, fail }) {
    const mistakes = mistakesBy('/components/schemas/MoganFault');
    if (mistakes !== null) fail(`the fault violates the contract: ${mistakes}`);
    const fault = readMoganFault(body);
    if (Object.keys(fault).join() !== 'faultstring,faultcode,debuginfo') fail('the fault has other members');
    if (typeof fault.faultstring !== 'string' || fault.faultstring === '') fail('the fault has no explanation');
    if (fault.faultcode !== (status < 500 ? 'Client' : 'Server')) fail(`the fault has the code ${fault.faultcode}`);
    if (fault.debuginfo !== null) fail('the fault has details of the service');
    if (headers.get('openstack-request-id') !== `req-${headers.get('x-request-id')}`)
      fail('has no Openstack-Request-Id');
  },
};

export function readMoganFault(body: unknown): MoganFault {
  return JSON.parse((body as { error_message: string }).error_message) as MoganFault;
}
