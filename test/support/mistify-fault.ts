/** The form of faults in the API of the Mistify agent. They do not contain the name of the fault, and no stack. */
import type { FaultForm } from './contract.js';

export interface MistifyFault {
  readonly message: string;
  readonly code: number;
  readonly stack: readonly string[];
}

export const MISTIFY_FAULT: FaultForm = {
  mediaTypes: ['application/json'],
  nameOf: () => undefined,
  check({ status, body, mistakesBy, fail }) {
    const mistakes = mistakesBy('/components/schemas/MistifyFault');
    if (mistakes !== null) fail(`the fault violates the contract: ${mistakes}`);
    const { message, code, stack } = body as MistifyFault;
    if (message === '') fail('the fault has no message');
    if (code !== status) fail(`the fault has the code ${code}`);
    if (stack.length > 0) fail('the fault has a stack');
  },
};
