/** The views of events: in lists, and as server-sent events (WHATWG HTML §9.2). */
import type { Event as EventView } from '../../../generated/api-types.js';
import type { StreamItem } from '../../app/events/events.js';
import { markerOf } from '../../domain/event.js';
import type { Event } from '../../domain/event.js';
import { subjectView } from './subject.js';

export function eventView(event: Event): EventView {
  return {
    id: event.id,
    marker: markerOf(event),
    kind: event.kind,
    severity: event.severity,
    at: event.at,
    subject: event.subject === null ? null : subjectView(event.subject),
    operation_id: event.operationId,
    project_id: event.projectId,
    user_id: event.userId,
    request_id: event.requestId,
    client_address: event.clientAddress,
    detail: { ...event.detail },
  };
}

/** `JSON.stringify` escapes line breaks, so `data` is one line. */
export function serverSentEvent(item: StreamItem, shown: (view: EventView) => object): string {
  if (item === 'silence') return ': nothing happened\n\n';
  return `id: ${markerOf(item)}\nevent: ${item.kind}\ndata: ${JSON.stringify(shown(eventView(item)))}\n\n`;
}
