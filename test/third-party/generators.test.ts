/**
 * Third-party client generators read openapi.yaml: each generates a client that compiles under `tsc --strict`, and a
 * small program (`programs/`) lists, creates and deletes a guest with it on a running service.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type typescript from 'typescript';
import { NATIVE } from '../support/contracts.js';
import { Service } from '../support/service.js';
import { programOf } from './installed.js';

// The repository's compiler: the third parties include another one, which a generator brought.
const require = createRequire(new URL('../../package.json', import.meta.url));
const ts = require('typescript') as typeof typescript;

const SPEC = fileURLToPath(NATIVE.file);
/** Opts out of the generators' usage reports to their makers. */
const ENVIRONMENT = { ...process.env, DO_NOT_TRACK: '1', SCARF_ANALYTICS: 'false', NO_COLOR: '1' };

interface Generator {
  readonly program: string;
  readonly arguments: (folder: string) => readonly string[];
  /** A correction of the generated files, and its reason. */
  readonly repair?: (folder: string) => Promise<void>;
}

const GENERATORS: Readonly<Record<string, Generator>> = {
  'hey-api': {
    program: 'openapi-ts',
    arguments: (folder) => [
      '-i',
      SPEC,
      '-o',
      folder,
      '-p',
      '@hey-api/typescript',
      '@hey-api/sdk',
      '@hey-api/client-fetch',
    ],
  },
  orval: {
    program: 'orval',
    arguments: (folder) => ['--input', SPEC, '--output', path.join(folder, 'api.ts'), '--client', 'fetch'],
  },
  'swagger-typescript-api': {
    program: 'swagger-typescript-api',
    arguments: (folder) => ['generate', '-p', SPEC, '-o', folder, '-n', 'api.ts'],
    // The file turns the compiler's checks off; without them, its success would prove nothing.
    repair: async (folder) => {
      const file = path.join(folder, 'api.ts');
      const text = await readFile(file, 'utf8');
      expect(text).to.contain('// @ts-nocheck');
      await writeFile(file, text.replace('// @ts-nocheck', ''));
    },
  },
};

/**
 * Like an unrelated project: strict, without this repository's settings. CommonJS accepts all three styles of imports.
 */
const OPTIONS: typescript.CompilerOptions = {
  strict: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Node10,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: [],
  // Skips the compiler's own libraries only.
  skipDefaultLibCheck: true,
};

describe('A client generated from the contract by', () => {
  let folder: string;
  let service: Service;
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'guesthouse-third-party-'));
    service = await Service.start();
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await service.leave();
  });

  for (const [name, generator] of Object.entries(GENERATORS)) {
    it(`${name} compiles strictly and works`, async function () {
      this.timeout(120_000);
      const program = programOf(this, generator.program);
      const made = path.join(folder, name);
      await promisify(execFile)(program, generator.arguments(made), { cwd: folder, env: ENVIRONMENT });
      await generator.repair?.(made);
      const tour = path.join(folder, `${name}.ts`);
      await copyFile(path.join(import.meta.dirname, 'programs', `${name}.ts.txt`), tour);
      expect(compile(tour), 'what the compiler says').to.deep.equal([]);
      const compiled = pathToFileURL(tour.replace(/\.ts$/, '.js')).href;
      const loaded = (await import(compiled)) as { tour: (url: string, token: string) => Promise<string[]> };
      expect(await loaded.tour(service.url, service.token)).to.deep.equal([`by-${name}`]);
    });
  }

  it('any of them fails to compile with a mistake in its use', async function () {
    programOf(this, 'orval');
    const wrong = path.join(folder, 'wrong.ts');
    await writeFile(
      wrong,
      `import { listGuests } from './orval/api';\nexport const limit = listGuests({ limit: 'ten' });\n`,
    );
    expect(compile(wrong).join('\n')).to.contain("Type 'string' is not assignable to type 'number'");
  });
});

/** Compiles the program with everything that it imports, and returns the compiler's messages. */
function compile(file: string): string[] {
  const compiled = ts.createProgram([file], OPTIONS);
  const emitted = compiled.emit();
  const diagnostics = [...ts.getPreEmitDiagnostics(compiled), ...emitted.diagnostics];
  return diagnostics.map(
    ({ file: at, messageText }) => `${at?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
  );
}
