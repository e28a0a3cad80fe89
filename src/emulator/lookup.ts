import { type FunctionReference, functionArn, parseFunctionReference } from './identity.ts';
import { checkQualifier, ServiceError } from './invoke-request.ts';
import type { LambdaService } from './service.ts';

/** A part of a path as it was before it was encoded; one that was not comes back as it is. */
export const decode = (text: string) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/**
 * The function that a part of a path names, with the version or alias of the query.
 * @throws ServiceError when the function does not exist, or the name or the qualifier is invalid.
 */
export function findReference(service: LambdaService, encoded: string, query: string): FunctionReference {
  const name = decode(encoded);
  const reference = parseFunctionReference(name);
  if (!reference)
    throw new ServiceError(400, 'ValidationException', `Invalid function name or ARN "${name}".`);
  if (!service.pool(reference.name)) {
    const known = service.functions.map((fn) => fn.name).join(', ');
    const arn = functionArn(service.account, reference.name);
    throw new ServiceError(
      404,
      'ResourceNotFoundException',
      `Function not found: ${arn}. The functions here: ${known}.`,
    );
  }
  const qualifier = query === '' ? null : new URLSearchParams(query).get('Qualifier');
  return qualifier ? { ...reference, qualifier: checkQualifier(qualifier) } : reference;
}
