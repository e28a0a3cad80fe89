/** Hosts of SQS that name their region. Source: SQS in AWS's endpoints. */
const hosts =
  /^(?:sqs(?:-fips)?\.([a-z]{2}(?:-[a-z]+)+-\d+)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)|([a-z]{2}(?:-[a-z]+)+-\d+)\.queue\.amazonaws\.com(?:\.cn)?)$/;

/** The region that the URL of a queue names; undefined for a host that is not AWS's, or names none. */
export function regionOfQueue(url: string): string | undefined {
  const [, usual, old] = hosts.exec(new URL(url).hostname) ?? [];
  return usual ?? old;
}
