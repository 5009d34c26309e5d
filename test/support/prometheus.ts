/**
 * A strict reader of the text format of Prometheus (version 0.0.4): text that the Prometheus parser would reject or
 * silently misread is an error. Names and units must follow the conventions of Prometheus: the names of counters, and
 * only those, end in `_total`, and values are in base units.
 */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\["\\n])*)"(?:,|$)/y;
const NOT_BASE = /(milliseconds|micros|minutes|kilobytes|mib|megabytes|percent)(_|$)/;
const ESCAPES: Readonly<Record<string, string>> = { '\\\\': '\\', '\\"': '"', '\\n': '\n' };

export class Exposition {
  readonly samples: readonly Sample[];

  constructor(text: string) {
    if (!text.endsWith('\n')) throw new Error('the last line has no line break');
    this.samples = readSamples(text);
  }

  /** Returns the values of all series with that name that have at least these labels. */
  values(name: string, labels: Readonly<Record<string, string>> = {}): number[] {
    return this.#matching(name, labels).map(({ value }) => value);
  }

  /** Returns the sum of these values, or 0 if there is no such series, like a query that sums. */
  sum(name: string, labels: Readonly<Record<string, string>> = {}): number {
    return this.values(name, labels).reduce((total, value) => total + value, 0);
  }

  labelValues(name: string, label: string): string[] {
    return [...new Set(this.#matching(name, {}).map(({ labels }) => labels[label] ?? ''))].sort();
  }

  has(name: string): boolean {
    return this.#matching(name, {}).length > 0;
  }

  #matching(name: string, wanted: Readonly<Record<string, string>>): Sample[] {
    return this.samples.filter(
      (sample) => sample.name === name && Object.entries(wanted).every(([key, value]) => sample.labels[key] === value),
    );
  }
}

function readSamples(text: string): Sample[] {
  const samples: Sample[] = [];
  const types = new Map<string, string>();
  const seen = new Set<string>();
  let family = '';
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, word, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (word === 'TYPE') {
      if (types.has(name)) throw new Error(`${name} is declared twice`);
      if (NOT_BASE.test(name)) throw new Error(`${name} is not in a base unit`);
      if ((rest === 'counter') !== name.endsWith('_total')) throw new Error(`${name} is a ${rest}`);
      types.set(name, rest);
      family = name;
    }
    if (line.startsWith('#')) {
      if (word === undefined) throw new Error(`not a comment of the format: ${line}`);
      continue;
    }
    const sample = readSample(line);
    const suffixes = types.get(family) === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
    if (!suffixes.some((suffix) => sample.name === family + suffix))
      throw new Error(`${line} does not belong to ${family}`);
    const series = JSON.stringify([sample.name, Object.entries(sample.labels).sort()]);
    if (seen.has(series)) throw new Error(`twice: ${line}`);
    seen.add(series);
    samples.push(sample);
  }
  return samples;
}

function readSample(line: string): Sample {
  const [, name, pairs = '', figure = ''] = SAMPLE.exec(line) ?? [];
  if (name === undefined) throw new Error(`not a sample: ${line}`);
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < pairs.length) {
    const at = LABEL.lastIndex;
    const [, key = '', value = ''] = LABEL.exec(pairs) ?? [];
    if (key === '') throw new Error(`no label at ${at}: ${line}`);
    labels[key] = value.replaceAll(/\\./g, (escaped) => ESCAPES[escaped] ?? escaped);
  }
  const value = figure === '+Inf' ? Infinity : Number(figure);
  // Prometheus parses numbers like Go, which ignores the case of NaN; prom-client writes Nan.
  if (Number.isNaN(value) && figure.toLowerCase() !== 'nan') throw new Error(`not a number: ${line}`);
  return { name, labels, value };
}
