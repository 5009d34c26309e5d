/**
 * Third-party client generators can read openapi.yaml: each generates a client that compiles under `tsc --strict`. A
 * small program (`programs/`) uses the client to list, create and delete a guest on a running service.
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

// The repository's compiler. One of the generators depends on another version, which is installed with it.
const require = createRequire(new URL('../../package.json', import.meta.url));
const ts = require('typescript') as typeof typescript;

const SPEC = fileURLToPath(NATIVE.file);
/** Disables the usage reports of the generators. */
const ENVIRONMENT = { ...process.env, DO_NOT_TRACK: '1', SCARF_ANALYTICS: 'false', NO_COLOR: '1' };

interface Generator {
  readonly program: string;
  readonly arguments: (folder: string) => readonly string[];
  /** Corrects the generated files, for the given reason. */
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
    // The file disables the compiler's checks. Without them, a successful compilation would prove nothing.
    repair: async (folder) => {
      const file = path.join(folder, 'api.ts');
      const text = await readFile(file, 'utf8');
      expect(text).to.contain('// @ts-nocheck');
      await writeFile(file, text.replace('// @ts-nocheck', ''));
    },
  },
};

/**
 * The settings of an unrelated project: strict, and without this repository's settings. CommonJS accepts all three
 * styles of imports.
 */
const OPTIONS: typescript.CompilerOptions = {
  strict: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Node10,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: [],
  // Skips only the compiler's own libraries.
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

  it('any of them does not compile if the client is used wrongly', async function () {
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
