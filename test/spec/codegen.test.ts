/**
 * The generators. The tests compare their output for a small contract byte for byte. They also check that the compiler
 * rejects controllers that violate the contract, that a difference between a contract and its controllers is detected,
 * and that generated/ is the output for openapi.yaml.
 *
 * `GUESTHOUSE_UPDATE_GOLDEN=1` writes the output for the small contract into test/spec/codegen-golden: review the
 * difference before you commit it.
 */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import ts from 'typescript';
import { parse, stringify } from 'yaml';
import { operationsOf, parseDocument, type OpenApiDocument } from '../../src/codegen/contract.js';
import {
  dialectContract,
  mergeContracts,
  nativeContract,
  readContracts,
  type Contract,
} from '../../src/codegen/contracts.js';
import { findContractDifferences } from '../../src/codegen/contract-differences.js';
import { findStaleFiles, generate, generateAll } from '../../src/codegen/generate.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const GOLDEN = path.join(import.meta.dirname, 'codegen-golden');
/** The generated files that depend on the contract. The fixed files are read where they are used. */
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
const MADE_OF_THE_DIALECT = [
  'inn/api-types.ts',
  'inn/controllers/InnChambers.ts',
  'inn/operations.txt',
  'inn/routes.ts',
  'inn/tsoa-spec.yaml',
];
const INN = { title: 'Inn', file: 'inn.yaml', prefix: '/inn' };

/** The small contract and its small dialect, which `change` can make invalid. */
async function readSmall(change: (inn: OpenApiDocument) => unknown = () => undefined): Promise<[Contract, Contract]> {
  const read = (name: string): Promise<string> => readFile(path.join(GOLDEN, name), 'utf8');
  const native = nativeContract(await read('rooms.yaml'));
  const inn = parse(await read('inn.yaml')) as OpenApiDocument;
  change(inn);
  return [native, dialectContract('inn', INN, stringify(inn), native)];
}

/** The suffix keeps compiler and linters away from files that belong to another contract. */
async function expectGolden(files: ReadonlyMap<string, string>, name: string): Promise<void> {
  const golden = path.join(GOLDEN, `${name.replaceAll('/', '-')}.golden`);
  if (process.env.GUESTHOUSE_UPDATE_GOLDEN === '1') await writeFile(golden, files.get(name) ?? '');
  expect(files.get(name)).to.equal(await readFile(golden, 'utf8'));
}

describe('The generators', () => {
  let contract: string;
  let files: Map<string, string>;

  before(async () => {
    contract = await readFile(path.join(GOLDEN, 'rooms.yaml'), 'utf8');
    files = await generate(nativeContract(contract));
  });

  for (const name of MADE_OF_THE_CONTRACT) {
    it(`produce the recorded ${name} for the small contract`, () => expectGolden(files, name));
  }

  it('produce the same output for the same contract', async () => {
    expect([...(await generate(nativeContract(contract)))]).to.deep.equal([...files]);
  });

  it('bind a fixed path before a path with a parameter in the same place', () => {
    const routes = files.get('routes.ts') ?? '';
    expect(routes.indexOf("'/rooms/all'")).to.be.within(1, routes.indexOf("'/rooms/:room'"));
  });

  it('reject what they cannot express, with a reason', () => {
    const refusal = (change: (document: OpenApiDocument) => unknown): (() => unknown) => {
      const document = parse(contract) as OpenApiDocument;
      change(document);
      return () => operationsOf(parseDocument(stringify(document)));
    };
    expect(refusal((document) => Object.assign(document, { openapi: '3.0.3' }))).to.throw('OpenAPI 3.1 is required');
    const list = (document: OpenApiDocument): object => document.paths['/rooms/all']?.get ?? {};
    expect(refusal((document) => Object.assign(list(document), { tags: ['A', 'B'] }))).to.throw('exactly one tag');
    const away = { parameters: [{ $ref: '#/components/parameters/none' }] };
    expect(refusal((document) => Object.assign(list(document), away))).to.throw('refers to nothing');
    const abroad = { parameters: [{ $ref: 'other.yaml#/x' }] };
    expect(refusal((document) => Object.assign(list(document), abroad))).to.throw(
      'only references within the document',
    );
    const body = { requestBody: { content: { 'application/json': { schema: { type: 'string' } } } } };
    expect(refusal((document) => Object.assign(list(document), body))).to.throw('must have no body');
  });
});

describe('The generators with a dialect', () => {
  let native: Contract;
  let inn: Contract;
  let files: Map<string, string>;

  before(async () => {
    [native, inn] = await readSmall();
    files = await generateAll([native, inn]);
  });

  for (const name of MADE_OF_THE_DIALECT) {
    it(`produce the recorded ${name}`, () => expectGolden(files, name));
  }

  it('produce a folder for the dialect beside the shared files, and do not change the output of the native contract', async () => {
    const names = [...files.keys()];
    const expected = [...MADE_OF_THE_DIALECT, 'inn/checked-bodies.ts', 'inn/openapi.json'];
    expect(names.filter((name) => name.startsWith('inn/'))).to.have.members(expected);
    const alone = await generateAll([native]);
    for (const [name, content] of alone) expect(files.get(name), name).to.equal(content);
    expect([...alone.keys()], 'there is nothing to merge').to.not.include('openapi-all.json');
  });

  it('write controllers that tsoa reads back without a difference', () => {
    const readBack = parse(files.get('inn/tsoa-spec.yaml') ?? '') as OpenApiDocument;
    expect(findContractDifferences(inn.document, readBack)).to.be.empty;
  });

  it('give each operation the right of its native twin', () => {
    const { paths } = JSON.parse(files.get('inn/openapi.json') ?? '') as OpenApiDocument;
    expect(paths['/inn/chambers']?.get?.['x-right']).to.equal('rooms.use');
    expect(paths['/inn']?.get?.['x-right']).to.equal('open');
  });

  it('merge all contracts into one document, in which each operation states its security', () => {
    const merged = JSON.parse(files.get('openapi-all.json') ?? '') as OpenApiDocument;
    expect(Object.keys(merged.paths)).to.have.members([
      ...Object.keys(native.document.paths),
      ...Object.keys(inn.document.paths),
    ]);
    expect(merged.paths['/inn/chambers']?.get?.security).to.deep.equal([{ InnKey: [] }]);
    expect(merged.components?.schemas).to.include.keys('Room', 'InnChamber');
    expect(operationsOf(merged)).to.have.length(operationsOf(native.document).length + 4);
  });

  it('refuse to merge contracts that have a definition in common', async () => {
    const again = { ...inn, file: 'again.yaml' };
    expect(() => mergeContracts([native, inn, again])).to.throw('again.yaml: paths./inn is in another contract too');
    const [, other] = await readSmall((document) => {
      Object.assign(document.paths['/inn']?.get ?? {}, { operationId: 'createInnChamber' });
    });
    expect(() => mergeContracts([native, other])).to.throw('createInnChamber is not unique');
  });

  type Change = (inn: OpenApiDocument, list: Record<string, unknown>) => unknown;
  const rejected: Record<string, [Change, string]> = {
    'an operation without its twin': [(_, list) => delete list['x-native'], 'GET /inn/chambers needs x-native'],
    'a twin that does not exist': [(_, list) => (list['x-native'] = 'listBeds'), 'has no operation listBeds'],
    'no twin, without a reason': [
      (_, list) => Object.assign(list, { 'x-native': 'none', 'x-right': 'rooms.use' }),
      'x-native-reason',
    ],
    'a right beside a twin': [(_, list) => (list['x-right'] = 'rooms.use'), 'must not have x-right'],
    'a path that is not its own': [
      (document, list) => (document.paths['/innkeeper'] = { get: list } as never),
      'GET /innkeeper is not below /inn',
    ],
    'an operationId without its word': [(_, list) => (list['operationId'] = 'listChambers'), 'must have Inn in it'],
    'a tag without its word': [(_, list) => (list['tags'] = ['Chambers']), 'tag Chambers must have Inn'],
    'a component without its word': [
      (document) => Object.assign(document.components?.schemas ?? {}, { Fault: { type: 'string' } }),
      'components.schemas.Fault must have Inn in its name',
    ],
  };
  for (const [what, [change, message]] of Object.entries(rejected)) {
    it(`reject ${what}`, async () => {
      const error: unknown = await readSmall((document) =>
        change(document, document.paths['/inn/chambers']?.get as unknown as Record<string, unknown>),
      ).catch((reason: unknown) => reason);
      expect(String(error)).to.include(message);
    });
  }

  it('require a right for an operation without a twin', async () => {
    const [, invalid] = await readSmall((document) => delete document.paths['/inn']?.get?.['x-right']);
    expect(() => operationsOf(invalid.document)).to.throw('GET /inn needs x-right');
  });
});

describe('Generated code', () => {
  let folder: string;

  before(async () => {
    const files = await generateAll(await readSmall());
    await mkdir(path.join(ROOT, '.cache'), { recursive: true });
    folder = await mkdtemp(path.join(ROOT, '.cache', 'codegen-test-'));
    for (const below of ['controllers', 'inn/controllers']) await mkdir(path.join(folder, below), { recursive: true });
    for (const [name, content] of files) await writeFile(path.join(folder, name), content);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** The compiler's messages for a hand-written controller for the tag Rooms. */
  const compile = async (methods: string): Promise<string[]> => {
    const file = path.join(folder, 'rooms-controller.ts');
    await writeFile(
      file,
      `import type { Room } from './api-types.js';
import { RoomsController, type BookRoomResponse } from './controllers/Rooms.js';
import { createRoomsClient } from './client.js';
export { createRoomsClient };
const room: Room = { name: 'a', beds: 1, view: null, tags: {} };
export class Rooms extends RoomsController<{ user: string }> {
  ${methods}
}
export const responses: BookRoomResponse[] = [{ status: 200, body: room }];
`,
    );
    return complaints(file, path.join(folder, 'routes.ts'));
  };

  const complaints = (...files: string[]): string[] => {
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
    const program = ts.createProgram(files, options);
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

  it('of a dialect compiles, with bodies that are streams, and with XML typed by its schema', async () => {
    const file = path.join(folder, 'inn', 'inn-controller.ts');
    const source = (chambers: string): string => `import { Readable } from 'node:stream';
import type { InnChamber } from './api-types.js';
import { InnChambersController, type ListInnChambersResponse } from './controllers/InnChambers.js';
export class Inn extends InnChambersController<null> {
  protected async getInnRoot() { return { status: 503 as const, body: { is_open: false } }; }
  protected async listInnChambers(): Promise<ListInnChambersResponse> { return { status: 200, body: ${chambers} }; }
  protected async createInnChamber(input: { chamber: string; body: InnChamber }) { return { status: 202 as const, body: input.body }; }
  protected async putInnPicture(input: { body: Readable }) { input.body.resume(); return { status: 204 as const }; }
}
`;
    for (const chambers of ['Readable.from([])', '{ chamber: [] }']) {
      await writeFile(file, source(chambers));
      expect(complaints(file, path.join(folder, 'inn', 'routes.ts'))).to.be.empty;
    }
    await writeFile(file, source("'<chambers/>'"));
    expect(complaints(file).join()).to.include("Type 'string' is not assignable");
  });

  it('does not compile when a member of the body is missing', async () => {
    const wrong = GET.replace('{ ...room, name: input.room }', '{ name: input.room }');
    expect((await compile([wrong, BOOK, CLOSE].join('\n'))).join()).to.include('getRoom');
  });
});

describe('The comparison with what tsoa reads back', () => {
  let contract: string;
  let readBack: string;

  before(async () => {
    contract = await readFile(path.join(GOLDEN, 'rooms.yaml'), 'utf8');
    readBack = (await generate(nativeContract(contract))).get('tsoa-spec.yaml') ?? '';
  });

  const differencesAfter = (from: string, to: string): string[] => {
    expect(contract, 'the change finds its place').to.include(from);
    return findContractDifferences(parseDocument(contract.replace(from, to)), parse(readBack) as OpenApiDocument);
  };

  it('finds no difference between a contract and what tsoa reads from the generated code', () => {
    expect(differencesAfter('', '')).to.be.empty;
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
      expect(differencesAfter(from, to)).to.not.be.empty;
    });
  }
});

describe('The folder generated/', () => {
  let contracts: Contract[];
  let files: Map<string, string>;
  before(async () => {
    contracts = await readContracts(ROOT);
    files = await generateAll(contracts);
  });

  it('is built from every file of openapi/', async () => {
    const found = await readdir(path.join(ROOT, 'openapi')).catch(() => []);
    expect(contracts.slice(1).map(({ file }) => file)).to.have.members(found.map((name) => `openapi/${name}`));
  });

  it('contains exactly the generators’ output for openapi.yaml', async () => {
    expect(await findStaleFiles(path.join(ROOT, 'generated'), files)).to.be.empty;
    for (const { file, folder, document } of contracts) {
      const readBack = parse(files.get(path.join(folder, 'tsoa-spec.yaml')) ?? '') as OpenApiDocument;
      expect(findContractDifferences(document, readBack), file).to.be.empty;
    }
  });

  it('imports only its own files, types of Node, and in the client openapi-fetch', () => {
    for (const [name, content] of files) {
      for (const [, source = ''] of content.matchAll(/^import .* from '([^']+)';$/gm)) {
        const isAllowed =
          source.startsWith('.') || source === 'node:stream' || (name === 'client.ts' && source === 'openapi-fetch');
        expect(isAllowed, `${name} imports ${source}`).to.be.true;
        const isInside = !path.join(path.dirname(name), source).startsWith('..');
        expect(isInside, `${name} imports ${source}`).to.be.true;
      }
    }
  });
});
