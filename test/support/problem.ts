/**
 * The form of faults in the native API (problem+json). A fault must be consistent: status, title and type match the
 * catalogue, the request id matches the header, the path is the one that was sent, and the contract documents the
 * `error_name` for the response.
 */
import type { Problem } from '../../generated/api-types.js';
import { hasSecret } from './access/secrets.js';
import type { FaultForm, FaultToCheck } from './contract.js';

export const PROBLEM: FaultForm = {
  mediaTypes: ['application/problem+json'],
  nameOf: (body) => (body as Partial<Problem> | null)?.error_name,
  check: checkProblem,
};

function checkProblem(fault: FaultToCheck): void {
  const { contract, status, headers, body, names, instance, mistakesBy } = fault;
  const fail: FaultToCheck['fail'] = fault.fail;
  const problem = body as Problem;
  const mistakes = mistakesBy('/components/schemas/Problem');
  if (mistakes !== null) fail(`the fault violates the contract: ${mistakes}`);
  const entry = contract.faults[problem.error_name];
  const id = problem.error_name.toLowerCase().replaceAll('_', '-');
  if (problem.status !== status) fail(`the fault has the status ${problem.status}`);
  if (entry?.status !== status) fail(`${problem.error_name} has the status ${entry?.status} in the catalogue`);
  if (entry.title !== problem.title) fail(`the title is ${problem.title}, but in the catalogue it is ${entry.title}`);
  if (problem.type !== `/docs/errors#${id}`) fail(`the type is ${problem.type}`);
  if (problem.request_id !== headers.get('x-request-id')) fail('the request id differs from the header');
  // A credential in the path is redacted.
  const isRedacted = instance !== null && hasSecret(decoded(instance)) && problem.instance.includes('***');
  const isThatPath = instance === null || isRedacted || decoded(problem.instance) === decoded(instance);
  if (!isThatPath) fail(`the instance is ${problem.instance}`);
  if (!names.includes(problem.error_name)) fail(`${problem.error_name} is not among ${names.join(', ')}`);
}

/** Decodes each byte, even in invalid UTF-8, because the same path can be escaped in several ways. */
function decoded(path: string): string {
  return path.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
