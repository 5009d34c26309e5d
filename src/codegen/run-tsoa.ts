/**
 * tsoa, as far as it is used: it reads the generated controllers once, writes the routes with our template, and writes the contract as
 * it understood it. It needs files on disk, so it works in a folder that generate.ts has filled.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { DefaultRouteGenerator, generateRoutes, generateSpec, type ExtendedRoutesConfig } from 'tsoa';
import ts from 'typescript';
import { hashBanner } from './banner.js';
import { FAULT } from './contract.js';

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

/** tsoa's own generator, whose template is given what ours needs: all operations in one list, in the order to bind them. */
class LeanRouteGenerator extends DefaultRouteGenerator {
  override buildContext() {
    const context = super.buildContext();
    const operations = context.controllers.flatMap((controller) =>
      controller.actions.map((action) => ({
        controller: controller.name,
        name: action.name,
        operationId: action.name.replace(/^route_/, ''),
        method: action.method,
        fullPath: action.fullPath,
        parameters: Object.values(action.parameters)
          .filter((parameter) => parameter.in !== 'request')
          .map(({ in: place, name, dataType }) => ({ in: place, name, dataType })),
        mediaTypes: this.#mediaTypesOf(controller.name, action.name),
      })),
    );
    const controllers = context.controllers.sort((a, b) => (a.name < b.name ? -1 : 1));
    return { ...context, controllers, operations: operations.sort(byPath) };
  }

  /** By status; faults and answers without a body have none. */
  #mediaTypesOf(controllerName: string, methodName: string): Record<string, string> {
    const controller = this.metadata.controllers.find(({ name }) => name === controllerName);
    const method = controller?.methods.find(({ name }) => name === methodName);
    const mediaTypes = (method?.responses ?? []).flatMap(({ name, produces, schema }) => {
      const hasBody = schema !== undefined && schema.dataType !== 'void';
      const mediaType = hasBody ? (produces?.[0] ?? 'application/json') : FAULT;
      return mediaType === FAULT ? [] : [[name, mediaType] as const];
    });
    return Object.fromEntries(mediaTypes);
  }
}

/** A fixed segment sorts before a parameter in the same place, so it is tried first. */
function byPath(a: { fullPath: string; method: string }, b: { fullPath: string; method: string }): number {
  const key = (action: typeof a): string => `${action.fullPath.replaceAll(':', '\uffff')} ${action.method}`;
  return key(a) < key(b) ? -1 : 1;
}

export interface TsoaOutput {
  readonly routes: string;
  readonly spec: string;
}

/** Reads `<folder>/controllers/*.ts`. Leaves its two files in the folder too. */
export async function runTsoa(folder: string, about: { title: string; version: string }): Promise<TsoaOutput> {
  const sources = {
    entryFile: path.join(folder, 'exchange.ts'),
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
      routeGenerator: LeanRouteGenerator,
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
      name: about.title,
      version: about.version,
    },
    COMPILER_OPTIONS,
    [],
    metadata,
  );
  const spec = await readFile(path.join(folder, 'tsoa-spec.yaml'), 'utf8');
  return {
    routes: await readFile(path.join(folder, 'routes.ts'), 'utf8'),
    spec: hashBanner('tsoa, from generated/controllers') + spec,
  };
}
