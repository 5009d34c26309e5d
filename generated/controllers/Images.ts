// Generated from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { Readable } from 'node:stream';
import type { Image, ImageCopy, ImageCopyList, ImageCreate, ImageList, ImageOrSelection, ImageUpdate, JsonPatch, Problem } from '../api-types.js';
import type * as checked from '../checked-bodies.js';
import { Body, Consumes, Delete, Get, Header, OperationId, Patch, Path, Post, Put, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../decorators.js';
import type { Exchange } from '../exchange.js';

/** The responses that GET /v1/images returns. */
export type ListImagesResponse =
  | { status: 200; body: ImageList; headers?: { Link?: string | undefined } };

/** The responses that POST /v1/images returns. */
export type CreateImageResponse =
  | { status: 201; body: Image; headers: { ETag: string; Location: string; 'Idempotency-Replayed'?: 'true' | undefined } };

/** The responses that GET /v1/images/{image} returns. */
export type GetImageResponse =
  | { status: 200; body: ImageOrSelection; headers: { ETag: string } }
  | { status: 304; headers: { ETag: string } };

/** The responses that PATCH /v1/images/{image} returns. */
export type UpdateImageResponse =
  | { status: 200; body: Image; headers: { ETag: string } };

/** The responses that DELETE /v1/images/{image} returns. */
export type DeleteImageResponse =
  | { status: 204 };

/** The responses that GET /v1/images/{image}/content returns. */
export type GetImageContentResponse =
  | { status: 200; body: Readable; headers: { 'Accept-Ranges': 'bytes'; ETag: string; 'Content-Length': number } }
  | { status: 206; body: Readable; headers: { 'Accept-Ranges': 'bytes'; ETag: string; 'Content-Length': number; 'Content-Range': string } }
  | { status: 304; headers: { ETag: string } };

/** The responses that PUT /v1/images/{image}/content returns. */
export type PutImageContentResponse =
  | { status: 200; body: Image; headers: { ETag: string } };

/** The responses that GET /v1/images/{image}/copies returns. */
export type ListImageCopiesResponse =
  | { status: 200; body: ImageCopyList; headers?: { Link?: string | undefined } };

/** The responses that PUT /v1/images/{image}/copies/{host} returns. */
export type PutImageCopyResponse =
  | { status: 200; body: ImageCopy }
  | { status: 202; body: ImageCopy; headers: { Location: string; 'X-Operation-ID': string } };

/** The responses that DELETE /v1/images/{image}/copies/{host} returns. */
export type DeleteImageCopyResponse =
  | { status: 204 };

@Route()
@Tags('Images')
export abstract class ImagesController<Context> {
  /**
   * List the images
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 1000
   * @minLength marker 1
   * @maxLength marker 255
   * @minLength fields 1
   * @maxLength fields 1024
   * @maxLength search 4096
   */
  @Get('/v1/images')
  @OperationId('listImages')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'A page of images.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value, the marker is unknown, or the search query has a syntax error.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond, or the query took too long.', undefined, 'application/problem+json')
  public async route_listImages(@Request() exchange: Exchange<Context>, @Query('limit') limit: number = 100, @Query('marker') marker?: string, @Query('sort_by') sortBy?: 'created_at' | '-created_at', @Query('fields') fields?: string, @Query('search') search?: string, @Query('case_sensitive') caseSensitive: boolean = false, @Query('all_projects') allProjects: boolean = false): Promise<ImageList> {
    return exchange.respond<ImageList>(await this.listImages({ limit, marker, sortBy, fields, search, caseSensitive, allProjects }, exchange.context));
  }

  /** List the images. */
  protected abstract listImages(input: { limit: number; marker?: string; sortBy?: 'created_at' | '-created_at'; fields?: string; search?: string; caseSensitive: boolean; allProjects: boolean }, context: Context): Promise<ListImagesResponse>;

  /**
   * Create an image
   * @minLength idempotencyKey 1
   * @maxLength idempotencyKey 255
   * @pattern idempotencyKey ^[!-~]+$
   */
  @Post('/v1/images')
  @OperationId('createImage')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('201', 'The image, in state `pending`. `Location` is its address.')
  @Response<Problem>('400', 'The body or a parameter is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The caller\'s role does not allow this, or the request would exceed a quota.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The name is already in use, or the first request with this `Idempotency-Key` is still in progress.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation accepts. A JSON body can have up to 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The operation does not accept the media type or the encoding of the body.', undefined, 'application/problem+json')
  @Response<Problem>('422', 'The key was already used for a different request.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_createImage(@Request() exchange: Exchange<Context>, @Body() body: ImageCreate, @Header('Idempotency-Key') idempotencyKey?: string): Promise<Image> {
    return exchange.respond<Image>(await this.createImage({ idempotencyKey, body: body as checked.ImageCreate }, exchange.context));
  }

  /** Create an image. */
  protected abstract createImage(input: { idempotencyKey?: string; body: checked.ImageCreate }, context: Context): Promise<CreateImageResponse>;

  /**
   * Get an image
   * @minLength image 1
   * @maxLength image 255
   * @pattern image ^[^\x00]*$
   * @minLength fields 1
   * @maxLength fields 1024
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Get('/v1/images/{image}')
  @OperationId('getImage')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The image, or only the members named in `fields`.')
  @Response<void>('304', 'The `ETag` of the resource is one of those in `If-None-Match`.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The image does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_getImage(@Request() exchange: Exchange<Context>, @Path('image') image: string, @Query('fields') fields?: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<ImageOrSelection> {
    return exchange.respond<ImageOrSelection>(await this.getImage({ image, fields, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Get an image. */
  protected abstract getImage(input: { image: string; fields?: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<GetImageResponse>;

  /**
   * Change an image
   * @minLength image 1
   * @maxLength image 255
   * @pattern image ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Patch('/v1/images/{image}')
  @OperationId('updateImage')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @Consumes('application/merge-patch+json')
  @SuccessResponse('200', 'The image.')
  @Response<Problem>('400', 'The body or a parameter is not valid.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The image does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'A `test` operation of the JSON Patch failed, or the name is already in use.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation accepts. A JSON body can have up to 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The operation does not accept the media type or the encoding of the body.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_updateImage(@Request() exchange: Exchange<Context>, @Path('image') image: string, @Body() body: ImageUpdate, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<Image> {
    return exchange.respond<Image>(await this.updateImage({ image, ifMatch, ifNoneMatch, body: body as checked.ImageUpdate }, exchange.context));
  }

  /** Change an image. */
  protected abstract updateImage(input: { image: string; ifMatch?: string; ifNoneMatch?: string; body: checked.ImageUpdate | checked.JsonPatch }, context: Context): Promise<UpdateImageResponse>;

  /**
   * Delete an image
   * @minLength image 1
   * @maxLength image 255
   * @pattern image ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Delete('/v1/images/{image}')
  @OperationId('deleteImage')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('204', 'The image is deleted.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The image does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'A guest was created from the image.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_deleteImage(@Request() exchange: Exchange<Context>, @Path('image') image: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<void> {
    return exchange.respond<void>(await this.deleteImage({ image, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Delete an image. */
  protected abstract deleteImage(input: { image: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<DeleteImageResponse>;

  /**
   * Download the content of an image
   * @minLength image 1
   * @maxLength image 255
   * @pattern image ^[^\x00]*$
   * @maxLength range 1024
   * @maxLength ifRange 1024
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Get('/v1/images/{image}/content')
  @OperationId('getImageContent')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The whole content.', 'application/octet-stream')
  @Response<Readable>('206', 'The requested part of the content.', undefined, 'application/octet-stream')
  @Response<void>('304', 'The `ETag` of the content is one of those in `If-None-Match`.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The image does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The image has no content.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('416', 'The range starts after the end of the content.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host, the virtual machine of the guest or the database does not respond.', undefined, 'application/problem+json')
  public async route_getImageContent(@Request() exchange: Exchange<Context>, @Path('image') image: string, @Header('Range') range?: string, @Header('If-Range') ifRange?: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<Readable> {
    return exchange.respond<Readable>(await this.getImageContent({ image, range, ifRange, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Download the content of an image. */
  protected abstract getImageContent(input: { image: string; range?: string; ifRange?: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<GetImageContentResponse>;

  /**
   * Upload the content of an image
   * @minLength image 1
   * @maxLength image 255
   * @pattern image ^[^\x00]*$
   * @maxLength contentDigest 1024
   * @maxLength reprDigest 1024
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Put('/v1/images/{image}/content')
  @OperationId('putImageContent')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @Consumes('application/octet-stream')
  @SuccessResponse('200', 'The image, which now has its content. The `ETag` is that of the content.')
  @Response<Problem>('400', 'A parameter is not valid, or the content does not match what was declared.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The caller\'s role does not allow this, or the request would exceed a quota.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The image does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The image already has its content, or another request is uploading it.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('413', 'The body is larger than this operation accepts. A JSON body can have up to 1 MiB.', undefined, 'application/problem+json')
  @Response<Problem>('415', 'The operation does not accept the media type or the encoding of the body.', undefined, 'application/problem+json')
  @Response<Problem>('501', 'The host, or the machine that the service runs on, does not support this.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The host, the virtual machine of the guest or the database does not respond.', undefined, 'application/problem+json')
  @Response<Problem>('507', 'There is not enough capacity left.', undefined, 'application/problem+json')
  public async route_putImageContent(@Request() exchange: Exchange<Context>, @Path('image') image: string, @Body() body: Readable, @Header('Content-Digest') contentDigest?: string, @Header('Repr-Digest') reprDigest?: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<Image> {
    return exchange.respond<Image>(await this.putImageContent({ image, contentDigest, reprDigest, ifMatch, ifNoneMatch, body }, exchange.context));
  }

  /** Upload the content of an image. */
  protected abstract putImageContent(input: { image: string; contentDigest?: string; reprDigest?: string; ifMatch?: string; ifNoneMatch?: string; body: Readable }, context: Context): Promise<PutImageContentResponse>;

  /**
   * List the copies of an image on hosts
   * @minLength image 1
   * @maxLength image 255
   * @pattern image ^[^\x00]*$
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 1000
   * @minLength marker 1
   * @maxLength marker 255
   * @minLength fields 1
   * @maxLength fields 1024
   * @maxLength search 4096
   */
  @Get('/v1/images/{image}/copies')
  @OperationId('listImageCopies')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'A page of copies.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value, the marker is unknown, or the search query has a syntax error.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The image does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_listImageCopies(@Request() exchange: Exchange<Context>, @Path('image') image: string, @Query('limit') limit: number = 100, @Query('marker') marker?: string, @Query('sort_by') sortBy?: 'since' | '-since' | 'name' | '-name', @Query('fields') fields?: string, @Query('search') search?: string, @Query('case_sensitive') caseSensitive: boolean = false, @Query('all_projects') allProjects: boolean = false): Promise<ImageCopyList> {
    return exchange.respond<ImageCopyList>(await this.listImageCopies({ image, limit, marker, sortBy, fields, search, caseSensitive, allProjects }, exchange.context));
  }

  /** List the copies of an image on hosts. */
  protected abstract listImageCopies(input: { image: string; limit: number; marker?: string; sortBy?: 'since' | '-since' | 'name' | '-name'; fields?: string; search?: string; caseSensitive: boolean; allProjects: boolean }, context: Context): Promise<ListImageCopiesResponse>;

  /**
   * Copy an image to a host ahead of need
   * @minLength image 1
   * @maxLength image 255
   * @pattern image ^[^\x00]*$
   * @minLength host 1
   * @maxLength host 255
   * @pattern host ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Put('/v1/images/{image}/copies/{host}')
  @OperationId('putImageCopy')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('200', 'The host already has the image.')
  @Response<ImageCopy>('202', 'The copy. `Location` is the URL of the operation, and `X-Operation-ID` is its id.', undefined, 'application/json')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The image or the host does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('406', '`Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON\ngets the first media type of the operation, even if that is not JSON.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'The image has no content.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('429', 'The project already has 1,000 open operations.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_putImageCopy(@Request() exchange: Exchange<Context>, @Path('image') image: string, @Path('host') host: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<ImageCopy> {
    return exchange.respond<ImageCopy>(await this.putImageCopy({ image, host, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Copy an image to a host ahead of need. */
  protected abstract putImageCopy(input: { image: string; host: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<PutImageCopyResponse>;

  /**
   * Remove the copy of an image from a host
   * @minLength image 1
   * @maxLength image 255
   * @pattern image ^[^\x00]*$
   * @minLength host 1
   * @maxLength host 255
   * @pattern host ^[^\x00]*$
   * @minLength ifMatch 1
   * @maxLength ifMatch 1024
   * @minLength ifNoneMatch 1
   * @maxLength ifNoneMatch 1024
   */
  @Delete('/v1/images/{image}/copies/{host}')
  @OperationId('deleteImageCopy')
  @Security({"bearerAuth":[]})
  @Security({"authToken":[]})
  @SuccessResponse('204', 'The host has no copy any more.')
  @Response<Problem>('400', 'A parameter is unknown or has an invalid value.', undefined, 'application/problem+json')
  @Response<Problem>('401', 'The credential is missing or not valid.', undefined, 'application/problem+json')
  @Response<Problem>('403', 'The credential is valid, but the caller\'s role does not allow this.', undefined, 'application/problem+json')
  @Response<Problem>('404', 'The image or the host does not exist.', undefined, 'application/problem+json')
  @Response<Problem>('409', 'A guest on the host needs the image, or an operation is copying it.', undefined, 'application/problem+json')
  @Response<Problem>('412', 'The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of\nthose in `If-None-Match`.', undefined, 'application/problem+json')
  @Response<Problem>('503', 'The database does not respond.', undefined, 'application/problem+json')
  public async route_deleteImageCopy(@Request() exchange: Exchange<Context>, @Path('image') image: string, @Path('host') host: string, @Header('If-Match') ifMatch?: string, @Header('If-None-Match') ifNoneMatch?: string): Promise<void> {
    return exchange.respond<void>(await this.deleteImageCopy({ image, host, ifMatch, ifNoneMatch }, exchange.context));
  }

  /** Remove the copy of an image from a host. */
  protected abstract deleteImageCopy(input: { image: string; host: string; ifMatch?: string; ifNoneMatch?: string }, context: Context): Promise<DeleteImageCopyResponse>;
}
