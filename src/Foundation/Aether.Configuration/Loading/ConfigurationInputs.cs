namespace Aether.Configuration.Loading;

/// <summary>What a configuration is made from.</summary>
/// <param name="File">The file named on the command line, if any.</param>
/// <param name="Environment">The environment of the process.</param>
/// <param name="CurrentFolder">The folder the process stands in.</param>
public sealed record ConfigurationInputs(string? File, IReadOnlyDictionary<string, string> Environment, string CurrentFolder)
{
    public static ConfigurationInputs FromProcess(string? file)
    {
        var variables = System.Environment.GetEnvironmentVariables();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry pair in variables)
            environment[(string)pair.Key] = (string?)pair.Value ?? "";
        return new ConfigurationInputs(file, environment, Directory.GetCurrentDirectory());
    }
}
