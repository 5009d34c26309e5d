/** The form of faults in oVirt's API: reason and detail, inside a failed action if the request was for an action. */
import type { FaultForm } from './contract.js';

export interface OvirtFault {
  readonly reason: string;
  readonly detail: string;
}
interface FailedAction {
  readonly status: 'failed';
  readonly fault: OvirtFault;
}

export const OVIRT_FAULT: FaultForm = {
  mediaTypes: ['application/xml', 'application/json'],
  schema: { $ref: '#/components/schemas/OvirtRefusal' },
  nameOf: () => undefined,
  check({ body, headers, mistakesBy, fail }) {
    const mistakes = mistakesBy('/components/schemas/OvirtRefusal');
    if (mistakes !== null) fail(`the fault violates the contract: ${mistakes}`);
    const { reason, detail } = faultIn(body);
    if (reason === '' || detail === '') fail('the fault has no reason or no detail');
    if (/\bat \S+:\d+|\/work\/|select /.test(detail)) fail('the fault shows the inside of the service');
    if (headers.get('correlation-id') !== headers.get('x-request-id')) fail('has no Correlation-Id');
  },
};

export function faultIn(body: unknown): OvirtFault {
  const either = body as OvirtFault | FailedAction;
  return 'fault' in either ? either.fault : either;
}
