using System.CommandLine;
using Aether.Configuration.Loading;

namespace Aether.Host.Cli;

/// <summary>The options every command has.</summary>
internal sealed class GlobalOptions
{
    public Option<string?> Config { get; } = new("--config", "-c")
    {
        Description = "The configuration file. Else AETHER_CONFIG, ./aether.json, /etc/aether/aether.json, or the defaults.",
        HelpName = "FILE",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Print JSON, for programs.", Recursive = true };

    /// <summary>The configuration, or null when it is wrong and every problem has been printed.</summary>
    public LoadedConfiguration? Load(ParseResult parsed)
    {
        var result = ConfigurationLoader.Load(ConfigurationInputs.FromProcess(parsed.GetValue(Config)));
        if (result.Configuration is null)
        {
            Console.Error.WriteLine($"aether: the configuration has {result.Problems.Count} problem{(result.Problems.Count == 1 ? "" : "s")}:");
            foreach (var problem in result.Problems)
                Console.Error.WriteLine("  " + problem);
        }

        return result.Configuration;
    }
}
