/** A fault that a guest or an operation carries, as clients see it. */
import type { Fault as FaultView } from '../../../generated/api-types.js';
import type { Fault } from '../../domain/guest.js';
import { errorName } from '../faults.js';

export function faultView(fault: Fault | null): FaultView | null {
  if (fault === null) return null;
  return { error_name: errorName(fault.kind), detail: fault.detail, at: fault.at };
}
