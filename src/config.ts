/**
 * Environment variables and flags → one frozen, typed Config. Every mistake is reported at once; nothing is read later or elsewhere.
 * A flag has its variable's name: GUESTHOUSE_PORT is --port, DATABASE_URL is --database-url. A flag wins over its variable.
 */
import { BACKEND_NAMES } from './domain/words.js';
import type { BackendName } from './domain/words.js';

export interface Config {
  readonly host: string;
  readonly port: number;
  /** As it was given; null for `./data`, which main.ts may move where other users cannot reach it. */
  readonly dataFolder: string | null;
  /** Null: the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  readonly backend: BackendName | 'auto';
  readonly accel: 'auto' | 'kvm' | 'tcg';
  /** Null: the driver's choice. */
  readonly qemuUser: string | null;
  readonly imageMaxBytes: number;
  /** How long what has ended is kept: operations, markers of deleted rows. */
  readonly keepMs: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
}

/** Thrown with one line for each mistake. */
export class ConfigError extends Error {
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.name = 'ConfigError';
    this.mistakes = mistakes;
  }
}

const VARIABLES = [
  'GUESTHOUSE_HOST',
  'GUESTHOUSE_PORT',
  'GUESTHOUSE_DATA',
  'DATABASE_URL',
  'GUESTHOUSE_BACKEND',
  'GUESTHOUSE_ACCEL',
  'GUESTHOUSE_QEMU_USER',
  'GUESTHOUSE_IMAGE_MAX_GIB',
  'GUESTHOUSE_KEEP',
  'GUESTHOUSE_INSECURE',
  'GUESTHOUSE_LOG',
] as const;
type Variable = (typeof VARIABLES)[number];

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/;
const DURATION_UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const GIB = 1024 ** 3;

export function readConfig(env: Readonly<Record<string, string | undefined>>, args: readonly string[]): Config {
  const mistakes: string[] = [];
  const flags = readFlags(args, mistakes);
  // An empty variable is an unset one: that is how shells and unit files say so.
  const get = (name: Variable): string | undefined => flags.get(name) ?? (env[name] || undefined);

  const pick = <T extends string>(name: Variable, allowed: readonly T[], otherwise: T): T => {
    const value = get(name);
    if (value === undefined) return otherwise;
    if ((allowed as readonly string[]).includes(value)) return value as T;
    mistakes.push(`${name} is "${value}" but must be one of ${allowed.join(', ')}.`);
    return otherwise;
  };
  const integer = (name: Variable, min: number, max: number, otherwise: number): number => {
    const value = get(name);
    if (value === undefined) return otherwise;
    const number = /^\d+$/.test(value) ? Number(value) : NaN;
    if (number >= min && number <= max) return number;
    mistakes.push(`${name} is "${value}" but must be a whole number from ${min} to ${max}.`);
    return otherwise;
  };

  const host = get('GUESTHOUSE_HOST') ?? '127.0.0.1';
  if (!LOOPBACK.test(host) && pick('GUESTHOUSE_INSECURE', ['0', '1'], '0') !== '1') {
    mistakes.push(
      `GUESTHOUSE_HOST is "${host}", which others can reach, and this version speaks no TLS: tokens would be sent in the clear. ` +
        'Put a TLS proxy in front and listen on 127.0.0.1, or set GUESTHOUSE_INSECURE=1.',
    );
  }
  const databaseUrl = get('DATABASE_URL') ?? null;
  if (databaseUrl !== null && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    mistakes.push('DATABASE_URL must begin with postgres:// or postgresql://.');
  }
  const config: Config = {
    host: host.replace(/^\[(.*)\]$/, '$1'),
    port: integer('GUESTHOUSE_PORT', 0, 65_535, 8480),
    dataFolder: get('GUESTHOUSE_DATA') ?? null,
    databaseUrl,
    backend: pick('GUESTHOUSE_BACKEND', ['auto', ...BACKEND_NAMES], 'auto'),
    accel: pick('GUESTHOUSE_ACCEL', ['auto', 'kvm', 'tcg'], 'auto'),
    qemuUser: get('GUESTHOUSE_QEMU_USER') ?? null,
    imageMaxBytes: integer('GUESTHOUSE_IMAGE_MAX_GIB', 1, 65_536, 64) * GIB,
    keepMs: readDuration('GUESTHOUSE_KEEP', get('GUESTHOUSE_KEEP') ?? '7d', mistakes),
    logLevel: pick('GUESTHOUSE_LOG', ['debug', 'info', 'warn', 'error'], 'info'),
  };
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return Object.freeze(config);
}

function readDuration(name: Variable, value: string, mistakes: string[]): number {
  const match = /^(\d{1,6})([smhd])$/.exec(value);
  const unitMs = DURATION_UNITS_MS[match?.[2] ?? ''];
  if (match && unitMs !== undefined && Number(match[1]) > 0) return Number(match[1]) * unitMs;
  mistakes.push(`${name} is "${value}" but must be a number and a unit: 90s, 30m, 12h, 7d.`);
  return 0;
}

function readFlags(args: readonly string[], mistakes: string[]): Map<Variable, string> {
  const flags = new Map<Variable, string>();
  const byFlag = new Map(
    VARIABLES.map((name) => [
      `--${name
        .replace(/^GUESTHOUSE_/, '')
        .toLowerCase()
        .replaceAll('_', '-')}`,
      name,
    ]),
  );
  for (let index = 0; index < args.length; index++) {
    const [flag = '', inline] = (args[index] ?? '').split(/=(.*)/s, 2);
    const name = byFlag.get(flag);
    const value = inline ?? args[++index];
    if (name === undefined) mistakes.push(`${flag} is no flag. There are ${[...byFlag.keys()].join(', ')}.`);
    else if (value === undefined) mistakes.push(`${flag} needs a value.`);
    else flags.set(name, value);
  }
  return flags;
}
