/** The writer of operations.txt: one line per operation, sorted, for tests and for whoever greps. */
import { hashBanner } from './banner.js';
import type { Operation } from './contract.js';

export function writeOperations(operations: readonly Operation[]): string {
  const lines = operations.map(({ operationId, method, path, answers, faults }) => {
    const statuses = [...answers, ...faults].map(({ status }) => status).sort();
    return `${operationId} ${method.toUpperCase()} ${path} ${statuses.join(',')}`;
  });
  return `${hashBanner('src/codegen/write-operations.ts')}${lines.sort().join('\n')}\n`;
}
