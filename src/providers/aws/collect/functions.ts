import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { type LambdaFunction, workloadKeys } from '../model/workloads.ts';
import { allPages, defineCollector } from './define.ts';
import { listRegional, regionalFloor } from './regional.ts';

/** As many functions as Lambda puts on a page, however many are asked for. */
const page = 50;

/** The Lambda functions of all enabled regions. */
export const functionsCollector = defineCollector({
  name: 'functions',
  permissions: ['ec2:DescribeRegions', 'lambda:ListFunctions'],
  needs: [],
  collect: (context) =>
    listRegional(
      context,
      async (region) => {
        const lambda = await context.live.lambda(region);
        const pages = await allPages(
          (Marker) => lambda.listFunctions({ Marker }),
          (answer) => answer.NextMarker || undefined,
        );
        return pages.flatMap((answer) => answer.Functions ?? []).map((one) => toLambdaFunction(region, one));
      },
      workloadKeys.function,
    ),
  floor: regionalFloor('lambda:ListFunctions', page),
});

/** A function as Lambda tells it; of its settings the role alone, and none of its environment. */
export function toLambdaFunction(region: string, one: FunctionConfiguration): LambdaFunction {
  return { region, name: one.FunctionName ?? '', arn: one.FunctionArn ?? '', role: one.Role ?? '' };
}
