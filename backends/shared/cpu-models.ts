/**
 * Which CPU model a new guest gets, if the configuration names none: the newest named model that the host can offer
 * completely. Pure. A named model stays the same on every host that can offer it, so the guest can be moved; `host` and
 * `max` are whatever a host has at the moment.
 */

/** The models of each maker, the newest first, by the names that QEMU and libvirt share. */
const MODELS = {
  intel: [
    ...['SierraForest', 'GraniteRapids', 'SapphireRapids', 'Icelake-Server', 'Cooperlake', 'Cascadelake-Server'],
    ...['Skylake-Server', 'Skylake-Client', 'Broadwell', 'Haswell', 'IvyBridge', 'SandyBridge', 'Westmere', 'Nehalem'],
    ...['Penryn', 'Conroe'],
  ],
  amd: [
    ...['EPYC-Turin', 'EPYC-Genoa', 'EPYC-Milan', 'EPYC-Rome', 'EPYC', 'Opteron_G5', 'Opteron_G4', 'Opteron_G3'],
    ...['Opteron_G2', 'Opteron_G1'],
  ],
} as const;

/** Variants of a model. Those with protection against leaks through speculation come first, then those without TSX. */
const VARIANTS = ['-noTSX-IBRS', '-IBRS', '-IBPB', '-noTSX', ''];

/** The oldest model, which every QEMU offers. */
export const LAST_RESORT = 'qemu64';

/** Settings of the configuration that name no model but everything that a host has. */
export const HOST_MODELS = ['host', 'max'] as const;

/** What a model is called everywhere; it becomes part of a command line. */
export const MODEL_FORM = /^[A-Za-z0-9][\w.-]{0,63}$/;

export function bestModel(usable: ReadonlySet<string>, vendor: 'intel' | 'amd' | null): string {
  const families = vendor === 'amd' ? [...MODELS.amd, ...MODELS.intel] : [...MODELS.intel, ...MODELS.amd];
  for (const family of families)
    for (const variant of VARIANTS) if (usable.has(family + variant)) return family + variant;
  return LAST_RESORT;
}
