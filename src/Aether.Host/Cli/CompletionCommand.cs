using System.CommandLine;

namespace Aether.Host.Cli;

/// <summary><c>aether completion</c>: scripts that let a shell complete commands; they ask the program itself.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _aether() {
            local IFS=$'\n'
            mapfile -t COMPREPLY < <(aether "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)
        }
        complete -o default -F _aether aether
        """;

    private const string Zsh = """
        #compdef aether
        _aether() {
            local -a found
            found=("${(@f)$(aether "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -a found
        }
        compdef _aether aether
        """;

    private const string Fish = """
        complete -c aether -f -a '(aether "[suggest:"(commandline -C)"]" (commandline -p) 2>/dev/null)'
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var completion = new Command("completion", "Print a script for shell completion. For bash: source <(aether completion bash)") { shell };
        completion.SetAction(parsed => Console.Out.WriteLine(parsed.GetRequiredValue(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish }));
        return completion;
    }
}
