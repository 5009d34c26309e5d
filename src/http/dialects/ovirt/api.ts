/**
 * The parts of the dialect that are loaded on its first request: contract, request checks, codec and controllers.
 *
 * Bodies in XML become the objects that they would be in JSON before they are checked; responses become XML after the
 * controllers.
 */
import { registerRoutes } from '../../../../generated/ovirt/routes.js';
import type { App } from '../../../app/app.js';
import { loadContract } from '../../contract/load-contract.js';
import { createRequestChecks } from '../../contract/validate.js';
import type { BodyRules } from '../../contract/validate.js';
import type { MountableApi } from '../../mount-contract.js';
import { ApiController } from './controllers/api.js';
import { EventsController } from './controllers/events.js';
import { InfrastructureController } from './controllers/infrastructure.js';
import { PermissionsController } from './controllers/permissions.js';
import { TemplatesController } from './controllers/templates.js';
import { VmPartsController } from './controllers/vm-parts.js';
import { VmsController } from './controllers/vms.js';
import { prepareBody } from './prepare.js';
import { Lists } from './responses.js';
import { bodySchemas } from './xml-bodies.js';
import type { BodiesDocument } from './xml-bodies.js';
import { readXml, XML_BODY_MAX_BYTES } from './xml-reader.js';
import { writeXml } from './xml-writer.js';

const FILES = { yaml: 'openapi/ovirt.yaml', json: 'generated/ovirt/openapi.json' };
const FORM_MAX_BYTES = 16 * 1024;

type Document = BodiesDocument & Parameters<typeof createRequestChecks>[0];

export async function load(app: App): Promise<MountableApi> {
  const contract = await loadContract(FILES);
  const document = contract.document as unknown as Document;
  const schemas = bodySchemas(document);
  const xml = {
    maxBytes: XML_BODY_MAX_BYTES,
    // Clients send an empty body with the type of XML if an action has no options.
    read: (text: string, operationId: string) =>
      text.trim() === '' ? {} : readXml(text, schemas.requestOf(operationId), document),
  };
  const form = { maxBytes: FORM_MAX_BYTES, read: (text: string) => Object.fromEntries(new URLSearchParams(text)) };
  const bodies: BodyRules = {
    withoutType: 'application/xml',
    ofOtherType: null,
    readers: new Map<string, BodyRules['readers'] extends ReadonlyMap<string, infer Reader> ? Reader : never>([
      ['application/xml', xml],
      ['text/xml', xml],
      ['application/x-www-form-urlencoded', form],
    ]),
    prepare: prepareBody,
  };
  const lists = new Lists(document);
  return {
    contract,
    checks: await createRequestChecks(document, bodies),
    register: (bind) =>
      registerRoutes(bind, {
        OvirtApiController: new ApiController(app, contract.document.info.version),
        OvirtEventsController: new EventsController(app, lists),
        OvirtInfrastructureController: new InfrastructureController(app, lists),
        OvirtPermissionsController: new PermissionsController(app, lists),
        OvirtTemplatesController: new TemplatesController(app, lists),
        OvirtVmPartsController: new VmPartsController(app),
        OvirtVmsController: new VmsController(app, lists),
      }),
    encode: (body, mediaType, operationId, status) =>
      mediaType === 'application/json'
        ? JSON.stringify(body)
        : writeXml(body, schemas.responseOf(operationId, status), document),
  };
}
