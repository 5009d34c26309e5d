// Generated from openapi/ovirt.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { Readable } from 'node:stream';
import type { OvirtRefusal, OvirtTemplate, OvirtTemplates } from '../api-types.js';
import { Get, Header, OperationId, Path, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../../decorators.js';
import type { Exchange } from '../../exchange.js';

/** The responses that GET /ovirt-engine/api/templates returns. */
export type ListOvirtTemplatesResponse =
  | { status: 200; body: OvirtTemplates | Readable }
  | { status: 200; mediaType: 'application/json'; body: OvirtTemplates | Readable };

/** The responses that GET /ovirt-engine/api/templates/{image} returns. */
export type GetOvirtTemplateResponse =
  | { status: 200; body: OvirtTemplate }
  | { status: 200; mediaType: 'application/json'; body: OvirtTemplate };

@Route()
@Tags('OvirtTemplates')
export abstract class OvirtTemplatesController<Context> {
  /**
   * List templates
   * @isInt max
   * @minimum max 1
   * @maximum max 2147483647
   * @pattern caseSensitive ^(|[Tt]|[Tt][Rr][Uu][Ee]|[Yy]|[Yy][Ee][Ss]|1|[Ff]|[Ff][Aa][Ll][Ss][Ee]|[Nn]|[Nn][Oo]|0)$
   */
  @Get('/ovirt-engine/api/templates')
  @OperationId('listOvirtTemplates')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The templates.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_listOvirtTemplates(@Request() exchange: Exchange<Context>, @Header('Version') version?: '4', @Query('search') search?: string, @Query('max') max?: number, @Query('case_sensitive') caseSensitive?: string): Promise<OvirtTemplates> {
    return exchange.respond<OvirtTemplates>(await this.listOvirtTemplates({ version, search, max, caseSensitive }, exchange.context));
  }

  /** List templates. */
  protected abstract listOvirtTemplates(input: { version?: '4'; search?: string; max?: number; caseSensitive?: string }, context: Context): Promise<ListOvirtTemplatesResponse>;

  /**
   * Get a template
   * @minLength image 1
   * @maxLength image 255
   * @pattern image ^[^\x00]*$
   */
  @Get('/ovirt-engine/api/templates/{image}')
  @OperationId('getOvirtTemplate')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The template.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such image.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_getOvirtTemplate(@Request() exchange: Exchange<Context>, @Path('image') image: string, @Header('Version') version?: '4'): Promise<OvirtTemplate> {
    return exchange.respond<OvirtTemplate>(await this.getOvirtTemplate({ image, version }, exchange.context));
  }

  /** Get a template. */
  protected abstract getOvirtTemplate(input: { image: string; version?: '4' }, context: Context): Promise<GetOvirtTemplateResponse>;
}
