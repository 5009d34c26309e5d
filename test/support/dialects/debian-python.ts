/** Programs in Debian's Python, which has Debian's clients of OpenStack. They get no secret in their environment. */
import { execFile } from 'node:child_process';

const PYTHON = '/usr/bin/python3';

/** Runs a program with this standard input and returns what it printed. Throws with its errors if it fails. */
export function runPython(args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      PYTHON,
      args,
      { env: { PATH: process.env['PATH'] }, timeout: 120_000 },
      (error, out, err) => {
        if (error === null) resolve(out);
        else reject(new Error(`${args[0] ?? ''} failed: ${err}`, { cause: error }));
      },
    );
    // A program that does not read its input ends first. Its result is then what counts.
    child.stdin?.on('error', () => undefined).end(input);
  });
}

/** The reason why a module of Debian's Python cannot be used, or null. */
export function whyNoModule(module: string): Promise<string | null> {
  return runPython(['-c', `import ${module}`]).then(
    () => null,
    () => `Debian's Python has no module ${module} (script/install-ancestors.sh)`,
  );
}
