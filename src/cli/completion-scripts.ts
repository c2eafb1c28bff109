import type { Answers, Place } from './completion.ts';

/** The shells that are completed. */
export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** The script by which a shell completes the program: its tables, and a driver that looks the typed words up in them. */
export function completionScript(shell: Shell, places: readonly Place[]): string {
  return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](places);
}

/** How a shell writes a function that prints lines by its first argument. */
type Writer = (name: string, cases: readonly Case[]) => string;
interface Case {
  readonly keys: readonly string[];
  readonly lines: readonly string[];
  readonly asks?: string;
}

/** The two tables: the commands and options of a command, and how what follows is completed and by which words. */
function tables(places: readonly Place[], write: Writer): string {
  const named = (list: Place['commands']) => list.map(({ name, what }) => `${name}\t${what}`);
  return [
    write(
      '__remediate_words',
      places.map(({ at, commands, options }) => ({ keys: [at], lines: named([...commands, ...options]) })),
    ),
    write('__remediate_values', answerCases(places)),
  ].join('\n');
}

/** A case for each kind of answer, with all the places that take it. */
function answerCases(places: readonly Place[]): Case[] {
  const cases = new Map<string, { keys: string[]; answers: Answers }>();
  const add = (key: string, answers: Answers) => {
    const same = JSON.stringify(answers);
    const known = cases.get(same);
    if (known === undefined) cases.set(same, { keys: [key], answers });
    else known.keys.push(key);
  };
  for (const { at, values, argument } of places) {
    if (argument !== undefined) add(at, argument);
    for (const [flag, answers] of values) add(`${at} ${flag}`, answers);
  }
  return [...cases.values()].map(({ keys, answers: { manner, words, asks } }) => ({
    keys,
    lines: [manner, ...words],
    ...(asks === undefined ? {} : { asks }),
  }));
}

const posix: Writer = (name, cases) => {
  const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const body = cases.flatMap(({ keys, lines, asks }) => [
    `    ${keys.map(quote).join(' | ')})`,
    `      printf '%s\\n' ${lines.map(quote).join(' ')}`,
    ...(asks === undefined ? [] : [`      sh -c ${quote(asks)}`]),
    '      ;;',
  ]);
  return [`${name}() {`, '  case "$1" in', ...body, '  esac', '}', ''].join('\n');
};

const fish: Writer = (name, cases) => {
  const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const body = cases.flatMap(({ keys, lines, asks }) => [
    `        case ${keys.map(quote).join(' ')}`,
    `            printf '%s\\n' ${lines.map(quote).join(' ')}`,
    ...(asks === undefined ? [] : [`            sh -c ${quote(asks)}`]),
  ]);
  return [`function ${name}`, '    switch "$argv[1]"', ...body, '    end', 'end', ''].join('\n');
};

function bashScript(places: readonly Place[]): string {
  return `# Completion of remediate for bash; made by: remediate completion bash
${tables(places, posix)}
_remediate() {
  local word=\${COMP_WORDS[COMP_CWORD]} at= flag= i next line
  local -a answers=() names=()
  COMPREPLY=()
  [[ $word == '=' ]] && word=
  for ((i = 1; i < COMP_CWORD; i++)); do
    next=\${COMP_WORDS[i]}
    case $next in
      '=') ;;
      -*) flag=$next ;;
      *)
        case \${flag:+$(__remediate_values "$at $flag" | head -n 1)} in
          files) ;;
          ?*) flag= ;;
          *)
            flag=
            next=\${at:+$at }$next
            [[ -n $(__remediate_words "$next") ]] && at=$next
            ;;
        esac
        ;;
    esac
  done
  if [[ $word != -* ]]; then
    [[ -n $flag ]] && while IFS= read -r line; do answers+=("$line"); done < <(__remediate_values "$at $flag")
    if [[ \${#answers[@]} -eq 0 ]]; then
      while IFS= read -r line; do answers+=("$line"); done < <(__remediate_values "$at")
    fi
  fi
  if [[ \${#answers[@]} -eq 0 ]]; then
    while IFS= read -r line; do
      line=\${line%%$'\\t'*}
      [[ $word == -* || $line != -* ]] && names+=("$line")
    done < <(__remediate_words "$at")
    [[ \${#names[@]} -eq 0 ]] && while IFS= read -r line; do names+=("\${line%%$'\\t'*}"); done < <(__remediate_words "$at")
  else
    names=("\${answers[@]:1}")
  fi
  local before=
  [[ \${answers[0]-} == list && $word == *,* ]] && before=\${word%,*},
  for line in \${names[@]+"\${names[@]}"}; do
    [[ $line == "\${word#"$before"}"* ]] && COMPREPLY+=("$before$line")
  done
  case \${answers[0]-} in
    file | files)
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$word")
      compopt -o filenames 2>/dev/null
      ;;
    folder)
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -d -- "$word")
      compopt -o filenames 2>/dev/null
      ;;
  esac
}
complete -F _remediate remediate
`;
}

function zshScript(places: readonly Place[]): string {
  return `#compdef remediate
# Completion of remediate for zsh; made by: remediate completion zsh
${tables(places, posix)}
_remediate() {
  local word=\${words[CURRENT]} at= flag= next manner
  local -a answers names
  for next in "\${(@)words[2,CURRENT-1]}"; do
    case $next in
      -*=*) flag= ;;
      -*) flag=$next ;;
      *)
        manner=
        [[ -n $flag ]] && manner=\${$(__remediate_values "$at $flag")[(f)1]}
        case $manner in
          files) ;;
          ?*) flag= ;;
          *)
            flag=
            next=\${at:+$at }$next
            [[ -n $(__remediate_words "$next") ]] && at=$next
            ;;
        esac
        ;;
    esac
  done
  if [[ $word == -*=* ]]; then
    flag=\${word%%=*}
    compset -P 1 '*='
    word=\${word#*=}
  fi
  if [[ $word != -* ]]; then
    [[ -n $flag ]] && answers=("\${(@f)$(__remediate_values "$at $flag")}")
    [[ -z \${answers[1]} ]] && answers=("\${(@f)$(__remediate_values "$at")}")
  fi
  if [[ -z \${answers[1]} ]]; then
    names=("\${(@f)$(__remediate_words "$at")}")
    local -a shown=("\${(@M)names:#-*}")
    [[ $word != -* && -n \${(M)names:#[^-]*} ]] && shown=("\${(@)names:#-*}")
    shown=("\${(@)shown/$'\\t'/:}")
    _describe -t commands remediate shown
    return
  fi
  names=("\${(@)answers[2,-1]}")
  [[ \${answers[1]} == list ]] && compset -P '*,'
  (( \${#names} )) && compadd -a names
  case \${answers[1]} in
    file | files) _files ;;
    folder) _files -/ ;;
  esac
}
if [[ $funcstack[1] == _remediate ]]; then _remediate "$@"; else compdef _remediate remediate; fi
`;
}

function fishScript(places: readonly Place[]): string {
  return `# Completion of remediate for fish; made by: remediate completion fish
${tables(places, fish)}
function __remediate
    set -l word (commandline -ct)
    set -l at ''
    set -l flag ''
    for next in (commandline -opc)[2..-1]
        switch $next
            case '-*=*'
                set flag ''
            case '-*'
                set flag $next
            case '*'
                set -l manner ''
                test -n "$flag"; and set manner (__remediate_values "$at $flag")[1]
                switch "$manner"
                    case files
                    case ''
                        set flag ''
                        set next (string trim -- "$at $next")
                        test -n "$(__remediate_words $next)"; and set at $next
                    case '*'
                        set flag ''
                end
        end
    end
    set -l answers
    set -l before ''
    if string match -q -- '-*=*' $word
        set flag (string replace -r '=.*' '' -- $word)
        set before "$flag="
        set word (string replace -r '^[^=]*=' '' -- $word)
    end
    if not string match -q -- '-*' $word
        test -n "$flag"; and set answers (__remediate_values "$at $flag")
        test -z "$answers"; and set answers (__remediate_values "$at")
    end
    if test -z "$answers"
        set -l names (__remediate_words "$at")
        set -l commands (string match -v -- '-*' $names)
        if string match -q -- '-*' $word; or test -z "$commands"
            printf '%s\\n' (string match -- '-*' $names)
        else
            printf '%s\\n' $commands
        end
        return
    end
    test $answers[1] = list; and set before "$before"(string match -r -- '.*,' $word; or echo)
    test (count $answers) -gt 1; and printf "$before%s\\n" $answers[2..-1]
    switch $answers[1]
        case file files
            __fish_complete_path $word
        case folder
            __fish_complete_directories $word
    end
end
complete -c remediate -f -a '(__remediate)'
`;
}
