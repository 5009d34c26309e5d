// Generated from openapi/mistify.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { Readable } from 'node:stream';
import type { MistifyFault, MistifyImage, MistifyImageCreate, MistifyImageList, MistifyImageResponse, MistifyNothing } from '../api-types.js';
import type * as checked from '../checked-bodies.js';
import { Body, Delete, Get, OperationId, Path, Post, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../../decorators.js';
import type { Exchange } from '../../exchange.js';

/** The responses that GET /images returns. */
export type ListMistifyImagesResponse =
  | { status: 200; body: MistifyImageList | Readable };

/** The responses that POST /images returns. */
export type CreateMistifyImageResponse =
  | { status: 202; body: MistifyImageResponse };

/** The responses that GET /images/{image} returns. */
export type GetMistifyImageResponse =
  | { status: 200; body: MistifyImage };

/** The responses that DELETE /images/{image} returns. */
export type DeleteMistifyImageResponse =
  | { status: 202; body: MistifyNothing };

@Route()
@Tags('MistifyImages')
export abstract class MistifyImagesController<Context> {
  /**
   * List all images
   * @pattern type ^[A-Za-z]+$
   */
  @Get('/images')
  @OperationId('listMistifyImages')
  @Security({"MistifyBearer":[]})
  @Security({"MistifyToken":[]})
  @Security({"MistifyBasic":[]})
  @SuccessResponse('200', 'The images.')
  @Response<MistifyFault>('400', 'A parameter, the body or its media type is not valid, or the request names no project.', undefined, 'application/json')
  @Response<MistifyFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<MistifyFault>('403', 'The caller\'s role does not allow this, or a quota would be exceeded.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<MistifyFault>('503', 'The host, the virtual machine of the guest or the database does not respond, or a list took too long.', undefined, 'application/json')
  public async route_listMistifyImages(@Request() exchange: Exchange<Context>, @Query('type') type?: string): Promise<MistifyImageList> {
    return exchange.respond<MistifyImageList>(await this.listMistifyImages({ type }, exchange.context));
  }

  /** List all images. */
  protected abstract listMistifyImages(input: { type?: string }, context: Context): Promise<ListMistifyImagesResponse>;

  /**
   * Declare an image
   */
  @Post('/images')
  @OperationId('createMistifyImage')
  @Security({"MistifyBearer":[]})
  @Security({"MistifyToken":[]})
  @Security({"MistifyBasic":[]})
  @SuccessResponse('202', 'The image, without content.')
  @Response<MistifyFault>('400', 'A parameter, the body or its media type is not valid, or the request names no project.', undefined, 'application/json')
  @Response<MistifyFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<MistifyFault>('403', 'The caller\'s role does not allow this, or a quota would be exceeded.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<MistifyFault>('409', 'The state of the guest does not allow this, another job of the guest is open, a name or a MAC address is already in\nuse, an image has no content yet, or a guest uses the image.', undefined, 'application/json')
  @Response<MistifyFault>('412', 'The request has a condition, such as `If-Match`. Nothing in this API has an entity tag.', undefined, 'application/json')
  @Response<MistifyFault>('413', 'The body has more than 1 MiB.', undefined, 'application/json')
  @Response<MistifyFault>('501', 'The service, or every host, does not support this.', undefined, 'application/json')
  @Response<MistifyFault>('503', 'The host, the virtual machine of the guest or the database does not respond, or a list took too long.', undefined, 'application/json')
  public async route_createMistifyImage(@Request() exchange: Exchange<Context>, @Body() body: MistifyImageCreate): Promise<MistifyImageResponse> {
    return exchange.respond<MistifyImageResponse>(await this.createMistifyImage({ body: body as checked.MistifyImageCreate }, exchange.context));
  }

  /** Declare an image. */
  protected abstract createMistifyImage(input: { body: checked.MistifyImageCreate }, context: Context): Promise<CreateMistifyImageResponse>;

  /**
   * Get an image
   * @minLength image 1
   * @maxLength image 255
   * @pattern image ^[^\x00]*$
   */
  @Get('/images/{image}')
  @OperationId('getMistifyImage')
  @Security({"MistifyBearer":[]})
  @Security({"MistifyToken":[]})
  @Security({"MistifyBasic":[]})
  @SuccessResponse('200', 'The image.')
  @Response<MistifyFault>('400', 'A parameter, the body or its media type is not valid, or the request names no project.', undefined, 'application/json')
  @Response<MistifyFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<MistifyFault>('403', 'The caller\'s role does not allow this, or a quota would be exceeded.', undefined, 'application/json')
  @Response<MistifyFault>('404', 'The image does not exist.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<MistifyFault>('503', 'The host, the virtual machine of the guest or the database does not respond, or a list took too long.', undefined, 'application/json')
  public async route_getMistifyImage(@Request() exchange: Exchange<Context>, @Path('image') image: string): Promise<MistifyImage> {
    return exchange.respond<MistifyImage>(await this.getMistifyImage({ image }, exchange.context));
  }

  /** Get an image. */
  protected abstract getMistifyImage(input: { image: string }, context: Context): Promise<GetMistifyImageResponse>;

  /**
   * Delete an image
   * @minLength image 1
   * @maxLength image 255
   * @pattern image ^[^\x00]*$
   */
  @Delete('/images/{image}')
  @OperationId('deleteMistifyImage')
  @Security({"MistifyBearer":[]})
  @Security({"MistifyToken":[]})
  @Security({"MistifyBasic":[]})
  @SuccessResponse('202', 'The image was deleted.')
  @Response<MistifyFault>('400', 'A parameter, the body or its media type is not valid, or the request names no project.', undefined, 'application/json')
  @Response<MistifyFault>('401', 'The credential is missing or not valid.', undefined, 'application/json')
  @Response<MistifyFault>('403', 'The caller\'s role does not allow this, or a quota would be exceeded.', undefined, 'application/json')
  @Response<MistifyFault>('404', 'The image does not exist.', undefined, 'application/json')
  @Response<void>('406', 'The client does not accept JSON. The response has no body.')
  @Response<MistifyFault>('409', 'The state of the guest does not allow this, another job of the guest is open, a name or a MAC address is already in\nuse, an image has no content yet, or a guest uses the image.', undefined, 'application/json')
  @Response<MistifyFault>('412', 'The request has a condition, such as `If-Match`. Nothing in this API has an entity tag.', undefined, 'application/json')
  @Response<MistifyFault>('503', 'The host, the virtual machine of the guest or the database does not respond, or a list took too long.', undefined, 'application/json')
  public async route_deleteMistifyImage(@Request() exchange: Exchange<Context>, @Path('image') image: string): Promise<MistifyNothing> {
    return exchange.respond<MistifyNothing>(await this.deleteMistifyImage({ image }, exchange.context));
  }

  /** Delete an image. */
  protected abstract deleteMistifyImage(input: { image: string }, context: Context): Promise<DeleteMistifyImageResponse>;
}
