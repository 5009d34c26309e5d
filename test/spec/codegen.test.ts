/**
 * The generators: their output for a small contract, byte for byte; that the compiler holds controllers to it; that
 * drift is detected; and that generated/ is their output for openapi.yaml.
 *
 * `GUESTHOUSE_UPDATE_GOLDEN=1` writes the output for the small contract into test/spec/codegen-golden: read the
 * difference before you commit it.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import ts from 'typescript';
import { parse, stringify } from 'yaml';
import { operationsOf, parseDocument, type OpenApiDocument } from '../../src/codegen/contract.js';
import { findDrift } from '../../src/codegen/drift.js';
import { findStaleFiles, generate } from '../../src/codegen/generate.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const GOLDEN = path.join(import.meta.dirname, 'codegen-golden');
/** The fixed files are read where they are used; these are made of the contract. */
const MADE_OF_THE_CONTRACT = [
  'api-types.ts',
  'checked-bodies.ts',
  'defaults.ts',
  'controllers/Doors.ts',
  'controllers/Pictures.ts',
  'controllers/Rooms.ts',
  'operations.txt',
  'routes.ts',
  'tsoa-spec.yaml',
];

describe('The generators', () => {
  let contract: string;
  let files: Map<string, string>;

  before(async () => {
    contract = await readFile(path.join(GOLDEN, 'rooms.yaml'), 'utf8');
    files = await generate(contract);
  });

  for (const name of MADE_OF_THE_CONTRACT) {
    it(`make ${name} of the small contract as they did before`, async () => {
      // The suffix keeps compiler and linters away from files that belong to another contract.
      const golden = path.join(GOLDEN, `${name.replace('/', '-')}.golden`);
      if (process.env.GUESTHOUSE_UPDATE_GOLDEN === '1') await writeFile(golden, files.get(name) ?? '');
      expect(files.get(name)).to.equal(await readFile(golden, 'utf8'));
    });
  }

  it('make the same of the same contract', async () => {
    expect([...(await generate(contract))]).to.deep.equal([...files]);
  });

  it('bind a fixed path before a parameter in the same place', () => {
    const routes = files.get('routes.ts') ?? '';
    expect(routes.indexOf("'/rooms/all'")).to.be.within(1, routes.indexOf("'/rooms/:room'"));
  });

  it('reject what they cannot express, with a reason', () => {
    const refusal = (change: (document: OpenApiDocument) => unknown): (() => unknown) => {
      const document = parse(contract) as OpenApiDocument;
      change(document);
      return () => operationsOf(parseDocument(stringify(document)));
    };
    expect(refusal((document) => Object.assign(document, { openapi: '3.0.3' }))).to.throw('OpenAPI 3.1 is needed');
    const list = (document: OpenApiDocument): object => document.paths['/rooms/all']?.get ?? {};
    expect(refusal((document) => Object.assign(list(document), { tags: ['A', 'B'] }))).to.throw('exactly one tag');
    const away = { parameters: [{ $ref: '#/components/parameters/none' }] };
    expect(refusal((document) => Object.assign(list(document), away))).to.throw('refers to nothing');
    const abroad = { parameters: [{ $ref: 'other.yaml#/x' }] };
    expect(refusal((document) => Object.assign(list(document), abroad))).to.throw('only references into the document');
  });
});

describe('Generated code', () => {
  let folder: string;

  before(async () => {
    const files = await generate(await readFile(path.join(GOLDEN, 'rooms.yaml'), 'utf8'));
    await mkdir(path.join(ROOT, '.cache'), { recursive: true });
    folder = await mkdtemp(path.join(ROOT, '.cache', 'codegen-test-'));
    await mkdir(path.join(folder, 'controllers'));
    for (const [name, content] of files) await writeFile(path.join(folder, name), content);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** The compiler's messages for a hand-written controller for the tag Rooms. */
  const compile = async (methods: string): Promise<string[]> => {
    const file = path.join(folder, 'rooms-controller.ts');
    await writeFile(
      file,
      `import type { Room } from './api-types.js';
import { RoomsController, type BookRoomAnswer } from './controllers/Rooms.js';
import { createRoomsClient } from './client.js';
export { createRoomsClient };
const room: Room = { name: 'a', beds: 1, view: null, tags: {} };
export class Rooms extends RoomsController<{ user: string }> {
  ${methods}
}
export const answers: BookRoomAnswer[] = [{ status: 200, body: room }];
`,
    );
    const options: ts.CompilerOptions = {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      experimentalDecorators: true,
      verbatimModuleSyntax: true,
      noUncheckedIndexedAccess: true,
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: ['node'],
      typeRoots: [path.join(ROOT, 'node_modules/@types')],
    };
    const program = ts.createProgram([file, path.join(folder, 'routes.ts')], options);
    return ts
      .getPreEmitDiagnostics(program)
      .map(
        ({ file: source, messageText }) =>
          `${path.basename(source?.fileName ?? '')}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
      );
  };

  const GET =
    'protected async getRoom(input: { room: string }) { return { status: 200 as const, body: { ...room, name: input.room } }; }';
  const BOOK = `protected async bookRoom(input: { room: string; body?: { nights?: number } }, context: { user: string }) {
    return { status: 202 as const, body: room, headers: { Location: context.user, 'X-Nights': input.body?.nights ?? 1 } };
  }`;
  const CLOSE = 'protected async closeRoom() { return { status: 204 as const }; }';

  it('compiles with a controller that implements every operation', async () => {
    expect(await compile([GET, BOOK, CLOSE].join('\n'))).to.be.empty;
  });

  it('does not compile when an operation is missing', async () => {
    expect((await compile([GET, BOOK].join('\n'))).join()).to.include('closeRoom');
  });

  it('does not compile when a response has an undocumented status', async () => {
    expect((await compile([GET, BOOK, CLOSE.replace('204', '200')].join('\n'))).join()).to.include('closeRoom');
  });

  it('does not compile when a documented header is missing', async () => {
    expect((await compile([GET, BOOK.replace('Location: context.user, ', ''), CLOSE].join('\n'))).join()).to.include(
      'bookRoom',
    );
  });

  it('does not compile when a member of the body is missing', async () => {
    const wrong = GET.replace('{ ...room, name: input.room }', '{ name: input.room }');
    expect((await compile([wrong, BOOK, CLOSE].join('\n'))).join()).to.include('getRoom');
  });
});

describe('The drift check', () => {
  let contract: string;
  let readBack: string;

  before(async () => {
    contract = await readFile(path.join(GOLDEN, 'rooms.yaml'), 'utf8');
    readBack = (await generate(contract)).get('tsoa-spec.yaml') ?? '';
  });

  const driftAfter = (from: string, to: string): string[] => {
    expect(contract, 'the change finds its place').to.include(from);
    return findDrift(parseDocument(contract.replace(from, to)), parse(readBack) as OpenApiDocument);
  };

  it('finds none between a contract and what tsoa reads back', () => {
    expect(driftAfter('', '')).to.be.empty;
  });

  for (const [what, from, to] of [
    ['another status', "'202':", "'201':"],
    ['another method', '    delete:', '    patch:'],
    ['another path', '/rooms/all:', '/rooms/every:'],
    ['another operationId', 'operationId: closeRoom', 'operationId: shutRoom'],
    ['another tag', 'tags: [Doors]', 'tags: [Rooms]'],
    ['another security', '      security: []\n', ''],
    ['another parameter', 'name: floor', 'name: storey'],
    [
      'another type of parameter',
      'schema: { type: integer, minimum: 1, maximum: 9, default: 5 }',
      'schema: { type: string }',
    ],
    ['another bound', 'maximum: 9', 'maximum: 8'],
    ['a missing fault', "        '404': { $ref: '#/components/responses/NotFound' }\n        '406'", "        '406'"],
    ['another media type', 'content: { text/plain:', 'content: { text/html:'],
    [
      'another schema of a response',
      "schema: { $ref: '#/components/schemas/RoomList' }",
      "schema: { $ref: '#/components/schemas/Room' }",
    ],
    ['another required member', 'required: [name, beds, view, tags]', 'required: [name, beds, view]'],
    ['a member that can no longer be null', "type: [string, 'null']", 'type: string'],
    ['another enum word', 'enum: [sea, yard]', 'enum: [sea, street]'],
    [
      'a number that is no longer whole',
      'description: How many beds., type: integer',
      'description: How many beds., type: number',
    ],
    [
      'a body that is required',
      "      requestBody:\n        content: { application/json: { schema: { $ref: '#/components/schemas/Booking'",
      "      requestBody:\n        required: true\n        content: { application/json: { schema: { $ref: '#/components/schemas/Booking'",
    ],
  ] as const) {
    it(`finds ${what}`, () => {
      expect(driftAfter(from, to)).to.not.be.empty;
    });
  }
});

describe('generated/', () => {
  it('is what the generators make of openapi.yaml, and does not drift from it', async () => {
    const contract = await readFile(path.join(ROOT, 'openapi.yaml'), 'utf8');
    const files = await generate(contract);
    expect(await findStaleFiles(path.join(ROOT, 'generated'), files)).to.be.empty;
    expect(findDrift(parseDocument(contract), parse(files.get('tsoa-spec.yaml') ?? '') as OpenApiDocument)).to.be.empty;
  });

  it('imports nothing but itself, types of Node, and in the client openapi-fetch', async () => {
    const files = await generate(await readFile(path.join(ROOT, 'openapi.yaml'), 'utf8'));
    for (const [name, content] of files) {
      for (const [, source = ''] of content.matchAll(/^import .* from '([^']+)';$/gm)) {
        const isAllowed =
          source.startsWith('.') || source === 'node:stream' || (name === 'client.ts' && source === 'openapi-fetch');
        expect(isAllowed, `${name} imports ${source}`).to.be.true;
        expect(source).to.not.include('../../');
      }
    }
  });
});
