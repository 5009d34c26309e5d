/**
 * The changes of a body before its check: an action can be inside a member `action`, and members that oVirt requires
 * are missed in oVirt's order and words.
 */
import { IncompleteParameters } from './faults.js';

type Members = Readonly<Record<string, unknown>>;

export function prepareBody(operationId: string, body: unknown): unknown {
  if (!isObject(body)) return body;
  switch (operationId) {
    case 'createOvirtVm':
      if (!isNamed(body['cluster'])) throw new IncompleteParameters('Vm [cluster.id|name] required for add');
      if (!hasText(body['name'])) throw new IncompleteParameters('Vm [name] required for add');
      if (!isNamed(body['template'])) throw new IncompleteParameters('Vm [template.id|name] required for add');
      return body;
    case 'createOvirtVmPermission':
      if (!isNamed(body['role']) || (!isNamed(body['user']) && !isNamed(body['group'])))
        throw new IncompleteParameters('Permission [role.id|name, user.id] required for add');
      return body;
    default:
      return unwrapped(body);
  }
}

/** `{"action": {"async": false}}` is `{"async": false}`. No body has a member of this name. */
function unwrapped(body: Members): unknown {
  const [name, ...others] = Object.keys(body);
  return name === 'action' && others.length === 0 ? body['action'] : body;
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the value is, or could be, a reference with an id or a name. The check rejects other values. */
function isNamed(value: unknown): boolean {
  if (!isObject(value)) return value !== undefined && value !== null;
  return hasText(value['id']) || hasText(value['name']);
}

function hasText(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
