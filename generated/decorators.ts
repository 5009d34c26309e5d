// Generated from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-fixed-files.ts.

/** Decorators for tsoa, which reads them in the source. At run time, they do nothing. */
type Decorator = (...target: unknown[]) => void;
const nothing: Decorator = () => undefined;

export const Route = (..._meaning: unknown[]): Decorator => nothing;
export const Tags = (..._meaning: unknown[]): Decorator => nothing;
export const Get = (..._meaning: unknown[]): Decorator => nothing;
export const Put = (..._meaning: unknown[]): Decorator => nothing;
export const Post = (..._meaning: unknown[]): Decorator => nothing;
export const Patch = (..._meaning: unknown[]): Decorator => nothing;
export const Delete = (..._meaning: unknown[]): Decorator => nothing;
export const OperationId = (..._meaning: unknown[]): Decorator => nothing;
export const Security = (..._meaning: unknown[]): Decorator => nothing;
export const NoSecurity = (..._meaning: unknown[]): Decorator => nothing;
export const Consumes = (..._meaning: unknown[]): Decorator => nothing;
export const SuccessResponse = (..._meaning: unknown[]): Decorator => nothing;
export const Response = <_Body>(..._meaning: unknown[]): Decorator => nothing;
export const Request = (..._meaning: unknown[]): Decorator => nothing;
export const Path = (..._meaning: unknown[]): Decorator => nothing;
export const Query = (..._meaning: unknown[]): Decorator => nothing;
export const Header = (..._meaning: unknown[]): Decorator => nothing;
export const Body = (..._meaning: unknown[]): Decorator => nothing;
