using System.CommandLine;
using System.Text.Json.Nodes;
using Aether.Configuration.Loading;

namespace Aether.Host.Cli;

/// <summary><c>aether config</c>: checks and shows the configuration.</summary>
internal static class ConfigCommands
{
    public static Command Create(GlobalOptions options)
    {
        var check = new Command("check", "Say everything that is wrong with the configuration, at once.");
        check.SetAction(parsed => Check(options, parsed));
        var show = new Command("show", "Print every setting, its value and where it comes from. Secrets are masked.");
        show.SetAction(parsed => Show(options, parsed));
        return new Command("config", "Check or show the configuration.") { check, show };
    }

    private static int Check(GlobalOptions options, ParseResult parsed)
    {
        if (parsed.GetValue(options.Json))
        {
            var result = ConfigurationLoader.Load(ConfigurationInputs.FromProcess(parsed.GetValue(options.Config)));
            var problems = result.Problems.Select(problem => (JsonNode)new JsonObject { ["key"] = problem.Key, ["value"] = problem.Value, ["remedy"] = problem.Remedy });
            var unbuilt = result.Configuration?.Unbuilt.Select(part => (JsonNode)part) ?? [];
            Console.Out.WriteLine(new JsonObject { ["problems"] = new JsonArray([.. problems]), ["notBuilt"] = new JsonArray([.. unbuilt]) }.ToJsonString());
            return result.Configuration is null ? ExitCode.Usage : ExitCode.Done;
        }

        if (options.Load(parsed) is not { } configuration)
            return ExitCode.Usage;
        Console.Out.WriteLine($"{configuration.File ?? "The built-in defaults"}: no problems. Data in {configuration.DataFolder}.");
        if (configuration.Unbuilt.Count > 0)
            Console.Out.WriteLine("Not built yet, so without effect: " + string.Join(", ", configuration.Unbuilt));
        return ExitCode.Done;
    }

    private static int Show(GlobalOptions options, ParseResult parsed)
    {
        if (options.Load(parsed) is not { } configuration)
            return ExitCode.Usage;
        if (parsed.GetValue(options.Json))
        {
            var settings = configuration.Show().Select(setting => (JsonNode)new JsonObject { ["key"] = setting.Key, ["value"] = setting.Value, ["source"] = Source(setting) });
            Console.Out.WriteLine(new JsonObject { ["file"] = configuration.File, ["settings"] = new JsonArray([.. settings]) }.ToJsonString());
            return ExitCode.Done;
        }

        Console.Out.WriteLine("# " + (configuration.File ?? "no file: built-in defaults"));
        Console.Out.Write(Table.Format(["KEY", "VALUE", "SOURCE"], configuration.Show().Select(setting => (string[])[setting.Key, setting.Value, Source(setting)])));
        return ExitCode.Done;
    }

    private static string Source(ShownSetting setting) => setting.Source.ToString().ToLowerInvariant();
}
