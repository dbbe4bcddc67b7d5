# SPDX-License-Identifier: MIT
# Fills a manual page in mdoc(7) with the output of the program itself, so that the two cannot disagree:
#   @synopsis@       a line for each subcommand, if any   from --help
#   @options@        the options before a subcommand      from --help
#   @command NAME@   what NAME does and accepts           from NAME --help
#   @keys@           every section with its keys          from check --explain
#   @exit 0 64 ...@  what these exit codes mean           from the header that defines them
# usage: awk -f fill.awk -v program=PATH -v exit_codes=HEADER PAGE.in

# Text that mandoc cannot mistake for a macro: no control character begins a line, `code` is quoted.
function text(s) {
    gsub(/\\/, "\\e", s)
    while (match(s, /`[^`]*`/))
        s = substr(s, 1, RSTART - 1) "\\(oq" substr(s, RSTART + 1, RLENGTH - 2) "\\(cq" substr(s, RSTART + RLENGTH)
    return s ~ /^[.']/ ? "\\&" s : s
}

function sentence(s) {
    s = toupper(substr(s, 1, 1)) substr(s, 2)
    return text(s ~ /[.!?]$/ ? s : s ".")
}

# Prints a line of the page: text with one sentence per line, wrapped at 80 columns; all other lines unchanged.
function put(s,    words, n, i, line) {
    if (s ~ /^\.Bd /)
        literal = 1
    if (s ~ /^\.Ed/)
        literal = 0
    if (literal || s ~ /^\./) {
        print s
        return
    }
    n = split(s, words, " ")
    for (i = 1; i <= n; ++i) {
        if (line != "" && (length(line " " words[i]) > 80 || (line ~ /[.!?]$/ && words[i] ~ /^[A-Z]/))) {
            print line
            line = ""
        }
        line = line (line == "" ? "" : " ") words[i]
    }
    print line
}

function fail(why) {
    print "fill.awk: " why > "/dev/stderr"
    failed = 1
    exit 1
}

function close_command(command) {
    if (close(command) != 0)
        fail(command " failed")
}

# Reads a help text: usage; count[part], name[part, i] and says[part, i] of "Options", "Positionals", "Subcommands".
function read_help(command,    line, part, i, at) {
    split("", count)
    split("", name)
    split("", says)
    while ((command | getline line) > 0) {
        if (line ~ /^Usage: /) {
            usage = substr(line, 8)
        } else if (line ~ /^[A-Z][a-z]*:$/) {
            part = substr(line, 1, length(line) - 1)
        } else if (line ~ /^  [^ ]/) {
            i = ++count[part]
            line = substr(line, 3)
            at = match(line, /  +[^ ]/)
            name[part, i] = at ? substr(line, 1, at - 1) : line
            says[part, i] = at ? substr(line, at) : ""
            sub(/^ +/, "", says[part, i])
        } else if (line ~ /^   +[^ ]/) {
            sub(/^ +/, "", line)
            says[part, i] = says[part, i] (says[part, i] == "" ? "" : " ") line
        } else if (line != "" && part == "") {
            summary = line
        }
    }
    close_command(command)
}

# "-c,--config FILE=/x (Env:Y)" as macros; default_ and env are set.
function option_macros(s,    words, n, i, out, argument) {
    default_ = env = argument = ""
    if (match(s, / \(Env:[A-Z_]*\)/)) {
        env = substr(s, RSTART + 6, RLENGTH - 7)
        s = substr(s, 1, RSTART - 1)
    }
    if (match(s, /=.*/)) {
        default_ = substr(s, RSTART + 1)
        s = substr(s, 1, RSTART - 1)
    }
    if (match(s, / [A-Z]+$/)) {
        argument = " Ar " substr(s, RSTART + 1)
        s = substr(s, 1, RSTART - 1)
    }
    n = split(s, words, ",")
    for (i = 1; i <= n; ++i)
        out = out (i > 1 ? " , " : "") "Fl " substr(words[i], 2) argument
    return out
}

function options(    i) {
    for (i = 1; i <= count["Options"]; ++i) {
        print ".It " option_macros(name["Options", i])
        put(sentence(says["Options", i]))
        if (default_ != "")
            print "Default:\n.Pa " default_ " ."
        if (env != "")
            print "Environment variable:\n.Ev " env " ."
    }
}

# Whether an option belongs to the subcommand; every program has the others.
function is_own(option) {
    return option !~ /--(help|version)/
}

# The arguments of a usage line, "[FILE]" or "DOMAIN", and the options of the subcommand itself.
function arguments(    words, n, i) {
    for (i = 1; i <= count["Options"]; ++i)
        if (is_own(name["Options", i]))
            print ".Op " option_macros(name["Options", i])
    n = split(usage, words, " ")
    for (i = 3; i <= n; ++i)
        if (words[i] ~ /^\[[A-Z]+\]$/ && words[i] != "[OPTIONS]" && words[i] != "[SUBCOMMAND]")
            print ".Op Ar " substr(words[i], 2, length(words[i]) - 2)
        else if (words[i] ~ /^[A-Z]+$/)
            print ".Ar " words[i]
}

function synopsis(    i, n, commands) {
    read_help(program " --help")
    n = count["Subcommands"]
    if (n == 0) {
        print ".Nm"
        arguments()
    }
    for (i = 1; i <= n; ++i)
        commands[i] = name["Subcommands", i]
    for (i = 1; i <= n; ++i) {
        read_help(program " " commands[i] " --help")
        print ".Nm"
        print ".Op Fl c Ar FILE"
        print ".Cm " commands[i]
        arguments()
    }
}

function command(which,    i, named) {
    read_help(program " " which " --help")
    print ".It Xo"
    print ".Cm " which
    arguments()
    print ".Xc"
    put(sentence(summary))
    for (i = 1; i <= count["Positionals"]; ++i) {
        named = name["Positionals", i]
        sub(/ REQUIRED$/, "", named)
        print ".Ar " named " :"
        put(text(tolower(substr(says["Positionals", i], 1, 1)) substr(says["Positionals", i], 2)) ".")
    }
    for (i = 1; i <= count["Options"]; ++i)
        if (is_own(name["Options", i])) {
            print "." option_macros(name["Options", i]) " :"
            put(text(tolower(substr(says["Options", i], 1, 1)) substr(says["Options", i], 2)) ".")
        }
}

# From rows such as "exit_usage = 64, // The command line is wrong."
function exits(codes,    line, meaning, words, n, i) {
    while ((getline line < exit_codes) > 0)
        if (match(line, /[=] [0-9]+, +\/\/ /))
            meaning[substr(line, RSTART + 2) + 0] = substr(line, RSTART + RLENGTH)
    close(exit_codes)
    n = split(codes, words, " ")
    for (i = 1; i <= n; ++i) {
        if (!(words[i] in meaning))
            fail("no exit code " words[i] " in " exit_codes)
        print ".It " words[i]
        put(text(meaning[words[i]]))
    }
}

# A key: its head, "name: type (default: x)", and its help.
function key(head, help,    at, type, value) {
    if (head == "")
        return
    at = index(head, ": ")
    type = substr(head, at + 2)
    if (match(type, / \(required\)$/)) {
        value = "Required: " substr(type, 1, RSTART - 1)
    } else if (match(type, / \(default: .*\)$/)) {
        value = "Value: " substr(type, 1, RSTART - 1) ". Default: " substr(type, RSTART + 11, RLENGTH - 12)
    } else {
        value = "Value: " type
    }
    print ".It Cm " substr(head, 1, at - 1)
    put(sentence(help))
    put(text(value) ".")
}

function keys(    explain, line, head, help, open) {
    explain = program " check --explain"
    while ((explain | getline line) > 0) {
        if (line ~ /^[^ ].*:$/) {
            key(head, help)
            head = help = ""
            if (open)
                print ".El"
            print ".Ss " (line == "top level:" ? "Top level" : substr(line, 1, length(line) - 1))
            print ".Bl -tag -width Ds"
            open = 1
        } else if (line ~ /^  [^ ]/) {
            key(head, help)
            head = substr(line, 3)
            help = ""
        } else if (line ~ /^    [^ ]/) {
            head = head " " substr(line, 5)
        } else if (line ~ /^      [^ ]/) {
            help = help (help == "" ? "" : " ") substr(line, 7)
        }
    }
    close_command(explain)
    key(head, help)
    if (!open)
        fail("check --explain names no key")
    print ".El"
}

/^@synopsis@$/ { synopsis(); next }
/^@options@$/ { read_help(program " --help"); options(); next }
/^@command [a-z]+@$/ { command(substr($2, 1, length($2) - 1)); next }
/^@keys@$/ { keys(); next }
/^@exit [0-9 ]+@$/ { exits(substr($0, 7, length($0) - 7)); next }
{ put($0) }
