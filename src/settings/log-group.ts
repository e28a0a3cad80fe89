/** The log group of a function that names none. Source: Lambda guide, "Sending Lambda function logs". */
export const usualLogGroup = (name: string): string => `/aws/lambda/${name}`;

/** What a template calls the log group of a function. @param id of the function there. */
export const logGroupId = (id: string): string => `${id}LogGroup`;
