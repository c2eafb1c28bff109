import { codeBlock, codeSpan, escapeMarkdown, markdownTable } from './markdown-text.ts';

/** What a control's page tells; the engine's controls fit, once their parameters are given as data. */
export interface ControlPage {
  readonly id: string;
  readonly area: string;
  readonly severity: string;
  readonly title: string;
  readonly rationale: string;
  readonly risk: string;
  readonly whenNotToFix: string;
  readonly references: readonly string[];
  readonly frameworks: Readonly<Record<string, readonly string[]>>;
  readonly reads: readonly string[];
  /** The API actions that reading takes. */
  readonly permissions: readonly string[];
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly remedies: readonly {
    readonly id: string;
    readonly title: string;
    readonly via: readonly string[];
    readonly reversibility: string;
  }[];
  /** An account that breaks the practice: what is found, and what the recommended remedy does. */
  readonly example?: { readonly messages: readonly string[]; readonly steps: string };
}

/** The page of one control in the documentation. */
export function controlPage(page: ControlPage): string {
  const section = (heading: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', `## ${heading}`, '', ...lines];
  const { example } = page;
  return [
    `# ${escapeMarkdown(page.title)}`,
    '',
    `${codeSpan(page.id)} · ${page.severity} · ${page.area}`,
    '',
    escapeMarkdown(page.rationale),
    '',
    escapeMarkdown(page.risk),
    ...section('When not to fix', [escapeMarkdown(page.whenNotToFix)]),
    ...section('Evidence', [
      `Reads ${page.reads.map(codeSpan).join(', ')}.`,
      ...(page.permissions.length === 0 ? [] : ['', `Needs ${page.permissions.map(codeSpan).join(', ')}.`]),
    ]),
    ...section('Parameters', parameterTable(page.parameters)),
    ...section('Remedies', remedyTable(page.remedies)),
    ...(example === undefined
      ? []
      : section('Example', [
          ...example.messages.map((message) => `- ${escapeMarkdown(message)}`),
          ...(example.steps === '' ? [] : ['', codeBlock('text', example.steps.split('\n'))]),
        ])),
    ...section('Frameworks', frameworkTable(page.frameworks)),
    ...section(
      'References',
      page.references.map((link) => `- <${link}>`),
    ),
    '',
  ].join('\n');
}

/** The table of the whole catalogue. */
export function catalogueTable(
  pages: readonly Pick<ControlPage, 'id' | 'area' | 'severity' | 'title' | 'remedies'>[],
): string {
  const rows = pages.map(({ id, area, severity, title, remedies }) => [
    `[${id}](controls/${id}.md)`,
    area,
    severity,
    escapeMarkdown(title),
    [...new Set(remedies.flatMap((remedy) => remedy.via))].join(', ') || 'none yet',
  ]);
  return [
    '# Controls',
    '',
    `${pages.length} practices. Each has a page with the reasons, the evidence, the parameters, the remedies and an example.`,
    '',
    markdownTable(['control', 'area', 'severity', 'practice', 'mended by'], rows),
    '',
  ].join('\n');
}

function parameterTable(parameters: Readonly<Record<string, unknown>>): string[] {
  const rows = Object.entries(parameters).map(([name, value]) => [codeSpan(name), codeSpan(JSON.stringify(value))]);
  return rows.length === 0 ? [] : [markdownTable(['parameter', 'default'], rows)];
}

function remedyTable(remedies: ControlPage['remedies']): string[] {
  const rows = remedies.map(({ id, title, via, reversibility }) => [
    codeSpan(id),
    escapeMarkdown(title),
    via.join(', '),
    reversibility,
  ]);
  return rows.length === 0 ? [] : [markdownTable(['remedy', 'what it does', 'by', 'undone'], rows)];
}

function frameworkTable(frameworks: ControlPage['frameworks']): string[] {
  const rows = Object.entries(frameworks).map(([name, items]) => [name, items.join(', ')]);
  return rows.length === 0 ? [] : [markdownTable(['framework', 'requirements'], rows)];
}
