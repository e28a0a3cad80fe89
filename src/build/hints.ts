/** Errors of the compiler that a type missing in the JSON context leads to: Handle finds no form, or the context no member. */
const missingJson = /\bCS1503\b.*'method group'|\bCS1061\b.*JsonContext|\bSYSLIB10\d\d\b/;

/** What helps with the errors of a build, as a sentence with a blank before it; nothing where that is not known. */
export const buildHint = (errors: readonly string[]): string =>
  errors.some((error) => missingJson.test(error))
    ? ' If a type is missing in the JSON context, "lambda-nativeaot doctor --fix" adds it.'
    : '';
