import { RemediateError } from '../../../engine/errors.ts';
import type { Identity } from '../../../engine/provider.ts';
import type { Live } from '../live.ts';
import { describeError, explainAccess } from '../live-errors.ts';
import type { Calls } from './define.ts';

/** What it takes to know whose account it is. */
export const identityFloor: Calls = { 'sts:GetCallerIdentity': 1, 'iam:ListAccountAliases': 1 };

const known = new WeakMap<Live, Promise<Identity>>();

/** Who the caller is and of which account, asked once. The alias is a courtesy: where it cannot be read there is none. */
export function identify(live: Live): Promise<Identity> {
  const identity = known.get(live) ?? ask(live);
  known.set(live, identity);
  return identity;
}

async function ask(live: Live): Promise<Identity> {
  const [sts, iam] = await Promise.all([live.sts(), live.iam()]);
  const { Arn: caller = '', Account: id = '' } = await sts.getCallerIdentity({}).catch((error: unknown) => {
    throw (
      explainAccess(error, live.source) ??
      new RemediateError('Access', `AWS does not say who the caller is: ${describeError(error)}`, {
        hint: 'try again, or choose another --region',
        cause: error,
      })
    );
  });
  const alias = await iam.listAccountAliases({}).then(
    (answer) => answer.AccountAliases?.[0],
    () => undefined,
  );
  const partition = caller.split(':')[1] ?? 'aws';
  return { account: { id, ...(alias === undefined ? {} : { alias }), partition }, caller };
}
