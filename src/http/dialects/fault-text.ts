/** The text of a fault in APIs whose faults have one text for everything: the message, then the mistakes. */
import type { GuesthouseError } from '../../domain/errors.js';

/** `memberOf`: the place of a mistake in the body of this API, from its place in a body of the native API. */
export function faultText(
  { message, mistakes }: Pick<GuesthouseError, 'message' | 'mistakes'>,
  memberOf: (pointer: string) => string = (pointer) => pointer,
): string {
  // The message of a single mistake of a request already has its detail.
  const further = mistakes
    .filter(({ detail }) => !message.includes(detail))
    .map((mistake) => {
      const at = 'pointer' in mistake ? memberOf(mistake.pointer) : mistake.parameter;
      return at === '' ? mistake.detail : `${at} ${mistake.detail}`;
    });
  return further.length === 0 ? message : `${message} Mistakes: ${further.join('; ')}.`;
}
