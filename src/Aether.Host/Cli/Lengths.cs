using System.CommandLine;
using Aether.Configuration.Values;

namespace Aether.Host.Cli;

/// <summary>Options that say how long something lasts.</summary>
internal static class Lengths
{
    public static Option<string?> Option(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "DURATION" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!DurationText.TryParse(result.Tokens[0].Value, out var length) || length < TimeSpan.FromSeconds(1)))
                result.AddError($"{name}: write a duration such as \"90 d\".");
        });
        return option;
    }

    public static long? Seconds(string? text) => text is not null && DurationText.TryParse(text, out var length) ? (long)length.TotalSeconds : null;
}
