/** The lifecycle table, parsed from the handbook: the result of a request for each verb in each state. */
import { readFileSync } from 'node:fs';
import type { GuestState } from '../../generated/api-types.js';

const PAGE = new URL('../../docs/guide/guest-states.md', import.meta.url);
const HEADING = '## What a verb does in each state';

export interface PrintedCell {
  readonly state: GuestState;
  readonly verb: string;
  /** The text of the cell, such as `202` or "409 `GUEST_SUSPENDED`, 202 with `force`". */
  readonly text: string;
}

export function readLifecycleTable(): readonly PrintedCell[] {
  const [, section = ''] = readFileSync(PAGE, 'utf8').split(HEADING);
  const [, table = ''] = /^((?:\|.*\n)+)/m.exec(section) ?? [];
  const rows = table
    .trim()
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const [head = [], , ...body] = rows;
  return body.flatMap(([state = '', ...cells]) =>
    cells.map((cell, column) => ({
      state: state.replaceAll('`', '') as GuestState,
      verb: head[column + 1] ?? '',
      text: cell,
    })),
  );
}
