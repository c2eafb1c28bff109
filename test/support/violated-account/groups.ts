import type { Scene } from './scene.ts';
import { administratorAccess, allowing, harmless, type Violation } from './violation.ts';

/** Groups, each of which has a member unless that is what is wrong. */
export const groupViolations: readonly Violation[] = [
  {
    finds: { 'group-admin-privileges': 'superusers' },
    async plant(scene) {
      await formTeam(scene, 'superusers');
      await scene.iam.attachGroupPolicy({ GroupName: 'superusers', PolicyArn: administratorAccess });
    },
    mend: ({ iam }) => iam.detachGroupPolicy({ GroupName: 'superusers', PolicyArn: administratorAccess }),
  },
  {
    finds: { 'group-inline-policies': 'readers' },
    async plant(scene) {
      await formTeam(scene, 'readers');
      await scene.iam.putGroupPolicy({ GroupName: 'readers', PolicyName: 'read', PolicyDocument: harmless });
    },
    async mend({ iam }) {
      const { Policy: made } = await iam.createPolicy({ PolicyName: 'readers', PolicyDocument: harmless });
      await iam.attachGroupPolicy({ GroupName: 'readers', PolicyArn: made?.Arn });
      await iam.deleteGroupPolicy({ GroupName: 'readers', PolicyName: 'read' });
    },
  },
  {
    finds: { 'group-overly-permissive': 'storage' },
    async plant(scene) {
      await formTeam(scene, 'storage');
      const PolicyDocument = allowing({ Action: 's3:*', Resource: '*' });
      await scene.iam.putGroupPolicy({ GroupName: 'storage', PolicyName: 'all', PolicyDocument });
    },
    mend: ({ iam }) => iam.deleteGroupPolicy({ GroupName: 'storage', PolicyName: 'all' }),
  },
  {
    finds: { 'group-unused': 'contractors' },
    plant: ({ iam }) => iam.createGroup({ GroupName: 'contractors' }),
    mend: ({ iam }) => iam.deleteGroup({ GroupName: 'contractors' }),
  },
];

async function formTeam({ iam }: Scene, GroupName: string): Promise<void> {
  await iam.createGroup({ GroupName });
  await iam.addUserToGroup({ GroupName, UserName: 'edsger' });
}
