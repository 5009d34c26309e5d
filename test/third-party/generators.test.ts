/**
 * Third-party client generators can read openapi.yaml: each generates a client that compiles under `tsc --strict`. A
 * small program (`programs/`) wraps the client, so that the tests can use it on a running service.
 *
 * Some generators have faults that no contract can avoid. The tests expect these faults, so a version of a generator
 * without the fault fails a test; README.md names the issues.
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
import { Api } from '../support/api.js';
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
  /** What the generated client does wrong; README.md names the issues. */
  readonly faults: readonly ('uploads an empty object' | 'cannot upload' | 'reads every body as JSON')[];
}

/** What each program in `programs/` exports. */
interface Program {
  /** Lists the guests of the server that the contract names. */
  readonly listWithDefaults: () => Promise<unknown>;
  readonly connect: (url: string, token: string) => Connected;
}

interface Connected {
  names(): Promise<string[]>;
  /** Returns the id. */
  create(name: string): Promise<string>;
  /** Returns the id. */
  find(guest: string): Promise<string>;
  remove(guest: string): Promise<unknown>;
  consoleLog(guest: string): Promise<unknown>;
  upload(image: string, bytes: Blob): Promise<unknown>;
  download(image: string): Promise<ArrayBuffer>;
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
    faults: [],
  },
  orval: {
    program: 'orval',
    arguments: (folder) => ['--input', SPEC, '--output', path.join(folder, 'api.ts'), '--client', 'fetch'],
    faults: ['uploads an empty object', 'reads every body as JSON'],
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
    faults: ['cannot upload'],
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
    describe(name, () => {
      const has = (fault: Generator['faults'][number]): boolean => generator.faults.includes(fault);
      const bytes = Buffer.from([0xff, 0x00, 0x0a, 0x7b]);
      let program: Program;
      let defaultUrl: string | undefined;
      let client: Connected;
      let api: Api;
      before(async function () {
        this.timeout(120_000);
        const binary = programOf(this, generator.program);
        const made = path.join(folder, name);
        await promisify(execFile)(binary, generator.arguments(made), { cwd: folder, env: ENVIRONMENT });
        await generator.repair?.(made);
        const source = path.join(folder, `${name}.ts`);
        await copyFile(path.join(import.meta.dirname, 'programs', `${name}.ts.txt`), source);
        expect(compile(source), 'what the compiler says').to.deep.equal([]);
        program = (await import(pathToFileURL(source.replace(/\.ts$/, '.js')).href)) as Program;
        // Must come first: the clients of hey-api share one configuration.
        defaultUrl = await urlOf(() => program.listWithDefaults());
        client = program.connect(service.url, service.token);
        api = new Api(service);
      });

      it('calls /v1/guests, without a second slash, if its user sets no URL', () => {
        // orval never writes the server into its code.
        expect(['/v1/guests', 'http://127.0.0.1:8480/v1/guests']).to.include(defaultUrl);
      });

      it('lists, creates and deletes a guest', async () => {
        const before = await client.names();
        const id = await client.create(`by-${name}`);
        expect((await client.names()).filter((each) => !before.includes(each))).to.deep.equal([`by-${name}`]);
        await client.remove(id);
      });

      it('finds guests by names with a blank, an umlaut and an emoji', async () => {
        for (const guest of [`${name} 1`, `${name} ü`, `${name} 😀`])
          expect(await client.create(guest)).to.equal(await client.find(guest));
      });

      it('cannot delete another guest because of a name that is cut in the path: no guest has such a name', async () => {
        const web = await client.create(`web-${name}`);
        for (const end of ['#2', '?2', ';2', '%', '\\2', '/2']) {
          const refusal = await client.create(`web-${name}${end}`).then(
            () => null,
            () => 'refused',
          );
          expect(refusal, end).to.equal('refused');
        }
        expect(await client.find(`web-${name}`)).to.equal(web);
      });

      it('reads a console log of 42 as text, or has a known fault', async () => {
        const id = await client.create(`console-${name}`);
        const real = globalThis.fetch;
        // The service's own response, with another text.
        globalThis.fetch = async (input, init) => {
          const { status, headers } = await real(input, init);
          const lengthless = [...headers].filter(([header]) => header !== 'content-length');
          return new Response('42', { status, headers: Object.fromEntries(lengthless) });
        };
        try {
          expect(await client.consoleLog(id)).to.equal(has('reads every body as JSON') ? 42 : '42');
        } finally {
          globalThis.fetch = real;
        }
      });

      it('uploads four bytes, or has a known fault', async () => {
        const { id } = await api.announceImage();
        const failure = await client.upload(id, new Blob([bytes])).then(
          () => null,
          () => 'failed',
        );
        expect(failure).to.equal(has('cannot upload') ? 'failed' : null);
        if (failure !== null) return;
        const stored = await api.expect(200, 'GET', `/v1/images/${id}/content`);
        expect(stored.bytes).to.deep.equal(has('uploads an empty object') ? Buffer.from('{}') : bytes);
      });

      it('downloads content as bytes, or has a known fault', async () => {
        const { id } = await api.makeImage(bytes);
        const read = await client.download(id).then(
          (content) => Buffer.from(content),
          () => 'failed',
        );
        expect(read).to.deep.equal(has('reads every body as JSON') ? 'failed' : bytes);
      });
    });
  }

  describe('any of them', () => {
    it('does not compile if the client is used wrongly', async function () {
      programOf(this, 'orval');
      const wrong = path.join(folder, 'wrong.ts');
      await writeFile(
        wrong,
        `import { listGuests } from './orval/api';\nexport const limit = listGuests({ limit: 'ten' });\n`,
      );
      expect(compile(wrong).join('\n')).to.contain("Type 'string' is not assignable to type 'number'");
    });
  });
});

/** The URL of the only request that the call sends. */
async function urlOf(call: () => Promise<unknown>): Promise<string | undefined> {
  const real = globalThis.fetch;
  const urls: string[] = [];
  globalThis.fetch = async (input) => {
    urls.push(input instanceof Request ? input.url : String(input));
    return Response.json({ guests: [], markers: { prev: null, next: null } });
  };
  try {
    await call();
  } finally {
    globalThis.fetch = real;
  }
  return urls[0];
}

/** Compiles the program with everything that it imports, and returns the compiler's messages. */
function compile(file: string): string[] {
  const compiled = ts.createProgram([file], OPTIONS);
  const emitted = compiled.emit();
  const diagnostics = [...ts.getPreEmitDiagnostics(compiled), ...emitted.diagnostics];
  return diagnostics.map(
    ({ file: at, messageText }) => `${at?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
  );
}
