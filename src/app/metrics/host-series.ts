/**
 * The series of hosts: what guests have claimed of each host, what new guests can still claim, its state, and its queue
 * of operations. They come from the database, so every service on it shows the same figures for all hosts, whichever
 * service drives them.
 *
 * The number of series is bounded: a scrape shows the oldest `HOSTS_MAX` hosts, and the number of the others. Only
 * administrators can add hosts. A host that was deleted or renamed leaves no series behind, because each scrape writes
 * all series anew (test/http/prometheus.test.ts).
 */
import { freeOf } from '../../domain/capacity.js';
import type { Resource } from '../../domain/capacity.js';
import { HOST_STATES } from '../../domain/words.js';
import type { CountedHost } from '../../store/metrics.js';
import { escaped, textOf } from './text-format.js';
import type { Family, Sample } from './text-format.js';

/** The maximum number of hosts in a scrape: 11 series each. */
export const HOSTS_MAX = 1_000;

const MIB = 1024 ** 2;

export function hostSeries(hosts: readonly CountedHost[]): string {
  return textOf('guesthouse_host_', FAMILIES, hosts, ({ name }) => `host="${escaped(name)}"`);
}

const FAMILIES: readonly Family<CountedHost>[] = [
  ...[
    usage('vcpus', 'vcpus', 1, 'vCPUs'),
    usage('memory', 'memoryMib', MIB, 'Memory', '_bytes'),
    usage('disk', 'diskMib', MIB, 'Storage', '_bytes'),
  ].flat(),
  {
    name: 'state',
    type: 'gauge',
    help: 'Whether the host is in this state: 1 for its state, 0 for all others.',
    samples: ({ state }) => HOST_STATES.map((each) => ({ value: Number(each === state), label: `,state="${each}"` })),
  },
  {
    name: 'schedulable',
    type: 'gauge',
    help: 'Whether the host gets new guests.',
    samples: ({ isSchedulable }) => sampleOf(Number(isSchedulable)),
  },
  {
    name: 'operations_open',
    type: 'gauge',
    help: 'Operations of the host that have not ended.',
    samples: ({ openOperations }) =>
      (['queued', 'running'] as const).map((state) => ({
        value: openOperations[state] ?? 0,
        label: `,state="${state}"`,
      })),
  },
];

function sampleOf(value: number | null): readonly Sample[] {
  return [{ value, label: '' }];
}

/** What is claimed, and what is free; if the resource is not limited, the latter is left out. */
function usage(
  name: string,
  resource: Resource,
  unit: number,
  what: string,
  suffix = '',
): readonly Family<CountedHost>[] {
  return [
    {
      name: `${name}_taken${suffix}`,
      type: 'gauge',
      help: `${what} that the guests of the host claim.`,
      samples: ({ taken }) => sampleOf(taken[resource] * unit),
    },
    {
      name: `${name}_free${suffix}`,
      type: 'gauge',
      help: `${what} that new guests can still claim, after ratios and reserves.`,
      samples: (host) => {
        const free = freeOf(host, host.taken)[resource];
        return sampleOf(free === null ? null : free * unit);
      },
    },
  ];
}
