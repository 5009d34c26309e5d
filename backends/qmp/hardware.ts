/**
 * The machine types and CPU models of this machine's QEMU, and which of them a guest gets. QEMU is asked once, when the
 * driver opens. What a guest got stays in its definition (guest.ts writes it), so that an upgrade of QEMU does not
 * change the hardware that the guest sees.
 */
import { readFile } from 'node:fs/promises';
import { GuesthouseError } from '../../src/domain/errors.js';
import type { GuestDefinition, MachineChoice } from '../backend.js';
import { bestModel, MODEL_FORM } from '../shared/cpu-models.js';
import { isRecord } from './qmp/messages.js';
import { runAs } from './qemu-user.js';
import type { QemuUser } from './qemu-user.js';

export interface Hardware {
  /** The versioned machine types that new guests get. */
  readonly newest: { readonly q35: string; readonly pc: string };
  readonly machineTypes: ReadonlySet<string>;
  /** The CPU models that this machine can offer completely. */
  readonly cpuModels: ReadonlySet<string>;
  /** The CPU model that new guests get. */
  readonly cpuModel: string;
}

/** The hardware of a guest that is complete: both members are chosen. */
type Machine = { readonly [M in keyof MachineChoice]-?: string };

/** Definitions of older versions name neither member. QEMU's own defaults then applied, with this model. */
const OLD_CPU_MODEL = 'max';

const QUESTIONS = ['qmp_capabilities', 'query-machines', 'query-cpu-definitions', 'quit']
  .map((execute) => `${JSON.stringify({ execute })}\n`)
  .join('');

/** `configured` is GUESTHOUSE_CPU_MODEL; null: the newest named model. */
export async function inspectHardware(
  binary: string,
  accel: 'kvm' | 'tcg',
  user: QemuUser,
  configured: string | null,
): Promise<Hardware> {
  const argv = [binary, '-machine', 'none', '-accel', accel, '-nodefaults', '-display', 'none', '-qmp', 'stdio', '-S'];
  const [output, vendor] = await Promise.all([
    runAs(user, argv, { withKvm: accel === 'kvm', input: QUESTIONS }),
    readVendor(),
  ]);
  return hardwareOf(output, vendor, configured);
}

/** Reads the replies of QEMU, one on each line. */
export function hardwareOf(output: string, vendor: 'intel' | 'amd' | null, configured: string | null): Hardware {
  const lists = output
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): unknown => JSON.parse(line))
    .flatMap((reply) => (isRecord(reply) && Array.isArray(reply['return']) ? [reply['return'] as unknown[]] : []));
  const [machines = [], models = []] = lists;
  const newest = new Map<string, string>();
  const machineTypes = new Set<string>();
  for (const machine of machines) {
    if (!isRecord(machine) || typeof machine['name'] !== 'string') continue;
    machineTypes.add(machine['name']);
    if (typeof machine['alias'] === 'string') newest.set(machine['alias'], machine['name']);
  }
  const cpuModels = new Set<string>();
  for (const model of models) {
    if (!isRecord(model) || typeof model['name'] !== 'string') continue;
    const missing = model['unavailable-features'];
    if (Array.isArray(missing) && missing.length === 0) cpuModels.add(model['name']);
  }
  return {
    newest: { q35: newest.get('q35') ?? 'q35', pc: newest.get('pc') ?? 'pc' },
    machineTypes,
    cpuModels,
    cpuModel: configured ?? bestModel(cpuModels, vendor),
  };
}

/** What the definition names; otherwise what a new guest gets. */
export function machineOfNew(definition: GuestDefinition, hardware: Hardware): Machine {
  return {
    cpuModel: definition.cpuModel ?? hardware.cpuModel,
    machineType: definition.machineType ?? newestFor(definition, hardware),
  };
}

/**
 * What the definition of an existing guest names; otherwise what the guest is known to have; otherwise what its next
 * start would have given it without this rule.
 */
export function machineOfExisting(definition: GuestDefinition, known: MachineChoice, hardware: Hardware): Machine {
  return {
    cpuModel: definition.cpuModel ?? known.cpuModel ?? OLD_CPU_MODEL,
    machineType: definition.machineType ?? known.machineType ?? newestFor(definition, hardware),
  };
}

/** Throws if this machine cannot give the guest its hardware, or can only give it less. */
export function requireHardware({ cpuModel, machineType }: Machine, hardware: Hardware): void {
  if (!hardware.machineTypes.has(machineType))
    throw unsupported(`This host does not have the machine type ${machineType} of the guest.`);
  if (!MODEL_FORM.test(cpuModel) || !hardware.cpuModels.has(cpuModel))
    throw unsupported(`This host cannot offer the CPU model ${cpuModel} of the guest.`);
}

/** What a guest without these members has: nothing was chosen, so its machine type is not known from its definition. */
export function machineIn({ cpuModel, machineType }: GuestDefinition): MachineChoice {
  return { cpuModel: cpuModel ?? OLD_CPU_MODEL, machineType: machineType ?? null };
}

/** q35 has no IDE (command-line.ts). */
function newestFor({ disks }: GuestDefinition, { newest }: Hardware): string {
  return disks.some(({ bus }) => bus === 'ide') ? newest.pc : newest.q35;
}

async function readVendor(): Promise<'intel' | 'amd' | null> {
  const text = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  const id = /^vendor_id\s*:\s*(\S+)/m.exec(text)?.[1];
  return id === 'GenuineIntel' ? 'intel' : id === 'AuthenticAMD' || id === 'HygonGenuine' ? 'amd' : null;
}

function unsupported(message: string): GuesthouseError {
  return new GuesthouseError('unsupported_by_backend', message);
}
