using System.Text.Json;
using System.Text.Json.Nodes;
using Aether.Configuration.Schema;

namespace Aether.Configuration.Loading;

/// <summary>Finds the file, lays the environment over it, binds and checks: all problems are named at once.</summary>
public static class ConfigurationLoader
{
    private const int MaxFileSize = 4 << 20;

    public static ConfigurationResult Load(ConfigurationInputs inputs)
    {
        var problems = new List<ConfigurationProblem>();
        string? file = FindFile(inputs, problems);
        var root = file is null ? [] : Read(file, problems);
        if (problems.Count > 0)
            return new(null, problems);

        var overlay = new EnvironmentOverlay(root, problems);
        overlay.Apply(inputs.Environment);
        var binder = new SettingBinder(overlay.Keys, problems);
        var settings = (AetherSettings)binder.Bind(SettingModel.Root, root, "", new AetherSettings())!;

        string folder = file is null ? inputs.CurrentFolder : Path.GetDirectoryName(file)!;
        problems.AddRange(ConfigurationRules.Check(settings, Path.GetFullPath(settings.Data, folder)));
        return problems.Count > 0 ? new(null, problems) : new(new LoadedConfiguration(settings, file, folder, binder.Sources), []);
    }

    private static string? FindFile(ConfigurationInputs inputs, List<ConfigurationProblem> problems)
    {
        string? named = inputs.File ?? (inputs.Environment.TryGetValue("AETHER_CONFIG", out string? variable) && variable.Length > 0 ? variable : null);
        if (named is null)
            return new[] { Path.Combine(inputs.CurrentFolder, "aether.json"), "/etc/aether/aether.json" }.FirstOrDefault(File.Exists);

        string path = Path.GetFullPath(named, inputs.CurrentFolder);
        if (File.Exists(path))
            return path;
        problems.Add(new(inputs.File is null ? "AETHER_CONFIG" : "--config", named, "there is no such file"));
        return null;
    }

    private static JsonObject Read(string file, List<ConfigurationProblem> problems)
    {
        try
        {
            if (new FileInfo(file).Length > MaxFileSize)
                problems.Add(new(file, null, "it is larger than 4 MiB: that is no configuration"));
            else if (JsonNode.Parse(File.ReadAllText(file), null, Relaxed) is JsonObject root)
                return root;
            else
                problems.Add(new(file, null, "write one object { … }"));
        }
        catch (JsonException problem)
        {
            problems.Add(new(file, null, $"not valid JSON at line {problem.LineNumber + 1}, column {problem.BytePositionInLine + 1}: {FirstSentence(problem.Message)}"));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            problems.Add(new(file, null, $"it cannot be read: {problem.Message}"));
        }

        return [];
    }

    private static string FirstSentence(string message)
    {
        int end = message.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }

    private static readonly JsonDocumentOptions Relaxed = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        AllowDuplicateProperties = false,
        MaxDepth = 32,
    };
}
