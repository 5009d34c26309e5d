/** The writer of members.ts: the names of the members of whatever can be asked for in part (`GuestSelection`: those of `Guest`). */
import { banner } from './banner.js';
import type { OpenApiDocument } from './contract.js';

const SELECTION = 'Selection';

export function writeMembers(document: OpenApiDocument): string {
  const schemas = Object.entries(document.components?.schemas ?? {});
  const lines = schemas
    .filter(([name]) => name.endsWith(SELECTION) && !name.endsWith(`Or${SELECTION}`))
    .map(([name, { properties = {} }]) => {
      const members = Object.keys(properties).map((member) => `'${member}'`);
      return `  ${name.slice(0, -SELECTION.length)}: [${members.join(', ')}],\n`;
    });
  return [
    banner('src/codegen/write-members.ts'),
    '\n/** What `fields` can name, by the schema of the whole. */\n',
    `export const MEMBERS = {\n${lines.join('')}} as const;\n`,
  ].join('');
}
