/** The lifecycle table as openapi.yaml prints it for people, read back: what each verb answers in each state. */
import type { GuestState } from '../../generated/api-types.js';
import { document } from './contract.js';

const MARKER = '<!-- lifecycle table -->';

export interface PrintedCell {
  readonly state: GuestState;
  readonly verb: string;
  /** As it is printed: `202`, "409 `GUEST_SUSPENDED`, 202 with `force`". */
  readonly text: string;
}

export function readLifecycleTable(): readonly PrintedCell[] {
  const text = document.tags.find(({ name }) => name === 'Guests')?.description ?? '';
  const [, behind = ''] = text.split(MARKER);
  const [, table = ''] = /^((?:\|.*\n)+)/m.exec(behind) ?? [];
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
