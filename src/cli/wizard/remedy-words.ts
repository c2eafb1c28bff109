import type { Remedy } from '../../engine/remedy.ts';

const ways = {
  terraform: 'by Terraform',
  api: 'by the API',
  manual: 'by hand',
  attest: 'by signing it off',
} as const;

const undoing = {
  reversible: 'can be undone exactly',
  recoverable: 'undone by making it anew, with a new id or secret',
  irreversible: 'cannot be undone',
} as const;

/** How a remedy is carried out and undone, in words. */
export function remedyWords({ via, reversibility }: Pick<Remedy<never>, 'via' | 'reversibility'>): string {
  return `${via.map((way) => ways[way]).join(' or ')}, ${undoing[reversibility]}`;
}
