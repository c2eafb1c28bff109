/** Process exit codes, as the README promises them. */
export const exitCode = { ok: 0, findings: 1, usage: 2, partial: 3, declined: 4, bug: 70 } as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** The ends that a user can meet, each with the exit code that it leads to. */
const codes = {
  Usage: exitCode.usage,
  Configuration: exitCode.usage,
  Access: exitCode.usage,
  Unreachable: exitCode.usage,
  BadInput: exitCode.usage,
  Provider: exitCode.partial,
  StalePlan: exitCode.partial,
  PlanEdited: exitCode.usage,
  WrongAccount: exitCode.usage,
  Conflict: exitCode.usage,
  GuardRefused: exitCode.usage,
  Locked: exitCode.partial,
  Declined: exitCode.declined,
  Journal: exitCode.partial,
  Terraform: exitCode.partial,
} as const satisfies Record<string, ExitCode>;
export type ErrorCode = keyof typeof codes;

/** An expected failure: one sentence that names the value and the cause, and a hint that names the next action. */
export class RemediateError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'RemediateError';
    this.code = code;
    this.hint = options.hint;
  }

  /** The exit code of a process that ends with this error. */
  get exitCode(): ExitCode {
    return codes[this.code];
  }
}
