import type { Architecture } from './architectures.ts';

/** What a request and its duration cost on Lambda, in US dollars, without the free tier and below the first volume tier. */
export interface LambdaPrice {
  readonly architecture: Architecture;
  readonly perRequest: number;
  /** One GB of memory for one second; GB are 1,024 MB. INIT is billed since August 2025, each invocation by the millisecond. */
  readonly perGbSecond: number;
}

/**
 * Prices by region; another region may cost more.
 * Source: AWS, "AWS Lambda Pricing", and for INIT "AWS Lambda standardizes billing for INIT Phase" (Compute Blog).
 */
export const lambdaPrices = {
  source: 'https://aws.amazon.com/lambda/pricing/',
  checkedOn: '2026-11-29',
  regions: [
    ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1'],
    ...['eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3'],
    ...['ap-northeast-1', 'ap-northeast-2', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
  ],
  rows: [
    { architecture: 'x86_64', perRequest: 0.0000002, perGbSecond: 0.0000166667 },
    { architecture: 'arm64', perRequest: 0.0000002, perGbSecond: 0.0000133334 },
  ],
} as const satisfies {
  readonly source: string;
  readonly checkedOn: string;
  readonly regions: readonly string[];
  readonly rows: readonly LambdaPrice[];
};

/** The price of an architecture, and whether it is that of the region. */
export function priceOf(
  region: string,
  architecture: Architecture,
): { readonly price: LambdaPrice; readonly isOfRegion: boolean } {
  const price = lambdaPrices.rows.find((row) => row.architecture === architecture) as LambdaPrice;
  return { price, isOfRegion: (lambdaPrices.regions as readonly string[]).includes(region) };
}
