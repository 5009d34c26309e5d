/**
 * The examples of a page of the handbook: blocks of commands, and the output that the page shows after them.
 *
 * The output is compared by status lines, header lines, lines of text, and the members of JSON whose values are the
 * same every time. `…` on a page stands for omitted output.
 */
import { execFile } from 'node:child_process';

/** Separates the outputs of two examples. */
const SEPARATOR = '=== next example ===';

export interface Example {
  /** The heading above the example. */
  readonly section: string;
  readonly commands: string;
  /** The parts of the output that the page shows; empty if the page shows no output. */
  readonly shown: readonly string[];
}

/** Every block of the page: its language, its text, and the heading above it. */
function blocksOf(markdown: string): { language: string; text: string; section: string }[] {
  let section = '';
  return [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```$|^#+ (.*)$/gm)].flatMap(
    ([, language = '', text, heading]) => {
      if (heading !== undefined) section = heading;
      return text === undefined ? [] : [{ language, text, section }];
    },
  );
}

export function examplesOf(markdown: string): Example[] {
  const examples: Example[] = [];
  for (const { language, text, section } of blocksOf(markdown)) {
    if (language === 'sh') {
      examples.push({ section, commands: text, shown: [] });
      continue;
    }
    const last = examples.pop();
    if (last === undefined) throw new Error(`output without an example: ${text}`);
    examples.push({ ...last, shown: [...last.shown, ...piecesOf(language, text)] });
  }
  return examples;
}

/** The texts that the output must contain. */
function piecesOf(language: string, text: string): string[] {
  const lines = text.split('\n').filter((line) => line !== '');
  switch (language) {
    case 'text':
      return lines.map(compact);
    case 'http':
      return [
        ...lines.filter((line) => /^(HTTP\/1\.1 \d{3}|[A-Za-z-]+:) /.test(line)).map(compact),
        ...membersOf(lines.filter((line) => !/^(HTTP|[A-Za-z-]+:)/.test(line)).join('\n')),
      ];
    case 'json':
      return membersOf(text);
    default:
      throw new Error(`a block of the unknown language ${language}`);
  }
}

/** One text such as `"state":"stopped"` for each member with a plain value that the page shows completely. */
function membersOf(json: string): string[] {
  return [...json.matchAll(/"\w+": ?(?:"[^"]*"|-?\d+|null|true|false)(?=[,}\]\s])/g)]
    .map(([member]) => member)
    .filter((member) => !member.includes('…') && !/^"(?:id|detail)"/.test(member))
    .map(compact);
}

/** Removes spaces outside of words, which differ between the page and the output. */
function compact(text: string): string {
  return text.replaceAll(/\s+/g, '');
}

/**
 * Runs the examples in one shell, and resolves with the output of each example. Rejects if a command fails. `adapt`
 * changes the commands for the test: addresses, folders.
 */
export async function runExamples(
  examples: readonly Example[],
  { folder, adapt, timeoutMs = 60_000 }: { folder: string; adapt: (commands: string) => string; timeoutMs?: number },
): Promise<string[]> {
  const script = examples.map(({ commands }) => adapt(commands));
  const child = ['-euo', 'pipefail', '-c', script.join(`\necho '${SEPARATOR}'\n`)];
  const outputs = await new Promise<string>((resolve, reject) => {
    execFile('bash', child, { cwd: folder, timeout: timeoutMs }, (error, stdout, stderr) => {
      if (error === null) {
        resolve(stdout);
        return;
      }
      const failed = stdout.split(SEPARATOR).length - 1;
      const printed = `${stdout.split(SEPARATOR).at(-1)}${stderr}`;
      reject(new Error(`this example failed:\n${script[failed]}\n${printed}`, { cause: error }));
    });
  });
  return outputs.split(SEPARATOR);
}

/** The pieces of output that the page shows for the example, and that `output` does not contain. */
export function missingIn(output: string, { shown }: Example): string[] {
  const printed = compact(output);
  return shown.filter((piece) => !printed.includes(piece));
}
