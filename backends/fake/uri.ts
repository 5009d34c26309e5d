/**
 * The URIs of simulated hosts that requests create: `fake:///NAME?vcpus=&memory_mib=&disk_mib=&process=`.
 *
 *   NAME        the name of the host; the same name is the same host, with the same guests
 *   vcpus       the size of the simulated machine; without it, the machine is larger than any guest
 *   memory_mib
 *   disk_mib    without it, the host does not report the size of its storage
 *   process     `own`: a program of its own plays the host; otherwise one program plays all hosts of a data folder
 *
 * The URI of the host that the configuration of a service names is only shown, and never parsed.
 */
import type { HostSize } from './wire/protocol.js';

/** The message names the mistake, in a sentence without a full stop. */
export class UnsupportedFakeUri extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnsupportedFakeUri';
  }
}

/** A simulated host with a name. */
export interface NamedFakeHost extends HostSize {
  readonly name: string;
  /** Whether a program of its own plays the host. */
  readonly isAlone: boolean;
}

/** The name is also the name of a folder. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
/** The sizes that the contract allows for hosts. */
const SIZES = {
  vcpus: { max: 65_536, default: 256 },
  memory_mib: { max: 1_073_741_824, default: 4_194_304 },
  disk_mib: { max: 1_099_511_627_776, default: null },
} as const;

/** Throws UnsupportedFakeUri. */
export function parseFakeUri(text: string): NamedFakeHost {
  const match = /^fake:\/\/\/([^/?#]+)(?:\?([^#]*))?$/.exec(text);
  const name = match?.[1] ?? '';
  if (match === null || !NAME.test(name)) {
    throw new UnsupportedFakeUri(
      'the URI of a simulated host is fake:///NAME, with a name of letters, digits, ".", "_" and "-"',
    );
  }
  const parameters = parametersOf(match[2] ?? '');
  const process = parameters.get('process') ?? 'shared';
  if (process !== 'own' && process !== 'shared')
    throw new UnsupportedFakeUri('the parameter process must be own or shared');
  const size = <N extends keyof typeof SIZES>(parameter: N): number | (typeof SIZES)[N]['default'] => {
    const value = parameters.get(parameter);
    const { max, default: fallback } = SIZES[parameter];
    if (value === undefined) return fallback;
    if (!/^[1-9]\d*$/.test(value) || Number(value) > max)
      throw new UnsupportedFakeUri(`the parameter ${parameter} must be a whole number from 1 to ${max}`);
    return Number(value);
  };
  return {
    ...{ name, isAlone: process === 'own' },
    ...{ cpus: size('vcpus'), memoryMib: size('memory_mib'), diskMib: size('disk_mib') },
  };
}

function parametersOf(query: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const part of query.split('&')) {
    if (part === '') continue;
    const [name = '', value = ''] = part.split(/=(.*)/s);
    if (!Object.hasOwn(SIZES, name) && name !== 'process')
      throw new UnsupportedFakeUri(`the URI of a simulated host has no parameter ${name}`);
    if (parameters.has(name)) throw new UnsupportedFakeUri(`the parameter ${name} occurs twice`);
    parameters.set(name, value);
  }
  return parameters;
}
