/**
 * Decorators: backends that wrap other backends, built from the table of calls (calls.ts). A decorator defines its
 * behaviour once for all calls, and need not repeat the methods of `Backend`. The behaviour of a decorator belongs in
 * its own file.
 */
import type { Backend, BackendEvent, CallOptions } from './backend.js';
import { CALL_NAMES, CALLS, optionsOf, withOptions } from './calls.js';
import type { ArgsOf, CallInfo, CallName } from './calls.js';

/** All members of a backend except its calls, and one function that makes any call. */
export interface CallRunner extends Omit<Backend, CallName> {
  /**
   * Makes the call. `run(driver, options)` calls the method of `driver` with the caller's arguments, in which `options`
   * replace the caller's call options. Options that only one method has (`disks`, `bytes`) are kept.
   */
  call<T>(call: CallInfo, options: CallOptions, run: (driver: Backend, options: CallOptions) => Promise<T>): Promise<T>;
}

/**
 * The code that a decorator adds around the calls of a backend. `next` makes the call or opens the stream with the
 * given options.
 */
export interface Decoration {
  call<T>(call: CallInfo, options: CallOptions, next: (options: CallOptions) => Promise<T>): Promise<T>;
  /** Default: the stream is passed through. */
  listen?(
    options: CallOptions,
    next: (options: CallOptions) => AsyncIterable<BackendEvent>,
  ): AsyncIterable<BackendEvent>;
}

/** The backend with `decoration` around each of its calls. */
export function decorate(backend: Backend, decoration: Decoration): Backend {
  return backendOf({
    name: backend.name,
    get capabilities() {
      return backend.capabilities;
    },
    call: (call, options, run) => decoration.call(call, options, (changed) => run(backend, changed)),
    listenToEvents(options) {
      const next = (changed: CallOptions) => backend.listenToEvents(changed);
      return decoration.listen === undefined ? next(options) : decoration.listen(options, next);
    },
    close: () => backend.close(),
  });
}

/** Adds the options in `added`, for example the purpose, to every call of the backend. */
export function withCallOptions(backend: Backend, added: Omit<Partial<CallOptions>, 'signal'>): Backend {
  return decorate(backend, {
    call: (_call, options, next) => next({ ...options, ...added }),
    listen: (options, next) => next({ ...options, ...added }),
  });
}

/** A backend whose calls are all made by `runner`. */
export function backendOf(runner: CallRunner): Backend {
  return {
    ...callsOf(runner),
    name: runner.name,
    get capabilities() {
      return runner.capabilities;
    },
    listenToEvents: (options) => runner.listenToEvents(options),
    close: () => runner.close(),
  };
}

type Methods = { [C in CallName]: (...args: ArgsOf<C>) => ReturnType<Backend[C]> };

function callsOf(runner: CallRunner): Methods {
  const methods: Partial<Methods> = {};
  for (const name of CALL_NAMES) addMethod(methods, name, runner);
  return methods as Methods;
}

function addMethod<C extends CallName>(methods: Partial<Methods>, name: C, runner: CallRunner): void {
  methods[name] = ((...args: ArgsOf<C>) => {
    const call = { name, guest: CALLS[name].guestOf(...args) };
    return runner.call(call, optionsOf(args), (driver, options) => invoke(driver, name, withOptions(args, options)));
  }) as Methods[C];
}

function invoke<C extends CallName>(driver: Methods, name: C, args: ArgsOf<C>): Promise<unknown> {
  return driver[name](...args);
}
