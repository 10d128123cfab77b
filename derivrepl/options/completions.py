"""Completion scripts for shells, made of the options and the commands; pressing Tab starts no program.

Files are completed where they end in `.deriv`, commands behind `-e EXPR`, values where an option lists them.
"""

from __future__ import annotations

from derivrepl.options.rows import OPTIONS, Option

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.commands.registry import Command

BASH = """\
# Completion of derivrepl in bash: source this, or keep it as
# ~/.local/share/bash-completion/completions/derivrepl
_derivrepl() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} expression= k
    [[ $word == = ]] && word= || {{ [[ $before == = ]] && before=${{COMP_WORDS[COMP_CWORD-2]}}; }}
    for ((k = 1; k < COMP_CWORD; k++)); do
        case ${{COMP_WORDS[k]}} in -e | --expr) expression=$k ;; esac
    done
    case $before in
{values}
    -e | --expr) return ;;
    esac
    # A colon ends a word in bash, so the names stand without theirs.
    if [[ $word == : || $before == : ]]; then
        [[ $word == : ]] && word=
        COMPREPLY=($(compgen -W "{commands}" -- "$word"))
    elif [[ $word == :* ]]; then
        COMPREPLY=($(compgen -P : -W "{commands}" -- "${{word#:}}"))
    elif [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W "{options}" -- "$word"))
    elif [[ -n $expression && -z $word && $expression -lt $((COMP_CWORD - 1)) ]]; then
        COMPREPLY=($(compgen -P : -W "{commands}"))
    else
        compopt -o filenames
        COMPREPLY=($(compgen -f -X '!*.deriv' -- "$word") $(compgen -d -- "$word"))
    fi
}}
complete -F _derivrepl derivrepl
"""

ZSH = """\
#compdef derivrepl
# Completion of derivrepl in zsh: keep it as _derivrepl in a folder of $fpath.
_derivrepl_words() {{
    if [[ $PREFIX == :* || -n ${{words[(r)-e]}}${{words[(r)--expr]}} ]]; then
        local -a commands=(
{commands}
        )
        _describe command commands
    fi
    [[ $PREFIX == :* ]] || _files -g '*.deriv'
}}
_derivrepl() {{
    _arguments -s \\
{options}
        '*: :_derivrepl_words'
}}
if [[ ${{funcstack[1]}} == _derivrepl ]]; then _derivrepl "$@"; else compdef _derivrepl derivrepl; fi
"""

FISH = """\
# Completion of derivrepl in fish: keep it as ~/.config/fish/completions/derivrepl.fish
function __derivrepl_command
    __fish_seen_argument -s e -l expr; or string match -q ':*' -- (commandline -ct)
end
complete -c derivrepl -f
complete -c derivrepl -k -a '(__fish_complete_suffix .deriv)'
{options}
{commands}
"""


def script(shell: str) -> str:
    """The script for bash, zsh or fish."""
    from derivrepl.session.commands import COMMANDS

    commands = sorted(COMMANDS.values(), key=lambda command: command.name)
    return {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell](commands)


def _bash(commands: list[Command]) -> str:
    values = []
    for row in OPTIONS:
        if row.choices:
            reply = f'COMPREPLY=($(compgen -W "{" ".join(row.choices)}" -- "$word"))'
        elif row.files:
            reply = 'compopt -o filenames; COMPREPLY=($(compgen -f -- "$word"))'
        else:
            continue
        values.append(f"    {' | '.join(row.names)}) {reply}; return ;;")
    options = " ".join(name for row in OPTIONS for name in row.names)
    names = " ".join(command.name for command in commands)
    return BASH.format(values="\n".join(values), options=options, commands=names)


def _zsh(commands: list[Command]) -> str:
    described = ["            " + _quoted(f"\\:{c.name}:{_plain(c.help)}") for c in commands]
    return ZSH.format(commands="\n".join(described), options="\n".join(map(_zsh_option, OPTIONS)))


def _zsh_option(row: Option) -> str:
    """One line for `_arguments`: `'(-q --quiet)'{-q,--quiet}'[…]'`."""
    value = ""
    if row.word:
        choices = f"({' '.join(row.choices)})" if row.choices else "_files" if row.files else " "
        value = f":{row.word}:{choices}"
    again = "*" if row.key == "expr" else f"({' '.join(row.names)})"
    names = f"{{{','.join(row.names)}}}" if len(row.names) > 1 else row.names[0]
    help_ = _plain(row.help).replace("[", r"\[").replace("]", r"\]")
    return f"        {_quoted(again)}{names}{_quoted(f'[{help_}]{value}')} \\"


def _fish(commands: list[Command]) -> str:
    options = []
    for row in OPTIONS:
        words = [f"-s {name[1:]}" if len(name) == 2 else f"-l {name[2:]}" for name in row.names]
        words += ["-x"] * bool(row.word and not row.files) + ["-r -F"] * row.files
        words += [f"-a {_quoted(' '.join(row.choices))}"] if row.choices else []
        options.append(f"complete -c derivrepl {' '.join(words)} -d {_quoted(row.help)}")
    described = [f"complete -c derivrepl -n __derivrepl_command -a :{c.name} -d {_quoted(c.help)}" for c in commands]
    return FISH.format(options="\n".join(options), commands="\n".join(described))


def _plain(text: str) -> str:
    """The text without colons, which separate fields in zsh."""
    return text.replace(": ", " - ").replace(":", "")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "’") + "'"
