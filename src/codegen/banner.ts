/** What stands at the top of every generated file: that it is output, and what to run instead of editing it. */
const COMMAND = '`npx tsx src/codegen/generate.ts`';

/** The banner of a TypeScript file; `maker` is the file or program that made it from `source`. */
export function banner(maker: string, source = 'openapi.yaml'): string {
  return `// Made from ${source} by src/codegen (${COMMAND}). Never edit it.\n// Maker: ${maker}.\n`;
}

/** The same where comments begin with a hash: YAML and plain lists. */
export function hashBanner(maker: string): string {
  return banner(maker).replaceAll('//', '#');
}
