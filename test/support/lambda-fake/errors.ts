/** An error as one of the faked services answers it. */
export class ApiError extends Error {
  readonly status: number;
  readonly type: string;

  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

export const notFound = (what: string) => new ApiError(404, 'ResourceNotFoundException', what);
export const conflict = (message: string) => new ApiError(409, 'ResourceConflictException', message);
export const invalid = (message: string) => new ApiError(400, 'InvalidParameterValueException', message);
export const stale = () =>
  new ApiError(
    412,
    'PreconditionFailedException',
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
  );
