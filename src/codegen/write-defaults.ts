/**
 * The writer of defaults.ts, which has the default of each member that a body can omit, grouped by schema.
 *
 * The defaults of parameters are not here: the generated controllers have them as defaults of their arguments.
 */
import type { OpenApiDocument } from './contract.js';
import { banner } from './write-fixed-files.js';

export function writeDefaults(document: OpenApiDocument): string {
  const lines = Object.entries(document.components?.schemas ?? {}).flatMap(([name, { properties = {} }]) => {
    const members = Object.entries(properties).flatMap(([member, schema]) =>
      schema.default === undefined ? [] : [`${member}: ${JSON.stringify(schema.default)}`],
    );
    return members.length === 0 ? [] : [`  ${name}: { ${members.join(', ')} },\n`];
  });
  return [
    banner('src/codegen/write-defaults.ts'),
    '\n/** The default of each member that a body can omit, grouped by schema. */\n',
    `export const DEFAULTS = {\n${lines.join('')}} as const;\n`,
  ].join('');
}
