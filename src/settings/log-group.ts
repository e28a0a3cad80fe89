/** The log group of a function that names none. Source: Lambda guide, "Sending Lambda function logs". */
export const usualLogGroup = (name: string): string => `/aws/lambda/${name}`;
