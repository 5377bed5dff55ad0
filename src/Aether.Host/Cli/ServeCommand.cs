using System.CommandLine;
using Aether.Host.Composition;

namespace Aether.Host.Cli;

/// <summary><c>aether serve</c>: runs the server until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Command Create(GlobalOptions options)
    {
        var roles = new Option<Roles>("--roles", "-r")
        {
            Description = "Which parts to run: " + string.Join(",", RoleNames.All) + ". Default: all.",
            HelpName = "ROLES",
            CustomParser = result =>
            {
                string text = string.Join(',', result.Tokens.Select(token => token.Value));
                if (RoleNames.TryParse(text, out var parsed, out string unknown))
                    return parsed;
                result.AddError($"There is no role \"{unknown}\": write some of {string.Join(",", RoleNames.All)}.");
                return Roles.None;
            },
            DefaultValueFactory = _ => Roles.All,
        };
        roles.CompletionSources.Add(RoleNames.All);
        var serve = new Command("serve", "Run the server. SIGTERM lets sessions finish; a second one ends it at once. SIGHUP reads certificates again.") { roles };
        serve.SetAction((parsed, ct) => ServeAsync(options, parsed, parsed.GetValue(roles)));
        return serve;
    }

    private static async Task<int> ServeAsync(GlobalOptions options, ParseResult parsed, Roles roles)
    {
        if (options.Load(parsed) is not { } configuration)
            return ExitCode.Usage;
        try
        {
            await ServerNode.RunAsync(configuration, roles);
            return ExitCode.Done;
        }
        catch (Exception failure) when (Failures.Describe(failure) is { } line)
        {
            return Failures.Report(failure, line);
        }
    }
}
