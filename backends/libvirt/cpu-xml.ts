/**
 * The CPU of a domain in its XML (formatdomain.html, "CPU model and topology"), and the CPU models that a host offers
 * (formatdomaincaps.html). Pure.
 */
import { isGuesthouseError } from '../../src/domain/errors.js';
import { element, type XmlElement } from '../../src/domain/xml.js';
import { bestModel } from '../shared/cpu-models.js';
import { attributeOf, childOf, childrenOf, parseXml, textOf } from './xml.js';

/** The names of the modes that are no named model, as the configuration and the API know them. */
const MODES = { maximum: 'max', 'host-passthrough': 'host' } as const;

/** Which models the host can offer completely, and which one a new guest gets. */
export interface CpuModels {
  readonly usable: ReadonlySet<string>;
  readonly best: string;
}

/** From the capabilities of a domain type. The modes that the host supports count as models. */
export function cpuModelsIn(domainCapabilities: string): CpuModels {
  const cpu = cpuIn(domainCapabilities);
  const modes = cpu === null ? [] : childrenOf(cpu, 'mode');
  const supported = (name: string): XmlElement | null =>
    modes.find((mode) => attributeOf(mode, 'name') === name && attributeOf(mode, 'supported') === 'yes') ?? null;
  const custom = supported('custom');
  const models = custom === null ? [] : childrenOf(custom, 'model');
  const usable = new Set(models.filter((each) => attributeOf(each, 'usable') === 'yes').map(textOf));
  for (const [mode, name] of Object.entries(MODES)) if (supported(mode) !== null) usable.add(name);
  const host = supported('host-model');
  const vendor = host === null ? '' : textOf(childOf(host, 'vendor'));
  const maker = vendor === 'Intel' ? 'intel' : vendor === 'AMD' || vendor === 'Hygon' ? 'amd' : null;
  return { usable, best: bestModel(usable, maker) };
}

/** Null if the capabilities cannot be read: then no model is known. */
function cpuIn(domainCapabilities: string): XmlElement | null {
  try {
    return childOf(parseXml(domainCapabilities), 'cpu');
  } catch (error) {
    if (isGuesthouseError(error, 'backend_refused')) return null;
    throw error;
  }
}

/** The element `cpu` of a guest with this model. If the host does not have the model, libvirt refuses the start. */
export function cpuElement(model: string): XmlElement {
  const mode = Object.entries(MODES).find(([, name]) => name === model)?.[0];
  if (mode !== undefined) return element('cpu', { mode });
  return element('cpu', { mode: 'custom', match: 'exact' }, element('model', { fallback: 'forbid' }, model));
}

/** The model in the XML of a domain; null if it names none. */
export function cpuModelIn(domain: XmlElement): string | null {
  const cpu = childOf(domain, 'cpu');
  const mode = attributeOf(cpu, 'mode') ?? '';
  const known = Object.entries(MODES).find(([name]) => name === mode)?.[1];
  return known ?? (textOf(cpu === null ? null : childOf(cpu, 'model')) || (mode === 'custom' ? null : mode || null));
}
