/**
 * The writers of two lists. members.ts has the names of the members of each resource that supports `fields` (its schema
 * has a selection schema: `GuestSelection` for `Guest`). operations.txt has one sorted line per operation, for tests
 * and for grep.
 */
import type { Operation, OpenApiDocument } from './contract.js';
import { banner, hashBanner } from './write-fixed-files.js';

const SELECTION = 'Selection';
const WRITER = 'src/codegen/write-lists.ts';

export function writeMembers(document: OpenApiDocument): string {
  const schemas = Object.entries(document.components?.schemas ?? {});
  const lines = schemas
    .filter(([name]) => name.endsWith(SELECTION) && !name.endsWith(`Or${SELECTION}`))
    .map(([name, { properties = {} }]) => {
      const members = Object.keys(properties).map((member) => `'${member}'`);
      return `  ${name.slice(0, -SELECTION.length)}: [${members.join(', ')}],\n`;
    });
  return [
    banner(WRITER),
    '\n/** The members that `fields` can name, grouped by the schema of the whole resource. */\n',
    `export const MEMBERS = {\n${lines.join('')}} as const;\n`,
  ].join('');
}

export function writeOperations(operations: readonly Operation[], contractFile: string): string {
  const lines = operations.map(({ operationId, method, path, returned, faults }) => {
    const statuses = [...returned, ...faults].map(({ status }) => status).sort();
    return `${operationId} ${method.toUpperCase()} ${path} ${statuses.join(',')}`;
  });
  return `${hashBanner(WRITER, contractFile)}${lines.sort().join('\n')}\n`;
}
