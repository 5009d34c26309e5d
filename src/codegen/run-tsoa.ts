/**
 * The run of tsoa: it reads the generated controllers of one contract once, writes the routes with our template, and
 * writes the contract that it read from the controllers. It needs files on disk, so it works in a folder that
 * generate.ts has filled.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { DefaultRouteGenerator, generateRoutes, generateSpec, type ExtendedRoutesConfig } from 'tsoa';
import ts from 'typescript';
import { operationsOf, type Operation } from './contract.js';
import type { Contract } from './contracts.js';
import { banner, hashBanner } from './write-fixed-files.js';

const TEMPLATE = path.join(import.meta.dirname, 'lean-routes.template');

const COMPILER_OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  experimentalDecorators: true,
  strict: true,
  skipLibCheck: true,
  types: ['node'],
};

/**
 * tsoa's own generator, extended by the values that our template needs, among them a list of all operations in binding
 * order.
 */
function leanRouteGenerator({ file, folder, document }: Contract): typeof DefaultRouteGenerator {
  const byId = new Map(operationsOf(document).map((operation) => [operation.operationId, operation]));
  return class extends DefaultRouteGenerator {
    override buildContext() {
      const context = super.buildContext();
      const operations = context.controllers.flatMap((controller) =>
        controller.actions.map((action) => {
          const operationId = action.name.replace(/^route_/, '');
          return {
            controller: controller.name,
            name: action.name,
            operationId,
            method: action.method,
            fullPath: action.fullPath,
            parameters: Object.values(action.parameters)
              .filter((parameter) => parameter.in !== 'request')
              .map(({ in: place, name, dataType }) => ({ in: place, name, dataType })),
            mediaTypes: mediaTypesOf(byId.get(operationId)),
          };
        }),
      );
      const controllers = context.controllers.sort((a, b) => (a.name < b.name ? -1 : 1));
      return {
        ...context,
        banner: banner('tsoa, with src/codegen/lean-routes.template', file),
        shared: folder === '' ? '.' : '..',
        controllers,
        operations: operations.sort(byPath),
      };
    }
  };
}

/** The media type of each returned response that has a body, by its status. */
function mediaTypesOf(operation: Operation | undefined): Record<string, string> {
  const mediaTypes = (operation?.returned ?? []).flatMap(({ status, mediaType }) =>
    mediaType === null ? [] : [[status, mediaType] as const],
  );
  return Object.fromEntries(mediaTypes);
}

/** Sorts a fixed segment before a parameter in the same place, so that the router tries the fixed segment first. */
function byPath(a: { fullPath: string; method: string }, b: { fullPath: string; method: string }): number {
  const key = (action: typeof a): string => `${action.fullPath.replaceAll(':', '\uffff')} ${action.method}`;
  return key(a) < key(b) ? -1 : 1;
}

export interface TsoaOutput {
  readonly routes: string;
  readonly spec: string;
}

/**
 * Reads `controllers/*.ts` in the contract's folder below `root`. tsoa's two output files stay in the contract's
 * folder.
 */
export async function runTsoa(root: string, contract: Contract): Promise<TsoaOutput> {
  const folder = path.join(root, contract.folder);
  const { title, version } = contract.document.info;
  const sources = {
    entryFile: path.join(root, 'exchange.ts'),
    controllerPathGlobs: [path.join(folder, 'controllers', '*.ts')],
    noImplicitAdditionalProperties: 'ignore' as const,
  } satisfies Partial<ExtendedRoutesConfig>;
  const metadata = await generateRoutes(
    {
      ...sources,
      routesDir: folder,
      bodyCoercion: false,
      esm: true,
      middlewareTemplate: TEMPLATE,
      routeGenerator: leanRouteGenerator(contract),
    },
    COMPILER_OPTIONS,
  );
  await generateSpec(
    {
      ...sources,
      outputDirectory: folder,
      specFileBaseName: 'tsoa-spec',
      specVersion: 3,
      yaml: true,
      name: title,
      version,
    },
    COMPILER_OPTIONS,
    [],
    metadata,
  );
  const spec = await readFile(path.join(folder, 'tsoa-spec.yaml'), 'utf8');
  return {
    routes: await readFile(path.join(folder, 'routes.ts'), 'utf8'),
    spec: hashBanner(`tsoa, from ${path.join('generated', contract.folder, 'controllers')}`, contract.file) + spec,
  };
}
