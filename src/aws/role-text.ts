/** What is wrong with a role as typed, or undefined. */
export function roleProblemText(role: string): string | undefined {
  if (role.startsWith('arn:')) {
    return /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(role)
      ? undefined
      : 'this is no ARN of a role; it looks like arn:aws:iam::123456789012:role/NAME.';
  }
  return /^[\w+=,.@-]{1,64}$/.test(role) ? undefined : 'this is neither the name nor the ARN of an IAM role.';
}
