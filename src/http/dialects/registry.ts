/**
 * The registry of all APIs of this server: it finds the API of a path, and loads its routes.
 *
 *   path ─► of ─► dialect ─► routerOf ─┬─► loaded: its router, without waiting
 *                                      └─► not loaded: one load for all waiting requests ─┬─► its router
 *                                                500; the next request tries again ◄──────┘
 *
 * The native API is loaded with the service. The others load on the first request for one of their paths, so an unused
 * API costs no start time and no memory (test/dialects/seam.test.ts).
 */
import type { Router } from 'express';
import type { App } from '../../app/app.js';
import type { MountableApi } from '../mount-contract.js';
import type { Dialect } from './dialect.js';
import { MISTIFY } from './mistify/dialect.js';
import { MOGAN } from './mogan/dialect.js';
import { OVIRT } from './ovirt/dialect.js';
import { SAHARA } from './sahara/dialect.js';

export interface RegisteredDialect {
  readonly dialect: Dialect;
  /** Contract, checks and controllers: `(app) => import('./<name>/api.js').then(…)`. */
  load(app: App): Promise<MountableApi>;
}

/** The dialects besides the native API. No two of them own the same path. */
export const DIALECTS: readonly RegisteredDialect[] = [
  { dialect: MISTIFY, load: async (app) => (await import('./mistify/api.js')).load(app) },
  { dialect: MOGAN, load: async (app) => (await import('./mogan/api.js')).load(app) },
  { dialect: OVIRT, load: async (app) => (await import('./ovirt/api.js')).load(app) },
  { dialect: SAHARA, load: async (app) => (await import('./sahara/api.js')).load(app) },
];

/** The dialects with these names: those that the configuration turns on. */
export function dialectsNamed(names: readonly string[]): readonly RegisteredDialect[] {
  return DIALECTS.filter(({ dialect }) => names.includes(dialect.name));
}

export interface RegistryOptions {
  readonly native: { readonly dialect: Dialect; readonly router: Router };
  readonly others: readonly RegisteredDialect[];
  readonly load: (registered: RegisteredDialect) => Promise<Router>;
}

export class DialectRegistry {
  readonly #native: Dialect;
  readonly #others: readonly RegisteredDialect[];
  readonly #load: RegistryOptions['load'];
  readonly #routers = new Map<Dialect, Router | Promise<Router>>();

  constructor({ native, others, load }: RegistryOptions) {
    this.#native = native.dialect;
    this.#others = others;
    this.#load = load;
    this.#routers.set(native.dialect, native.router);
  }

  /** The dialect of a path. The path must be as the client sent it, without its query. */
  of(path: string): Dialect {
    return this.#others.find(({ dialect }) => dialect.owns(path))?.dialect ?? this.#native;
  }

  routerOf(dialect: Dialect): Router | Promise<Router> {
    return this.#routers.get(dialect) ?? this.#loading(dialect);
  }

  #loading(dialect: Dialect): Promise<Router> {
    const registered = this.#others.find((other) => other.dialect === dialect);
    if (registered === undefined) throw new Error(`there is no dialect ${dialect.name}`);
    const loading = this.#load(registered);
    this.#routers.set(dialect, loading);
    loading.then(
      (router) => this.#routers.set(dialect, router),
      () => this.#routers.delete(dialect),
    );
    return loading;
  }
}
