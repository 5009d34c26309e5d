/**
 * Faults in oVirt's form: a `reason` and a `detail`, inside a failed `action` if the request was for an action.
 *
 * A fault can occur before the contract is loaded, so the schemas of its XML are here too
 * (test/dialects/ovirt/faults.test.ts compares them with the contract). Statuses must not be here: src/http/faults.ts
 * has them, with the exceptions in dialect.ts.
 */
import { GuesthouseError } from '../../../domain/errors.js';
import type { ErrorKind, Mistake } from '../../../domain/errors.js';
import { negotiate } from '../../contract/negotiate.js';
import type { FaultBody, FaultSeen } from '../dialect.js';
import { writeXml } from './xml-writer.js';

/** The operations whose body is an action, and whose faults are inside it. */
const ACTIONS: ReadonlySet<string> = new Set([
  ...['startOvirtVm', 'poweroffOvirtVm', 'shutdownOvirtVm', 'rebootOvirtVm', 'restartOvirtVm', 'suspendOvirtVm'],
]);

const INCOMPLETE = 'Incomplete parameters';
const OPERATION_FAILED = 'Operation Failed';
/** The request check's text for a feature that can only be off, because the service does not have it. */
const ONLY_FALSE = 'must be equal to one of the allowed values: false';

/** The reasons that clients of oVirt know. Every other fault is a failed operation. */
const REASON_OF: Readonly<Partial<Record<ErrorKind, string>>> = {
  read_only_field: 'Broken immutability constraint',
};

/** A fault for a body without a member that oVirt requires; `detail` is oVirt's own text. */
export class IncompleteParameters extends GuesthouseError {
  constructor(detail: string) {
    super('validation_failed', detail);
  }
}

const TEXT = { type: 'string' };
/** The schemas `OvirtFault` and `OvirtAction` of the contract, as far as a fault needs them. */
export const FAULT_SCHEMAS = {
  components: {
    schemas: {
      OvirtFault: { type: 'object', xml: { name: 'fault' }, properties: { reason: TEXT, detail: TEXT } },
      OvirtAction: {
        type: 'object',
        xml: { name: 'action' },
        properties: { status: TEXT, fault: { $ref: '#/components/schemas/OvirtFault' } },
      },
    },
  },
};

export function faultBody(error: GuesthouseError, { mediaType, accept, operationId }: FaultSeen): FaultBody {
  const fault = { reason: reasonOf(error), detail: detailOf(error) };
  const isAction = operationId !== null && ACTIONS.has(operationId);
  const body = isAction ? { status: 'failed', fault } : fault;
  const chosen = mediaType ?? negotiate(accept, ['application/xml', 'application/json'], { isAcceptStrict: true });
  if (chosen === 'application/json') return { mediaType: chosen, text: JSON.stringify(body) };
  const text = writeXml(body, isAction ? 'OvirtAction' : 'OvirtFault', FAULT_SCHEMAS);
  return { mediaType: 'application/xml', text };
}

function reasonOf(error: GuesthouseError): string {
  const known = REASON_OF[error.kind];
  if (known !== undefined) return known;
  if (error instanceof IncompleteParameters) return INCOMPLETE;
  if (error.kind !== 'validation_failed') return OPERATION_FAILED;
  const { mistakes } = error;
  if (mistakes.some((mistake) => 'parameter' in mistake && mistake.parameter.toLowerCase() === 'version'))
    return 'Invalid version';
  // The request check reports the kind of a mistake only in its text.
  if (mistakes.some(({ detail }) => /^(must have required property|is required$)/.test(detail))) return INCOMPLETE;
  return mistakes.some(({ detail }) => detail.startsWith('must be equal to one of') && detail !== ONLY_FALSE)
    ? 'Invalid value'
    : OPERATION_FAILED;
}

/** What clients of oVirt call members that a native use case rejects. */
const MEMBER_OF_POINTER: Readonly<Record<string, string>> = {
  '/placement/zone': 'cluster',
  '/memory_mib': 'memory',
  '/vcpus': 'cpu.topology',
};

/** oVirt writes the details of failed operations in square brackets. */
function detailOf(error: GuesthouseError): string {
  const { message, mistakes } = error;
  if (error instanceof IncompleteParameters) return message;
  // The native text names a header that clients of oVirt do not know.
  if (error.kind === 'project_required')
    return '[Sign in as <user>@<project>, with a project that you have access to.]';
  const isTold = mistakes.every(({ detail }) => message.includes(detail) && detail !== ONLY_FALSE);
  return `[${isTold ? message : `${mistakes.map(textOf).join(', ')}.`}]`;
}

function textOf(mistake: Mistake): string {
  if (mistake.detail === ONLY_FALSE && 'pointer' in mistake) return `${mistake.pointer.slice(1)} is not supported`;
  const where =
    'pointer' in mistake ? (MEMBER_OF_POINTER[mistake.pointer] ?? mistake.pointer) || 'the body' : mistake.parameter;
  return `${where} ${mistake.detail}`;
}
