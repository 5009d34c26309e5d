/** What stands at the top of every generated file: that it is output, and what to run instead of editing it. */
const SENTENCE = 'Made from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Never edit it.';

/** The banner of a TypeScript file; `maker` is the file or program that made it. */
export function banner(maker: string): string {
  return `// ${SENTENCE}\n// Maker: ${maker}.\n`;
}

/** The same where comments begin with a hash: YAML and plain lists. */
export function hashBanner(maker: string): string {
  return banner(maker).replaceAll('//', '#');
}
